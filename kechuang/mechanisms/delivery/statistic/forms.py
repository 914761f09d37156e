"""Forms of statistics: define and revise an indicator, end it, take in one observation."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from kechuang.mechanisms.delivery.statistic import checks, reading, wording
from kechuang.mechanisms.delivery.statistic.models import Indicator, Version
from kechuang.mechanisms.delivery.statistic.rules import LONGEST, LONGEST_TITLE, Words
from kechuang.web import chance, clock
from kechuang.web.forms import UNTIL, DayField, KitForm
from kechuang.web.refusals import sentence


def _key() -> forms.CharField:
    return forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)


def _long(label: Any, *, required: bool = True, rows: int = 4) -> forms.CharField:  # noqa: ANN401 - lazy words
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=LONGEST, required=required, widget=widget)


class IndicatorForm(KitForm):
    """An indicator of the dictionary."""

    about = "statistic.indicator"
    owner = "planner"
    renew_by = UNTIL
    elements: ClassVar[Mapping[str, str]] = {
        "code": "statistic.code",
        "title": "act.title",
        "title_en": "statistic.title_en",
        "definition": "statistic.definition",
        "definition_en": "statistic.definition_en",
        "unit": "statistic.unit",
        "direction": "statistic.direction",
        "form": "statistic.form",
        "frequency": "statistic.frequency",
        "adds_up": "statistic.adds_up",
        "parts": "statistic.parts",
        "source": "statistic.source",
        "keeper": "statistic.owner",
        "since": "act.day",
    }

    key = _key()
    code = forms.CharField(
        label=_("Code"), max_length=48, help_text=_("Small letters, digits and underscores, for example rnd_intensity")
    )
    title = forms.CharField(label=_("Name of the indicator"), max_length=LONGEST_TITLE)
    title_en = forms.CharField(label=_("Name in English"), max_length=200, required=False)
    definition = _long(_("Definition: what is counted and what is left out"))
    definition_en = _long(_("Definition in English"), required=False, rows=3)
    unit = forms.CharField(label=_("Unit"), max_length=24)
    direction = forms.ChoiceField(label=_("Which way is better"))
    form = forms.ChoiceField(label=_("Form of the figure"))
    frequency = forms.ChoiceField(label=_("How often"))
    adds_up = forms.BooleanField(label=_("The figures of cities and counties add up to the whole"), required=False)
    parts = forms.CharField(
        label=_("Indicators that add up to this one"),
        required=False,
        max_length=400,
        help_text=_("Their codes, separated by blanks"),
    )
    source = forms.CharField(label=_("Source"), max_length=200, required=False)
    keeper = forms.CharField(label=_("Body that answers for it"), max_length=120, required=False)
    since = DayField(label=_("In force since"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = chance.random_id()
        self.fields["since"].initial = self.fields["since"].initial or clock.today()
        for name, choices in (
            ("direction", wording.directions()),
            ("form", wording.forms()),
            ("frequency", wording.frequencies()),
        ):
            self.fields[name].choices = choices  # type: ignore[attr-defined]  # a choice field

    def words(self) -> Words:
        """Give what the version will say."""
        data = self.cleaned_data
        same = ("title", "title_en", "definition", "definition_en", "unit", "direction", "form", "frequency", "source")
        return Words(
            **{name: data[name].strip() for name in same},
            adds_up=data["adds_up"],
            parts=tuple(dict.fromkeys(data["parts"].replace(",", " ").replace("、", " ").split())),
            owner=data["keeper"].strip(),
        )


class ReviseForm(IndicatorForm):
    """A new version of an indicator, with the reason."""

    elements: ClassVar[Mapping[str, str]] = {"reason": "act.reason"}

    reason = _long(_("Why the definition changes"), rows=3)

    def __init__(self, *args: Any, version: Version, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        same = ("title", "title_en", "definition", "definition_en", "unit", "direction", "form", "frequency", "source")
        initial = {name: getattr(version, name) for name in same}
        initial |= {"adds_up": version.adds_up, "parts": " ".join(version.parts), "keeper": version.owner}
        super().__init__(*args, initial=initial, **kwargs)
        del self.fields["code"]


class RetireForm(KitForm):
    """End an indicator."""

    about = "statistic.indicator"
    owner = "planner"
    renew_by = UNTIL
    elements: ClassVar[Mapping[str, str]] = {"reason": "act.reason"}

    key = _key()
    reason = _long(_("Why the indicator ends"), rows=3)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = chance.random_id()


def indicators() -> list[tuple[str, str]]:
    """Give the indicators that can be observed (one query)."""
    return [(row.code, f"{wording.title(row)} · {row.unit}") for row in current()]


def current() -> list[Indicator]:
    """Give the indicators in force, by name (one query)."""
    return list(Indicator.objects.filter(retired=False).order_by("title", "pk"))


class SourcedForm(KitForm):
    """What every entry says once: which code list, from which source, of which day, and why where a check warns."""

    about = "statistic.series"
    owner = "planner"
    renew_by = UNTIL
    elements: ClassVar[Mapping[str, str]] = {
        "vintage": "statistic.vintage",
        "code_list": "statistic.code_list",
        "source": "statistic.source",
        "dataset": "statistic.dataset",
        "reason": "act.reason",
    }

    key = _key()
    vintage = DayField(label=_("Published on (vintage)"), help_text=_("A later day is a revision; the old value stays"))
    code_list = DayField(
        label=_("Division codes as of"), help_text=_("A code that was given up is read by its own days")
    )
    source = forms.CharField(label=_("Source"), max_length=200)
    dataset = forms.CharField(label=_("Data set"), max_length=120, required=False)
    reason = _long(_("Why the figure stands as it is"), required=False, rows=3)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = chance.random_id()
        self.fields["reason"].help_text = _("Needed where a check warns, and where a figure is withheld")
        for name in ("vintage", "code_list"):
            self.fields[name].initial = clock.today()


class EntryForm(SourcedForm):
    """One observation."""

    elements: ClassVar[Mapping[str, str]] = {
        "indicator": "statistic.indicator",
        "place": "statistic.place",
        "period": "statistic.period",
        "value": "statistic.value",
        "status": "statistic.status",
    }
    field_order = (
        *("key", "indicator", "place", "period", "value", "status"),
        *("vintage", "source", "dataset", "code_list", "reason"),
    )

    indicator = forms.ChoiceField(label=_("Indicator"))
    place = forms.CharField(label=_("Place"), max_length=40, help_text=_("A division's code or its name"))
    period = forms.CharField(label=_("Period"), max_length=20, help_text=_("2025, 2025-H1, 2025-Q1 or 2025-03"))
    value = forms.CharField(label=_("Value"), max_length=48, required=False)
    status = forms.ChoiceField(label=_("Status"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        self.fields["indicator"].choices = indicators()  # type: ignore[attr-defined]  # a choice field
        self.fields["status"].choices = wording.options(checks.STATUSES)  # type: ignore[attr-defined]  # a choice field

    def clean(self) -> dict[str, Any]:
        """Read place, period and value; each fault stands beside its field."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        on = data.get("code_list")
        found = {
            "place": reading.place(data["place"], on) if data.get("place") and on else None,
            "period": reading.period(data["period"]) if data.get("period") else None,
            "value": reading.value(data.get("value", "")),
        }
        for name, each in found.items():
            if each is None:
                continue
            data[name] = each.value
            if each.refusal:
                self.add_error(name, sentence(each.refusal))
        return data
