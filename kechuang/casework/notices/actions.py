"""The only writers of formal notices: steps that pass the gateway."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

from kechuang.casework.act import act, act_many
from kechuang.casework.decision import CaseView
from kechuang.casework.files import keeping
from kechuang.casework.files.models import StoredFile
from kechuang.casework.notices import rules
from kechuang.casework.notices.models import Notice, Told
from kechuang.casework.notices.receiving import duties_for
from kechuang.casework.notices.rules import MOVES, Change, Known, Sent
from kechuang.casework.notices.values import pack
from kechuang.casework.outcome import Item, Outcome
from kechuang.casework.registry import ActKind, Done, Touched, register_act
from kechuang.web import clock
from kechuang.web.permissions import Actor, Held


def _touches(request: Change) -> Touched:
    return Touched(cases=(request.notice,))


def _known(requests: Sequence[Change]) -> dict[UUID, Known]:
    rows = Notice.objects.filter(pk__in=[request.notice for request in requests])
    return {
        row.pk: Known(asks=row.asks, reply_by=row.reply_by, first_read_at=row.read_at, first_reader=row.read_by_id)
        for row in rows
    }


def _receivers(by: Actor, case: CaseView, _request: Change, _rows: rules.Rows, on: date) -> list[Held]:
    return duties_for(by, case.holder, on)


def _nothing(_requests: Sequence[Sent]) -> None:
    return None


def _write_sent(done: Sequence[Done[Sent]]) -> None:
    at = clock.now()
    Notice.objects.bulk_create([_row(entry.request, at) for entry in done])


def _row(request: Sent, at: object) -> Notice:
    return Notice(
        id=request.id,
        key=request.key,
        kind=request.kind,
        values=pack(request.values),
        title=request.title if request.text else "",
        text=request.text,
        body_id=request.receiver,
        sender_id=request.sender,
        place=request.place,
        about_id=request.about,
        circular_id=request.circular,
        formal=True,
        asks=request.asks,
        on=clock.today(),
        made_at=at,
        reply_by=request.reply_by,
    )


def _write_confirmed(done: Sequence[Done[Change]]) -> None:
    at = clock.now()
    for entry in done:
        request, state = entry.request, entry.decision.states[entry.request.notice]
        rows = Notice.objects.filter(pk=request.notice)
        rows.update(state=state, confirmed_at=at, confirmed_by=request.by)
        rows.filter(read_at__isnull=True).update(read_at=at, read_by=request.by)


def _write_answered(done: Sequence[Done[Change]]) -> None:
    at = clock.now()
    for entry in done:
        request = entry.request
        rows = Notice.objects.filter(pk=request.notice)
        rows.update(
            state="ANSWERED",
            answered_at=at,
            answered_by=request.by,
            answer=request.answer,
            files=list(request.file_ids),
        )
        rows.filter(read_at__isnull=True).update(read_at=at, read_by=request.by)
        for file in StoredFile.objects.filter(pk__in=request.file_ids):
            keeping.attach(file, request.notice)


def _write_reminded(done: Sequence[Done[Change]]) -> None:
    for entry in done:
        row = Notice.objects.get(pk=entry.request.notice)
        row.reminded, row.reminded_on = row.reminded + 1, clock.today()
        row.read_at = row.read_by = None  # it shows as unread again, and is told again
        row.save(update_fields=["reminded", "reminded_on", "read_at", "read_by"])
        Told.objects.filter(notice=row).delete()


def _write_withdrawn(done: Sequence[Done[Change]]) -> None:
    for entry in done:
        Notice.objects.filter(pk=entry.request.notice).update(state="WITHDRAWN")


SEND = register_act(
    ActKind(
        MOVES,
        "send",
        lambda _request: Touched(),
        rules.send,
        _nothing,
        _write_sent,
        place=lambda request: request.place,
        bodies=lambda request: (request.sender,),
    )
)
CONFIRM = register_act(ActKind(MOVES, "confirm", _touches, rules.confirm, _known, _write_confirmed, person=_receivers))
ANSWER = register_act(ActKind(MOVES, "answer", _touches, rules.answer, _known, _write_answered, person=_receivers))
REMIND = register_act(ActKind(MOVES, "remind", _touches, rules.remind, _known, _write_reminded))
WITHDRAW = register_act(ActKind(MOVES, "withdraw", _touches, rules.withdraw, _known, _write_withdrawn))


def send_many(items: Sequence[Item[Sent]], *, by: Actor, on: date | None = None) -> list[Outcome]:
    """Send formal notices, each a case of its own, in chunks of 500; a run that was cut off is sent again."""
    return act_many(SEND, items, by=by, on=on)


def confirm(notice: Notice, *, by: Actor, key: str, on: date) -> Outcome:
    """Confirm receipt for the body to which the notice was sent."""
    return act(CONFIRM, Change(notice=notice.pk, by=by.person), by=by, key=key, on=on)


def answer(change: Change, *, by: Actor, key: str, on: date) -> Outcome:
    """Answer for the body to which the notice was sent."""
    return act(ANSWER, replace(change, by=by.person), by=by, key=key, on=on)


def remind(notices: Sequence[UUID], *, by: Actor, key: str, on: date) -> list[Outcome]:
    """Send again to those that have not yet done what the notice asks."""
    items = [Item(Change(notice=each, by=by.person), f"{key}:{each}") for each in notices]
    return act_many(REMIND, items, by=by, on=on)


def withdraw(notice: Notice, reason: str, *, by: Actor, key: str, on: date) -> Outcome:
    """Take a notice back."""
    return act(WITHDRAW, Change(notice=notice.pk, reason=reason, by=by.person), by=by, key=key, on=on)
