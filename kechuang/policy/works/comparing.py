"""A comparison as it is shown: on the page, in a file, in the API. Changed numbers first."""

from collections.abc import Iterator
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from kechuang.policy import wording as policy_wording
from kechuang.policy.models import Document
from kechuang.policy.works import compare, queries, wording
from kechuang.policy.works.compare import ADDED, CHANGED, DROPPED, SAME, ClauseChange, Number, NumberChange
from kechuang.policy.works.models import Version
from kechuang.policy.works.queries import Text
from kechuang.policy.works.sametext import SAME_WORDS, Difference, bare, worded
from kechuang.web.exports import Export
from kechuang.web.parts import Figure, State

MOST_OPTIONS = 500
PARTS = 12


def address(old: str, new: str, **more: str) -> str:
    """Give the address of a comparison."""
    return f"{reverse('policy_works:compare')}?{urlencode({'old': old, 'new': new, **more})}"


def options() -> list[tuple[str, str]]:
    """Give the documents in the register and their older versions, by title."""
    rows = (
        Document.objects.filter(withdrawn=False).order_by("title", "pk").values_list("pk", "title", "number", "version")
    )
    old = Version.objects.order_by("document_id", "number").values_list("document_id", "number")
    numbers: dict[Any, list[int]] = {}
    for pk, number in old:
        numbers.setdefault(pk, []).append(number)
    out = []
    for pk, title, official, version in rows[:MOST_OPTIONS]:
        said = " · ".join(part for part in (title, official) if part)
        out.append((str(pk), said))
        out += [
            (f"{pk}:{number}", f"{said} · " + _("version %(n)s") % {"n": number})
            for number in numbers.get(pk, ())
            if number != version
        ]
    return out


class Amount:
    """A number of a version, written as lists write it."""

    def __init__(self, number: Number) -> None:
        self.comparator, self.value, self.value_max = number.comparator, number.value, number.value_max
        self.unit, self.year, self.frequency, self.relative_to = number.unit, number.year, number.frequency, ""


def written(number: Number | None) -> str:
    """Write a number with its year."""
    if number is None:
        return ""
    shown = Amount(number)
    return " · ".join(part for part in (policy_wording.amount(shown), policy_wording.by_when(shown)) if part)


class NumberRow:
    """One number in both versions."""

    def __init__(self, change: NumberChange) -> None:
        self.change = change
        named = change.new or change.old
        assert named is not None  # a change has at least one side
        self.indicator = named.indicator
        self.old, self.new = written(change.old), written(change.new)
        self.old_clause = change.old.clause if change.old else ""
        self.new_clause = change.new.clause if change.new else ""
        self.what = "、".join(str(wording.FIELDS[name]) for name in change.what)

    @property
    def state(self) -> State:
        """What became of it."""
        return wording.state(wording.CHANGES, self.change.kind)


class ClauseRow:
    """One clause in both versions, with what differs marked."""

    def __init__(self, change: ClauseChange) -> None:
        self.change = change
        self.old_path = change.old.path if change.old else ""
        self.new_path = change.new.path if change.new else ""
        self.title = (change.new or change.old).title if change.new or change.old else ""  # type: ignore[union-attr]  # one side is there

    @property
    def state(self) -> State:
        """What became of it."""
        return wording.state(wording.CHANGES, self.change.kind)

    @cached_property
    def old(self) -> SafeString:
        """The clause before, with what was taken out marked."""
        return self._side(self.change.old, "del", "one")

    @cached_property
    def new(self) -> SafeString:
        """The clause now, with what was put in marked."""
        return self._side(self.change.new, "ins", "other")

    def _side(self, part: compare.Part | None, tag: str, side: str) -> SafeString:
        if part is None:
            return mark_safe("")
        if self.change.kind in {ADDED, DROPPED}:
            return _tagged(tag, f"{part.title}{part.text}".strip())
        if not self.change.differences:
            return format_html("{}", f"{part.title}{part.text}".strip())
        return _marked(worded(bare(part.title + part.text)), self.change.differences, tag, side)


def _marked(text: str, differences: tuple[Difference, ...], tag: str, side: str) -> SafeString:
    """Mark what differs in its place."""
    pieces: list[SafeString] = []
    at = 0
    for each in differences:
        piece, place = (each.one, each.one_at) if side == "one" else (each.other, each.other_at)
        pieces.append(format_html("{}", text[at:place]))
        if piece:
            pieces.append(_tagged(tag, piece))
        at = place + len(piece)
    pieces.append(format_html("{}", text[at:]))
    return format_html_join("", "{}", ((piece,) for piece in pieces))


def _tagged(tag: str, text: str) -> SafeString:
    return format_html("<del>{}</del>" if tag == "del" else "<ins>{}</ins>", text)


