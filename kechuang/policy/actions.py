"""The only writers of the register of policy documents: every version passes the gateway."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError
from django.db.models import Q

from kechuang.casework.act import Outcome, act
from kechuang.casework.decision import Decision
from kechuang.casework.registry import ActKind, Done, Touched, register_act
from kechuang.kernel.refusal import Refusal
from kechuang.policy import beside, catalogue, following, kept, overlay, queries, rows_of, rules
from kechuang.policy.finding import GAP, Reading, from_json, to_json
from kechuang.policy.likeness import folded, sample
from kechuang.policy.models import Clause, Document, Draft, Target, Task
from kechuang.policy.rules import MOVES, Import, Known, Particulars, Revise, Rows, Withdraw
from kechuang.web import chance, clock
from kechuang.web.permissions import Actor, Held, may

PERMISSION = "policy:accept"
DRAFT_DAYS = 14


def preview(reading: Reading, text: str, data: bytes, *, by: Actor, replaces: UUID | None = None) -> Draft:
    """Keep an uploaded file with what was found in it until somebody accepts it; older previews of the person go."""
    kept.keep(data)
    kept.keep_text(text)
    now = clock.now()
    Draft.objects.filter(person=by.person, made_at__lt=now - timedelta(days=DRAFT_DAYS)).delete()
    return Draft.objects.create(
        person_id=by.person, made_at=now, replaces_id=replaces, reading=to_json(reading), sample=sample(text)
    )


def drop(draft: Draft) -> None:
    """Throw a preview away; nothing was recorded."""
    draft.delete()


def accept(
    draft: Draft, particulars: Particulars, *, by: Actor, same_work_as: UUID | None = None, on: date | None = None
) -> Outcome:
    """Take a previewed document into the register. A repeat of the same preview gives the first result."""
    reading = from_json(draft.reading)
    desk = _desk(by, on or clock.today())
    if desk is None:
        return Outcome(queries.draft_key(draft.pk), refusal=Refusal("policy.no_office"))
    work = catalogue.work_of(particulars.title)
    request = Import(
        case=chance.uuid7(),
        authority=desk.authority,
        office=desk.body,
        place=desk.place,
        reading=reading,
        particulars=particulars,
        work=work.key if work else "",
        findings_digest=findings_digest(reading),
        sample=tuple(draft.sample),
        same_work_as=same_work_as,
    )
    return _once(lambda: act(IMPORT, request, by=by, key=queries.draft_key(draft.pk), on=on))


def replace(draft: Draft, document: UUID, particulars: Particulars, reason: str, *, by: Actor) -> Outcome:
    """Put a previewed copy in the place of the one that the register has."""
    reading = from_json(draft.reading)
    work = catalogue.work_of(particulars.title)
    request = Revise(
        case=document,
        reading=reading,
        particulars=particulars,
        work=work.key if work else "",
        findings_digest=findings_digest(reading),
        reason=reason,
        sample=tuple(draft.sample),
    )
    return _once(lambda: act(REVISE, request, by=by, key=queries.draft_key(draft.pk)))


def withdraw(document: UUID, reason: str, *, by: Actor, key: str, on: date | None = None) -> Outcome:
    """Take a document out of the register."""
    return act(WITHDRAW, Withdraw(case=document, reason=reason), by=by, key=key, on=on)


def findings_digest(reading: Reading) -> str:
    """Give the SHA-256 of the findings in one written form, so that the register can be held against the fact."""
    return digest_of(to_json(reading))


def digest_of(findings: Mapping[str, Any]) -> str:
    """Give the SHA-256 of findings as they are kept."""
    plain = json.dumps(findings, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()


def _desk(by: Actor, on: date) -> Held | None:
    """Give the grant under which an actor accepts documents: the office whose register takes it in."""
    for grant in by.grants:
        alone = Actor(person=by.person, grants=(grant,))
        if grant.authority and grant.in_force(on) and may(alone, PERMISSION, on=on):
            return grant
    return None


def _once(attempt: Callable[[], Outcome]) -> Outcome:
    """Try again where another person took in the same text at the same moment: then it is refused in words."""
    try:
        return attempt()
    except IntegrityError:
        return attempt()


# --- what the gateway calls


def _load_imports(requests: Sequence[Import]) -> Rows:
    twins = [request.same_work_as for request in requests if request.same_work_as]
    return _known(twins, [request.reading for request in requests])


def _load_revisions(requests: Sequence[Revise]) -> Rows:
    return _known([request.case for request in requests], [request.reading for request in requests])


def _load_withdrawals(requests: Sequence[Withdraw]) -> Rows:
    return _known([request.case for request in requests], [])


def _known(cases: Sequence[UUID], readings: Sequence[Reading]) -> Rows:
    texts = [reading.text_digest for reading in readings]
    files = [reading.origin.file_digest for reading in readings]
    columns = ("case_id", "title", "text_digest", "file_digest", "imported_on", "version", "withdrawn")
    rows = Document.objects.filter(Q(pk__in=cases) | Q(text_digest__in=texts) | Q(file_digest__in=files))
    return Rows({row[0]: Known(**dict(zip(_NAMES, row, strict=True))) for row in rows.values_list(*columns)})


_NAMES = ("case", "title", "text_digest", "file_digest", "imported_on", "version", "withdrawn")


def _remember(rows: Rows, _request: object, decision: Decision) -> None:
    known = decision.rows
    if isinstance(known, Known):
        rows.documents[known.case] = known


def _project_imports(done: Sequence[Done[Import]]) -> None:
    for entry in done:
        known, request = entry.decision.rows, entry.request
        assert isinstance(known, Known)
        document = Document(case_id=request.case, same_work_as_id=request.same_work_as, imported_on=known.imported_on)
        _fill(document, request, known)
        document.save(force_insert=True)
        _write_findings(document, request.reading)
    following.changed([entry.request.case for entry in done])


def _project_revisions(done: Sequence[Done[Revise]]) -> None:
    for entry in done:
        known, request = entry.decision.rows, entry.request
        assert isinstance(known, Known)
        document = Document.objects.get(pk=request.case)
        _fill(document, request, known)
        document.save()
        for rows in (document.targets, document.tasks, document.clauses):
            rows.all().delete()
        _write_findings(document, request.reading)
    following.changed([entry.request.case for entry in done])


def _project_withdrawals(done: Sequence[Done[Withdraw]]) -> None:
    cases = [entry.request.case for entry in done]
    Document.objects.filter(pk__in=cases).update(withdrawn=True)
    following.changed(cases)


def _fill(document: Document, request: Import | Revise, known: Known) -> None:
    reading, given = request.reading, request.particulars
    document.work, document.version = request.work, known.version
    document.title, document.number = known.title, given.number.strip()
    document.issuers, document.issued_on = list(given.issuers), given.issued_on
    document.script, document.chars = reading.script, reading.chars
    document.file_name, document.file_kind = reading.origin.name[:255], reading.origin.kind
    document.file_digest, document.text_digest = known.file_digest, known.text_digest
    document.findings_digest = request.findings_digest
    document.targets_count, document.tasks_count = len(reading.targets), len(reading.tasks)
    document.gaps_count = len(reading.of(GAP))
    document.findings_count = overlay.count(reading)
    document.search = " ".join(folded(each) for each in (given.title, given.number, *given.issuers))
    document.sample = list(request.sample)
    document.reading = to_json(reading)


def _write_findings(document: Document, reading: Reading) -> None:
    text = kept.read_text(reading.text_digest)
    clauses = Clause.objects.bulk_create(
        [
            Clause(
                document=document,
                path=found.path,
                parent=found.parent,
                order=order,
                depth=found.depth,
                marker=found.marker,
                title=found.title,
                start=found.start,
                end=found.end,
                body_end=found.body_end,
            )
            for order, found in enumerate(reading.clauses)
        ]
    )
    by_path = {clause.path: clause for clause in clauses}
    Target.objects.bulk_create([rows_of.target_row(document, found, text, by_path) for found in reading.targets])
    Task.objects.bulk_create([rows_of.task_row(document, found, text, by_path) for found in reading.tasks])
    beside.follow(document, reading, text)


IMPORT = register_act(
    ActKind(
        MOVES,
        "import",
        lambda _request: Touched(),
        rules.decide_import,
        _load_imports,
        _project_imports,
        remember=_remember,
        place=lambda request: request.place,
        bodies=lambda request: (request.office,),
    )
)
REVISE = register_act(
    ActKind(
        MOVES,
        "revise",
        lambda request: Touched(cases=(request.case,)),
        rules.decide_revise,
        _load_revisions,
        _project_revisions,
        remember=_remember,
    )
)
WITHDRAW = register_act(
    ActKind(
        MOVES,
        "withdraw",
        lambda request: Touched(cases=(request.case,)),
        rules.decide_withdraw,
        _load_withdrawals,
        _project_withdrawals,
        remember=_remember,
    )
)
