"""The work on a table: reading and checking it, writing it; in chunks, each whole or not at all, resumable anywhere.

A task holds the upload by its ``runner``. A process that was killed leaves a runner whose beat is old: the node's round
gives the upload a new one, and the work goes on behind the last whole chunk. Small tables are worked on at once.
"""

import logging
from collections.abc import Iterable, Mapping, Sequence
from contextlib import nullcontext
from datetime import datetime, timedelta
from itertools import batched
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Count
from django.tasks import task

from kechuang.casework import queue
from kechuang.casework.imports import intake, layout, stored, writing
from kechuang.casework.imports.cell import KINDS, Row
from kechuang.casework.imports.checking import CHUNK, Checker, FirstRow, Result, digest_of, in_table, memory
from kechuang.casework.imports.desks import desk_of
from kechuang.casework.imports.models import (
    CANCELLED,
    CHECKED,
    CHECKING,
    FAILED,
    FAULTY,
    READY,
    SAME,
    WRITING,
    WRITTEN,
    CellFault,
    Line,
    Upload,
)
from kechuang.casework.imports.opening import OpeningError, stream
from kechuang.casework.imports.registry import KINDS as TABLES
from kechuang.kernel.refusal import Refusal
from kechuang.web import chance, clock

log = logging.getLogger("kechuang.imports")

AT_ONCE = 600
MOST_ROWS = 100_000
STALE = timedelta(seconds=90)
_NUMBER_OF = {kind: at for at, kind in enumerate(KINDS)}


class StoppedError(Exception):
    """The work must stop: somebody cancelled it, or another runner has taken it over."""


def start(upload: Upload) -> None:
    """Begin or go on with the work on an upload: at once for a small table, else in the background."""
    upload.runner, upload.beat_at = chance.random_id(), clock.real_now()
    upload.save(update_fields=["runner", "beat_at", "state", "cancelled"])
    if upload.total <= AT_ONCE:
        work(upload.pk.hex, upload.runner)
        upload.refresh_from_db()
        return
    moment = clock.now().isoformat() if settings.KECHUANG_DEMO else ""
    run.enqueue(upload.pk.hex, upload.runner, moment)
    upload.refresh_from_db()


@task()
def run(upload: str, runner: str, moment: str) -> None:
    """Work on an upload in the background; on a demonstration the clock stands where it stood for the asker."""
    with clock.fixed(datetime.fromisoformat(moment)) if moment else nullcontext():
        work(upload, runner)


def resume_stale(_moment: datetime) -> int:
    """Go on with uploads whose task has been killed; give their number."""
    before = clock.real_now() - STALE
    stale = Upload.objects.filter(state__in=(CHECKING, WRITING), beat_at__lt=before, cancelled=False)
    found = list(stale)
    for upload in found:
        start(upload)
    return len(found)


def work(identifier: str, runner: str) -> None:
    """Do what the upload's state asks for, as long as this runner holds it."""
    upload = Upload.objects.select_related("office", "person", "agreed_by").get(pk=identifier)
    if upload.runner != runner:
        return
    try:
        if upload.state == CHECKING:
            _check(upload)
        elif upload.state == WRITING:
            _write(upload)
    except StoppedError:
        return
    except OpeningError as error:
        _fail(upload, error.refusal)
    except Exception:  # a fault of ours must not leave the table waiting for ever; it is said, and the work can go on
        log.exception("the work on the table %s broke off", upload.pk)
        _fail(upload, Refusal("imports.broken"))


def _fail(upload: Upload, refusal: Refusal) -> None:
    with queue.writer():
        held = Upload.objects.filter(pk=upload.pk, runner=upload.runner)
        held.update(state=FAILED, fault=stored.refusal_json(refusal), runner="")


def hold(upload: Upload, **changes: Any) -> None:  # noqa: ANN401 - column values
    """Inside a transaction: make sure that this runner still holds the upload, and write progress."""
    row = Upload.objects.select_for_update().get(pk=upload.pk)
    if row.runner != upload.runner:
        raise StoppedError
    if row.cancelled:
        Upload.objects.filter(pk=upload.pk).update(state=CANCELLED if row.state == CHECKING else CHECKED, runner="")
    else:
        Upload.objects.filter(pk=upload.pk).update(beat_at=clock.real_now(), **changes)
    upload.cancelled = row.cancelled


# --- checking


class Tally:
    """How cells were understood, and what was filled in from where as of which day: counted while rows are checked."""

    def __init__(self, told: Mapping[str, Any]) -> None:
        self.notes: dict[str, int] = dict(told.get("notes", {}))
        self.filled: dict[str, list[Any]] = {name: list(each) for name, each in told.get("filled", {}).items()}

    @property
    def said(self) -> dict[str, Any]:
        """Give the counts as they are kept."""
        return {"notes": self.notes, "filled": self.filled}

    def add(self, result: Result, filled: Mapping[str, Any] | None = None) -> None:
        """Count a row; with ``filled``, what had been filled in before a correction is taken back."""
        for note, count in result.notes.items():
            self.notes[note] = self.notes.get(note, 0) + count
        for each, by in ((filled or {}, -1), (result.line.filled, 1)):
            for code, said in each.items():
                entry = self.filled.setdefault(f"{code}\t{said['source']}", [0, ""])
                entry[0] += by
                entry[1] = max(entry[1], (said["on"] or {}).get("day", ""))


