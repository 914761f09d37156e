"""The form of a contract: one for who brings it, the office that takes it in, corrections, classification, changes."""

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from kechuang.casework.files.fields import EvidenceField, EvidenceForm
from kechuang.casework.matters.actions import office_for
from kechuang.casework.models import Case
from kechuang.kernel.identify.text import compact
from kechuang.kernel.refusal import Refusal
from kechuang.mechanisms.market.contract import words
from kechuang.mechanisms.market.contract.filling import (
    BUYER,
    SELLER,
    bring,
    division_of,
    foreign_of,
    initial_of,
    party_of,
    royalty_of,
    trade_of,
)
from kechuang.mechanisms.market.contract.form_fields import LinesField, RateField, choice_field, text_field
from kechuang.mechanisms.market.contract.rules import kinds, typed
from kechuang.mechanisms.market.contract.rules.content import CHINA, Contract, Party
from kechuang.mechanisms.market.contract.rules.faults import LONGEST_TEXT, LONGEST_TITLE
from kechuang.mechanisms.market.contract.rules.moves import REGISTER, SUBMIT
from kechuang.mechanisms.market.contract.rules.requests import Bring
from kechuang.web import chance
from kechuang.web.accounts.models import Body
from kechuang.web.forms import UNTIL, DayField, YuanField
from kechuang.web.permissions import holding
from kechuang.web.slots import Words

PARTIES = (
    "holder side office seller_name seller_code seller_place seller_kind buyer_name buyer_code buyer_place buyer_kind"
)
NEW_FOR_PARTY, NEW_FOR_OFFICE, AMEND, CLASSIFY, CHANGE = "submit", "take_in", "amend", "classify", "change"


