"""Places by name: 西湖区, 西湖, 杭州市西湖区, 浙江杭州西湖, Xihu District."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from kechuang.kernel.places.records import Division

_SUFFIXES = ("特别行政区", "壮族自治区", "回族自治区", "维吾尔自治区", "自治区", "畲族自治县", "省", "市", "县", "区")
_ENGLISH_SUFFIX = re.compile(r" (?:District|County|City|New Area|Autonomous County)$")


def short(name: str) -> str:
    """``name`` without 省, 市, 县, 区 …, unless one character would remain (和县 stays)."""
    suffix = next((suffix for suffix in _SUFFIXES if name.endswith(suffix) and len(name) > len(suffix) + 1), "")
    return name.removesuffix(suffix)


def plain(name: str) -> str:
    """``name`` without blanks and capitals, for comparing."""
    return "".join(name.split()).casefold()


class Names:
    """The divisions by every form of their names."""

    def __init__(self, divisions: Iterable[Division]) -> None:
        """Index the names of ``divisions``, all versions of them."""
        self._full: dict[str, list[Division]] = defaultdict(list)
        self._short: dict[str, list[Division]] = defaultdict(list)
        for division in divisions:
            self._full[plain(division.name_zh)].append(division)
            self._full[plain(division.name_en)].append(division)
            self._short[plain(short(division.name_zh))].append(division)
            self._short[plain(_ENGLISH_SUFFIX.sub("", division.name_en))].append(division)

    def called(self, wanted: str, on: date) -> list[Division]:
        """The places that ``wanted`` names alone: by the full name, and only else by the short one."""
        return _valid(self._full.get(wanted, ()), on) or _valid(self._short.get(wanted, ()), on)

    def ever_called(self, wanted: str) -> list[Division]:
        """Every version of a place, of whatever day, that ``wanted`` names alone."""
        return list(self._full.get(wanted) or self._short.get(wanted) or ())

    def ending(self, wanted: str, on: date) -> list[tuple[Division, str]]:
        """The places whose name ends ``wanted``, each with the text before it: 杭州市西湖区 → 西湖区 and 杭州市."""
        found: dict[str, tuple[Division, str]] = {}
        for cut in range(1, len(wanted) - 1):
            for division in self.called(wanted[cut:], on):
                found.setdefault(division.code, (division, wanted[:cut]))
        return list(found.values())


def _valid(divisions: Sequence[Division], on: date) -> list[Division]:
    return list({division.code: division for division in divisions if division.valid(on)}.values())


def reads_as(text: str, above: Sequence[str]) -> bool:
    """Whether ``text`` is made of some of the names ``above`` (widest first), full or short, in their order."""
    rest = text
    for name in above:
        form = next((form for form in (plain(name), plain(short(name))) if rest.startswith(form)), "")
        rest = rest.removeprefix(form)
    return not rest
