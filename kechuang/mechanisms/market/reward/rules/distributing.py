"""A distribution: the sheet, its notice, the batch of payments, its evidence. Pure.

Zhejiang Arts. 37-41: the pool is split by agreement, main contributors and transfer staff have least parts, the sheet
is published in the unit, money is paid within months of the income where nothing was agreed, shares when registered.
"""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from kechuang.casework.decision import CaseView, Decision, DueAt, NewCase, Scene
from kechuang.kernel.days import ONE_DAY, add_months
from kechuang.kernel.money import split
from kechuang.kernel.refusal import Refusal, Value
from kechuang.mechanisms.market.reward import facts
from kechuang.mechanisms.market.reward.rules import noticing
from kechuang.mechanisms.market.reward.rules.lawful import (
    AWARD,
    OWN,
    REWARD,
    SHARES,
    WAYS,
    Asking,
    Ruled,
    body,
    cite,
    number,
    quoted,
    result,
)
from kechuang.mechanisms.market.reward.rules.requests import (
    MAIN,
    ROLES,
    STAFF,
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
from kechuang.mechanisms.market.reward.rules.waterfall import YUAN, Computation, Inputs, Line, compute
from kechuang.rulebook.resolve import Law, Subject

END, OVERDUE = "end", "overdue"
MOST_PAYEES, LONGEST_TITLE, LONGEST = 60, 200, 1000
ONE = Fraction(1)
PATENTS = ("invention", "other")
TABLE = "distribution"


def inputs_of(sheet: Sheet, place: str) -> Inputs:
    """Give what the waterfall takes of a sheet."""
    return Inputs(
        way=sheet.way,
        place=place,
        on=sheet.in_force,
        subject=Subject.parse(sheet.subject),
        paid=sheet.paid,
        cost=sheet.cost,
        fiscal=sheet.fiscal,
        tax=sheet.tax,
        shares=sheet.shares,
        profits=sheet.profits,
        years=sheet.years,
        agreed=sheet.agreed,
        main=sheet.main,
        staff=sheet.staff,
    )


def computed(law: Law, sheet: Sheet, place: str, on: date) -> Computation | Refusal:
    """Compute the pool of a sheet, after the day of the income; or the award for a patent."""
    if sheet.way == AWARD:
        return _award(law, sheet, place, on)
    if sheet.way not in WAYS:
        return Refusal("reward.way_unknown", {"way": sheet.way, "known": ", ".join((*WAYS, AWARD))}, place="way")
    if sheet.income_on is None or sheet.income_on > on:
        return Refusal("reward.before_income", {"income_on": sheet.income_on, "today": on}, place="income_on")
    if sheet.in_force > sheet.income_on and sheet.way != OWN:
        values: dict[str, Value] = {"income_on": sheet.income_on, "in_force": sheet.in_force}
        return Refusal("reward.income_before_contract", values, place="income_on")
    return compute(law, inputs_of(sheet, place))


def _award(law: Law, sheet: Sheet, place: str, on: date) -> Computation | Refusal:
    """A unit that regulated nothing pays at least the sums of the patent rules for each patent granted."""
    if sheet.patent not in PATENTS:
        return Refusal("reward.patent_unknown", {"given": sheet.patent}, place="patent")
    if sheet.income_on is None or sheet.income_on > on:
        return Refusal("reward.not_granted", {"granted_on": sheet.income_on, "today": on}, place="income_on")
    asking = Asking(law, place, sheet.income_on, Subject.parse(sheet.subject))
    answer = asking.ask(f"patent.award.{sheet.patent}_yuan")
    least = number(answer)
    given = sheet.award or least or Decimal(0)
    if least is not None and given < least:
        values: dict[str, Value] = {"given_yuan": given, "least_yuan": least, **quoted(answer)}
        return Refusal("reward.award_short", values, place="award")
    if given <= 0:
        return Refusal("reward.no_rule", {"key": answer.key, "place": place, "on": sheet.income_on}, place="award")
    line = Line(code="award", terms=(), sign="", amount=given, least=not sheet.award, rule=cite(answer))
    months = asking.ask("patent.award.within_months")
    return Computation(
        unit=YUAN,
        lines=(line,),
        net=given,
        rate=Decimal(1),
        pool=given,
        main=None,
        staff=None,
        rest=given,
        kept=Decimal(0),
        main_rate=None,
        staff_rate=None,
        terms=(cite(months),) if months.value is not None else (),
    )


def amounts(pool: Decimal, payees: tuple[Payee, ...], unit: str) -> list[Decimal]:
    """Share the pool exactly: the parts add up to it, by the largest remainder; shares of a company stay whole."""
    whole = pool if unit == YUAN else pool.scaleb(-2)
    weights = _weights(payees)
    parts = split(whole, weights)
    return parts if unit == YUAN else [part.scaleb(2) for part in parts]


def _weights(payees: tuple[Payee, ...]) -> list[Decimal]:
    """Give the shares as whole numbers in the same proportion, so that a third stays a third."""
    bottom = 1
    for each in payees:
        bottom = bottom * each.share.denominator // _gcd(bottom, each.share.denominator)
    return [Decimal(int(each.share * bottom)) for each in payees]


def _gcd(one: int, other: int) -> int:
    while other:
        one, other = other, one % other
    return one


def unfit_payees(payees: tuple[Payee, ...], found: Computation) -> Refusal | None:
    """Refuse lines that do not stand: no person, one twice, shares that do not make one, parts below the least."""
    if not 0 < len(payees) <= MOST_PAYEES:
        return Refusal("reward.no_person", {"limit": MOST_PAYEES}, place="payees")
    seen: set[str] = set()
    for each in payees:
        wrong = _unfit_payee(each, seen)
        if wrong:
            return wrong
        seen |= {each.hashed} if each.hashed else set()
    total = sum((each.share for each in payees), Fraction(0))
    if total != ONE:
        values: dict[str, Value] = {"sum_share": _decimal(total), "missing_share": _decimal(ONE - total)}
        return Refusal("reward.shares_not_whole", values, place="payees")
    for role, rate in ((MAIN, found.main_rate), (STAFF, found.staff_rate)):
        given = sum((each.share for each in payees if each.role == role), Fraction(0))
        if rate is not None and given < Fraction(rate):
            rule = next(line.rule for line in found.lines if line.code == role and line.rule)
            values = {"given_share": _decimal(given), "least_share": rate, "key": rule.key, "since": rule.since}
            values |= {"place": rule.place, "clause": rule.clause, "source": rule.source}
            return Refusal(f"reward.{role}_short", values, place="payees")
    for each, amount in zip(payees, amounts(found.pool, payees, found.unit), strict=True):
        if not 0 <= each.tax <= amount:
            return Refusal("reward.tax_over", {"tax_yuan": each.tax, "amount_yuan": amount}, place="payees")
    return None


def _unfit_payee(each: Payee, seen: set[str]) -> Refusal | None:
    if not each.name.strip():
        return Refusal("reward.no_person", {"limit": MOST_PAYEES}, place="payees")
    if each.role not in ROLES:
        return Refusal("reward.role_unknown", {"given": each.role, "known": ", ".join(ROLES)}, place="payees")
    if not each.basis.strip() or len(each.basis) > LONGEST:
        return Refusal("reward.no_basis", place="payees")
    if each.share <= 0:
        return Refusal("reward.share_not_positive", place="payees")
    if each.hashed and each.hashed in seen:
        return Refusal("reward.person_twice", place="payees")
    return None


def _decimal(value: Fraction) -> Decimal:
    return (Decimal(value.numerator) / Decimal(value.denominator)).quantize(Decimal("0.000001")).normalize()


def pay_by(law: Law, sheet: Sheet, place: str) -> date | None:
    """Give the last day of payment: as agreed, else months after the income; shares when they are registered."""
    if sheet.due is not None or sheet.income_on is None:
        return sheet.due
    asking = Asking(law, place, sheet.income_on, Subject.parse(sheet.subject))
    if sheet.way == SHARES:
        paid = asking.ask(f"{REWARD}equity_paid")
        return sheet.income_on if paid.value == "at_registration" else None
    key = "patent.award.within_months" if sheet.way == AWARD else f"{REWARD}payment_months"
    months = number(asking.ask(key))
    return add_months(sheet.income_on, int(months)) if months is not None else None


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
    changes = {"title": request.sheet.title.strip(), "due_on": last}
    changes |= {"amount": fact.pool if fact.amount_unit == YUAN else None}
    return Decision(
        facts=((case.id, fact),),
        states={case.id: "DRAFTED"},
        changes={case.id: changes},
        due=(DueAt(case.id, OVERDUE, last + ONE_DAY),) if last else (),
        cancels=((case.id, OVERDUE),),
        rows=put,
    )


def _drawn(
    scene: Scene[Loaded], case: UUID, place: str, unit: UUID | None, sheet: Sheet, *, again: bool
) -> tuple[facts.DistributionDrafted, Put, date | None] | Refusal:
    if not sheet.title.strip() or len(sheet.title.strip()) > LONGEST_TITLE:
        return Refusal("reward.no_title", {"limit": LONGEST_TITLE}, place="title")
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
