"""Papers: 收益分配方案公示, 赋权协议要点, 科技成果转化年度报告."""

from typing import Any

from django.utils.translation import gettext

from kechuang.casework.models import Case
from kechuang.casework.moves import HOLDER, OFFICE
from kechuang.casework.papers.generic import paragraphs, say, signed
from kechuang.casework.papers.kinds import Making, PaperKind, register
from kechuang.mechanisms.market.reward import queries, showing, wording
from kechuang.mechanisms.market.reward.models import Distribution, Empowerment, TransferReport
from kechuang.mechanisms.market.reward.rules.moves import (
    DISTRIBUTION,
    EMPOWERMENT,
    FILE,
    HANDLE,
    REPORT,
    REPORT_FILE,
)
from kechuang.web.documents.filling import DAY, TEXT, Filling, Named, Value
from kechuang.web.documents.paper import PLAIN, Col, Heading, Paper, Paragraph, Part, Table, Terms


def _facts(prefix: str, rows: list[Any]) -> tuple[Value, ...]:
    return tuple(Value(f"{prefix}.{at}", str(each.term), _plain(each.value)) for at, each in enumerate(rows))


def _plain(value: Any) -> str:  # noqa: ANN401 - a day, a word, a number
    return f"{value:%Y-%m-%d}" if hasattr(value, "isoformat") else str(value)


def _terms(filling: Filling, prefix: str) -> Terms:
    pairs = tuple((each.label, filling[each.code]) for each in filling.values if each.code.startswith(f"{prefix}."))
    wide = tuple(label for label, text in pairs if len(text) > 40)
    return Terms(pairs, wide)


def _case(case: Case) -> tuple[Value, ...]:
    return (
        Value("title", gettext("Title"), case.title),
        Value("number", gettext("Number"), case.number),
        Value("unit", gettext("Unit"), case.holder.name if case.holder else ""),
    )


SHEET = ("name", "role", "basis", "share", "amount")


def _sheet_columns() -> tuple[Named, ...]:
    return (
        Named("name", gettext("Name of the person"), TEXT),
        Named("role", gettext("Role"), TEXT),
        Named("basis", gettext("What the person did"), TEXT),
        Named("share", gettext("Share of the pool (%)"), TEXT),
        Named("amount", gettext("Amount"), TEXT),
    )


def fill_sheet(case: Case) -> Filling:
    """What fills the notice of a distribution: persons by name and masked id, and the computation."""
    row = Distribution.objects.select_related("case__holder").get(pk=case.pk)
    lines = showing.sheet_context(row).get("lines", [])
    computed = tuple(
        Value(f"line.{at}", each.label, " · ".join(filter(None, _line(each)))) for at, each in enumerate(lines)
    )
    people = tuple(
        {**{name: each[name] for name in SHEET}, "name": f"{each['name']} {each['masked']}".strip()}
        for each in showing.person_rows(queries.lines(case.pk), row.amount_unit)
    )
    dates = (
        Value("start", gettext("Notice from"), row.start, DAY),
        Value("end", gettext("Notice until"), row.end, DAY),
    )
    values = (*_case(case), *dates, *_facts("about", showing.sheet_facts(row)), *computed)
    return Filling(values, _sheet_columns(), people)  # type: ignore[arg-type]  # texts


def _line(each: wording.Shown) -> tuple[str, ...]:
    rule = each.clause
    amount = f"{'≥ ' if each.least else ''}{each.text}"
    return (each.formula, amount, f"{rule.cite} {rule.place}" if rule and rule.cite else "")


def notice(filling: Filling, making: Making) -> Paper:
    """Build the notice of a distribution (收益分配方案公示), to be hung in the unit."""
    unit, shares = filling["unit"], {"name": 7, "role": 5, "basis": 9, "share": 4, "amount": 6}
    columns = tuple(Col(each.label, shares[each.code]) for each in filling.columns)
    days = {"start": filling["start"] or "……", "end": filling["end"] or "……"}
    parts: tuple[Part, ...] = (
        Paragraph(say("paper.text.reward_opening", unit=unit, title=filling["title"])),
        _terms(filling, "about"),
        Heading(say("paper.text.reward_computation")),
        _terms(filling, "line"),
        Heading(say("paper.text.reward_persons")),
        Table(columns, filling.table()),
        Heading(say("paper.text.reward_objections")),
        Paragraph(say("paper.text.reward_how", **days)),
    )
    title = say("paper.text.reward_title")
    return Paper(title=title, form=PLAIN, issuer=unit or making.issuer, parts=parts, signature=signed(making))


