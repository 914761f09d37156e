"""Compares judgements, and the rows of targets and tasks that follow them, with what the facts say."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Self
from unicodedata import normalize

from kechuang.ledger.findings import Finding
from kechuang.ledger.sweep import Seen
from kechuang.policy import overlay
from kechuang.policy.finding import TARGET, TASK, from_json
from kechuang.policy.models import Document, Target, Task
from kechuang.policy.overlay import OPEN, REJECTED, Stand
from kechuang.policy.review.facts import FindingJudged
from kechuang.policy.review.models import Judged

_TARGET = (
    *("indicator", "subject", "comparator", "value", "value_max", "unit", "kind", "year"),
    *("start", "end", "part_of"),
)
_TASK = ("units", "lead", "support", "open_list", "start", "end")

type Key = tuple[str, int, str]


class JudgedRows:
    """Replays the judgements of each finding into what its rows should hold: the last one stands."""

    def __init__(self) -> None:
        self.said: dict[Key, dict[str, Any]] = {}
        self.seqs: dict[Key, int] = {}

    def see(self, entries: Sequence[Seen]) -> None:
        """Take in judgements, in order."""
        for entry in entries:
            if entry.type == FindingJudged.TYPE:
                values = entry.groups.get("public", {})
                key = (str(values.get("document")), int(values.get("version", 0)), str(values.get("finding_code")))
                self.said[key] = dict(values)
                self.seqs[key] = entry.seq

    def merge(self, later: Self) -> None:
        """Take in what another saw after this one."""
        self.said |= later.said
        self.seqs |= later.seqs

    def finish(self) -> Iterator[Finding]:
        """Name every value of a judgement, target or task that says something else than the facts."""
        held = {(str(row.document_id), row.version, row.code): _held(row) for row in Judged.objects.all().iterator()}
        for key in sorted(self.said.keys() | held.keys()):
            said = _said(self.said[key]) if key in self.said else {}
            yield from self._compare("policy_review_judged", key, held.get(key, {}), said)
        yield from self._registers()

    def _registers(self) -> Iterator[Finding]:
        """Compare the register's rows of every document of which anything was judged, or that carry a verdict."""
        marked = {str(key) for table in (Target, Task) for key in _marked(table)}
        wanted = {key[0] for key in self.said} | marked
        for document in Document.objects.filter(pk__in=wanted).defer("sample").order_by("pk").iterator(chunk_size=50):
            mine = {
                key[2]: _stand(said)
                for key, said in self.said.items()
                if key[:2] == (str(document.pk), document.version)
            }
            yield from self._register(document, mine)

    def _register(self, document: Document, stands: Mapping[str, Stand]) -> Iterator[Finding]:
        reading = from_json(document.reading)
        # A rejected finding keeps its row as it was read; one that was added and taken back has none.
        shown = {code: stand for code, stand in stands.items() if stand.verdict != REJECTED}
        laid = overlay.lay(reading, shown)
        for kind, rows, names, found in (
            (TARGET, document.targets.all(), _TARGET, laid.targets),
            (TASK, document.tasks.all(), _TASK, laid.tasks),
        ):
            due = {each.code: _values(each, names) for each in found}
            there = {row.code: _values(row, names) | {"verdict": row.verdict} for row in rows}
            for code, values in due.items():
                stand = stands.get(code)
                values["verdict"] = "" if stand is None or stand.verdict == OPEN else stand.verdict
            for code in sorted(due.keys() | there.keys()):
                key = (str(document.pk), document.version, code)
                yield from self._compare(f"policy_{kind}", key, there.get(code, {}), due.get(code, {}))

    def _compare(self, table: str, key: Key, there: Mapping[str, str], said: Mapping[str, str]) -> Iterator[Finding]:
        for column in sorted(said.keys() | there.keys()):
            if said.get(column, "") != there.get(column, ""):
                yield Finding(
                    "ledger.row_differs",
                    {
                        "table": table,
                        "row": f"{key[0]}/{key[1]}/{key[2]}",
                        "column": column,
                        "held": there.get(column, ""),
                        "fact": said.get(column, ""),
                        "seq": self.seqs.get(key, 0),
                    },
                )


def _marked(table: type[Target] | type[Task]) -> Iterator[Any]:
    yield from table._default_manager.exclude(verdict="").values_list("document_id", flat=True).distinct()  # noqa: SLF001 - Django's documented model API


def _plain(value: object) -> str:
    """Write a value as both sides are compared: a fact holds its text in NFC."""
    if isinstance(value, Mapping):
        return "; ".join(f"{name}={_plain(value[name])}" for name in sorted(value))
    if isinstance(value, list | tuple):
        return "、".join(map(_plain, value))
    return "" if value is None else normalize("NFC", str(value))


def _values(row: object, names: Sequence[str]) -> dict[str, str]:
    return {name: _plain(getattr(row, name)) for name in names}


def _held(row: Judged) -> dict[str, str]:
    columns = ("kind", "verdict", "clause", "ground", "reason", "before", "after", "values")
    span = (row.start, row.end) if row.start is not None else ()
    return {**{name: _plain(getattr(row, name)) for name in columns}, "span": _plain(span)}


def _said(values: Mapping[str, Any]) -> dict[str, str]:
    names = {
        "kind": "finding_kind",
        "verdict": "verdict",
        "clause": "clause",
        "ground": "ground",
        "reason": "reason",
        "before": "before_digest",
        "after": "after_digest",
        "values": "now",
        "span": "span",
    }
    return {column: _plain(values.get(name, "")) for column, name in names.items()}


def _stand(values: Mapping[str, Any]) -> Stand:
    span = values.get("span") or (None, None)
    return Stand(
        code=str(values["finding_code"]),
        kind=str(values["finding_kind"]),
        verdict=str(values["verdict"]),
        values=values.get("now", {}),
        clause=str(values.get("clause", "")),
        start=span[0],
        end=span[1],
    )
