"""The only writers of offers, trials and open licences: typed requests into the gateway.

``by`` is who acts, ``key`` the idempotency key, ``on`` the deciding day (by default today). Where a licence begins or
ends, the register of achievements hears of it in the same transaction: refused there, nothing is written here.
"""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from kechuang.casework import queue
from kechuang.casework.act import Outcome, act
from kechuang.casework.models import Case
from kechuang.casework.moves import Moves
from kechuang.casework.registry import ActKind, Touched, register_act
from kechuang.kernel.refusal import Refusal
from kechuang.mechanisms.market.result import actions as achievements
from kechuang.mechanisms.market.result.models import Deal
from kechuang.mechanisms.market.result.rules.requests import CloseDeal, OpenDeal
from kechuang.mechanisms.market.trial import projecting
from kechuang.mechanisms.market.trial.models import OpenLicence, OpenUse, Trial
from kechuang.mechanisms.market.trial.rules import converting, offering, opening, requests, trying, using
from kechuang.mechanisms.market.trial.rules.moves import OFFER, OPEN_LICENCE, OPEN_USE, TRIAL
from kechuang.mechanisms.market.trial.rules.requests import Loaded, Tick
from kechuang.web import chance, clock
from kechuang.web.accounts.models import Body
from kechuang.web.permissions import SYSTEM, Actor

OFFICE_KINDS = ("market_operator", "department", "office", "county_office")
DONE, FAILED = "done", "failed"


def office_for(place: str) -> Body | None:
    """Give who runs the market of a place: an operator, else the department; of the city, else of the province."""
    wanted = [f"{place[:4]}00", place, f"{place[:2]}0000"]
    rows = Body.objects.filter(place__in=wanted, kind__in=OFFICE_KINDS, valid_to__isnull=True).exclude(authority="")
    found = sorted(
        rows, key=lambda body: (OFFICE_KINDS.index(body.kind), wanted.index(body.place), body.code, str(body.pk))
    )
    return found[0] if found else None


def _opens(
    moves: Moves,
    code: str,
    decide: Callable[..., Any],
    load: Callable[..., Loaded],
    place: Callable[[Any], str],
    body: Callable[[Any], UUID],
) -> ActKind[Any, Loaded]:
    return register_act(
        ActKind(
            moves,
            code,
            lambda _request: Touched(),
            decide,
            load,
            projecting.project,
            place=place,
            bodies=lambda request: (body(request),),
        )
    )


def _touches(request: Any) -> Touched:  # noqa: ANN401 - each move has its own request
    """The case, and with it the achievement's where the request names one: its register writes after this one."""
    result = getattr(request, "result", None)
    return Touched(cases=(request.case, result) if result else (request.case,))


def _on(moves: Moves, load: Any, **decides: Any) -> dict[str, ActKind[Any, Loaded]]:  # noqa: ANN401 - each has its own request
    return {
        code: register_act(
            ActKind(moves, code, _touches, decide, load, projecting.project, while_held=code in {"expire", "lapse"})
        )
        for code, decide in decides.items()
    }


OPENS: dict[str, ActKind[Any, Loaded]] = {
    OFFER.kind: _opens(
        OFFER, "offer", offering.offer, projecting.load_offer_new, lambda each: each.place, lambda each: each.unit
    ),
    TRIAL.kind: _opens(TRIAL, "request", trying.ask, projecting.load_ask, lambda _each: "", lambda each: each.firm),
    OPEN_LICENCE.kind: _opens(
        OPEN_LICENCE,
        "declare",
        opening.declare,
        projecting.load_declare,
        lambda each: each.place,
        lambda each: each.unit,
    ),
    OPEN_USE.kind: _opens(
        OPEN_USE, "notify", using.notify, projecting.load_notify, lambda _each: "", lambda each: each.firm
    ),
}
KINDS: dict[str, dict[str, ActKind[Any, Loaded]]] = {
    OFFER.kind: _on(OFFER, projecting.load_offer, amend=offering.amend, end=offering.end),
    TRIAL.kind: _on(
        TRIAL,
        projecting.load_trial,
        agree=trying.agree,
        decline=trying.decline,
        sign=trying.sign,
        log=trying.log,
        report=trying.report,
        extend=trying.extend,
        remind=trying.remind,
        expire=trying.expire,
        convert=converting.convert,
        give_back=trying.give_back,
    ),
    OPEN_LICENCE.kind: _on(
        OPEN_LICENCE,
        projecting.load_open,
        publish=opening.publish,
        refuse=opening.refuse,
        take_back=opening.take_back,
        lapse=opening.lapse,
    ),
    OPEN_USE.kind: _on(
        OPEN_USE,
        projecting.load_use,
        confirm=using.confirm,
        drop=using.drop,
        remind=using.remind,
        file=using.file,
    ),
}
TWICE = {OFFER.kind: "trial.offered_already", OPEN_LICENCE.kind: "open_licence.declared_already"}


