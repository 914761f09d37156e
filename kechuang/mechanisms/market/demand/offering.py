"""Where matching finds offers: registers name themselves here, wired by ``config``; a demand knows none of them.

A source gives at most ``most`` offers that may fit, found by its own indexes; scoring and reasons are made here.
Where no register is wired, pages say so instead of showing nothing.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kechuang.mechanisms.market.demand.rules.matching import Match, Offer, Profile, best
from kechuang.web.slots import Words

MOST_READ, MOST_SHOWN = 300, 12

type Find = Callable[[Profile, int], Sequence[Offer]]


@dataclass(frozen=True, slots=True)
class Source:
    """A register in which answers may stand: code, label, and the search (profile, most)."""

    code: str
    label: Words
    find: Find


SOURCES: dict[str, Source] = {}


def register(source: Source) -> None:
    """Let a register be asked; the same code again replaces it."""
    SOURCES[source.code] = source


@dataclass(frozen=True, slots=True)
class Found:
    """The matches of one register."""

    source: Source
    matches: list[Match]


def find(profile: Profile) -> list[Found]:
    """Ask every register; give the best matches of each, with their reasons."""
    return [
        Found(source, best(profile, source.find(profile, MOST_READ), MOST_SHOWN))
        for _code, source in sorted(SOURCES.items())
    ]