class Shown:
    """Two texts compared. Unchanged clauses are left out unless asked for."""

    def __init__(self, old: Text, new: Text, *, everything: bool = False) -> None:
        self.old, self.new, self.everything = old, new, everything
        self.comparison, self.whole = queries.compared(old, new)
        self.same_text = self.whole.verdict != "differs"
        self.only_marks = self.whole.verdict == SAME_WORDS

    @property
    def verdict(self) -> State:
        """Whether the two print the same text."""
        return wording.state(wording.VERDICTS, self.whole.verdict)

    @property
    def sides(self) -> list[tuple[str, Text, str]]:
        """Both sides with the heading and the address of each."""
        return [(_("Before"), self.old, self._url(self.old)), (_("After"), self.new, self._url(self.new))]

    @staticmethod
    def _url(text: Text) -> str:
        return reverse("policy:document", args=[text.ref.partition(":")[0]])

    @cached_property
    def numbers(self) -> list[NumberRow]:
        """The numbers, changed ones first; unchanged ones only if asked for."""
        return [NumberRow(each) for each in self.comparison.numbers if self.everything or each.kind != SAME]

    @cached_property
    def clauses(self) -> list[ClauseRow]:
        """The clauses in the order of the newer text; unchanged ones only if asked for."""
        return [ClauseRow(each) for each in self.comparison.clauses if self.everything or each.kind != SAME]

    @property
    def differences(self) -> tuple[Difference, ...]:
        """The first places where the two texts differ."""
        return self.whole.differences[:PARTS]

    @property
    def more(self) -> int:
        """How many places more there are."""
        return max(0, len(self.whole.differences) - PARTS)

    @property
    def figures(self) -> list[Figure]:
        """How much changed."""
        counts = self.comparison.counts
        return [
            Figure(label=_("Numbers changed"), value=counts[f"number_{CHANGED}"]),
            Figure(label=_("Numbers dropped"), value=counts[f"number_{DROPPED}"]),
            Figure(label=_("Numbers added"), value=counts[f"number_{ADDED}"]),
            Figure(label=_("Clauses changed"), value=counts[f"clause_{CHANGED}"]),
            Figure(label=_("Clauses added"), value=counts[f"clause_{ADDED}"]),
            Figure(label=_("Clauses dropped"), value=counts[f"clause_{DROPPED}"]),
        ]

    @property
    def unchanged(self) -> int:
        """How many clauses are left out because they say the same."""
        return self.comparison.counts[f"clause_{SAME}"]

    @property
    def toggle(self) -> str:
        """The address that shows everything, or only what changed."""
        return address(self.old.ref, self.new.ref, **({} if self.everything else {"show": "all"}))

    def export(self) -> Export:
        """Give all numbers, then all clauses, as rows of a file."""
        heads = [_("Sort"), _("Change"), _("Clause before"), _("Clause after"), _("What"), _("Before"), _("After"),
                 _("What differs")]  # fmt: skip
        return Export(
            title=f"{self.new.title} {_('comparison')}",
            heads=heads,
            rows=self._rows(),
            filters={
                _("Before"): f"{self.old.title} ({self.old.version})",
                _("After"): f"{self.new.title} ({self.new.version})",
            },
        )

    def _rows(self) -> Iterator[list[Any]]:
        for change in self.comparison.numbers:
            row = NumberRow(change)
            yield [
                _("number"),
                row.state.word,
                row.old_clause,
                row.new_clause,
                row.indicator,
                row.old,
                row.new,
                row.what,
            ]
        for each in self.comparison.clauses:
            clause = ClauseRow(each)
            before = f"{each.old.title}{each.old.text}".strip() if each.old else ""
            after = f"{each.new.title}{each.new.text}".strip() if each.new else ""
            said = "；".join(f"{d.one} → {d.other}" for d in each.differences)
            yield [_("clause"), clause.state.word, clause.old_path, clause.new_path, clause.title, before, after, said]


def as_json(shown: Shown) -> dict[str, Any]:
    """Give a comparison as plain values."""
    return {
        "verdict": shown.whole.verdict,
        "share": round(shown.whole.share, 4),
        "counts": shown.comparison.counts,
        "numbers": [
            {
                "kind": row.change.kind,
                "indicator": row.indicator,
                "old": row.old,
                "new": row.new,
                "old_clause": row.old_clause,
                "new_clause": row.new_clause,
                "what": list(row.change.what),
            }
            for row in map(NumberRow, shown.comparison.numbers)
        ],
        "clauses": [
            {
                "kind": row.change.kind,
                "moved": row.change.moved,
                "title": row.title,
                "old_clause": row.old_path,
                "new_clause": row.new_path,
                "differences": [{"old": d.one, "new": d.other} for d in row.change.differences],
            }
            for row in map(ClauseRow, shown.comparison.clauses)
        ],
    }
