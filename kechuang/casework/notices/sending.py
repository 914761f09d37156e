"""Sending a notice: one call for every package, done once for each key."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models.functions import Length

from kechuang.casework.act import act
from kechuang.casework.models import Case
from kechuang.casework.notices.actions import SEND
from kechuang.casework.notices.models import Notice
from kechuang.casework.notices.rules import RECEIPT, Sent
from kechuang.casework.notices.values import pack
from kechuang.ledger.models import Log
from kechuang.web import chance, clock
from kechuang.web.accounts.models import Body
from kechuang.web.permissions import SYSTEM, below


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A notice that some fact calls for. Exactly one of ``to_body`` and ``to_person`` names the receiver.

    ``reply_by`` is shown as the day that counts for the receiver; with ``receipt`` the notice is formal.
    """

    kind: str
    to_body: UUID | None = None
    to_person: UUID | None = None
    case: UUID | None = None
    values: Mapping[str, object] = field(default_factory=dict)
    reply_by: date | None = None
    receipt: bool = False


def send(
    kind: str,
    *,
    to_body: UUID | None = None,
    to_person: UUID | None = None,
    case: UUID | None = None,
    values: Mapping[str, object] | None = None,
    on: date,
    reply_by: date | None = None,
    receipt: bool = False,
    key: str,
) -> Notice:
    """Send a notice of a kind to one body or one person; the same key again gives the first notice back.

    Its title is the message ``<kind>`` of the catalogues, its text the message ``<kind>.notice`` with ``values`` in
    braces (amounts as Decimal yuan, days as date). With ``receipt`` a body must confirm that it received it, and both
    the sending and the receipt are facts. Raises ValueError unless exactly one receiver is named.
    """
    if (to_body is None) == (to_person is None):
        raise ValueError(f"a notice goes to one body or to one person: {kind}")
    known = Notice.objects.filter(key=key).first()
    if known is not None:
        return known
    draft = Draft(
        kind=kind,
        to_body=to_body,
        to_person=to_person,
        case=case,
        values=values or {},
        reply_by=reply_by,
        receipt=receipt,
    )
    if receipt and to_body is not None:
        return _formal(draft, key, on)
    try:
        with transaction.atomic():
            row = plain(draft, key, on)
            row.save(force_insert=True)
            return row
    except IntegrityError:  # another process sent it in the meantime
        return Notice.objects.get(key=key)


def plain(draft: Draft, key: str, on: date) -> Notice:
    """Give the row, not yet written, of a notice that asks for nothing."""
    return Notice(
        key=key,
        kind=draft.kind,
        values=pack(draft.values),
        body_id=draft.to_body,
        person_id=draft.to_person,
        about_id=draft.case,
        asks=RECEIPT if draft.receipt else "",
        on=on,
        made_at=clock.now(),
        reply_by=draft.reply_by,
    )


def _formal(draft: Draft, key: str, on: date) -> Notice:
    case = Case.objects.filter(pk=draft.case).first() if draft.case else None
    receiver = Body.objects.get(pk=draft.to_body)
    authority = case.authority if case else authority_at(receiver.authority, receiver.place)
    request = Sent(
        id=chance.uuid7(),
        key=key,
        kind=draft.kind,
        authority=authority,
        place=case.place if case else receiver.place,
        receiver=receiver.pk,
        sender=case.office_id if case else None,
        asks=RECEIPT,
        title=draft.kind,
        values=draft.values,
        about=draft.case,
        reply_by=draft.reply_by,
    )
    outcome = act(SEND, request, by=SYSTEM, key=f"notice:{key}"[:120], on=on)
    return Notice.objects.get(pk=outcome.case)


def authority_at(own: str, place: str) -> str:
    """Give the log in which a body's notices are recorded: its own authority's, else that of the nearest place.

    Raises LookupError on a node without any log.
    """
    codes = list(Log.objects.order_by(Length("code"), "code").values_list("code", flat=True))
    if own in codes:
        return own
    fitting = [code for code in codes if code[:6].isdigit() and below(place, code[:6])]
    nearest = max(fitting, key=lambda code: len(code[:6].rstrip("0")), default=None)
    if nearest is None and not codes:
        raise LookupError("there is no log on this node: open one with kechuang init")
    return nearest or codes[0]
