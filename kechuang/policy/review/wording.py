"""The words of the review: fields, values, grounds, doubts."""

from django.utils.translation import get_language, gettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from kechuang.policy.finding import TARGET
from kechuang.policy.lists import TARGET_KINDS
from kechuang.policy.overlay import HEADING
from kechuang.policy.read import doubts
from kechuang.policy.review import rules
from kechuang.policy.review.queries import Finding
from kechuang.policy.review.values import Doubt
from kechuang.policy.wording import traditional
from kechuang.web.slots import Words

FIELDS: dict[str, Words] = {
    "indicator": _("Indicator"),
    "subject": _("Of whom or what"),
    "comparator": _("Comparison"),
    "value": _("Value"),
    "value_max": _("Upper value"),
    "unit": _("Unit"),
    "year": _("Year"),
    "period": _("Span of years"),
    "kind": _("Kind"),
    "frequency": _("How often"),
    "part_of": pgettext_lazy("value of a finding", "part of"),
    "relative_to": pgettext_lazy("value of a finding", "compared with"),
    "units": _("Responsible bodies"),
    "lead": _("Leading"),
    "support": _("Supporting"),
    "open_list": _("And others not named"),
    "condition": _("Condition"),
    "marker": pgettext_lazy("value of a finding", "mark"),
    "title": _("Title"),
    "level": _("Level"),
    "name": _("Name"),
    "number": _("Document number"),
    "role": pgettext_lazy("value of a finding", "role"),
}
COMPARATORS: dict[str, Words] = {
    "eq": pgettext_lazy("comparison", "exactly"),
    "ge": pgettext_lazy("comparison", "at least"),
    "gt": pgettext_lazy("comparison", "more than"),
    "le": pgettext_lazy("comparison", "at most"),
    "lt": pgettext_lazy("comparison", "less than"),
    "approx": pgettext_lazy("comparison", "about"),
    "range": pgettext_lazy("comparison", "from … to"),
    "relative_gt": pgettext_lazy("comparison", "above something else"),
}
ROLES: dict[str, Words] = {
    "cited": pgettext_lazy("role of a document", "cited"),
    "self": pgettext_lazy("role of a document", "this document"),
    "companion": pgettext_lazy("role of a document", "issued together"),
    "to_be_made": pgettext_lazy("role of a document", "to be made"),
}
GROUNDS: dict[str, Words] = {
    rules.MISREAD: pgettext_lazy("ground", "misread"),
    "history": pgettext_lazy("ground", "reached already, not promised"),
    "condition": pgettext_lazy("ground", "a condition for others"),
    "name_number": pgettext_lazy("ground", "part of a name"),
    "slogan_number": pgettext_lazy("ground", "part of a slogan"),
    "contract_term": pgettext_lazy("ground", "a term of time"),
    "period": pgettext_lazy("ground", "the plan's own period"),
    "publication_metadata": pgettext_lazy("ground", "belongs to the page, not the text"),
    "repeated": pgettext_lazy("ground", "said already elsewhere"),
    "damaged": pgettext_lazy("ground", "the text is damaged here"),
    rules.MISSED: pgettext_lazy("ground", "missed by the reader"),
    rules.TAKEN_BACK: pgettext_lazy("ground", "taken back"),
}
CODED = {"comparator": COMPARATORS, "role": ROLES}


def field(name: str) -> Words:
    """Give the word of a value's field."""
    return FIELDS[name]


def ground(code: str) -> Words:
    """Give the words of a ground."""
    return GROUNDS.get(code, code)


def value(kind: str, name: str, text: str) -> Words:
    """Write a value for people: codes as words, everything else as published."""
    if not text:
        return ""
    if name == "kind" and kind == TARGET:
        return dict(TARGET_KINDS).get(text, text)
    if name == "frequency":
        return gettext("each year")
    if name == "open_list":
        return pgettext("answer", "yes")
    return CODED.get(name, {}).get(text, text)


def title(each: Finding) -> str:
    """Give a finding's line: what it is."""
    values = each.values
    if each.kind == HEADING:
        return f"{values['marker']}{values['title']}" or each.code
    for name in ("indicator", "units", "name", "title"):
        if values.get(name):
            return values[name]
    return " ".join(part for part in (values.get("value", ""), values.get("unit", "")) if part) or each.code


def doubt(found: Doubt) -> str:
    """Say a doubt of the reader in the page's language."""
    language = get_language() or ""
    known = found.code in doubts.DOUBTS
    said = doubts.sentence(found.code, dict(found.values), language.startswith("en")) if known else found.code
    return traditional(said) if language == "zh-hant" else said
