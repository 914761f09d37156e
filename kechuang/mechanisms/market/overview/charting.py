"""Charts of the market's figures: each with its table, its source and its file."""

from collections.abc import Callable
from decimal import Decimal

from django.utils.translation import gettext as _

from kechuang.mechanisms.market.contract import words
from kechuang.mechanisms.market.contract.turnover import Line
from kechuang.mechanisms.market.overview.measuring import Measured
from kechuang.mechanisms.market.result import wording
from kechuang.web import clock, written
from kechuang.web.charts.bars import Bar, bar_chart
from kechuang.web.charts.chart import About, Chart
from kechuang.web.slots import Words

MOST = 12
WAN = 10_000


def wan(yuan: Decimal) -> Decimal:
    """Give an amount in ten thousand yuan, as charts show it."""
    return (yuan / WAN).quantize(Decimal("0.01"))


def _about(key: str, title: str, summary: str, source: str, definition: Words = "", unit: Words = "") -> About:
    return About(
        key=key, title=title, summary=summary, source=source, definition=definition, unit=unit, on=clock.today()
    )


def charts(found: Measured) -> list[Chart]:
    """Give every chart that has something to show."""
    made = [
        _turnover(found),
        _lines(found, "type", found.by_type, lambda code: words.word("type", code)),
        _lines(found, "field", found.by_field, lambda code: words.word("field", code)),
        _lines(found, "place", found.by_place, words.region),
        _crossing(found),
        _premium(found),
        _waiting(found),
        _patents(found),
        _counties(found),
    ]
    return [each for each in made if each is not None]


def _contracts() -> str:
    return _("public facts of registration, of the registering bodies' logs")


def _turnover(found: Measured) -> Chart | None:
    amounts = [(quarter, max(each.technology, Decimal(0))) for quarter, each in found.quarters]
    if not any(amount for _quarter, amount in amounts):
        return None
    most = max(amounts, key=lambda entry: entry[1])[0]
    about = _about(
        "turnover",
        _("Technology turnover by quarter, %(year)d") % {"year": found.span.year},
        _("Most was registered in quarter %(quarter)d.") % {"quarter": most},
        _contracts(),
        _("technology amount of contracts by day of registration; later changes and ends count on their own day"),
        _("10,000 yuan"),
    )
    return bar_chart(
        about, [Bar(label=f"{found.span.year} Q{quarter}", values=[wan(yuan)]) for quarter, yuan in amounts]
    )


def _lines(found: Measured, by: str, lines: list[Line], word: Callable[[str], str]) -> Chart | None:
    shown = [line for line in lines if line.now.technology > 0][:MOST]
    if not shown:
        return None
    titles = {
        "type": _("Technology turnover by type of contract, %(year)d"),
        "field": _("Technology turnover by field, %(year)d"),
        "place": _("Technology turnover by place, %(year)d"),
    }
    about = _about(
        f"by-{by}",
        titles[by] % {"year": found.span.year},
        _("%(name)s comes first.") % {"name": word(shown[0].code)},
        _contracts(),
        _("technology amount of contracts by day of registration; later changes and ends count on their own day"),
        _("10,000 yuan"),
    )
    return bar_chart(about, [Bar(label=word(line.code), values=[wan(line.now.technology)]) for line in shown])


def _crossing(found: Measured) -> Chart | None:
    sellers = sorted({*found.inside, *found.across})
    rows = [(code, _gained(found.inside, code), _gained(found.across, code)) for code in sellers]
    rows = sorted((row for row in rows if row[1] or row[2]), key=lambda row: (-row[1] - row[2], row[0]))[:MOST]
    if not rows or found.cross_share is None:
        return None
    about = _about(
        "crossing",
        _("Technology sold inside the province and beyond it, %(year)d") % {"year": found.span.year},
        _("%(share)s of the turnover crosses a border of provinces.") % {"share": written.share(found.cross_share)},
        _contracts(),
        _("seat of the seller and seat of the buyer in one province, or not; abroad counts as beyond"),
        _("10,000 yuan"),
    )
    bars = [Bar(label=words.region(code), values=[wan(near), wan(far)]) for code, near, far in rows]
    return bar_chart(about, bars, parts=[_("inside the province"), _("beyond it")])


