"""Sealed bids: commitments while the clock runs, their opening after it, and the secret reserve."""

from fractions import Fraction

from kechuang.kernel.refusal import Refusal
from kechuang.mechanisms.market.auction.engine.bidding import entitled, may_act, off_grid, outside_start
from kechuang.mechanisms.market.auction.engine.events import Committed, ReserveRevealed, Revealed, RevealsClosed
from kechuang.mechanisms.market.auction.engine.prices import on_grid, points, within_start
from kechuang.mechanisms.market.auction.engine.sealing import is_digest, seal_bid, seal_reserve
from kechuang.mechanisms.market.auction.engine.state import Envelope, Result, Standing, State, wrong_phase


def committed(state: State, event: Committed) -> Result:
    """Take a sealed bid: its commitment only. A second one counts from its own moment, where the rules allow it."""
    rules = state.rules
    if not rules.sealed:
        return Refusal("auction.wrong_form", {"lot": rules.lot, "form": rules.form, "event": "committed"})
    paddle = may_act(state, event.paddle, event.at)
    if isinstance(paddle, Refusal):
        return paddle
    if not is_digest(event.commitment):
        return Refusal("auction.bad_commitment", {"paddle": event.paddle}, place="commitment")
    if event.paddle in state.envelopes and not rules.replace_commitment:
        return Refusal("auction.committed_already", {"paddle": event.paddle})
    envelope = Envelope(event.commitment, event.seq, event.at, None, "")
    paddles = state.paddles if paddle.has_bid else state.paddles.put(event.paddle, paddle._replace(has_bid=True))
    return state._replace(
        seq=event.seq,
        at=event.at,
        bids=state.bids + 1,
        paddles=paddles,
        envelopes=state.envelopes.put(event.paddle, envelope),
    )


def revealed(state: State, event: Revealed) -> Result:
    """Open a sealed bid. What fits its commitment is noted even where it cannot win, with the reason."""
    if state.phase != "revealing":
        early = state.phase in {"running", "suspended"}
        return Refusal("auction.reveal_too_early", {"paddle": event.paddle}) if early else wrong_phase(state)
    if state.until is not None and event.at >= state.until:
        return Refusal(
            "auction.reveal_over", {"ended_at": state.until.isoformat(), "received_at": event.at.isoformat()}
        )
    envelope = state.envelopes.get(event.paddle)
    if envelope is None:
        return Refusal("auction.reveal_without_commitment", {"paddle": event.paddle})
    if envelope.amount is not None:
        return Refusal("auction.revealed_already", {"paddle": event.paddle})
    sealed = seal_bid(state.rules.lot, event.paddle, event.amount, event.nonce)
    if not is_digest(event.nonce) or sealed != envelope.commitment:
        return Refusal("auction.reveal_mismatch", {"paddle": event.paddle, "amount_yuan": event.amount})
    opened = envelope._replace(amount=event.amount, fault=_fault(state, event))
    return state._replace(seq=event.seq, at=event.at, envelopes=state.envelopes.put(event.paddle, opened))


def _fault(state: State, event: Revealed) -> str:
    """Give the code of why an opened bid does not count, or nothing."""
    rules = state.rules
    paddle = entitled(state, event.paddle)
    if isinstance(paddle, Refusal):
        return paddle.code
    if not within_start(rules, event.amount):
        return outside_start(rules, event.amount).code
    if rules.raises == "grid" and not on_grid(rules, event.amount):
        return off_grid(rules, event.amount).code
    return "auction.no_score" if rules.criterion is not None and paddle.points is None else ""


def reveals_closed(state: State, event: RevealsClosed) -> Result:
    """Rank the opened bids once the last is open or the time is over."""
    open_still = state.until is None or event.at < state.until
    if state.phase != "revealing":
        return wrong_phase(state)
    if open_still and any(envelope.amount is None for envelope in state.envelopes.values()):
        return Refusal("auction.reveals_open", {"until": state.until.isoformat() if state.until else ""})
    best = ranking(state)
    return state._replace(
        seq=event.seq,
        at=event.at,
        phase="ended",
        until=None,
        leader=best[0] if best else None,
        runner_up=best[1] if len(best) > 1 else None,
        bidders=len(best),
    )


def ranking(state: State) -> list[Standing]:
    """Give the opened bids that count, the best first: by points or price, then priority, then commitment."""
    rules = state.rules
    valid = [
        (paddle, envelope, envelope.amount)
        for paddle, envelope in state.envelopes.items()
        if envelope.amount is not None and not envelope.fault
    ]
    lowest = min((amount for _paddle, _envelope, amount in valid), default=rules.start)
    standings = [
        Standing(
            code,
            amount,
            envelope.seq,
            envelope.at,
            points(rules, amount, quality, lowest) if (quality := state.paddles[code].points) is not None else None,
            None,
        )
        for code, envelope, amount in valid
    ]
    return sorted(standings, key=lambda standing: _order(state, standing))


def _order(state: State, standing: Standing) -> tuple[Fraction, Fraction, int, int]:
    rules, rank = state.rules, state.paddles[standing.paddle].rank
    price = Fraction(standing.amount) * (1 if rules.purchase else -1)
    reached = -standing.points if standing.points is not None else Fraction(0)
    # Those without a rank come after all who have one.
    place = rank - len(state.paddles) - 1 if rank is not None and rules.priority != "none" else 0
    return (reached, price, min(place, 0), standing.seq)


def reserve_revealed(state: State, event: ReserveRevealed) -> Result:
    """Open the secret reserve, after the bidding and as it was committed to."""
    rules = state.rules
    if rules.reserve.kind != "secret":
        return Refusal("auction.no_secret_reserve", {"lot": rules.lot})
    if state.phase != "ended":
        early = state.phase in {"announced", "running", "suspended", "revealing"}
        return Refusal("auction.reserve_too_early", {"lot": rules.lot}) if early else wrong_phase(state)
    if state.reserve is not None:
        return Refusal("auction.reserve_open_already", {"lot": rules.lot})
    sealed = seal_reserve(rules.lot, event.amount, event.nonce)
    if not is_digest(event.nonce) or sealed != rules.reserve.commitment:
        return Refusal("auction.reserve_mismatch", {"lot": rules.lot, "amount_yuan": event.amount})
    return state._replace(seq=event.seq, at=event.at, reserve=event.amount)
