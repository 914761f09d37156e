"""Papers of an evaluation: 科技成果评价委托书 and 科技成果评价报告."""

from django.utils.translation import gettext

from kechuang.casework.models import Case
from kechuang.casework.moves import COUNTERPART, HOLDER
from kechuang.casework.papers.generic import paragraphs, say, signed
from kechuang.casework.papers.kinds import Making, PaperKind, register
from kechuang.mechanisms.market.appraisal import wording
from kechuang.mechanisms.market.appraisal.models import Appraisal
from kechuang.mechanisms.market.appraisal.rules.moves import APPRAISAL, CONDUCT, REQUEST
from kechuang.mechanisms.market.appraisal.rules.requests import VALUES
from kechuang.web.documents.filling import DAY, TEXT, Filling, Named, Value
from kechuang.web.documents.paper import PLAIN, Col, Heading, Paper, Paragraph, Part, Table, Terms

REPORTED = frozenset({"REPORT_SIGNED", "PUBLISHED", "CHALLENGED", "FINAL"})


def _values(row: Appraisal | None, case: Case | None) -> tuple[Value, ...]:
    team = "；".join(_member(each) for each in row.members.order_by("order")) if row else ""
    found = [
        Value("appraisal.number", gettext("Number"), case.number if case else ""),
        Value("appraisal.title", gettext("Achievement"), case.title if case else ""),
        Value(
            "appraisal.holder",
            gettext("Holder of the achievement"),
            case.holder.name if case and case.holder else "",
        ),
        Value(
            "appraisal.institution",
            gettext("Evaluating institution"),
            case.counterpart.name if case and case.counterpart else "",
        ),
        Value("appraisal.purpose", gettext("Purpose of the evaluation"), row.purpose if row else ""),
        Value(
            "appraisal.claimed",
            gettext("Readiness level in your own view"),
            wording.trl(row.claimed) if row and row.claimed else "",
        ),
        Value("appraisal.opened_on", gettext("Commissioned on"), case.opened_on if case else None, DAY),
        Value("appraisal.report", gettext("Number of the report"), row.report_number if row else ""),
        Value("appraisal.signed_on", gettext("Report signed on"), row.signed_on if row else None, DAY),
        Value("appraisal.team", gettext("Team"), team),
        Value("appraisal.level", gettext("Readiness level"), wording.trl(row.level) if row and row.level else ""),
        Value("appraisal.summary", gettext("Conclusion of the evaluation"), row.summary if row else ""),
        Value("appraisal.dissent", gettext("Why somebody did not sign"), row.dissent if row else ""),
    ]
    for value in VALUES:
        said = row.grades.get(value, {}) if row else {}
        text = f"{wording.grade(said['grade'])}：{said['text']}" if said else ""
        if said and said["evidence"]:
            text += f"（{gettext('What shows it')}：{said['evidence']}）"
        found.append(Value(f"appraisal.{value}", str(wording.VALUES_OF[value]), text))
    return tuple(found)


def _member(each: object) -> str:
    name, unit, title = (getattr(each, code) for code in ("name", "unit", "title"))
    marks = [unit, title, gettext("leads the team") if getattr(each, "lead", False) else ""]
    return f"{name}（{'，'.join(mark for mark in marks if mark)}）"


def _columns() -> tuple[Named, ...]:
    return (
        Named("level", gettext("Level reached"), TEXT),
        Named("on", gettext("Reached on"), DAY),
        Named("text", gettext("Evidence of the level"), TEXT),
    )


def fill(case: Case) -> Filling:
    """What fills the papers of an evaluation."""
    row = Appraisal.objects.get(pk=case.pk)
    rows = tuple(
        {"level": wording.trl(each.level), "on": each.on, "text": each.text} for each in row.levels.order_by("level")
    )
    return Filling(_values(row, case), _columns(), rows)


def marks() -> Filling:
    """The values of an evaluation, without contents."""
    return Filling(_values(None, None), _columns())


ASKED = (
    *("appraisal.number", "appraisal.title", "appraisal.holder", "appraisal.institution", "appraisal.opened_on"),
    *("appraisal.claimed", "appraisal.purpose"),
)
ABOUT = (
    *("appraisal.report", "appraisal.title", "appraisal.holder", "appraisal.institution", "appraisal.signed_on"),
    *("appraisal.purpose", "appraisal.team"),
)
WIDE = frozenset({"appraisal.purpose", "appraisal.team"} | {f"appraisal.{value}" for value in VALUES})


def _terms(filling: Filling, codes: tuple[str, ...]) -> Terms:
    label = {value.code: value.label for value in filling.values}
    pairs = tuple((label[code], filling[code]) for code in codes if filling[code])
    return Terms(pairs, tuple(label[code] for code in codes if code in WIDE))


def commission(filling: Filling, making: Making) -> Paper:
    """Build the commission (科技成果评价委托书)."""
    parts: tuple[Part, ...] = (
        Paragraph(
            say(
                "paper.text.appraisal_commission_opening",
                holder=filling["appraisal.holder"] or "……",
                institution=filling["appraisal.institution"] or "……",
                title=filling["appraisal.title"] or "……",
            )
        ),
        _terms(filling, ASKED),
        Paragraph(say("paper.text.appraisal_commission_duties")),
    )
    title = say("paper.text.appraisal_commission_title")
    issuer = filling["appraisal.holder"] or making.issuer
    return Paper(title=title, form=PLAIN, issuer=issuer, parts=parts, signature=signed(making))


def report(filling: Filling, making: Making) -> Paper:
    """Build the report (科技成果评价报告): five values in words, the levels with day and evidence, the team."""
    rows = filling.table()
    shares = {"level": 6, "on": 5, "text": 16}
    table: Part = Paragraph("……")
    if rows:
        table = Table(tuple(Col(each.label, shares[each.code]) for each in filling.columns), rows)
    parts: list[Part] = [
        _terms(filling, ABOUT),
        Heading(say("paper.text.appraisal_report_values")),
        _terms(filling, tuple(f"appraisal.{value}" for value in VALUES)),
        Heading(say("paper.text.appraisal_report_level", level=filling["appraisal.level"] or "……")),
        table,
        Heading(say("paper.text.appraisal_report_summary")),
        *paragraphs(filling["appraisal.summary"]),
    ]
    if filling["appraisal.dissent"]:
        parts += [Heading(say("paper.text.appraisal_report_dissent")), *paragraphs(filling["appraisal.dissent"])]
    parts.append(Paragraph(say("paper.text.appraisal_report_end")))
    title = say("paper.text.appraisal_report_title")
    issuer = filling["appraisal.institution"] or making.issuer
    return Paper(title=title, form=PLAIN, issuer=issuer, parts=tuple(parts), signature=signed(making))


def register_all() -> None:
    """Make the papers known."""
    kinds = frozenset({APPRAISAL.kind})
    register(
        PaperKind(
            code="market.appraisal_commission",
            case_kinds=kinds,
            states=frozenset({"REQUESTED", "TEAM_SET", "ASSESSED"} | REPORTED),
            fill=fill,
            marks=marks,
            build=commission,
            permission=REQUEST,
            side=HOLDER,
            numbered=False,
            order=10,
        )
    )
    register(
        PaperKind(
            code="market.appraisal_report",
            case_kinds=kinds,
            states=REPORTED,
            fill=fill,
            marks=marks,
            build=report,
            permission=CONDUCT,
            side=COUNTERPART,
            numbered=False,
            order=20,
        )
    )
