"""Forms of the moves on a demand; each gives the typed request of its move."""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.casework.standard.form_base import OwnMoveForm, key_field
from kechuang.mechanisms.market.demand import offering, projecting, queries, wording
from kechuang.mechanisms.market.demand.fields import (
    IpcField,
    WanField,
    WordsField,
    add_target_fields,
    area,
    bodies_with,
    decimal_of,
    read_targets,
    target_fields,
    target_lines,
)
from kechuang.mechanisms.market.demand.rules import requests as asked
from kechuang.mechanisms.market.demand.rules.intake import LONGEST, LONGEST_TITLE
from kechuang.mechanisms.market.demand.rules.moves import ANSWER
from kechuang.web import chance
from kechuang.web.accounts.models import Body
from kechuang.web.forms import UNTIL, DayField, KitForm
from kechuang.web.permissions import Actor

SHORT = 2000
OTHER = "other"


class MoveForm(OwnMoveForm):
    """The base of every form of a move: key, version, the demand."""

    about = "market.demand"
    owner = "county_checker"
    renew_by = UNTIL

    @property
    def row(self) -> Any:  # noqa: ANN401 - the row beside the case
        """The row of the case."""
        return self.case.market_demand


class PassOnForm(MoveForm):
    """The intake is passed: who refines the demand."""

    elements: ClassVar[Mapping[str, str]] = {"refiner": "act.target", "note": "act.note"}
    refiner = forms.ChoiceField(label=_("Who refines it"))
    note = forms.CharField(label=_("What to look at"), required=False, max_length=SHORT, widget=area(3))

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        field: Any = self.fields["refiner"]
        known = projecting.refiners(self.on)
        field.choices = [(str(pk), name) for pk, name in known.items() if pk != self.case.holder_id]
        if not known:
            field.help_text = _("No body on this node holds the duty of refining demands; publish it without.")

    def request(self) -> asked.PassOn:
        """Pass it on."""
        values = self.cleaned_data
        return asked.PassOn(demand=self.case.pk, refiner=UUID(values["refiner"]), note=values["note"])


class WordsForm(MoveForm):
    """A move that only needs words."""

    elements: ClassVar[Mapping[str, str]] = {"text": "act.reason"}
    text = forms.CharField(label=_("Reason"), max_length=SHORT, widget=area())

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        if self.move == "publish":
            self.fields["text"].required = False
            self.fields["text"].label = _("Note")

    def request(self) -> asked.Step:
        """Take the step."""
        return asked.Step(demand=self.case.pk, move=self.move, text=self.cleaned_data["text"])


class RefuseForm(MoveForm):
    """The office does not take the demand."""

    elements: ClassVar[Mapping[str, str]] = {"reason": "act.ground", "text": "act.reason"}
    reason = forms.ChoiceField(label=_("Why it is no demand"), widget=forms.RadioSelect)
    text = forms.CharField(label=_("What is wrong, and what would make it a demand"), max_length=SHORT, widget=area())

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices = list(wording.REASONS.items())  # type: ignore[attr-defined]  # a choice field

    def request(self) -> asked.Step:
        """Refuse."""
        values = self.cleaned_data
        return asked.Step(demand=self.case.pk, move="refuse", text=values["text"], reason=values["reason"])


