"""Forms of the steps on a contract."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from kechuang.casework.models import Case
from kechuang.mechanisms.market.contract import words
from kechuang.mechanisms.market.contract.form_fields import LinesField
from kechuang.mechanisms.market.contract.models import TechContract
from kechuang.mechanisms.market.contract.rules import deciding, ending, kinds, reviewing, typed
from kechuang.mechanisms.market.contract.rules.requests import Ask, Conclude, End, Enjoyed, Step, TrueUp
from kechuang.web import chance
from kechuang.web.forms import UNTIL, DayField, KitForm, YuanField

LONGEST = deciding.LONGEST


class ContractStep(KitForm):
    """A step: its key is drawn with the form, its version is the case's as the form showed it."""

    about = "market.contract"
    owner = "registrar"
    renew_by = UNTIL

    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, case: Case, move: str, row: TechContract, on: date, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own
        super().__init__(*args, **kwargs)
        self.case, self.move, self.row, self.on = case, move, row, on
        self.fields["key"].initial = chance.random_id()
        self.fields["version"].initial = case.version

    def request(self) -> Any:  # noqa: ANN401 - each form gives its own typed request
        """Give the typed request."""
        return Step(case=self.case.pk, move=self.move)


class PlainForm(ContractStep):
    """Accept or register: nothing is asked, the page says what will happen."""


class WordsForm(ContractStep):
    """Decline a wish: with words for the party."""

    elements: ClassVar[Mapping[str, str]] = {"text": "act.reason"}

    text = forms.CharField(label=_("Reason"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4}))

    def request(self) -> Step:
        """Decline."""
        wish = str(self.row.wish.get("wish", "")) if self.row.wish else ""
        return Step(case=self.case.pk, move=self.move, ground=wish, text=self.cleaned_data["text"])


class GroundForm(ContractStep):
    """Reject, or refer to expert review: a ground and words."""

    elements: ClassVar[Mapping[str, str]] = {"ground": "act.ground", "text": "act.reason"}

    ground = forms.ChoiceField(label=_("Ground"), widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("Reason"), required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        codes = deciding.REJECTIONS if self.move == "reject" else reviewing.GROUNDS[:2]
        field: Any = self.fields["ground"]
        field.choices = words.options(self.move, codes)
        self.fields["text"].required = self.move == "reject"

    def request(self) -> Step:
        """Reject or refer."""
        values = self.cleaned_data
        return Step(case=self.case.pk, move=self.move, ground=values["ground"], text=values["text"])


class ConcludeForm(ContractStep):
    """The outcome of an expert review."""

    elements: ClassVar[Mapping[str, str]] = {
        "panel": "act.text",
        "kind": "act.choice",
        "technology_yuan": "act.amount_yuan",
        "opinion": "act.finding",
    }

    panel = LinesField(
        read=typed.read_panel,
        write=typed.write_panel,
        label=_("Experts"),
        help_text=_("One a line: name, unit, 同意 or 不同意. Only the registering body reads who they were."),
    )
    kind = forms.ChoiceField(label=_("Type as they hold it"))
    technology_yuan = YuanField(label=_("Technology amount as they hold it"))
    opinion = forms.CharField(label=_("Opinion"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 5}))

    def __init__(self, *args: Any, row: TechContract, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        kwargs["initial"] = {"kind": f"{row.type}:{row.subtype}", "technology_yuan": row.technology_yuan}
        super().__init__(*args, row=row, **kwargs)
        field: Any = self.fields["kind"]
        field.choices = words.kind_options()
        self.fields["panel"].required = True

    def request(self) -> Conclude:
        """Record the outcome."""
        values = self.cleaned_data
        kind, _colon, subtype = values["kind"].partition(":")
        return Conclude(
            case=self.case.pk,
            experts=len(values["panel"]),
            agree=sum(each.agrees for each in values["panel"]),
            panel=values["panel"],
            opinion=values["opinion"],
            type=kind,
            subtype=subtype,
            technology_yuan=values["technology_yuan"],
        )


class _EnjoyedForm(ContractStep):
    """What was enjoyed on the strength of the registration: an amount for each policy, or none at all."""

    elements: ClassVar[Mapping[str, str]] = {
        **{f"enjoyed_{policy}": "act.amount_yuan" for policy in kinds.POLICIES},
        "none_enjoyed": "act.agreed",
    }

    enjoyed_vat = YuanField(label=_("Value-added tax exempted"), required=False)
    enjoyed_income_tax = YuanField(label=_("Income tax reduced"), required=False)
    enjoyed_super_deduction = YuanField(label=_("Super deduction"), required=False)
    enjoyed_subsidy = YuanField(label=_("Subsidy"), required=False)
    enjoyed_reward = YuanField(label=_("Reward"), required=False)
    none_enjoyed = forms.BooleanField(label=_("No policy was enjoyed"), required=False)

    def enjoyed(self) -> tuple[Enjoyed, ...]:
        """Give the policies for which an amount was typed."""
        found = ((policy, self.cleaned_data.get(f"enjoyed_{policy}")) for policy in kinds.POLICIES)
        return tuple(Enjoyed(policy=policy, yuan=yuan) for policy, yuan in found if yuan is not None)


class AskForm(_EnjoyedForm):
    """A party asks: change, royalties received, end."""

    elements: ClassVar[Mapping[str, str]] = {
        "wish": "act.choice",
        "text": "act.text",
        "received_yuan": "techcontract.received_yuan",
        "period_end": "techcontract.period_end",
    }

    wish = forms.ChoiceField(label=_("What you ask for"), widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("What has changed, and why"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4})
    )
    received_yuan = YuanField(
        label=_("Royalties received since the last report"), required=False, help_text=_("For royalties only")
    )
    period_end = DayField(label=_("Up to which day"), required=False)
    field_order = ("wish", "text", "received_yuan", "period_end")

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        field: Any = self.fields["wish"]
        known = [code for code in ending.WISHES if code != ending.TRUE_UP or self.row.contract.estimated]
        field.choices = words.options("wish", known)

    def request(self) -> Ask:
        """Ask."""
        values = self.cleaned_data
        return Ask(
            case=self.case.pk,
            wish=values["wish"],
            text=values["text"],
            received_yuan=values["received_yuan"],
            period_end=values["period_end"],
            enjoyed=self.enjoyed(),
        )


