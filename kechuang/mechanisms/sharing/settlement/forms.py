"""Text from people into requests of settlements."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.casework.files.fields import DECLARATION, declared_field
from kechuang.mechanisms.sharing.settlement.rules.corrections import ADD, AMOUNT, CHANGES, DEFER, DROP, REASONS
from kechuang.mechanisms.sharing.settlement.rules.lines import KINDS
from kechuang.web.forms import UNTIL, DayField, KitForm, YuanField


def _word(code: str) -> str:
    return gettext(code)


class KeyForm(KitForm):
    """A form whose repeat does nothing twice: it carries the act's idempotency key."""

    renew_by = UNTIL
    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)


class OpenForm(KeyForm):
    """Which region opens a period, and with whom."""

    about = "sharing.settlement.period"
    owner = "finance"
    elements: ClassVar[Mapping[str, str]] = {
        "region": "settlement.region",
        "participants": "settlement.participants",
    }

    region = forms.ChoiceField(label=_("Region"))
    participants = forms.MultipleChoiceField(
        label=_("Settles with"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Every region that you choose must open the same period on its side."),
    )

    def __init__(self, *args: Any, regions: dict[str, str], others: dict[str, str], **kwargs: Any) -> None:  # noqa: ANN401 - handed on
        super().__init__(*args, **kwargs)
        self.fields["region"].choices = list(regions.items())  # type: ignore[attr-defined]  # a choice field
        self.fields["participants"].choices = list(others.items())  # type: ignore[attr-defined]  # a choice field


class OutlayForm(KeyForm):
    """One outlay, typed."""

    about = "sharing.settlement.period"
    owner = "finance"
    elements: ClassVar[Mapping[str, str]] = {
        "payer": "outlay.payer",
        "order": "outlay.order",
        "number": "outlay.number",
        "kind": "outlay.kind",
        "amount": "outlay.amount_yuan",
        "on": "outlay.on",
    }

    payer = forms.ChoiceField(label=_("Payer's region"))
    order = forms.CharField(
        label=_("Reference of the order"),
        max_length=160,
        help_text=_("As it stands on the voucher: region/case/…"),
    )
    number = forms.CharField(label=_("Official number"), max_length=48, required=False)
    kind = forms.ChoiceField(label=_("Kind"))
    amount = YuanField(label=_("Amount"))
    on = DayField(label=_("Day"))

    def __init__(self, *args: Any, payers: dict[str, str], **kwargs: Any) -> None:  # noqa: ANN401 - handed on
        super().__init__(*args, **kwargs)
        self.fields["payer"].choices = list(payers.items())  # type: ignore[attr-defined]  # a choice field
        words = [(kind, _word(f"settlement.line.{kind}")) for kind in KINDS]
        self.fields["kind"].choices = words  # type: ignore[attr-defined]  # a choice field


class CorrectForm(KeyForm):
    """One correction of one line."""

    about = "sharing.settlement.statement"
    owner = "finance"
    elements: ClassVar[Mapping[str, str]] = {
        "change": "settlement.change",
        "amount": "settlement.corrected_yuan",
        "reason": "act.ground",
        "note": "act.note",
    }

    change = forms.ChoiceField(label=_("What to do with our line"), widget=forms.RadioSelect)
    amount = YuanField(label=_("New amount"), required=False)
    reason = forms.ChoiceField(label=_("Reason"))
    note = forms.CharField(label=_("Note"), max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, ours: bool, theirs: bool, **kwargs: Any) -> None:  # noqa: ANN401 - handed on
        super().__init__(*args, **kwargs)
        open_changes = [
            change for change in CHANGES if (change == ADD and theirs and not ours) or (change != ADD and ours)
        ]
        labels = [(change, _word(f"settlement.change.{change}")) for change in open_changes]
        self.fields["change"].choices = labels  # type: ignore[attr-defined]  # a choice field
        reasons = [(reason, _word(f"settlement.reason.{reason}")) for reason in REASONS]
        self.fields["reason"].choices = reasons  # type: ignore[attr-defined]  # a choice field
        if AMOUNT not in open_changes:
            del self.fields["amount"]
        if open_changes == [ADD]:
            self.fields["change"].initial = ADD

    @staticmethod
    def sensible(what: str) -> str:
        """Give the change that people mostly want for a kind of difference."""
        return {"missing_here": ADD, "missing_there": DEFER, "amount_differs": AMOUNT}.get(what, DROP)


class SendBackForm(KeyForm):
    """Why a statement goes back."""

    about = "sharing.settlement.statement"
    owner = "finance"
    elements: ClassVar[Mapping[str, str]] = {
        "reason": "act.reason",
    }

    reason = forms.CharField(label=_("Reason"), max_length=400, widget=forms.Textarea(attrs={"rows": 3}))


class PaymentForm(KeyForm):
    """A transfer that was paid or came in."""

    about = "sharing.settlement.statement"
    owner = "finance"
    elements: ClassVar[Mapping[str, str]] = {
        "transfer": "settlement.transfer",
        "amount": "settlement.paid_yuan",
        "paid_on": "settlement.paid_on",
        "bank_ref": "settlement.bank_reference",
    }

    transfer = forms.ChoiceField(label=_("Bank transfer"))
    amount = YuanField(label=_("Amount"))
    paid_on = DayField(label=_("Day of the payment"))
    bank_ref = forms.CharField(label=_("Bank reference"), max_length=64)

    def __init__(self, *args: Any, transfers: dict[str, str], **kwargs: Any) -> None:  # noqa: ANN401 - handed on
        super().__init__(*args, **kwargs)
        self.fields["transfer"].choices = list(transfers.items())  # type: ignore[attr-defined]  # a choice field


class ReceiveForm(KeyForm):
    """A statement that came as a file from another node."""

    about = "sharing.settlement.statement"
    owner = "finance"
    elements: ClassVar[Mapping[str, str]] = {
        "file": "settlement.message",
        "declared": "act.declared",
    }
    not_kept = DECLARATION

    file = forms.FileField(label=_("Statement file"), required=False, help_text=_("JSON, at most 5 MB"))
    declared = declared_field()
