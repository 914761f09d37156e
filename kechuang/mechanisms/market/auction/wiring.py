"""What this package lays on shared pages."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kechuang.ledger import triggers
from kechuang.mechanisms.market.auction import cases, panel, papers
from kechuang.mechanisms.market.auction.rules.moves import BID, BIDDER, LOT, READ, SALE
from kechuang.web import interface, slots

DESK = ("market_auction:", "market_auction:lots", "market_auction:bidders")
BIDDING = ("market_auction:mine", "market_auction:collect")
SHOWN = tuple(f"market_auction:{page}" for page in ("auctions", "public", "figures", "notice", "lot", "record", "bid"))

# A line of a lot's log is never changed nor taken away: the database itself refuses it.
LOG_GUARD = triggers.Guard("market_auction_logentry", "the log of a lot is never changed", (("id",), ("lot_id", "seq")))


def register() -> None:
    """Register cases, menu entries and panels."""
    cases.register()
    triggers.register(LOG_GUARD)
    papers.register_all()
    rows = (
        slots.Row(_("Sales"), "market_auction:list", READ, 34, match=DESK),
        slots.Row(_("My bidding"), "market_auction:mine", BID, 35, "market_auction:list", BIDDING),
        slots.Row(_("Sales by auction"), "market_auction:auctions", slots.PUBLIC, 34, match=SHOWN),
    )
    slots.add_rows("market", rows)
    for moves, give in ((SALE, panel.sale), (LOT, panel.lot), (BIDDER, panel.bidder)):
        slots.add_panel(
            f"case:{moves.kind}", slots.Panel(template="market_auction/case_panel.html", context=give, order=1)
        )
    interface.register("auctions", "kechuang.mechanisms.market.auction.api:router")
    slots.add_link("market.auction", lambda lot: reverse("market_auction:lot", args=[lot]))
