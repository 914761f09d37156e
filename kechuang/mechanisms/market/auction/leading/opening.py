"""Opening the identities after a lot has ended, and what that means for each registration."""

from datetime import date
from uuid import UUID

from kechuang.mechanisms.market.auction import actions
from kechuang.mechanisms.market.auction.engine.state import State
from kechuang.mechanisms.market.auction.masking import keeper
from kechuang.mechanisms.market.auction.models import Bidder, Lot, PaddleCard
from kechuang.mechanisms.market.auction.rules.requests import Conclude

OPEN = ("REGISTERED", "QUALIFIED", "DEPOSITED")


def open_all(lot: UUID, state: State, *, on: date) -> None:
    """Open the paddles of a lot that has ended, name the winner, conclude the registrations. Repeatable."""
    cards = list(PaddleCard.objects.filter(lot=lot))
    for card in cards:
        if card.body_id is None:
            card.body_id = UUID(keeper.unseal(lot, card.sealed)["body"])
    PaddleCard.objects.bulk_update(cards, ["body"])
    paddle_of = {card.body_id: card.number for card in cards}
    won = state.outcome.paddle if state.outcome and state.phase not in {"aborted", "withdrawn"} else ""
    winner = next((card.body_id for card in cards if card.number == won), None) if won else None
    Lot.objects.filter(pk=lot).update(winner=winner)
    for row in Bidder.objects.filter(lot=lot, case__state__in=OPEN).select_related("case"):
        if row.case.state != "DEPOSITED":
            target = "WITHDRAWN"
        elif row.body_id == winner:
            target = "WON"
        else:
            number = paddle_of.get(row.body_id)
            target = "FORFEITED" if number and _lost_deposit(state, number) else "LOST"
        wanted = Conclude(case=row.pk, state=target, paddle=paddle_of.get(row.body_id, ""))
        actions.conclude(wanted, key=f"bidder:{row.pk.hex}:conclude", on=on)


def _lost_deposit(state: State, number: str) -> bool:
    """Whether a sealed bid was not opened and its deposit is lost by rule."""
    envelope = state.envelopes.get(number)
    return envelope is not None and envelope.amount is None and state.rules.unrevealed_forfeits
