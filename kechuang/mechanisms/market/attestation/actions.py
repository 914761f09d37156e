"""The only writers of attestations: typed requests into the gateway.

``by`` is who acts, ``key`` the idempotency key, ``on`` the deciding day (by default today).
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from kechuang.casework.act import Outcome, act
from kechuang.casework.models import Case
from kechuang.casework.registry import ActKind, Touched, register_act
from kechuang.kernel.refusal import Refusal
from kechuang.ledger.keys import KeyUnusableError
from kechuang.mechanisms.market.attestation import projecting, signing
from kechuang.mechanisms.market.attestation.models import AttestationVersion
from kechuang.mechanisms.market.attestation.rules import deciding
from kechuang.mechanisms.market.attestation.rules.moves import ATTESTATION
from kechuang.mechanisms.market.attestation.rules.requests import OPERATOR, Amend, Ask, Issue, Loaded
from kechuang.web.permissions import Actor


def _opens(code: str) -> ActKind[Ask, Loaded]:
    return register_act(
        ActKind(
            ATTESTATION,
            code,
            lambda _request: Touched(),
            deciding.ask,
            projecting.load_new,
            projecting.project,
            remember=projecting.remember,
            place=lambda request: request.place,
            bodies=lambda request: (request.body if code == "ask" else request.office,),
        )
    )


def _on(code: str, decide: Callable[..., Any], load: Callable[..., Loaded] = projecting.load) -> ActKind[Any, Loaded]:
    return register_act(
        ActKind(
            ATTESTATION,
            code,
            lambda request: Touched(cases=(request.case,)),
            decide,
            load,
            projecting.project,
            remember=projecting.remember,
        )
    )


ASK, OPEN = _opens("ask"), _opens("open")
KINDS: dict[str, ActKind[Any, Loaded]] = {
    "take_up": _on("take_up", deciding.take_up),
    "supplement": _on("supplement", deciding.supplement),
    "examine": _on("examine", deciding.examine),
    "issue": _on("issue", deciding.issue, projecting.load_numbered),
    "refuse": _on("refuse", deciding.refuse),
    "amend": _on("amend", deciding.amend),
    "revoke": _on("revoke", deciding.revoke),
}


def ask(request: Ask, *, by: Actor, key: str, on: date | None = None) -> Outcome:
    """Ask for a certificate as a party, or open the case as the operator (``side`` says which)."""
    return act(OPEN if request.side == OPERATOR else ASK, request, by=by, key=key, on=on)


def take(code: str, request: Any, *, by: Actor, key: str, on: date | None = None) -> Outcome:  # noqa: ANN401 - each move has its own request
    """Take a move with its own request. Raises KeyError for no such move."""
    if not isinstance(request, Issue | Amend):
        return act(KINDS[code], request, by=by, key=key, on=on)
    try:
        for authority in Case.objects.filter(pk=request.case).values_list("authority", flat=True):
            signing.ready(authority)
        outcome = act(KINDS[code], request, by=by, key=key, on=on)
    except KeyUnusableError as unusable:
        return Outcome(key, refusal=Refusal("attestation.key_unusable", {"what": str(unusable)}))
    if outcome.refusal is None and not outcome.repeated:
        AttestationVersion.objects.filter(attestation=request.case, fact="").update(fact=outcome.facts[0])
    return outcome
