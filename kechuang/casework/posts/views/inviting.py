"""Invitations: made by a body's administrator, shown once, taken up by the invited person."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.mail import send_mail
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from kechuang.casework.posts import queries, staffing
from kechuang.casework.posts.desk import allowed_roles, in_force
from kechuang.casework.posts.forms import ConfirmForm, InviteForm, JoinForm, role_choices
from kechuang.casework.posts.lists import INVITATIONS, roles_in_words
from kechuang.casework.posts.models import Invitation
from kechuang.casework.posts.requests import KEEP, Withdraw
from kechuang.casework.posts.views.showing import acting, confirming, crumb_people, posted
from kechuang.web import clock
from kechuang.web.accounts.models import Body, Filling, Person, Post
from kechuang.web.forms import form_page
from kechuang.web.listing import list_page
from kechuang.web.page import Crumb, page
from kechuang.web.permissions import actor_of, public, requires


def kept_bodies(request: HttpRequest) -> list[Body]:
    """Give the bodies that the reader administers: those of their own first, the rest by name."""
    actor, today = actor_of(request), clock.today()
    own = queries.own_bodies(actor, today)
    rows = queries.bodies_in_reach(actor, KEEP, today).filter(valid_to=None).order_by("name", "pk")[:500]
    return sorted(rows, key=lambda body: body.pk not in own)


def duty_choices(bodies: list[Body]) -> list[tuple[str, object]]:
    """Give what somebody can be invited as: vacant posts of the bodies, and roles that any of them may have."""
    today = clock.today()
    taken = Filling.objects.filter(in_force(today)).values("post")
    vacant = Post.objects.filter(in_force(today), body__in=bodies).exclude(pk__in=taken).select_related("body")
    posts = [(f"post:{post.pk}", f"{post.title} · {post.body.name}") for post in vacant.order_by("title", "pk")[:200]]
    roles = frozenset[str]().union(*(allowed_roles(body) for body in bodies))
    choices = [(f"role:{role}", word) for role, word in role_choices(roles)]
    return [(_("Vacant posts"), posts), (_("Roles"), choices)] if posts else list(choices)


@requires(KEEP)
def invite(request: HttpRequest) -> HttpResponseBase:
    """Invite somebody into a body; the answer holds the link, once."""
    bodies = kept_bodies(request)
    form = InviteForm(posted(request), bodies=bodies, duties=duty_choices(bodies))
    if form.is_bound and form.is_valid():
        values = form.cleaned_data
        kind, _colon, what = values["duty"].partition(":")
        outcome, secret = staffing.invite(
            UUID(values["body"]),
            name=values["name"],
            email=values["email"],
            post=UUID(what) if kind == "post" else None,
            role=what if kind == "role" else "",
            by=actor_of(request),
            key=form.act_key("invite", actor_of(request).person),
        )
        if outcome.refusal is None:
            return show_secret(request, secret, values["email"])
        form.refuse(outcome.refusal)
    return form_page(
        request,
        form,
        title=_("Invite somebody"),
        submit=_("Make the link"),
        lead=_("The link works once, for seven days. The invited person chooses user name and password."),
        cancel_url=reverse("posts:people"),
        crumbs=[crumb_people()],
    )


def show_secret(request: HttpRequest, secret: str, email: str) -> HttpResponseBase:
    """Show an invitation's link this once, and send it where the node sends e-mail."""
    link = request.build_absolute_uri(reverse("posts:join", args=[secret])) if secret else ""
    made = Invitation.objects.filter(digest=staffing.digest_of(secret)).select_related("body").first()
    sent = bool(made and email and _send(link, email, made))
    expires = made.expires_on if made else None
    context = {"link": link, "sent": sent, "expires": expires}
    return page(request, "posts/secret.html", context, title=_("Invitation"), crumbs=[crumb_people()])


def _send(link: str, email: str, made: Invitation) -> bool:
    """Send the link by e-mail where a mail server is configured; it is on the screen in any case."""
    if not getattr(settings, "EMAIL_HOST_USER", "") and "smtp" in settings.EMAIL_BACKEND:
        return False
    words = _("You are invited to %(body)s. Please open this link before %(day)s: %(link)s") % {
        "body": made.body.name,
        "day": made.expires_on.isoformat(),
        "link": link,
    }
    return bool(send_mail(_("Invitation"), words, None, [email], fail_silently=True))


@requires(KEEP)
@require_safe
def invitations(request: HttpRequest) -> HttpResponseBase:
    """List the open invitations."""
    rows = queries.invitations(actor_of(request), clock.today()).order_by()
    return list_page(INVITATIONS, request, rows, title=_("Open invitations"), crumbs=[crumb_people()])


@requires(KEEP)
def invitation(request: HttpRequest, identifier: UUID) -> HttpResponseBase:
    """Take an invitation back."""
    found = queries.invitations(actor_of(request), clock.today()).filter(pk=identifier).first()
    if found is None:
        raise Http404
    return confirming(
        request,
        "withdraw-invitation",
        lambda key: staffing.withdraw_invitation(
            Withdraw(body=found.body_id, invitation=found.pk), by=actor_of(request), key=key
        ),
        effects=[
            _("The link for %(name)s to %(body)s no longer works.") % {"name": found.name, "body": found.body.name},
            _("Somebody can be invited anew at any time."),
        ],
        done=_("The invitation is withdrawn."),
        to=reverse("posts:invitations"),
        title=_("Withdraw the invitation for %(name)s") % {"name": found.name},
        submit=_("Withdraw it"),
        crumbs=[crumb_people(), Crumb(_("Open invitations"), reverse("posts:invitations"))],
    )


def as_what(found: Invitation) -> str:
    """Say what somebody is invited as."""
    return found.post.title if found.post else roles_in_words([found.role])


@public
@never_cache
@sensitive_post_parameters("password", "again")
def join(request: HttpRequest, secret: str) -> HttpResponseBase:
    """Take up an invitation: with the account that one is signed in with, or with a new one."""
    rows = Invitation.objects.filter(digest=staffing.digest_of(secret), used_on=None, withdrawn_on=None)
    found = get_object_or_404(rows.filter(expires_on__gt=clock.today()).select_related("body", "post"))
    title = _("Join %(body)s") % {"body": found.body.name}
    lead = _("You are invited as: %(duty)s.") % {"duty": as_what(found)}
    actor = actor_of(request)
    if actor.person is not None:
        me = Person.objects.get(pk=actor.person)
        return acting(
            request,
            ConfirmForm(posted(request)),
            "join",
            lambda _key: staffing.join(found, me),
            done=_("You have joined %(body)s.") % {"body": found.body.name},
            to=reverse("web:home"),
            title=title,
            submit=_("Join as %(name)s") % {"name": me.name},
            lead=lead,
            template="posts/confirm.html",
            context={"effects": [lead, _("Your account %(name)s gets this duty.") % {"name": me.username}]},
        )
    form = JoinForm(posted(request), initial={"name": found.name})
    if form.is_bound and form.is_valid():
        values = form.cleaned_data
        outcome = staffing.join_newly(found, values["username"], values["name"], values["password"])
        if outcome.refusal is None:
            messages.success(request, _("Your account is ready. Please sign in."))
            return redirect("web:sign-in")
        form.refuse(outcome.refusal)
    return form_page(request, form, title=title, submit=_("Make my account"), lead=lead)
