"""Papers of events: 签到表, 活动总结."""

from collections import Counter

from django.utils.translation import gettext

from kechuang.casework.models import Case
from kechuang.casework.papers.generic import paragraphs, say, signed
from kechuang.casework.papers.kinds import Making, PaperKind, register
from kechuang.mechanisms.market.roadshow import wording
from kechuang.mechanisms.market.roadshow.models import Event
from kechuang.mechanisms.market.roadshow.rules.moves import EVENT, HOLD
from kechuang.web.documents.filling import TEXT, Filling, Named, Value
from kechuang.web.documents.paper import PLAIN, Col, Heading, Paper, Paragraph, Part, Table, Terms

EMPTY_LINES = 12


def _values(row: Event | None) -> tuple[Value, ...]:
    texts = (
        ("title", gettext("Title"), row.case.title if row else ""),
        ("kind", gettext("Kind of event"), wording.kind(row.kind) if row else ""),
        ("time", gettext("Time"), wording.span(row.starts_at, row.ends_at) if row else ""),
        ("place", gettext("Place"), wording.where(row) if row else ""),
        ("host", gettext("Host"), row.host if row else ""),
        ("number", gettext("Number"), row.case.number if row else ""),
        ("came", gettext("Came"), str(row.came_persons) if row and row.held_on else ""),
        ("items", gettext("What is shown"), _items(row) if row else ""),
        ("outcomes", gettext("Outcome of the meeting"), _outcomes(row) if row else ""),
        ("summary", gettext("Summary of the event"), row.summary if row else ""),
    )
    return tuple(Value(f"event.{code}", label, text, TEXT) for code, label, text in texts)


def _items(row: Event) -> str:
    return "；".join(f"{each.title}（{each.number}）" for each in row.items.order_by("pk"))


def _outcomes(row: Event) -> str:
    counted = Counter(row.meetings.values_list("outcome", flat=True))
    words = {"": gettext("not followed up yet"), **{code: str(word) for code, word in wording.OUTCOMES.items()}}
    return "；".join(f"{words[code]} {count}" for code, count in sorted(counted.items()))


def _columns() -> tuple[Named, ...]:
    return (
        Named("at", gettext("No.")),
        Named("body", gettext("Body"), TEXT),
        Named("persons", gettext("Persons"), TEXT),
        Named("sign", gettext("Signature"), TEXT),
        Named("phone", gettext("Post"), TEXT),
    )


def _met_columns() -> tuple[Named, ...]:
    return (
        Named("first", gettext("One side"), TEXT),
        Named("second", gettext("The other side"), TEXT),
        Named("about", gettext("What they spoke about"), TEXT),
        Named("outcome", gettext("Outcome of the meeting"), TEXT),
    )


def _row(case: Case) -> Event:
    return Event.objects.select_related("case__office").get(pk=case.pk)


def fill_sheet(case: Case) -> Filling:
    """What fills the sheet: those who have a seat, and empty lines for others."""
    row = _row(case)
    signups = row.signups.filter(waiting=False).select_related("body").order_by("pk")
    lines = [(each.body.name, str(each.persons)) for each in signups] + [("", "")] * EMPTY_LINES
    rows = tuple(
        {"at": str(at), "body": name, "persons": persons, "sign": "", "phone": ""}
        for at, (name, persons) in enumerate(lines, 1)
    )
    return Filling(_values(row), _columns(), rows)  # type: ignore[arg-type]  # texts


def fill_summary(case: Case) -> Filling:
    """What fills the summary: numbers, what was shown, who met whom."""
    row = _row(case)
    rows = tuple(
        {
            "first": wording.side(each, "first"),
            "second": wording.side(each, "second"),
            "about": each.about,
            "outcome": " ".join(part for part in (str(wording.OUTCOMES.get(each.outcome, "")), each.number) if part),
        }
        for each in row.meetings.select_related("first", "second").order_by("pk")
    )
    return Filling(_values(row), _met_columns(), rows)  # type: ignore[arg-type]  # texts


def _terms(filling: Filling, codes: tuple[str, ...]) -> Terms:
    label = {value.code: value.label for value in filling.values}
    names = tuple(f"event.{code}" for code in codes)
    wide = {"event.title", "event.place", "event.host", "event.items", "event.outcomes"}
    return Terms(
        tuple((label[name], filling[name] or "—") for name in names), tuple(label[n] for n in names if n in wide)
    )


def sheet(filling: Filling, making: Making) -> Paper:
    """The sheet on which those who come sign (签到表)."""
    shares = {"at": 2, "body": 9, "persons": 3, "sign": 5, "phone": 5}
    columns = tuple(Col(each.label, shares[each.code]) for each in filling.columns)
    parts: tuple[Part, ...] = (_terms(filling, ("title", "time", "place", "host")), Table(columns, filling.table()))
    return Paper(title=say("paper.text.event_sheet_title"), form=PLAIN, issuer=making.issuer, parts=parts)


def summary(filling: Filling, making: Making) -> Paper:
    """The summary of an event (活动总结)."""
    shares = {"first": 6, "second": 6, "about": 8, "outcome": 6}
    columns = tuple(Col(each.label, shares[each.code]) for each in filling.columns)
    parts: list[Part] = [
        _terms(filling, ("title", "kind", "number", "time", "place", "host", "came", "items", "outcomes")),
        Heading(say("paper.text.event_summary_words")),
        *paragraphs(filling["event.summary"]),
    ]
    if filling.rows:
        parts += [Heading(say("paper.text.event_summary_met")), Table(columns, filling.table())]
    parts.append(Paragraph(say("paper.text.event_summary_note")))
    return Paper(
        title=say("paper.text.event_summary_title"),
        form=PLAIN,
        issuer=making.issuer,
        parts=tuple(parts),
        signature=signed(making),
    )


def register_all() -> None:
    """Make the papers of events known."""
    kinds = frozenset({EVENT.kind})
    register(
        PaperKind(
            code="market.event.sheet",
            case_kinds=kinds,
            states=frozenset({"PUBLISHED", "HELD"}),
            fill=fill_sheet,
            marks=lambda: Filling(_values(None), _columns()),
            build=sheet,
            order=10,
            permission=HOLD,
            numbered=False,
            asks=(),
        )
    )
    register(
        PaperKind(
            code="market.event.summary",
            case_kinds=kinds,
            states=frozenset({"HELD", "CLOSED"}),
            fill=fill_summary,
            marks=lambda: Filling(_values(None), _met_columns()),
            build=summary,
            order=20,
            permission=HOLD,
            numbered=False,
            asks=(),
        )
    )
