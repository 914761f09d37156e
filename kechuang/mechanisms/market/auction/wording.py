"""Words for forms, phases and events of a sale, and a lot's rules as sentences."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext

from kechuang.mechanisms.market.auction.engine.rules import Rules
from kechuang.web import written
from kechuang.web.clock import CHINA

FORMS = {
    "ascending": _lazy("Ascending bids"),
    "sealed": _lazy("Sealed bids, the highest wins and pays its bid"),
    "vickrey": _lazy("Sealed bids, the highest wins and pays the second price"),
    "reverse": _lazy("Descending offers to a buyer"),
    "sealed_reverse": _lazy("Sealed offers to a buyer"),
    "dutch": _lazy("Falling price, the first taker wins"),
}
# What the buyer of a lot gets of the result.
GRANTS = {
    "transfer": _lazy("market.deal.transfer"),
    "exclusive": _lazy("market.deal.exclusive"),
    "sole": _lazy("market.deal.sole"),
    "ordinary": _lazy("market.deal.ordinary"),
}
MODES = {"online": _lazy("Online"), "floor": _lazy("On site"), "both": _lazy("On site and online")}
PHASES = {
    "announced": _lazy("Begins in"),
    "running": _lazy("Ends in"),
    "suspended": _lazy("Suspended"),
    "revealing": _lazy("Sealed bids are being opened"),
    "ended": _lazy("Bidding is over"),
    "matching": _lazy("Priority bidders are being asked"),
    "sold": _lazy("Sold"),
    "confirmed": _lazy("Sold, confirmation signed"),
    "settled": _lazy("Sold and paid"),
    "defaulted": _lazy("The winner did not perform"),
    "default_settled": _lazy("The winner did not perform; accounts settled"),
    "unsold": _lazy("Unsold"),
    "withdrawn": _lazy("Withdrawn"),
    "aborted": _lazy("Broken off"),
}
EVENTS = {
    "started": _lazy("Bidding began"),
    "bid": _lazy("Bid"),
    "matched": _lazy("Priority bidder matched"),
    "committed": _lazy("Sealed bid received"),
    "called": _lazy("Price called"),
    "taken": _lazy("Taken"),
    "suspended": _lazy("Suspended"),
    "resumed": _lazy("Resumed"),
    "ended": _lazy("Bidding ended"),
    "revealed": _lazy("Sealed bid opened"),
    "priority_opened": _lazy("Priority bidders asked"),
    "reserve_revealed": _lazy("Reserve price opened"),
    "sold": _lazy("Sold"),
    "unsold": _lazy("Unsold"),
    "withdrawn": _lazy("Withdrawn"),
    "aborted": _lazy("Broken off"),
    "defaulted": _lazy("Default of the winner"),
    "settled": _lazy("Paid"),
}
STANDINGS = {
    "leading": _lazy("You lead (paddle {paddle})."),
    "beaten": _lazy("You do not lead. Paddle {paddle} leads at {price} yuan."),
    "nobody": _lazy("Nobody has bid yet."),
    "watching": _lazy("You watch this lot."),
    "sealed": _lazy("Bids are sealed; nobody sees who leads."),
    "won": _lazy("You won this lot at {price} yuan."),
    "lost": _lazy("Sold to paddle {paddle} at {price} yuan. You did not win."),
    "sold": _lazy("Sold to paddle {paddle} at {price} yuan."),
    "unsold": _lazy("This lot stays unsold."),
}
REASONS = {
    "no_bids": _lazy("nobody bid"),
    "too_few_bidders": _lazy("too few bidders"),
    "reserve_not_met": _lazy("the reserve price was not met"),
}


def script_words() -> dict[str, Any]:
    """Give the words that the live page's script needs."""
    return {
        "phase": {code: str(word) for code, word in PHASES.items()},
        "kind": {code: str(word) for code, word in EVENTS.items()},
        "standing": {code: str(word) for code, word in STANDINGS.items()},
        "price": {
            "sold": _("Price (yuan)"),
            "asking": _("Asking price (yuan)"),
            "leading": _("Leading bid (yuan)"),
            "start": _("Start price (yuan)"),
        },
        "call": _("Call {call}"),
        "unanswered": _("No answer came. Look at the page: what was accepted stands there."),
    }


def money(amount: Decimal | None) -> str:
    """Give an amount in yuan as written."""
    return "—" if amount is None else written.money(amount)