class RefineForm(MoveForm):
    """A refiner proposes other words and targets."""

    elements: ClassVar[Mapping[str, str]] = {
        "title": "act.title",
        "background": "act.text",
        "constraints": "act.text",
        "keywords": "act.title",
        "ipc": "act.choice",
        **dict.fromkeys(target_fields(), "act.title"),
        "note": "act.note",
    }
    title = forms.CharField(label=_("The question in one sentence"), max_length=LONGEST_TITLE)
    background = forms.CharField(label=_("Background"), max_length=LONGEST, widget=area(6))
    constraints = forms.CharField(label=_("Conditions"), required=False, max_length=LONGEST, widget=area(3))
    keywords = WordsField(label=_("Keywords"), required=False, max_length=300)
    ipc = IpcField(label=_("IPC symbols"), required=False, max_length=200)
    note = forms.CharField(label=_("What you changed, and why"), max_length=SHORT, widget=area(4))

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        seen = projecting.seen([self.case.pk])[self.case.pk]
        known = seen.refined or seen
        for name in ("title", "background", "constraints"):
            self.initial.setdefault(name, getattr(known, name))
        self.initial.setdefault("keywords", "、".join(known.keywords))
        self.initial.setdefault("ipc", "、".join(known.ipc))
        add_target_fields(self, known.targets)
        self.targets: tuple[asked.Target, ...] = ()

    def lines(self) -> list[list[Any]]:
        """Give the fields of targets, line by line."""
        return target_lines(self)

    def clean(self) -> dict[str, Any]:
        """Read the targets."""
        values = super().clean() or self.cleaned_data
        self.targets = read_targets(self)
        return values

    def request(self) -> asked.Refine:
        """Propose."""
        values = self.cleaned_data
        refined = asked.Refined(
            title=values["title"],
            background=values["background"],
            targets=self.targets,
            keywords=values["keywords"],
            ipc=values["ipc"],
            constraints=values["constraints"],
        )
        return asked.Refine(demand=self.case.pk, refined=refined, note=values["note"])


