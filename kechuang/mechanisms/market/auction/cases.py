"""The kinds of cases of the auction mechanism, and what is told of their facts."""

from kechuang.casework.notices import following
from kechuang.casework.registry import CaseKind, register_case
from kechuang.mechanisms.market.auction.rules.moves import BIDDER, LOT, ORDERS, READ, SALE

SALE_TONES = {"DRAFT": "idle", "CLOSED": "done", "WITHDRAWN": "void"}
LOT_TONES = {
    "DRAFT": "idle",
    "ACCEPTED": "idle",
    "SUSPENDED": "risk",
    "HAMMERED": "done",
    "CONFIRMED": "done",
    "SETTLED": "done",
    "DEFAULTED": "late",
    "LIQUIDATED": "late",
    "UNSOLD": "void",
    "WITHDRAWN": "void",
    "ABORTED": "void",
}
BIDDER_TONES = {
    "REGISTERED": "idle",
    "WON": "done",
    "REFUNDED": "done",
    "REFUSED": "void",
    "WITHDRAWN": "void",
    "FORFEITED": "late",
}

# Orders of weighted lots alone: the desk shows them where they make sense.
ON_DESK = frozenset({"assess"})


def register() -> None:
    """Make sales, lots and registrations known to casework."""
    sale_forms = {code: f"market_auction:{code}" for code in ("change", "accept", "send_back", "give_up", "announce")}
    lot_forms = {code: f"market_auction:{code}" for code in ("amend", "drop", "resell", *ORDERS) if code not in ON_DESK}
    bidder_forms = {code: f"market_auction:{code}" for code in ("qualify", "refuse", "deposit", "pull_out", "refund")}
    register_case(CaseKind(SALE, READ, forms=sale_forms, list_url="market_auction:list", tones=SALE_TONES))
    register_case(CaseKind(LOT, READ, forms=lot_forms, list_url="market_auction:lots", tones=LOT_TONES))
    register_case(CaseKind(BIDDER, READ, forms=bidder_forms, list_url="market_auction:bidders", tones=BIDDER_TONES))
    following.on_fact("market.bidder.judged", following.to_parties("holder"))
    following.on_fact("market.bidder.concluded", following.to_parties("holder"))
    following.on_fact("market.lot.hammered", following.to_parties("holder", values=("price_yuan",)))
