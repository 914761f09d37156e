"""Pages of collections: sending one with its burden shown, answering, what came back."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kechuang.casework import standing, words
from kechuang.casework.elements import acts, forms, lists, queries
from kechuang.casework.elements.dictionary import elements
from kechuang.casework.elements.known import known
from kechuang.casework.elements.models import Collection, CollectionAnswer
from kechuang.casework.elements.rules import ANSWER, SEND, End, GiveAnswer, Send
from kechuang.web import chance, clock, divisions, exports
from kechuang.web.accounts.models import Body
from kechuang.web.exports import Export
from kechuang.web.forms import form_page
from kechuang.web.listing import list_page
from kechuang.web.page import Action, Crumb, page
from kechuang.web.parts import Fact, Figure
from kechuang.web.permissions import Actor, actor_of, requires, scope

GET_POST = ("GET", "HEAD", "POST")


def crumb() -> Crumb:
    """Give the way to the list of collections."""
    return Crumb(_("One-off collections"), reverse("elements:collections"))


@requires(SEND)
@require_safe
def collections(request: HttpRequest) -> HttpResponseBase:
    """List what offices in reach sent."""
    rows = queries.collections(actor_of(request), clock.today())
    new = Action(label=_("Ask for figures"), url=reverse("elements:new"), primary=True)
    return list_page(lists.SENT, request, rows, title=_("One-off collections"), actions=[new])


@requires(ANSWER)
@require_safe
def asked(request: HttpRequest) -> HttpResponseBase:
    """List what the reader's bodies were asked."""
    return list_page(lists.ASKED, request, queries.asked_of(actor_of(request), clock.today()), title=_("Asked of us"))


@requires(SEND)
@require_http_methods(GET_POST)
def new(request: HttpRequest) -> HttpResponse:
    """Fill a collection; show its burden; send it only when its sender agreed to what was shown."""
    actor, today = actor_of(request), clock.today()
    office = queries.office_of(actor, today)
    if office is None:
        raise Http404
    initial = {"key": chance.random_id(), "year": today.year, "place": office.place}
    form = forms.CollectionForm(
        request.POST or None, places=_places(actor), kinds=forms.kind_options(), initial=initial
    )
    if form.is_bound and form.is_valid():
        wanted = _request(form, actor, office)
        if "agreed" not in request.POST:
            return _preview(request, wanted)
        outcome = acts.send(wanted, by=actor, key=f"collection:{actor.person}:{form.cleaned_data['key']}")
        if outcome.refusal is None:
            messages.success(request, _("Sent to %(count)s bodies") % {"count": len(wanted.recipients)})
            return redirect("elements:collection", wanted.case if not outcome.repeated else outcome.case)
        form.refuse(outcome.refusal)
    return form_page(
        request,
        form,
        title=_("Ask for figures"),
        submit=_("Show the burden"),
        cancel_url=reverse("elements:collections"),
        crumbs=[crumb()],
        lead=_("Nothing is sent yet: the next page says what you ask of others."),
    )


def _places(actor: Actor) -> list[tuple[str, str]]:
    reach = scope(actor, SEND, clock.today())
    codes = sorted(set(Body.objects.values_list("place", flat=True).distinct()) | reach.places)
    return [(code, divisions.name(code)) for code in codes if reach.covers(place=code)]


def _request(form: forms.CollectionForm, actor: Actor, office: Body) -> Send:
    given = form.cleaned_data
    plain = ("place", "kind", "wanted", "title", "basis", "purpose", "year", "reply_by", "expires_on")
    return queries.composed(actor, office, clock.today(), **{name: given[name] for name in plain})


def _preview(request: HttpRequest, wanted: Send) -> HttpResponse:
    weight = queries.weigh([each.body for each in wanted.recipients], wanted.elements, wanted.year)
    context = {
        "burden": weight,
        "figures": [
            Figure(label=_("Number of bodies"), value=weight.recipients),
            Figure(label=_("Fields"), value=weight.fields),
            Figure(label=_("Values asked"), value=weight.cells),
            Figure(label=_("Known already"), value=weight.known),
            Figure(label=_("Working hours asked of others"), value=weight.hours),
        ],
        "sent": [(name, value) for name in request.POST for value in request.POST.getlist(name) if name != _TOKEN],
        "wanted": wanted,
        "names": [forms.word(elements()[code]) for code in wanted.elements],
        "bodies": Body.objects.filter(pk__in=[each.body for each in wanted.recipients]).order_by("place", "name"),
        "cancel_url": reverse("elements:collections"),
    }
    return page(request, "elements/preview.html", context, title=wanted.title, crumbs=[crumb()])


_TOKEN = "csrfmiddlewaretoken"  # noqa: S105 - the name of Django's field


def _found(request: HttpRequest, identifier: UUID) -> Collection:
    row = queries.collections(actor_of(request), clock.today()).filter(pk=identifier).first()
    if row is None:
        raise Http404
    return row


