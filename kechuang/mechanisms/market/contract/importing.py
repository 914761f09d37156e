"""A registering body's own table of contracts, taken in: every bad row is named, every good one is a case."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from kechuang.casework.act import Outcome
from kechuang.casework.imports.column import AMOUNT, CHOICE, DAY, NUMBER, PLACE, TEXT, Column
from kechuang.casework.imports.registry import Desk, ImportKind, Row, register
from kechuang.kernel.refusal import Refusal
from kechuang.mechanisms.market.contract import actions, projecting
from kechuang.mechanisms.market.contract.filling import bring, trade_of
from kechuang.mechanisms.market.contract.rules import kinds, typed
from kechuang.mechanisms.market.contract.rules.content import CHINA, Contract, Foreign, Party, Royalty
from kechuang.mechanisms.market.contract.rules.faults import faults
from kechuang.mechanisms.market.contract.rules.law import Rules
from kechuang.mechanisms.market.contract.rules.moves import REGISTER
from kechuang.rulebook import load as rulebook
from kechuang.rulebook.resolve import Law
from kechuang.web.accounts.models import Body
from kechuang.web.permissions import below

_LABEL = "market.contract.table."
# Where a fault's field is told in another column of the table.
COLUMN_OF = {
    "kind": "type", "total_yuan": "total", "technology_yuan": "technology", "royalty_base": "royalty",
    "royalty_rate": "royalty", "trade_licence": "trade_list", "rate_source": "rate", "buyer_country": "buyer_country",
    "estimate_yuan": "estimate", "declared": "title", "office": "seller_place", "holder": "seller_name",
}  # fmt: skip


READERS: dict[str, Any] = {
    "deductions": typed.read_deductions,
    "schedule": typed.read_schedule,
    "rights": typed.read_rights,
}


def _column(code: str, kind: str, **more: Any) -> Column:  # noqa: ANN401 - what a column is made of
    return Column(code=code, label=f"{_LABEL}{code}", kind=kind, **more)


def _choices(group: str, codes: Sequence[str]) -> tuple[tuple[str, str], ...]:
    return tuple((code, f"market.contract.{group}.{code}") for code in codes)


def _subtypes() -> tuple[tuple[str, str], ...]:
    """Subtypes with the word of the first type that has them; the type's own column tells transfer from licence."""
    found: dict[str, str] = {}
    for kind, codes in kinds.SUBTYPES.items():
        for code in codes:
            found.setdefault(code, f"market.contract.subtype.{kind}.{code}")
    return tuple(found.items())


NAMES = {"开发": "development", "转让": "transfer", "许可": "licence", "咨询": "consultation", "服务": "service"}
TYPE_WORDS = tuple((f"技术{name}{end}", code) for name, code in NAMES.items() for end in ("", "合同"))


def check(rows: Sequence[Row], desk: Desk) -> None:
    """Every row must be a contract of this office's place that was not brought before; all its faults are named."""
    codes = {row.text(f"{side}_code") for row in rows for side in ("seller", "buyer")} - {""}
    bodies = {body.code: body for body in Body.objects.filter(code__in=codes, valid_to__isnull=True)}
    book, made = rulebook.current(), []
    for row in rows:
        content = _content(row, bodies)
        row.extra = content
        if content is None:
            continue
        made.append(row)
        place = content.applicant.place
        for fault in faults(content, Rules(Law(book), content, place or desk.office.place, desk.on), today=desk.on):
            row.fault(fault, COLUMN_OF.get(fault.place, fault.place))
        if place and not below(place, desk.office.place):
            values = {
                "seat_place": place,
                "place": desk.office.place,
                "key": "",
                "since": None,
                "clause": "",
                "source": "",
            }
            row.fault(Refusal("contract.elsewhere", values), "seller_place")
    _known(made)


