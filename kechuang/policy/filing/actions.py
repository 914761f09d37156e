"""The only writers of candidate rules: rows follow the documents, judgements pass the gateway."""

import tempfile
from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from uuid import UUID

from kechuang.casework.act import Outcome, act
from kechuang.casework.decision import Decision, Scene
from kechuang.casework.registry import ActKind, Done, Touched, register_act
from kechuang.kernel.refusal import Refusal
from kechuang.policy import beside, kept, queries
from kechuang.policy.filing import candidates, rules, ruling
from kechuang.policy.filing.models import RuleCandidate
from kechuang.policy.filing.rules import MOVES, OPEN, PERMISSION, PROPOSED, Found, Judge, Rows
from kechuang.policy.filing.ruling import Cited, Proposal
from kechuang.policy.finding import INCENTIVE, Reading
from kechuang.policy.likeness import folded
from kechuang.policy.models import Document
from kechuang.policy.works import joint
from kechuang.rulebook import load
from kechuang.rulebook.faults import RulebookError
from kechuang.web import chance, clock
from kechuang.web.permissions import Actor, Held, may


def follow(document: Document, reading: Reading, text: str) -> None:
    """Write the candidates of a document anew; one that a person judged keeps its judgement while its words stand."""
    known: dict[tuple[str, str, str], RuleCandidate] = {
        (row.quote, row.value, row.role): row for row in document.rule_candidates.all()
    }
    added: list[RuleCandidate] = []
    for found in candidates.candidates(reading, text):
        row = known.pop((found.quote, found.value, found.role), None)
        if row is None:
            row = RuleCandidate(id=chance.uuid7(), document=document)
            added.append(row)
        for name in ("code", "article", "clause", "role", "type", "value", "who", "condition", "quote", "start", "end"):
            setattr(row, name, getattr(found, name))
        row.text_digest, row.stale = reading.text_digest, False
        if row not in added:
            row.save()
    RuleCandidate.objects.bulk_create(added)
    gone = [row.pk for row in known.values()]
    RuleCandidate.objects.filter(pk__in=gone, state=OPEN).delete()
    RuleCandidate.objects.filter(pk__in=gone).update(stale=True)


def changed(documents: Sequence[UUID]) -> None:
    """Write the candidates of documents that were imported, revised or judged anew."""
    for document in Document.objects.filter(pk__in=documents, withdrawn=False).select_related("case"):
        with suppress(kept.MissingFileError):
            follow(document, beside.reading_in_force(document), queries.text_of(document))
    join(documents)


def join(documents: Sequence[UUID]) -> None:
    """Have the same figure of one act stand once, however many regions adopted it; what was judged apart stays."""
    hung = RuleCandidate.objects.filter(same_as__document__in=documents).values_list("document", flat=True)
    touched = set(documents) | set(hung)
    groups = joint.papers_of_acts(touched)
    alone = touched - {pk for group in groups for pk in group}
    RuleCandidate.objects.filter(document__in=alone).exclude(same_as=None).update(same_as=None)
    for group in groups:
        rows = sorted(
            RuleCandidate.objects.filter(document__in=group, stale=False),
            key=lambda row: (group.index(row.document_id), row.start, row.code),
        )
        first: dict[tuple[str, str, str], RuleCandidate] = {}
        for row in rows:
            same = first.setdefault((folded(row.quote), row.value, row.role), row)
            row.same_as = None if same is row or row.case_id else same
        RuleCandidate.objects.bulk_update(rows, ["same_as"])


def catch_up(**_kwargs: object) -> None:
    """Write candidates for documents that were accepted before this package kept any."""
    rows = Document.objects.filter(withdrawn=False, rule_candidates=None).values_list("pk", "reading__noted")
    changed([pk for pk, noted in rows if any(note["kind"] == INCENTIVE for note in noted or ())])


def propose(candidate: RuleCandidate, proposal: Proposal, *, by: Actor, key: str, on: date | None = None) -> Outcome:
    """Confirm a candidate as a rule; one that the rulebook would not load is refused with the loader's words."""
    fault = trial([proposal], cited(candidate.document))
    return _judge(candidate, by=by, key=key, on=on, proposal=proposal, fault=fault)


def reject(candidate: RuleCandidate, reason: str, *, by: Actor, key: str, on: date | None = None) -> Outcome:
    """Say that a candidate is no rule."""
    return _judge(candidate, by=by, key=key, on=on, reason=reason)


