"""The dictionary of data elements, and the rules that forms are held against. Pure.

An element is one thing that may be asked: its kind, its unit, and *whose* it is. What is a body's (``body``, ``year``)
is asked in one form and known from then on; what is a matter's (``case``) is asked in one form about that matter;
what belongs to one act (a reason, a decision) is asked by every act that needs it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import yaml

KINDS = ("text", "whole", "yuan", "day", "share", "choice", "file", "flag", "reference", "secret")
BODY, YEAR, CASE, ACT, NODE = "body", "year", "case", "act", "node"
SCOPES = (BODY, YEAR, CASE, ACT, NODE)
# A one-off collection may ask what is typed as a value; not records of the platform, files or secrets.
ASKABLE_KINDS = frozenset({"text", "whole", "yuan", "day", "share"})
FILE = Path(__file__).with_name("data") / "elements.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """One data element. ``seconds`` is our estimate of the time to type it (D)."""

    code: str
    kind: str
    scope: str
    zh: str
    en: str
    seconds: int
    unit: str = ""
    standard: str = ""
    personal: bool = False

    @property
    def askable(self) -> bool:
        """Whether a one-off collection may ask it."""
        of_a_body = self.scope in {BODY, YEAR} or self.code == REMARKS
        return of_a_body and self.kind in ASKABLE_KINDS and not self.personal


REMARKS = "office.remarks"


@dataclass(frozen=True, slots=True)
class Asked:
    """One field of a form and the element that it asks; ``confirms``: it only shows what is known."""

    field: str
    element: str
    confirms: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """One form as the register of forms lists it. ``until``: the first day on which it must be renewed or given up."""

    code: str
    about: str
    owner: str
    until: date | None
    fields: tuple[Asked, ...]


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """What is wrong with a form: a code, the form, and the field or element."""

    code: str
    sheet: str
    what: str = ""


def read(text: str) -> dict[str, Element]:
    """Read the dictionary. Raises ValueError for an element that is declared twice or of no known kind or scope."""
    found: dict[str, Element] = {}
    for row in yaml.safe_load(text):
        element = Element(**row)
        if element.code in found:
            raise ValueError(f"{element.code} is declared twice")
        if element.kind not in KINDS or element.scope not in SCOPES:
            raise ValueError(f"{element.code}: unknown kind {element.kind} or scope {element.scope}")
        found[element.code] = element
    return found


@cache
def elements() -> Mapping[str, Element]:
    """Give the dictionary of the product."""
    return read(FILE.read_text(encoding="utf-8"))


def faults(sheets: Sequence[Sheet], dictionary: Mapping[str, Element]) -> list[Fault]:
    """Give all that is wrong: fields without a known element, sheets without owner or end, elements asked twice."""
    found = [fault for sheet in sheets for fault in _own_faults(sheet, dictionary)]
    for (element, about), asking in _asking(sheets, dictionary).items():
        if len(asking) > 1:
            found += [Fault("asked_twice", sheet, f"{element} {about}".strip()) for sheet in asking]
    return sorted(found)


def _own_faults(sheet: Sheet, dictionary: Mapping[str, Element]) -> Iterable[Fault]:
    if not sheet.owner:
        yield Fault("no_owner", sheet.code)
    if sheet.until is None:
        yield Fault("no_end", sheet.code)
    for field in sheet.fields:
        if not field.element:
            yield Fault("no_element", sheet.code, field.field)
        elif field.element not in dictionary:
            yield Fault("unknown_element", sheet.code, field.element)
        elif dictionary[field.element].scope == CASE and not sheet.about:
            yield Fault("no_matter", sheet.code, field.element)


def _asking(sheets: Sequence[Sheet], dictionary: Mapping[str, Element]) -> dict[tuple[str, str], list[str]]:
    """Give the sheets that ask an element as new: for a body's elements all sheets, for a matter's those about it."""
    found: dict[tuple[str, str], list[str]] = {}
    for sheet in sheets:
        for field in sheet.fields:
            scope = dictionary[field.element].scope if field.element in dictionary else ACT
            if scope in {ACT, NODE} or field.confirms:
                continue
            where = sheet.about if scope == CASE else ""
            found.setdefault((field.element, where), []).append(sheet.code)
    return found


@dataclass(frozen=True, slots=True)
class Burden:
    """What a request asks of others: fields over all recipients, how many of them are known already, and the time."""

    recipients: int
    fields: int
    known: int
    seconds: int

    @property
    def cells(self) -> int:
        """How many values are asked in all."""
        return self.recipients * self.fields

    @property
    def typed(self) -> int:
        """How many values must be typed."""
        return self.cells - self.known

    @property
    def hours(self) -> str:
        """The working time in hours with one place, rounded up."""
        tenths = -(-self.seconds // 360)
        return f"{tenths // 10}.{tenths % 10}"


CONFIRM_SECONDS = 2


def burden(asked: Sequence[Element], known: Iterable[Iterable[str]]) -> Burden:
    """Weigh a request: ``known`` holds, for each recipient, the codes whose value the platform has.

    A known value costs the time to confirm it (2 seconds, D), an unknown one the element's own estimate.
    """
    held = [frozenset(codes) for codes in known]
    seconds = sum(CONFIRM_SECONDS if each.code in codes else each.seconds for codes in held for each in asked)
    hits = sum(each.code in codes for codes in held for each in asked)
    return Burden(len(held), len(asked), hits, seconds)