def _known(rows: Sequence[Row]) -> None:
    """Name rows whose contract stands already, and rows of the table that say the same twice."""
    loaded = projecting.around([row.extra for row in rows])
    before = {each.fingerprint: each for found in loaded.siblings.values() for each in found if each.live}
    seen: dict[str, int] = {}
    for row in rows:
        print_ = row.extra.fingerprint
        if (other := before.get(print_)) is not None:
            values = {
                "number": other.number or str(other.case)[-8:],
                "other_place": other.place,
                "signed_on": other.signed_on,
            }
            row.fault(Refusal("contract.registered_before", values), "number")
        if print_ in seen:
            row.fault(Refusal("contract.twice_in_table", {"row": seen[print_]}), "number")
        seen.setdefault(print_, row.number)


def _content(row: Row, bodies: dict[str, Body]) -> Contract | None:
    """Give the contract of a row; None where a cell that it cannot do without could not be read."""
    read: dict[str, Any] = {}
    for name, reader in (
        ("deductions", typed.read_deductions),
        ("schedule", typed.read_schedule),
        ("rights", typed.read_rights),
    ):
        found = reader(row.text(name))
        if isinstance(found, Refusal):
            row.fault(found, name)
            return None
        read[name] = found
    if row.get("signed_on") is None or not row.text("type") or row.get("total") is None:
        return None
    seller, buyer = (_party(row, side, bodies) for side in ("seller", "buyer"))
    payment = row.text("payment") or kinds.LUMP
    return Contract(
        title=row.text("title"),
        number=row.text("number"),
        type=row.text("type"),
        subtype=row.text("subtype") or kinds.SUBTYPES[row.text("type")][0],
        form=row.text("form") or kinds.WRITTEN,
        seller=seller,
        buyer=buyer,
        signed_on=row.get("signed_on"),
        effective_on=row.get("effective_on"),
        ends_on=row.get("ends_on"),
        subject=row.text("subject") or row.text("title"),
        acceptance=row.text("acceptance"),
        field=row.text("field") or "electronics",
        industry=row.text("industry").upper()[:5],
        purpose=row.text("purpose") or "industry",
        plan="department" if row.text("plan_number") else "none",
        plan_number=row.text("plan_number"),
        licence=kinds.ORDINARY if row.text("type") == kinds.LICENCE else "",
        total_yuan=row.get("total"),
        technology_yuan=row.get("technology"),
        payment=payment,
        royalty=_royalty(row, payment),
        foreign=_foreign(row),
        trade=trade_of(seller, buyer),
        trade_list=row.text("trade_list"),
        original_seen=row.text("original_seen") == "yes",
        **read,
    )


def _party(row: Row, side: str, bodies: dict[str, Body]) -> Party:
    code = row.text(f"{side}_code")
    body = bodies.get(code)
    country = (row.text(f"{side}_country") or CHINA).upper()[:2]
    place = row.text(f"{side}_place") or (body.place if body else "")
    return Party(
        name=row.text(f"{side}_name") or (body.name if body else ""),
        code=code,
        place=place if country == CHINA else "",
        country=country,
        body=body.pk if body else None,
    )


def _royalty(row: Row, payment: str) -> Royalty | None:
    if payment not in kinds.ROYALTIES and not row.text("royalty"):
        return None
    return Royalty(base="sales", rate=row.text("royalty"), estimate_yuan=row.get("estimate"))


def _foreign(row: Row) -> Foreign | None:
    currency = row.text("currency").upper()
    if currency in {"", "CNY", "RMB", "人民币"}:
        return None
    return Foreign(
        currency=currency,
        amount=row.get("foreign_amount") or Decimal(0),
        rate=row.get("rate"),
        rate_on=row.get("rate_on"),
    )


def write(rows: Sequence[tuple[Row, str]], desk: Desk) -> Sequence[Outcome]:
    """Take the contracts in."""
    asked = [(key, bring(row.extra, desk.office)) for row, key in rows]
    return actions.take_in_many(asked, by=desk.actor, on=desk.on)


