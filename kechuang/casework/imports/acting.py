"""What people do with a table: correct cells, choose columns, agree, cancel, throw away; for pages and programs."""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction

from kechuang.casework import queue
from kechuang.casework.files import bytes as kept
from kechuang.casework.imports import intake, running
from kechuang.casework.imports.checking import digest_of
from kechuang.casework.imports.models import (
    CANCELLED,
    CHECKED,
    CHECKING,
    COLUMNS,
    FAILED,
    WRITING,
    WRITTEN,
    Upload,
)
from kechuang.casework.imports.registry import ImportKind
from kechuang.kernel.refusal import Refusal
from kechuang.web import clock

MOST_CORRECTED = 400
LONGEST_CELL = 32_767


def begin(upload: Upload) -> None:
    """Go on behind the upload: check at once where the columns are clear."""
    if upload.state == CHECKING:
        running.start(upload)


def choose_columns(
    upload: Upload, kind: ImportKind, chosen: Mapping[str, int | None], units: Mapping[str, str]
) -> Refusal | None:
    """Take the columns as chosen, remember them for the office, and check everything anew."""
    if upload.state in {WRITING, WRITTEN}:
        return Refusal("imports.written_already")
    placed = {code: at for code, at in chosen.items() if at is not None}
    missing = intake.lacking(placed, kind)
    if missing:
        return Refusal("imports.heads_missing", {"heads_codes": ", ".join(missing)})
    intake.correct(upload, kind, chosen, units)
    again(upload)
    return None


def choose_sheet(upload: Upload, kind: ImportKind, at: int) -> Refusal | None:
    """Choose another sheet of the file."""
    if upload.state in {WRITING, WRITTEN}:
        return Refusal("imports.written_already")
    if at not in {each["at"] for each in upload.sheets}:
        return Refusal("imports.no_such_sheet")
    intake.choose_sheet(upload, kind, at)
    doubtful = upload.state == COLUMNS
    again(upload, go=not doubtful)
    return None


def again(upload: Upload, *, go: bool = True) -> None:
    """Forget what was checked; with ``go``, check anew."""
    with queue.writer(), transaction.atomic():
        upload.faults.all().delete()
        upload.lines.all().delete()
        upload.done = upload.last_number = 0
        upload.told = {name: upload.told[name] for name in ("external", "remembered_on") if name in upload.told}
        upload.counts, upload.fault, upload.digest, upload.cancelled, upload.runner = {}, {}, "", False, ""
        upload.edition += 1
        upload.total = intake.sheet_of(upload)["rows"]
        upload.state = CHECKING if go else COLUMNS
        upload.save()
    begin(upload)


def correct(upload: Upload, cells: Mapping[tuple[int, str], str]) -> Refusal | int:
    """Correct cells on the page and check their rows again; give how many cells changed."""
    if upload.state != CHECKED:
        return Refusal("imports.not_checked")
    wanted = dict(list(cells.items())[:MOST_CORRECTED])
    with queue.writer(), transaction.atomic():
        held = Upload.objects.select_for_update().get(pk=upload.pk)
        if held.edition != upload.edition or held.state != CHECKED:
            return Refusal("imports.changed_since")
        numbers = {number for number, _column in wanted}
        changed = []
        for line in upload.lines.filter(number__in=numbers):
            own = {column: text[:LONGEST_CELL] for (number, column), text in wanted.items() if number == line.number}
            before = {column: line.edited.get(column, line.cells.get(column, [""])[0]) for column in own}
            fresh = {column: text for column, text in own.items() if text.strip() != before[column].strip()}
            if fresh:
                line.edited = {**line.edited, **fresh}
                line.save(update_fields=["edited"])
                changed.append((line.number, len(fresh)))
        if changed:
            upload.edition += 1
            running.recheck(upload, [number for number, _count in changed])
            running.settle(upload)
    return sum(count for _number, count in changed)


def drop_lines(upload: Upload, numbers: set[int]) -> None:
    """Leave rows out: they stay in the file and are not written."""
    upload.lines.filter(number__in=numbers).delete()


def agree(upload: Upload, digest: str, *, by: UUID) -> Refusal | None:
    """Agree to write what was checked. What has changed since, or was checked on another day, is checked anew first."""
    with queue.writer(), transaction.atomic():
        held = Upload.objects.select_for_update().get(pk=upload.pk)
        if held.state in {WRITING, WRITTEN}:
            upload.refresh_from_db()
            return None
        if held.state != CHECKED or not digest or digest != held.digest or digest_of(held) != held.digest:
            return Refusal("imports.changed_since")
        if not held.counts["rows"].get("READY"):
            return Refusal("imports.nothing_to_write")
        stale = held.checked_on != clock.today()
        if not stale:
            held.state, held.done = WRITING, 0
            held.agreed_by_id, held.agreed_at = by, clock.now()
            held.save()
    upload.refresh_from_db()
    if stale:
        _check_edited(upload)
        return Refusal("imports.another_day")
    running.start(upload)
    return None


def _check_edited(upload: Upload) -> None:
    """Check all rows again, with their corrections, on the present day."""
    with queue.writer(), transaction.atomic():
        upload.checked_on = clock.today()
        upload.edition += 1
        running.recheck(upload, upload.lines.values_list("number", flat=True))
        running.settle(upload)


def cancel(upload: Upload) -> None:
    """Stop the work; what has been written stays."""
    Upload.objects.filter(pk=upload.pk, state__in=(CHECKING, WRITING)).update(cancelled=True)


def resume(upload: Upload) -> Refusal | None:
    """Go on with cancelled or interrupted work behind its last whole chunk."""
    if upload.state == CANCELLED or (upload.state == FAILED and upload.fault.get("code") == "imports.broken"):
        upload.state, upload.fault = WRITING if upload.agreed_at else CHECKING, {}
        upload.save(update_fields=["state", "fault"])
    if upload.state not in {CHECKING, WRITING}:
        return Refusal("imports.nothing_to_resume")
    upload.cancelled = False
    running.start(upload)
    return None


def drop(upload: Upload) -> None:
    """Throw an upload away with its file; what was written to a register stays there."""
    digest = upload.file_digest
    with queue.writer(), transaction.atomic():
        upload.faults.all().delete()
        upload.lines.all().delete()
        upload.delete()
    kept.remove_unheld([digest])


ENDED = (WRITTEN, CANCELLED, FAILED)
