"""The charts of the style page, over invented values."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from kechuang.web.charts.bars import Bar, bar_chart
from kechuang.web.charts.chart import About, Chart
from kechuang.web.charts.line import Series, Target, line_chart, sparkline
from kechuang.web.charts.tilemap import tile_map, tiles
from kechuang.web.charts.timeline import Span, timeline
from kechuang.web.parts import Measure, State

YEARS = ("2019", "2020", "2021", "2022", "2023", "2024", "2025", "2026")


def _about(key: str, title: Any, summary: Any, unit: Any = "") -> About:  # noqa: ANN401 - lazy words
    source, definition = _("invented values"), _("a sample definition")
    return About(
        key=key, title=title, summary=summary, unit=unit, source=source, definition=definition, on=date(2026, 6, 30)
    )


def sample_values(name: str) -> dict[str, Decimal | None]:
    """Give invented values for every cell of a map, with a few gaps."""
    values: dict[str, Decimal | None] = {}
    for index, tile in enumerate(tiles(name)):
        value = Decimal((int(tile.code) * 37 + index * 11) % 97) / 20
        values[tile.code] = None if index % 17 == 5 else value
    return values


def sample_charts(today: date) -> list[Chart]:
    """Give one chart of each kind."""
    money = [Decimal(value) for value in ("2.10", "2.31", "2.45", "2.60", "2.88", "3.02", "3.14", "3.24")]
    other = [Decimal("1.8"), Decimal("1.9"), None, Decimal("2.2"), Decimal("2.3"), Decimal("2.6"), *map(Decimal, "33")]
    spans = [
        Span(label=_("apply"), start=today - timedelta(60), end=today - timedelta(20), state=State(_("done"), "done")),
        Span(label=_("deliver"), start=today - timedelta(25), end=today - timedelta(5), state=State("overdue", "late")),
        Span(
            label=_("audit by sample"), start=today - timedelta(4), end=today + timedelta(30), state=State("under way")
        ),
        Span(label=_("pay"), start=today + timedelta(20), end=None, state=State(_("not begun"), "idle")),
    ]
    return [
        line_chart(
            _about("line", _("Share of research spending"), _("It rose from 2.1 to 3.24 percent."), "%"),
            YEARS,
            [Series(_("province"), money), Series(_("mountain counties"), other)],
            target=Target(Decimal("3.3")),
        ),
        bar_chart(
            _about("bars", _("Vouchers redeemed"), _("Testing leads with 412 orders."), _("orders")),
            [
                Bar(label=_("testing"), values=[412], target=400),
                Bar(label=_("design"), values=[230], target=260),
                Bar(label=_("computing"), values=[88]),
            ],
        ),
        bar_chart(
            _about("stack", _("Orders by outcome"), _("Most orders of each kind were paid."), _("orders")),
            [
                Bar(label=_("testing"), values=[300, 80, 32]),
                Bar(label=_("design"), values=[180, 30, 20]),
                Bar(label=_("computing"), values=[60, 20, 8]),
            ],
            parts=[_("paid"), _("under way"), _("refused")],
        ),
        timeline(_about("time", _("One order in time"), _("Delivery is overdue.")), spans, today=today),
        tile_map(
            _about("counties", _("90 counties"), _("A tile for each county."), "%"),
            "zhejiang",
            sample_values("zhejiang"),
        ),
        tile_map(
            _about("delta", _("41 cities of the delta"), _("A tile for each city."), _("orders")),
            "delta",
            {code: int(value * 100) if value is not None else None for code, value in sample_values("delta").items()},
            url=lambda code: f"#{code}",
            chosen="330400",
        ),
    ]


def sample_measures() -> list[Measure]:
    """Give three cards."""
    values = [Decimal(value) for value in ("2.1", "2.3", "2.45", "2.6", "2.88", "3.02", "3.14", "3.24")]
    line = sparkline(values, target=Decimal("3.3"))
    more = {"target_words": _("2026 target"), "picture": line}
    return [
        Measure(title=_("Share of research spending"), value=Decimal("3.24"), unit="%", target=Decimal("3.3"), **more),
        Measure(title=_("Vouchers redeemed"), value=4210, target=5000, state=State(_("at risk"), "risk"), **more),
        Measure(title=_("Firms served"), value=730, state=State(_("done"), "done"), target=700, **more),
    ]
