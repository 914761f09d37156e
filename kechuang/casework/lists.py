"""The list of cases, declared once: page, files and API come from it. Mechanisms build theirs on ``columns``."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kechuang.casework import urgency, words
from kechuang.casework.models import Case
from kechuang.casework.registry import CASE_KINDS
from kechuang.web import clock
from kechuang.web.filters import Begins, Choice, Days
from kechuang.web.page import Action
from kechuang.web.parts import Empty
from kechuang.web.tables import BulkAction, Column, List

NUMBER = Column(
    name="number", label=_("Number"), value=lambda row: row.number or str(row.pk)[-8:], kind="code", link=True
)
KIND = Column(name="kind", label=_("Matter"), value=lambda row: words.kind_word(row.kind))
TITLE = Column(name="title", label=_("Title"), kind="main", link=True)
HOLDER = Column(name="holder", label=_("Holder"), value="holder__name", phone=False)
STATE = Column(name="state", label=_("State"), value=words.state_of, kind="state")
AMOUNT = Column(name="amount", label=_("Amount (yuan)"), kind="money", phone=False)
DUE = Column(name="due_on", label=_("Due"), kind="day", sort=("due_on",))
WARNING = Column(
    name="warning", label=_("Warning"), value=lambda row: urgency.state(row, clock.today()), kind="state", phone=False
)
OPENED = Column(name="opened_on", label=_("Opened"), kind="day", phone=False)


def state_options(kind: str) -> list[tuple[str, Any]]:
    """Give the states of a kind as options of a filter, in the order of its table."""
    return [(state, words.state(kind, state).word) for state in CASE_KINDS[kind].moves.states]


def kind_options(_request: HttpRequest) -> list[tuple[str, str]]:
    """Give the kinds of cases as options of a filter."""
    return [(code, words.kind_word(code)) for code in sorted(CASE_KINDS)]


def case_url(row: Case) -> str:
    """Give the address of a case's page."""
    return reverse("casework:case", args=[row.pk])


def panel(_request: HttpRequest, row: Case) -> dict[str, Any]:
    """Give what the panel beside a list shows of a case."""
    return {"state": words.state_of(row), "kind": words.kind_word(row.kind), "today": clock.today()}


# Every desk that handles cases may send notices; whoever brings matters may remind.
TRANSFERS, REMINDS = "notice:send", "matter:submit"


def bulk(query: str = "") -> tuple[BulkAction, ...]:
    """Give what may be done with many cases at once; each is decided alone."""
    wanted = (
        (_("Transfer"), "transfer", TRANSFERS),
        (_("Suspend"), "suspend", TRANSFERS),
        (_("Remind"), "remind", REMINDS),
    )
    return tuple(
        BulkAction(label=label, url=f"/cases/many/{name}/{query}", permission=may) for label, name, may in wanted
    )


CASES = List(
    key="cases",
    columns=[NUMBER, KIND, TITLE, HOLDER, STATE, AMOUNT, DUE, WARNING, OPENED],
    filters=[
        Begins("q", _("Number begins with")),
        Choice("kind", _("Matter"), kind_options),
        Days("due_on", _("Due")),
    ],
    order="due_on",
    empty=Empty(
        sentence=_("Nothing waits here. Cases appear as soon as somebody may take the next step on them."),
        action=Action(label=_("All that I may read"), url="/inbox/all/"),
    ),
    row_url=case_url,
    panel="casework/panel.html",
    panel_context=panel,
    bulk=bulk(),
)
