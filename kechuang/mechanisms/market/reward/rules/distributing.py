"""A distribution: the sheet, its notice, the batch of payments, its evidence. Pure.

Zhejiang Arts. 37-41: the pool is split by agreement, main contributors and transfer staff have least parts, the sheet
is published in the unit, money is paid within months of the income where nothing was agreed, shares when registered.
"""

from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from kechuang.casework.decision import CaseView, Decision, DueAt, NewCase, Scene
from kechuang.kernel.days import ONE_DAY
from kechuang.kernel.refusal import Refusal, Value
from kechuang.mechanisms.market.reward import facts
from kechuang.mechanisms.market.reward.rules import noticing
from kechuang.mechanisms.market.reward.rules.lawful import (
    REWARD,
    Asking,
    Ruled,
    body,
    quoted,
    result,
)
from kechuang.mechanisms.market.reward.rules.requests import (
    Draft,
    Forget,
    HandOver,
    Loaded,
    Pay,
    Payee,
    Publish,
    Put,
    Revise,
    Sheet,
    Stop,
    Tick,
)
from kechuang.mechanisms.market.reward.rules.sheets import amounts, computed, pay_by, unfit_payees
from kechuang.mechanisms.market.reward.rules.waterfall import YUAN, Computation
from kechuang.rulebook.resolve import Subject

END, OVERDUE = "end", "overdue"
LONGEST_TITLE = 200
TABLE = "distribution"


def draft(scene: Scene[Loaded], request: Draft) -> Ruled:
    """A sheet is drawn up."""
    ruled = _drawn(scene, request.case, request.place, request.unit, request.sheet, again=False)
    if isinstance(ruled, Refusal):
        return ruled
    fact, put, last = ruled
    case = NewCase(
        id=request.case,
        kind="market.distribution",
        authority=request.authority,
        state="DRAFTED",
        place=request.place,
        title=request.sheet.title.strip(),
        office=request.unit,
        holder=request.unit,
        amount=fact.pool if fact.amount_unit == YUAN else None,
        due_on=last,
        number_series=f"{request.authority}-SY",
    )
    due = (DueAt(request.case, OVERDUE, last + ONE_DAY),) if last else ()
    return Decision(facts=((request.case, fact),), opens=(case,), due=due, rows=put)


def revise(scene: Scene[Loaded], request: Revise) -> Ruled:
    """The sheet is drawn up anew before it is published."""
    case = scene.cases[request.case]
    ruled = _drawn(scene, case.id, case.place, case.holder, request.sheet, again=True)
    if isinstance(ruled, Refusal):
        return ruled
    fact, put, last = ruled
    changes: dict[str, object] = {"title": request.sheet.title.strip(), "due_on": last}
    changes |= {"amount": fact.pool if fact.amount_unit == YUAN else None}
    return Decision(
        facts=((case.id, fact),),
        states={case.id: "DRAFTED"},
        changes={case.id: changes},
        due=(DueAt(case.id, OVERDUE, last + ONE_DAY),) if last else (),
        cancels=((case.id, OVERDUE),),
        rows=put,
    )


def _unlike_contract(rows: Loaded, unit: UUID | None, sheet: Sheet) -> Refusal | None:
    """A number of the register of technology contracts must be one of the unit's own, and the income within its total.

    A number that the register does not hold is the unit's own and is taken as it is.
    """
    number = sheet.contract.strip()
    known = rows.contracts.get(number)
    if known is None:
        return None
    if known.seller != unit:
        return Refusal("reward.contract_of_other", {"number": number}, place="contract")
    if not known.stands:
        return Refusal("reward.contract_ended", {"number": number}, place="contract")
    if sheet.paid > known.total:
        values: dict[str, Value] = {"number": number, "paid_yuan": sheet.paid, "total_yuan": known.total}
        return Refusal("reward.more_than_contract", values, place="paid")
    return None


