"""What a target in the register proposes as terms; a person confirms or corrects every one of them. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from kechuang.indicators.promises import terms as of
from kechuang.kernel import place as divided

BY_KIND = {
    "level": of.LEVEL,
    "count": of.LEVEL,
    "growth_rate": of.GROWTH,
    "share": of.SHARE,
    "range": of.RANGE,
    "coverage": of.COVERAGE,
    "rank": of.RANK,
    "multiple": of.LEVEL,
}
SENSES = {"gt": of.MORE_THAN, "le": of.AT_MOST, "lt": of.LESS_THAN}
# The end of a group's name must be this long to be taken for it.
GROUP, SHORTEST = "group", 5
ADDING = ("新增", "累计", "引进", "净增", "新认定", "新建")


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A target as the register holds it."""

    kind: str
    comparator: str
    value: str = ""
    value_max: str = ""
    unit: str = ""
    year: int | None = None
    period: tuple[int | None, int | None] = (None, None)
    frequency: str = ""
    quote: str = ""


def proposed(read: Read, place: str, on: date) -> of.Terms:
    """Give terms for a target; what the text does not say is left empty; without a year it is this one."""
    form = _form(read)
    year = read.year or read.period[1] or on.year
    rank = form == of.RANK
    start = read.period[0]
    return of.Terms(
        form=form,
        due_on=date(year, 12, 31),
        target=number(read.value),
        target_max=number(read.value_max) if form == of.RANGE else None,
        sense=of.AT_MOST if rank else SENSES.get(read.comparator, of.AT_LEAST),
        unit=read.unit,
        place=place,
        group=_group(read.quote, on),
        base_on=date(start - 1, 12, 31) if start and start <= year else None,
    )


def _group(quote: str, on: date) -> str:
    """Give the group of counties that a target speaks of by the end of its name (山区26县); empty for none."""
    text = "".join(quote.split())
    for each in divided.unions(on):
        name = each.name_zh
        if each.level == GROUP and any(name[at:] in text for at in range(len(name) - SHORTEST + 1)):
            return each.code
    return ""


def _form(read: Read) -> str:
    if read.comparator == "relative_gt":
        return of.RELATIVE
    if read.kind == "count" and read.frequency:
        return of.ANNUAL
    if read.kind == "count" and any(word in read.quote for word in ADDING):
        return of.INCREMENT
    return BY_KIND.get(read.kind, of.LEVEL)


def number(text: str) -> Decimal | None:
    """Read a number of the register; None for none."""
    try:
        found = Decimal(text)
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def reading_of(values: Mapping[str, object]) -> Read:
    """Take the fields of a register row."""
    start, end = values.get("period_from"), values.get("period_to")
    year = values.get("year")
    texts = {name: str(values.get(name) or "") for name in _TEXTS}
    return Read(
        **texts,
        year=year if isinstance(year, int) else None,
        period=(start if isinstance(start, int) else None, end if isinstance(end, int) else None),
    )


_TEXTS = ("kind", "comparator", "value", "value_max", "unit", "frequency", "quote")