def begin(kind: str, request: Any, *, by: Actor, key: str, on: date | None = None) -> Outcome:  # noqa: ANN401 - each kind has its own request
    """Open a case: ``Offer``, ``Ask`` for a trial, ``Declare`` an open licence, ``Notify`` its use."""
    try:
        return act(OPENS[kind], request, by=by, key=key, on=on)
    except IntegrityError:
        if kind not in TWICE:
            raise
        # Two at the same moment: the table let one through, and the other now sees it.
        return act(OPENS[kind], request, by=by, key=key, on=on)


def take(kind: str, code: str, request: Any, *, by: Actor, key: str, on: date | None = None) -> Outcome:  # noqa: ANN401 - each move has its own request
    """Take a move with its own request; what it means for the achievement's register is done with it."""
    follow = FOLLOWS.get((kind, code))
    with queue.writer(), transaction.atomic():
        outcome = act(KINDS[kind][code], request, by=by, key=key, on=on)
        if outcome.refusal is not None or outcome.repeated or follow is None:
            return outcome
        refused = follow(request, key, on or clock.today())
        if refused is not None:
            transaction.set_rollback(True)
            return Outcome(key, refusal=refused)
    return outcome


# --- what the register of achievements hears


def _party(case: Case) -> dict[str, Any]:
    firm = case.holder
    return {"party": firm.name if firm else "", "party_code": firm.code if firm else "", "party_body": case.holder_id}


def _open(case: Case, result: UUID, deal: UUID, key: str, on: date, **more: Any) -> Refusal | None:  # noqa: ANN401 - fields of the deal
    request = OpenDeal(case=result, deal=deal, ref=case.number, **more)
    return achievements.open_deal(request, by=SYSTEM, key=f"{key}:d", on=on).refusal


def _close(
    result: UUID,
    deal: UUID,
    key: str,
    on: date,
    outcome: str,
    *,
    price: Decimal | None = None,
    contract: str = "",
    until: date | None = None,
) -> Refusal | None:
    request = CloseDeal(
        case=result,
        deal=deal,
        outcome=outcome,
        contract=contract,
        price=price,
        since=on if outcome == DONE else None,
        until=until,
    )
    return achievements.close_deal(request, by=SYSTEM, key=f"{key}:c", on=on).refusal


def _signed(request: requests.Sign, key: str, on: date) -> Refusal | None:
    row = Trial.objects.select_related("case__holder").get(pk=request.case)
    mode = "exclusive" if row.exclusive else "ordinary"
    return _open(
        row.case, row.result_id, request.deal, key, on, mode=mode, path="trial", since=row.start, **_party(row.case)
    )


def _free(result: UUID, deal: UUID | None, key: str, on: date) -> None:
    """Let go of the achievement; one in dispute keeps the deal until its own office settles that."""
    if deal is not None and Deal.objects.filter(pk=deal, closed_on__isnull=True).exists():
        _close(result, deal, key, on, FAILED)


def _reported(request: requests.Report, key: str, on: date) -> Refusal | None:
    if not request.satisfied:
        _free(request.result, Trial.objects.values_list("deal", flat=True).get(pk=request.case), key, on)
    return None


