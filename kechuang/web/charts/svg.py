"""Small tools for drawing: elements with escaped attributes, scales, round ticks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import escape
from itertools import count, pairwise

from django.utils.html import format_html_join
from django.utils.safestring import SafeString

type Number = Decimal | int | float


def el(name: str, *children: str, **attributes: object) -> SafeString:
    """Give an element; ``class_`` is class, other underscores become hyphens, None is left out."""
    shown = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{_escaped(_plain(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    inside = "".join(_escaped(child) for child in children)
    # Put together by hand and escaped piece by piece: a map has a thousand elements, and format_html is slow for that.
    return SafeString(f"<{name}{shown}>{inside}</{name}>")


def _escaped(text: object) -> str:
    return str(text) if hasattr(text, "__html__") else escape(str(text))


def _plain(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.2f}".rstrip("0").rstrip(".")
    return str(value)


def join(parts: Iterable[str]) -> SafeString:
    """Put elements together."""
    return format_html_join("", "{}", ((part,) for part in parts))


@dataclass(frozen=True, slots=True)
class Scale:
    """Maps values onto a stretch of the drawing."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: Number) -> float:
        """Give the place of a value."""
        span = self.high - self.low or 1.0
        return self.start + (float(value) - self.low) / span * (self.end - self.start)


def ticks(low: Number, high: Number, wanted: int = 4) -> list[Decimal]:
    """Give round values that cover a range: steps of 1, 2 or 5 times a power of ten."""
    bottom, top = Decimal(str(low)), Decimal(str(high))
    if top <= bottom:
        top = bottom + (abs(bottom) or Decimal(1))
    rough = (top - bottom) / wanted
    power = Decimal(10) ** rough.adjusted()
    step = next(power * factor for factor in (1, 2, 5, 10) if power * factor >= rough)
    first = (bottom / step).to_integral_value(rounding="ROUND_FLOOR") * step
    values = []
    for index in count():
        value = first + step * index
        values.append(value.normalize() + 0)
        if value >= top:
            return values
    raise AssertionError("unreachable")


def spread(places: Sequence[float], least: float) -> list[float]:
    """Move labels apart so that none covers another; they keep their order."""
    order = sorted(range(len(places)), key=lambda index: places[index])
    moved = list(places)
    for before, after in pairwise(order):
        moved[after] = max(moved[after], moved[before] + least)
    return moved


def text_width(text: str) -> int:
    """The width of a text at 12 px, roughly: full-width characters twelve, others seven."""
    return sum(12 if ord(character) > 0x2E7F else 7 for character in text)


def fit(text: str, width: float) -> str:
    """Cut a text that is too long for its place; the table below has it whole."""
    if text_width(text) <= width:
        return text
    while text and text_width(text) > width - 12:
        text = text[:-1]
    return f"{text}…"
