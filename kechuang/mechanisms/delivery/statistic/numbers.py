"""Values of observations: decimals as text, exactly as they were published. Pure.

Nothing is multiplied or rounded here: 1.2万 in a column of 万元 would be a guess, so units inside a cell are refused.
"""

import re
import unicodedata
from decimal import Decimal

LONGEST = 40
_COMMAS = re.compile(r"(?<=\d),(?=\d{3}(?:\D|$))")
_NUMBER = re.compile(r"[+-]?\d{1,24}(?:\.\d{1,12})?")
_DASHES = str.maketrans({"−": "-", "–": "-", "—": "-", "－": "-"})


def read(raw: str) -> Decimal | None:
    """Read a plain number; commas between thousands, full-width digits and a percent sign at the end are taken."""
    text = "".join(unicodedata.normalize("NFKC", raw.translate(_DASHES)).split())
    text = _COMMAS.sub("", text).removesuffix("%")
    return Decimal(text) if len(text) <= LONGEST and _NUMBER.fullmatch(text) else None


def written(value: Decimal | None) -> str:
    """Give the stored text: digits as they were given, no exponent, empty where there is none."""
    if value is None:
        return ""
    text = format(value, "f")
    return text.removeprefix("-") if text.startswith("-") and not value else text


def places(value: Decimal) -> int:
    """Give how many digits stand behind the point."""
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
