"""The form by which an achievement is registered or revised: one page, what the platform knows is filled in."""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.casework.files.fields import EvidenceField, EvidenceForm
from kechuang.casework.models import Case
from kechuang.casework.standard.form_base import key_field
from kechuang.kernel.identify.classify import read_discipline, read_industry, read_ipc
from kechuang.kernel.identify.ip import read_ip_number
from kechuang.kernel.shares import read_share
from kechuang.mechanisms.market.result import projecting, wording
from kechuang.mechanisms.market.result.form_parts import (
    ReadField,
    acting_for,
    area,
    choose,
    chosen,
    near,
    offices,
    said,
)
from kechuang.mechanisms.market.result.form_rows import INITIAL, LEADING, PARTS, choice_field
from kechuang.mechanisms.market.result.rules import checking
from kechuang.mechanisms.market.result.rules import requests as asked
from kechuang.mechanisms.market.result.rules import values as told
from kechuang.mechanisms.market.result.rules.moves import CHECK, SUBMIT
from kechuang.web import chance
from kechuang.web.accounts.models import Body, Person
from kechuang.web.forms import UNTIL, DayField, YuanField
from kechuang.web.permissions import Actor, below

LEAST = {"ip": 2, "completer": 3, "evidence": 2}
MOST = {"ip": checking.MOST_IPS, "completer": checking.MOST_COMPLETERS, "evidence": told.LAST_TRL}
SPARE = 2


