"""The words of rewards: ways, lines of a computation with their formula and clause, roles, kinds of rights."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from kechuang.mechanisms.market.reward.rules.lawful import AWARD, LICENCE, OWN, SHARES, TRANSFER, Cite
from kechuang.mechanisms.market.reward.rules.waterfall import Computation, Line
from kechuang.rulebook import load as rulebook
from kechuang.rulebook.speak import Speaker
from kechuang.web import divisions, slots, written
from kechuang.web.slots import Words

WAYS: dict[str, Words] = {
    LICENCE: _("licence"),
    TRANSFER: _("transfer of rights"),
    SHARES: _("contribution as shares"),
    OWN: _("own or joint implementation"),
    AWARD: _("patent award where nothing is regulated"),
}
KINDS: dict[str, Words] = {
    "gov_research_unit": _("government-established research unit, university or hospital"),
    "research_unit": _("other research unit"),
    "enterprise": _("enterprise"),
}
ROLES: dict[str, Words] = {
    "main": _("main contributor"),
    "contributor": _("other contributor"),
    "staff": _("transfer and management staff"),
}
RIGHTS: dict[str, Words] = {"ownership": _("share of the ownership"), "use": _("long-term right to use")}
PATENTS: dict[str, Words] = {"invention": _("invention patent"), "other": _("utility model or design")}
LINES: dict[str, Words] = {
    "paid": _("Actually received"),
    "fiscal": _("Fiscal research money counted as a cost"),
    "cost": _("Costs of the transfer"),
    "tax": _("Taxes"),
    "shares": _("Shares into which the achievement was turned"),
    "net": _("Net"),
    "years": _("Years that count"),
    "years_most": _("Years that count, at most"),
    "counted_from": _("First year that counts"),
    "profit": _("Operating profit of a year"),
    "pool": _("Pool for those who completed and transferred it"),
    "main": _("Of it for main contributors"),
    "staff": _("Of it for transfer and management staff"),
    "rest": _("Of it for other contributors"),
    "kept": _("Stays with the unit"),
    "award": _("Award for the patent"),
}
COUNTS = frozenset({"years", "years_most", "counted_from"})


def way(code: str) -> str:
    """Give the word of a way of transfer."""
    return str(WAYS.get(code, code))


def role(code: str) -> str:
    """Give the word of a role."""
    return str(ROLES.get(code, code))


def speaker() -> Speaker:
    """Give who says rules in the reader's language."""
    language = get_language() or "zh-hans"
    return Speaker(rulebook.current(), language, divisions.traditional if language == "zh-hant" else str)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """The clause beside a line: words, where the value comes from, how sure we are of it."""

    title: str
    value: str
    place: str
    since: date | None
    cite: str
    confidence: str
    confidence_words: str
    url: str
    ranges: Sequence[str] = ()
    default: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A line as pages, files and the interface give it."""

    code: str
    label: str
    formula: str
    amount: Decimal
    text: str
    least: bool
    strong: bool
    clause: Clause | None


def clause(rule: Cite, place: str, on: date, said: Speaker | None = None) -> Clause | None:
    """Give the clause of a value; None where no rule speaks and none opens a range."""
    said = said or speaker()
    key = rulebook.current().key(rule.key)
    ranges = [
        gettext("%(place)s allows %(value)s or more (%(clause)s)")
        % {"place": said.place(where), "value": said.value(key, value, ""), "clause": number or "—"}
        for value, where, number, _mark in rule.opened
    ]
    if rule.silent and not ranges:
        return None
    return Clause(
        title=said.text(key.title),
        value=said.value(key, rule.value, "") if not rule.silent else "—",
        place=said.place(rule.place) if rule.place else "",
        since=rule.since,
        cite=said.cite(rule.source, rule.clause) if rule.source else "",
        confidence=rule.confidence,
        confidence_words=said.confidence(rule.confidence) if rule.confidence else "",
        url=slots.link("rule", rule.key, place=place, on=on),
        ranges=ranges,
        default=rule.meaning == "default",
    )


def shown(found: Computation, place: str, on: date) -> list[Shown]:
    """Give the lines of a computation in words."""
    said = speaker()
    return [_shown(line, found.unit, place, on, said) for line in found.lines]


def _shown(line: Line, unit: str, place: str, on: date, said: Speaker) -> Shown:
    label = str(LINES[line.code])
    if line.code == "profit":
        label = gettext("Operating profit, year %(year)d") % {"year": line.year}
    if line.code == "net" and unit == "yuan" and not line.terms:
        label = gettext("Profits that count")
    counted = line.code in COUNTS or unit == "shares"
    amount = f"{line.amount:,.0f}" if counted else f"{line.amount:,.2f}"
    return Shown(
        code=line.code,
        label=label,
        formula=_formula(line, unit),
        amount=line.amount,
        text=amount,
        least=line.least,
        strong=line.code in {"net", "pool"},
        clause=clause(line.rule, place, on, said) if line.rule else None,
    )


def _formula(line: Line, unit: str) -> str:
    if not line.terms:
        return ""
    if line.sign == "×":
        base, rate = line.terms
        return f"{written.number(base)} × {written.share(rate)}"
    numbers = [written.number(each) if unit == "shares" else f"{each:,.2f}" for each in line.terms]
    return f" {line.sign} ".join(numbers)


def terms(found: Computation, place: str, on: date) -> list[Clause]:
    """Give what else the rules say of the money: notice, time of payment, leaders, payroll."""
    said = speaker()
    clauses = (clause(each, place, on, said) for each in found.terms)
    return [each for each in clauses if each is not None]


def table(lines: Sequence[Shown]) -> tuple[list[str], list[list[Any]]]:
    """Give heads and rows of a computation for files."""
    heads = [
        gettext("Item of the computation"),
        gettext("How it is computed"),
        gettext("Amount"),
        gettext("at least"),
        gettext("Rule"),
        gettext("Clause"),
        gettext("Place of the rule"),
        gettext("In force since"),
        gettext("Confidence"),
    ]
    rows = []
    for each in lines:
        said = each.clause
        rows.append(
            [
                each.label,
                each.formula,
                each.amount,
                gettext("yes") if each.least else "",
                said.value if said else "",
                said.cite if said else "",
                said.place if said else "",
                said.since if said else None,
                said.confidence if said else "",
            ]
        )
    return heads, rows


def choices(words: Mapping[str, Words], *, without: Sequence[str] = ()) -> list[tuple[str, str]]:
    """Give the choices of a field."""
    return [(code, str(word)) for code, word in words.items() if code not in without]


FIGURES: dict[str, Words] = {
    "results": _("Achievements registered"),
    "contracts": _("Technology contracts that were registered"),
    "contracts_yuan": _("Technology amount of the contracts (yuan)"),
    "agreed_prices": _("Contracts signed at an agreed price"),
    "income_yuan": _("Net income distributed (yuan)"),
    "distributions": _("Distributions paid"),
    "rewarded_yuan": _("Paid to persons (yuan)"),
    "main_yuan": _("Of it to main contributors (yuan)"),
    "staff_yuan": _("Of it to transfer and management staff (yuan)"),
    "persons": _("Lines of persons"),
    "shares": _("Shares of companies given to persons"),
    "late": _("Distributions paid after their term"),
    "empowerments": _("Empowerments that took effect"),
    "ownership": _("Of them shares of the ownership"),
    "use": _("Of them rights to use"),
    "empowered_yuan": _("What empowered achievements brought (yuan)"),
}
