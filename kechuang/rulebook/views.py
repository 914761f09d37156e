"""Pages of the rulebook: values for a place on a day, one rule with its history, unverified values, sources, cases."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kechuang.rulebook import asked, cases, load, queries, shown
from kechuang.rulebook.book import Subject
from kechuang.rulebook.listing import Field, Head, Listed, respond
from kechuang.rulebook.queries import Wanted
from kechuang.rulebook.resolve import Rulebook
from kechuang.rulebook.speak import Speaker
from kechuang.web import clock, divisions
from kechuang.web.charts.chart import download
from kechuang.web.page import Action, Crumb, page
from kechuang.web.parts import Figure
from kechuang.web.permissions import public
from kechuang.web.refusals import sentence
from kechuang.web.typed import TypedError


def speaker(book: Rulebook) -> Speaker:
    language = get_language() or "zh-hans"
    return Speaker(book, language, divisions.traditional if language == "zh-hant" else str)


@public
@require_safe
def values(request: HttpRequest) -> HttpResponseBase:
    """All values for a place on a day."""
    book = load.current()
    said = speaker(book)
    params = {name: request.GET.get(name, "").strip() for name in ("q", "place", "on", "domain", "confidence")}
    fault, on, place = "", clock.today(), asked.USUAL_PLACE
    try:
        on = asked.day(params)
        place = asked.place(book, params, on)
    except TypedError as error:
        fault = sentence(error.refusal)
    wanted = Wanted(words=params["q"], domain=params["domain"], confidence=params["confidence"])
    lines = [] if fault else queries.values(book, place=place, on=on, wanted=wanted)
    listed = Listed(
        key="rules",
        rows=[shown.value_row(said, line, place, on) for line in lines],
        heads=_value_heads(),
        lead=_("%(place)s on %(day)s") % {"place": f"{said.place(place, on)} {place}", "day": f"{on:%Y-%m-%d}"},
        filters=_value_filters(book, said, params),
        row_template="rulebook/parts/value_row.html",
        empty=_("No rule fits these filters."),
        caption=_("Rules in force"),
        path=request.path,
        number=_number(request),
        params=params,
        fault=fault,
    )
    figures = _figures(book, said, place, on, fault)
    facts = [_("Edition %(edition)s") % {"edition": book.edition[:12]}]
    actions = [
        Action(label=_("Sources of the rules"), url=reverse("rulebook:sources")),
        Action(label=_("Worked cases"), url=reverse("rulebook:worked")),
    ]
    return respond(request, listed, title=_("Rules in force"), facts=facts, figures=figures, actions=actions)


def _number(request: HttpRequest) -> int:
    raw = request.GET.get("page", "1")
    return int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 6 else 1


def _value_heads() -> list[Head]:
    return [
        Head(_("Rule"), "main-cell", lambda row: f"{row.title} ({row.key})"),
        Head(_("Value"), "", lambda row: row.value),
        Head(_("Confidence"), "", lambda row: f"{row.mark} {row.mark_words}"),
        Head(_("Made by"), "", lambda row: row.place),
        Head(_("Since"), "number", lambda row: row.since),
        Head(_("Source and clause"), "wide", lambda row: row.cite),
    ]


def _value_filters(book: Rulebook, said: Speaker, params: dict[str, str]) -> list[Field]:
    marks = [(mark, f"{mark} {said.confidence(mark)}") for mark in "SsGD"]
    return [
        Field("q", _("Rule"), "text", params["q"], placeholder=_("words or key")),
        _place(params),
        Field("on", _("Day"), "text", params["on"], placeholder="2026-01-31"),
        _domains(book, said, params["domain"]),
        Field(
            "confidence",
            _("Confidence"),
            "choice",
            params["confidence"],
            [*marks, ("not_S", _("all that are not S"))],
            every=_("all"),
        ),
    ]


def _place(params: dict[str, str]) -> Field:
    return Field("place", _("Place"), "text", params.get("place", ""), placeholder=_("330902 or its name"))


def _domains(book: Rulebook, said: Speaker, chosen: str) -> Field:
    options = [(code, said.text(words)) for code, words in book.domains.items()]
    return Field("domain", _("Domain"), "choice", chosen, options, every=_("all"))


def _figures(book: Rulebook, said: Speaker, place: str, on: date, fault: str) -> list[Figure]:
    """How many values the place has on the day, by confidence; each figure is the list of them."""
    lines = [] if fault else queries.values(book, place=place, on=on)
    where = {"place": place, "on": f"{on:%Y-%m-%d}"}
    counted = [("", _("Rules in force"), len(lines))]
    for mark in "SsGD":
        number = sum(line.answer.confidence == mark for line in lines)
        counted.append((mark, f"{mark} {said.confidence(mark)}", number))
    return [
        Figure(label=label, value=number, url=shown.address("rulebook:values", **where, confidence=mark))
        for mark, label, number in counted
    ]


@public
@require_safe
def rule(request: HttpRequest, key: str) -> HttpResponseBase:
    """One rule: what it asks, its value here and now with the trail, and what every place has ever said."""
    book = load.current()
    if key not in book.keys:
        raise Http404(key)
    said = speaker(book)
    params = request.GET.dict()
    fault, on, place, subject = "", clock.today(), asked.USUAL_PLACE, None
    try:
        on = asked.day(params)
        place = asked.place(book, params, on)
        subject = asked.subject(book, params)
    except TypedError as error:
        fault = sentence(error.refusal)
    declared = book.keys[key]
    answer = None if fault else book.ask(key, place=place, on=on, subject=subject)
    chart = shown.timeline_of(said, declared, queries.history(book, key), on=on, today=clock.today())
    if (file := download(request, [chart] if chart else [])) is not None:
        return file
    context = {
        "key": declared,
        "declared": shown.declared_facts(said, declared),
        "note": said.text(declared.note),
        "answer": shown.answer_of(said, declared, answer) if answer else None,
        "fault": fault,
        "chart": chart,
        "history": [shown.history_row(said, declared, entry, on) for entry in queries.history(book, key)],
        "filters": _rule_filters(book, said, params, on),
        "path": request.path,
    }
    return page(
        request,
        "rulebook/rule.html",
        context,
        title=said.text(declared.title),
        facts=[
            key,
            said.text(book.domains.get(declared.domain)),
            _("Edition %(edition)s") % {"edition": book.edition[:12]},
        ],
        crumbs=[Crumb(_("Rules in force"), reverse("rulebook:values"))],
        failed=bool(fault),
        status=400 if fault else 200,
    )


def _rule_filters(book: Rulebook, said: Speaker, params: dict[str, str], on: date) -> list[Field]:
    kinds = [(code, said.text(words)) for code, words in book.terms.kinds.items()]
    central = ("gov_research_unit+central", "gov_research_unit+central+follows_local")
    kinds += [(choice, said.subject(Subject.parse(choice))) for choice in central]
    return [
        _place(params),
        Field("on", _("Day"), "text", params.get("on", ""), placeholder=f"{on:%Y-%m-%d}"),
        Field("subject", _("Subject"), "choice", params.get("subject", ""), kinds, every=_("the usual one")),
    ]


@public
@require_safe
def unverified(request: HttpRequest) -> HttpResponseBase:
    """Values in use that are not S: what a deployment runs on without having read it."""
    book = load.current()
    said = speaker(book)
    params = {name: request.GET.get(name, "").strip() for name in ("q", "mark", "place", "domain", "on")}
    fault, on = "", clock.today()
    try:
        on = asked.day(params)
        asked.mark(params, _("What is unverified"))
    except TypedError as error:
        fault = sentence(error.refusal)
    chosen = {"mark": params["mark"], "place": params["place"], "domain": params["domain"], "words": params["q"]}
    entries = [] if fault else queries.unverified(book, on=on, **chosen)
    marks = [(mark, shown.marked(said, mark)) for mark in queries.MARKS]
    listed = Listed(
        key="unverified",
        rows=[shown.unverified_row(said, book.keys[entry.key], entry) for entry in entries],
        heads=[
            Head(_("Rule"), "main-cell", lambda row: f"{row.title} ({row.key})"),
            Head(_("Value"), "", lambda row: row.value),
            Head(_("Since"), "number", lambda row: row.since),
            Head(_("Made by"), "", lambda row: row.place),
            Head(_("Confidence"), "", lambda row: row.mark),
            Head(_("What is unverified"), "", lambda row: f"{row.why} {row.note}".strip()),
            Head(_("Source and clause"), "wide", lambda row: row.cite),
        ],
        filters=[
            Field("q", _("Rule"), "text", params["q"], placeholder=_("words or key")),
            Field("mark", _("What is unverified"), "choice", params["mark"], marks, every=_("all that are not S")),
            Field(
                "place",
                _("Made by"),
                "choice",
                params["place"],
                [(code, said.place(code)) for code in book.regions],
                every=_("all"),
            ),
            _domains(book, said, params["domain"]),
            Field("on", _("Day"), "text", params["on"], placeholder="2026-01-31"),
        ],
        lead=_("In force on %(day)s") % {"day": f"{on:%Y-%m-%d}"},
        row_template="rulebook/parts/unverified_row.html",
        empty=_("Every value that fits is read in the text of its source."),
        caption=_("Values that are not verified"),
        path=request.path,
        number=_number(request),
        params=params,
        fault=fault,
    )
    counted = queries.counts(entry for entry in book.entries if entry.standing == "in_force" and entry.in_force(on))
    figures = [
        Figure(label=words, value=counted[mark], url=shown.address("rulebook:unverified", mark=mark))
        for mark, words in marks
    ]
    intro = _(
        "Each of these values works, and each decision that stands on one says so. Reading its source makes it S."
    )
    crumbs = [Crumb(_("Rules in force"), reverse("rulebook:values"))]
    return respond(
        request,
        listed,
        title=_("Values that are not verified"),
        facts=[_("Edition %(edition)s") % {"edition": book.edition[:12]}],
        figures=figures,
        crumbs=crumbs,
        intro=intro,
    )


@public
@require_safe
def sources(request: HttpRequest) -> HttpResponseBase:
    """Laws, measures and reports from which values were taken, and how each was read."""
    book = load.current()
    said = speaker(book)
    rows = [shown.source_row(said, source, number) for source, number in queries.sources(book)]
    crumbs = [Crumb(_("Rules in force"), reverse("rulebook:values"))]
    return page(request, "rulebook/sources.html", {"rows": rows}, title=_("Sources of the rules"), crumbs=crumbs)


@public
@require_safe
def worked(request: HttpRequest) -> HttpResponseBase:
    """The worked cases of this edition, run now."""
    book = load.current()
    said = speaker(book)
    outcomes = list(cases.run(book, cases.files(load.roots())))
    missed = sum(not outcome.holds for outcome in outcomes)
    facts: list[Any] = [
        _("%(number)d checks") % {"number": len(outcomes)},
        _("%(number)d missed") % {"number": missed},
        _("Edition %(edition)s") % {"edition": book.edition[:12]},
    ]
    return page(
        request,
        "rulebook/worked.html",
        {"groups": shown.case_groups(said, outcomes)},
        title=_("Worked cases"),
        facts=facts,
        crumbs=[Crumb(_("Rules in force"), reverse("rulebook:values"))],
        actions=[Action(label=_("Rules in force"), url=reverse("rulebook:values"))],
    )
