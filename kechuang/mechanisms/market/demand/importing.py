"""Demands that an office collected in a table of its own (企业出题征集表): each row comes in for its owner."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kechuang.casework.act import Outcome
from kechuang.casework.imports.column import AMOUNT, BODY, CHOICE, DAY, TEXT, Column
from kechuang.casework.imports.registry import Desk, ImportKind, Row, register
from kechuang.casework.models import Case
from kechuang.kernel.identify.classify import read_ipc
from kechuang.kernel.refusal import Refusal
from kechuang.mechanisms.market.demand import actions, projecting
from kechuang.mechanisms.market.demand.fields import SEPARATORS, decimal_of, wanted_of
from kechuang.mechanisms.market.demand.rules import signs
from kechuang.mechanisms.market.demand.rules.intake import LONGEST_TITLE, unfit
from kechuang.mechanisms.market.demand.rules.moves import CHECK, DEMAND
from kechuang.mechanisms.market.demand.rules.requests import Open, Owner, Target, Terms
from kechuang.rulebook import load as rulebook
from kechuang.rulebook.resolve import Law
from kechuang.web import chance
from kechuang.web.permissions import below

_LABEL = "demand.table."
YES = ("是", "否")


def _column(code: str, kind: str, **more: Any) -> Column:  # noqa: ANN401 - what a column is made of
    return Column(code=code, label=f"{_LABEL}{code}", kind=kind, **more)


FIELD_LABELS = tuple((code, str(word)) for code, word in (
    ("1", "Electronic information"), ("2", "Biology and new medicine"), ("3", "Aeronautics and space"),
    ("4", "New materials"), ("5", "High-tech services"), ("6", "New energy and energy saving"),
    ("7", "Resources and environment"), ("8", "Advanced manufacturing and automation"),
))  # fmt: skip
LIST_WORDS = (
    ("应用研究倒逼基础研究", "application_driven"),
    ("应用倒逼", "application_driven"),
    ("基础研究引领应用研究", "basic_led"),
    ("基础引领", "basic_led"),
    ("国产替代", "import_substitution"),
    ("成果转化", "transfer"),
)
LIST_LABELS = (
    ("application_driven", "demand.list.application_driven"),
    ("basic_led", "demand.list.basic_led"),
    ("import_substitution", "demand.list.import_substitution"),
    ("transfer", "demand.list.transfer"),
)


def check(rows: Sequence[Row], desk: Desk) -> None:
    """Every row needs an owner in reach, words, and one target that can be measured; a budget must be believable."""
    bodies = {body.pk for row in rows for body in row.bodies.get("owner", ())}
    owners = projecting.owners(bodies)
    titles = [row.text("title") for row in rows]
    present = set(Case.objects.filter(kind=DEMAND.kind, title__in=titles).values_list("holder_id", "title"))
    law = Law(rulebook.current())
    for row in rows:
        owner = next(iter(row.bodies.get("owner", ())), None)
        if owner is not None and not below(owner.place, desk.office.place):
            row.fault(Refusal("demand.owner_elsewhere", {"name": owner.name, "place": owner.place}), "owner")
        if owner is not None and (owner.pk, row.text("title")) in present:
            row.fault(Refusal("demand.entered_already", {"title": row.text("title")}), "title")
        _check_target(row)
        _check_budget(row, owners.get(owner.pk, Owner()) if owner else Owner(), law, desk)
        _check_ipc(row)
        if len(row.text("title")) > LONGEST_TITLE:
            row.fault(Refusal("demand.title_too_long", {"limit": LONGEST_TITLE}), "title")


def _check_target(row: Row) -> None:
    try:
        row.extra = _target(row)
    except forms.ValidationError:
        row.fault(Refusal("demand.target_not_measurable", {"raw": row.text("target")}), "target")
        return
    refusal = unfit(row.text("title") or "-", row.text("background") or "-", (row.extra,), (), ())
    if refusal:
        row.fault(refusal, refusal.place.removesuffix("_0"))


def _target(row: Row) -> Target:
    current = decimal_of(row.text("current")) if row.text("current") else None
    sense, wanted = wanted_of(row.text("target"), current)
    return Target(
        indicator=row.text("indicator"),
        unit=row.text("unit"),
        current=current,
        target=wanted,
        sense=sense,
        method=row.text("method"),
    )


def _check_budget(row: Row, owner: Owner, law: Law, desk: Desk) -> None:
    budget = row.get("budget")
    if budget is None:
        return
    if budget <= 0:
        row.fault(Refusal("demand.no_budget", {"budget_yuan": budget}), "budget")
        return
    most = law.ask("demand.budget.sales_multiple", place=desk.office.place, on=desk.on).value
    limit = law.ask("demand.budget.doubted_yuan", place=desk.office.place, on=desk.on).value
    meant = signs.other_unit(budget, owner.sales, _number(most), _number(limit))
    if meant is not None:
        values = {"budget_yuan": budget, "meant_yuan": meant, "sales_yuan": owner.sales or Decimal(0)}
        code = "demand.budget_above_sales" if owner.sales else "demand.budget_doubted"
        row.fault(Refusal(code, values), "budget")


def _number(value: Any) -> Decimal | None:  # noqa: ANN401 - a value of the rules
    return Decimal(value) if isinstance(value, int | Decimal) else None


def _check_ipc(row: Row) -> None:
    for raw in filter(None, SEPARATORS.split(row.text("ipc"))):
        reading = read_ipc(raw)
        if reading.fault:
            row.fault(Refusal(reading.fault.code, dict(reading.fault.values)), "ipc")


def write(rows: Sequence[tuple[Row, str]], desk: Desk) -> Sequence[Outcome]:
    """Take the demands in."""
    return actions.take_in_many([(key, _open(row, desk)) for row, key in rows], by=desk.actor, on=desk.on)


def _open(row: Row, desk: Desk) -> Open:
    owner = next(iter(row.bodies["owner"]))
    symbols = (read_ipc(raw).value for raw in SEPARATORS.split(row.text("ipc")) if raw)
    terms = Terms(
        title=row.text("title"),
        list_type=row.text("list_type"),
        field=row.text("field"),
        background=row.text("background") or row.text("title"),
        targets=(row.extra or _target(row),),
        keywords=tuple(filter(None, SEPARATORS.split(row.text("keywords")))),
        ipc=tuple(each.text for each in symbols if each),
        constraints=row.text("constraints"),
        budget=row.get("budget"),
        needed_by=row.get("needed_by"),
        masked=row.text("masked") == "yes",
    )
    return Open(
        case=chance.uuid7(),
        authority=desk.office.authority,
        office=desk.office.pk,
        place=owner.place,
        holder=owner.pk,
        terms=terms,
        channel="table",
    )


DEMANDS = ImportKind(
    code="market-demands",
    label=_("Technology demands collected by an office"),
    permission=CHECK,
    columns=(
        _column("owner", BODY, needed=True, aliases=("企业名称", "需求单位", "单位名称", "统一社会信用代码"), width=26),
        _column("title", TEXT, needed=True, aliases=("需求名称", "技术需求名称", "题目", "榜单名称"), longest=200,
                width=30, example="高速主轴热变形在线补偿"),
        _column("list_type", CHOICE, aliases=("清单类别", "榜单类型"), choices=LIST_LABELS, words=LIST_WORDS),
        _column("field", CHOICE, needed=True, aliases=("技术领域", "所属领域"), choices=FIELD_LABELS),
        _column("background", TEXT, aliases=("需求背景", "需求描述", "需求内容"), longest=4000, width=40),
        _column("indicator", TEXT, needed=True, aliases=("指标名称", "主要指标", "考核指标"), example="热伸长"),
        _column("unit", TEXT, needed=True, aliases=("计量单位", "单位"), example="μm"),
        _column("current", TEXT, aliases=("现状值", "当前值"), example="12"),
        _column("target", TEXT, needed=True, aliases=("目标值", "预期指标"), example="≤3"),
        _column("method", TEXT, needed=True, aliases=("检测方法", "测试方法", "验收方法"), example="GB/T 17421.3"),
        _column("constraints", TEXT, aliases=("约束条件", "边界条件"), longest=4000, width=30),
        _column("budget", AMOUNT, aliases=("预算（万元）", "拟投入资金", "资金预算", "投入金额（万元）"), unit="万元",
                example="80"),
        _column("needed_by", DAY, aliases=("完成时限", "期望完成时间", "截止时间"), month="last", example="2027-06-30"),
        _column("keywords", TEXT, aliases=("关键词",), longest=300),
        _column("ipc", TEXT, aliases=("IPC分类号", "IPC"), longest=200),
        _column("masked", CHOICE, aliases=("是否匿名", "企业名称是否保密"), choices=(("yes", "yes"), ("no", "no")),
                words=(("是", "yes"), ("否", "no"))),
    ),
    check=check,
    write=write,
    key=(("owner", "title"),),
    list_url="market_demand:list",
)  # fmt: skip


def register_all() -> None:
    """Make the table known."""
    register(DEMANDS)
