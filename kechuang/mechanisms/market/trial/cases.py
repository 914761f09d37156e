"""The cases of offers, trials, declarations and uses, and what is told of their facts."""

from kechuang.casework.notices import following
from kechuang.casework.registry import CaseKind, register_case
from kechuang.casework.standard import declare
from kechuang.casework.standard.declare import Standard, Withdraw
from kechuang.mechanisms.market.trial import actions
from kechuang.mechanisms.market.trial.rules.moves import OFFER, OPEN_LICENCE, OPEN_READ, OPEN_USE, READ, TRIAL

TONES = {
    OFFER.kind: {"OFFERED": "done", "ENDED": "void"},
    TRIAL.kind: {
        "REQUESTED": "idle",
        "CONVERTED": "done",
        "NOT_SATISFIED": "risk",
        "EXPIRED": "late",
        "ENDED_NO_FEE": "void",
        "DECLINED": "void",
        "WITHDRAWN": "void",
    },
    OPEN_LICENCE.kind: {
        "DECLARED": "idle",
        "PUBLISHED": "done",
        "REFUSED": "void",
        "WITHDRAWN": "void",
        "LAPSED": "void",
    },
    OPEN_USE.kind: {"NOTIFIED": "idle", "FILED": "done", "DROPPED": "void"},
}
TOLD = (
    ("market.trial.requested", ("counterpart",)),
    ("market.trial.declined", ("holder",)),
    ("market.trial.agreed", ("holder",)),
    ("market.trial.begun", ("counterpart",)),
    ("market.trial.extended", ("holder",)),
    ("market.trial.reported", ("counterpart", "office")),
    ("market.trial.expired", ("holder", "counterpart")),
    ("market.trial.converted", ("holder", "office")),
    ("market.trial.ended", ("counterpart",)),
    ("market.open_licence.declared", ("office",)),
    ("market.open_licence.published", ("holder",)),
    ("market.open_licence.refused", ("holder",)),
    ("market.open_licence.lapsed", ("holder",)),
    ("market.open_use.notified", ("counterpart",)),
    ("market.open_use.begun", ("holder", "office")),
    ("market.open_use.reminded", ("counterpart",)),
    ("market.open_use.filed", ("holder", "office")),
)


def register() -> None:
    """Make the four kinds known to casework."""
    parts = (
        (OFFER, READ, {}, "offers"),
        (TRIAL, READ, actions.TRIAL_DUE, "list"),
        (OPEN_LICENCE, OPEN_READ, actions.OPEN_DUE, "licences"),
        (OPEN_USE, OPEN_READ, actions.USE_DUE, "uses"),
    )
    for moves, read, due, url in parts:
        prefix = moves.kind.rpartition(".")[2]
        forms = {code: f"market_trial:{prefix}-{code}" for code in actions.KINDS[moves.kind] if code not in due}
        register_case(
            CaseKind(moves, read, forms=forms, due=due, list_url=f"market_trial:{url}", tones=TONES[moves.kind])
        )
    declare.register(TRIAL.kind, Standard(withdraw=Withdraw(states="REQUESTED TERMS_AGREED", target="WITHDRAWN")))
    for fact, sides in TOLD:
        following.on_fact(fact, following.to_parties(*sides))
    following.on_fact("market.trial.reminded", following.to_parties("holder", reply_by="reply_by"))
