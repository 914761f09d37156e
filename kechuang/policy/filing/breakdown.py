"""The breakdown of responsibilities (责任分解表) of a document: one row for what one duty covers. Pure.

Nothing is added: a body leads where the text says so; a day to finish by is one that
the row's own text or targets name.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kechuang.policy.filing.stretch import Published
from kechuang.policy.finding import FoundClause, FoundTarget, FoundTask, Reading

ALL, DUTY, MEASURED = "all", "duty", "measured"
WHICH = (ALL, DUTY, MEASURED)
CLAUSE, BODY = "clause", "body"
BY = (CLAUSE, BODY)

_UNTIL = re.compile(
    r"(?:(?:到|至|截至|于)\s*)?((?:19|20)\d\d年(?:\d{1,2}月)?(?:\d{1,2}日)?(?:年?[底末初])?)(?:之前|以前|前|内)"
    r"|(?:到|至|截至)\s*((?:19|20)\d\d年(?:\d{1,2}月)?(?:\d{1,2}日)?(?:年?[底末初])?)"
)
# The day until which the document itself is valid is no day to finish by.
_VALIDITY = ("有效期", "有效期限", "施行", "试行期")
_WORD = re.compile(r"\w")
_EDGES = "（(【[ \u3000"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What one duty covers, or a clause without one. ``until`` are the days to finish by, as the text words them."""

    clause: str
    head: str
    section: str
    chapter: str
    content: str
    targets: tuple[FoundTarget, ...]
    lead: tuple[str, ...]
    others: tuple[str, ...]
    stated: bool
    open_list: bool
    until: tuple[str, ...]
    yearly: bool
    task: str
    start: int
    end: int

    @property
    def bodies(self) -> tuple[str, ...]:
        """Whom the row hangs on when laid out by bodies: who leads; where nobody is said to, all who are named."""
        return self.lead or self.others


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Rows under one head: a chapter, or a body."""

    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What of a document is wanted: which clauses, of which chapter or body, laid out by what."""

    which: str = ALL
    chapter: str = ""
    by: str = CLAUSE
    body: str = ""


def rows_of(reading: Reading, text: str) -> list[Row]:
    """Give the rows of a document in the order of its text."""
    return list(_Rows(reading, text).rows())


def chapters(reading: Reading) -> list[tuple[str, str]]:
    """Give the chapters: path and head."""
    return [(clause.path, _head(clause)) for clause in reading.clauses if clause.depth == 1]


def bodies(rows: Sequence[Row]) -> list[str]:
    """Give the bodies that rows hang on, in the order in which the text names them."""
    return list(dict.fromkeys(body for row in rows for body in row.bodies))


def chosen(rows: Sequence[Row], asked: Asked) -> list[Row]:
    """Give the rows that are wanted."""
    return [row for row in rows if _wanted(row, asked)]


def _wanted(row: Row, asked: Asked) -> bool:
    if asked.which == DUTY and not row.task:
        return False
    if asked.which == MEASURED and not row.targets:
        return False
    if asked.body and asked.body not in (*row.lead, *row.others):
        return False
    return not asked.chapter or asked.chapter in {row.clause, row.chapter}


def groups(rows: Sequence[Row], asked: Asked, heads: Mapping[str, str]) -> list[Group]:
    """Lay rows out under their chapters, or under the bodies that answer for them; the head of none is empty."""
    laid: dict[str, list[Row]] = {}
    for row in rows:
        if asked.by == BODY:
            names = [asked.body] if asked.body else list(row.bodies) or [""]
            for name in names:
                laid.setdefault(name, []).append(row)
        else:
            laid.setdefault(row.chapter, []).append(row)
    if asked.by == BODY and "" in laid:
        laid[""] = laid.pop("")
    return [Group(title=heads.get(name, name), rows=tuple(held)) for name, held in laid.items()]


