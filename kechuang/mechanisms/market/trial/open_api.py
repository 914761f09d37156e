"""Open licences for programs: declarations, uses, the public register, one licence."""

from uuid import UUID

from django.http import HttpRequest
from ninja import Router

from kechuang.mechanisms.market.notice.rules.price import price_of
from kechuang.mechanisms.market.trial import lists, wording
from kechuang.mechanisms.market.trial.public_views import licence_or_404
from kechuang.mechanisms.market.trial.rules.moves import OPEN_READ
from kechuang.mechanisms.market.trial.schemas import OpenLicenceOut
from kechuang.web.api import Needs, list_endpoint

router = Router()
list_endpoint(router, "/", lists.LICENCES, lists.licences, permission=OPEN_READ, operation_id="list_open_licences")
list_endpoint(router, "/uses", lists.USES, lists.uses, permission=OPEN_READ, operation_id="list_open_uses")
list_endpoint(
    router,
    "/register",
    lists.REGISTER,
    lists.register,
    permission="public",
    operation_id="list_open_licence_register",
)


@router.get("/register/{identifier}", auth=Needs("public"), response=OpenLicenceOut, summary="An open licence")
def register_one(request: HttpRequest, identifier: UUID) -> OpenLicenceOut:  # noqa: ARG001 - the interface hands it
    """Give an open licence that is or was published."""
    row = licence_or_404(identifier)
    return OpenLicenceOut(
        case=str(row.pk),
        declaration=row.case.number,
        patent=row.number,
        title=row.case.title,
        patentee=row.case.holder.name if row.case.holder else "",
        state=row.case.state,
        fee=price_of(row.fee).formula(),
        fee_words=wording.price(row.fee),
        payment=row.payment,
        text=row.text,
        published_on=row.published_on,
        until=row.until,
        ended_on=row.ended_on,
        licences_given=row.uses.filter(begun_on__isnull=False).count(),
    )
