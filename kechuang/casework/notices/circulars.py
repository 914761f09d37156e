"""Notices that an office writes: to whom, how much that asks of them, and sending as acts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from uuid import UUID

from django.db.models import QuerySet

from kechuang.casework.notices import actions
from kechuang.casework.notices.models import Circular
from kechuang.casework.notices.receiving import SEND, bodies_of
from kechuang.casework.notices.rules import Sent
from kechuang.casework.notices.sending import authority_at
from kechuang.casework.outcome import Item, Outcome
from kechuang.kernel.refusal import Refusal
from kechuang.rulebook import load as rulebook
from kechuang.rulebook.value import Table
from kechuang.web import chance
from kechuang.web.accounts.models import Body
from kechuang.web.permissions import Actor, Scope, scope

KIND = "casework.notice"
BURDEN = "office.notice.burden"
MOST = 20_000


def senders(actor: Actor, on: date) -> QuerySet[Body]:
    """Give the bodies in whose name the actor may send notices."""
    return Body.objects.filter(pk__in=bodies_of(actor, SEND, on)).order_by("name", "pk")


def circulars(actor: Actor, on: date) -> QuerySet[Circular]:
    """Give the circulars of the actor's own bodies."""
    return Circular.objects.filter(sender__in=bodies_of(actor, SEND, on)).select_related("sender")


def reach(actor: Actor, on: date) -> QuerySet[Body]:
    """Give the bodies to which the actor may send notices: those that stand on the day, in the places of the duty."""
    found: Scope = scope(actor, SEND, on)
    rows = Body.objects.filter(valid_from__lte=on).exclude(valid_to__lte=on)
    return rows.filter(found.condition(Body))


def receivers(circular: Circular, actor: Actor, on: date) -> QuerySet[Body]:
    """Give the bodies that a circular goes to: the listed ones, else those of its place and kind; never its sender."""
    rows = reach(actor, on).exclude(pk=circular.sender_id)
    if circular.codes:
        return rows.filter(code__in=circular.codes).order_by("place", "name", "pk")
    if circular.place:
        rows = rows.filter(Scope(places=frozenset({circular.place})).condition(Body))
    if circular.kind:
        rows = rows.filter(kind=circular.kind)
    return rows.order_by("place", "name", "pk")


def unknown_codes(circular: Circular, actor: Actor, on: date) -> list[str]:
    """Give the listed codes under which no body in reach is known."""
    known = set(receivers(circular, actor, on).values_list("code", flat=True))
    return [code for code in circular.codes if code not in known]


@dataclass(frozen=True, slots=True)
class Burden:
    """What a notice asks of others: so many receivers, so many things each, so many minutes each (our design)."""

    recipients: int
    items: int
    minutes_each: int
    confidence: str = ""

    @property
    def hours(self) -> int:
        """Hours of all receivers together, rounded up."""
        return -(-self.recipients * self.minutes_each // 60)

    @property
    def answers(self) -> int:
        """Receivers × things asked."""
        return self.recipients * self.items


def burden(asks: str, recipients: int, *, place: str, on: date) -> Burden:
    """Weigh a notice before it goes out, by the dated table of minutes of its place."""
    answer = rulebook.current().ask(BURDEN, place=place, on=on)
    row = answer.value.lookup("code", asks) if isinstance(answer.value, Table) else None
    if row is None:
        return Burden(recipients, 1, 0)
    return Burden(recipients, int(str(row["items"])), int(str(row["minutes"])), answer.confidence)


def send(circular: Circular, *, by: Actor, on: date) -> list[Outcome] | Refusal:
    """Send a circular: one case, one fact and one notice for each receiver. Sent again, it sends nothing twice."""
    if circular.sender_id not in bodies_of(by, SEND, on):
        return Refusal("notice.not_your_office")
    found = list(receivers(circular, by, on)[: MOST + 1])
    if not found:
        return Refusal("notice.nobody")
    if len(found) > MOST:
        return Refusal("notice.too_many", {"most": MOST})
    sender = circular.sender
    authority = authority_at(sender.authority, sender.place)
    items = [_item(circular, body.pk, authority, sender.place) for body in found]
    outcomes = actions.send_many(items, by=by, on=on)
    refused = next((outcome.refusal for outcome in outcomes if outcome.refusal), None)
    if refused:
        return refused
    Circular.objects.filter(pk=circular.pk).update(sent_on=on, recipients=len(found))
    return outcomes


def _item(circular: Circular, body: UUID, authority: str, place: str) -> Item[Sent]:
    key = f"circular:{circular.pk}:{body}"
    request = Sent(
        id=chance.uuid7(),
        key=key,
        kind=KIND,
        authority=authority,
        place=place,
        receiver=body,
        sender=circular.sender_id,
        asks=circular.asks,
        title=circular.title,
        text=circular.text,
        text_sha256=sha256(circular.text.encode()).hexdigest(),
        circular=circular.pk,
        reply_by=circular.reply_by,
    )
    return Item(request, key)


def unfinished(circular: Circular) -> Sequence[UUID]:
    """Give the notices of a circular that are not yet done."""
    rows = circular.notices.filter(state__in=("SENT", "RECEIVED")).order_by("pk")  # type: ignore[attr-defined]
    return list(rows.values_list("pk", flat=True))
