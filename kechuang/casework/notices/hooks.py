"""Webhooks: which events go to which body's address. They follow the ledger by a cursor of their own."""

import json
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Max

from kechuang.casework import queue
from kechuang.casework.notices import following
from kechuang.casework.notices.models import Delivery, Hook, Notice
from kechuang.kernel.fact import REGISTRY
from kechuang.ledger import read
from kechuang.ledger.models import Cursor, Entry, Log
from kechuang.web import clock
from kechuang.web.accounts.models import Body

CURSOR = "webhooks"
NOTICE = "casework.notice"
GROUPS = ("public", "parties")
LOOK_BACK = timedelta(days=3)
MOST_HOOKS = 5


def event_types() -> list[str]:
    """Give the types that a hook may choose: a notice that waits, and every fact that a case's parties may read."""
    return [NOTICE, *sorted({name for name, _version in REGISTRY})]


def running(body: Body | None = None) -> Iterable[Hook]:
    """Give the hooks that have not been ended."""
    rows = Hook.objects.filter(ended_at__isnull=True).order_by("pk")
    return rows.filter(body=body) if body else rows


def gather(moment: datetime) -> int:
    """Put every new event into deliveries; give how many."""
    hooks = list(running())
    made = _notices(hooks, moment)
    for log in Log.objects.order_by("code").values_list("code", flat=True):
        _begin(log, hooks)
        while step := _follow(log, hooks):
            made += step
    return made


def _begin(log: str, hooks: list[Hook]) -> None:
    """Begin at the first hook's beginning, so that nobody is sent what happened before."""
    if hooks and not Cursor.objects.filter(name=CURSOR, log=log).exists():
        first = min(hook.made_at for hook in hooks)
        old = Entry.objects.filter(log=log, recorded_at__lt=first).aggregate(last=Max("seq"))["last"]
        Cursor.objects.get_or_create(name=CURSOR, log=log, defaults={"position": old or 0})


def _follow(log: str, hooks: list[Hook]) -> int:
    types = sorted({event for hook in hooks for event in hook.events} - {NOTICE}) or ["-"]
    with queue.writer():
        return read.follow(CURSOR, log, lambda entries: _handle(entries, hooks), limit=200, types=types)


def _handle(entries: list[Entry], hooks: list[Hook]) -> None:
    now = clock.real_now()
    rows = [
        Delivery(
            key=f"hook:{hook.pk}:{event.entry.id}",
            channel="hook",
            hook=hook,
            event=event.entry.type,
            payload=payload(event),
            made_at=now,
            next_at=now,
        )
        for event in following.events(entries)
        for hook in hooks
        if concerns(hook, event)
    ]
    Delivery.objects.bulk_create(rows, ignore_conflicts=True)


def concerns(hook: Hook, event: following.Event) -> bool:
    """Say whether a fact goes to a hook: a chosen type, later than the hook, and its body a party of the case."""
    case = event.about
    if case is None or event.entry.type not in hook.events or event.entry.recorded_at < hook.made_at:
        return False
    return hook.body_id in {case.holder_id, case.counterpart_id, case.office_id}


def payload(event: following.Event) -> dict[str, Any]:
    """Give what is sent of a fact: where it stands in the record, and the groups that its parties may read."""
    entry, groups = event.entry, event.entry.groups
    return {
        "type": entry.type,
        "timestamp": entry.recorded_at.isoformat(),
        "data": {
            "id": entry.id,
            "log": entry.log,
            "seq": entry.seq,
            "case": entry.case,
            "on": entry.on.isoformat(),
            "groups": {label: groups[label]["values"] for label in GROUPS if label in groups},
        },
    }


def _notices(hooks: list[Hook], moment: datetime) -> int:
    rows: list[Delivery] = []
    for hook in hooks:
        if NOTICE in hook.events:
            since = max(hook.made_at, moment - LOOK_BACK)
            rows += [_notice_row(hook, each) for each in Notice.objects.filter(body=hook.body_id, made_at__gte=since)]
    known = set(Delivery.objects.filter(key__in=[row.key for row in rows]).values_list("key", flat=True))
    fresh = [row for row in rows if row.key not in known]
    Delivery.objects.bulk_create(fresh, ignore_conflicts=True)
    return len(fresh)


def _notice_row(hook: Hook, notice: Notice) -> Delivery:
    now = clock.real_now()
    data = {
        "id": str(notice.pk),
        "kind": notice.kind,
        "asks": notice.asks,
        "reply_by": notice.reply_by.isoformat() if notice.reply_by else None,
        "url": f"{settings.KECHUANG_URL.rstrip('/')}/notices/{notice.pk}/",
    }
    body = {"type": NOTICE, "timestamp": notice.made_at.isoformat(), "data": data}
    key = f"hook:{hook.pk}:notice:{notice.pk}"
    return Delivery(key=key, channel="hook", hook=hook, event=NOTICE, payload=body, made_at=now, next_at=now)


def body_of(delivery: Delivery) -> bytes:
    """Give the bytes that are sent and signed: the same for every try."""
    return json.dumps(delivery.payload, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
