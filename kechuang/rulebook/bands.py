"""Bands of numbers as official tables write them, and the check that a table leaves no gap and no overlap."""

import re
from collections.abc import Iterable
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from itertools import pairwise

from kechuang.rulebook.book import Column, Spot
from kechuang.rulebook.faults import RulebookError
from kechuang.rulebook.value import Band

type Cut = tuple[Decimal, int]  # a place between numbers: (25, 0) lies just before 25, (25, 1) just after it

_BOUND = r"(-?\d+(?:\.\d+)?)"
_STRETCH = re.compile(rf"([\[(])\s*{_BOUND}\s*,\s*{_BOUND}\s*([\])])")
_HALF = re.compile(rf"(>=|≥|>|<=|≤|<)\s*{_BOUND}")
_INFINITY = Decimal("Infinity")


def band(text: str, spot: Spot) -> Band:
    """``[25,35)``, ``>=45``, ``<5``, or one number that is a band of its own."""
    text = text.strip()
    if whole := _STRETCH.fullmatch(text):
        low, high = Decimal(whole[2]), Decimal(whole[3])
        if low > high or (low == high and (whole[1], whole[4]) != ("[", "]")):
            raise RulebookError(spot, "band.empty", {"found": text})
        return Band(low, high, whole[1] == "[", whole[4] == "]")
    if half := _HALF.fullmatch(text):
        end = Decimal(half[2])
        if half[1] in {">=", "≥", ">"}:
            return Band(end, None, half[1] != ">", high_included=False)
        return Band(None, end, low_included=False, high_included=half[1] != "<")
    if re.fullmatch(_BOUND, text):
        return Band(Decimal(text), Decimal(text), low_included=True, high_included=True)
    raise RulebookError(spot, "band.form", {"found": text})


def check_bands(bands: Iterable[Band], column: Column, spot: Spot) -> None:
    """The bands must fill the stretch that the column declares, without a gap and without an overlap.

    Official tables do have gaps (dossier 1.7, number 10): such a gap is a row with empty cells, never left out.
    """
    whole = band(column.covers, spot)
    start, end = _cuts(whole, integer=column.integer)
    filled = sorted((_cuts(item, integer=column.integer), str(item)) for item in bands)
    stretches = [((start, start), f"{column.covers} …"), *filled, ((end, end), f"… {column.covers}")]
    for ((_, before), left), ((after, _), right) in pairwise(stretches):
        if before != after:
            code = "band.gap" if before < after else "band.overlap"
            raise RulebookError(spot, code, {"column": column.name, "after": left, "before": right})


def _cuts(item: Band, *, integer: bool) -> tuple[Cut, Cut]:
    low = (-_INFINITY, 0) if item.low is None else (item.low, 0 if item.low_included else 1)
    high = (_INFINITY, 0) if item.high is None else (item.high, 1 if item.high_included else 0)
    return (_whole(low), _whole(high)) if integer else (low, high)


def _whole(cut: Cut) -> Cut:
    """The same cut among whole numbers: just after 25, and just before 25.5, are both just before 26."""
    number, after = cut
    if number.is_infinite():
        return cut
    if after:
        return (number.to_integral_value(ROUND_FLOOR) + 1, 0)
    return (number.to_integral_value(ROUND_CEILING), 0)