def _drawn(
    scene: Scene[Loaded], case: UUID, place: str, unit: UUID | None, sheet: Sheet, *, again: bool
) -> tuple[facts.DistributionDrafted, Put, date | None] | Refusal:
    if not sheet.title.strip() or len(sheet.title.strip()) > LONGEST_TITLE:
        return Refusal("reward.no_title", {"limit": LONGEST_TITLE}, place="title")
    unlike = _unlike_contract(scene.rows, unit, sheet)
    if unlike:
        return unlike
    found = computed(scene.law, sheet, place, scene.on)
    if isinstance(found, Refusal):
        return found
    refusal = unfit_payees(sheet.payees, found)
    if refusal:
        return refusal
    shares = amounts(found.pool, sheet.payees, found.unit)
    last = pay_by(scene.law, sheet, place)
    fact = facts.DistributionDrafted(
        place=place,
        way=sheet.way,
        unit=body(unit),
        result=result(sheet.result),
        contract=sheet.contract.strip(),
        income_on=sheet.income_on,
        amount_unit=found.unit,
        net=found.net,
        rate=f"{found.rate:f}",
        pool=found.pool,
        lines=tuple(
            f"line/{each.id} {each.role} {each.share} {amount:f}"
            for each, amount in zip(sheet.payees, shares, strict=True)
        ),
        pay_by=last,
        again=again,
    )
    put = Put(
        case=case,
        table=TABLE,
        new=not again,
        values=_columns(sheet, found, last),
        adds=tuple(
            ("line", _line(at, each, amount))
            for at, (each, amount) in enumerate(zip(sheet.payees, shares, strict=True))
        ),
        empties=("line",) if again else (),
    )
    return fact, put, last


def _columns(sheet: Sheet, found: Computation, last: date | None) -> dict[str, object]:
    return {
        "result": sheet.result,
        "way": sheet.way,
        "subject": sheet.subject,
        "in_force": sheet.in_force,
        "income_on": sheet.income_on,
        "contract": sheet.contract.strip(),
        "inputs": {
            "paid": f"{sheet.paid:f}",
            "cost": f"{sheet.cost:f}",
            "fiscal": f"{sheet.fiscal:f}",
            "tax": f"{sheet.tax:f}",
            "shares": f"{sheet.shares:f}",
            "profits": [f"{each:f}" for each in sheet.profits],
            "years": sheet.years,
            "agreed": _text(sheet.agreed),
            "main": _text(sheet.main),
            "staff": _text(sheet.staff),
            "patent": sheet.patent,
            "award": f"{sheet.award:f}",
            "due": sheet.due.isoformat() if sheet.due else None,
        },
        "amount_unit": found.unit,
        "net": found.net,
        "pool": found.pool,
        "pay_by": last,
        "start": None,
        "end": None,
    }


def _text(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:f}"


def _line(at: int, each: Payee, amount: Decimal) -> dict[str, object]:
    return {
        "id": each.id,
        "order": at,
        "name": each.name.strip(),
        "masked": each.masked,
        "hashed": each.hashed,
        "role": each.role,
        "basis": each.basis.strip(),
        "leader": each.leader,
        "top": each.share.numerator,
        "bottom": each.share.denominator,
        "amount": amount,
        "tax": each.tax,
        "person_id": each.person,
    }


def _asking(scene: Scene[Loaded], case: CaseView, on: date) -> Asking:
    return Asking(scene.law, case.place, on, Subject.parse(scene.rows.seen[case.id].subject))


def publish(scene: Scene[Loaded], request: Publish) -> Ruled:
    """The sheet is published in the unit; a leader among its persons is published openly where the rules ask it."""
    case, row = scene.cases[request.case], scene.rows.seen[request.case]
    asking = _asking(scene, case, request.start)
    refusal = noticing.unfit(asking, scene.rows.calendars, noticing.REWARD_NOTICE, request, scene.on)
    if refusal:
        return refusal
    openly = asking.ask(f"{REWARD}leader_disclosed")
    if row.leaders and openly.value is True and not request.openly:
        return Refusal("reward.leader_unpublished", {"leaders": row.leaders, **quoted(openly)}, place="openly")
    fact = facts.DistributionNoticeBegun(
        place=case.place,
        start=request.start,
        end=request.end,
        days=(request.end - request.start).days,
        leaders=row.leaders,
        openly=request.openly,
        where=request.where.strip(),
    )
    values = {"start": request.start, "end": request.end, "where": request.where.strip(), "openly": request.openly}
    return Decision(
        facts=((case.id, fact),),
        states={case.id: "NOTICE_RUNNING"},
        changes={case.id: {"due_on": request.end}},
        due=(DueAt(case.id, END, request.end + ONE_DAY),),
        cancels=((case.id, END),),
        rows=Put(case=case.id, table=TABLE, values=values),
    )


