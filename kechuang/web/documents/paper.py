"""A paper of an office, described: what stands on it, not how it is drawn. Pure.

``word.write`` and ``pdf.write`` make Word and PDF/A from the same description, laid out after GB/T 9704-2012
(党政机关公文格式). What a program must not invent is a place and stays empty: the official number, the seal, and the
day where none is given.
Degrees of secrecy and urgency do not exist here: such papers are not made on this platform.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from decimal import Decimal
from typing import Any

DOCUMENT, LETTER, PLAIN = "document", "letter", "plain"
FORMS = (DOCUMENT, LETTER, PLAIN)
HANS, HANT, ENGLISH = "zh-hans", "zh-hant", "en"
LANGUAGES = (HANS, HANT, ENGLISH)
LEFT, CENTRE, RIGHT = "left", "center", "right"

MOST_CHARACTERS = 400_000
MOST_ROWS = 2_000
MOST_FIGURES = 400
MOST_IN_A_TEXT = 20_000
DEEPEST = 4


class PaperError(ValueError):
    """A description that cannot be a paper: ``code`` says why, ``values`` where."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(f"{code} {values}")
        self.code, self.values = code, values


@dataclass(frozen=True, slots=True)
class Heading:
    """A head of the text; levels 1 to 4 are numbered 一、（一）1.（1） by the writer."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, its first line set in by two characters unless ``indent`` is off."""

    text: str
    indent: bool = True
    align: str = ""


@dataclass(frozen=True, slots=True)
class Points:
    """Short items, one a line, numbered (1. 2. 3.) or not."""

    items: tuple[str, ...]
    numbered: bool = True


@dataclass(frozen=True, slots=True)
class Sum:
    """An amount in yuan that counts: written in capitals and in figures."""

    label: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Terms:
    """The cells of a form: pairs of a term and its value, two pairs a row; a pair marked wide takes a whole row."""

    pairs: tuple[tuple[str, str], ...]
    wide: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Col:
    """A column of a table: its head, its share of the width, how its cells stand."""

    head: str
    width: int = 1
    align: str = LEFT


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its head is repeated on every page, a row is never split, ``total`` is its last row.

    ``bands`` are (row, text): a head over the whole width before that row (counted from 0). In the columns of
    ``joined`` (numbers from 0) equal cells one below the other become one, as far as the next band. ``dense`` tables
    are set in size five, for many columns.
    """

    columns: tuple[Col, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str = ""
    total: tuple[str, ...] = ()
    bands: tuple[tuple[int, str], ...] = ()
    joined: tuple[int, ...] = ()
    dense: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar: its words, its length and a mark (decimals as texts; empty: none), its shade, the number behind it."""

    label: str
    length: str
    mark: str = ""
    shade: int = 1
    note: str = ""


@dataclass(frozen=True, slots=True)
class Bars:
    """A figure of bars. ``says`` tells in words what it shows; ``legend`` names shades (-1: the mark)."""

    caption: str
    says: str
    bars: tuple[Bar, ...]
    legend: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Curve:
    """A line over years: (year, value) as decimals in texts."""

    label: str
    points: tuple[tuple[str, str], ...]
    dashed: bool = False
    dots: bool = False
    shade: int = 0


@dataclass(frozen=True, slots=True)
class Curves:
    """A figure of lines over years; ``band`` is an interval: (year, low, high)."""

    caption: str
    says: str
    curves: tuple[Curve, ...]
    band: tuple[tuple[str, str, str], ...] = ()
    band_label: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """An attachment that is part of the paper: it begins on a page of its own; ``landscape`` turns its pages."""

    title: str
    parts: tuple["Part", ...]
    landscape: bool = False


