"""The competitive round of a listing takes place in a lot of an auction: the two are strangers, and the node ties them.

A listing with two or more admitted parties is handed over to a sale that is still a draft: the lot takes over seller,
base price as start, deposit, description and achievement. Who won and for how much is read from the lot when the
operator confirms the result of the listing.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from uuid import UUID

from django.db.models import F
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from kechuang.casework.models import Case
from kechuang.casework.outcome import Outcome
from kechuang.mechanisms.market.auction import actions, circles
from kechuang.mechanisms.market.auction.models import Lot
from kechuang.mechanisms.market.auction.rules.moves import PREPARE
from kechuang.mechanisms.market.auction.rules.requests import Enter, Offer
from kechuang.mechanisms.market.auction.rules.terms import Terms
from kechuang.mechanisms.market.listing import handing
from kechuang.mechanisms.market.listing.models import Interest, Listing
from kechuang.mechanisms.market.listing.rules.requests import Round
from kechuang.mechanisms.market.result import offering
from kechuang.mechanisms.market.result.models import Achievement
from kechuang.web import chance, clock
from kechuang.web.permissions import Actor, may, scope

HELD = ("ADMITTED", "WON", "LOST")
SOLD = frozenset({"HAMMERED", "CONFIRMED", "SETTLED"})
UNSOLD = frozenset({"UNSOLD", "WITHDRAWN", "ABORTED", "LIQUIDATED", "DEFAULTED"})


def sales(actor: Actor, on: date) -> Sequence[tuple[str, str]]:
    """Give the sales in preparation into which an actor may enter a lot."""
    reach = scope(actor, PREPARE, on)
    rows = Case.objects.filter(kind="market.sale", state="DRAFT").select_related("office").order_by("-pk")
    return [
        (str(row.pk), f"{row.number} {row.title}")
        for row in rows[:100]
        if reach.covers(place=row.place, bodies=(row.office_id,))
    ]


def enter(offered: handing.Offered, sale: UUID, by: Actor, key: str) -> tuple[Outcome, UUID, str]:
    """Enter the lot of a listing into a sale. A completer's right, where one is claimed, is asked after the hammer."""
    house = Case.objects.select_related("office").get(pk=sale, kind="market.sale")
    lot = chance.uuid7()
    request = Enter(
        sale=sale,
        lot=lot,
        authority=house.authority,
        office=house.office_id,  # type: ignore[arg-type]  # a sale has an operator
        place=house.place,
        seller=offered.seller,
        offer=Offer(
            title=offered.title,
            # The listing holds the achievement; a lot that named it would ask for the lock a second time.
            result="",
            result_title=offered.result_title,
            ip_number=offered.ip_number,
            about=offered.about,
            delivery=offered.delivery,
            appraisal_yuan=offered.appraisal,
        ),
        terms=Terms(
            form="ascending",
            start=offered.base,
            deposit=offered.deposit or None,
            min_bidders=1,
            priority="after" if offered.priority else "none",
        ),
    )
    outcome = actions.enter(request, by=by, key=key)
    code = Lot.objects.values_list("code", flat=True).filter(pk=lot).first() or ""
    return outcome, lot, code


def rounds(lots: Collection[UUID]) -> Mapping[UUID, Round]:
    """Say how lots stand (one query)."""
    rows = Lot.objects.filter(pk__in=lots).select_related("case")
    return {
        row.pk: Round(
            state="sold" if row.case.state in SOLD else "unsold" if row.case.state in UNSOLD else "running",
            code=row.code,
            price=row.price,
            winner=row.winner_id,
        )
        for row in rows
    }


def admitted(lots: Collection[UUID]) -> dict[UUID, set[UUID]]:
    """Give by lot that a listing handed over the parties that the listing admitted in its last round (two queries)."""
    found: dict[UUID, set[UUID]] = {
        lot: set() for lot in Listing.objects.values_list("lot_id", flat=True).filter(lot_id__in=lots) if lot
    }
    rows = Interest.objects.filter(listing__lot_id__in=found, round=F("listing__round"), case__state__in=HELD)
    for lot, body in rows.values_list("listing__lot_id", "body"):
        found[lot].add(body)
    return found


def _url(lot: UUID) -> str:
    live = Lot.objects.filter(pk=lot).exclude(case__state__in=("DRAFT", "ACCEPTED")).exists()
    return reverse("market_auction:lot" if live else "casework:case", args=[lot])


def _offer_url(actor: Actor, row: Achievement) -> str:
    """Lead into the newest sale in preparation with the result filled in, or to preparing one."""
    drafts = sales(actor, clock.today())
    if not drafts:
        return reverse("market_auction:prepare")
    return f"{reverse('market_auction:enter', args=[drafts[0][0]])}?{urlencode({'result': row.case.number})}"


def _may_offer(actor: Actor, row: Achievement) -> bool:
    return may(actor, PREPARE, on=clock.today(), place=row.place)


def register() -> None:
    """Tie listings to auctions, and offer results at auction."""
    circles.register("listing", admitted)
    offering.register(
        offering.Way(
            code="auction",
            label=_("Sell it by auction"),
            about=_("The operator enters it as a lot into a sale in preparation; bidders find the price."),
            url=_offer_url,
            may=_may_offer,
            order=3,
        )
    )
    handing.register(
        handing.House(
            sales=sales, enter=enter, rounds=rounds, url=_url, prepare_url=lambda: reverse("market_auction:prepare")
        )
    )
