"""Pages without signing in: whether a certificate holds, the statistics of a place, flows from seller to buyer."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kechuang.casework.standard import publishing
from kechuang.kernel.identify.credit import read_credit_code
from kechuang.kernel.identify.text import compact
from kechuang.mechanisms.market.contract import turnover, words
from kechuang.mechanisms.market.contract.models import TechContract
from kechuang.mechanisms.market.contract.rules.moves import CERTIFIED
from kechuang.mechanisms.market.contract.turnover import CITY, LEVELS, Amounts, Line, Span
from kechuang.web import clock, divisions, exports, limits
from kechuang.web.charts import flowmap
from kechuang.web.charts.bars import Bar, bar_chart
from kechuang.web.charts.chart import About, Chart, download
from kechuang.web.exports import Export
from kechuang.web.page import Action, Crumb, page
from kechuang.web.parts import Fact, Figure, State
from kechuang.web.permissions import public

PER_HOUR, HOUR = 120, 3600
TONES = {"REGISTERED": "done", "ASKED": "done", "DEREGISTERED": "void", "REVOKED": "late"}
DIVISION = 6


def _crumb() -> list[Crumb]:
    return [Crumb(_("Technology contracts"), reverse("market_contract:statistics"))]


@public
@require_safe
def check(request: HttpRequest) -> HttpResponse:
    """Say of a certificate's number whether it stands, and whether what is held against it agrees."""
    number = compact(request.GET.get("number", ""))[:24]
    code = compact(request.GET.get("code", ""))[:18]
    context: dict[str, Any] = {"number": number, "code": code, "asked": bool(number)}
    status = 200
    if number:
        if limits.hit(f"contract check:{limits.address(request)}", HOUR) > PER_HOUR:
            context["slow"], status = PER_HOUR, 429
        else:
            rows = TechContract.objects.select_related("case__office")
            found = rows.filter(number=number, case__state__in=CERTIFIED).first()
            context |= _checked(found, code) if found else {"unknown": True}
    return page(
        request,
        "market_contract/check.html",
        context,
        title=_("Check a registration certificate"),
        facts=[_("Technology contracts registered on this node")],
        crumbs=_crumb(),
        status=status,
    )


def _checked(row: TechContract, code: str) -> dict[str, Any]:
    agrees: bool | None = None
    if code and read_credit_code(code).fault is None:
        agrees = code in {row.contract.seller.code, row.contract.buyer.code}
    return {"found": certificate_facts(row), "state": state_of(row), "agrees": agrees, "row": row}


def state_of(row: TechContract) -> State:
    """How a certificate stands: a change that is asked does not touch it."""
    state = row.case.state
    word = words.word("standing", "REGISTERED" if state == "ASKED" else state)
    return State(word, TONES.get(state, "risk"), state)


def certificate_facts(row: TechContract) -> list[Fact]:
    """What anybody may read of a certificate: no party, no amount."""
    found = [
        (_("Registration number"), row.number),
        (_("Type"), words.word("type", row.type)),
        (_("Registered on"), row.registered_on),
        (_("Registering body"), row.case.office.name if row.case.office else ""),
        (_("Place"), divisions.name(row.case.place)),
        (_("Version"), row.version if row.version > 1 else ""),
        (_("Ended on"), row.ended_on),
    ]
    return [Fact(term=term, value=value) for term, value in found if value]


