"""What the page of a review shows: the queue of findings, and one of them in the sentence as published."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from kechuang.policy import layout as layouts
from kechuang.policy import marking, showing, typeset
from kechuang.policy.marking import Mark
from kechuang.policy.models import Document
from kechuang.policy.overlay import CORRECTED, HEADING, OPEN, REJECTED
from kechuang.policy.review import wording
from kechuang.policy.review.queries import Finding
from kechuang.policy.wording import verdict as verdict_state
from kechuang.rulebook import load as rulebook
from kechuang.web.parts import State

SURE = "policy.review.sure_share"
OPEN_ONES, DOUBTFUL, JUDGED, ALL = "open", "doubt", "judged", "all"
SHOWN = (OPEN_ONES, DOUBTFUL, JUDGED, ALL)
SHOWN_WORDS = {
    OPEN_ONES: pgettext_lazy("findings", "open"),
    DOUBTFUL: pgettext_lazy("findings", "with a doubt"),
    JUDGED: pgettext_lazy("findings", "judged"),
    ALL: pgettext_lazy("findings", "all"),
}
KIND_WORDS = {**showing.MANY, HEADING: _("Headings")}
ONE = {**showing.ONE, HEADING: pgettext_lazy("mark", "heading")}
AROUND = 400
QUEUE = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """Which findings the reader wants to see, from the address; what is unknown there is left out."""

    show: str = OPEN_ONES
    kind: str = ""
    clause: str = ""

    @classmethod
    def read(cls, params: Mapping[str, str]) -> "Chosen":
        """Read the address's parameters."""
        show, kind = params.get("show", ""), params.get("kind", "")
        return cls(
            show=show if show in SHOWN else OPEN_ONES,
            kind=kind if kind in KIND_WORDS else "",
            clause=params.get("clause", ""),
        )

    def fits(self, each: Finding, sure: Decimal) -> bool:
        """Say whether a finding is among the chosen ones."""
        if self.kind and each.kind != self.kind:
            return False
        if self.clause and not (each.clause == self.clause or each.clause.startswith(self.clause)):
            return False
        match self.show:
            case "open":
                return each.verdict == OPEN
            case "doubt":
                return each.verdict == OPEN and not is_sure(each, sure)
            case "judged":
                return each.verdict != OPEN
            case _:
                return True

    def url(self, document: Document, **changed: str) -> str:
        """Give the address with these choices."""
        values = {"show": self.show if self.show != OPEN_ONES else "", "kind": self.kind, "clause": self.clause}
        values |= changed
        query = urlencode({name: value for name, value in values.items() if value})
        base = reverse("policy_review:document", args=[document.pk])
        return f"{base}?{query}" if query else base

    @property
    def carried(self) -> list[tuple[str, str]]:
        """The choices as hidden fields of a form."""
        return [("show", self.show), ("kind", self.kind), ("clause", self.clause)]


def least_sure(document: Document, on: date) -> Decimal:
    """Give the least confidence at which findings may be accepted together, where and when it is asked."""
    answer = rulebook.current().ask(SURE, place=document.case.place, on=on)
    return Decimal(str(answer.value))


def is_sure(each: Finding, sure: Decimal) -> bool:
    """Say whether a finding is without doubt: the reader states a confidence that is enough, and no doubt."""
    return each.confidence is not None and each.confidence >= sure and not each.doubts


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One finding in the queue."""

    code: str
    title: str
    kind: str
    clause: str
    url: str
    state: State
    doubtful: bool
    current: bool


def line(document: Document, chosen: Chosen, each: Finding, current: str, sure: Decimal) -> Line:
    """Give a finding's line in the queue."""
    return Line(
        code=each.code,
        title=wording.title(each),
        kind=each.kind,
        clause=each.clause,
        url=chosen.url(document, finding=each.code),
        state=verdict_state(each.verdict),
        doubtful=each.verdict == OPEN and not is_sure(each, sure),
        current=each.code == current,
    )


def next_after(rows: Sequence[Finding], code: str, order: Sequence[str]) -> str:
    """Give the first of some findings that comes after one in the order of all; else the first of them; else none."""
    places = {each: at for at, each in enumerate(order)}
    here = places.get(code, -1)
    later = [each.code for each in rows if places[each.code] > here]
    return later[0] if later else rows[0].code if rows else ""


def sentence(text: str, reading: Mapping[str, object], each: Finding) -> SafeString:
    """Give the paragraph as published in which a finding stands, with the finding marked; nothing else is marked."""
    plan = layouts.Layout.from_json(reading["layout"])  # type: ignore[arg-type]  # JSON
    start = max((at for at in plan.breaks if at <= each.start), default=0)
    end = min((at for at in plan.breaks if at >= each.end), default=len(text))
    start, end = max(start, each.start - AROUND), min(end, each.end + AROUND)
    kind = "target" if each.kind == HEADING else each.kind
    blocks = marking.blocks(text, plan, (), [Mark(kind, each.code, each.start, each.end)], start, end)
    words = typeset.Words({kind: str(ONE[each.kind])}, {each.code: wording.title(each)}, lambda _code: "#values")
    return typeset.text_html(blocks, words)


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """One value of a finding: as it stands, and as it was read where that differs."""

    word: str
    value: str
    read: str = ""
    changed: bool = False


def shown_values(each: Finding) -> list[Value]:
    """Give the values of a finding that say anything."""
    changed = each.changed
    return [
        Value(
            word=str(wording.field(name)),
            value=str(wording.value(each.kind, name, value)),
            read=str(wording.value(each.kind, name, changed[name][0])) if name in changed else "",
            changed=name in changed,
        )
        for name, value in each.values.items()
        if value or name in changed
    ]


def said(each: Finding) -> str:
    """Say in a line what was judged: the ground and the reason, where one was given."""
    if each.verdict not in {REJECTED, CORRECTED} and not each.added:
        return ""
    ground = str(wording.ground(each.ground)) if each.ground else ""
    return gettext(": ").join(part for part in (ground, each.reason) if part)
