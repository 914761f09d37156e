"""A unit's transfer report of a year: collected from what stands, filed by the day of the rule, handed on. Pure."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from kechuang.casework.decision import Decision, NewCase, Scene
from kechuang.kernel.refusal import Refusal, Value
from kechuang.mechanisms.market.reward import facts
from kechuang.mechanisms.market.reward.rules.lawful import Asking, Ruled, body, quoted
from kechuang.mechanisms.market.reward.rules.requests import CorrectReport, FileReport, Forward, Loaded, Put
from kechuang.rulebook.resolve import Answer, Law, Subject

TABLE = "report"
DUE, FORWARDED = "transfer.report.due", "transfer.report.forwarded"
GOVERNMENT = Subject("gov_research_unit")
# Figures of a report: counts and sums in yuan, by code, in the order of the paper.
FIGURES = (
    "results",
    "contracts",
    "contracts_yuan",
    "agreed_prices",
    "income_yuan",
    "distributions",
    "rewarded_yuan",
    "main_yuan",
    "staff_yuan",
    "persons",
    "shares",
    "late",
    "empowerments",
    "ownership",
    "use",
    "empowered_yuan",
)
FIRST_YEAR = 2015


def due_on(law: Law, place: str, year: int, key: str = DUE) -> tuple[date | None, Answer]:
    """Give the last day for the report of a year: 30 March of the next one where the rules say so."""
    answer = Asking(law, place, date(year + 1, 1, 1), GOVERNMENT).ask(key)
    if not isinstance(answer.value, str):
        return None, answer
    month, day = (int(part) for part in answer.value.split("-"))
    return date(year + 1, month, day), answer


def file(scene: Scene[Loaded], request: FileReport) -> Ruled:
    """The report of a year that is over, once a unit; a late one is taken and said to be late."""
    if not FIRST_YEAR <= request.year < scene.on.year:
        values: dict[str, Value] = {"year": request.year, "first": FIRST_YEAR, "last": scene.on.year - 1}
        return Refusal("transfer_report.year_open", values, place="year")
    other = scene.rows.reports.get((request.unit, request.year))
    if other:
        return Refusal("transfer_report.filed_already", {"number": other, "year": request.year}, place="year")
    last, answer = due_on(scene.law, request.place, request.year)
    late = max((scene.on - last).days, 0) if last else 0
    if late and not request.remarks.strip():
        values = {"year": request.year, "due": last, "days": late, **quoted(answer)}
        return Refusal("transfer_report.late_without_reason", values, place="remarks")
    fact = _fact(request.place, body(request.unit), request.year, request, last, late, again=False)
    case = NewCase(
        id=request.case,
        kind="market.transfer_report",
        authority=request.authority,
        state="FILED",
        place=request.place,
        title=str(request.year),
        office=request.office,
        holder=request.unit,
        due_on=due_on(scene.law, request.place, request.year, FORWARDED)[0],
        number_series=f"{request.authority}-NB",
    )
    values_ = {"year": request.year, "unit_id": request.unit, "filed_on": scene.on, "due": last, "late_days": late}
    put = Put(case=request.case, table=TABLE, new=True, values={**values_, **_columns(request)})
    return Decision(facts=((request.case, fact),), opens=(case,), rows=put)


def correct(scene: Scene[Loaded], request: CorrectReport) -> Ruled:
    """The figures are collected anew; what was filed stays in the ledger."""
    case, row = scene.cases[request.case], scene.rows.seen[request.case]
    if not request.remarks.strip():
        return Refusal("reward.no_reason", place="remarks")
    fact = _fact(case.place, body(case.holder), row.year, request, None, 0, again=True)
    put = Put(case=case.id, table=TABLE, values={**_columns(request), "corrected_on": scene.on})
    return Decision(facts=((case.id, fact),), states={case.id: "FILED"}, rows=put)


def forward(scene: Scene[Loaded], request: Forward) -> Ruled:
    """The department hands it on."""
    case, row = scene.cases[request.case], scene.rows.seen[request.case]
    fact = facts.TransferReportForwarded(place=case.place, year=row.year)
    put = Put(case=case.id, table=TABLE, values={"forwarded_on": scene.on})
    changes = {case.id: {"due_on": None}}
    return Decision(facts=((case.id, fact),), states={case.id: "FORWARDED"}, changes=changes, rows=put)


def _fact(
    place: str, unit: str, year: int, request: FileReport | CorrectReport, last: date | None, late: int, *, again: bool
) -> facts.TransferReportFiled:
    return facts.TransferReportFiled(
        place=place,
        unit=unit,
        year=year,
        figures=tuple(f"{code} {value:f}" for code, value in _ordered(request.figures)),
        again=again,
        due=last,
        late_days=late,
        stands_on=request.facts,
        remarks=request.remarks.strip(),
    )


def _columns(request: FileReport | CorrectReport) -> dict[str, object]:
    return {
        "figures": {code: f"{value:f}" for code, value in _ordered(request.figures)},
        "stands_on": list(request.facts),
        "remarks": request.remarks.strip(),
    }


def _ordered(figures: Mapping[str, Decimal]) -> list[tuple[str, Decimal]]:
    return [(code, figures.get(code, Decimal(0))) for code in FIGURES]