type Part = Heading | Paragraph | Points | Sum | Terms | Table | Bars | Curves


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs, and on which day; without a day its place stays empty. ``seal`` marks the empty place of the seal."""

    issuers: tuple[str, ...]
    on: date | None = None
    seal: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where the paper comes from, in small print: the case, the fact it stands on, and the address that shows it."""

    case: str = ""
    fact: str = ""
    address: str = ""
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One paper. ``numbered`` leaves the place of the official number; ``number`` is one that a person recorded.

    ``landscape`` turns the sheets, for wide tables.
    """

    title: str
    parts: tuple[Part, ...]
    form: str = PLAIN
    language: str = HANS
    issuer: str = ""
    numbered: bool = False
    number: str = ""
    addressee: str = ""
    attachments: tuple[str, ...] = ()
    sheets: tuple[Sheet, ...] = ()
    signature: Signature | None = None
    note: str = ""
    copies: tuple[str, ...] = ()
    printed_by: str = ""
    printed_on: date | None = None
    draft: bool = True
    demonstration: bool = False
    origin: Origin | None = None
    landscape: bool = False

    def __post_init__(self) -> None:
        if self.form not in FORMS or self.language not in LANGUAGES:
            raise PaperError("paper.unknown_form", form=self.form, language=self.language)
        if not self.title.strip():
            raise PaperError("paper.no_title")
        _check(self)


def _check(paper: Paper) -> None:
    """Hold a paper within bounds, so that laying it out ends in a bounded time."""
    total = 0
    for text in texts(paper):
        total += len(text)
        if len(text) > MOST_IN_A_TEXT:
            raise PaperError("paper.text_too_long", most=MOST_IN_A_TEXT, found=len(text))
    if total > MOST_CHARACTERS:
        raise PaperError("paper.too_long", most=MOST_CHARACTERS, found=total)
    every = (*paper.parts, *(part for sheet in paper.sheets for part in sheet.parts))
    rows = sum(len(part.rows) for part in every if isinstance(part, Table))
    if rows > MOST_ROWS:
        raise PaperError("paper.too_many_rows", most=MOST_ROWS, found=rows)
    figures = sum(isinstance(part, Bars | Curves) for part in every)
    if figures > MOST_FIGURES:
        raise PaperError("paper.too_many_rows", most=MOST_FIGURES, found=figures)
    for part in every:
        _check_part(part)


def _check_part(part: Part) -> None:
    if isinstance(part, Heading) and not 1 <= part.level <= DEEPEST:
        raise PaperError("paper.heading_level", level=part.level)
    if isinstance(part, Bars | Curves):
        _check_figure(part)
    if isinstance(part, Table):
        width = len(part.columns)
        if not width or any(len(row) != width for row in part.rows) or len(part.total) not in {0, width}:
            raise PaperError("paper.uneven_table", columns=width)
        if any(not 0 <= column < width for column in part.joined) or any(at > len(part.rows) for at, _ in part.bands):
            raise PaperError("paper.uneven_table", columns=width)


def _check_figure(part: Bars | Curves) -> None:
    """Hold the numbers of a figure: a picture of something that is no number would be a lie."""
    if isinstance(part, Bars):
        numbers = [each for bar in part.bars for each in (bar.length, bar.mark) if each]
        negative = any(each.strip().startswith("-") for each in numbers)
    else:
        numbers = [each for curve in part.curves for point in curve.points for each in point]
        numbers += [each for edge in part.band for each in edge]
        negative = False
    if negative or not all(_NUMBER.fullmatch(each) for each in numbers):
        raise ValueError("a figure shows numbers, and a bar none below nought")


def texts(thing: object) -> Iterator[str]:
    """Give every text in a description."""
    if isinstance(thing, str):
        yield thing
    elif isinstance(thing, tuple):
        for each in thing:
            yield from texts(each)
    elif is_dataclass(thing) and not isinstance(thing, type):
        for spec in fields(thing):
            yield from texts(getattr(thing, spec.name))


def clean(text: str) -> str:
    """Give a text as it may stand on paper: composed, without control characters, on one line."""
    composed = unicodedata.normalize("NFC", text)
    kept = "".join(" " if unicodedata.category(each) in _UNPRINTABLE else each for each in composed)
    return " ".join(kept.split()) if "  " in kept or kept != kept.strip() else kept


_UNPRINTABLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_PARTS = {each.__name__.lower(): each for each in (Heading, Paragraph, Points, Sum, Terms, Table, Bars, Curves)}
_NUMBER = re.compile(r"-?\d{1,15}(\.\d{1,10})?", re.ASCII)


def to_plain(paper: Paper) -> dict[str, Any]:
    """Give a paper as plain JSON values: what is kept of a draft, so that it can be drawn again byte for byte."""
    plain = _plain(paper)
    assert isinstance(plain, dict)
    return plain


def _plain(thing: object) -> object:
    if is_dataclass(thing) and not isinstance(thing, type):
        values = {spec.name: _plain(getattr(thing, spec.name)) for spec in fields(thing)}
        return {"part": type(thing).__name__.lower(), **values} if type(thing).__name__.lower() in _PARTS else values
    if isinstance(thing, tuple):
        return [_plain(each) for each in thing]
    if isinstance(thing, Decimal):
        return format(thing, "f")
    return thing.isoformat() if isinstance(thing, date) else thing


def from_plain(plain: dict[str, Any]) -> Paper:
    """Read a paper back from what ``to_plain`` gave."""
    values = dict(plain)
    for name in ("attachments", "copies"):
        values[name] = tuple(values[name])
    values["parts"] = tuple(_part(each) for each in values["parts"])
    values["sheets"] = tuple(
        Sheet(each["title"], tuple(map(_part, each["parts"])), each.get("landscape", False))
        for each in values["sheets"]
    )
    signed, origin = values["signature"], values["origin"]
    if signed:
        values["signature"] = Signature(tuple(signed["issuers"]), _day(signed["on"]), signed["seal"])
    if origin:
        values["origin"] = Origin(**{**origin, "lines": tuple(origin["lines"])})
    values["printed_on"] = _day(values["printed_on"])
    return Paper(**values)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _part(plain: dict[str, Any]) -> Part:
    values = {name: _tuples(value) for name, value in plain.items() if name != "part"}
    kind = plain["part"]
    if kind == "sum":
        return Sum(values["label"], Decimal(values["amount"]))
    if kind == "table":
        values["columns"] = tuple(Col(**each) for each in values["columns"])
    if kind == "bars":
        values["bars"] = tuple(Bar(**each) for each in values["bars"])
    if kind == "curves":
        values["curves"] = tuple(Curve(**{**each, "points": _tuples(each["points"])}) for each in values["curves"])
    made: Part = _PARTS[kind](**values)
    return made


def _tuples(value: Any) -> Any:  # noqa: ANN401 - JSON values of any shape
    return tuple(_tuples(each) for each in value) if isinstance(value, list) else value
