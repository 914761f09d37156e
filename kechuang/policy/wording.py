"""How the package's own words and its findings are written on pages, in files and in the API."""

from functools import lru_cache
from typing import Protocol

from django.utils.translation import get_language, gettext, pgettext, pgettext_lazy

from kechuang.policy.catalogue import NOT_YET, REGISTER, WORKING, System, Words, Work
from kechuang.web.parts import DONE, GOING, IDLE, RISK, VOID, State

LANGUAGES = {"traditional": "zh-Hant"}
SYSTEM_KINDS = {
    "D": pgettext_lazy("system kind", "digital system"),
    "M": pgettext_lazy("system kind", "mechanism"),
    "L": pgettext_lazy("system kind", "list or index"),
    "P": pgettext_lazy("system kind", "institution"),
}
_COMPARED = {"ge": "≥", "gt": ">", "le": "≤", "lt": "<"}
_JUDGED = {"open": IDLE, "accepted": DONE, "corrected": GOING, "rejected": VOID, "added": RISK}
_TONES = {WORKING: DONE, REGISTER: GOING, NOT_YET: IDLE}


def own(words: Words) -> str:
    """Give our own words in the page's language; traditional script is made from the simplified words."""
    language = get_language() or ""
    if language.startswith("en"):
        return words.en
    return traditional(words.zh) if language == "zh-hant" else words.zh


@lru_cache(maxsize=2048)
def traditional(text: str) -> str:
    """Give simplified words in traditional script, character by character."""
    from opencc import OpenCC  # noqa: PLC0415 - loading its dictionaries costs time that most pages never need

    return str(OpenCC("s2tw").convert(text))


def language_of(script: str) -> str:
    """Give the language tag under which text of a script is quoted."""
    return LANGUAGES.get(script, "zh-Hans")


class Quantity(Protocol):
    """What a target must have to be written: the found one and the recorded one both do."""

    @property
    def comparator(self) -> str: ...
    @property
    def value(self) -> str: ...
    @property
    def value_max(self) -> str: ...
    @property
    def unit(self) -> str: ...
    @property
    def relative_to(self) -> str: ...
    @property
    def year(self) -> int | None: ...
    @property
    def frequency(self) -> str: ...


def amount(target: Quantity) -> str:
    """Write what is promised: ≥ 50 家, 1–2 家, about 7%, above something else."""
    if target.comparator == "relative_gt":
        more = f" {target.value}{target.unit}" if target.value else ""
        return gettext("above %(what)s") % {"what": target.relative_to or gettext("the reference")} + more
    if not target.value:
        return gettext("no number")
    unit = target.unit if target.unit in {"%", "‰"} or not target.unit else f" {target.unit}"
    value = f"{target.value}–{target.value_max}" if target.value_max else target.value
    if target.comparator == "approx":
        return pgettext("quantity", "about %(value)s") % {"value": value + unit}
    sign = _COMPARED.get(target.comparator, "")
    return f"{sign} {value}{unit}" if sign else value + unit


def by_when(target: Quantity, period: tuple[int | None, int | None] | None = None) -> str:
    """Write the year or span of years for which a quantity is promised; nothing where the text names none."""
    parts = []
    if period and period[0] and period[1]:
        parts.append(f"{period[0]}–{period[1]}")
    elif target.year:
        parts.append(str(target.year))
    if target.frequency == "annual":
        parts.append(gettext("each year"))
    return gettext(", ").join(parts)


def status(code: str) -> State:
    """Give the state of a system: works, register only, not yet."""
    words = {
        WORKING: pgettext("status", "works"),
        REGISTER: pgettext("status", "register only"),
        NOT_YET: pgettext("status", "not yet"),
    }
    return State(words[code], _TONES[code], code)


def verdict(code: str) -> State:
    """Give how a person judged a finding: open, accepted, corrected, rejected, added."""
    words = {
        "open": pgettext("verdict", "open"),
        "accepted": pgettext("verdict", "accepted"),
        "corrected": pgettext("verdict", "corrected"),
        "rejected": pgettext("verdict", "rejected"),
        "added": pgettext("verdict", "added"),
    }
    return State(words[code], _JUDGED[code], code)


def kinds_of(system: System) -> str:
    """Write what sort of thing a system is."""
    return gettext(", ").join(str(SYSTEM_KINDS[kind]) for kind in system.kinds)


def short(work: Work) -> str:
    """Give the short name of a work."""
    return own(work.short)


def cited_clause(path: str) -> str:
    """Write a clause in a citation; ``*`` means the whole document."""
    return gettext("throughout") if path == "*" else path
