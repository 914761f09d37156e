"""The words of cases of protection: kinds, rights, ways, outcomes, reasons."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from kechuang.mechanisms.market.protection.rules import requests as asked
from kechuang.web.slots import Words


def _named(group: str, codes: tuple[str, ...]) -> dict[str, Words]:
    messages = [(code, f"protection.{group}.{code}") for code in codes]
    return {code: _(message) for code, message in messages}


KINDS_OF = _named("kind", asked.KINDS)
RIGHTS_OF = _named("right", asked.RIGHTS)
WAYS_OF = _named("way", asked.WAYS)
OUTCOMES_OF = _named("outcome", asked.OUTCOMES)
REASONS_OF = _named("reason", asked.REASONS)
_ALL: dict[str, dict[str, Words]] = {
    "kind": KINDS_OF,
    "right": RIGHTS_OF,
    "way": WAYS_OF,
    "outcome": OUTCOMES_OF,
    "reason": {**REASONS_OF, "accepted": _("protection.accepted")},
}


def word(group: str, code: str) -> str:
    """Give the word of a code; one that no list knows stands as it is."""
    return str(_ALL[group].get(code, code))


def kind(row: Any) -> str:  # noqa: ANN401 - a case with its row
    """Name the kind of a case."""
    return word("kind", row.protection.kind)


def way(row: Any) -> str:  # noqa: ANN401 - a case with its row
    """Name the way that a case was routed."""
    return word("way", row.protection.way) if row.protection.way else "—"
