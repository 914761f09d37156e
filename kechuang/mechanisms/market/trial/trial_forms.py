"""Forms of offers and trials: the terms, the firm's request, and each step of a trial."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from kechuang.casework.files.fields import EvidenceField
from kechuang.mechanisms.market.demand.fields import WanField, area
from kechuang.mechanisms.market.notice.rules.price import price_of
from kechuang.mechanisms.market.result.models import Achievement
from kechuang.mechanisms.market.trial import wording
from kechuang.mechanisms.market.trial.form_parts import (
    HUNDRED,
    Move,
    MoveWithFile,
    Opening,
    OpeningAtOffice,
    PriceFields,
    SayForm,
    papers,
)
from kechuang.mechanisms.market.trial.rules import requests as asked
from kechuang.mechanisms.market.trial.rules.law import LONGEST, SHORT
from kechuang.mechanisms.market.trial.rules.moves import ASK, OFFERS
from kechuang.rulebook import load as rulebook
from kechuang.rulebook.quoting import whole
from kechuang.rulebook.resolve import Law
from kechuang.web import chance
from kechuang.web.forms import DayField

MONTHS = 12
TEN_THOUSAND = Decimal(10_000)


TERMS: Mapping[str, str] = {
    "delivers": "act.text",
    "form": "act.choice",
    "amount": "act.amount_yuan",
    "base": "act.choice",
    "share": "act.count",
    "cap": "act.amount_yuan",
    "months": "act.count",
    "exclusive": "act.agreed",
    "audience": "act.choice",
    "counties": "act.choice",
    "insurance": "act.basis",
}


class TermsFields(PriceFields):
    """The terms of the later contract and of the trial before it."""

    delivers = forms.CharField(
        label=_("What you hand over for the trial"),
        max_length=LONGEST,
        widget=area(4),
        help_text=_("Sample, drawings, software, guidance on site; never secret parameters."),
    )
    cap = WanField(
        label=_("Most it may cost in all"),
        required=False,
        help_text=_("In 10,000 yuan; needed with a royalty. The later contract may not come to more."),
    )
    months = forms.IntegerField(label=_("Months of a trial"), min_value=0)
    exclusive = forms.BooleanField(label=_("The trial is exclusive: one firm at a time"), required=False)
    audience = forms.ChoiceField(label=_("For whom"))
    counties = forms.MultipleChoiceField(
        label=_("Counties for which it fits best"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked: all counties of the pool."),
    )
    insurance = forms.CharField(label=_("Insurance policy"), required=False, max_length=80)

    def lay_terms(self, place: str, on: date) -> None:
        """Give the choices their words, and the months that are usual."""
        self.lay_prices()
        fields: Any = self.fields
        fields["audience"].choices = list(wording.AUDIENCES.items())
        fields["counties"].choices = wording.counties(place)
        usual = whole(Law(rulebook.current()).ask("trial.default_months", place=place, on=on))
        fields["months"].initial = usual or MONTHS

    def terms(self) -> dict[str, Any]:
        """Give the terms as requests name them."""
        values = self.cleaned_data
        names = ("months", "exclusive", "audience", "delivers", "insurance")
        found = {name: values[name] for name in names}
        return {**found, "price": self.price(), "cap": values.get("cap"), "counties": tuple(values["counties"])}


class OfferForm(OpeningAtOffice, TermsFields):
    """The terms of the later contract, before any trial."""

    about = "market.trial_offer"
    owner = "transfer_office"
    permission = OFFERS
    field_order = ("holder", "result", "delivers", "form", "amount", "base", "share", "cap", "months", "exclusive")
    elements: ClassVar[Mapping[str, str]] = {"result": "act.target", **TERMS}
    result = forms.ChoiceField(label=_("Achievement"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        self.lay_terms(next((body.place for body in self.holders.values()), "330000"), self.on)
        rows = Achievement.objects.filter(unit__in=list(self.holders), public=True).order_by("-case")
        result: Any = self.fields["result"]
        result.choices = [(str(row.pk), row.name) for row in rows[:500]]

    def request(self) -> asked.Offer:
        """Offer. Raises ValueError for a form that was not found valid."""
        if self.office is None:
            raise ValueError("the form is not valid")
        values = self.cleaned_data
        return asked.Offer(
            case=chance.uuid7(),
            authority=self.office.authority,
            office=self.office.pk,
            place=self.body.place,
            unit=self.body.pk,
            result=UUID(values["result"]),
            **self.terms(),
        )


class AskForm(Opening):
    """A firm asks for a trial: what for, when it is satisfied."""

    about = "market.trial"
    owner = "firm_clerk"
    permission = ASK
    elements: ClassVar[Mapping[str, str]] = {
        "purpose": "act.text",
        "criteria": "act.text",
        "site": "act.title",
        "declares_small": "act.agreed",
    }
    purpose = forms.CharField(
        label=_("What you want to try"),
        max_length=LONGEST,
        widget=area(4),
        help_text=_("Product, line, quantity, how often."),
    )
    criteria = forms.CharField(
        label=_("When you are satisfied"),
        max_length=LONGEST,
        widget=area(3),
        help_text=_("For example: scrap below 2 percent over 30 days."),
    )
    site = forms.CharField(label=_("Where it is tried"), required=False, max_length=200)
    declares_small = forms.BooleanField(
        label=_("My firm is a small or medium firm (staff and sales below the limits)."), required=False
    )

    def __init__(self, *args: Any, offer: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        self.offer = offer
        self.fields["holder"].label = _("Your firm")

    def request(self) -> asked.Ask:
        """Ask."""
        values = self.cleaned_data
        return asked.Ask(
            case=chance.uuid7(),
            offer=self.offer,
            firm=self.body.pk,
            county=self.body.place,
            purpose=values["purpose"],
            criteria=values["criteria"],
            site=values["site"],
            declares_small=values["declares_small"],
        )


class AgreeForm(Move):
    """The unit agrees at the terms of its offer."""

    elements: ClassVar[Mapping[str, str]] = {"number": "act.basis", "start": "act.day", "months": "act.count"}
    number = forms.CharField(label=_("Number of the trial agreement"), max_length=64)
    start = DayField(label=_("Trial from"))
    months = forms.IntegerField(label=_("Months of a trial"), min_value=0)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        self.fields["start"].initial = self.on
        self.fields["months"].initial = self.case.trial.months

    def request(self) -> asked.Agree:
        """Agree."""
        values = self.cleaned_data
        return asked.Agree(case=self.case.pk, start=values["start"], months=values["months"], number=values["number"])


class SignForm(MoveWithFile):
    """The firm signs the free licence."""

    elements: ClassVar[Mapping[str, str]] = {"agreed": "act.agreed", "file": "act.evidence", "declared": "act.declared"}
    agreed = forms.BooleanField(
        label=_("We use it only for this trial, tell nobody the know-how, and give it back if we do not take it.")
    )
    file = EvidenceField(label=_("The signed trial agreement"), required=False)

    def request(self) -> asked.Sign:
        """Sign."""
        return asked.Sign(
            case=self.case.pk,
            result=self.case.trial.result_id,
            deal=chance.uuid7(),
            files=papers(self.cleaned_data.get("file")),
        )


class LogForm(Move):
    """A line of the log."""

    owner = "firm_clerk"
    elements: ClassVar[Mapping[str, str]] = {"day": "act.day", "text": "act.text", "measured": "act.finding"}
    day = DayField(label=_("Day"))
    text = forms.CharField(label=_("Done in the trial"), max_length=LONGEST, widget=area(3))
    measured = forms.CharField(label=_("What was measured"), required=False, max_length=SHORT)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        self.fields["day"].initial = self.on

    def request(self) -> asked.Log:
        """Write it."""
        values = self.cleaned_data
        return asked.Log(case=self.case.pk, day=values["day"], text=values["text"], measured=values["measured"])


class ReportForm(MoveWithFile):
    """The firm's report and verdict."""

    elements: ClassVar[Mapping[str, str]] = {
        "verdict": "act.choice",
        "text": "act.finding",
        "file": "act.evidence",
        "declared": "act.declared",
    }
    verdict = forms.ChoiceField(
        label=_("Are you satisfied?"),
        choices=(("yes", _("satisfied: we take it at the agreed terms")), ("no", _("not satisfied: we give it back"))),
        widget=forms.RadioSelect,
    )
    text = forms.CharField(label=_("Report of the trial"), max_length=LONGEST, widget=area(5))
    file = EvidenceField(label=_("Test report"), required=False)

    def request(self) -> asked.Report:
        """Report."""
        values = self.cleaned_data
        return asked.Report(
            case=self.case.pk,
            result=self.case.trial.result_id,
            satisfied=values["verdict"] == "yes",
            text=values["text"],
            files=papers(values.get("file")),
        )


