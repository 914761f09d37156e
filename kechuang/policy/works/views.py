"""Pages of works: what is one work, how its papers and versions differ, what a person says of it."""

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kechuang.policy import kept
from kechuang.policy.finding import Reading
from kechuang.policy.models import Document
from kechuang.policy.works import actions, adopting, comparing, joint, lists, published_lists, queries, wording
from kechuang.policy.works.forms import AdoptionForm, StatementForm
from kechuang.policy.works.models import Paper, Work
from kechuang.web import divisions, exports, slots
from kechuang.web.forms import form_page
from kechuang.web.listing import list_page
from kechuang.web.page import Action, Crumb, page
from kechuang.web.permissions import actor_of, public, requires

GET_POST = ("GET", "HEAD", "POST")


def documents_crumb() -> Crumb:
    """Give the way back to the list of documents."""
    return Crumb(_("Policy documents"), reverse("policy:documents"))


def works_crumb() -> Crumb:
    """Give the way back to the list of works."""
    return Crumb(_("Works"), reverse("policy_works:works"))


def work_crumb(work: Work) -> Crumb:
    """Give the way back to a work."""
    return Crumb(work.title, reverse("policy_works:work", args=[work.pk]))


@public
@require_safe
def works(request: HttpRequest) -> HttpResponseBase:
    """List what was issued, each work once however many papers print it."""
    return list_page(
        lists.WORKS,
        request,
        queries.works(),
        title=_("Works"),
        facts=[_("Each work once, however many papers print it")],
        crumbs=[documents_crumb()],
        actions=[
            Action(label=_("Targets of published plans"), url=reverse("policy_works:published")),
            Action(label=_("Compare two texts"), url=reverse("policy_works:compare")),
        ],
    )


@public
@require_safe
def published(request: HttpRequest) -> HttpResponseBase:
    """List the targets of published plans as facts: no owner and no state is kept of them."""
    return list_page(
        published_lists.PUBLISHED,
        request,
        published_lists.rows(),
        title=_("Targets of published plans"),
        facts=[
            _("Published promises of real plans, as facts under labels of our own, with clause and source"),
            _("No owner is named and no state is kept: whether a figure was reached is not said here"),
        ],
        crumbs=[documents_crumb(), works_crumb()],
        actions=_progress(request.GET.get("work", "")),
    )


def _progress(work: str) -> list[Action]:
    """Lead to the measured progress of the plans, or of the one that the list is narrowed to."""
    papers = published_lists.documents_of(work)[:1] if work else []
    found = [
        (_("Plans and their progress"), slots.link("plans.progress")),
        *((_("Its progress in the register"), slots.link("plan.progress", paper.pk)) for paper in papers),
    ]
    return [Action(label=label, url=url) for label, url in found if url]


def found_or_404(identifier: UUID) -> Work:
    """Give a work, or answer that there is none. A document's own id leads to its work."""
    found = Work.objects.filter(pk=identifier).first() or queries.work_of(identifier)
    if found is None:
        raise Http404
    return found


