"""What holds of every lot of every form, whatever is wished for."""

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from kechuang.kernel.refusal import Refusal
from kechuang.mechanisms.market.auction.engine import events
from kechuang.mechanisms.market.auction.engine.deciding import Tick, decide
from kechuang.mechanisms.market.auction.engine.folding import fold, step
from kechuang.mechanisms.market.auction.engine.log import read_line, write_line
from kechuang.mechanisms.market.auction.engine.prices import beats, meets, next_bid, on_grid, points
from kechuang.mechanisms.market.auction.engine.sale import replay
from kechuang.mechanisms.market.auction.engine.sealing import seal_bid
from kechuang.mechanisms.market.auction.engine.state import begin
from tests.mechanisms.market.auction.engine.histories import NONCE, PADDLES, START, histories, rules

MODEST = settings(max_examples=40)


def lines_of(table):
    return [(write_line("L1", event) + "\n").encode() for event in table.log]


@MODEST
@given(histories())
def test_replay_equals_live_and_each_prefix_is_a_state_that_can_be_gone_on_from(given_table):
    table, _amounts, _hidden = given_table

    state = begin(table.rules)
    for n, event in enumerate(table.log):
        assert fold(table.rules, table.log[:n]) == state
        assert not isinstance(decide(table.rules, state, Tick(event.at)), Refusal)
        state = step(state, event)

    assert state == table.state
    assert replay(lines_of(table)).lots == (table.state,)


@MODEST
@given(histories())
def test_a_log_is_read_and_written_byte_for_byte(given_table):
    table, _amounts, _hidden = given_table

    for event, line in zip(table.log, lines_of(table), strict=True):
        entry = read_line(line)
        assert (entry.lot, type(entry.event), entry.event) == ("L1", type(event), event)
        assert (write_line(*entry) + "\n").encode() == line


@MODEST
@given(histories())
def test_never_below_the_reserve_nor_the_start(given_table):
    table, _amounts, hidden = given_table
    outcome = table.state.outcome
    if outcome is None or outcome.price is None:
        return

    reserve = hidden if table.rules.reserve.kind in {"open", "secret"} else None
    reserve = table.rules.falling.floor if table.rules.falling else reserve
    assert meets(table.rules, outcome.price, reserve)
    if not table.rules.falling:
        assert meets(table.rules, outcome.price, START)


@MODEST
@given(histories())
def test_deposits_add_up_to_nothing_and_none_is_held_at_the_end(given_table):
    table, _amounts, _hidden = given_table

    state = begin(table.rules)
    for event in table.log:
        state = step(state, event)
        assert sum(state.accounts.values()) == 0
        assert state.held == sum(paddle.deposit for paddle in state.paddles.values())

    assert state.final
    assert state.accounts.get("forfeited", 0) == 0


@MODEST
@given(histories(("ascending", "reverse")))
def test_the_best_valid_bid_wins_and_no_two_stand_at_one_price(given_table):
    table, _amounts, _hidden = given_table
    bids = [event for event in table.log if isinstance(event, events.Bid)]
    prices = [event.amount for event in bids]
    outcome = table.state.outcome

    if table.rules.criterion is None:
        assert len(set(prices)) == len(prices)
        assert prices == sorted(prices, reverse=table.rules.purchase)
        best = prices[-1:]
    else:
        quality = {event.paddle: event.points for event in table.log if isinstance(event, events.Scored)}
        reached = [points(table.rules, bid.amount, quality[bid.paddle], bid.amount) for bid in bids]
        assert reached == sorted(set(reached))
        best = prices[-1:]
    if outcome is not None and outcome.price is not None:
        assert [outcome.price] == best


@MODEST
@given(histories(("ascending", "reverse", "dutch")))
def test_no_bid_on_a_lot_that_is_closed_or_stopped(given_table):
    table, _amounts, _hidden = given_table

    state = begin(table.rules)
    for event in table.log:
        if isinstance(event, (events.Bid, events.Matched, events.Taken)):
            assert state.phase == "running"
            assert state.ends_at is None or event.at < state.ends_at
        state = step(state, event)


@MODEST
@given(histories(("sealed", "sealed_reverse")))
def test_the_best_opened_bid_wins(given_table):
    table, _amounts, _hidden = given_table
    outcome = table.state.outcome
    if outcome is None or outcome.price is None or table.rules.criterion is not None:
        return

    valid = [entry.amount for entry in table.state.envelopes.values() if entry.amount is not None and not entry.fault]
    assert outcome.price == (min(valid) if table.rules.purchase else max(valid))


@MODEST
@given(histories(("vickrey",)))
def test_the_second_price_lies_between_the_second_bid_or_reserve_and_the_first(given_table):
    table, _amounts, _hidden = given_table
    outcome, leader, second = table.state.outcome, table.state.leader, table.state.runner_up
    if outcome is None or outcome.price is None:
        return

    least = max(START, table.state.reserve or START, second.amount if second else START)
    assert least == outcome.price <= leader.amount


@MODEST
@given(histories(("dutch",)))
def test_the_first_taker_has_the_dutch_lot(given_table):
    table, _amounts, _hidden = given_table
    taken = [event for event in table.log if isinstance(event, events.Taken)]

    assert len(taken) <= 1
    if taken and table.state.outcome.price is not None and table.rules.priority == "none":
        assert (table.state.outcome.paddle, table.state.outcome.price) == (taken[0].paddle, taken[0].amount)


@MODEST
@given(
    st.sampled_from(PADDLES),
    st.sampled_from(PADDLES),
    st.decimals(0, 10**9, places=2),
    st.decimals(0, 10**9, places=2),
)
def test_a_commitment_opens_to_one_bid_only(one, other, amount, changed):
    same = (one, amount) == (other, changed)

    assert (seal_bid("L1", one, amount, NONCE) == seal_bid("L1", other, changed, NONCE)) == same


@MODEST
@given(rules(("ascending", "reverse")), st.integers(0, 40))
def test_the_next_bid_is_valid_and_nothing_between_is(found, count):
    law, _hidden = found
    leader = START
    for _ in range(count):
        leader = next_bid(law, leader)
        if leader is None:
            return

    following = next_bid(law, leader)

    if following is not None:
        cent = (following - leader) / abs((following - leader) * 100)
        assert beats(law, following, leader)
        if law.raises == "grid":
            assert on_grid(law, following)
            assert not any(
                on_grid(law, leader + cent * n) for n in range(1, min(int(Fraction((following - leader) / cent)), 300))
            )
        else:
            assert following == leader + cent or not beats(law, following - cent, leader)
