"""Invented figures of the demonstration: twelve indicators from 2018 to 2025, entered by offices, one of each kind.

No figure is anybody's statistic: each is drawn from a formula, its source says so, and so does its data set. Real
places carry geography only.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from kechuang.config.demo import areas, cast
from kechuang.config.demo.day import LAST_DAY
from kechuang.config.demo.stage import ONE_DAY, Stage
from kechuang.config.demo.troupe import Troupe
from kechuang.mechanisms.delivery.statistic import actions, entering, starting
from kechuang.mechanisms.delivery.statistic.checks import FINAL, PROVISIONAL, WITHHELD, Entry
from kechuang.mechanisms.delivery.statistic.entering import Typed
from kechuang.mechanisms.delivery.statistic.models import Indicator
from kechuang.web.accounts.models import Body

SOURCE = "虚构数值（演示），不是任何地区的统计数据"
DATASET = "演示数据集（虚构）"
DEFINED_ON = date(2025, 5, 9)
REVISED_ON = date(2025, 12, 3)
FIRST_YEAR, LAST_FINAL, LAST_YEAR = 2018, 2024, 2025
# Code, value of 2018, growth a year in thousandths, digits behind the point.
DRAWN = (
    ("rnd_spending", "11.11", 70, 2),
    ("rnd_intensity", "1.11", 30, 2),
    ("basic_share", "2.22", 20, 2),
    ("fiscal_tech_spending", "3.33", 50, 2),
    ("hightech_firms", "111", 90, 0),
    ("tech_smes", "222", 110, 0),
    ("tech_contract_turnover", "22.22", 120, 2),
    ("pct_applications", "33", 60, 0),
    ("inventions_per_10k", "5.55", 80, 2),
    ("hightech_value_added_share", "44.4", 10, 1),
    ("tech_contribution", "55.5", 8, 1),
    ("energy_per_gdp", "0.88", -25, 2),
)
RATES = frozenset({"rnd_intensity", "basic_share", "hightech_value_added_share", "tech_contribution", "energy_per_gdp"})


@dataclass(slots=True)
class Counting:
    """Planners of two authorities keep the figures of their counties."""

    troupe: Troupe
    stage: Stage
    known: dict[str, Indicator] = field(default_factory=dict)

    def set_out(self) -> None:
        """Put everything on its days."""
        self.stage.scene(DEFINED_ON, self._define)
        self.stage.scene(DEFINED_ON, self._past)
        self.stage.scene(REVISED_ON, self._revise)
        self.stage.scene(self.stage.working(LAST_DAY - 20 * ONE_DAY), self._newest)

    def _define(self) -> None:
        wanted = {code for code, *_rest in DRAWN}
        chosen = [each for each in starting.entries() if each.code in wanted]
        planner, office = self._desk(cast.AUTHORITIES[0])
        for outcome in starting.take_in(chosen, office=office, by=planner, on=DEFINED_ON):
            self.stage.note("statistic.indicator.define", outcome)

    def _past(self) -> None:
        """All years to 2024: final, each of the summer after it; the last one of the spring."""
        for authority in self._authorities():
            rows = [
                (
                    self._entry(code, areas.of(place), at, year, FINAL, min(date(year + 1, 6, 30), date(2025, 4, 30))),
                    year,
                )
                for code, *_rest in DRAWN
                for at, (place, _name) in enumerate(authority.counties)
                for year in range(FIRST_YEAR, LAST_FINAL + 1)
            ]
            self._record(authority, [(entry, _told(entry)) for entry, _year in rows], "past", DEFINED_ON)

    def _revise(self) -> None:
        authority = cast.AUTHORITIES[0]
        entry = self._entry(
            "rnd_spending", areas.of(authority.counties[0][0]), 0, LAST_FINAL, FINAL, date(2025, 11, 28), 25
        )
        self._record(authority, [(entry, "普查后修订（演示）")], "revised", REVISED_ON)

    def _newest(self) -> None:
        on = self.stage.working(LAST_DAY - 20 * ONE_DAY)
        for authority in self._authorities():
            rows = []
            for code, *_rest in DRAWN:
                for at, (place, _name) in enumerate(authority.counties):
                    hidden = code == "pct_applications" and place == "330127"
                    status = WITHHELD if hidden else PROVISIONAL
                    entry = self._entry(code, areas.of(place), at, LAST_YEAR, status, on - ONE_DAY)
                    rows.append((entry, "单位过少，不便公布（演示）" if hidden else ""))
            self._record(authority, rows, "newest", on)

    def _authorities(self) -> tuple[cast.Authority, ...]:
        return cast.AUTHORITIES[:2]

    def _desk(self, authority: cast.Authority):  # noqa: ANN202 - an actor and a body
        office = Body.objects.get(code=cast.office_code(authority.code))
        return self.troupe.officer("planner", authority.code), office

    def _indicators(self) -> dict[str, Indicator]:
        if not self.known:
            self.known = {row.code: row for row in Indicator.objects.all()}
        return self.known

    def _entry(self, code: str, place: str, at: int, year: int, status: str, vintage: date, more: int = 0) -> Entry:
        indicator = self._indicators()[code]
        typed = Typed(vintage=vintage, code_list=vintage, source=SOURCE, dataset=DATASET)
        value = None if status == WITHHELD else drawn(code, at, year, more)
        return entering.entry(indicator, place, str(year), value, status, typed)

    def _record(self, authority: cast.Authority, rows: list[tuple[Entry, str]], name: str, on: date) -> None:
        planner, office = self._desk(authority)
        keyed = [
            (entry, reason, f"demo:statistic:{name}:{entry.indicator}:{entry.place}:{entry.period}")
            for entry, reason in rows
        ]
        for outcome in actions.observe(keyed, office=office, by=planner, batch=f"demo-{name}", on=on):
            self.stage.note("statistic.series.observe", outcome)


def drawn(code: str, at: int, year: int, more: int = 0) -> Decimal:
    """Give the invented figure of a county (by its place in the list) for a year; ``more`` thousandths on top."""
    _code, first, growth, digits = next(row for row in DRAWN if row[0] == code)
    size = Decimal(1) + Decimal(at) / (10 if code in RATES else 4)
    wave = Decimal((7 * at + 3 * (year - FIRST_YEAR)) % 5 - 2) / 100
    grown = (1 + Decimal(growth) / 1000) ** (year - FIRST_YEAR)
    value = Decimal(first) * size * grown * (1 + wave) * (1 + Decimal(more) / 1000)
    return value.quantize(Decimal(1).scaleb(-digits))


def _told(entry: Entry) -> str:
    """The district that was split in 2021 says so where its series crosses the change."""
    return (
        "2021年行政区划调整，前后辖区不同（演示）"
        if (entry.place, entry.period) == (areas.of("330110"), "2021")
        else ""
    )