def _head(clause: FoundClause) -> str:
    return f"{clause.marker}{clause.title}".strip()


class _Rows:
    def __init__(self, reading: Reading, text: str) -> None:
        self.reading = reading
        self.published = Published(text, reading.layout)
        self.by_path = {clause.path: clause for clause in reading.clauses}
        self.tasks = sorted(reading.tasks, key=lambda task: task.start)
        self.targets = sorted(reading.targets, key=lambda target: target.start)
        self.task_starts = [task.start for task in self.tasks]
        self.target_starts = [target.start for target in self.targets]
        self.parents = frozenset(clause.parent for clause in reading.clauses)
        self.text = text

    def rows(self) -> Iterator[Row]:
        clauses = sorted(self.reading.clauses, key=lambda clause: clause.start)
        first = clauses[0].start if clauses else len(self.text)
        yield from self._own(None, 0, first)
        for at, clause in enumerate(clauses):
            following = clauses[at + 1].start if at + 1 < len(clauses) else len(self.text)
            yield from self._own(clause, clause.end, max(clause.end, min(clause.body_end, following)))

    def _own(self, clause: FoundClause | None, start: int, end: int) -> Iterator[Row]:
        """Cut what stands directly under a heading where duties are named; each covers the text since the last."""
        tasks = self._within(self.tasks, self.task_starts, start, end)
        low = start
        for task in tasks:
            yield self._row(clause, task, low, task.start, task.end)
            low = max(low, task.end)
        leaf = clause is not None and clause.path not in self.parents
        rest = self.published.plain(low, end)
        targets = self._within(self.targets, self.target_starts, low, end)
        if targets or (leaf and (not tasks or len(_WORD.findall(rest)) > _LEAST)):
            yield self._row(clause, None, low, end, end)

    def _within[T](self, found: Sequence[T], starts: Sequence[int], low: int, high: int) -> Sequence[T]:
        return found[bisect_left(starts, low) : bisect_left(starts, high)]

    def _row(self, clause: FoundClause | None, task: FoundTask | None, low: int, high: int, until: int) -> Row:
        lead = task.lead if task else ()
        others = task.support or tuple(unit for unit in task.units if unit not in lead) if task else ()
        content = self.published.plain(low, high).rstrip(_EDGES if task else " \u3000")
        targets = tuple(self._within(self.targets, self.target_starts, low, until))
        chapter, section = self._above(clause)
        return Row(
            clause=clause.path if clause else "",
            head=_head(clause) if clause else "",
            section=section,
            chapter=chapter,
            content=content.lstrip("）)。；;，, \n") if low else content,
            targets=targets,
            lead=lead,
            others=tuple(others),
            stated=bool(lead),
            open_list=bool(task and task.open_list),
            until=tuple(_until(content, targets)),
            yearly=any(target.frequency == "annual" for target in targets),
            task=task.code if task else "",
            start=low,
            end=high,
        )

    def _above(self, clause: FoundClause | None) -> tuple[str, str]:
        """Give the chapter of a clause (its path), and the heads between the chapter and the clause."""
        between: list[str] = []
        here = clause
        while here is not None and here.parent in self.by_path:
            here = self.by_path[here.parent]
            if here.parent in self.by_path:
                between.insert(0, _head(here))
        return (here.path if here else "", " ".join(between))


_LEAST = 6


def _until(content: str, targets: Sequence[FoundTarget]) -> Iterator[str]:
    """Give the days to finish by: those that the text words; where it words none, the years of its targets."""
    found = (match for match in _UNTIL.finditer(content) if not content[: match.start()].endswith(_VALIDITY))
    worded = list(dict.fromkeys(map(_worded, found)))
    if worded:
        yield from worded
        return
    years = sorted({target.year for target in targets if target.year})
    yield from (f"{year}年" for year in years)


def _worded(match: re.Match[str]) -> str:
    return f"{match[1]}前" if match[1] else match[2]
