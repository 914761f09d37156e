"""The writers of evidence; each passes the gateway."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from kechuang.casework.act import Outcome, act
from kechuang.casework.files import archiving, keeping, rules
from kechuang.casework.files.models import ERASED, KEPT, WITHDRAWN, StoredFile
from kechuang.casework.files.rules import Add, Erase, Parent, Row, Rows, Withdraw
from kechuang.casework.models import Case
from kechuang.casework.registry import ActKind, CaseKind, Done, Touched, register_act, register_case
from kechuang.ledger import erase as ledger
from kechuang.web import clock
from kechuang.web.permissions import Actor, may

type Request = Add | Withdraw | Erase


def _load(requests: Sequence[Request]) -> Rows:
    files = StoredFile.objects.filter(pk__in=[each.file for each in requests])
    cases = Case.objects.filter(pk__in={each.parent.id for each in requests}).values_list("pk", "finished")
    return Rows({file.pk: _row(file) for file in files}, dict(cases))


def _row(file: StoredFile) -> Row:
    return Row(
        file.pk,
        file.state,
        file.commitment,
        file.kind,
        file.size,
        file.name,
        file.title,
        file.version,
        file.declared,
        file.retention,
    )


def _added(done: Sequence[Done[Add]]) -> None:
    for each in done:
        request, on = each.request, each.decision
        assert on.opens
        file = StoredFile.objects.get(pk=request.file)
        keeping.attach(file, request.parent.id)
        StoredFile.objects.filter(pk=request.file).update(evidence=True, body=request.body)


def _withdrawn(done: Sequence[Done[Withdraw]]) -> None:
    ids = [each.request.file for each in done]
    StoredFile.objects.filter(pk__in=ids).update(state=WITHDRAWN, ended_on=clock.today())


def _erased(done: Sequence[Done[Erase]]) -> None:
    ids = [each.request.file for each in done]
    keeping.forget(StoredFile.objects.filter(pk__in=ids))
    StoredFile.objects.filter(pk__in=ids).update(state=ERASED, ended_on=clock.today())


def _add_touches(request: Add) -> Touched:
    return Touched(cases=(request.parent.id,))


def _touches(request: Withdraw | Erase) -> Touched:
    return Touched(cases=(request.file, request.parent.id))


def _bodies(request: Add) -> Sequence[UUID | None]:
    parent = request.parent
    return (parent.office, parent.holder, parent.counterpart)


ADD = register_act(
    ActKind(
        rules.MOVES,
        "add",
        _add_touches,
        rules.decide_add,
        _load,
        _added,
        place=lambda request: request.parent.place,
        bodies=_bodies,
    )
)
WITHDRAW = register_act(ActKind(rules.MOVES, "withdraw", _touches, rules.decide_withdraw, _load, _withdrawn))
PUT_ASIDE = register_act(ActKind(rules.MOVES, "put_aside", _touches, rules.decide_withdraw, _load, _withdrawn))
ERASE = register_act(ActKind(rules.MOVES, "erase", _touches, rules.decide_erase, _load, _erased))


def register() -> None:
    """Make the small cases known. Nobody lists them: they are read through the case that they belong to."""
    register_case(CaseKind(rules.MOVES, "evidence:oversee"))


def parent_of(case: Case) -> Parent:
    """Give what a request needs to know of the case."""
    return Parent(
        case.pk,
        case.authority,
        case.place,
        case.kind,
        case.number,
        case.office_id,
        case.holder_id,
        case.counterpart_id,
    )


def add(file: StoredFile, case: Case, *, by: Actor, key: str, on: date | None = None) -> Outcome:
    """Add a waiting file to a case as evidence."""
    return act(ADD, Add(file.pk, parent_of(case), _body(by, case, on or clock.today())), by=by, key=key, on=on)


def _body(by: Actor, case: Case, on: date) -> UUID | None:
    """Give the body for which a person hands in: a party of the case before the office."""
    for body in (case.holder_id, case.counterpart_id, case.office_id):
        if body and any(held.body == body and held.in_force(on) for held in by.grants):
            return body
    return next((held.body for held in by.grants if held.in_force(on)), None)


def withdraw(file: StoredFile, reason: str, *, by: Actor, key: str, on: date | None = None) -> Outcome:
    """Take a file back for the body that handed it in, or set it aside as the office."""
    assert file.case
    kind = WITHDRAW if may_take_back(file, by, on or clock.today()) else PUT_ASIDE
    return act(kind, Withdraw(file.pk, parent_of(file.case), reason), by=by, key=key, on=on)


def may_take_back(file: StoredFile, by: Actor, on: date) -> bool:
    """Say whether a person acts for the body that handed a file in."""
    return file.body_id is not None and may(by, "evidence:add", on=on, bodies=(file.body_id,))


def erase(file: StoredFile, cause: str, *, by: Actor, key: str, on: date | None = None) -> Outcome:
    """Erase a file: bytes, previews, name, salt, and the personal values of its facts. Outside a transaction."""
    assert file.case
    digest = file.digest
    outcome = act(ERASE, Erase(file.pk, parent_of(file.case), cause), by=by, key=key, on=on)
    if outcome:
        ledger.erase(subject=rules.subject_of(file.pk), erased_at=clock.now())
        ledger_scrub()
        keeping.sweep_bytes([digest])
        archiving.drop(file.case)
    return outcome


def ledger_scrub() -> None:
    """Remove what the database's own files still hold, where no transaction is open."""
    from django.db import connection  # noqa: PLC0415 - beside its one use

    if not connection.in_atomic_block:
        ledger.scrub()


__all__ = ["ADD", "ERASE", "KEPT", "PUT_ASIDE", "WITHDRAW", "add", "erase", "parent_of", "register", "withdraw"]
