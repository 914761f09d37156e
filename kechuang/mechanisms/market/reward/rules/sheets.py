"""What stands on a sheet: its pool by the rules, its persons with their exact shares, its day of payment. Pure."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from kechuang.kernel.days import add_months
from kechuang.kernel.money import split
from kechuang.kernel.refusal import Refusal, Value
from kechuang.mechanisms.market.reward.rules.lawful import AWARD, OWN, REWARD, SHARES, WAYS, Asking, cite, quoted
from kechuang.mechanisms.market.reward.rules.requests import MAIN, ROLES, STAFF, Payee, Sheet
from kechuang.mechanisms.market.reward.rules.waterfall import YUAN, Computation, Inputs, Line, compute
from kechuang.rulebook.quoting import number
from kechuang.rulebook.resolve import Law, Subject

MOST_PAYEES, LONGEST = 60, 1000
ONE = Fraction(1)
PATENTS = ("invention", "other")


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
