"""How well an offer fits a demand, and why: field, IPC, shared words, readiness, place. Pure and explained.

The points are our design; they only order what is shown, beside the reasons that made them. Nothing is decided by them.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kechuang.kernel.identify.classify import Ipc, read_ipc
from kechuang.policy.likeness import folded

FIELD, IPC_GROUP, IPC_SUBCLASS, IPC_CLASS = "field", "ipc_group", "ipc_subclass", "ipc_class"
KEYWORD, WORDS, READINESS, PLACE, REGION = "keyword", "words", "readiness", "place", "region"
POINTS = {
    FIELD: 20,
    IPC_GROUP: 40,
    IPC_SUBCLASS: 30,
    IPC_CLASS: 12,
    KEYWORD: 15,
    WORDS: 6,
    READINESS: 8,
    PLACE: 5,
    REGION: 5,
}
MOST_WORDS, MOST_KEYWORDS = 5, 4
SHORTEST_HAN, SHORTEST_LATIN = 3, 3
SUBCLASS, CLASS = 4, 3
# Words of the genre: they stand in every demand and every result, and say nothing of what it is about.
_COMMON = re.compile(
    r"技术|研究|开发|系统|方法|装置|产品|企业|项目|提高|降低|实现|要求|指标|需求|解决|目前|进行|能力|水平|国内|国际|应用|关键|"
    r"性能|研发|及其|以及|一种|基于|用于|一套|可以|能够|希望|拟|达到|不低于|不高于|检测|测试"
)
_HAN = re.compile(r"[\u3400-\u9fff]+")
_LATIN = re.compile(r"[a-z][a-z0-9]{2,}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What matching reads of a demand: field code, IPC symbols, keywords, text, readiness wanted, where."""

    field: str
    ipc: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    text: str = ""
    readiness: int | None = None
    place: str = ""
    region: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """Something, or somebody, that may answer: ``kind`` is the register, ``ref`` its id there, ``url`` its public page.

    ``body`` is the id of the holder on this node, empty where it is not known.
    """

    kind: str
    ref: str
    title: str
    url: str = ""
    holder: str = ""
    body: str = ""
    fields: tuple[str, ...] = ()
    ipc: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    text: str = ""
    readiness: int | None = None
    place: str = ""


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason with what shows it and its points."""

    code: str
    shown: str
    points: int


@dataclass(frozen=True, slots=True)
class Match:
    """An offer with the reasons for which it is shown."""

    offer: Offer
    reasons: tuple[Reason, ...]

    @property
    def points(self) -> int:
        """Give the sum of the reasons' points."""
        return sum(each.points for each in self.reasons)


def match(profile: Profile, offer: Offer) -> Match | None:
    """Give why an offer may answer a demand; None where nothing of substance speaks for it.

    Place and readiness alone are no reason: they only add to a shared field, symbol or word.
    """
    substance = [*_fields(profile, offer), *_symbols(profile, offer), *_keywords(profile, offer)]
    substance += _words(profile, offer, {each.shown for each in substance})
    if not substance:
        return None
    return Match(offer, (*substance, *_beside(profile, offer)))


def best(profile: Profile, offers: Iterable[Offer], most: int = 20) -> list[Match]:
    """Give the best matches, the strongest first; equals in the order of their references."""
    found = [each for offer in offers if (each := match(profile, offer))]
    return sorted(found, key=lambda each: (-each.points, each.offer.kind, each.offer.ref))[:most]


def _fields(profile: Profile, offer: Offer) -> list[Reason]:
    wanted = profile.field
    same = [each for each in offer.fields if wanted and _under(each, wanted)]
    return [Reason(FIELD, same[0], POINTS[FIELD])] if same else []


def _under(one: str, other: str) -> bool:
    """The same field, or one of them lies under the other."""
    longer, shorter = (one, other) if len(one) >= len(other) else (other, one)
    return longer == shorter or longer.startswith(f"{shorter}.")


