"""Standard moves on voucher rights: returned, corrected, held, asked about, reminded of; with evidence and letters."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from kechuang.casework.files import actions as evidence
from kechuang.casework.files import keeping
from kechuang.casework.models import Case
from kechuang.casework.papers import issuing, making
from kechuang.casework.papers.kinds import KINDS
from kechuang.casework.standard import acts, declare
from kechuang.casework.standard import requests as steps
from kechuang.config.demo import cast
from kechuang.config.demo.day import LAST_DAY
from kechuang.config.demo.plot import Budget
from kechuang.config.demo.stage import ONE_DAY, Cue, Stage
from kechuang.config.demo.troupe import Troupe
from kechuang.kernel.refusal import Refusal
from kechuang.mechanisms.sharing.voucher.acts import right
from kechuang.mechanisms.sharing.voucher.rules import requests as asked
from kechuang.web import chance
from kechuang.web.permissions import Actor

KIND = "sharing.voucher.right"
EARLY = date(2025, 5, 21)
WRITES = cast.AUTHORITIES[:2]
FAULTS = (
    steps.Fault(where="研发费用说明", what="未附上一年度研发费用明细", remedy="请补充明细表"),
    steps.Fault(where="企业规模", what="从业人员数与登记信息不一致", remedy="请核对后更正"),
)
LETTER = {"title": "关于补充说明用券计划的函", "text": "请补充说明本年度用券计划和预计签约时间。"}
NOTICE = {"faults": "未附上一年度研发费用明细\n从业人员数与登记信息不一致", "days": "10"}


@dataclass(slots=True)
class Turn:
    """One application of a latecomer."""

    firm: cast.Firm
    case: UUID
    key: asked.RightKey


@dataclass(slots=True)
class Turns:
    """The latecomers' applications in every authority's first county."""

    troupe: Troupe
    stage: Stage
    budgets: Mapping[tuple[str, int], Budget]

    def set_out(self) -> None:
        """One corrected and granted long ago; one asked about, one held, one reminded of, one new."""
        for authority in cast.AUTHORITIES:
            asked_about, held, reminded, new = cast.latecomers(authority)
            before = self._apply(new, 2025, EARLY)
            self.stage.scene(EARLY, lambda one=before: self._evidence(one, "研发费用说明.txt", "上一年度研发费用说明"))
            self._corrected(before, EARLY)
            self._on(EARLY, 6, lambda one=before: self._grant(one))
            self._asked_about(self._apply(asked_about, 2026, self._ago(11)), authority)
            self._held(self._apply(held, 2026, self._ago(9)))
            self._reminded(self._apply(reminded, 2026, self._ago(7)))
            self._apply(new, 2026, self._ago(2))

    def _ago(self, days: int) -> date:
        return self.stage.working(LAST_DAY - days * ONE_DAY)

    def _on(self, first: date, days: int, play: Callable[[], None]) -> None:
        self.stage.scene(self.stage.later(first, days), play)

    def _apply(self, firm: cast.Firm, year: int, on: date) -> Turn:
        fund, case, holder = self.budgets[firm.authority, year], chance.uuid7(), self.troupe.bodies[firm.code]
        key = asked.BudgetKey(case=fund.case, authority=fund.authority)
        request = asked.ApplyRight(budget=key, holder=holder, place=firm.place, year=year, case=case)
        self.stage.cue(on, Cue(right.APPLY, self.troupe.clerk(firm.code), f"demo:late:{case}:apply", request))
        return Turn(firm, case, asked.RightKey(case, fund.authority, fund.case, holder, firm.place))

    def _county(self, one: Turn, which: int = 1) -> Actor:
        return self.troupe.officer("county_checker", one.firm.place, which)

    def _city(self, one: Turn) -> Actor:
        return self.troupe.officer("city_checker", one.firm.authority)

    def _take(self, one: Turn, move: str, request: Any, by: Actor) -> None:  # noqa: ANN401 - each move has its own request
        outcome = acts.take(KIND, move, request, by=by, key=f"demo:late:{one.case}:{move}")
        self.stage.note(move, outcome)

    def _corrected(self, one: Turn, on: date) -> None:
        """Returned the next day with two faults, handed in again two days later, checked by the county."""
        clerk = self.troupe.clerk(one.firm.code)

        def give_back() -> None:
            self._take(one, declare.RETURN, steps.Return(case=one.case, faults=FAULTS), self._county(one))

        def hand_in() -> None:
            again = steps.Resubmit(case=one.case, note="已补充明细并更正从业人员数")
            self._take(one, declare.RESUBMIT, again, clerk)

        def check() -> None:
            request = asked.CheckRight(right=one.key)
            cue = Cue(right.CHECK_COUNTY, self._county(one), f"demo:late:{one.case}:county", request)
            self.stage.cue(self.stage.moment.date(), cue)

        for days, play in ((1, give_back), (3, hand_in), (5, check)):
            self._on(on, days, play)

    def _grant(self, one: Turn) -> None:
        if self._writes(one):
            self._issue(one, f"演科服〔2025〕{int(one.firm.place) % 1000}号", self._city(one))
        request = asked.GrantRight(right=one.key)
        cue = Cue(right.CHECK_CITY, self._city(one), f"demo:late:{one.case}:city", request)
        self.stage.cue(self.stage.moment.date(), cue)

    def _asked_about(self, one: Turn, authority: cast.Authority) -> None:
        """The city asks its funds office and the other county for opinions; only the first has answered."""
        self._corrected(one, self._ago(11))
        funds = self.troupe.bodies[cast.office_code(authority.code, "cw")]
        other = self.troupe.bodies[cast.office_code(authority.counties[1][0])]

        def ask() -> None:
            request = steps.Ask(case=one.case, bodies=(funds, other), question="该企业用券额度是否需要调整？")
            self._take(one, declare.ASK, request, self._city(one))

        def opine() -> None:
            request = steps.Opine(case=one.case, body=funds, answer="agree", text="预算余额充足，同意。")
            self._take(one, declare.OPINE, request, self.troupe.officer("finance", authority.code))

        self.stage.scene(self._ago(3), ask)
        self.stage.scene(self._ago(1), opine)

    def _held(self, one: Turn) -> None:
        def give_back() -> None:
            self._take(one, declare.RETURN, steps.Return(case=one.case, faults=FAULTS), self._county(one))
            if self._writes(one):
                self._draft("correction", one, NOTICE, self._county(one))

        self.stage.scene(self._ago(3), give_back)

    def _reminded(self, one: Turn) -> None:
        def remind() -> None:
            self._evidence(one, "用券计划.txt", "本年度用券计划")
            request = steps.Remind(case=one.case, note="合同即将签订，请尽快审核。")
            self._take(one, declare.REMIND, request, self.troupe.clerk(one.firm.code))

        def write() -> None:
            self._issue(one, f"演科服〔2026〕{int(one.firm.place) % 1000}号", self._county(one))

        self.stage.scene(self._ago(4), remind)
        if self._writes(one):
            self.stage.scene(self._ago(1), write)

    # --- papers and evidence: each file is looked at in a process of its own, so only two cities have them

    @staticmethod
    def _writes(one: Turn) -> bool:
        return one.firm.authority in {each.code for each in WRITES}

    def _evidence(self, one: Turn, name: str, title: str) -> None:
        if not self._writes(one):
            return
        clerk, on = self.troupe.clerk(one.firm.code), self.stage.moment.date()
        text = f"{title}（演示）\n填报单位：{one.firm.name}\n本表数据均为虚构，仅供演示。\n"
        file = keeping.keep_bytes(
            text.encode(), f"演示-{name}", by=clerk, declared=True, on=on, title=f"{title}（演示）"
        )
        if isinstance(file, Refusal):
            self.stage.refusals[file.code] += 1
            return
        case = Case.objects.get(pk=one.case)
        outcome = evidence.add(file, case, by=clerk, key=f"demo:evidence:{file.pk}")
        self.stage.note("casework.evidence.add", outcome)

    def _draft(self, code: str, one: Turn, typed: Mapping[str, str], by: Actor) -> Any:  # noqa: ANN401 - a paper or a refusal
        case = Case.objects.select_related("office", "holder", "counterpart").get(pk=one.case)
        return making.draft(KINDS[code], case, by=by, on=self.stage.moment.date(), site="", typed=typed)

    def _issue(self, one: Turn, number: str, by: Actor) -> None:
        """One drafts the letter, another records its number."""
        paper = self._draft("letter", one, LETTER, self._county(one, 2))
        if isinstance(paper, Refusal):
            self.stage.refusals[paper.code] += 1
            return
        on = self.stage.moment.date()
        outcome = issuing.issue(paper, number=number, signed_on=on, signed=None, by=by, key=f"demo:paper:{paper.pk}")
        self.stage.note("casework.paper.issue", outcome)
