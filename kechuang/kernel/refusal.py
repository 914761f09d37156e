"""A refusal is a value: a stable code and the typed values that its sentence needs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

Value = str | int | Decimal | date | None


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why an act was refused.

    ``code`` is stable for ever (``voucher.over_cap``); the sentence for it lives in the message catalogues.
    ``values`` are what the sentence quotes: yuan as Decimal, days as date, rule keys as text.
    ``place`` names the form field at fault, if one is.
    """

    code: str
    values: Mapping[str, Value] = field(default_factory=dict)
    place: str = ""
