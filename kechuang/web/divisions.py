"""Names of divisions as pages write them: in the reader's language, short where there is little room."""

from datetime import date
from functools import lru_cache

from django.utils.translation import get_language

from kechuang.kernel import place
from kechuang.kernel.reading import FaultError
from kechuang.web import clock

_ENDINGS = ("壮族自治区", "回族自治区", "维吾尔自治区", "自治区", "畲族自治县", "省", "市", "县", "区")
_ENGLISH_ENDINGS = (" She Autonomous County", " Autonomous County", " District", " County", " City")


def name(code: str, on: date | None = None) -> str:
    """Give the name of a division, union or area on a day; the code itself where nothing has it."""
    return _name(code, on or clock.today(), get_language() or "")


def short_name(code: str, on: date | None = None) -> str:
    """Give the name without 市, 区, 县 (or District, County): for tiles and narrow columns."""
    full = name(code, on)
    for ending in (*_ENDINGS, *_ENGLISH_ENDINGS):
        if full.endswith(ending) and len(full) > len(ending) + 1:
            return full.removesuffix(ending)
    return full


@lru_cache(maxsize=4096)
def _name(code: str, on: date, language: str) -> str:
    try:
        found = place.division(code, on)
    except FaultError:
        return code
    if language.startswith("en"):
        return found.name_en or found.name_zh
    return traditional(found.name_zh) if language == "zh-hant" else found.name_zh


@lru_cache(maxsize=4096)
def traditional(text: str) -> str:
    """Write Chinese in traditional characters (OpenCC s2tw: characters only); short texts that come again."""
    return convert(text)


def convert(text: str) -> str:
    """Write any text in traditional characters."""
    return text if text.isascii() else str(_converter().convert(text))


@lru_cache(maxsize=1)
def _converter():  # noqa: ANN202 - OpenCC has no types
    from opencc import OpenCC  # noqa: PLC0415 - loading its dictionaries costs time that most pages never need

    return OpenCC("s2tw")
