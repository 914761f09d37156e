"""Fields of the forms of demands: rows of targets, amounts in 万元, words, IPC symbols."""

import re
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.kernel.amount import parse_amount
from kechuang.kernel.identify.classify import read_ipc
from kechuang.kernel.identify.text import compact
from kechuang.kernel.reading import MoneyError
from kechuang.kernel.refusal import Refusal
from kechuang.mechanisms.market.demand.rules.requests import AT_LEAST, AT_MOST, Target
from kechuang.web.accounts.models import Body
from kechuang.web.permissions import Actor, holding
from kechuang.web.refusals import sentence

SHOWN_TARGETS, MOST_TARGETS = 4, 8
NAMES = ("indicator", "unit", "current", "target", "method")
SEPARATORS = re.compile(r"[、,，;；\s]+")
_SENSE = re.compile(r"^(≥|>=|>|不低于|不小于|不少于|至少|大于|≤|<=|<|不高于|不大于|不超过|至多|小于)")
_MOST = frozenset(("≤", "<=", "<", "不高于", "不大于", "不超过", "至多", "小于"))


def area(rows: int = 5) -> forms.Textarea:
    """Give a text area."""
    return forms.Textarea(attrs={"rows": rows})


def bodies_with(actor: Actor, permission: str, on: Any) -> dict[str, Body]:  # noqa: ANN401 - a day
    """Give the bodies for which an actor holds a permission, by their id as text (one query)."""
    mine = [held.body for held in holding(actor, permission, on=on)]
    return {str(body.pk): body for body in Body.objects.filter(pk__in=mine).order_by("name")}


def decimal_of(raw: str) -> Decimal:
    """Read a plain number in whatever width. Raises ValidationError."""
    text = compact(raw, drop="").replace(",", "").replace("，", "")
    try:
        value = Decimal(text)
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite():
        raise forms.ValidationError(gettext("“%(raw)s” is not a number.") % {"raw": raw})
    return value


def wanted_of(raw: str, current: Decimal | None) -> tuple[str, Decimal]:
    """Read a value wanted: ≥ 99.5, 不高于 0.05, or a bare number, whose sense follows from the value now."""
    text = raw.strip()
    sign = _SENSE.match(text.replace(" ", ""))
    if sign:
        value = decimal_of(text.replace(" ", "")[len(sign.group(1)) :])
        return (AT_MOST if sign.group(1) in _MOST else AT_LEAST), value
    value = decimal_of(text)
    return (AT_MOST if current is not None and value < current else AT_LEAST), value


class WanField(forms.CharField):
    """An amount in 万元 (ten thousand yuan), or with its own unit (80万元, 1.2亿元); gives Decimal yuan."""

    unit = _("10,000 yuan (万元)")

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(max_length=40, **kwargs)

    def clean(self, value: Any) -> Any:  # noqa: ANN401 - Django's own signature
        """Read the amount."""
        text = super().clean(value)
        if not text:
            return None
        try:
            found = parse_amount(text, "万元")
        except MoneyError as error:
            fault = error.fault
            raise forms.ValidationError(sentence(Refusal(fault.code, dict(fault.values)))) from None
        if found.unit != "元" or found.high is not None:
            raise forms.ValidationError(gettext("“%(raw)s” is not one amount of yuan.") % {"raw": text})
        return found.value.quantize(Decimal("0.01"))


class WordsField(forms.CharField):
    """Several words with 、 or commas between them; gives a tuple."""

    def clean(self, value: Any) -> Any:  # noqa: ANN401 - Django's own signature
        """Part the words."""
        text = super().clean(value)
        return tuple(dict.fromkeys(each for each in SEPARATORS.split(text) if each))


class IpcField(forms.CharField):
    """Symbols of the International Patent Classification with 、 or semicolons between them; gives a tuple."""

    def clean(self, value: Any) -> Any:  # noqa: ANN401 - Django's own signature
        """Read each symbol."""
        found = []
        for raw in re.split(r"[、,，;；\n]+", super().clean(value)):
            if not raw.strip():
                continue
            reading = read_ipc(raw)
            if reading.value is None:
                fault = reading.fault
                raise forms.ValidationError(sentence(Refusal(fault.code, dict(fault.values))) if fault else raw)
            found.append(reading.value.text)
        return tuple(dict.fromkeys(found))


def add_target_fields(form: forms.Form, present: Sequence[Target] = ()) -> None:
    """Give a form the fields of its targets, line by line."""
    labels = {
        "indicator": _("Indicator"),
        "unit": _("Unit"),
        "current": _("Value now"),
        "target": _("Value wanted"),
        "method": _("How it is tested"),
    }
    limits = {"indicator": 120, "unit": 40, "current": 40, "target": 40, "method": 300}
    for at in range(MOST_TARGETS):
        known = present[at] if at < len(present) else None
        for name in NAMES:
            form.fields[f"{name}_{at}"] = forms.CharField(
                label=labels[name], required=False, max_length=limits[name], initial=initial_of(known, name)
            )


def initial_of(known: Target | None, name: str) -> str:
    """Give what stands in a field of a target."""
    if known is None:
        return ""
    if name == "target":
        return f"{'≥' if known.sense == AT_LEAST else '≤'}{known.target:f}"
    value = getattr(known, name)
    return "" if value is None else str(value)


def target_fields() -> tuple[str, ...]:
    """Give the names of all fields of targets."""
    return tuple(f"{name}_{at}" for at in range(MOST_TARGETS) for name in NAMES)


def target_lines(form: forms.Form) -> list[list[Any]]:
    """Give the bound fields line by line: those that are filled, and at least a few."""
    filled = [at for at in range(MOST_TARGETS) if any(form[f"{name}_{at}"].value() for name in NAMES)]
    shown = min(MOST_TARGETS, max(SHOWN_TARGETS, len(filled) + 1, *(at + 1 for at in filled)))
    return [[form[f"{name}_{at}"] for name in NAMES] for at in range(shown)]


def read_targets(form: forms.Form) -> tuple[Target, ...]:
    """Read the targets of a form; what cannot be read is said beside its field. Empty lines are left out."""
    found = []
    for at in range(MOST_TARGETS):
        texts = {name: str(form.cleaned_data.get(f"{name}_{at}") or "").strip() for name in NAMES}
        if not any(texts.values()):
            continue
        target = _read_target(form, at, texts)
        if target is not None:
            found.append(target)
    return tuple(found)


def _read_target(form: forms.Form, at: int, texts: dict[str, str]) -> Target | None:
    try:
        current = decimal_of(texts["current"]) if texts["current"] else None
    except forms.ValidationError as error:
        form.add_error(f"current_{at}", error)
        return None
    if not texts["target"]:
        form.add_error(f"target_{at}", gettext("A target needs a number that can be measured."))
        return None
    try:
        sense, wanted = wanted_of(texts["target"], current)
    except forms.ValidationError:
        said = gettext("“%(raw)s” cannot be measured. Write a number, for example ≥ 99.5.") % {"raw": texts["target"]}
        form.add_error(f"target_{at}", said)
        return None
    return Target(
        indicator=texts["indicator"],
        unit=texts["unit"],
        current=current,
        target=wanted,
        sense=sense,
        method=texts["method"],
    )
