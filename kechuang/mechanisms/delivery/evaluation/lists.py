"""The lists of evaluations: themselves, self-reports, statements with their checks, comments, what was published."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from kechuang.casework import lists as shared
from kechuang.casework.models import Case
from kechuang.mechanisms.delivery.evaluation import queries, wording
from kechuang.mechanisms.delivery.evaluation.models import Comment, Evaluation, Statement
from kechuang.mechanisms.delivery.evaluation.rules.moves import EVALUATION, SELF_REPORT
from kechuang.web import clock, divisions
from kechuang.web.filters import Begins, Choice, Days, Place
from kechuang.web.parts import Empty, State
from kechuang.web.permissions import actor_of
from kechuang.web.tables import Column, List

FLAG_WORDS = {
    "running": _("under way"),
    "reports": _("self-reports awaited"),
    "checking": _("with the third party"),
    "commenting": _("draft and comments"),
    "approval": _("before approval or publication"),
    "published": _("published"),
}


def rows(request: HttpRequest) -> QuerySet[Case]:
    """Give the evaluations that the reader may see."""
    return queries.evaluations(actor_of(request), clock.today())


def reports(request: HttpRequest) -> QuerySet[Case]:
    """Give the self-reports that the reader may see."""
    return queries.reports(actor_of(request), clock.today())


def statements(request: HttpRequest) -> QuerySet[Statement]:
    """Give the statements that the reader may see."""
    return queries.statements(actor_of(request), clock.today())


def comments(request: HttpRequest) -> QuerySet[Comment]:
    """Give the comments that the reader may see."""
    return queries.comments(actor_of(request), clock.today())


def published(_request: HttpRequest) -> QuerySet[Evaluation]:
    """Give what was published, for everybody."""
    return queries.published()


def _flag(code: str) -> Any:  # noqa: ANN401 - what Choice.lookups holds
    return lambda: queries.flagged(code)


def _places(request: HttpRequest) -> list[tuple[str, str]]:
    codes = sorted(set(rows(request).order_by().values_list("place", flat=True).distinct()))
    return [(code, divisions.name(code)) for code in codes]


def _states(_request: HttpRequest) -> list[tuple[str, Any]]:
    return shared.state_options(EVALUATION.kind)


def _report_states(_request: HttpRequest) -> list[tuple[str, Any]]:
    return shared.state_options(SELF_REPORT.kind)


def _of_evaluation(request: HttpRequest) -> list[tuple[str, str]]:
    found = rows(request).order_by("-pk")[:200]
    return [(str(row.pk), f"{row.number} {row.title}") for row in found]


def _reports_in(row: Case) -> str:
    return f"{row.reports_in}/{row.reports_every}"  # type: ignore[attr-defined]  # annotated by the query


def _found(row: Statement) -> State:
    return wording.found(wording.standing(row))


def _check_value(row: Statement) -> str:
    check = wording.standing(row)
    return check.value if check else ""


def _check_reason(row: Statement) -> str:
    check = wording.standing(row)
    return check.reason if check else ""


EVALUATIONS = List(
    key="evaluations",
    caption=_("Evaluations"),
    columns=[
        *(shared.NUMBER, shared.TITLE),
        Column(name="kind", label=_("Kind of evaluation"), value=lambda row: wording.kind(row.evaluation.kind)),
        Column(name="years", label=_("Evaluated years"), value=lambda row: wording.years(row.evaluation), kind="code"),
        shared.STATE,
        Column(name="reports", label=_("Self-reports in"), value=_reports_in, phone=False),
        Column(
            name="third_party",
            label=_("Third party"),
            value=lambda row: row.counterpart.name if row.counterpart else "",
            phone=False,
        ),
        *(shared.DUE, shared.WARNING),
        Column(name="data_year", label=_("Data year"), value="evaluation__data_year", kind="year", phone=False),
        Column(
            name="vintage",
            label=_("Known on"),
            value="evaluation__vintage",
            kind="day",
            sort=("evaluation__vintage",),
            phone=False,
        ),
        Column(name="place", label=_("Place"), kind="place", phone=False),
    ],
    filters=[
        Begins("q", _("Number begins with")),
        Choice(
            "flag", _("What matters"), tuple(FLAG_WORDS.items()), lookups={code: _flag(code) for code in FLAG_WORDS}
        ),
        Choice("state", _("State"), _states),
        Choice("kind", _("Kind of evaluation"), tuple(wording.KINDS.items()), column="evaluation__kind"),
        Place("place", _("Place"), _places),
        Days("due_on", _("Due")),
    ],
    order="-vintage",
    empty=Empty(sentence=_("No evaluation yet. An office calls one for a plan with targets, each year or at the end.")),
    row_url=shared.case_url,
    panel="casework/panel.html",
    panel_context=shared.panel,
)

REPORTS = List(
    key="self-reports",
    caption=_("Self-reports"),
    columns=[
        *(shared.NUMBER, shared.TITLE),
        Column(name="body", label=_("Body that reports"), value="holder__name"),
        *(shared.STATE, shared.DUE, shared.WARNING),
        Column(name="submitted_on", label=_("Handed in"), value="self_report__submitted_on", kind="day", phone=False),
    ],
    filters=[
        Begins("q", _("Number begins with")),
        Choice("state", _("State"), _report_states),
        Choice("evaluation", _("Evaluation"), _of_evaluation, column="self_report__evaluation"),
        Days("due_on", _("Due")),
    ],
    order="due_on",
    empty=Empty(sentence=_("No self-report is asked of your body, and none lies in your reach.")),
    row_url=shared.case_url,
    panel="casework/panel.html",
    panel_context=shared.panel,
)

STATEMENTS = List(
    key="statements",
    caption=_("Statements and checks"),
    columns=[
        Column(name="body", label=_("Body that reports"), value="report__body__name", sort=("report", "order")),
        Column(name="title", label=_("Target or task"), kind="main", link=True),
        Column(name="clause", label=_("Clause"), phone=False),
        Column(name="claim", label=_("Statement"), value=lambda row: str(wording.CLAIMS.get(row.claim, ""))),
        Column(name="value", label=_("Value"), kind="code"),
        Column(name="unit", label=_("Unit"), phone=False),
        Column(
            name="known", label=_("Known to the platform"), value=lambda row: row.known.get("value", ""), phone=False
        ),
        Column(name="verdict", label=_("Third party"), value=_found, kind="state"),
        Column(name="corrected", label=_("Corrected value"), value=_check_value, kind="code", phone=False),
        Column(name="reason", label=_("Reason"), value=_check_reason, phone=False),
        Column(name="text", label=_("In words"), phone=False),
    ],
    filters=[
        Choice("evaluation", _("Evaluation"), _of_evaluation, column="report__evaluation"),
        Choice("claim", _("Statement"), tuple(wording.CLAIMS.items())),
    ],
    order="body",
    empty=Empty(sentence=_("No statement yet. Statements appear as soon as a body has handed its self-report in.")),
    row_url=lambda row: queries.evaluation_url(row.report_id),
)

COMMENTS = List(
    key="evaluation-comments",
    caption=_("Comments on drafts"),
    columns=[
        Column(name="on", label=_("Day"), kind="day", sort=("on",)),
        Column(name="by", label=_("From"), value=lambda row: row.body.name if row.body else str(PUBLIC)),
        Column(name="part", label=_("On which part"), phone=False),
        Column(name="text", label=_("Comment"), kind="main", link=True),
        Column(name="answer", label=_("Answer"), value=lambda row: wording.answered(row.answer), kind="state"),
        Column(name="reason", label=_("Reason"), phone=False),
    ],
    filters=[
        Choice("evaluation", _("Evaluation"), _of_evaluation, column="evaluation"),
        Choice("answer", _("Answer"), tuple(wording.ANSWERS.items())),
    ],
    order="-on",
    empty=Empty(sentence=_("No comment yet. Comments appear here while a draft is out for comment.")),
    row_url=lambda row: queries.evaluation_url(row.evaluation_id),
)
PUBLIC = _("the public")

PUBLISHED = List(
    key="published-evaluations",
    caption=_("Published evaluations"),
    columns=[
        Column(name="title", label=_("Plan"), value="document_title", kind="main", link=True),
        Column(name="kind", label=_("Kind of evaluation"), value=lambda row: wording.kind(row.kind)),
        Column(name="years", label=_("Evaluated years"), value=wording.years, kind="code"),
        Column(name="data_year", label=_("Data year"), kind="year", phone=False),
        Column(name="vintage", label=_("Known on"), kind="day", phone=False),
        Column(name="published_on", label=_("Published"), kind="day", sort=("published_on",)),
        Column(name="office", label=_("Office"), value="case__office__name", phone=False),
    ],
    filters=[Choice("kind", _("Kind of evaluation"), tuple(wording.KINDS.items()))],
    order="-published_on",
    empty=Empty(sentence=_("No evaluation has been published yet.")),
    row_url=lambda row: queries.public_url(row.pk),
)
