"""What a request asks of the leader's page: the place, which the seat must reach, and the day compared with."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from kechuang.casework.briefing.models import Look
from kechuang.casework.briefing.registry import Asked
from kechuang.kernel import place as places
from kechuang.kernel.reading import PlaceError
from kechuang.web import clock, divisions
from kechuang.web.permissions import Actor, actor_of, below, holding
from kechuang.web.typed import TypedError, read_day

READ, FIRST = "brief:read", "brief:first"
MONTH = timedelta(days=30)
DIGITS = 6


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked, and what was wrong with the day that was typed."""

    asked: Asked
    fault: TypedError | None = None


def seats(actor: Actor, on: date) -> list[str]:
    """Give the places of the seats by which an actor reads the page, the first one first."""
    return list(dict.fromkeys(held.place for held in holding(actor, READ, on=on) if held.place))


def read(request: HttpRequest, place: str, since: str) -> Wanted:
    """Read place and day. A place out of reach, or none at all, raises Http404; a wrong day is said, not guessed."""
    actor, today = actor_of(request), clock.today()
    where = place_of(actor, place, today)
    begin, fault = _begin(actor, where, today), None
    if since.strip():
        try:
            begin = min(read_day(since), today)
        except TypedError as error:
            fault = error
    return Wanted(Asked(request, actor, where, begin, today), fault)


def place_of(actor: Actor, wanted: str, on: date) -> str:
    """Give the place wanted, or the first seat's. Raises Http404 for one that no seat reaches, or that is none."""
    own = seats(actor, on)
    if not wanted:
        if not own:
            raise Http404
        return own[0]
    if len(wanted) != DIGITS or not (wanted.isascii() and wanted.isdigit()):
        raise Http404
    if not any(below(wanted, seat) for seat in own):
        raise Http404
    try:
        places.division(wanted, on)
    except PlaceError:
        raise Http404 from None
    return wanted


def _begin(actor: Actor, place: str, today: date) -> date:
    seen = Look.objects.filter(person=actor.person, place=place).values_list("on", flat=True).first()
    return min(seen, today) if seen else today - MONTH


def choices(actor: Actor, place: str, on: date) -> Sequence[tuple[str, str]]:
    """Give the places to choose from: up to the seat, the place itself, and those directly below it."""
    own = seats(actor, on)
    above = [code for code in reversed(places.chain(place, on)) if any(below(code, seat) for seat in own)]
    under = [each.code for each in places.children(place, on)]
    found = dict.fromkeys([*above, *own, *under])
    return [(code, divisions.name(code) if code != places.NATION else _("the whole nation")) for code in found]
