"""Pages of the public record: every public fact with its law and its proof, and the logs with their signed heads."""

import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kechuang.kernel.ref import id_text
from kechuang.ledger import prove, read, showing, sign
from kechuang.ledger.lists import FACTS, LOG_FACTS, begins_with
from kechuang.ledger.models import Checkpoint, Entry, Log, LogKey
from kechuang.ledger.readers import disclose, readable_groups
from kechuang.web import disclosing, slots, written
from kechuang.web.listing import list_page
from kechuang.web.page import Action, Crumb, page
from kechuang.web.parts import Fact
from kechuang.web.permissions import public

MOST_CHECKPOINTS = 20
SHORTEST_ID = 8


@public
@require_safe
def facts(request: HttpRequest) -> HttpResponseBase:
    """All public facts, newest first."""
    return list_page(
        FACTS,
        request,
        showing.public_entries(),
        title=_("Public record"),
        facts=[_("Every act leaves a fact. What is public of it stands here, and anybody can check it.")],
        actions=[Action(label=_("Logs and keys"), url=reverse("ledger:logs"))],
    )


@public
@require_safe
def fact(request: HttpRequest, identifier: str) -> HttpResponse:
    """One fact: what was recorded, on which law, and how to check it."""
    entry, readable = readable_entry(request, identifier)
    leaf = entry.envelope
    proved = sign.covering(entry.log, entry.seq) is not None
    download = [Action(label=_("Download the proof"), url=_proof_address(entry), primary=True, download=True)]
    case = slots.link("case", id_text(entry.case)) if len(readable) > 1 and entry.case else ""
    groups = showing.groups(entry, readable)
    disclose(request, entry, readable)
    return page(
        request,
        "ledger/fact.html",
        {
            "entry": entry,
            "groups": groups,
            "rulings": showing.rulings(leaf["basis"]),
            "edition": leaf["basis"].get("edition", ""),
            "causes": showing.causes(entry),
            "related": showing.related(entry),
            "proof": showing.proof_rows(entry),
            "proved": proved,
            "more": _proof_address(entry, "all") if proved and len(readable & set(leaf["groups"])) > 1 else "",
            "case": case,
            "leaf": json.dumps(leaf, ensure_ascii=False, indent=2),
            "key": getattr(sign.current_key(entry.log), "verifier", ""),
        },
        title=showing.type_word(entry.type),
        facts=[
            written.day_in_words(entry.on),
            _("recorded %(moment)s") % {"moment": written.moment(entry.recorded_at)},
        ],
        crumbs=[Crumb(_("Public record"), reverse("ledger:facts"))],
        actions=download if proved else [],
    )


def readable_entry(request: HttpRequest, identifier: str) -> tuple[Entry, frozenset[str]]:
    """Give an entry with the groups that the asker may read. Raises Http404 where nothing of it is open to him."""
    entry = get_object_or_404(Entry, pk=identifier)
    readable = readable_groups(request, entry)
    if not readable & set(entry.envelope["groups"]):
        raise Http404
    return entry, readable


def _proof_address(entry: Entry, groups: str = "") -> str:
    return reverse("ledger:proof", args=[entry.pk]) + (f"?groups={groups}" if groups else "")


@public
@require_safe
def proof(request: HttpRequest, identifier: str) -> HttpResponse:
    """The proof of a fact: with its public group, or with ``groups=all`` with everything that the asker may read."""
    entry, readable = readable_entry(request, identifier)
    whole = request.GET.get("groups") == "all"
    found = prove.prove(entry, readable if whole else {"public"})
    if found is None:
        raise Http404
    if whole:
        disclose(request, entry, readable, way=disclosing.PROOF)
    return _json(found, f"proof-{entry.pk}.json", private=whole)


