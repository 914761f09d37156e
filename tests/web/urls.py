"""Addresses of the page kit's tests: the kit's own pages, an API with one list, and pages that fail on purpose."""

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpResponse
from django.urls import include, path
from ninja import Router, Schema

from kechuang.kernel.refusal import Refusal
from kechuang.web.accounts.models import Body
from kechuang.web.api import Needs, RefusedError, build, idempotency_key, list_endpoint
from kechuang.web.identity.api import router as account
from kechuang.web.permissions import public, requires
from kechuang.web.style import BODIES

handler400 = "kechuang.web.errors.bad_request"
handler403 = "kechuang.web.errors.forbidden"
handler404 = "kechuang.web.errors.not_found"
handler500 = "kechuang.web.errors.failure"

router = Router()
list_endpoint(router, "/", BODIES, lambda request: Body.objects.all(), permission="public")


class Wish(Schema):
    number: int


@router.post("/wish", auth=Needs("county:wish"))
def wish(request, wanted: Wish):
    idempotency_key(request)
    if wanted.number > 3:
        raise RefusedError(Refusal("typed.day", {"raw": str(wanted.number)}, place="number"))
    return {"number": wanted.number}


@router.get("/absent", auth=Needs("public"))
def absent(request):
    raise Http404


@public
def forbidden(request):
    raise PermissionDenied("voucher:read")


@public
def suspicious(request):
    raise SuspiciousOperation("altered")


@public
def boom(request):
    raise RuntimeError("a fault planted by a test")


@requires("county:wish")
def guarded(request):
    return HttpResponse("inside")


urlpatterns = [
    path("", include("kechuang.web.urls")),
    path("", include("kechuang.web.identity.urls")),
    path("api/v1/", build({"bodies": router, "account": account}, namespace="kit-test").urls),
    path("forbidden/", forbidden),
    path("suspicious/", suspicious),
    path("boom/", boom),
    path("guarded/", guarded),
]
