"""Signing in and out, and one's own account."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate, login, logout, update_session_auth_hash
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kechuang.kernel.refusal import Refusal
from kechuang.web import clock, limits
from kechuang.web.accounts.models import Grant, Person
from kechuang.web.forms import KitForm, form_page
from kechuang.web.page import Crumb, page
from kechuang.web.permissions import public, signed_in

BACKEND = "django.contrib.auth.backends.ModelBackend"


class SignInForm(KitForm):
    """User name and password."""

    username = forms.CharField(
        label=_("User name"), max_length=64, widget=forms.TextInput({"autocomplete": "username"})
    )
    password = forms.CharField(
        label=_("Password"), strip=False, widget=forms.PasswordInput({"autocomplete": "current-password"})
    )


@sensitive_post_parameters("password")
@public
@never_cache
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in by user name and password; eight failures lock the name at that address for a quarter of an hour."""
    form = SignInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        name = form.cleaned_data["username"]
        if limits.locked(request, name):
            form.refuse(Refusal("signin.locked", {"minutes": limits.LOCKED_SECONDS // 60}))
        else:
            person = authenticate(request, username=name, password=form.cleaned_data["password"])
            if person is not None:
                limits.forget(limits.sign_in_keys(request, name)[0])
                return _enter(request, person)
            form.refuse(Refusal("signin.wrong", {"left": limits.failed(request, name)}))
    context = {"after": _after(request), "demo_grants": _demo_grants()}
    return form_page(
        request,
        form,
        title=gettext("Sign in"),
        submit=gettext("Sign in"),
        template="web/sign_in.html",
        context=context,
    )


class PasswordForm(KitForm):
    """The old password once, the new one twice; the name stands above, for people and for their password keepers."""

    username = forms.CharField(
        label=_("User name"), required=False, widget=forms.TextInput({"autocomplete": "username", "readonly": True})
    )
    old = forms.CharField(
        label=_("Present password"), strip=False, widget=forms.PasswordInput({"autocomplete": "current-password"})
    )
    new = forms.CharField(
        label=_("New password"),
        strip=False,
        help_text=_("At least ten characters; not a common word, not your name"),
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("New password again"), strip=False, widget=forms.PasswordInput({"autocomplete": "new-password"})
    )

    def __init__(self, person: Person, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        self.person = person
        self.fields["username"].initial = person.username

    def clean_old(self) -> str:
        """Ask for the present password, so that a screen left open is not enough."""
        if not self.person.check_password(self.cleaned_data["old"]):
            raise ValidationError(_("This is not your present password."))
        return str(self.cleaned_data["old"])

    def clean_new(self) -> str:
        """Hold the node's rules for passwords."""
        validate_password(self.cleaned_data["new"], self.person)
        return str(self.cleaned_data["new"])

    def clean_again(self) -> str:
        """Take the new password only when it was typed the same way twice."""
        if self.cleaned_data.get("new") not in {None, self.cleaned_data["again"]}:
            raise ValidationError(_("The two new passwords differ."))
        return str(self.cleaned_data["again"])


@sensitive_post_parameters()
@signed_in
@never_cache
@require_http_methods(["GET", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """Change one's own password; other sessions of the same person end."""
    form = PasswordForm(request.user, request.POST or None)
    if form.is_bound and form.is_valid():
        request.user.set_password(form.cleaned_data["new"])
        request.user.save(update_fields=["password"])
        update_session_auth_hash(request, request.user)
        messages.success(request, gettext("Your password was changed; your other sessions have ended."))
        return HttpResponseRedirect(reverse("web:account"))
    crumbs = [Crumb(gettext("My account"), reverse("web:account"))]
    return form_page(
        request,
        form,
        title=gettext("Change my password"),
        submit=gettext("Change it"),
        crumbs=crumbs,
        cancel_url=reverse("web:account"),
    )


def _after(request: HttpRequest) -> str:
    """Where to go afterwards: only within this node."""
    after = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(after, {request.get_host()}, require_https=request.is_secure())
    return after if safe else ""


def _enter(request: HttpRequest, person: Person) -> HttpResponse:
    login(request, person, backend=BACKEND)
    response = HttpResponseRedirect(_after(request) or reverse("web:home"))
    if person.language in dict(settings.LANGUAGES):
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, person.language, samesite="Lax")
    return response


def _demo_grants() -> list[Grant]:
    if not settings.KECHUANG_DEMO:
        return []
    today = clock.today()
    grants = Grant.objects.filter(valid_from__lte=today, person__is_active=True).exclude(valid_to__lte=today)
    return list(grants.select_related("person", "body").order_by("role", "body__place", "pk")[:600])


@public
@require_POST
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in as the holder of a grant, without a password: only on a demonstration node."""
    if not settings.KECHUANG_DEMO:
        raise Http404
    number = request.POST.get("grant", "")
    grants = Grant.objects.select_related("person").filter(person__is_active=True)
    grant = get_object_or_404(grants, pk=int(number) if number.isascii() and number.isdigit() else 0)
    return _enter(request, grant.person)


@public
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Leave."""
    logout(request)
    return HttpResponseRedirect(reverse("web:home"))


@signed_in
@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """Show who I am here, what I may do, and how pages look."""
    grants = list(request.user.grants.select_related("body").order_by("valid_from", "pk"))
    context = {"grants": grants, "today": clock.today()}
    return page(request, "web/account.html", context, title=gettext("My account"), facts=[request.user.name])
