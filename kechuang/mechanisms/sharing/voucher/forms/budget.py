"""Forms of the budget: plan, approve, open, close."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.mechanisms.sharing.voucher.forms.base import ActForm, bodies, budget_key, choose, chosen, grants
from kechuang.mechanisms.sharing.voucher.rules import requests as asked
from kechuang.web import divisions
from kechuang.web.forms import Known, YuanField
from kechuang.web.parts import Source


class OfficeForm(ActForm):
    """A form that opens a case for an office of the person's; ``permission`` is what the office's grant must carry."""

    elements: ClassVar[Mapping[str, str]] = {
        "office": "act.office",
    }

    permission = ""
    office = forms.ChoiceField(label=_("Office"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        self.held = {str(each.body): each for each in grants(self.subject, self.permission, own=False)}
        known = bodies(self.held.values())
        choose(self, "office", [(str(pk), body.name) for pk, body in known.items()])

    @property
    def empty(self) -> str:
        """Offices only."""
        return (
            ""
            if self.held
            else gettext("This step is taken for an office with an authority of its own; you hold none.")
        )


class PlanForm(OfficeForm):
    """A year's budget for the firms of the office's region."""

    about = "sharing.voucher.budget"
    owner = "budget_keeper"
    elements: ClassVar[Mapping[str, str]] = {
        "year": "budget.year",
        "amount_yuan": "budget.amount_yuan",
        "title": "budget.title",
    }

    permission = "budget:plan"
    year = forms.IntegerField(label=_("Year"), widget=forms.TextInput(attrs={"class": "short", "inputmode": "numeric"}))
    amount_yuan = YuanField(label=_("Amount"), help_text=_("The whole appropriation for vouchers of this year."))
    title = forms.CharField(
        label=_("Title"),
        required=False,
        max_length=120,
        help_text=_("Empty: region, year and “voucher budget”."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        self.fields["year"].initial = self.subject.on.year

    def request(self) -> asked.PlanBudget:
        """Plan for the place of the office."""
        values, held = self.cleaned_data, self.held[chosen(self, "office")]
        words = {"place": divisions.name(held.place), "year": values["year"]}
        return asked.PlanBudget(
            authority=held.authority,
            place=held.place,
            office=held.body,
            year=values["year"],
            amount_yuan=values["amount_yuan"],
            title=values["title"].strip() or gettext("%(place)s voucher budget %(year)s") % words,
        )


class ApproveForm(ActForm):
    """Approve a planned budget under a document."""

    about = "sharing.voucher.budget"
    owner = "budget_keeper"
    elements: ClassVar[Mapping[str, str]] = {
        "document": "budget.document",
        "amount_yuan": "budget.amount_yuan",
    }
    confirms: ClassVar[frozenset[str]] = frozenset({"amount_yuan"})

    document = forms.CharField(
        label=_("Under which document"), max_length=200, help_text=_("Title and number. It will be public.")
    )
    amount_yuan = YuanField(label=_("Approved amount"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        case = kwargs["subject"].found
        source = Source(how="typed", name=_("as planned"), on=case.opened_on)
        super().__init__(*args, known={"amount_yuan": Known(value=case.amount, source=source)}, **kwargs)

    def request(self) -> asked.ApproveBudget:
        """Approve."""
        values = self.cleaned_data
        key = budget_key(self.subject)
        return asked.ApproveBudget(budget=key, document=values["document"], amount_yuan=values["amount_yuan"])


class ChangeBudgetForm(ActForm):
    """Open or close: nothing is asked."""

    def request(self) -> asked.ChangeBudget:
        """Change."""
        return asked.ChangeBudget(budget=budget_key(self.subject))
