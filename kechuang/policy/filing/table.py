"""The breakdown of responsibilities as a table of words, for page, Word, PDF, Excel, own templates and programs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext, gettext_lazy, pgettext

from kechuang.policy import beside, queries, wording
from kechuang.policy.filing import breakdown
from kechuang.policy.filing.breakdown import ALL, BODY, BY, CLAUSE, DUTY, MEASURED, WHICH, Asked, Group, Row
from kechuang.policy.finding import FoundTarget
from kechuang.policy.models import Document
from kechuang.web.documents.filling import DAY, WHOLE, Filling, Named, Value
from kechuang.web.slots import Words

# Code, word, share of the width.
COLUMNS: tuple[tuple[str, Words, int], ...] = (
    ("number", gettext_lazy("No."), 4),
    ("clause", gettext_lazy("Clause or key task"), 13),
    ("content", gettext_lazy("What is to be done"), 38),
    ("target", gettext_lazy("Goals"), 17),
    ("lead", gettext_lazy("Lead body"), 11),
    ("others", gettext_lazy("Responsible and supporting bodies"), 14),
    ("until", gettext_lazy("To be done by"), 9),
    ("note", gettext_lazy("Remarks"), 8),
)
# For own templates there is more than the eight columns of the form.
MORE: tuple[tuple[str, Words], ...] = (
    ("chapter", gettext_lazy("Chapter")),
    ("section", gettext_lazy("Section")),
    ("path", gettext_lazy("Clause path")),
    ("responsible", gettext_lazy("Responsible bodies")),
    ("support", gettext_lazy("Supporting bodies")),
)
WHICH_WORDS: dict[str, Words] = {
    ALL: gettext_lazy("All clauses"),
    DUTY: gettext_lazy("Only clauses with a responsible body"),
    MEASURED: gettext_lazy("Only clauses with a goal in figures"),
}
BY_WORDS: dict[str, Words] = {
    CLAUSE: gettext_lazy("By clause"),
    BODY: gettext_lazy("By body"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One row in words; ``values`` are in the order of COLUMNS."""

    row: Row
    number: int
    values: tuple[str, ...]

    def of(self, code: str) -> str:
        """Give the value of a column."""
        return self.values[_AT[code]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Rows under one head."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """A breakdown ready to be shown or written."""

    document: Document
    asked: Asked
    title: str
    parts: tuple[Part, ...]
    chapters: tuple[tuple[str, str], ...]
    bodies: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def lines(self) -> list[Line]:
        """Give all rows in their order."""
        return [line for part in self.parts for line in part.lines]


_AT = {code: at for at, (code, _word, _share) in enumerate(COLUMNS)}


def asked_from(values: Mapping[str, str]) -> Asked:
    """Take what is wanted from an address; what it does not know is left at its usual value."""
    which, by = values.get("which", ""), values.get("by", "")
    return Asked(
        which=which if which in WHICH else ALL,
        by=by if by in BY else CLAUSE,
        chapter=values.get("chapter", ""),
        body=values.get("body", ""),
    )


def filed(document: Document, asked: Asked) -> Filed:
    """Give the breakdown of a document with the values in force. Raises kept.MissingFileError if the text is gone."""
    reading = beside.reading_in_force(document)
    every = breakdown.rows_of(reading, queries.text_of(document))
    heads = dict(breakdown.chapters(reading))
    rows = breakdown.chosen(every, asked)
    title = document.title + gettext(": breakdown of responsibilities")
    return Filed(
        document=document,
        asked=asked,
        title=title,
        parts=tuple(_parts(breakdown.groups(rows, asked, heads), asked)),
        chapters=tuple(heads.items()),
        bodies=tuple(breakdown.bodies(every)),
        notes=tuple(_notes(rows)),
    )


def _parts(groups: Sequence[Group], asked: Asked) -> list[Part]:
    parts, number = [], 0
    for group in groups:
        lines = []
        for row in group.rows:
            number += 1
            lines.append(Line(row=row, number=number, values=_values(row, number)))
        empty = gettext("No responsible body named") if asked.by == BODY else ""
        parts.append(Part(title=group.title or empty, lines=tuple(lines)))
    return parts


def _values(row: Row, number: int) -> tuple[str, ...]:
    return (
        str(number),
        "\n".join(part for part in (row.section, row.head) if part),
        row.content,
        "\n".join(goal(target) for target in row.targets),
        "、".join(row.lead),
        "、".join(row.others),
        until(row),
        gettext("and others not named") if row.open_list else "",
    )


def goal(target: FoundTarget) -> str:
    """Write a goal: what is counted, how much, until when."""
    when = wording.by_when(target, target.period)
    if when.isdigit():
        when = pgettext("goal", "%(year)s") % {"year": when}
    said = f"{target.indicator} {wording.amount(target)}".strip()
    return said + pgettext("goal", " (%(when)s)") % {"when": when} if when else said


def until(row: Row) -> str:
    """Write until when: days as the text words them; “each year” where a goal returns every year."""
    named = list(row.until) + ([gettext("each year")] if row.yearly else [])
    return "、".join(named)


def _notes(rows: Sequence[Row]) -> list[str]:
    notes = [gettext("Content, goals and bodies are quoted from the document as published; nothing was added.")]
    if any(row.task and not row.stated for row in rows):
        notes.append(
            gettext("Where the document does not say which body leads, all bodies stand as responsible, in its order.")
        )
    return notes


def subtitle(filed_as: Filed) -> str:
    """Say in one line what the breakdown was made from and what of it is shown."""
    document, asked = filed_as.document, filed_as.asked
    chapter = dict(filed_as.chapters).get(asked.chapter, "")
    parts = [document.number, str(WHICH_WORDS[asked.which]), str(BY_WORDS[asked.by]), chapter, asked.body]
    return " · ".join(part for part in parts if part)


def filling(filed_as: Filed, office: str, today: object) -> Filling:
    """Give the breakdown for an office's own template."""
    document = filed_as.document
    rows = tuple(
        {
            **{code: line.of(code) for code, _word, _share in COLUMNS},
            "number": line.number,
            "chapter": part.title,
            "section": line.row.section,
            "path": line.row.clause,
            "responsible": "、".join(line.row.others if not line.row.stated else line.row.lead),
            "support": "、".join(line.row.others if line.row.stated else ()),
        }
        for part in filed_as.parts
        for line in part.lines
    )
    known = {
        "document.title": document.title,
        "document.number": document.number,
        "document.issuers": "、".join(document.issuers),
        "document.issued_on": document.issued_on,
        "office.name": office,
        "list.title": filed_as.title,
        "list.count": len(rows),
        "today": today,
    }
    sample = marks()
    values = tuple(Value(each.code, each.label, known[each.code], each.kind) for each in sample.values)  # type: ignore[arg-type]  # text, day or whole number
    return Filling(values, sample.columns, rows)


def marks() -> Filling:
    """Give the marks that an own template may hold, without contents."""
    values = (
        Value("document.title", gettext("Document"), ""),
        Value("document.number", gettext("Document number"), ""),
        Value("document.issuers", gettext("Issued by"), ""),
        Value("document.issued_on", gettext("Issued on"), None, DAY),
        Value("office.name", gettext("Office"), ""),
        Value("list.title", gettext("Title"), ""),
        Value("list.count", gettext("Number of rows"), 0, WHOLE),
        Value("today", gettext("Today"), None, DAY),
    )
    columns = [Named(code, str(word), WHOLE if code == "number" else "text") for code, word, _share in COLUMNS]
    return Filling(values, (*columns, *(Named(code, str(word)) for code, word in MORE)))
