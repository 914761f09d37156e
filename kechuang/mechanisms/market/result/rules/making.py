"""What an entry changes in the register of rights: rows that end and begin. Pure."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from fractions import Fraction
from uuid import UUID

from kechuang.kernel.fact import Fact
from kechuang.kernel.shares import write_share
from kechuang.mechanisms.market.result import facts
from kechuang.mechanisms.market.result.rules import asking
from kechuang.mechanisms.market.result.rules.asking import (
    Decide,
    RightPut,
    RightSeen,
    Terms,
)
from kechuang.mechanisms.market.result.rules.standing import Party


def new_row(identifier: UUID, party: Party, since: date, **more: object) -> dict[str, object]:
    return {"id": identifier, "party": party, "since": since, **more}


def _moved(right: RightSeen, terms: Terms, request: Decide) -> tuple[RightPut, tuple[str, ...], Fraction]:
    """Move a share: the giver's and the taker's rows end and begin anew, so that every day's sum is the whole."""
    now = right.standing.on(terms.since)
    giver = next(each for each in now.holdings if each.party.ref == terms.giver)
    taker = terms.taker
    assert taker is not None
    share = giver.share if terms.share is None else terms.share
    before = next((each for each in now.holdings if each.party.ref == taker.ref), None)
    after = {each.party.ref: (each.party, each.share) for each in now.holdings}
    after[giver.party.ref] = (giver.party, giver.share - share)
    after[taker.ref] = (before.party if before else taker, (before.share if before else Fraction(0)) + share)
    changed = [giver] if before is None else [giver, before]
    drawn = iter(request.parts)
    adds = tuple(
        ("holding", new_row(next(drawn), party, terms.since, share=held, entry_id=request.case))
        for ref, (party, held) in after.items()
        if held and ref in {giver.party.ref, taker.ref}
    )
    ends = tuple(("holding", each.id, terms.since) for each in changed)
    holders = tuple(f"{ref}:{write_share(held)}" for ref, (_party, held) in after.items() if held)
    return RightPut(ends=ends, adds=adds), holders, share


def _transferred(right: RightSeen, terms: Terms, request: Decide) -> tuple[Fact, RightPut]:
    put, holders, share = _moved(right, terms, request)
    assert terms.taker is not None
    fact = facts.RightTransferred(
        place=right.place,
        right=f"right/{request.right}",
        since=terms.since,
        giver=terms.giver,
        taker=terms.taker.ref,
        share=write_share(share),
        holders=holders,
        ground=terms.ground,
    )
    return fact, put


def _contributed(right: RightSeen, terms: Terms, request: Decide) -> tuple[Fact, RightPut]:
    put, holders, share = _moved(right, terms, request)
    assert terms.taker is not None
    assert terms.equity is not None
    fact = facts.RightContributed(
        place=right.place,
        right=f"right/{request.right}",
        since=terms.since,
        giver=terms.giver,
        company=terms.taker.ref,
        share=write_share(share),
        equity=write_share(terms.equity),
        value_yuan=terms.amount,
        holders=holders,
        ground=terms.ground,
    )
    brought = new_row(
        request.row,
        terms.taker,
        terms.since,
        share=share,
        equity=terms.equity,
        value=terms.amount,
        entry_id=request.case,
    )
    return fact, replace(put, adds=(*put.adds, ("contribution", brought)))


def _licensed(right: RightSeen, terms: Terms, request: Decide) -> tuple[Fact, RightPut]:
    assert terms.taker is not None
    fact = facts.RightLicensed(
        place=right.place,
        right=f"right/{request.right}",
        since=terms.since,
        licence=f"licence/{request.row}",
        kind=terms.kind,
        places=terms.places,
        until=terms.until,
        taker=terms.taker.ref,
        ground=terms.ground,
    )
    row = new_row(
        request.row,
        terms.taker,
        terms.since,
        kind=terms.kind,
        places=list(terms.places),
        until=terms.until,
        entry_id=request.case,
    )
    return fact, RightPut(adds=(("licence", row),))


def _licence_ended(right: RightSeen, terms: Terms, request: Decide) -> tuple[Fact, RightPut]:
    assert terms.row is not None
    fact = facts.LicenceEnded(
        place=right.place,
        right=f"right/{request.right}",
        since=terms.since,
        licence=f"licence/{terms.row}",
        ground=terms.ground,
    )
    return fact, RightPut(ends=(("licence", terms.row, terms.since),))


def _pledged(right: RightSeen, terms: Terms, request: Decide) -> tuple[Fact, RightPut]:
    assert terms.taker is not None
    fact = facts.RightPledged(
        place=right.place,
        right=f"right/{request.right}",
        since=terms.since,
        pledge=f"pledge/{request.row}",
        creditor=terms.taker.ref,
        amount_yuan=terms.amount,
        until=terms.until,
        ground=terms.ground,
    )
    row = new_row(request.row, terms.taker, terms.since, amount=terms.amount, until=terms.until, entry_id=request.case)
    return fact, RightPut(adds=(("pledge", row),))


def _released(right: RightSeen, terms: Terms, request: Decide) -> tuple[Fact, RightPut]:
    assert terms.row is not None
    fact = facts.PledgeReleased(
        place=right.place,
        right=f"right/{request.right}",
        since=terms.since,
        pledge=f"pledge/{terms.row}",
        ground=terms.ground,
    )
    return fact, RightPut(ends=(("pledge", terms.row, terms.since),))


MADE: dict[str, Callable[[RightSeen, Terms, Decide], tuple[Fact, RightPut]]] = {
    asking.TRANSFER: _transferred,
    asking.LICENCE: _licensed,
    asking.LICENCE_END: _licence_ended,
    asking.PLEDGE: _pledged,
    asking.RELEASE: _released,
    asking.CONTRIBUTION: _contributed,
}
