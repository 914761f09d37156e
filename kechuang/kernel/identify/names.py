"""Names of classification codes, from ``data/``: first-level disciplines, sections and divisions of industry."""

import csv
from collections.abc import Mapping
from functools import cache
from importlib import resources


def _names(file: str) -> Mapping[str, tuple[str, str]]:
    text = (resources.files("kechuang.kernel") / "data" / file).read_text(encoding="utf-8")
    return {row["code"]: (row["name_zh"], row["name_en"]) for row in csv.DictReader(text.splitlines())}


@cache
def disciplines() -> Mapping[str, tuple[str, str]]:
    """The 62 first-level disciplines of GB/T 13745-2009: code -> (Chinese, English)."""
    return _names("disciplines.csv")


@cache
def industries() -> Mapping[str, tuple[str, str]]:
    """The 20 sections and 97 divisions of GB/T 4754-2017: ``C``, ``C35`` … -> (Chinese, English)."""
    return _names("industries.csv")
