"""What a document page and an import preview show: the marked text, the register of findings, the gap report."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, gettext_lazy, pgettext_lazy

from kechuang.policy import layout, marking, queries, typeset, wording
from kechuang.policy.beside import Mark
from kechuang.policy.finding import (
    BASELINE,
    CITED,
    GAP,
    INCENTIVE,
    KINDS,
    SYSTEM,
    TARGET,
    TASK,
    FoundTarget,
    FoundTask,
    Noted,
    Reading,
)
from kechuang.policy.read import faults
from kechuang.web.parts import State

PART = 20_000

ONE = {
    TARGET: pgettext_lazy("mark", "target"),
    TASK: pgettext_lazy("mark", "task"),
    INCENTIVE: pgettext_lazy("mark", "incentive"),
    SYSTEM: pgettext_lazy("mark", "system"),
    CITED: pgettext_lazy("mark", "cited"),
    BASELINE: pgettext_lazy("mark", "reached"),
    GAP: pgettext_lazy("mark", "doubt"),
}
MANY = {
    TARGET: gettext_lazy("Targets"),
    TASK: gettext_lazy("Tasks and responsible bodies"),
    INCENTIVE: gettext_lazy("Incentives"),
    SYSTEM: gettext_lazy("Named systems"),
    CITED: gettext_lazy("Cited documents"),
    BASELINE: gettext_lazy("Reached already, not promised"),
    GAP: gettext_lazy("Damage and doubt"),
}
CLAUSES = gettext_lazy("Clauses")
OPEN = frozenset({TARGET, TASK})


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One finding in the register."""

    code: str
    title: str
    note: str
    clause: str
    mark_url: str
    lang: str
    url: str = ""
    state: State | None = None
    judged: Mark | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """The findings of one kind."""

    kind: str
    word: str
    one: str
    count: int
    here: int
    url: str
    current: bool
    open: bool
    rows: Sequence[Row]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gaps:
    """Places with the same damage: one sentence, and where."""

    sentence: str
    places: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of a long text."""

    number: int
    url: str
    current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """Everything that the page's body needs. Of a text in parts, register and gaps are those of the part shown."""

    html: SafeString
    lang: str
    raw: bool
    toggle_url: str
    all_url: str
    kind: str
    sections: Sequence[Section]
    gaps: Sequence[Gaps]
    silences: Sequence[str]
    parts: Sequence[Part] = field(default=())


class Shower:
    """Works out one view of a reading. ``params`` are the address's: kind, part, view, clause."""

    def __init__(
        self,
        text: str,
        reading: Reading,
        path: str,
        params: Mapping[str, str],
        judged: Mapping[str, Mark] | None = None,
    ) -> None:
        self.judged = judged or {}
        self.text, self.reading, self.path = text, reading, path
        self.kind = params.get("kind", "") if params.get("kind") in KINDS else ""
        self.raw = params.get("view") == "file"
        self.chosen = params.get("clause", "")
        self.lang = wording.language_of(reading.script)
        chapters = [clause.start for clause in reading.clauses if clause.depth == 1]
        self.spans = layout.parts(reading.layout.breaks, len(text), chapters, PART)
        self.part = self._part(params.get("part", ""))

    def show(self) -> Shown:
        """Give the whole view."""
        sections = [self._section(kind) for kind in KINDS if self.reading.of(kind) and kind != GAP]
        return Shown(
            html=self._html(),
            lang=self.lang,
            raw=self.raw,
            toggle_url=self._url(view="" if self.raw else "file"),
            all_url=self._url(kind=""),
            kind=self.kind,
            sections=sections,
            gaps=self._gaps(),
            silences=self._silences(),
            parts=self._parts(),
        )

    # --- the text

    def _html(self) -> SafeString:
        kinds = (self.kind,) if self.kind else KINDS
        start, end = self.spans[self.part]
        marks = marking.marks_of(self.reading, kinds)
        blocks = marking.blocks(self.text, self.reading.layout, self.reading.clauses, marks, start, end)
        summaries = {each.code: _summary(kind, each) for kind in kinds for each in self.reading.of(kind)}
        words = typeset.Words({kind: str(word) for kind, word in ONE.items()}, summaries, "#row-{}".format)
        return typeset.text_html(blocks, words, chosen=self.chosen, raw=self.raw)

    def _part(self, asked: str) -> int:
        clause = next((each for each in self.reading.clauses if each.path == self.chosen), None)
        if clause:
            return self._part_at(clause.start)
        number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1
        return min(max(number, 1), len(self.spans)) - 1

    def _part_at(self, place: int) -> int:
        return next((at for at, (_, end) in enumerate(self.spans) if place < end), len(self.spans) - 1)

    def _parts(self) -> list[Part]:
        if len(self.spans) < 2:
            return []
        return [
            Part(number=at + 1, url=self._url(part=str(at + 1)), current=at == self.part)
            for at in range(len(self.spans))
        ]

    # --- addresses

    def _url(self, **changed: str) -> str:
        values = {"kind": self.kind, "view": "file" if self.raw else "", **changed}
        if len(self.spans) > 1:
            values.setdefault("part", str(self.part + 1))
        query = urlencode({name: value for name, value in values.items() if value})
        return f"{self.path}?{query}" if query else self.path

    def _mark_url(self, code: str, place: int) -> str:
        at = self._part_at(place)
        return f"#m-{code}" if at == self.part else f"{self._url(part=str(at + 1))}#m-{code}"

    # --- the register

    def _section(self, kind: str) -> Section:
        found = self.reading.of(kind)
        start, end = self.spans[self.part]
        here = [each for each in found if start <= each.start < end]
        shown = here if self.kind in {"", kind} else ()
        return Section(
            kind=kind,
            word=str(MANY[kind]),
            one=str(ONE[kind]),
            count=len(found),
            here=len(here),
            url=self._url(kind=kind),
            current=kind == self.kind,
            open=kind in OPEN or kind == self.kind,
            rows=[self._row(kind, each) for each in shown],
        )

    def _row(self, kind: str, found: FoundTarget | FoundTask | Noted) -> Row:
        title, note = _said(kind, found)
        system = queries.system_named(title) if kind == SYSTEM else None
        return Row(
            code=found.code,
            title=title,
            note=note,
            clause=found.clause,
            mark_url=self._mark_url(found.code, found.start),
            lang=self.lang,
            url=queries.system_url(system.number) if system else "",
            state=wording.status(system.status) if system else None,
            judged=self.judged.get(found.code),
        )

    # --- the gap report

    def _gaps(self) -> list[Gaps]:
        places: dict[str, list[tuple[str, str]]] = {}
        order = list(faults.GAPS)
        start, end = self.spans[self.part]
        here = [gap for gap in self.reading.of(GAP) if start <= gap.start < end]
        for gap in sorted(here, key=lambda gap: (_rank(order, gap), gap.start)):
            assert isinstance(gap, Noted)
            places.setdefault(gap_sentence(gap), []).append((gap.clause or "·", self._mark_url(gap.code, gap.start)))
        return [Gaps(sentence=sentence, places=where) for sentence, where in places.items()]

    def _silences(self) -> list[str]:
        """Say what the text does not state; nothing is put in its place."""
        reading, found = self.reading, []
        if not reading.title:
            found.append(gettext("No title was found."))
        if not reading.number:
            found.append(gettext("No document number is printed in the text."))
        if not reading.issued_on:
            found.append(gettext("No day of issue is printed in the text."))
        if reading.issuers_inferred:
            found.append(gettext("The issuer is not printed; it was taken from the title."))
        elif not reading.issuers:
            found.append(gettext("No issuer is printed in the text."))
        if not reading.targets:
            found.append(gettext("The text promises no quantity. None is added."))
        if not reading.tasks:
            found.append(gettext("The text names no responsible body."))
        if not reading.clauses:
            found.append(gettext("No numbered headings were found; the text stands as one piece."))
        return found


