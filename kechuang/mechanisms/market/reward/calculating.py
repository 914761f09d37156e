"""The calculator of rewards, open to all: a form in the address, the computation with each line's clause, files."""

from datetime import date
from typing import Any, ClassVar
from urllib.parse import urlencode

from django import forms
from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from kechuang.kernel import place as places
from kechuang.kernel.reading import FaultError
from kechuang.kernel.refusal import Refusal
from kechuang.mechanisms.market.reward import wording
from kechuang.mechanisms.market.reward.fields import AmountsField, RateField
from kechuang.mechanisms.market.reward.rules.lawful import AWARD, subject_of
from kechuang.mechanisms.market.reward.rules.waterfall import Computation, Inputs, compute
from kechuang.rulebook import load as rulebook
from kechuang.rulebook.resolve import Law
from kechuang.web import clock, divisions, exports
from kechuang.web.excel import workbook
from kechuang.web.forms import UNTIL, DayField, KitForm, YuanField
from kechuang.web.page import Action, page
from kechuang.web.permissions import public

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class PlaceField(forms.CharField):
    """A division by its code or its Chinese name."""

    def clean(self, value: Any) -> Any:  # noqa: ANN401 - Django's own signature
        """Find the division."""
        text = super().clean(value).strip()
        if not text:
            return ""
        today = clock.today()
        try:
            code: str = text if text.isascii() else places.find(text, today).require().code
            rulebook.current().places(code, today)
        except FaultError as error:
            from kechuang.web.refusals import sentence  # noqa: PLC0415 - only where a place is wrong

            raise forms.ValidationError(sentence(Refusal(error.code, dict(error.values)))) from None
        return code


