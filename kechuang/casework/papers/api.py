"""Papers for programs: the same list as on the page, and one paper with its files' digests."""

from datetime import date
from uuid import UUID

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from ninja import Router, Schema

from kechuang.casework.papers import reach, views
from kechuang.casework.papers.lists import PAPERS
from kechuang.casework.papers.models import CasePaper
from kechuang.web import clock
from kechuang.web.api import Needs, list_endpoint
from kechuang.web.permissions import actor_of

router = Router()


class PaperOut(Schema):
    """One paper of a case. ``signature`` says what was found on the signed copy."""

    id: UUID
    case: UUID
    kind: str
    title: str
    version: int
    state: str
    language: str
    number: str
    drafted_on: date
    signed_on: date | None
    signature: str
    stands_on: str
    fact: str
    pages: int
    pdf_sha256: str
    word_sha256: str


def _rows(request: HttpRequest) -> object:
    return reach.papers(actor_of(request), clock.today())


list_endpoint(router, "", PAPERS, _rows, permission=reach.READ)


@router.get("/{identifier}", auth=Needs(reach.READ), response=PaperOut, summary="One document of a case")
def paper(request: HttpRequest, identifier: UUID) -> PaperOut:
    """One paper that the caller may open."""
    found = CasePaper.objects.select_related("case").filter(pk=identifier).first()
    if found is None or not reach.may_read(found, actor_of(request), clock.today()):
        raise Http404
    return PaperOut(
        id=found.pk,
        case=found.case_id,
        kind=found.kind,
        title=found.title,
        version=found.version,
        state=found.state,
        language=found.language,
        number=found.number,
        drafted_on=found.drafted_on,
        signed_on=found.signed_on,
        signature=found.signature,
        stands_on=found.stands_on,
        fact=found.fact,
        pages=found.pages,
        pdf_sha256=found.pdf_digest,
        word_sha256=found.word_digest,
    )


@router.get("/{identifier}/file/{ending}", auth=Needs(reach.READ), summary="A document's file: docx, pdf or ofd")
def file(request: HttpRequest, identifier: UUID, ending: str) -> HttpResponseBase:
    """Give the Word file, the PDF, or the OFD that shows what the PDF shows."""
    return views.saved(views.paper_or_404(request, identifier), ending)
