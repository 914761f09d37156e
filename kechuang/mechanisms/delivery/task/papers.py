"""Papers of supervision: 督办单 with 反馈单, 通报, 汇总表."""

from collections.abc import Sequence

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.casework.models import Case
from kechuang.casework.moves import HOLDER
from kechuang.casework.papers.generic import items, paragraphs, red_head, say, signed
from kechuang.casework.papers.kinds import Asked, Making, PaperKind, register
from kechuang.casework.words import state
from kechuang.mechanisms.delivery.task import lists
from kechuang.mechanisms.delivery.task.models import DeliveryTask, Dispatch
from kechuang.mechanisms.delivery.task.rules.moves import ANSWER, DISPATCH, OPEN, PLAN, TASK
from kechuang.web.documents.filling import DAY, TEXT, WHOLE, Filling, Named, Value
from kechuang.web.documents.paper import (
    DOCUMENT,
    PLAIN,
    Col,
    Heading,
    Paper,
    Paragraph,
    Part,
    Points,
    Sheet,
    Table,
    Terms,
)

MOST_ROWS = 1000


def _values(task: DeliveryTask | None, case: Case | None) -> tuple[Value, ...]:
    last = task.reports.order_by("-pk").first() if task else None
    supports = "、".join(row.body.name for row in task.supports.select_related("body")) if task else ""
    lead = case.holder.name if case and case.holder else task.lead_words if task else ""
    return (
        Value("task.title", gettext("Title"), case.title if case else ""),
        Value("task.text", gettext("What is to be done"), task.text if task else ""),
        Value("task.source", gettext("Source"), lists.source_word(task.source) if task else ""),
        Value("task.reference", gettext("Reference"), task.reference if task else ""),
        Value("task.clause", gettext("Clause"), task.clause if task else ""),
        Value("task.lead", gettext("Leading body"), lead),
        Value("task.supports", gettext("Supporting bodies"), supports),
        Value("task.due_on", gettext("Due"), task.due_on if task else None, DAY),
        Value("task.percent", gettext("Percent done"), task.percent if task else None, WHOLE),
        Value("task.block_reason", gettext("Blocked because"), task.block_reason if task else ""),
        Value("task.last_report", gettext("Last report"), last.text if last else ""),
        Value("task.last_report_on", gettext("Reported on"), last.on if last else None, DAY),
    )


def _measures(task: DeliveryTask | None) -> tuple[dict[str, object], ...]:
    rows = task.lines.filter(kind="measure").order_by("order") if task else ()
    return tuple({"at": row.order, "text": row.text, "owner": row.owner, "by": row.by} for row in rows)


def _measure_columns() -> tuple[Named, ...]:
    return (
        Named("at", gettext("No."), WHOLE),
        Named("text", gettext("Measure")),
        Named("owner", gettext("Who")),
        Named("by", gettext("By when"), DAY),
    )


def fill_task(case: Case) -> Filling:
    """What fills the papers of one task."""
    task = DeliveryTask.objects.get(pk=case.pk)
    return Filling(_values(task, case), _measure_columns(), _measures(task))  # type: ignore[arg-type]  # text, whole numbers and days


def task_marks() -> Filling:
    """The values of a task, without contents."""
    return Filling(_values(None, None), _measure_columns())


ABOUT = ("task.source", "task.reference", "task.clause", "task.due_on", "task.lead", "task.supports", "task.text")
WIDE = frozenset({"task.lead", "task.supports", "task.text", "task.reference"})


def _terms(filling: Filling, codes: Sequence[str]) -> Terms:
    label = {value.code: value.label for value in filling.values}
    pairs = tuple((label[code], filling[code]) for code in codes if filling[code])
    return Terms(pairs, tuple(label[code] for code in codes if code in WIDE))


def _table(filling: Filling) -> tuple[Part, ...]:
    shares, sides = {"at": 2, "text": 12, "owner": 5, "by": 5}, {"at": "center"}
    columns = tuple(Col(each.label, shares[each.code], sides.get(each.code, "left")) for each in filling.columns)
    return (Table(columns, filling.table()),) if filling.rows else ()