def _expired(request: Tick, key: str, on: date) -> Refusal | None:
    result, deal = Trial.objects.values_list("result_id", "deal").get(pk=request.case)
    _free(result, deal, key, on)
    return None


def _converted(request: requests.Convert, key: str, on: date) -> Refusal | None:
    """The deal of the trial is done; a contract that gives more than the trial's licence is a deal of its own."""
    row = Trial.objects.select_related("case__holder", "contract").get(pk=request.case)
    contract = row.contract
    if row.deal is None or contract is None:
        return Refusal("trial.no_deal", {"number": row.case.number})
    deal, mode = row.deal, "exclusive" if row.exclusive else "ordinary"
    if row.mode != mode:
        if refused := _close(row.result_id, deal, f"{key}:o", on, FAILED):
            return refused
        deal = chance.uuid7()
        if refused := _open(row.case, row.result_id, deal, key, on, mode=row.mode, path="trial", **_party(row.case)):
            return refused
        Trial.objects.filter(pk=row.pk).update(deal=deal)
    return _close(
        row.result_id,
        deal,
        key,
        on,
        DONE,
        price=row.paid or Decimal(0),
        contract=contract.number,
        until=contract.contract.ends_on,
    )


def _published(request: requests.Step, key: str, on: date) -> Refusal | None:
    """While a patent stands open to anybody, no exclusive licence of it is dealt in (patent law, Art. 51)."""
    row = OpenLicence.objects.select_related("case").get(pk=request.case)
    if row.deal is None:
        return Refusal("trial.no_deal", {"number": row.case.number})
    return _open(row.case, row.result_id, row.deal, key, on, mode="ordinary", path="open_licence")


def _closed(request: requests.Step | Tick, key: str, on: date) -> Refusal | None:
    result, deal = OpenLicence.objects.values_list("result_id", "deal").get(pk=request.case)
    _free(result, deal, key, on)
    return None


def _confirmed(request: requests.Confirm, key: str, on: date) -> Refusal | None:
    row = OpenUse.objects.select_related("case__holder", "licence").get(pk=request.case)
    given = {"mode": "ordinary", "path": "open_licence", "since": on, "until": row.until, **_party(row.case)}
    if refused := _open(row.case, row.licence.result_id, request.deal, key, on, **given):
        return refused
    number = row.case.number
    return _close(
        row.licence.result_id, request.deal, key, on, DONE, price=request.amount, contract=number, until=row.until
    )


FOLLOWS: dict[tuple[str, str], Callable[[Any, str, date], Refusal | None]] = {
    (TRIAL.kind, "sign"): _signed,
    (TRIAL.kind, "report"): _reported,
    (TRIAL.kind, "expire"): _expired,
    (TRIAL.kind, "convert"): _converted,
    (OPEN_LICENCE.kind, "publish"): _published,
    (OPEN_LICENCE.kind, "take_back"): _closed,
    (OPEN_LICENCE.kind, "lapse"): _closed,
    (OPEN_USE.kind, "confirm"): _confirmed,
}


def _due(kind: str, code: str, result: Callable[[UUID], UUID | None]) -> Callable[..., Outcome]:
    def carry_out(case: UUID, *, on: date, key: str) -> Outcome:
        return take(kind, code, Tick(case, result(case)), by=SYSTEM, key=key, on=on)

    return carry_out


def _nothing(_case: UUID) -> None:
    return None


TRIAL_DUE = {
    "remind": _due(TRIAL.kind, "remind", _nothing),
    "expire": _due(TRIAL.kind, "expire", lambda case: Trial.objects.values_list("result_id", flat=True).get(pk=case)),
}
OPEN_DUE = {
    "lapse": _due(
        OPEN_LICENCE.kind, "lapse", lambda case: OpenLicence.objects.values_list("result_id", flat=True).get(pk=case)
    )
}
USE_DUE = {"remind": _due(OPEN_USE.kind, "remind", _nothing)}
