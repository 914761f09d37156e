"""What a jurisdiction says: dated values on one key, for one circle of subjects. One node in, entries out."""

from collections.abc import Iterator, Mapping
from typing import cast

from kechuang.rulebook import parse
from kechuang.rulebook.book import (
    BINDING,
    CONFIDENCES,
    MEANINGS,
    STANDINGS,
    Confidence,
    Entry,
    Filter,
    Key,
    Meaning,
    Source,
    Standing,
    Terms,
)
from kechuang.rulebook.declarations import must_be_known, must_be_ordered
from kechuang.rulebook.faults import RulebookError
from kechuang.rulebook.form import Form
from kechuang.rulebook.yamldoc import Node

_BLOCK = ("key", "meaning", "for", "bars", "values")
_DATED = (
    "since",
    "until",
    "value",
    "unit",
    "source",
    "clause",
    "confidence",
    "since_confidence",
    "standing",
    "parallel",
    "note",
)

# How a source was read limits what can be said of a value taken from it.
_MAY_SUPPORT = {"full": "SsG", "part": "SsG", "title": "SsG", "secondary": "sG", "none": "G", "own": "D"}


def block(
    node: Node, place: str, keys: Mapping[str, Key], known: Terms, sources: Mapping[str, Source]
) -> Iterator[Entry]:
    """What one place says on one key to one circle of subjects: a list of dated values, each until the next begins."""
    form = Form(node, _BLOCK, "rule")
    declared = keys[form.word("key", keys, "key.unknown")]
    meaning = _meaning(form, declared)
    binds = _filter(form, known)
    bars = _bars(form, meaning, keys)
    dated = [Form(item, _DATED, "value") for item in form.items("values")]
    if not dated:
        raise RulebookError(form.spot, "field.missing", {"field": "values", "what": "rule"})
    for item in dated:
        yield _entry(item, declared, place, meaning, binds, bars, sources)


def _meaning(form: Form, declared: Key) -> Meaning:
    if not form.has("meaning"):
        if declared.meaning is None:
            raise RulebookError(form.spot, "field.missing", {"field": "meaning", "what": "rule"})
        return declared.meaning
    meaning = cast("Meaning", form.word("meaning", MEANINGS, "meaning.bad"))
    if declared.meaning in BINDING and meaning in BINDING and meaning != declared.meaning:
        values = {"key": declared.name, "found": meaning, "first": declared.meaning}
        raise RulebookError(form.at("meaning"), "meaning.mixed", values)
    if meaning in {"floor", "ceiling"}:
        must_be_ordered(declared.type, meaning, declared.name, form.at("meaning"))
    if meaning == "ban" and declared.type != "flag":
        raise RulebookError(form.at("meaning"), "ban.type", {"key": declared.name, "type": declared.type})
    return meaning


def _filter(form: Form, known: Terms) -> Filter:
    if not form.has("for"):
        return Filter()
    inner = Form(form.node_of("for"), ("kinds", "tags", "without", "central"), "for")
    binds = Filter(
        kinds=inner.texts("kinds"),
        tags=frozenset(inner.texts("tags")),
        without=frozenset(inner.texts("without")),
        central_by_choice=inner.has("central") and inner.word("central", ("by_choice",), "subject.central") != "",
    )
    must_be_known(binds.kinds, (*binds.tags, *binds.without), known, inner.spot)
    return binds


def _bars(form: Form, meaning: Meaning, keys: Mapping[str, Key]) -> tuple[str, ...]:
    bars = form.texts("bars")
    if bars and meaning != "ban":
        raise RulebookError(form.at("bars"), "ban.bars", {"meaning": meaning})
    for name in bars:
        if name not in keys or not keys[name].tightens:
            raise RulebookError(form.at("bars"), "ban.bars_key", {"key": name})
    return bars


def _entry(
    form: Form,
    declared: Key,
    place: str,
    meaning: Meaning,
    binds: Filter,
    bars: tuple[str, ...],
    sources: Mapping[str, Source],
) -> Entry:
    since, until = form.day("since"), form.day_or_none("until")
    if until is not None and until <= since:
        raise RulebookError(form.at("until"), "date.order", {"since": str(since), "until": str(until)})
    found = parse.value(form.node_of("value"), declared)
    if meaning == "ban" and found is not False:
        raise RulebookError(form.at("value"), "ban.value", {"key": declared.name})
    confidence = cast("Confidence", form.word("confidence", CONFIDENCES, "confidence.bad"))
    return Entry(
        key=declared.name,
        place=place,
        value=found,
        unit=_unit(form, declared),
        meaning=meaning,
        since=since,
        until=until,
        source=_source(form, confidence, sources),
        clause=_clause(form, confidence),
        confidence=confidence,
        binds=binds,
        since_confidence=cast("Confidence", form.word("since_confidence", CONFIDENCES, "confidence.bad"))
        if form.has("since_confidence")
        else None,
        standing=cast("Standing", form.word("standing", STANDINGS, "standing.bad"))
        if form.has("standing")
        else "in_force",
        parallel=form.text_or("parallel"),
        note=form.words_or_none("note"),
        bars=bars,
        spot=form.spot,
    )


def _unit(form: Form, declared: Key) -> str:
    if form.has("unit"):
        return form.word("unit", declared.units, "unit.bad")
    if len(declared.units) > 1:
        raise RulebookError(form.spot, "unit.missing", {"key": declared.name})
    return declared.units[0]


def _source(form: Form, confidence: str, sources: Mapping[str, Source]) -> str:
    if not form.has("source"):
        raise RulebookError(form.spot, "source.missing", {})
    cited = sources[form.word("source", sources, "source.unknown")]
    if confidence not in _MAY_SUPPORT[cited.read]:
        values = {"source": cited.id, "read": cited.read, "confidence": confidence}
        raise RulebookError(form.at("source"), "source.confidence", values)
    return cited.id


def _clause(form: Form, confidence: str) -> str:
    if confidence == "S" and not form.has("clause"):
        raise RulebookError(form.spot, "clause.missing", {})
    return form.text_or("clause")
