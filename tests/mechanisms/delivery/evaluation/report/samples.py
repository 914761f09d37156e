"""Inputs of invented reports: a small one with something of every kind, an empty one, and one of any size."""

from datetime import date
from decimal import Decimal

from kechuang.mechanisms.delivery.evaluation.report.inputs import (
    Adjustment,
    Ahead,
    Check,
    Comment,
    Goal,
    Inputs,
    Judged,
    Plan,
    Point,
    SelfReport,
    Statement,
    Target,
    Task,
    Whole,
)

PLAN = Plan(
    title="甲市科技创新发展规划（2021—2027年）（演示）",
    number="甲政发〔2021〕1号",
    document="0192f5a0-0000-7000-8000-000000000001",
    first_year=2021,
    last_year=2027,
)
VINTAGE = date(2026, 6, 30)


def points(*values: str, first: int = 2021) -> tuple[Point, ...]:
    return tuple(
        Point(period=str(first + at), value=Decimal(value), source="甲市统计局（演示）", fact=f"fact{first + at}")
        for at, value in enumerate(values)
    )


MET = Target(
    code="T001",
    clause="二(一)",
    chapter="二、主要目标",
    quote="高新技术企业达到500家以上",
    indicator="高新技术企业数",
    form="level",
    unit="家",
    goal=Decimal(500),
    due_year=2027,
    path=(Goal(period="2020", value=Decimal(200)), Goal(period="2027", value=Decimal(500))),
    base=Decimal(200),
    base_year=2020,
    value=Decimal(520),
    period="2025",
    source="甲市统计局（演示）",
    facts=("fact2025",),
    state="progress.already_met",
    why="",
    asked=Decimal("414.29"),
    ratio=Decimal("1.4933"),
    attained=Decimal("1.0667"),
    elapsed=Decimal("0.7143"),
    points=points("260", "320", "390", "450", "520"),
    bodies=("甲市科技局（演示）",),
)
BEHIND = Target(
    code="T002",
    clause="二(二)",
    chapter="二、主要目标",
    quote="研发经费投入强度达到4%",
    indicator="研发经费投入强度",
    form="share",
    unit="%",
    goal=Decimal(4),
    due_year=2027,
    path=(Goal(period="2020", value=Decimal("2.6")), Goal(period="2027", value=Decimal(4))),
    base=Decimal("2.6"),
    base_year=2020,
    value=Decimal("2.9"),
    period="2024",
    status="provisional",
    source="甲市统计局（演示）",
    facts=("fact2024",),
    state="progress.behind",
    why="",
    late=(2024, 2025),
    asked=Decimal("3.4"),
    ratio=Decimal("0.375"),
    attained=Decimal("0.2143"),
    elapsed=Decimal("0.5714"),
    needed_yearly=Decimal("0.3667"),
    had_yearly=Decimal("0.075"),
    points=points("2.65", "2.7", "2.8", "2.9"),
    ahead=(
        Ahead(year=2025, value=Decimal("2.98"), low=Decimal("2.9"), high=Decimal("3.05")),
        Ahead(year=2026, value=Decimal("3.05"), low=Decimal("2.95"), high=Decimal("3.15")),
        Ahead(year=2027, value=Decimal("3.12"), low=Decimal("2.98"), high=Decimal("3.26")),
    ),
    judged=Judged(state="progress.watch", reason="新口径将上调", office="甲市科技局（演示）", on=date(2026, 6, 1)),
    bodies=("甲市科技局（演示）", "甲市财政局（演示）"),
)
UNSAID = Target(
    code="T003",
    clause="三(一)",
    chapter="三、重点任务",
    quote="建设新型研发机构20家",
    indicator="新型研发机构数",
    form="level",
    unit="家",
    goal=Decimal(20),
    due_year=2027,
)
TASKS = (
    Task(
        number="甲-2026-001",
        title="建设共享仪器平台",
        clause="三(一)",
        lead="甲市科技局（演示）",
        due=date(2026, 5, 31),
        state="LATE",
        late=True,
        percent=60,
        evidence=1,
        facts=("facta",),
    ),
    Task(
        number="甲-2026-002",
        title="开放科研设施",
        clause="三(二)",
        lead="甲大学（演示）",
        due=date(2026, 12, 31),
        state="DONE",
        percent=100,
        proved=("factb", "factc"),
    ),
)


