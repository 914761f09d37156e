"""Which value applies here, on this day, to this body, and why: the rule in force and its whole trail.

How the levels combine (docs/rules.md): ``floor`` the greatest wins, ``ceiling`` the least, ``fixed`` the nearest place;
``default`` speaks only where neither its own place nor a nearer one does; ``permission`` opens a range and never
answers; ``ban`` beats everything, the widest ban first. Pure: no clock, no files, no Django.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from typing import Literal

from kechuang.kernel import place as places
from kechuang.rulebook.book import Entry, Group, Key, Region, Source, Subject, Terms
from kechuang.rulebook.value import Json, Text, Value, as_json

__all__ = ["Answer", "Candidate", "Law", "Rulebook", "Subject", "UnknownKey"]

NOBODY = Subject()

type Outcome = Literal["won", "lost", "opened", "off"]
type Chain = Callable[[str, date], tuple[str, ...]]


def whole_chain(place: str, on: date) -> tuple[str, ...]:
    """The divisions and unions that a place lies in on a day, nearest first, up to the nation."""
    return places.chain(place, on, unions=True)


class UnknownKey(LookupError):  # noqa: N818 - it names what was asked, and reads so where it is caught
    """No key of this name is declared; ``near`` holds names that look like it."""

    def __init__(self, name: str, near: tuple[str, ...]) -> None:
        super().__init__(name)
        self.name = name
        self.near = near


@dataclass(frozen=True, slots=True)
class Candidate:
    """One rule that might have answered, what became of it, and the reason as a stable code.

    ``against`` is what decided: the winner's value, the day it begins or ends, or whom it binds.
    """

    entry: Entry
    outcome: Outcome
    reason: str
    against: Value | date = None

    @property
    def place(self) -> str:
        return self.entry.place

    @property
    def value(self) -> Value:
        return self.entry.value


@dataclass(frozen=True, slots=True)
class Answer:
    """The value in force and where it comes from; ``value`` is ``None`` and ``meaning`` empty when nothing speaks.

    ``place`` is the jurisdiction that gave the value, ``asked_place`` the one that was asked; ``until`` is the first
    day on which the value no longer holds.
    """

    key: str
    value: Value
    unit: str
    place: str
    since: date | None
    until: date | None
    meaning: str
    source: str
    clause: str
    confidence: str
    trail: tuple[Candidate, ...]
    asked_place: str = ""
    on: date | None = None
    subject: Subject = NOBODY

    @property
    def permitted(self) -> tuple[Candidate, ...]:
        """The ranges that permissions open beside the value."""
        return tuple(candidate for candidate in self.trail if candidate.outcome == "opened")

    def basis(self) -> dict[str, Json]:
        return {
            "key": self.key,
            "value": as_json(self.value),
            "unit": self.unit,
            "place": self.place,
            "on": self.on.isoformat() if self.on else None,
            "since": self.since.isoformat() if self.since else None,
            "clause": self.clause,
            "source": self.source,
            "confidence": self.confidence,
        }


@dataclass(frozen=True, slots=True)
class _Ranked:
    rank: int  # 0 is the nearest place
    entry: Entry


class Rulebook:
    """All rules of one edition. Immutable after it is built; asking is safe from many threads."""

    def __init__(
        self,
        edition: str,
        keys: Mapping[str, Key],
        entries: Iterable[Entry],
        *,
        sources: Mapping[str, Source] | None = None,
        regions: Mapping[str, Region] | None = None,
        groups: Mapping[str, Group] | None = None,
        terms: Terms | None = None,
        domains: Mapping[str, Text] | None = None,
        chain: Chain = whole_chain,
    ) -> None:
        self.edition = edition
        self.keys = keys
        self.entries = tuple(entries)
        self.sources = sources or {}
        self.regions = regions or {}
        self.groups = groups or {}
        self.terms = terms or Terms({}, {}, {})
        self.domains = domains or {}
        self._chain = chain
        self._said: dict[tuple[str, str], list[Entry]] = {}
        for entry in self.entries:
            self._said.setdefault((entry.key, entry.place), []).append(entry)
        self._answers: dict[tuple[str, str, date, Subject | None], Answer] = {}
        self._chains: dict[tuple[str, date], tuple[str, ...]] = {}

    def key(self, name: str) -> Key:
        """The declaration of a key. Raises :class:`UnknownKey` with near names."""
        try:
            return self.keys[name]
        except KeyError:
            raise UnknownKey(name, tuple(get_close_matches(name, self.keys, n=3))) from None

    def said(self, key: str, place: str) -> tuple[Entry, ...]:
        """All that one jurisdiction ever said on a key, in the order of its days."""
        return tuple(self._said.get((key, place), ()))

    def places(self, place: str, on: date) -> tuple[str, ...]:
        """The jurisdictions that bind ``place`` on that day, nearest first. Raises the kernel's PlaceError."""
        known = self._chains.get((place, on))
        if known is None:
            known = self._chains[place, on] = self._chain(place, on)
        return known

    def ask(
        self,
        key: str,
        *,
        place: str,
        on: date,
        subject: Subject | None = None,
        decided_on: date | None = None,
    ) -> Answer:
        """The value of ``key`` for ``subject`` at ``place`` on the day that the key's ``applies_on`` names.

        Without a subject the key's usual subject is meant. ``decided_on`` is the day on which a pending case is
        decided: it matters for keys whose change reaches pending cases, or whose more lenient value applies.
        """
        declared = self.key(key)
        if decided_on is None or decided_on == on or declared.transition == "new_cases_only":
            return self._ask(declared, place, on, subject)
        now = self._ask(declared, place, decided_on, subject)
        if declared.transition == "pending_cases_too":
            return now
        return _more_lenient(declared, self._ask(declared, place, on, subject), now)

    def _ask(self, key: Key, place: str, on: date, subject: Subject | None) -> Answer:
        question = (key.name, place, on, subject)
        known = self._answers.get(question)
        if known is not None:
            return known
        who = subject if subject is not None else key.usual_subject or Subject()
        ranked = [
            _Ranked(rank, entry)
            for rank, code in enumerate(self.places(place, on))
            for entry in self._said.get((key.name, code), ())
        ]
        answer = _answer(key, ranked, place, on, who)
        if len(self._answers) >= 50_000:  # a bound on memory: a long-running process asks for many days
            self._answers.clear()
            self._chains.clear()
        self._answers[question] = answer
        return answer


