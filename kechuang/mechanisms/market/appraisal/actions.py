"""The only writers of evaluations: typed requests into the gateway.

``by`` is who acts, ``key`` the idempotency key, ``on`` the deciding day (by default today).
"""

from datetime import date
from typing import Any
from uuid import UUID

from kechuang.casework.act import Outcome, act
from kechuang.casework.registry import ActKind, Touched, register_act
from kechuang.mechanisms.market.appraisal import projecting
from kechuang.mechanisms.market.appraisal.models import Appraisal
from kechuang.mechanisms.market.appraisal.rules import judging, teams
from kechuang.mechanisms.market.appraisal.rules.moves import APPRAISAL
from kechuang.mechanisms.market.appraisal.rules.requests import Commission, Loaded, Step, Tick
from kechuang.mechanisms.market.demand.actions import office_for
from kechuang.mechanisms.market.result import actions as results
from kechuang.mechanisms.market.result.rules.requests import Appraise
from kechuang.mechanisms.market.result.rules.values import Evidence
from kechuang.web.permissions import SYSTEM, Actor

__all__ = ("DUE", "commission", "finalise", "office_for", "take")

COMMISSION: ActKind[Commission, Loaded] = register_act(
    ActKind(
        APPRAISAL,
        "request",
        lambda _request: Touched(),
        teams.request,
        projecting.load_new,
        projecting.project,
        place=lambda request: request.place,
        bodies=lambda request: (request.holder,),
    )
)


def _on_appraisal(code: str, decide: Any) -> ActKind[Any, Loaded]:  # noqa: ANN401 - each has its own request
    return register_act(
        ActKind(
            APPRAISAL,
            code,
            lambda request: Touched(cases=(request.appraisal,)),
            decide,
            projecting.load,
            projecting.project,
        )
    )


KINDS: dict[str, ActKind[Any, Loaded]] = {
    "set_team": _on_appraisal("set_team", teams.set_team),
    "decline": _on_appraisal("decline", teams.decline),
    "assess": _on_appraisal("assess", judging.assess),
    "sign": _on_appraisal("sign", judging.sign),
    "publish": _on_appraisal("publish", judging.publish),
    "conclude": _on_appraisal("conclude", judging.conclude),
    "annul": _on_appraisal("annul", judging.annul),
}
FINALISE = _on_appraisal("finalise", judging.finalise)


def commission(request: Commission, *, by: Actor, key: str, on: date | None = None) -> Outcome:
    """A holder commissions an evaluation."""
    return act(COMMISSION, request, by=by, key=key, on=on)


def take(code: str, request: Any, *, by: Actor, key: str, on: date | None = None) -> Outcome:  # noqa: ANN401 - each move has its own request
    """Take a move on an evaluation with its own request. Raises KeyError for no move."""
    outcome = act(KINDS[code], request, by=by, key=key, on=on)
    if outcome.refusal is None and code == "conclude" and isinstance(request, Step):
        _record(request.appraisal, key=key, on=on)
    return outcome


def finalise(case: UUID, *, on: date, key: str) -> Outcome:
    """Carry out the due move of a published evaluation whose time to be challenged is over."""
    outcome = act(FINALISE, Tick(appraisal=case), by=SYSTEM, key=key, on=on)
    if outcome.refusal is None:
        _record(case, key=key, on=on)
    return outcome


def _record(case: UUID, *, key: str, on: date | None) -> None:
    """Write the level into the achievement's record; one that is off the register keeps what it has."""
    row = Appraisal.objects.select_related("case__counterpart").get(pk=case)
    if row.level is None:
        return
    assessor = row.case.counterpart.name if row.case.counterpart else ""
    evidence = tuple(
        Evidence(level=each.level, text=each.text, on=each.on, assessor=assessor)
        for each in row.levels.order_by("level")
    )
    request = Appraise(case=row.result_id, level=row.level, evidence=evidence, ref=f"case/{case}")
    results.take("appraise", request, by=SYSTEM, key=f"{key}:level"[:110], on=on)


DUE = {"finalise": finalise}
