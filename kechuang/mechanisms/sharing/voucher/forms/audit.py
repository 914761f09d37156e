"""Forms of office and auditor: check, send back, release, pass, reject, object, claw back; and rounds."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from kechuang.mechanisms.sharing.voucher import words
from kechuang.mechanisms.sharing.voucher.forms.base import ActForm, chosen, order_key, reason_field
from kechuang.mechanisms.sharing.voucher.forms.budget import OfficeForm
from kechuang.mechanisms.sharing.voucher.rules import requests as asked
from kechuang.mechanisms.sharing.voucher.rules.audit import FRAUD, NOT_DRAWN, NOT_ELIGIBLE


class CheckClaimForm(ActForm):
    """The papers are in order; nothing is asked."""

    def request(self) -> asked.CheckClaim:
        """Pass on to the audit."""
        return asked.CheckClaim(order=order_key(self.subject))


class SendBackForm(ActForm):
    """Something must be corrected."""

    about = "sharing.voucher.order"
    owner = "city_checker"
    elements: ClassVar[Mapping[str, str]] = {
        "reason": "act.reason",
    }

    reason = reason_field(_("What must be corrected"), _("The firm reads it. Its time to claim starts again today."))

    def request(self) -> asked.CheckClaim:
        """Send back."""
        return asked.CheckClaim(order=order_key(self.subject), reason=self.cleaned_data["reason"])


class ReleaseForm(ActForm):
    """The office lets a reservation go."""

    about = "sharing.voucher.order"
    owner = "city_checker"
    elements: ClassVar[Mapping[str, str]] = {
        "reason": "act.reason",
    }

    reason = reason_field(hint=_("Firm and provider read it."))

    def request(self) -> asked.ReleaseOrder:
        """Release."""
        return asked.ReleaseOrder(order=order_key(self.subject), reason=self.cleaned_data["reason"])


class PassForm(ActForm):
    """Nothing stands against payment; what was selected needs a finding."""

    about = "sharing.voucher.order"
    owner = "auditor"
    elements: ClassVar[Mapping[str, str]] = {
        "finding": "act.finding",
    }

    finding = reason_field(_("Finding"), _("What was looked at and what was found. Not public."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        case = self.subject.case
        if case is not None and case.voucher_order.selected_by == NOT_DRAWN:
            self.fields["finding"].required = False
            self.fields["finding"].help_text = _("Optional: this order was not drawn.")

    def request(self) -> asked.PassAudit:
        """Pass."""
        return asked.PassAudit(order=order_key(self.subject), finding=self.cleaned_data["finding"])


class RejectForm(ActForm):
    """Reject for a reason of the list; a reason of fraud refers the matter to the integrity office."""

    about = "sharing.voucher.order"
    owner = "auditor"
    elements: ClassVar[Mapping[str, str]] = {
        "reason": "act.ground",
        "finding": "act.finding",
    }

    reason = forms.ChoiceField(label=_("Reason"))
    finding = reason_field(_("Finding"), _("What was looked at and what was found. Not public."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices = [  # type: ignore[attr-defined]  # a choice field
            ("", _("Choose a reason")),
            (_("Not payable: the money goes back to the firm's quota"), words.coded("voucher.reason", NOT_ELIGIBLE)),
            (
                _("Fraud: the money goes back to the budget, and the case is referred"),
                words.coded("voucher.reason", FRAUD),
            ),
        ]

    def request(self) -> asked.RejectOrder:
        """Reject."""
        values = self.cleaned_data
        return asked.RejectOrder(
            order=order_key(self.subject),
            reason=values["reason"],
            fraud=values["reason"] in FRAUD,
            finding=values["finding"],
        )


class ObjectForm(ActForm):
    """An objection came in; who objected is not written down."""

    about = "sharing.voucher.order"
    owner = "city_checker"
    elements: ClassVar[Mapping[str, str]] = {
        "reason": "act.reason",
    }

    reason = reason_field(_("What is objected"), _("Write what is objected, not who objects."))

    def request(self) -> asked.ObjectToOrder:
        """Record the objection."""
        return asked.ObjectToOrder(order=order_key(self.subject), reason=self.cleaned_data["reason"])


class ClawBackForm(ActForm):
    """Paid money was recovered after fraud."""

    about = "sharing.voucher.order"
    owner = "auditor"
    elements: ClassVar[Mapping[str, str]] = {
        "reason": "act.ground",
        "receipt_ref": "recovery.reference",
    }

    reason = forms.ChoiceField(label=_("Reason"))
    receipt_ref = forms.CharField(
        label=_("Bank reference of the repayment"), max_length=64, help_text=_("The money must be back already.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices = [("", _("Choose a reason")), *words.coded("voucher.reason", FRAUD)]  # type: ignore[attr-defined]

    def request(self) -> asked.ClawBack:
        """Record the recovery."""
        values = self.cleaned_data
        key = order_key(self.subject)
        return asked.ClawBack(order=key, reason=values["reason"], receipt_ref=values["receipt_ref"])


class CommitForm(OfficeForm):
    """Open a round: the node draws a seed and publishes its hash."""

    about = "sharing.voucher.audit"
    owner = "auditor"

    permission = "order:audit"

    def request(self) -> asked.CommitAudit:
        """Commit."""
        held = self.held[chosen(self, "office")]
        return asked.CommitAudit(authority=held.authority, place=held.place, office=held.body)


class DrawForm(ActForm):
    """Publish the seed and draw; nothing is asked."""

    def request(self) -> asked.DrawAudit:
        """Draw."""
        return asked.DrawAudit(audit=self.subject.found.pk)