def _json(found: dict[str, Any], name: str, *, private: bool = False) -> HttpResponse:
    answer = HttpResponse(json.dumps(found, ensure_ascii=False, indent=2) + "\n", content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "private, no-store" if private else "no-cache"
    return answer


@public
@require_safe
def logs(request: HttpRequest) -> HttpResponse:
    """All logs of the node."""
    found = [(log, sign.latest(log.code)) for log in Log.objects.order_by("code")]
    return page(
        request,
        "ledger/logs.html",
        {"logs": found},
        title=_("Logs and keys"),
        crumbs=[Crumb(_("Public record"), reverse("ledger:facts"))],
    )


@public
@require_safe
def log(request: HttpRequest, code: str) -> HttpResponse:
    """One log: its head, its newest checkpoint, its keys, and how to check them."""
    found = get_object_or_404(Log, pk=code)
    sealed = list(Checkpoint.objects.filter(log=code).order_by("-size", "-pk")[:MOST_CHECKPOINTS])
    head = [
        Fact(term=_("Entries"), value=found.size),
        Fact(term=_("Root"), value=bytes(found.root).hex()),
        Fact(term=_("Hash"), value=found.algorithm),
    ]
    return page(
        request,
        "ledger/log.html",
        {
            "log": found,
            "head_rows": head,
            "latest": sealed[0] if sealed else None,
            "checkpoints": sealed,
            "keys": list(LogKey.objects.filter(log=code).order_by("-pk")),
        },
        title=found.name or found.code,
        facts=[_("log %(code)s") % {"code": found.code}],
        crumbs=[
            Crumb(_("Public record"), reverse("ledger:facts")),
            Crumb(_("Logs and keys"), reverse("ledger:logs")),
        ],
        actions=[Action(label=_("Its public facts"), url=reverse("ledger:log-facts", args=[found.code]))],
    )


@public
@require_safe
def log_facts(request: HttpRequest, code: str) -> HttpResponseBase:
    """The public facts of one log, newest first."""
    found = get_object_or_404(Log, pk=code)
    return list_page(
        LOG_FACTS,
        request,
        showing.public_entries().filter(log=found.code),
        title=_("Public facts of %(log)s") % {"log": found.name or found.code},
        crumbs=[
            Crumb(_("Public record"), reverse("ledger:facts")),
            Crumb(found.name or found.code, reverse("ledger:log", args=[found.code])),
        ],
    )


@public
@require_safe
def checkpoint(request: HttpRequest, code: str) -> HttpResponse:  # noqa: ARG001 - a view's signature
    """The newest checkpoint of a log as a signed note, for programs that watch logs."""
    sealed = sign.latest(code)
    if sealed is None:
        raise Http404
    return HttpResponse(sealed.note, content_type="text/plain; charset=utf-8")


@public
@require_safe
def consistency(request: HttpRequest, code: str, first: int, second: int) -> HttpResponse:  # noqa: ARG001 - a view's signature
    """The proof that a log only grew between two of its checkpoints, named by their sizes."""
    pair = [Checkpoint.objects.filter(log=code, size=size).order_by("-pk").first() for size in (first, second)]
    if None in pair or not 0 < first <= second:
        raise Http404
    return _json(prove.consistency(pair[0], pair[1]), f"consistency-{code}-{first}-{second}.json")


def find(_request: HttpRequest, words: str, limit: int) -> list[slots.Hit]:
    """Find facts by the beginning of their id, and logs by their code."""
    hits = [
        slots.Hit(title=row.name or row.code, kind=_("log"), url=reverse("ledger:log", args=[row.code]))
        for row in Log.objects.filter(code__startswith=words.lower()).order_by("code")[:limit]
    ]
    if len(words) >= SHORTEST_ID:
        found = showing.public_entries().filter(pk__in=begins_with(words.lower(), limit)).order_by("pk")
        hits += [
            slots.Hit(title=showing.type_word(row.type), kind=_("fact"), url=showing.address(row.pk)) for row in found
        ]
    return hits


def entry_json(request: HttpRequest, identifier: str) -> dict[str, Any]:
    """Give one fact for programs: where it stands, its leaf, and the groups that the asker may read."""
    entry, readable = readable_entry(request, identifier)
    opened = {label: group["values"] for label, group in entry.groups.items() if label in readable}
    if "personal" in readable:
        opened |= read.personal(entry)
    disclose(request, entry, readable)
    return {"id": entry.pk, "log": entry.log, "seq": entry.seq, "leaf": entry.envelope, "groups": opened}