def _rank(order: list[str], gap: FoundTarget | FoundTask | Noted) -> int:
    label = gap.label if isinstance(gap, Noted) else ""
    return order.index(label) if label in order else len(order)


class _Values(dict[str, object]):
    """Values of a sentence; one that the finding does not carry is written as nothing."""

    def __missing__(self, name: str) -> str:
        return ""


def gap_sentence(gap: Noted) -> str:
    """Say what is damaged, in the page's language."""
    language = get_language() or ""
    english = language.startswith("en")
    sentence = faults.sentence(gap.label, _Values(gap.values), english=english)
    return wording.traditional(sentence) if language == "zh-hant" else sentence


def _said(kind: str, found: FoundTarget | FoundTask | Noted) -> tuple[str, str]:
    """Give a finding's line in the register: what it is, and one line about it."""
    match found:
        case FoundTarget():
            when = wording.by_when(found, found.period)
            return found.indicator, " · ".join(part for part in (wording.amount(found), when) if part)
        case FoundTask():
            return _bodies(found)
        case Noted():
            return found.label, _note(kind, found.values)


def _bodies(task: FoundTask) -> tuple[str, str]:
    units = "、".join(task.units)
    note = gettext("leading: %(bodies)s") % {"bodies": "、".join(task.lead)} if task.lead else ""
    more = gettext("and others not named") if task.open_list else ""
    return units, " · ".join(part for part in (note, more) if part)


def _note(kind: str, values: Mapping[str, str]) -> str:
    if kind == CITED:
        role = {
            "self": gettext("this document"),
            "companion": gettext("issued together"),
            "to_be_made": gettext("to be made"),
        }.get(values.get("role", ""), "")
        return " · ".join(part for part in (values.get("number", ""), role) if part)
    if kind in {INCENTIVE, BASELINE}:
        amount = values.get("value", "")
        if values.get("value_max"):
            amount = f"{amount}–{values['value_max']}"
        unit = values.get("unit", "")
        number = f"{amount}{unit}" if unit in {"%", "‰"} else f"{amount} {unit}".strip()
        return " · ".join(part for part in (number, values.get("year", "")) if part)
    return ""


def _summary(kind: str, found: FoundTarget | FoundTask | Noted) -> str:
    """Give the name of a mark for those who do not see it: what it is and what it says."""
    if kind == GAP and isinstance(found, Noted):
        return f"{ONE[kind]} {found.code} {gap_sentence(found)}"
    title, note = _said(kind, found)
    return " ".join(part for part in (str(ONE[kind]), found.code, title, note) if part)
