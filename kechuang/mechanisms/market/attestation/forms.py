"""Forms of attestations: asking with all evidence, supplementing, examining, issuing, amending, refusing, revoking."""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.casework.files.fields import EvidenceField, EvidenceForm
from kechuang.casework.models import Case
from kechuang.casework.standard.form_base import key_field
from kechuang.mechanisms.market.attestation import choosing, queries, wording
from kechuang.mechanisms.market.attestation.certifying import Payment
from kechuang.mechanisms.market.attestation.rules import requests as asked
from kechuang.mechanisms.market.attestation.rules.checking import to_examine
from kechuang.mechanisms.market.attestation.rules.moves import EXAMINE, REQUEST
from kechuang.mechanisms.market.demand.fields import area
from kechuang.mechanisms.market.notice.actions import office_for
from kechuang.web import chance, clock
from kechuang.web.accounts.models import Body
from kechuang.web.forms import UNTIL, DayField, KitForm, YuanField
from kechuang.web.permissions import Actor, holding

PAYMENTS = 6
NAMES = ("voucher", "on", "yuan", "payer")
FILES = ("ownership_file", "payment_file", "statement_file")
ROWS: dict[str, str] = {
    **{f"{name}_{at}": "act.text" for at in range(PAYMENTS) for name in ("voucher", "payer")},
    **{f"on_{at}": "act.day" for at in range(PAYMENTS)},
    **{f"yuan_{at}": "act.amount_yuan" for at in range(PAYMENTS)},
}


class EvidenceLaid(EvidenceForm):
    """The part that asking, supplementing and amending share: payments, ownership, statement, files."""

    about = "market.attestation"
    owner = "market_operator"
    renew_by = UNTIL
    elements: ClassVar[Mapping[str, str]] = {
        "paid": "act.agreed",
        "ownership": "act.basis",
        "statement": "act.choice",
        "statement_text": "act.text",
        **dict.fromkeys(FILES, "act.evidence"),
        "declared": "act.declared",
        **ROWS,
    }
    key = key_field()
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    ownership = forms.CharField(
        label=_("What proves the seller's ownership"),
        max_length=asked.LONGEST,
        widget=area(2),
        help_text=_("Patent number, number of the certificate of the right, or the register that shows it."),
    )
    ownership_file = EvidenceField(label=_("Proof of ownership (copy)"), required=False)
    paid = forms.BooleanField(
        label=_("The deal is paid in full"),
        required=False,
        help_text=_("Then vouchers over the whole amount must stand above."),
    )
    payment_file = EvidenceField(label=_("Vouchers of payment (one file)"), required=False)
    statement = forms.ChoiceField(label=_("Statement on related parties"), widget=forms.RadioSelect)
    statement_text = forms.CharField(
        label=_("How they are related"), required=False, max_length=asked.LONGEST, widget=area(2)
    )
    statement_file = EvidenceField(label=_("Signed statement (copy)"), required=False)

    def __init__(self, *args: Any, actor: Actor, on: date, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, actor=actor, on=on, **kwargs)
        fields: Any = self.fields
        for at in range(PAYMENTS):
            fields[f"voucher_{at}"] = forms.CharField(label=_("Voucher number"), required=False, max_length=64)
            fields[f"on_{at}"] = DayField(label=_("Date of payment"), required=False)
            fields[f"yuan_{at}"] = YuanField(label=_("Amount (yuan)"), required=False)
            fields[f"payer_{at}"] = forms.CharField(
                label=_("Name of the paying account"), required=False, max_length=200
            )
        fields["statement"].choices = list(wording.STATEMENTS.items())
        fields["key"].initial = chance.random_id()

    def fill_in(self, laid: asked.Laid) -> None:
        """Show what was laid before."""
        for at, each in enumerate(laid.payments[:PAYMENTS]):
            found = {"voucher": each.voucher, "on": each.on, "yuan": each.yuan, "payer": each.payer}
            self.initial |= {f"{name}_{at}": value for name, value in found.items()}
        for name in ("paid", "ownership", "statement", "statement_text"):
            self.initial[name] = getattr(laid, name)

    def payment_lines(self) -> list[list[Any]]:
        """Give the fields of payments, line by line."""
        return [[self[f"{name}_{at}"] for name in NAMES] for at in range(PAYMENTS)]

    def clean(self) -> dict[str, Any]:
        """A payment is told whole or not at all."""
        values = super().clean()
        self.payments: list[Payment] = []
        for at in range(PAYMENTS):
            row = [values.get(f"{name}_{at}") for name in NAMES]
            if not any(row) or any(f"{name}_{at}" in self.errors for name in NAMES):
                continue
            if not all(each not in {None, ""} for each in row):
                self.add_error(
                    f"voucher_{at}", gettext("A payment has a voucher number, a day, an amount and a payer.")
                )
                continue
            voucher, on, yuan, payer = row
            self.payments.append(Payment(voucher=voucher.strip(), on=on, yuan=yuan, payer=payer.strip()))
        return values

    def laid(self, before: tuple[asked.Paper, ...] = ()) -> asked.Laid:
        """Give what is laid, with the files of before."""
        values = self.cleaned_data
        files = [values[name] for name in FILES if values.get(name)]
        return asked.Laid(
            payments=tuple(self.payments),
            paid=values["paid"],
            ownership=values["ownership"],
            statement=values["statement"],
            statement_text=values["statement_text"],
            files=(*before, *(asked.Paper(each.pk, each.commitment) for each in files)),
        )

    def evidence_fields(self) -> list[Any]:
        """Give the fields of ownership and statement."""
        names = ("ownership", "ownership_file", "statement", "statement_text", "statement_file")
        return [self[name] for name in names]

    def payment_fields(self) -> list[Any]:
        """Give the fields that stand below the payments."""
        return [self["paid"], self["payment_file"]]

    def last_fields(self) -> list[Any]:
        """Give what stands at the end."""
        return [self["declared"]]

    def head_fields(self) -> list[Any]:
        """Give the fields that stand first."""
        return [self[name] for name in ("deal", "contract", "reason") if name in self.fields]


