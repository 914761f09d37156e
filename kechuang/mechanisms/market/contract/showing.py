"""What pages show of one contract: its facts, its check list, what a party asks, what a step will do."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kechuang.casework.models import Case
from kechuang.casework.standard.models import Correction
from kechuang.mechanisms.market.contract import words
from kechuang.mechanisms.market.contract.models import TechContract
from kechuang.mechanisms.market.contract.rules import checklist as checks
from kechuang.mechanisms.market.contract.rules.checklist import Line
from kechuang.mechanisms.market.contract.rules.content import Party
from kechuang.web import divisions, slots, written
from kechuang.web.parts import DONE, LATE, RISK, Fact, State
from kechuang.web.refusals import write_value

TONES = {checks.OK: DONE, checks.DOUBT: RISK, checks.FAILS: LATE}


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line of the check list: what it asks, how it stands, why, and the clause behind it."""

    code: str
    title: str
    state: State
    why: str
    rule: str
    rule_url: str
    confirmed: str
    open: bool


def lines(row: TechContract) -> list[ShownLine]:
    """Give the check list as it was last drawn up (one query for what was confirmed)."""
    confirmed = {each.line: each for each in row.confirmations.order_by("pk")}
    found = []
    for kept in row.lines:
        line = Line.of(kept)
        done = confirmed.get(line.code)
        holds = done is not None and done.digest == line.digest and line.verdict == checks.DOUBT
        verdict = "confirmed" if holds else line.verdict
        tone = DONE if holds else TONES[line.verdict]
        found.append(
            ShownLine(
                code=line.code,
                title=words.say(f"contract.check.{line.code}"),
                state=State(words.say(f"contract.verdict.{verdict}"), tone, verdict),
                why=words.why(line),
                rule=rule_words(line),
                rule_url=slots.link("rule", str(line.rule["key"]), place=row.office_place, on=row.accepted_on) or "",
                confirmed=(done.note or _("confirmed")) if holds and done else "",
                open=line.verdict != checks.OK and not holds,
            )
        )
    return found


def rule_words(line: Line) -> str:
    """Give source and clause of the rule behind a line."""
    if not line.rule.get("source"):
        return _("no rule recorded")
    named = ("source", "clause") if line.rule.get("clause") else ("source",)
    return " ".join(write_value(name, line.rule.get(name)) for name in named)


def facts(row: TechContract, case: Case) -> list[Fact]:
    """Give what is known of a contract, in the order of the registration form."""
    contract = row.contract
    found = [
        (_("Registration number"), row.number),
        (_("Type"), f"{words.word('type', contract.type)} · {words.subtype(contract.type, contract.subtype)}"),
        (_("Contract number"), contract.number),
        (pgettext("contract", "Seller"), party(contract.seller)),
        (pgettext("contract", "Buyer"), party(contract.buyer)),
        (_("Signed on"), written.day(contract.signed_on)),
        (_("Effective on"), written.day(contract.effective_on) if contract.effective_on else ""),
        (_("Term ends on"), written.day(contract.ends_on) if contract.ends_on else ""),
        (_("Contract total"), yuan(contract.total_yuan)),
        (_("Technology amount"), yuan(contract.technology)),
        (_("What is not technology"), deductions(row)),
        (_("Payment"), payment(row)),
        (_("Price in foreign currency"), foreign(row)),
        (_("Field of technology"), words.word("field", contract.field)),
        (_("Social and economic purpose"), words.word("purpose", contract.purpose)),
        (_("Source in a plan"), plan(row)),
        (_("Intellectual property"), rights(row)),
        (_("Trade"), trade(row)),
        (_("Subject of the contract"), contract.subject),
        (_("Acceptance criteria"), contract.acceptance),
        (_("Place"), divisions.name(case.place)),
    ]
    return [Fact(term=term, value=value) for term, value in found if value]


def summary(row: TechContract) -> str:
    """Give a contract in a line: type, who sells to whom, how much of it is technology."""
    kind = f"{words.word('type', row.type)} · {words.subtype(row.type, row.subtype)}"
    amounts = _("%(total)s yuan, of it technology %(technology)s") % {
        "total": written.money(row.total_yuan),
        "technology": written.money(row.technology_yuan),
    }
    return f"{kind} · {row.seller_name} → {row.buyer_name} · {amounts}"


