"""What a listing sells, and how a party is freed: what its acts and what follows from them both need."""

from datetime import date
from typing import Any
from uuid import UUID

from kechuang.casework.act import Outcome, act
from kechuang.casework.decision import Decision
from kechuang.casework.registry import ActKind, Touched, register_act
from kechuang.mechanisms.market.listing import projecting
from kechuang.mechanisms.market.listing.facts import InterestConcluded
from kechuang.mechanisms.market.listing.models import Listing
from kechuang.mechanisms.market.listing.rules.moves import INTEREST
from kechuang.mechanisms.market.listing.rules.requests import Loaded, Refund
from kechuang.mechanisms.market.result import offering as deals
from kechuang.web.permissions import SYSTEM


def on_interest(code: str, decide: Any) -> ActKind[Any, Loaded]:  # noqa: ANN401 - each has its own request
    """Register an act on one registration of interest."""
    return register_act(
        ActKind(
            INTEREST,
            code,
            lambda request: Touched(cases=(request.case,)),
            decide,
            projecting.load_interests,
            projecting.project,
        )
    )


def _freed(scene: Any, request: Refund) -> Any:  # noqa: ANN401 - a scene and its decision
    return Decision(
        facts=((request.case, InterestConcluded(place=scene.cases[request.case].place, outcome="LOST")),),
        states={request.case: "LOST"},
    )


FOLLOW = on_interest("follow", _freed)


def sold_of(row: Listing, number: int | None = None) -> deals.Sold:
    """Give what a listing sells, as the register of achievements knows it; case and items must have been fetched."""
    until = row.terms.get("term_until")
    return deals.Sold(
        case=row.pk,
        number=row.case.number,
        path="listing",
        mode=row.mode,
        round=row.round if number is None else number,
        refs=[each.ref for each in row.items.all() if each.ref],
        until=date.fromisoformat(until) if until else None,
    )


def free(case: UUID, *, key: str, on: date | None = None) -> Outcome:
    """Free a party whose deal was made void; the node does it."""
    return act(FOLLOW, Refund(case=case, move="follow"), by=SYSTEM, key=key, on=on)