def _symbols(profile: Profile, offer: Offer) -> list[Reason]:
    """The closest pair of symbols counts, once."""
    found = [
        reason
        for one in _read(profile.ipc)
        for other in _read(offer.ipc)
        if (reason := _closeness(one, other)) is not None
    ]
    return [max(found, key=lambda each: (each.points, each.shown))] if found else []


def _read(symbols: Sequence[str]) -> list[Ipc]:
    return [reading.value for each in symbols if (reading := read_ipc(each)).value is not None]


def _closeness(one: Ipc, other: Ipc) -> Reason | None:
    group_one, group_other = one.text.split("/")[0], other.text.split("/")[0]
    if " " in group_one and group_one == group_other:
        return Reason(IPC_GROUP, group_one, POINTS[IPC_GROUP])
    if len(one.text) >= SUBCLASS and one.text[:SUBCLASS] == other.text[:SUBCLASS]:
        return Reason(IPC_SUBCLASS, one.text[:SUBCLASS], POINTS[IPC_SUBCLASS])
    if len(one.text) >= CLASS and one.text[:CLASS] == other.text[:CLASS]:
        return Reason(IPC_CLASS, one.text[:CLASS], POINTS[IPC_CLASS])
    return None


def _keywords(profile: Profile, offer: Offer) -> list[Reason]:
    """A keyword of the one side that stands in the keywords or the words of the other."""
    there = folded(" ".join((offer.title, offer.text, *offer.keywords)))
    here = folded(" ".join((profile.text, *profile.keywords)))
    found = {each for each in profile.keywords if _long(folded(each)) and folded(each) in there}
    found |= {each for each in offer.keywords if _long(folded(each)) and folded(each) in here}
    return [Reason(KEYWORD, each, POINTS[KEYWORD]) for each in sorted(found)[:MOST_KEYWORDS]]


def _long(word: str) -> bool:
    return len(word) > 1


def _words(profile: Profile, offer: Offer, said: set[str]) -> list[Reason]:
    shared = shared_words(profile.text, f"{offer.title} {offer.text}")
    told = [each for each in shared if not any(each in folded(word) for word in said)]
    return [Reason(WORDS, each, POINTS[WORDS]) for each in told[:MOST_WORDS]]


def shared_words(one: str, other: str) -> list[str]:
    """Give the longest stretches of at least three Chinese characters, and the Latin words, that both texts hold."""
    mine, theirs = folded(one), folded(other)
    latin = set(_LATIN.findall(mine)) & set(_LATIN.findall(theirs))
    found: set[str] = {each for each in latin if len(each) >= SHORTEST_LATIN}
    for run in _HAN.findall(_COMMON.sub("，", one)):
        found |= _stretches(folded(run), theirs)
    return sorted(found, key=lambda each: (-len(each), each))


def _stretches(run: str, text: str) -> set[str]:
    """Give the longest stretches of a run that stand in a text, from left to right, without overlaps."""
    found, start = set(), 0
    while start <= len(run) - SHORTEST_HAN:
        end = start + SHORTEST_HAN
        if run[start:end] not in text:
            start += 1
            continue
        while end < len(run) and run[start : end + 1] in text:
            end += 1
        found.add(run[start:end])
        start = end
    return found


def _beside(profile: Profile, offer: Offer) -> list[Reason]:
    found = []
    if profile.readiness and offer.readiness and offer.readiness >= profile.readiness:
        found.append(Reason(READINESS, str(offer.readiness), POINTS[READINESS]))
    if profile.region and offer.place.startswith(_prefix(profile.region)):
        found.append(Reason(REGION, offer.place, POINTS[REGION]))
    elif profile.place and offer.place[:4] == profile.place[:4]:
        found.append(Reason(PLACE, offer.place, POINTS[PLACE]))
    return found


def _prefix(code: str) -> str:
    if code == "000000":
        return ""
    return code[:2] if code.endswith("0000") else code[:4] if code.endswith("00") else code
