"""What the node keeps for a person, for programs: views of lists, drafts, work in the background."""

from typing import Any

from django.http import HttpRequest
from ninja import Router

from kechuang.web import looks, progress
from kechuang.web.api import list_endpoint
from kechuang.web.drafts_pages import DRAFTS
from kechuang.web.looks_pages import VIEWS
from kechuang.web.models import Draft, ListView
from kechuang.web.progress_views import WORKS

router = Router()


def _views(request: HttpRequest) -> Any:  # noqa: ANN401 - a query set
    readable = looks.readable(request.auth)  # type: ignore[attr-defined]  # set by Needs
    return ListView.objects.filter(readable).exclude(name="").select_related("body", "keeper")


def _drafts(request: HttpRequest) -> Any:  # noqa: ANN401 - a query set
    return Draft.objects.filter(person=request.auth.person)  # type: ignore[attr-defined]  # set by Needs


def _work(request: HttpRequest) -> Any:  # noqa: ANN401 - a query set
    return progress.of(request.auth.person)  # type: ignore[attr-defined]  # set by Needs


list_endpoint(router, "/views", VIEWS, _views, permission="signed_in")
list_endpoint(router, "/drafts", DRAFTS, _drafts, permission="signed_in")
list_endpoint(router, "/work", WORKS, _work, permission="signed_in")
