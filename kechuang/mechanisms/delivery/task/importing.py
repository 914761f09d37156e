"""An office's own ledger of tasks, taken in as a table: each row enters the ledger, with a lead it is assigned."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from kechuang.casework.act import Outcome
from kechuang.casework.imports.column import AMOUNT, BODIES, BODY, CHOICE, DAY, PLACE, TEXT, WHOLE, Column
from kechuang.casework.imports.registry import Desk, ImportKind, Row, register
from kechuang.casework.models import Case
from kechuang.kernel.refusal import Refusal
from kechuang.mechanisms.delivery.task import actions, bodies
from kechuang.mechanisms.delivery.task.rules.entering import LONGEST_TITLE
from kechuang.mechanisms.delivery.task.rules.money import FIRST_YEAR, LAST_YEAR, LONGEST_SOURCE
from kechuang.mechanisms.delivery.task.rules.moves import PLAN, TASK
from kechuang.mechanisms.delivery.task.rules.requests import Make
from kechuang.web import chance
from kechuang.web.permissions import below

_LABEL = "delivery.table."
UNKNOWN = "imports.body_unknown"
PLANNED_HEADS = ("资金", "投入（万元）", "所需资金", "计划资金", "计划投资", "总投资")
SPENT_HEADS = ("支出", "已支出资金", "已使用资金", "累计支出", "完成投资")
STATED = ("arranged", "spent")
MONEY = ("amount", *STATED)
SOURCE_LABELS = (
    ("plan", "plan or document"),
    ("instruction", "instruction"),
    ("minutes", "minutes"),
    ("proposal", "proposal"),
    ("letter", "letter"),
)
TITLES = ("任务名称", "工作任务", "重点任务", "事项", "任务")
TERMS = ("完成期限", "时限", "完成时间", "办结时限")
SOURCE_WORDS = (
    ("文件", "plan"),
    ("规划", "plan"),
    ("批示", "instruction"),
    ("领导批示", "instruction"),
    ("指示", "instruction"),
    ("纪要", "minutes"),
    ("建议", "proposal"),
    ("提案", "proposal"),
    ("来信", "letter"),
)


def _column(code: str, kind: str, **more: Any) -> Column:  # noqa: ANN401 - what a column is made of
    return Column(code=code, label=f"{_LABEL}{code}", kind=kind, **more)


def check(rows: Sequence[Row], desk: Desk) -> None:
    """Every row needs words, a place in reach and, with a lead, a day; a title of the same year stands only once."""
    titles = {row.text("title") for row in rows}
    present = set(
        Case.objects.filter(kind=TASK.kind, office=desk.office, title__in=titles).values_list(
            "title", "delivery_task__year"
        )
    )
    _suggest(rows, desk)
    for row in rows:
        row.fill("place", desk.office.place, "delivery.table.office_place", desk.on)
        due_on = row.get("due_on")
        row.fill("year", (due_on or desk.on).year, "delivery.table.year_of_day", desk.on)
        year = row.get("year")
        if len(row.text("title")) > LONGEST_TITLE:
            row.fault(Refusal("delivery.title_too_long", {"limit": LONGEST_TITLE}), "title")
        if year is not None and not FIRST_YEAR <= int(year) <= LAST_YEAR:
            row.fault(Refusal("delivery.year_unlikely", {"year": str(year)}), "year")
        if row.text("place") and not below(row.text("place"), desk.office.place):
            row.fault(Refusal("delivery.place_elsewhere", {"place": row.text("place")}), "place")
        if row.bodies.get("lead") and due_on is None:
            row.fault(Refusal("delivery.no_due"), "due_on")
        if any(body in row.bodies.get("supports", ()) for body in row.bodies.get("lead", ())):
            row.fault(Refusal("delivery.lead_twice"), "supports")
        if row.text("source") not in {"", "plan"} and not row.text("reference"):
            row.fault(Refusal("delivery.no_reference"), "reference")
        _check_money(row)
        if (row.text("title"), year) in present:
            row.fault(Refusal("delivery.task_twice", {"title": row.text("title")}), "title")


def _check_money(row: Row) -> None:
    """Money names where it comes from, the paper of the task if nothing else; a source has at least one figure."""
    given = [name for name in MONEY if row.get(name) is not None]
    named = row.text("fund")
    for name in given:
        if row.get(name) < 0:
            row.fault(Refusal("delivery.money_wrong", {"amount": f"{row.get(name):f}"}), name)
    if given and not named:
        row.fill("fund", row.text("reference")[:LONGEST_SOURCE] or None, f"{_LABEL}reference")
    if not row.text("fund") and any(name in given for name in STATED):
        row.fault(Refusal("delivery.money_no_source"), "fund")
    if named and not given and not any(name in row.broken for name in MONEY):
        row.fault(Refusal("delivery.fund_alone", {"source": named}), "fund")


def _suggest(rows: Sequence[Row], desk: Desk) -> None:
    """Name the body of today beside a name that this node does not know."""
    unknown = {str(each.values["raw"]) for row in rows for _place, each, _near in row.faults if each.code == UNKNOWN}
    if not unknown:
        return
    todays = bodies.todays(sorted(unknown), desk.office.place, desk.on)
    for row in rows:
        row.faults = [
            (
                place,
                each,
                tuple(dict.fromkeys((*todays[str(each.values["raw"])], *near))) if each.code == UNKNOWN else near,
            )
            for place, each, near in row.faults
        ]


def write(rows: Sequence[tuple[Row, str]], desk: Desk) -> Sequence[Outcome]:
    """Enter the tasks."""
    return actions.make_many([(key, _make(row, desk)) for row, key in rows], by=desk.actor, on=desk.on)


def _make(row: Row, desk: Desk) -> Make:
    lead = next(iter(row.bodies.get("lead", ())), None)
    supports = tuple(dict.fromkeys(body.pk for body in row.bodies.get("supports", ())))
    return Make(
        case=chance.uuid7(),
        authority=desk.office.authority,
        office=desk.office.pk,
        place=row.text("place") or desk.office.place,
        title=row.text("title"),
        text=row.text("text") or row.text("title"),
        year=int(row.get("year")),
        source=row.text("source") or "plan",
        reference=row.text("reference"),
        clause=row.text("clause")[:120],
        lead=lead.pk if lead else None,
        supports=supports,
        due_on=row.get("due_on"),
        money=row.get("amount"),
        fund=row.text("fund"),
        arranged=row.get("arranged"),
        spent=row.get("spent"),
    )


TASKS = ImportKind(
    code="delivery-task",
    label=_("Tasks of an office's own ledger"),
    permission=PLAN,
    columns=(
        _column("title", TEXT, needed=True, aliases=TITLES, example="建设概念验证中心", width=30),
        _column("text", TEXT, aliases=("任务内容", "具体内容", "工作内容", "工作要求"), longest=8000, width=40),
        _column("source", CHOICE, aliases=("来源", "任务类别"), choices=SOURCE_LABELS, words=SOURCE_WORDS),
        _column("reference", TEXT, aliases=("文号", "依据", "来源文号", "批示件号"), longest=200),
        _column("clause", TEXT, aliases=("条款", "对应条款"), longest=120),
        _column("lead", BODY, aliases=("牵头部门", "责任单位", "责任部门", "主办单位"), width=24),
        _column("supports", BODIES, aliases=("配合部门", "协办单位", "协同单位"), width=30),
        _column("place", PLACE, aliases=("属地", "区域")),
        _column("year", WHOLE, aliases=("年份",), derived=("due_on",), example="2026"),
        _column("due_on", DAY, aliases=TERMS, month="last", example="2026-12-31"),
        _column("fund", TEXT, aliases=("资金渠道", "经费来源", "专项资金"), longest=LONGEST_SOURCE, example="科技专项"),
        _column("amount", AMOUNT, aliases=PLANNED_HEADS, example="500000"),
        _column("arranged", AMOUNT, aliases=("已安排资金", "到位资金", "下达资金", "预算安排"), example="300000"),
        _column("spent", AMOUNT, aliases=SPENT_HEADS, example="120000"),
    ),
    check=check,
    write=write,
    key=(("title", "year"),),
    list_url="delivery_task:list",
)  # fmt: skip


def register_all() -> None:
    """Make the table known."""
    register(TASKS)
