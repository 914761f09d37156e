"""Which facts of the voucher its parties are told of, and which of its cases are accounted by years.

The words stand in the catalogue: the fact's own word is the title, ``<fact>.notice`` the text.
"""

from kechuang.casework.notices import years
from kechuang.casework.notices.following import on_fact, to_parties
from kechuang.casework.notices.years import Year

BOTH = ("holder", "counterpart")
RIGHT, ORDER, PROVIDER = "sharing.voucher.right_", "sharing.voucher.order_", "sharing.voucher.provider_"

# fact, the sides that hear of it, the values that the words quote, the field with the day that counts
TOLD: tuple[tuple[str, tuple[str, ...], tuple[str, ...], str], ...] = (
    (f"{RIGHT}granted", ("holder",), ("quota_yuan", "valid_to"), ""),
    (f"{RIGHT}refused", ("holder",), (), ""),
    (f"{RIGHT}lapsed", ("holder",), ("unused_yuan",), ""),
    (f"{PROVIDER}listed", ("holder",), ("listed_until",), ""),
    (f"{PROVIDER}suspended", ("holder",), ("since",), ""),
    (f"{PROVIDER}reinstated", ("holder",), ("since",), ""),
    (f"{PROVIDER}removed", ("holder",), ("since",), ""),
    (f"{ORDER}reserved", ("counterpart",), (), ""),
    (f"{ORDER}delivered", ("holder",), ("claim_by",), "claim_by"),
    (f"{ORDER}claimed", ("counterpart",), ("claimed_on",), ""),
    ("sharing.voucher.claim_confirmed", ("office",), (), ""),
    ("sharing.voucher.claim_returned", ("holder",), ("claim_by",), "claim_by"),
    ("sharing.voucher.notice_opened", BOTH, ("ends_on", "amount_yuan"), ""),
    (f"{ORDER}rejected", BOTH, (), ""),
    (f"{ORDER}released", BOTH, ("amount_yuan",), ""),
    (f"{ORDER}paid", BOTH, ("amount_yuan", "paid_on"), ""),
    (f"{ORDER}unbatched", ("office",), (), ""),
    (f"{ORDER}clawed_back", BOTH, ("amount_yuan",), ""),
)

# Money that was paid can be recovered in a later year too: that move leaves its own fact in the new one.
YEARS = {
    "sharing.voucher.right": Year(closed=frozenset({"REFUSED", "LAPSED"}), still=frozenset({"lapse", "expire_orders"})),
    "sharing.voucher.order": Year(
        closed=frozenset({"PAID", "RELEASED", "REJECTED", "CLAWED_BACK"}), still=frozenset({"claw_back"})
    ),
}
BUILDERS = {fact: to_parties(*sides, values=values, reply_by=reply_by) for fact, sides, values, reply_by in TOLD}


def register() -> None:
    """Have the parties told, and the years accounted."""
    for fact, build in BUILDERS.items():
        on_fact(fact, build)
    for kind, year in YEARS.items():
        years.register(kind, year)
