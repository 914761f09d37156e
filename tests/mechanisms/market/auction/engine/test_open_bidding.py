"""Open bidding: what is refused and why, priority, the hammer, pauses, the Dutch clock."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from kechuang.mechanisms.market.auction.engine import events
from kechuang.mechanisms.market.auction.engine.deciding import Admit, Call, Hammer, Pay, ReleaseAll, Start, Take, Tick
from kechuang.mechanisms.market.auction.engine.prices import next_bid, on_grid
from kechuang.mechanisms.market.auction.engine.rules import Criterion, Reserve, SoftClose
from kechuang.mechanisms.market.auction.engine.sealing import seal_reserve
from tests.mechanisms.market.auction.engine.lots import (
    ASCENDING,
    DUTCH,
    HAMMER,
    NONCE,
    REVERSE,
    SEALED,
    Table,
    at,
    running,
    steps,
)


@pytest.mark.parametrize(
    ("seconds", "paddle", "amount", "code"),
    [
        (2, "B", "99000", "auction.below_start"),
        (2, "B", "-1", "auction.below_start"),
        (2, "B", "100500", "auction.off_the_grid"),
        (2, "B", "100000", "auction.not_above_leader"),
        (2, "A", "101000", "auction.own_bid_leading"),
        (2, "Z", "101000", "auction.not_admitted"),
        (2, "B", "101000.001", "auction.amount_unreadable"),
        (2, "B", "NaN", "auction.amount_unreadable"),
        (3600, "B", "101000", "auction.after_the_clock"),
        (0, "B", "101000", "auction.log_backwards"),
    ],
)
def test_bids_that_are_refused(seconds, paddle, amount, code):
    table = running(ASCENDING, "A", "B")
    table.bid(1, "A", "100000")
    before = (table.state, len(table.log))

    refusal = table.bid(seconds, paddle, amount)

    assert refusal.code == code
    assert (table.state, len(table.log)) == before


def test_a_bid_needs_the_whole_deposit_from_the_bidders_own_account():
    table = Table(ASCENDING).announce()
    table.asked(Admit(at(-900), "A", "firm-1", None, affiliate=False))

    assert table.code(events.DepositFrozen(0, at(-900), "A", Decimal(5000), "firm-2")) == "auction.deposit_of_another"
    table.asked(events.DepositFrozen(0, at(-900), "A", Decimal("4999.99"), "firm-1"))
    table.start()

    assert table.bid(1, "A", "100000").code == "auction.no_deposit"


def test_who_gets_no_paddle():
    table = Table(replace(ASCENDING, barred=("defaulter",))).announce().admit("A")

    assert table.code(Admit(at(-800), "A", "other", None, affiliate=False)) == "auction.paddle_given"
    assert table.code(Admit(at(-800), "B", "holder-A", None, affiliate=False)) == "auction.second_paddle"
    assert table.code(Admit(at(-800), "B", "defaulter", None, affiliate=False)) == "auction.barred"
    assert table.code(Admit(at(-800), "B", "firm", None, affiliate=True)) == "auction.sellers_affiliate"
    table.start()
    assert table.code(Admit(at(800), "B", "firm", None, affiliate=False)) == "auction.admission_over"


def test_no_bid_before_the_start_in_a_pause_or_after_the_end():
    table = Table(ASCENDING).announce().admit("A")
    codes = [table.bid(-500, "A", "100000").code]
    table.start()
    table.asked(events.Suspended(0, at(10), at(10), "power failure"))
    codes.append(table.bid(11, "A", "100000").code)
    table.asked(events.Resumed(0, at(20)))
    table.tick(4000)
    codes.append(table.bid(4001, "A", "100000").code)

    assert codes == ["auction.not_started", "auction.paused", "auction.lot_closed"]


def test_a_stopped_clock_goes_on_with_what_was_left_and_at_least_what_the_rules_give():
    table = running(replace(ASCENDING, resume_least_seconds=600), "A")
    ends = []
    for stop, go in ((100, 5000), (8400, 9000)):
        table.asked(events.Suspended(0, at(stop + 5), at(stop), "server failed"))
        table.asked(events.Resumed(0, at(go)))
        ends.append(table.state.ends_at)

    assert ends == [at(5000 + 3500), at(9000 + 600)]


def test_a_pause_cannot_begin_before_the_last_bid_nor_after_the_end():
    table = running(ASCENDING, "A")
    table.bid(100, "A", "100000")

    assert table.code(events.Suspended(0, at(200), at(99), "fault")) == "auction.bad_pause"
    assert table.code(events.Suspended(0, at(200), at(201), "fault")) == "auction.bad_pause"
    assert table.code(events.Suspended(0, at(4000), at(3600), "fault")) == "auction.after_the_clock"
    assert table.code(events.Suspended(0, at(200), at(150), "")) == "auction.reason_missing"


def test_extensions_may_be_limited():
    table = running(replace(ASCENDING, soft_close=SoftClose(300, 300, 1)), "A", "B")
    table.bid(3500, "A", "100000")
    table.bid(3700, "B", "101000")

    assert table.state.ends_at == at(3800)


def test_increments_follow_the_band_and_each_band_has_its_own_grid():
    rules = replace(ASCENDING, start=Decimal(9500), steps=steps(("0", "300"), ("10000", "1000"), ("50000", "5000")))

    wanted = [Decimal(value) for value in (9500, 9800, 10000, 11000)]
    found = [next_bid(rules, None)]
    while len(found) < len(wanted):
        found.append(next_bid(rules, found[-1]))

    assert found == wanted
    assert next_bid(rules, Decimal(49000)) == 50000
    assert next_bid(rules, Decimal(50000)) == 55000
    assert [value for value in range(9500, 12000, 100) if on_grid(rules, Decimal(value))] == [9500, 9800, 10000, 11000]


def test_a_purchase_counts_its_grid_downwards():
    rules = replace(REVERSE, start=Decimal(10500), steps=steps(("0", "300"), ("10000", "400")))

    found = [next_bid(rules, None)]
    while len(found) < 5:
        found.append(next_bid(rules, found[-1]))

    assert found == [10500, 10100, 10000, 9700, 9400]
    assert all(on_grid(rules, value) for value in found)


def test_free_raises_need_the_increment_but_no_grid():
    table = running(replace(ASCENDING, raises="free"), "A", "B")
    table.bid(1, "A", "100000.01")

    assert table.bid(2, "B", "101000.00").code == "auction.not_above_leader"
    assert table.bid(3, "B", "101000.01")[0].amount == Decimal("101000.01")


def test_one_bidder_may_be_too_few():
    table = running(replace(ASCENDING, min_bidders=2), "A", "B")
    table.bid(1, "A", "100000")
    table.tick(3600)

    assert table.state.outcome.reason == "too_few_bidders"


def secret(amount):
    return replace(ASCENDING, reserve=Reserve("secret", None, seal_reserve("L1", Decimal(amount), NONCE)))


@pytest.mark.parametrize(("reserve", "phase"), [("101000", "sold"), ("101000.01", "unsold")])
def test_a_secret_reserve_is_opened_after_the_end_and_binds(reserve, phase):
    table = running(secret(reserve), "A", "B")
    table.bid(1, "A", "101000")
    early = table.code(events.ReserveRevealed(0, at(2), Decimal(reserve), NONCE))
    table.tick(3600)
    lower = table.code(events.ReserveRevealed(0, at(3601), Decimal(100000), NONCE))

    table.asked(events.ReserveRevealed(0, at(3602), Decimal(reserve), NONCE))

    assert (early, lower) == ("auction.reserve_too_early", "auction.reserve_mismatch")
    assert table.state.phase == phase
    assert table.state.outcome.reason == ("" if phase == "sold" else "reserve_not_met")


def test_priority_bidders_match_by_rank_and_the_earlier_of_equal_rank_stays():
    rules = replace(ASCENDING, priority="during")
    table = running(rules, "A", "P1", "P2", "Q2", ranks={"P1": 1, "P2": 2, "Q2": 2})
    table.bid(1, "A", "100000")

    def match(seconds, paddle, amount="100000"):
        return table.wish(events.Matched(0, at(seconds), paddle, Decimal(amount), "online"))

    assert match(2, "A").code == "auction.no_priority"
    assert match(2, "P2", "101000").code == "auction.match_differs"
    match(3, "P2")
    assert match(4, "Q2").code == "auction.priority_outranked"
    match(5, "P1")
    assert match(6, "P2").code == "auction.priority_outranked"
    assert table.bid(7, "A", "100000").code == "auction.not_above_leader"
    table.tick(3600)
    assert (table.state.outcome.paddle, table.state.outcome.price) == ("P1", 100000)


def after_hammer(answers, until=4201):
    rules = replace(ASCENDING, priority="after", priority_seconds=600)
    table = running(rules, "A", "P1", "P2", "Q2", ranks={"P1": 1, "P2": 2, "Q2": 2})
    table.bid(1, "A", "100000")
    table.tick(3600)
    for seconds, paddle, exercised in answers:
        table.asked(events.PriorityAnswered(0, at(seconds), paddle, exercised))
    table.tick(until)
    return table.state.outcome.paddle


def test_first_refusal_of_completers_when_the_price_is_known():
    assert after_hammer([]) == "A"
    assert after_hammer([(3601, "P1", False), (3602, "P2", False), (3603, "Q2", False)], 3603) == "A"
    assert after_hammer([(3601, "Q2", True), (3602, "P2", True)]) == "Q2"
    assert after_hammer([(3601, "Q2", True), (3602, "P1", True)], 3602) == "P1"


def test_a_hammer_sale_needs_three_calls_after_the_last_bid():
    table = running(HAMMER, "A", "B")
    table.wish(events.Bid(0, at(1), "A", Decimal(100000), "floor"))
    table.asked(Call(at(2)))
    table.asked(Call(at(3)))
    table.wish(events.Bid(0, at(4), "B", Decimal(101000), "phone"))
    assert table.code(Hammer(at(5))) == "auction.calls_missing"
    for seconds in (6, 7, 8):
        table.asked(Call(at(seconds)))
    assert table.code(Call(at(9))) == "auction.call_out_of_order"

    table.asked(Hammer(at(10)))

    assert (table.state.phase, table.state.outcome.cause, table.state.outcome.paddle) == ("sold", "hammer", "B")


def test_the_first_taker_of_a_dutch_lot_pays_the_price_of_the_servers_moment():
    table = running(DUTCH, "A", "B")
    assert table.code(Take(at(59), "A", Decimal(93000))) == "auction.below_asking"

    table.asked(Take(at(130), "A", Decimal(93000)))

    assert table.state.outcome.price == 86000
    assert table.wish(Take(at(131), "B", Decimal(100000))).code == "auction.lot_closed"


def test_a_dutch_clock_stands_still_in_a_pause_and_ends_at_its_floor():
    table = running(DUTCH, "A")
    table.asked(events.Suspended(0, at(70), at(70), "fault"))
    table.asked(events.Resumed(0, at(1070)))
    assert table.state.ends_at == at(1000) + timedelta(seconds=60 * 7)

    table.asked(Take(at(1119), "A", Decimal(93000)))

    assert table.state.outcome.price == 93000


def test_a_planned_start_counts_from_the_plan_unless_it_is_too_late():
    planned = replace(ASCENDING, starts_at=at(), late_start_seconds=5)
    on_time, late, early = (Table(planned).announce().admit("A") for _ in range(3))

    assert early.code(Start(at(-1))) == "auction.too_early"
    on_time.asked(Tick(at(4)))
    late.asked(Tick(at(6)))

    assert on_time.state.ends_at == at(3600)
    assert late.state.ends_at == at(3606)


def test_the_leader_cannot_be_excluded_and_the_excluded_cannot_bid():
    table = running(ASCENDING, "A", "B")
    table.bid(1, "A", "100000")

    assert table.code(events.Excluded(0, at(2), "A", "affiliate")) == "auction.excluded_leads"
    table.asked(events.Excluded(0, at(2), "B", "affiliate"))

    assert table.bid(3, "B", "101000").code == "auction.excluded"


def test_a_lot_is_withdrawn_before_it_begins_and_never_after():
    early, late = Table(ASCENDING).announce().admit("A"), running(ASCENDING, "A")

    early.asked(events.Withdrawn(0, at(-1), "seller's wish"))
    early.asked(ReleaseAll(at()))

    assert early.state.final
    assert late.code(events.Withdrawn(0, at(1), "seller's wish")) == "auction.withdrawn_too_late"


def test_a_lot_that_is_broken_off_after_the_sale_gives_every_deposit_back():
    table = running(ASCENDING, "A", "B")
    table.bid(1, "A", "100000")
    table.tick(3600)

    table.asked(events.Aborted(0, at(3700), "collusion"))
    table.asked(ReleaseAll(at(3701)))

    assert table.state.final
    assert dict(table.state.accounts) == {"bidder/A": 0, "held": 0, "bidder/B": 0}
    assert table.code(Pay(at(3702))) == "auction.not_sold"


def test_events_of_another_form_are_refused():
    table = running(SEALED, "A")

    assert table.bid(1, "A", "100000").code == "auction.wrong_form"
    assert running(ASCENDING, "A").code(events.Committed(0, at(1), "A", "0" * 64)) == "auction.wrong_form"
    assert running(ASCENDING, "A").code(Take(at(1), "A", Decimal(1))) == "auction.wrong_form"
    assert running(ASCENDING, "A").code(Call(at(1))) == "auction.no_calls"


def test_nobody_can_wish_for_what_the_rules_alone_decide():
    table = running(ASCENDING, "A", "B")
    table.bid(1, "A", "100000")

    assert table.code(events.Ended(0, at(2), at(2), "clock")) == "auction.not_by_rule"
    assert table.code(events.Sold(0, at(2), "A", Decimal(1))) == "auction.not_by_rule"
    assert table.code(events.Unsold(0, at(2), "no_bids")) == "auction.not_by_rule"


def test_a_state_is_not_decided_on_under_other_rules():
    table = running(ASCENDING, "A")
    table.rules = replace(ASCENDING, start=Decimal(1))

    with pytest.raises(ValueError, match="other rules"):
        table.wish(Tick(at(1)))


@pytest.mark.parametrize("wrong", ["NaN", "-0.01", "100.01", "87.12345"])
def test_points_that_the_log_could_not_write_are_refused(wrong):
    criterion = Criterion(Decimal("0.5"), Decimal("0.5"), "start_linear")
    table = Table(replace(REVERSE, criterion=criterion)).announce().admit("A")

    assert table.code(events.Scored(0, at(-1), "A", Decimal(wrong))) == "auction.bad_points"


@pytest.mark.parametrize("wrong", ["NaN", "Infinity", "85000.001"])
def test_amounts_that_the_log_could_not_write_are_refused(wrong):
    dutch, sold = running(DUTCH, "A"), running(ASCENDING, "A")
    sold.bid(1, "A", "100000")
    sold.tick(3600)
    sold.asked(events.Defaulted(0, at(3700), "did not pay"))
    settled = events.DefaultSettled(0, at(3800), None, Decimal(0), Decimal(wrong))

    assert dutch.code(Take(at(1), "A", Decimal(wrong))) == "auction.amount_unreadable"
    assert sold.code(settled) == "auction.amount_unreadable"


def test_a_server_that_was_killed_goes_on_with_what_was_left_when_it_was_last_seen():
    table = running(ASCENDING, "A")
    table.bid(3000, "A", "100000")

    table.asked(events.Suspended(0, at(9000), at(3100), "server failed"))
    table.asked(events.Resumed(0, at(9600)))

    assert table.state.ends_at == at(9600 + 500)
