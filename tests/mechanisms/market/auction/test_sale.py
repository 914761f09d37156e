"""A sale from its preparation to the money, through the gateway and the worker."""

from datetime import timedelta
from decimal import Decimal

from kechuang.mechanisms.market.auction.engine.sale import replay
from kechuang.mechanisms.market.auction.models import Board
from kechuang.mechanisms.market.auction.running import store
from tests.mechanisms.market.auction.hall import START, ascending


def seconds(count: float) -> timedelta:
    return timedelta(seconds=count)


def test_a_lot_is_announced_bid_on_hammered_and_replays_to_the_same_result(hall):
    (lot,) = hall.announce(ascending())
    hall.run([lot], 2)

    first = hall.bid(lot, 0, "100000", seconds(10))
    off = hall.bid(lot, 1, "100001", seconds(20))
    second = hall.bid(lot, 1, "105000", seconds(30))
    with hall.at(START + seconds(3602)):
        hall.turn()

    lot.refresh_from_db()
    assert first.refusal is None
    assert off.refusal.code == "auction.off_the_grid"
    assert second.refusal is None
    assert (hall.state(lot), lot.price, lot.winner) == ("HAMMERED", Decimal(105000), hall.firms[1])
    sale = replay(line.encode() + b"\n" for line in store.lines(lot.pk))
    assert (sale.lots[0].outcome.price, sale.digest) == (Decimal("105000.00"), store.digest(lot.pk))
    assert lot.phase == "sold"
    assert Board.objects.get(lot=lot).version == lot.seq
