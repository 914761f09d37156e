"""How long files and archive packages are kept: classes, and which kind of case has which.

The classes 永久, 30 年 and 10 年 are those of
《机关文件材料归档范围和文书档案保管期限规定》 (国家档案局令第 8 号, 2006).
Which class a kind of case has is for its office to say: a kind that says nothing is kept for 30 years, which is our
design (D) and shown as such. Nothing is destroyed by itself when a term ends: appraisal is a person's act.
"""

from dataclasses import dataclass
from datetime import date

from kechuang.casework.files.models import PERMANENT, TEN, THIRTY

SOURCE = "国家档案局令第8号（2006）"
YEARS = {THIRTY: 30, TEN: 10}
CLASSES = (PERMANENT, THIRTY, TEN)


@dataclass(frozen=True, slots=True)
class Retention:
    """A class, and where it comes from; ``confidence`` is S, s, G or D as in the rules."""

    code: str
    source: str
    confidence: str


DESIGN = Retention(THIRTY, "", "D")
_KINDS: dict[str, Retention] = {}


def register(case_kind: str, retention: Retention) -> None:
    """Say how long the record of a kind of case is kept. Raises ValueError for a class that is none."""
    if retention.code not in CLASSES:
        raise ValueError(f"{retention.code!r} is no class of retention: {', '.join(CLASSES)}")
    _KINDS[case_kind] = retention


def of(case_kind: str) -> Retention:
    """Give the retention of a kind of case."""
    return _KINDS.get(case_kind, DESIGN)


def until(code: str, begun: date) -> date | None:
    """Give the last year's end: terms are counted from 1 January after the record was closed. None: for ever."""
    years = YEARS.get(code)
    return date(begun.year + years, 12, 31) if years else None
