"""The list of documents under review, and the table of how good the reader was."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kechuang.policy import wording
from kechuang.policy.lists import Wording
from kechuang.policy.models import Document
from kechuang.policy.review import queries, showing
from kechuang.web.filters import Choice
from kechuang.web.page import Action
from kechuang.web.parts import Empty
from kechuang.web.tables import Column, List


def _title(row: Document) -> SafeString:
    return format_html('<span class="one-line song" lang="{}">{}</span>', wording.language_of(row.script), row.title)


REVIEWS = List(
    key="policy-reviews",
    caption=_("Documents and their findings"),
    columns=(
        Column(name="title", label=_("Title"), kind="main", link=True, html=_title),
        Column(name="findings_count", label=_("Findings"), kind="whole", phone=False),
        Column(name="open", label=pgettext_lazy("findings", "open"), kind="whole"),
        Column(name="accepted", label=pgettext_lazy("verdict", "accepted"), kind="whole"),
        Column(name="corrected", label=pgettext_lazy("verdict", "corrected"), kind="whole"),
        Column(name="rejected", label=pgettext_lazy("verdict", "rejected"), kind="whole"),
        Column(name="added", label=pgettext_lazy("verdict", "added"), kind="whole", phone=False),
        Column(name="imported_on", label=_("Imported"), kind="day", sort=("imported_on",), phone=False),
    ),
    filters=(
        Wording("q", _("Title, number or issuer")),
        Choice(
            "state",
            _("State"),
            (("open", _("with open findings")), ("done", _("all judged"))),
            lookups={"open": lambda: Q(open__gt=0), "done": lambda: Q(open=0)},
        ),
    ),
    order="-imported_on",
    row_url=lambda row: reverse("policy_review:document", args=[row.pk]),
    empty=Empty(
        sentence=_("No document of your place is in the register. Its findings can be judged once it is imported."),
        action=Action(label=_("Policy documents"), url="/policy/"),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Precision:
    """How the reader's findings of one kind were judged, over all documents in the register."""

    kind: str
    word: str
    tally: queries.Tally
    precision: Decimal | None


def precision() -> list[Precision]:
    """Give a line for each kind of which anything was judged. One query."""
    return [
        Precision(kind=kind, word=str(showing.KIND_WORDS[kind]), tally=tally, precision=tally.precision)
        for kind, tally in queries.by_kind().items()
    ]