def span(seconds: int) -> str:
    """Give a span in the largest unit that says it exactly."""
    if seconds and not seconds % 3600:
        return ngettext("%(n)d hour", "%(n)d hours", seconds // 3600) % {"n": seconds // 3600}
    if seconds and not seconds % 60:
        return ngettext("%(n)d minute", "%(n)d minutes", seconds // 60) % {"n": seconds // 60}
    return ngettext("%(n)d second", "%(n)d seconds", seconds) % {"n": seconds}


def plain_rules(rules: Rules) -> list[tuple[str, str]]:
    """Give the rules of a lot in plain words: heading and sentence."""
    return list(_lines(rules))


def _lines(rules: Rules) -> Iterator[tuple[str, str]]:
    yield _("How it is sold"), str(FORMS[rules.form])
    head = _("Ceiling") if rules.purchase else _("Start price")
    yield head, _("%(amount)s yuan") % {"amount": money(rules.start)}
    yield from _steps(rules)
    yield _("Reserve price"), _reserve(rules)
    if rules.deposit:
        yield (
            _("Deposit"),
            _("%(amount)s yuan, from the bidder's own account, before bidding") % {"amount": money(rules.deposit)},
        )
    yield from _time(rules)
    yield from _sealed(rules)
    yield (
        _("One bidder"),
        (
            _("One valid bidder is enough for a sale.")
            if rules.min_bidders == 1
            else _("At least %(n)d paddles must have bid.") % {"n": rules.min_bidders}
        ),
    )
    yield from _priority(rules)
    yield (
        _("Default of the winner"),
        _(
            "The deposit is lost. It covers costs, commission and the shortfall of a resale in this order; what is "
            "missing is owed. The defaulter is barred from the resale."
        ),
    )


def _steps(rules: Rules) -> Iterator[tuple[str, str]]:
    if rules.falling is not None:
        f = rules.falling
        yield (
            _("Falling price"),
            _("It falls by %(by)s yuan every %(span)s, down to %(floor)s yuan.")
            % {
                "by": money(f.decrement),
                "span": span(f.interval_seconds),
                "floor": money(f.floor),
            },
        )
        return
    if rules.sealed:
        return
    parts = []
    for step in rules.steps:
        low = max(step.from_amount, Decimal(0) if rules.purchase else rules.start)
        parts.append(_("from %(low)s yuan: %(by)s yuan") % {"low": money(low), "by": money(step.increment)})
    how = _("on the grid") if rules.raises == "grid" else _("at least")
    yield _("Increments (%(how)s)") % {"how": how}, _("; ").join(parts) or _("any higher amount")


def _reserve(rules: Rules) -> str:
    kind = rules.reserve.kind
    if rules.falling is not None:
        return _("The lowest price of the clock.")
    if kind == "none":
        return _("There is none.")
    if kind == "start":
        return _("The start price.")
    if kind == "open":
        return _("%(amount)s yuan") % {"amount": money(rules.reserve.amount)}
    return _("Secret; its commitment was published and it is opened after the bidding.")


def _time(rules: Rules) -> Iterator[tuple[str, str]]:
    if rules.starts_at is not None:
        yield _("Begins"), rules.starts_at.astimezone(CHINA).strftime("%Y-%m-%d %H:%M:%S")
    if rules.closing == "calls":
        yield _("Ends"), _("By the hammer after %(n)d calls; a new bid sets the count back.") % {"n": rules.calls}
    elif rules.duration_seconds:
        yield _("Ends"), _("After %(span)s") % {"span": span(rules.duration_seconds)}
    soft = rules.soft_close
    if soft is not None:
        said = _(
            "A bid in the last %(window)s moves the end to %(added)s after that bid. The time of the server counts."
        ) % {"window": span(soft.window_seconds), "added": span(soft.added_seconds)}
        limit = _("There is no limit on extensions.")
        if soft.most is not None:
            limit = ngettext("At most %(n)d extension.", "At most %(n)d extensions.", soft.most) % {"n": soft.most}
        yield _("Extension"), f"{said} {limit}"
    if rules.resume_least_seconds:
        yield (
            _("After a suspension"),
            _("The clock goes on with what was left, at least %(span)s.") % {"span": span(rules.resume_least_seconds)},
        )


def _sealed(rules: Rules) -> Iterator[tuple[str, str]]:
    if not rules.sealed:
        return
    lost = _("A bid that is not opened loses its deposit.") if rules.unrevealed_forfeits else ""
    yield (
        _("Opening"),
        _("Bids are opened by the bidders within %(span)s after the end. %(lost)s")
        % {
            "span": span(rules.reveal_seconds),
            "lost": lost,
        },
    )
    if rules.criterion is not None:
        yield (
            _("Weights"),
            _("price %(price)s, quality %(quality)s")
            % {
                "price": written.share(rules.criterion.price_weight),
                "quality": written.share(rules.criterion.quality_weight),
            },
        )


def _priority(rules: Rules) -> Iterator[tuple[str, str]]:
    if rules.priority == "during":
        yield _("Priority"), _("Completers may take the lead at the price of the leader, and win equal bids.")
    if rules.priority == "after":
        yield (
            _("Priority"),
            _("Completers are asked for %(span)s after the end whether they take the lot at its price.")
            % {"span": span(rules.priority_seconds)},
        )
