"""The case of an attestation, the standard moves it switches on, what is told of its facts."""

from collections.abc import Sequence
from uuid import UUID

from kechuang.casework.notices import following
from kechuang.casework.registry import CaseKind, register_case
from kechuang.casework.standard import declare
from kechuang.casework.standard.declare import Returns, Standard, Withdraw
from kechuang.mechanisms.market.attestation.models import Attestation
from kechuang.mechanisms.market.attestation.rules.moves import ATTESTATION, READ

FORMS = ("take_up", "supplement", "examine", "issue", "refuse", "amend", "revoke")
TONES = {
    "REQUESTED": "idle",
    "ISSUED": "done",
    "AMENDED": "done",
    "REVOKED": "late",
    "REFUSED": "void",
    "WITHDRAWN": "void",
}


def after_withdrawal(cases: Sequence[UUID]) -> None:
    """A request that was taken back holds its deal no longer."""
    Attestation.objects.filter(pk__in=cases).update(live=False)


STANDARD = Standard(
    returns=Returns(states="REQUESTED EVIDENCE_CHECK"),
    withdraw=Withdraw(states="REQUESTED EVIDENCE_CHECK", target="WITHDRAWN", after=after_withdrawal),
)


def register() -> None:
    """Make attestations known to casework, with standard moves and what is told of their facts."""
    forms = {code: f"market_attestation:{code}" for code in FORMS}
    register_case(CaseKind(ATTESTATION, READ, forms=forms, list_url="market_attestation:list", tones=TONES))
    declare.register(ATTESTATION.kind, STANDARD)
    following.on_fact("market.attestation.requested", following.to_parties("office"))
    following.on_fact("market.attestation.opened", following.to_parties("holder", "counterpart"))
    for code in ("issued", "amended", "revoked"):
        following.on_fact(f"market.attestation.{code}", following.to_parties("holder", "counterpart"))
    following.on_fact("market.attestation.refused", following.to_parties("holder"))
