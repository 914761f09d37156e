"""The list of papers in a reader's reach, declared once: page, files and interface come from it."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kechuang.casework.papers import showing
from kechuang.casework.papers.kinds import KINDS
from kechuang.casework.papers.rules import DRAFT, ISSUED, WITHDRAWN
from kechuang.web.filters import Begins, Choice, Days
from kechuang.web.page import Action
from kechuang.web.parts import Empty
from kechuang.web.tables import Column, List

STATES = ((DRAFT, _("draft")), (ISSUED, _("issued")), (WITHDRAWN, _("taken back")))


def kind_options(_request: HttpRequest) -> list[tuple[str, str]]:
    """Give the kinds of papers as options of a filter."""
    return sorted(((code, showing.kind_word(code)) for code in KINDS), key=lambda option: option[1])


PAPERS = List(
    key="papers",
    caption=_("Documents"),
    columns=(
        Column(name="number", label=_("Official number"), kind="code", phone=False),
        Column(name="title", label=_("Title"), kind="main", link=True),
        Column(name="kind", label=_("Kind of paper"), value=lambda row: showing.kind_word(row.kind)),
        Column(name="case", label=_("Of the case"), value="case__number", kind="code"),
        Column(name="office", label=_("Issued by"), value="office__name", phone=False),
        Column(name="state", label=_("State"), kind="state", value=showing.state_of),
        Column(name="drafted_on", label=_("Drafted on"), kind="day", sort=("drafted_on",)),
    ),
    filters=(
        Begins("q", _("Official number or case number"), ("number", "case__number")),
        Choice("state", _("State"), STATES),
        Choice("kind", _("Kind of paper"), kind_options),
        Days("drafted", _("Drafted on"), "drafted_on"),
    ),
    order="-drafted_on",
    row_url=lambda row: reverse("papers:paper", args=[row.pk]),
    empty=Empty(
        sentence=_("No document yet. Documents are made on the page of a case."),
        action=Action(label=_("Open the inbox"), url="/inbox/all/"),
    ),
)
