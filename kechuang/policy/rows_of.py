"""The rows of a finding: made when a document is accepted, and again when a person judged the finding."""

from collections.abc import Mapping

from kechuang.policy.finding import FoundTarget, FoundTask, storable
from kechuang.policy.likeness import folded
from kechuang.policy.models import Clause, Document, Target, Task

_SAME = ("code", "indicator", "subject", "comparator", "value", "value_max", "unit", "kind", "year", "frequency")


def target_row(
    document: Document, found: FoundTarget, text: str, clauses: Mapping[str, Clause], verdict: str = ""
) -> Target:
    """Make the row of a target, unsaved. ``text`` is the published text, ``clauses`` the document's by path."""
    start, end = found.period or (None, None)
    quote = storable(text[found.start : found.end])
    return Target(
        document=document,
        clause=clauses.get(found.clause),
        relative_to=found.relative_to,
        part_of=found.part_of,
        period_from=start,
        period_to=end,
        start=found.start,
        end=found.end,
        quote=quote,
        search=folded(f"{found.indicator} {quote}"),
        verdict=verdict,
        **{name: getattr(found, name) for name in _SAME},
    )


def task_row(document: Document, found: FoundTask, text: str, clauses: Mapping[str, Clause], verdict: str = "") -> Task:
    """Make the row of a task, unsaved."""
    what = storable(text[found.text_start : found.text_end]).strip()
    return Task(
        document=document,
        clause=clauses.get(found.clause),
        code=found.code,
        units=list(found.units),
        lead=list(found.lead),
        support=list(found.support),
        open_list=found.open_list,
        text=what,
        start=found.start,
        end=found.end,
        search=folded(what),
        bodies=" ".join(folded(unit) for unit in found.units),
        verdict=verdict,
    )
