"""The only writers of rewards, empowerments and reports: typed requests into the gateway.

``by`` is who acts, ``key`` the idempotency key, ``on`` the deciding day (by default today).
"""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from kechuang.casework.act import Outcome, act
from kechuang.casework.moves import Moves
from kechuang.casework.registry import ActKind, Touched, register_act
from kechuang.mechanisms.market.reward import projecting
from kechuang.mechanisms.market.reward.rules import distributing, empowering, reporting
from kechuang.mechanisms.market.reward.rules.moves import DISTRIBUTION, EMPOWERMENT, REPORT
from kechuang.mechanisms.market.reward.rules.requests import Loaded, Tick
from kechuang.web.accounts.models import Body
from kechuang.web.permissions import SYSTEM, Actor

DEPARTMENTS = ("department", "office", "county_office")


def department_for(place: str) -> Body | None:
    """Give the science department of a place: of the county, else of the city, else of the province."""
    wanted = [place, f"{place[:4]}00", f"{place[:2]}0000"]
    rows = Body.objects.filter(place__in=wanted, kind__in=DEPARTMENTS, valid_to__isnull=True).exclude(authority="")
    found = sorted(rows, key=lambda each: (wanted.index(each.place), DEPARTMENTS.index(each.kind), each.code))
    return found[0] if found else None


def authority_for(place: str) -> str:
    """Give the authority under whose log a unit of a place acts; '' where this node serves none."""
    found = department_for(place)
    return found.authority if found else ""


def _opens(moves: Moves, code: str, decide: Callable[..., Any]) -> ActKind[Any, Loaded]:
    return register_act(
        ActKind(
            moves,
            code,
            lambda _request: Touched(),
            decide,
            projecting.load_new,
            projecting.project,
            place=lambda request: request.place,
            bodies=lambda request: (request.unit,),
        )
    )


def _on(moves: Moves, load: Callable[..., Loaded], **decides: Callable[..., Any]) -> dict[str, ActKind[Any, Loaded]]:
    return {
        code: register_act(
            ActKind(moves, code, lambda request: Touched(cases=(request.case,)), decide, load, projecting.project)
        )
        for code, decide in decides.items()
    }


APPLY = _opens(EMPOWERMENT, "apply", empowering.apply)
DRAFT = _opens(DISTRIBUTION, "draft", distributing.draft)
FILE = _opens(REPORT, "file", reporting.file)
KINDS: dict[str, dict[str, ActKind[Any, Loaded]]] = {
    EMPOWERMENT.kind: _on(
        EMPOWERMENT,
        projecting.load_empowerments,
        accept=empowering.decide,
        refuse=empowering.decide,
        agree=empowering.agree,
        publish=empowering.publish,
        stop=empowering.decide,
        end=empowering.end,
        sign=empowering.sign,
        take_effect=empowering.take_effect,
        report=empowering.report,
        expire=empowering.expire,
        conclude=empowering.decide,
        terminate=empowering.decide,
    ),
    DISTRIBUTION.kind: _on(
        DISTRIBUTION,
        projecting.load_distributions,
        revise=distributing.revise,
        publish=distributing.publish,
        stop=distributing.stop,
        end=distributing.end,
        hand_over=distributing.hand_over,
        pay=distributing.pay,
        overdue=distributing.overdue,
        forget=distributing.forget,
    ),
    REPORT.kind: _on(REPORT, projecting.load_reports, correct=reporting.correct, forward=reporting.forward),
}
OPENS = {EMPOWERMENT.kind: APPLY, DISTRIBUTION.kind: DRAFT, REPORT.kind: FILE}


def begin(kind: str, request: Any, *, by: Actor, key: str, on: date | None = None) -> Outcome:  # noqa: ANN401 - each kind has its own request
    """Open a case: ``Apply`` for an empowerment, ``Draft`` for a sheet, ``FileReport`` for a yearly report."""
    return act(OPENS[kind], request, by=by, key=key, on=on)


def take(kind: str, code: str, request: Any, *, by: Actor, key: str, on: date | None = None) -> Outcome:  # noqa: ANN401 - each move has its own request
    """Take a move with its own request. Raises KeyError for no such move."""
    return act(KINDS[kind][code], request, by=by, key=key, on=on)


def _due(kind: str, code: str) -> Callable[..., Outcome]:
    def carry_out(case: UUID, *, on: date, key: str) -> Outcome:
        return take(kind, code, Tick(case), by=SYSTEM, key=key, on=on)

    return carry_out


EMPOWERMENT_DUE = {code: _due(EMPOWERMENT.kind, code) for code in ("end", "expire")}
DISTRIBUTION_DUE = {code: _due(DISTRIBUTION.kind, code) for code in ("end", "overdue")}
