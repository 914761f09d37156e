"""Words for the codes of contracts, from the catalogues."""

from collections.abc import Iterable

from django.utils.translation import gettext

from kechuang.kernel.refusal import Refusal, Value
from kechuang.mechanisms.market.contract.rules import kinds
from kechuang.mechanisms.market.contract.rules.checklist import Line
from kechuang.web import divisions
from kechuang.web.refusals import sentence


def say(code: str) -> str:
    """Give the words of a message by its code."""
    return gettext(code)


def word(group: str, code: str) -> str:
    """Give the word of a code of a group: of types, subtypes, fields, payments."""
    return say(f"market.contract.{group}.{code}") if code else ""


def options(group: str, codes: Iterable[str]) -> list[tuple[str, str]]:
    """Give codes with their words, as options."""
    return [(code, word(group, code)) for code in codes]


def kind_options() -> list[tuple[str, list[tuple[str, str]]]]:
    """Give the subtypes in groups by type: one choice for both."""
    return [
        (word("type", kind), [(f"{kind}:{code}", f"{word('type', kind)} · {subtype(kind, code)}") for code in codes])
        for kind, codes in kinds.SUBTYPES.items()
    ]


def subtype(kind: str, code: str) -> str:
    """Give the word of a subtype: the same right is transferred or licensed."""
    return say(f"market.contract.subtype.{kind}.{code}")


def region(code: str) -> str:
    """Give the name of a seat: a division, or abroad."""
    return gettext("market.contract.abroad") if code == "ABROAD" else divisions.name(code)


def why(line: Line) -> str:
    """Give the sentence of a line of the check list, with what it found."""
    return reason(line.why, dict(line.values)) if line.why else say(f"contract.check.{line.code}.ok")


def reason(code: str, values: dict[str, Value]) -> str:
    """Give the sentence of a reason with its values."""
    return sentence(Refusal(code, values))
