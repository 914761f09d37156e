"""Claim rights: a firm applies, the county checks, the city grants a quota with a last day, time lets it lapse."""

from datetime import date, timedelta
from decimal import Decimal

from kechuang.casework.decision import Decision, DueAt, NewAccount, NewCase, Scene
from kechuang.kernel.days import Deadline, Unit, deadline
from kechuang.kernel.refusal import Refusal
from kechuang.mechanisms.sharing.voucher.facts.right import (
    RightApplied,
    RightChecked,
    RightGranted,
    RightLapsed,
    RightRefused,
)
from kechuang.mechanisms.sharing.voucher.rules import accounts, asking, budget, change
from kechuang.mechanisms.sharing.voucher.rules.change import Put
from kechuang.mechanisms.sharing.voucher.rules.moves import BUDGET, RIGHT
from kechuang.mechanisms.sharing.voucher.rules.places import within
from kechuang.mechanisms.sharing.voucher.rules.requests import (
    ApplyRight,
    CheckRight,
    GrantRight,
    LapseRight,
    RefuseRight,
    RightKey,
)
from kechuang.mechanisms.sharing.voucher.rules.rows import BodyRow, BudgetRow, Loaded, RightRow
from kechuang.rulebook.quoting import cited
from kechuang.rulebook.resolve import Answer, Law

ONE_DAY = timedelta(days=1)
REASONS = ("not_eligible", "incomplete", "duplicate", "credit", "outside_region", "withdrawn")
ENTERPRISE, TEAM = "enterprise", "team"
HOLDERS = {"enterprise": ENTERPRISE, "startup_team": TEAM, "team": TEAM}


def subject_of(body: BodyRow) -> str:
    """Whether a body holds vouchers as an enterprise or as a team; '' if it cannot hold them."""
    return HOLDERS.get(body.kind.partition(".")[0], "")


def quota_answers(law: Law, body: BodyRow, place: str, on: date) -> tuple[Answer, Answer]:
    """The yearly quota of a body's kind, and the limit of one grant, at a place on a day."""
    year = asking.answer_of(law, f"voucher.quota.{subject_of(body)}.year_yuan", place, on, body.kind)
    once = asking.answer_of(law, "voucher.quota.once_yuan", place, on, body.kind)
    return year, once


def quota_cap(answers: tuple[Answer, ...]) -> Answer | None:
    """The answer that binds: the least of those that speak; None if none does."""
    speaking = [answer for answer in answers if asking.yuan_of(answer) is not None]
    return min(speaking, key=lambda answer: asking.yuan_of(answer) or Decimal(0), default=None)


def apply(scene: Scene[Loaded], request: ApplyRight) -> Decision | Refusal:
    """A firm or team of the payer's region applies once a year, from an open budget of that year."""
    body = scene.rows.bodies[request.holder]
    fund = budget.held(scene, request.budget)
    if isinstance(fund, Refusal):
        return fund
    refusal = _may_hold(body) or _open(fund) or _fits(scene, request, body, fund)
    if refusal:
        return refusal
    answers = quota_answers(scene.law, body, request.place, scene.on)
    cap = quota_cap(answers)
    if cap is None:
        return asking.silent(answers[0])
    if request.asked_yuan is not None:
        refusal = budget.positive(request.asked_yuan, "asked_yuan") or _over_quota(request.asked_yuan, cap)
        if refusal:
            return refusal
    due = term(scene, "voucher.check.county_days", request.place)
    return _applied(scene, request, body, fund, due)


def _applied(
    scene: Scene[Loaded], request: ApplyRight, body: BodyRow, fund: BudgetRow, due: Deadline | None
) -> Decision:
    due_on = due.day if due else None
    case = NewCase(
        id=request.case,
        kind=RIGHT.kind,
        authority=fund.authority,
        state="APPLIED",
        place=request.place,
        title=body.name,
        office=scene.rows.offices.get((fund.authority, request.place)) or fund.office,
        holder=body.id,
        amount=request.asked_yuan,
        due_on=due_on,
        number_series=f"{fund.authority}-{request.year}-V",
    )
    fact = RightApplied(
        place=request.place,
        subject=subject_of(body),
        year=request.year,
        holder=f"body/{body.id}",
        asked_yuan=request.asked_yuan,
        due_on=due_on,
        due_provisional=bool(due and due.provisional),
    )
    values = {
        "authority": fund.authority,
        "holder_id": body.id,
        "budget_id": fund.case,
        "year": request.year,
        "subject": subject_of(body),
        "asked_yuan": request.asked_yuan,
        "once": once_key(fund.authority, request.year, body.id.hex),
    }
    put = Put(change.RIGHT, request.case, values, new=True)
    return Decision(facts=((request.case, fact),), opens=(case,), rows=(put,))


