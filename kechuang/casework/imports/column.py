"""What a table may hold: columns with the kind of their data. Pure."""

from dataclasses import dataclass
from decimal import Decimal

TEXT, CODE, CREDIT, DAY, AMOUNT, WHOLE, NUMBER, SHARE, CHOICE, PLACE, BODY, BODIES = (
    *("text", "code", "credit_code", "day", "amount", "whole", "number", "share", "choice", "place", "body", "bodies"),
)
KINDS = (TEXT, CODE, CREDIT, DAY, AMOUNT, WHOLE, NUMBER, SHARE, CHOICE, PLACE, BODY, BODIES)
NUMBERS = frozenset({AMOUNT, WHOLE, NUMBER, SHARE})
UNITS = {"元": Decimal(1), "千元": Decimal(1000), "万元": Decimal(10_000), "亿元": Decimal(100_000_000)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a register.

    ``label`` is a message id; in its three languages it is the head of the template. ``aliases`` are other heads that
    offices use. ``unit`` of an amount is the unit meant where neither head nor cell names one. ``choices`` maps the
    stored codes of a choice to message ids, ``words`` further words to codes. ``month`` says which day a bare month
    means: ``first``, ``last``, or empty where it is refused. ``derived`` names columns from which this one can be
    filled, so that a table without it is no fault. ``element`` is the data element of the dictionary; ``remedy`` a
    message id that says how the cell is filled in; ``example`` stands in the template's example row. ``separators``
    part several bodies in one cell.
    """

    code: str
    label: str
    kind: str = TEXT
    needed: bool = False
    aliases: tuple[str, ...] = ()
    unit: str = "元"
    choices: tuple[tuple[str, str], ...] = ()
    words: tuple[tuple[str, str], ...] = ()
    month: str = "first"
    derived: tuple[str, ...] = ()
    element: str = ""
    remedy: str = ""
    example: str = ""
    longest: int = 2000
    separators: str = "、；;\n"
    width: int = 0

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"column {self.code}: the kind {self.kind!r} is none of {', '.join(KINDS)}")
        if self.unit not in UNITS:
            raise ValueError(f"column {self.code}: the unit {self.unit!r} is none of {', '.join(UNITS)}")
