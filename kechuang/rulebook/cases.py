"""Worked cases: place, day, subject, inputs, and the value or the decision that must come out (docs/rules.md)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from kechuang.kernel.reading import FaultError
from kechuang.kernel.refusal import Refusal
from kechuang.rulebook import parse
from kechuang.rulebook.book import Key, Spot, Subject
from kechuang.rulebook.decide import DECISIONS, Bench, Plain, Result, SilentRule, inputs_of
from kechuang.rulebook.decisions import expert, firm, permit, reward, term, voucher  # noqa: F401 - they register
from kechuang.rulebook.faults import RulebookError
from kechuang.rulebook.form import Form, both_languages, day, items, scalar
from kechuang.rulebook.resolve import Rulebook, UnknownKey
from kechuang.rulebook.value import Table, Text, Value, as_json, plain
from kechuang.rulebook.yamldoc import Fields, Node, Scalar, read

_COMMON = ("case", "title", "source", "place", "on", "subject")
_ASK = ("ask", "expect", "codes", "from", "since", "unit", "permitted", "row", "cell")
_DECIDE = ("decide", "inputs", "expect", "refused")


@dataclass(frozen=True, slots=True)
class Outcome:
    """One check of one case: what was asked, what should come and what came; equal texts mean that it holds."""

    case: Text
    asked: str
    place: str
    on: date
    expected: str
    found: str
    spot: Spot

    @property
    def holds(self) -> bool:
        return self.expected == self.found


def files(paths: Iterable[Path]) -> list[Path]:
    """The case files that these paths name.

    A file is itself; a folder stands for the YAML files in its ``examples`` folders, or for all of its YAML files if it
    has no such folder.
    """
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = sorted(path.rglob("examples/*.yaml")) or sorted(path.rglob("*.yaml"))
            found.extend(inside)
        else:
            found.append(path)
    return found


def run(book: Rulebook, paths: Sequence[Path]) -> Iterator[Outcome]:
    """Run all cases in these files. Raises :class:`RulebookError` for a file that is no case file, with its line."""
    for path in paths:
        node = read(path)
        if isinstance(node, Scalar) and node.empty:
            continue
        for item in items(node, "cases"):
            yield from _case(book, item)


def _case(book: Rulebook, node: Node) -> Iterator[Outcome]:
    form = Form(node, (*_COMMON, *_ASK, *_DECIDE, "checks"), "case")
    if not form.has("checks"):
        yield _check(book, form, form)
        return
    for item in form.items("checks"):
        yield _check(book, form, Form(item, (*_COMMON[3:], *_ASK, *_DECIDE), "check"))


def _check(book: Rulebook, case: Form, check: Form) -> Outcome:
    def own(name: str) -> Form:
        return check if check.has(name) else case

    subject = Subject.parse(own("subject").text("subject")) if own("subject").has("subject") else None
    if subject is not None and subject.kind not in book.terms.kinds:
        values = {"found": subject.kind, "allowed": ", ".join(book.terms.kinds)}
        raise RulebookError(own("subject").at("subject"), "subject.unknown", values)
    bench = Bench(book, own("place").text("place"), own("on").day("on"), subject)
    asked, expected, found = _decided(bench, check) if check.has("decide") else _asked(bench, check)
    return Outcome(_name(case), asked, bench.place, bench.on, expected, found, check.spot)


def _name(case: Form) -> Text:
    """A case is named in one language or in both."""
    node = case.node_of("case")
    return Text(node.text, node.text) if isinstance(node, Scalar) else both_languages(node, "case")


def _asked(bench: Bench, check: Form) -> tuple[str, str, str]:
    name = check.text("ask")
    try:
        key = bench.rulebook.key(name)
        answer = bench.rulebook.ask(name, place=bench.place, on=bench.on, subject=bench.subject)
    except UnknownKey as unknown:
        raise RulebookError(check.at("ask"), "key.unknown", _near(name, unknown.near)) from unknown
    except FaultError as fault:
        return name, _written(check.raw("expect")), str(fault)
    expected: list[str] = []
    found: list[str] = []

    def compare(label: str, wanted: str, met: str) -> None:
        expected.append(f"{label}{wanted}")
        found.append(f"{label}{met}")

    if check.has("codes"):
        codes = [str(next(iter(row.values()))) for row in answer.value.rows] if isinstance(answer.value, Table) else []
        compare("", ", ".join(check.texts("codes")), ", ".join(codes))
    elif check.has("row"):
        compare("", _cell_wanted(check, key), _cell(answer.value, check))
    else:
        node = check.raw("expect")
        nothing = isinstance(node, Scalar) and node.empty
        compare("", "—" if nothing else said(parse.value(node, key), key.type), said(answer.value, key.type))
    facts = {"from": answer.place, "since": str(answer.since or ""), "unit": answer.unit}
    for label, met in facts.items():
        if check.has(label):
            compare(f"{label} ", check.text(label), met)
    if check.has("permitted"):
        ranges = ", ".join(said(item.value, key.type) for item in answer.permitted)
        compare("permitted ", said(parse.value(check.node_of("permitted"), key), key.type), ranges)
    return name, "; ".join(expected), "; ".join(found)


def _cell(table: Value, check: Form) -> str:
    """The one cell that is not the key of the row: ``row: 25, cell: ~`` asks for the score at 25."""
    if not isinstance(table, Table):
        return "—"
    wanted = check.text("row")
    number = Decimal(wanted) if wanted.replace(".", "", 1).isdigit() else wanted
    found = table.lookup(next(iter(table.rows[0])), number)
    if found is None:
        return "—"
    last = list(found.values())[-1]
    return "~" if last is None else said(last)  # type: ignore[arg-type]  # bands stand first, never last


def _cell_wanted(check: Form, key: Key) -> str:
    node = check.raw("cell")
    if isinstance(node, Scalar) and node.empty:
        return "~"
    return said(parse.scalar_of(node, key.columns[-1].type, key.name))


def _decided(bench: Bench, check: Form) -> tuple[str, str, str]:
    name = check.word("decide", DECISIONS, "decision.unknown")
    given = _inputs(check, name)
    try:
        result = DECISIONS[name](bench, **given)
    except SilentRule as silent:
        return name, _expectation(check, None), f"{silent.answer.key} —"
    except FaultError as fault:
        return name, _expectation(check, None), str(fault)
    if isinstance(result, Refusal):
        return name, _expectation(check, None), f"refused {result.code}"
    return name, _expectation(check, result), _result(check, result)


def _inputs(check: Form, name: str) -> dict[str, Plain]:
    declared = inputs_of(DECISIONS[name])
    inner = Form(check.node_of("inputs"), tuple(declared), name)
    return {
        item: _input(inner.node_of(item), kind) for item, (kind, must) in declared.items() if must or inner.has(item)
    }


def _input(node: Node, kind: type) -> Plain:
    if kind is date:
        return day(node)
    if kind is str:
        return scalar(node).strip()
    return parse.scalar_of(node, {Decimal: "yuan", int: "count", bool: "flag"}[kind], kind.__name__)


def _expectation(check: Form, result: Result | None) -> str:
    if check.has("refused"):
        return f"refused {check.text('refused')}"
    node = check.node_of("expect")
    if not isinstance(node, Fields):
        raise RulebookError(node.spot, "shape.map", {"what": "expect"})
    return "; ".join(f"{name} {_wanted(item, (result or {}).get(name))}" for name, item in node.fields.items())


def _wanted(node: Node, met: Plain | None) -> str:
    if isinstance(met, Decimal):
        return said(parse.scalar_of(node, "yuan", "expect"))
    return scalar(node).strip()


def _result(check: Form, result: Result) -> str:
    node = check.node_of("expect") if check.has("expect") else None
    names = list(node.fields) if isinstance(node, Fields) else list(result)
    return "; ".join(f"{name} {said(result[name]) if name in result else '—'}" for name in names)


def said(value: Value | Plain, kind: str = "") -> str:
    """A value in the one form in which expectation and finding are compared and shown; ``kind`` is its key's type."""
    match value:
        case None:
            return "—"
        case bool():
            return "true" if value else "false"
        case Decimal():
            return f"{plain(value * 100)}%" if kind == "share" else plain(value)
        case date():
            return value.isoformat()
        case int() | str():
            return str(value)
        case _:
            return str(as_json(value))


def _written(node: Node) -> str:
    return node.text if isinstance(node, Scalar) else "…"


def _near(name: str, near: Sequence[str]) -> dict[str, str]:
    return {"found": name, "allowed": ", ".join(near)}
