"""The lists of sheets, empowerments, yearly reports, notices in the unit, and achievements that lay idle."""

from dataclasses import replace

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _

from kechuang.casework import lists as shared
from kechuang.casework.models import Case
from kechuang.mechanisms.market.result import queries as results
from kechuang.mechanisms.market.result.models import Achievement
from kechuang.mechanisms.market.reward import queries, wording
from kechuang.mechanisms.market.reward.models import Distribution
from kechuang.mechanisms.market.reward.rules.moves import DISTRIBUTION, EMPOWERMENT, REPORT
from kechuang.web import clock
from kechuang.web.filters import Choice, Days, Text
from kechuang.web.page import Action
from kechuang.web.parts import Empty, State
from kechuang.web.permissions import actor_of
from kechuang.web.tables import Column, List


def sheets(request: HttpRequest) -> QuerySet[Case]:
    """Give the sheets that the reader may see."""
    return queries.sheets(actor_of(request), clock.today())


def empowerments(request: HttpRequest) -> QuerySet[Case]:
    """Give the empowerments that the reader may see."""
    return queries.empowerments(actor_of(request), clock.today())


def reports(request: HttpRequest) -> QuerySet[Case]:
    """Give the yearly reports that the reader may see."""
    return queries.reports(actor_of(request), clock.today())


def notices(request: HttpRequest) -> QuerySet[Distribution]:
    """Give the notices of sheets that the reader may see."""
    return queries.noticed(actor_of(request), clock.today())


def dormant(_request: HttpRequest) -> QuerySet[Achievement]:
    """Give the achievements that lay idle for longer than the rule allows."""
    return queries.dormant()


def _time(row: Case) -> State:
    sheet = row.distribution
    if sheet.paid_on:
        late = sheet.late_days
        return State(_("paid late") if late else _("paid in time"), "late" if late else "done")
    if sheet.pay_by is None:
        return State(_("no term"), "idle")
    return State(_("overdue"), "late") if clock.today() > sheet.pay_by else State(_("within its term"), "going")


def _ways(_request: HttpRequest) -> list[tuple[str, str]]:
    return wording.choices(wording.WAYS)


def _rights(_request: HttpRequest) -> list[tuple[str, str]]:
    return wording.choices(wording.RIGHTS)


SHEETS = List(
    key="reward-sheets",
    caption=_("Distributions of rewards"),
    columns=(
        Column(name="number", label=_("Number"), kind="code", link=True, sort=("pk",)),
        Column(name="title", label=_("What is distributed"), kind="main", link=True),
        Column(name="holder", label=_("Unit"), value="holder__name", phone=False),
        shared.STATE,
        Column(name="way", label=_("Way of the transfer"), value=lambda row: wording.way(row.distribution.way)),
        Column(name="amount", label=_("Pool (yuan)"), kind="money"),
        Column(
            name="income_on",
            label=_("Income received on"),
            value="distribution__income_on",
            kind="day",
            phone=False,
            shown=False,
        ),
        Column(name="pay_by", label=_("Pay by"), value="distribution__pay_by", kind="day"),
        Column(name="time", label=_("State of the payment"), value=_time, kind="state"),
        replace(shared.OPENED, shown=False),
    ),
    filters=(
        Text("q", _("Number or title"), ("number__startswith", "title__icontains")),
        Choice("state", _("State"), lambda _request: shared.state_options(DISTRIBUTION.kind)),
        Choice("way", _("Way of the transfer"), _ways, column="distribution__way"),
        Days("opened", _("Opened"), "opened_on"),
    ),
    order="-number",
    row_url=shared.case_url,
    panel="casework/panel.html",
    panel_context=shared.panel,
    empty=Empty(
        sentence=_("No distribution yet. A unit draws up a sheet once the income of an achievement has arrived."),
        action=Action(label=_("Draw up a sheet"), url=reverse_lazy("market_reward:draft")),
    ),
)