NUMBERS = ("合同编号", "合同号", "编号")
YES_NO = (("yes", "market.contract.table.yes"), ("no", "market.contract.table.no"))
YES_NO_WORDS = (("是", "yes"), ("否", "no"))
TYPE_NAMES, ACCEPTED = ("合同类别", "技术合同类型"), ("验收标准", "验收方式")
TOTALS = ("成交额", "合同成交额", "合同总金额")
ACCEPTANCE, TITLE_NAMES = "按任务书指标测试", ("项目名称", "技术合同名称")
TABLE = ImportKind(
    code="tech-contracts",
    label=_("Technology contracts"),
    permission=REGISTER,
    columns=(
        _column("number", TEXT, aliases=NUMBERS, longest=64, example="XSH-2026-001"),
        _column("title", TEXT, needed=True, aliases=TITLE_NAMES, longest=160, width=30, example="工艺优化技术开发"),
        _column(
            "type", CHOICE, needed=True, aliases=TYPE_NAMES, choices=_choices("type", kinds.TYPES), words=TYPE_WORDS
        ),
        _column("subtype", CHOICE, aliases=("合同子类",), choices=_subtypes()),
        _column("seller_name", TEXT, aliases=("卖方", "技术出让方", "受托方"), derived=("seller_code",), width=24),
        _column("seller_code", TEXT, aliases=("卖方代码",), longest=32),
        _column("seller_place", PLACE, aliases=("卖方所在地",), derived=("seller_code",)),
        _column("seller_country", TEXT, longest=12),
        _column("buyer_name", TEXT, aliases=("买方", "技术受让方", "委托方"), derived=("buyer_code",), width=24),
        _column("buyer_code", TEXT, aliases=("买方代码",), longest=32),
        _column("buyer_place", PLACE, aliases=("买方所在地",), derived=("buyer_code",)),
        _column("buyer_country", TEXT, longest=12),
        _column("form", CHOICE, choices=_choices("form", kinds.FORMS)),
        _column("signed_on", DAY, needed=True, aliases=("签订日期", "合同签订日期"), example="2026-03-12"),
        _column("effective_on", DAY, aliases=("生效日期",)),
        _column("ends_on", DAY, aliases=("合同截止日期", "履行期限"), month="last"),
        _column("subject", TEXT, aliases=("标的内容", "合同标的"), longest=4000, width=40),
        _column("acceptance", TEXT, needed=True, aliases=ACCEPTED, longest=4000, width=30, example=ACCEPTANCE),
        _column("total", AMOUNT, needed=True, aliases=TOTALS, unit="万元", example="50"),
        _column("technology", AMOUNT, aliases=("技术交易额",), unit="万元"),
        _column("deductions", TEXT, aliases=("非技术性费用", "扣除项"), longest=4000),
        _column("payment", CHOICE, aliases=("支付方式",), choices=_choices("payment", kinds.PAYMENTS)),
        _column("schedule", TEXT, longest=2000),
        _column("royalty", TEXT, aliases=("提成比例",), longest=80),
        _column("estimate", AMOUNT, aliases=("预计提成",), unit="万元"),
        _column("currency", TEXT, aliases=("币种",), longest=12),
        _column("foreign_amount", AMOUNT, unit="元"),
        _column("rate", NUMBER, aliases=("汇率",)),
        _column("rate_on", DAY, aliases=("汇率日期",)),
        _column("trade_list", CHOICE, choices=_choices("list", kinds.LISTS)),
        _column("field", CHOICE, aliases=("技术领域",), choices=_choices("field", kinds.FIELDS)),
        _column("industry", TEXT, longest=8),
        _column("purpose", CHOICE, choices=_choices("purpose", kinds.PURPOSES)),
        _column("plan_number", TEXT, aliases=("计划项目编号",), longest=64),
        _column("rights", TEXT, aliases=("知识产权",), longest=2000),
        _column("original_seen", CHOICE, aliases=("原件已核",), choices=YES_NO, words=YES_NO_WORDS),
    ),
    check=check,
    write=write,
    key=(("seller_code", "number"), ("seller_name", "title")),
    list_url="market_contract:list",
)  # fmt: skip


def register_all() -> None:
    """Make the table known."""
    register(TABLE)
