"""Pages of policy documents and their registers; taking in stands in ``import_views``, systems in ``system_views``."""

from urllib.parse import quote
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from kechuang.casework import standing, words
from kechuang.policy import beside, catalogue, kept, lists, queries, rules, wording
from kechuang.policy.models import Document
from kechuang.policy.showing import Shower
from kechuang.web import clock, slots, written
from kechuang.web.listing import list_page
from kechuang.web.page import Action, Crumb, page
from kechuang.web.parts import Event, Fact
from kechuang.web.permissions import actor_of, public


@public
@require_safe
def documents(request: HttpRequest) -> HttpResponseBase:
    """List the policy documents of the register."""
    return list_page(
        lists.DOCUMENTS,
        request,
        queries.documents(),
        template="policy/list.html",
        title=_("Policy documents"),
        facts=[_("As published, word for word, with what was found in them")],
        actions=import_action(request),
    )


def import_action(request: HttpRequest) -> list[Action]:
    """Give the button for taking in a document to those who may."""
    if not slots.allowed(request, "policy:import"):
        return []
    return [Action(label=_("Import a document"), url=reverse("policy:import"), primary=True)]


@public
@require_safe
def targets(request: HttpRequest) -> HttpResponseBase:
    """List the targets of all documents."""
    return list_page(
        lists.TARGETS,
        request,
        queries.targets(),
        template="policy/list.html",
        title=_("Targets"),
        facts=[_("Every quantity that a document in the register promises, as published")],
        crumbs=[documents_crumb()],
    )


@public
@require_safe
def tasks(request: HttpRequest) -> HttpResponseBase:
    """List the tasks of all documents."""
    return list_page(
        lists.TASKS,
        request,
        queries.tasks(),
        template="policy/list.html",
        title=_("Tasks and responsible bodies"),
        facts=[_("Bodies as the documents word them")],
        crumbs=[documents_crumb()],
    )


def documents_crumb() -> Crumb:
    """Give the way back to the list of documents."""
    return Crumb(_("Policy documents"), reverse("policy:documents"))


def document_crumb(found: Document) -> Crumb:
    """Give the way back to a document."""
    return Crumb(found.title, reverse("policy:document", args=[found.pk]))


def found_or_404(identifier: UUID) -> Document:
    """Give a document, or answer that there is none."""
    found = queries.document(identifier)
    if found is None:
        raise Http404
    return found


@public
@require_safe
def document(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """Show a document as published, with every finding marked in place and the register beside it."""
    found = found_or_404(identifier)
    context = {"document": found, "facts": document_facts(found), "lang": wording.language_of(found.script)}
    shell = {"title": found.title, "facts": head_facts(found), "crumbs": [documents_crumb()]}
    try:
        text = queries.text_of(found)
    except kept.MissingFileError:
        return page(request, "policy/lost.html", context, status=503, **shell)
    context |= {
        "shown": Shower(text, beside.reading_in_force(found), request.path, request.GET, beside.marks_of(found)).show(),
        "copies": queries.copies(found),
        "promises": [(path, each) for path, held in queries.promises_of(found).items() for each in promise_hits(held)],
        "state": lists.standing(found),
    }
    return page(request, "policy/document.html", context, actions=document_actions(request, found), **shell)


def promise_hits(held: list[catalogue.Promise]) -> list[slots.Hit]:
    """Give promises with their summary and, where a package shows them, their page."""
    return [
        slots.Hit(
            title=wording.own(each.title),
            kind=each.clause,
            url=slots.link("promise", each.code),
            note=wording.own(each.summary),
        )
        for each in held
    ]


def head_facts(found: Document) -> list[str]:
    """Give the grey line below the title."""
    day = written.day_in_words(found.issued_on) if found.issued_on else ""
    return [each for each in (found.number, "、".join(found.issuers), day) if each]


def document_facts(found: Document) -> list[Fact]:
    """Give what is recorded of the copy itself."""
    length = ngettext("%(n)s character", "%(n)s characters", found.chars) % {"n": written.whole(found.chars)}
    rows = [
        Fact(term=_("Register number"), value=found.case.number),
        Fact(term=_("Imported"), value=found.imported_on),
        Fact(term=_("Version"), value=found.version),
        Fact(term=_("File"), value=found.file_name or _("pasted text"), url=reverse("policy:file", args=[found.pk])),
        Fact(term=_("Text"), value=length, url=reverse("policy:text", args=[found.pk])),
    ]
    return [row for row in rows if row.value not in {"", None}]


def document_actions(request: HttpRequest, found: Document) -> list[Action]:
    """Give the buttons: the record for everybody, the moves for those who may take them."""
    actions = beside.buttons_of(request, found)
    actions.append(Action(label=_("Record and proof"), url=reverse("policy:record", args=[found.pk])))
    for entry in standing.open_moves(found.case, actor_of(request), clock.today()):
        label = words.move_word(entry.kind, entry.move.code)
        danger = entry.move.code == "withdraw"
        actions.append(Action(label=label, url=reverse(entry.form, args=[found.pk]), danger=danger))
    return actions


@public
@require_safe
def record(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """Show what happened to a document in the register, each step with its fact; persons are not named."""
    found = found_or_404(identifier)
    events = [
        Event(
            at=step.on,
            what=words.move_word(rules.MOVES.kind, step.move),
            who=step.body.name if step.body else "",
            url=slots.link("fact", step.facts[0]) if step.facts else "",
        )
        for step in queries.steps(found).exclude(move="judge")
    ]
    judged = queries.steps(found).filter(move="judge").count()
    digests = [
        Fact(term=_("SHA-256 of the file"), value=found.file_digest),
        Fact(term=_("SHA-256 of the text"), value=found.text_digest),
        Fact(term=_("SHA-256 of the findings"), value=found.findings_digest),
    ]
    return page(
        request,
        "policy/record.html",
        {"events": events, "facts": document_facts(found), "digests": digests, "judged": judged},
        title=_("Record and proof"),
        facts=[found.title],
        crumbs=[documents_crumb(), document_crumb(found)],
    )


@public
@require_safe
def file(_request: HttpRequest, identifier: UUID) -> HttpResponse:
    """Give the file as it came, as an attachment."""
    found = found_or_404(identifier)
    return _attachment(found.file_digest, found.file_name or f"{found.case.number}.txt", "application/octet-stream")


@public
@require_safe
def text(_request: HttpRequest, identifier: UUID) -> HttpResponse:
    """Give the published text in which all places are counted, as an attachment."""
    found = found_or_404(identifier)
    return _attachment(found.text_digest, f"{found.case.number}.txt", "text/plain; charset=utf-8")


def _attachment(digest: str, name: str, kind: str) -> HttpResponse:
    """Answer bytes that a browser saves and never runs."""
    try:
        data = kept.read(digest)
    except kept.MissingFileError:
        raise Http404 from None
    response = HttpResponse(data, content_type=kind)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
