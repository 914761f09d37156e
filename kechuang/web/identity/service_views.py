"""Signing in through another organisation's service: out to it, and back from it."""

import logging

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from kechuang.kernel.refusal import Refusal
from kechuang.web import limits
from kechuang.web.identity import entering, mapping, portals
from kechuang.web.identity.gateways import GatewayError, gateway
from kechuang.web.identity.portals import Service
from kechuang.web.page import Action, page
from kechuang.web.permissions import public

LOG = logging.getLogger(__name__)
CALLBACKS = 30


def _service(code: str) -> Service:
    found = portals.declared().get(code)
    if found is None:
        raise Http404
    return found


def _refused(request: HttpRequest, service: Service, refusal: Refusal) -> HttpResponse:
    LOG.warning("sign-in through %s refused: %s", service.code, refusal.code)
    again = [Action(label=gettext("Back to sign-in"), url=reverse("web:sign-in"), primary=True)]
    title = gettext("Sign-in refused")
    shown = {"refused": refusal}
    return page(request, "identity/refused.html", shown, title=title, actions=again, failed=True, status=403)


@public
@never_cache
@require_POST
def start(request: HttpRequest, code: str) -> HttpResponse:
    """Send the person's browser to the service."""
    service = _service(code)
    try:
        address = gateway(service).start(request, entering.asked_after(request))
    except GatewayError as error:
        return _refused(request, service, error.refusal)
    return _away(request, service, address)


def _away(request: HttpRequest, service: Service, address: str) -> HttpResponse:
    """Leave for the service by a refresh of a page: our policy lets forms, and where they lead, go to our node only."""
    context = {"address": address, "title": service.title}
    response = page(
        request, "identity/away.html", context, title=gettext("On the way to %(name)s") % {"name": service.title}
    )
    response.headers["Refresh"] = f"0; url={address}"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@public
@never_cache
@require_safe
def callback(request: HttpRequest, code: str) -> HttpResponse:
    """Take back a person whom the service sent: state, code or ticket, claims, mapping."""
    service = _service(code)
    if not limits.within(f"callback:{limits.address(request)}", CALLBACKS, 60):
        return _refused(request, service, Refusal("signin.service_often", {"service": service.title}))
    try:
        claims, after = gateway(service).finish(request)
    except GatewayError as error:
        return _refused(request, service, error.refusal)
    person = mapping.enter(service, claims)
    if isinstance(person, Refusal):
        return _refused(request, service, person)
    return entering.enter(request, person, how=service.code, after=after, second=service.second_factor)