def small(**values) -> Inputs:
    """Something of every kind."""
    return Inputs(
        **{
            "plan": PLAN,
            "kind": "annual",
            "title": "甲市规划2025年度监测（演示）",
            "number": "甲-评-2026-001",
            "years": (2025,),
            "data_year": 2025,
            "vintage": VINTAGE,
            "host": "甲市科技局（演示）",
            "place": "330100",
            "place_name": "甲市",
            "checker": "丙评估中心（演示）",
            "demonstration": True,
            "targets": (MET, BEHIND, UNSAID),
            "wholes": (Whole(code="T001", parts=("T002",), verdict="exceeds", rest=Decimal(-3), unit="家"),),
            "tasks": TASKS,
            "reports": (
                SelfReport(body="甲市科技局（演示）", submitted_on=date(2026, 6, 10), files=2),
                SelfReport(body="甲大学（演示）"),
            ),
            "statements": (
                Statement(
                    body="甲市科技局（演示）",
                    subject="target",
                    code="T001",
                    title="高新技术企业数",
                    claim="met",
                    value="530",
                    unit="家",
                    check=Check(verdict="corrected", value="520", reason="重复计数", on=date(2026, 6, 20)),
                ),
                Statement(
                    body="甲市科技局（演示）",
                    subject="target",
                    code="T002",
                    title="研发经费投入强度",
                    value="2.9",
                    unit="%",
                    check=Check(verdict="confirmed", on=date(2026, 6, 20)),
                ),
            ),
            "comments": (
                Comment(text="建议补充县级数据", body="甲县政府（演示）", answer="taken", reason="已补充"),
                Comment(text="（公众意见一件）", part="六", answer="not_taken", reason="与事实不符"),
            ),
            "adjustments": (
                Adjustment(code="T002", title="研发经费投入强度", before="4", value="3.5", unit="%", reason="口径变化"),
            ),
            "limits": (Decimal(1), Decimal("0.9"), Decimal(0)),
            "logs": (("330100", 120),),
            **values,
        }
    )


def empty(**values) -> Inputs:
    """A plan without targets and tasks, that nobody said anything about."""
    nothing = dict.fromkeys(("targets", "wholes", "tasks", "reports", "statements", "comments", "adjustments"), ())
    return small(**{**nothing, "logs": (), "checker": "", **values})


STATES = (
    "progress.met",
    "progress.already_met",
    "progress.on_track",
    "progress.watch",
    "progress.behind",
    "progress.moving_away",
    "progress.missed",
    "progress.cannot_say",
)


def many(count: int, tasks: int = 0) -> Inputs:
    """A report of many targets in eight chapters, each with five years of figures."""
    made = []
    for at in range(count):
        state = STATES[at % len(STATES)]
        base = MET if state in {"progress.met", "progress.already_met", "progress.on_track"} else BEHIND
        made.append(
            Target(
                code=f"T{at + 1:03}",
                clause=f"{'二三四五六七八九'[at * 8 // count]}({at % 9 + 1})",
                chapter=f"{'二三四五六七八九'[at * 8 // count]}、第{at * 8 // count + 1}部分重点领域",
                quote=f"到2027年，第{at + 1}类创新主体数量达到{400 + at}家以上，年度服务企业覆盖全部规模以上工业企业",
                indicator=f"第{at + 1}类创新主体数量",
                form="level",
                unit="家",
                goal=Decimal(400 + at),
                due_year=2027,
                path=tuple(Goal(period=str(2020 + n), value=Decimal(100 + 43 * n)) for n in range(8)),
                base=Decimal(100),
                base_year=2020,
                value=None if state == "progress.cannot_say" else Decimal(250 + at),
                period="" if state == "progress.cannot_say" else "2025",
                source="甲市统计局（演示）",
                facts=(f"fact{at}",),
                state=state,
                why="progress.why.no_value" if state == "progress.cannot_say" else "",
                asked=Decimal(315),
                ratio=None if state == "progress.cannot_say" else base.ratio,
                attained=Decimal("0.5"),
                elapsed=Decimal("0.7143"),
                needed_yearly=Decimal(75),
                had_yearly=Decimal(30),
                points=points("120", "160", "190", "220", str(250 + at)),
                ahead=(
                    Ahead(year=2026, value=Decimal(280), low=Decimal(260), high=Decimal(300)),
                    Ahead(year=2027, value=Decimal(310), low=Decimal(280), high=Decimal(340)),
                ),
                bodies=(f"甲市第{at % 7 + 1}局（演示）",),
            )
        )
    ledger = tuple(
        Task(
            number=f"甲-2026-{at + 1:03}",
            title=f"推进第{at + 1}项重点任务，建成开放共享的科研设施",
            clause=f"三({at % 9 + 1})",
            lead=f"甲市第{at % 7 + 1}局（演示）",
            supports=("乙县政府（演示）", "丙县政府（演示）"),
            due=date(2026, 12, 31),
            state="IN_PROGRESS" if at % 3 else "LATE",
            late=not at % 3,
            percent=at % 100,
        )
        for at in range(tasks)
    )
    return small(targets=tuple(made), tasks=ledger, wholes=())