class AskForm(EvidenceLaid):
    """Ask for a certificate, or open one as the operator: which deal, under which contract, with which evidence."""

    elements: ClassVar[Mapping[str, str]] = {"deal": "act.choice", "contract": "act.target"}
    deal = forms.ChoiceField(
        label=_("Deal"), help_text=_("Deals whose price was found in a completed way and that have no certificate yet.")
    )
    contract = forms.CharField(
        label=_("Registration number of the contract"),
        required=False,
        max_length=64,
        help_text=_("May stay empty where the contract was registered under the number that the notice names."),
    )

    def __init__(self, *args: Any, actor: Actor, on: date, operator: bool = False, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, actor=actor, on=on, **kwargs)
        self.operator = operator
        duties = holding(actor, EXAMINE if operator else REQUEST, on=on)
        self.bodies = {each.body: each for each in duties if each.body}
        self.deals = choosing.deals(None if operator else list(self.bodies), [each.place for each in duties])
        fields: Any = self.fields
        fields["deal"].choices = [("", gettext("choose a deal"))] + [
            (code, f"{each.number} · {each.title} · {wording.path(code.partition(':')[0])}")
            for code, each in self.deals.items()
        ]

    def clean(self) -> dict[str, Any]:
        """The contract is found by what was typed, else by the number that the path names."""
        values = super().clean()
        chosen = self.deals.get(values.get("deal", ""))
        if chosen is None:
            return values
        self.chosen, self.path = chosen, choosing.key_of(values["deal"])
        self.found = choosing.contract_of(values.get("contract", ""), chosen)
        seller = Body.objects.filter(pk=chosen.seller).first()
        self.office = self._office(seller)
        if self.office is None:
            self.add_error("deal", gettext("No office on this node runs the market of the seller's place."))
        return values

    def _office(self, seller: Body | None) -> Body | None:
        if not self.operator:
            # Whoever ran the sale certifies it; a way of finding a price without an office falls to the seller's place.
            case = Case.objects.select_related("office").filter(pk=self.chosen.case).first()
            if case is not None and case.office is not None and case.office.authority:
                return case.office
            return office_for(seller.place) if seller else None
        return Body.objects.filter(pk__in=list(self.bodies)).exclude(authority="").order_by("code").first()

    def request(self) -> asked.Ask:
        """Ask. Raises ValueError for a form that was not found valid."""
        if self.office is None:
            raise ValueError("the form is not valid")
        sells = self.operator or self.chosen.seller in self.bodies
        side = asked.OPERATOR if self.operator else asked.SELLER if sells else asked.BUYER
        body, other = (self.chosen.seller, self.chosen.buyer) if sells else (self.chosen.buyer, self.chosen.seller)
        return asked.Ask(
            case=chance.uuid7(),
            authority=self.office.authority,
            office=self.office.pk,
            place=self.office.place,
            body=body,
            other=other,
            side=side,
            path=self.path,
            contract=self.found,
            laid=self.laid(),
        )


