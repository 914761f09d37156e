"""The writers of papers that pass the gateway: recording number and signed copy, taking back."""

from collections.abc import Collection, Sequence
from datetime import date

from django.db import IntegrityError
from django.db.models import Q

from kechuang.casework.act import act
from kechuang.casework.files import bytes as kept
from kechuang.casework.files import keeping
from kechuang.casework.files.models import StoredFile
from kechuang.casework.outcome import Outcome
from kechuang.casework.papers import rules, signing
from kechuang.casework.papers.kinds import KINDS
from kechuang.casework.papers.models import CasePaper, OfficeTemplate
from kechuang.casework.papers.numbers import Number, read
from kechuang.casework.papers.rules import Issue, Parent, Put, Row, Rows, TakeBack
from kechuang.casework.registry import ActKind, CaseKind, Done, Touched, register_act, register_case
from kechuang.web.parts import DONE, VOID
from kechuang.web.permissions import Actor

READ_PAPERS = "paper:read"


def parent_of(paper: CasePaper) -> Parent:
    """Give what a request needs to know of the case."""
    case = paper.case
    return Parent(
        case.pk,
        f"{case.authority}/case/{case.pk}",
        case.authority,
        case.place,
        paper.office_id,
        case.holder_id,
        case.counterpart_id,
    )


def issue(
    paper: CasePaper,
    *,
    number: str,
    signed_on: date,
    signed: StoredFile | None,
    by: Actor,
    key: str,
    on: date | None = None,
) -> Outcome:
    """Record the official number and the signed copy of a draft; the copy is looked at before."""
    report = signing.look(kept.read(signed.digest)) if signed else None
    request = Issue(
        paper=paper.pk,
        parent=parent_of(paper),
        number=number,
        signed_on=signed_on,
        by=by.person,
        signed=signed.pk if signed else None,
        signed_digest=signed.commitment if signed else "",
        signature=report.verdict if report else "",
    )
    try:
        outcome = act(ISSUE, request, by=by, key=key, on=on)
    except IntegrityError:
        # Another paper took the number at the same moment: asked again, the act says so in words.
        outcome = act(ISSUE, request, by=by, key=key, on=on)
    if outcome:
        findings = report.plain if report else []
        CasePaper.objects.filter(pk=paper.pk).update(fact=outcome.facts[0], findings=findings)
    return outcome


def take_back(paper: CasePaper, reason: str, *, by: Actor, key: str, on: date | None = None) -> Outcome:
    """Take back an issued paper."""
    return act(TAKE_BACK, TakeBack(paper.pk, parent_of(paper), reason), by=by, key=key, on=on)


def throw_away(paper: CasePaper) -> None:
    """Throw a draft away; nothing was recorded."""
    if paper.state == rules.DRAFT:
        paper.delete()


# --- what the gateway calls


def _load(requests: Sequence[Issue | TakeBack]) -> Rows:
    found = {paper.pk: _row(paper) for paper in CasePaper.objects.filter(pk__in=[each.paper for each in requests])}
    wanted = Q(pk__in=[])
    for each in requests:
        number = read(each.number, each.signed_on) if isinstance(each, Issue) else None
        if isinstance(number, Number):
            wanted |= Q(
                office=each.parent.office,
                number_code=number.code,
                number_year=number.year,
                number_serial=number.serial,
            )
    columns = ("office_id", "number_code", "number_year", "number_serial", "pk")
    taken = {tuple(row[:4]): row[4] for row in CasePaper.objects.filter(wanted).values_list(*columns)}
    return Rows(found, taken)


def _row(paper: CasePaper) -> Row:
    kind = KINDS.get(paper.kind)
    return Row(
        paper.pk,
        paper.state,
        paper.kind,
        paper.version,
        paper.title,
        paper.pdf_digest,
        paper.stands_on,
        paper.drafted_by_id,
        bool(kind and kind.apart),
        bool(kind is None or kind.numbered),
        paper.number,
    )


def _issued(done: Sequence[Done[Issue]]) -> None:
    for each in done:
        put, request = each.decision.rows, each.request
        assert isinstance(put, Put)
        number = put.number
        CasePaper.objects.filter(pk=request.paper).update(
            state=rules.ISSUED,
            number=str(number or ""),
            number_code=number.code if number else None,
            number_year=number.year if number else None,
            number_serial=number.serial if number else None,
            signed_on=request.signed_on,
            signed=request.signed,
            signature=request.signature,
        )
        for file in StoredFile.objects.filter(pk=request.signed):
            keeping.attach(file, request.parent.case)


def _taken_back(done: Sequence[Done[TakeBack]]) -> None:
    for each in done:
        put = each.decision.rows
        assert isinstance(put, Put)
        CasePaper.objects.filter(pk=put.paper).update(state=rules.WITHDRAWN, ended_on=put.on)


ISSUE = register_act(
    ActKind(
        rules.MOVES,
        "issue",
        lambda _request: Touched(),
        rules.issue,
        _load,
        _issued,
        place=lambda request: request.parent.place,
        bodies=lambda request: (request.parent.office,),
    )
)
TAKE_BACK = register_act(
    ActKind(
        rules.MOVES, "withdraw", lambda request: Touched(cases=(request.paper,)), rules.take_back, _load, _taken_back
    )
)


def register() -> None:
    """Make the small case of an issued paper known."""
    register_case(CaseKind(rules.MOVES, READ_PAPERS, tones={rules.ISSUED: DONE, rules.WITHDRAWN: VOID}))


def held_digests(digests: Collection[str]) -> set[str]:
    """Give those of the digests that papers or templates name."""
    rows = CasePaper.objects.filter(Q(word_digest__in=digests) | Q(pdf_digest__in=digests))
    held = {digest for pair in rows.values_list("word_digest", "pdf_digest") for digest in pair}
    return (held | set(OfficeTemplate.objects.filter(digest__in=digests).values_list("digest", flat=True))) & set(
        digests
    )
