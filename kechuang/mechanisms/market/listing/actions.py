"""The only writers of listings and registrations: typed requests into the gateway.

``by`` is who acts, ``key`` the idempotency key, ``on`` the deciding day (by default today).
"""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from kechuang.casework import queue
from kechuang.casework.act import Outcome, act
from kechuang.casework.models import Case
from kechuang.casework.registry import ActKind, Touched, register_act
from kechuang.kernel.refusal import Refusal
from kechuang.mechanisms.market.listing import dealing, handing, projecting
from kechuang.mechanisms.market.listing.models import Interest, Listing
from kechuang.mechanisms.market.listing.rules import ending, offering, registering, settling
from kechuang.mechanisms.market.listing.rules.moves import INTEREST, LISTING
from kechuang.mechanisms.market.listing.rules.requests import HandOver, Loaded, Open, Publish, Register, Tick
from kechuang.mechanisms.market.listing.rules.terms import read
from kechuang.mechanisms.market.listing.selling import on_interest, sold_of
from kechuang.mechanisms.market.result import offering as deals
from kechuang.web.accounts.models import Body
from kechuang.web.permissions import SYSTEM, Actor

OFFICE_KINDS = ("market_operator", "exchange", "department", "office", "county_office")


def office_for(place: str) -> Body | None:
    """Give who runs the market of a place: an operator, else the department; of the city, else of the province."""
    wanted = [f"{place[:4]}00", place, f"{place[:2]}0000"]
    rows = Body.objects.filter(place__in=wanted, kind__in=OFFICE_KINDS, valid_to__isnull=True).exclude(authority="")
    found = sorted(
        rows, key=lambda body: (OFFICE_KINDS.index(body.kind), wanted.index(body.place), body.code, str(body.pk))
    )
    return found[0] if found else None


def _touched(request: Any) -> Touched:  # noqa: ANN401 - each has its own request
    return Touched(cases=(request.listing, *getattr(request, "parties", ())))


def _on_listing(code: str, decide: Any) -> ActKind[Any, Loaded]:  # noqa: ANN401 - each has its own request
    return register_act(ActKind(LISTING, code, _touched, decide, projecting.load, projecting.project))


OPEN: ActKind[Open, Loaded] = register_act(
    ActKind(
        LISTING,
        "open",
        lambda _request: Touched(),
        offering.open_,
        projecting.load_new,
        projecting.project,
        place=lambda request: request.place,
        bodies=lambda request: (request.seller,),
    )
)
KINDS: Mapping[str, ActKind[Any, Loaded]] = {
    "amend": _on_listing("amend", offering.amend),
    **{code: _on_listing(code, offering.check) for code in ("accept", "send_back", "refuse")},
    "list": _on_listing("list", offering.publish),
    "restart": _on_listing("restart", offering.restart),
    "relist": _on_listing("relist", offering.relist),
    "delist": _on_listing("delist", ending.delist),
    "conclude": _on_listing("conclude", ending.conclude),
    "reveal": _on_listing("reveal", ending.reveal),
    "hand_over": _on_listing("hand_over", ending.hand_over),
    "confirm": _on_listing("confirm", ending.confirm),
    "sign": _on_listing("sign", settling.sign),
    "pay": _on_listing("pay", settling.pay),
    "default": _on_listing("default", settling.default),
    "close": _on_listing("close", settling.close),
}
END_PERIOD = _on_listing("end_period", ending.end_period)
END_NOTICE = _on_listing("end_notice", settling.end_notice)
REGISTER: ActKind[Register, Loaded] = register_act(
    ActKind(
        INTEREST,
        "register",
        lambda request: Touched(cases=(request.listing,)),
        registering.register,
        projecting.load_registering,
        projecting.project,
        place=lambda request: request.place,
        bodies=lambda request: (request.body,),
    )
)


INTEREST_KINDS: Mapping[str, ActKind[Any, Loaded]] = {
    **{code: on_interest(code, registering.judge) for code in ("qualify", "refuse", "pull_out")},
    "deposit": on_interest("deposit", registering.deposit),
    "refund": on_interest("refund", registering.refund),
}


def open_listing(request: Open, *, by: Actor, key: str, on: date | None = None) -> Outcome:
    """Apply for a listing."""
    return act(OPEN, request, by=by, key=key, on=on)


