"""The starting dictionary: the usual indicators of science and technology in our own words, from data."""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, ClassVar

import yaml
from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kechuang.casework.act import Outcome
from kechuang.mechanisms.delivery.statistic import actions
from kechuang.mechanisms.delivery.statistic.models import Indicator
from kechuang.mechanisms.delivery.statistic.rules import Define, Words
from kechuang.web import chance
from kechuang.web.accounts.models import Body
from kechuang.web.forms import UNTIL, KitForm
from kechuang.web.permissions import Actor

OWN = Path(__file__).parent / "starting.yaml"
SINCE = date(2016, 1, 1)  # D: early enough for the series of the plans that the product reads


class Entry:
    """One indicator of the starting dictionary."""

    __slots__ = ("code", "element", "words")

    def __init__(self, code: str, words: Words, element: str = "") -> None:
        self.code, self.words, self.element = code, words, element

    @property
    def label(self) -> str:
        """Give the name in the reader's language, with the unit."""
        english = (get_language() or "").startswith("en")
        return f"{self.words.title_en if english else self.words.title} · {self.words.unit}"


@cache
def entries() -> tuple[Entry, ...]:
    """Give the starting dictionary in its order. Raises KeyError or TypeError for a file that does not fit."""
    found = []
    for raw in yaml.safe_load(OWN.read_text(encoding="utf-8")):
        words = Words(
            title=raw["zh"],
            title_en=raw["en"],
            definition=raw["counted"],
            definition_en=raw["counted_en"],
            unit=raw["unit"],
            direction=raw["direction"],
            form=raw["form"],
            frequency=raw.get("frequency", "year"),
            adds_up=raw.get("adds_up", False),
            parts=tuple(raw.get("parts", ())),
            source=raw.get("source", ""),
            owner=raw.get("owner", ""),
            confidence="D",
        )
        found.append(Entry(raw["code"], words, raw.get("element", "")))
    return tuple(found)


def missing() -> list[Entry]:
    """Give those that this node does not hold yet (one query)."""
    held = set(Indicator.objects.values_list("code", flat=True))
    return [each for each in entries() if each.code not in held]


def take_in(
    chosen: Sequence[Entry], *, office: Body, by: Actor, since: date = SINCE, on: date | None = None
) -> list[Outcome]:
    """Define the chosen ones for an office, wholes after their parts; each under a key of its own."""
    ordered = sorted(chosen, key=lambda each: bool(each.words.parts))
    asked = [
        Define(
            case=chance.uuid7(),
            code=each.code,
            words=each.words,
            since=since,
            place=office.place,
            authority=office.authority,
            office=office.pk,
        )
        for each in ordered
    ]
    return actions.define(asked, by=by, keys=[f"statistic:starting:{each.code}" for each in ordered], on=on)


class StartingForm(KitForm):
    """Choose what to take in; everything is chosen to begin with."""

    about = "statistic.indicator"
    owner = "planner"
    renew_by = UNTIL
    elements: ClassVar[dict[str, str]] = {"codes": "act.choice"}

    codes = forms.MultipleChoiceField(label=_("Indicators"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, entries: Iterable[Entry], **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        chosen = [(each.code, each.label) for each in entries]
        self.fields["codes"].choices = chosen  # type: ignore[attr-defined]  # a choice field
        self.fields["codes"].initial = [code for code, _label in chosen]
