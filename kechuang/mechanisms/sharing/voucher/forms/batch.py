"""Forms of payment: prepare a batch, check it, export it, record the bank's result, give it up."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.mechanisms.sharing.voucher import overview, words
from kechuang.mechanisms.sharing.voucher.forms.base import ActForm, chosen, reason_field
from kechuang.mechanisms.sharing.voucher.forms.budget import OfficeForm
from kechuang.mechanisms.sharing.voucher.models import VoucherOrder
from kechuang.mechanisms.sharing.voucher.rules import requests as asked
from kechuang.web.forms import DayField

LONGEST_REASON = 120


class PrepareForm(OfficeForm):
    """Choose payable orders; all of them, the longest waiting first, are chosen to begin with."""

    about = "sharing.voucher.batch"
    owner = "finance"
    elements: ClassVar[Mapping[str, str]] = {
        "orders": "batch.orders",
    }

    permission = "batch:prepare"
    orders = forms.MultipleChoiceField(
        label=_("Orders to pay"),
        help_text=_("At most 500 in a batch; the longest waiting stand first."),
        error_messages={"required": _("Choose at least one order.")},
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        self.waiting = [
            row for each in {held.authority for held in self.held.values()} for row in overview.payable(each)
        ]
        self.fields["orders"].choices = [(str(row.pk), words.payable_line(row)) for row in self.waiting]  # type: ignore[attr-defined]
        self.fields["orders"].initial = list(self.subject.given.get("rows") or [str(row.pk) for row in self.waiting])

    @property
    def lines(self) -> list[tuple[VoucherOrder, bool]]:
        """The payable orders with their ticks."""
        ticked = {str(value) for value in self["orders"].value() or ()}
        return [(row, str(row.pk) in ticked) for row in self.waiting]

    @property
    def total(self) -> Decimal:
        """What all payable orders come to, in yuan."""
        return sum((row.amount_yuan for row in self.waiting), Decimal(0))

    @property
    def empty(self) -> str:
        """Nothing to pay."""
        if super().empty or self.waiting:
            return super().empty
        return gettext("No order is payable now. Orders become payable when their public notice has run its days.")

    def request(self) -> asked.PrepareBatch:
        """Prepare."""
        held = self.held[chosen(self, "office")]
        orders = tuple(UUID(value) for value in self.cleaned_data["orders"])
        return asked.PrepareBatch(authority=held.authority, place=held.place, office=held.body, orders=orders)


class ChangeBatchForm(ActForm):
    """Check; nothing is asked."""

    def request(self) -> asked.ChangeBatch:
        """Check."""
        return asked.ChangeBatch(batch=self.subject.found.pk)


class ExportForm(ActForm):
    """Export; nothing is asked."""

    def request(self) -> UUID:
        """The batch whose file is made."""
        return self.subject.found.pk


class VoidForm(ActForm):
    """Give a batch up."""

    about = "sharing.voucher.batch"
    owner = "finance"
    elements: ClassVar[Mapping[str, str]] = {
        "reason": "act.reason",
    }

    reason = reason_field()

    def request(self) -> asked.ChangeBatch:
        """Void."""
        return asked.ChangeBatch(batch=self.subject.found.pk, reason=self.cleaned_data["reason"])


class PaymentForm(ActForm):
    """The bank's result: day, reference, and a reason at each line that came back."""

    about = "sharing.voucher.batch"
    owner = "finance"
    elements: ClassVar[Mapping[str, str]] = {
        "paid_on": "batch.paid_on",
        "bank_ref": "batch.bank_reference",
    }

    paid_on = DayField(label=_("Paid on"))
    bank_ref = forms.CharField(label=_("Bank reference"), max_length=64)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        self.lines = overview.lines_of(self.subject.found.pk)
        for row in self.lines:
            self.fields[f"failed_{row.pk.hex}"] = forms.CharField(
                label=words.payable_line(row),
                required=False,
                max_length=LONGEST_REASON,
            )

    @property
    def shown_lines(self) -> list[tuple[VoucherOrder, forms.BoundField]]:
        """The lines, each with the field for the bank's reason."""
        return [(row, self[f"failed_{row.pk.hex}"]) for row in self.lines]

    def request(self) -> asked.RecordPayment:
        """Record the result of every line."""
        values = self.cleaned_data
        failed = {row.pk: reason for row in self.lines if (reason := values[f"failed_{row.pk.hex}"].strip())}
        return asked.RecordPayment(
            batch=self.subject.found.pk,
            authority=self.subject.found.authority,
            paid_on=values["paid_on"],
            bank_ref=values["bank_ref"],
            orders=tuple(row.pk for row in self.lines),
            failed=failed,
        )