@requires(SEND)
@require_safe
def collection(request: HttpRequest, identifier: UUID) -> HttpResponseBase:
    """Show what was asked and what came back, with a file of it."""
    row = _found(request, identifier)
    answers = list(queries.answers_of(row))
    asked_for = [elements()[code] for code in row.elements]
    if (ending := request.GET.get("export")) in {"csv", "xlsx"}:
        return _file(row, answers, ending)
    back = queries.returned(answers, len(row.elements))
    context = {
        "collection": row,
        "state": words.state_of(row.case),
        "figures": [
            Figure(label=_("Bodies asked"), value=back.asked),
            Figure(label=_("Answered"), value=back.answered),
            Figure(label=_("Values confirmed"), value=back.confirmed),
            Figure(label=_("Values typed"), value=back.typed),
        ],
        "facts": [
            Fact(term=_("Basis"), value=row.basis),
            Fact(term=_("What it is for"), value=row.purpose),
            Fact(term=_("Year of the figures"), value=str(row.year)),
            Fact(term=_("Reply by"), value=row.reply_by),
            Fact(term=_("Ends on"), value=row.expires_on),
        ],
        "heads": [forms.word(each) for each in asked_for],
        "rows": [(each, [each.values.get(code, "") for code in row.elements]) for each in answers],
        "path": request.path,
    }
    actions = [Action(label=_("The case"), url=reverse("casework:case", args=[row.pk]))]
    return page(
        request,
        "elements/collection.html",
        context,
        title=row.case.title,
        facts=[row.case.number, row.case.office.name if row.case.office else ""],
        crumbs=[crumb()],
        actions=actions,
    )


def _file(row: Collection, answers: list[CollectionAnswer], ending: str) -> HttpResponseBase:
    heads = [_("Body"), _("Place"), _("State"), _("Answered on"), *(forms.word(elements()[c]) for c in row.elements)]
    rows = [
        [
            each.body.name,
            divisions.name(each.body.place),
            words.state_of(each.case).word,
            each.answered_on.isoformat() if each.answered_on else "",
            *(_typed(code, each.values.get(code, "")) for code in row.elements),
        ]
        for each in answers
    ]
    export = Export(title=row.case.title, heads=heads, rows=iter(rows), filters={})
    return exports.respond(export, ending)


def _typed(code: str, value: str) -> Any:  # noqa: ANN401 - a cell
    return Decimal(value) if value and elements()[code].kind in {"yuan", "whole", "share"} else value


@requires(SEND)
@require_http_methods(GET_POST)
def close(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """End a collection before its day."""
    row = _found(request, identifier)
    form = forms.CloseForm(request.POST or None, initial={"key": chance.random_id()})
    actor = actor_of(request)
    if form.is_bound and form.is_valid():
        key = f"collection-close:{actor.person}:{form.cleaned_data['key']}"
        outcome = acts.close(End(row.pk, form.cleaned_data["reason"]), by=actor, key=key)
        if outcome.refusal is None:
            return redirect("elements:collection", row.pk)
        form.refuse(outcome.refusal)
    back = reverse("elements:collection", args=[row.pk])
    lead = _("Bodies that have not answered need not answer any more. This cannot be undone.")
    title = _("End “%(title)s”") % {"title": row.case.title}
    return form_page(
        request, form, title=title, submit=_("End the collection"), cancel_url=back, lead=lead, crumbs=[crumb()]
    )


@requires(ANSWER)
@require_http_methods(GET_POST)
def answer(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """Answer for one's body: what the platform knows stands filled in, with where it is from."""
    actor, today = actor_of(request), clock.today()
    row = queries.asked_of(actor, today).filter(pk=identifier).first()
    if row is None:
        raise Http404
    if not any(entry.move.code == "answer" for entry in standing.open_moves(row.case, actor, today)):
        messages.warning(request, _("This was answered or has ended; this is where it stands."))
        return redirect("casework:case", row.pk)
    held = known([row.body_id], row.collection.elements, row.collection.year)[row.body_id]
    filled = [forms.Filled(elements()[code], held.get(code)) for code in row.collection.elements]
    form = forms.AnswerForm(request.POST or None, asked=filled, initial={"key": chance.random_id()})
    if form.is_bound and form.is_valid():
        key = f"answer:{actor.person}:{form.cleaned_data['key']}"
        outcome = acts.give_answer(GiveAnswer(row.pk, form.values(), form.confirmed()), by=actor, key=key)
        if outcome.refusal is None:
            messages.success(request, _("Answered. The office has it now."))
            return redirect("casework:case", row.pk)
        form.refuse(outcome.refusal)
    known_count = sum(each.held is not None for each in filled)
    return form_page(
        request,
        form,
        title=row.case.title,
        facts=[row.case.office.name if row.case.office else "", row.collection.basis],
        submit=_("Answer"),
        cancel_url=reverse("casework:case", args=[row.pk]),
        crumbs=[Crumb(_("Asked of us"), reverse("elements:asked"))],
        lead=_(
            "%(known)s of %(fields)s values are known to the platform and stand filled in: look at them, correct "
            "what is wrong, and type the rest."
        )
        % {"known": known_count, "fields": len(filled)},
    )
