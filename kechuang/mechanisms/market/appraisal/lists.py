"""The lists of evaluations: those of a reader, and the ones that holders agreed to have published."""

from dataclasses import replace
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from kechuang.casework import lists as shared
from kechuang.casework.models import Case
from kechuang.casework.standard import publishing
from kechuang.mechanisms.market.appraisal import queries, wording
from kechuang.mechanisms.market.appraisal.models import Appraisal
from kechuang.mechanisms.market.appraisal.rules.moves import APPRAISAL, SHOWN
from kechuang.web import clock
from kechuang.web.filters import Choice, Days, Place, Text
from kechuang.web.page import Action
from kechuang.web.parts import Empty
from kechuang.web.permissions import actor_of
from kechuang.web.tables import Column, List


def rows(request: HttpRequest) -> QuerySet[Case]:
    """Give the evaluations that the reader may see."""
    return queries.cases(actor_of(request), clock.today())


def published(_request: HttpRequest) -> QuerySet[Appraisal]:
    """Give the evaluations that everybody may read."""
    return queries.public()


def _states(_request: HttpRequest) -> list[tuple[str, Any]]:
    return publishing.states(APPRAISAL, SHOWN)


def _levels(_request: HttpRequest) -> list[tuple[str, str]]:
    return wording.trls()


def _places(_request: HttpRequest) -> list[tuple[str, str]]:
    return publishing.places(queries.public())


def shown_level(row: Appraisal) -> str:
    """Give the level where the holder agreed to show it."""
    return wording.trl(row.level) if row.level and "level" in row.parts else "—"


def _own_level(case: Case) -> str:
    return wording.trl(case.appraisal.level) if case.appraisal.level else "—"


APPRAISALS = List(
    key="appraisals",
    caption=_("Evaluations of achievements"),
    columns=(
        Column(name="number", label=_("Number"), kind="code", link=True, sort=("pk",)),
        Column(name="title", label=_("Achievement"), kind="main", link=True),
        Column(name="holder", label=_("Holder of the achievement"), value="holder__name", phone=False),
        Column(name="institution", label=_("Evaluating institution"), value="counterpart__name", phone=False),
        shared.STATE,
        Column(name="level", label=_("Readiness level"), value=_own_level),
        Column(
            name="report", label=_("Number of the report"), value="appraisal__report_number", phone=False, shown=False
        ),
        Column(name="place", label=_("Place"), kind="place", phone=False, shown=False),
        shared.DUE,
        replace(shared.OPENED, shown=False),
    ),
    filters=(
        Text("q", _("Number or title"), ("number__startswith", "title__icontains")),
        Choice("state", _("State"), lambda _request: shared.state_options(APPRAISAL.kind)),
        Choice("level", _("Readiness level"), _levels, column="appraisal__level"),
        Days("opened", _("Opened"), "opened_on"),
    ),
    order="-number",
    row_url=shared.case_url,
    panel="casework/panel.html",
    panel_context=shared.panel,
    empty=Empty(
        sentence=_("No evaluation yet. A unit commissions one for an achievement that it has registered."),
        action=Action(label=_("Commission an evaluation"), url=reverse_lazy("market_appraisal:commission")),
    ),
)

PUBLISHED = List(
    key="published-appraisals",
    caption=_("Published evaluations of achievements"),
    columns=(
        Column(name="title", label=_("Achievement"), value="case__title", kind="main", link=True),
        Column(name="number", label=_("Number"), value="case__number", kind="code", phone=False),
        Column(name="holder", label=_("Holder of the achievement"), value="case__holder__name", phone=False),
        Column(name="institution", label=_("Evaluating institution"), value="case__counterpart__name"),
        publishing.STATE,
        Column(name="level", label=_("Readiness level"), value=shown_level),
        Column(name="place", label=_("Place"), value="case__place", kind="place", phone=False),
        Column(name="published_on", label=_("Published"), kind="day", sort=("published_on",)),
    ),
    filters=(
        Text("q", _("Number or title"), ("case__number__startswith", "case__title__icontains")),
        Choice("state", _("State"), _states, column="case__state"),
        Place("place", _("Place"), _places, column="case__place"),
        Days("published", _("Published"), "published_on"),
    ),
    order="-published_on",
    row_url=lambda row: queries.public_url(row.pk),
    empty=Empty(sentence=_("No evaluation fits. Only those whose holder agreed to publication stand here.")),
)
