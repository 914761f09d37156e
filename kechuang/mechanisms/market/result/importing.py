"""A unit's own list of achievements, taken in as a table: thousands of rows, each checked, each wrong one named.

Several rights, completers or levels of evidence stand in one cell, separated by ``|``, their parts by ``;``.
"""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from kechuang.casework.act import Outcome
from kechuang.casework.decision import Scene
from kechuang.casework.imports.column import AMOUNT, CHOICE, CODE, DAY, TEXT, Column
from kechuang.casework.imports.registry import Desk, ImportKind, Row, register
from kechuang.kernel.identify.classify import read_discipline, read_industry, read_ipc
from kechuang.kernel.identify.ip import read_ip_number
from kechuang.kernel.identify.kinds import read_readiness
from kechuang.kernel.reading import Fault, Reading
from kechuang.kernel.refusal import Refusal
from kechuang.kernel.shares import read_share
from kechuang.mechanisms.market.result import actions, projecting
from kechuang.mechanisms.market.result.form_parts import near, offices
from kechuang.mechanisms.market.result.rules import checking
from kechuang.mechanisms.market.result.rules import requests as asked
from kechuang.mechanisms.market.result.rules import values as told
from kechuang.mechanisms.market.result.rules.moves import CHECK, SUBMIT
from kechuang.rulebook import load as rulebook
from kechuang.rulebook.resolve import Law
from kechuang.web import chance
from kechuang.web.typed import TypedError, read_day

_LABEL = "market.result.column."
PARTS_NOTE = gettext_noop(
    "Several in one cell are separated by |. A right: number; named on the certificate; annual fee paid until. "
    "A completer: name; share; unit. Evidence: level; text; day."
)
_BAR, _SEMI = re.compile(r"\s*[|｜]\s*"), re.compile(r"\s*[;；]\s*")


def _column(code: str, kind: str = TEXT, **more: Any) -> Column:  # noqa: ANN401 - what a column is made of
    return Column(code=code, label=f"{_LABEL}{code}", kind=kind, **more)


def _choices(group: str, codes: Sequence[str]) -> tuple[tuple[str, str], ...]:
    return tuple((code, f"{group}.{code}") for code in codes)


COLUMNS = (
    _column(
        "name",
        needed=True,
        aliases=("成果名称", "科技成果名称", "项目名称", "专利名称", "技术名称"),
        width=32,
        example="锂电池隔膜涂覆工艺",
    ),
    _column(
        "kind",
        CHOICE,
        needed=True,
        aliases=("成果类型", "类型", "成果形式"),
        choices=_choices("market.result.kind", told.KINDS),
        words=(("发明专利", "patent"), ("实用新型", "patent"), ("软著", "software"), ("软件著作权", "software")),
        example="专利",
    ),
    _column(
        "abstract", needed=True, aliases=("成果简介", "简介", "内容摘要", "成果介绍", "摘要"), longest=4000, width=44
    ),
    _column("discipline", CODE, needed=True, aliases=("学科代码", "学科分类", "学科"), example="430"),
    _column("industry", CODE, aliases=("应用行业", "行业", "行业代码"), example="C38"),
    _column("ipc", aliases=("IPC分类号", "分类号", "国际专利分类号"), example="H01M 50/00"),
    _column("trl", needed=True, aliases=("技术成熟度", "成熟度", "TRL", "技术就绪度"), example="5"),
    _column("product", aliases=("产品", "应用产品"), longest=1000),
    _column(
        "mode",
        CHOICE,
        needed=True,
        aliases=("转化方式", "拟转化方式", "合作方式"),
        choices=_choices("market.result.mode", told.MODES),
        example="转让",
    ),
    _column("price", AMOUNT, aliases=("意向价格", "价格", "转让价格", "报价", "拟交易价格"), example="800000"),
    _column(
        "funding",
        CHOICE,
        aliases=("资金来源", "经费来源", "课题来源"),
        choices=_choices("market.result.funding", told.FUNDING),
        words=(("财政资金", "fiscal"), ("横向", "entrusted"), ("自筹", "own"), ("自选", "own")),
    ),
    _column("project", aliases=("项目编号", "立项编号", "课题编号"), longest=80),
    _column(
        "export",
        CHOICE,
        aliases=("出口管制",),
        choices=_choices("market.result.export", told.EXPORT),
    ),
    _column(
        "ips",
        aliases=("专利号", "知识产权", "申请号", "专利申请号", "登记号"),
        longest=4000,
        width=36,
        remedy=PARTS_NOTE,
    ),
    _column(
        "completers",
        needed=True,
        aliases=("完成人", "发明人", "成果完成人", "主要完成人"),
        longest=4000,
        width=36,
        remedy=PARTS_NOTE,
    ),
    _column("evidence", aliases=("成熟度证明", "证明材料"), longest=4000, width=30, remedy=PARTS_NOTE),
    _column("valid_until", DAY, aliases=("有效期", "有效期至", "截止日期"), month="last"),
    _column("contact_name", aliases=("联系人",), longest=80),
    _column("contact_phone", aliases=("联系电话", "电话", "手机"), longest=40),
    _column("contact_email", aliases=("邮箱", "电子邮箱"), longest=120),
)


def _fault(row: Row, reading: Reading[Any], column: str) -> None:
    fault = reading.fault or Fault("share.shape", {"raw": reading.raw})
    row.fault(Refusal(fault.code, dict(fault.values)), column, reading.suggestions)


def _pieces(text: str) -> list[list[str]]:
    return [[*_SEMI.split(piece), "", "", ""] for piece in _BAR.split(text.strip()) if piece.strip()]


