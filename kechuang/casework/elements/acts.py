"""The acts of one-off collections, as the gateway carries them out."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from kechuang.casework.act import Outcome, act
from kechuang.casework.elements import rules
from kechuang.casework.elements.dictionary import elements
from kechuang.casework.elements.models import Collection, CollectionAnswer
from kechuang.casework.elements.rules import Asked, End, GiveAnswer, Given, Rows, Send
from kechuang.casework.registry import ActKind, Done, Touched, register_act
from kechuang.web.permissions import SYSTEM, Actor


def send(request: Send, *, by: Actor, key: str, on: date | None = None) -> Outcome:
    """Send a collection to its recipients in one act."""
    return act(SEND, request, by=by, key=key, on=on)


def give_answer(request: GiveAnswer, *, by: Actor, key: str, on: date | None = None) -> Outcome:
    """Answer for one body."""
    return act(ANSWER, request, by=by, key=key, on=on)


def close(request: End, *, by: Actor, key: str, on: date | None = None) -> Outcome:
    """End a collection by hand."""
    return act(CLOSE, request, by=by, key=key, on=on)


def expire(case: UUID, *, on: date, key: str) -> Outcome:
    """End a collection on its day (a due move)."""
    return act(EXPIRE, End(case), by=SYSTEM, key=key, on=on)


def lapse(case: UUID, *, on: date, key: str) -> Outcome:
    """End an unanswered part on the collection's day (a due move)."""
    return act(LAPSE, End(case), by=SYSTEM, key=key, on=on)


def _dictionary(_requests: Sequence[Send]) -> Rows:
    return Rows(elements())


def _load_answers(requests: Sequence[GiveAnswer | End]) -> Rows:
    wanted = [request.case for request in requests]
    rows = CollectionAnswer.objects.filter(pk__in=wanted).select_related("collection")
    return Rows(elements(), {row.pk: _asked(row.collection) for row in rows})


def _load_collections(requests: Sequence[End]) -> Rows:
    rows = Collection.objects.filter(pk__in=[request.case for request in requests])
    return Rows(elements(), {row.pk: _asked(row) for row in rows})


def _asked(row: Collection) -> Asked:
    return Asked(row.pk, tuple(row.elements), row.expires_on)


def _touch_none(_request: Send) -> Touched:
    return Touched()


def _touch_one(request: GiveAnswer | End) -> Touched:
    return Touched(cases=(request.case,))


def _touch_all(request: End) -> Touched:
    """The collection and every part that is open before the locks are taken; the decision looks again under them."""
    rows = CollectionAnswer.objects.filter(collection=request.case, case__state="ASKED").order_by("pk")
    return Touched(cases=(request.case, *rows.values_list("pk", flat=True)))


def _project_sent(done: Sequence[Done[Send]]) -> None:
    Collection.objects.bulk_create(
        [
            Collection(
                case_id=each.case,
                basis=each.basis,
                purpose=each.purpose,
                elements=list(each.elements),
                year=each.year,
                reply_by=each.reply_by,
                expires_on=each.expires_on,
                recipients=len(each.recipients),
                known=each.known,
                seconds=each.seconds,
            )
            for each in (entry.request for entry in done)
        ]
    )
    CollectionAnswer.objects.bulk_create(
        [
            CollectionAnswer(case_id=each.case, collection_id=entry.request.case, body_id=each.body)
            for entry in done
            for each in entry.request.recipients
        ]
    )


def _project_answered(done: Sequence[Done[GiveAnswer]]) -> None:
    given = {entry.request.case: entry.decision.rows for entry in done}
    rows = list(CollectionAnswer.objects.filter(pk__in=given))
    for row in rows:
        found = given[row.pk]
        if isinstance(found, Given):
            row.values, row.confirmed, row.answered_on = dict(found.values), list(found.confirmed), found.on
    CollectionAnswer.objects.bulk_update(rows, ["values", "confirmed", "answered_on"])


def _nothing(_done: Sequence[Done[End]]) -> None:
    return None


SEND: ActKind[Send, Rows] = register_act(
    ActKind(
        rules.COLLECTION,
        "send",
        _touch_none,
        rules.send,
        _dictionary,
        _project_sent,
        place=lambda request: request.place,
        bodies=lambda request: (request.office,),
    )
)
CLOSE: ActKind[End, Rows] = register_act(
    ActKind(rules.COLLECTION, "close", _touch_all, rules.end, _load_collections, _nothing)
)
EXPIRE: ActKind[End, Rows] = register_act(
    ActKind(rules.COLLECTION, "expire", _touch_one, rules.expire, _load_collections, _nothing)
)
ANSWER: ActKind[GiveAnswer, Rows] = register_act(
    ActKind(rules.REPLY, "answer", _touch_one, rules.answer, _load_answers, _project_answered)
)
LAPSE: ActKind[End, Rows] = register_act(
    ActKind(rules.REPLY, "lapse", _touch_one, rules.lapse, _load_answers, _nothing)
)
