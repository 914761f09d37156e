"""Forms of the register of rights: an application for each kind of entry, and what the register does with it."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.casework.files.fields import EvidenceField, EvidenceForm
from kechuang.casework.models import Case
from kechuang.casework.standard.form_base import OwnMoveForm, key_field
from kechuang.kernel.identify.credit import read_credit_code
from kechuang.kernel.identify.ip import PATENT, SOFTWARE, read_ip_number
from kechuang.kernel.reading import Reading
from kechuang.kernel.shares import read_share, write_share
from kechuang.mechanisms.market.result import queries, wording
from kechuang.mechanisms.market.result.form_parts import (
    acting_for,
    area,
    choose,
    chosen,
    near,
    offices,
    said,
    tidy,
)
from kechuang.mechanisms.market.result.models import Achievement, Deal, TechRight
from kechuang.mechanisms.market.result.rules import asking
from kechuang.mechanisms.market.result.rules.asking import Apply, Part, RightStep, Terms
from kechuang.mechanisms.market.result.rules.moves import OVER, RIGHT_APPLY, RIGHT_ENTER
from kechuang.mechanisms.market.result.rules.requests import Paper
from kechuang.mechanisms.market.result.rules.standing import Party
from kechuang.web import chance
from kechuang.web.accounts.models import Body
from kechuang.web.forms import UNTIL, CreditCodeField, DayField, KitForm, YuanField
from kechuang.web.permissions import below

LEAST_PARTS, MOST_PARTS, SPARE = 3, 40, 2
LONGEST = 4000
ASKED: Mapping[str, tuple[str, ...]] = {
    asking.FIRST: ("result", "name", "numbers"),
    asking.TRANSFER: ("giver", "taker", "taker_code", "share", "consent"),
    asking.LICENCE: ("kind", "taker", "taker_code", "places", "until", "consent"),
    asking.LICENCE_END: ("row",),
    asking.PLEDGE: ("taker", "taker_code", "amount", "until", "consent"),
    asking.RELEASE: ("row",),
    asking.CONTRIBUTION: ("giver", "taker", "taker_code", "share", "equity", "amount", "consent"),
}
TAKERS = {
    asking.TRANSFER: _("Who receives the share"),
    asking.LICENCE: _("Who may use it"),
    asking.PLEDGE: _("Creditor"),
    asking.CONTRIBUTION: _("Company"),
}


class ApplyForm(EvidenceForm):
    """Apply for one kind of entry; ``right`` is None for the first."""

    about = "market.entry"
    owner = "transfer_office"
    renew_by = UNTIL
    elements: ClassVar[Mapping[str, str]] = {
        "applicant": "act.body",
        "office": "act.office",
        "result": "act.target",
        "name": "act.title",
        "numbers": "act.text",
        "giver": "act.choice",
        "taker": "act.target",
        "taker_code": "act.target",
        "share": "act.text",
        "kind": "act.choice",
        "places": "act.choice",
        "row": "act.choice",
        "since": "act.day",
        "until": "act.until",
        "amount": "act.amount_yuan",
        "equity": "act.text",
        "ground": "act.basis",
        "consent": "act.basis",
        "file": "act.evidence",
        "declared": "act.declared",
    }
    key = key_field()
    applicant = forms.ChoiceField(label=_("For which body"))
    office = forms.ChoiceField(label=_("Register of rights"))
    result = forms.ChoiceField(label=_("Registered achievement"), required=False)
    name = forms.CharField(label=_("Name of the right"), max_length=200, required=False)
    numbers = forms.CharField(
        label=_("Numbers of patents, software copyrights …"),
        required=False,
        max_length=800,
        widget=area(2),
        help_text=_("Empty where an achievement is chosen: its own"),
    )
    giver = forms.ChoiceField(label=_("Whose share"))
    taker = forms.CharField(label=_("Party"), max_length=200)
    taker_code = CreditCodeField(
        label=_("Its credit code"), required=False, help_text=_("Empty only for a natural person")
    )
    share = forms.CharField(
        label=_("Share held"), required=False, max_length=20, help_text=_("Empty: all that is held")
    )
    kind = forms.ChoiceField(label=_("Kind of licence"), choices=wording.LICENCES)
    places = forms.CharField(
        label=_("Places of a licence (codes)"), required=False, max_length=300, help_text=_("Empty: everywhere")
    )
    row = forms.ChoiceField(label=_("Which one ends"))
    since = DayField(label=_("Holds from"))
    until = DayField(label=_("Until before"), required=False)
    amount = YuanField(label=_("Amount (yuan)"), required=False)
    equity = forms.CharField(label=_("Share of the company given for it"), max_length=20)
    ground = forms.CharField(label=_("Contract or document"), max_length=200)
    consent = forms.CharField(
        label=_("Consent of co-owners or creditors"),
        required=False,
        max_length=200,
        help_text=_("Document, where there are several holders or a pledge"),
    )
    file = EvidenceField(label=_("Contract or proof"), required=False)

    def __init__(self, *args: Any, entry: str, right: Case | None = None, result: str = "", **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        self.entry, self.right = entry, right
        self.fields["key"].initial = chance.random_id()
        self.fields["since"].initial = self.on
        self.bodies = acting_for(self.actor, RIGHT_APPLY, self.on)
        self.standing = queries.standing(right.pk) if right else None
        now = self.standing.on(self.on) if self.standing else None
        holders = {each.party.body for each in now.holdings} if now else set(self.bodies)
        choose(self, "applicant", [body for pk, body in self.bodies.items() if pk in holders])
        self.centres = offices(RIGHT_ENTER)
        if right is not None:
            self.centres = {pk: body for pk, body in self.centres.items() if pk == right.office_id} or self.centres
        seats = [body.place for body in self.bodies.values()]
        choose(
            self, "office", list(dict.fromkeys(each for seat in seats for each in near(self.centres.values(), seat)))
        )
        self._narrow(now)
        if entry == asking.FIRST:
            self._first(result)

    def _narrow(self, now: Any) -> None:  # noqa: ANN401 - a Standing or None
        wanted = {*ASKED[self.entry], "key", "applicant", "office", "since", "ground", "file", "file_kept", "declared"}
        for name in [name for name in self.fields if name not in wanted]:
            del self.fields[name]
        if "taker" in self.fields:
            self.fields["taker"].label = TAKERS[self.entry]
        if "giver" in self.fields and now is not None:
            choices = [(each.party.ref, f"{each.party.name} {write_share(each.share)}") for each in now.holdings]
            self._offer("giver", choices)
        if "row" in self.fields and self.standing is not None:
            rows = self.standing.licences if self.entry == asking.LICENCE_END else self.standing.pledges
            open_rows = [each for each in rows if each.until is None or each.until > self.on]
            self._offer("row", [(str(each.id), each.party.name) for each in open_rows])
        if self.entry == asking.LICENCE and self.right is not None and not self.is_bound:
            self._from_deal()

    def _from_deal(self) -> None:
        """What a closed deal agreed stands in the form already."""
        result = TechRight.objects.filter(pk=self.right.pk if self.right else None).values_list("result", flat=True)
        modes = [code for code, _word in wording.LICENCES]
        deals = Deal.objects.filter(achievement__in=list(result), outcome="done", entry__isnull=True, mode__in=modes)
        deal = deals.order_by("-pk").first()
        if deal is None:
            return
        found = {
            "kind": deal.mode,
            "taker": deal.party,
            "taker_code": deal.party_code,
            "places": " ".join(deal.places),
            "since": deal.since,
            "until": deal.until,
            "ground": deal.contract,
        }
        for name, value in found.items():
            if value:
                self.fields[name].initial = value

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field: Any = self.fields[name]
        field.choices = choices

    def _first(self, result: str) -> None:
        rows = Achievement.objects.filter(unit__in=self.bodies, techright__isnull=True).exclude(state__in=OVER)
        listed = [(str(row.pk), row.name) for row in rows.select_related("case").order_by("-pk")[:200]]
        self._offer("result", [("", gettext("none: a right outside the register of achievements")), *listed])
        if result in {pk for pk, _name in listed}:
            self.fields["result"].initial = result
            self.fields["name"].initial = dict(listed)[result]
        sent = sum(1 for name in self.data if name.startswith("part_name_"))
        self.count = min(MOST_PARTS, max(LEAST_PARTS, sent))
        own = next(iter(self.bodies.values()), None)
        for at in range(self.count):
            self.fields[f"part_name_{at}"] = forms.CharField(label=_("Right holder"), max_length=200, required=False)
            self.fields[f"part_code_{at}"] = forms.CharField(label=_("Credit code"), max_length=32, required=False)
            self.fields[f"part_share_{at}"] = forms.CharField(label=_("Share held"), max_length=20, required=False)
        if own is not None and not self.is_bound:
            self.fields["part_name_0"].initial, self.fields["part_code_0"].initial = own.name, own.code
            self.fields["part_share_0"].initial = "100%"

    @property
    def part_rows(self) -> list[list[Any]]:
        """The bound fields of each holder."""
        if self.entry != asking.FIRST:
            return []
        return [[self[f"part_{name}_{at}"] for name in ("name", "code", "share")] for at in range(self.count)]

    @property
    def plain_fields(self) -> list[Any]:
        """The visible fields that are not part of a row."""
        return [each for each in self.visible_fields() if not each.name.startswith("part_")]

    def body(self) -> Body | None:
        """Give the body that applies."""
        return chosen(self, "applicant", self.bodies)

    def clean(self) -> dict[str, Any]:
        """Read shares, parties and numbers."""
        values = super().clean()
        body, office = self.body(), chosen(self, "office", self.centres)
        if body is None and "applicant" not in self.errors:
            self.add_error(None, gettext("You act for no body that holds this right."))
        elif office is None and "office" not in self.errors:
            self.add_error(None, gettext("No register of rights on this node serves the place of this body."))
        elif body and office and self.right is None and not below(body.place, office.place):
            self.add_error("office", gettext("This register does not serve the place of the body."))
        for name in ("share", "equity"):
            if values.get(name):
                values[name] = self._share(str(values[name]), name)
        if "places" in self.fields:
            values["places"] = self._places(str(values.get("places") or ""))
        if self.entry == asking.FIRST:
            values["numbers"] = self._numbers(str(values.get("numbers") or ""))
            self._parts_of(values)
            if not values.get("result") and not str(values.get("name") or "").strip():
                self.add_error("name", gettext("Name the right, or choose the achievement that it protects."))
        return values

    def _share(self, text: str, name: str) -> Fraction | None:
        reading = read_share(text)
        if reading.value is None:
            self.add_error(name, said(reading))
        return reading.value

    def _places(self, text: str) -> tuple[str, ...]:
        codes = tidy(text)
        wrong = next((code for code in codes if len(code) != 6 or not code.isdigit()), None)
        if wrong:
            self.add_error("places", gettext("No division has the code %(code)s.") % {"code": wrong})
        return codes

    def _numbers(self, text: str) -> tuple[str, ...]:
        """A number is a patent's, or a software copyright's and the like."""
        found = []
        for raw in tidy(text):
            reading: Reading[Any] = read_ip_number(PATENT, raw, self.on)
            if (reading.value is None and not raw[:4].isdigit()) or "SR" in raw.upper():
                reading = read_ip_number(SOFTWARE, raw)
            if reading.value is None:
                self.add_error("numbers", said(reading))
            else:
                found.append(reading.value.text)
        return tuple(dict.fromkeys(found))

    def _parts_of(self, values: dict[str, Any]) -> None:
        parts = []
        for at in range(self.count):
            name = str(values.get(f"part_name_{at}") or "").strip()
            if not name:
                continue
            share = self._share(str(values.get(f"part_share_{at}") or ""), f"part_share_{at}")
            party = self._party(name, str(values.get(f"part_code_{at}") or ""), f"part_code_{at}")
            if share is not None and party is not None:
                parts.append(Part(party, share))
        values["parts"] = tuple(parts)

    def _party(self, name: str, code: str, field: str) -> Party | None:
        """A party with a code is an organisation, on this node or not; one without is a natural person."""
        if not code:
            body = Body.objects.filter(name=name, valid_to__isnull=True).first()
            return (
                Party(name=body.name, code=body.code, body=body.pk) if body else Party(name=name, person=chance.uuid7())
            )
        known = Body.objects.filter(code=code.strip().upper()).first()
        if known is not None:
            return Party(name=known.name, code=known.code, body=known.pk)
        reading = read_credit_code(code)
        if reading.value is None:
            self.add_error(field, said(reading))
            return None
        return Party(name=name, code=reading.value.text)

    def request(self) -> Apply:
        """Apply. Raises ValueError for a form that was not found valid."""
        body, office, values = self.body(), chosen(self, "office", self.centres), self.cleaned_data
        if body is None or office is None:
            raise ValueError("the form is not valid")
        result = Achievement.objects.select_related("case").filter(pk=values.get("result") or None).first()
        taker = (
            self._party(values["taker"], values.get("taker_code") or "", "taker_code") if "taker" in values else None
        )
        if taker is not None and taker.person is not None and self.standing is not None:
            same = (
                each.party for each in self.standing.holdings if each.party.name == taker.name and each.party.person
            )
            taker = next(same, taker)
        kept = values.get("file")
        terms = Terms(
            since=values["since"],
            name=values.get("name") or (result.name if result else ""),
            numbers=values.get("numbers") or (tuple(result.ips.values_list("number", flat=True)) if result else ()),
            parts=values.get("parts") or (),
            giver=values.get("giver") or "",
            taker=taker,
            share=values.get("share") or None,
            kind=values.get("kind") or "",
            places=values.get("places") or (),
            until=values.get("until"),
            row=UUID(values["row"]) if values.get("row") else None,
            amount=values.get("amount"),
            equity=values.get("equity") or None,
            ground=values.get("ground") or "",
            consent=values.get("consent") or "",
        )
        return Apply(
            case=chance.uuid7(),
            authority=self.right.authority if self.right else office.authority,
            office=office.pk,
            place=self.right.place if self.right else body.place,
            applicant=body.pk,
            entry=self.entry,
            terms=terms,
            right=self.right.pk if self.right else None,
            result=result.pk if result else None,
            files=(Paper(kept.pk, kept.commitment),) if kept else (),
        )


class RightMoveForm(OwnMoveForm):
    """A move on an application or on a right itself."""

    about = "market.right"
    owner = "rights_registrar"
    renew_by = UNTIL
    elements: ClassVar[Mapping[str, str]] = {"text": "act.reason"}
    text = forms.CharField(label=_("Reason"), max_length=LONGEST, widget=area())

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        if self.move == "enter":
            self.fields["text"].label, self.fields["text"].required = _("Note"), False

    def request(self) -> RightStep:
        """Take the move on a right."""
        return RightStep(case=self.case.pk, move=self.move, text=self.cleaned_data["text"])


class CheckForm(KitForm):
    """Anybody checks a certificate by its number, as of a day."""

    about = "market.right"
    owner = "rights_registrar"
    renew_by = UNTIL
    drafts = False
    elements: ClassVar[Mapping[str, str]] = {"number": "paper.number", "on": "act.day"}
    number = forms.CharField(label=_("Number of the certificate"), max_length=48)
    on = DayField(label=_("As of the day"), required=False)
