"""The result of a replayed sale: as lines in Chinese or English, and as plain values for JSON."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from kechuang.mechanisms.market.auction.engine.sale import Sale, premium, totals
from kechuang.mechanisms.market.auction.engine.state import State
from kechuang.mechanisms.market.auction.engine.texts import write_amount, write_moment

_WORDS = {
    "lot": ("标的", "Lot"),
    "form": ("方式", "Form"),
    "phase": ("状态", "State"),
    "start": ("起拍价", "Start price"),
    "ceiling": ("最高限价", "Ceiling"),
    "bids": ("报价次数", "Bids"),
    "bidders": ("有效竞买人", "Bidders"),
    "extensions": ("延时次数", "Extensions"),
    "ends_at": ("截止时间", "Ends at"),
    "leader": ("领先", "Leading"),
    "winner": ("成交号牌", "Won by paddle"),
    "price": ("成交价", "Price"),
    "premium": ("溢价率", "Premium"),
    "reason": ("原因", "Reason"),
    "held": ("冻结中的保证金", "Deposits held"),
    "owed": ("违约尚欠", "Still owed after the default"),
    "lots": ("标的数", "Lots"),
    "sold": ("成交", "Sold"),
    "total": ("成交总额", "Prices together"),
    "events": ("事件数", "Events"),
    "digest": ("日志SHA-256", "SHA-256 of the log"),
    "yuan": ("元", "yuan"),
    "ascending": ("增价竞价", "ascending"),
    "sealed": ("密封报价", "sealed, first price"),
    "vickrey": ("密封报价，次高价成交", "sealed, second price"),
    "reverse": ("降价采购", "reverse procurement"),
    "sealed_reverse": ("密封采购", "sealed procurement"),
    "dutch": ("减价竞价", "Dutch"),
    "announced": ("已公告", "announced"),
    "running": ("竞价中", "running"),
    "suspended": ("暂停", "suspended"),
    "revealing": ("开标中", "sealed bids are being opened"),
    "ended": ("竞价结束，待开保留价", "ended, the reserve is still closed"),
    "matching": ("征询优先购买权", "priority bidders are being asked"),
    "confirmed": ("已签成交确认书", "confirmed"),
    "settled": ("已付清", "settled"),
    "defaulted": ("买受人违约", "the winner defaulted"),
    "default_settled": ("违约已结算", "default settled"),
    "unsold": ("流拍", "unsold"),
    "withdrawn": ("已撤回", "withdrawn"),
    "aborted": ("已中止", "broken off"),
    "no_bids": ("无人出价", "no valid bid"),
    "too_few_bidders": ("竞买人不足", "too few bidders"),
    "reserve_not_met": ("未达保留价", "the reserve was not met"),
}


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one language."""

    english: bool

    def __call__(self, code: str) -> str:
        """Give the word of a code."""
        return _WORDS[code][self.english]

    def yuan(self, amount: Decimal) -> str:
        """Give an amount with its unit."""
        return f"{amount:,.2f} {self('yuan')}"


def _share(share: Decimal | None) -> str:
    return "—" if share is None else f"{share * 100:.2f} %"


def lot_lines(state: State, words: Words) -> Iterator[str]:
    """Give what a replay says about a lot."""
    rules, outcome = state.rules, state.outcome
    yield f"{words('lot')} {rules.lot}"
    yield f"  {words('form')}  {words(rules.form)}"
    yield f"  {words('phase')}  {words(state.phase)}"
    yield f"  {words('ceiling' if rules.purchase else 'start')}  {words.yuan(rules.start)}"
    yield f"  {words('bids')}  {state.bids}"
    yield f"  {words('bidders')}  {state.bidders}"
    if state.clock and state.clock.extensions:
        yield f"  {words('extensions')}  {state.clock.extensions}"
    if outcome or state.ends_at:
        yield f"  {words('ends_at')}  {_ended(state)}"
    if outcome and outcome.price is not None:
        yield f"  {words('winner')}  {outcome.paddle}"
        yield f"  {words('price')}  {words.yuan(outcome.price)}"
        yield f"  {words('premium')}  {_share(premium(rules.start, outcome.price))}"
    elif outcome and outcome.reason:
        yield f"  {words('reason')}  {words(outcome.reason)}"
    elif state.leader:
        yield f"  {words('leader')}  {state.leader.paddle}  {words.yuan(state.leader.amount)}"
    yield f"  {words('held')}  {words.yuan(state.held)}"
    if state.loss:
        yield f"  {words('owed')}  {words.yuan(state.loss.owed)}"


def _ended(state: State) -> str:
    moment: datetime | None = state.outcome.ended_at if state.outcome else state.ends_at
    return write_moment(moment) if moment else "—"


def sale_lines(sale: Sale, words: Words) -> Iterator[str]:
    """Give what a replay says about the whole sale."""
    figures = totals(sale.lots)
    yield f"{words('lots')}  {figures.lots}    {words('sold')}  {figures.sold}"
    yield f"{words('total')}  {words.yuan(figures.price)}    {words('premium')}  {_share(figures.premium)}"
    yield f"{words('events')}  {sale.events}    {words('digest')}  {sale.digest}"


def to_plain(sale: Sale) -> dict[str, object]:
    """Give the result as plain values; amounts and moments are text as in the log."""
    figures = totals(sale.lots)
    return {
        "lots": [_lot(state) for state in sale.lots],
        "events": sale.events,
        "sha256": sale.digest,
        "sold": figures.sold,
        "price_yuan": write_amount(figures.price),
        "premium": None if figures.premium is None else f"{figures.premium:f}",
    }


def _lot(state: State) -> dict[str, object]:
    outcome = state.outcome
    price = outcome.price if outcome else None
    share = None if price is None else premium(state.rules.start, price)
    return {
        "lot": state.rules.lot,
        "form": state.rules.form,
        "phase": state.phase,
        "seq": state.seq,
        "at": write_moment(state.at),
        "start_yuan": write_amount(state.rules.start),
        "bids": state.bids,
        "bidders": state.bidders,
        "ended_at": write_moment(outcome.ended_at) if outcome else None,
        "winner": outcome.paddle if outcome and outcome.paddle else None,
        "price_yuan": None if price is None else write_amount(price),
        "premium": None if share is None else f"{share:f}",
        "reason": outcome.reason if outcome else "",
        "leader": state.leader.paddle if state.leader else None,
        "leading_yuan": write_amount(state.leader.amount) if state.leader else None,
        "accounts": {name: f"{amount:.2f}" for name, amount in sorted(state.accounts.items())},
    }
