"""The lists of notices, declared once: page, files and interface come from them."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kechuang.casework.notices import words
from kechuang.casework.notices.models import Circular, Notice
from kechuang.casework.notices.receiving import waiting
from kechuang.web import clock
from kechuang.web.filters import Choice, Days
from kechuang.web.parts import DONE, IDLE, Empty, State
from kechuang.web.tables import Column, List

STATES = (
    ("unread", _("unread")),
    ("waiting", _("waiting for us")),
    ("to_answer", _("answer asked for")),
    ("overdue", _("overdue")),
)


def overdue() -> Q:
    """Give the condition of formal notices that wait beyond their day."""
    return Q(formal=True, state__in=("SENT", "RECEIVED"), reply_by__lt=clock.today())


LOOKUPS = {
    "unread": lambda: Q(read_at__isnull=True),
    "waiting": waiting,
    "to_answer": lambda: Q(formal=True, state__in=("SENT", "RECEIVED"), asks__in=("text", "evidence")),
    "overdue": overdue,
}


def notice_url(row: Notice) -> str:
    """Give the address of a notice's page."""
    return reverse("notices:notice", args=[row.pk])


NOTICES = List(
    key="notices",
    caption=_("Notices"),
    columns=(
        Column(name="on", label=_("Day"), kind="day", sort=("on",)),
        Column(name="title", label=_("Notice"), value=words.title, kind="main", link=True),
        Column(name="body", label=_("Receiving body"), value="body__name", phone=False),
        Column(name="sender", label=_("Sending body"), value="sender__name", phone=False),
        Column(name="about", label=_("Case"), value="about__number", kind="code", phone=False),
        Column(name="state", label=_("State"), value=lambda row: words.state(row, clock.today()), kind="state"),
        Column(name="reply_by", label=_("Due"), kind="day"),
    ),
    filters=(
        Choice("state", _("State"), STATES, lookups=LOOKUPS),
        Days("on", _("Day")),
    ),
    order="-on",
    row_url=notice_url,
    empty=Empty(
        sentence=_(
            "No notice here. Decisions, payments and formal notices of offices appear here when they concern you."
        )
    ),
)

RECEIVERS = List(
    key="receivers",
    caption=_("Receivers"),
    columns=(
        Column(name="body", label=_("Body"), value="body__name", kind="main", link=True),
        Column(name="place", label=_("Place"), value="body__place", kind="place", phone=False),
        Column(name="state", label=_("State"), value=lambda row: words.state(row, clock.today()), kind="state"),
        Column(name="read_at", label=_("First read"), kind="moment", phone=False),
        Column(name="confirmed_at", label=_("Receipt"), kind="moment", phone=False),
        Column(name="answered_at", label=_("Answered at"), kind="moment"),
        Column(name="reminded", label=_("Reminded"), kind="whole", phone=False),
        Column(name="on", label=_("Sent on"), kind="day", sort=("on",), phone=False),
    ),
    filters=(Choice("state", _("State"), STATES, lookups=LOOKUPS),),
    order="on",
    row_url=notice_url,
    empty=Empty(sentence=_("Nobody has received this notice.")),
)


def _circular_state(row: Circular) -> State:
    return State(_("sent"), DONE, "sent") if row.sent_on else State(_("draft"), IDLE, "draft")


CIRCULARS = List(
    key="circulars",
    caption=_("Notices that we sent"),
    columns=(
        Column(name="title", label=_("Notice"), kind="main", link=True),
        Column(name="sender", label=_("Sending body"), value="sender__name", phone=False),
        Column(name="state", label=_("State"), value=_circular_state, kind="state"),
        Column(name="recipients", label=_("Receivers"), kind="whole"),
        Column(name="reply_by", label=_("Due"), kind="day", phone=False),
        Column(name="written_on", label=_("Written"), kind="day", sort=("written_on",)),
    ),
    filters=(Days("written_on", _("Written")),),
    order="-written_on",
    row_url=lambda row: reverse("notices:circular", args=[row.pk]),
    empty=Empty(sentence=_("No notice has been written yet.")),
)
