"""The list of cases of protection, for those who may read them; nothing of it is public."""

from dataclasses import replace

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from kechuang.casework import lists as shared
from kechuang.casework.models import Case
from kechuang.mechanisms.market.protection import queries, wording
from kechuang.mechanisms.market.protection.rules.moves import PROTECTION
from kechuang.web import clock
from kechuang.web.filters import Choice, Days, Text
from kechuang.web.page import Action
from kechuang.web.parts import Empty
from kechuang.web.permissions import actor_of
from kechuang.web.tables import Column, List


def rows(request: HttpRequest) -> QuerySet[Case]:
    """Give the cases that the reader may see."""
    return queries.cases(actor_of(request), clock.today())


PROTECTIONS = List(
    key="protections",
    caption=_("Cases of protection"),
    columns=(
        Column(name="number", label=_("Number"), kind="code", link=True, sort=("pk",)),
        Column(name="kind", label=_("What it is about"), value=wording.kind),
        Column(name="holder", label=_("Who reports"), value="holder__name", kind="main"),
        Column(name="respondent", label=_("Against whom"), value="protection__respondent", phone=False),
        Column(name="right", label=_("Number of the right"), value="protection__number", kind="code", phone=False),
        shared.STATE,
        Column(name="way", label=_("Which way it goes"), value=wording.way, phone=False, shown=False),
        Column(name="receiver", label=_("Office of this node"), value="counterpart__name", phone=False),
        Column(name="place", label=_("Place"), kind="place", phone=False, shown=False),
        shared.DUE,
        replace(shared.OPENED, shown=False),
    ),
    filters=(
        Text("q", _("Number or party"), ("number__startswith", "title__icontains")),
        Choice("state", _("State"), lambda _request: shared.state_options(PROTECTION.kind)),
        Choice(
            "kind", _("What it is about"), lambda _request: list(wording.KINDS_OF.items()), column="protection__kind"
        ),
        Choice("way", _("Which way it goes"), lambda _request: list(wording.WAYS_OF.items()), column="protection__way"),
        Days("opened", _("Opened"), "opened_on"),
    ),
    order="-number",
    row_url=shared.case_url,
    panel="casework/panel.html",
    panel_context=shared.panel,
    empty=Empty(
        sentence=_("No case here. Whoever holds a right reports what happened to it, with evidence."),
        action=Action(label=_("Report a case"), url=reverse_lazy("market_protection:report")),
    ),
)
