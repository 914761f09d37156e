"""Forms of the order's parties: reserve, cancel, deliver, claim, confirm, decline."""

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.kernel.refusal import Refusal
from kechuang.mechanisms.sharing.voucher import files, overview, queries, words
from kechuang.mechanisms.sharing.voucher.forms.base import (
    ActForm,
    FileForm,
    HandInField,
    amount_or_none,
    choose,
    chosen,
    grants,
    order_key,
    reason_field,
)
from kechuang.mechanisms.sharing.voucher.rules import requests as asked
from kechuang.web.forms import DayField, Known, YuanField
from kechuang.web.parts import Source
from kechuang.web.refusals import sentence

RATINGS = [("", _("none")), *((str(number), str(number)) for number in range(5, 0, -1))]


class ReserveForm(FileForm):
    """Freeze a part of the quota for a signed contract with a listed provider."""

    about = "sharing.voucher.order"
    owner = "city_checker"
    elements: ClassVar[Mapping[str, str]] = {
        "right": "order.right",
        "provider": "order.provider",
        "category": "order.category",
        "contract_no": "contract.number",
        "contract_on": "contract.signed_on",
        "contract_yuan": "contract.amount_yuan",
        "eligible_yuan": "contract.eligible_yuan",
        "asked_yuan": "order.asked_yuan",
        "contract": "contract.file",
        "uses": "order.uses",
        "declared": "act.declared",
    }

    files_needed = {"contract": False}  # noqa: RUF012 - read only
    right = forms.ChoiceField(label=_("Claim right"), widget=forms.RadioSelect)
    provider = forms.ChoiceField(label=_("Provider"))
    category = forms.ChoiceField(label=_("Service"))
    contract_no = forms.CharField(label=_("Contract number"), max_length=80)
    contract_on = DayField(label=_("Contract signed on"))
    contract_yuan = YuanField(label=_("Contract amount"))
    eligible_yuan = YuanField(
        label=_("Eligible amount"), help_text=_("The part of the contract that is for this service, tax included.")
    )
    asked_yuan = YuanField(
        label=_("Voucher amount"), required=False, help_text=_("Empty takes as much as the rules and your quota allow.")
    )
    contract = HandInField(label=_("Contract"), help_text=_("PDF, OFD, Word or a picture, up to 20 MB."))
    uses = forms.MultipleChoiceField(
        label=_("Is any of these true?"),
        required=False,
        help_text=_("Vouchers do not pay for such uses. Tick what applies; most contracts have none."),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        subject = kwargs["subject"]
        given = {name: subject.given[name] for name in ("right", "provider", "category") if subject.given.get(name)}
        super().__init__(*args, initial=given, **kwargs)
        holders = [held.body for held in grants(subject, "order:reserve", own=True)]
        self.rights = {str(row.pk): row for row in overview.usable_rights(holders)}
        left = overview.left_of(self.rights.values())
        self.left = sum(left.values())
        choose(self, "right", [(pk, words.right_line(row, left[row.pk])) for pk, row in self.rights.items()])
        place = next(iter(self.rights.values())).case.place if self.rights else ""
        self._offer(place)

    def _offer(self, place: str) -> None:
        on = self.subject.on
        listed = queries.listed(place, on) if place else []
        providers = [(str(row.case), f"{row.body.name} ({words.place(row.body.place)})") for row in listed]
        self.fields["provider"].choices = [("", _("Choose a provider")), *providers]  # type: ignore[attr-defined]
        services = words.services(place, on) if place else []
        self.fields["category"].choices = [("", _("Choose a service")), *services]  # type: ignore[attr-defined]
        self.fields["uses"].choices = words.excluded(place, on) if place else []  # type: ignore[attr-defined]

    @property
    def empty(self) -> str:
        """No right in force."""
        if self.rights and self.left:
            return ""
        if self.rights:
            return gettext(
                "Your quota is used up; nothing is left to freeze. Cancelling an order that is not needed gives "
                "its amount back, and next year a new right can be applied for."
            )
        return gettext("An order needs a granted claim right. Apply for one first; it takes a few working days.")

    def request(self) -> asked.ReserveRequest:
        """Reserve."""
        values, row = self.cleaned_data, self.rights[chosen(self, "right")]
        contract = values["contract"]
        return asked.ReserveRequest(
            right=asked.RightKey(row.pk, row.authority, row.budget_id, row.holder_id, row.case.place),
            provider=UUID(values["provider"]),
            category=values["category"],
            contract_no=values["contract_no"],
            contract_on=values["contract_on"],
            contract_yuan=values["contract_yuan"],
            eligible_yuan=values["eligible_yuan"],
            contract_sha256=contract.sha256 if contract else "",
            asked_yuan=amount_or_none(values["asked_yuan"]),
            uses=tuple(values["uses"]),
        )


class CancelForm(ActForm):
    """The holder gives the reservation up; nothing is asked."""

    def request(self) -> asked.ReleaseOrder:
        """Cancel."""
        return asked.ReleaseOrder(order=order_key(self.subject))


class DeliverForm(FileForm):
    """The provider hands over the report."""

    about = "sharing.voucher.order"
    owner = "city_checker"
    elements: ClassVar[Mapping[str, str]] = {
        "delivered_on": "delivery.on",
        "report": "delivery.report",
        "report_text": "delivery.text",
        "declared": "act.declared",
    }

    files_needed = {"report": False}  # noqa: RUF012 - read only
    aliases = {"report_sha256": "report"}  # noqa: RUF012 - read only
    delivered_on = DayField(label=_("Delivered on"))
    report = HandInField(
        label=_("Service report"),
        help_text=_("PDF with text, OFD, Word or text, up to 20 MB. It is compared with others."),
    )
    report_text = forms.CharField(
        label=_("Or the report's text, pasted"),
        required=False,
        strip=False,
        max_length=400_000,
        widget=forms.Textarea(attrs={"rows": 8}),
    )

    def clean(self) -> dict[str, Any]:
        """One of file and text."""
        values = super().clean()
        text = (values.get("report_text") or "").strip()
        if values.get("report") is not None or {"report", "declared"} & set(self.errors):
            return values
        if text:
            handed = files.take_text(text, "report.txt", declared=self.declares)
            if isinstance(handed, Refusal):
                place = "declared" if handed.place == "declared" else "report_text"
                self.add_error(place, sentence(handed))
            else:
                values["report"] = handed
        else:
            self.add_error("report", gettext("Choose the report's file, or paste its text below."))
        return values

    def request(self) -> asked.DeliverRequest:
        """Deliver with the digest and the sketch of the report."""
        values, report = self.cleaned_data, self.cleaned_data["report"]
        return asked.DeliverRequest(
            order=order_key(self.subject),
            delivered_on=values["delivered_on"],
            report_sha256=report.sha256,
            sketch=files.sketch_of(report),
        )


class ClaimForm(FileForm):
    """The holder claims with invoice and proof of payment."""

    about = "sharing.voucher.order"
    owner = "city_checker"
    elements: ClassVar[Mapping[str, str]] = {
        "invoice_no": "invoice.number",
        "invoice_code": "invoice.code",
        "invoice_on": "invoice.on",
        "invoice_yuan": "invoice.amount_yuan",
        "invoice_tax_no": "invoice.buyer_tax_no",
        "payment_ref": "payment.reference",
        "payment": "payment.proof",
        "rating": "order.rating",
        "declared": "act.declared",
    }

    files_needed = {"payment": True}  # noqa: RUF012 - read only
    aliases = {"payment_sha256": "payment"}  # noqa: RUF012 - read only
    invoice_no = forms.CharField(
        label=_("Invoice number"),
        max_length=40,
        help_text=_("20 digits of an all-digital invoice, or the 8 digits of another one. Blanks do not matter."),
    )
    invoice_code = forms.CharField(
        label=_("Invoice code"),
        required=False,
        max_length=20,
        help_text=_("10 or 12 digits; an all-digital invoice has none."),
    )
    invoice_on = DayField(label=_("Invoice date"))
    invoice_yuan = YuanField(label=_("Invoice amount"), help_text=_("Tax included."))
    invoice_tax_no = forms.CharField(
        label=_("Tax number of the buyer on the invoice"),
        required=False,
        max_length=40,
        help_text=_("It must be your own credit code."),
    )
    payment_ref = forms.CharField(
        label=_("Payment reference"), max_length=64, help_text=_("The number of the bank's receipt.")
    )
    payment = HandInField(label=_("Proof of payment"), help_text=_("PDF, OFD or a picture, up to 20 MB."))
    rating = forms.ChoiceField(label=_("Rating of the service, 5 is best"), required=False, choices=RATINGS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        case = kwargs["subject"].found
        source = Source(how="automatic", name=_("register of organisations"))
        amount = Source(how="typed", name=_("the order's contract"), on=case.opened_on)
        known = {
            "invoice_tax_no": Known(value=case.holder.code, source=source),
            "invoice_yuan": Known(value=case.voucher_order.contract_yuan, source=amount),
        }
        super().__init__(*args, known=known, **kwargs)

    def request(self) -> asked.ClaimRequest:
        """Claim."""
        values = self.cleaned_data
        return asked.ClaimRequest(
            order=order_key(self.subject),
            invoice_no=values["invoice_no"],
            invoice_on=values["invoice_on"],
            invoice_yuan=values["invoice_yuan"],
            invoice_tax_no=values["invoice_tax_no"],
            payment_ref=values["payment_ref"],
            payment_sha256=values["payment"].sha256,
            invoice_code=values["invoice_code"],
            rating=int(values["rating"]) if values["rating"] else None,
        )


class ConfirmForm(ActForm):
    """The provider knows the invoice and the payment; nothing is asked."""

    def request(self) -> asked.AnswerClaim:
        """Confirm."""
        return asked.AnswerClaim(order=order_key(self.subject))


class DeclineForm(ActForm):
    """The provider does not know the invoice or the payment."""

    about = "sharing.voucher.order"
    owner = "city_checker"
    elements: ClassVar[Mapping[str, str]] = {
        "reason": "act.reason",
    }

    reason = reason_field(hint=_("The firm reads it and can correct the claim."))

    def request(self) -> asked.AnswerClaim:
        """Decline."""
        return asked.AnswerClaim(order=order_key(self.subject), reason=self.cleaned_data["reason"])