def take(code: str, request: Any, *, by: Actor, key: str, on: date | None = None) -> Outcome:  # noqa: ANN401 - each move has its own request
    """Take a move on a listing with its own request; what follows for its achievements follows. Raises KeyError."""
    outcome = _publish(request, by, key, on) if code == "list" else act(KINDS[code], request, by=by, key=key, on=on)
    if outcome.refusal is None and code not in {"list", "hand_over"}:
        dealing.follow(request.listing)
    return outcome


def _publish(request: Publish, by: Actor, key: str, on: date | None) -> Outcome:
    """Publish only what can be locked for the deal: both or neither."""
    with queue.writer(), transaction.atomic():
        case = Case.objects.select_for_update().filter(pk=request.listing, kind=LISTING.kind).first()
        if case is not None and case.state in LISTING.by_code["list"].sources:
            row = Listing.objects.select_related("case").prefetch_related("items").get(pk=case.pk)
            refusal = deals.begin(sold_of(row, row.round + 1))
            if refusal is not None:
                transaction.set_rollback(True)
                return Outcome(key, refusal=refusal)
        outcome = act(KINDS["list"], request, by=by, key=key, on=on)
        if outcome.refusal is not None:
            transaction.set_rollback(True)
        return outcome


def hand_over(listing: UUID, sale: UUID, *, by: Actor, key: str, on: date | None = None) -> Outcome:
    """Enter the lot of the competitive round into a sale and note it on the listing: both or neither."""
    house = handing.house()
    row = Listing.objects.select_related("case__holder").prefetch_related("items").get(pk=listing)
    if house is None or row.case.holder_id is None or row.case.office_id is None:
        return Outcome(key, refusal=Refusal("listing.no_house"))
    with queue.writer(), transaction.atomic():
        Case.objects.select_for_update().get(pk=listing)
        entered, lot, code = house.enter(offered(row), sale, by, f"{key}:lot"[:110])
        if entered.refusal is None:
            entered = take("hand_over", HandOver(listing=listing, lot=lot, code=code), by=by, key=key, on=on)
        if entered.refusal is not None:
            transaction.set_rollback(True)
        return entered


def offered(row: Listing) -> handing.Offered:
    """Give a listing whole, as the lot of its competitive round needs it."""
    items = list(row.items.all())
    terms = read(row.terms, title=row.case.title, mode=row.mode, base=row.base, items=())
    claimed = Interest.objects.filter(listing=row, case__state="ADMITTED").exclude(ground="").exists()
    return handing.Offered(
        listing=row.pk,
        number=row.case.number,
        authority=row.case.authority,
        office=row.case.office_id,  # type: ignore[arg-type]  # a listing has an operator
        place=row.case.place,
        seller=row.case.holder_id,  # type: ignore[arg-type]  # and a seller
        title=row.case.title,
        result=items[0].ref if items else "",
        result_title=items[0].title if items else "",
        ip_number=items[0].ip_number if items else "",
        about=terms.summary,
        delivery=terms.delivery,
        base=row.base,
        deposit=row.deposit,
        appraisal=row.appraisal,
        priority=claimed,
    )


def register_interest(request: Register, *, by: Actor, key: str, on: date | None = None) -> Outcome:
    """Register interest in a listing."""
    return act(REGISTER, request, by=by, key=key, on=on)


def take_interest(code: str, request: Any, *, by: Actor, key: str, on: date | None = None) -> Outcome:  # noqa: ANN401 - each move has its own request
    """Take a move on a registration with its own request. Raises KeyError for no move."""
    return act(INTEREST_KINDS[code], request, by=by, key=key, on=on)


def parties(listing: UUID) -> tuple[UUID, ...]:
    """Give the registrations of a listing that are not over: what a decision about them locks."""
    rows = Interest.objects.filter(listing=listing, case__state__in=("REGISTERED", "QUALIFIED", "ADMITTED", "WON"))
    return tuple(rows.order_by("pk").values_list("pk", flat=True))


def _by_time(kind: ActKind[Any, Loaded]) -> Any:  # noqa: ANN401 - what a due move calls
    def run(case: UUID, *, on: date, key: str) -> Outcome:
        outcome = act(kind, Tick(listing=case, parties=parties(case)), by=SYSTEM, key=key, on=on)
        if outcome.refusal is None:
            dealing.follow(case)
        return outcome

    return run


DUE: Mapping[str, Any] = {"end_period": _by_time(END_PERIOD), "end_notice": _by_time(END_NOTICE)}
