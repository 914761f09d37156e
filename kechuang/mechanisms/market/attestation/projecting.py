"""Writes what decisions say into the tables of attestations, and loads what decisions see."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from kechuang.casework.files import keeping
from kechuang.casework.files.models import StoredFile
from kechuang.casework.models import Case
from kechuang.casework.registry import Done
from kechuang.mechanisms.market.attestation import signing, sources
from kechuang.mechanisms.market.attestation.certifying import Payment, SignedContract
from kechuang.mechanisms.market.attestation.models import (
    Attestation,
    AttestationBook,
    AttestationPayment,
    AttestationVersion,
)
from kechuang.mechanisms.market.attestation.rules.requests import (
    Ask,
    Contracted,
    Laid,
    Loaded,
    Paper,
    PathKey,
    Put,
    Seen,
)
from kechuang.mechanisms.market.contract.models import TechContract
from kechuang.mechanisms.market.path import PricePath
from kechuang.rulebook import load as rulebook

STANDING = frozenset({"REGISTERED", "ASKED"})


def load_new(requests: Sequence[Ask]) -> Loaded:
    """Give what decisions on new requests see (three queries, and those of each path)."""
    keys = [each.path for each in requests]
    contracts = contracted(each.contract for each in requests)
    pairs = [(each.path, each.contract) for each in requests]
    return Loaded(paths=_paths(pairs, contracts), contracts=contracts, live=live(keys))


def load(requests: Sequence[Any]) -> Loaded:
    """Give the attestations of a batch, their paths and contracts, and the books of numbers, locked."""
    found = seen(each.case for each in requests)
    contracts = contracted(each.contract for each in found.values())
    pairs = [(each.path, each.contract) for each in found.values()]
    rows = Case.objects.filter(pk__in=list(found)).select_related("office")
    return Loaded(
        seen=found,
        paths=_paths(pairs, contracts),
        contracts=contracts,
        live=live(each.path for each in found.values()),
        edition=rulebook.current().edition,
        operator={row.pk: row.office.name if row.office else "" for row in rows},
        sign=signing.sign_certificate,
    )


def load_numbered(requests: Sequence[Any]) -> Loaded:
    """Give the same with the books of numbers, locked until the batch is written."""
    loaded = load(requests)
    places = sorted(set(Case.objects.filter(pk__in=list(loaded.seen)).values_list("place", flat=True)))
    AttestationBook.objects.bulk_create([AttestationBook(place=place) for place in places], ignore_conflicts=True)
    books = AttestationBook.objects.select_for_update().filter(place__in=places).order_by("place")
    loaded.books = {book.place: (book.year, book.last) for book in books}
    return loaded


def _paths(
    pairs: Iterable[tuple[PathKey, UUID | None]], contracts: Mapping[UUID, Contracted]
) -> dict[PathKey, PricePath | None]:
    """Give the paths; where signing is no part of a path, the registered contract says when it was."""
    found: dict[PathKey, PricePath | None] = {}
    for key, contract in pairs:
        path = sources.find(key)
        known = contracts.get(contract) if contract else None
        if path is not None and not path.contract_number and known is not None:
            path = replace(path, signed_on=known.signed.signed_on)
        found[key] = path
    return found


def contracted(wanted: Iterable[UUID | None]) -> dict[UUID, Contracted]:
    """Give contracts as the register holds them (one query)."""
    rows = TechContract.objects.select_related("case").filter(pk__in=[each for each in wanted if each])
    return {row.pk: _contracted(row) for row in rows}


def _contracted(row: TechContract) -> Contracted:
    content = row.contract
    buyer = f"{content.buyer.name} {content.buyer.code}".strip()
    signed = SignedContract(
        number=row.number or row.case.number,
        signed_on=content.signed_on,
        seller=content.seller.name,
        buyers=(buyer,),
        known_yuan=content.total_yuan or row.registered_total,
        agreed=content.number,
    )
    return Contracted(case=row.pk, state=row.case.state, stands=row.case.state in STANDING, signed=signed)


def live(keys: Iterable[PathKey]) -> dict[PathKey, tuple[UUID, str]]:
    """Give the attestations that hold a deal already (one query)."""
    wanted = set(keys)
    rows = Attestation.objects.filter(live=True, path_case__in=[key.case for key in wanted]).select_related("case")
    found = {PathKey(row.path_kind, row.path_case): (row.pk, row.number or row.case.number) for row in rows}
    return {key: value for key, value in found.items() if key in wanted}


def seen(wanted: Iterable[UUID]) -> dict[UUID, Seen]:
    """Give attestations as decisions see them (four queries)."""
    rows = {row.pk: row for row in Attestation.objects.filter(pk__in=list(wanted))}
    paid: dict[UUID, list[Payment]] = {}
    for each in AttestationPayment.objects.filter(attestation__in=rows).order_by("attestation", "order"):
        voucher = Payment(voucher=each.voucher, on=each.on, yuan=each.yuan, payer=each.payer)
        paid.setdefault(each.attestation_id, []).append(voucher)
    told = AttestationVersion.objects.filter(attestation__in=rows).order_by("attestation", "version")
    # The later version of an attestation takes the place of the earlier.
    said: dict[UUID, Mapping[str, Any]] = dict(told.values_list("attestation_id", "said"))
    kept = dict(
        StoredFile.objects.filter(pk__in=[name for row in rows.values() for name in row.files]).values_list(
            "pk", "commitment"
        )
    )
    return {
        pk: Seen(
            case=pk,
            path=PathKey(row.path_kind, row.path_case),
            contract=row.contract_id,
            side=row.side,
            laid=Laid(
                payments=tuple(paid.get(pk, ())),
                paid=row.paid,
                ownership=row.ownership,
                statement=row.statement,
                statement_text=row.statement_text,
                files=tuple(Paper(UUID(name), kept.get(UUID(name), "")) for name in row.files),
            ),
            examined=tuple(row.examined),
            number=row.number,
            version=row.version,
            said=said.get(pk, {}),
        )
        for pk, row in rows.items()
    }


def remember(rows: Loaded, request: Any, decision: Any) -> None:  # noqa: ANN401 - several requests
    """Let the next request of the batch see this one: the deal it holds, the number it drew."""
    put: Put = decision.rows
    if put.book is not None:
        place, year, last = put.book
        rows.books[place] = (year, last)
    if put.new:
        rows.live[request.path] = (put.case, "")


def project(done: Sequence[Done[Any]]) -> None:
    """Write attestations and what hangs on them."""
    for entry in done:
        put: Put = entry.decision.rows  # type: ignore[assignment]  # every decision of an attestation carries a Put
        if put.new:
            Attestation.objects.create(case_id=put.case, **put.values)
        elif put.values:
            Attestation.objects.filter(pk=put.case).update(**put.values)
        if put.payments is not None:
            AttestationPayment.objects.filter(attestation=put.case).delete()
            AttestationPayment.objects.bulk_create(
                AttestationPayment(
                    attestation_id=put.case,
                    order=at,
                    voucher=each.voucher,
                    on=each.on,
                    yuan=each.yuan,
                    payer=each.payer,
                )
                for at, each in enumerate(put.payments)
            )
        if put.version is not None:
            AttestationVersion.objects.create(attestation_id=put.case, **put.version)
        if put.book is not None:
            place, year, last = put.book
            AttestationBook.objects.filter(pk=place).update(year=year, last=last)
        for file in StoredFile.objects.filter(pk__in=put.files, case__isnull=True) if put.files else ():
            keeping.attach(file, put.case)