@public
@require_safe
def certificate(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """The public page of one certificate; of a contract without one only that it was decided, for who may object."""
    rows = TechContract.objects.select_related("case__office")
    row = rows.filter(pk=identifier, case__state__in=(*CERTIFIED, "REVIEW", "REJECTED")).first()
    if row is None:
        raise Http404
    certified = bool(row.number)
    context = {
        "found": certificate_facts(row) if certified else [],
        "state": state_of(row) if certified and row.case.state in CERTIFIED else None,
        "row": row,
        "may_object": row.case.state in {"REGISTERED", "REJECTED"} and not row.case.hold,
    }
    title = _("Certificate %(number)s") % {"number": row.number} if certified else _("Decision on a contract")
    return page(request, "market_contract/certificate.html", context, title=title, crumbs=_crumb())


def asked_span(request: HttpRequest) -> Span:
    """The span that the address names; the year with the newest figures where it names none. Raises Http404."""
    raw = request.GET.get("period", "")
    if raw:
        found = turnover.read_span(raw)
        if found is None:
            raise Http404
        return found
    known = turnover.years()
    return Span(known[0] if known else clock.today().year)


def asked_place(request: HttpRequest) -> str:
    """The place that the address names: a division; empty for everywhere. Raises Http404."""
    place = request.GET.get("place", "")
    if place and not (place.isascii() and place.isdigit() and len(place) == DIVISION):
        raise Http404
    return place


def place_words(place: str) -> str:
    """The name of a place, or that all places are meant."""
    return divisions.name(place) if place else _("All places of this node")


def _places() -> list[tuple[str, str]]:
    return [("", _("All places of this node")), *publishing.places(TechContract.objects.exclude(number=""))]


def _spans() -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for year in turnover.years() or [clock.today().year]:
        found.append((str(year), str(year)))
        found += [(f"{year}-Q{quarter}", f"{year} Q{quarter}") for quarter in range(1, 5)]
    return found


BY = ("type", "field", "place", "trade")


@public
@require_safe
def statistics(request: HttpRequest) -> HttpResponseBase:
    """The registered contracts of a place in a year or quarter: by type, field, place; as files too."""
    span, place = asked_span(request), asked_place(request)
    former = request.GET.get("types") == "four"
    tables = {by: turnover.table(place, span, by, former=former) for by in BY}
    wanted = request.GET.get("file", "")
    if wanted in {"csv", "xlsx"}:
        return _file(wanted, tables, span, place)
    charts = [_by_quarter(place, span.year), _by_field(tables["field"], span)]
    file = download(request, charts)
    if file is not None:
        return file
    overall = turnover.overall(place, span)
    base = reverse("market_contract:statistics")
    context = {
        "figures": figures(overall),
        "tables": [(_BY_WORDS[by](), by, [_shown(by, line) for line in lines]) for by, lines in tables.items()],
        "places": _places(),
        "place": place,
        "spans": _spans(),
        "period": span.code,
        "former": former,
        "charts": charts,
        "empty": overall.now == Amounts(),
    }
    query = f"period={span.code}&place={place}"
    return page(
        request,
        "market_contract/statistics.html",
        context,
        title=_("Technology contracts registered"),
        facts=[place_words(place), span.code, _("From the public facts of registration")],
        actions=[
            Action(label=_("Check a registration certificate"), url=reverse("market_contract:check")),
            Action(label=_("Flows from seller to buyer"), url=f"{reverse('market_contract:flows')}?{query}"),
            Action(label="CSV", url=f"{base}?{query}&file=csv", download=True),
            Action(label="Excel", url=f"{base}?{query}&file=xlsx", download=True),
        ],
    )


_BY_WORDS = {
    "type": lambda: _("By type"),
    "field": lambda: _("By field of technology"),
    "place": lambda: _("By place"),
    "trade": lambda: _("Inside the country and across the border"),
}


def code_word(by: str, code: str) -> str:
    """The word of a line's code."""
    return words.region(code) if by in {"place", "seller_place", "buyer_place"} else words.word(by, code)


def _shown(by: str, line: Line) -> dict[str, Any]:
    return {"word": code_word(by, line.code), "now": line.now, "then": line.then, "growth": line.growth}


def figures(overall: Line) -> list[Figure]:
    """Give the whole in figures."""
    growth = overall.growth
    return [
        Figure(label=_("Contracts"), value=overall.now.count),
        Figure(label=_("Contract total"), value=overall.now.total, unit=_("yuan")),
        Figure(label=_("Technology amount"), value=overall.now.technology, unit=_("yuan")),
        Figure(
            label=_("Technology amount on the year before"),
            value="—" if growth is None else f"{growth * 100:+.2f}%",
        ),
    ]


def heads() -> list[str]:
    """The heads of the file of statistics."""
    return [
        _("Period"), _("Place"), _("Breakdown"), _("Code"), _("What"), _("Contracts"), _("Total (yuan)"),
        _("Technology amount (yuan)"), _("Year before: contracts"), _("Year before: technology amount (yuan)"),
    ]  # fmt: skip


def _file(kind: str, tables: dict[str, list[Line]], span: Span, place: str) -> HttpResponseBase:
    rows = [
        [
            *(span.code, place or "all", by, line.code, code_word(by, line.code)),
            *(line.now.count, line.now.total, line.now.technology, line.then.count, line.then.technology),
        ]
        for by, lines in tables.items()
        for line in lines
    ]
    made = Export(
        title=_("Technology contracts registered"),
        heads=heads(),
        rows=iter(rows),
        filters={"period": span.code, "place": place},
        kinds=("text", "code", "text", "code", "text", "whole", "money", "money", "whole", "money"),
    )
    return exports.respond(made, kind)


def wan(yuan: Decimal) -> Decimal:
    """Give an amount in ten thousand yuan, as charts show it."""
    return (yuan / 10_000).quantize(Decimal("0.01"))


def _about(key: str, title: str, summary: str, on: date | None = None) -> About:
    return About(
        key=key,
        title=title,
        summary=summary,
        source=_("public facts of registration, of the registering bodies' logs"),
        definition=_(
            "technology amount of contracts by day of registration; changes, royalties received and ends count, "
            "signed, on their own day"
        ),
        unit=_("10,000 yuan"),
        on=on or clock.today(),
    )


def _by_quarter(place: str, year: int) -> Chart:
    found = turnover.quarters(place, year)
    bars = [Bar(label=f"{year} Q{quarter}", values=[wan(max(each.technology, Decimal(0)))]) for quarter, each in found]
    title = _("Technology amount by quarter, %(year)d") % {"year": year}
    most = max(found, key=lambda entry: entry[1].technology)
    said = _("Most was registered in quarter %(quarter)d.") % {"quarter": most[0]}
    return bar_chart(_about("quarters", title, said), bars)


def _by_field(lines: list[Line], span: Span) -> Chart:
    bars = [
        Bar(label=words.word("field", line.code), values=[wan(line.now.technology)])
        for line in lines
        if line.now.technology > 0
    ]
    title = _("Technology amount by field, %(period)s") % {"period": span.code}
    said = _("%(count)d fields have registered contracts.") % {"count": len(bars)}
    return bar_chart(_about("fields", title, said), bars)


@public
@require_safe
def flows(request: HttpRequest) -> HttpResponseBase:
    """The matrix of seats of sellers and of buyers, from the facts alone."""
    span, place = asked_span(request), asked_place(request)
    level = request.GET.get("level", CITY)
    level = level if level in LEVELS else CITY
    found = turnover.flows(place, span.first, span.last, level)
    wanted = request.GET.get("file", "")
    if wanted in {"csv", "xlsx"}:
        return _flow_file(wanted, found, span, place)
    ways = [flowmap.Flow(source=each.seller, target=each.buyer, value=wan(each.amounts.technology)) for each in found]
    title = _("Where technology goes, %(period)s") % {"period": span.code}
    said = _("%(count)d flows from seller to buyer.") % {"count": len(found)}
    drawn = [flowmap.flow_map(_about("flow-map", title, said), "delta", ways)] if level == CITY and ways else []
    file = download(request, drawn)
    if file is not None:
        return file
    made = turnover.matrix(found)
    base, query = reverse("market_contract:flows"), f"period={span.code}&place={place}&level={level}"
    context = {
        "heads": [words.region(code) for code in made["buyers"]],
        "rows": [(words.region(code), cells, whole) for code, cells, whole in made["rows"]],
        "sums": made["sums"],
        "total": made["total"],
        "charts": drawn,
        "places": _places(),
        "place": place,
        "spans": _spans(),
        "period": span.code,
        "levels": [(code, words.word("level", code)) for code in LEVELS],
        "level": level,
    }
    return page(
        request,
        "market_contract/flows.html",
        context,
        title=_("Technology from seller to buyer"),
        facts=[place_words(place), span.code, _("Seat of the seller × seat of the buyer")],
        actions=[
            Action(label="CSV", url=f"{base}?{query}&file=csv", download=True),
            Action(label="Excel", url=f"{base}?{query}&file=xlsx", download=True),
        ],
        crumbs=_crumb(),
    )


def _flow_file(kind: str, found: list[turnover.Flow], span: Span, place: str) -> HttpResponseBase:
    rows = [
        [
            *(span.code, each.seller, words.region(each.seller), each.buyer, words.region(each.buyer)),
            *(each.amounts.count, each.amounts.total, each.amounts.technology),
        ]
        for each in found
    ]
    titles = [
        _("Period"), _("Code of the seller's seat"), _("Seat of the seller"), _("Code of the buyer's seat"),
        _("Seat of the buyer"), _("Contracts"), _("Total (yuan)"), _("Technology amount (yuan)"),
    ]  # fmt: skip
    made = Export(
        title=_("Technology from seller to buyer"),
        heads=titles,
        rows=iter(rows),
        filters={"period": span.code, "place": place},
        kinds=("text", "code", "text", "code", "text", "whole", "money", "money"),
    )
    return exports.respond(made, kind)
