"""Signing in and out: by password, by one click on a demonstration, and the second factor."""

from django.conf import settings
from django.contrib.auth import authenticate, logout
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from kechuang.kernel.refusal import Refusal
from kechuang.web import clock, limits
from kechuang.web.accounts.models import Grant
from kechuang.web.forms import form_page
from kechuang.web.identity import entering, factor, portals, sessions
from kechuang.web.identity.forms import CodeForm, SignInForm
from kechuang.web.page import Action, page
from kechuang.web.permissions import public


@sensitive_post_parameters("password")
@public
@never_cache
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in by user name and password; failures lock the name at that address for a while (docs/settings.md)."""
    form = SignInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        name = form.cleaned_data["username"]
        refused = limits.locked(request, name)
        if refused is None:
            person = authenticate(request, username=name, password=form.cleaned_data["password"])
            if person is not None:
                limits.succeeded(request, name)
                return entering.enter(request, person, how=sessions.PASSWORD, after=entering.asked_after(request))
            sessions.failed(request, name, "signin.wrong_password")
            refused = Refusal("signin.wrong", {"left": limits.failed(request, name)})
        form.refuse(refused)
    return form_page(
        request,
        form,
        title=gettext("Sign in"),
        submit=gettext("Sign in"),
        template="identity/sign_in.html",
        context={
            "after": entering.asked_after(request),
            "demo_grants": _demo_grants(),
            "services": [
                (each, each.title_en if get_language() == "en" else each.title) for each in portals.declared().values()
            ],
        },
    )


@sensitive_post_parameters("code")
@public
@never_cache
@require_http_methods(["GET", "POST"])
def second(request: HttpRequest) -> HttpResponse:
    """Take the second factor of somebody who passed the first."""
    waiting = entering.pending(request)
    if waiting is None:
        again = [Action(label=gettext("Sign in"), url=reverse("web:sign-in"), primary=True)]
        return page(request, "identity/second_over.html", title=gettext("Second factor"), actions=again)
    form = CodeForm(request.POST or None)
    name = f"second factor of {waiting.person.pk}"
    if request.method == "POST" and form.is_valid():
        refused = limits.locked(request, name)
        if refused is None:
            if factor.check(waiting.person, form.cleaned_data["code"]):
                limits.succeeded(request, name)
                return entering.let_in(request, waiting.person, how=waiting.how, after=waiting.after, second=True)
            sessions.failed(request, waiting.person.username, "signin.wrong_second")
            refused = Refusal("signin.wrong_code", {"left": limits.failed(request, name)})
        form.refuse(refused)
    return form_page(
        request,
        form,
        title=gettext("Second factor"),
        submit=gettext("Go on"),
        cancel_url=reverse("web:sign-in"),
        lead=gettext("Your password was right. This account also asks for a code from your authenticator."),
    )


def _demo_grants() -> list[Grant]:
    if not settings.KECHUANG_DEMO:
        return []
    today = clock.today()
    grants = Grant.objects.filter(valid_from__lte=today, person__is_active=True).exclude(valid_to__lte=today)
    return list(grants.select_related("person", "body").order_by("role", "pk")[:600])


@public
@require_POST
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in as the holder of a grant, without password or second factor: only on a demonstration node."""
    if not settings.KECHUANG_DEMO:
        raise Http404
    number = request.POST.get("grant", "")
    grants = Grant.objects.select_related("person").filter(person__is_active=True)
    grant = get_object_or_404(grants, pk=int(number) if number.isascii() and number.isdigit() else 0)
    after, how = entering.asked_after(request), sessions.DEMONSTRATION
    return entering.let_in(request, grant.person, how=how, after=after, second=factor.has(grant.person))


@public
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Leave."""
    logout(request)
    return HttpResponseRedirect(reverse("web:home"))
