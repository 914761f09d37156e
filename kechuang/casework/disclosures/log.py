"""Writing down what a request showed, in one statement; forgetting it after its time, or with the person."""

import hashlib
from datetime import timedelta
from itertools import batched
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest

from kechuang.casework.disclosures.models import Disclosure
from kechuang.casework.erasure import subject_of
from kechuang.web import clock
from kechuang.web.accounts.models import Person
from kechuang.web.disclosing import Shown, noted
from kechuang.web.permissions import Actor, Held, actor_of, holding

CHUNK = 500
LEAST_DAYS = 180


def write(request: HttpRequest) -> int:
    """Write what a request has shown; give the number of rows. One statement for up to ``CHUNK`` of them."""
    shown = noted(request)
    actor = actor_of(request) if shown else None
    if actor is None or actor.person is None:
        return 0
    rows = {row.key: row for each in shown for row in _rows(actor, actor.person, each)}
    for part in batched(rows.values(), CHUNK):
        Disclosure.objects.bulk_create(
            part, update_conflicts=True, unique_fields=["key"], update_fields=["last_at"], batch_size=CHUNK
        )
    shown.clear()
    return len(rows)


def _rows(actor: Actor, person: UUID, shown: Shown) -> list[Disclosure]:
    duty, now, today = _duty(actor, shown), clock.now(), clock.today()
    found = []
    for subject in sorted(shown.subjects) or [""]:
        if subject == subject_of(person):
            continue  # nobody is told that they read their own
        groups = ",".join(sorted(shown.groups))
        behalf = duty.on_behalf_of if duty else None
        words = (today, person, shown.record, shown.way, groups, subject, duty.body if duty else None, behalf)
        found.append(
            Disclosure(
                key=hashlib.sha256("\0".join(map(str, words)).encode()).hexdigest(),
                day=today,
                first_at=now,
                last_at=now,
                by_id=person,
                body_id=duty.body if duty else None,
                role=duty.role if duty else "",
                on_behalf_of_id=behalf,
                record=shown.record,
                kind=shown.kind,
                case=shown.case,
                subject=subject,
                groups=groups,
                way=shown.way,
            )
        )
    return found


def _duty(actor: Actor, shown: Shown) -> Held | None:
    """Give the duty by which the reader opened it: own ones before those held for others."""
    today = clock.today()
    if shown.permission and (found := holding(actor, shown.permission, on=today, place=shown.place)):
        return found[0]
    held = sorted(actor.grants, key=lambda each: each.on_behalf_of is not None)
    return next((each for each in held if each.in_force(today)), None)


def forget_old() -> int:
    """Remove what is older than ``KECHUANG_DISCLOSURE_DAYS`` (never under half a year); give how many rows."""
    days = max(LEAST_DAYS, int(settings.KECHUANG_DISCLOSURE_DAYS))
    return Disclosure.objects.filter(day__lt=clock.today() - timedelta(days=days)).delete()[0]


def forget_person(person: Person) -> int:
    """Remove what speaks of an erased person. What they read themselves stays, under an id that leads nowhere."""
    return Disclosure.objects.filter(subject=subject_of(person.pk)).delete()[0]
