"""Rounds of recommendation: opened by an office with levels, days and quotas; each level sees its own."""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from kechuang.casework import queries, words
from kechuang.casework.lists import HOLDER, NUMBER, STATE, TITLE, case_url
from kechuang.casework.models import Case
from kechuang.casework.registry import CASE_KINDS
from kechuang.casework.standard import declare
from kechuang.casework.standard.models import Round
from kechuang.casework.standard.panel import level_word
from kechuang.casework.standard.reach import CITY, COUNTY, level_of
from kechuang.web import chance, clock
from kechuang.web.accounts.models import Body
from kechuang.web.forms import UNTIL, DayField, KitForm, form_page
from kechuang.web.listing import list_page
from kechuang.web.page import Action, Crumb
from kechuang.web.parts import Empty
from kechuang.web.permissions import Actor, actor_of, below, holding, may, requires, signed_in
from kechuang.web.tables import Column, List

OPEN = "round:open"
GIVE = "recommendation:give"


def kinds() -> list[str]:
    """Give the kinds of cases that may enter a round."""
    return sorted(code for code, standard in declare.DECLARED.items() if standard.recommend and code in CASE_KINDS)


def levels_below(place: str) -> list[str]:
    """Give the levels that recommend to an office at a place: unit and county to a city, the city too to a province."""
    level = level_of(place)
    return ["unit"] if level == COUNTY else ["unit", "county"] if level == CITY else ["unit", "county", "city"]


