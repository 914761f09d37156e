"""The reads of works, lines, matches and bodies, each with a fixed number of queries."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from kechuang.policy import beside, kept
from kechuang.policy.finding import Reading, from_json
from kechuang.policy.models import Document, Task
from kechuang.policy.works import keeping, levels, regional, sametext, succession
from kechuang.policy.works.compare import Comparison, Number, Part, Side, compare
from kechuang.policy.works.models import Alignment, Line, Paper, Proposal, Version, Work
from kechuang.policy.works.sametext import Sameness
from kechuang.web import clock
from kechuang.web.accounts.models import Body


def works() -> QuerySet[Work]:
    """Give all works."""
    return Work.objects.all()


def lines(
    *, work: UUID | None = None, place: str = "", level: str = "", year: int | None = None, name: str = ""
) -> QuerySet[Line]:
    """Give register lines, narrowed by work, place (itself alone), level, year, and the one name of the indicator."""
    rows = Line.objects.select_related("work", "document", "whole").defer("document__reading", "document__sample")
    wanted: dict[str, Any] = {"work": work, "place": place, "level": level, "year": year, "name": name}
    return rows.filter(**{column: value for column, value in wanted.items() if value}).order_by("work", "order")


def papers(work: Work) -> list[Paper]:
    """Give the papers of a work, the one that speaks first."""
    rows = Paper.objects.filter(work=work).select_related("document", "document__case").order_by("order")
    return list(rows.defer("document__reading", "document__sample"))


def work_of(document: UUID) -> Work | None:
    """Give the work that a document prints; None for one that was withdrawn."""
    return Work.objects.filter(manifestations__document=document).first()


# --- what can be compared


@dataclass(frozen=True, slots=True)
class Text:
    """A document or one of its versions: ``ref`` is its address, ``<document>`` or ``<document>:<version>``."""

    ref: str
    title: str
    number: str
    issued_on: date | None
    version: int
    reading: Reading
    text: str


def text_at(ref: str) -> Text | None:
    """Give a document or a version by its address; None where there is none. Raises kept.MissingFileError."""
    identifier, _, number = ref.partition(":")
    try:
        pk = UUID(identifier)
    except ValueError:
        return None
    row = Document.objects.filter(pk=pk).first()
    if row is None:
        return None
    if not number or number == str(row.version):
        return Text(ref, row.title, row.number, row.issued_on, row.version, beside.reading_in_force(row),
                    kept.read_text(row.text_digest))  # fmt: skip
    if not number.isdigit() or len(number) > 6:
        return None
    old = Version.objects.filter(document=pk, number=int(number)).first()
    if old is None:
        return None
    reading = from_json(old.reading)
    issued = date.fromisoformat(reading.issued_on) if reading.issued_on else None
    return Text(ref, old.title, reading.number, issued, old.number, reading, kept.read_text(old.text_digest))


def side_of(text: Text) -> Side:
    """Give what is compared of a text: clauses without those below them, what stands before them, and numbers."""
    reading, raw = text.reading, text.text
    starts = [clause.start for clause in reading.clauses]
    parts = []
    if reading.clauses and (before := sametext.shown(raw, reading.layout, 0, starts[0]).strip()):
        parts.append(Part("", "", "", before))
    for at, clause in enumerate(reading.clauses):
        end = min(clause.body_end, starts[at + 1]) if at + 1 < len(starts) else clause.body_end
        title = sametext.shown(raw, reading.layout, clause.start, clause.end)
        own = sametext.shown(raw, reading.layout, clause.end, max(clause.end, end))
        bare_title = clause.title or title
        parts.append(Part(clause.path, clause.parent, bare_title, own))
    if not parts:
        parts.append(Part("", "", "", sametext.shown(raw, reading.layout, 0, len(raw))))
    names = ("code", "clause", "indicator", "subject", "comparator", "value", "value_max", "unit", "year", "frequency")
    numbers = tuple(Number(**{name: getattr(target, name) for name in names}) for target in reading.targets)
    return Side(tuple(parts), numbers)


def compared(old: Text, new: Text) -> tuple[Comparison, Sameness]:
    """Compare two texts: clause by clause, and as texts from first heading to last clause."""
    whole = sametext.compare(keeping.body(old.text, old.reading), keeping.body(new.text, new.reading))
    return compare(side_of(old), side_of(new)), whole


def versions(documents: Iterable[UUID]) -> dict[UUID, list[int]]:
    """Give which versions of documents are kept, newest first."""
    out: dict[UUID, list[int]] = {}
    rows = Version.objects.filter(document__in=list(documents)).order_by("-number")
    for pk, number in rows.values_list("document_id", "number"):
        out.setdefault(pk, []).append(number)
    return out


# --- between levels


@dataclass(frozen=True, slots=True)
class Match:
    """A lower and a higher line: proposed by the matcher, or decided by a person."""

    lower: Line
    upper: Line
    verdict: str
    score: int
    reasons: tuple[tuple[str, int], ...]
    case: UUID | None
    decided_on: date | None
    reason: str = ""


def matches(line: Line) -> tuple[list[Match], list[Match]]:
    """Give what a line serves above, and who serves it below: decided ones first, then proposals by score."""
    decided = list(Alignment.objects.filter(lower=line.key)) + list(Alignment.objects.filter(upper=line.key))
    proposals = list(Proposal.objects.filter(lower=line)) + list(Proposal.objects.filter(upper=line))
    scored = {(row.lower_id.hex, row.upper_id.hex): row for row in proposals}
    keys = {key for row in decided for key in (row.lower, row.upper)} | {key for pair in scored for key in pair}
    rows = {row.key: row for row in lines().filter(key__in=keys)}
    found = []
    known = set()
    for row in decided:
        known.add((row.lower, row.upper))
        if row.lower in rows and row.upper in rows:
            made = scored.get((row.lower, row.upper))
            found.append(Match(rows[row.lower], rows[row.upper], row.verdict, row.score, _reasons(made), row.pk,
                               row.decided_on, row.reason))  # fmt: skip
    for pair, made in scored.items():
        if pair not in known and pair[0] in rows and pair[1] in rows:
            found.append(Match(rows[pair[0]], rows[pair[1]], "", made.score, _reasons(made), None, None))
    found.sort(key=lambda each: (_ORDER[each.verdict], -each.score, each.lower.place, each.lower.key))
    return [m for m in found if m.lower.pk == line.pk], [m for m in found if m.upper.pk == line.pk]


_ORDER = {"CONFIRMED": 0, "": 1, "REJECTED": 2}


def _reasons(row: Proposal | None) -> tuple[tuple[str, int], ...]:
    return tuple((str(code), int(points)) for code, points in row.reasons) if row else ()


def above_options(line: Line) -> list[Line]:
    """Give the higher lines that a line could serve at all: of the places that its place lies in."""
    places = levels.above(line.place, clock.today())
    rows = lines().filter(place__in=places, whole=None).exclude(work=line.work_id)
    return list(rows[:500])


# --- bodies


@dataclass(frozen=True, slots=True)
class Owner:
    """A body as printed, with who answers today, and the registered body that carries that name, if one does."""

    answer: succession.Answer
    body: Body | None


def owners(names: Sequence[str], place: str, printed_on: date | None, on: date) -> list[Owner]:
    """Give for each printed name who answers on a day; registered bodies are looked up by every name in one query."""
    resolver = regional.resolver(place)
    answers = [resolver.resolve(name, printed_on, on) for name in dict.fromkeys(names)]
    wanted = {name for answer in answers for body in (*answer.today, (answer.printed,)) for name in body}
    rows = Body.objects.filter(name__in=wanted, valid_to__isnull=True).order_by("place", "pk")
    held = {row.name: row for row in rows if row.place[:2] == place[:2] or place == "000000"}
    out = []
    for answer in answers:
        named = [name for body in answer.today or ((answer.printed,),) for name in body]
        body = next((held[name] for name in named if name in held), None)
        if answer.status == succession.UNKNOWN and body is not None:
            answer = succession.Answer(answer.printed, succession.UNCHANGED, ((body.name,),))  # noqa: PLW2901 - the register knows it
        out.append(Owner(answer, body))
    return out


def today_of(document: Document, names: Sequence[str]) -> str:
    """Write who answers today for bodies as a document prints them, one by one; those that are the same left out."""
    place = levels.place_of(document)[0]
    resolver, on = regional.resolver(place), clock.today()
    said = []
    for name in names:
        answer = resolver.resolve(name, document.issued_on, on)
        if answer.steps:
            said.append(f"{name} → {'、'.join(body[-1] for body in answer.today)}")
    return "；".join(said)


def owners_of(document: Document, on: date) -> list[Owner]:
    """Give who answers today for every body that a document charges with a task."""
    work = work_of(document.pk)
    place = work.place if work else document.case.place
    units = [unit for row in document.tasks.values_list("units", flat=True) for unit in row]
    return owners(units, place, document.issued_on, on)


@dataclass(frozen=True, slots=True)
class Unknown:
    """A name of a body that no table knows: how often it is charged with a task, and in which document first."""

    name: str
    tasks: int
    document: UUID
    title: str


def unknown_bodies(on: date) -> list[Unknown]:
    """Give the names of bodies that documents print and no table or register knows, most tasks first."""
    places = dict(Paper.objects.values_list("document_id", "work__place"))
    found: dict[tuple[str, str], list[Any]] = {}
    rows = Task.objects.filter(document__withdrawn=False).order_by("document_id", "start")
    for pk, title, units in rows.values_list("document_id", "document__title", "units"):
        for unit in units:
            entry = found.setdefault((unit, places.get(pk, "000000")), [0, pk, title])
            entry[0] += 1
    registered = set(Body.objects.filter(name__in=[name for name, _place in found]).values_list("name", flat=True))
    out = [
        Unknown(name, count, pk, title)
        for (name, place), (count, pk, title) in found.items()
        if name not in registered and regional.resolver(place).resolve(name, None, on).status == succession.UNKNOWN
    ]
    return sorted(out, key=lambda each: (-each.tasks, each.name))
