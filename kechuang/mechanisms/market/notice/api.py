"""Agreed prices for programs: the lists, a published notice, the completed path of a price."""

from dataclasses import asdict
from uuid import UUID

from django.http import Http404, HttpRequest
from ninja import Router

from kechuang.casework.words import state as state_word
from kechuang.mechanisms.market.notice import lists, queries, wording
from kechuang.mechanisms.market.notice.public_views import notice_or_404
from kechuang.mechanisms.market.notice.rules.agreeing import achievement_lines
from kechuang.mechanisms.market.notice.rules.moves import NOTICE, READ
from kechuang.mechanisms.market.notice.schemas import (
    NoticeBuyerOut,
    NoticeSnapshotOut,
    PricePathOut,
    PublishedNoticeOut,
)
from kechuang.mechanisms.market.notice.views import notice_or_404 as own_or_404
from kechuang.web.api import Needs, list_endpoint

router = Router()
list_endpoint(router, "/", lists.NOTICES, lists.rows, permission=READ, operation_id="list_price_notices")
list_endpoint(
    router,
    "/published",
    lists.PUBLISHED,
    lists.published,
    permission="public",
    operation_id="list_published_price_notices",
)


@router.get("/published/{identifier}", auth=Needs("public"), response=PublishedNoticeOut, summary="A published notice")
def published(request: HttpRequest, identifier: UUID) -> PublishedNoticeOut:  # noqa: ARG001 - the interface hands it
    """Give what everybody may read of an agreed price."""
    row = notice_or_404(identifier)
    terms = queries.seen(row.pk).terms
    return PublishedNoticeOut(
        case=str(row.pk),
        number=row.case.number,
        title=row.case.title,
        summary=row.summary,
        state=row.case.state,
        state_word=str(state_word(NOTICE.kind, row.case.state).word),
        place=row.case.place,
        seller=row.case.holder.name if row.case.holder else "",
        mode=row.mode,
        price=terms.price.formula(),
        price_words=wording.price(terms.price),
        known_yuan=row.known_yuan,
        achievements=list(achievement_lines(terms.achievements)),
        buyers=[NoticeBuyerOut(name=each.name, code=each.code, relation=each.relation) for each in terms.buyers],
        places=list(row.places),
        unit_place=row.unit_place,
        round=row.round,
        start=row.start,
        end=row.end,
        signed_on=row.signed_on,
        registration_number=row.registration_number,
        snapshots=[
            NoticeSnapshotOut(round=each.round, day=each.on, taken_at=each.taken_at, sha256=each.sha256)
            for each in queries.snapshots(row.pk)
        ],
    )


@router.get("/{identifier}/path", auth=Needs(READ), response=PricePathOut, summary="The completed path of a price")
def path(request: HttpRequest, identifier: UUID) -> PricePathOut:
    """Give what attestation needs of a notice whose contract is signed; 404 before."""
    case = own_or_404(request, identifier)
    found = queries.price_path(case.pk)
    if found is None:
        raise Http404
    values = {**asdict(found), "snapshots": [each.sha256 for each in found.snapshots], "in_order": found.in_order}
    values.pop("edition")
    return PricePathOut(**values)
