"""SDMX-CSV 2.0, written and read: one row an observation, dimensions as columns, the status by its code. Pure.

Columns after the SDMX-CSV field guide 2.0: STRUCTURE, STRUCTURE_ID, ACTION, the dimensions, the measure, attributes.
Status codes after the cross-domain code list CL_OBS_STATUS; what is withheld is Q (suppressed). The data flow's name
and our attributes are our design (D).
"""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from kechuang.mechanisms.delivery.statistic import checks, periods

STRUCTURE_ID = "KECHUANG:DF_STATISTIC(1.0)"
DIMENSIONS = ("FREQ", "REF_AREA", "INDICATOR", "TIME_PERIOD")
ATTRIBUTES = (
    "OBS_STATUS",
    "UNIT_MEASURE",
    "VINTAGE",
    "CODE_LIST",
    "INDICATOR_VERSION",
    "DATASET",
    "SOURCE",
    "COMMENT_OBS",
)
HEADS = ("STRUCTURE", "STRUCTURE_ID", "ACTION", *DIMENSIONS, "OBS_VALUE", *ATTRIBUTES)
STATUS = {
    checks.FINAL: "A",
    checks.PROVISIONAL: "P",
    checks.ESTIMATED: "E",
    checks.IMPUTED: "I",
    checks.WITHHELD: "Q",
}
READ = {code: status for status, code in STATUS.items()}
MISSING = frozenset({"M", "O", "L", "H"})
"""Codes that say there is no figure; nothing can be recorded for them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One observation as a file holds it; ``value`` is the stored text."""

    indicator: str
    version: int
    place: str
    code_list: date
    period: str
    value: str
    unit: str
    status: str
    vintage: date
    source: str
    dataset: str = ""
    reason: str = ""


def write(rows: Iterable[Row]) -> Iterable[list[str]]:
    """Give the lines of a file, the heads first."""
    yield list(HEADS)
    for row in rows:
        period = periods.read(row.period)
        frequency = periods.SDMX_FREQUENCY[period.frequency] if period else ""
        told = period.sdmx if period else row.period
        keys = [frequency, row.place, row.indicator, told]
        more = [STATUS[row.status], row.unit, row.vintage.isoformat(), row.code_list.isoformat(), str(row.version)]
        yield ["dataflow", STRUCTURE_ID, "I", *keys, row.value, *more, row.dataset, row.source, row.reason]


def line(cells: list[str]) -> str:
    """Give one line of a file."""
    file = io.StringIO()
    csv.writer(file, lineterminator="\r\n").writerow(cells)
    return file.getvalue()


def text(rows: Iterable[Row]) -> str:
    """Give a whole file."""
    return "".join(line(cells) for cells in write(rows))


def read(file: str) -> list[Row]:
    """Read a file that was written by us. Raises ValueError or KeyError for another; offices use the table import."""
    return [_row(line) for line in csv.DictReader(io.StringIO(file.removeprefix("\ufeff")))]


def _row(line: Mapping[str, str]) -> Row:
    period = periods.read(line["TIME_PERIOD"])
    if period is None:
        raise ValueError(f"TIME_PERIOD {line['TIME_PERIOD']!r}")
    return Row(
        indicator=line["INDICATOR"],
        version=int(line["INDICATOR_VERSION"]),
        place=line["REF_AREA"],
        code_list=date.fromisoformat(line["CODE_LIST"]),
        period=period.code,
        value=line["OBS_VALUE"],
        unit=line["UNIT_MEASURE"],
        status=READ[line["OBS_STATUS"]],
        vintage=date.fromisoformat(line["VINTAGE"]),
        source=line["SOURCE"],
        dataset=line["DATASET"],
        reason=line["COMMENT_OBS"],
    )
