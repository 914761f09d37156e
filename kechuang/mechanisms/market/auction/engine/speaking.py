"""A refusal of the engine as a sentence, in Chinese or English."""

from decimal import Decimal

from kechuang.kernel.refusal import Refusal, Value
from kechuang.mechanisms.market.auction.engine.words_of_bids import BIDS
from kechuang.mechanisms.market.auction.engine.words_of_steps import STEPS

SENTENCES: dict[str, tuple[str, str]] = {**BIDS, **STEPS}


class _Said(dict[str, str]):
    """Values by name; one that is not there is shown as a dash."""

    def __missing__(self, key: str) -> str:
        return "—"


def sentence(refusal: Refusal, *, english: bool = False) -> str:
    """Give the sentence of a refusal, its values in their places; an unknown code is given as it is."""
    words = SENTENCES.get(refusal.code)
    if words is None:
        return refusal.code
    return words[english].format_map(_Said({name: _said(value) for name, value in refusal.values.items()}))


def _said(value: Value) -> str:
    if value is None or value == "":
        return "—"
    return f"{value:,f}" if isinstance(value, Decimal) else str(value)
