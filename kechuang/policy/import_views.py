"""Taking documents in: a file is read into a preview, a person checks it, one act accepts it. Revising, withdrawing."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kechuang.casework.act import Outcome
from kechuang.kernel.refusal import Refusal
from kechuang.policy import actions, beside, kept, queries, wording
from kechuang.policy.finding import KINDS, TARGET, TASK, Reading, from_json
from kechuang.policy.forms import COPY, REPLACE, AcceptForm, UploadForm, WithdrawForm
from kechuang.policy.models import Document, Draft
from kechuang.policy.showing import CLAUSES, MANY, Shower
from kechuang.policy.views import document_crumb, documents_crumb, found_or_404
from kechuang.web import drafts
from kechuang.web.forms import form_page
from kechuang.web.page import Action, Crumb, page
from kechuang.web.parts import Figure, Step
from kechuang.web.permissions import actor_of, requires

RECORDS = (TARGET, TASK)
GET_POST = ("GET", "HEAD", "POST")


def _steps(at: int) -> list[Step]:
    labels = (_("Give the document"), _("Check what was found"), _("In the register"))
    return [Step(label=label, current=number == at, done=number < at) for number, label in enumerate(labels)]


@requires("policy:import")
@require_http_methods(GET_POST)
def take(request: HttpRequest) -> HttpResponse:
    """Take a file or text and read it into a preview; nothing enters the register here."""
    return _take(request, None)


@requires("policy:import")
@require_http_methods(GET_POST)
def revise(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """Take a better copy of a document into a preview."""
    return _take(request, found_or_404(identifier))


def _take(request: HttpRequest, replaces: Document | None) -> HttpResponse:
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if form.is_bound and form.is_valid():
        taken = form.take()
        if isinstance(taken, Refusal):
            form.refuse(taken)
        else:
            identifier = replaces.pk if replaces else None
            draft = actions.preview(taken.reading, taken.text, taken.data, by=actor_of(request), replaces=identifier)
            return redirect("policy:preview", draft.pk)
    title = _("Import a document") if replaces is None else _("Replace by a better copy")
    crumbs = [documents_crumb()] if replaces is None else [documents_crumb(), document_crumb(replaces)]
    lead = _(
        "The file is read as it is. Headings, targets, tasks, systems and cited documents are shown in place. "
        "You check them before anything enters the register."
    )
    back = reverse("policy:documents") if replaces is None else reverse("policy:document", args=[replaces.pk])
    return form_page(
        request,
        form,
        title=title,
        submit=_("Read it and show what was found"),
        template="policy/take.html",
        context={"steps": _steps(0), "waiting": queries.waiting(actor_of(request))},
        cancel_url=back,
        lead=lead,
        crumbs=crumbs,
    )


@requires("policy:import")
@require_http_methods(GET_POST)
def preview(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """Show what was found in an uploaded document; accepting it is one act."""
    draft = queries.draft(identifier, actor_of(request))
    if draft is None:
        raise Http404
    reading = from_json(draft.reading)
    replaced = [draft.replaces_id] if draft.replaces_id else []
    same = queries.same_copy(reading)
    twins = [] if same else queries.twins(reading.title, draft.sample, apart_from=replaced)
    if draft.replaces:
        twins = [queries.Twin(draft.replaces, 1.0), *twins]
    initial = {"relation": f"{REPLACE}:{draft.replaces_id}"} if draft.replaces_id else {}
    form = AcceptForm(reading, twins, request.POST if request.method == "POST" else None, initial=initial)
    if form.is_bound and form.is_valid():
        outcome = _accept(request, draft, form)
        if outcome.refusal is None:
            messages.success(request, _("The document is in the register. Clauses, targets and tasks are records now."))
            return redirect("policy:document", outcome.case)
        form.refuse(outcome.refusal)
    if not same:
        form.draft = drafts.attach(request, form, reading.title or _("Document without a title"))
    context = {
        "form": form,
        "draft": draft,
        "reading": reading,
        "shown": Shower(kept.read_text(reading.text_digest), reading, request.path, request.GET).show(),
        "same": same,
        "twins": [(twin, beside.notes_on(reading, twin.document)) for twin in twins],
        "counts": _counts(reading),
        "steps": _steps(1),
        "lang": wording.language_of(reading.script),
    }
    return page(
        request,
        "policy/preview.html",
        context,
        title=reading.title or _("Document without a title"),
        facts=[_("Preview: nothing is in the register yet"), reading.origin.name or _("pasted text")],
        crumbs=[documents_crumb(), Crumb(_("Import a document"), reverse("policy:import"))],
        actions=[] if same else [Action(label=_("Accept into the register"), url="#accept", primary=True)],
        failed=form.wrong,
        status=422 if form.wrong else 200,
    )


def _counts(reading: Reading) -> list[Figure]:
    """Give how much of each kind was found; clauses first, then what is there at all."""
    found = [(kind, len(reading.of(kind))) for kind in KINDS]
    clauses = Figure(label=CLAUSES, value=len(reading.clauses))
    return [clauses, *(Figure(label=MANY[kind], value=count) for kind, count in found if count or kind in RECORDS)]


def _accept(request: HttpRequest, draft: Draft, form: AcceptForm) -> Outcome:
    actor, (kind, twin) = actor_of(request), form.stands
    if kind == REPLACE:
        return actions.replace(draft, UUID(twin), form.particulars, form.cleaned_data["reason"], by=actor)
    same_work_as = UUID(twin) if kind == COPY else None
    return actions.accept(draft, form.particulars, by=actor, same_work_as=same_work_as)


@requires("policy:import")
@require_POST
def drop(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """Throw a preview away."""
    draft = queries.draft(identifier, actor_of(request))
    if draft is None:
        raise Http404
    actions.drop(draft)
    messages.info(request, _("The preview was thrown away. Nothing had entered the register."))
    return redirect("policy:documents")


@requires("policy:accept")
@require_http_methods(GET_POST)
def withdraw(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """Take a document out of the register, with a reason."""
    found = found_or_404(identifier)
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        reason = form.cleaned_data["reason"]
        outcome = actions.withdraw(found.pk, reason, by=actor_of(request), key=f"policy.withdraw:{found.pk}")
        if outcome.refusal is None:
            messages.success(request, _("The document was withdrawn. Its record and its text stay provable."))
            return redirect("policy:document", found.pk)
        form.refuse(outcome.refusal)
    return form_page(
        request,
        form,
        title=_("Withdraw a document"),
        submit=_("Take it out of the register"),
        cancel_url=reverse("policy:document", args=[found.pk]),
        lead=_(
            "Its targets and tasks leave the registers, and its clauses are no longer quoted. "
            "The document can be imported again at any time."
        ),
        crumbs=[documents_crumb(), document_crumb(found)],
        facts=[found.title],
    )