def _day(row: Row, text: str, column: str) -> date | None:
    if not text.strip():
        return None
    try:
        return read_day(text)
    except TypedError as error:
        row.fault(error.refusal, column)
        return None


def _ips(row: Row, unit: str, desk: Desk) -> tuple[told.Ip, ...]:
    kind = row.text("kind") if row.text("kind") in told.NUMBERED else "patent"
    found = []
    for number, patentee, fee, *_rest in _pieces(row.text("ips")):
        reading = read_ip_number(kind, number, desk.on)
        if reading.value is None:
            _fault(row, reading, "ips")
            continue
        found.append(
            told.Ip(
                kind=kind,
                number=reading.value.text,
                patentee=patentee or unit,
                fee_until=_day(row, fee, "ips"),
            )
        )
    return tuple(found)


def _completers(row: Row) -> tuple[told.Completer, ...]:
    """Without shares the completers share alike, and the row says so; a table rarely has them."""
    pieces = [piece for piece in _pieces(row.text("completers")) if piece[0]]
    if len(pieces) == 1 and not pieces[0][1]:
        names = [name for name in re.split(r"[、,，]", pieces[0][0]) if name.strip()]
        pieces = [[name.strip(), "", "", ""] for name in names]
    found = []
    for rank, (name, share, unit, *_rest) in enumerate(pieces, 1):
        reading = read_share(share or f"1/{len(pieces)}")
        if reading.value is None:
            _fault(row, reading, "completers")
            continue
        found.append(told.Completer(id=chance.uuid7(), rank=rank, share=reading.value, name=name, unit=unit))
    return tuple(found)


def _evidence(row: Row) -> tuple[told.Evidence, ...]:
    found = []
    for level, text, day, *_rest in _pieces(row.text("evidence")):
        reading = read_readiness(level)
        if reading.value is None:
            _fault(row, reading, "evidence")
            continue
        found.append(told.Evidence(level=reading.value.level, text=text, on=_day(row, day, "evidence")))
    return tuple(found)


def _values(row: Row, desk: Desk) -> told.Values | None:
    codes = {}
    for name, read in (("discipline", read_discipline), ("industry", read_industry), ("ipc", read_ipc)):
        text = row.text(name)
        reading: Reading[Any] | None = read(text) if text else None
        if reading is not None and reading.value is None:
            _fault(row, reading, name)
        codes[name] = reading.value.text if reading is not None and reading.value is not None else ""
    level = read_readiness(row.text("trl")) if row.text("trl") else None
    if level is not None and level.value is None:
        _fault(row, level, "trl")
    ips, completers, evidence = _ips(row, desk.office.name, desk), _completers(row), _evidence(row)
    if row.faults or row.broken or level is None or level.value is None:
        return None
    return told.Values(
        name=row.text("name"),
        abstract=row.text("abstract"),
        kind=row.text("kind"),
        discipline=codes["discipline"],
        industry=codes["industry"],
        ipc=codes["ipc"],
        trl=level.value.level,
        mode=row.text("mode"),
        government=desk.office.kind in {"university", "institute", "hospital"},
        funding=row.text("funding") or "own",
        project=row.text("project"),
        price=row.get("price"),
        export=row.text("export") or told.NONE,
        product=row.text("product"),
        valid_until=row.get("valid_until"),
        ips=ips,
        completers=completers,
        evidence=evidence,
        contact=told.Contact(
            name=row.text("contact_name"), phone=row.text("contact_phone"), email=row.text("contact_email")
        ),
    )


def check(rows: Sequence[Row], desk: Desk) -> None:
    """Read every row whole and judge it as the gateway will; a right that stands twice in the table is named too."""
    market = next(iter(near(offices(CHECK).values(), desk.office.place)), None)
    ready: list[tuple[Row, asked.Submit]] = []
    for row in rows:
        if market is None:
            row.fault(Refusal("result.market_elsewhere", {"place": desk.office.place}))
            continue
        values = _values(row, desk)
        if values is not None:
            ready.append((row, _request(values, desk, market)))
    if not ready:
        return
    loaded = projecting.load_new([request for _row, request in ready])
    scene = Scene(on=desk.on, law=Law(rulebook.current()), cases={}, balances={}, rows=loaded)
    for row, request in ready:
        unit = (request.unit, request.unit_name, request.unit_code)
        refusal = checking.faults(scene, request.values, request.case, request.place, unit)
        if refusal is not None:
            column = refusal.place if refusal.place in _CODES else ""
            row.fault(Refusal(refusal.code, refusal.values), column)
            continue
        row.extra = request
        actions.remember(loaded, request)


_CODES = frozenset(column.code for column in COLUMNS)


def _request(values: told.Values, desk: Desk, market: Any) -> asked.Submit:  # noqa: ANN401 - a body
    return asked.Submit(
        case=chance.uuid7(),
        authority=market.authority,
        office=market.pk,
        place=desk.office.place,
        unit=desk.office.pk,
        unit_name=desk.office.name,
        unit_code=desk.office.code,
        values=values,
    )


def write(rows: Sequence[tuple[Row, str]], desk: Desk) -> Sequence[Outcome]:
    """Hand the rows in."""
    return actions.submit_many([(key, row.extra) for row, key in rows], by=desk.actor, on=desk.on)


RESULTS = ImportKind(
    code="market-results",
    label=_("Achievements of a unit"),
    permission=SUBMIT,
    columns=COLUMNS,
    key=(("name",),),
    check=check,
    write=write,
    needs_authority=False,
    list_url="market_result:list",
    note=_(PARTS_NOTE),
)


def register_kind() -> None:
    """Make the table known."""
    register(RESULTS)