def stop(scene: Scene[Loaded], request: Stop) -> Ruled:
    """The unit stops a notice: the sheet is drawn up anew."""
    case, row = scene.cases[request.case], scene.rows.seen[request.case]
    if not request.reason.strip():
        return Refusal("reward.no_reason", place="reason")
    fact = facts.DistributionNoticeStopped(place=case.place, reason=request.reason.strip())
    return Decision(
        facts=((case.id, fact),),
        states={case.id: "DRAFTED"},
        changes={case.id: {"due_on": row.pay_by}},
        cancels=((case.id, END),),
        rows=Put(case=case.id, table=TABLE, values={"start": None, "end": None}),
    )


def end(scene: Scene[Loaded], request: Tick) -> Ruled:
    """The notice ran its time."""
    case, row = scene.cases[request.case], scene.rows.seen[request.case]
    if row.start is None or row.end is None:
        return Refusal("reward.no_notice")
    fact = facts.DistributionNoticePassed(place=case.place, start=row.start, end=row.end)
    return Decision(
        facts=((case.id, fact),),
        states={case.id: "NOTICE_PASSED"},
        changes={case.id: {"due_on": row.pay_by}},
        rows=Put(case=case.id, table=TABLE, values={"passed_on": scene.on}),
    )


def hand_over(scene: Scene[Loaded], request: HandOver) -> Ruled:
    """The batch goes to the unit's finance."""
    case, row = scene.cases[request.case], scene.rows.seen[request.case]
    fact = facts.DistributionHandedOver(place=case.place, persons=row.payees, total=row.total)
    return Decision(
        facts=((case.id, fact),),
        states={case.id: "HANDED_OVER"},
        rows=Put(case=case.id, table=TABLE, values={"handed_on": scene.on}),
    )


def pay(scene: Scene[Loaded], request: Pay) -> Ruled:
    """Evidence of payment: after the notice, of the whole batch; a late one is taken and said to be late."""
    case, row = scene.cases[request.case], scene.rows.seen[request.case]
    if not request.reference.strip():
        return Refusal("reward.no_reference", place="reference")
    if request.paid_on > scene.on:
        return Refusal("reward.paid_in_future", {"day": request.paid_on, "today": scene.on}, place="paid_on")
    if row.end is None or request.paid_on <= row.end:
        return Refusal("reward.paid_in_notice", {"day": request.paid_on, "end": row.end}, place="paid_on")
    if request.amount != row.total:
        values: dict[str, Value] = {"given": request.amount, "total": row.total}
        return Refusal("reward.paid_differs", values, place="amount")
    late = max((request.paid_on - row.pay_by).days, 0) if row.pay_by else 0
    fact = facts.DistributionPaid(
        place=case.place,
        unit=body(case.holder),
        way=row.way,
        amount_unit=row.unit,
        total=row.total,
        total_yuan=row.total if row.unit == YUAN else None,
        persons=row.payees,
        paid_on=request.paid_on,
        late_days=late,
        reference=request.reference.strip(),
        files=tuple(each.commitment for each in request.files),
    )
    values_: dict[str, object] = {"paid_on": request.paid_on, "reference": request.reference.strip()}
    values_ |= {"files": [str(each.id) for each in request.files], "late_days": late}
    put = Put(case=case.id, table=TABLE, values=values_, files=tuple(each.id for each in request.files))
    return Decision(
        facts=((case.id, fact),),
        states={case.id: "PAID"},
        changes={case.id: {"due_on": None}},
        cancels=((case.id, OVERDUE),),
        rows=put,
    )


def overdue(scene: Scene[Loaded], request: Tick) -> Ruled:
    """The day of payment passed: a warning to the unit, the case goes on."""
    case, row = scene.cases[request.case], scene.rows.seen[request.case]
    if row.pay_by is None or scene.on <= row.pay_by:
        return Refusal("reward.not_overdue")
    fact = facts.DistributionOverdue(place=case.place, pay_by=row.pay_by)
    values = {"overdue_on": row.pay_by + timedelta(days=1)}
    return Decision(
        facts=((case.id, fact),),
        states={case.id: case.state},
        rows=Put(case=case.id, table=TABLE, values=values),
    )


def forget(scene: Scene[Loaded], request: Forget) -> Ruled:
    """Names and masked ids go off a sheet that was paid; roles, shares and amounts stay."""
    case, row = scene.cases[request.case], scene.rows.seen[request.case]
    if not request.reason.strip():
        return Refusal("reward.no_reason", place="reason")
    fact = facts.PersonsForgotten(place=case.place, persons=row.payees, reason=request.reason.strip())
    put = Put(case=case.id, table=TABLE, values={"forgotten_on": scene.on}, adds=(("forgotten", {}),))
    return Decision(facts=((case.id, fact),), states={case.id: case.state}, rows=put)