EMPOWERMENTS = List(
    key="empowerments",
    caption=_("Empowerment of completers"),
    columns=(
        Column(name="number", label=_("Number"), kind="code", link=True, sort=("pk",)),
        Column(name="title", label=_("Achievement"), kind="main", link=True),
        Column(name="holder", label=_("Unit"), value="holder__name", phone=False),
        shared.STATE,
        Column(name="right", label=_("Kind of right"), value=lambda row: wording.RIGHTS[row.empowerment.right]),
        Column(name="from", label=_("From"), value="empowerment__right_start", kind="day", phone=False),
        Column(name="until", label=_("Right until"), value="empowerment__right_end", kind="day", phone=False),
        shared.OPENED,
    ),
    filters=(
        Text("q", _("Number or title"), ("number__startswith", "title__icontains")),
        Choice("state", _("State"), lambda _request: shared.state_options(EMPOWERMENT.kind)),
        Choice("right", _("Kind of right"), _rights, column="empowerment__right"),
        Days("opened", _("Opened"), "opened_on"),
    ),
    order="-number",
    row_url=shared.case_url,
    panel="casework/panel.html",
    panel_context=shared.panel,
    empty=Empty(
        sentence=_("No empowerment yet. Completers ask their unit for a share of the ownership or a right to use."),
        action=Action(label=_("Ask for a right"), url=reverse_lazy("market_reward:apply")),
    ),
)

REPORTS = List(
    key="transfer-reports",
    caption=_("Yearly transfer reports"),
    columns=(
        Column(name="number", label=_("Number"), kind="code", link=True, sort=("pk",)),
        Column(name="unit", label=_("Unit"), value="holder__name", kind="main", link=True),
        Column(name="year", label=_("Year"), value=lambda row: str(row.transfer_report.year)),
        shared.STATE,
        Column(name="filed_on", label=_("Filed on"), value="transfer_report__filed_on", kind="day"),
        Column(name="due", label=_("Was due on"), value="transfer_report__due", kind="day", phone=False),
        Column(
            name="rewarded",
            label=_("Paid to persons (yuan)"),
            value=lambda row: row.transfer_report.figures.get("rewarded_yuan", "0"),
            kind="code",
        ),
    ),
    filters=(
        Text("q", _("Number or unit"), ("number__startswith", "holder__name__icontains")),
        Choice("state", _("State"), lambda _request: shared.state_options(REPORT.kind)),
        Days("filed", _("Filed on"), "transfer_report__filed_on"),
    ),
    order="-number",
    row_url=shared.case_url,
    panel="casework/panel.html",
    panel_context=shared.panel,
    empty=Empty(
        sentence=_("No report yet. A unit files the report of a year by the day of the rule in the next one."),
        action=Action(label=_("File a yearly report"), url=reverse_lazy("market_reward:report")),
    ),
)

NOTICES = List(
    key="reward-notices",
    caption=_("Notices of distributions"),
    columns=(
        Column(name="title", label=_("What is distributed"), value="case__title", kind="main", link=True),
        Column(name="number", label=_("Number"), value="case__number", kind="code", phone=False, sort=("pk",)),
        Column(name="unit", label=_("Unit"), value="case__holder__name"),
        Column(name="way", label=_("Way of the transfer"), value=lambda row: wording.way(row.way), phone=False),
        Column(name="start", label=_("Notice from"), kind="day"),
        Column(name="end", label=_("Notice until"), kind="day"),
    ),
    filters=(
        Text("q", _("Number or title"), ("case__number__startswith", "case__title__icontains")),
        Days("start", _("Notice from"), "start"),
    ),
    order="-number",
    row_url=lambda row: reverse("market_reward:notice", args=[row.pk]),
    empty=Empty(
        sentence=_("No notice for you. A unit's people read its notices after signing in; leaders' lines are for all.")
    ),
)

DORMANT = List(
    key="dormant-results",
    caption=_("Achievements whose completers may act themselves"),
    columns=(
        Column(name="name", label=_("Achievement"), kind="main", link=True, sort=("pk",)),
        Column(name="unit", label=_("Unit"), value="unit__name"),
        Column(name="registered_on", label=_("Registered on"), kind="day", phone=False),
        Column(name="idle_on", label=_("One year is over on"), kind="day"),
    ),
    filters=(
        Text("q", _("Name of the achievement"), ("name__icontains",)),
        Days("idle", _("One year is over on"), "idle_on"),
    ),
    order="-name",
    row_url=lambda row: results.public_url(row.pk),
    empty=Empty(sentence=_("No achievement in the public register lay idle for longer than the rule allows.")),
)