def once_key(authority: str, year: int, holder: str) -> str:
    """What may exist once: a holder's right of one year with one payer."""
    return f"{authority}:{year}:{holder}"


def _may_hold(body: BodyRow) -> Refusal | None:
    if subject_of(body):
        return None
    return Refusal("voucher.not_for_this_body", {"holder": body.name, "kind": body.kind})


def _open(fund: BudgetRow) -> Refusal | None:
    if fund.state == "OPEN":
        return None
    if fund.state == "EXHAUSTED":
        return Refusal("voucher.budget_exhausted", {"number": fund.number, "year": str(fund.year), "left": Decimal(0)})
    return Refusal("voucher.budget_not_open", {"number": fund.number, "state": f"{BUDGET.kind}.{fund.state}"})


def _fits(scene: Scene[Loaded], request: ApplyRight, body: BodyRow, fund: BudgetRow) -> Refusal | None:
    if request.place != body.place or not within(body.place, fund.place, scene.on):
        return Refusal(
            "voucher.outside_payer_region", {"holder": body.name, "place": body.place, "payer_place": fund.place}
        )
    if request.year != fund.year:
        return Refusal("voucher.wrong_year", {"year": str(request.year), "budget_year": str(fund.year)}, place="year")
    taken = scene.rows.taken.get(once_key(fund.authority, request.year, body.id.hex))
    if taken is not None:
        return Refusal("voucher.right_exists", {"number": taken, "year": str(request.year)})
    return None


def _over_quota(asked_yuan: Decimal, cap: Answer) -> Refusal | None:
    limit = asking.yuan_of(cap)
    if limit is None or asked_yuan <= limit:
        return None
    values = {"asked": asked_yuan, "limit": limit, "over": asked_yuan - limit, **cited(cap)}
    return Refusal("voucher.over_year_quota", values, place="quota_yuan")


def term(scene: Scene[Loaded], key: str, place: str) -> Deadline | None:
    """The last day of a term that begins on the deciding day; None where no rule sets one."""
    answer = asking.answer_of(scene.law, key, place, scene.on)
    days = asking.whole_of(answer)
    if days is None:
        return None
    unit: Unit = "working_day" if answer.unit == "working_day" else "calendar_day"
    return deadline(scene.on, days, unit, scene.rows.calendars)


def held(scene: Scene[Loaded], key: RightKey) -> RightRow | Refusal:
    """The right of a key, or the refusal of a key that does not fit it."""
    row = scene.rows.rights.get(key.case)
    wanted = (key.authority, key.budget, key.holder, key.place)
    if row is None or (row.authority, row.budget, row.holder.id, row.place) != wanted:
        return Refusal("voucher.wrong_reference", {"kind": RIGHT.kind})
    return row


def check_county(scene: Scene[Loaded], request: CheckRight) -> Decision | Refusal:
    """The county hands the application to the city, whose own term begins."""
    row = held(scene, request.right)
    if isinstance(row, Refusal):
        return row
    due = term(scene, "voucher.check.city_days", row.place)
    fund = scene.rows.budgets.get(row.budget)
    fact = RightChecked(
        place=row.place,
        due_on=due.day if due else None,
        due_provisional=bool(due and due.provisional),
        note=request.note,
    )
    return Decision(
        facts=((row.case, fact),),
        states={row.case: "CITY_CHECK"},
        changes={row.case: {"due_on": due.day if due else None, "office": fund.office if fund else row.office}},
    )


