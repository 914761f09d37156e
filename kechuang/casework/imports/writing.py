"""Writes checked rows through the gateway: each under a key of its own, so that nothing is ever written twice."""

from collections.abc import Sequence

from kechuang.casework.imports import stored
from kechuang.casework.imports.checking import Checker
from kechuang.casework.imports.models import DONE, FAULTY, READY, REFUSED, SAME, Line, Upload
from kechuang.casework.imports.registry import Desk, ImportKind
from kechuang.casework.models import Step


def key_of(upload: Upload, number: int) -> str:
    """Give the idempotency key of a row."""
    return f"import:{upload.pk.hex}:{number}"


def write(upload: Upload, kind: ImportKind, desk: Desk, checker: Checker, lines: Sequence[Line]) -> None:
    """Write at most 500 rows. One that was written before (the process died in between) is only marked so.

    Every row is checked once more: what has changed since the agreement is refused and told, never written over.
    """
    keys = {key_of(upload, line.number): line for line in lines}
    for key, case in Step.objects.filter(key__in=keys).order_by("-id").values_list("key", "case"):
        keys[key].state, keys[key].case = DONE, case
    waiting = [line for line in lines if line.state != DONE]
    agreed = {line.number: line.seen for line in waiting}
    results = checker.check(waiting, lambda _key, _number: None)
    ready = []
    for result in results:
        line = result.line
        if line.state == READY and line.seen == agreed[line.number]:
            ready.append(result)
        elif line.state == SAME:
            continue
        elif line.state == FAULTY:
            _place, refusal, _suggestions = result.row.faults[0]
            line.state, line.refusal = REFUSED, stored.refusal_json(refusal)
        else:
            line.state, line.refusal = REFUSED, {"code": "imports.changed_meanwhile", "values": {}}
    asked = [(result.row, key_of(upload, result.line.number)) for result in ready]
    outcomes = kind.write(asked, desk) if asked else []
    for result, outcome in zip(ready, outcomes, strict=True):
        if outcome.refusal is None:
            result.line.state, result.line.case = DONE, outcome.case
        else:
            result.line.state, result.line.refusal = REFUSED, stored.refusal_json(outcome.refusal)
    Line.objects.bulk_update(lines, ["state", "case", "refusal"])
