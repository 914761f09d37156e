"""Proving the node: the database's guards, every log from its leaves up, checkpoints, and the rows beside the ledger.

Packages that keep rows beside facts register a check (``register_check``); it is shown every entry during the one pass
and then says which rows differ.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Protocol

from django.db import connection, transaction

from kechuang.ledger import seals, sweep, tree, triggers
from kechuang.ledger.checkpoint import Verifier
from kechuang.ledger.findings import Finding
from kechuang.ledger.models import Entry, Log, PersonalGroup, Tile
from kechuang.ledger.sweep import CHUNK, TILE, Seen, Sweep

MOST = 20


class Check(Protocol):
    """A comparison of rows with facts. It only reads; one object serves one verification."""

    def see(self, entries: Sequence[Seen]) -> None:
        """Take in the next entries of a log, in order; logs follow one another in the order of their codes."""

    def finish(self) -> Iterable[Finding]:
        """Compare, once all entries were seen; ``ledger.row_differs`` is the finding for a row that differs."""


_checks: dict[str, Callable[[], Check]] = {}


def register_check(name: str, make: Callable[[], Check]) -> None:
    """Have ``verify`` make and run a check; registering the same name again replaces it."""
    _checks[name] = make


@dataclass(frozen=True, slots=True)
class LogReport:
    """What was proved of one log: ``root`` in hexadecimal over ``size`` entries; ``erased`` counts personal groups."""

    code: str
    size: int
    root: str
    groups: int
    erased: int
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


class _Findings:
    """Collects findings, at most twenty of a code, so that a ruined log does not fill the memory."""

    def __init__(self) -> None:
        self.kept: list[Finding] = []
        self.counts: dict[str, int] = {}

    def __call__(self, finding: Finding) -> None:
        count = self.counts[finding.code] = self.counts.get(finding.code, 0) + 1
        if count <= MOST:
            self.kept.append(finding)

    @property
    def more(self) -> dict[str, int]:
        return {code: count - MOST for code, count in self.counts.items() if count > MOST}


def verify(
    *,
    logs: Sequence[str] = (),
    key: Verifier | None = None,
    checkpoints: Sequence[Path] = (),
    progress: Callable[[str, int, int], None] | None = None,
) -> Report:
    """Prove the named logs, or all logs together with everything beside them.

    ``checkpoints`` are files with signed notes that were kept elsewhere; every log is held against those of its origin.
    With ``key`` each log must be signed by that key or by one it handed over to. ``progress`` is told log, entries done
    and entries in all. Reads one snapshot of the database, and writes nothing.
    """
    find = _Findings()
    outside = seals.read_files(checkpoints, find)
    with _snapshot():
        for name in triggers.missing():
            find(Finding("ledger.trigger_missing", {"name": name}))
        checks = {} if logs else {name: make() for name, make in sorted(_checks.items())}
        watch = _Watch(checks, find)
        heads = Log.objects.filter(code__in=logs) if logs else Log.objects.all()
        reports = [_log(log, find, watch, outside, key, progress) for log in heads.order_by("code")]
        if not logs:
            _strays(find)
        watch.finish()
    return Report(tuple(reports), tuple(checks), tuple(find.kept), find.more)


@contextmanager
def _snapshot() -> Iterator[None]:
    """Read everything as of one moment while others go on writing.

    On SQLite a plain BEGIN reads a snapshot without taking the write lock, which Django's own transactions would take.
    """
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")
    else:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield


class _Watch:
    """Shows entries to the row checks; one that fails is reported and left out from then on."""

    def __init__(self, checks: dict[str, Check], find: Callable[[Finding], None]) -> None:
        self.checks, self.find = dict(checks), find

    def __call__(self, entries: Sequence[Seen]) -> None:
        for name, check in list(self.checks.items()):
            try:
                check.see(entries)
            except Exception as broken:  # noqa: BLE001 - a broken check must not hide what the others find
                self._broke_off(name, broken)

    def finish(self) -> None:
        for name, check in list(self.checks.items()):
            try:
                for finding in check.finish():
                    self.find(finding)
            except Exception as broken:  # noqa: BLE001 - a broken check must not hide what the others find
                self._broke_off(name, broken)

    def _broke_off(self, name: str, broken: Exception) -> None:
        del self.checks[name]
        self.find(Finding("ledger.check_broke_off", {"name": name, "why": f"{type(broken).__name__}: {broken}"}))


def _log(
    log: Log,
    find: Callable[[Finding], None],
    watch: _Watch,
    outside: seals.Stated,
    key: Verifier | None,
    progress: Callable[[str, int, int], None] | None,
) -> LogReport:
    """Prove one log: a pass over its entries rebuilds the tree and stops at every size that a checkpoint states."""
    stated = seals.gather(log, outside, key, find)
    passing = Sweep(log.code, log.algorithm, find, watch if watch.checks else None)
    rebuilt = Rebuilt(log, find)
    for chunk in sweep.rows(log.code, log.size):
        if not chunk:
            break
        start = passing.entries
        hashes = passing.chunk(chunk, sweep.personal(log.code, start, start + CHUNK))
        rebuilt.grow(hashes, stated.roots)
        if progress:
            progress(log.code, passing.entries, log.size)
    size, root = rebuilt.finish()
    if passing.entries < log.size:
        find(Finding("ledger.tail_missing", {"log": log.code, "size": log.size, "held": passing.entries}))
    for seq, entry in _beyond(log):
        find(Finding("ledger.entry_beyond_head", {"log": log.code, "size": log.size, "seq": seq, "id": entry}))
    stated.judge(rebuilt.roots, size, find)
    return LogReport(log.code, size, root.hex(), passing.groups, passing.erased, stated.count)


def _beyond(log: Log) -> list[tuple[int, str]]:
    rows = Entry.objects.filter(log=log.code, seq__gt=log.size).order_by("seq")
    return list(rows.values_list("seq", "id")[: MOST + 1])


class Rebuilt:
    """A log's tree, rebuilt from its leaves tile by tile, and compared with the tiles and the head that are stored."""

    def __init__(self, log: Log, find: Callable[[Finding], None]) -> None:
        self.log, self.find = log, find
        self.hasher = tree.ALGORITHMS[log.algorithm]
        self.upper = tree.Frontier()
        self.tiles: list[bytes] = []
        self.rest: list[bytes] = []
        self.roots: dict[int, bytes] = {}

    @property
    def size(self) -> int:
        """The number of leaves so far."""
        return len(self.tiles) * TILE + len(self.rest)

    def grow(self, hashes: Sequence[bytes], sizes: Iterable[int]) -> None:
        """Take in the leaf hashes of a chunk; ``sizes`` are those whose root is wanted."""
        first, start = len(self.tiles), self.size
        row = self.rest + list(hashes)
        wanted = sorted(size for size in sizes if start < size <= start + len(hashes))
        blocks = [row[at : at + TILE] for at in range(0, len(row), TILE)]
        self.rest = blocks.pop() if blocks and len(blocks[-1]) < TILE else []
        for block in blocks:
            self._note(block, wanted)
            root = tree.perfect_root(block, self.hasher)
            self.tiles.append(root)
            self.upper = self.upper.extend([root], self.hasher)
        self._note(self.rest, wanted)
        self._compare(0, first, blocks, self.tiles[first:])

    def _note(self, block: Sequence[bytes], wanted: Iterable[int]) -> None:
        """Keep the root at every wanted size that ends within the tile that is being built."""
        before = len(self.tiles) * TILE
        for size in wanted:
            if before < size <= before + len(block):
                self.roots[size] = self._frontier(block[: size - before]).root(self.hasher)

    def _frontier(self, rest: Sequence[bytes]) -> tree.Frontier:
        tail = tree.Frontier().extend(rest, self.hasher)
        return tree.Frontier(len(self.tiles) * TILE + tail.size, self.upper.nodes + tail.nodes)

    def finish(self) -> tuple[int, bytes]:
        """Compare the upper tiles and the head; give size and root as the leaves have them."""
        level, row = 1, self.tiles
        while len(row) >= TILE:
            blocks = [row[at : at + TILE] for at in range(0, len(row) - TILE + 1, TILE)]
            row = [tree.perfect_root(block, self.hasher) for block in blocks]
            self._compare(level, 0, blocks, row)
            level += 1
        self._count(level)
        frontier = self._frontier(self.rest)
        root = frontier.root(self.hasher)
        if frontier.size == self.log.size:
            for column, value in (("frontier", frontier.to_bytes()), ("root", root)):
                if bytes(getattr(self.log, column)) != value:
                    self.find(
                        Finding("ledger.head_altered", {"log": self.log.code, "column": column, "size": frontier.size})
                    )
        return frontier.size, root

    def _compare(self, level: int, first: int, blocks: Sequence[Sequence[bytes]], roots: Sequence[bytes]) -> None:
        """Compare stored tiles with what they should hold."""
        stored = {
            index: (bytes(root), bytes(hashes))
            for index, root, hashes in Tile.objects.filter(
                log=self.log.code, level=level, index__gte=first, index__lt=first + len(blocks)
            ).values_list("index", "root", "hashes")
        }
        for at, (block, root) in enumerate(zip(blocks, roots, strict=True)):
            held = stored.get(first + at)
            if held != (root, b"".join(block)):
                span = TILE ** (level + 1)
                where = {"first": (first + at) * span + 1, "last": (first + at + 1) * span}
                values = {"log": self.log.code, "level": level, "index": first + at, **where}
                self.find(Finding("ledger.tile_altered" if held else "ledger.tile_missing", values))

    def _count(self, levels: int) -> None:
        """Look for tiles beyond the log's entries."""
        foreign = Tile.objects.filter(log=self.log.code, level__gte=levels).count()
        for level in range(levels):
            full = self.size // TILE ** (level + 1)
            foreign += Tile.objects.filter(log=self.log.code, level=level, index__gte=full).count()
        if foreign:
            self.find(Finding("ledger.tile_foreign", {"log": self.log.code, "count": foreign}))


def _strays(find: Callable[[Finding], None]) -> None:
    """Look for entries without a log, and personal groups without an entry that commits to them."""
    known = Log.objects.values("code")
    for code in Entry.objects.exclude(log__in=known).values_list("log", flat=True).distinct()[:MOST]:
        find(Finding("ledger.log_unknown", {"log": code}))
    loose = PersonalGroup.objects.exclude(entry__in=Entry.objects.values("id")).values_list("entry", "label")
    for entry, label in loose[:MOST]:
        find(Finding("ledger.personal_foreign", {"group": label, "id": entry}))
