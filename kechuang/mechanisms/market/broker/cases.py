"""The cases of brokers and of their deals, the standard moves they switch on, what is told of them."""

from kechuang.casework.notices import following, years
from kechuang.casework.notices.years import Year
from kechuang.casework.registry import CaseKind, register_case
from kechuang.casework.standard import declare
from kechuang.casework.standard.declare import Returns, Standard, Withdraw
from kechuang.mechanisms.market.broker import actions, projecting
from kechuang.mechanisms.market.broker.rules.moves import BROKER, BROKERED, DEALS, READ

ENTRY_FORMS = (
    *("amend", "check", "activate", "refuse", "ask", "renew", "turn_down", "suspend", "lift", "revoke", "forget"),
)
DEAL_FORMS = ("consent", "decline", "pay")
ENTRY_TONES = {
    "ACTIVE": "done",
    "SUSPENDED": "risk",
    "EXPIRED": "idle",
    "REVOKED": "void",
    "REFUSED": "void",
    "WITHDRAWN": "void",
}
DEAL_TONES = {"CONFIRMED": "done", "PAID": "done", "DECLINED": "void", "WITHDRAWN": "void"}


def register() -> None:
    """Make both kinds known to casework, with standard moves and what is told of their facts."""
    register_case(
        CaseKind(
            BROKER,
            READ,
            forms={code: f"market_broker:{code}" for code in ENTRY_FORMS},
            due=actions.DUE,
            list_url="market_broker:list",
            tones=ENTRY_TONES,
        )
    )
    register_case(
        CaseKind(
            BROKERED,
            DEALS,
            forms={code: f"market_broker:{code}" for code in DEAL_FORMS},
            list_url="market_broker:deals",
            tones=DEAL_TONES,
        )
    )
    declare.register(
        BROKER.kind,
        Standard(
            returns=Returns(states="APPLIED", lapse="WITHDRAWN", after=projecting.end_entries),
            withdraw=Withdraw(states="APPLIED", target="WITHDRAWN", after=projecting.end_entries),
            transfer="APPLIED",
            remind="APPLIED",
        ),
    )
    declare.register(
        BROKERED.kind,
        Standard(
            withdraw=Withdraw(states="CLAIMED CONFIRMED", target="WITHDRAWN", after=projecting.end_claims),
            remind="CLAIMED",
        ),
    )
    years.register(BROKER.kind, Year(closed=frozenset({"REFUSED", "WITHDRAWN"})))
    years.register(BROKERED.kind, Year(closed=frozenset({"PAID", "DECLINED", "WITHDRAWN"})))
    following.on_fact("market.broker.renewal_asked", following.to_parties("office"))
    for code in ("activated", "refused", "renewed", "renewal_turned_down", "suspended", "lifted", "revoked", "expired"):
        following.on_fact(f"market.broker.{code}", following.to_parties("holder"))
    following.on_fact("market.brokered.claimed", following.to_parties("counterpart"))
    for code in ("consented", "declined"):
        following.on_fact(f"market.brokered.{code}", following.to_parties("holder"))
    following.on_fact("market.brokered.paid", following.to_parties("counterpart"))
