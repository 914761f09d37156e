"""Text from people into the values of a record: holders come one a line, pasted from a table if need be."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from kechuang.kernel.identify.credit import read_credit_code
from kechuang.kernel.identify.person import read_resident_id
from kechuang.kernel.identify.text import compact
from kechuang.kernel.refusal import Refusal
from kechuang.resources.organisations.actions import person_party, unnamed_party
from kechuang.resources.organisations.models import Organisation, Tie
from kechuang.resources.organisations.rules import KINDS, PARTY, REASONS, Held, Values
from kechuang.web.forms import UNTIL, CreditCodeField, DayField, KitForm, YuanField
from kechuang.web.refusals import sentence

SPLIT = re.compile(r"[\t;；]")
EXAMPLE = gettext_noop(
    "One a line: name; credit code or identity number; share in percent. Identity numbers are not kept."
)


class HolderError(ValueError):
    """A line that cannot be read; ``refusal`` says which and why."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.code)
        self.refusal = refusal


@dataclass(slots=True)
class Holders:
    """Parties as typed: what goes into the record, and the names that stand in the table alone."""

    held: list[Held] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)


def read_holders(text: str, body: UUID) -> Holders:
    """Read parties, one a line. Raises HolderError for the first line that cannot be read."""
    found = Holders()
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            _read_line(line, number, body, found)
    return found


def _read_line(line: str, number: int, body: UUID, found: Holders) -> None:
    parts = [part.strip() for part in SPLIT.split(line)]
    name, identifier, share = (*parts, "", "")[:3]
    party = _party(name, identifier, number, body)
    found.held.append(Held(party, _share(share, number)))
    if name:
        found.names[party] = name[:200]


def _party(name: str, identifier: str, number: int, body: UUID) -> str:
    if PARTY.fullmatch(identifier):
        return identifier
    if not identifier:
        if not name:
            raise HolderError(Refusal("organisation.holder_empty", {"line": number}))
        return unnamed_party(name, body)
    code = read_credit_code(identifier)
    if code.value is not None:
        return f"code/{code.value.text}"
    person = read_resident_id(identifier)
    if person.value is not None:
        return person_party(person.value.text)
    looks_like_a_person = len(compact(identifier)) == 18 and compact(identifier)[:17].isdecimal()
    fault = person.fault if looks_like_a_person else code.fault
    why = sentence(Refusal(fault.code, fault.values)) if fault else ""
    raise HolderError(Refusal("organisation.holder_number", {"line": number, "why": why}))


def _share(raw: str, number: int) -> Decimal | None:
    text = compact(raw, drop="%")
    if not text:
        return None
    try:
        share = Decimal(text) / 100
    except InvalidOperation:
        raise HolderError(Refusal("organisation.holder_share", {"line": number, "raw": raw})) from None
    if not share.is_finite() or share != share.quantize(Decimal("0.000001")):
        raise HolderError(Refusal("organisation.holder_share", {"line": number, "raw": raw}))
    return share


def write_holders(ties: Iterable[Tie], role: str) -> str:
    """Write parties as they are typed; a person appears by reference, because the number is not kept."""
    lines = []
    for tie in sorted(ties, key=lambda each: (-(each.share or 0), each.party)):
        if tie.role == role:
            identifier = tie.party.removeprefix("code/")
            share = "" if tie.share is None else f"; {(tie.share * 100).normalize():f}%"
            lines.append(f"{tie.name}; {identifier}{share}")
    return "\n".join(lines)


