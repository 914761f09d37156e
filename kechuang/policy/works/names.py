"""Indicators by one name: wording, width, script, places and known synonyms left out; units on one scale. Pure.

The synonyms are data (``data/synonyms.yaml``, our reading of how plans word things, mark D).
"""

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml

from kechuang.policy.likeness import folded

_SCALES = {"万亿": Decimal(10) ** 12, "千万": Decimal(10) ** 7, "百万": Decimal(10) ** 6, "十万": Decimal(10) ** 5,
           "亿": Decimal(10) ** 8, "万": Decimal(10) ** 4, "千": Decimal(1000), "百": Decimal(100)}  # fmt: skip
_CLASSIFIERS = frozenset("家个所项件人名支场台座处户只篇部套种次批")
_ALONE = "项"


@lru_cache(maxsize=1)
def table() -> Mapping[str, Any]:
    """Give the table of synonyms as it is kept."""
    loaded: Mapping[str, Any] = yaml.safe_load(
        files("kechuang.policy.works").joinpath("data", "synonyms.yaml").read_text("utf-8")
    )
    return loaded


@lru_cache(maxsize=1)
def _rewriting() -> tuple[re.Pattern[str], Mapping[str, str], re.Pattern[str], re.Pattern[str]]:
    kept = table()
    words = {folded(each): folded(row["name"]) for row in kept["synonyms"] for each in (*row["also"], row["name"])}
    pattern = re.compile("|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)))
    scope = re.compile("^(?:" + "|".join(map(re.escape, kept["scopes"])) + ")+(?=.{2})")
    tail = re.compile("(?<=.{2})(?:" + "|".join(map(re.escape, kept["tails"])) + ")$")
    return pattern, words, scope, tail


@lru_cache(maxsize=8192)
def normal(indicator: str) -> str:
    """Give the one name of an indicator; two indicators with the same one are taken to count the same thing."""
    pattern, words, scope, tail = _rewriting()
    plain = folded(indicator)
    plain = scope.sub("", plain)
    plain = pattern.sub(lambda found: words[found.group()], plain)
    return tail.sub("", scope.sub("", plain)) or folded(indicator)


def place_free(indicator: str, places: Iterable[str]) -> str:
    """Give the one name of an indicator without the names of places at its beginning."""
    plain = indicator
    for name in sorted((folded(each) for each in places if len(each) > 1), key=len, reverse=True):
        if plain.startswith(name) and len(plain) > len(name) + 1:
            plain = plain.removeprefix(name)
    return plain


def likeness(one: str, other: str) -> float:
    """Give how alike two short texts are: twice the pairs of letters in both, by all pairs (Dice), 0 to 1."""
    if one == other:
        return 1.0
    left, right = _pairs(one), _pairs(other)
    if not left or not right:
        return 0.0
    return 2 * len(left & right) / (len(left) + len(right))


@lru_cache(maxsize=8192)
def _pairs(text: str) -> frozenset[str]:
    return frozenset(text[at : at + 2] for at in range(len(text) - 1))


def scaled(value: str, unit: str) -> tuple[Decimal | None, str]:
    """Give a value on the scale of its plain unit: 1.6 万家 is 16000 家. The value is None where there is no number.

    Classifiers (家, 个, 所 …) count alike: the indicator says better what is counted.
    """
    base, scale = unit.strip(), Decimal(1)
    for word, times in _SCALES.items():
        if base.startswith(word):
            base, scale = base.removeprefix(word), times
            break
    try:
        number = Decimal(value) * scale if value else None
    except InvalidOperation:
        number = None
    if base.split("（")[0].split("(")[0] in _CLASSIFIERS or not base:
        base = _ALONE
    return number, base
