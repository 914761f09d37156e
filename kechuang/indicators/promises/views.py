"""Pages of measured promises: the list, and one promise with its chart, reasons, versions and facts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from kechuang.casework import standing, words
from kechuang.indicators.promises import corrected, drawing, lists, projection, queries, rules, sources, wording
from kechuang.indicators.promises.following import FIELDS
from kechuang.indicators.promises.measured import REJECTED, STATES
from kechuang.indicators.promises.models import Promise, Version
from kechuang.indicators.promises.moves import PROMISE
from kechuang.indicators.promises.queries import MONTHS_KEY, SHARES, Assessed
from kechuang.indicators.promises.terms import Terms, changed, to_json
from kechuang.ledger import read as ledger
from kechuang.ledger import showing
from kechuang.policy import queries as policy
from kechuang.policy import wording as policy_words
from kechuang.policy.wording import language_of
from kechuang.web import clock, excel, exports, parts, slots, written
from kechuang.web.charts import chart as charts
from kechuang.web.charts.chart import Chart
from kechuang.web.listing import list_page
from kechuang.web.page import Action, Crumb, page
from kechuang.web.parts import Event, Fact, Figure
from kechuang.web.permissions import actor_of, public
from kechuang.web.typed import TypedError, read_day

XLSX = "xlsx"


@public
@require_safe
def promises(request: HttpRequest) -> HttpResponseBase:
    """List the measured promises with their states."""
    rows = lists.PROMISES
    counted = queries.counts(queries.all_assessed().values())
    return list_page(
        rows,
        request,
        queries.rows(request),
        template="promises/list.html",
        figures=state_figures(counted),
        title=_("Measured promises"),
        facts=[_("Every target of a plan that is bound to an indicator, and how far it is")],
        crumbs=[Crumb(_("Promises"), reverse("indicators:promises"))],
        actions=[Action(label=_("Plans and their progress"), url=reverse("promises:plans"))],
    )


def state_figures(counted: Any, url: str = "") -> list[Figure]:  # noqa: ANN401 - a counter by state
    """Give the counts by state; each opens its list."""
    figures = []
    for code in STATES:
        if counted[code]:
            filters = {"state": code}
            address = f"{url}{'&' if '?' in url else '?'}state={code}" if url else ""
            label = wording.state(code).word
            figures.append(Figure(label=label, value=counted[code], filters=None if url else filters, url=address))
    return figures


@dataclass(frozen=True, slots=True)
class Asked:
    """As known on which day a page is asked for (None: today); ``wrong`` is what was given and is no day."""

    known: date | None = None
    wrong: str = ""

    @property
    def query(self) -> str:
        """The same question for another address."""
        return f"?known={self.known}" if self.known else ""


def asked_day(request: HttpRequest) -> Asked:
    """Read the day from the address; one that lies ahead is today."""
    raw = request.GET.get("known", "").strip()
    if not raw:
        return Asked()
    try:
        known = read_day(raw)
    except TypedError:
        return Asked(wrong=raw[:40])
    return Asked(known) if known < clock.today() else Asked()


def list_crumbs(row: Promise | None = None) -> list[Crumb]:
    """Give the way back."""
    crumbs = [Crumb(_("Measured promises"), reverse("promises:list"))]
    if row is not None:
        crumbs.append(Crumb(row.title[:40], lists.promise_url(row)))
    return crumbs


@public
@require_safe
def promise(request: HttpRequest, identifier: UUID) -> HttpResponseBase:
    """Show one promise."""
    row = queries.promise(identifier)
    if row is None:
        raise Http404
    asked = asked_day(request)
    found = queries.one(row) if asked.known is None else queries.one_as_of(row, clock.today(), asked.known)
    versions = list(Version.objects.filter(promise=row).select_related("office").order_by("number"))
    if asked.known is not None:
        versions = [each for each in versions if each.since <= asked.known] or versions[:1]
    chart = chart_of(row, found, versions)
    download = charts.download(request, [chart] if chart else [])
    if download is not None:
        return download
    if chart and request.GET.get("export") == XLSX:
        return _workbook(row, chart)
    return page(
        request,
        "promises/promise.html",
        {**_context(row, found, versions, chart, asked.known), "asked": asked, "path": lists.promise_url(row)},
        title=row.title,
        facts=[row.document.title, row.clause, wording.place_name(row.place)],
        crumbs=[Crumb(_("Measured promises"), reverse("promises:list"))],
        actions=_actions(request, row),
    )


def _context(
    row: Promise, found: Assessed, versions: Sequence[Version], chart: Chart | None, known: date | None
) -> dict[str, Any]:
    judgements = list(row.judgements.select_related("office").order_by("-judged_on", "-pk"))
    judgements = [each for each in judgements if known is None or each.judged_on <= known]
    return {
        "promise": row,
        "quote": clause_of(row),
        "state": wording.state(found.measured.state),
        "promised": wording.promised(found.terms),
        "value": wording.value(found),
        "plain": wording.plain(found),
        "said": wording.sentences(found),
        "next": wording.next_figures(found),
        "judged": judged(judgements[0]) if judgements else None,
        "judgements": [
            Event(at=each.judged_on, what=wording.state(each.state).word, who=_office(each), after=each.reason)
            for each in judgements
        ],
        "chart": chart,
        "excel": f"?export={XLSX}" if chart else "",
        "methods": _methods(found),
        "ahead": found.projection,
        "sources": _sources(found),
        "terms": _terms(found.terms, row),
        "versions": _versions(versions),
        "corrections": _corrections(row, known),
        "rejected": found.measured.why == REJECTED,
        "facts": _facts(row),
        "limits": _limits(row),
        "plan_url": reverse("promises:plan", args=[row.document_id]),
        "released": row.released,
    }


def chart_of(row: Promise, found: Assessed, versions: Sequence[Version]) -> Chart | None:
    """Draw a promise with the paths of its former versions."""
    known = [(each.number, rules.terms_of(each.terms)) for each in versions]
    if found.moved and known:
        known.append((known[-1][0] + 1, found.terms))
    names = sorted({step.source for step in found.measured.steps if step.source})
    return drawing.promise_chart(found, row.title, "；".join(names) or row.document.title, known)


def clause_of(row: Promise) -> parts.Clause:
    """Quote the target as published, with the way to its place in the document."""
    return parts.Clause(
        text=row.quote,
        document=row.document.title,
        place=row.clause,
        url=policy.document_url(row.document_id, row.clause),
        lang=language_of(row.document.script),
    )


def judged(row: Any) -> dict[str, Any]:  # noqa: ANN401 - a judgement
    """Show a judgement by hand as what it is."""
    return {
        "state": wording.state(row.state),
        "computed": wording.state(row.computed) if row.computed else None,
        "reason": row.reason,
        "on": row.judged_on,
        "office": _office(row),
    }


def _office(row: Any) -> str:  # noqa: ANN401 - a judgement or a version
    return row.office.name if row.office else ""


def _methods(found: Assessed) -> list[dict[str, Any]]:
    ahead = found.projection
    if ahead is None:
        return []
    return [
        {
            "name": wording.word("method", each.method),
            "value": wording.number(each.value, found.terms.unit),
            "error": "—" if each.error is None else wording.number(each.error, found.terms.unit),
            "times": each.times,
            "chosen": each.method == projection.MEDIAN,
        }
        for each in (*ahead.methods, ahead.median)
    ]


def _sources(found: Assessed) -> list[dict[str, Any]]:
    return [
        {
            "period": step.period,
            "value": wording.number(step.value, "" if found.terms.members else found.terms.unit),
            "status": wording.status(step.status),
            "source": step.source,
            "url": step.url,
        }
        for step in reversed(found.measured.steps)
    ]


def _terms(terms: Terms, row: Promise) -> list[Fact]:
    indicator = wording.indicator_name(terms.indicator)
    known = sources.platform_indicator(terms.indicator)
    url = slots.link("indicator", terms.indicator) if known else slots.link("statistic", terms.indicator)
    base = f"{wording.number(terms.base, terms.unit)} ({terms.base_on})" if terms.base is not None else "—"
    facts = [
        Fact(term=pgettext("of a promise", "Form"), value=wording.form(terms)),
        Fact(term=_("Promised"), value=wording.promised(terms)),
        Fact(term=_("Last day of the term"), value=terms.due_on),
        Fact(term=_("Indicator"), value=indicator or "—", url=url if indicator else ""),
        Fact(term=_("Place"), value=wording.place_name(terms.place)),
        Fact(term=_("Group of places"), value=wording.place_name(terms.group)),
        Fact(term=_("Baseline"), value=base),
        Fact(term=_("Source of the baseline"), value=terms.base_source),
        Fact(term=_("Version"), value=row.version),
    ]
    if terms.form == "growth":
        facts.append(Fact(term=_("Reading"), value=wording.word("reading", terms.reading)))
    if terms.beside_place:
        facts.append(Fact(term=_("Compared with"), value=wording.place_name(terms.beside_place)))
    if terms.beside:
        facts.append(Fact(term=_("Of the whole"), value=wording.indicator_name(terms.beside)))
    if terms.listed_in:
        facts.append(Fact(term=_("List behind the slogan"), value=terms.listed_in))
    return [each for each in facts if each.value not in {"", None}]


def _versions(versions: Sequence[Version]) -> list[dict[str, Any]]:
    """Give every version, newest first, with what it changed: old and new."""
    shown: list[dict[str, Any]] = []
    before: Terms | None = None
    for each in versions:
        terms = rules.terms_of(each.terms)
        old, new = (to_json(before) if before else {}), to_json(terms)
        names = changed(before, terms) if before else ()
        shown.append(
            {
                "number": each.number,
                "since": each.since,
                "office": _office(each),
                "reason": each.reason,
                "changes": [(wording.word("term", name), old.get(name, "—"), new.get(name, "—")) for name in names],
            }
        )
        before = terms
    return shown[::-1]


def _corrections(row: Promise, known: date | None) -> list[dict[str, Any]]:
    """Give what the review of the document said of the target, newest first: values as read and as they stand."""
    found = [each for each in corrected.corrections(row) if known is None or each.on <= known]
    return [
        {
            "on": each.on,
            "word": policy_words.verdict(each.verdict).word,
            "reason": each.reason,
            "url": each.url,
            "changes": [
                (wording.word("register", name), each.was.get(name, "") or "—", each.now.get(name, "") or "—")
                for name in FIELDS
                if each.was.get(name, "") != each.now.get(name, "")
            ],
        }
        for each in reversed(found)
    ]


def _facts(row: Promise) -> list[dict[str, Any]]:
    entries = ledger.of_case(f"{row.case.authority}/case/{row.pk}")
    return [
        {"word": showing.type_word(entry.type), "on": entry.on, "url": slots.link("fact", entry.id)}
        for entry in reversed(entries)
    ]


def _limits(row: Promise) -> list[dict[str, str]]:
    on, place = clock.today(), row.place or "000000"
    keys = (*SHARES.values(), MONTHS_KEY)
    return [{"key": key, "url": slots.link("rule", key, place=place, on=on)} for key in keys]


def _actions(request: HttpRequest, row: Promise) -> list[Action]:
    actions = [Action(label=_("Progress of the plan"), url=reverse("promises:plan", args=[row.document_id]))]
    for entry in standing.open_moves(row.case, actor_of(request), clock.today()):
        if entry.kind == PROMISE.kind and entry.move.code in {"change", "judge", "release"}:
            url = reverse(f"promises:{entry.move.code}", args=[row.pk])
            actions.append(Action(label=words.move_word(entry.kind, entry.move.code), url=url))
    return actions


def _workbook(row: Promise, chart: Chart) -> HttpResponseBase:
    """Give the chart's table as an Excel file."""
    about = [(_("Title"), row.title), (_("Document"), row.document.title), (_("As published"), row.quote)]
    about.append((_("As of"), written.day(clock.today())))
    heads = [str(head) for head in chart.heads]
    file = excel.workbook(row.title, heads, chart.rows, about, ["text", "number", "number"])
    name = exports.file_name(row.title, XLSX)
    return FileResponse(file, as_attachment=True, filename=name, content_type=excel.CONTENT_TYPE)
