"""Proving the node: the database's guards, every log from its leaves up, checkpoints, and the rows beside the ledger.

Packages that keep rows beside facts register a check (``register_check``); it is shown every entry during the one pass
and then says which rows differ.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.db.models import Max

from kechuang.ledger import seals, triggers
from kechuang.ledger.checkpoint import Verifier
from kechuang.ledger.checks import MOST, Check, Findings, Watch, register_check
from kechuang.ledger.findings import Finding
from kechuang.ledger.models import Entry, Log, PersonalGroup
from kechuang.ledger.processes import begin
from kechuang.ledger.rebuild import Rebuilt
from kechuang.ledger.sweep import CHUNK, MARK, Job, Part, Seen, Sweep

__all__ = ["Check", "Finding", "LogReport", "Report", "Seen", "register_check", "verify"]

# Below this many entries starting a second process costs more than it saves.
WORTH_SHARING = 100_000


@dataclass(frozen=True, slots=True)
class LogReport:
    """What was proved of one log: ``root`` in hexadecimal over ``size`` entries.

    ``groups`` counts the groups that were checked, ``personal`` the rows of personal groups, ``erased`` those emptied
    or gone.
    """

    code: str
    size: int
    root: str
    groups: int
    erased: int
    personal: int
    checkpoints: int


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome. ``more`` counts, by code, findings beyond the first twenty of that code."""

    logs: tuple[LogReport, ...]
    checks: tuple[str, ...]
    findings: tuple[Finding, ...]
    more: dict[str, int]

    @property
    def ok(self) -> bool:
        """Whether nothing was found but notices."""
        return not any(finding.error for finding in self.findings)

    def as_json(self) -> dict[str, Any]:
        """Give the report for programs."""
        return {
            "ok": self.ok,
            "logs": [asdict(log) for log in self.logs],
            "checks": list(self.checks),
            "findings": [{"code": one.code, "values": dict(one.values), "error": one.error} for one in self.findings],
            "more": self.more,
        }


def verify(
    *,
    logs: Sequence[str] = (),
    key: Verifier | None = None,
    checkpoints: Sequence[Path] = (),
    processes: int | None = None,
) -> Report:
    """Prove the named logs, or all logs together with everything beside them.

    ``checkpoints`` are files with signed notes that were kept elsewhere; every log is held against those of its origin.
    With ``key`` each log must be signed by that key or by one that follows from it. ``processes`` share a large log,
    by default one for each processor. Reads one snapshot of the database, and writes nothing.
    """
    find = Findings()
    outside = seals.read_files(checkpoints, find)
    with _snapshot() as alone:
        for name in triggers.missing():
            find(Finding("ledger.trigger_missing", {"name": name}))
        watch = Watch(find, empty=bool(logs))
        names = tuple(watch.checks)
        heads = Log.objects.filter(code__in=logs) if logs else Log.objects.all()
        shared = 1 if alone else processes or os.cpu_count() or 1
        reports = [_log(log, find, watch, outside, key, shared) for log in heads.order_by("code")]
        if not logs:
            _strays(find, sum(report.personal for report in reports))
        watch.finish()
    return Report(tuple(reports), names, tuple(find.kept), find.more)


@contextmanager
def _snapshot() -> Iterator[bool]:
    """Read everything as of one moment while others go on writing; say whether other processes cannot see it.

    On SQLite a plain BEGIN reads a snapshot without taking the write lock, which Django's own transactions would take.
    """
    if connection.in_atomic_block:
        yield True
    elif connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
            try:
                yield _in_memory()
            finally:
                cursor.execute("ROLLBACK")
    else:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield False


def _in_memory() -> bool:
    name = str(connection.settings_dict["NAME"])
    return ":memory:" in name or "mode=memory" in name


def _log(
    log: Log, find: Findings, watch: Watch, outside: seals.Stated, key: Verifier | None, processes: int
) -> LogReport:
    """Prove one log: a pass over its entries rebuilds the tree, with its root at the size of every checkpoint."""
    stated = seals.gather(log, outside, key, find)
    held = Entry.objects.filter(log=log.code, seq__lte=log.size).aggregate(last=Max("seq"))["last"] or 0
    rebuilt, groups, erased, personal = Rebuilt(log, find), 0, 0, 0
    for part in _parts(_jobs(log, held, stated.roots, processes), find, watch):
        rebuilt.add(part)
        groups, erased, personal = groups + part.groups, erased + part.erased, personal + part.personal
    size, root = rebuilt.finish()
    if held < log.size:
        find(Finding("ledger.tail_missing", {"log": log.code, "size": log.size, "held": held}))
    beyond = Entry.objects.filter(log=log.code, seq__gt=log.size).order_by("seq").values_list("seq", "id")
    for seq, entry in beyond[: MOST + 1]:
        find(Finding("ledger.entry_beyond_head", {"log": log.code, "size": log.size, "seq": seq, "id": entry}))
    stated.judge(rebuilt.roots, size, find)
    return LogReport(log.code, size, root.hex(), groups, erased, personal, stated.count)


def _jobs(log: Log, held: int, wanted: frozenset[int], processes: int) -> list[Job]:
    """Cut a log into as many ranges as processes are worth while, at the edges of chunks."""
    count = max(1, min(processes, held // WORTH_SHARING))
    step = -(-held // count // CHUNK) * CHUNK or CHUNK
    ranges = [(start, min(start + step, held)) for start in range(0, held, step)]
    sizes = sorted(wanted)
    return [
        Job(log.code, log.algorithm, start, end, tuple(size for size in sizes if start < size <= end))
        for start, end in ranges
    ]


def _parts(jobs: Sequence[Job], find: Findings, watch: Watch) -> Iterator[Part]:
    """Pass over the ranges, here or in processes, and take in what was found and seen, in order."""
    if len(jobs) <= 1:
        for job in jobs:
            yield Sweep(job, find, watch.see if watch.checks else None).run()
        return
    # Fresh processes: a copy of this one would share its database connection.
    with ProcessPoolExecutor(len(jobs), get_context("spawn"), begin, (connection.settings_dict["NAME"],)) as pool:
        for part, found, seen in pool.map(_pass, jobs, [bool(watch.checks)] * len(jobs)):
            find.merge(found)
            watch.merge(seen)
            yield part


def _pass(job: Job, watched: bool) -> tuple[Part, Findings, Watch]:
    find = Findings()
    watch = Watch(find, empty=not watched)
    part = Sweep(job, find, watch.see if watched else None).run()
    connection.close()
    return part, find, watch


def _strays(find: Callable[[Finding], None], looked_at: int) -> None:
    """Look for entries without a log, and for personal groups that no leaf commits to."""
    known = Log.objects.values("code")
    for code in Entry.objects.exclude(log__in=known).values_list("log", flat=True).distinct()[:MOST]:
        find(Finding("ledger.log_unknown", {"log": code}))
    groups = PersonalGroup.objects.order_by("pk").values_list("entry", "label")
    if groups.count() == looked_at:
        return
    marked = Entry.objects.filter(leaf__contains=MARK.decode()).values("id")
    for entry, label in groups.exclude(entry__in=marked)[: MOST + 1]:
        find(Finding("ledger.personal_foreign", {"group": label, "id": entry}))
