"""The public record for programs: facts with their proofs, logs with their signed heads."""

from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router, Schema

from kechuang.ledger import prove, readers, showing, sign, views
from kechuang.ledger.lists import FACTS
from kechuang.ledger.models import Log, LogKey
from kechuang.web import disclosing
from kechuang.web.api import Needs, list_endpoint

facts, logs = Router(), Router()

list_endpoint(facts, "/", FACTS, lambda _request: showing.public_entries(), permission="public")


class FactOut(Schema):
    """A fact: its place in its log, its leaf, and the groups that the caller may read."""

    id: str
    log: str
    seq: int
    leaf: dict[str, Any]
    groups: dict[str, dict[str, Any]]


class LogOut(Schema):
    """A log's head: size, root (hexadecimal), newest checkpoint (signed note), and its keys, newest first."""

    code: str
    name: str
    hash: str
    size: int
    root: str
    checkpoint: str
    keys: list[str]


@facts.get("/{identifier}", auth=Needs("public"), response=FactOut, summary="One fact", operation_id="fact")
def fact(request: HttpRequest, identifier: str) -> dict[str, Any]:
    """Give one fact of which something is open to the caller."""
    return views.entry_json(request, identifier)


@facts.get(
    "/{identifier}/proof",
    auth=Needs("public"),
    response=dict[str, Any],
    summary="The proof of a fact",
    operation_id="fact_proof",
)
def proof(request: HttpRequest, identifier: str, groups: str = "public") -> dict[str, Any]:
    """Give the proof bundle with the public group, or with ``groups=all`` with all that the caller may read."""
    entry, readable = views.readable_entry(request, identifier)
    found = prove.prove(entry, readable if groups == "all" else {"public"})
    if found is None:
        raise Http404
    if groups == "all":
        readers.disclose(request, entry, readable, way=disclosing.PROOF)
    return found


def _log(log: Log) -> LogOut:
    sealed = sign.latest(log.code)
    return LogOut(
        code=log.code,
        name=log.name,
        hash=log.algorithm,
        size=log.size,
        root=bytes(log.root).hex(),
        checkpoint=sealed.note if sealed else "",
        keys=list(LogKey.objects.filter(log=log.code).order_by("-pk").values_list("verifier", flat=True)),
    )


@logs.get("/", auth=Needs("public"), response=list[LogOut], summary="All logs", operation_id="list_logs")
def all_logs(request: HttpRequest) -> list[LogOut]:  # noqa: ARG001 - ninja's signature
    """Give every log of the node."""
    return [_log(log) for log in Log.objects.order_by("code")]


@logs.get("/{code}", auth=Needs("public"), response=LogOut, summary="One log", operation_id="log")
def log(request: HttpRequest, code: str) -> LogOut:  # noqa: ARG001 - ninja's signature
    """Give one log."""
    return _log(get_object_or_404(Log, pk=code))
