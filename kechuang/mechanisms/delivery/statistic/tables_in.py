"""Tables of observations taken in: Excel, CSV and SDMX-CSV alike, one row an observation, nothing written until agreed.

The heads of SDMX-CSV 2.0 are further names of the columns, its status codes further words of the statuses, so that
such a file is read like any other. Every row goes through the checks that a form goes through, with all its neighbours.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from kechuang.casework.act import Outcome
from kechuang.casework.imports.column import CHOICE, CODE, DAY, TEXT, Column
from kechuang.casework.imports.registry import Desk, ImportKind, Row, register
from kechuang.kernel.refusal import Refusal
from kechuang.mechanisms.delivery.statistic import actions, checks, entering, reading, sdmx
from kechuang.mechanisms.delivery.statistic.checks import Entry
from kechuang.mechanisms.delivery.statistic.models import Indicator
from kechuang.mechanisms.delivery.statistic.moves import ENTER

_LABEL = "statistic.column."
_HERE = "statistic.column.filled"
NONE = "none_at_all"
_STANDS = "statistic.twice"  # to the letter what stands already: passed over, no fault


def _column(code: str, kind: str, **more: Any) -> Column:  # noqa: ANN401 - what a column is made of
    return Column(code=code, label=f"{_LABEL}{code}", kind=kind, **more)


def check(rows: Sequence[Row], desk: Desk) -> None:
    """Read each row into an entry, fill what the dictionary knows, and look at all entries together (four queries)."""
    known: dict[str, Indicator] = {}
    for each in Indicator.objects.all():
        known |= {each.code: each, each.title: each, each.title_en.casefold(): each}
    waiting: list[tuple[Row, Entry]] = []
    for row in rows:
        entry = _entry(row, desk, known)
        if entry is not None:
            waiting.append((row, entry))
    for (row, entry), looked in zip(waiting, entering.look([entry for _row, entry in waiting], desk.on), strict=True):
        for finding in looked.findings:
            if finding.code == _STANDS:
                row.known = dict(row.values)
            elif finding.error or not row.text("reason"):
                row.fault(finding.refusal, finding.field)
        if entry.status == checks.WITHHELD and not row.text("reason") and row.known is None:
            row.fault(Refusal("statistic.withheld_why", {}, "reason"), "reason")
        row.extra = entry


def _entry(row: Row, desk: Desk, known: Mapping[str, Indicator]) -> Entry | None:
    row.fill("code_list", desk.on, _HERE, desk.on)
    row.fill("vintage", desk.on, _HERE, desk.on)
    row.fill("status", checks.FINAL, _HERE, desk.on)
    written = row.text("indicator")
    indicator = known.get(written.lower()) or known.get(written) or known.get(written.casefold())
    if indicator is None:
        if written:
            row.fault(Refusal("statistic.indicator_unknown", {"raw": written}, "indicator"), "indicator")
        return None
    row.values["indicator"] = indicator.code
    row.fill("unit", indicator.unit, "statistic.column.from_dictionary", desk.on)
    if row.get("status") == NONE:
        row.fault(Refusal("statistic.status_none", {"raw": row.raw.get("status", "")}, "status"), "status")
        return None
    place, period, value = _read(row, desk)
    if row.faults or place is None or period is None:
        return None
    if not desk.reach.covers(place=place):
        row.fault(Refusal("statistic.out_of_reach", {"named_place": place, "raw": indicator.code}, "place"), "place")
        return None
    version = row.text("version")
    return Entry(
        indicator=indicator.code,
        version=int(version) if version.isdigit() else indicator.version,
        place=place,
        code_list=row.get("code_list"),
        period=period,
        value=value,
        unit=row.text("unit"),
        status=row.text("status"),
        vintage=row.get("vintage"),
        source=row.text("source"),
        dataset=row.text("dataset"),
    )


def _read(row: Row, desk: Desk) -> tuple[str | None, str | None, Decimal | None]:
    on = row.get("code_list")
    place = reading.place(row.text("place"), on if isinstance(on, date) else desk.on) if row.text("place") else None
    period = reading.period(row.text("period")) if row.text("period") else None
    value = reading.value(row.text("value"))
    for name, found in (("place", place), ("period", period), ("value", value)):
        if found is not None and found.refusal is not None:
            row.fault(found.refusal, name, found.suggestions)
    if place and place.value:
        row.values["place"] = place.value
    if period and period.value:
        row.values["period"] = period.value
    return (place.value if place else None), (period.value if period else None), value.value


def write(rows: Sequence[tuple[Row, str]], desk: Desk) -> Sequence[Outcome]:
    """Hand the agreed rows to the gateway together, each under its own key."""
    batch = rows[0][1].rpartition(":")[0] if rows else ""
    entries = [(row.extra, row.text("reason"), key) for row, key in rows]
    return actions.observe(entries, office=desk.office, by=desk.actor, batch=batch, on=desk.on)


_STATUS_WORDS = (
    *((code, status) for code, status in sdmx.READ.items()),
    *((code, NONE) for code in sorted(sdmx.MISSING)),
    *(("正式数", checks.FINAL), ("最终", checks.FINAL), ("初步", checks.PROVISIONAL), ("快报", checks.PROVISIONAL)),
    *(("估计", checks.ESTIMATED), ("推算", checks.IMPUTED), ("保密", checks.WITHHELD), ("不公开", checks.WITHHELD)),
)

OBSERVATIONS = ImportKind(
    code="observations",
    label=_("Observations of statistics"),
    permission=ENTER,
    columns=(
        _column(
            "indicator",
            TEXT,
            needed=True,
            aliases=("INDICATOR", "指标名称", "指标代码", "统计指标"),
            example="rnd_intensity",
            width=24,
        ),
        _column("place", TEXT, needed=True, aliases=("REF_AREA", "地区", "区划代码", "县（市、区）"), example="330106"),
        _column("period", CODE, needed=True, aliases=("TIME_PERIOD", "年份", "年度", "时期", "报告期"), example="2025"),
        _column("value", CODE, aliases=("OBS_VALUE", "数据", "本期", "指标值"), example="3.24"),
        _column(
            "status",
            CHOICE,
            aliases=("OBS_STATUS", "状态", "数据性质"),
            choices=(*((status, f"statistic.{status}") for status in checks.STATUSES), (NONE, "statistic.none_at_all")),
            words=_STATUS_WORDS,
        ),
        _column("unit", TEXT, aliases=("UNIT_MEASURE", "单位", "计量单位"), longest=24),
        _column("vintage", DAY, aliases=("VINTAGE", "发布日期", "公布日期"), month="", example="2026-03-02"),
        _column("code_list", DAY, aliases=("CODE_LIST",), month=""),
        _column("source", TEXT, needed=True, aliases=("SOURCE", "来源", "资料来源"), longest=200, width=24),
        _column("dataset", TEXT, aliases=("DATASET", "数据集"), longest=120),
        _column("version", CODE, aliases=("INDICATOR_VERSION",), longest=4),
        _column("reason", TEXT, aliases=("COMMENT_OBS", "说明", "备注"), longest=1000, width=34),
    ),
    check=check,
    write=write,
    key=(("indicator", "place", "period", "vintage"),),
    list_url="delivery_statistic:observations",
)


def register_all() -> None:
    """Make the table known."""
    register(OBSERVATIONS)