def _judge(
    candidate: RuleCandidate,
    *,
    by: Actor,
    key: str,
    on: date | None,
    proposal: Proposal | None = None,
    reason: str = "",
    fault: str = "",
) -> Outcome:
    day = on or clock.today()
    place = candidate.document.case.place
    desk = _desk(by, place, day)
    if desk is None:
        return Outcome(key, refusal=Refusal("filing.no_office"))
    request = Judge(
        case=candidate.pk,
        authority=desk.authority,
        office=desk.body,
        place=place,
        proposal=proposal,
        reason=reason,
        fault=fault,
    )
    fresh = candidate.case_id is None
    return act(KINDS[_move(fresh=fresh, rule=proposal is not None)], request, by=by, key=key, on=on)


def _move(*, fresh: bool, rule: bool) -> str:
    if fresh:
        return "propose" if rule else "dismiss"
    return "amend" if rule else "refuse"


def _desk(by: Actor, place: str, on: date) -> Held | None:
    for grant in by.grants:
        alone = Actor(person=by.person, grants=(grant,))
        if grant.authority and grant.in_force(on) and may(alone, PERMISSION, on=on, place=place):
            return grant
    return None


def cited(document: Document) -> Cited:
    """Give a document as the rulebook cites it."""
    return Cited(
        title=document.title,
        number=document.number,
        issuer="、".join(document.issuers),
        issued=document.issued_on.isoformat() if document.issued_on else "",
        register_number=document.case.number or str(document.pk),
    )


def trial(proposals: Sequence[Proposal], source: Cited) -> str:
    """Load the rulebook with the rules laid over it, in a folder that goes at once; give the first fault, if any."""
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder), ruling.files(proposals, source))
        try:
            load.load((*load.roots(), Path(folder)))
        except RulebookError as error:
            return str(error).replace(folder, "").lstrip("/")[:400]
    return ""


def write(folder: Path, files: dict[str, str]) -> None:
    """Write the files of an overlay into a folder."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


# --- what the gateway calls


def _load(requests: Sequence[Judge]) -> Rows:
    rows = RuleCandidate.objects.filter(pk__in=[request.case for request in requests])
    rows = rows.select_related("document", "same_as__document")
    return Rows(
        {
            row.pk: Found(
                document=str(row.document_id),
                title=row.document.title,
                code=row.code,
                text_digest=row.text_digest,
                clause=row.clause,
                quote=row.quote,
                withdrawn=row.document.withdrawn,
                judged_with=row.same_as.document.title if row.same_as else "",
            )
            for row in rows.defer(
                "document__reading", "document__sample", "same_as__document__reading", "same_as__document__sample"
            )
        }
    )


def _opening(scene: Scene[Rows], request: Judge) -> Decision | Refusal:
    return rules.decide(scene, request, opening=True)


def _changing(scene: Scene[Rows], request: Judge) -> Decision | Refusal:
    return rules.decide(scene, request, opening=False)


def _project(done: Sequence[Done[Judge]]) -> None:
    for entry in done:
        request = entry.request
        rule = request.proposal
        RuleCandidate.objects.filter(pk=request.case).update(
            case=request.case,
            state=PROPOSED if rule else rules.REJECTED,
            proposal=ruling.to_plain(rule) if rule else {},
            reason=request.reason.strip(),
        )


def _kind(code: str, *, opens: bool) -> ActKind[Judge, Rows]:
    return register_act(
        ActKind(
            MOVES,
            code,
            lambda request: Touched() if opens else Touched(cases=(request.case,)),
            _opening if opens else _changing,
            _load,
            _project,
            place=lambda request: request.place,
            bodies=lambda request: (request.office,),
        )
    )


KINDS = {
    "propose": _kind("propose", opens=True),
    "dismiss": _kind("dismiss", opens=True),
    "amend": _kind("amend", opens=False),
    "refuse": _kind("refuse", opens=False),
}


def found(identifier: UUID) -> RuleCandidate | None:
    """Give a candidate with its document."""
    rows = RuleCandidate.objects.select_related("document", "document__case", "case", "same_as__document")
    return rows.filter(pk=identifier).first()


def proposed(document: Document) -> list[Proposal]:
    """Give the confirmed rules of a document whose words still stand."""
    rows = document.rule_candidates.filter(state=PROPOSED, stale=False).order_by("start", "code")
    return [ruling.from_plain(row.proposal) for row in rows]
