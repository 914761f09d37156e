"""The case of protection of intellectual property, the standard moves it switches on, what is told of it."""

from kechuang.casework.notices import following
from kechuang.casework.registry import CaseKind, register_case
from kechuang.casework.standard import declare
from kechuang.casework.standard.declare import Returns, Standard, Withdraw
from kechuang.mechanisms.market.protection.rules.moves import PROTECTION, READ

FORMS = ("route", "refuse", "accept", "send_back", "conclude", "record", "take_back")
TONES = {"CONCLUDED": "done", "REFUSED": "void", "WITHDRAWN": "void", "HANDED_OVER": "idle"}

STANDARD = Standard(
    returns=Returns(states="REPORTED", lapse="REFUSED"),
    withdraw=Withdraw(states="REPORTED ROUTED ACCEPTED HANDED_OVER", target="WITHDRAWN"),
    remind="REPORTED",
)


def register() -> None:
    """Make cases of protection known to casework, with standard moves and what is told of their facts."""
    forms = {code: f"market_protection:{code}" for code in FORMS}
    register_case(CaseKind(PROTECTION, READ, forms=forms, list_url="market_protection:list", tones=TONES))
    declare.register(PROTECTION.kind, STANDARD)
    following.on_fact("market.protection.routed", following.to_parties("holder", "counterpart"))
    for code in ("accepted", "refused", "concluded"):
        following.on_fact(f"market.protection.{code}", following.to_parties("holder"))
    following.on_fact("market.protection.sent_back", following.to_parties("office"))
