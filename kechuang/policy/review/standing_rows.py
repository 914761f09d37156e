"""The register's rows of targets and tasks made to say what stands after a judgement.

Lists, works and measures read ``policy.models.Target`` and ``Task``; so these rows follow every judgement at once. A
rejected one stays as a row under its verdict, so that the register's own proof still counts what was read.
"""

from collections.abc import Mapping

from kechuang.policy import kept, overlay, rows_of
from kechuang.policy.finding import TARGET, TASK, Reading, from_json
from kechuang.policy.models import Clause, Document, Target, Task
from kechuang.policy.overlay import ACCEPTED, ADDED, OPEN, REJECTED, Stand

PLAIN = {"", ACCEPTED, REJECTED}


def write(document: Document, stands: Mapping[str, Stand]) -> None:
    """Write the rows of the findings that were judged; other kinds of findings have none."""
    for kind, table in ((TARGET, Target), (TASK, Task)):
        mine = {code: stand for code, stand in stands.items() if stand.kind == kind}
        if mine:
            _write(document, table, mine)
    counts = {
        "targets_count": document.targets.exclude(verdict=REJECTED).count(),
        "tasks_count": document.tasks.exclude(verdict=REJECTED).count(),
    }
    Document.objects.filter(pk=document.pk).update(**counts)


def _write(document: Document, table: type[Target] | type[Task], stands: Mapping[str, Stand]) -> None:
    held = dict(table._default_manager.filter(document=document, code__in=stands).values_list("code", "verdict"))  # noqa: SLF001 - Django's documented model API
    plain: dict[str, list[str]] = {}
    anew = {}
    for code, stand in stands.items():
        verdict = "" if stand.verdict == OPEN else stand.verdict
        if held.get(code) in PLAIN and verdict in PLAIN:
            plain.setdefault(verdict, []).append(code)
        else:
            anew[code] = stand
    for verdict, codes in plain.items():
        table._default_manager.filter(document=document, code__in=codes).update(verdict=verdict)  # noqa: SLF001 - Django's documented model API
    if anew:
        table._default_manager.filter(document=document, code__in=anew).delete()  # noqa: SLF001 - Django's documented model API
        _make(document, table, anew)


def _make(document: Document, table: type[Target] | type[Task], stands: Mapping[str, Stand]) -> None:
    text = kept.read_text(document.text_digest)
    clauses = {clause.path: clause for clause in document.clauses.all()}
    reading = from_json(document.reading)
    rows = [row for stand in stands.values() if (row := _row(document, reading, stand, text, clauses)) is not None]
    table._default_manager.bulk_create(rows)  # noqa: SLF001 - Django's documented model API


def _row(
    document: Document, reading: Reading, stand: Stand, text: str, clauses: Mapping[str, Clause]
) -> Target | Task | None:
    verdict = "" if stand.verdict == OPEN else stand.verdict
    added = not any(each.code == stand.code for each in reading.of(stand.kind))
    if added and verdict != ADDED:
        return None
    if stand.kind == TARGET:
        read = next((each for each in reading.targets if each.code == stand.code), None)
        target = overlay.target_as(read, stand) if read else overlay.new_target(stand)
        return rows_of.target_row(document, target, text, clauses, verdict)
    found = next((each for each in reading.tasks if each.code == stand.code), None)
    task = overlay.task_as(found, stand) if found else overlay.new_task(stand, reading)
    return rows_of.task_row(document, task, text, clauses, verdict)
