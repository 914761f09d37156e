"""Pages of papers: the list, making a draft with its preview, the paper beside its data, number and signed copy."""

import io
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kechuang.casework import standing
from kechuang.casework.files import bytes as kept
from kechuang.casework.files.views import attachment
from kechuang.casework.models import Case
from kechuang.casework.papers import issuing, making, reach, showing
from kechuang.casework.papers.forms import IssueForm, MakeForm, TakeBackForm
from kechuang.casework.papers.kinds import KINDS, PaperKind
from kechuang.casework.papers.lists import PAPERS
from kechuang.casework.papers.models import CasePaper
from kechuang.casework.papers.offering import offered
from kechuang.casework.papers.rules import DRAFT, ISSUED
from kechuang.casework.registry import CASE_KINDS
from kechuang.kernel.refusal import Refusal
from kechuang.web import chance, clock
from kechuang.web.documents import ofd, pdf
from kechuang.web.documents.paper import PaperError
from kechuang.web.forms import form_page
from kechuang.web.listing import list_page
from kechuang.web.page import Action, Crumb, page
from kechuang.web.permissions import actor_of, requires, signed_in

GET_POST = ("GET", "HEAD", "POST")
# The OFD is made from the kept PDF when it is asked for: the same PDF and fonts give the same bytes.
ENDINGS = {"docx": "word_digest", "pdf": "pdf_digest", "ofd": "pdf_digest"}


@requires(reach.READ)
@require_safe
def papers_list(request: HttpRequest) -> HttpResponseBase:
    """The papers in the reader's reach."""
    actor = actor_of(request)
    actions = []
    if reach.offices(actor, clock.today()):
        actions = [Action(label=_("Our own templates"), url=reverse("papers:templates"))]
    return list_page(PAPERS, request, reach.papers(actor, clock.today()), title=_("Documents"), actions=actions)


def case_or_404(request: HttpRequest, identifier: UUID, code: str) -> tuple[Case, PaperKind]:
    """Give a case and a kind of paper that the reader may make of it now."""
    case = Case.objects.select_related("holder", "counterpart", "office").filter(pk=identifier).first()
    kind, actor, today = KINDS.get(code), actor_of(request), clock.today()
    if case is None or kind is None or case.kind not in CASE_KINDS or not standing.may_read(case, actor, today):
        raise Http404
    if not reach.may_make(kind, case, actor, today):
        raise Http404
    return case, kind


def paper_or_404(request: HttpRequest, identifier: UUID) -> CasePaper:
    """Give a paper that the reader may open."""
    rows = CasePaper.objects.select_related(
        "case__office", "case__holder", "case__counterpart", "office", "drafted_by", "signed"
    )
    found = rows.filter(pk=identifier).first()
    if found is None or not reach.may_read(found, actor_of(request), clock.today()):
        raise Http404
    return found


def case_crumb(case: Case) -> Crumb:
    """The way back to the case."""
    return Crumb(case.number or case.title, reverse("casework:case", args=[case.pk]))


def site(request: HttpRequest) -> str:
    """Give the node's own address, which stands in the code on a paper."""
    return request.build_absolute_uri("/")


@signed_in
@require_http_methods(GET_POST)
def make(request: HttpRequest, identifier: UUID, code: str) -> HttpResponse:
    """What will stand on the paper, the data that fills it, what a person must add; one click makes the draft."""
    case, kind = case_or_404(request, identifier, code)
    form = MakeForm(kind, request.POST if request.method == "POST" else None, initial=_earlier(case, kind))
    if form.is_bound and form.is_valid():
        language = form.cleaned_data["language"]
        made = making.draft(
            kind, case, by=actor_of(request), on=clock.today(), site=site(request), language=language, typed=form.typed
        )
        if isinstance(made, CasePaper):
            messages.success(request, _("The draft is made. It bears no number and no seal: those are the office's."))
            return redirect("papers:paper", made.pk)
        form.refuse(made)
    shown = _previewed(request, case, kind)
    context = {
        "form": form,
        "rows": [value for value in shown.filling.values if value.text] if isinstance(shown, making.Made) else [],
        "refused": shown if isinstance(shown, Refusal) else None,
        "picture": reverse("papers:preview", args=[case.pk, kind.code]),
    }
    return form_page(
        request,
        form,
        title=showing.kind_word(kind.code),
        submit=_("Make the draft"),
        template="papers/make.html",
        context=context,
        cancel_url=reverse("casework:case", args=[case.pk]),
        crumbs=[case_crumb(case)],
        facts=[case.number or case.title],
    )


