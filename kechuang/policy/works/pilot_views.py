"""Pages of pilots: what is tried first in one place, how it was evaluated, where it was spread."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kechuang.casework import standing, words
from kechuang.casework.models import Step as Done
from kechuang.policy import queries as policy
from kechuang.policy.models import Document
from kechuang.policy.works import actions, lists
from kechuang.policy.works.forms import PilotForm, PilotStepForm
from kechuang.policy.works.models import Pilot
from kechuang.policy.works.moves import PILOT
from kechuang.policy.works.rules import Step
from kechuang.policy.works.views import GET_POST, documents_crumb
from kechuang.web import clock, divisions, slots
from kechuang.web.forms import form_page
from kechuang.web.listing import list_page
from kechuang.web.page import Action, Crumb, page
from kechuang.web.parts import Event, Fact
from kechuang.web.permissions import View, actor_of, may, public, requires


def pilots_crumb() -> Crumb:
    """Give the way back to the list of pilots."""
    return Crumb(_("Pilots"), reverse("policy_works:pilots"))


@public
@require_safe
def pilots(request: HttpRequest) -> HttpResponseBase:
    """List the pilots on record."""
    buttons = []
    if slots.allowed(request, "policy:accept"):
        buttons.append(Action(label=_("Record a pilot"), url=reverse("policy_works:new-pilot"), primary=True))
    return list_page(
        lists.PILOTS,
        request,
        lists.pilots(),
        title=_("Pilots"),
        facts=[_("Tried first in one place, evaluated, then spread or ended")],
        crumbs=[documents_crumb()],
        actions=buttons,
    )


def found_or_404(identifier: UUID) -> Pilot:
    """Give a pilot, or answer that there is none."""
    found = Pilot.objects.select_related("case", "document").filter(pk=identifier).first()
    if found is None:
        raise Http404
    return found


@public
@require_safe
def pilot(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """Show a pilot with its clause and each step with its fact."""
    found = found_or_404(identifier)
    steps = Done.objects.filter(case=found.pk).select_related("body").order_by("-id")
    events = [
        Event(
            at=step.on,
            what=words.move_word(PILOT.kind, step.move),
            who=step.body.name if step.body else "",
            url=slots.link("fact", step.facts[0]) if step.facts else "",
        )
        for step in steps
    ]
    facts = [
        Fact(term=_("Document"), value=found.document.title, url=policy.document_url(found.document, found.clause)),
        Fact(term=_("Clause"), value=f"{found.clause} {found.quote}".strip()),
        Fact(term=_("Tried in"), value=divisions.name(found.place)),
        Fact(term=_("Since"), value=found.since),
        Fact(term=_("What is tried"), value=found.tried),
        Fact(term=_("What the evaluation says"), value=found.evaluation),
        Fact(term=_("Spread to"), value=divisions.name(found.spread_to) if found.spread_to else ""),
        Fact(term=_("Outcome"), value=found.outcome),
    ]
    buttons = [
        Action(label=words.move_word(entry.kind, entry.move.code), url=reverse(entry.form, args=[found.pk]))
        for entry in standing.open_moves(found.case, actor_of(request), clock.today())
        if entry.form
    ]
    return page(
        request,
        "policy_works/pilot.html",
        {"facts": [row for row in facts if row.value], "events": events, "state": words.state_of(found.case)},
        title=found.title,
        facts=[found.case.number],
        crumbs=[documents_crumb(), pilots_crumb()],
        actions=buttons,
    )


@requires("policy:accept")
@require_http_methods(GET_POST)
def new(request: HttpRequest) -> HttpResponse:
    """Put a pilot on record, from a clause."""
    rows = Document.objects.filter(withdrawn=False).order_by("title", "pk").values_list("pk", "title", "number")[:500]
    documents = [(str(pk), f"{title} {number}".strip()) for pk, title, number in rows]
    initial = {"document": request.GET.get("document", ""), "clause": request.GET.get("clause", "")}
    form = PilotForm(documents, request.POST if request.method == "POST" else None, initial=initial)
    if form.is_bound and form.is_valid():
        values = form.cleaned_data
        outcome = actions.register_pilot(
            UUID(values["document"]),
            values["clause"].strip(),
            values["title"],
            values["place"].strip(),
            values["tried"],
            since=values["since"],
            by=actor_of(request),
            key=f"works.pilot:{values['key'] or values['title']}",
        )
        if outcome.refusal is None:
            messages.success(request, _("The pilot is on record."))
            return redirect("policy_works:pilot", outcome.case)
        form.refuse(outcome.refusal)
    return form_page(
        request,
        form,
        title=_("Record a pilot"),
        submit=_("Put it on record"),
        cancel_url=reverse("policy_works:pilots"),
        crumbs=[documents_crumb(), pilots_crumb()],
    )


def step_page(move: str) -> View:
    """Give the page of a step of a pilot."""

    @requires("policy:accept")
    @require_http_methods(GET_POST)
    def view(request: HttpRequest, identifier: UUID) -> HttpResponse:
        found = found_or_404(identifier)
        if not may(actor_of(request), "policy:accept", on=clock.today(), place=found.case.place):
            raise Http404
        form = PilotStepForm(request.POST if request.method == "POST" else None, move=move)
        word = words.move_word(PILOT.kind, move)
        if form.is_bound and form.is_valid():
            values = form.cleaned_data
            asked = Step(
                case=found.pk, move=move, text=values["text"], spread_to=str(values.get("spread_to") or "").strip()
            )
            key = f"works.pilot.{move}:{values['key'] or found.pk}"
            outcome = actions.pilot_step(asked, by=actor_of(request), key=key)
            if outcome.refusal is None:
                messages.success(request, _("It is on record."))
                return redirect("policy_works:pilot", found.pk)
            form.refuse(outcome.refusal)
        return form_page(
            request,
            form,
            title=word,
            submit=_("Put it on record"),
            cancel_url=reverse("policy_works:pilot", args=[found.pk]),
            crumbs=[
                documents_crumb(),
                pilots_crumb(),
                Crumb(found.title, reverse("policy_works:pilot", args=[found.pk])),
            ],
            facts=[found.title],
        )

    return view
