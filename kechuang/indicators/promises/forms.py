"""Forms of measured promises: bind or change terms, judge by hand, end."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.indicators import register
from kechuang.indicators.promises import sources, wording
from kechuang.indicators.promises import terms as of
from kechuang.indicators.promises.measured import JUDGED
from kechuang.indicators.promises.rules import LONGEST_REASON
from kechuang.kernel import place
from kechuang.policy.wording import own
from kechuang.web import chance, clock, divisions
from kechuang.web.forms import UNTIL, DayField, KitForm

OWNER = "planner"
ABOUT = "promises.promise"


def _reason() -> forms.CharField:
    return forms.CharField(label=_("Reason"), max_length=LONGEST_REASON, widget=forms.Textarea(attrs={"rows": 3}))


class NumberField(forms.DecimalField):
    """A decimal typed as text, so that no browser changes it."""

    widget = forms.TextInput

    def __init__(self, **more: Any) -> None:  # noqa: ANN401 - handed on
        super().__init__(max_digits=24, decimal_places=8, **more)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Keep the field short."""
        return {**super().widget_attrs(widget), "class": "short", "inputmode": "decimal", "autocomplete": "off"}

    def prepare_value(self, value: Any) -> Any:  # noqa: ANN401 - whatever was given
        """Write a decimal without exponent."""
        return format(value, "f") if isinstance(value, Decimal) else value


class _Keyed(KitForm):
    about = ABOUT
    owner = OWNER
    renew_by = UNTIL

    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = chance.random_id()


