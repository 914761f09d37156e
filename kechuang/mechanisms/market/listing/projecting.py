"""Writes what decisions say into the tables of listings, and loads what decisions see: a few statements a batch."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, cast
from uuid import UUID

from kechuang.casework.files import keeping
from kechuang.casework.files.models import StoredFile
from kechuang.casework.registry import Done
from kechuang.kernel.days import load_calendars
from kechuang.mechanisms.market.listing import handing
from kechuang.mechanisms.market.listing.models import Interest, Listing, ListingItem, ListingPayment, ListingRound
from kechuang.mechanisms.market.listing.rules.requests import Loaded, Open, Party, Put, Register, Seen
from kechuang.mechanisms.market.listing.rules.terms import Item, Terms, read
from kechuang.mechanisms.market.result.models import Achievement
from kechuang.resources.organisations import queries as organisations

TABLES: Mapping[str, Any] = {"item": ListingItem, "round": ListingRound, "payment": ListingPayment}
ROWS: Mapping[str, Any] = {"listing": Listing, "interest": Interest}
# In these states a listing holds its achievements against another.
HOLDS = (
    *("LISTED", "EXTENDED", "QUALIFYING", "AGREEMENT_DEAL", "BIDDING", "RESULT_NOTICE", "RESULT_PASSED", "SIGNED"),
    *("SETTLED", "CLOSED", "RELISTED"),
)


def load_new(requests: Sequence[Open]) -> Loaded:
    """Give what decisions about new listings see."""
    return _with_terms([each.terms for each in requests], Loaded(calendars=load_calendars()))


def _with_terms(terms: Sequence[Terms], rows: Loaded) -> Loaded:
    rows.busy = busy({item.ip_number.strip() for each in terms for item in each.items})
    rows.usual = usual({item.ref for each in terms for item in each.items})
    return rows


def load(requests: Sequence[Any]) -> Loaded:
    """Give the listings of a batch with their registrations as decisions see them."""
    wanted = {each.listing for each in requests}
    listings = seen(wanted)
    rows = Loaded(
        calendars=load_calendars(),
        listings=listings,
        parties=parties(Interest.objects.filter(listing__in=wanted)),
        rounds=handing.rounds({row.lot for row in listings.values() if row.lot}),
    )
    terms = [row.terms for row in listings.values()]
    return _with_terms([*terms, *(each.terms for each in requests if hasattr(each, "terms"))], rows)


def load_registering(requests: Sequence[Register]) -> Loaded:
    """Give what registrations of interest are judged by."""
    wanted = {each.listing for each in requests}
    listings = seen(wanted)
    sellers = dict(Listing.objects.filter(pk__in=wanted).values_list("pk", "case__holder_id"))
    pairs = [(sellers[each.listing], each.body) for each in requests if sellers.get(each.listing)]
    taken = Interest.objects.filter(listing__in=wanted).exclude(case__state__in=("REFUSED", "WITHDRAWN"))
    held = taken.values_list("listing_id", "body_id", "round")
    return Loaded(
        calendars=load_calendars(),
        listings=listings,
        parties=parties(Interest.objects.filter(listing__in=wanted, case__state="FORFEITED")),
        registered={(listing, body) for listing, body, number in held if listings[listing].round == number},
        relations=organisations.relations(pairs),
    )


def load_interests(requests: Sequence[Any]) -> Loaded:
    """Give registrations with their listings."""
    found = parties(Interest.objects.filter(pk__in=[each.case for each in requests]))
    return Loaded(calendars=load_calendars(), listings=seen({each.listing for each in found.values()}), parties=found)


def busy(numbers: Iterable[str]) -> dict[str, tuple[UUID, str]]:
    """Give the listings that hold a number whole or exclusively (one query)."""
    wanted = {each for each in numbers if each}
    if not wanted:
        return {}
    rows = ListingItem.objects.filter(ip_number__in=wanted, listing__case__state__in=HOLDS)
    rows = rows.exclude(listing__mode="licence_ordinary")
    return {
        number: (listing, official)
        for number, listing, official in rows.values_list("ip_number", "listing_id", "listing__case__number")
    }


def usual(refs: Iterable[str]) -> dict[str, Decimal]:
    """Give the prices that achievements state in their register (one query)."""
    wanted = [each for each in refs if each]
    rows = Achievement.objects.filter(pk__in=wanted, price__gt=0) if wanted else Achievement.objects.none()
    return {str(pk): price for pk, price in rows.values_list("pk", "price")}


def parties(rows: Any) -> dict[UUID, Party]:  # noqa: ANN401 - a queryset of interests
    """Give registrations as decisions see them (one query)."""
    return {
        row.pk: Party(
            case=row.pk,
            listing=row.listing_id,
            state=row.case.state,
            body=row.body_id,
            name=row.body.name,
            relation=row.relation,
            deposit=row.deposit,
            priority=bool(row.ground),
        )
        for row in rows.select_related("case", "body")
    }


def terms_of(row: Listing, items: Sequence[ListingItem]) -> Terms:
    """Give the terms of a listing; the case must have been fetched."""
    return read(
        row.terms,
        title=row.case.title,
        mode=row.mode,
        base=row.base,
        appraisal=row.appraisal,
        deposit=row.deposit,
        commitment=row.commitment,
        items=tuple(Item(title=each.title, ip_number=each.ip_number, ref=each.ref) for each in items),
    )


def seen(wanted: Iterable[UUID]) -> dict[UUID, Seen]:
    """Give listings as decisions see them (two queries)."""
    rows = {row.pk: row for row in Listing.objects.select_related("case").filter(pk__in=list(wanted))}
    items: dict[UUID, list[ListingItem]] = {}
    for each in ListingItem.objects.filter(listing__in=rows).order_by("listing", "order"):
        items.setdefault(each.listing_id, []).append(each)
    return {
        pk: Seen(
            terms=terms_of(row, items.get(pk, [])),
            seller_kind=row.seller_kind,
            number=row.case.number,
            round=row.round,
            extended=row.extended,
            start=row.start,
            end=row.end,
            lot=row.lot_id,
            revealed=row.revealed,
            price=row.price,
            way=row.way,
            notice_start=row.notice_start,
            notice_end=row.notice_end,
            signed_on=row.signed_on,
            paid=row.paid,
        )
        for pk, row in rows.items()
    }


def project(done: Sequence[Done[Any]]) -> None:
    """Write listings, registrations and what hangs on them."""
    for entry in done:
        put = cast("Put | None", entry.decision.rows)
        if put is None:
            continue
        model = ROWS[put.table]
        if put.new:
            model.objects.create(case_id=put.case, **put.values)
        elif put.values:
            model.objects.filter(pk=put.case).update(**put.values)
        for table in put.empties:
            TABLES[table].objects.filter(listing=put.case).delete()
        for name, values in put.adds:
            _add(put.case, name, values)
        papers = getattr(entry.request, "files", ())
        for file in StoredFile.objects.filter(pk__in=[paper.id for paper in papers]) if papers else ():
            keeping.attach(file, put.case)


def _add(case: UUID, name: str, values: Mapping[str, Any]) -> None:
    if name in {"ended", "stretched"}:
        column = "ended" if name == "ended" else "end"
        rows = ListingRound.objects.filter(listing=case, round=values["round"])
        (rows.filter(ended="") if name == "ended" and values["ended"] != "defaulted" else rows).update(
            **{column: values[column]}
        )
    else:
        TABLES[name].objects.create(listing_id=case, **values)
