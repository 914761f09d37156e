"""The reward waterfall: what was received, less costs and taxes; the pool for completers; its parts. Pure.

Zhejiang regulation on the transfer of achievements Arts. 37-40, national law Arts. 44-45, and whatever else the
rulebook holds for the place and the day on which the contract took effect. Every line keeps the clause of its rate.
Amounts stay exact until each is rounded to the fen, once; shares of a company are whole, a least part is rounded up.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_CEILING, Context, Decimal

from kechuang.kernel.money import round_fen
from kechuang.kernel.refusal import Refusal, Value
from kechuang.mechanisms.market.reward.rules.lawful import (
    DEFAULT,
    OWN,
    REWARD,
    SHARES,
    WAYS,
    Asking,
    Cite,
    cite,
    quoted,
)
from kechuang.rulebook.quoting import number
from kechuang.rulebook.resolve import Answer, Law, Subject

_EXACT = Context(prec=120)
ZERO, ONE = Decimal(0), Decimal(1)
YUAN, PIECES = "yuan", "shares"
FIRST_PROFIT = "first_profit"
MOST_YEARS = 30
# What else the rules say of the money, printed under the computation.
TERMS = (
    "notice_days",
    "payment_months",
    "equity_paid",
    "leader_disclosed",
    "payroll_limited",
    "priced_separately",
    "office_part",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """What a computation is made of; yuan, except that ``shares`` counts shares of a company.

    ``on`` is the day on which the contract took effect. ``fiscal`` is fiscal research money that somebody wants to
    count among the costs. ``agreed``, ``main`` and ``staff`` are what the unit's regulation or agreement says (shares
    of one), None where it is silent. ``profits`` are operating profits year by year from the first use.
    """

    way: str
    place: str
    on: date
    subject: Subject
    paid: Decimal = ZERO
    cost: Decimal = ZERO
    fiscal: Decimal = ZERO
    tax: Decimal = ZERO
    shares: Decimal = ZERO
    profits: tuple[Decimal, ...] = ()
    years: int | None = None
    agreed: Decimal | None = None
    main: Decimal | None = None
    staff: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line: ``code`` names it, ``terms`` are what was put together by ``sign`` ('-', '×', '+'), then the result."""

    code: str
    terms: tuple[Decimal, ...]
    sign: str
    amount: Decimal
    least: bool = False
    year: int = 0
    rule: Cite | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Computation:
    """The lines in order and what they come to. ``unit`` is yuan or shares; amounts are rounded, rates exact."""

    unit: str
    lines: tuple[Line, ...]
    net: Decimal
    rate: Decimal
    pool: Decimal
    main: Decimal | None
    staff: Decimal | None
    rest: Decimal
    kept: Decimal
    main_rate: Decimal | None
    staff_rate: Decimal | None
    terms: tuple[Cite, ...] = field(default=())

    @property
    def cites(self) -> tuple[Cite, ...]:
        """Every value of the rules that the computation stands on."""
        return (*(line.rule for line in self.lines if line.rule is not None), *self.terms)


def compute(law: Law, inputs: Inputs) -> Computation | Refusal:
    """Compute what the completers get. Refused by name: see the codes ``reward.*``."""
    wrong = _unfit(inputs)
    if wrong:
        return wrong
    asking = Asking(law, inputs.place, inputs.on, inputs.subject)
    start = _own(asking, inputs) if inputs.way == OWN else _base(asking, inputs)
    if isinstance(start, Refusal):
        return start
    lines, base = start
    rate = _rate(asking.ask(f"{REWARD}min_ratio.{inputs.way}"), inputs.agreed)
    if isinstance(rate, Refusal):
        return rate
    return _shared(asking, inputs, lines, base, *rate)


def _unfit(inputs: Inputs) -> Refusal | None:
    if inputs.way not in WAYS:
        return Refusal("reward.way_unknown", {"way": inputs.way, "known": ", ".join(WAYS)}, place="way")
    for name in ("paid", "cost", "fiscal", "tax", "shares"):
        if getattr(inputs, name) < 0:
            return Refusal("reward.negative", {"amount_yuan": getattr(inputs, name)}, place=name)
    for name in ("agreed", "main", "staff"):
        value = getattr(inputs, name)
        if value is not None and not ZERO <= value <= ONE:
            return Refusal("reward.no_share", {"given_share": value}, place=name)
    return None


def _base(asking: Asking, inputs: Inputs) -> tuple[tuple[Line, ...], Decimal] | Refusal:
    """What is shared out: the net income, or the shares into which the achievement was turned."""
    if inputs.way == SHARES:
        if inputs.shares <= 0 or inputs.shares != inputs.shares.to_integral_value():
            return Refusal("reward.shares_whole", {"given": inputs.shares}, place="shares")
        return (Line(code="shares", terms=(), sign="", amount=inputs.shares),), inputs.shares
    if inputs.paid <= 0:
        return Refusal("reward.nothing_paid", place="paid")
    cost, lines = inputs.cost, [Line(code="paid", terms=(), sign="", amount=inputs.paid)]
    if inputs.fiscal > 0:
        counted = asking.ask(f"{REWARD}fiscal_money_is_cost")
        if counted.value is False:
            values: dict[str, Value] = {"fiscal_yuan": inputs.fiscal, **quoted(counted)}
            return Refusal("reward.fiscal_cost", values, place="fiscal")
        cost += inputs.fiscal
        lines.append(Line(code="fiscal", terms=(), sign="", amount=inputs.fiscal, rule=cite(counted)))
    net = inputs.paid - cost - inputs.tax
    if net < 0:
        values = {"paid_yuan": inputs.paid, "cost_yuan": cost, "tax_yuan": inputs.tax, "net_yuan": net}
        return Refusal("reward.net_negative", values, place="cost")
    lines.append(Line(code="cost", terms=(), sign="", amount=cost))
    lines.append(Line(code="tax", terms=(), sign="", amount=inputs.tax))
    lines.append(Line(code="net", terms=(inputs.paid, cost, inputs.tax), sign="−", amount=round_fen(net)))
    return tuple(lines), net