class SupplementForm(EvidenceLaid):
    """Other or further evidence."""

    def __init__(self, *args: Any, case: Case, move: str, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        self.case, self.move = case, move
        self.fields["version"].initial = case.version
        self.before = queries.deal(case.pk)[0].laid
        self.fill_in(self.before)

    def request(self) -> Any:  # noqa: ANN401 - amending has its own request
        """Supplement."""
        return asked.Supplement(case=self.case.pk, laid=self.laid(self.before.files))


class AmendForm(SupplementForm):
    """A further version of the certificate."""

    elements: ClassVar[Mapping[str, str]] = {"reason": "act.reason"}
    reason = forms.CharField(label=_("Why the certificate is amended"), max_length=asked.LONGEST, widget=area(3))

    def __init__(self, *args: Any, site: str = "", **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        self.site = site

    def request(self) -> asked.Amend:
        """Amend."""
        return asked.Amend(
            case=self.case.pk,
            site=self.site,
            at=int(clock.now().timestamp()),
            reason=self.cleaned_data["reason"],
            laid=self.laid(self.before.files),
        )


class _Move(KitForm):
    """The base of the short moves."""

    about = "market.attestation"
    owner = "market_operator"
    renew_by = UNTIL
    key = key_field()
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, case: Case, move: str, actor: Actor, on: date, site: str, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        self.case, self.move, self.actor, self.on, self.site = case, move, actor, on, site
        self.fields["key"].initial = chance.random_id()
        self.fields["version"].initial = case.version


class _Sure(_Move):
    """A move that is taken with one tick."""

    elements: ClassVar[Mapping[str, str]] = {"sure": "act.agreed"}
    sure = forms.BooleanField(label="")
    label: ClassVar[Any] = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        self.fields["sure"].label = self.label


class TakeUpForm(_Sure):
    """Begin to check."""

    label = _("I take this request up for checking.")

    def request(self) -> asked.TakeUp:
        """Take it up."""
        return asked.TakeUp(self.case.pk)


class ExamineForm(_Move):
    """What a person found in order."""

    elements: ClassVar[Mapping[str, str]] = {"lines": "act.choice", "note": "act.note"}
    lines = forms.MultipleChoiceField(label=_("Found in order"), widget=forms.CheckboxSelectMultiple)
    note = forms.CharField(label=_("Note for the office"), required=False, max_length=asked.LONGEST, widget=area(3))

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        deal, examined = queries.deal(self.case.pk)
        self.fields["lines"].choices = [(code, wording.LOOKS[code]) for code in to_examine(deal)]  # type: ignore[attr-defined]  # a choice field
        self.fields["lines"].initial = list(examined)
        self.fields["note"].initial = self.case.attestation.note

    def request(self) -> asked.Examine:
        """Say so."""
        values = self.cleaned_data
        return asked.Examine(case=self.case.pk, lines=tuple(values["lines"]), note=values["note"])


class IssueForm(_Sure):
    """Issue the certificate."""

    label = _("Every line of the check list is in order; issue the certificate.")

    def request(self) -> asked.Issue:
        """Issue."""
        return asked.Issue(case=self.case.pk, site=self.site, at=int(clock.now().timestamp()))


class _Reason(_Move):
    """A move that needs a reason."""

    elements: ClassVar[Mapping[str, str]] = {"reason": "act.reason"}
    reason = forms.CharField(label=_("Why"), max_length=asked.LONGEST, widget=area(4))


class RefuseForm(_Reason):
    """No certificate."""

    def request(self) -> asked.Refuse:
        """Refuse."""
        return asked.Refuse(case=self.case.pk, reason=self.cleaned_data["reason"])


class RevokeForm(_Reason):
    """The certificate counts no longer."""

    def request(self) -> asked.Revoke:
        """Revoke."""
        return asked.Revoke(case=self.case.pk, reason=self.cleaned_data["reason"])


class PresentForm(KitForm):
    """Which claims a receiver is to see."""

    about = "market.attestation"
    owner = "market_operator"
    renew_by = UNTIL
    drafts = False
    elements: ClassVar[Mapping[str, str]] = {"claims": "act.choice"}
    claims = forms.MultipleChoiceField(label=_("What the receiver is to see"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, shown: Mapping[str, str], **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["claims"].choices = [
            (code, f"{word}：{shown[code]}" if shown.get(code) else word) for code, word in wording.CLAIMS.items()
        ]
        fields["claims"].error_messages["required"] = gettext(
            "Choose at least one; what stands open anyway is on the public page of the certificate."
        )


FORMS: dict[str, type[Any]] = {
    "take_up": TakeUpForm,
    "supplement": SupplementForm,
    "examine": ExamineForm,
    "issue": IssueForm,
    "refuse": RefuseForm,
    "amend": AmendForm,
    "revoke": RevokeForm,
}