def party(each: Party) -> str:
    """Give a party in a line: name, code, seat."""
    seat = each.country if each.abroad else divisions.name(each.place)
    return " · ".join(part for part in (each.name, each.code, seat, words.word("party", each.kind)) if part)


def yuan(value: Any) -> str:  # noqa: ANN401 - an amount or None
    """Write an amount with its unit."""
    return _("%(amount)s yuan") % {"amount": written.money(value)} if value is not None else ""


def deductions(row: TechContract) -> str:
    """List what is taken off the total."""
    return "；".join(
        f"{words.word('deduction', each.kind)} {each.name} {written.money(each.yuan)}"
        + (f"（{_('carrier, not deducted')}）" if each.carrier else "")
        for each in row.contract.deductions
    )


def payment(row: TechContract) -> str:
    """How the price is paid; an estimate says that it is one."""
    contract = row.contract
    found = words.word("payment", contract.payment)
    if contract.royalty:
        royalty = contract.royalty
        found += f" · {words.word('base', royalty.base)} {royalty.rate} · {words.word('rate', royalty.movement)}"
        if royalty.estimate_yuan is not None:
            found += " · " + _("estimate %(amount)s yuan, not registered") % {
                "amount": written.money(royalty.estimate_yuan)
            }
    if row.received_yuan:
        found += " · " + _("received so far %(amount)s yuan, up to %(day)s") % {
            "amount": written.money(row.received_yuan),
            "day": row.received_until,
        }
    return found


def foreign(row: TechContract) -> str:
    """The price in foreign currency with its rate and the day of the rate."""
    found = row.contract.foreign
    if found is None or found.rate is None:
        return ""
    return f"{found.currency} {written.money(found.amount)} × {found.rate} ({found.rate_on} {found.source})".strip()


def plan(row: TechContract) -> str:
    """The plan from which the contract comes; nothing for none."""
    contract = row.contract
    return f"{words.word('plan', contract.plan)} {contract.plan_number}".strip() if contract.plan != "none" else ""


def rights(row: TechContract) -> str:
    """The rights that the contract is about."""
    return "；".join(f"{words.word('right', each.kind)} {each.number}".strip() for each in row.contract.rights)


def trade(row: TechContract) -> str:
    """Import or export with its list and licence; nothing inside the country."""
    contract = row.contract
    if contract.trade == "domestic":
        return ""
    found = f"{words.word('trade', contract.trade)} · {words.word('list', contract.trade_list)}"
    return f"{found} · {contract.trade_licence} {contract.trade_licence_on}" if contract.trade_licence else found


def wish(row: TechContract) -> dict[str, Any] | None:
    """What a party asks of a registered contract, in words; None where nothing is asked."""
    asked = row.wish or {}
    if not asked:
        return None
    enjoyed = "；".join(f"{words.word('policy', each['policy'])} {each['yuan']}" for each in asked.get("enjoyed", ()))
    return {**asked, "word": words.word("wish", asked["wish"]), "enjoyed_words": enjoyed}


def faults(case: Case) -> list[dict[str, str]]:
    """The faults that the office named, while the case waits for their correction."""
    if case.hold != "correction":
        return []
    found = Correction.objects.filter(case=case, ended_on__isnull=True).order_by("-pk").first()
    return list(found.faults) if found else []


def effect(move: str, row: TechContract) -> str:
    """Say what a step will do, before it is taken."""
    said = {
        "accept": _("The file is complete. The time to decide begins today, by the rule of the place."),
        "register": _("The contract gets its number. Total %(total)s yuan, technology amount %(technology)s yuan."),
        "refer": _("The contract goes to experts; it cannot be registered before their outcome is recorded."),
        "revoke": _("The certificate falls at once and is shown as revoked. What was enjoyed is to be recovered."),
        "deregister": _("The registration ends; its amount leaves the statistics today."),
        "reject": _("The contract is not registered. The party is told ground and reason and may object."),
    }.get(move, "")
    amounts = {"total": written.money(row.total_yuan), "technology": written.money(row.technology_yuan)}
    return said % amounts if "%(" in said else said


def url(row: TechContract) -> str:
    """The address of a contract's case."""
    return reverse("casework:case", args=[row.pk])
