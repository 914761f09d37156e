"""The only writers of agreed prices: typed requests into the gateway.

``by`` is who acts, ``key`` the idempotency key, ``on`` the deciding day (by default today).
"""

from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from kechuang.casework import queue
from kechuang.casework.act import Outcome, act
from kechuang.casework.models import Case
from kechuang.casework.registry import ActKind, Touched, register_act
from kechuang.kernel.refusal import Refusal
from kechuang.mechanisms.market.notice import dealing, projecting
from kechuang.mechanisms.market.notice.models import PriceNotice
from kechuang.mechanisms.market.notice.rules import agreeing, noticing, signing
from kechuang.mechanisms.market.notice.rules.moves import NOTICE
from kechuang.mechanisms.market.notice.rules.requests import Loaded, Open, Snap, Tick
from kechuang.mechanisms.market.result import offering
from kechuang.web.accounts.models import Body
from kechuang.web.permissions import SYSTEM, Actor

OFFICE_KINDS = ("market_operator", "department", "office", "county_office")
CLOSED = frozenset({"SIGNED", "REGISTERED"})


def office_for(place: str) -> Body | None:
    """Give who runs the market of a place: an operator, else the department; of the city, else of the province."""
    wanted = [f"{place[:4]}00", place, f"{place[:2]}0000"]
    rows = Body.objects.filter(place__in=wanted, kind__in=OFFICE_KINDS, valid_to__isnull=True).exclude(authority="")
    found = sorted(
        rows, key=lambda body: (OFFICE_KINDS.index(body.kind), wanted.index(body.place), body.code, str(body.pk))
    )
    return found[0] if found else None


def _on_notice(code: str, decide: Any, *, while_held: bool = False) -> ActKind[Any, Loaded]:  # noqa: ANN401 - each has its own request
    return register_act(
        ActKind(
            NOTICE,
            code,
            lambda request: Touched(cases=(request.notice,)),
            decide,
            projecting.load,
            projecting.project,
            while_held=while_held,
        )
    )


OPEN: ActKind[Open, Loaded] = register_act(
    ActKind(
        NOTICE,
        "open",
        lambda _request: Touched(),
        agreeing.open_,
        projecting.load_new,
        projecting.project,
        place=lambda request: request.place,
        bodies=lambda request: (request.seller,),
    )
)
KINDS: dict[str, ActKind[Any, Loaded]] = {
    "file": _on_notice("file", noticing.file),
    "change": _on_notice("change", noticing.change),
    "report_gap": _on_notice("report_gap", noticing.gap),
    "interrupt": _on_notice("interrupt", noticing.gap),
    "sign": _on_notice("sign", signing.sign),
    "register": _on_notice("register", signing.register),
}
END = _on_notice("end", noticing.end)
# A notice that waits for the answer to an objection is still read by everybody, and its page is taken all the same.
SNAP = _on_notice("snap", noticing.snap, while_held=True)


def open_notice(request: Open, *, by: Actor, key: str, on: date | None = None) -> Outcome:
    """Lay down an agreed price."""
    return act(OPEN, request, by=by, key=key, on=on)


def take(code: str, request: Any, *, by: Actor, key: str, on: date | None = None) -> Outcome:  # noqa: ANN401 - each move has its own request
    """Take a move on a notice (``file``, ``change``, ``sign`` …) with its own request. Raises KeyError for no move."""
    outcome = _publish(request, by, key, on) if code == "file" else act(KINDS[code], request, by=by, key=key, on=on)
    if outcome.refusal is None and code != "file":
        dealing.follow(request.notice)
    if code == "change" and outcome.refusal and outcome.refusal.code == "case.move_not_open":
        state = Case.objects.values_list("state", flat=True).get(pk=request.notice)
        if state in CLOSED:
            return Outcome(key, refusal=Refusal("notice.changed_after_signing"))
    return outcome


def _publish(request: Any, by: Actor, key: str, on: date | None) -> Outcome:  # noqa: ANN401 - the request of ``file``
    """Publish only what can be locked for the deal: both or neither."""
    with queue.writer(), transaction.atomic():
        case = Case.objects.select_for_update().filter(pk=request.notice, kind=NOTICE.kind).first()
        if case is not None and case.state in NOTICE.by_code["file"].sources:
            row = PriceNotice.objects.select_related("case").get(pk=case.pk)
            refusal = offering.begin(dealing.sold_of(row, row.round + 1))
            if refusal is not None:
                transaction.set_rollback(True)
                return Outcome(key, refusal=refusal)
        outcome = act(KINDS["file"], request, by=by, key=key, on=on)
        if outcome.refusal is not None:
            transaction.set_rollback(True)
        return outcome


def snap(request: Snap, *, key: str, on: date) -> Outcome:
    """Note that the page was taken; the node does it, nobody else may."""
    return act(SNAP, request, by=SYSTEM, key=key, on=on)


def end(case: UUID, *, on: date, key: str) -> Outcome:
    """Carry out the due move of a notice that ran its whole time."""
    return act(END, Tick(notice=case), by=SYSTEM, key=key, on=on)


DUE = {"end": end}
