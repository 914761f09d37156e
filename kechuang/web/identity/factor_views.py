"""Setting up the second factor, its recovery codes, and switching it off."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from kechuang.kernel.refusal import Refusal
from kechuang.web import limits
from kechuang.web.forms import form_page
from kechuang.web.identity import factor
from kechuang.web.identity.account_views import crumbs
from kechuang.web.identity.forms import OffForm, SetUpForm
from kechuang.web.page import Action, page
from kechuang.web.permissions import signed_in


@sensitive_post_parameters()
@signed_in
@never_cache
@require_http_methods(["GET", "POST"])
def set_up(request: HttpRequest) -> HttpResponse:
    """Show the secret to be scanned, take the first code, and show the recovery codes once."""
    if factor.has(request.user):
        return HttpResponseRedirect(reverse("web:account") + "#second-factor")
    form = SetUpForm(request.POST or None)
    if form.is_bound and form.is_valid():
        codes = factor.set_up(request, request.user, "".join(form.cleaned_data["code"].split()))
        if codes is not None:
            return _codes(request, codes)
        form.refuse(Refusal("factor.wrong_code", {}, place="code"))
    secret = factor.new_secret(request)
    return form_page(
        request,
        form,
        title=gettext("Set up the second factor"),
        submit=gettext("Switch it on"),
        template="identity/set_up.html",
        context={
            "secret": [secret[at : at + 4] for at in range(0, len(secret), 4)],
            "picture": factor.picture(request.user, secret),
            "demanded": factor.demanded(request),
        },
        crumbs=crumbs(),
        cancel_url=reverse("web:account"),
    )


def _codes(request: HttpRequest, codes: list[str]) -> HttpResponse:
    kept = [Action(label=gettext("I have kept them"), url=reverse("web:account"), primary=True)]
    context = {"codes": codes}
    title = gettext("Recovery codes")
    return page(request, "identity/codes.html", context, title=title, crumbs=crumbs(), actions=kept)


def _checked(request: HttpRequest, form: OffForm) -> bool:
    """Take password and code; wrong ones count towards the same lock as at sign-in."""
    if not (form.is_bound and form.is_valid()):
        return False
    name = f"second factor of {request.user.pk}"
    refused = limits.locked(request, name)
    if refused is None and not factor.check(request.user, form.cleaned_data["code"]):
        refused = Refusal("signin.wrong_code", {"left": limits.failed(request, name)}, place="code")
    if refused is not None:
        form.refuse(refused)
    return refused is None


@sensitive_post_parameters()
@signed_in
@never_cache
@require_http_methods(["GET", "POST"])
def switch_off(request: HttpRequest) -> HttpResponse:
    """Take the second factor away, with the password and a code."""
    if not factor.has(request.user):
        return HttpResponseRedirect(reverse("web:account") + "#second-factor")
    form = OffForm(request.user, request.POST or None)
    if _checked(request, form):
        factor.switch_off(request.user)
        request.session.pop(factor.DONE, None)
        messages.success(request, gettext("The second factor is off."))
        return HttpResponseRedirect(reverse("web:account") + "#second-factor")
    lead = gettext("From then on your password alone opens your account.")
    if factor.demanded(request):
        lead = gettext("Your role demands a second factor: you will be asked to set up a new one at once.")
    return form_page(
        request,
        form,
        title=gettext("Switch the second factor off"),
        submit=gettext("Switch it off"),
        crumbs=crumbs(),
        cancel_url=reverse("web:account"),
        lead=lead,
    )


@sensitive_post_parameters()
@signed_in
@never_cache
@require_http_methods(["GET", "POST"])
def renew(request: HttpRequest) -> HttpResponse:
    """Make new recovery codes; the old ones are void."""
    if not factor.has(request.user):
        return HttpResponseRedirect(reverse("web:account") + "#second-factor")
    form = OffForm(request.user, request.POST or None)
    if _checked(request, form):
        return _codes(request, factor.renew(request.user))
    return form_page(
        request,
        form,
        title=gettext("New recovery codes"),
        submit=gettext("Make new ones"),
        crumbs=crumbs(),
        cancel_url=reverse("web:account"),
        lead=gettext("The codes that you have now will be void."),
    )
