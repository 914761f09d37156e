"""Listings for programs: the lists, a published listing, the completed path of a price."""

from dataclasses import asdict
from uuid import UUID

from django.http import Http404, HttpRequest
from ninja import Router

from kechuang.casework.words import state as state_word
from kechuang.mechanisms.market.listing import lists, queries
from kechuang.mechanisms.market.listing.public_views import listing_or_404
from kechuang.mechanisms.market.listing.rules.moves import INTEREST_READ, LISTING, PRICED, READ
from kechuang.mechanisms.market.listing.rules.offering import item_lines
from kechuang.mechanisms.market.listing.schemas import ListingPathOut, PublishedListingOut
from kechuang.mechanisms.market.listing.views import listing_or_404 as own_or_404
from kechuang.web.api import Needs, list_endpoint

router = Router()
list_endpoint(router, "/", lists.LISTINGS, lists.rows, permission=READ, operation_id="list_listings")
list_endpoint(
    router,
    "/interests",
    lists.INTERESTS,
    lists.interests,
    permission=INTEREST_READ,
    operation_id="list_listing_interests",
)
list_endpoint(
    router, "/published", lists.PUBLISHED, lists.published, permission="public", operation_id="list_published_listings"
)


@router.get("/published/{identifier}", auth=Needs("public"), response=PublishedListingOut, summary="A listing")
def published(request: HttpRequest, identifier: UUID) -> PublishedListingOut:  # noqa: ARG001 - the interface hands it
    """Give what everybody may read of a listing."""
    row = listing_or_404(identifier)
    terms, state = queries.seen(row.pk).terms, row.case.state
    priced = state in PRICED
    return PublishedListingOut(
        case=str(row.pk),
        number=row.case.number,
        title=row.case.title,
        summary=terms.summary,
        state=state,
        state_word=str(state_word(LISTING.kind, state).word),
        place=row.case.place,
        seller=row.case.holder.name if row.case.holder else "",
        mode=row.mode,
        achievements=list(item_lines(terms.items)),
        base_yuan=row.base,
        appraisal_yuan=row.appraisal,
        deposit_yuan=row.deposit,
        secret_reserve=bool(row.commitment),
        commitment=row.commitment,
        conditions=list(terms.conditions),
        payment=terms.payment,
        delivery=terms.delivery,
        start=row.start,
        end=row.end,
        round=row.round,
        extended=row.extended,
        price_yuan=row.price if priced else None,
        way=row.way if priced else "",
        notice_start=row.notice_start if priced else None,
        notice_end=row.notice_end if priced else None,
        buyer=row.buyer.name if row.buyer and state == "CLOSED" else "",
    )


@router.get("/{identifier}/path", auth=Needs(READ), response=ListingPathOut, summary="The completed path of a listing")
def path(request: HttpRequest, identifier: UUID) -> ListingPathOut:
    """Give what attestation needs of a listing whose contract is signed; 404 before."""
    case = own_or_404(request, identifier)
    found = queries.price_path(case.pk)
    if found is None:
        raise Http404
    values = {**asdict(found), "in_order": found.in_order}
    return ListingPathOut(**{name: values[name] for name in ListingPathOut.model_fields})
