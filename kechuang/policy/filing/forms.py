"""Forms of candidate rules: what a person confirms, and why one is no rule."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from kechuang.kernel import place as places
from kechuang.kernel.reading import PlaceError
from kechuang.policy.filing.candidates import TYPES, Force
from kechuang.policy.filing.models import RuleCandidate
from kechuang.policy.filing.ruling import CONFIDENCES, KEY, MEANINGS, STANDINGS, Proposal
from kechuang.policy.filing.words import CONFIDENCE_WORDS, MEANING_WORDS, STANDING_WORDS, TYPE_WORDS, UNIT_WORDS
from kechuang.rulebook import load
from kechuang.rulebook.value import Text
from kechuang.web import chance
from kechuang.web.forms import UNTIL, DayField, KitForm


def said(text: Text) -> str:
    """Give words of the rulebook in the page's language."""
    return text.en if (get_language() or "").startswith("en") else text.zh


class ProposeForm(KitForm):
    """A candidate as a rule; prefilled with what was read, each value to be checked."""

    about = "policy.rule"
    owner = "planner"
    renew_by = UNTIL
    elements: ClassVar[Mapping[str, str]] = {
        "rule_key": "act.choice",
        "title_zh": "act.title",
        "title_en": "act.title",
        "type": "act.choice",
        "meaning": "act.choice",
        "value": "act.text",
        "unit": "act.choice",
        "kind": "act.choice",
        "place": "act.choice",
        "since": "act.day",
        "until": "act.day",
        "clause": "act.text",
        "confidence": "act.choice",
        "standing": "act.choice",
    }

    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    rule_key = forms.CharField(
        label=_("Rule key"),
        max_length=120,
        help_text=_("A key of the rulebook, or a new one such as incentive.name.share"),
    )
    title_zh = forms.CharField(
        label=_("Title of a new key, Chinese"), required=False, max_length=120, help_text=_("Only for a new key")
    )
    title_en = forms.CharField(
        label=_("Title of a new key, English"), required=False, max_length=160, help_text=_("Only for a new key")
    )
    type = forms.ChoiceField(label=_("Type of a new key"), choices=[(code, TYPE_WORDS[code]) for code in TYPES])
    meaning = forms.ChoiceField(
        label=_("How places combine"),
        choices=[(code, MEANING_WORDS[code]) for code in MEANINGS],
        widget=forms.RadioSelect,
    )
    value = forms.CharField(label=_("Value"), max_length=64, help_text=_("10%, 300万, 3: as the rulebook writes it"))
    unit = forms.ChoiceField(
        label=_("Unit of days"), required=False, choices=[("", "—"), *((code, UNIT_WORDS[code]) for code in UNIT_WORDS)]
    )
    kind = forms.ChoiceField(label=_("Whom it binds"), required=False)
    place = forms.CharField(label=_("Place of the rule"), max_length=12, help_text=_("Division code, 330100"))
    since = DayField(label=_("In force from"))
    until = DayField(label=_("No longer in force from"), required=False)
    clause = forms.CharField(label=_("Clause"), max_length=120)
    confidence = forms.ChoiceField(
        label=_("How it was read"), choices=[(code, CONFIDENCE_WORDS[code]) for code in CONFIDENCES]
    )
    standing = forms.ChoiceField(label=_("Standing"), choices=[(code, STANDING_WORDS[code]) for code in STANDINGS])

    def __init__(self, candidate: RuleCandidate, force: Force, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        self.candidate, self.force = candidate, force
        kwargs["initial"] = {**self.usual(), **candidate.proposal_values(), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = chance.random_id()
        kinds = load.current().terms.kinds
        options = [("", gettext("Everybody")), *((code, said(words)) for code, words in kinds.items())]
        self.fields["kind"].choices = options  # type: ignore[attr-defined]  # a choice field

    def usual(self) -> dict[str, object]:
        """Give what was read, as the form's first values."""
        candidate, document = self.candidate, self.candidate.document
        number = re.sub(r"[^a-z0-9]+", "-", document.case.number.lower()).strip("-") or "document"
        return {
            "rule_key": f"incentive.{number}.{candidate.code.lower()}",
            "title_zh": f"{candidate.who or candidate.quote}"[:60],
            "title_en": f"{document.case.number} {candidate.clause} {candidate.code}",
            "type": candidate.type,
            "meaning": "fixed",
            "value": candidate.value,
            "place": place_of(document.issuers, document.title, document.case.place, self.force.since),
            "since": self.force.since,
            "until": self.force.until,
            "clause": candidate.clause or "unrecorded",
            "confidence": "S",
            "standing": "draft" if self.force.draft else "in_force",
        }

    def clean(self) -> dict[str, Any]:
        """A key is one of the rulebook, or a new one with its titles."""
        values = super().clean() or self.cleaned_data
        name = str(values.get("rule_key") or "").strip()
        known = load.current().keys.get(name)
        if known is None and name:
            if not KEY.fullmatch(name):
                self.add_error("rule_key", gettext("A key is small Latin letters and figures, in parts with dots."))
            for field in ("title_zh", "title_en"):
                if not str(values.get(field) or "").strip():
                    self.add_error(field, gettext("The rulebook does not have this key: give it a title."))
        return values

    @property
    def proposal(self) -> Proposal:
        """Give the rule that was confirmed."""
        values = self.cleaned_data
        name = values["rule_key"].strip()
        known = load.current().keys.get(name)
        kind = known.type if known else values["type"]
        return Proposal(
            key=name,
            type=kind,
            meaning=values["meaning"],
            value=values["value"].strip(),
            unit=values["unit"] if kind == "days" else "",
            kind=values["kind"],
            place=values["place"].strip(),
            since=values["since"],
            until=values["until"],
            clause=values["clause"].strip(),
            confidence=values["confidence"],
            since_confidence=values["confidence"] if self.force.read and values["since"] == self.force.since else "G",
            standing=values["standing"],
            title_zh="" if known else values["title_zh"].strip(),
            title_en="" if known else values["title_en"].strip(),
            quote=self.candidate.quote[:600],
        )


class RejectForm(KitForm):
    """Why a candidate is no rule."""

    about = "policy.rule"
    owner = "planner"
    renew_by = UNTIL
    elements: ClassVar[Mapping[str, str]] = {"reason": "act.reason"}

    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=400,
        help_text=_("It will be public and stay in the record."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = chance.random_id()


def place_of(issuers: list[str], title: str, otherwise: str, on: date | None) -> str:
    """Give the place that issued a document: the longest place name with which issuer or title begin, else another."""
    day = on or date(2025, 1, 1)
    names = sorted({name[:end] for name in (*issuers, title) for end in range(2, min(len(name), 14) + 1)}, key=len)
    return next((code for name in reversed(names) if (code := _found(name, day))), otherwise)


def _found(name: str, day: date) -> str:
    if name[-1] not in "省市区县州盟旗":
        return ""
    try:
        found = places.find(name, day).value
    except PlaceError:
        return ""
    return found.code if found is not None else ""