def supervision(filling: Filling, making: Making) -> Paper:
    """Build the supervision slip (督办单), with the answer slip (反馈单) as its attachment."""
    typed = making.typed
    back = _terms(filling, ("task.reference", "task.lead"))
    blank = Terms(tuple((say(f"paper.text.answer_{name}"), " ") for name in ("progress", "problem", "next", "person")))
    return Paper(
        title=say("paper.text.supervision_title"),
        form=PLAIN,
        issuer=making.issuer,
        addressee=filling["task.lead"],
        parts=(
            Paragraph(say("paper.text.supervision_opening", title=filling["task.title"], day=making.day("answer_by"))),
            _terms(filling, ABOUT),
            Paragraph(say("paper.text.supervision_asks")),
            Points(items(typed.get("asks", ""))),
            Paragraph(say("paper.text.supervision_end")),
        ),
        sheets=(Sheet(say("paper.text.answer_title"), (Paragraph(filling["task.title"], indent=False), back, blank)),),
        signature=signed(making),
        note=typed.get("contact", ""),
    )


def answer(filling: Filling, making: Making) -> Paper:
    """Build the answer slip (反馈单) from what was reported."""
    parts: list[Part] = [
        _terms(filling, ("task.reference", "task.clause", "task.lead", "task.due_on", "task.percent", "task.text")),
        Heading(say("paper.text.answer_progress")),
        *paragraphs(filling["task.last_report"]),
        Heading(say("paper.text.answer_problem")),
        *paragraphs(making.typed.get("problem") or filling["task.block_reason"]),
        Heading(say("paper.text.answer_next")),
        *paragraphs(making.typed.get("next", "")),
        *_table(filling),
        Paragraph(say("paper.text.answer_end")),
    ]
    title = say("paper.text.answer_title")
    return Paper(title=title, form=PLAIN, issuer=making.issuer, parts=tuple(parts), signature=signed(making))


# --- papers of a meeting


def _task_columns() -> tuple[Named, ...]:
    return (
        Named("at", gettext("No."), WHOLE),
        Named("number", gettext("Number")),
        Named("title", gettext("Title")),
        Named("lead", gettext("Leading body")),
        Named("due_on", gettext("Due"), DAY),
        Named("percent", gettext("Percent done"), WHOLE),
        Named("state", gettext("State"), TEXT),
        Named("late", gettext("overdue"), TEXT),
    )


def _meeting(case: Case | None, row: Dispatch | None) -> tuple[Value, ...]:
    return (
        Value("meeting.title", gettext("Meeting"), case.title if case else ""),
        Value("meeting.on", gettext("Day"), case.opened_on if case else None, DAY),
        Value("meeting.count", gettext("All tasks"), len(row.snapshot) if row else None, WHOLE),
        Value("meeting.late", gettext("Overdue tasks"), row.late if row else None, WHOLE),
        Value("meeting.note", gettext("What was decided"), row.note if row else ""),
    )


def fill_dispatch(case: Case) -> Filling:
    """What fills the papers of a meeting: its tasks as they stood, the overdue first."""
    row = Dispatch.objects.get(pk=case.pk)
    ordered = sorted(row.snapshot.items(), key=lambda pair: (not pair[1]["late"], str(pair[1]["number"])))
    shown = [task for task, _shot in ordered[:MOST_ROWS]]
    cases = Case.objects.filter(pk__in=shown).select_related("holder", "delivery_task")
    known = {str(each.pk): each for each in cases}
    rows = tuple(
        {
            "at": at,
            "number": shot["number"],
            "title": shot["title"],
            "lead": lists.lead(known[task]) if task in known else "",
            "due_on": known[task].delivery_task.due_on if task in known else None,
            "percent": shot["percent"],
            "state": str(state(TASK.kind, str(shot["state"]))),
            "late": gettext("yes") if shot["late"] else "",
        }
        for at, (task, shot) in enumerate(ordered[:MOST_ROWS], 1)
    )
    return Filling(_meeting(case, row), _task_columns(), rows)