class ExtendForm(Move):
    """The trial runs longer."""

    elements: ClassVar[Mapping[str, str]] = {"end": "act.until", "text": "act.reason"}
    end = DayField(label=_("Trial until"))
    text = forms.CharField(label=_("Reason"), max_length=LONGEST, widget=area(3))

    def request(self) -> asked.Extend:
        """Extend."""
        values = self.cleaned_data
        return asked.Extend(case=self.case.pk, end=values["end"], text=values["text"])


class ConvertForm(Move):
    """The registered contract into which the trial turned."""

    elements: ClassVar[Mapping[str, str]] = {"number": "act.basis"}
    number = forms.CharField(
        label=_("Registration number of the technology contract"),
        max_length=24,
        help_text=_("Parties, day and price are read from the register and held against the terms of the trial."),
    )

    def request(self) -> asked.Convert:
        """Convert."""
        return asked.Convert(
            case=self.case.pk, result=self.case.trial.result_id, number=self.cleaned_data["number"].strip()
        )


class GiveBackForm(MoveWithFile):
    """What became of the know-how."""

    elements: ClassVar[Mapping[str, str]] = {
        "way": "act.choice",
        "text": "act.text",
        "declares": "act.agreed",
        "file": "act.evidence",
        "declared": "act.declared",
    }
    way = forms.ChoiceField(label=_("What became of the know-how"), widget=forms.RadioSelect)
    text = forms.CharField(label=_("What exactly, when, to whom"), max_length=LONGEST, widget=area(3))
    declares = forms.BooleanField(label=_("We keep no copy and no longer use it."), required=False)
    file = EvidenceField(label=_("Receipt or record"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        self.fields["way"].choices = list(wording.WAYS.items())  # type: ignore[attr-defined]  # a choice field

    def request(self) -> asked.GiveBack:
        """Declare."""
        values = self.cleaned_data
        return asked.GiveBack(
            case=self.case.pk,
            way=values["way"],
            text=values["text"],
            declared=values["declares"],
            files=papers(values.get("file")),
        )


def _in_wan(yuan: Decimal | None) -> str:
    """Write yuan in 10,000 yuan, as the form asks for it."""
    return "" if yuan is None else f"{(yuan / TEN_THOUSAND).normalize():f}"


class AmendOfferForm(Move, TermsFields):
    """Other terms for firms that ask from now on."""

    about = "market.trial_offer"
    field_order = ("delivers", "form", "amount", "base", "share", "cap", "months", "exclusive")
    elements: ClassVar[Mapping[str, str]] = {**TERMS, "text": "act.reason"}
    text = forms.CharField(label=_("Reason"), max_length=LONGEST, widget=area(3))

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        self.lay_terms(self.case.place, self.on)
        row = self.case.trial_offer
        price = price_of(row.price)
        share = None if price.share is None else f"{(price.share * HUNDRED).normalize():f}"
        counties = list(row.counties.order_by("code").values_list("code", flat=True))
        initial = {"form": price.form, "base": price.base, "share": share, "counties": counties}
        initial |= {"amount": _in_wan(price.amount), "cap": _in_wan(row.cap)}
        for name in ("months", "exclusive", "audience", "delivers", "insurance"):
            initial[name] = getattr(row, name)
        for name, value in initial.items():
            self.fields[name].initial = value

    def request(self) -> asked.Amend:
        """Amend."""
        return asked.Amend(case=self.case.pk, text=self.cleaned_data["text"], **self.terms())


class EndOfferForm(SayForm):
    """The offer ends."""

    about = "market.trial_offer"


STEPS: dict[str, type[Any]] = {
    "agree": AgreeForm,
    "decline": SayForm,
    "sign": SignForm,
    "log": LogForm,
    "report": ReportForm,
    "extend": ExtendForm,
    "convert": ConvertForm,
    "give_back": GiveBackForm,
}
OFFER_STEPS: dict[str, type[Any]] = {"amend": AmendOfferForm, "end": EndOfferForm}
