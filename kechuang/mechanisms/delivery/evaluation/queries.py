"""The reads of evaluations, each with a fixed number of queries, scoped to the reader."""

from datetime import date
from uuid import UUID

from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse

from kechuang.casework import queries as casework
from kechuang.casework.models import Case
from kechuang.mechanisms.delivery.evaluation.models import (
    Check,
    Comment,
    Evaluation,
    IssuedReport,
    SelfReport,
    Statement,
)
from kechuang.mechanisms.delivery.evaluation.rules.moves import EVALUATION, READ, SELF_REPORT
from kechuang.web.permissions import Actor, scope, within

FLAGS = ("running", "reports", "checking", "commenting", "approval", "published")


def evaluations(actor: Actor, on: date) -> QuerySet[Case]:
    """Give the evaluations that an actor may read, with counts of reports and of statements without a check."""
    found = casework.cases(actor, on, [EVALUATION.kind]).select_related("evaluation", "office", "counterpart")
    reports = SelfReport.objects.filter(evaluation=OuterRef("pk")).order_by().values("evaluation")
    in_ = reports.filter(case__state="TAKEN").annotate(n=Count("pk")).values("n")
    every = reports.exclude(case__state="WAIVED").annotate(n=Count("pk")).values("n")
    return found.annotate(reports_in=Coalesce(Subquery(in_), 0), reports_every=Coalesce(Subquery(every), 0))


def flagged(flag: str) -> Q:
    """Give the condition of a flag of the list. Raises KeyError for none of ``FLAGS``."""
    return {
        "running": ~Q(state__in=("PUBLISHED", "WITHDRAWN")),
        "reports": Q(state__in=("OPENED", "REPORTING")),
        "checking": Q(state__in=("CHECKING", "CHECKED")),
        "commenting": Q(state__in=("DRAFTED", "COMMENTING")),
        "approval": Q(state__in=("SUBMITTED", "APPROVED")),
        "published": Q(state="PUBLISHED"),
    }[flag]


def counts(rows: QuerySet[Case]) -> dict[str, int]:
    """Count evaluations by flag (one query)."""
    plain = Case.objects.filter(pk__in=rows.order_by().values("pk"))
    return plain.aggregate(**{flag: Count("pk", filter=flagged(flag)) for flag in FLAGS})


def reports(actor: Actor, on: date) -> QuerySet[Case]:
    """Give the self-reports that an actor may read."""
    found = casework.cases(actor, on, [SELF_REPORT.kind])
    return found.select_related("self_report__evaluation", "holder", "office")


def statements(actor: Actor, on: date) -> QuerySet[Statement]:
    """Give the statements of self-reports in reach that were handed in, each with the check that stands."""
    readable = casework.cases(actor, on, [SELF_REPORT.kind]).exclude(state="WAIVED")
    rows = Statement.objects.filter(report__in=readable.order_by().values("pk")).exclude(claim="")
    return with_checks(rows.select_related("report__body", "report__case", "report__evaluation__case"))


def with_checks(rows: QuerySet[Statement]) -> QuerySet[Statement]:
    """Add the check that stands to each statement (one query more)."""
    standing = Prefetch("checks", Check.objects.filter(standing=True), to_attr="standing_checks")
    return rows.prefetch_related(standing)


def comments(actor: Actor, on: date) -> QuerySet[Comment]:
    """Give the comments that an actor may read: of the own bodies, and all where the place is in reach."""
    reach = scope(actor, READ, on)
    rows = Comment.objects.select_related("evaluation__case", "body")
    if reach.everything:
        return rows
    mine = Q(body__in=reach.bodies) | Q(evaluation__case__office__in=reach.bodies)
    for place in reach.places:
        mine |= within(place, "evaluation__case__place", "evaluation__case__city")
    return rows.filter(mine)


def published() -> QuerySet[Evaluation]:
    """Give the evaluations that were published, the last first."""
    rows = Evaluation.objects.filter(published_on__isnull=False).select_related("case__office", "document")
    return rows.defer("document__reading", "document__sample").order_by("-published_on", "-pk")


def final(row: Evaluation) -> IssuedReport | None:
    """Give the last report that was published."""
    return row.issued.filter(final=True).order_by("-edition").first()


def evaluation_url(case: UUID) -> str:
    """Give the address of an evaluation's page."""
    return reverse("casework:case", args=[case])


def public_url(case: UUID) -> str:
    """Give the address of the public page of a published evaluation."""
    return reverse("delivery_evaluation:published-one", args=[case])
