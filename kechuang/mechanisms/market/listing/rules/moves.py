"""The moves of a listing, and of a buyer's registration of interest in it. Pure. Codes are for ever."""

from kechuang.casework.moves import HOLDER, SYSTEM, Moves, move

READ, APPLY, CHECK = "listing:read", "listing:apply", "listing:check"
INTEREST_READ, REGISTER = "interest:read", "interest:register"

RUNNING = "LISTED EXTENDED"
FOUND = "EXTENDED DELISTED AGREEMENT_DEAL BIDDING"
MAKERS = "open amend relist"
# The notice stays readable after it ran: everybody may see how the price was found.
SHOWN = frozenset(
    (
        *("LISTED", "EXTENDED", "QUALIFYING", "AGREEMENT_DEAL", "BIDDING", "RESULT_NOTICE", "RESULT_PASSED", "SIGNED"),
        *("SETTLED", "CLOSED", "DELISTED", "VOID"),
    )
)
# From the result on its price is public; the buyer only once the listing is closed.
PRICED = frozenset({"RESULT_NOTICE", "RESULT_PASSED", "SIGNED", "SETTLED", "CLOSED"})

LISTING = Moves(
    "market.listing",
    (
        *("APPLIED", "MATERIAL_CHECK", "LISTED", "EXTENDED", "QUALIFYING", "AGREEMENT_DEAL", "BIDDING"),
        *("RESULT_NOTICE", "RESULT_PASSED", "SIGNED", "SETTLED", "CLOSED", "DELISTED", "RELISTED"),
        *("REFUSED", "WITHDRAWN", "VOID"),
    ),
    (
        move("open", "", "APPLIED", APPLY, HOLDER),
        move("amend", "APPLIED", "APPLIED", APPLY, HOLDER),
        move("accept", "APPLIED", "MATERIAL_CHECK", CHECK, excludes=MAKERS, main=True),
        move("list", "MATERIAL_CHECK RELISTED", "LISTED", CHECK, excludes=MAKERS, main=True),
        move("send_back", "MATERIAL_CHECK RELISTED", "APPLIED DELISTED", CHECK, excludes=MAKERS),
        move("refuse", "MATERIAL_CHECK", "REFUSED", CHECK, excludes=MAKERS),
        move("restart", RUNNING, "LISTED", CHECK, excludes=MAKERS),
        move("delist", f"{RUNNING} QUALIFYING BIDDING", "DELISTED", CHECK),
        move("end_period", RUNNING, f"{FOUND} QUALIFYING", "", SYSTEM),
        move("conclude", "QUALIFYING", FOUND, CHECK, main=True),
        move("reveal", "AGREEMENT_DEAL BIDDING", "AGREEMENT_DEAL BIDDING", APPLY, HOLDER),
        move("hand_over", "BIDDING", "BIDDING", CHECK, main=True),
        move("confirm", "AGREEMENT_DEAL BIDDING", "RESULT_NOTICE", CHECK, excludes=MAKERS, main=True),
        move("end_notice", "RESULT_NOTICE", "RESULT_PASSED", "", SYSTEM),
        move("sign", "RESULT_PASSED", "SIGNED", APPLY, HOLDER, main=True),
        move("pay", "SIGNED", "SIGNED SETTLED", CHECK, excludes=f"{MAKERS} sign", main=True),
        move("default", "AGREEMENT_DEAL RESULT_PASSED SIGNED", "DELISTED", CHECK),
        move("close", "SETTLED", "CLOSED", CHECK, main=True),
        move("relist", "DELISTED", "RELISTED", APPLY, HOLDER),
        move("standard.decide_objection", "RESULT_NOTICE", "RESULT_NOTICE VOID", CHECK),
        move("standard.withdraw", "APPLIED MATERIAL_CHECK DELISTED RELISTED", "WITHDRAWN", APPLY, HOLDER),
    ),
    rest=frozenset({"DELISTED"}),
)

OPEN_INTEREST = "REGISTERED QUALIFIED ADMITTED"
INTEREST = Moves(
    "market.interest",
    (*OPEN_INTEREST.split(), "WON", "LOST", "REFUNDED", "FORFEITED", "REFUSED", "WITHDRAWN"),
    (
        move("register", "", "REGISTERED", REGISTER, HOLDER),
        move("qualify", "REGISTERED", "QUALIFIED ADMITTED", CHECK, excludes="register", main=True),
        move("refuse", "REGISTERED QUALIFIED", "REFUSED", CHECK, excludes="register"),
        move("deposit", "QUALIFIED", "ADMITTED", CHECK, excludes="register", main=True),
        move("pull_out", "REGISTERED QUALIFIED", "WITHDRAWN", REGISTER, HOLDER),
        move("follow", f"{OPEN_INTEREST} WON", "WON LOST FORFEITED", "", SYSTEM),
        move("refund", "LOST", "REFUNDED", CHECK, main=True),
    ),
    rest=frozenset({"ADMITTED", "WON"}),
)
