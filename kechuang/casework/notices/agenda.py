"""What falls on which day for a reader: cases' due days, moves of time itself, notices to answer, the year's rhythm.

Other packages add their own through :func:`register`: ``source(actor, first, last, whose) -> items``.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from uuid import UUID

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext

from kechuang.casework import queries
from kechuang.casework import words as case_words
from kechuang.casework.models import DueMove
from kechuang.casework.notices import receiving, words
from kechuang.casework.notices.rhythm import seasons
from kechuang.casework.notices.rules import MOVES
from kechuang.casework.notices.warnings import state_of
from kechuang.kernel.days import Calendars, load_calendars
from kechuang.kernel.place import NATION
from kechuang.rulebook import load as rulebook
from kechuang.rulebook.value import Table
from kechuang.web.parts import State
from kechuang.web.permissions import Actor

MINE, OFFICE, ALL = "mine", "office", "all"
WHOSE = (MINE, OFFICE, ALL)
CASE, MOVE, NOTICE, SEASON, PUBLIC = "case", "move", "notice", "season", "public"
KEY = "office.rhythm"
MOST = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing on the calendar. ``plain`` is what a feed may say: kind and number, no name, no title, no amount."""

    key: str
    kind: str
    on: date
    until: date | None = None
    what: str
    title: str = ""
    plain: str = ""
    url: str = ""
    state: State | None = None
    changed: str = ""
    design: bool = False


type Source = Callable[[Actor, date, date, str], Iterable[Item]]

_sources: dict[str, Source] = {}


def register(name: str, source: Source) -> None:
    """Have a package put its own things on the calendar; the same name again replaces the first."""
    _sources[name] = source


@cache
def calendars() -> Calendars:
    """The working-day calendars that the node holds."""
    return load_calendars()


def items(actor: Actor, first: date, last: date, whose: str, on: date) -> list[Item]:
    """Give everything between two days, in the order of days (six queries, at most 500 of each sort)."""
    found = [
        *_cases(actor, first, last, whose, on),
        *_moves(actor, first, last, whose, on),
        *_notices(actor, first, last, on),
        *_seasons(actor, first, last, on),
    ]
    for source in _sources.values():
        found += source(actor, first, last, whose)
    return sorted(found, key=lambda item: (item.on, item.kind, item.what, item.key))


def _reach(actor: Actor, whose: str, on: date) -> Q:
    """Give the condition of the cases that count as mine or my office's."""
    if whose == ALL:
        return Q()
    bodies = {held.body for held in actor.grants if held.in_force(on)}
    if whose == OFFICE:
        return Q(office__in=bodies) | Q(holder__in=bodies) | Q(counterpart__in=bodies)
    return Q(pk__in=queries.waiting_for(actor, on).order_by().values("pk"))


def _cases(actor: Actor, first: date, last: date, whose: str, on: date) -> Iterable[Item]:
    rows = queries.cases(actor, on).filter(_reach(actor, whose, on), due_on__gte=first, due_on__lte=last)
    rows = rows.filter(finished=False).exclude(kind=MOVES.kind).order_by("due_on", "pk")
    for row in rows[:MOST]:
        word = case_words.kind_word(row.kind)
        number = row.number or str(row.pk)[-8:]
        yield Item(
            key=f"case-{row.pk}",
            kind=CASE,
            on=row.due_on,
            what=f"{word} {number}",
            title=row.title,
            plain=f"{word} {number}",
            url=reverse("casework:case", args=[row.pk]),
            state=state_of(row, on),
            changed=row.changed_at.isoformat(),
        )


def _moves(actor: Actor, first: date, last: date, whose: str, on: date) -> Iterable[Item]:
    if whose == MINE:
        return
    reach = queries.cases(actor, on).filter(_reach(actor, whose, on)).order_by().values("pk")
    rows = DueMove.objects.filter(done_at__isnull=True, on__gte=first, on__lte=last, case__in=reach)
    for row in rows.select_related("case").order_by("on", "pk")[:MOST]:
        word = case_words.move_word(row.case.kind, row.move)
        number = row.case.number or str(row.case_id)[-8:]
        yield Item(
            key=f"move-{row.pk}",
            kind=MOVE,
            on=row.on,
            what=f"{word} {number}",
            title=row.case.title,
            plain=f"{word} {number}",
            url=reverse("casework:case", args=[row.case_id]),
            changed=row.on.isoformat(),
        )


def _notices(actor: Actor, first: date, last: date, on: date) -> Iterable[Item]:
    rows = receiving.mine(actor, on).filter(formal=True, state__in=("SENT", "RECEIVED"))
    for row in rows.filter(reply_by__gte=first, reply_by__lte=last).order_by("reply_by", "pk")[:MOST]:
        yield Item(
            key=f"notice-{row.pk}",
            kind=NOTICE,
            on=row.reply_by,  # type: ignore[arg-type]  # the filter leaves out those without a day
            what=gettext("Notice to answer"),
            title=words.title(row),
            plain=gettext("Notice to answer"),
            url=reverse("notices:notice", args=[row.pk]),
            state=words.state(row, on),
            changed=row.made_at.isoformat(),
        )


def place_of(actor: Actor, on: date) -> str:
    """Give the place whose rhythm a reader sees: that of the first duty, else the nation's."""
    return next((held.place for held in actor.grants if held.in_force(on)), NATION)


def _seasons(actor: Actor, first: date, last: date, on: date) -> Iterable[Item]:
    place = place_of(actor, on)
    for year in range(first.year, last.year + 2):
        day = max(date(year, 1, 1), first)
        answer = rulebook.current().ask(KEY, place=place, on=min(day, last))
        if not isinstance(answer.value, Table):
            continue
        for season in seasons(answer.value.rows, year):
            if season.first <= last and season.last >= first:
                said = words.said(season.zh, season.en)
                yield Item(
                    key=f"season-{year}-{season.code}",
                    kind=SEASON,
                    on=season.first,
                    until=season.last,
                    what=said,
                    plain=said,
                    changed=f"{answer.since}",
                    design=answer.confidence == "D",
                )


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the calendar: whether it is worked, why not, and whether that is certain."""

    on: date
    items: Sequence[Item]
    working: bool
    rest: str
    make_up: bool
    provisional: bool
    today: bool
    inside: bool

    @property
    def shown(self) -> Sequence[Item]:
        """The first items; the list has them all."""
        return self.items[:4]

    @property
    def more(self) -> int:
        """How many items the cell does not show."""
        return max(0, len(self.items) - 4)


def day(on: date, found: Sequence[Item], *, today: date, inside: bool = True) -> Day:
    """Give one day with what falls on it; a season stands on its last day only."""
    held = calendars()
    return Day(
        on=on,
        items=[item for item in found if (item.until or item.on) == on],
        working=held.is_working_day(on),
        rest=held.rest_name(on) or "",
        make_up=held.is_make_up(on),
        provisional=bool(held.unpublished_for(on)),
        today=on == today,
        inside=inside,
    )


def own_bodies(actor: Actor, on: date) -> frozenset[UUID]:
    """Give the bodies in which the reader holds any duty."""
    return frozenset(held.body for held in actor.grants if held.in_force(on))
