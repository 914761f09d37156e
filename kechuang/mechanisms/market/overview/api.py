"""The market for programs: its markets with what they hold, newest public records, and the figures of a year."""

from decimal import Decimal
from uuid import UUID

from django.http import Http404, HttpRequest
from ninja import Router, Schema

from kechuang.mechanisms.market.contract.turnover import Line
from kechuang.mechanisms.market.overview import markets as held
from kechuang.mechanisms.market.overview import measuring, views
from kechuang.web.api import Needs

router = Router()


class MarketOut(Schema):
    """A market: its log, its place, and its public records by kind."""

    id: UUID
    name: str
    place: str
    log: str
    log_name: str
    results: int
    demands: int
    notices: int
    listings: int
    lots: int
    trials: int
    contracts: int
    attestations: int


class MarketRecordOut(Schema):
    """A public record with owner, market, log of origin, and the right by which it is shown."""

    kind: str
    number: str
    title: str
    url: str
    market: str
    owner: str
    origin: str
    right: str
    on: str | None


class MarketLineOut(Schema):
    """Turnover of one code, in yuan, beside the year before."""

    code: str
    contracts: int
    technology_yuan: Decimal
    technology_yuan_before: Decimal


class MarketSoldOut(Schema):
    """Lots sold in a quarter; the premium is a share."""

    quarter: int
    lots: int
    start_yuan: Decimal
    price_yuan: Decimal
    premium: Decimal | None


class MarketWaitedOut(Schema):
    """Days from publication to deal by way to the price."""

    path: str
    deals: int
    median_days: Decimal


class MarketYearOut(Schema):
    """Patents industrialised in a year."""

    year: int
    patents: int


class MarketFiguresOut(Schema):
    """The figures of a year and a place, as the page shows them."""

    year: int
    place: str
    technology_yuan: Decimal
    cross_province_share: Decimal | None
    by_type: list[MarketLineOut]
    by_field: list[MarketLineOut]
    by_place: list[MarketLineOut]
    sold: list[MarketSoldOut]
    premium: Decimal | None
    waited: list[MarketWaitedOut]
    industrialised: list[MarketYearOut]


@router.get("/markets", auth=Needs("public"), response=list[MarketOut], summary="Markets beside each other")
def markets(request: HttpRequest) -> list[MarketOut]:  # noqa: ARG001 - the interface hands it
    """Give every market that holds public records."""
    return [
        MarketOut(
            id=row.id,
            name=row.name,
            place=row.place,
            log=row.log,
            log_name=row.log_name,
            **{f"{kind}s": count for kind, count in zip(held.KINDS, row.counts, strict=True)},
        )
        for row in held.markets()
    ]


@router.get("/records", auth=Needs("public"), response=list[MarketRecordOut], summary="Newest public records")
def records(
    request: HttpRequest,  # noqa: ARG001 - the interface hands it
    kind: str = "result",
    market: UUID | None = None,
) -> list[MarketRecordOut]:
    """Give the newest public records of a kind: result, demand, notice, listing, lot, trial, contract, attestation.

    Raises Http404.
    """
    if kind not in held.KINDS:
        raise Http404
    return [
        MarketRecordOut(
            **{name: getattr(each, name) for name in MarketRecordOut.model_fields if name != "on"},
            on=each.on.isoformat() if each.on else None,
        )
        for each in held.newest(market, kind)
    ]


@router.get("/figures", auth=Needs("public"), response=MarketFiguresOut, summary="Figures of the market")
def figures(request: HttpRequest, year: str = "", place: str = "") -> MarketFiguresOut:  # noqa: ARG001 - the schema names them, the address is read as the page reads it
    """Give the figures of a year (this one where none is named) and a place (everywhere where none is named)."""
    named_year, named_place = views.asked(request)
    found = measuring.measured(named_year, named_place)
    return MarketFiguresOut(
        year=named_year,
        place=named_place,
        technology_yuan=found.overall.now.technology,
        cross_province_share=found.cross_share,
        by_type=_lines(found.by_type),
        by_field=_lines(found.by_field),
        by_place=_lines(found.by_place),
        sold=[
            MarketSoldOut(
                quarter=each.quarter,
                lots=each.lots,
                start_yuan=each.start,
                price_yuan=each.price,
                premium=each.premium,
            )
            for each in found.sold
        ],
        premium=found.all_sold.premium,
        waited=[
            MarketWaitedOut(path=each.path, deals=each.deals, median_days=each.median_days) for each in found.waited
        ],
        industrialised=[MarketYearOut(year=each, patents=count) for each, count in found.industrialised],
    )


def _lines(lines: list[Line]) -> list[MarketLineOut]:
    return [
        MarketLineOut(
            code=line.code,
            contracts=line.now.count,
            technology_yuan=line.now.technology,
            technology_yuan_before=line.then.technology,
        )
        for line in lines
    ]
