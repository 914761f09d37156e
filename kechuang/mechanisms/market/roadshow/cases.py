"""The case of an event, who reads it besides the office, what is told of it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

from django.db.models import Q

from kechuang.casework.models import Case
from kechuang.casework.moves import OpenMove
from kechuang.casework.notices import following, years
from kechuang.casework.notices.following import Event as Told
from kechuang.casework.notices.sending import Draft
from kechuang.casework.notices.years import Year
from kechuang.casework.registry import Alongside, CaseKind, register_alongside, register_case
from kechuang.casework.standard import declare
from kechuang.casework.standard.declare import Standard
from kechuang.kernel.refusal import Refusal
from kechuang.mechanisms.market.roadshow.models import EventSignup
from kechuang.mechanisms.market.roadshow.rules.moves import EVENT, READ
from kechuang.web.permissions import Actor, scope

FORMS = ("amend", "show", "publish", "move", "cancel", "hold", "meet", "outcome", "close")
TONES = {"CANCELLED": "void", "HELD": "done", "CLOSED": "done", "DRAFT": "idle"}


def _reads(actor: Actor, on: date) -> Q | None:
    """Who signed up reads the event's case."""
    bodies = scope(actor, READ, on).bodies
    if not bodies:
        return None
    return Q(kind=EVENT.kind, pk__in=EventSignup.objects.filter(body__in=bodies).values("event_id"))


def _no_moves(_case: Case, _actor: Actor, _on: date) -> Sequence[OpenMove]:
    return ()


def _nothing(_actor: Actor, _on: date) -> Q:
    return Q(pk__in=[])


def _no_guard(_kind: str, _move: str, _cases: Sequence[UUID]) -> Mapping[UUID, Refusal]:
    return {}


def to_bodies(field: str, kind: str = "") -> following.Build:
    """Give a builder that tells the bodies that a field of the fact names."""

    def build(event: Told) -> Iterable[Draft]:
        case = event.about
        if case is None:
            return
        named = event.values.get(field) or ()
        quoted = {
            "number": case.number,
            "title": case.title,
            "reason": event.values.get("reason", ""),
            "event_on": following.from_fact(event.values, ("event_on",))["event_on"],
        }
        for each in [named] if isinstance(named, str) else named:
            body = UUID(str(each).removeprefix("body/"))
            yield Draft(kind=kind or event.entry.type, to_body=body, case=case.pk, values=quoted)

    return build


def register() -> None:
    """Make events known to casework, and what is told of their facts."""
    forms = {code: f"market_roadshow:{code}" for code in FORMS}
    register_case(CaseKind(EVENT, READ, forms=forms, list_url="market_roadshow:list", tones=TONES))
    declare.register(EVENT.kind, Standard(transfer="DRAFT"))
    years.register(EVENT.kind, Year(closed=frozenset({"CLOSED", "CANCELLED"})))
    register_alongside(
        Alongside(
            name="market.event",
            open_moves=_no_moves,
            waiting=_nothing,
            answers=_nothing,
            reads=_reads,
            guard=_no_guard,
        )
    )
    for code in ("moved", "cancelled"):
        following.on_fact(f"market.event.{code}", to_bodies("bodies"))
    following.on_fact("market.event.joined", to_bodies("body"))
    for code in ("left", "moved"):
        following.on_fact(f"market.event.{code}", to_bodies("promoted", "market.event.seated"))