class Law:
    """A rulebook that remembers what it was asked, so that a decision can state what it stood on."""

    def __init__(self, rulebook: Rulebook) -> None:
        self.rulebook = rulebook
        self._asked: dict[int, Answer] = {}

    def ask(
        self,
        key: str,
        *,
        place: str,
        on: date,
        subject: Subject | None = None,
        decided_on: date | None = None,
    ) -> Answer:
        answer = self.rulebook.ask(key, place=place, on=on, subject=subject, decided_on=decided_on)
        self._asked[id(answer)] = answer
        return answer

    @property
    def asked(self) -> tuple[Answer, ...]:
        return tuple(self._asked.values())

    def basis(self) -> dict[str, Json]:
        return {"edition": self.rulebook.edition, "values": [answer.basis() for answer in self._asked.values()]}


def _answer(key: Key, ranked: list[_Ranked], place: str, on: date, subject: Subject) -> Answer:
    verdicts: dict[int, Candidate] = {}
    live: list[_Ranked] = []
    for item in ranked:
        off = _off(item.entry, on, subject)
        if off is None:
            live.append(item)
        else:
            verdicts[id(item)] = off
    winner, judged = _judge(key, live)
    verdicts.update(judged)
    trail = tuple(verdicts[id(item)] for item in ranked)
    if winner is None:
        return Answer(key.name, None, "", "", None, None, "", "", "", "", trail, place, on, subject)
    said = winner.entry
    return Answer(
        key=key.name,
        value=said.value,
        unit=said.unit,
        place=said.place,
        since=said.since,
        until=said.until,
        meaning=said.meaning,
        source=said.source,
        clause=said.clause,
        confidence=said.confidence,
        trail=trail,
        asked_place=place,
        on=on,
        subject=subject,
    )


