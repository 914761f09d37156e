"""Pages of the register of organisations."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kechuang.casework import standing, words
from kechuang.casework.act import Outcome
from kechuang.casework.models import Case
from kechuang.resources.organisations import actions, queries
from kechuang.resources.organisations.forms import RecordForm, WithdrawForm, initial_of
from kechuang.resources.organisations.lists import ORGANISATIONS, READ, REGISTER, kind_word, places_of
from kechuang.resources.organisations.models import Organisation, Tie
from kechuang.resources.organisations.rules import DECLARABLE, MOVES, Revise, Withdraw
from kechuang.web import chance, clock, conflict, disclosing, divisions, slots
from kechuang.web.accounts.models import Body
from kechuang.web.forms import form_page
from kechuang.web.listing import list_page
from kechuang.web.page import Action, Crumb
from kechuang.web.parts import Event, Fact
from kechuang.web.permissions import ROLES, Actor, actor_of, requires, scope

DECLARE = "organisation:declare"


def crumb() -> Crumb:
    """Give the way back to the register."""
    return Crumb(_("Organisations"), reverse("organisations:list"))


@requires(READ)
@require_safe
def organisations(request: HttpRequest) -> HttpResponseBase:
    """List the organisations in reach."""
    actions_here = []
    if slots.allowed(request, REGISTER):
        actions_here = [
            Action(label=_("Enter from a table"), url=reverse("organisations:import")),
            Action(label=_("Enter an organisation"), url=reverse("organisations:enter"), primary=True),
        ]
    return list_page(
        ORGANISATIONS,
        request,
        queries.organisations(actor_of(request), clock.today()),
        title=_("Organisations"),
        facts=[_("Every version is kept; mechanisms read kind, place, size and holders from here")],
        actions=actions_here,
    )


@requires(REGISTER)
def import_table(request: HttpRequest) -> HttpResponseBase:  # noqa: ARG001 - Django's signature
    """Lead to the place where every table is taken in."""
    return redirect("imports:upload", "organisations")


def office_of(actor: Actor) -> Body | None:
    """Give the office in which an actor keeps the register: the first of the grants that allow it."""
    today = clock.today()
    wanted = [
        grant.body
        for grant in actor.grants
        if grant.in_force(today) and grant.authority and REGISTER in ROLES[grant.role].permissions
    ]
    return Body.objects.filter(pk=wanted[0]).first() if wanted else None


@requires(REGISTER)
def enter(request: HttpRequest) -> HttpResponseBase:
    """Enter an organisation."""
    actor = actor_of(request)
    office = office_of(actor)
    if office is None:
        raise Http404
    body = _draft_id(request)
    form = RecordForm(
        request.POST or None,
        body=body,
        places=places_of(scope(actor, REGISTER, clock.today())),
        initial={"key": body.hex, "place": office.place},
    )
    if form.is_bound and form.is_valid():
        outcome = actions.register(
            form.values(), by=actor, key=f"organisation:{body.hex}", office=office, body=body, names=form.names()
        )
        if outcome.refusal is None:
            return redirect("casework:case", outcome.case)
        form.refuse(outcome.refusal)
    return form_page(
        request,
        form,
        title=_("Enter an organisation"),
        submit=_("Enter it"),
        cancel_url=reverse("organisations:list"),
        crumbs=[crumb()],
    )


def _draft_id(request: HttpRequest) -> UUID:
    """Give the id of the body to be made: drawn when the form is first shown, so that a repeat is the same act."""
    try:
        return UUID(request.POST.get("key", ""))
    except ValueError:
        return chance.uuid7()


def record_of(request: HttpRequest, identifier: UUID) -> Organisation:
    """Give a record by its case or its body, if the reader may open it; raises Http404 otherwise."""
    wanted = Q(case=identifier) | Q(pk=identifier)
    row = Organisation.objects.filter(wanted).select_related("case", "body__parent").prefetch_related("ties").first()
    if row is None or not standing.may_read(row.case, actor_of(request), clock.today()):
        raise Http404
    _disclose(request, row)
    return row


def _disclose(request: HttpRequest, row: Organisation) -> None:
    """Have it noted that an office reads a record with its holders; a natural person among them is told of it."""
    actor, today = actor_of(request), clock.today()
    groups = standing.readable_groups(row.case, actor, today)
    if "authority" not in groups:
        return
    persons = {tie.party for tie in row.ties.all() if tie.party.startswith("person/")}
    known = {"record": f"case/{row.case_id}", "kind": row.case.kind, "case": row.case_id}
    by = {"permission": READ, "place": row.case.place}
    disclosing.note(request, groups={"authority"}, **known, **by)
    if persons:
        disclosing.note(request, groups={"personal"}, subjects=persons, **known, **by)


@requires(READ)
def revise(request: HttpRequest, identifier: UUID) -> HttpResponseBase:
    """Bring a record up to date as an office."""
    reach = scope(actor_of(request), REGISTER, clock.today())
    return _change(request, identifier, "revise", places_of(reach))


@requires(DECLARE)
def declare(request: HttpRequest, identifier: UUID) -> HttpResponseBase:
    """Bring one's own record up to date."""
    return _change(request, identifier, "declare", [])


