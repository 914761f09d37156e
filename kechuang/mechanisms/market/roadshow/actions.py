"""The only writers of events: typed requests into the gateway.

``by`` is who acts, ``key`` the idempotency key, ``on`` the deciding day (by default today).
"""

from datetime import date
from typing import Any

from kechuang.casework.act import Outcome, act
from kechuang.casework.decision import CaseView
from kechuang.casework.registry import ActKind, Touched, register_act
from kechuang.mechanisms.market.roadshow import projecting
from kechuang.mechanisms.market.roadshow.rules import meeting, planning
from kechuang.mechanisms.market.roadshow.rules.moves import EVENT, JOIN
from kechuang.mechanisms.market.roadshow.rules.requests import Join, Leave, Loaded, Plan
from kechuang.web.permissions import Actor, Held, holding


def _joining(by: Actor, _case: CaseView, request: Join | Leave, _rows: Loaded, on: date) -> list[Held]:
    """Who signs up does so for the very body that is named, wherever the event takes place."""
    return [held for held in holding(by, JOIN, on=on) if held.body == request.body]


def _on_event(code: str, decide: Any, person: Any = None) -> ActKind[Any, Loaded]:  # noqa: ANN401 - each has its own request
    return register_act(
        ActKind(
            EVENT,
            code,
            lambda request: Touched(cases=(request.event,)),
            decide,
            projecting.load,
            projecting.project,
            person=person,
        )
    )


PLAN = register_act(
    ActKind(
        EVENT,
        "plan",
        lambda _request: Touched(),
        planning.plan,
        projecting.load_new,
        projecting.project,
        place=lambda request: request.terms.place,
        bodies=lambda request: (request.office,),
    )
)
KINDS: dict[str, ActKind[Any, Loaded]] = {
    "amend": _on_event("amend", planning.amend),
    "show": _on_event("show", planning.show),
    "unshow": _on_event("unshow", planning.unshow),
    "publish": _on_event("publish", planning.publish),
    "move": _on_event("move", planning.shift),
    "cancel": _on_event("cancel", planning.cancel),
    "join": _on_event("join", meeting.join, _joining),
    "leave": _on_event("leave", meeting.leave, _joining),
    "hold": _on_event("hold", meeting.hold),
    "meet": _on_event("meet", meeting.meet),
    "outcome": _on_event("outcome", meeting.outcome),
    "close": _on_event("close", meeting.close),
}


def plan(request: Plan, *, by: Actor, key: str, on: date | None = None) -> Outcome:
    """An office plans an event."""
    return act(PLAN, request, by=by, key=key, on=on)


def take(code: str, request: Any, *, by: Actor, key: str, on: date | None = None) -> Outcome:  # noqa: ANN401 - each move has its own request
    """Take a move on an event with its own request. Raises KeyError for no move."""
    return act(KINDS[code], request, by=by, key=key, on=on)
