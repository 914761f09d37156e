"""The report of a quarter or a year (技术合同季报、年报): as a page, as PDF/A and as Word."""

import io
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kechuang.casework.files.views import attachment
from kechuang.casework.papers.generic import say
from kechuang.mechanisms.market.contract import turnover
from kechuang.mechanisms.market.contract.public_views import asked_place, code_word, figures, place_words
from kechuang.mechanisms.market.contract.rules.moves import READ
from kechuang.mechanisms.market.contract.step_views import crumbs
from kechuang.mechanisms.market.contract.turnover import Line, Span
from kechuang.web import clock, exports, written
from kechuang.web.accounts.models import Body
from kechuang.web.documents import pdf, word
from kechuang.web.documents.paper import (
    LANGUAGES,
    PLAIN,
    RIGHT,
    Col,
    Heading,
    Paper,
    Paragraph,
    Part,
    Signature,
    Table,
)
from kechuang.web.page import Action, page
from kechuang.web.permissions import actor_of, scope

MEDIA = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
BY = ("type", "field", "place", "buyer_place")


def answer(request: HttpRequest) -> HttpResponseBase:
    """Show the report of a place in reach, or give it as a file."""
    raw = request.GET.get("period", "")
    span = turnover.read_span(raw) if raw else turnover.this_quarter()
    if span is None:
        raise Http404
    reach = scope(actor_of(request), READ, clock.today())
    place = asked_place(request) or next(iter(sorted(reach.places)), "")
    tables = {by: turnover.table(place, span, by) for by in BY}
    kind = request.GET.get("file", "")
    if kind in MEDIA:
        made = paper(place, span, tables, issuer_of(request))
        data = pdf.write(made) if kind == "pdf" else word.write(made)
        return attachment(io.BytesIO(data), exports.file_name(made.title, kind), MEDIA[kind])
    base, query = reverse("market_contract:report"), f"period={span.code}&place={place}"
    context: dict[str, Any] = {
        "figures": figures(turnover.overall(place, span)),
        "tables": [
            (say(f"paper.text.contract_by_{by}"), [(code_word(by, line.code), line) for line in lines])
            for by, lines in tables.items()
        ],
        "period": span.code,
        "place": place,
        "others": [(each, f"{base}?period={each}&place={place}") for each in _around(span)],
    }
    return page(
        request,
        "market_contract/report.html",
        context,
        title=title_of(place, span),
        crumbs=crumbs(),
        actions=[
            Action(label=_("PDF/A"), url=f"{base}?{query}&file=pdf", download=True),
            Action(label=_("Word"), url=f"{base}?{query}&file=docx", download=True),
        ],
    )


def _around(span: Span) -> list[str]:
    year = span.year
    return [f"{year}-Q{quarter}" for quarter in range(1, 5)] + [str(year), str(year - 1)]


def issuer_of(request: HttpRequest) -> str:
    """The name of the reader's office, which stands under the report."""
    bodies = [held.body for held in actor_of(request).grants]
    found = Body.objects.filter(pk__in=bodies).exclude(authority="").order_by("place").values_list("name", flat=True)
    return found.first() or ""


def title_of(place: str, span: Span) -> str:
    """The title: place, year, quarter."""
    code = "paper.text.contract_quarter_title" if span.quarter else "paper.text.contract_year_title"
    return say(code, place=place_words(place), year=span.year, quarter=span.quarter)


def paper(place: str, span: Span, tables: dict[str, list[Line]], issuer: str) -> Paper:
    """Build the report: the whole in words, then a table by type, field, place and seat of the buyer."""
    overall = turnover.overall(place, span)
    first, last = span.year_so_far
    so_far = turnover.lines_of(place, first, last)
    whole = turnover.summed(so_far, "trade")
    year = sum((each.technology for each in whole.values()), Decimal(0))
    growth = overall.growth
    parts: list[Part] = [
        Paragraph(
            say(
                "paper.text.contract_report_opening",
                first=written.day(span.first),
                last=written.day(span.last),
                count=overall.now.count,
                total=written.money(overall.now.total),
                technology=written.money(overall.now.technology),
                growth="—" if growth is None else f"{growth * 100:+.2f}%",
                year=span.year,
                so_far=written.money(year),
            )
        )
    ]
    for by, lines in tables.items():
        parts += [Heading(say(f"paper.text.contract_by_{by}")), _table(by, lines)]
    parts.append(Paragraph(say("paper.text.contract_report_basis")))
    language = get_language() or ""
    return Paper(
        title=title_of(place, span),
        form=PLAIN,
        language=language if language in LANGUAGES else "zh-hans",
        parts=tuple(parts),
        signature=Signature((issuer or "……",), clock.today(), seal=bool(issuer)),
        draft=False,
        demonstration=exports.demo(),
        printed_on=clock.today(),
    )


def _table(by: str, lines: list[Line]) -> Table:
    columns = (
        Col(say(f"paper.text.contract_by_{by}"), 6),
        Col(say("paper.text.contract_count"), 3, RIGHT),
        Col(say("paper.text.contract_total"), 6, RIGHT),
        Col(say("paper.text.contract_technology"), 6, RIGHT),
        Col(say("paper.text.contract_growth"), 4, RIGHT),
    )
    rows = tuple(
        (
            code_word(by, line.code),
            str(line.now.count),
            written.money(line.now.total),
            written.money(line.now.technology),
            "—" if line.growth is None else f"{line.growth * 100:+.2f}%",
        )
        for line in lines[:200]
    )
    now = [line.now for line in lines]
    total = (
        say("paper.text.total"),
        str(sum(each.count for each in now)),
        written.money(sum((each.total for each in now), Decimal(0))),
        written.money(sum((each.technology for each in now), Decimal(0))),
        "",
    )
    return Table(columns, rows, total=total)