def fill_right(case: Case) -> Filling:
    """What fills the summary of an agreement of empowerment."""
    row = Empowerment.objects.select_related("case__holder").get(pk=case.pk)
    columns = (
        Named("rank", gettext("Rank"), TEXT),
        Named("name", gettext("Name of the person"), TEXT),
        Named("share", gettext("Share (%)"), TEXT),
        Named("speaks", gettext("Represents the completers"), TEXT),
    )
    people = tuple(
        {
            "rank": str(each["rank"]),
            "name": each["name"],
            "share": each["share"],
            "speaks": gettext("yes") if each["speaks"] else "",
        }
        for each in showing.completer_rows(row)
    )
    values = (*_case(case), Value("plan", gettext("How it will be used"), row.plan))
    return Filling((*values, *_facts("about", showing.right_facts(row))), columns, people)  # type: ignore[arg-type]  # texts


def agreement(filling: Filling, making: Making) -> Paper:
    """Build the summary of an agreement of empowerment (赋权协议要点)."""
    unit, shares = filling["unit"], {"rank": 3, "name": 8, "share": 6, "speaks": 8}
    columns = tuple(Col(each.label, shares[each.code]) for each in filling.columns)
    parts: tuple[Part, ...] = (
        Paragraph(say("paper.text.empowerment_opening", unit=unit, title=filling["title"])),
        _terms(filling, "about"),
        Heading(say("paper.text.empowerment_completers")),
        Table(columns, filling.table()),
        Heading(say("paper.text.empowerment_plan")),
        *paragraphs(filling["plan"]),
        Paragraph(say("paper.text.empowerment_end")),
    )
    title = say("paper.text.empowerment_title")
    return Paper(title=title, form=PLAIN, issuer=unit or making.issuer, parts=parts, signature=signed(making))


def fill_report(case: Case) -> Filling:
    """What fills a yearly report."""
    row = TransferReport.objects.get(pk=case.pk)
    columns = (Named("figure", gettext("Key figure"), TEXT), Named("value", gettext("Value"), TEXT))
    rows = tuple({"figure": label, "value": value} for label, value in showing.figure_rows(row))
    about = _facts("about", showing.report_facts(row, case))
    values = (*_case(case), Value("year", gettext("Year"), str(row.year)), *about)
    return Filling(values, columns, rows)  # type: ignore[arg-type]  # texts


def yearly(filling: Filling, making: Making) -> Paper:
    """Build a unit's yearly transfer report (科技成果转化年度报告)."""
    unit, year = filling["unit"], filling["year"]
    columns = tuple(Col(each.label, share) for each, share in zip(filling.columns, (14, 8), strict=True))
    parts: tuple[Part, ...] = (
        Paragraph(say("paper.text.transfer_report_opening", unit=unit, year=year)),
        _terms(filling, "about"),
        Heading(say("paper.text.transfer_report_figures")),
        Table(columns, filling.table()),
        Paragraph(say("paper.text.transfer_report_end")),
    )
    title = say("paper.text.transfer_report_title", year=year)
    return Paper(title=title, form=PLAIN, issuer=unit or making.issuer, parts=parts, signature=signed(making))


def register_all() -> None:
    """Make the papers known."""
    for code, kind, states, fill, build, permission, side in (
        (
            "market.reward_notice",
            DISTRIBUTION.kind,
            {"DRAFTED", "NOTICE_RUNNING", "NOTICE_PASSED", "HANDED_OVER", "PAID"},
            fill_sheet,
            notice,
            FILE,
            HOLDER,
        ),
        (
            "market.empowerment_terms",
            EMPOWERMENT.kind,
            {"TERMS_AGREED", "NOTICE_RUNNING", "NOTICE_PASSED", "SIGNED", "EFFECTIVE", "ENDED"},
            fill_right,
            agreement,
            HANDLE,
            OFFICE,
        ),
        ("market.transfer_report", REPORT.kind, {"FILED", "FORWARDED"}, fill_report, yearly, REPORT_FILE, HOLDER),
    ):
        register(
            PaperKind(
                code=code,
                case_kinds=frozenset({kind}),
                states=frozenset(states),
                fill=fill,
                build=build,
                permission=permission,
                side=side,
                numbered=False,
            )
        )
