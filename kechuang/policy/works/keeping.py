"""Keeps works, papers, lines and proposals in step with the register: what changed is made anew, in its transaction."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from kechuang.policy import beside, kept
from kechuang.policy.finding import FoundTarget, Reading
from kechuang.policy.likeness import folded
from kechuang.policy.models import Document
from kechuang.policy.works import joint, levels, sametext, tiers
from kechuang.policy.works.merge import Mention as Printed
from kechuang.policy.works.merge import Merged, merge
from kechuang.policy.works.models import Adoption, Line, Mention, Paper, Statement, Version, Work
from kechuang.web import clock

APART, VERSION, COPY = "apart", "version", "copy"


def follow(documents: Sequence[UUID]) -> None:
    """Make anew what hangs on these documents: their versions, works and lines, and the proposals around them."""
    for row in Document.objects.filter(pk__in=documents):
        Version.objects.update_or_create(
            document=row,
            number=row.version,
            defaults={
                "title": row.title,
                "text_digest": row.text_digest,
                "reading": row.reading,
                "kept_on": clock.today(),
            },
        )
    rebuild(documents)


def rebuild(documents: Collection[UUID]) -> None:
    """Make works and lines anew for these documents and all that belong with them."""
    before = set(Paper.objects.filter(document__in=documents).values_list("work", flat=True))
    members = set(documents) | set(Paper.objects.filter(work__in=before).values_list("document", flat=True))
    groups = _groups(members)
    touched = before | set(groups) | {pk for group in groups.values() for pk in group}
    Work.objects.filter(pk__in=touched).delete()
    Paper.objects.filter(document__in=[pk for group in groups.values() for pk in group]).delete()
    for group in groups.values():
        _write(group)
    joint.look_for_alike(documents)
    tiers.propose_for(set(groups))


def rebuild_all() -> int:
    """Make everything anew from the register; gives how many works there are."""
    rebuild(list(Document.objects.values_list("pk", flat=True)))
    return Work.objects.count()


# --- which documents are one work


def _groups(members: Collection[UUID]) -> dict[UUID, list[UUID]]:
    """Give the works that these documents fall into, each by its first document: known title, or what people said."""
    rows = {
        pk: (work, same, withdrawn)
        for pk, work, same, withdrawn in Document.objects.values_list("pk", "work", "same_work_as", "withdrawn")
    }
    said = _said()
    adopted = joint.adoptions()
    apart = {
        pk for pk, said_of in said.items() if said_of.relation == APART and not _adopted_since(pk, said_of, adopted)
    }
    links: dict[UUID, set[UUID]] = defaultdict(set)
    by_key: dict[str, UUID] = {}
    for pk in sorted(rows):
        work, same, withdrawn = rows[pk]
        if withdrawn:
            continue
        statement = said.get(pk)
        adoption = adopted.get(pk)
        wanted = (
            []
            if pk in apart
            else [same, statement.other_id if statement else None, adoption.other_id if adoption else None]
        )
        if work and pk not in apart:
            wanted.append(by_key.setdefault(work, pk))
        for other in wanted:
            if other and other != pk and other in rows and not rows[other][2]:
                links[pk].add(other)
                links[other].add(pk)
    out: dict[UUID, list[UUID]] = {}
    seen: set[UUID] = set()
    for pk in sorted(_reached(members, links)):
        if pk in seen or pk not in rows or rows[pk][2]:
            continue
        group = sorted(_reached([pk], links))
        seen |= set(group)
        out[group[0]] = group
    return out


def _adopted_since(document: UUID, statement: Statement, adopted: Mapping[UUID, Adoption]) -> bool:
    found = adopted.get(document)
    return found is not None and (found.stated_on, found.pk) > (statement.stated_on, statement.pk)


def _reached(start: Iterable[UUID], links: Mapping[UUID, set[UUID]]) -> set[UUID]:
    found, waiting = set(start), list(start)
    while waiting:
        for other in links.get(waiting.pop(), ()):
            if other not in found:
                found.add(other)
                waiting.append(other)
    return found


def _said(documents: Collection[UUID] | None = None) -> dict[UUID, Statement]:
    """Give the latest statement of each document."""
    rows = Statement.objects.order_by("stated_on", "pk")
    if documents is not None:
        rows = rows.filter(document__in=documents)
    return {row.document_id: row for row in rows}


# --- one work


@dataclass(slots=True)
class Held:
    """A document of a work with what its making anew needs."""

    document: Document
    reading: Reading
    body: str
    version: bool


def _write(group: Sequence[UUID]) -> None:
    said = _said(group)
    held = []
    for row in Document.objects.filter(pk__in=group).select_related("case"):
        reading = beside.reading_in_force(row)
        statement = said.get(row.pk)
        held.append(Held(row, reading, body_of(row, reading), bool(statement and statement.relation == VERSION)))
    adopted = joint.adoptions([each.document.pk for each in held])
    held.sort(key=lambda each: (*_adopted_first(each, adopted), *_speaks_first(each)))
    speaks = held[0].document
    stated = next((said[each.document.pk].place for each in held if said.get(each.document.pk, None)
                   and said[each.document.pk].place), "")  # fmt: skip
    place, level = joint.together(adopted.values()) or levels.place_of(speaks, stated)
    work = Work.objects.create(
        pk=group[0],
        key=speaks.work,
        title=speaks.title,
        number=speaks.number,
        issuers=speaks.issuers,
        issued_on=speaks.issued_on,
        place=place,
        level=level,
        papers=len(held),
        regions=len({each.place for each in adopted.values()}),
        search=" ".join(folded(each) for each in (speaks.title, speaks.number, *speaks.issuers)),
    )
    Paper.objects.bulk_create([_paper(work, at, each, held[0], adopted) for at, each in enumerate(held)])
    _write_lines(work, [each for each in held if not each.version])


def _speaks_first(each: Held) -> tuple[bool, bool, int, date, str]:
    """The latest version speaks; among its papers the one with an official number, else the earliest."""
    day = each.document.issued_on
    return (each.version, not each.document.number, -(day.toordinal() if day else 0), each.document.imported_on,
            str(each.document.pk))  # fmt: skip


def _adopted_first(each: Held, adopted: Mapping[UUID, Adoption]) -> tuple[bool, date]:
    """Of the regions that adopted one text, the first to adopt it speaks."""
    found = adopted.get(each.document.pk)
    return (each.version, found.adopted_on if found else date.max)


def body_of(document: Document, reading: Reading) -> str:
    """Give the text of a document from its first heading to its last clause; empty where the text is lost."""
    try:
        text = kept.read_text(document.text_digest)
    except kept.MissingFileError:
        return ""
    return body(text, reading)


def body(text: str, reading: Reading) -> str:
    """Give a text without what stands before its first heading, after its last clause, and around its pages."""
    start = reading.clauses[0].start if reading.clauses else 0
    end = max((clause.body_end for clause in reading.clauses), default=len(text))
    return sametext.shown(text, reading.layout, start, min(end, len(text)))


def _paper(work: Work, at: int, each: Held, speaks: Held, adopted: Mapping[UUID, Adoption]) -> Paper:
    if at == 0:
        return Paper(
            document=each.document, work=work, role=Paper.SPEAKS, verdict=sametext.SAME_TEXT, share=100, order=0
        )
    found = sametext.compare(speaks.body, each.body)
    return Paper(
        document=each.document,
        work=work,
        role=_role(each, adopted),
        verdict=found.verdict,
        share=int(found.share * 100),
        differences=len(found.differences),
        marks=found.marks,
        order=at,
    )


def _role(each: Held, adopted: Mapping[UUID, Adoption]) -> str:
    if each.version:
        return Paper.VERSION
    return Paper.ADOPTED if each.document.pk in adopted else Paper.COPY


# --- lines


def _write_lines(work: Work, held: Sequence[Held]) -> None:
    mentions = [printed(each.document, target) for each in held for target in each.reading.targets]
    merged = merge(str(work.pk), mentions)
    documents = {str(each.document.pk): each.document for each in held}
    quotes = _quotes(held)
    rows = {line.key: _line(work, at, line, documents, quotes) for at, line in enumerate(merged)}
    for line in merged:
        if line.whole:
            rows[line.key].whole_id = rows[line.whole].pk
    # Wholes stand before their parts in the text, so that every row refers to one that is there already.
    Line.objects.bulk_create(rows.values())
    Mention.objects.bulk_create(
        Mention(
            line=rows[line.key],
            document=documents[each.document],
            order=at,
            code=each.code,
            clause=each.clause,
            quote=quotes[each.document, each.code],
        )
        for line in merged
        for at, each in enumerate(line.mentions)
    )
    Work.objects.filter(pk=work.pk).update(lines=len(rows))


def printed(document: Document, target: FoundTarget) -> Printed:
    """Give a target as it is printed in a document."""
    names = ("code", "clause", "start", "end", "indicator", "subject", "comparator", "value", "value_max", "unit",
             "kind", "year", "period", "frequency", "relative_to", "part_of")  # fmt: skip
    return Printed(document=str(document.pk), **{name: getattr(target, name) for name in names})


def _quotes(held: Sequence[Held]) -> dict[tuple[str, str], str]:
    out: dict[tuple[str, str], str] = {}
    for each in held:
        kept_rows = dict(each.document.targets.values_list("code", "quote"))
        for target in each.reading.targets:
            out[str(each.document.pk), target.code] = kept_rows.get(target.code, target.indicator)
    return out


def _line(
    work: Work, at: int, line: Merged, documents: Mapping[str, Document], quotes: Mapping[tuple[str, str], str]
) -> Line:
    first = line.first
    start, end = first.period or (None, None)
    same = ("indicator", "subject", "comparator", "value", "value_max", "unit", "kind", "year", "frequency",
            "relative_to", "code", "clause")  # fmt: skip
    return Line(
        pk=UUID(line.key),
        work=work,
        key=line.key,
        order=at,
        name=line.name,
        period_from=start,
        period_to=end,
        document=documents[first.document],
        quote=quotes[first.document, first.code],
        mentions_count=len(line.mentions),
        total=line.total.verdict if line.total else "",
        rest=format(line.total.rest, "f") if line.total and line.total.rest is not None else "",
        doubts=list(line.doubts),
        place=work.place,
        level=work.level,
        search=folded(f"{first.indicator} {line.name} {quotes[first.document, first.code]}"),
        **{name: getattr(first, name) for name in same},
    )