def _grown(before: Decimal, now: Decimal) -> list[Decimal]:
    """Part an amount into what was there before and what came on top of it."""
    return [wan(min(before, now)), wan(max(now - before, Decimal(0)))]


def _gained(amounts: dict[str, Decimal], code: str) -> Decimal:
    return max(amounts.get(code, Decimal(0)), Decimal(0))


def _premium(found: Measured) -> Chart | None:
    sold = [each for each in found.sold if each.lots]
    gained = found.all_sold.premium
    if not sold or gained is None:
        return None
    about = _about(
        "premium",
        _("Hammer prices of sales beside their start prices, %(year)d") % {"year": found.span.year},
        _("Over all %(lots)d lots sold the premium is %(share)s.")
        % {"lots": found.all_sold.lots, "share": written.share(gained)},
        _("logs of the lots, open to everybody"),
        _("premium = sum of hammer prices ÷ sum of start prices − 1; sales downwards are left out"),
        _("10,000 yuan"),
    )
    bars = [Bar(label=f"{found.span.year} Q{each.quarter}", values=_grown(each.start, each.price)) for each in sold]
    return bar_chart(about, bars, parts=[_("start prices"), _("gained")])


def _waiting(found: Measured) -> Chart | None:
    if not found.waited:
        return None
    about = _about(
        "time-to-deal",
        _("Days from publication to deal, %(year)d") % {"year": found.span.year},
        _("%(count)d deals were closed.") % {"count": sum(each.deals for each in found.waited)},
        _("register of achievements"),
        _("median of days from the publication of an achievement to the close of its deal, by way to the price"),
        _("days"),
    )
    return bar_chart(
        about,
        [
            Bar(label=f"{wording.word('path', each.path)} ({each.deals})", values=[each.median_days])
            for each in found.waited
        ],
    )


def _patents(found: Measured) -> Chart | None:
    if not found.industrialised:
        return None
    year, count = found.industrialised[-1]
    about = _about(
        "industrialised",
        _("Patents industrialised by year"),
        _("%(count)d patents in %(year)d so far.") % {"count": count, "year": year},
        _("register of achievements"),
        _("patents of registered achievements, in the year of their first transfer, licence, contribution or own use"),
        _("patents"),
    )
    return bar_chart(about, [Bar(label=str(each), values=[held]) for each, held in found.industrialised])


def _counties(found: Measured) -> Chart | None:
    group = found.counties
    lines = sorted(group.lines, key=lambda line: (-line.now.technology, line.code))
    bars = [
        Bar(
            label=words.region(line.code),
            values=_grown(max(line.then.technology, Decimal(0)), max(line.now.technology, Decimal(0))),
        )
        for line in lines
        if line.now.technology > 0 or line.then.technology > 0
    ]
    if not bars:
        return None
    growth = "—" if group.whole.growth is None else f"{group.whole.growth * 100:+.2f}%"
    asked = "—" if group.asked is None else written.share(group.asked)
    about = _about(
        "mountain-counties",
        _("Technology turnover of the 26 mountain counties, %(year)d") % {"year": found.span.year},
        _("Together they grew by %(growth)s on the year before; %(asked)s a year are asked.")
        % {"growth": growth, "asked": asked},
        _("public facts of registration; the target: action plan for the mountain counties, clause %(clause)s")
        % {"clause": group.clause},
        _("technology amount of contracts registered in the county, beside the same days of the year before"),
        _("10,000 yuan"),
    )
    return bar_chart(about, bars, parts=[_("up to the year before"), _("more than the year before")])
