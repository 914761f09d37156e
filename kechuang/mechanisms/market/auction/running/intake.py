"""The durable intake: a wish is written first, and answered after the worker decided it."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from kechuang.casework import queue
from kechuang.kernel.refusal import Refusal
from kechuang.mechanisms.market.auction.models import Answer, Waiting
from kechuang.mechanisms.market.auction.running import bell
from kechuang.mechanisms.market.auction.running.clockwork import moment

PAUSES = (0.004, 0.008, 0.015)
YUAN = "_yuan"


@dataclass(frozen=True, slots=True)
class Answered:
    """What became of a wish: ``done`` False as long as nobody decided it; else the event's number or the refusal."""

    number: int
    done: bool
    seq: int | None = None
    refusal: Refusal | None = None
    values: Mapping[str, Any] = field(default_factory=dict)


def put(lot: UUID, kind: str, payload: Mapping[str, Any], *, key: str, shift: int = 0) -> int:
    """Write a wish into the intake and wake the workers; give its number. The same key again gives the first number."""
    row = Waiting(lot_id=lot, kind=kind, payload=dict(payload), key=key, received_at=moment(shift))
    try:
        with queue.writer(), transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        return int(Waiting.objects.values_list("pk", flat=True).get(lot=lot, key=key))
    bell.RINGER.ring()
    return int(row.pk)


def answer(number: int) -> Answered:
    """Give the answer to a wish as far as it is known."""
    row = Answer.objects.filter(pk=number).first()
    if row is None:
        return Answered(number, done=False)
    if row.code:
        return Answered(number, done=True, refusal=Refusal(row.code, _values(row.values), row.values.get("@", "")))
    return Answered(number, done=True, seq=row.seq)


def _values(raw: Mapping[str, Any]) -> dict[str, Any]:
    """Give the values of a refusal: amounts as numbers again."""
    return {
        name: Decimal(value) if isinstance(value, str) and name.endswith(YUAN) else value
        for name, value in raw.items()
        if name != "@"
    }


def wait(number: int, seconds: float = 2.0) -> Answered:
    """Wait for the answer to a wish, at most so long."""
    until, turn = time.monotonic() + seconds, 0
    while True:
        found = answer(number)
        if found.done or time.monotonic() >= until:
            return found
        time.sleep(PAUSES[min(turn, len(PAUSES) - 1)])
        turn += 1


def last(lot: UUID, kind: str) -> int | None:
    """Give the number of the newest wish of a kind for a lot."""
    return Waiting.objects.filter(lot=lot, kind=kind).order_by("-pk").values_list("pk", flat=True).first()
