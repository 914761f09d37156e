"""Words of achievements and rights: their closed lists, states, parties, masked contacts, warnings."""

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from kechuang.casework import words
from kechuang.kernel.identify.kinds import READINESS
from kechuang.kernel.identify.names import disciplines, industries
from kechuang.kernel.refusal import Refusal
from kechuang.kernel.shares import write_share
from kechuang.mechanisms.market.result.rules import asking, dealing, recording, standing
from kechuang.mechanisms.market.result.rules import values as told
from kechuang.mechanisms.market.result.rules.moves import RESULT
from kechuang.web import divisions
from kechuang.web.parts import State
from kechuang.web.refusals import sentence

NEGOTIABLE = _("negotiable")
EVERYWHERE = _("everywhere")


def options(group: str, codes: Iterable[str]) -> list[tuple[str, Any]]:
    """Give codes of a closed list as options, each with its word of the catalogues."""
    named = [(code, f"{group}.{code}") for code in codes]
    return [(code, _(message)) for code, message in named]


KINDS = options("market.result.kind", told.KINDS)
MODES = options("market.result.mode", told.MODES)
FUNDING = options("market.result.funding", told.FUNDING)
SECURITY = options("market.result.security", told.SECURITY)
EXPORT = options("market.result.export", told.EXPORT)
ETHICS = options("market.result.ethics", told.ETHICS)
IP_KINDS = options("market.result.kind", told.KINDS[:4])
IP_STATES = options("market.ip", told.IP_STATES)
DEALS = options("market.deal", dealing.DEALS)
PATHS = options("market.path", dealing.PATHS)
OUTCOMES = options("market.outcome", (dealing.DONE, dealing.FAILED))
ENTRIES = options("market.entry.kind", asking.ENTRIES)
LICENCES = options("market.deal", standing.LICENCES)
WITHHELD = options("market.result.withheld", recording.REASONS)
_WORDS = {
    name: dict(each)
    for name, each in (
        ("kind", KINDS),
        ("mode", MODES),
        ("funding", FUNDING),
        ("security", SECURITY),
        ("export", EXPORT),
        ("ethics", ETHICS),
        ("ip", IP_STATES),
        ("deal", DEALS),
        ("path", PATHS),
        ("outcome", OUTCOMES),
        ("entry", ENTRIES),
        ("withheld", WITHHELD),
    )
}


def word(group: str, code: str) -> str:
    """Give the word of a code; one that no list knows stands as it is."""
    return str(_WORDS[group].get(code, code))


def _named(pair: tuple[str, str]) -> str:
    language = get_language() or ""
    if language.startswith("en"):
        return pair[1]
    return divisions.traditional(pair[0]) if language == "zh-hant" else pair[0]


def discipline(code: str) -> str:
    """Give a discipline's code and the name of its first level."""
    known = disciplines().get(code[:3])
    return f"{code} {_named(known)}" if known else code


def field(code: str) -> str:
    """Give the name of a first-level discipline."""
    known = disciplines().get(code)
    return _named(known) if known else code


def fields() -> list[tuple[str, str]]:
    """Give the first-level disciplines as options."""
    return [(code, f"{code} {_named(pair)}") for code, pair in disciplines().items()]


def industry(code: str) -> str:
    """Give an industry's code and the name of its division."""
    known = industries().get(code[:3]) or industries().get(code[:1])
    return f"{code} {_named(known)}" if code and known else code


def industry_options() -> list[tuple[str, str]]:
    """Give the divisions of industry as options."""
    return [(code, f"{code} {_named(pair)}") for code, pair in industries().items() if len(code) == 3]


def trl(level: int) -> str:
    """Give a level of readiness with its name."""
    pair = READINESS.get(level)
    return f"{level} {_named(pair)}" if pair else str(level)


def trls() -> list[tuple[str, str]]:
    """Give the levels as options."""
    return [(str(level), trl(level)) for level in READINESS]


def state(code: str) -> State:
    """Give the state of an achievement."""
    return words.state(RESULT.kind, code)


def warned(rows: Iterable[Mapping[str, Any]]) -> list[str]:
    """Give stored warnings as sentences in the reader's language."""
    return [sentence(Refusal(str(each["code"]), {str(k): v for k, v in each["values"].items()})) for each in rows]


def share(value: Fraction) -> str:
    """Write a share."""
    return write_share(value)


def places(codes: Iterable[str], on: date | None = None) -> str:
    """Give the places of a licence."""
    named = [divisions.name(code, on) if on else divisions.name(code) for code in codes]
    return "、".join(named) or str(EVERYWHERE)


# --- what the public sees of people


def masked_name(name: str) -> str:
    """Give a person's name without the given name: 陈老师 is 陈**."""
    text = name.strip()
    return f"{text[0]}{'*' * min(len(text) - 1, 2)}" if text else ""


def masked_phone(phone: str) -> str:
    """Give a telephone number without its middle: 138****5678."""
    text = phone.strip()
    if len(text) < 7:
        return "*" * len(text)
    return f"{text[:3]}{'*' * (len(text) - 7)}{text[-4:]}"


def masked_email(email: str) -> str:
    """Give an address without most of what stands before the sign."""
    name, sign, rest = email.strip().partition("@")
    return f"{name[:1]}***{sign}{rest}" if sign else ""


def party(row: Any, *, public: bool = False) -> str:  # noqa: ANN401 - any row of the register
    """Give who stands in a row of the register; the public sees a natural person's name masked."""
    natural = row.person is not None and not row.code and not getattr(row, "body", None)
    return masked_name(row.name) if public and natural else str(row.name)


def said(code: str) -> str:
    """Give the message of a code."""
    return gettext(code)
