"""Carrying deliveries out: claimed before they are tried, tried again later and later, kept for ever as a log.

Two processes never try one delivery at once, and one that was taken is never tried again. A process that dies between
the receiver's answer and the note of it leaves the delivery claimed; after ten minutes it is tried again under the same
webhook-id or Message-ID, by which the receiver knows it.
"""

import http.client
import smtplib
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import F, Q, QuerySet

from kechuang.casework import queue
from kechuang.casework.notices import hooks, mail, mailing, reaching, signing
from kechuang.casework.notices.models import Delivery, Hook
from kechuang.casework.notices.sending import send
from kechuang.kernel.refusal import Refusal
from kechuang.web import clock

WAITING, SENDING, SENT, DEAD = "waiting", "sending", "sent", "dead"
STATES = (WAITING, SENDING, SENT, DEAD)
LEASE = timedelta(minutes=10)
# Our design: nine tries in about two days and a half.
PAUSES = tuple(timedelta(minutes=each) for each in (1, 5, 30, 120, 360, 720, 1440, 1440))
PAUSE_HOOK_AFTER = 20
ROUND = 200


class NotTakenError(Exception):
    """The receiver did not take the delivery; the text is kept in the log."""


def deliver_now(_moment: datetime) -> int:
    """Try everything that is due by the machine's own clock: networks know no fixed today."""
    return deliver(clock.real_now())


def deliver(moment: datetime) -> int:
    """Try the deliveries due at a moment, at most 200; give how many were taken by their receivers."""
    taken = 0
    for row in due(moment)[:ROUND]:
        if _claim(row, moment):
            taken += _try(row, moment)
    return taken


def due(moment: datetime) -> QuerySet[Delivery]:
    """Give the deliveries to be tried at a moment; those of paused or ended hooks wait."""
    runs = Q(hook__isnull=True) | Q(hook__paused_at__isnull=True, hook__ended_at__isnull=True)
    rows = Delivery.objects.filter(runs, next_at__lte=moment)
    return rows.select_related("hook__body", "address").order_by("next_at", "pk")


def _claim(row: Delivery, moment: datetime) -> bool:
    with queue.writer():
        mine = Delivery.objects.filter(pk=row.pk, next_at=row.next_at, attempts=row.attempts)
        if not mine.update(state=SENDING, attempts=F("attempts") + 1, next_at=moment + LEASE):
            return False
    row.attempts += 1
    return True


def _try(row: Delivery, moment: datetime) -> int:
    try:
        answer = _CHANNELS[row.channel](row, moment)
    except (NotTakenError, OSError, http.client.HTTPException, smtplib.SMTPException) as error:
        _failed(row, moment, f"{type(error).__name__}: {error}" if not isinstance(error, NotTakenError) else str(error))
        return 0
    with queue.writer():
        Delivery.objects.filter(pk=row.pk).update(state=SENT, next_at=None, sent_at=moment, answer=answer[:200])
        if row.hook_id and row.hook.failures:
            Hook.objects.filter(pk=row.hook_id).update(failures=0)
    return 1


def _failed(row: Delivery, moment: datetime, why: str) -> None:
    later = PAUSES[row.attempts - 1] if row.attempts <= len(PAUSES) else None
    with queue.writer():
        Delivery.objects.filter(pk=row.pk).update(
            state=WAITING if later else DEAD, next_at=moment + later if later else None, answer=why[:200]
        )
        if row.hook is not None:
            _count_failure(row.hook, moment)


def _count_failure(hook: Hook, moment: datetime) -> None:
    Hook.objects.filter(pk=hook.pk).update(failures=F("failures") + 1)
    paused = Hook.objects.filter(pk=hook.pk, failures__gte=PAUSE_HOOK_AFTER, paused_at__isnull=True)
    if paused.update(paused_at=moment):
        send(
            "casework.webhook_paused",
            to_body=hook.body_id,
            values={"url": hook.url, "failures": PAUSE_HOOK_AFTER},
            on=clock.today(),
            key=f"hook-paused:{hook.pk}:{moment.isoformat()}",
        )


def _by_mail(row: Delivery, _moment: datetime) -> str:
    if row.address is None:
        raise NotTakenError("the address is gone")
    subject, text = mailing.words(row.payload)
    made = mail.message(to=row.address.email, subject=subject, text=text, identifier=str(row.pk))
    return mail.hand_over(made)


def _by_hook(row: Delivery, moment: datetime) -> str:
    target = reaching.pin(row.hook.url, reaching.networks(settings.KECHUANG_HOOK_NETWORKS))
    if isinstance(target, Refusal):
        raise NotTakenError(target.code)
    body = hooks.body_of(row)
    status, said = reaching.post(target, body, signing.headers(row.hook.secret, str(row.pk), moment, body))
    if not 200 <= status < 300:
        raise NotTakenError(f"{status} {said}")
    return str(status)


_CHANNELS: dict[str, Callable[[Delivery, datetime], str]] = {"mail": _by_mail, "hook": _by_hook}


def again(delivery: Delivery, moment: datetime) -> None:
    """Have a delivery tried again from the beginning, under the same id."""
    rows = Delivery.objects.filter(pk=delivery.pk).exclude(state=SENDING)
    rows.update(state=WAITING, attempts=0, next_at=moment)
