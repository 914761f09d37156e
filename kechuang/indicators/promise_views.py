"""Pages of promises: the clause, what serves it, the series beside it, and honest words."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kechuang.indicators import compute, promising, showing, wording
from kechuang.ledger import showing as ledger
from kechuang.policy import queries
from kechuang.policy.catalogue import Promise, systems
from kechuang.policy.wording import own
from kechuang.web import divisions, slots, written
from kechuang.web.charts import chart as charts
from kechuang.web.page import Crumb, page
from kechuang.web.parts import Fact
from kechuang.web.permissions import public

MOST_MEASURES = 4


@public
@require_safe
def promises(request: HttpRequest) -> HttpResponse:
    """All promises with their newest numbers."""
    held = compute.records()
    rows = []
    for promise in queries.promises():
        kept = promising.kept(promise, held)
        rows.append(
            {
                "title": own(promise.title),
                "url": reverse("indicators:promise", args=[promise.code]),
                "document": promise.work.title,
                "clause": promise.clause,
                "summary": own(promise.summary),
                "state": wording.state(kept.progress),
                "measures": [showing.measure(one.published) for one in kept.series[:MOST_MEASURES]],
            }
        )
    return page(
        request,
        "indicators/promises.html",
        {"rows": rows},
        title=_("Promises"),
        facts=[_("What a clause promises, what was done for it, and what came of it.")],
    )


@public
@require_safe
def promise(request: HttpRequest, code: str) -> HttpResponse:
    """One promise."""
    found = queries.promise(code)
    if found is None:
        raise Http404
    held = compute.records()
    kept = promising.kept(found, held)
    series = [_series(one) for one in kept.series]
    download = charts.download(request, [row["chart"] for row in series if row["chart"]])
    if download is not None:
        return download
    context = {
        "promise": found,
        "quote": queries.clause_text(found),
        "cited": queries.cited_url(found.work.key, found.clause),
        "summary": own(found.summary),
        "state": wording.state(kept.progress),
        "honest": own(found.honest),
        "series": series,
        "acts": [_act(*each) for each in compute.acts(found.acts, held)],
        "systems": [_system(number) for number in found.systems],
        "provenance": _provenance(held),
    }
    return page(
        request,
        "indicators/promise.html",
        context,
        title=own(found.title),
        facts=_head(found),
        crumbs=[Crumb(_("Promises"), reverse("indicators:promises"))],
    )


def _head(found: Promise) -> list[str]:
    return (
        [found.work.title, found.clause, found.work.number] if found.work.number else [found.work.title, found.clause]
    )


def _series(one: promising.Beside) -> dict[str, Any]:
    definition, latest = one.published.definition, one.published.latest
    return {
        "title": wording.title(definition),
        "chart": showing.series_chart(one.asked, one.published, one.target),
        "period": latest.code if latest else "",
        "value": wording.value(definition, latest.value if latest else None),
        "unit": wording.unit(definition),
        "facts": showing.facts_url(one.asked, period=latest.code) if latest and latest.count else "",
        "url": showing.page_url(definition),
        "left_out": own(definition.left_out),
    }


def _act(name: str, count: int, _newest: date) -> dict[str, Any]:
    record = slots.link("door.record")
    return {"word": ledger.type_word(name), "count": count, "url": f"{record}?type={name}" if record else ""}


def _system(number: int) -> dict[str, str]:
    return {"name": systems()[number].name, "url": queries.system_url(number)}


def _provenance(held: compute.Records) -> list[Fact]:
    sizes = [f"{divisions.name(log)} {written.whole(size)}" for log, size in sorted(held.sizes.items())]
    return [Fact(term=_("Entries of each log"), value="; ".join(sizes) or "—"), Fact(term=_("As of"), value=held.on)]