@public
@require_safe
def work(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """Show a work: its papers, which one speaks, whether they print the same text, and the versions kept."""
    found = found_or_404(identifier)
    papers = queries.papers(found)
    kept_versions = queries.versions(paper.document_id for paper in papers)
    speaks = papers[0].document_id if papers else None
    rows = [
        {
            "paper": paper,
            "role": wording.ROLES[paper.role],
            "state": wording.state(wording.VERDICTS, paper.verdict),
            "compare": comparing.address(str(speaks), str(paper.document_id)) if paper.order else "",
            "versions": [
                (number, comparing.address(f"{paper.document_id}:{number}", str(paper.document_id)))
                for number in kept_versions.get(paper.document_id, ())
                if number != paper.document.version
            ],
        }
        for paper in papers
    ]
    buttons = [
        Action(label=_("Register lines"), url=f"{reverse('policy_works:lines')}?{urlencode({'work': found.pk})}")
    ]
    if found.key and published_lists.rows().filter(work=found.key).exists():
        buttons.append(Action(label=_("Its published targets"), url=published_lists.address(found.key)))
    if slots.allowed(request, "policy:accept"):
        buttons.append(Action(label=_("Say how papers stand"), url=reverse("policy_works:state", args=[found.pk])))
        buttons.append(Action(label=_("Record an adoption"), url=reverse("policy_works:adopt", args=[found.pk])))
    return page(
        request,
        "policy_works/work.html",
        {
            "work": found,
            "rows": rows,
            "several": len(papers) > 1,
            "adoptions": adopting.rows(papers),
            "apart": adopting.apart(papers) if found.regions > 1 else [],
            "alike": [alike_row(papers[0].document, each) for each in joint.twins(papers[0].document)]
            if papers
            else [],
            "may": slots.allowed(request, "policy:accept"),
        },
        title=found.title,
        facts=[each for each in (found.number, "、".join(found.issuers), str(wording.LEVELS[found.level])) if each],
        crumbs=[documents_crumb(), works_crumb()],
        actions=buttons,
    )


@requires("policy:accept")
@require_http_methods(GET_POST)
def state(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """Say how a document of a work stands to another one, or whose plan it is."""
    found = found_or_404(identifier)
    papers = [(str(each.document_id), _named(each)) for each in queries.papers(found)]
    others = Document.objects.filter(withdrawn=False).order_by("title", "pk").values_list("pk", "title", "number")[:500]
    form = StatementForm(
        papers,
        [(str(pk), f"{title} {number}".strip()) for pk, title, number in others],
        request.POST if request.method == "POST" else None,
    )
    if form.is_bound and form.is_valid():
        values = form.cleaned_data
        outcome = actions.state(
            UUID(values["document"]),
            values["relation"],
            other=UUID(values["other"]) if values["other"] else None,
            place=values["place"].strip(),
            reason=values["reason"],
            by=actor_of(request),
            key=f"works.state:{values['key'] or found.pk}",
        )
        if outcome.refusal is None:
            messages.success(request, _("It is on record, and works and lines were made anew."))
            return redirect("policy_works:work", values["document"])
        form.refuse(outcome.refusal)
    return form_page(
        request,
        form,
        title=_("Say how papers stand"),
        submit=_("Put it on record"),
        cancel_url=reverse("policy_works:work", args=[found.pk]),
        crumbs=[documents_crumb(), works_crumb(), work_crumb(found)],
        facts=[found.title],
    )


def alike_row(document: Document, twin: joint.Twin) -> dict[str, object]:
    """Give another region's document with the same text, with the way to put on record that it is one act."""
    asked = urlencode({"document": document.pk, "other": twin.document.pk})
    return {
        "twin": twin,
        "place": divisions.name(twin.place),
        "own_place": divisions.name(twin.own_place),
        "compare": comparing.address(str(twin.document.pk), str(document.pk)),
        "adopt": f"{reverse('policy_works:adopt', args=[document.pk])}?{asked}",
    }


def note_on_twin(reading: Reading, twin: Document) -> str:
    """Say in a preview that a document of another region of the same level prints the text; empty for all others."""
    place = adopting.region_beside(reading, twin)
    if not place:
        return ""
    said = _(
        "It is %(place)s's. If both regions adopted one text, take this in as a work of its own, and then record the "
        "adoption on its page: the act is one, with the body, number and days of each region."
    )
    return said % {"place": divisions.name(place)}


@requires("policy:accept")
@require_http_methods(GET_POST)
def adopt(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """Put on record by whom and when a region adopted an act that another region adopted with the same text."""
    found = found_or_404(identifier)
    papers = queries.papers(found)
    own = next((each for each in papers if str(each.document_id) == request.GET.get("document")), None)
    own = own or next((each for each in papers if each.document_id == identifier), papers[0])
    others = Document.objects.filter(withdrawn=False).order_by("title", "pk").values_list("pk", "title", "number")[:500]
    form = AdoptionForm(
        [(str(each.document_id), _named(each)) for each in papers],
        [(str(pk), f"{title} {number}".strip()) for pk, title, number in others],
        request.POST if request.method == "POST" else None,
        initial=adopting.first_values(own.document, request.GET.get("other", "")),
    )
    if form.is_bound and form.is_valid():
        values = form.cleaned_data
        adopted = actions.Adopted(
            document=UUID(values["document"]),
            other=UUID(values["other"]),
            place=values["place"].strip(),
            body=values["body"],
            adopted_on=values["adopted_on"],
            in_force_on=values["in_force_on"],
            number=values["number"],
            source=values["source"],
        )
        key = f"works.adopt:{values['key'] or found.pk}"
        outcome = actions.adopt(adopted, by=actor_of(request), key=key)
        if outcome.refusal is None:
            messages.success(request, _("The adoption is on record, and works and lines were made anew."))
            return redirect("policy_works:work", values["document"])
        form.refuse(outcome.refusal)
    return form_page(
        request,
        form,
        title=_("Record an adoption"),
        submit=_("Put it on record"),
        cancel_url=reverse("policy_works:work", args=[found.pk]),
        crumbs=[documents_crumb(), works_crumb(), work_crumb(found)],
        facts=[found.title],
        lead=_(
            "For an act that several regions adopted with one text: each region's body, number and days are kept, and "
            "its targets and rules count once."
        ),
    )


def _named(paper: Paper) -> str:
    document = paper.document
    return f"{document.title} · {document.number or document.file_name or document.case.number}"


@public
@require_safe
def compare(request: HttpRequest) -> HttpResponseBase:
    """Show two versions or two documents side by side; without both, ask which."""
    old, new = request.GET.get("old", ""), request.GET.get("new", "")
    crumbs = [documents_crumb(), works_crumb()]
    if not old or not new:
        context = {"options": comparing.options(), "old": old, "new": new}
        return page(request, "policy_works/choose.html", context, title=_("Compare two texts"), crumbs=crumbs)
    try:
        texts = [queries.text_at(ref) for ref in (old, new)]
    except kept.MissingFileError:
        return page(request, "policy_works/lost.html", {}, title=_("Compare two texts"), crumbs=crumbs, status=503)
    first, second = texts
    if first is None or second is None:
        raise Http404
    shown = comparing.Shown(first, second, everything=request.GET.get("show") == "all")
    kind = request.GET.get("export", "")
    if kind in exports.FORMATS:
        return exports.respond(shown.export(), kind)
    return page(
        request,
        "policy_works/compare.html",
        {"shown": shown},
        title=_("Comparison of two texts"),
        facts=[first.title],
        crumbs=crumbs,
        actions=[
            Action(label=_("Excel"), url=comparing.address(old, new, export="xlsx")),
            Action(label=_("CSV"), url=comparing.address(old, new, export="csv")),
            Action(label=_("The other way round"), url=comparing.address(new, old)),
        ],
    )