class ConfirmForm(MoveForm):
    """The owner agrees to what was refined; changed targets want their own tick."""

    drafts = False
    elements: ClassVar[Mapping[str, str]] = {"targets_agreed": "act.agreed"}
    targets_agreed = forms.BooleanField(label=_("I agree to the changed targets"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        self.seen = projecting.seen([self.case.pk])[self.case.pk]
        refined = self.seen.refined
        self.changed = refined is not None and refined.targets != self.seen.targets
        if not self.changed:
            self.fields["targets_agreed"].widget = forms.HiddenInput()

    def request(self) -> asked.Confirm:
        """Agree."""
        return asked.Confirm(demand=self.case.pk, targets_agreed=self.cleaned_data["targets_agreed"])


class _PartnerForm(MoveForm):
    """The base of forms that name a partner: one who answered, one of a register, or one by name."""

    partner = forms.ChoiceField(label=_("With whom"), widget=forms.RadioSelect)
    name = forms.CharField(label=_("Name, where it is nobody of the above"), required=False, max_length=120)
    elements: ClassVar[Mapping[str, str]] = {"partner": "act.target", "name": "act.target"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        self.known: dict[str, tuple[UUID | None, str, str]] = {}
        for each in self.row.answers.select_related("body").order_by("on", "pk"):
            self.known[f"body:{each.body_id}"] = (each.body_id, "", each.offer)
        names = {each.body_id: each.body.name for each in self.row.answers.select_related("body")}
        choices = [(code, names[pk]) for code, (pk, _name, _offer) in self.known.items() if pk]
        for each in self.row.talks.select_related("body").order_by("pk"):
            code = f"body:{each.body_id}" if each.body_id else f"name:{each.name}"
            if code not in self.known:
                self.known[code] = (each.body_id, each.name, each.offer)
                choices.append((code, each.body.name if each.body else each.name))
        if self.move == "talk":
            choices += self._matched()
        choices.append((OTHER, gettext("somebody else, named below")))
        field: Any = self.fields["partner"]
        field.choices = choices
        field.initial = choices[0][0]

    def _matched(self) -> list[tuple[str, str]]:
        found = []
        for source in offering.find(queries.profile(self.row)):
            for each in source.matches:
                offer = each.offer
                code = f"offer:{offer.kind}:{offer.ref}"[:120]
                body = UUID(offer.body) if offer.body else None
                if body == self.case.holder_id or not (body or offer.holder):
                    continue
                self.known[code] = (body, "" if body else offer.holder, f"{offer.kind}/{offer.ref}")
                found.append((code, f"{offer.holder} · {offer.title}"))
        return found

    def clean(self) -> dict[str, Any]:
        """Whoever is somebody else needs a name."""
        values = super().clean() or self.cleaned_data
        if values.get("partner") == OTHER and not str(values.get("name") or "").strip():
            self.add_error("name", gettext("Name the partner."))
        return values

    def chosen(self) -> tuple[UUID | None, str, str]:
        """Give body, name and offer of the partner."""
        values = self.cleaned_data
        return self.known.get(values["partner"], (None, values["name"], ""))


class TalkForm(_PartnerForm):
    """The owner begins to talk."""

    def request(self) -> asked.Talk:
        """Begin."""
        body, name, offer = self.chosen()
        return asked.Talk(demand=self.case.pk, body=body, name=name, offer=offer)


class ContractForm(_PartnerForm):
    """The owner concluded a contract."""

    elements: ClassVar[Mapping[str, str]] = {
        "number": "act.basis",
        "signed_on": "act.day",
        "amount": "act.amount_yuan",
        "amount_insisted": "act.agreed",
    }
    number = forms.CharField(label=_("Number of the contract"), max_length=64)
    signed_on = DayField(label=_("Signed on"))
    amount = WanField(label=_("Amount"))
    amount_insisted = forms.BooleanField(label=_("The amount is right as it stands"), required=False)

    def request(self) -> asked.Contract:
        """Say so."""
        body, name, _offer = self.chosen()
        values = self.cleaned_data
        return asked.Contract(
            demand=self.case.pk,
            number=values["number"],
            signed_on=values["signed_on"],
            amount=values["amount"],
            body=body,
            name=name,
            amount_insisted=values["amount_insisted"],
        )


class SolveForm(MoveForm):
    """What was reached of each target."""

    drafts = False
    elements: ClassVar[Mapping[str, str]] = {"text": "act.text"}
    text = forms.CharField(label=_("How it was solved"), max_length=SHORT, widget=area())

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        self.targets = queries.targets(self.row)
        for at, each in enumerate(self.targets):
            words = wording.target_words(each)
            label = f"{words['indicator']} ({words['target']} {words['unit']})"
            self.fields[f"reached_{at}"] = forms.CharField(label=label, required=False, max_length=40)
        self.order_fields([*(f"reached_{at}" for at in range(len(self.targets))), "text"])

    def clean(self) -> dict[str, Any]:
        """Each value is a number."""
        values = super().clean() or self.cleaned_data
        self.reached: list[Any] = []
        for at in range(len(self.targets)):
            raw = str(values.get(f"reached_{at}") or "").strip()
            try:
                self.reached.append(decimal_of(raw) if raw else None)
            except forms.ValidationError as error:
                self.add_error(f"reached_{at}", error)
        return values

    def request(self) -> asked.Solve:
        """Say so."""
        return asked.Solve(demand=self.case.pk, reached=tuple(self.reached), text=self.cleaned_data["text"])


class ExtendForm(MoveForm):
    """Keep the demand out for longer."""

    elements: ClassVar[Mapping[str, str]] = {"valid_until": "act.until"}
    valid_until = DayField(label=_("Keep it published until"))

    def request(self) -> asked.Extend:
        """Extend."""
        return asked.Extend(demand=self.case.pk, valid_until=self.cleaned_data["valid_until"])


class AnswerForm(KitForm):
    """A body says that it can solve a published demand."""

    about = "market.demand"
    owner = "county_checker"
    renew_by = UNTIL
    elements: ClassVar[Mapping[str, str]] = {"body": "act.body", "text": "act.text"}
    key = key_field()
    body = forms.ChoiceField(label=_("For whom you answer"))
    text = forms.CharField(
        label=_("How you would solve it, and what shows that you can"), max_length=SHORT, widget=area(8)
    )

    def __init__(self, *args: Any, actor: Actor, on: date, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        self.bodies: dict[str, Body] = bodies_with(actor, ANSWER, on)
        self.fields["key"].initial = chance.random_id()
        field: Any = self.fields["body"]
        field.choices = [(pk, body.name) for pk, body in self.bodies.items()]
        if len(self.bodies) == 1:
            field.initial = next(iter(self.bodies))

    def request(self, demand: UUID) -> asked.Answer:
        """Answer."""
        values = self.cleaned_data
        return asked.Answer(demand=demand, id=chance.uuid7(), body=UUID(values["body"]), text=values["text"])


FORMS: dict[str, type[MoveForm]] = {
    "pass_on": PassOnForm,
    "publish": WordsForm,
    "refuse": RefuseForm,
    "refine": RefineForm,
    "confirm": ConfirmForm,
    "send_back": WordsForm,
    "talk": TalkForm,
    "end_talks": WordsForm,
    "contract": ContractForm,
    "solve": SolveForm,
    "extend": ExtendForm,
}
