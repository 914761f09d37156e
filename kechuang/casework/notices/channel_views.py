"""How a body hears: mail addresses and webhooks that its keeper registers, with the log of what was sent."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kechuang.casework.notices import delivering, hooks, reaching, receiving, signing
from kechuang.casework.notices.delivery_lists import DELIVERIES, HOOKS
from kechuang.casework.notices.forms import BodyAddressForm, HookForm
from kechuang.casework.notices.models import Address, Delivery, Hook
from kechuang.kernel.refusal import Refusal
from kechuang.web import chance, clock
from kechuang.web.accounts.models import Body
from kechuang.web.forms import form_page
from kechuang.web.listing import list_page
from kechuang.web.page import Action, Crumb
from kechuang.web.parts import Figure
from kechuang.web.permissions import Actor, actor_of, requires

KEEP = "hook:keep"


def _bodies(actor: Actor) -> list[tuple[str, str]]:
    kept = receiving.bodies_of(actor, KEEP, clock.today())
    return [(str(body.pk), body.name) for body in Body.objects.filter(pk__in=kept).order_by("name", "pk")]


def _crumbs() -> list[Crumb]:
    return [
        Crumb(_("Notices"), reverse("notices:inbox")),
        Crumb(_("How our body hears"), reverse("notices:channels")),
    ]


def hook_rows(actor: Actor) -> Any:  # noqa: ANN401 - a queryset of hooks
    """Give the hooks of the bodies that the actor keeps."""
    kept = receiving.bodies_of(actor, KEEP, clock.today())
    return Hook.objects.filter(body__in=kept, ended_at__isnull=True).select_related("body")


@requires(KEEP)
@require_safe
def channels(request: HttpRequest) -> HttpResponseBase:
    """Show the webhooks and the mail addresses of the reader's bodies."""
    actor = actor_of(request)
    kept = receiving.bodies_of(actor, KEEP, clock.today())
    addresses = Address.objects.filter(body__in=kept).select_related("body").order_by("body__name", "email")
    return list_page(
        HOOKS,
        request,
        hook_rows(actor),
        title=_("How our body hears"),
        crumbs=_crumbs()[:1],
        template="notices/channels.html",
        context={"addresses": addresses},
        actions=[
            Action(label=_("Add a mail address"), url=reverse("notices:mail-new")),
            Action(label=_("Register a webhook"), url=reverse("notices:hook-new"), primary=True),
        ],
    )


@requires(KEEP)
def mail_new(request: HttpRequest) -> HttpResponse:
    """Add a mail address of a body."""
    actor = actor_of(request)
    bodies = _bodies(actor)
    form = BodyAddressForm(request.POST if request.method == "POST" else None, bodies=bodies)
    if form.is_bound and form.is_valid():
        values = form.cleaned_data
        Address.objects.update_or_create(
            body_id=UUID(values["body"]),
            email=values["email"],
            defaults={name: values[name] for name in ("rhythm", "quiet_from", "quiet_to")},
            create_defaults={
                **{name: values[name] for name in ("rhythm", "quiet_from", "quiet_to")},
                "since": clock.now(),
            },
        )
        return redirect("notices:channels")
    return form_page(
        request,
        form,
        title=_("Add a mail address"),
        submit=_("Add"),
        cancel_url=reverse("notices:channels"),
        crumbs=_crumbs(),
        lead=_("A mail says only that notices wait for the body, with a link."),
    )


@requires(KEEP)
@require_POST
def mail_end(request: HttpRequest, identifier: int) -> HttpResponse:
    """Remove a mail address of a body."""
    kept = receiving.bodies_of(actor_of(request), KEEP, clock.today())
    found = Address.objects.filter(pk=identifier, body__in=kept).first()
    if found is None:
        raise Http404
    found.delete()
    messages.success(request, _("The address is removed."))
    return redirect("notices:channels")


def register(body: UUID, url: str, events: list[str], *, by: Actor) -> Hook | Refusal:
    """Register a webhook of a body that the actor keeps."""
    if body not in receiving.bodies_of(by, KEEP, clock.today()):
        return Refusal("hook.not_your_body")
    if Hook.objects.filter(body=body, ended_at__isnull=True).count() >= hooks.MOST_HOOKS:
        return Refusal("hook.too_many", {"most": hooks.MOST_HOOKS})
    if unknown := sorted(set(events) - set(hooks.event_types())):
        return Refusal("hook.unknown_events", {"events": ", ".join(unknown)}, "events")
    target = reaching.pin(url, reaching.networks(settings.KECHUANG_HOOK_NETWORKS))
    if isinstance(target, Refusal):
        return target
    secret = signing.secret_of(chance.draw(32))
    return Hook.objects.create(
        body_id=body, url=url, secret=secret, events=sorted(set(events)), made_at=clock.now(), made_by_id=by.person
    )


