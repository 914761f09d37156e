"""What pages and other mechanisms read of listings: a fixed number of queries each, scoped to the reader."""

from datetime import date
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse

from kechuang.casework import queries as casework
from kechuang.casework.models import Case, Step
from kechuang.casework.standard.models import ObjectionRaised
from kechuang.mechanisms.market.listing import projecting
from kechuang.mechanisms.market.listing.models import Interest, Listing
from kechuang.mechanisms.market.listing.rules.moves import INTEREST, LISTING, SHOWN
from kechuang.mechanisms.market.listing.rules.offering import item_lines
from kechuang.mechanisms.market.listing.rules.path import ListingPath
from kechuang.mechanisms.market.listing.rules.requests import Seen
from kechuang.mechanisms.market.path import LISTED
from kechuang.web.permissions import Actor

COMPLETED = frozenset({"SIGNED", "SETTLED", "CLOSED"})


def cases(actor: Actor, on: date) -> QuerySet[Case]:
    """Give the listings that an actor may read."""
    return casework.cases(actor, on, [LISTING.kind]).select_related("listing")


def interests(actor: Actor, on: date) -> QuerySet[Case]:
    """Give the registrations that an actor may read: the operator's, and those of the own body."""
    return casework.cases(actor, on, [INTEREST.kind]).select_related("listing_interest__listing__case")


def public() -> QuerySet[Listing]:
    """Give the listings that everybody may read: those that run or ran."""
    rows = Listing.objects.filter(case__kind=LISTING.kind, case__state__in=SHOWN)
    return rows.select_related("case__holder", "case__office", "buyer")


def public_url(identifier: UUID) -> str:
    """Give the address of the public page of a listing."""
    return reverse("market_listing:published-one", args=[identifier])


def seen(case: UUID) -> Seen:
    """Give one listing as decisions see it (two queries). Raises KeyError."""
    return projecting.seen([case])[case]


def price_path(case: UUID) -> ListingPath | None:
    """Give the completed path of a listing, as attestation needs it; None before the contract is signed."""
    row = Listing.objects.select_related("case__holder", "buyer").filter(pk=case, case__state__in=COMPLETED).first()
    if row is None or row.start is None or row.end is None or row.buyer is None or row.price is None:
        return None
    if row.notice_start is None or row.notice_end is None or row.passed_on is None or row.signed_on is None:
        return None
    found = seen(case)
    won = Interest.objects.filter(listing=row, body=row.buyer, case__state="WON").first()
    buyer = f"{row.buyer.name} {row.buyer.code}".strip()
    steps = Step.objects.filter(case=case).order_by("pk")
    return ListingPath(
        kind=LISTED,
        case=f"{row.case.authority}/case/{row.pk}",
        number=row.case.number,
        seller=row.case.holder.name if row.case.holder else "",
        buyers=(buyer,),
        related=(f"{row.buyer.name} {won.relation}",) if won and won.relation else (),
        achievements=item_lines(found.terms.items),
        mode=row.mode,
        price=f"lump | {row.price:.2f}",
        known_yuan=row.price,
        places=("market",),
        start=row.notice_start,
        end=row.notice_end,
        days=(row.notice_end - row.notice_start).days,
        rounds=row.round,
        objections=ObjectionRaised.objects.filter(case=case).count(),
        passed_on=row.passed_on,
        signed_on=row.signed_on,
        contract_number=row.contract_number,
        snapshots=(),
        unproved_days=(),
        facts=tuple(fact for step in steps for fact in step.facts),
        listed_from=row.start,
        listed_until=row.end,
        way=row.way,
        base_yuan=row.base,
        lot=row.lot_code,
        paid_yuan=row.price if row.settled_on else row.paid,
        settled_on=row.settled_on,
    )