def _earlier(case: Case, kind: PaperKind) -> dict[str, str]:
    """Give what was typed for the last version, so that nothing is asked twice."""
    last = CasePaper.objects.filter(case=case, kind=kind.code).order_by("-version").first()
    return {**last.typed, "language": last.language} if last else {}


def _previewed(request: HttpRequest, case: Case, kind: PaperKind) -> making.Made | Refusal:
    try:
        return making.make(kind, case, on=clock.today(), site=site(request), typed=_earlier(case, kind))
    except PaperError as error:
        return Refusal(error.code, {name: str(value)[:80] for name, value in error.values.items()})


@signed_in
@require_safe
def preview(request: HttpRequest, identifier: UUID, code: str) -> HttpResponse:
    """A picture of the first page as it would be made now."""
    case, kind = case_or_404(request, identifier, code)
    made = _previewed(request, case, kind)
    if isinstance(made, Refusal):
        raise Http404
    return _picture(pdf.write(made.paper), 1)


def _picture(data: bytes, number: int) -> HttpResponse:
    try:
        drawn = pdf.picture(data, number)
    except IndexError:
        raise Http404 from None
    response = HttpResponse(drawn, content_type="image/png")
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@signed_in
@require_safe
def paper(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """A paper: its pages beside the data that filled it, its files, and what may be done with it."""
    found, actor, today = paper_or_404(request, identifier), actor_of(request), clock.today()
    may_issue, may_change = reach.may_issue(found, actor, today), reach.may_change(found, actor, today)
    context = {
        "paper": found,
        "state": showing.state_of(found),
        "facts": showing.facts_of(found),
        "filled": found.filled,
        "pages": showing.pages_of(found),
        "more": max(0, found.pages - showing.MOST_SHOWN),
        "verdict": showing.verdict(found),
        "signatures": showing.signatures(found),
        "signed_url": reverse("files:file", args=[found.signed_id]) if found.signed_id else "",
        "own": offered(found, actor, today),
        "throw_url": reverse("papers:throw", args=[found.pk]) if may_change else "",
    }
    return page(
        request,
        "papers/paper.html",
        context,
        title=found.title,
        facts=[
            showing.kind_word(found.kind),
            _("version %(number)d") % {"number": found.version},
            showing.state_of(found).word,
        ],
        crumbs=[Crumb(_("Documents"), reverse("papers:papers")), case_crumb(found.case)],
        actions=_actions(found, may_issue=may_issue, may_change=may_change),
    )


def _actions(found: CasePaper, *, may_issue: bool, may_change: bool) -> list[Action]:
    kind = KINDS.get(found.kind)
    draft = found.state == DRAFT
    rows = [
        Action(label=_("Word"), url=reverse("papers:file", args=[found.pk, "docx"]), download=True),
        Action(label=_("PDF"), url=reverse("papers:file", args=[found.pk, "pdf"]), download=True),
        Action(label=_("OFD"), url=reverse("papers:file", args=[found.pk, "ofd"]), download=True),
    ]
    if may_change and kind is not None and kind.fits(found.case):
        rows.insert(0, Action(label=_("Make it anew"), url=reverse("papers:make", args=[found.case_id, found.kind])))
    if may_issue and found.state == ISSUED:
        rows.insert(0, Action(label=_("Take it back"), url=reverse("papers:take-back", args=[found.pk]), danger=True))
    if may_issue and draft:
        label = _("Record number and signed copy")
        rows.append(Action(label=label, url=reverse("papers:issue", args=[found.pk]), primary=True))
    return rows


@signed_in
@require_safe
def picture(request: HttpRequest, identifier: UUID, number: int) -> HttpResponse:
    """A picture of one page of a kept paper."""
    return _picture(_bytes(paper_or_404(request, identifier).pdf_digest), number)


def _bytes(digest: str) -> bytes:
    try:
        return kept.read(digest)
    except kept.MissingFileError:
        raise Http404 from None


@signed_in
@require_safe
def file(request: HttpRequest, identifier: UUID, ending: str) -> HttpResponseBase:
    """The Word file or the PDF of a paper, byte for byte as it was made; or the OFD that shows what the PDF shows."""
    return saved(paper_or_404(request, identifier), ending)


def saved(found: CasePaper, ending: str) -> HttpResponseBase:
    """Give one of a paper's files to be saved. Raises Http404 for an ending that there is not."""
    if ending not in ENDINGS:
        raise Http404
    data = _bytes(getattr(found, ENDINGS[ending]))
    made = ofd.from_pdf(data) if ending == "ofd" else data
    return attachment(io.BytesIO(made), file_name(found, ending))


def file_name(found: CasePaper, ending: str) -> str:
    """Give a file's name: number or case, title, draft or not."""
    lead = found.number or found.case.number or str(found.case_id)[-8:]
    mark = f"-{_('draft')}" if found.state == DRAFT else ""
    plain = "".join(" " if each in '\\/:*?"<>|' else each for each in f"{lead} {found.title}{mark}")
    return f"{' '.join(plain.split())[:110]}.{ending}"


@signed_in
@require_http_methods(GET_POST)
def issue(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """Record the official number that the office gave, and take in the signed copy."""
    found, actor, today = paper_or_404(request, identifier), actor_of(request), clock.today()
    if not reach.may_issue(found, actor, today):
        raise Http404
    if found.state != DRAFT and request.method != "POST":
        return redirect("papers:paper", found.pk)
    kind = KINDS.get(found.kind)
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    form = IssueForm(
        *given,
        actor=actor,
        on=today,
        numbered=kind is None or kind.numbered,
        initial={"key": chance.random_id(), "signed_on": today},
    )
    if form.is_bound and form.is_valid():
        outcome = _issue(request, found, form)
        if outcome.refusal is None:
            messages.success(
                request, _("The paper is issued. Its number and the digest of its files stand in the record.")
            )
            return redirect("papers:paper", found.pk)
        form.refuse(outcome.refusal)
    return form_page(
        request,
        form,
        title=_("Record number and signed copy"),
        submit=_("Record it"),
        cancel_url=reverse("papers:paper", args=[found.pk]),
        lead=_("The number is the one that the issuing office gave; the program gives none."),
        crumbs=[case_crumb(found.case), Crumb(found.title, reverse("papers:paper", args=[found.pk]))],
        facts=[found.title],
    )


def _issue(request: HttpRequest, found: CasePaper, form: IssueForm) -> issuing.Outcome:
    values, actor = form.cleaned_data, actor_of(request)
    person = actor.person.hex if actor.person else ""
    return issuing.issue(
        found,
        number=values["number"],
        signed_on=values["signed_on"],
        signed=values["file"],
        by=actor,
        key=f"paper.issue:{person}:{values['key'] or found.pk}"[:120],
    )


@signed_in
@require_http_methods(GET_POST)
def take_back(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """Take an issued paper back, with a reason."""
    found, actor = paper_or_404(request, identifier), actor_of(request)
    if not reach.may_issue(found, actor, clock.today()):
        raise Http404
    form = TakeBackForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        key = f"paper.take_back:{found.pk}"
        outcome = issuing.take_back(found, form.cleaned_data["reason"], by=actor, key=key)
        if outcome.refusal is None:
            messages.success(request, _("The paper is taken back. Its number is not given again."))
            return redirect("papers:paper", found.pk)
        form.refuse(outcome.refusal)
    return form_page(
        request,
        form,
        title=_("Take a paper back"),
        submit=_("Take it back"),
        cancel_url=reverse("papers:paper", args=[found.pk]),
        crumbs=[case_crumb(found.case), Crumb(found.title, reverse("papers:paper", args=[found.pk]))],
        facts=[found.number],
    )


@signed_in
@require_POST
def throw(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """Throw a draft away."""
    found, actor = paper_or_404(request, identifier), actor_of(request)
    if not reach.may_change(found, actor, clock.today()):
        raise Http404
    issuing.throw_away(found)
    messages.info(request, _("The draft was thrown away. Nothing had been recorded."))
    return redirect("casework:case", found.case_id)
