"""The kinds of plain matters, from data: the product's own list, with a node's own laid over it."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.utils.translation import get_language

OWN = Path(__file__).parent / "kinds.yaml"
CASES = {"application": "matters.application", "request": "matters.request"}
FIRM, OFFICE, BOTH = "firm", "office", "both"


@dataclass(frozen=True, slots=True)
class Sort:
    """One kind of matter. ``round``: it may enter a round of recommendation."""

    code: str
    kind: str
    by: str
    zh: str
    en: str
    round: bool = False

    @property
    def word(self) -> str:
        """Give the title in the reader's language."""
        return self.en if get_language() == "en" else self.zh


class SortError(ValueError):
    """A file of kinds of matters cannot be read: the message names file and entry."""


@cache
def sorts() -> dict[str, Sort]:
    """Give all kinds by code. Raises SortError for a file that cannot be read."""
    home = Path(settings.KECHUANG_HOME) / "matters"
    found: dict[str, Sort] = {}
    for path in (OWN, *sorted(home.glob("*.yaml"))):
        for entry in yaml.safe_load(path.read_text(encoding="utf-8")) or []:
            sort = _sort(path, entry)
            found[sort.code] = sort
    return found


def _sort(path: Path, entry: Any) -> Sort:  # noqa: ANN401 - whatever the file holds
    try:
        titles = entry["title"]
        sort = Sort(
            code=str(entry["code"]),
            kind=CASES[entry["case"]],
            by=str(entry.get("by", BOTH)),
            zh=str(titles["zh"]),
            en=str(titles["en"]),
            round=bool(entry.get("round")),
        )
    except (KeyError, TypeError) as error:
        raise SortError(f"{path}: {entry!r}: {error}") from error
    if sort.by not in {FIRM, OFFICE, BOTH}:
        raise SortError(f"{path}: {sort.code}: by is firm, office or both, not {sort.by}")
    return sort


def word(code: str) -> str:
    """Give a kind's title; a code that no file names any more stands as it is."""
    known = sorts().get(code)
    return known.word if known else code
