"""The acts on orders, from reservation to the formal check."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Q

from kechuang.casework.decision import Decision, Scene
from kechuang.casework.registry import ActKind, Touched, register_act
from kechuang.kernel.refusal import Refusal
from kechuang.mechanisms.sharing.voucher.acts import columns, read
from kechuang.mechanisms.sharing.voucher.acts.project import project
from kechuang.mechanisms.sharing.voucher.models import ReportBand, VoucherOrder
from kechuang.mechanisms.sharing.voucher.rules import accounts, claim, order, release
from kechuang.mechanisms.sharing.voucher.rules.invoice import read_invoice
from kechuang.mechanisms.sharing.voucher.rules.moves import ORDER
from kechuang.mechanisms.sharing.voucher.rules.requests import (
    AnswerClaim,
    CheckClaim,
    ClaimRequest,
    DeliverRequest,
    ReleaseOrder,
    ReserveRequest,
)
from kechuang.mechanisms.sharing.voucher.rules.rows import KnownReport, Loaded
from kechuang.resources.organisations.relation import Profile, related

type Decide[Q] = Callable[[Scene[Loaded], Q], Decision | Refusal]


def _load_reservations(requests: Sequence[ReserveRequest]) -> Loaded:
    """Rights, listings, the register's profiles and the pairs' other deals in two queries."""
    rows = read.nothing()
    wanted = {request.right.case for request in requests} | {request.provider for request in requests}
    rows.rights, rows.providers, profiles = columns.reservations(wanted)
    _load_deals(rows, requests)
    rows.relations = _relations(rows, requests, profiles)
    return rows


def _load_deals(rows: Loaded, requests: Sequence[ReserveRequest]) -> None:
    sellers = {listing.body.id for listing in rows.providers.values()}
    holders = {request.right.holder for request in requests}
    keys = [
        order.once_key(rows.providers[request.provider].body.id, request.contract_no)
        for request in requests
        if request.provider in rows.providers
    ]
    which = (
        Q(right__in={request.right.case for request in requests})
        | Q(holder__in=holders, provider__in=sellers)
        | Q(holder__in=sellers, provider__in=holders)
        | Q(contract_key__in=keys)
    )
    found = read.deal_columns().filter(which)
    for values in found:
        deal = read.deal(*values)
        rows.deals.add(deal)
        if deal.right in rows.rights:
            rows.rights[deal.right] = order.one_more(rows.rights[deal.right])


def _relations(
    rows: Loaded, requests: Sequence[ReserveRequest], profiles: dict[UUID, Profile]
) -> dict[frozenset[UUID], str]:
    found: dict[frozenset[UUID], str] = {}
    for request in requests:
        listing = rows.providers.get(request.provider)
        pair = (request.right.holder, listing.body.id) if listing else ()
        if len(pair) == 2 and all(body in profiles for body in pair):
            found[frozenset(pair)] = related(profiles[pair[0]], profiles[pair[1]])
    return found


def _load(requests: Sequence[Any]) -> Loaded:
    rows = read.nothing()
    rows.orders = read.orders(request.order.case for request in requests)
    return rows


def _load_deliveries(requests: Sequence[DeliverRequest]) -> Loaded:
    """Orders, and the earlier reports with the same digest or a band in common (two queries)."""
    rows = read.nothing()
    rows.orders = read.orders_with_listings(request.order.case for request in requests)
    bands = {band for request in requests if request.sketch for band in request.sketch.bands}
    same = {request.report_sha256 for request in requests} - {""}
    # Two selects, not one with OR: PostgreSQL would walk through all orders for a condition with a subquery in it.
    equal = read.report_columns().filter(report_sha256__in=same)
    alike = read.report_columns().filter(pk__in=ReportBand.objects.filter(band__in=bands).values("order"))
    rows.reports = [
        KnownReport(order=pk, number=number, sha256=sha256, sketch=bytes(sketch))
        for pk, number, sha256, sketch in sorted(equal.union(alike) if bands else equal)
    ]
    return rows


def _load_claims(requests: Sequence[ClaimRequest]) -> Loaded:
    """Orders, and the orders that hold the same invoices (two queries)."""
    rows = _load(requests)
    invoices = [read_invoice(request.invoice_code, request.invoice_no) for request in requests]
    keys = [invoice.key for invoice in invoices if invoice]
    used = VoucherOrder.objects.filter(invoice_key__in=keys).values_list("invoice_key", "pk", "case__number")
    rows.invoices = {key: (pk, number) for key, pk, number in used}
    return rows


def _touch_reservation(request: ReserveRequest) -> Touched:
    key = request.right
    return Touched(accounts=(accounts.right_available(key.authority, key.case),))


def _touch_order(request: Any) -> Touched:  # noqa: ANN401 - every request of these acts has an order
    return Touched(cases=(request.order.case,))


def _touch_money(request: Any) -> Touched:  # noqa: ANN401 - every request of these acts has an order
    cases, money = release.touched(request.order)
    return Touched(cases=cases, accounts=money)


def _on_order[Q](move: str, decide: Decide[Q], touches: Callable[[Q], Touched] = _touch_order) -> ActKind[Q, Loaded]:
    return register_act(ActKind(ORDER, move, touches, decide, _load, project))


RESERVE: ActKind[ReserveRequest, Loaded] = register_act(
    ActKind(
        ORDER,
        "reserve",
        _touch_reservation,
        order.reserve,
        _load_reservations,
        project,
        remember=order.remember,
        place=lambda request: request.right.place,
        bodies=lambda request: (request.right.holder,),
    )
)
DELIVER: ActKind[DeliverRequest, Loaded] = register_act(
    ActKind(ORDER, "deliver", _touch_order, claim.deliver, _load_deliveries, project, remember=claim.remember_report)
)
CLAIM: ActKind[ClaimRequest, Loaded] = register_act(
    ActKind(ORDER, "claim", _touch_money, claim.claim, _load_claims, project, remember=claim.remember_invoice)
)
CANCEL: ActKind[ReleaseOrder, Loaded] = _on_order("cancel", release.cancel, _touch_money)
RELEASE: ActKind[ReleaseOrder, Loaded] = _on_order("release", release.release, _touch_money)
EXPIRE: ActKind[ReleaseOrder, Loaded] = _on_order("expire", release.expire, _touch_money)
CONFIRM: ActKind[AnswerClaim, Loaded] = _on_order("confirm", claim.confirm)
DECLINE: ActKind[AnswerClaim, Loaded] = _on_order("decline", claim.decline)
SEND_BACK: ActKind[CheckClaim, Loaded] = _on_order("send_back", claim.send_back)