class ContractForm(EvidenceForm):
    """Everything that the registration form asks, in groups; rare groups are folded until they hold something."""

    about = "market.contract"
    owner = "registrar"
    renew_by = UNTIL
    elements: ClassVar[Mapping[str, str]] = {
        "holder": "act.body",
        "side": "act.choice",
        "office": "act.office",
        "title": "techcontract.title",
        "number": "techcontract.number",
        "kind": "techcontract.kind",
        "licence": "techcontract.licence",
        "form": "techcontract.form",
        "signed_on": "techcontract.signed_on",
        "effective_on": "techcontract.effective_on",
        "ends_on": "techcontract.ends_on",
        "subject": "techcontract.subject",
        "acceptance": "techcontract.acceptance",
        "seller_name": "techcontract.seller_name",
        "seller_code": "techcontract.seller_code",
        "seller_place": "techcontract.seller_place",
        "seller_country": "techcontract.seller_country",
        "seller_kind": "techcontract.seller_kind",
        "buyer_name": "techcontract.buyer_name",
        "buyer_code": "techcontract.buyer_code",
        "buyer_place": "techcontract.buyer_place",
        "buyer_country": "techcontract.buyer_country",
        "buyer_kind": "techcontract.buyer_kind",
        "total_yuan": "techcontract.total_yuan",
        "deductions": "techcontract.deductions",
        "technology_yuan": "techcontract.technology_yuan",
        "payment": "techcontract.payment",
        "schedule": "techcontract.schedule",
        "royalty_base": "techcontract.royalty_base",
        "royalty_rate": "techcontract.royalty_rate",
        "royalty_movement": "techcontract.royalty_movement",
        "estimate_yuan": "techcontract.estimate_yuan",
        "currency": "techcontract.currency",
        "foreign_amount": "techcontract.foreign_amount",
        "rate": "techcontract.rate",
        "rate_on": "techcontract.rate_on",
        "rate_source": "techcontract.rate_source",
        "trade_list": "techcontract.trade_list",
        "trade_licence": "techcontract.trade_licence",
        "trade_licence_on": "techcontract.trade_licence_on",
        "field": "techcontract.field",
        "industry": "techcontract.industry",
        "purpose": "techcontract.purpose",
        "plan": "techcontract.plan",
        "plan_number": "techcontract.plan_number",
        "rights": "techcontract.rights",
        "shares": "techcontract.shares",
        "mixed": "techcontract.mixed",
        "original_seen": "techcontract.original_seen",
        "file": "techcontract.file",
        "reason": "act.reason",
        "declared": "act.declared",
    }

    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    holder = choice_field(_("For which body"), required=True)
    side = choice_field(
        _("This body is"), required=True, hint=_("Its name, code and seat are filled in from the register.")
    )
    office = choice_field(_("Office"), required=True)
    title = text_field(_("Name of the contract"), LONGEST_TITLE, required=True)
    number = text_field(_("Contract number"), 64, hint=_("As the parties numbered it; leave it empty if they did not."))
    kind = choice_field(_("Type"), required=True)
    licence = choice_field(_("Kind of licence"))
    form = choice_field(_("Form of the contract"), required=True)
    signed_on = DayField(label=_("Signed on"))
    effective_on = DayField(label=_("Effective on"), required=False)
    ends_on = DayField(label=_("Term ends on"), required=False)
    subject = text_field(_("Subject of the contract"), LONGEST_TEXT, rows=4, required=True)
    acceptance = text_field(
        _("Acceptance criteria"), LONGEST_TEXT, rows=3, required=True, hint=_("Standard, method and who accepts.")
    )
    seller_name = text_field(pgettext_lazy("contract", "Seller"))
    seller_code = text_field(_("Credit code of the seller"), 32)
    seller_place = text_field(_("Seat of the seller"), 40, hint=_("Six digits, or the name of the county"))
    seller_country = text_field(_("Country of the seller"), 2, hint=_("CN, or two letters such as DE; empty is China"))
    seller_kind = choice_field(_("Kind of seller"))
    buyer_name = text_field(pgettext_lazy("contract", "Buyer"))
    buyer_code = text_field(_("Credit code of the buyer"), 32)
    buyer_place = text_field(_("Seat of the buyer"), 40, hint=_("Six digits, or the name of the county"))
    buyer_country = text_field(_("Country of the buyer"), 2, hint=_("CN, or two letters such as DE; empty is China"))
    buyer_kind = choice_field(_("Kind of buyer"))
    total_yuan = YuanField(label=_("Contract total"))
    deductions = LinesField(
        read=typed.read_deductions,
        write=typed.write_deductions,
        label=_("What is not technology"),
        help_text=_(
            "One a line: kind, name, yuan. Kinds: 设备 仪器 零部件 原材料 其他. Reasonable carriers: add 载体."
        ),
    )
    technology_yuan = YuanField(
        label=_("Technology amount"),
        required=False,
        help_text=_("Total without the above; leave it empty to have it computed."),
    )
    payment = choice_field(_("Payment"), required=True)
    schedule = LinesField(
        read=typed.read_schedule,
        write=typed.write_schedule,
        label=_("Instalments"),
        help_text=_("One a line: day, yuan."),
    )
    royalty_base = choice_field(_("Royalty on"))
    royalty_rate = text_field(_("Rate of the royalty"), 80, hint=_("As agreed, for example 3% or 2%-5%"))
    royalty_movement = choice_field(_("The rate is"))
    estimate_yuan = YuanField(
        label=_("Estimated royalties"), required=False, help_text=_("Marked as an estimate; never part of the total.")
    )
    currency = text_field(_("Currency"), 3, hint=_("Three letters such as USD; empty is yuan"))
    foreign_amount = YuanField(label=_("Amount in that currency"), required=False)
    rate = RateField(label=_("Rate to yuan"), required=False, max_length=24)
    rate_on = DayField(label=_("Day of the rate"), required=False)
    rate_source = text_field(_("Source of the rate"), 80)
    trade_list = choice_field(_("List of the technology"))
    trade_licence = text_field(_("Licence number"), 64)
    trade_licence_on = DayField(label=_("Day of the licence"), required=False)
    field = choice_field(_("Field of technology"), required=True)
    industry = text_field(_("Industry of the buyer"), 5, hint=_("Letter and digits of GB/T 4754, for example C35"))
    purpose = choice_field(_("Social and economic purpose"), required=True)
    plan = choice_field(_("Source in a plan"), required=True)
    plan_number = text_field(_("Project number"), 64)
    rights = LinesField(
        read=typed.read_rights,
        write=typed.write_rights,
        label=_("Intellectual property"),
        help_text=_("One a line: kind, number. For example 发明专利 202110123456.7, 技术秘密"),
    )
    shares = forms.BooleanField(label=_("The technology is contributed as shares"), required=False)
    mixed = forms.BooleanField(label=_("Mixed contract, classified by its main content"), required=False)
    original_seen = forms.BooleanField(label=_("The signed original was seen"), required=False)
    reason = text_field(_("Reason"), 2000, rows=3)
    file = EvidenceField(label=_("Text of the contract"), required=False)

    GROUPS = (
        (_("Parties"), PARTIES, False),
        (_("Contract"), "title number kind form signed_on effective_on ends_on subject acceptance", False),
        (_("Amounts"), "total_yuan deductions technology_yuan payment", False),
        (_("Statistics"), "field purpose industry plan plan_number rights", False),
        (_("Licence, shares, mixed contents"), "licence shares mixed", True),
        (_("Instalments and royalties"), "schedule royalty_base royalty_rate royalty_movement estimate_yuan", True),
        (_("Foreign currency"), "currency foreign_amount rate rate_on rate_source", True),
        (_("Import and export"), "seller_country buyer_country trade_list trade_licence trade_licence_on", True),
        (_("Text"), "original_seen file declared reason", False),
    )

    def __init__(
        self,
        *args: Any,  # noqa: ANN401 - Django's own signature
        mode: str,
        case: Case | None = None,
        content: Contract | None = None,
        **kwargs: Any,  # noqa: ANN401 - Django's own signature
    ) -> None:
        self.mode, self.case, self.before = mode, case, content
        if content is not None:
            kwargs["initial"] = {**initial_of(content), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = chance.random_id()
        self.fields["version"].initial = case.version if case else None
        self._choices()
        self._whose()
        gone = {
            NEW_FOR_PARTY: ("office", "original_seen", "reason"),
            NEW_FOR_OFFICE: ("holder", "side", "reason"),
            AMEND: ("holder", "side", "office", "original_seen", "reason"),
            CLASSIFY: ("holder", "side", "office"),
            CHANGE: ("holder", "side", "office"),
        }[mode]
        for name in gone:
            del self.fields[name]
        if mode != NEW_FOR_PARTY:
            for name in ("seller_name", "buyer_name"):
                self.fields[name].required = True
        if "reason" in self.fields:
            self.fields["reason"].required = True

    def _choices(self) -> None:
        options: dict[str, list[Any]] = {
            "kind": [("", "—"), *words.kind_options()],
            "licence": [("", "—"), *words.options("licence", kinds.LICENCES)],
            "form": words.options("form", kinds.FORMS),
            "seller_kind": words.options("party", kinds.PARTY_KINDS),
            "buyer_kind": words.options("party", kinds.PARTY_KINDS),
            "payment": words.options("payment", kinds.PAYMENTS),
            "royalty_base": [("", "—"), *words.options("base", kinds.BASES)],
            "royalty_movement": words.options("rate", kinds.RATES),
            "trade_list": [("", "—"), *words.options("list", kinds.LISTS)],
            "field": words.options("field", kinds.FIELDS),
            "purpose": words.options("purpose", kinds.PURPOSES),
            "plan": words.options("plan", kinds.PLANS),
            "side": [(SELLER, gettext("the seller")), (BUYER, gettext("the buyer (imported technology)"))],
        }
        for name, found in options.items():
            field: Any = self.fields[name]
            field.choices = found
        self.fields["purpose"].initial = "industry"

    def _whose(self) -> None:
        permission = SUBMIT if self.mode == NEW_FOR_PARTY else REGISTER
        mine = [held.body for held in holding(self.actor, permission, on=self.on)]
        rows = Body.objects.filter(pk__in=mine).order_by("name")
        if self.mode == NEW_FOR_OFFICE:
            rows = rows.exclude(authority="")
        self.bodies = {body.pk: body for body in rows}
        for name in ("holder", "office"):
            field: Any = self.fields[name]
            field.choices = [(str(pk), body.name) for pk, body in self.bodies.items()]
            if len(self.bodies) == 1:
                field.initial, field.required, field.widget = field.choices[0][0], False, forms.HiddenInput()

    @property
    def groups(self) -> list[tuple[Words, list[Any], bool, bool]]:
        """Give the groups with their fields, whether they are folded away, and whether they stand open nevertheless."""
        found = []
        for title, names, rare in self.GROUPS:
            fields = [self[name] for name in names.split() if name in self.fields and not self[name].is_hidden]
            if fields:
                held = any(field.errors or (field.value() and field.name != "royalty_movement") for field in fields)
                found.append((title, fields, rare, held))
        return found

    def body_of(self, name: str) -> Body | None:
        """The body chosen as holder or office."""
        field: Any = self.fields.get(name)
        chosen = self.cleaned_data.get(name) or (field.initial if field else None)
        return self.bodies.get(UUID(str(chosen))) if chosen else None

    def refuse(self, refusal: Refusal) -> None:
        """Take the gateway's refusal beside its field: type and subtype are one choice here."""
        place = {"type": "kind", "subtype": "kind", "buyer_country": "buyer_country"}.get(refusal.place, refusal.place)
        super().refuse(Refusal(refusal.code, refusal.values, place))
        if refusal.values.get("key"):
            self.refusal = refusal

    def clean(self) -> dict[str, Any]:
        """Both parties must be known; a party of the node is filled in from its register."""
        values = super().clean() or self.cleaned_data
        self.content: Contract | None = None
        own = self._own()
        parties = {side: own.get(side) or self._party(side, values) for side in (SELLER, BUYER)}
        if self.errors or None in parties.values():
            return values
        self.content = self._content(values, parties)
        if self.mode == NEW_FOR_PARTY:
            self.office = office_for(self.content.applicant.place)
            if self.office is None:
                self.add_error(None, gettext("No office on this node registers contracts of the place of this body."))
        return values

    def _own(self) -> dict[str, Party]:
        """The side on which the actor's own body stands."""
        if self.mode == NEW_FOR_PARTY:
            body = self.body_of("holder")
            if body is None:
                self.add_error("holder", gettext("You act for no body that brings contracts."))
                return {}
            return {self.cleaned_data.get("side") or SELLER: party_of(body)}
        if self.mode == NEW_FOR_OFFICE:
            self.office = self.body_of("office")
            if self.office is None:
                self.add_error(None, gettext("You act for no office that registers contracts."))
        return {}

    def _party(self, side: str, values: Mapping[str, Any]) -> Party | None:
        name = str(values.get(f"{side}_name") or "").strip()
        if not name:
            self.add_error(f"{side}_name", gettext("Please say who the other side is."))
            return None
        country = (str(values.get(f"{side}_country") or "") or CHINA).upper()
        code = compact(str(values.get(f"{side}_code") or ""))
        typed_place = str(values.get(f"{side}_place") or "").strip()
        place = division_of(typed_place, self.on) if country == CHINA else ""
        if typed_place and country == CHINA and not place:
            self.add_error(f"{side}_place", gettext("No division is called “%(raw)s”.") % {"raw": typed_place})
        body = Body.objects.filter(code=code, valid_to__isnull=True).first() if code else None
        if body is not None and not place and country == CHINA:
            place = body.place
        kind = str(values.get(f"{side}_kind") or "enterprise")
        return Party(name=name, code=code, place=place, country=country, kind=kind, body=body.pk if body else None)

    def _content(self, values: Mapping[str, Any], parties: Mapping[str, Any]) -> Contract:
        kind, _colon, subtype = str(values["kind"]).partition(":")
        seller, buyer = parties[SELLER], parties[BUYER]
        kept = values.get("file")
        before = self.before
        return Contract(
            title=values["title"].strip(),
            number=values["number"].strip(),
            type=kind,
            subtype=subtype,
            form=values["form"],
            seller=seller,
            buyer=buyer,
            signed_on=values["signed_on"],
            effective_on=values["effective_on"],
            ends_on=values["ends_on"],
            subject=values["subject"].strip(),
            acceptance=values["acceptance"].strip(),
            field=values["field"],
            industry=values["industry"].strip().upper(),
            purpose=values["purpose"],
            plan=values["plan"],
            plan_number=values["plan_number"].strip(),
            licence=values["licence"] if kind == kinds.LICENCE else "",
            rights=values["rights"] or (),
            total_yuan=values["total_yuan"],
            technology_yuan=values["technology_yuan"],
            deductions=values["deductions"] or (),
            payment=values["payment"],
            schedule=values["schedule"] or (),
            royalty=royalty_of(values),
            foreign=foreign_of(values),
            trade=trade_of(seller, buyer),
            trade_list=values["trade_list"],
            trade_licence=values["trade_licence"].strip(),
            trade_licence_on=values["trade_licence_on"],
            shares=values["shares"],
            mixed=values["mixed"],
            declared=True,
            original_seen=bool(values.get("original_seen", before.original_seen if before else False)),
            files=(kept.pk,) if kept else before.files if before else (),
        )

    def request(self) -> Bring:
        """Bring the contract. Raises ValueError for a form that was not found valid."""
        if self.content is None or self.office is None:
            raise ValueError("the form is not valid")
        holder = self.body_of("holder") if self.mode == NEW_FOR_PARTY else None
        return bring(self.content, self.office, holder=holder.pk if holder else None)
