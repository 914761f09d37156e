"""Writes what decisions say into the tables of brokers, and loads what decisions see: a few statements a batch."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q

from kechuang.casework.models import Case
from kechuang.casework.registry import Done
from kechuang.kernel.days import load_calendars
from kechuang.ledger import erase as ledger
from kechuang.mechanisms.market.broker.models import BrokeredDeal, BrokerEntry, Commission
from kechuang.mechanisms.market.broker.rules import requests as asked
from kechuang.mechanisms.market.broker.rules.law import subject
from kechuang.mechanisms.market.contract.models import TechContract
from kechuang.mechanisms.market.demand.models import Demand
from kechuang.mechanisms.market.result.models import Achievement
from kechuang.web import clock
from kechuang.web.accounts.models import Body, Person

CONTRACT, DEMAND, RESULT = "market.contract", "market.demand", "market.result"
# The states in which there is a deal to speak of.
STANDS = {
    CONTRACT: frozenset({"RECEIVED", "ACCEPTED", "REVIEW", "REGISTERED", "ASKED", "DEREGISTERED"}),
    DEMAND: frozenset({"CONTRACTED", "CLOSED_SOLVED"}),
    RESULT: frozenset({"TRANSFERRED", "LICENSED", "INVESTED"}),
}
NAMELESS: dict[str, Any] = {
    "name": "—",
    "certificate": "",
    "issuer": "",
    "check_note": "",
    "reason": "",
    "wish": {},
    "person": None,
    "open_name": False,
    "forgotten": True,
    "living": False,
}


def load_new(requests: Sequence[asked.Open]) -> asked.Loaded:
    """Give the certificates that stand already (one query)."""
    return asked.Loaded(
        calendars=load_calendars(), certificates=_certificates({each.terms.certificate.number for each in requests})
    )


def load_entries(requests: Sequence[Any]) -> asked.Loaded:
    """Give entries as decisions see them (two queries)."""
    found = entries({each.entry for each in requests})
    numbers = {each.terms.certificate.number for each in requests if isinstance(each, asked.Amend)}
    numbers |= {each.certificate.number for each in requests if isinstance(each, asked.Ask)}
    return asked.Loaded(
        calendars=load_calendars(), entries=found, certificates=_certificates(numbers) if numbers else {}
    )


def load_claims(requests: Sequence[asked.Claim]) -> asked.Loaded:
    """Give entries, deals and living claims on them (six queries at most)."""
    wanted = {each.deal for each in requests}
    taken = BrokeredDeal.objects.filter(deal__in=wanted, living=True).values_list("deal_id", "client_id")
    return asked.Loaded(
        calendars=load_calendars(),
        entries=entries({each.entry for each in requests}),
        deals=deals(wanted),
        taken=frozenset(taken),
    )


def load_deals(requests: Sequence[Any]) -> asked.Loaded:
    """Give claims as decisions see them (one query)."""
    rows = BrokeredDeal.objects.filter(pk__in={each.brokered for each in requests}).select_related("case")
    return asked.Loaded(
        calendars=load_calendars(),
        claims={
            row.pk: asked.Claimed(
                agreed_yuan=row.agreed_yuan,
                paid_yuan=row.paid_yuan,
                agreement_on=row.agreed_on,
                level=row.level,
                place=row.case.place,
                field=row.field,
                deal_kind=row.deal_kind,
                deal_amount=row.deal_yuan,
            )
            for row in rows
        },
    )


def _certificates(numbers: Iterable[str]) -> dict[str, UUID]:
    wanted = {each.strip() for each in numbers} - {""}
    return dict(BrokerEntry.objects.filter(living=True, certificate__in=wanted).values_list("certificate", "case_id"))


def entries(wanted: Collection[UUID]) -> dict[UUID, asked.Seen]:
    """Give entries as decisions see them (one query)."""
    rows = BrokerEntry.objects.select_related("case").filter(pk__in=list(wanted))
    return {row.pk: seen(row) for row in rows}


def seen(row: BrokerEntry) -> asked.Seen:
    """Give one entry as decisions see it."""
    return asked.Seen(
        case=row.pk,
        state=row.case.state,
        place=row.case.place,
        holder=row.case.holder_id,
        office=row.case.office_id,
        authority=row.case.authority,
        kind=row.kind,
        level=row.level,
        certificate=row.certificate,
        issuer=row.issuer,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        since=row.since,
        spans=tuple((date.fromisoformat(a), date.fromisoformat(b) if b else None) for a, b in row.spans),
        checked=asked.Checked(
            on=row.checked_on, source=row.check_source, finding=row.check_finding, note=row.check_note
        )
        if row.checked_on
        else None,
        wish=wish_of(row),
        forgotten=row.forgotten,
        hold=row.case.hold,
    )


def wish_of(row: BrokerEntry) -> asked.Certificate | None:
    """Give the certificate on which renewal was asked for, None where none was."""
    if not row.wish:
        return None
    return asked.Certificate(
        number=row.wish["certificate"],
        issuer=row.wish["issuer"],
        valid_from=date.fromisoformat(row.wish["valid_from"]),
        valid_until=date.fromisoformat(row.wish["valid_until"]),
        level=row.wish["level"],
    )


def find_deal(number: str) -> Case | None:
    """Give the contract, demand or achievement with a number; None where there is none, or more than one."""
    text = number.strip()
    if not text:
        return None
    registered = TechContract.objects.filter(number=text).values("case_id")
    found = list(Case.objects.filter(Q(number=text) | Q(pk__in=registered), kind__in=STANDS)[:2])
    return found[0] if len(found) == 1 else None


def deals(wanted: Collection[UUID]) -> dict[UUID, asked.Deal]:
    """Give the deals behind cases: parties, day and amount as the register holds them (five queries at most)."""
    cases = {case.pk: case for case in Case.objects.filter(pk__in=list(wanted), kind__in=STANDS)}
    contracts = {row.pk: row for row in TechContract.objects.filter(pk__in=cases)}
    demands = {row.pk: row for row in Demand.objects.filter(pk__in=cases)}
    results = {row.pk: row for row in Achievement.objects.filter(pk__in=cases)}
    codes = {code for row in contracts.values() for code in (row.contract.seller.code, row.contract.buyer.code)} - {""}
    bodies = dict(Body.objects.filter(code__in=codes).values_list("code", "pk")) if codes else {}
    found = {}
    for pk, case in cases.items():
        parties = {case.holder_id}
        more: dict[str, Any] = {}
        if row := contracts.get(pk):
            sides = (row.contract.seller.code, row.contract.buyer.code)
            parties |= {case.counterpart_id, *(bodies.get(code) for code in sides)}
            amount = row.registered_total or row.total_yuan
            more = {"on": row.signed_on, "amount": amount, "field": row.field}
        elif demand := demands.get(pk):
            parties.add(demand.partner_id)
            more = {"on": demand.contract_on, "amount": demand.contract_amount, "field": demand.field}
        elif result := results.get(pk):
            more = {"field": result.field}
        found[pk] = asked.Deal(
            case=pk,
            kind=case.kind,
            number=contracts[pk].number or case.number if pk in contracts else case.number,
            stands=case.state in STANDS[case.kind] and not case.hold,
            parties=frozenset(each for each in parties if each),
            place=case.place,
            **more,
        )
    return found


def remember(rows: asked.Loaded, request: asked.Open, _decision: Any) -> None:  # noqa: ANN401 - the decision is not needed
    """Let the next entry of a batch see the certificates before it."""
    rows.certificates = {**rows.certificates, request.terms.certificate.number.strip(): request.case}


def project(done: Sequence[Done[Any]]) -> None:
    """Write entries, claims and payments; empty what is to be forgotten."""
    puts: list[asked.Put] = [entry.decision.rows for entry in done]  # type: ignore[misc]  # every decision carries a Put
    for table, model in (("entry", BrokerEntry), ("deal", BrokeredDeal)):
        mine = [put for put in puts if put.table == table]
        model.objects.bulk_create([model(case_id=put.case, **put.values) for put in mine if put.new])
        for put in mine:
            if put.values and not put.new:
                model.objects.filter(pk=put.case).update(**put.values)
    Commission.objects.bulk_create(
        [Commission(brokered_id=put.case, **put.payment) for put in puts if put.payment is not None]
    )
    for put in puts:
        if put.forget:
            _forget(put.case)


def _forget(case: UUID) -> None:
    BrokerEntry.objects.filter(pk=case).update(**NAMELESS)
    ledger.erase(subject=subject(case), erased_at=clock.now())


def forget_person(person: Person) -> int:
    """Erase the entries of a person's account, whatever their state; give how many rows were emptied."""
    mine = list(BrokerEntry.objects.filter(person=person).values_list("pk", flat=True))
    for case in mine:
        _forget(case)
    return len(mine)


def end_entries(cases: Sequence[UUID]) -> None:
    """An application that was taken back holds its certificate no longer."""
    BrokerEntry.objects.filter(pk__in=cases).update(living=False)


def end_claims(cases: Sequence[UUID]) -> None:
    """A claim that was taken back leaves the deal to others."""
    BrokeredDeal.objects.filter(pk__in=cases).update(living=False)


def unit_of(entry: UUID) -> UUID | None:
    """Give the unit in which a broker stands (one query)."""
    return BrokerEntry.objects.filter(pk=entry).values_list("case__holder_id", flat=True).first()
