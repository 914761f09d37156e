"""Setting a demand in three steps: what is wanted, under which conditions, who may read it."""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.casework.standard.form_base import key_field
from kechuang.mechanisms.market.demand import wording
from kechuang.mechanisms.market.demand.actions import office_for
from kechuang.mechanisms.market.demand.fields import (
    IpcField,
    WanField,
    WordsField,
    add_target_fields,
    area,
    bodies_with,
    read_targets,
    target_fields,
    target_lines,
)
from kechuang.mechanisms.market.demand.models import Demand
from kechuang.mechanisms.market.demand.rules import requests as asked
from kechuang.mechanisms.market.demand.rules.intake import LONGEST, LONGEST_TITLE
from kechuang.mechanisms.market.demand.rules.matching import Profile
from kechuang.mechanisms.market.demand.rules.moves import SUBMIT
from kechuang.web import chance, divisions
from kechuang.web.accounts.models import Body
from kechuang.web.forms import UNTIL, CreditCodeField, DayField, KitForm
from kechuang.web.permissions import Actor

STEPS = (
    ("holder", "behalf_code", "behalf_name", "list_type", "title", "field", "background", "keywords", "ipc"),
    (
        *("constraints", "budget", "budget_insisted", "pays", "needed_by", "mode", "wish", "readiness", "region"),
        *("is_scene", "scene_location", "scene_data", "scene_purchase"),
    ),
    ("masked", "open_details", "valid_until"),
)
PARENTS = ("000000", "310000", "320000", "330000", "340000")


