"""Trials for programs: the lists, one offer of the pool, what counties gained."""

from uuid import UUID

from django.http import HttpRequest
from ninja import Router

from kechuang.mechanisms.market.notice.rules.price import price_of
from kechuang.mechanisms.market.trial import lists, queries, wording
from kechuang.mechanisms.market.trial.public_views import offer_or_404
from kechuang.mechanisms.market.trial.rules.moves import READ
from kechuang.mechanisms.market.trial.schemas import TrialGainOut, TrialOfferOut
from kechuang.web.api import Needs, list_endpoint

router = Router()
list_endpoint(router, "/", lists.TRIALS, lists.trials, permission=READ, operation_id="list_trials")
list_endpoint(router, "/offers", lists.OFFERS, lists.offers, permission=READ, operation_id="list_trial_offers")
list_endpoint(router, "/pool", lists.POOL, lists.pool, permission="public", operation_id="list_trial_pool")


@router.get("/gains", auth=Needs("public"), response=list[TrialGainOut], summary="What counties gained by trials")
def gains(request: HttpRequest, year: int = 0) -> list[TrialGainOut]:  # noqa: ARG001 - the interface hands it
    """Give trials and conversions by county, of all years or of one."""
    found = queries.gains(year if 1990 <= year <= 2999 else 0)
    return [
        TrialGainOut(
            county=line.county,
            county_name=wording.county(line.county),
            mountain=line.mountain,
            begun=line.begun,
            running=line.running,
            converted=line.converted,
        )
        for line in found
    ]


@router.get("/pool/{identifier}", auth=Needs("public"), response=TrialOfferOut, summary="A result to try")
def pool_one(request: HttpRequest, identifier: UUID) -> TrialOfferOut:  # noqa: ARG001 - the interface hands it
    """Give an offer that stands."""
    row = offer_or_404(identifier)
    return TrialOfferOut(
        case=str(row.pk),
        number=row.case.number,
        title=row.case.title,
        unit=row.case.holder.name if row.case.holder else "",
        place=row.case.place,
        field=row.field,
        price=price_of(row.price).formula(),
        price_words=wording.price(row.price, row.cap),
        cap=row.cap,
        months=row.months,
        exclusive=row.exclusive,
        audience=row.audience,
        counties=[each.code for each in row.counties.order_by("code")],
        delivers=row.delivers,
        offered_on=row.offered_on,
    )
