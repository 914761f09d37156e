"""One cell as a table holds it, before anybody says what it means. Pure."""

from dataclasses import dataclass

TEXT, NUMBER, DAY, SHARE, TRUTH, ERROR, FORMULA, LOST = (
    *("text", "number", "day", "share", "truth", "error", "formula", "lost"),
)
KINDS = (TEXT, NUMBER, DAY, SHARE, TRUTH, ERROR, FORMULA, LOST)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's text, and what kind of cell it was.

    ``text``: as typed. ``number``: the shortest decimal that is the stored number. ``day``: ISO, from a number that is
    formatted as a day. ``share``: a number formatted as percent, as the fraction (0.5 for 50 %). ``truth``: TRUE or
    FALSE. ``error``: #REF! and the like. ``formula``: a formula without a stored result; the text is the formula.
    ``lost``: a number of more than 15 digits, of which the sheet has kept only the first 15.
    """

    text: str
    kind: str = TEXT

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"a cell is one of {', '.join(KINDS)}, not {self.kind!r}")

    @property
    def empty(self) -> bool:
        """Whether the cell says nothing."""
        return not self.text.strip()


NOTHING = Cell("")


@dataclass(frozen=True, slots=True)
class Row:
    """One row that holds something: its number as the sheet counts it, its cells by column (0 is A)."""

    number: int
    cells: dict[int, Cell]
    hidden: bool = False

    def text(self, at: int) -> str:
        """Give the text of a column, without blanks around it."""
        return self.cells.get(at, NOTHING).text.strip()


@dataclass(frozen=True, slots=True)
class Merge:
    """Cells that are one: rows as the sheet counts them, columns from 0, all ends included."""

    top: int
    left: int
    bottom: int
    right: int


def column_name(at: int) -> str:
    """Give the letters of a column: A for 0, AA for 26."""
    name, rest = "", at + 1
    while rest:
        rest, digit = divmod(rest - 1, 26)
        name = chr(65 + digit) + name
    return name


def column_at(letters: str) -> int:
    """Give the column of letters: 0 for A."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
