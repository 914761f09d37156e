"""The lists of webhooks and deliveries."""

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.casework.notices.models import Delivery, Hook
from kechuang.web.filters import Choice
from kechuang.web.parts import DONE, GOING, IDLE, RISK, VOID, Empty, State
from kechuang.web.tables import Column, List

STATES = (("waiting", _("waiting")), ("sending", _("sending")), ("sent", _("sent")), ("dead", _("given up")))
TONES = {"waiting": IDLE, "sending": GOING, "sent": DONE, "dead": RISK}


def hook_state(row: Hook) -> State:
    """Give a hook's state."""
    if row.ended_at:
        return State(_("ended"), VOID, "ended")
    return State(_("paused"), RISK, "paused") if row.paused_at else State(_("running"), GOING, "running")


def delivery_state(row: Delivery) -> State:
    """Give a delivery's state."""
    return State(dict(STATES)[row.state], TONES[row.state], row.state)


def _url(row: Hook) -> str:
    return reverse("notices:hook", args=[row.pk])


HOOKS = List(
    key="webhooks",
    caption=_("Webhooks"),
    columns=(
        Column(name="address", label=_("Address"), value="url", kind="main", link=True),
        Column(name="body", label=_("Body"), value="body__name", phone=False),
        Column(name="state", label=_("State"), value=hook_state, kind="state"),
        Column(name="events", label=_("Events"), value=lambda row: len(row.events), kind="whole", phone=False),
        Column(name="failures", label=_("Failures in a row"), kind="whole", phone=False),
        Column(name="made_at", label=_("Registered"), kind="moment", sort=("made_at",)),
    ),
    filters=(),
    order="made_at",
    row_url=_url,
    empty=Empty(sentence=_("No webhook is registered.")),
)


def _event(row: Delivery) -> str:
    return gettext(row.event) if row.event else ""


def _event_cell(row: Delivery) -> SafeString:
    return format_html('<span class="one-line" title="{}">{}</span>', row.event, _event(row))


DELIVERIES = List(
    key="deliveries",
    caption=_("Deliveries"),
    columns=(
        Column(name="made_at", label=_("Made at"), kind="moment", sort=("made_at",)),
        Column(name="channel", label=_("Channel"), kind="code"),
        Column(name="event", label=_("Event"), value=_event, kind="main", html=_event_cell),
        Column(name="state", label=_("State"), value=delivery_state, kind="state"),
        Column(name="attempts", label=_("Attempts"), kind="whole"),
        Column(name="next_at", label=_("Next try"), kind="moment", phone=False),
        Column(name="sent_at", label=_("Sent at"), kind="moment", phone=False),
        Column(name="answer", label=_("Answer"), phone=False),
    ),
    filters=(Choice("state", _("State"), STATES),),
    order="-made_at",
    panel="notices/delivery_panel.html",
    empty=Empty(sentence=_("Nothing has been sent yet.")),
)