class RoundForm(KitForm):
    """What an office sets out: which cases, until when, how many each level may recommend."""

    about = "standard.round"
    owner = "city_checker"
    renew_by = UNTIL
    elements: ClassVar[Mapping[str, str]] = {
        "office": "act.office",
        "title": "act.title",
        "kind": "act.choice",
        "opens_on": "act.day",
        "closes_on": "act.until",
    }

    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    office = forms.ChoiceField(label=gettext_lazy("Office"))
    title = forms.CharField(label=gettext_lazy("Title"), max_length=120)
    kind = forms.ChoiceField(label=gettext_lazy("Which cases"))
    opens_on = DayField(label=gettext_lazy("Opens on"))
    closes_on = DayField(label=gettext_lazy("Closes on"), required=False)

    def __init__(self, *args: Any, actor: Actor, on: date, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        self.on = on
        self.fields["key"].initial = chance.random_id()
        mine = [held.body for held in holding(actor, OPEN, on=on)]
        self.offices = {body.pk: body for body in Body.objects.filter(pk__in=mine).exclude(authority="")}
        _only(self, "office", [(str(pk), body.name) for pk, body in self.offices.items()])
        _only(self, "kind", [(code, words.kind_word(code)) for code in kinds()])
        for level in ("unit", "county", "city"):
            self.fields[f"quota_{level}"] = forms.IntegerField(
                label=_("Most for each: %(level)s") % {"level": level_word(level)},
                required=False,
                min_value=0,
                max_value=10_000,
                help_text=_("Empty takes the number of the rule"),
            )

    def clean(self) -> dict[str, Any]:
        """It must close after it opens."""
        values = super().clean() or self.cleaned_data
        opens, closes = values.get("opens_on"), values.get("closes_on")
        if opens and closes and closes < opens:
            self.add_error("closes_on", _("It must close after it opens."))
        if not self.offices:
            self.add_error(None, _("You act for no office that opens rounds."))
        return values

    def save(self) -> Round:
        """Write the round; its code is the authority, the year and a number."""
        values = self.cleaned_data
        office = self.offices[UUID(str(values.get("office") or self.fields["office"].initial))]
        levels = levels_below(office.place)
        quotas = {level: values[f"quota_{level}"] for level in levels if values[f"quota_{level}"] is not None}
        number = Round.objects.filter(authority=office.authority).count() + 1
        return Round.objects.create(
            code=f"{office.authority}-{values['opens_on'].year}-R{number:02d}",
            title=values["title"],
            kind=values.get("kind") or self.fields["kind"].initial,
            authority=office.authority,
            place=office.place,
            office=office,
            levels=levels,
            quotas=quotas,
            opens_on=values["opens_on"],
            closes_on=values["closes_on"],
        )


def _only(form: KitForm, name: str, choices: list[tuple[str, Any]]) -> None:
    field: Any = form.fields[name]
    field.choices = choices
    if len(choices) == 1:
        field.initial, field.required, field.widget = choices[0][0], False, forms.HiddenInput()


def _levels(row: Round) -> str:
    parts = []
    for level in row.levels:
        most = row.quotas.get(level)
        parts.append(f"{level_word(level)} {most}" if most is not None else level_word(level))
    return " → ".join(parts)


ROUNDS = List(
    key="rounds",
    caption=gettext_lazy("Rounds of recommendation"),
    columns=[
        Column(name="code", label=gettext_lazy("Number"), kind="code", link=True),
        Column(name="title", label=gettext_lazy("Title"), kind="main", link=True),
        Column(name="office", label=gettext_lazy("Office"), value="office__name"),
        Column(name="levels", label=gettext_lazy("Levels and places"), value=_levels),
        Column(name="opens_on", label=gettext_lazy("Opens on"), kind="day", sort=("opens_on",)),
        Column(name="closes_on", label=gettext_lazy("Closes on"), kind="day"),
    ],
    order="-opens_on",
    row_url=lambda row: reverse("standard:round", args=[row.pk]),
    empty=Empty(sentence=gettext_lazy("No round yet. An office opens one when it calls for recommendations.")),
)


def reachable(actor: Actor) -> Any:  # noqa: ANN401 - a queryset of rounds
    """Give the rounds of the places in which a person acts, and those below and above them."""
    places = {held.place for held in actor.grants}
    rows = [row.pk for row in Round.objects.all() if any(below(p, row.place) or below(row.place, p) for p in places)]
    return Round.objects.filter(pk__in=rows).select_related("office")


@signed_in
@require_safe
def rounds(request: HttpRequest) -> HttpResponseBase:
    """The rounds of the reader's places."""
    actor = actor_of(request)
    title = _("Rounds of recommendation")
    new = Action(label=_("Open a round"), url=reverse("standard:round-new"), primary=True)
    actions = [new] if may(actor, OPEN, on=clock.today()) else []
    return list_page(ROUNDS, request, reachable(actor), title=title, crumbs=[Crumb(title)], actions=actions)


@requires(OPEN)
@require_http_methods(("GET", "HEAD", "POST"))
def new(request: HttpRequest) -> HttpResponse:
    """Open a round."""
    sent = request.method == "POST"
    form = RoundForm(request.POST if sent else None, actor=actor_of(request), on=clock.today())
    if form.is_bound and form.is_valid():
        return redirect("standard:round", form.save().pk)
    back = reverse("standard:rounds")
    title = _("Open a round")
    crumbs = [Crumb(_("Rounds of recommendation"), back)]
    return form_page(request, form, title=title, submit=title, cancel_url=back, crumbs=crumbs)


def _stands(row: Case) -> str:
    found = row.nomination
    return level_word("round" if found.arrived else found.level) if not found.ended else "—"


IN_ROUND = List(
    key="in-round",
    caption=gettext_lazy("Cases of the round"),
    columns=[
        NUMBER,
        TITLE,
        HOLDER,
        STATE,
        Column(name="at", label=gettext_lazy("Stands with"), value=_stands),
        Column(name="opened_on", label=gettext_lazy("Opened"), kind="day", sort=("opened_on", "id")),
    ],
    order="opened_on",
    row_url=case_url,
    empty=Empty(sentence=gettext_lazy("No case of this round has come up to you.")),
)


def cases_of(row: Round, actor: Actor, on: date) -> Any:  # noqa: ANN401 - a queryset of cases
    """Give the cases of a round that have come up to the reader."""
    return queries.cases(actor, on, [row.kind]).filter(nomination__round=row).select_related("nomination")


@signed_in
@require_safe
def round_(request: HttpRequest, identifier: UUID) -> HttpResponseBase:
    """One round, with the cases that have come up to the reader."""
    actor = actor_of(request)
    row = reachable(actor).filter(pk=identifier).first()
    if row is None:
        raise Http404
    facts = [row.code, row.office.name, _levels(row)]
    rows = cases_of(row, actor, clock.today()) if row.kind in CASE_KINDS else Case.objects.none()
    crumbs = [Crumb(_("Rounds of recommendation"), reverse("standard:rounds"))]
    return list_page(IN_ROUND, request, rows, title=row.title, facts=facts, crumbs=crumbs)
