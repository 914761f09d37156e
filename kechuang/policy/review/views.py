"""Pages on which a planner judges the findings of a document, one after the other."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kechuang.policy import kept, wording
from kechuang.policy import queries as register
from kechuang.policy.models import Document
from kechuang.policy.overlay import OPEN
from kechuang.policy.review import actions, lists, marks, queries, rules, values
from kechuang.policy.review import showing as shown
from kechuang.policy.review import wording as words
from kechuang.policy.review.actions import PERMISSION
from kechuang.policy.review.forms import FORMS, FindingForm, JudgeForm
from kechuang.policy.review.queries import Finding
from kechuang.policy.review.showing import Chosen
from kechuang.policy.views import document_crumb, documents_crumb
from kechuang.web import chance, clock, written
from kechuang.web.forms import form_page
from kechuang.web.listing import list_page
from kechuang.web.page import Action, Crumb, page
from kechuang.web.parts import Figure
from kechuang.web.permissions import actor_of, may, requires, scope

GET_POST = ["GET", "HEAD", "POST"]


def in_reach(request: HttpRequest, identifier: UUID) -> Document:
    """Give a document whose findings the reader may judge; 404 where there is none, or it is another place's."""
    found = register.document(identifier)
    if found is None or not may(actor_of(request), PERMISSION, on=clock.today(), place=found.case.place):
        raise Http404
    return found


def crumbs_to(found: Document | None = None) -> list[Crumb]:
    """Give the way to a page of the review."""
    way = [documents_crumb(), Crumb(_("Review of findings"), reverse("policy_review:documents"))]
    if found is not None:
        way += [document_crumb(found), Crumb(_("Findings"), reverse("policy_review:document", args=[found.pk]))]
    return way


@requires(PERMISSION)
@require_safe
def documents(request: HttpRequest) -> HttpResponseBase:
    """List the documents with how many of their findings are open, and how good the reader was over all."""
    reach = scope(actor_of(request), PERMISSION, clock.today())
    return list_page(
        lists.REVIEWS,
        request,
        queries.documents(reach),
        template="policy_review/documents.html",
        context={"precision": lists.precision()},
        title=_("Review of findings"),
        facts=[_("What the reader found, judged by a person: accepted, corrected or rejected")],
        actions=[_all_annotations()],
        crumbs=[documents_crumb()],
    )


def _all_annotations() -> Action:
    url = reverse("policy_review:annotations")
    return Action(label=_("All annotations (JSON Lines)"), url=url, download=True)