class CalculatorForm(KitForm):
    """What a computation is made of; everything stands in the address, nothing is kept."""

    about = "market.reward.calculator"
    owner = "transfer_office"
    renew_by = UNTIL
    drafts = False
    elements: ClassVar[dict[str, str]] = {  # type: ignore[misc]  # read by the kit
        "way": "act.choice",
        "place": "act.target",
        "on": "act.day",
        "kind": "act.choice",
        "central": "act.choice",
        "follows": "act.choice",
        "paid": "act.amount_yuan",
        "cost": "act.amount_yuan",
        "fiscal": "act.amount_yuan",
        "tax": "act.amount_yuan",
        "shares": "act.count",
        "profits": "act.text",
        "years": "act.count",
        "agreed": "act.count",
        "main": "act.count",
        "staff": "act.count",
    }
    way = forms.ChoiceField(label=_("Way of the transfer"))
    place = PlaceField(
        label=_("Seat of the unit"), help_text=_("Name or code of the division, such as 舟山市 or 330902")
    )
    on = DayField(label=_("Contract in force since"), help_text=_("The rules of this day apply."))
    kind = forms.ChoiceField(label=_("Kind of unit"))
    central = forms.BooleanField(label=_("Unit of the centre"), required=False)
    follows = forms.BooleanField(label=_("It has chosen the rule of its seat"), required=False)
    paid = YuanField(label=_("Actually received"), required=False)
    cost = YuanField(label=_("Costs of the transfer"), required=False)
    fiscal = YuanField(
        label=_("Fiscal research money to be counted as a cost"),
        required=False,
        help_text=_("Leave it empty unless you want to know whether it may be counted."),
    )
    tax = YuanField(label=_("Taxes"), required=False)
    shares = forms.IntegerField(label=_("Shares of the company for the achievement"), required=False, min_value=1)
    profits = AmountsField(
        label=_("Operating profit year by year"),
        required=False,
        help_text=_("From the first year of use; blanks between the years, losses with a minus."),
    )
    years = forms.IntegerField(label=_("Years that were agreed"), required=False, min_value=1, max_value=30)
    agreed = RateField(label=_("Share agreed or regulated by the unit"), required=False)
    main = RateField(label=_("Of the pool for main contributors"), required=False)
    staff = RateField(label=_("Of the pool for transfer staff"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["way"].choices = wording.choices(wording.WAYS, without=(AWARD,))
        fields["kind"].choices = wording.choices(wording.KINDS)
        fields["on"].initial = clock.today()

    def inputs(self) -> Inputs:
        """Give what the computation takes."""
        values = self.cleaned_data
        given = {name: values[name] for name in ("paid", "cost", "fiscal", "tax", "shares") if values[name] is not None}
        return Inputs(
            way=values["way"],
            place=values["place"],
            on=values["on"],
            subject=subject_of(values["kind"], central=values["central"], follows_local=values["follows"]),
            profits=values["profits"],
            years=values["years"],
            agreed=values["agreed"],
            main=values["main"],
            staff=values["staff"],
            **given,
        )


def compute_for(inputs: Inputs) -> Computation | Refusal:
    """Compute by the rulebook in force on this node."""
    return compute(Law(rulebook.current()), inputs)


EXAMPLE = {"way": "licence", "place": "330106", "kind": "gov_research_unit", "paid": "3000000", "cost": "120000"}
FIELDS = (
    (_("What is computed"), ("way", "place", "on", "kind", "central", "follows")),
    (_("Licence or transfer"), ("paid", "cost", "fiscal", "tax")),
    (_("Shares, or own implementation"), ("shares", "profits", "years")),
    (_("What the unit regulated or agreed"), ("agreed", "main", "staff")),
)


@public
@require_safe
def calculator(request: HttpRequest) -> HttpResponseBase:
    """The calculator: without signing in; the address keeps the inputs."""
    sent = "way" in request.GET
    form = CalculatorForm(request.GET if sent else None)
    context: dict[str, Any] = {}
    if sent and form.is_valid():
        inputs = form.inputs()
        found = compute_for(inputs)
        if isinstance(found, Refusal):
            form.refuse(found)
        else:
            context = result_context(found, inputs.place, inputs.on)
            if request.GET.get("export") in {"xlsx", "csv"}:
                return _file(request, context)
    kept = {name: value for name, value in request.GET.items() if value and name in form.fields}
    here = f"{request.path}?{urlencode(kept)}"
    example = f"{request.path}?{urlencode({**EXAMPLE, 'tax': '18000', 'on': f'{clock.today():%Y-%m-%d}'})}"
    context |= {
        "form": form,
        "groups": [(label, [form[name] for name in names]) for label, names in FIELDS],
        "here": request.build_absolute_uri(here),
        "example": example,
    }
    buttons = []
    if "lines" in context:
        buttons = [
            Action(label=_("Excel"), url=f"{here}&export=xlsx", download=True),
            Action(label=_("CSV"), url=f"{here}&export=csv", download=True),
        ]
    return page(
        request,
        "market_reward/calculator.html",
        context,
        title=_("Reward calculator"),
        facts=[_("What completers get of an achievement's income, by place and day, each line with its clause.")],
        crumbs=[],
        actions=buttons,
        failed=form.wrong,
        status=422 if form.wrong else 200,
    )


def result_context(found: Computation, place: str, on: date) -> dict[str, Any]:
    """Give what pages show of a computation."""
    lines = wording.shown(found, place, on)
    unread = sorted({each.confidence for each in found.cites if each.confidence not in {"", "S"}})
    return {
        "lines": lines,
        "law_terms": wording.terms(found, place, on),
        "unit_words": gettext("shares") if found.unit == "shares" else gettext("yuan"),
        "law_place": divisions.name(place),
        "law_on": on,
        "unread": [f"{each} {wording.speaker().confidence(each)}" for each in unread],
        "edition": rulebook.current().edition,
        "found": found,
    }


def _file(request: HttpRequest, context: dict[str, Any]) -> HttpResponseBase:
    title = gettext("Reward computation")
    heads, rows = wording.table(context["lines"])
    if request.GET["export"] == "csv":
        return exports.csv_response(heads, rows, name=exports.file_name(title, "csv"))
    about = [
        (gettext("Title"), title),
        (gettext("Seat of the unit"), context["law_place"]),
        (gettext("Contract in force since"), f"{context['law_on']:%Y-%m-%d}"),
        (gettext("Edition of the rules"), context["edition"]),
        (gettext("Unit of the amounts"), context["unit_words"]),
        *((each.title, f"{each.value} · {each.cite}") for each in context["law_terms"]),
    ]
    kinds = ("main", "text", "number", "text", "text", "text", "text", "day", "code")
    file = workbook(title, heads, rows, about, kinds)
    return FileResponse(file, as_attachment=True, filename=exports.file_name(title, "xlsx"), content_type=XLSX)


def calculator_url() -> str:
    """Give the address of the calculator."""
    return reverse("market_reward:calculator")