def _off(entry: Entry, on: date, subject: Subject) -> Candidate | None:
    """Why an entry does not apply at all, or ``None`` if it does."""
    if entry.standing != "in_force":
        return Candidate(entry, "off", f"off.{entry.standing}")
    if on < entry.since:
        return Candidate(entry, "off", "off.not_yet", entry.since)
    if entry.until is not None and on >= entry.until:
        return Candidate(entry, "off", "off.ended", entry.until)
    binds = entry.binds
    of_kind = not binds.kinds or any(
        subject.kind == kind or subject.kind.startswith(kind + ".") for kind in binds.kinds
    )
    if not of_kind or not binds.tags <= subject.tags or binds.without & subject.tags:
        return Candidate(entry, "off", "off.subject", str(binds))
    if binds.central_by_choice and "central" in subject.tags and "follows_local" not in subject.tags:
        return Candidate(entry, "off", "off.central")
    return None


def _judge(key: Key, live: list[_Ranked]) -> tuple[_Ranked | None, dict[int, Candidate]]:
    bans = [item for item in live if item.entry.meaning == "ban"]
    if bans:
        widest = max(bans, key=lambda item: item.rank)
        return widest, {id(item): _under_ban(item, widest) for item in live}
    judged = {
        id(item): Candidate(item.entry, "opened", "opened.range") for item in live if item.entry.meaning == "permission"
    }
    binding = [item for item in live if item.entry.meaning in {"floor", "ceiling", "fixed"}]
    defaults = [item for item in live if item.entry.meaning == "default"]
    standing = min(defaults, key=_nearness, default=None)
    nearest_rule = min((item.rank for item in binding), default=None)
    if standing is not None and nearest_rule is not None and nearest_rule <= standing.rank:
        standing = None
    contenders = [*binding, standing] if standing is not None else binding
    winner = _pick(key, contenders)
    for item in [*binding, *defaults]:
        judged[id(item)] = _verdict(key, item, winner, len(contenders), contender=item in contenders)
    return winner, judged


def _under_ban(item: _Ranked, widest: _Ranked) -> Candidate:
    if item is widest:
        return Candidate(item.entry, "won", "won.ban")
    return Candidate(item.entry, "lost", "lost.ban", widest.entry.place)


def _nearness(item: _Ranked) -> tuple[int, int]:
    return (item.rank, -item.entry.binds.weight)


def _pick(key: Key, contenders: list[_Ranked]) -> _Ranked | None:
    if not contenders:
        return None
    meanings = {item.entry.meaning for item in contenders}
    nearest_first = sorted(contenders, key=_nearness)
    if "floor" in meanings:
        return max(nearest_first, key=lambda item: _size(key, item.entry.value))
    if "ceiling" in meanings:
        return min(nearest_first, key=lambda item: _size(key, item.entry.value))
    return nearest_first[0]


def _verdict(key: Key, item: _Ranked, winner: _Ranked | None, contenders: int, *, contender: bool) -> Candidate:
    entry = item.entry
    if winner is None:  # there is a winner whenever something binding or a default is live
        raise AssertionError(key.name)
    best = winner.entry
    if item is winner:
        return Candidate(entry, "won", _why_won(entry, contenders))
    if not contender:
        return Candidate(entry, "lost", "lost.default", best.place)
    if best.meaning in {"floor", "ceiling"} or entry.meaning in {"floor", "ceiling"}:
        size, best_size = _size(key, entry.value), _size(key, best.value)
        if size != best_size:
            return Candidate(entry, "lost", "lost.smaller" if size < best_size else "lost.greater", best.value)
        return Candidate(entry, "lost", "lost.same", best.place)
    return Candidate(entry, "lost", "lost.general" if entry.place == best.place else "lost.farther", best.place)


def _why_won(entry: Entry, contenders: int) -> str:
    if entry.meaning == "default":
        return "won.default"
    if contenders == 1:
        return "won.only"
    return {"floor": "won.greatest", "ceiling": "won.least"}.get(entry.meaning, "won.nearest")


def _size(key: Key, value: Value) -> Decimal | int:
    """What is compared: the number, or for a choice its place in the declared order."""
    if isinstance(value, str):
        return [code for code, _ in key.choices].index(value)
    if isinstance(value, (Decimal, int)):
        return value
    raise AssertionError(key.name)  # the loader refuses floors and ceilings on text and tables


def _more_lenient(key: Key, then: Answer, now: Answer) -> Answer:
    if then.value is None or now.value is None:
        return now if then.value is None else then
    old, new = _size(key, then.value), _size(key, now.value)
    if old == new:
        return then
    return then if (old > new) == (key.lenient == "higher") else now