class TermsForm(_Keyed):
    """How a target is measured. Everything proposed comes from the document; a person confirms it."""

    elements: ClassVar[Mapping[str, str]] = {
        "form": "promise.form",
        "indicator": "promise.indicator",
        "place": "promise.place",
        "group": "promise.group",
        "series": "promise.series",
        "target": "promise.number",
        "target_max": "promise.number_max",
        "sense": "promise.sense",
        "unit": "promise.unit",
        "due_on": "promise.due_on",
        "base": "promise.base",
        "base_on": "promise.base_on",
        "base_source": "promise.base_source",
        "reading": "promise.reading",
        "beside": "promise.beside",
        "beside_place": "promise.beside_place",
        "members": "promise.members",
        "floor": "promise.floor",
        "scale": "promise.scale",
        "listed_in": "promise.listed_in",
        "reason": "act.reason",
    }

    form = forms.ChoiceField(label=_("Form of the promise"))
    indicator = forms.ChoiceField(
        label=_("Indicator"), required=False, help_text=_("A figure of the platform, or a statistic that is recorded")
    )
    place = forms.CharField(label=_("Place (code of the division)"), max_length=6, min_length=6)
    group = forms.ChoiceField(
        label=_("Group of places"),
        required=False,
        help_text=_("Where the number is promised of several places together; the place stays whose promise it is"),
    )
    series = forms.ChoiceField(label=_("The indicator's values are"), widget=forms.RadioSelect)
    target = NumberField(label=_("Number promised"), required=False, help_text=_("For a range: its least"))
    target_max = NumberField(label=_("Upper end of a range"), required=False)
    sense = forms.ChoiceField(label=_("Kept when the value is"))
    unit = forms.CharField(label=_("Unit"), required=False, max_length=24)
    due_on = DayField(label=_("Last day of the term"))
    base = NumberField(label=_("Baseline value"), required=False)
    base_on = DayField(label=_("Day of the baseline"), required=False)
    base_source = forms.CharField(label=_("Source of the baseline"), required=False, max_length=200)
    reading = forms.ChoiceField(label=_("How a growth rate is read"), widget=forms.RadioSelect)
    beside = forms.ChoiceField(
        label=_("Indicator of the whole"), required=False, help_text=_("For a share or a part: of what it is taken")
    )
    beside_place = forms.CharField(label=_("Place to be compared with"), required=False, max_length=6)
    members = forms.CharField(
        label=_("Places to be covered"), required=False, max_length=4000, help_text=_("Codes of divisions, with blanks")
    )
    floor = NumberField(label=_("A place counts from this value on"), required=False)
    scale = NumberField(label=_("Factor into the promise's unit"), required=False)
    listed_in = forms.CharField(
        label=_("Where the list behind a slogan stands"),
        required=False,
        max_length=300,
        help_text=_("Address or title"),
    )
    reason = _reason()

    def __init__(self, *args: Any, terms: of.Terms, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        kwargs["initial"] = {**_initial(terms), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        self.choose("form", [(code, wording.word("form", code)) for code in of.FORMS])
        self.choose("series", [(code, wording.word("series", code)) for code in of.SERIES])
        self.choose("sense", [(code, wording.word("sense", code)) for code in of.SENSES])
        self.choose("reading", [(code, wording.word("reading", code)) for code in of.READINGS])
        self.choose("group", [("", "—"), *groups()])
        known = indicators(terms.indicator, terms.beside)
        for name in ("indicator", "beside"):
            self.choose(name, [("", "—"), *known])

    def choose(self, name: str, options: list[tuple[str, str]]) -> None:
        """Give a field its options."""
        self.fields[name].choices = options  # type: ignore[attr-defined]  # a choice field

    def clean(self) -> dict[str, Any]:
        """Read the terms; what contradicts itself is said beside its field."""
        values = super().clean() or self.cleaned_data
        if not self.errors:
            try:
                self.terms = _terms(values)
            except ValueError:
                self.add_error("base_on", gettext("The baseline lies before the last day of the term."))
        return values


def _initial(terms: of.Terms) -> dict[str, Any]:
    names = [*TermsForm.elements]
    found = {name: getattr(terms, name) for name in names if hasattr(terms, name)}
    return {**found, "members": " ".join(terms.members)}


def _terms(values: Mapping[str, Any]) -> of.Terms:
    plain = ("form", "indicator", "place", "series", "sense", "unit", "reading", "beside", "beside_place", "listed_in")
    plain = (*plain, "group")
    members = tuple(str(values["members"]).replace(",", " ").replace("、", " ").split())
    definition = sources.platform_indicator(values["indicator"])
    factor = sources.scale_to(definition, values["unit"]) if definition else Decimal(1)
    return of.Terms(
        **{name: values[name] for name in (*plain, "base_source")},
        **{name: values[name] for name in ("target", "target_max", "base", "base_on", "due_on")},
        members=members,
        floor=values["floor"] if values["floor"] is not None else Decimal(1),
        scale=values["scale"] if values["scale"] is not None else factor,
    )


def groups() -> list[tuple[str, str]]:
    """Give the unions and groups of places that a number may be promised of."""
    return [(each.code, divisions.name(each.code)) for each in place.unions(clock.today())]


def indicators(*also: str) -> list[tuple[str, str]]:
    """Give what can be bound: the platform's public indicators, the statistics that are defined, and those in use."""
    own_ones = [(each.key, f"{own(each.title)} · {each.key}") for each in register.current() if each.public]
    statistics = {code: f"{title} · {code}" for code, title in sources.defined().items()}
    known = {**dict(own_ones), **statistics}
    return [*known.items(), *((code, code) for code in also if code and code not in known)]


class JudgeForm(_Keyed):
    """A judgement by hand, beside the computed state."""

    elements: ClassVar[Mapping[str, str]] = {"state": "promise.judged", "reason": "act.reason"}

    state = forms.ChoiceField(label=_("Judged as"))
    reason = _reason()

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        options = [(code, str(wording.state(code).word)) for code in JUDGED]
        self.fields["state"].choices = options  # type: ignore[attr-defined]  # a choice field


class ReleaseForm(_Keyed):
    """The end of measuring, with its reason."""

    elements: ClassVar[Mapping[str, str]] = {"reason": "act.reason"}

    reason = _reason()
