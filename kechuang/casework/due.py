"""Time moves cases too: due moves and the sweep that sends them through the gateway."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from kechuang.casework.act import Outcome
from kechuang.casework.models import DueMove
from kechuang.casework.moves import BESIDE
from kechuang.casework.registry import CASE_KINDS, due_handler
from kechuang.web import clock

BATCH = 200
MOOT = "moot"
# A held case's clock stands still: only the moves beside its own, such as the end of a correction's time, go on.
FREE = Q(case__hold="") | Q(move__contains=BESIDE)


@dataclass(slots=True)
class Swept:
    """What one sweep did."""

    moved: int = 0
    refused: dict[str, int] = field(default_factory=dict)


def sweep(up_to: date | None = None) -> Swept:
    """Carry out every open due move up to a day (today by default), in the order of their days, as the system office.

    Each is decided on its own due day, so a node that was down catches up as if it had not been. A move that its case
    has left behind is closed as moot, and one that the decision refuses with the refusal's code. Moves made due by the
    sweep itself are carried out too.
    """
    until, swept = up_to or clock.today(), Swept()
    while batch := list(_open(until)):
        for entry in batch:
            _carry_out(entry, swept)
    return swept


def next_day(after: date) -> date | None:
    """Give the first day after ``after`` on which a move is due, or None."""
    rows = DueMove.objects.filter(FREE, done_at__isnull=True, on__gt=after).order_by("on", "id")
    return rows.values_list("on", flat=True).first()


def _open(until: date) -> list[DueMove]:
    rows = DueMove.objects.filter(FREE, done_at__isnull=True, on__lte=until).select_related("case").order_by("on", "id")
    return list(rows[:BATCH])


def _carry_out(entry: DueMove, swept: Swept) -> None:
    kind = CASE_KINDS[entry.case.kind]
    entry.case.refresh_from_db(fields=["state", "hold"])
    if entry.case.hold and BESIDE not in entry.move:
        return
    if entry.move in kind.moves.by_code and kind.moves.check(entry.move, entry.case.state):
        _close(entry, MOOT)
        return
    outcome: Outcome = due_handler(entry.case.kind, entry.move)(entry.case_id, on=entry.on, key=f"due:{entry.pk}")
    code = outcome.refusal.code if outcome.refusal else ""
    _close(entry, code)
    if outcome.refusal:
        swept.refused[code] = swept.refused.get(code, 0) + 1
    else:
        swept.moved += 1


def _close(entry: DueMove, code: str) -> None:
    DueMove.objects.filter(pk=entry.pk, done_at__isnull=True).update(done_at=clock.now(), refused=code)
