"""The register of organisations as a table: how a row becomes a record, and a record a row."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from kechuang.casework.act import Item, Outcome, act_many
from kechuang.casework.imports.column import AMOUNT as MONEY
from kechuang.casework.imports.column import CHOICE, CODE, CREDIT, DAY, PLACE, WHOLE, Column
from kechuang.casework.imports.registry import INSERT, UPDATE, UPSERT, Desk, ImportKind, Row
from kechuang.casework.imports.values import Read
from kechuang.kernel import place as divisions_of
from kechuang.kernel.reading import PlaceError
from kechuang.kernel.refusal import Refusal
from kechuang.resources.organisations import actions, queries, rules
from kechuang.resources.organisations.forms import HolderError, Holders, read_holders
from kechuang.resources.organisations.models import Organisation, Tie
from kechuang.resources.organisations.rules import KINDS, Revise, Values
from kechuang.web import chance
from kechuang.web.accounts.models import Body

REGISTER = "organisation:register"
FROM_CODE = gettext_noop("the credit code itself (registration office, kind of body)")
FROM_NODE = gettext_noop("the bodies of this node")
HOLDERS_NOTE = gettext_noop(
    "Several shareholders stand in one cell, separated by |, each as name; code or identity number; share in percent."
)
_LABEL = "resources.organisation.column."
_HOLDER = re.compile(r"\s*\|\s*")
_KIND_OF_CODE = {"9": "enterprise", "5": "social_organisation"}

COLUMNS = (
    Column(
        code="name",
        label=f"{_LABEL}name",
        needed=True,
        aliases=(
            "单位名称",
            "企业名称",
            "机构名称",
            "公司名称",
            "承担单位",
            "企业全称",
            "申报单位",
            "主体名称",
            "法人名称",
        ),
        derived=("credit_code",),
        element="organisation.name",
        example="钱塘传感技术有限公司",
        longest=200,
        width=34,
    ),
    Column(
        code="name_en",
        label=f"{_LABEL}name_en",
        aliases=("英文名", "英文全称"),
        element="organisation.name_en",
        longest=200,
    ),
    Column(
        code="kind",
        label=f"{_LABEL}kind",
        kind=CHOICE,
        needed=True,
        aliases=("机构类型", "单位类型", "企业类型", "主体类型", "单位性质", "机构性质"),
        choices=tuple((kind, f"resources.organisation.kind.{kind}") for kind in KINDS),
        words=(
            *(("高校", "university"), ("大学", "university"), ("科研机构", "institute"), ("研究所", "institute")),
            *(
                ("医院", "hospital"),
                ("团队", "startup_team"),
                ("检测机构", "testing_centre"),
                ("服务机构", "service_provider"),
            ),
            *(("有限责任公司", "enterprise"), ("有限公司", "enterprise"), ("股份有限公司", "enterprise")),
        ),
        derived=("credit_code",),
        element="organisation.kind",
        example="企业",
    ),
    Column(
        code="credit_code",
        label=f"{_LABEL}credit_code",
        kind=CREDIT,
        aliases=(
            "信用代码",
            "社会信用代码",
            "统一代码",
            "机构代码",
            "组织机构代码",
            "纳税人识别号",
            "税号",
            "营业执照号",
            "单位代码",
        ),
        element="organisation.credit_code",
        example="91330106MA2ABCDEX7",
        width=24,
    ),
    Column(
        code="place",
        label=f"{_LABEL}place",
        kind=PLACE,
        needed=True,
        aliases=(
            "所在区县",
            "所属区县",
            "所属地区",
            "所在区",
            "所属县（市、区）",
            "县（市、区）",
            "注册地",
            "属地",
            "行政区划",
            "区划",
            "地区",
        ),
        derived=("credit_code",),
        element="organisation.place",
        example="西湖区",
    ),
    Column(
        code="industry",
        label=f"{_LABEL}industry",
        kind=CODE,
        aliases=("行业", "国民经济行业代码", "所属行业代码", "行业分类代码"),
        element="organisation.industry",
        example="C3562",
    ),
    Column(
        code="founded_on",
        label=f"{_LABEL}founded_on",
        kind=DAY,
        aliases=("成立时间", "注册时间", "注册日期", "登记日期", "设立日期", "成立年月"),
        element="organisation.founded_on",
        example="2018-05-04",
    ),
    Column(
        code="staff",
        label=f"{_LABEL}staff",
        kind=WHOLE,
        aliases=("职工人数", "从业人员", "员工数", "员工人数", "人数", "从业人数", "职工总数"),
        element="organisation.staff",
        example="42",
    ),
    Column(
        code="sales",
        label=f"{_LABEL}sales",
        kind=MONEY,
        aliases=(
            "销售额",
            "销售收入",
            "营业收入",
            "主营业务收入",
            "上年销售额",
            "上年度营业收入",
            "年营业收入",
            "营收",
        ),
        element="organisation.sales",
        example="12000000",
    ),
    Column(
        code="sales_year",
        label=f"{_LABEL}sales_year",
        kind=WHOLE,
        aliases=("年度", "数据年份", "所属年度", "年份", "统计年度"),
        element="organisation.sales_year",
        example="2025",
    ),
    Column(
        code="shareholders",
        label=f"{_LABEL}shareholders",
        aliases=("股东信息", "股东及出资比例", "股权结构"),
        element="organisation.shareholders",
        remedy=HOLDERS_NOTE,
        width=40,
    ),
)
_PLAIN = tuple(column.code for column in COLUMNS if column.code != "shareholders")


@dataclass(frozen=True, slots=True)
class Ready:
    """A checked row on its way to the gateway: a new record, or a version of the record of ``case``."""

    values: Values
    names: dict[str, str]
    body: UUID
    case: UUID | None
    version: int


def check(rows: Sequence[Row], desk: Desk) -> None:
    """Fill what the credit code and the node say, meet the register, and check every record (four queries)."""
    bodies = _bodies(rows)
    for row in rows:
        _fill(row, bodies, desk)
    present = _present(rows)
    for row in rows:
        _check_row(row, present, desk)


def _bodies(rows: Sequence[Row]) -> dict[str, Body]:
    codes = {row.text("credit_code") for row in rows} - {""}
    return {body.code: body for body in Body.objects.filter(code__in=codes)}


def _fill(row: Row, bodies: Mapping[str, Body], desk: Desk) -> None:
    code = row.text("credit_code")
    if not code:
        return
    body = bodies.get(code)
    if body is not None:
        row.fill("name", body.name, FROM_NODE, body.valid_from)
        row.fill("place", body.place, FROM_NODE, body.valid_from)
    row.fill("kind", "government" if code.startswith("11") else _KIND_OF_CODE.get(code[0]), FROM_CODE)
    row.fill("place", _registered_in(code, desk), FROM_CODE)


def _registered_in(code: str, desk: Desk) -> str | None:
    """Characters 3 to 8 of a credit code are the division of the office that registered the body (GB 32100-2015)."""
    try:
        return divisions_of.division(code[2:8], desk.on).code
    except PlaceError:
        return None


def _present(rows: Sequence[Row]) -> dict[str, Organisation]:
    """Find the records that rows speak of: by credit code, or by name where there is no code (two queries)."""
    codes = {row.text("credit_code") for row in rows} - {""}
    names = {row.text("name") for row in rows if not row.text("credit_code")} - {""}
    found = Organisation.objects.filter(
        Q(credit_code__in=codes) | Q(credit_code="", name__in=names), withdrawn_on__isnull=True
    )
    return {row.credit_code or row.name: row for row in found.prefetch_related("ties")}


def _check_row(row: Row, present: Mapping[str, Organisation], desk: Desk) -> None:
    record = present.get(row.text("credit_code") or row.text("name"))
    if record is not None:
        _meet(row, record, desk)
    body = record.pk if record is not None else chance.uuid7()
    holders = _holders(row, body)
    if row.faults or row.broken or (record is None and desk.mode == UPDATE):
        return
    if any(not row.text(name) for name in ("name", "kind", "place")):
        return
    values = _values(row, holders, record)
    checked = rules.checked(values, body, desk.on)
    if isinstance(checked, Refusal):
        row.fault(checked)
    elif not desk.reach.covers(place=checked.place):
        row.fault(Refusal("organisation.place_out_of_reach", {"named_place": checked.place}), "place")
    else:
        row.values |= _columns(checked)
        case, version = (record.case_id, record.version) if record is not None else (None, 0)
        row.extra = Ready(checked, holders.names, body, case, version)


def _meet(row: Row, record: Organisation, desk: Desk) -> None:
    """A record is met: where it lies out of reach the row is refused, else it is compared with the record."""
    if not desk.reach.covers(place=record.place):
        values = {"name": record.name, "code": record.credit_code, "version": record.version}
        row.fault(Refusal("organisation.known", values), "credit_code")
        return
    known = values_by_column(record)
    row.known, row.seen = known, {"version": record.version}
    for code, value in known.items():
        if row.values.get(code) is None and code not in row.broken:
            row.values[code] = value


def _holders(row: Row, body: UUID) -> Holders:
    try:
        holders = read_holders("\n".join(_HOLDER.split(row.text("shareholders"))), body)
    except HolderError as error:
        row.fault(error.refusal, "shareholders")
        return Holders()
    row.values["shareholders"] = _written(
        (held.party, held.share, holders.names.get(held.party, "")) for held in holders.held
    )
    return holders


def _written(parties: Iterable[tuple[str, Any, str]]) -> str | None:
    """Write holders in one cell: by share, then by reference; a person stands there by reference alone."""
    ordered = sorted(parties, key=lambda each: (-(each[1] or 0), each[0]))
    lines = []
    for party, share, name in ordered:
        identifier = "" if party.startswith("named/") else party.removeprefix("code/")
        lines.append(f"{name};{identifier};{'' if share is None else f'{(share * 100).normalize():f}%'}")
    return " | ".join(lines) or None


def _values(row: Row, holders: Holders, record: Organisation | None) -> Values:
    plain: dict[str, Any] = {name: row.values.get(name) for name in _PLAIN}
    for name in ("name_en", "credit_code", "industry"):
        plain[name] = plain[name] or ""
    values = Values(**plain, shareholders=tuple(holders.held))
    return replace(values, controllers=queries.values_of(record).controllers) if record is not None else values


def _columns(values: Values) -> dict[str, Read]:
    found: dict[str, Read] = {name: getattr(values, name) for name in _PLAIN}
    return {name: None if value == "" else value for name, value in found.items()}


def values_by_column(record: Organisation) -> dict[str, Read]:
    """Give a record as a row of the table."""
    ties = [tie for tie in record.ties.all() if tie.role == Tie.SHAREHOLDER]
    held = _written((tie.party, tie.share, tie.name) for tie in ties)
    return {**_columns(queries.values_of(record)), "shareholders": held}


def write(rows: Sequence[tuple[Row, str]], desk: Desk) -> list[Outcome]:
    """Hand new records and new versions to the gateway, each under its key; outcomes come in the order of the rows."""
    new, changed = [], []
    for row, key in rows:
        ready: Ready = row.extra
        if ready.case is None:
            asked = actions.registration(ready.values, office=desk.office, body=ready.body, names=ready.names)
            new.append(Item(asked, key))
        else:
            since = ready.version
            changed.append(
                Item(Revise(case=ready.case, values=ready.values, since_version=since, names=ready.names), key)
            )
    outcomes = [*actions.register_many(new, by=desk.actor), *act_many(actions.REVISE, changed, by=desk.actor)]
    by_key = {outcome.key: outcome for outcome in outcomes}
    return [by_key[key] for _row, key in rows]


def rows_of(desk: Desk) -> Iterator[dict[str, Read]]:
    """Give the records in reach as rows, to be changed in a file."""
    found = desk.reach.restrict(Organisation.objects.filter(withdrawn_on__isnull=True), place="place", bodies=("body",))
    for record in found.prefetch_related("ties").order_by("name", "pk").iterator(chunk_size=500):
        yield values_by_column(record)


ORGANISATIONS = ImportKind(
    code="organisations",
    label=_("Organisations"),
    permission=REGISTER,
    columns=COLUMNS,
    check=check,
    write=write,
    key=(("credit_code",), ("name",)),
    modes=(INSERT, UPDATE, UPSERT),
    rows=rows_of,
    list_url="organisations:list",
    note=_(HOLDERS_NOTE),
)
