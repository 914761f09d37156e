"""The table of systems that documents name, and the lasting addresses of their clauses."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kechuang.policy import catalogue, lists, queries, wording
from kechuang.policy.models import System
from kechuang.policy.views import documents_crumb, import_action, promise_hits
from kechuang.web.listing import list_page
from kechuang.web.page import Action, Crumb, page
from kechuang.web.parts import Figure
from kechuang.web.permissions import public


@public
@require_safe
def systems(request: HttpRequest) -> HttpResponseBase:
    """Show 文件—系统对照: what each clause names, and whether it works on this node."""
    return list_page(
        lists.SYSTEMS,
        request,
        System.objects.all(),
        figures=system_figures(),
        template="policy/list.html",
        title=_("Documents and systems"),
        facts=[_("What the documents name, in their own words, and what of it works on this node")],
    )


def system_figures() -> list[Figure]:
    """Give how many systems are named, work, are a register only, and do not work yet."""
    every = catalogue.systems().values()
    strip = [Figure(label=_("Named in the documents"), value=len(every), filters={})]
    for status in catalogue.STATUSES:
        count = sum(system.status == status for system in every)
        strip.append(Figure(label=wording.status(status).word, value=count, filters={"status": status}))
    return strip


@public
@require_safe
def system(request: HttpRequest, number: int) -> HttpResponse:
    """Show one system: where it is named, in which words, what it must do, and what is there today."""
    found = catalogue.systems().get(number)
    if found is None:
        raise Http404
    context: dict[str, Any] = {
        "system": found,
        "state": wording.status(found.status),
        "does": wording.own(found.does),
        "today": wording.own(found.today) if found.today else "",
        "link": queries.link_of(found),
        "citations": queries.citations_quoted(found),
        "modules": [wording.own(catalogue.modules()[code]) for code in found.modules],
        "previous": catalogue.systems().get(number - 1),
        "next": catalogue.systems().get(number + 1),
    }
    return page(
        request,
        "policy/system.html",
        context,
        title=found.name,
        facts=[_("No. %(number)s") % {"number": number}, found.name_en, wording.kinds_of(found)],
        crumbs=[Crumb(_("Documents and systems"), reverse("policy:systems"))],
        actions=_doors(found),
    )


def _doors(found: catalogue.System) -> list[Action]:
    if found.status == catalogue.NOT_YET:
        return []
    return [Action(label=_("Open it"), url=queries.link_of(found), primary=True)]


@public
@require_safe
def cited(request: HttpRequest, work: str, clause: str = "") -> HttpResponse:
    """Lead from a citation to the clause in a copy on this node, or say what is known where there is none."""
    known = catalogue.works().get(work)
    if known is None:
        raise Http404
    copy = queries.copies_of_works([work]).get(work)
    if copy is not None:
        found = queries.clause_in(copy, clause) if clause else None
        return redirect(queries.document_url(copy, found.path if found else ""))
    systems = [each for each in catalogue.systems().values() if _names(each, work, clause)]
    hanging = [each for each in queries.promises() if each.work.key == work and clause in {"", each.clause}]
    context = {
        "work": known,
        "clause": clause,
        "promises": promise_hits(hanging),
        "systems": [(each, wording.status(each.status)) for each in systems],
    }
    return page(
        request,
        "policy/cited.html",
        context,
        title=known.title,
        facts=[each for each in (known.number, "、".join(known.issuers), clause) if each],
        crumbs=[documents_crumb()],
        actions=import_action(request),
    )


def _names(system: catalogue.System, work: str, clause: str) -> bool:
    clauses = system.where.get(work, ())
    return clause in clauses if clause else bool(clauses)
