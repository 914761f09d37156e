"""What leads out of the review: the annotation as files, and the fact by which a finding stands."""

import json
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from kechuang.policy import kept
from kechuang.policy import queries as register
from kechuang.policy.review import annotation as gold
from kechuang.policy.review import queries, values
from kechuang.policy.review.actions import PERMISSION
from kechuang.policy.review.views import in_reach
from kechuang.web import clock, slots
from kechuang.web.permissions import actor_of, public, requires, scope


@requires(PERMISSION)
@require_safe
def annotation(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """Give the findings in force as an annotation in the form that scorers of readers take."""
    found = in_reach(request, identifier)
    try:
        plain = gold.annotation(found)
    except kept.MissingFileError:
        raise Http404 from None
    body = json.dumps(plain, ensure_ascii=False, indent=1) + "\n"
    return _file(body, f"{found.case.number}.gold.json", "application/json")


@requires(PERMISSION)
@require_safe
def annotations(request: HttpRequest) -> HttpResponse:
    """Give the annotations of all documents of which anything was judged, one line each."""
    reach = scope(actor_of(request), PERMISSION, clock.today())
    body = "".join(json.dumps(plain, ensure_ascii=False) + "\n" for plain in gold.annotations(reach))
    return _file(body, "annotations.jsonl", "application/jsonl")


def _file(body: str, name: str, kind: str) -> HttpResponse:
    response = HttpResponse(body, content_type=f"{kind}; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@public
@require_safe
def fact(_request: HttpRequest, identifier: UUID, code: str) -> HttpResponse:
    """Lead to the fact by which a finding stands; where nobody judged it, to the finding in its document."""
    found = register.document(identifier)
    if found is None:
        raise Http404
    identifier_of = queries.fact_of(found, code)
    if identifier_of:
        return redirect(slots.link("fact", identifier_of))
    if code not in values.findings_of(found.reading):
        raise Http404
    return redirect(f"{register.document_url(found)}#m-{code}")