def check_city(scene: Scene[Loaded], request: GrantRight) -> Decision | Refusal:
    """The city grants: at most the yearly quota, at most what the budget still has."""
    row = held(scene, request.right)
    if isinstance(row, Refusal):
        return row
    fund = budget.fund_of(scene, row.budget)
    answers = quota_answers(scene.law, row.holder, row.place, scene.on)
    cap, months = quota_cap(answers), asking.answer_of(scene.law, "voucher.right.valid_months", row.place, scene.on)
    if cap is None:
        return asking.silent(answers[0])
    valid_months = asking.whole_of(months)
    if valid_months is None:
        return asking.silent(months)
    quota = _quota(request, row, cap)
    refusal = budget.positive(quota, "quota_yuan") or _over_quota(quota, cap) or _open(fund)
    source = accounts.budget_available(row.authority, row.budget)
    left = scene.balances.get(source, Decimal(0))
    if refusal is None and quota > left:
        refusal = Refusal(
            "voucher.budget_short",
            {"number": fund.number, "year": str(fund.year), "left": left, "asked": quota, "short": quota - left},
            place="quota_yuan",
        )
    return refusal or _granted(scene, request, row, fund, quota, valid_months)


def _quota(request: GrantRight, row: RightRow, cap: Answer) -> Decimal:
    if request.quota_yuan is not None:
        return request.quota_yuan
    limit = asking.yuan_of(cap) or Decimal(0)
    return limit if row.asked_yuan is None else min(row.asked_yuan, limit)


def _granted(
    scene: Scene[Loaded], request: GrantRight, row: RightRow, fund: BudgetRow, quota: Decimal, months: int
) -> Decision:
    valid_to = deadline(scene.on, months, "month", scene.rows.calendars).day
    source = accounts.budget_available(row.authority, row.budget)
    target = accounts.right_available(row.authority, row.case)
    states, exhausted = budget.after_giving(fund, scene.balances[source] - quota)
    fact = RightGranted(
        place=row.place,
        subject=subject_of(row.holder),
        year=row.year,
        industry=row.holder.section,
        quota_yuan=quota,
        holder=f"body/{row.holder.id}",
        valid_from=scene.on,
        valid_to=valid_to,
        note=request.note,
        postings=accounts.transfer(source, target, quota),
    )
    grace = asking.whole_of(asking.answer_of(scene.law, "voucher.claim.after_delivery_days", row.place, scene.on))
    values = {"quota_yuan": quota, "valid_from": scene.on, "valid_to": valid_to}
    return Decision(
        facts=((row.case, fact), *exhausted),
        states={row.case: "GRANTED", **states},
        changes={row.case: {"amount": quota, "due_on": valid_to}},
        accounts=(NewAccount(code=target, authority=row.authority, holder=row.holder.id),),
        due=(
            DueAt(row.case, "lapse", valid_to + ONE_DAY),
            DueAt(row.case, "expire_orders", valid_to + timedelta(days=grace or 0) + ONE_DAY),
        ),
        rows=(Put(change.RIGHT, row.case, values),),
    )


def refuse(scene: Scene[Loaded], request: RefuseRight) -> Decision | Refusal:
    """County or city refuses; the firm may apply again in the same year."""
    row = held(scene, request.right)
    if isinstance(row, Refusal):
        return row
    if request.reason not in REASONS:
        return asking.unknown_reason(request.reason, REASONS)
    fact = RightRefused(place=row.place, holder=f"body/{row.holder.id}", reason=request.reason, note=request.note)
    return Decision(
        facts=((row.case, fact),),
        states={row.case: "REFUSED"},
        changes={row.case: {"due_on": None}},
        rows=(Put(change.RIGHT, row.case, {"once": None, "reason": request.reason}),),
    )


def lapse(scene: Scene[Loaded], request: LapseRight) -> Decision | Refusal:
    """After the last day the unused rest goes back to the budget; so does what a later release brings in."""
    row = held(scene, request.right)
    if isinstance(row, Refusal):
        return row
    if row.valid_to is None or scene.on <= row.valid_to:
        return Refusal("voucher.right_still_valid", {"number": row.number, "until": row.valid_to})
    fund = budget.fund_of(scene, row.budget)
    source = accounts.right_available(row.authority, row.case)
    rest = scene.balances[source]
    states, replenished = budget.after_return(fund, rest)
    fact = RightLapsed(
        place=row.place,
        holder=f"body/{row.holder.id}",
        unused_yuan=rest,
        postings=accounts.transfer(source, budget.home_of(fund), rest),
    )
    return Decision(
        facts=((row.case, fact), *replenished),
        states={row.case: "LAPSED", **states},
        changes={row.case: {"due_on": None}},
    )
