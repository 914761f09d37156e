"""Writes what decisions say into the tables, and loads what decisions see: few statements, however many contracts."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q

from kechuang.casework.files import keeping
from kechuang.casework.files.models import StoredFile
from kechuang.casework.registry import Done
from kechuang.kernel.days import load_calendars
from kechuang.mechanisms.market.contract.models import (
    Confirmation,
    ContractVersion,
    RegisterBook,
    ReviewExpert,
    TechContract,
    Turnover,
)
from kechuang.mechanisms.market.contract.rules.content import Contract
from kechuang.mechanisms.market.contract.rules.requests import Known, Loaded, Put, Sibling
from kechuang.resources.organisations import queries as organisations
from kechuang.resources.organisations.models import Organisation

WINDOW = timedelta(days=366)
COLUMNS = (
    *("case_id", "number", "seller_key", "seller_place", "buyer_key", "signed_on", "total_yuan"),
    *("fingerprint", "live", "number_agreed", "content__title", "content__subject", "case__number"),
)


def load_new(requests: Sequence[Any]) -> Loaded:
    """Give what decisions on new contracts look at (five queries)."""
    return _around([request.content for request in requests], Loaded(calendars=load_calendars()))


def load(requests: Sequence[Any]) -> Loaded:
    """Give the contracts of a batch with what lies around them (seven queries)."""
    rows = {row.pk: row for row in TechContract.objects.filter(pk__in={request.case for request in requests})}
    confirmed: dict[UUID, dict[str, str]] = {}
    for contract, line, digest in (
        Confirmation.objects.filter(contract__in=list(rows)).order_by("pk").values_list("contract_id", "line", "digest")
    ):
        confirmed.setdefault(contract, {})[line] = digest
    loaded = Loaded(calendars=load_calendars())
    loaded.contracts = {pk: known(row, confirmed.get(pk, {})) for pk, row in rows.items()}
    wanted = [getattr(request, "content", None) for request in requests]
    contents = [each for each in wanted if each is not None]
    return _around([*contents, *(each.content for each in loaded.contracts.values())], loaded)


def load_numbered(requests: Sequence[Any]) -> Loaded:
    """Give the contracts of a batch, and the books of numbers, locked until the batch is written."""
    loaded = load(requests)
    places = sorted({each.office_place for each in loaded.contracts.values()})
    RegisterBook.objects.bulk_create([RegisterBook(place=place) for place in places], ignore_conflicts=True)
    books = RegisterBook.objects.select_for_update().filter(place__in=places).order_by("place")
    loaded.books = {book.place: (book.year, book.last) for book in books}
    return loaded


def known(row: TechContract, confirmed: dict[str, str]) -> Known:
    """Give a row as decisions see it."""
    return Known(
        case=row.pk,
        content=row.contract,
        office_place=row.office_place,
        number=row.number,
        accepted_on=row.accepted_on,
        reviewed=row.reviewed,
        confirmed=confirmed,
        registered_technology=row.registered_technology,
        registered_total=row.registered_total,
        received_yuan=row.received_yuan,
        received_until=row.received_until,
        version=row.version,
    )


def _around(contracts: Iterable[Contract], loaded: Loaded) -> Loaded:
    wanted = list(contracts)
    if not wanted:
        return loaded
    keys, days = {each.seller.key for each in wanted}, [each.signed_on for each in wanted]
    span = Q(signed_on__range=(_back(min(days)), _on(max(days))))
    same = Q(fingerprint__in={each.fingerprint for each in wanted})
    rows = TechContract.objects.filter(same | Q(seller_key__in=keys) & span).order_by("pk").values_list(*COLUMNS)
    for case, number, seller, place, buyer, signed, total, print_, live, agreed, title, subject, receipt in rows:
        loaded.siblings.setdefault(seller, []).append(
            Sibling(
                case=case,
                number=number or receipt,
                title=title or "",
                subject=subject or "",
                contract_no=agreed,
                signed_on=signed,
                buyer=buyer,
                total_yuan=total or 0,
                fingerprint=print_,
                live=live,
                place=place,
            )
        )
    codes = {each.seller.code for each in wanted} - {""}
    sales = Organisation.objects.filter(credit_code__in=codes, withdrawn_on__isnull=True, sales__isnull=False)
    loaded.sales = dict(sales.values_list("credit_code", "sales"))
    bodies = {party.body for each in wanted for party in (each.seller, each.buyer) if party.body}
    loaded.profiles = organisations.profiles(bodies)
    return loaded


def _back(day: date) -> date:
    return day - WINDOW if day.year > 1 else day


def _on(day: date) -> date:
    return day + WINDOW if day.year < 9000 else day


def around(contracts: Iterable[Contract]) -> Loaded:
    """Give what lies around contracts that are no cases yet (four queries)."""
    return _around(contracts, Loaded(calendars=load_calendars()))


def remember(rows: Loaded, request: Any, decision: Any) -> None:  # noqa: ANN401 - several requests
    """Let the next contract of the batch see this one: as a sibling, and its number as drawn."""
    put: Put = decision.rows
    if put.book is not None:
        place, year, last = put.book
        rows.books[place] = (year, last)
    if not put.new:
        return
    contract: Contract = request.content
    rows.siblings.setdefault(contract.seller.key, []).append(
        Sibling(
            case=request.case,
            number="",
            title=contract.title,
            subject=contract.subject,
            contract_no=contract.number,
            signed_on=contract.signed_on,
            buyer=contract.buyer.key,
            total_yuan=contract.total_yuan or 0,
            fingerprint=contract.fingerprint,
            live=True,
            place=contract.seller.region,
        )
    )


def project(done: Sequence[Done[Any]]) -> None:
    """Write contracts and what hangs on them; new ones and lines of the statistics in one statement each."""
    puts: list[Put] = [entry.decision.rows for entry in done]  # type: ignore[misc]  # every decision here carries a Put
    TechContract.objects.bulk_create([TechContract(case_id=put.case, **put.values) for put in puts if put.new])
    for put in puts:
        if not put.new and put.values:
            TechContract.objects.filter(pk=put.case).update(**put.values)
    Turnover.objects.bulk_create([_turnover(put.case, each) for put in puts for each in put.flows])
    for name, model in (("confirmation", Confirmation), ("version", ContractVersion), ("expert", ReviewExpert)):
        rows = [model(contract_id=put.case, **values) for put in puts for what, values in put.adds if what == name]
        model.objects.bulk_create(rows)
    books = {put.book[0]: put.book for put in puts if put.book}
    for place, year, last in books.values():
        RegisterBook.objects.filter(pk=place).update(year=year, last=last)
    _attach(done)


def _turnover(case: UUID, line: Any) -> Turnover:  # noqa: ANN401 - a line of the statistics
    return Turnover(contract_id=case, **{name: getattr(line, name) for name in line.__slots__})


def _attach(done: Sequence[Done[Any]]) -> None:
    wanted = {
        file: entry.request.case
        for entry in done
        for file in getattr(getattr(entry.request, "content", None), "files", ())
    }
    for file in StoredFile.objects.filter(pk__in=list(wanted), case__isnull=True) if wanted else ():
        keeping.attach(file, wanted[file.pk])