class RecordForm(KitForm):
    """All values of a record. Identity numbers of holders are typed here and kept nowhere, so no draft holds them."""

    not_kept = frozenset({"shareholders", "controllers"})

    about = "resources.organisation"
    owner = "city_checker"
    renew_by = UNTIL
    elements: ClassVar[Mapping[str, str]] = {
        "name": "organisation.name",
        "name_en": "organisation.name_en",
        "kind": "organisation.kind",
        "credit_code": "organisation.credit_code",
        "place": "organisation.place",
        "industry": "organisation.industry",
        "founded_on": "organisation.founded_on",
        "staff": "organisation.staff",
        "sales": "organisation.sales_yuan",
        "sales_year": "organisation.sales_year",
        "shareholders": "organisation.shareholders",
        "controllers": "organisation.controllers",
    }

    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    since_version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(label=_("Name"), max_length=200)
    name_en = forms.CharField(label=_("English name"), max_length=200, required=False)
    kind = forms.ChoiceField(label=_("Kind"))
    credit_code = CreditCodeField(label=_("Unified social credit code"), required=False)
    place = forms.ChoiceField(label=_("Place"))
    industry = forms.CharField(
        label=_("Industry (GB/T 4754)"), max_length=8, required=False, help_text=_("Letter and digits, such as C3562")
    )
    founded_on = DayField(label=_("Founded on"), required=False)
    staff = forms.IntegerField(label=_("Staff"), required=False)
    sales = YuanField(label=_("Sales of a year"), required=False)
    sales_year = forms.IntegerField(label=_("Year of the sales"), required=False)
    shareholders = forms.CharField(
        label=_("Shareholders"), required=False, widget=forms.Textarea(attrs={"rows": 4}), help_text=_(EXAMPLE)
    )
    controllers = forms.CharField(
        label=_("Actual controllers"), required=False, widget=forms.Textarea(attrs={"rows": 2}), help_text=_(EXAMPLE)
    )

    def __init__(self, *args: Any, body: UUID, places: list[tuple[str, str]], **kwargs: Any) -> None:  # noqa: ANN401 - handed on
        super().__init__(*args, **kwargs)
        self.body = body
        codes = {kind: f"resources.organisation.kind.{kind}" for kind in KINDS}
        self.fields["kind"].choices = [(kind, gettext(code)) for kind, code in codes.items()]  # type: ignore[attr-defined]  # a choice field
        self.fields["place"].choices = places  # type: ignore[attr-defined]  # a choice field

    def clean_shareholders(self) -> Holders:
        """Read the shareholders."""
        return self._holders("shareholders")

    def clean_controllers(self) -> Holders:
        """Read the controllers."""
        return self._holders("controllers")

    def _holders(self, name: str) -> Holders:
        try:
            return read_holders(self.cleaned_data[name], self.body)
        except HolderError as error:
            raise ValidationError(sentence(error.refusal), code=error.refusal.code) from None

    def values(self) -> Values:
        """Give the record's values as typed."""
        given = self.cleaned_data
        return Values(
            name=given["name"],
            name_en=given["name_en"].strip(),
            kind=given["kind"],
            credit_code=given["credit_code"] or "",
            place=given["place"],
            industry=given["industry"].strip(),
            founded_on=given["founded_on"],
            staff=given["staff"],
            sales=given["sales"],
            sales_year=given["sales_year"],
            shareholders=tuple(given["shareholders"].held),
            controllers=tuple(Held(held.party) for held in given["controllers"].held),
        )

    def names(self) -> dict[str, str]:
        """Give the names of all parties by reference."""
        return {**self.cleaned_data["controllers"].names, **self.cleaned_data["shareholders"].names}


def initial_of(row: Organisation) -> dict[str, Any]:
    """Give what a form shows of a record."""
    ties = list(row.ties.all())
    plain = (
        "name",
        "name_en",
        "kind",
        "credit_code",
        "place",
        "industry",
        "founded_on",
        "staff",
        "sales",
        "sales_year",
    )
    return {
        **{name: getattr(row, name) for name in plain},
        "since_version": row.version,
        "shareholders": write_holders(ties, Tie.SHAREHOLDER),
        "controllers": write_holders(ties, Tie.CONTROLLER),
    }


class WithdrawForm(KitForm):
    """Why a record is withdrawn."""

    about = "resources.organisation"
    owner = "city_checker"
    renew_by = UNTIL
    elements: ClassVar[Mapping[str, str]] = {
        "reason": "act.ground",
    }

    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    reason = forms.ChoiceField(label=_("Reason"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - handed on
        super().__init__(*args, **kwargs)
        codes = {reason: f"resources.organisation.reason.{reason}" for reason in REASONS}
        self.fields["reason"].choices = [(reason, gettext(code)) for reason, code in codes.items()]  # type: ignore[attr-defined]  # a choice field
