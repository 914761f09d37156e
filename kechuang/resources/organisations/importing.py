"""Many organisations from a table: every cell is checked, with row, column, value and remedy, before one is written."""

import csv
import hashlib
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.translation import gettext, gettext_noop, override

from kechuang.casework.act import Item, Outcome
from kechuang.kernel import place as divisions_of
from kechuang.kernel.identify.text import compact
from kechuang.kernel.refusal import Refusal
from kechuang.resources.organisations import actions, queries, rules
from kechuang.resources.organisations.forms import HolderError, Holders, read_holders
from kechuang.resources.organisations.rules import KINDS, Values
from kechuang.resources.organisations.sheet import MOST_ROWS
from kechuang.web import chance
from kechuang.web.accounts.models import Body
from kechuang.web.permissions import Actor, Scope
from kechuang.web.refusals import sentence
from kechuang.web.typed import TypedError, read_day, read_money

COLUMNS = (
    *("name", "name_en", "kind", "credit_code", "place", "industry", "founded_on", "staff", "sales", "sales_year"),
    "shareholders",
)
NEEDED = ("name", "kind", "place")
LANGUAGES = ("zh-hans", "zh-hant", "en")
HOLDERS_NOTE = gettext_noop(
    "Several shareholders stand in one cell, separated by |, each as name; code or identity number; share in percent."
)


@dataclass(frozen=True, slots=True)
class CellFault:
    """What is wrong with a cell: the row as the sheet counts it, the column's head, the value, and the sentence."""

    row: int
    column: str
    value: str
    says: str


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A row that can be written."""

    row: int
    body: UUID
    values: Values
    names: dict[str, str]


@dataclass(slots=True)
class Checked:
    """What came of checking a table."""

    rows: list[ReadRow] = field(default_factory=list)
    faults: list[CellFault] = field(default_factory=list)
    digest: str = ""

    @property
    def faulty_rows(self) -> int:
        """How many rows have a fault."""
        return len({fault.row for fault in self.faults})


def rows_of(text: str) -> list[list[str]]:
    """Give the rows of pasted text: tabs between cells as a spreadsheet copies them, or commas."""
    delimiter = "\t" if "\t" in text else ","
    return list(csv.reader(io.StringIO(text), delimiter=delimiter))


def text_of(rows: Iterable[Sequence[str]]) -> str:
    """Write rows as text with tabs, to be carried from the check to the writing."""
    out = io.StringIO()
    csv.writer(out, delimiter="\t", lineterminator="\n").writerows(rows)
    return out.getvalue()


def label(column: str) -> str:
    """Give a column's head in the current language."""
    code = f"resources.organisation.column.{column}"
    return gettext(code)


def heads() -> list[str]:
    """Give the heads of the table in the current language: the template."""
    return [label(column) for column in COLUMNS]


def check(rows: Sequence[Sequence[str]], reach: Scope, on: date) -> Checked | Refusal:
    """Check a table whose first row holds the heads. ``reach`` is where the reader may enter organisations."""
    if len(rows) > MOST_ROWS:
        return Refusal("organisation.sheet_too_large", {"name": "", "rows": MOST_ROWS - 1}, place="text")
    columns = _columns(rows[0] if rows else [])
    lacking = [label(column) for column in NEEDED if column not in columns.values()]
    if lacking:
        return Refusal("organisation.heads_missing", {"heads": ", ".join(lacking)}, place="text")
    found = Checked(digest=hashlib.sha256(text_of(rows).encode()).hexdigest()[:24])
    seen: dict[str, int] = {}
    for number, cells in enumerate(rows[1:], start=2):
        if any(cell.strip() for cell in cells):
            _check_row(number, _cells(cells, columns), reach, on, found, seen)
    _check_known(found)
    return found


def _columns(first: Sequence[str]) -> dict[int, str]:
    """Give which column stands where: heads are known by code and in all languages."""
    known: dict[str, str] = {column: column for column in COLUMNS}
    for language in LANGUAGES:
        with override(language):
            known |= {compact(label(column)): column for column in COLUMNS}
    return {at: known[compact(head)] for at, head in enumerate(first) if compact(head) in known}


def _cells(cells: Sequence[str], columns: dict[int, str]) -> dict[str, str]:
    return {column: cells[at].strip() if at < len(cells) else "" for at, column in columns.items()}


