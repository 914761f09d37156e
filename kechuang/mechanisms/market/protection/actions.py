"""The only writers of cases of protection: typed requests into the gateway; and how a dispute holds an achievement.

``by`` is who acts, ``key`` the idempotency key, ``on`` the deciding day (by default today).
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from kechuang.casework.act import Outcome, act
from kechuang.casework.registry import ActKind, Touched, register_act
from kechuang.mechanisms.market.protection import projecting
from kechuang.mechanisms.market.protection.models import Protection
from kechuang.mechanisms.market.protection.rules import deciding
from kechuang.mechanisms.market.protection.rules.moves import LIVE, PROTECTION
from kechuang.mechanisms.market.protection.rules.requests import OWNERSHIP, Loaded, Report
from kechuang.mechanisms.market.result import actions as results
from kechuang.mechanisms.market.result.rules.requests import Step as ResultStep
from kechuang.web.permissions import SYSTEM, Actor

REPORT: ActKind[Report, Loaded] = register_act(
    ActKind(
        PROTECTION,
        "report",
        lambda _request: Touched(),
        deciding.report,
        projecting.load_new,
        projecting.project,
        place=lambda request: request.place,
        bodies=lambda request: (request.reporter,),
    )
)


def _on_case(code: str, decide: Any) -> ActKind[Any, Loaded]:  # noqa: ANN401 - each has its own request
    return register_act(
        ActKind(
            PROTECTION,
            code,
            lambda request: Touched(cases=(request.protection,)),
            decide,
            projecting.load,
            projecting.project,
        )
    )


KINDS: dict[str, ActKind[Any, Loaded]] = {
    "route": _on_case("route", deciding.route),
    "refuse": _on_case("refuse", deciding.refuse),
    "accept": _on_case("accept", deciding.accept),
    "send_back": _on_case("send_back", deciding.send_back),
    "take_back": _on_case("take_back", deciding.send_back),
    "conclude": _on_case("conclude", deciding.conclude),
    "record": _on_case("record", deciding.conclude),
}


def report(request: Report, *, by: Actor, key: str, on: date | None = None) -> Outcome:
    """A holder or firm reports a case."""
    return act(REPORT, request, by=by, key=key, on=on)


def take(code: str, request: Any, *, by: Actor, key: str, on: date | None = None) -> Outcome:  # noqa: ANN401 - each move has its own request
    """Take a move on a case with its own request. Raises KeyError for no move."""
    outcome = act(KINDS[code], request, by=by, key=key, on=on)
    if outcome.refusal is None:
        settle(request.protection, key=key, on=on)
    return outcome


def settle(protection: UUID, *, key: str, on: date | None = None) -> bool:
    """Freeze the achievement of a dispute that was routed, or lift it at the dispute's end; say whether it did."""
    row = Protection.objects.select_related("case", "result").get(pk=protection)
    if row.result is None or row.kind != OWNERSHIP:
        return False
    live = row.case.state in LIVE
    if live and not row.froze and row.routed_on is not None:
        return _freeze(row, key=key, on=on)
    return not live and row.froze and _thaw(row, key=key, on=on)


def _others(row: Protection) -> bool:
    rows = Protection.objects.filter(result=row.result_id, froze=True, case__state__in=LIVE)
    return rows.exclude(pk=row.pk).exists()


def _freeze(row: Protection, *, key: str, on: date | None) -> bool:
    if not _others(row):
        request = ResultStep(case=row.result_id, move="freeze", text=row.case.number)
        if results.take("freeze", request, by=SYSTEM, key=f"{key}:freeze"[:110], on=on).refusal is not None:
            return False
    Protection.objects.filter(pk=row.pk).update(froze=True)
    return True


def _thaw(row: Protection, *, key: str, on: date | None) -> bool:
    if not _others(row):
        request = ResultStep(case=row.result_id, move="thaw", text=row.case.number)
        if results.take("thaw", request, by=SYSTEM, key=f"{key}:thaw"[:110], on=on).refusal is not None:
            return False
    Protection.objects.filter(pk=row.pk).update(froze=False)
    return True


def lift(_moment: datetime) -> int:
    """Lift what a case still holds that was withdrawn or not corrected in time; give how many (the node's round)."""
    rows = Protection.objects.filter(froze=True).exclude(case__state__in=LIVE).values_list("pk", flat=True)
    return sum(settle(pk, key=f"protection:lift:{pk.hex}") for pk in list(rows[:200]))
