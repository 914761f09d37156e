"""Refusals in words: the sentence of a code, in the reader's language, with typed values written as pages write them.

The sentence of ``voucher.over_cap`` is the message ``voucher.over_cap`` of the catalogues; its optional remedy is the
message ``voucher.over_cap.remedy``. Values stand in braces: ``{requested_yuan}``. How a value is written follows its
type and the ending of its name: ``_share`` percent, other decimals amounts, days in words, ``_place`` a division,
``_code`` a message of the catalogues; ``_places`` and ``_codes`` lists of them, separated by a comma and a blank.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.conf import settings
from django.utils.translation import get_language, gettext, override

from kechuang.kernel.faults import SENTENCES
from kechuang.kernel.refusal import Refusal
from kechuang.web import divisions, slots, written
from kechuang.web.parts import Fact


class MissingSentenceError(LookupError):
    """A code has no sentence in a language; raised where ``KECHUANG_STRICT_WORDS`` is set, as in the tests."""


class _Values(dict[str, str]):
    """Values that a sentence may name; one that is not there is shown as its name instead of failing the page."""

    def __missing__(self, name: str) -> str:
        if _strict():
            raise MissingSentenceError(f"the sentence names the value {name!r}, which the refusal does not carry")
        return f"{{{name}}}"


@dataclass(frozen=True, slots=True)
class Explained:
    """A refusal ready for a page or a problem document."""

    code: str
    sentence: str
    remedy: str
    facts: tuple[Fact, ...]
    field: str


def sentence(refusal: Refusal, language: str | None = None) -> str:
    """Give the sentence of a refusal in a language (the current one if none is named).

    Raises MissingSentenceError under ``KECHUANG_STRICT_WORDS``; elsewhere a missing sentence shows code and values.
    """
    with override(language or get_language() or settings.LANGUAGE_CODE):
        template = _template(refusal.code)
        if template is None:
            return _without_words(refusal)
        return template.format_map(_Values(write_values(refusal.values)))


def remedy(refusal: Refusal, language: str | None = None) -> str:
    """Give what to do next, where the catalogue has it apart from the sentence; empty otherwise."""
    with override(language or get_language() or settings.LANGUAGE_CODE):
        known = _catalogued(f"{refusal.code}.remedy")
        return known.format_map(_Values(write_values(refusal.values))) if known else ""


def explain(refusal: Refusal) -> Explained:
    """Give all that a page shows of a refusal: sentence, remedy, rule, since when, where, clause, whom to ask."""
    return Explained(refusal.code, sentence(refusal), remedy(refusal), _facts(refusal), refusal.place)


def write_values(values: Mapping[str, object]) -> dict[str, str]:
    """Write typed values as text for the current language."""
    return {name: write_value(name, value) for name, value in values.items()}


def write_value(name: str, value: object) -> str:
    """Write one value by its type and the ending of its name."""
    if value is None:
        return "—"
    if isinstance(value, Decimal):
        return written.share(value) if name.endswith("_share") else written.money(value)
    if isinstance(value, date):
        return written.day_in_words(value)
    if isinstance(value, int):
        return written.whole(value)
    if name == "place" or name.endswith("_place"):
        return divisions.name(str(value))
    if name == "clause":
        return _clause(str(value))
    if name == "source":
        return slots.link("source_title", str(value)) or str(value)
    if name.endswith("_places"):
        return _listed(divisions.name(code) for code in _parts(value))
    if name in _CODED or name.endswith("_code"):
        return gettext(str(value)) if value else ""
    if name in _CODED_LISTS or name.endswith("_codes"):
        return _listed(gettext(code) for code in _parts(value))
    return str(value)


_CODED = {"state", "move", "kind", "role", "permission", "needs"}
_CODED_LISTS = {"open"}


def _clause(clause: str) -> str:
    """Write a clause as law cites it; the rulebook holds bare numbers, other words as they are, or ``unrecorded``."""
    if clause in {"", "unrecorded"}:
        return gettext("no clause recorded")
    return gettext("Art. {number}").format(number=clause) if clause.isdecimal() else clause


def _parts(value: object) -> list[str]:
    """Split a list of codes as refusals carry it: ``a, b``."""
    return [part for part in str(value).split(", ") if part]


def _listed(words: Iterable[str]) -> str:
    """Write a list with the language's own comma."""
    return (", " if (get_language() or "").startswith("en") else "、").join(words) or "—"


def _facts(refusal: Refusal) -> tuple[Fact, ...]:
    """The conventional values that every rule-based refusal carries, in the order in which people ask."""
    values = refusal.values
    facts = []
    key = values.get("key")
    if key:
        url = slots.link("rule", str(key), place=values.get("place"), on=values.get("on"))
        words = slots.link("rule_title", str(key)) or gettext(str(key))
        facts.append(Fact(term=gettext("Rule"), value=words, url=url))
    terms = (("since", gettext("In force since")), ("place", gettext("Where")), ("clause", gettext("Clause")))
    for name, term in (*terms, ("source", gettext("Source")), ("office", gettext("Whom to ask"))):
        if values.get(name):
            facts.append(Fact(term=term, value=write_value(name, values[name])))
    return tuple(facts)


def _template(code: str) -> str | None:
    known = _catalogued(code) or _kernel_sentence(code)
    if known is None and _strict():
        raise MissingSentenceError(f"no sentence for {code!r} in {get_language()}")
    return known


def _catalogued(code: str) -> str | None:
    found = gettext(code)
    return None if found == code else found


def _kernel_sentence(code: str) -> str | None:
    """The kernel has no catalogue of its own: its sentences are plain data in two languages."""
    pair = SENTENCES.get(code)
    if pair is None:
        return None
    language = get_language() or ""
    if language.startswith("en"):
        return pair[1]
    return divisions.traditional(pair[0]) if language == "zh-hant" else pair[0]


def _without_words(refusal: Refusal) -> str:
    values = "，".join(f"{name} {text}" for name, text in write_values(refusal.values).items())
    return f"{refusal.code}（{values}）" if values else refusal.code


def _strict() -> bool:
    return bool(getattr(settings, "KECHUANG_STRICT_WORDS", False))
