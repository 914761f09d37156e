"""What a holder shows of a certificate: the chosen claims, all else stays hidden behind digests."""

from collections.abc import Iterable, Mapping
from typing import Any

from kechuang.mechanisms.market.attestation import showing, wording
from kechuang.mechanisms.market.attestation.models import AttestationVersion
from kechuang.mechanisms.market.attestation.sdjwt.coding import parse
from kechuang.mechanisms.market.attestation.sdjwt.presenting import choose

LISTS = frozenset({"buyers"})


def present(version: AttestationVersion, claims: Iterable[str]) -> str:
    """Give the text that shows the chosen claims of a version, and no other."""
    said = version.said
    wanted: dict[str, Any] = {
        code: [True] * len(said[code]) if code in LISTS else True for code in claims if code in wording.CLAIMS
    }
    return choose(parse(version.token), wanted).compact()


def shown_claims(said: Mapping[str, Any]) -> dict[str, str]:
    """Give the claims with their values, as the holder reads them before choosing."""
    found: dict[str, str] = {}
    for code in wording.CLAIMS:
        value = said[code]
        if isinstance(value, list):
            found[code] = "、".join(value) or "—"
        else:
            found[code] = showing.claim(code, value)
    return found
