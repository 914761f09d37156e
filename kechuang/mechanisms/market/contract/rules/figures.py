"""What a registration adds to the turnover, takes from it or changes in it: facts and lines that say the same. Pure."""

from datetime import date
from decimal import Decimal
from typing import Any

from kechuang.casework.decision import CaseView
from kechuang.mechanisms.market.contract.facts import Turnover
from kechuang.mechanisms.market.contract.rules import kinds
from kechuang.mechanisms.market.contract.rules.content import Contract
from kechuang.mechanisms.market.contract.rules.requests import Flow


def said(
    case: CaseView, contract: Contract, number: str, *, count: int, total: Decimal, technology: Decimal
) -> dict[str, Any]:
    """Give the fields that every fact about the turnover has; amounts and count are signed."""
    seller, buyer = contract.seller.region, contract.buyer.region
    return {
        "place": case.place,
        "number": number,
        "type": contract.type,
        "former_type": kinds.FORMER[contract.type],
        "subtype": contract.subtype,
        "field": contract.field,
        "industry": contract.industry,
        "trade": contract.trade,
        "seller_place": seller,
        "buyer_place": buyer,
        "cross_region": seller[:2] != buyer[:2],
        "count": count,
        "total_yuan": total,
        "technology_yuan": technology,
        "estimated": contract.estimated,
        "signed_on": contract.signed_on,
    }


def flow(fact: Turnover, on: date) -> Flow:
    """Give the line of the statistics that says the same as a fact."""
    return Flow(
        kind=fact.TYPE.rpartition(".")[2],
        on=on,
        place=fact.place,
        seller_place=fact.seller_place,
        buyer_place=fact.buyer_place,
        type=fact.type,
        field=fact.field,
        industry=fact.industry,
        trade=fact.trade,
        count=fact.count,
        total_yuan=fact.total_yuan,
        technology_yuan=fact.technology_yuan,
    )
