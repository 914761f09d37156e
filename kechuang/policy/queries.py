"""The reads of policy documents, promises and systems, each with a fixed number of queries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from uuid import UUID

from django.db.models import Q, QuerySet
from django.urls import reverse

from kechuang.casework.models import Step
from kechuang.policy import catalogue, kept, marking, paths
from kechuang.policy.catalogue import EVERYWHERE, Promise, System, Work
from kechuang.policy.finding import Reading, from_json
from kechuang.policy.likeness import SAME_WORK, folded, resemblance
from kechuang.policy.models import Clause, Document, Draft, Target, Task
from kechuang.policy.overlay import REJECTED
from kechuang.policy.wording import language_of
from kechuang.web import parts
from kechuang.web.permissions import Actor


def documents() -> QuerySet[Document]:
    """Give all documents without their readings."""
    return Document.objects.defer("reading", "sample").select_related("case")


def document(identifier: UUID) -> Document | None:
    """Give one document whole, with its case."""
    return Document.objects.select_related("case", "same_work_as").filter(pk=identifier).first()


def text_of(document: Document) -> str:
    """Give the published text. Raises kept.MissingFileError if the file is gone."""
    return kept.read_text(document.text_digest)


def targets() -> QuerySet[Target]:
    """Give the targets of all documents in the register as they stand: corrected ones so, rejected ones not."""
    rows = Target.objects.filter(document__withdrawn=False).exclude(verdict=REJECTED)
    return rows.select_related("document", "clause").defer("document__reading", "document__sample")


def tasks() -> QuerySet[Task]:
    """Give the tasks of all documents in the register as they stand: corrected ones so, rejected ones not."""
    rows = Task.objects.filter(document__withdrawn=False).exclude(verdict=REJECTED)
    return rows.select_related("document__case", "clause").defer("document__reading", "document__sample")


def draft(identifier: UUID, actor: Actor) -> Draft | None:
    """Give a preview of one's own."""
    if actor.person is None:
        return None
    return Draft.objects.select_related("replaces").filter(pk=identifier, person=actor.person).first()


@dataclass(frozen=True, slots=True)
class Waiting:
    """A preview that its maker has neither accepted nor thrown away."""

    url: str
    title: str
    made_at: datetime


def waiting(actor: Actor, limit: int = 20) -> list[Waiting]:
    """Give one's own previews, newest first."""
    rows = Draft.objects.filter(person=actor.person).order_by("-made_at", "-pk")
    accepted = Step.objects.filter(key__in=[draft_key(pk) for pk in rows.values_list("pk", flat=True)[: limit * 2]])
    done = set(accepted.values_list("key", flat=True))
    return [
        Waiting(reverse("policy:preview", args=[pk]), title, made_at)
        for pk, made_at, title in rows.values_list("pk", "made_at", "reading__title")[: limit * 2]
        if draft_key(pk) not in done
    ][:limit]


def draft_key(identifier: UUID) -> str:
    """Give the idempotency key under which a preview is accepted."""
    return f"policy.import:{identifier}"


def steps(document: Document) -> QuerySet[Step]:
    """Give what happened to a document in the register, newest first."""
    return Step.objects.filter(case=document.pk).select_related("body").order_by("-id")


def preview_url(draft: Draft) -> str:
    """Give the address of a preview."""
    return reverse("policy:preview", args=[draft.pk])


def document_url(document: Document | UUID, clause: str = "") -> str:
    """Give the address of a document, or of a clause in it."""
    identifier = document if isinstance(document, UUID) else document.pk
    url = reverse("policy:document", args=[identifier])
    return f"{url}?clause={clause}#c-{clause}" if clause else url


def cited_url(work: str, clause: str = "") -> str:
    """Give the lasting address of a clause of a work, whether or not a copy of it stands on this node."""
    clause = "" if clause == EVERYWHERE else clause
    return reverse("policy:cited", args=[work, clause]) if clause else reverse("policy:work", args=[work])


def link_of(system: System) -> str:
    """Give the address that opens what is there of a system; empty where nothing is."""
    return reverse(system.link) if system.link else ""


def system_url(number: int) -> str:
    """Give the address of one row of the table of systems."""
    return reverse("policy:system", args=[number])


# --- copies of one work


@dataclass(frozen=True, slots=True)
class Twin:
    """A document that may be another copy of the same work, and the share of their texts that agrees (0 to 1)."""

    document: Document
    share: float

    @property
    def percent(self) -> int:
        """The share in whole percent."""
        return round(self.share * 100)


def same_copy(reading: Reading) -> Document | None:
    """Give the document in the register with the same text or the same file."""
    same = Q(text_digest=reading.text_digest) | Q(file_digest=reading.origin.file_digest)
    return documents().filter(same, withdrawn=False).order_by("imported_on", "pk").first()


def twins(title: str, sample: Sequence[int], *, apart_from: Sequence[UUID] = ()) -> list[Twin]:
    """Give documents in the register that may be the same work: by title, or by what their texts share."""
    wanted, found = folded(title), []
    rows = Document.objects.filter(withdrawn=False).exclude(pk__in=apart_from).defer("reading").order_by("pk")
    for row in rows.iterator(chunk_size=500):
        share = resemblance(sample, row.sample)
        if share >= SAME_WORK or (wanted and wanted == folded(row.title)):
            found.append(Twin(row, share))
    return sorted(found, key=lambda twin: -twin.share)


