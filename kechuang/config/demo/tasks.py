"""Tasks of the demonstration's own plan, in every state, and two meetings that looked at them.

Leading bodies are the invented offices; nothing here is drawn by dice, so that the rest of the story stays as it is.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from kechuang.config.demo import areas, cast
from kechuang.config.demo.day import moment_on
from kechuang.config.demo.stage import Stage
from kechuang.config.demo.troupe import Troupe
from kechuang.mechanisms.delivery.task import actions, meeting, proving, queries
from kechuang.mechanisms.delivery.task.rules import requests as asked
from kechuang.policy.models import Clause, Document
from kechuang.web import chance, clock
from kechuang.web.accounts.models import Body
from kechuang.web.permissions import Actor

CITY = "330100"
COUNTIES = ("330106", "330108", "330110", "330127")
MADE, ASSIGNED, ACCEPTED, LISTED = date(2026, 1, 12), date(2026, 1, 14), date(2026, 1, 19), date(2026, 1, 26)
QUARTERS = (date(2026, 4, 9), date(2026, 7, 9), date(2026, 10, 12))
MEETINGS = (date(2026, 10, 13), date(2026, 11, 10))
AFTER_MEETING = date(2026, 11, 16)
NEWS = {"扩大创新券跨区域使用": 88, "引进海外工程师": 82, "上线供需对接平台": 75}
FINISHED_SINCE = "举办成果转化路演"
END = date(2026, 12, 31)


@dataclass(frozen=True, slots=True)
class Told:
    """One task of the story: how far it goes (``until``), who leads, its day, its reports, what is asked."""

    title: str
    clause: str
    until: str
    lead: str = ""
    due_on: date = END
    percents: tuple[int, ...] = ()
    source: str = "plan"
    reference: str = ""
    money: int = 0
    why: str = ""
    question: str = ""


FUNDS, OFFICE = f"{CITY}-cw", f"{CITY}-kc"
XIHU, BINJIANG, YUHANG, CHUNAN = (cast.office_code(code) for code in COUNTIES)
AUTUMN, SUMMER = date(2026, 9, 30), date(2026, 6, 30)
TASKS = (
    Told("编制创新券服务目录", "二(三)", "ITEM"),
    Told("研究仪器共享收费指引", "二(四)", "ITEM"),
    Told("开展科技特派员回访", "二(七)", "ASSIGNED", CHUNAN),
    Told("整理成果转化案例", "二(六)", "ASSIGNED", YUHANG, source="proposal", reference="演示提案第12号"),
    Told("建设区域概念验证中心", "二(六)", "DISPUTED", BINJIANG, why="场地由其他单位管理，建议调整牵头单位。"),
    Told("完善创新联合体服务机制", "二(五)", "ACCEPTED", XIHU),
    Told("优化人才服务窗口", "二(七)", "ACCEPTED", BINJIANG, source="letter", reference="演示来信2026-08"),
    Told("推动科研仪器入网登记", "二(四)", "MEASURE_LIST", YUHANG, money=600_000),
    Told("建立路演活动月历", "二(六)", "MEASURE_LIST", XIHU),
    Told("扩大创新券跨区域使用", "二(三)", "IN_PROGRESS", FUNDS, percents=(20, 45, 80), money=3_000_000),
    Told("缩短创新券兑付用时", "二(三)", "IN_PROGRESS", FUNDS, percents=(30, 60, 85)),
    Told("培育高新技术企业", "二(五)", "IN_PROGRESS", XIHU, percents=(25, 50, 75), money=1_200_000),
    Told("新增省级研发机构", "二(五)", "IN_PROGRESS", BINJIANG, percents=(10, 40, 60), money=800_000),
    Told("引进海外工程师", "二(七)", "IN_PROGRESS", YUHANG, percents=(20, 40, 70)),
    Told("选派科技特派员", "二(七)", "IN_PROGRESS", CHUNAN, percents=(30, 55, 90)),
    Told("举办成果转化路演", "二(六)", "IN_PROGRESS", BINJIANG, percents=(25, 50, 80),
         source="minutes", reference="演示会议纪要〔2026〕2号"),
    Told("提高仪器对外服务机时", "二(四)", "IN_PROGRESS", XIHU, percents=(15, 40, 65)),
    Told("开展季度任务公开", "三(九)", "IN_PROGRESS", OFFICE, percents=(25, 50, 75)),
    Told("上线供需对接平台", "二(六)", "LATE", YUHANG, AUTUMN, (20, 50, 60), question="是否同意先行上线需求发布模块？"),
    Told("建成仪器共享服务站", "二(四)", "LATE", CHUNAN, date(2026, 10, 31), (10, 30, 40), money=500_000),
    Told("完成创新主体摸底", "二(五)", "LATE", BINJIANG, date(2026, 10, 20), (30, 60, 80),
         source="instruction", reference="演示批示2026-05"),
    Told("落实人才公寓房源", "二(七)", "BLOCKED", XIHU, END, (10, 20),
         why="房源尚未移交。", question="请协调确定房源移交时间。"),
    Told("开通跨区域兑付通道", "二(三)", "BLOCKED", FUNDS, END, (20, 40),
         why="接口规范待统一。", question="是否同意采用统一接口规范？"),
    Told("制定年度监测方案", "三(九)", "DONE", OFFICE, AUTUMN, (40, 80)),
    Told("发布创新券操作指南", "二(三)", "DONE", FUNDS, AUTUMN, (50, 90)),
    Told("公布路演活动计划", "二(六)", "VERIFIED", YUHANG, AUTUMN, (60,)),
    Told("设立创新券专窗", "二(三)", "CLOSED", XIHU, SUMMER, (80,)),
    Told("完成财政投入安排", "三(八)", "CLOSED", FUNDS, SUMMER, (70,), money=12_000_000),
    Told("建立任务联络员名单", "三(九)", "CLOSED", CHUNAN, SUMMER, (90,)),
)  # fmt: skip
PROVED = Told("创新券服务企业二十家以上", "二(三)", "PROVED", FUNDS)
WHOLE = 17
PROVED_BY, PROVED_COUNT = "sharing.voucher.right_granted", 20
ACCEPTING = frozenset({"ITEM", "ASSIGNED", "DISPUTED"})


@dataclass(slots=True)
class Tasks:
    """The tasks of one city. ``set_out`` puts their steps on the stage."""

    troupe: Troupe
    stage: Stage
    cases: dict[str, UUID] = field(default_factory=dict)

    def set_out(self) -> None:
        """Put every step on its day."""
        for on, play in (
            (MADE, self._make),
            (ASSIGNED, self._assign),
            (ACCEPTED, self._accept),
            (LISTED, self._list),
            *((day, self._report_of(at)) for at, day in enumerate(QUARTERS)),
            (date(2026, 5, 12), self._share),
            (date(2026, 6, 10), self._finish_of("CLOSED")),
            (date(2026, 7, 14), self._block),
            (date(2026, 9, 8), self._finish_of("VERIFIED")),
            (date(2026, 10, 20), self._prove),
            (date(2026, 11, 3), self._finish_of("DONE")),
            *((day, self._meet_of(at)) for at, day in enumerate(MEETINGS)),
            (AFTER_MEETING, self._news),
        ):
            self.stage.scene(self.stage.working(on), play)

    def _key(self, *parts: object) -> str:
        return ":".join(["demo:task", *map(str, parts)])[:110]

    def _planner(self) -> Actor:
        return self.troupe.officer("planner", CITY)

    def _clerk(self, lead: str) -> Actor:
        """Give the reporter of a leading body."""
        known = {FUNDS: f"finance.{CITY}.1", OFFICE: f"city_checker.{CITY}.1"}
        return self.troupe.actors[known.get(lead, f"reporter.{lead[:6]}.1")]

    def _make(self) -> None:
        office = Body.objects.get(code=OFFICE)
        document = Document.objects.filter(title__contains="清溪示范区", withdrawn=False).order_by("pk").first()
        clauses = {row.path: row for row in Clause.objects.filter(document=document)} if document else {}
        rows = []
        for told in (*TASKS, PROVED):
            clause = _clause(clauses, told.clause)
            case = self.cases[told.title] = chance.uuid7()
            place = areas.CODES.get(self.troupe.places.get(told.lead, CITY), areas.ZONE)
            of_plan = document is not None and told.source == "plan" and clause is not None
            wanted = asked.Make(
                case=case,
                authority=CITY,
                office=office.pk,
                place=place,
                title=f"{told.title}{cast.MARK}",
                text=f"{told.title}，于期限内完成并按季度报告进展（演示）。",
                year=2026,
                source=told.source,
                reference=told.reference or (document.number or document.title if document else "演示计划"),
                document=str(document.pk) if document and of_plan else "",
                document_title=document.title if document and of_plan else "",
                clause=clause.path if clause and of_plan else "",
                money=Decimal(told.money) if told.money else None,
            )
            rows.append((self._key("make", told.title), wanted))
        for outcome in actions.make_many(rows, by=self._planner()):
            self.stage.note("delivery.task.make", outcome)

    def _many(self, move: str, rows: Sequence[tuple[str, Any]], by: Actor) -> None:
        """Take one move on several tasks of one person."""
        wanted = [(self._key(move, name, clock.today()), request) for name, request in rows]
        for outcome in actions.take_many(move, wanted, by=by) if wanted else ():
            self.stage.note(f"delivery.task.{move}", outcome)

    def _assign(self) -> None:
        support = self.troupe.bodies[FUNDS]
        rows = []
        for at, told in enumerate((*TASKS, PROVED)):
            if not told.lead:
                continue
            lead = self.troupe.bodies[told.lead]
            supports = (support,) if at % 3 == 0 and lead != support else ()
            case = self.cases[told.title]
            rows.append((told.title, asked.Assign(task=case, lead=lead, due_on=told.due_on, supports=supports)))
        self._many("assign", rows, self._planner())

    def _by_lead(self, chosen: Sequence[Told]) -> dict[str, list[Told]]:
        found: dict[str, list[Told]] = {}
        for told in chosen:
            found.setdefault(told.lead, []).append(told)
        return found

    def _accept(self) -> None:
        for lead, rows in self._by_lead([told for told in (*TASKS, PROVED) if told.until not in ACCEPTING]).items():
            steps = [(told.title, asked.Step(task=self.cases[told.title], move="accept")) for told in rows]
            self._many("accept", steps, self._clerk(lead))
        told = next(each for each in TASKS if each.until == "DISPUTED")
        step = asked.Step(task=self.cases[told.title], move="dispute", text=told.why)
        self._many("dispute", [(told.title, step)], self._clerk(told.lead))

    def _list(self) -> None:
        chosen = [told for told in (*TASKS, PROVED) if told.until not in ACCEPTING | {"ACCEPTED"}]
        for lead, rows in self._by_lead(chosen).items():
            wanted = [(told.title, asked.Rows(task=self.cases[told.title], rows=_measures(told))) for told in rows]
            self._many("list_measures", wanted, self._clerk(lead))

    def _report_of(self, quarter: int) -> Any:  # noqa: ANN401 - a scene
        def play() -> None:
            for lead, rows in self._by_lead([told for told in TASKS if len(told.percents) > quarter]).items():
                wanted = [
                    (
                        told.title,
                        asked.Report(
                            task=self.cases[told.title],
                            percent=told.percents[quarter],
                            text=_progress(told, quarter),
                        ),
                    )
                    for told in rows
                ]
                self._many("report", wanted, self._clerk(lead))

        return play

    def _share(self) -> None:
        whole = TASKS[WHOLE]
        for at, code in enumerate(COUNTIES[:2]):
            case = self.cases[f"part {code}"] = chance.uuid7()
            lead = self.troupe.bodies[cast.office_code(code)]
            part = asked.Make(
                case=case,
                authority=CITY,
                office=self.troupe.bodies[OFFICE],
                place=areas.of(code),
                title=f"{whole.title}：县级部分{cast.MARK}",
                text="按季度在本地公开任务进展（演示）。",
                year=2026,
                reference="演示计划",
                lead=lead,
                due_on=END,
                parent=self.cases[whole.title],
            )
            outcome = actions.share(part, by=self._clerk(OFFICE), key=self._key("share", code))
            self.stage.note("delivery.task.share", outcome)
            if at == 0:
                step = asked.Step(task=case, move="accept")
                self._many("accept", [(f"part {code}", step)], self._clerk(cast.office_code(code)))

    def _block(self) -> None:
        for told in TASKS:
            case, clerk = self.cases[told.title], self._clerk(told.lead) if told.lead else None
            if clerk is None:
                continue
            if told.until == "BLOCKED":
                self._many("block", [(told.title, asked.Step(task=case, move="block", text=told.why))], clerk)
            if told.question:
                question = asked.AskHelp(task=case, body=self.troupe.bodies[_asked(told)], question=told.question)
                self._many("ask_help", [(told.title, question)], clerk)

    def _finish_of(self, until: str) -> Any:  # noqa: ANN401 - a scene
        def play() -> None:
            chosen = [told for told in TASKS if told.until == until]
            for lead, rows in self._by_lead(chosen).items():
                done = [
                    (each.title, asked.Finish(task=self.cases[each.title], text="已完成（演示）。")) for each in rows
                ]
                self._many("finish", done, self._clerk(lead))
            if until != "DONE":
                verified = asked_steps(self.cases, chosen, "verify", "现场核验，情况属实（演示）。")
                self._many("verify", verified, self.troupe.officer("auditor", CITY))
            if until == "CLOSED":
                self._many("close", asked_steps(self.cases, chosen, "close", ""), self._planner())

        return play

    def _prove(self) -> None:
        """One task is proved by facts that other parts of the story left behind."""
        proof = asked.Proof(type=PROVED_BY, place=CITY, count=Decimal(PROVED_COUNT), since=date(2026, 1, 1))
        wanted = asked.Adjust(task=self.cases[PROVED.title], reason="由平台事实证明，无需填报（演示）", proof=proof)
        self._many("adjust", [(PROVED.title, wanted)], self._planner())
        proving.run(moment_on(clock.today()))

    def _news(self) -> None:
        """Since the last meeting bodies moved on, and one is done."""
        for lead, rows in self._by_lead([told for told in TASKS if told.title in NEWS]).items():
            wanted = [
                (told.title, asked.Report(task=self.cases[told.title], percent=NEWS[told.title], text=_since(told)))
                for told in rows
            ]
            self._many("report", wanted, self._clerk(lead))
        told = next(each for each in TASKS if each.title == FINISHED_SINCE)
        done = asked.Finish(task=self.cases[told.title], text="全年场次已全部举办（演示）。")
        self._many("finish", [(told.title, done)], self._clerk(told.lead))

    def _meet_of(self, which: int) -> Any:  # noqa: ANN401 - a scene
        def play() -> None:
            planner, office = self._planner(), Body.objects.get(code=OFFICE)
            rows = queries.of_place(queries.tasks(planner, clock.today()), CITY)
            title = f"第{'一二'[which]}次任务调度会{cast.MARK}"
            wanted = meeting.taken(rows, office, title, "逾期任务逐项说明原因，十日内提出下一步打算（演示）。")
            self.stage.note(
                "delivery.dispatch.take", actions.take_dispatch(wanted, by=planner, key=self._key("meet", which))
            )

        return play


def asked_steps(cases: dict[str, UUID], chosen: Sequence[Told], move: str, text: str) -> list[tuple[str, Any]]:
    """Give one step of several tasks."""
    return [(told.title, asked.Step(task=cases[told.title], move=move, text=text)) for told in chosen]


def _asked(told: Told) -> str:
    return OFFICE if told.lead != OFFICE else FUNDS


def _clause(clauses: dict[str, Clause], path: str) -> Clause | None:
    number = path.rsplit("(", maxsplit=1)[-1].rstrip(")")
    return next((row for known, row in clauses.items() if known == path or known.endswith(f"({number})")), None)


def _measures(told: Told) -> tuple[asked.Line, ...]:
    due = told.due_on
    return (
        asked.Line("明确工作方案和责任人", "综合科（演示）", date(2026, 2, 28)),
        asked.Line("组织实施并按季度小结", "业务科（演示）", due - timedelta(days=45)),
        asked.Line("整理材料申请核验", "综合科（演示）", due),
    )


def _since(told: Told) -> str:
    if told.until == "LATE":
        return "配套条件已落实，正在联调，计划月内完成（演示）。"
    return "按调度会要求加快推进（演示）。"


def _progress(told: Told, quarter: int) -> str:
    if told.until == "LATE" and quarter == 2:
        return "已完成主体工作，收尾环节因配套条件未到位而推迟（演示）。"
    return f"第{'一二三'[quarter]}季度按举措清单推进（演示）。"