@requires(KEEP)
def hook_new(request: HttpRequest) -> HttpResponse:
    """Register a webhook; its secret is shown once, on the page that follows."""
    actor = actor_of(request)
    form = HookForm(
        request.POST if request.method == "POST" else None,
        bodies=_bodies(actor),
        events=[(code, f"{_(code)} ({code})") for code in hooks.event_types()],
        initial={"events": [hooks.NOTICE]},
    )
    if form.is_bound and form.is_valid():
        values = form.cleaned_data
        made = register(UUID(values["body"]), values["url"], values["events"], by=actor)
        if isinstance(made, Hook):
            request.session[f"hook:{made.pk}"] = made.secret
            return redirect("notices:hook", made.pk)
        form.refuse(made)
    return form_page(
        request,
        form,
        title=_("Register a webhook"),
        submit=_("Register"),
        cancel_url=reverse("notices:channels"),
        crumbs=_crumbs(),
        lead=_(
            "The node posts each event as JSON, signed. It sends the public part and the parties' part of facts of "
            "your own cases, never personal data."
        ),
    )


def kept(request: HttpRequest, identifier: UUID) -> Hook:
    """Give a hook of the reader's bodies. Raises Http404 otherwise."""
    found = hook_rows(actor_of(request)).filter(pk=identifier).first()
    if found is None:
        raise Http404
    return found


@requires(KEEP)
@require_safe
def hook(request: HttpRequest, identifier: UUID) -> HttpResponseBase:
    """Show one webhook with everything that was sent."""
    row = kept(request, identifier)
    deliveries = Delivery.objects.filter(hook=row)
    figures = [
        Figure(label=_("Waiting"), value=deliveries.filter(state="waiting").count(), filters={"state": "waiting"}),
        Figure(label=_("Given up"), value=deliveries.filter(state="dead").count(), filters={"state": "dead"}),
    ]
    pause = "notices:hook-resume" if row.paused_at else "notices:hook-pause"
    actions = [
        Action(label=_("End"), url=reverse("notices:hook-end", args=[row.pk]), post=True, danger=True),
        Action(label=_("New secret"), url=reverse("notices:hook-secret", args=[row.pk]), post=True),
        Action(label=_("Resume") if row.paused_at else _("Pause"), url=reverse(pause, args=[row.pk]), post=True),
    ]
    return list_page(
        DELIVERIES,
        request,
        deliveries,
        figures=figures,
        title=_("Webhook"),
        facts=[row.body.name, row.url],
        crumbs=_crumbs(),
        actions=actions,
        template="notices/hook.html",
        context={"hook": row, "secret": request.session.pop(f"hook:{row.pk}", "")},
    )


@requires(KEEP)
@require_POST
def hook_pause(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """Stop sending for a while; what happens meanwhile waits."""
    Hook.objects.filter(pk=kept(request, identifier).pk).update(paused_at=clock.real_now())
    return redirect("notices:hook", identifier)


@requires(KEEP)
@require_POST
def hook_resume(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """Send again, beginning with what waited."""
    Hook.objects.filter(pk=kept(request, identifier).pk).update(paused_at=None, failures=0)
    return redirect("notices:hook", identifier)


@requires(KEEP)
@require_POST
def hook_secret(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """Draw a new secret; the old one signs nothing from now on."""
    row = kept(request, identifier)
    row.secret = signing.secret_of(chance.draw(32))
    row.save(update_fields=["secret"])
    request.session[f"hook:{row.pk}"] = row.secret
    return redirect("notices:hook", identifier)


@requires(KEEP)
@require_POST
def hook_end(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """End a webhook; what was not yet sent is not sent."""
    row = kept(request, identifier)
    Hook.objects.filter(pk=row.pk).update(ended_at=clock.real_now())
    Delivery.objects.filter(hook=row, state="waiting").update(state="dead", next_at=None, answer="ended")
    messages.success(request, _("The webhook has ended."))
    return redirect("notices:channels")


@requires(KEEP)
@require_POST
def again(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """Have one delivery tried again now, under the same id."""
    kept_bodies = receiving.bodies_of(actor_of(request), KEEP, clock.today())
    row = Delivery.objects.filter(pk=identifier, hook__body__in=kept_bodies).first()
    if row is None:
        raise Http404
    delivering.again(row, clock.real_now())
    messages.success(request, _("The delivery will be tried again in the next round."))
    return redirect("notices:hook", row.hook_id)


@requires("node:keep")
@require_safe
def undelivered(request: HttpRequest) -> HttpResponseBase:
    """Show the keeper of the node what could not be delivered, and what waits."""
    rows = delivery_rows()
    figures = [
        Figure(label=_("Given up"), value=rows.filter(state="dead").count(), filters={"state": "dead"}, tone="bad"),
        Figure(label=_("Waiting"), value=rows.filter(state="waiting").count(), filters={"state": "waiting"}),
    ]
    return list_page(DELIVERIES, request, rows, figures=figures, title=_("Deliveries of mail and webhooks"))


def delivery_rows() -> Any:  # noqa: ANN401 - a queryset of deliveries
    """Give all deliveries of the node."""
    return Delivery.objects.all()