def _own(asking: Asking, inputs: Inputs) -> tuple[tuple[Line, ...], Decimal] | Refusal:
    """The profits that count: those of the years of the rule, from the first use or the first profit on."""
    if not inputs.profits or len(inputs.profits) > MOST_YEARS:
        return Refusal("reward.no_profits", {"limit": MOST_YEARS}, place="profits")
    least, most = asking.ask(f"{REWARD}own.min_years"), asking.ask(f"{REWARD}own.max_years")
    fewest, longest = number(least), number(most)
    years = Decimal(inputs.years) if inputs.years is not None else fewest
    if years is None:
        return Refusal("reward.no_rule", {"key": least.key, "place": inputs.place, "on": inputs.on}, place="years")
    if fewest is not None and years < fewest:
        values: dict[str, Value] = {"years": int(years), "least": int(fewest), **quoted(least)}
        return Refusal("reward.years_short", values, place="years")
    if longest is not None and years > longest:
        return Refusal("reward.years_over", {"years": int(years), "most": int(longest), **quoted(most)}, place="years")
    counted = asking.ask(f"{REWARD}own.counted_from")
    first = 0
    if counted.value == FIRST_PROFIT:
        first = next((at for at, each in enumerate(inputs.profits) if each > 0), len(inputs.profits))
    lines = [Line(code="years", terms=(), sign="", amount=years, least=inputs.years is None, rule=cite(least))]
    if most.value is not None:
        lines.append(Line(code="years_most", terms=(), sign="", amount=longest or ZERO, rule=cite(most)))
    if counted.value is not None:
        lines.append(Line(code="counted_from", terms=(), sign="", amount=Decimal(first + 1), rule=cite(counted)))
    total = ZERO
    for at in range(first, min(first + int(years), len(inputs.profits))):
        profit = inputs.profits[at]
        lines.append(Line(code="profit", terms=(), sign="", amount=profit, year=at + 1))
        total += max(profit, ZERO)
    lines.append(Line(code="net", terms=(), sign="", amount=round_fen(total)))
    return tuple(lines), total


def _rate(answer: Answer, agreed: Decimal | None, code: str = "agreed") -> tuple[Decimal, Cite] | Refusal:
    """The rate that applies: a floor holds against any agreement, a default only where nothing was agreed."""
    found = number(answer)
    if found is None and agreed is None:
        values: dict[str, Value] = {"key": answer.key, "place": answer.asked_place, "on": answer.on}
        return Refusal("reward.no_rule", values, place=code)
    if agreed is None:
        return found or ZERO, cite(answer)
    if found is not None and answer.meaning != DEFAULT and agreed < found:
        below: dict[str, Value] = {"given_share": agreed, "least_share": found, **quoted(answer)}
        return Refusal("reward.below_floor", below, place=code)
    return agreed, cite(answer)


def _times(amount: Decimal, rate: Decimal, unit: str) -> Decimal:
    exact = _EXACT.multiply(amount, rate)
    return exact.to_integral_value(ROUND_CEILING) if unit == PIECES else round_fen(exact)


def _shared(
    asking: Asking, inputs: Inputs, lines: tuple[Line, ...], base: Decimal, rate: Decimal, rule: Cite
) -> Computation | Refusal:
    unit = PIECES if inputs.way == SHARES else YUAN
    floor = inputs.agreed is None and rule.meaning not in {"", DEFAULT}
    pool, exact = _times(base, rate, unit), _EXACT.multiply(base, rate)
    found = [*lines, Line(code="pool", terms=(base, rate), sign="×", amount=pool, least=floor, rule=rule)]
    rates: dict[str, Decimal | None] = {}
    for code, given in (("main", inputs.main), ("staff", inputs.staff)):
        answer = asking.ask(f"{REWARD}{code}_share")
        if answer.value is None and given is None:
            rates[code] = None
            continue
        part = _rate(answer, given, code)
        if isinstance(part, Refusal):
            return part
        rates[code] = part[0]
    taken = sum((each for each in rates.values() if each is not None), ZERO)
    if taken > ONE:
        return Refusal("reward.parts_over", {"sum_share": taken}, place="main")
    parts: dict[str, Decimal] = {}
    left = pool
    for code, each in rates.items():
        if each is None:
            continue
        parts[code] = min(_times(exact, each, unit), left)
        left -= parts[code]
        answer = asking.ask(f"{REWARD}{code}_share")
        given = inputs.main if code == "main" else inputs.staff
        least = given is None and answer.meaning != DEFAULT
        terms, said = (pool, each), cite(answer)
        found.append(Line(code=code, terms=terms, sign="×", amount=parts[code], least=least, rule=said))
    found.append(Line(code="rest", terms=(pool, *parts.values()), sign="−", amount=left))
    whole = base if unit == PIECES else round_fen(base)
    found.append(Line(code="kept", terms=(whole, pool), sign="−", amount=whole - pool))
    return Computation(
        unit=unit,
        lines=tuple(found),
        net=whole,
        rate=rate,
        pool=pool,
        main=parts.get("main"),
        staff=parts.get("staff"),
        rest=left,
        kept=whole - pool,
        main_rate=rates["main"],
        staff_rate=rates["staff"],
        terms=_terms(asking),
    )


def _terms(asking: Asking) -> tuple[Cite, ...]:
    found = [asking.ask(f"{REWARD}{code}") for code in TERMS]
    return tuple(cite(answer) for answer in found if answer.value is not None)
