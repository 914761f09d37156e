"""What a form offers: the deals that a body may have certified, and the registered contract that belongs to one."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from kechuang.mechanisms.market.attestation import sources
from kechuang.mechanisms.market.attestation.models import Attestation
from kechuang.mechanisms.market.attestation.rules.requests import PathKey
from kechuang.mechanisms.market.attestation.sources import Ready
from kechuang.mechanisms.market.contract.models import TechContract

MOST = 100


def code_of(key: PathKey) -> str:
    """Write a key as a form does."""
    return f"{key.kind}:{key.case}"


def key_of(code: str) -> PathKey:
    """Read a key that a form offered."""
    kind, _colon, case = code.partition(":")
    return PathKey(kind, UUID(case))


def deals(bodies: Sequence[UUID] | None, places: Iterable[str]) -> dict[str, Ready]:
    """Give the completed deals without a certificate, newest first: of some bodies, or (None) of a place's operator."""
    found: dict[str, Ready] = {}
    for kind, source in sources.SOURCES.items():
        asked = [source.completed(bodies, "", MOST)] if bodies is not None else []
        asked += [source.completed(None, place, MOST) for place in dict.fromkeys(places)] if bodies is None else []
        found |= {code_of(PathKey(kind, each.case)): each for part in asked for each in part}
    taken = Attestation.objects.filter(live=True, path_case__in=[each.case for each in found.values()])
    held = {code_of(PathKey(kind, case)) for kind, case in taken.values_list("path_kind", "path_case")}
    return {code: each for code, each in found.items() if code not in held}


def contract_of(typed: str, deal: Ready) -> UUID | None:
    """Find the registered contract: by its registration number or receipt, else by the number that the deal names."""
    number = typed.strip()
    rows = TechContract.objects.order_by("-live", "-pk")
    if number:
        found = rows.filter(number=number) | rows.filter(case__number=number) | rows.filter(number_agreed=number)
        return found.values_list("pk", flat=True).first()
    if not deal.contract_number:
        return None
    found = rows.filter(number_agreed=deal.contract_number)
    return found.values_list("pk", flat=True).first()