class RecordForm(EvidenceForm):
    """What is said of an achievement. ``values`` are shown to be corrected."""

    owner = "transfer_office"
    renew_by = UNTIL
    elements: ClassVar[Mapping[str, str]] = {
        "name": "result.name",
        "kind": "result.kind",
        "abstract": "result.abstract",
        "discipline": "result.discipline",
        "industry": "result.industry",
        "ipc": "result.ipc",
        "trl": "result.trl",
        "product": "result.product",
        "mode": "result.mode",
        "price": "result.price_yuan",
        "government": "result.government",
        "funding": "result.funding",
        "project": "result.project",
        "security": "result.security",
        "export": "result.export",
        "ethics": "result.ethics",
        "ethics_number": "result.ethics_number",
        "ground": "result.ground",
        "valid_until": "result.valid_until",
        "contact_name": "act.contact",
        "contact_phone": "act.contact",
        "contact_email": "act.contact",
        "file": "act.evidence",
        "declared": "act.declared",
    }

    key = key_field()
    name = forms.CharField(label=_("Name of the achievement"), max_length=checking.LONGEST_NAME)
    kind = choice_field(_("Kind"), wording.KINDS)
    abstract = forms.CharField(
        label=_("Abstract"),
        max_length=checking.LONGEST_TEXT,
        widget=area(5),
        help_text=_("What it is, what it does better, what for. It is published; write no secret parameters."),
    )
    discipline = ReadField(
        read_discipline,
        label=_("Discipline (GB/T 13745)"),
        max_length=12,
        help_text=_("Code, such as 430 or 430.40"),
        widget=forms.TextInput(attrs={"list": "result-disciplines"}),
    )
    industry = ReadField(
        read_industry,
        label=_("Industry (GB/T 4754)"),
        required=False,
        max_length=8,
        widget=forms.TextInput(attrs={"list": "result-industries"}),
    )
    ipc = ReadField(read_ipc, label=_("IPC"), required=False, max_length=40, help_text=_("Such as H01M 50/00"))
    trl = choice_field(_("Readiness level"), ())
    product = forms.CharField(
        label=_("Product"),
        required=False,
        max_length=1000,
        widget=area(2),
        help_text=_("From level 9 on: which product, used where"),
    )
    mode = choice_field(_("Mode of transfer wanted"), wording.MODES)
    price = YuanField(label=_("Price in yuan"), required=False, help_text=_("Empty: negotiable"))
    government = forms.BooleanField(
        label=_("The unit is a research unit or university established by government"), required=False
    )
    funding = choice_field(_("Funding"), wording.FUNDING)
    project = forms.CharField(label=_("Project number"), required=False, max_length=80)
    security = choice_field(_("Security class"), wording.SECURITY)
    export = choice_field(_("Export control"), wording.EXPORT)
    ethics = choice_field(_("Ethics and genetic resources"), wording.ETHICS)
    ethics_number = forms.CharField(label=_("Number of the ethics approval"), required=False, max_length=80)
    ground = forms.CharField(
        label=_("Why the unit may register it"),
        required=False,
        max_length=500,
        widget=area(2),
        help_text=_("Only where a certificate names somebody else: the agreement by which the unit disposes of it"),
    )
    valid_until = DayField(label=_("Offer valid until"), required=False)
    contact_name = forms.CharField(label=_("Contact person"), required=False, max_length=80)
    contact_phone = forms.CharField(label=_("Telephone"), required=False, max_length=40)
    contact_email = forms.EmailField(label=_("E-mail"), required=False, max_length=120)
    file = EvidenceField(label=_("Certificate or statement of ownership"), required=False)

    def __init__(self, *args: Any, values: told.Values | None = None, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = chance.random_id()
        levels: Any = self.fields["trl"]
        levels.choices = wording.trls()
        if values is not None:
            self._show(values)
        self.given = values
        self.counts = {kind: self._count(kind, values) for kind in LEAST}
        for kind, count in self.counts.items():
            for at in range(count):
                self._row(kind, at, values)
        self.read_parts: dict[str, tuple[Any, ...]] = {}

    def _show(self, values: told.Values) -> None:
        for name in projecting.PLAIN:
            if name in self.fields:
                self.fields[name].initial = getattr(values, name)
        self.fields["trl"].initial = str(values.trl)
        for name in ("name", "phone", "email"):
            self.fields[f"contact_{name}"].initial = getattr(values.contact, name)

    def _count(self, kind: str, values: told.Values | None) -> int:
        held = (
            len({"ip": values.ips, "completer": values.completers, "evidence": values.evidence}[kind]) if values else 0
        )
        sent = sum(1 for name in self.data if name.startswith(f"{kind}_{LEADING[kind]}_"))
        return min(MOST[kind], max(LEAST[kind], held + SPARE if held else 0, sent))

    def _row(self, kind: str, at: int, values: told.Values | None) -> None:
        rows: Any = (
            {"ip": values.ips, "completer": values.completers, "evidence": values.evidence}[kind] if values else ()
        )
        initial = INITIAL[kind](rows[at]) if at < len(rows) else {}
        for name, field in PARTS[kind]().items():
            field.required = False
            field.initial = initial.get(name)
            self.fields[f"{kind}_{name}_{at}"] = field

    def rows(self, kind: str) -> list[list[Any]]:
        """Give the bound fields of each row."""
        return [[self[f"{kind}_{name}_{at}"] for name in PARTS[kind]()] for at in range(self.counts[kind])]

    @property
    def ip_rows(self) -> list[list[Any]]:
        """Rows of rights."""
        return self.rows("ip")

    @property
    def completer_rows(self) -> list[list[Any]]:
        """Rows of completers."""
        return self.rows("completer")

    @property
    def evidence_rows(self) -> list[list[Any]]:
        """Rows of evidence."""
        return self.rows("evidence")

    @property
    def plain_fields(self) -> list[Any]:
        """The visible fields that are not part of a row."""
        return [each for each in self.visible_fields() if not each.name.startswith(tuple(f"{kind}_" for kind in LEAST))]

    def clean(self) -> dict[str, Any]:
        """Read the rows."""
        values = super().clean()
        for kind, read in (("ip", self._ip), ("completer", self._completer), ("evidence", self._evidence)):
            found = []
            for at in range(self.counts[kind]):
                row = {name: values.get(f"{kind}_{name}_{at}") for name in PARTS[kind]()}
                if str(row[LEADING[kind]] or "").strip():
                    found.append(read(row, at, len(found) + 1))
            self.read_parts[kind] = tuple(each for each in found if each is not None)
        return values

    def _ip(self, row: dict[str, Any], at: int, _order: int) -> told.Ip | None:
        kind = str(row["kind"] or "patent")
        reading = read_ip_number(kind, str(row["number"]), self.on)
        if reading.value is None:
            self.add_error(f"ip_number_{at}", said(reading))
            return None
        return told.Ip(
            kind=kind,
            number=reading.value.text,
            patentee=str(row["patentee"] or "").strip(),
            state=str(row["state"] or "granted"),
            applied_on=row["applied"],
            granted_on=row["granted"],
            fee_until=row["fee"],
            pledged=bool(row["pledged"]),
            exclusive=bool(row["exclusive"]),
        )

    def _completer(self, row: dict[str, Any], at: int, order: int) -> told.Completer | None:
        reading = read_share(str(row["share"] or ""))
        if reading.value is None:
            self.add_error(f"completer_share_{at}", said(reading))
            return None
        account = str(row["account"] or "").strip()
        person = Person.objects.filter(username=account, is_active=True).first() if account else None
        if account and person is None:
            self.add_error(f"completer_account_{at}", gettext("Nobody on this node signs in under this name."))
        name = str(row["name"]).strip()
        return told.Completer(
            id=self._known(name, order) or chance.uuid7(),
            rank=order,
            share=reading.value,
            name=name,
            unit=str(row["unit"] or "").strip(),
            person=person.pk if person else None,
        )

    def _known(self, name: str, rank: int) -> UUID | None:
        """A completer who stays the same keeps the reference under which facts speak."""
        rows = self.given.completers if self.given else ()
        return next((each.id for each in rows if each.name == name and each.rank == rank), None)

    def _evidence(self, row: dict[str, Any], at: int, _order: int) -> told.Evidence | None:
        text = str(row["text"] or "").strip()
        if not text:
            self.add_error(f"evidence_text_{at}", gettext("Say what shows that the level was reached."))
            return None
        return told.Evidence(
            level=int(row["level"]), text=text, on=row["on"], assessor=str(row["assessor"] or "").strip()
        )

    def values(self) -> told.Values:
        """Give the record. Raises KeyError for a form that was not found valid."""
        found = self.cleaned_data
        plain = {name: found[name] for name in projecting.PLAIN if name != "trl"}
        return told.Values(
            **plain,
            trl=int(found["trl"]),
            ips=self.read_parts["ip"],
            completers=self.read_parts["completer"],
            evidence=self.read_parts["evidence"],
            contact=told.Contact(
                name=found["contact_name"], phone=found["contact_phone"], email=found["contact_email"]
            ),
        )

    def papers(self) -> tuple[asked.Paper, ...]:
        """Give the file that was handed in."""
        kept = self.cleaned_data.get("file")
        return (asked.Paper(kept.pk, kept.commitment),) if kept else ()


class SubmitForm(RecordForm):
    """Register an achievement for a unit with the office of a market."""

    about = "market.result"
    elements: ClassVar[Mapping[str, str]] = {"unit": "act.body", "office": "act.office"}
    unit = forms.ChoiceField(label=_("Completing unit"))
    office = forms.ChoiceField(label=_("Market"))
    field_order = ("key", "unit", "office")

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        self.units = acting_for(self.actor, SUBMIT, self.on)
        choose(self, "unit", list(self.units.values()))
        self.offices = offices(CHECK)
        seats = [body.place for body in self.units.values()]
        fitting = [body for place in seats for body in near(self.offices.values(), place)]
        choose(self, "office", list(dict.fromkeys(fitting)))
        if not self.is_bound and seats:
            kinds = {body.kind for body in self.units.values()}
            self.fields["government"].initial = bool(kinds & {"university", "institute", "hospital"})
        if self.given is None:
            for name, code in (
                ("security", told.OPEN),
                ("export", told.NONE),
                ("ethics", told.NONE),
                ("funding", "own"),
            ):
                self.fields[name].initial = code

    def the(self, name: str) -> Body | None:
        """Give the unit or the office."""
        return chosen(self, name, self.units if name == "unit" else self.offices)

    def clean(self) -> dict[str, Any]:
        """The market must serve the unit's place."""
        values = super().clean()
        unit, office = self.the("unit"), self.the("office")
        if unit is None and "unit" not in self.errors:
            self.add_error(None, gettext("You act for no unit that registers achievements."))
        elif office is None and "office" not in self.errors:
            self.add_error(None, gettext("No market on this node serves the place of this unit."))
        elif unit and office and not below(unit.place, office.place):
            self.add_error("office", gettext("This market does not serve the place of the unit."))
        return values

    def request(self, case: UUID | None = None) -> asked.Submit:
        """Hand it in. Raises ValueError for a form that was not found valid."""
        unit, office = self.the("unit"), self.the("office")
        if unit is None or office is None:
            raise ValueError("the form is not valid")
        return asked.Submit(
            case=case or chance.uuid7(),
            authority=office.authority,
            office=office.pk,
            place=unit.place,
            unit=unit.pk,
            unit_name=unit.name,
            unit_code=unit.code,
            values=self.values(),
            files=self.papers(),
        )


class ReviseForm(RecordForm):
    """Correct or renew what was said: everything stands there already."""

    about = "market.result"
    confirms = frozenset(RecordForm.elements)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, case: Case, move: str, actor: Actor, on: date, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        self.case, self.move = case, move
        values = projecting.values_of({case.pk: case.achievement})[case.pk]
        super().__init__(*args, actor=actor, on=on, values=values, **kwargs)
        self.fields["version"].initial = case.version

    def request(self) -> asked.Revise:
        """Revise."""
        return asked.Revise(case=self.case.pk, values=self.values(), files=self.papers())
