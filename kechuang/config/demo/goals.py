"""A second invented paper with the forms of promise that the plan does not have, and the figures behind them.

Rank, points above a whole place, a part, coverage of places, a milestone, words without a number, a slogan. Every
figure is invented and says so; places carry geography only.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from uuid import UUID

from kechuang.config.demo import areas, cast
from kechuang.config.demo.counting import DATASET, SOURCE
from kechuang.config.demo.stage import Stage
from kechuang.kernel.refusal import Refusal
from kechuang.mechanisms.delivery.statistic import actions, entering
from kechuang.mechanisms.delivery.statistic.checks import FINAL
from kechuang.mechanisms.delivery.statistic.entering import Typed
from kechuang.mechanisms.delivery.statistic.models import Indicator
from kechuang.mechanisms.delivery.statistic.rules import Define, Words
from kechuang.policy import actions as policy
from kechuang.policy import intake
from kechuang.policy.finding import TARGET
from kechuang.policy.review import actions as review
from kechuang.policy.review.rules import ACCEPT, ADD, Verdict
from kechuang.policy.rules import as_read
from kechuang.web import chance
from kechuang.web.accounts.models import Body
from kechuang.web.permissions import Actor

PAPER = Path(__file__).parent / "plan-goals.txt"
NAME = "清溪示范区科技创新监测要点（演示）.txt"
SOFT, SLOGAN = "着力提高成果转化水平", "三倍增两提升"
CITY = "330100"
FIRST, SECOND, THIRD, FOURTH = map(areas.of, ("330106", "330108", "330110", "330127"))
VINTAGE = date(2026, 4, 30)
# Code, title, unit, form, what is counted.
OWN = (
    ("innovation_rank", "科技创新综合排名", "位", "rank", "科技创新综合评价在全市各区、县（市）中的位次。"),
    ("service_stations", "科技服务站", "个", "stock", "年末在用的科技服务站。"),
    ("large_tech_smes", "规模以上科技型中小企业", "家", "stock", "年末科技型中小企业中的规模以上企业。"),
    ("pilot_bases", "中试基地", "个", "stock", "年末建成并通过验收的中试基地。"),
)
FIGURES: tuple[tuple[str, str, tuple[tuple[int, str], ...]], ...] = (
    ("innovation_rank", FIRST, ((2023, "6"), (2024, "5"), (2025, "3"))),
    ("service_stations", FIRST, ((2024, "3"), (2025, "4"))),
    ("service_stations", SECOND, ((2024, "1"), (2025, "2"))),
    ("service_stations", THIRD, ((2024, "0"), (2025, "1"))),
    ("service_stations", FOURTH, ((2024, "0"), (2025, "0"))),
    ("large_tech_smes", FOURTH, ((2023, "138"), (2024, "150"), (2025, "169"))),
    ("pilot_bases", THIRD, ((2025, "0"),)),
    ("hightech_firms", areas.ZONE, ((2023, "2080"), (2024, "2160"), (2025, "2250"))),
)


@dataclass(slots=True)
class Goals:
    """The planner who bound the plan keeps this paper as well."""

    stage: Stage
    planner: Actor
    on: date

    def take_in(self) -> UUID:
        """Take the paper into the register, and put in what a reader of numbers passes over."""
        taken = intake.take_file(PAPER.read_bytes(), NAME)
        if isinstance(taken, Refusal):
            raise TypeError(f"the demonstration's paper cannot be read: {taken}")
        draft = policy.preview(taken.reading, taken.text, taken.data, by=self.planner)
        outcome = policy.accept(draft, as_read(taken.reading), by=self.planner, on=self.on)
        self.stage.note("policy.document.import", outcome)
        codes = [each.code for each in taken.reading.targets]
        judged = review.judge(
            outcome.case, list(_verdicts(codes)), by=self.planner, key=f"demo:goals:{outcome.case}", on=self.on
        )
        self.stage.note("policy.document.judge", judged)
        return outcome.case

    def define(self) -> None:
        """Put the further indicators into the dictionary."""
        office = self._office()
        asked = [
            Define(
                case=chance.uuid7(),
                code=code,
                words=_words(title, unit, form, counted),
                since=date(2018, 1, 1),
                place=office.place,
                authority=office.authority,
                office=office.pk,
            )
            for code, title, unit, form, counted in OWN
        ]
        keys = [f"demo:goals:{each.code}" for each in asked]
        for outcome in actions.define(asked, by=self.planner, keys=keys, on=self.on):
            self.stage.note("statistic.indicator.define", outcome)

    def record(self, on: date) -> None:
        """Record the invented figures."""
        known = {row.code: row for row in Indicator.objects.all()}
        typed = Typed(vintage=VINTAGE, code_list=VINTAGE, source=SOURCE, dataset=DATASET)
        rows = [
            entering.entry(known[code], place, str(year), Decimal(value), FINAL, typed)
            for code, place, figures in FIGURES
            for year, value in figures
        ]
        keyed = [(each, "演示数据", f"demo:goals:{each.indicator}:{each.place}:{each.period}") for each in rows]
        for outcome in actions.observe(keyed, office=self._office(), by=self.planner, batch="demo-goals", on=on):
            self.stage.note("statistic.series.observe", outcome)

    def _office(self) -> Body:
        return Body.objects.get(code=cast.office_code(CITY))


def _words(title: str, unit: str, form: str, counted: str) -> Words:
    return Words(
        title=title,
        definition=f"{counted}（演示）",
        unit=unit,
        direction="down" if form == "rank" else "up",
        form=form,
        frequency="year",
        source=SOURCE,
        owner="清溪示范区科技服务中心（演示）",
        confidence="D",
    )


def _verdicts(codes: list[str]) -> Iterator[Verdict]:
    for code in codes:
        yield Verdict(way=ACCEPT, code=code)
    for quote, name in ((SOFT, "成果转化水平"), (SLOGAN, "三倍增两提升")):
        values = {"indicator": name, "comparator": "ge", "kind": "level", "year": "2027"}
        yield Verdict(way=ADD, kind=TARGET, quote=quote, values=values, reason="没有数值的表述，同样纳入监测（演示）")
