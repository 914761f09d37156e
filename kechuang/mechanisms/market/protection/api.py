"""Cases of protection for programs: the list for those who may read it; ways and counts for everybody."""

from django.http import HttpRequest
from ninja import Router

from kechuang.kernel.reading import FaultError
from kechuang.kernel.refusal import Refusal
from kechuang.mechanisms.market.protection import lists, showing
from kechuang.mechanisms.market.protection.rules.moves import READ
from kechuang.mechanisms.market.protection.schemas import ProtectionCountOut, ProtectionRouteOut
from kechuang.mechanisms.market.protection.views import PROVINCE
from kechuang.web import clock
from kechuang.web.api import Needs, RefusedError, list_endpoint

router = Router()
list_endpoint(router, "/", lists.PROTECTIONS, lists.rows, permission=READ, operation_id="list_protections")


@router.get("/routes", auth=Needs("public"), response=list[ProtectionRouteOut], summary="Which way each kind goes")
def routes(request: HttpRequest, place: str = PROVINCE) -> list[ProtectionRouteOut]:  # noqa: ARG001 - the interface hands it
    """Give which ways are open to each kind of case at a place (six digits), with the rule."""
    try:
        return [ProtectionRouteOut(**each) for each in showing.routes(place, clock.today())]
    except FaultError as error:
        raise RefusedError(Refusal(error.code, dict(error.values), place="place")) from None


@router.get("/counts", auth=Needs("public"), response=list[ProtectionCountOut], summary="How many cases there were")
def counts(request: HttpRequest) -> list[ProtectionCountOut]:  # noqa: ARG001 - the interface hands it
    """Give counts by province and year; nothing that tells a case or a party."""
    return [
        ProtectionCountOut(place=each["code"], year=each["year"], all=each["all"], counts=dict(each["cells"]))
        for each in showing.tallies(clock.today())
    ]
