"""The only writers of demands: typed requests into the gateway.

``by`` is who acts, ``key`` the idempotency key, ``on`` the deciding day (by default today).
"""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from kechuang.casework.act import Outcome, act
from kechuang.casework.decision import CaseView
from kechuang.casework.registry import ActKind, Touched, register_act
from kechuang.casework.standard import taking_in
from kechuang.kernel.refusal import Refusal
from kechuang.mechanisms.market.demand import projecting
from kechuang.mechanisms.market.demand.rules import intake, passing, running
from kechuang.mechanisms.market.demand.rules.moves import ANSWER, DEMAND
from kechuang.mechanisms.market.demand.rules.requests import Answer, Loaded, Open, Tick
from kechuang.web.accounts.models import Body
from kechuang.web.permissions import SYSTEM, Actor, Held, holding

OFFICE_KINDS = ("market_operator", "county_office", "department", "office")


def office_for(place: str) -> Body | None:
    """Give the office that checks demands of a place: a market operator's or the county's, else of city or province."""
    wanted = [place, f"{place[:4]}00", f"{place[:2]}0000"]
    rows = Body.objects.filter(place__in=wanted, kind__in=OFFICE_KINDS, valid_to__isnull=True).exclude(authority="")
    found = sorted(
        rows, key=lambda body: (wanted.index(body.place), OFFICE_KINDS.index(body.kind), body.code, str(body.pk))
    )
    return found[0] if found else None


def _opening(code: str, decide: Any, *, office: bool) -> ActKind[Open, Loaded]:  # noqa: ANN401 - a decision
    return register_act(
        ActKind(
            DEMAND,
            code,
            lambda _request: Touched(),
            decide,
            projecting.load_new,
            projecting.project,
            remember=projecting.remember,
            place=lambda request: request.place,
            bodies=(lambda request: (request.office,)) if office else (lambda request: (request.holder,)),
        )
    )


def _answering(by: Actor, _case: CaseView, request: Answer, _rows: Loaded, on: date) -> list[Held]:
    """Who answers does so for the very body that is named, wherever the demand lies."""
    return [held for held in holding(by, ANSWER, on=on) if held.body == request.body]


def _on_demand(code: str, decide: Any, person: Any = None) -> ActKind[Any, Loaded]:  # noqa: ANN401 - each has its own request
    return register_act(
        ActKind(
            DEMAND,
            code,
            lambda request: Touched(cases=(request.demand,)),
            decide,
            projecting.load,
            projecting.project,
            person=person,
        )
    )


SUBMIT = _opening("submit", intake.submit, office=False)
TAKE_IN = _opening("take_in", intake.take_in, office=True)
KINDS: dict[str, ActKind[Any, Loaded]] = {
    "pass_on": _on_demand("pass_on", passing.pass_on),
    "publish": _on_demand("publish", passing.publish),
    "refuse": _on_demand("refuse", passing.refuse),
    "refine": _on_demand("refine", passing.refine),
    "confirm": _on_demand("confirm", passing.confirm),
    "send_back": _on_demand("send_back", passing.send_back),
    "answer": _on_demand("answer", running.answer, _answering),
    "talk": _on_demand("talk", running.talk),
    "end_talks": _on_demand("end_talks", running.end_talks),
    "contract": _on_demand("contract", running.contract),
    "solve": _on_demand("solve", running.solve),
    "extend": _on_demand("extend", running.extend),
}
EXPIRE = _on_demand("expire", running.expire)


def submit(request: Open, *, by: Actor, key: str, on: date | None = None) -> Outcome:
    """The owner, or who was entrusted, sets a demand."""
    return act(SUBMIT, request, by=by, key=key, on=on)


def take_in_many(rows: Sequence[tuple[str, Open]], *, by: Actor, on: date | None = None) -> list[Outcome]:
    """An office takes demands in for their owners, each decided alone; one elsewhere than the office is refused."""
    return taking_in.take_in_many(
        TAKE_IN,
        rows,
        elsewhere=lambda request: Refusal("demand.office_elsewhere", {"place": request.place}, "office"),
        by=by,
        on=on,
    )


def take(code: str, request: Any, *, by: Actor, key: str, on: date | None = None) -> Outcome:  # noqa: ANN401 - each move has its own request
    """Take a move on a demand (``refine``, ``confirm`` …) with its own request. Raises KeyError for no move."""
    return act(KINDS[code], request, by=by, key=key, on=on)


def expire(case: UUID, *, on: date, key: str) -> Outcome:
    """Carry out the due move of a demand whose validity is over."""
    return act(EXPIRE, Tick(demand=case), by=SYSTEM, key=key, on=on)


DUE = {"expire": expire}
