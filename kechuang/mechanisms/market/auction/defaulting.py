"""What the default of a winner cost, as the record of its lot shows it: item by item, read from the log alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kechuang.mechanisms.market.auction.engine.folding import fold
from kechuang.mechanisms.market.auction.engine.log import read_line
from kechuang.mechanisms.market.auction.engine.rules import Rules

ITEMS: dict[str, Promise] = {
    "costs": _("Costs"),
    "commission": _("Commission of the first sale"),
    "shortfall": _("Shortfall of the resale"),
}


@dataclass(frozen=True, slots=True)
class Cost:
    """Items with what was claimed and what the deposit covered, what is still owed, and what was left over, in yuan."""

    items: tuple[tuple[Promise, Decimal, Decimal], ...]
    owed: Decimal
    left: Decimal


def cost(rules: Rules, lines: Iterable[str]) -> Cost | None:
    """Give what a default cost once its accounts were settled; None before."""
    loss = fold(rules, [read_line(line.encode()).event for line in lines]).loss
    if loss is None:
        return None
    covered = dict(loss.covered)
    return Cost(tuple((ITEMS[item], claimed, covered[item]) for item, claimed in loss.claims), loss.owed, loss.left)