class DemandForm(KitForm):
    """A demand. All steps are one form: what was filled on one page travels, hidden, through the others."""

    about = "market.demand"
    owner = "county_checker"
    renew_by = UNTIL
    elements: ClassVar[Mapping[str, str]] = {
        "holder": "act.body",
        "behalf_code": "act.target",
        "behalf_name": "act.target",
        "list_type": "act.choice",
        "title": "act.title",
        "field": "act.choice",
        "background": "act.text",
        "keywords": "act.title",
        "ipc": "act.choice",
        **dict.fromkeys(target_fields(), "act.title"),
        "constraints": "act.text",
        "budget": "act.amount_yuan",
        "budget_insisted": "act.agreed",
        "pays": "act.choice",
        "needed_by": "act.until",
        "mode": "act.choice",
        "wish": "act.choice",
        "readiness": "act.choice",
        "region": "act.choice",
        "is_scene": "act.choice",
        "scene_location": "act.text",
        "scene_data": "act.text",
        "scene_purchase": "act.text",
        "masked": "act.choice",
        "open_details": "act.choice",
        "valid_until": "act.until",
    }

    key = key_field()
    holder = forms.ChoiceField(label=_("Owner of the demand"))
    behalf_code = CreditCodeField(
        label=_("Credit code of the firm that entrusted you"),
        required=False,
        help_text=_("Only where you post for another firm; an intermediary must name it."),
    )
    behalf_name = forms.CharField(label=_("Name of that firm"), required=False, max_length=120)
    list_type = forms.ChoiceField(label=_("Kind of list"), widget=forms.RadioSelect, required=False)
    title = forms.CharField(
        label=_("The question in one sentence"),
        max_length=LONGEST_TITLE,
        help_text=_("What is to be solved, not what you sell."),
    )
    field = forms.ChoiceField(label=_("Field of technology"))
    background = forms.CharField(
        label=_("Background"),
        max_length=LONGEST,
        widget=area(6),
        help_text=_("What you do now, where it fails, what you have tried."),
    )
    keywords = WordsField(
        label=_("Keywords"),
        required=False,
        max_length=300,
        help_text=_("With 、 between them; they help the matching."),
    )
    ipc = IpcField(label=_("IPC symbols"), required=False, max_length=200, help_text=_("For example B23Q 11/00"))
    constraints = forms.CharField(
        label=_("Conditions"),
        required=False,
        max_length=LONGEST,
        widget=area(3),
        help_text=_("Cost of a piece, size, certification, what must stay as it is."),
    )
    budget = WanField(
        label=_("Budget"), required=False, help_text=_("Empty: negotiable. The public reads only a band.")
    )
    budget_insisted = forms.BooleanField(
        label=_("The amount is right as it stands, although it is unusually large"), required=False
    )
    pays = forms.ChoiceField(label=_("How you would pay"))
    needed_by = DayField(label=_("Needed by"), required=False)
    mode = forms.ChoiceField(label=_("Form of cooperation"))
    wish = forms.ChoiceField(label=_("Rights in what is made"))
    readiness = forms.TypedChoiceField(
        label=_("Readiness wanted at delivery (TRL)"), required=False, coerce=int, empty_value=None
    )
    region = forms.ChoiceField(label=_("Where the partner should be"), required=False)
    is_scene = forms.BooleanField(
        label=_("This is an application scene that is open to new technology"), required=False
    )
    scene_location = forms.CharField(label=_("Where the scene is"), required=False, max_length=200)
    scene_data = forms.CharField(label=_("Data that can be used"), required=False, max_length=1000, widget=area(2))
    scene_purchase = forms.CharField(
        label=_("What you undertake to buy after a successful trial"), required=False, max_length=1000, widget=area(2)
    )
    masked = forms.BooleanField(label=_("Do not publish our name"), required=False)
    open_details = forms.BooleanField(label=_("Publish background and conditions too"), required=False)
    valid_until = DayField(
        label=_("Keep it published until"), required=False, help_text=_("Empty: the usual term of the rules.")
    )

    def __init__(self, *args: Any, actor: Actor, on: date, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        self.actor, self.on = actor, on
        self.holders = bodies_with(actor, SUBMIT, on)
        fields: Any = self.fields
        fields["key"].initial = chance.random_id()
        fields["holder"].choices = [(pk, body.name) for pk, body in self.holders.items()]
        if len(self.holders) == 1:
            fields["holder"].initial = next(iter(self.holders))
        self.lists = wording.lists(self._place(), on)
        fields["list_type"].choices = list(self.lists.items())
        fields["list_type"].required = bool(self.lists)
        fields["field"].choices = [("", gettext("choose")), *wording.FIELDS.items()]
        for name, words in (("pays", wording.PAYS), ("mode", wording.MODES), ("wish", wording.WISHES)):
            fields[name].choices = list(words.items())
            fields[name].initial = "acceptance" if name == "pays" else "open"
        fields["readiness"].choices = [("", gettext("no wish")), *((str(level), str(level)) for level in range(1, 10))]
        fields["region"].choices = [("", gettext("anywhere")), *self._regions()]
        add_target_fields(self)
        self.targets: tuple[asked.Target, ...] = ()

    def _place(self) -> str:
        body = self.holders.get(str(self.data.get("holder", ""))) or next(iter(self.holders.values()), None)
        return body.place if body else wording.NAMED_BY

    def _regions(self) -> list[tuple[str, str]]:
        place = self._place()
        codes = [place, f"{place[:4]}00", f"{place[:2]}0000", *PARENTS]
        return [(code, divisions.name(code)) for code in dict.fromkeys(codes)]

    def prefill(self, holder: Body, last: Demand | None) -> None:
        """Lay in what the owner told before: the choices of the last demand, never its words."""
        self.initial["holder"] = str(holder.pk)
        if last is not None:
            for name in ("field", "pays", "mode", "wish", "region", "masked"):
                self.initial.setdefault(name, getattr(last, name))

    def step_of(self, name: str) -> int:
        """Give the step on which a field stands, counted from one."""
        return next((at for at, names in enumerate(STEPS, 1) if name in names), 1)

    def up_to(self, step: int) -> None:
        """Forget what is said against fields of later steps: nobody has seen them yet."""
        for name in [name for name in self.errors if name in self.fields and self.step_of(name) > step]:
            del self.errors[name]

    def first_wrong(self) -> int:
        """Give the first step on which something is wrong."""
        return min((self.step_of(name) for name in self.errors if name in self.fields), default=len(STEPS))

    def shown(self, step: int) -> list[Any]:
        """Give the bound fields of a step, without those of targets."""
        names = [name for name in STEPS[step - 1] if not (name == "list_type" and not self.lists)]
        return [self[name] for name in names]

    def carried_fields(self, step: int) -> list[Any]:
        """Give the fields of the other steps, to be carried along."""
        here = set(STEPS[step - 1]) | (set(target_fields()) if step == 1 else set())
        return [self[name] for name in self.fields if name not in here and name != "key"]

    def lines(self) -> list[list[Any]]:
        """Give the fields of targets, line by line."""
        return target_lines(self)

    def clean(self) -> dict[str, Any]:
        """Read the targets; there must be an office that takes demands of the place."""
        values = super().clean() or self.cleaned_data
        self.targets = read_targets(self)
        if not self.targets and not any(name.startswith(("indicator", "target", "current")) for name in self.errors):
            self.add_error("indicator_0", gettext("A demand needs at least one target that can be measured."))
        body = self.body
        self.office = office_for(body.place) if body else None
        if body is not None and self.office is None:
            self.add_error("holder", gettext("No office on this node takes demands of the place of this body."))
        return values

    @property
    def body(self) -> Body | None:
        """The body that sets the demand."""
        return self.holders.get(str(self.cleaned_data.get("holder", "")))

    def terms(self) -> asked.Terms:
        """Give what the demand says."""
        values = self.cleaned_data
        scene = None
        if values["is_scene"]:
            scene = asked.Scene(
                location=values["scene_location"], data=values["scene_data"], purchase=values["scene_purchase"]
            )
        return asked.Terms(
            title=values["title"],
            list_type=values["list_type"],
            field=values["field"],
            background=values["background"],
            targets=self.targets,
            keywords=values["keywords"],
            ipc=values["ipc"],
            constraints=values["constraints"],
            budget=values["budget"],
            budget_insisted=values["budget_insisted"],
            pays=values["pays"],
            needed_by=values["needed_by"],
            mode=values["mode"],
            wish=values["wish"],
            masked=values["masked"],
            open_details=values["open_details"],
            readiness=values["readiness"],
            region=values["region"],
            scene=scene,
            behalf_code=values["behalf_code"] or "",
            behalf_name=values["behalf_name"],
            valid_until=values["valid_until"],
        )

    def request(self) -> asked.Open:
        """Set the demand. Raises ValueError for a form that was not found valid."""
        body = self.body
        if body is None or self.office is None:
            raise ValueError("the form is not valid")
        terms = self.terms()
        return asked.Open(
            case=chance.uuid7(),
            authority=self.office.authority,
            office=self.office.pk,
            place=body.place,
            holder=body.pk,
            terms=terms,
            channel="agent" if terms.behalf_code else "online",
        )

    def profile(self) -> Profile:
        """Give what matching would read of this demand."""
        values = self.cleaned_data
        words = (each.indicator for each in self.targets)
        return Profile(
            field=values.get("field") or "",
            ipc=values.get("ipc") or (),
            keywords=values.get("keywords") or (),
            text=" ".join((values.get("title") or "", values.get("background") or "", *words)),
            readiness=values.get("readiness"),
            place=self.body.place if self.body else "",
            region=values.get("region") or "",
        )