class TrueUpForm(ContractStep):
    """The office adds royalties really received; what the party reported is filled in."""

    elements: ClassVar[Mapping[str, str]] = {
        "received_yuan": "act.amount_yuan",
        "period_end": "act.day",
        "evidence": "act.basis",
    }

    received_yuan = YuanField(label=_("Royalties received"))
    period_end = DayField(label=_("Up to which day"))
    evidence = forms.CharField(
        label=_("Evidence"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Invoices, bank receipts: numbers are enough."),
    )

    def __init__(self, *args: Any, row: TechContract, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        wish = row.wish or {}
        kwargs["initial"] = {"received_yuan": wish.get("received_yuan"), "period_end": wish.get("period_end")}
        super().__init__(*args, row=row, **kwargs)

    def request(self) -> TrueUp:
        """True up."""
        values = self.cleaned_data
        return TrueUp(
            case=self.case.pk,
            received_yuan=values["received_yuan"],
            period_end=values["period_end"],
            evidence=values["evidence"],
        )


class EndForm(_EnjoyedForm):
    """Deregister or revoke: ground, words, policies enjoyed; of a revocation the fine."""

    elements: ClassVar[Mapping[str, str]] = {
        "ground": "act.ground",
        "text": "act.reason",
        "fine_yuan": "techcontract.fine_yuan",
    }

    ground = forms.ChoiceField(label=_("Ground"), widget=forms.RadioSelect)
    text = forms.CharField(label=_("Reason"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4}))
    fine_yuan = YuanField(label=_("Fine"), required=False, help_text=_("Within the limits of the rule; empty for none"))
    field_order = ("ground", "text")

    def __init__(self, *args: Any, row: TechContract, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        reported = (row.wish or {}).get("enjoyed", ())
        kwargs["initial"] = {f"enjoyed_{each['policy']}": each["yuan"] for each in reported}
        super().__init__(*args, row=row, **kwargs)
        if self.move != "revoke":
            del self.fields["fine_yuan"]
        codes = ending.FRAUDS if self.move == "revoke" else ending.ENDS
        field: Any = self.fields["ground"]
        field.choices = words.options("end", codes)

    def request(self) -> End:
        """End the registration."""
        values = self.cleaned_data
        fine: Decimal | None = values.get("fine_yuan")
        return End(
            case=self.case.pk,
            ground=values["ground"],
            text=values["text"],
            enjoyed=self.enjoyed(),
            none_enjoyed=values["none_enjoyed"],
            fine_yuan=fine,
        )


FORMS: dict[str, type[ContractStep]] = {
    "accept": PlainForm,
    "register": PlainForm,
    "refer": GroundForm,
    "reject": GroundForm,
    "decline": WordsForm,
    "conclude": ConcludeForm,
    "ask": AskForm,
    "true_up": TrueUpForm,
    "deregister": EndForm,
    "revoke": EndForm,
}