@requires(PERMISSION)
@require_safe
def document(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """Show one finding in its sentence, with its values and doubts, and the queue of the others."""
    return _review(request, in_reach(request, identifier))


def _review(request: HttpRequest, found: Document, form: JudgeForm | None = None) -> HttpResponse:
    shell: dict[str, Any] = {"title": _("Findings"), "facts": [found.title], "crumbs": crumbs_to(found)[:-1]}
    try:
        text = register.text_of(found)
    except kept.MissingFileError:
        facts = {"facts": [], "document": found, "lang": wording.language_of(found.script)}
        return page(request, "policy/lost.html", facts, status=503, **shell)
    everything, chosen = queries.findings(found), Chosen.read(request.POST if form else request.GET)
    sure = shown.least_sure(found, clock.today())
    rows = [each for each in everything if chosen.fits(each, sure)]
    asked = form.data.get("code", "") if form else request.GET.get("finding", "")
    current = next((each for each in everything if each.code == asked), None) or (rows[0] if rows else None)
    order = [each.code for each in everything]
    context: dict[str, Any] = {
        "document": found,
        "chosen": chosen,
        "figures": _figures(found, chosen, everything, sure),
        "kinds": _kinds(found, chosen, everything, sure),
        "all_kinds_url": chosen.url(found, kind=""),
        "clauses": _clauses(everything),
        "current": current,
        "queue": _queue(found, chosen, rows, current, sure),
        "queue_count": len(rows),
        "lang": wording.language_of(found.script),
        "sure_count": sum(each.verdict == OPEN and shown.is_sure(each, sure) for each in everything),
        "judged_last": request.GET.get("judged", ""),
        "key": chance.random_id(),
    }
    if current is not None:
        codes = [each.code for each in rows]
        context |= _current(found, current, text, sure)
        context["form"] = form or JudgeForm()
        context["next"] = _other(found, chosen, rows, order, current.code)
        at = codes.index(current.code) if current.code in codes else 0
        context["previous"] = chosen.url(found, finding=codes[at - 1]) if at else ""
    wrong = form is not None and form.wrong
    return page(
        request,
        "policy_review/document.html",
        context,
        actions=_actions(found),
        failed=wrong,
        status=422 if wrong else 200,
        **shell,
    )


def _current(found: Document, each: Finding, text: str, sure: Decimal) -> dict[str, Any]:
    return {
        "one": shown.ONE[each.kind],
        "title": words.title(each),
        "state": wording.verdict(each.verdict),
        "fact_url": marks.fact_url(found, each.code) if each.verdict != OPEN else "",
        "said": shown.said(each),
        "sentence": shown.sentence(text, found.reading, each),
        "values": shown.shown_values(each),
        "confidence": None if each.confidence is None else each.confidence * 100,
        "sure": shown.is_sure(each, sure),
        "doubts": [words.doubt(doubt) for doubt in each.doubts],
        "clause_url": register.document_url(found, each.clause),
    }


def _other(found: Document, chosen: Chosen, rows: Sequence[Finding], order: Sequence[str], code: str) -> str:
    after = shown.next_after([each for each in rows if each.code != code], code, order)
    return chosen.url(found, finding=after) if after else ""


def _actions(found: Document) -> list[Action]:
    base = {"args": [found.pk]}
    return [
        Action(label=_("Export as annotation"), url=reverse("policy_review:annotation", **base), download=True),
        Action(label=_("Add what was missed"), url=reverse("policy_review:add", **base)),
    ]


def _figures(found: Document, chosen: Chosen, rows: Sequence[Finding], sure: Decimal) -> list[Figure]:
    counted = queries.tally(rows)
    doubtful = sum(Chosen(show=shown.DOUBTFUL).fits(each, sure) for each in rows)

    def figure(verdict: str, value: int, show: str) -> Figure:
        url = chosen.url(found, show=show)
        return Figure(label=str(wording.verdict(verdict)), value=value, url=url, current=chosen.show == show)

    return [
        figure("open", counted.open, shown.OPEN_ONES),
        Figure(
            label=shown.SHOWN_WORDS[shown.DOUBTFUL],
            value=doubtful,
            url=chosen.url(found, show=shown.DOUBTFUL),
            current=chosen.show == shown.DOUBTFUL,
        ),
        *(
            Figure(label=str(wording.verdict(name)), value=getattr(counted, name))
            for name in (*queries.JUDGED, "added")
        ),
        Figure(
            label=shown.SHOWN_WORDS[shown.JUDGED],
            value=counted.judged + counted.added,
            url=chosen.url(found, show=shown.JUDGED),
            current=chosen.show == shown.JUDGED,
        ),
    ]


def _kinds(found: Document, chosen: Chosen, rows: Sequence[Finding], sure: Decimal) -> list[dict[str, Any]]:
    kinds = []
    for kind in values.KINDS:
        there = [each for each in rows if each.kind == kind]
        if there:
            wanted = Chosen(show=chosen.show, kind=kind, clause=chosen.clause)
            count = sum(wanted.fits(each, sure) for each in there)
            url = chosen.url(found, kind=kind)
            kinds.append({"word": shown.KIND_WORDS[kind], "count": count, "url": url, "current": chosen.kind == kind})
    return kinds


def _clauses(rows: Sequence[Finding]) -> list[tuple[str, str]]:
    """Give the clauses that hold findings, with their headings, as options."""
    titles = {each.clause: words.title(each) for each in rows if each.kind == "heading"}
    paths = dict.fromkeys(each.clause for each in sorted(rows, key=lambda each: each.start) if each.clause)
    return [(path, f"{path} {titles.get(path, '')}".strip()) for path in paths]


def _queue(
    found: Document, chosen: Chosen, rows: Sequence[Finding], current: Finding | None, sure: Decimal
) -> list[shown.Line]:
    """Give the lines around the current finding: a long document's queue is cut."""
    code = current.code if current else ""
    at = next((place for place, each in enumerate(rows) if each.code == code), 0)
    start = max(0, at - 5)
    return [shown.line(found, chosen, each, code, sure) for each in rows[start : start + shown.QUEUE]]


@requires(PERMISSION)
@require_POST
def judge(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """Judge one finding; the next open one follows by itself."""
    found, form = in_reach(request, identifier), JudgeForm(request.POST)
    chosen = Chosen.read(request.POST)
    if form.is_valid():
        key = f"policy.judge:{form.cleaned_data['key']}"
        outcome = actions.judge(found.pk, [form.verdict], by=actor_of(request), key=key)
        if outcome.refusal is None:
            return redirect(_onward(found, chosen, form.verdict.code, back=form.verdict.way == rules.REOPEN))
        form.refuse(outcome.refusal)
    return _review(request, found, form)


def _onward(found: Document, chosen: Chosen, code: str, *, back: bool = False) -> str:
    """Give the address of the next finding after one that was judged; of itself where a judgement was taken back."""
    everything = queries.findings(found)
    if back and any(each.code == code for each in everything):
        return chosen.url(found, finding=code)
    sure = shown.least_sure(found, clock.today())
    rows = [each for each in everything if chosen.fits(each, sure) and each.code != code]
    after = shown.next_after(rows, code, [each.code for each in everything])
    return chosen.url(found, judged=code, **({"finding": after} if after else {}))


@requires(PERMISSION)
@require_http_methods(GET_POST)
def correct(request: HttpRequest, identifier: UUID, code: str) -> HttpResponse:
    """Correct a finding in a form of its kind, filled with what stands."""
    found = in_reach(request, identifier)
    each = next((one for one in queries.findings(found) if one.code == code), None)
    if each is None:
        raise Http404
    chosen = Chosen.read(request.GET)
    initial = {**each.values, "quote": _quote(found, each)}
    given = request.POST if request.method == "POST" else None
    form = FORMS[each.kind](given, initial=initial, paths=_paths(found), each=each)
    if (done := _sent(request, found, form, f"correct:{code}")) is not None:
        messages.success(request, _("%(finding)s was corrected.") % {"finding": words.title(each)})
        return redirect(_onward(found, chosen, done))
    return _form(request, found, form, each)


@requires(PERMISSION)
@require_http_methods(GET_POST)
def add(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """Add what the reader missed: its kind, its values, its words as published."""
    found = in_reach(request, identifier)
    kind = request.GET.get("kind", "")
    kind = kind if kind in FORMS else values.KINDS[0]
    given = request.POST if request.method == "POST" else None
    initial = {name: request.GET.get(name, "") for name in ("quote", "clause")}
    defaults = {"comparator": "eq", "kind": "count"} if kind == "target" else {}
    form = FORMS[kind](given, initial={**defaults, **initial}, paths=_paths(found))
    if (done := _sent(request, found, form, "add")) is not None:
        messages.success(request, _("The finding was added."))
        return redirect(Chosen(show=shown.ALL).url(found, finding=done))
    return _form(request, found, form, None)


def _sent(request: HttpRequest, found: Document, form: FindingForm, what: str) -> str | None:
    """Judge what a form says; give the finding's code, or None where the form must be shown (again)."""
    if not (form.is_bound and form.is_valid()):
        return None
    key = f"policy.judge:{what}:{request.POST.get('key') or chance.random_id()}"[:120]
    try:
        outcome = actions.judge(found.pk, [form.verdict], by=actor_of(request), key=key)
    except kept.MissingFileError:
        form.add_error("quote", _("The text of this document is gone from the disk, so no place in it can be found."))
        return None
    if outcome.refusal is not None:
        form.refuse(outcome.refusal)
        return None
    return form.verdict.code or _last_added(found)


def _last_added(found: Document) -> str:
    return max(((row.pk, row.code) for row in found.judged.filter(verdict="added")), default=(0, ""))[1]


def _form(request: HttpRequest, found: Document, form: FindingForm, each: Finding | None) -> HttpResponse:
    context: dict[str, Any] = {"lang": wording.language_of(found.script), "key": chance.random_id()}
    if each is not None:
        text = _text_of(found)
        context |= {"sentence": shown.sentence(text, found.reading, each)} if text else {}
    else:
        base = reverse("policy_review:add", args=[found.pk])
        context["kinds"] = [
            {"word": shown.KIND_WORDS[kind], "url": f"{base}?kind={kind}", "current": kind == form.finding_kind}
            for kind in values.KINDS
        ]
    return form_page(
        request,
        form,
        title=words.title(each) if each else _("Add what was missed"),
        submit=_("Record the correction") if each else _("Add the finding"),
        template="policy_review/form.html",
        context=context,
        cancel_url=Chosen().url(found, finding=each.code) if each else Chosen().url(found),
        crumbs=crumbs_to(found),
        facts=[str(shown.ONE[form.finding_kind]), each.code if each else found.title],
    )


def _text_of(found: Document) -> str:
    try:
        return register.text_of(found)
    except kept.MissingFileError:
        return ""


def _quote(found: Document, each: Finding) -> str:
    """Give a finding's words without the line breaks of the printed column."""
    text = _text_of(found)
    plan = shown.layouts.Layout.from_json(found.reading["layout"])
    return shown.marking.plain(text, plan, each.start, each.end) if text else ""


def _paths(found: Document) -> list[tuple[str, str]]:
    return [(row["path"], f"{row['path']} {row['title']}"[:60]) for row in found.reading.get("clauses", ())]


@requires(PERMISSION)
@require_http_methods(GET_POST)
def accept(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """Accept many open findings at once: those without doubt are ticked beforehand."""
    found = in_reach(request, identifier)
    chosen, sure = Chosen.read(request.GET), shown.least_sure(found, clock.today())
    rows = [each for each in queries.findings(found) if Chosen(kind=chosen.kind).fits(each, sure)]
    rows = rows[: rules.MOST]
    refused = None
    if request.method == "POST":
        ticked = set(request.POST.getlist("row"))
        verdicts = [rules.Verdict(way=rules.ACCEPT, code=each.code) for each in rows if each.code in ticked]
        key = f"policy.judge:{request.POST.get('key') or chance.random_id()}"[:120]
        outcome = actions.judge(found.pk, verdicts, by=actor_of(request), key=key, only_open=True)
        refused = outcome.refusal
        if refused is None:
            count = len(outcome.facts)
            said = ngettext("%(n)s finding was accepted.", "%(n)s findings were accepted.", count)
            messages.success(request, said % {"n": written.whole(count)})
            return redirect(chosen.url(found))
    lines = [
        {
            "line": shown.line(found, chosen, each, "", sure),
            "sure": shown.is_sure(each, sure),
            "note": "；".join(value.value for value in shown.shown_values(each)[1:7]),
        }
        for each in rows
    ]
    return page(
        request,
        "policy_review/accept.html",
        {
            "lines": lines,
            "refused": refused,
            "document": found,
            "sure_share": sure,
            "key": chance.random_id(),
            "lang": wording.language_of(found.script),
            "back": chosen.url(found),
        },
        title=_("Accept several findings"),
        facts=[found.title],
        crumbs=crumbs_to(found),
        failed=refused is not None,
        status=200 if refused is None else 422,
    )
