"""What the worker does beside the log: it has the ledger note each new phase, opens identities, lays a lot to rest.

Every step may be repeated: keys keep the ledger from noting a phase twice, and what a killed worker left undone its
successor does when it reads the lot.
"""

from datetime import datetime, timedelta
from uuid import UUID

from kechuang.casework.models import Case
from kechuang.mechanisms.market.auction import actions, dealing
from kechuang.mechanisms.market.auction.engine import events
from kechuang.mechanisms.market.auction.engine.closing import follow
from kechuang.mechanisms.market.auction.engine.deposits import bound
from kechuang.mechanisms.market.auction.engine.folding import fold
from kechuang.mechanisms.market.auction.engine.log import read_line
from kechuang.mechanisms.market.auction.engine.rules_text import read_rules
from kechuang.mechanisms.market.auction.engine.sale import premium, totals
from kechuang.mechanisms.market.auction.engine.state import State
from kechuang.mechanisms.market.auction.leading import opening
from kechuang.mechanisms.market.auction.masking import keeper
from kechuang.mechanisms.market.auction.models import Lot, Sale
from kechuang.mechanisms.market.auction.rules.requests import Close, Follow
from kechuang.mechanisms.market.auction.running import store
from kechuang.mechanisms.market.auction.running.store import Led
from kechuang.rulebook import load as rulebook
from kechuang.web import clock

ENDED = frozenset({"sold", "unsold", "withdrawn", "aborted"})
FREE = frozenset({"sold", "confirmed", "settled", "default_settled", "unsold", "withdrawn", "aborted", "defaulted"})
_outages: dict[UUID, int] = {}


def learn(led: Led) -> None:
    """Ask the rulebook how long an outage suspends a lot, and when such a lot resumes by itself."""
    place = Case.objects.values_list("place", flat=True).get(pk=led.id)
    book, day = rulebook.current(), clock.today()
    suspends = book.ask("auction.outage.suspends_minutes", place=place, on=day).value
    resumes = book.ask("auction.outage.resumes_minutes", place=place, on=day).value
    _outages[led.id] = int(suspends or 0) * 60  # type: ignore[arg-type]  # a number of minutes
    led.resumes_seconds = int(resumes or 0) * 60  # type: ignore[arg-type]  # a number of minutes


def outage_seconds(lot: UUID) -> int:
    """Give how long nobody may have led a running lot before it is suspended."""
    return _outages.get(lot, 60)


def reserve_due(led: Led, state: State) -> bool:
    """Say whether a secret reserve price is to be opened now."""
    return led.rules.reserve.kind == "secret" and state.reserve is None and follow(state, state.at) is None


def open_reserve(led: Led, state: State, at: datetime) -> events.ReserveRevealed:
    """Give the opening of the secret reserve, from the keeper's file."""
    kept = keeper.reserve_of(led.id)
    if kept is None:
        raise keeper.KeyMissingError(led.code)
    return events.ReserveRevealed(0, max(at, state.at), kept.amount, kept.nonce)


def releases(state: State) -> bool:
    """Say whether deposits are free to go back."""
    return state.phase in FREE and any(
        paddle.deposit and not bound(state, code) for code, paddle in state.paddles.items()
    )


def note(led: Led) -> None:
    """Have the ledger note the lot's phase, unless it stands there already."""
    state = led.state
    if state.phase in {led.phase_noted, "unannounced"}:
        return
    led.phase_noted = state.phase
    outcome, leader = state.outcome, state.leader
    price = (outcome.price if outcome else None) or (leader.amount if leader and not _hidden(state) else None)
    wanted = Follow(
        lot=led.id,
        phase=state.phase,
        seq=state.seq,
        head=led.head,
        at=outcome.ended_at if outcome and state.phase in ENDED else state.at,
        price=price if state.phase not in {"unsold", "withdrawn", "aborted"} else None,
        paddle=(outcome.paddle if outcome else "") or (leader.paddle if leader and not _hidden(state) else ""),
        reason=outcome.reason if outcome else "",
        bids=state.bids,
        bidders=state.bidders,
        log_digest=store.digest(led.id) if state.phase in ENDED else "",
        premium=premium(led.rules.start, outcome.price) if outcome and outcome.price is not None else None,
    )
    at = state.at - timedelta(seconds=led.shift)
    on = clock.today() if led.shift else at.astimezone(clock.CHINA).date()
    if state.phase != "announced":
        outcome_of = actions.follow(wanted, key=f"lot:{led.id.hex}:{state.seq}", on=on)
        if outcome_of.refusal and outcome_of.refusal.code != "case.move_not_open":
            raise RuntimeError(f"the ledger refused a phase of lot {led.code}: {outcome_of.refusal.code}")
    if state.phase in ENDED | {"settled", "default_settled"}:
        opening.open_all(led.id, state, on=on)
        if state.phase in dealing.ENDS:
            dealing.settle(Lot.objects.select_related("winner").get(pk=led.id), state.phase, on=on)


def _hidden(state: State) -> bool:
    return state.rules.sealed and state.phase in {"announced", "running", "suspended", "revealing"}


def rest(led: Led) -> None:
    """Lay a lot to rest: nothing more can happen to it. Close the sale after its last lot."""
    Lot.objects.filter(pk=led.id).update(live=False)
    sale = Sale.objects.filter(lots=led.id).select_related("case").first()
    if sale is None or sale.case.state != "ANNOUNCED" or sale.lots.filter(live=True).exists():
        return
    states = [_state(row) for row in sale.lots.exclude(rules={}).order_by("order")]
    total = totals(states)
    wanted = Close(
        sale=sale.pk,
        lots=total.lots,
        sold=total.sold,
        start=total.start_of_sold,
        price=total.price,
        premium=total.premium,
    )
    actions.close(wanted, key=f"sale:{sale.pk.hex}:close")


def _state(row: Lot) -> State:
    return fold(read_rules(row.rules), (read_line(line.encode()).event for line in store.lines(row.pk)))