def dispatch_marks() -> Filling:
    """The values of a meeting, without contents."""
    return Filling(_meeting(None, None), _task_columns())


_SHARES = {"at": 2, "number": 6, "title": 12, "lead": 8, "due_on": 6, "percent": 4, "state": 4, "late": 3}


def _tasks(filling: Filling, rows: Sequence[tuple[str, ...]]) -> Table:
    columns = tuple(Col(each.label, _SHARES[each.code]) for each in filling.columns)
    return Table(columns, tuple(rows))


def summary(filling: Filling, making: Making) -> Paper:
    """Build the summary table (汇总表): every task of the meeting."""
    rows = filling.table()
    opening = say("paper.text.task_summary_opening", count=filling["meeting.count"], late=filling["meeting.late"])
    table: Part = _tasks(filling, rows) if rows else Paragraph(say("paper.text.no_lines"))
    parts = (Paragraph(opening), table, Paragraph(say("paper.text.task_summary_end", day=filling["meeting.on"])))
    title = say("paper.text.task_summary_title")
    return Paper(title=title, form=PLAIN, issuer=making.issuer, parts=parts, signature=signed(making))


def circular(filling: Filling, making: Making) -> Paper:
    """Build the circular (通报): how tasks stand, which are overdue, what is asked."""
    late_at = next(at for at, each in enumerate(filling.columns) if each.code == "late")
    rows = [row for row in filling.table() if row[late_at]]
    overdue: Part = _tasks(filling, rows) if rows else Paragraph(say("paper.text.nothing_overdue"))
    opening = say(
        "paper.text.circular_opening",
        day=filling["meeting.on"],
        count=filling["meeting.count"],
        late=filling["meeting.late"],
    )
    parts: tuple[Part, ...] = (
        Paragraph(opening),
        Heading(say("paper.text.circular_overdue")),
        overdue,
        Heading(say("paper.text.circular_asks")),
        *paragraphs(making.typed.get("asks") or filling["meeting.note"]),
    )
    return Paper(
        title=say("paper.text.circular_title"),
        form=DOCUMENT,
        issuer=red_head(making.issuer),
        addressee=making.typed.get("addressee", ""),
        parts=parts,
        signature=signed(making),
    )


def register_all() -> None:
    """Make the papers known."""
    tasks, meetings = frozenset({TASK.kind}), frozenset({DISPATCH.kind})
    asks = Asked(name="asks", label=_("What is asked, one point a line"))
    register(
        PaperKind(
            code="delivery.supervision",
            case_kinds=tasks,
            states=frozenset(OPEN.split()) - {"ITEM"},
            fill=fill_task,
            build=supervision,
            marks=task_marks,
            permission=PLAN,
            asks=(
                Asked(name="answer_by", label=_("Answer by"), size=DAY),
                asks,
                Asked(name="contact", label=_("Whom to ask"), size="line", required=False),
            ),
            order=10,
        )
    )
    register(
        PaperKind(
            code="delivery.answer",
            case_kinds=tasks,
            states=frozenset(("IN_PROGRESS", "LATE", "BLOCKED", "DONE")),
            fill=fill_task,
            build=answer,
            marks=task_marks,
            permission=ANSWER,
            side=HOLDER,
            asks=(
                Asked(name="problem", label=_("What stands in the way"), required=False),
                Asked(name="next", label=_("Next steps")),
            ),
            numbered=False,
            order=20,
        )
    )
    register(
        PaperKind(
            code="delivery.circular",
            case_kinds=meetings,
            fill=fill_dispatch,
            build=circular,
            marks=dispatch_marks,
            permission=PLAN,
            asks=(
                Asked(name="addressee", label=_("Addressees"), size="line"),
                Asked(name="asks", label=_("What the circular asks"), required=False),
            ),
            order=10,
        )
    )
    register(
        PaperKind(
            code="delivery.summary",
            case_kinds=meetings,
            fill=fill_dispatch,
            build=summary,
            marks=dispatch_marks,
            permission=PLAN,
            numbered=False,
            order=20,
        )
    )
