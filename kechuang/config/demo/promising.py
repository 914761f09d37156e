"""The invented plan's targets bound to figures of the platform and to the invented statistics, in several forms.

The plan's district is invented; the places carry geography only, and what they come to is drawn from formulas.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from kechuang.config.demo import areas, cast
from kechuang.config.demo.day import LAST_DAY
from kechuang.config.demo.goals import Goals
from kechuang.config.demo.stage import ONE_DAY, Stage
from kechuang.config.demo.troupe import Troupe
from kechuang.indicators.promises import actions, corrected
from kechuang.indicators.promises import measured as said
from kechuang.indicators.promises.models import Promise
from kechuang.indicators.promises.rules import Bind, Change, Judge, terms_of
from kechuang.indicators.promises.terms import Terms, to_json
from kechuang.policy import queries as policy
from kechuang.policy.models import Target
from kechuang.web import chance

BOUND_ON, GOALS_ON = date(2025, 5, 20), date(2025, 6, 4)
PLAN = "清溪示范区科技创新行动计划"
SOURCE = "演示数据集（虚构）"
END_2027 = date(2027, 12, 31)
CITY = "330100"
FIRST, SECOND, THIRD, FOURTH = map(areas.of, ("330106", "330108", "330110", "330127"))
REASON = "按年度监测口径对应（演示）"
# Words of the target in the plan, and how it is measured.
BINDINGS: tuple[tuple[str, dict[str, str]], ...] = (
    ("研究与试验发展", {"form": "share", "target": "3.2", "unit": "%", "indicator": "rnd_intensity", "place": FIRST}),
    (
        "高新技术企业达到",
        {"form": "level", "target": "260", "unit": "家", "indicator": "hightech_firms", "place": THIRD},
    ),
    (
        "科技型中小企业",
        {
            "form": "level",
            "target": "900",
            "unit": "家",
            "indicator": "tech_smes",
            "place": FOURTH,
            "base": "726",
            "base_on": "2024-12-31",
            "base_source": SOURCE,
        },
    ),
    (
        "技术合同成交额",
        {
            "form": "growth",
            "target": "12",
            "unit": "亿元",
            "indicator": "tech_contract_turnover",
            "place": SECOND,
            "series": "flow",
            "base_on": "2024-12-31",
        },
    ),
    (
        "发放创新券",
        {
            "form": "increment",
            "target": "3000",
            "unit": "万元",
            "indicator": "voucher.paid_yuan",
            "series": "flow",
            "base_on": "2024-12-31",
            "due_on": "2026-12-31",
            "scale": "0.0001",
        },
    ),
    (
        "跨区域使用占比",
        {
            "form": "share",
            "target": "25",
            "unit": "%",
            "indicator": "voucher.cross_region_share",
            "due_on": "2026-12-31",
            "scale": "100",
        },
    ),
    (
        "省级研发机构",
        {
            "form": "range",
            "target": "5",
            "target_max": "8",
            "unit": "家",
            "indicator": "research_bodies",
            "place": areas.ZONE,
        },
    ),
)
# The forms that the plan does not have, bound to the second paper.
FURTHER: tuple[tuple[str, dict[str, str]], ...] = (
    (
        "综合排名",
        {
            "form": "rank",
            "target": "3",
            "unit": "位",
            "sense": "at_most",
            "indicator": "innovation_rank",
            "place": FIRST,
            "base": "6",
            "base_on": "2023-12-31",
            "base_source": SOURCE,
        },
    ),
    (
        "增速高于",
        {
            "form": "relative",
            "target": "2",
            "unit": "个百分点",
            "indicator": "hightech_firms",
            "place": THIRD,
            "beside_place": areas.ZONE,
            "base_on": "2024-12-31",
        },
    ),
    (
        "规模以上企业",
        {
            "form": "part",
            "target": "200",
            "unit": "家",
            "indicator": "large_tech_smes",
            "place": FOURTH,
            "beside": "tech_smes",
            "base": "150",
            "base_on": "2024-12-31",
            "base_source": SOURCE,
        },
    ),
    (
        "科技服务站",
        {
            "form": "coverage",
            "unit": "个",
            "indicator": "service_stations",
            "members": f"{FIRST},{SECOND},{THIRD},{FOURTH}",
            "base": "2",
            "base_on": "2024-12-31",
            "base_source": SOURCE,
        },
    ),
    (
        "山区26县",
        {
            "form": "growth",
            "target": "12",
            "unit": "万元",
            "indicator": "market.technology_turnover_yuan",
            "group": "ZJ-26",
            "series": "flow",
            "scale": "0.0001",
            "base_on": "2025-12-31",
        },
    ),
    ("中试基地", {"form": "milestone", "indicator": "pilot_bases", "place": THIRD, "due_on": "2026-12-31"}),
    (
        "发明专利申请",
        {
            "form": "annual",
            "target": "30",
            "unit": "件",
            "indicator": "pct_applications",
            "place": FIRST,
            "series": "flow",
            "base_on": "2024-12-31",
        },
    ),
    ("着力提高", {"form": "soft", "indicator": "tech_contract_turnover", "place": SECOND}),
    ("三倍增", {"form": "slogan", "listed_in": "《清溪示范区科技创新指标清单》（演示）"}),
)


@dataclass(slots=True)
class Promising:
    """A planner binds the plan's targets; later one is changed and one is judged by hand."""

    troupe: Troupe
    stage: Stage

    def set_out(self) -> None:
        """Put it on its days."""
        self.stage.scene(BOUND_ON, self._bind)
        self.stage.scene(GOALS_ON, self._further)
        self.stage.scene(self.stage.working(LAST_DAY - 19 * ONE_DAY), self._figures)
        self.stage.scene(self.stage.working(LAST_DAY - 12 * ONE_DAY), self._change)
        self.stage.scene(self.stage.working(LAST_DAY - 5 * ONE_DAY), self._judge)

    def _bind(self) -> None:
        self._bound(policy.targets().filter(document__title__contains=PLAN), BINDINGS, BOUND_ON)

    def _further(self) -> None:
        """A second paper with the other forms, the indicators that it speaks of, and how it is measured."""
        goals = Goals(self.stage, self._planner(), GOALS_ON)
        goals.define()
        self._bound(policy.targets().filter(document=goals.take_in()), FURTHER, GOALS_ON)

    def _figures(self) -> None:
        on = self.stage.working(LAST_DAY - 19 * ONE_DAY)
        Goals(self.stage, self._planner(), on).record(on)

    def _bound(self, rows: QuerySet[Target], bindings: Sequence[tuple[str, dict[str, str]]], on: date) -> None:
        office = self.troupe.bodies[cast.office_code(CITY)]
        targets, wanted = list(rows.order_by("start")), []
        for words, values in bindings:
            target = next((each for each in targets if words in each.quote), None)
            if target is not None:
                wanted.append((f"demo:promise:{words}", _binding(target, office, values)))
        for outcome in actions.bind_many(wanted, by=self._planner(), on=on):
            self.stage.note("promises.promise.bind", outcome)

    def _planner(self) -> Any:  # noqa: ANN401 - an actor
        return self.troupe.officer("planner", CITY)

    def _promise(self, words: str) -> Promise | None:
        return Promise.objects.filter(quote__contains=words, released=False).order_by("pk").first()

    def _change(self) -> None:
        """The plan is adjusted in its second year: what is paid counts now; the old path stays."""
        row = self._promise("发放创新券")
        if row is None:
            return
        terms = terms_of({**to_json(terms_of(row.terms)), "target": "700"})
        change = Change(case=row.pk, terms=terms, reason="中期调整：改按兑付金额核定（演示）")
        self.stage.note(
            "promises.promise.change", actions.change(change, by=self._planner(), key="demo:promise:change")
        )

    def _judge(self) -> None:
        row = self._promise("研究与试验发展")
        if row is None:
            return
        reason = "基期口径待核，按自查情况暂列关注（演示）"
        judge = Judge(case=row.pk, state=said.WATCH, computed=said.CANNOT_SAY, reason=reason)
        self.stage.note("promises.promise.judge", actions.judge(judge, by=self._planner(), key="demo:promise:judge"))


def _binding(target: Target, office: Any, values: dict[str, str]) -> Bind:  # noqa: ANN401 - an id
    return Bind(
        case=chance.uuid7(),
        authority=CITY,
        office=office,
        document=target.document_id,
        target=target.code,
        clause=target.clause.path if target.clause else "",
        title=" ".join(filter(None, (target.subject, target.indicator)))[:200] or target.quote[:200],
        quote=target.quote,
        terms=_terms(values),
        reason=REASON,
        said=corrected.said_of(target),
    )


def _terms(values: dict[str, str]) -> Terms:
    return terms_of({"place": CITY, "due_on": END_2027.isoformat(), **values})