def _check_row(
    number: int, cells: dict[str, str], reach: Scope, on: date, found: Checked, seen: dict[str, int]
) -> None:
    before = len(found.faults)
    reading = _Row(number, cells, chance.uuid7(), on, found.faults)
    values = reading.values()
    if len(found.faults) > before:
        return
    checked = rules.checked(values, reading.body, on)
    if isinstance(checked, Refusal):
        reading.fault(checked.place, checked)
        return
    if not reach.covers(place=checked.place):
        reading.fault("place", Refusal("organisation.place_out_of_reach", {"named_place": checked.place}))
        return
    first = seen.setdefault(checked.credit_code or checked.name, number)
    if first != number:
        reading.fault("credit_code", Refusal("organisation.row_twice", {"row": first}))
        return
    found.rows.append(ReadRow(number, reading.body, checked, reading.holders.names))


def _check_known(found: Checked) -> None:
    """Name the rows whose organisation is on the register already (two queries)."""
    known = queries.known(codes=[row.values.credit_code for row in found.rows]).by_code
    for row in [row for row in found.rows if row.values.credit_code in known]:
        present = known[row.values.credit_code]
        values = {"name": present.values.name, "code": present.values.credit_code, "version": present.version}
        says = sentence(Refusal("organisation.known", values))
        found.faults.append(CellFault(row.row, label("credit_code"), row.values.credit_code, says))
        found.rows.remove(row)
    found.faults.sort(key=lambda fault: fault.row)


class _Row:
    """The cells of one row, read one after another; faults are collected, not raised."""

    def __init__(self, number: int, cells: dict[str, str], body: UUID, on: date, faults: list[CellFault]) -> None:
        self.number, self.cells, self.body, self.on, self.faults = number, cells, body, on, faults
        self.holders = Holders()

    def fault(self, column: str, refusal: Refusal) -> None:
        """Keep what is wrong with a cell."""
        name = column if column in COLUMNS else "name"
        self.faults.append(CellFault(self.number, label(name), self.cells.get(name, ""), sentence(refusal)))

    def values(self) -> Values:
        """Read all cells."""
        holders = self._holders()
        return Values(
            name=self.cells["name"],
            name_en=self.cells.get("name_en", ""),
            kind=self._kind(),
            credit_code=self.cells.get("credit_code", ""),
            place=self._place(),
            industry=self.cells.get("industry", ""),
            founded_on=self._typed("founded_on", read_day),
            staff=self._whole("staff"),
            sales=self._typed("sales", read_money),
            sales_year=self._whole("sales_year"),
            shareholders=tuple(holders.held),
        )

    def _kind(self) -> str:
        raw = compact(self.cells["kind"])
        for language in LANGUAGES:
            with override(language):
                words = {kind: f"resources.organisation.kind.{kind}" for kind in KINDS}
                found = next(
                    (kind for kind, code in words.items() if raw in {compact(gettext(code)), kind.upper()}), ""
                )
            if found:
                return found
        self.fault("kind", Refusal("organisation.kind_unknown", {"raw": self.cells["kind"]}))
        return ""

    def _place(self) -> str:
        raw = self.cells["place"]
        if compact(raw).isdecimal():
            return compact(raw)
        reading = divisions_of.find(raw, self.on)
        if reading.value is None:
            fault = reading.fault
            self.fault("place", Refusal(fault.code if fault else "place.name_empty", fault.values if fault else {}))
            return ""
        return reading.value.code

    def _typed(self, column: str, read: Any) -> Any:  # noqa: ANN401 - a day or an amount
        raw = self.cells.get(column, "")
        if not raw:
            return None
        try:
            return read(raw)
        except TypedError as error:
            self.fault(column, error.refusal)
            return None

    def _whole(self, column: str) -> int | None:
        amount: Decimal | None = self._typed(column, read_money)
        if amount is not None and amount != amount.to_integral_value():
            self.fault(column, Refusal("organisation.not_whole", {"raw": self.cells[column]}))
            return None
        return None if amount is None else int(amount)

    def _holders(self) -> Holders:
        text = self.cells.get("shareholders", "").replace("|", "\n")
        try:
            self.holders = read_holders(text, self.body)
        except HolderError as error:
            self.fault("shareholders", error.refusal)
        return self.holders


def write(found: Checked, *, by: Actor, office: Body) -> list[tuple[ReadRow, Outcome]]:
    """Enter the rows that were checked, each decided alone; the same table again enters nothing twice."""
    items = [
        Item(
            actions.registration(row.values, office=office, body=row.body, names=row.names),
            f"organisation.import:{found.digest}:{row.row}",
        )
        for row in found.rows
    ]
    return list(zip(found.rows, actions.register_many(items, by=by), strict=True))