def copies(document: Document) -> list[Document]:
    """Give the other copies of the same work that a person recorded, this one's and those that refer to it."""
    root = document.same_work_as_id or document.pk
    rows = documents().filter(Q(pk=root) | Q(same_work_as=root), withdrawn=False)
    return list(rows.exclude(pk=document.pk).order_by("imported_on", "pk"))


# --- works, clauses and promises


def copies_of_works(keys: Sequence[str] = ()) -> dict[str, Document]:
    """Give for each known work the copy that is quoted: one with an official number first, then the earliest."""
    rows = documents().filter(withdrawn=False).exclude(work="")
    if keys:
        rows = rows.filter(work__in=keys)
    chosen: dict[str, Document] = {}
    for row in sorted(rows, key=lambda row: (not row.number, row.imported_on, str(row.pk))):
        chosen.setdefault(row.work, row)
    return chosen


def clause_in(document: Document, reference: str) -> Clause | None:
    """Give the clause that a citation means in a document; None where none fits or several do."""
    found = {row.path: row for row in document.clauses.all()}
    return found.get(paths.resolve(reference, list(found)))


def quoted(document: Document, clause: Clause, text: str | None = None) -> parts.Clause:
    """Quote a clause as published, heading included, without the line breaks of the printed column."""
    reading = from_json(Document.objects.only("reading").get(pk=document.pk).reading)
    published = text_of(document) if text is None else text
    shown = marking.plain(published, reading.layout, clause.start, clause.body_end)
    return parts.Clause(
        text=shown,
        document=document.title,
        place=clause.path,
        url=document_url(document, clause.path),
        lang=language_of(document.script),
    )


def promises() -> list[Promise]:
    """Give all promises that the platform answers to."""
    return list(catalogue.promises().values())


def promise(code: str) -> Promise | None:
    """Give one promise."""
    return catalogue.promises().get(code)


def clause_text(promise: Promise) -> parts.Clause | None:
    """Give the promise's clause as published, once a copy of the document is imported on this node; else None."""
    copy = copies_of_works([promise.work.key]).get(promise.work.key)
    clause = clause_in(copy, promise.clause) if copy else None
    return quoted(copy, clause) if copy and clause else None


def promises_of(document: Document) -> dict[str, list[Promise]]:
    """Give the promises that hang on a document's clauses, by the path of the clause."""
    mine = [each for each in promises() if each.work.key == document.work]
    known = list(document.clauses.values_list("path", flat=True)) if mine else []
    found: dict[str, list[Promise]] = {}
    for each in mine:
        path = paths.resolve(each.clause, known)
        if path:
            found.setdefault(path, []).append(each)
    return found


# --- systems


@dataclass(frozen=True, slots=True)
class Citation:
    """One place where a system is named: the work, the clause as cited, and what stands there if a copy is here."""

    work: Work
    clause: str
    url: str
    quote: parts.Clause | None = None


def citations(system: System) -> list[Citation]:
    """Give where a system is named, in the order of the works, with lasting addresses."""
    return [
        Citation(catalogue.works()[key], clause, cited_url(key, clause))
        for key, clauses in system.where.items()
        for clause in clauses
    ]


def citations_quoted(system: System) -> list[Citation]:
    """Give where a system is named, each with the sentence that names it where a copy is on this node."""
    copies, found = copies_of_works(list(system.where)), []
    rows = Document.objects.filter(pk__in=[row.pk for row in copies.values()]).only("reading")
    readings = {row.pk: row for row in rows}
    clauses: dict[UUID, dict[str, Clause]] = {}
    for row in Clause.objects.filter(document__in=readings):
        clauses.setdefault(row.document_id, {})[row.path] = row
    for entry in citations(system):
        copy = copies.get(entry.work.key)
        quote = None
        if copy and entry.clause != EVERYWHERE:
            known = clauses.get(copy.pk, {})
            clause = known.get(paths.resolve(entry.clause, list(known)))
            quote = _sentence(copy, clause, readings[copy.pk].reading, system) if clause else None
        found.append(Citation(entry.work, entry.clause, entry.url, quote))
    return found


def _sentence(copy: Document, clause: Clause, reading: Mapping[str, object], system: System) -> parts.Clause | None:
    layout = from_json(reading).layout
    shown = marking.plain(text_of(copy), layout, clause.start, clause.body_end)
    wanted = [folded(name) for name in (system.name, *system.also)]
    for sentence in _sentences(shown):
        if any(name in folded(sentence) for name in wanted):
            url = document_url(copy, clause.path)
            return parts.Clause(
                text=sentence, document=copy.title, place=clause.path, url=url, lang=language_of(copy.script)
            )
    return None


def _sentences(text: str) -> list[str]:
    found, begin = [], 0
    for at, char in enumerate(text):
        if char in "。；;\n":
            found.append(text[begin : at + 1].strip())
            begin = at + 1
    return [each for each in (*found, text[begin:].strip()) if each]


def system_named(label: str) -> System | None:
    """Give the system that a wording found in a document means: exactly one of its names."""
    wanted = folded(label)
    return _by_name().get(wanted) if wanted else None


@cache
def _by_name() -> Mapping[str, System]:
    return {folded(name): system for system in catalogue.systems().values() for name in (system.name, *system.also)}


def find_systems(words: str) -> list[System]:
    """Find systems by any wording: names that begin with the words first, then those that hold them."""
    wanted = folded(words)
    if not wanted:
        return []
    beginning, holding = [], []
    for system in catalogue.systems().values():
        names = system.wordings.split(" ")
        if any(name.startswith(wanted) for name in names) or str(system.number) == words.strip():
            beginning.append(system)
        elif any(wanted in name for name in names) or wanted in system.english:
            holding.append(system)
    return beginning + holding
