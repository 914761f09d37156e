"""One's own account: grants, password, browsers in which one is signed in, tokens for programs."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kechuang.kernel.refusal import Refusal
from kechuang.web import clock
from kechuang.web.forms import form_page
from kechuang.web.identity import factor, portals, sessions, tokens
from kechuang.web.identity.forms import PasswordForm, TokenForm
from kechuang.web.page import Action, Crumb, page
from kechuang.web.parts import Confirmation
from kechuang.web.permissions import actor_of, signed_in


def crumbs() -> list[Crumb]:
    """Give the way to a page below one's account."""
    return [Crumb(gettext("My account"), reverse("web:account"))]


def way_in(how: str) -> str:
    """Say in words by which way somebody signed in."""
    known = {sessions.PASSWORD: gettext("by password"), sessions.DEMONSTRATION: gettext("by one click")}
    service = portals.declared().get(how)
    return known.get(how) or (service.title if service else how)


@signed_in
@never_cache
@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """Show who I am here, what I may do, how I sign in, where I am signed in, and how pages look."""
    person, rows = request.user, factor.of(request.user)
    context: dict[str, Any] = {
        "grants": list(person.grants.select_related("body").order_by("valid_from", "pk")),
        "today": clock.today(),
        "sessions": [(row, way_in(row.how)) for row in sessions.of(person)],
        "session_key": request.session.session_key,
        "failures": sessions.failures(person),
        "tokens": tokens.of(person),
        "second_factor": factor.Kind.TOTP in rows,
        "codes_left": factor.left(rows),
        "demanded": factor.demanded(request),
    }
    return page(request, "identity/account.html", context, title=gettext("My account"), facts=[person.name])


@sensitive_post_parameters()
@signed_in
@never_cache
@require_http_methods(["GET", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """Change one's own password; other sessions of the same person end."""
    if not request.user.has_usable_password():
        messages.info(request, gettext("You sign in through another service; this node knows no password of yours."))
        return HttpResponseRedirect(reverse("web:account"))
    form = PasswordForm(request.user, request.POST or None)
    if form.is_bound and form.is_valid():
        sessions.end(sessions.others(request.user, request))
        before = request.session.session_key
        request.user.set_password(form.cleaned_data["new"])
        request.user.save(update_fields=["password"])
        update_session_auth_hash(request, request.user)
        sessions.renamed(before, request.session.session_key)
        messages.success(request, gettext("Your password was changed; your other sessions have ended."))
        return HttpResponseRedirect(reverse("web:account"))
    return form_page(
        request,
        form,
        title=gettext("Change my password"),
        submit=gettext("Change it"),
        crumbs=crumbs(),
        cancel_url=reverse("web:account"),
    )


@signed_in
@require_POST
def end_session(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """End one of my sessions."""
    row = sessions.mine(request.user, identifier)
    if row is None:
        raise Http404
    sessions.end([row])
    messages.success(request, gettext("That session has ended."))
    return HttpResponseRedirect(reverse("web:account") + "#sessions")


@signed_in
@require_POST
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    """End all my sessions but this one."""
    count = sessions.end(sessions.others(request.user, request))
    said = ngettext("%(count)s other session has ended.", "%(count)s other sessions have ended.", count)
    messages.success(request, said % {"count": count})
    return HttpResponseRedirect(reverse("web:account") + "#sessions")


@sensitive_post_parameters()
@signed_in
@never_cache
@require_http_methods(["GET", "POST"])
def new_token(request: HttpRequest) -> HttpResponse:
    """Make a token, and show it once."""
    actor = actor_of(request)
    form = TokenForm(tokens.scopes_of(actor), request.POST or None)
    if form.is_bound and form.is_valid():
        made = tokens.make(actor, **form.cleaned_data)
        if not isinstance(made, Refusal):
            token, text = made
            context = {"token": token, "text": text, "address": request.build_absolute_uri("/api/v1/")}
            done = [Action(label=gettext("I have kept it"), url=reverse("web:account") + "#tokens", primary=True)]
            return page(
                request,
                "identity/token.html",
                context,
                title=gettext("The new token"),
                facts=[token.name],
                crumbs=crumbs(),
                actions=done,
            )
        form.refuse(made)
    return form_page(
        request,
        form,
        title=gettext("New token for a program"),
        submit=gettext("Make it"),
        crumbs=crumbs(),
        cancel_url=reverse("web:account") + "#tokens",
        lead=gettext("A program that sends it acts in your name. It is shown once; the node keeps only a digest."),
    )


@signed_in
@require_http_methods(["GET", "POST"])
def end_token(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """End one of my tokens, after asking."""
    token = tokens.mine(request.user, identifier)
    if token is None:
        raise Http404
    if request.method == "POST":
        token.delete()
        messages.success(request, gettext("The token “%(name)s” has ended.") % {"name": token.name})
        return HttpResponseRedirect(reverse("web:account") + "#tokens")
    confirmation = Confirmation(
        title=gettext("End the token “%(name)s”?") % {"name": token.name},
        effects=[gettext("Every program that uses it is refused from now on.")],
        undo=gettext("It cannot be brought back; a new one can be made."),
        url=request.path,
        submit=gettext("End it"),
        cancel_url=reverse("web:account") + "#tokens",
        danger=True,
    )
    title = gettext("End a token")
    return page(request, "identity/confirm.html", {"confirmation": confirmation}, title=title, crumbs=crumbs())