def _check(upload: Upload) -> None:
    kind, desk = TABLES[upload.kind], desk_of(upload)
    if desk is None:
        _fail(upload, Refusal("imports.no_desk"))
        return
    checker = Checker(upload, kind, desk)
    table, told = intake.layout_of(upload), layout.Told()
    known = upload.lines.exclude(key="").order_by("-number").values_list("key", "number")
    first_row = memory(dict(known))
    tally = Tally(upload.told)
    number = upload.done
    with stream(upload.file_digest, upload.sheet) as sheet:
        rows = layout.body(sheet.rows, sheet.merges, table, told)
        for chunk in batched((row for row in rows if row.number > upload.last_number), CHUNK):
            number += len(chunk)
            if number > MOST_ROWS:
                raise OpeningError(Refusal("imports.too_many_rows", {"most": MOST_ROWS}, place="file"))
            _check_chunk(upload, checker, chunk, first_row, tally, number)
            if upload.cancelled:
                return
    _checked(upload, told, desk.on)


def _check_chunk(
    upload: Upload,
    checker: Checker,
    chunk: Sequence[Row],
    first_row: FirstRow,
    tally: Tally,
    number: int,
) -> None:
    results = checker.check([_line(upload, row) for row in chunk], first_row)
    for result in results:
        tally.add(result)
    with queue.writer(), transaction.atomic():
        told = {**upload.told, **tally.said}
        hold(upload, done=number, last_number=chunk[-1].number, told=told)
        if upload.cancelled:
            return
        Line.objects.bulk_create([result.line for result in results])
        CellFault.objects.bulk_create([fault for result in results for fault in result.faults])
    upload.told = told


def _line(upload: Upload, row: Row) -> Line:
    cells = {
        code: [cell.text, _NUMBER_OF[cell.kind]]
        for code, where in upload.mapping.items()
        if (cell := row.cells.get(where["at"])) is not None and not cell.empty
    }
    return Line(upload=upload, number=row.number, cells=cells)


def _checked(upload: Upload, told: layout.Told, on: Any) -> None:  # noqa: ANN401 - a day
    with queue.writer(), transaction.atomic():
        upload.told = {
            **upload.told,
            "skipped": [[each.number, each.why, each.text] for each in told.skipped],
            "hidden_rows": told.hidden_rows,
            "filled_down": told.filled_down,
        }
        upload.checked_on = on
        hold(upload, told=upload.told, checked_on=on)
        if not upload.cancelled:
            settle(upload)


def settle(upload: Upload) -> None:
    """Inside a transaction: count rows and faults, bind them by a digest, and wait for an agreement."""
    upload.counts = counts_of(upload)
    upload.total = upload.done = sum(upload.counts["rows"].values())
    upload.digest, upload.state = digest_of(upload), CHECKED
    upload.save(update_fields=["counts", "total", "done", "digest", "state", "told", "checked_on", "edition"])


def counts_of(upload: Upload) -> dict[str, Any]:
    """Give how many rows are in which state, and how many faults there are of each kind (two queries)."""
    rows = upload.lines.order_by().values_list("state").annotate(n=Count("id"))
    faults = upload.faults.order_by().values_list("group").annotate(n=Count("id")).order_by("-n", "group")
    return {"rows": dict(rows), "faults": dict(faults)}


def recheck(upload: Upload, numbers: Iterable[int]) -> list[Result]:
    """Inside a transaction: check corrected lines again, and those that had or now have the same key."""
    wanted = set(numbers)
    desk = desk_of(upload)
    assert desk is not None
    checker = Checker(upload, TABLES[upload.kind], desk)
    tally = Tally(upload.told)
    results: list[Result] = []
    for _round in range(2):
        lines = list(upload.lines.filter(number__in=wanted).order_by("number"))
        before = {line.key for line in lines if line.key}
        filled = {line.number: line.filled for line in lines}
        for chunk in batched(lines, CHUNK):
            # A key is looked for among the lines as they stand: those of this chunk must not stand with an old one.
            upload.lines.filter(number__in=[line.number for line in chunk]).update(key="")
            results = checker.check(chunk, _either(in_table(upload)))
            for result in results:
                tally.add(Result(result.line, result.row), filled[result.line.number])
            Line.objects.bulk_update(chunk, ["state", "key", "filled", "seen", "edited"])
            upload.faults.filter(number__in=[line.number for line in chunk]).delete()
            CellFault.objects.bulk_create([fault for result in results for fault in result.faults])
        touched = before | {line.key for line in lines if line.key}
        wanted = set(upload.lines.filter(key__in=touched).values_list("number", flat=True)[:CHUNK]) - wanted
        if not wanted:
            break
    upload.told = {**upload.told, **tally.said}
    return results


def _either(asked: FirstRow) -> FirstRow:
    """Doubles among the corrected rows themselves, or with a row that stands."""
    own: dict[str, int] = {}

    def first(key: str, number: int) -> int | None:
        return asked(key, number) or own.setdefault(key, number)

    return first


# --- writing


def _write(upload: Upload) -> None:
    kind, desk = TABLES[upload.kind], desk_of(upload, agreed=True)
    if desk is None:
        _fail(upload, Refusal("imports.no_desk"))
        return
    checker = Checker(upload, kind, desk)
    while True:
        lines = list(upload.lines.filter(state=READY).order_by("number")[:CHUNK])
        if not lines:
            break
        with queue.writer(), transaction.atomic():
            hold(upload)
        if upload.cancelled:
            return
        writing.write(upload, kind, desk, checker, lines)
        with queue.writer(), transaction.atomic():
            hold(upload, done=upload.done + len(lines))
        upload.done += len(lines)
    with queue.writer(), transaction.atomic():
        hold(upload, state=WRITTEN, counts=counts_of(upload))


WAITING = (READY, FAULTY, SAME)
