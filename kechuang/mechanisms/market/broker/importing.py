"""A list of certified technology managers (技术经理人名单) of a certifying body, taken in by an office."""

import re
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from kechuang.casework.act import Outcome
from kechuang.casework.imports.column import BODY, CHOICE, DAY, TEXT, Column
from kechuang.casework.imports.registry import Desk, ImportKind, Row, register
from kechuang.kernel.refusal import Refusal
from kechuang.mechanisms.market.broker import actions
from kechuang.mechanisms.market.broker.models import BrokerEntry
from kechuang.mechanisms.market.broker.rules import requests as asked
from kechuang.mechanisms.market.broker.rules.entering import unfit
from kechuang.mechanisms.market.broker.rules.moves import ENTER
from kechuang.web import chance
from kechuang.web.permissions import below

_LABEL = "market.broker.table."
_SEPARATORS = re.compile(r"[、,，;；/\s]+")
FIELD_WORDS = {
    "电子信息": "1", "生物与新医药": "2", "生物医药": "2", "航空航天": "3", "新材料": "4", "高技术服务": "5",
    "新能源与节能": "6", "新能源": "6", "资源与环境": "7", "先进制造与自动化": "8", "先进制造": "8",
}  # fmt: skip
LEVEL_WORDS = (
    ("初级", "elementary"), ("初级技术经理人", "elementary"), ("初级技术经纪人", "elementary"),
    ("中级", "intermediate"), ("中级技术经理人", "intermediate"), ("中级技术经纪人", "intermediate"),
    ("高级", "senior"), ("高级技术经理人", "senior"), ("高级技术经纪人", "senior"),
)  # fmt: skip


def _column(code: str, kind: str, **more: Any) -> Column:  # noqa: ANN401 - what a column is made of
    return Column(code=code, label=f"{_LABEL}{code}", kind=kind, **more)


def fields_of(raw: str) -> tuple[str, ...]:
    """Read fields by number or by name; what is neither gives an empty tuple, which the rules refuse."""
    found = []
    for part in filter(None, _SEPARATORS.split(raw)):
        code = part if part in asked.FIELDS else FIELD_WORDS.get(part, "")
        if not code:
            return ()
        found.append(code)
    return tuple(dict.fromkeys(found))


def check(rows: Sequence[Row], desk: Desk) -> None:
    """Every row needs a unit in reach, a certificate that stands and is not entered yet; a check comes whole or not."""
    numbers = {row.text("certificate").strip() for row in rows} - {""}
    known = set(BrokerEntry.objects.filter(living=True, certificate__in=numbers).values_list("certificate", flat=True))
    seen: dict[str, int] = {}
    for row in rows:
        unit, number = next(iter(row.bodies.get("unit", ())), None), row.text("certificate").strip()
        if unit is not None and not below(unit.place, desk.office.place):
            row.fault(Refusal("broker.unit_elsewhere", {"name": unit.name, "place": unit.place}), "unit")
        if number in known:
            row.fault(Refusal("broker.certificate_entered"), "certificate")
        if number and number in seen:
            row.fault(Refusal("broker.twice_in_table", {"row": seen[number]}), "certificate")
        seen.setdefault(number, row.number)
        if bool(row.get("checked_on")) != bool(row.text("check_source")):
            row.fault(Refusal("broker.check_incomplete"), "check_source" if row.get("checked_on") else "checked_on")
        if row.get("valid_from") and row.get("valid_until"):
            refusal = unfit(desk.on, _terms(row))
            if refusal:
                row.fault(refusal, refusal.place)


def _terms(row: Row) -> asked.Terms:
    return asked.Terms(
        kind=asked.PERSON,
        name=row.text("name"),
        certificate=asked.Certificate(
            number=row.text("certificate"),
            issuer=row.text("issuer"),
            valid_from=row.get("valid_from"),
            valid_until=row.get("valid_until"),
            level=row.text("level"),
        ),
        specialities=fields_of(row.text("specialities")),
        open_name=row.text("open_name") == "yes",
        declared=True,
    )


def write(rows: Sequence[tuple[Row, str]], desk: Desk) -> Sequence[Outcome]:
    """Take the managers in: active with a check, waiting for one without."""
    return actions.take_in_many([(key, _open(row, desk)) for row, key in rows], by=desk.actor, on=desk.on)


def _open(row: Row, desk: Desk) -> asked.Open:
    unit = next(iter(row.bodies["unit"]))
    checked = None
    if row.get("checked_on"):
        checked = asked.Checked(on=row.get("checked_on"), source=row.text("check_source"), finding=asked.CLEAN)
    return asked.Open(
        case=chance.uuid7(),
        authority=desk.office.authority,
        office=desk.office.pk,
        place=unit.place,
        holder=unit.pk,
        title=unit.name,
        terms=_terms(row),
        checked=checked,
    )


BROKERS = ImportKind(
    code="market-brokers",
    label=_("Certified technology managers"),
    permission=ENTER,
    columns=(
        _column("name", TEXT, needed=True, aliases=("姓名", "技术经理人姓名"), longest=60, example="演示甲"),
        _column("unit", BODY, needed=True, aliases=("工作单位", "所在单位", "单位名称"), width=26),
        _column("level", CHOICE, needed=True, aliases=("级别", "等级", "技术经理人等级"), words=LEVEL_WORDS,
                choices=tuple((code, f"market.broker.level.{code}") for code in asked.LEVELS[asked.PERSON])),
        _column("certificate", TEXT, needed=True, aliases=("证书编号", "证书号"), longest=60, example="JSJL20260001"),
        _column("issuer", TEXT, needed=True, aliases=("发证单位", "发证机构", "颁发单位"), longest=120, width=24),
        _column("valid_from", DAY, needed=True, aliases=("发证日期", "有效期起"), example="2025-01-01"),
        _column("valid_until", DAY, needed=True, aliases=("有效期止", "有效期至", "到期日期"), example="2029-12-31"),
        _column("specialities", TEXT, needed=True, aliases=("专业领域", "擅长领域", "技术领域"), longest=100,
                example="先进制造、新材料"),
        _column("open_name", CHOICE, aliases=("是否同意公开姓名", "同意公开姓名"),
                choices=(("yes", "yes"), ("no", "no")), words=(("是", "yes"), ("否", "no"))),
        _column("checked_on", DAY, aliases=("诚信核查日期", "信用核查日期"), example="2026-06-01"),
        _column("check_source", TEXT, aliases=("核查来源", "诚信核查来源"), longest=200, width=24),
    ),
    check=check,
    write=write,
    key=(("certificate",),),
    list_url="market_broker:list",
)  # fmt: skip


def register_all() -> None:
    """Make the table known."""
    register(BROKERS)
