"""Whose plan a document is: its place and level, from what people said, the known work, its issuers, or its office."""

from datetime import date
from functools import lru_cache

from kechuang.kernel import place as places
from kechuang.kernel.place import NATION, PlaceError
from kechuang.policy import catalogue
from kechuang.policy.models import Document
from kechuang.policy.works.align import CITY, COUNTY, PROVINCE, UNION
from kechuang.policy.works.align import NATION as NATIONAL
from kechuang.web import clock

LONGEST_NAME = 14
_NATIONAL = ("国务院", "科技部", "科学技术部", "国家", "中共中央", "财政部", "教育部", "工业和信息化部")


def level_of(code: str) -> str:
    """Give the level of a place by its GB/T 2260 code."""
    if code == NATION:
        return NATIONAL
    if code.endswith("0000"):
        return PROVINCE
    return CITY if code.endswith("00") else COUNTY


def place_of(document: Document, stated: str = "") -> tuple[str, str]:
    """Give place and level of a document. Several provinces that issue one document together are a union."""
    if stated:
        return stated, level_of(stated)
    named = [code for name in document.issuers if (code := named_in(name, document.issued_on))]
    provinces = {code[:2] for code in named if code != NATION}
    if len(provinces) > 1:
        return NATION, UNION
    work = catalogue.works().get(document.work)
    if work is not None:
        return work.place, level_of(work.place)
    titled = named_in(document.title, document.issued_on)
    lower = max((code for code in (titled, *named) if code), key=_depth, default="")
    found = lower or document.case.place
    return found, level_of(found)


def _depth(code: str) -> int:
    return len(code.rstrip("0"))


def named_in(name: str, on: date | None) -> str:
    """Give the code of the place with which a name begins; empty where it begins with none."""
    return _named_in(name, on or clock.today())


@lru_cache(maxsize=2048)
def _named_in(name: str, day: date) -> str:
    if name.startswith(_NATIONAL):
        return NATION
    best = ""
    for length in range(2, min(LONGEST_NAME, len(name)) + 1):
        if name[length - 1] not in "省市县区":
            continue
        found = places.find(name[:length], day)
        if found.value is not None:
            best = str(found.value.code)
    return best


def above(code: str, on: date) -> tuple[str, ...]:
    """Give the places that a place lies in, nearest first, the nation last; itself left out, but for a union."""
    try:
        return tuple(each for each in places.chain(code, on) if each != code)
    except PlaceError:
        return tuple(each for each in (f"{code[:4]}00", f"{code[:2]}0000", NATION) if each != code)
