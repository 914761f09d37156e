"""The list of targets that published plans set: facts with their source, and no state."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kechuang.policy import queries as policy
from kechuang.policy import wording as policy_wording
from kechuang.policy.lists import TARGET_KINDS, Wording
from kechuang.policy.models import Document
from kechuang.policy.works import published
from kechuang.policy.works.models import Paper, PublishedTarget
from kechuang.web import cells
from kechuang.web.filters import Choice, Options
from kechuang.web.parts import Empty
from kechuang.web.tables import Column, List


def rows(_request: HttpRequest | None = None) -> QuerySet[PublishedTarget]:
    """Give the targets of all published plans that the node knows."""
    return PublishedTarget.objects.all()


def work_options(_request: HttpRequest) -> Options:
    """Give the plans."""
    return list(PublishedTarget.objects.order_by("work").values_list("work", "title").distinct())


def year_options(_request: HttpRequest) -> Options:
    """Give the years that are printed with a figure."""
    years = PublishedTarget.objects.filter(year__isnull=False).order_by("year").values_list("year", flat=True)
    return [(str(year), str(year)) for year in years.distinct()]


def note_of(row: Any) -> str:  # noqa: ANN401 - a target
    """Say what the text leaves open."""
    return str(_("the unit is damaged in the text read")) if row.damaged else ""


def cited(row: Any) -> str:  # noqa: ANN401 - a target
    """Give the lasting address of the clause."""
    return policy.cited_url(row.work, row.clause)


PUBLISHED = List(
    key="published-targets",
    caption=_("Targets of published plans"),
    columns=(
        Column(name="label", label=_("Target"), kind="main", link=True, value=published.label),
        Column(name="amount", label=_("Promised"), value=policy_wording.amount),
        Column(name="year", label=pgettext_lazy("deadline", "By"), value=policy_wording.by_when),
        Column(name="clause", label=_("Clause"), kind="code"),
        Column(name="title", label=_("Plan"), sort=("work", "order"), html=lambda row: cells.html("main", row.title)),
        Column(name="place", label=_("Place"), kind="place", phone=False),
        Column(name="source", label=_("Source"), phone=False),
        Column(name="note", label=_("Note"), value=note_of, phone=False),
        Column(name="code", label=_("Code"), kind="code", phone=False, shown=False, sort=("code",)),
        Column(name="cited", label=_("Citation"), value=cited, kind="code", phone=False, shown=False),
    ),
    filters=(
        Wording("q", _("Target or plan")),
        Choice("work", _("Plan"), work_options),
        Choice("year", _("Year"), year_options),
        Choice("kind", _("Kind"), TARGET_KINDS),
    ),
    order="title",
    row_url=cited,
    empty=Empty(sentence=_("No target fits these filters.")),
)


def of_documents(documents: Iterable[UUID]) -> dict[UUID, str]:
    """Give the list narrowed to its work for each document whose work has published targets (one query)."""
    known = PublishedTarget.objects.values("work")
    papers = Paper.objects.filter(document__in=list(documents), work__key__in=known)
    return {document: address(key) for document, key in papers.values_list("document_id", "work__key")}


def documents_of(work: str) -> list[Document]:
    """Give the documents of the register that print a work, the one that speaks first (one query)."""
    papers = Paper.objects.filter(work__key=work, document__withdrawn=False).exclude(work__key="")
    return [paper.document for paper in papers.select_related("document").order_by("order", "pk")]


def address(work: str) -> str:
    """Give the list narrowed to one plan."""
    return f"{reverse('policy_works:published')}?work={work}"