def _change(request: HttpRequest, identifier: UUID, move: str, places: list[tuple[str, str]]) -> HttpResponseBase:
    row = record_of(request, identifier)
    known = dict(places) | {row.place: divisions.name(row.place)}
    initial = {**initial_of(row), "key": chance.random_id()}
    form = RecordForm(conflict.sent(request), body=row.pk, places=list(known.items()), initial=initial)
    if move == "declare":
        _fix(form, row)
    title, back = words.move_word(MOVES.kind, move), reverse("casework:case", args=[row.case_id])
    crumbs = [crumb(), Crumb(row.name, back)]
    now = standing_record(row, initial, told=form.is_bound)
    if form.is_bound and form.is_valid():
        clash = conflict.answer(request, form, now, title=title, cancel_url=back, crumbs=crumbs)
        if clash is not None:
            return clash
        wanted = Revise(
            case=row.case_id,
            values=form.values(),
            since_version=form.cleaned_data["since_version"] or 0,
            names=form.names(),
        )
        act = actions.declare if move == "declare" else actions.revise
        outcome: Outcome = act(wanted, by=actor_of(request), key=form.cleaned_data["key"] or chance.random_id())
        if outcome.refusal is None:
            messages.success(request, _("Version %(number)d stands.") % {"number": row.version + 1})
            return redirect("casework:case", row.case_id)
        form.refuse(outcome.refusal)
    return form_page(request, form, title=title, submit=title, cancel_url=back, crumbs=crumbs, now=now)


def standing_record(row: Organisation, values: dict[str, Any], *, told: bool) -> conflict.Now:
    """Give the record as it stands; ``told`` asks as well who changed it last (one query)."""
    last = row.case.steps.select_related("person", "body").order_by("-id").first() if told else None
    who = " ".join(part.name for part in (last.body, last.person) if part) if last else ""
    version = str(row.version)
    refresh = {"since_version": version}
    return conflict.Now(version=version, values=values, by=who, at=last.on if last else None, refresh=refresh)


def _fix(form: RecordForm, row: Organisation) -> None:
    """Show who the organisation is without letting it change that; the gateway refuses it as well."""
    for name, field in form.fields.items():
        if name not in DECLARABLE and name not in {"key", "since_version"}:
            field.disabled = True
            field.initial = getattr(row, name)


@requires(REGISTER)
def withdraw(request: HttpRequest, identifier: UUID) -> HttpResponseBase:
    """Take a record off the register."""
    row = record_of(request, identifier)
    form = WithdrawForm(request.POST or None, initial={"key": chance.random_id()})
    if form.is_bound and form.is_valid():
        wanted = Withdraw(case=row.case_id, reason=form.cleaned_data["reason"])
        key = form.cleaned_data["key"] or chance.random_id()
        outcome = actions.withdraw(wanted, by=actor_of(request), key=key)
        if outcome.refusal is None:
            return redirect("casework:case", row.case_id)
        form.refuse(outcome.refusal)
    return form_page(
        request,
        form,
        title=words.move_word(MOVES.kind, "withdraw"),
        submit=words.move_word(MOVES.kind, "withdraw"),
        lead=_("The record and its versions stay in the log. Mechanisms no longer find the organisation."),
        cancel_url=reverse("casework:case", args=[row.case_id]),
        crumbs=[crumb(), Crumb(row.name, reverse("casework:case", args=[row.case_id]))],
    )


def panel(request: HttpRequest, case: Case) -> dict[str, Any] | None:
    """Give the block of an organisation on its case's page: values, holders, versions, related organisations."""
    row = Organisation.objects.filter(case=case.pk).select_related("body__parent").prefetch_related("ties").first()
    if row is None:
        return None
    ties = list(row.ties.all())
    return {
        "facts": facts_of(row),
        "shareholders": [tie_row(tie) for tie in ties if tie.role == Tie.SHAREHOLDER],
        "controllers": [tie_row(tie) for tie in ties if tie.role == Tie.CONTROLLER],
        "related": [
            (found.name, relation_word(relation), reverse("casework:case", args=[found.case_id]))
            for found, relation in queries.related_to(row, actor_of(request), clock.today())
        ],
        "versions": [
            Event(
                at=each.on, what=_("version %(number)d") % {"number": each.version}, before=changed_words(each.changed)
            )
            for each in queries.versions(row.pk)
        ],
        "organisation": row,
    }


def facts_of(row: Organisation) -> list[Fact]:
    """Give the values of a record as terms."""
    found = [
        Fact(term=_("Credit code"), value=row.credit_code),
        Fact(term=_("English name"), value=row.name_en),
        Fact(term=_("Kind"), value=kind_word(row.kind)),
        Fact(term=_("Place"), value=divisions.name(row.place)),
        Fact(term=_("Industry (GB/T 4754)"), value=row.industry),
        Fact(term=_("Founded on"), value=row.founded_on),
        Fact(term=_("Staff"), value=row.staff),
        Fact(term=_("Sales of a year (yuan)"), value=row.sales),
        Fact(term=_("Year of the sales"), value=str(row.sales_year or "")),
        Fact(term=_("Part of"), value=row.body.parent.name if row.body.parent else ""),
        Fact(term=_("Withdrawn on"), value=row.withdrawn_on),
    ]
    return [fact for fact in found if fact.value not in {"", None}]


def tie_row(tie: Tie) -> dict[str, Any]:
    """Give a party as the page shows it; a natural person's reference is not shown."""
    code = tie.party.removeprefix("code/") if tie.party.startswith("code/") else ""
    return {"name": tie.name or code or _("not named"), "code": code, "share": tie.share}


def relation_word(relation: str) -> str:
    """Give the word for a relation."""
    code = f"organisation.relation.{relation}"
    return _(code)


def changed_words(names: list[str]) -> str:
    """Name the values that a version changed."""
    labels = {name: str(field.label) for name, field in RecordForm.base_fields.items()}
    return _(", ").join(labels.get(name, name) for name in names)
