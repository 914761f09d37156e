"""Terms of an entry as JSON in the table of applications, and back."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import UUID

from kechuang.mechanisms.market.result.rules.asking import Part, Terms
from kechuang.mechanisms.market.result.rules.standing import Party


def _party(party: Party | None) -> dict[str, str] | None:
    if party is None:
        return None
    ids = {name: str(value) for name in ("body", "person") if (value := getattr(party, name))}
    return {"name": party.name, "code": party.code, **ids}


def _read_party(plain: dict[str, str] | None) -> Party | None:
    if plain is None:
        return None
    ids = {name: UUID(plain[name]) for name in ("body", "person") if plain.get(name)}
    return Party(name=plain["name"], code=plain.get("code", ""), **ids)


def _fraction(value: Fraction | None) -> str | None:
    return None if value is None else f"{value.numerator}/{value.denominator}"


def write(terms: Terms) -> dict[str, Any]:
    """Give terms as JSON holds them."""
    return {
        "since": terms.since.isoformat(),
        "name": terms.name,
        "numbers": list(terms.numbers),
        "parts": [{**(_party(part.party) or {}), "share": _fraction(part.share)} for part in terms.parts],
        "giver": terms.giver,
        "taker": _party(terms.taker),
        "share": _fraction(terms.share),
        "kind": terms.kind,
        "places": list(terms.places),
        "until": terms.until.isoformat() if terms.until else None,
        "row": str(terms.row) if terms.row else None,
        "amount": f"{terms.amount:f}" if terms.amount is not None else None,
        "equity": _fraction(terms.equity),
        "ground": terms.ground,
        "consent": terms.consent,
    }


def read(plain: dict[str, Any]) -> Terms:
    """Read what ``write`` gave."""
    parts = []
    for each in plain["parts"]:
        party = _read_party(each)
        assert party is not None
        parts.append(Part(party, Fraction(each["share"])))
    return Terms(
        since=date.fromisoformat(plain["since"]),
        name=plain["name"],
        numbers=tuple(plain["numbers"]),
        parts=tuple(parts),
        giver=plain["giver"],
        taker=_read_party(plain["taker"]),
        share=Fraction(plain["share"]) if plain["share"] else None,
        kind=plain["kind"],
        places=tuple(plain["places"]),
        until=date.fromisoformat(plain["until"]) if plain["until"] else None,
        row=UUID(plain["row"]) if plain["row"] else None,
        amount=Decimal(plain["amount"]) if plain["amount"] is not None else None,
        equity=Fraction(plain["equity"]) if plain["equity"] else None,
        ground=plain["ground"],
        consent=plain["consent"],
    )
