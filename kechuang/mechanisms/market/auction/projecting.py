"""Writes what decisions say into the tables, and loads what decisions see: a few statements a batch."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Max

from kechuang.casework.registry import Done
from kechuang.mechanisms.market.auction import circles, dealing
from kechuang.mechanisms.market.auction.engine.rules import Rules
from kechuang.mechanisms.market.auction.engine.rules_text import read_rules
from kechuang.mechanisms.market.auction.models import Bidder, Lot, Sale, Waiting
from kechuang.mechanisms.market.auction.rules.requests import (
    About,
    Amend,
    Enter,
    Loaded,
    Offer,
    Put,
    Register,
    SeenBidder,
    SeenLot,
    Wish,
)
from kechuang.mechanisms.market.auction.rules.terms_text import read_terms
from kechuang.mechanisms.market.auction.running.clockwork import moment
from kechuang.resources.organisations import queries as organisations
from kechuang.resources.organisations.relation import related
from kechuang.web import chance, clock
from kechuang.web.accounts.models import Body

TABLES: Mapping[str, Any] = {"sale": Sale, "lot": Lot, "bidder": Bidder}


def project(done: Sequence[Done[Any]]) -> None:
    """Write rows and wishes of accepted decisions."""
    for entry in done:
        for row in entry.decision.rows or ():  # type: ignore[union-attr]  # rows are ours
            if isinstance(row, Wish):
                _wait(row)
            else:
                _put(row)


def _put(row: Put) -> None:
    model = TABLES[row.table]
    if row.new:
        model.objects.create(case_id=row.id, **row.values)
    else:
        model.objects.filter(pk=row.id).update(**row.values)


def _wait(wish: Wish) -> None:
    shift = Lot.objects.values_list("sale__clock_shift_seconds", flat=True).get(pk=wish.lot)
    Waiting.objects.create(
        lot_id=wish.lot,
        kind=wish.kind,
        payload=dict(wish.payload),
        key=f"{wish.kind}:{chance.random_id()}",
        received_at=moment(shift),
    )


def about(row: Sale, title: str) -> About:
    """Give what a sale says of itself."""
    return About(
        title=title,
        mode=row.mode,
        venue=row.venue,
        exhibited_from=row.exhibited_from,
        exhibited_until=row.exhibited_until,
        exhibited_at=row.exhibited_at,
        register_until=row.register_until,
        words=row.words,
        contact=row.contact,
        seller_commission_share=Decimal(row.seller_commission_share or "0"),
        buyer_commission_share=Decimal(row.buyer_commission_share or "0"),
    )


def offer(row: Lot, title: str) -> Offer:
    """Give what is sold in a lot."""
    return Offer(
        title=title,
        result=row.result,
        grant=row.grant,
        result_title=row.result_title,
        ip_number=row.ip_number,
        about=row.about,
        delivery=row.delivery,
        defects=row.defects,
        appraisal_yuan=row.appraisal,
    )


def seen(row: Lot) -> SeenLot:
    """Give a lot as decisions see it."""
    rules = read_rules(row.rules) if row.rules else None
    return SeenLot(
        id=row.pk,
        sale=row.sale_id,
        code=row.code,
        seller=row.case.holder_id,
        offer=offer(row, row.case.title),
        terms=read_terms(row.terms),
        rules=rules if isinstance(rules, Rules) else None,
        drawn=row.drawn,
        collect_until=row.collect_until,
        winner=row.winner_id,
    )


def load_sales(requests: Sequence[Any]) -> Loaded:
    """Give the sales of a batch with all their lots (three queries)."""
    wanted = {request.sale for request in requests if hasattr(request, "sale")}
    sales = Sale.objects.filter(pk__in=wanted).select_related("case")
    lots = Lot.objects.filter(sale__in=wanted).select_related("case").order_by("order")
    most = Lot.objects.filter(sale__in=wanted).values("sale").annotate(most=Max("order"))
    return Loaded(
        now=clock.now(),
        sales={row.pk: about(row, row.case.title) for row in sales},
        lots={row.pk: seen(row) for row in lots},
        numbers=Counter({row["sale"]: row["most"] for row in most}),
        results=dealing.seen(_named(requests)),
    )


def remember_number(rows: Loaded, request: Any, _decision: Any) -> None:  # noqa: ANN401 - an Enter
    """Count a lot that a batch entered."""
    rows.numbers[request.sale] = rows.numbers.get(request.sale, 0) + 1


def load_lots(requests: Sequence[Any]) -> Loaded:
    """Give the lots of a batch with their sales (two queries)."""
    wanted = {request.lot for request in requests}
    lots = Lot.objects.filter(pk__in=wanted).select_related("case", "sale__case")
    loaded = _with(lots, requests)
    loaded.results = dealing.seen(_named(requests))
    return loaded


def _named(requests: Sequence[Any]) -> set[str]:
    """Give the numbers of results that lots name."""
    return {request.offer.result for request in requests if isinstance(request, Enter | Amend) and request.offer.result}


def load_bidders(requests: Sequence[Any]) -> Loaded:
    """Give the registrations of a batch with their lots (two queries)."""
    rows = list(Bidder.objects.filter(pk__in={request.case for request in requests}).select_related("body"))
    lots = Lot.objects.filter(pk__in={row.lot_id for row in rows}).select_related("case", "sale__case")
    loaded = _with(lots, ())
    loaded.bidders = {
        row.pk: SeenBidder(
            id=row.pk,
            lot=row.lot_id,
            body=row.body_id,
            body_name=row.body.name,
            payer=row.payer,
            rank=row.priority_order,
            deposit=row.deposit,
        )
        for row in rows
    }
    return loaded


def _with(lots: Iterable[Lot], requests: Sequence[Any]) -> Loaded:
    rows = list(lots)
    pairs = {(each.lot, each.body) for each in requests if isinstance(each, Register)}
    known = Bidder.objects.filter(lot__in=[lot for lot, _body in pairs], body__in=[body for _lot, body in pairs])
    shift = rows[0].sale.clock_shift_seconds if rows else 0
    return Loaded(
        now=moment(shift),
        sales={row.sale_id: about(row.sale, row.sale.case.title) for row in rows},
        lots={row.pk: seen(row) for row in rows},
        registered=set(known.values_list("lot_id", "body_id")) & pairs if pairs else set(),
        related=_related(rows, pairs),
    )


def _kin(parents: Mapping[UUID, UUID | None], one: UUID, other: UUID) -> bool:
    """Whether one body belongs to the other, or both to a third: also where the register knows neither."""
    first, second = parents.get(one), parents.get(other)
    return first == other or second == one or (first is not None and first == second)


def _related(lots: Sequence[Lot], pairs: set[tuple[UUID, UUID]]) -> dict[tuple[UUID, UUID], str]:
    """Give who may not bid: seller, operator and their affiliates, the first sale's defaulter, outsiders."""
    if not pairs:
        return {}
    by_id = {row.pk: row for row in lots}
    sides = {row.pk: (row.case.holder_id, row.case.office_id) for row in lots}
    wanted = {body for _lot, body in pairs} | {one for both in sides.values() for one in both if one}
    profiles = organisations.profiles(wanted)
    parents = dict(Body.objects.filter(pk__in=wanted).values_list("pk", "parent_id"))
    closed = circles.of(by_id)
    found: dict[tuple[UUID, UUID], str] = {
        (lot, body): "outsider" for lot, body in pairs if body not in closed.get(lot, {body})
    }
    for lot, body in pairs:
        seller, office = sides[lot]
        defaulter = by_id[lot].resale_of.winner_id if by_id[lot].resale_of else None
        if body == seller:
            found[lot, body] = "seller"
        elif body == office:
            found[lot, body] = "organiser"
        elif body == defaulter:
            found[lot, body] = "defaulter"
        else:
            for side, code in ((seller, "affiliate"), (office, "organisers_affiliate")):
                known = side in profiles and body in profiles and related(profiles[side], profiles[body])
                if side and (known or _kin(parents, side, body)):
                    found[lot, body] = code
                    break
    return found
