"""What the rule files declare once for all: terms, keys, groups, regions and sources. One node in, one record out."""

from collections.abc import Iterator
from typing import cast

from kechuang.rulebook import parse
from kechuang.rulebook.bands import band
from kechuang.rulebook.book import (
    MEANINGS,
    TRANSITIONS,
    WHOSE,
    Column,
    Group,
    Key,
    Meaning,
    Region,
    Source,
    Spot,
    Subject,
    Terms,
    Transition,
    Whose,
)
from kechuang.rulebook.faults import RulebookError
from kechuang.rulebook.form import Form
from kechuang.rulebook.value import Text
from kechuang.rulebook.yamldoc import Fields, Node

READ = ("full", "part", "title", "secondary", "none", "own")
KINDS = ("nation", "province", "city", "county", "union")
_KEY = (
    "key",
    "title",
    "type",
    "unit",
    "applies_on",
    "whose",
    "transition",
    "meaning",
    "lenient",
    "tightens",
    "usual_subject",
    "choices",
    "columns",
    "note",
)
_COLUMN = ("name", "title", "type", "integer", "covers")
_SOURCE = ("id", "title", "read", "issuer", "number", "issued", "note")


def terms(node: Node) -> Terms:
    form = Form(node, ("dates", "kinds", "tags"), "terms")
    return Terms(*(_named_words(form, name) for name in ("dates", "kinds", "tags")))


def _named_words(form: Form, name: str) -> dict[str, Text]:
    found = form.node_of(name)
    if not isinstance(found, Fields):
        raise RulebookError(found.spot, "shape.map", {"what": name})
    inner = Form(found, tuple(found.fields), name)
    return {code: inner.words(code) for code in found.fields}


def key(node: Node, domain: str, known: Terms) -> Key:
    form = Form(node, _KEY, "key")
    name = form.text("key")
    kind = form.word("type", parse.UNITS, "key.type")
    units = form.texts("unit") if kind == "days" else parse.UNITS[kind]
    if kind == "days" and not (units and set(units) <= set(parse.UNITS["days"])):
        raise RulebookError(form.spot, "unit.missing", {"key": name})
    meaning = cast("Meaning | None", form.word("meaning", MEANINGS, "meaning.bad") if form.has("meaning") else None)
    if meaning in {"floor", "ceiling"}:
        must_be_ordered(kind, meaning, name, form.at("meaning"))
    transition = cast("Transition", form.word("transition", TRANSITIONS, "key.transition"))
    lenient = form.word("lenient", ("higher", "lower"), "key.lenient") if form.has("lenient") else ""
    if transition == "lenient_of_two" and (not lenient or kind not in parse.ORDERED):
        raise RulebookError(form.at("transition"), "key.lenient_missing", {"key": name})
    return Key(
        name=name,
        domain=domain,
        title=form.words("title"),
        type=kind,
        units=units,
        applies_on=form.word("applies_on", known.dates, "date.unknown"),
        whose=cast("Whose", form.word("whose", WHOSE, "key.whose")),
        transition=transition,
        meaning=meaning,
        lenient=lenient,
        tightens=form.word("tightens", ("lower", "higher", "fewer_rows", "more_rows", "any"), "key.tightens")
        if form.has("tightens")
        else "",
        usual_subject=_usual_subject(form, known),
        choices=tuple(_choices(form)) if kind == "choice" else (),
        columns=tuple(_column(item) for item in form.items("columns")) if kind == "table" else (),
        note=form.words_or_none("note"),
        spot=form.spot,
    )


def _usual_subject(form: Form, known: Terms) -> Subject | None:
    if not form.has("usual_subject"):
        return None
    subject = Subject.parse(form.text("usual_subject"))
    must_be_known((subject.kind,), tuple(subject.tags), known, form.at("usual_subject"))
    return subject


def _choices(form: Form) -> Iterator[tuple[str, Text]]:
    for item in form.items("choices"):
        choice = Form(item, ("code", "title"), "choice")
        yield choice.text("code"), choice.words("title")


def _column(node: Node) -> Column:
    form = Form(node, _COLUMN, "column")
    kind = form.word("type", sorted(parse.CELL_TYPES), "key.type")
    covers = form.text_or("covers")
    if covers:
        band(covers, form.at("covers"))
    return Column(form.text("name"), form.words("title"), kind, integer=form.flag("integer"), covers=covers)


def must_be_ordered(kind: str, meaning: str, name: str, spot: Spot) -> None:
    if kind not in parse.ORDERED:
        raise RulebookError(spot, "meaning.type", {"meaning": meaning, "type": kind, "key": name})


def must_be_known(kinds: tuple[str, ...], tags: tuple[str, ...], known: Terms, spot: Spot) -> None:
    for kind in kinds:
        if kind not in known.kinds:
            raise RulebookError(spot, "subject.unknown", {"found": kind, "allowed": ", ".join(known.kinds)})
    for tag in tags:
        if tag not in known.tags:
            raise RulebookError(spot, "subject.unknown", {"found": tag, "allowed": ", ".join(known.tags)})


def group(node: Node) -> Group:
    form = Form(node, ("id", "title", "places", "since"), "group")
    return Group(form.text("id"), form.words("title"), form.texts("places"), form.day("since"), form.spot)


def region(node: Node) -> Region:
    form = Form(node, ("code", "title", "kind", "note"), "region")
    kind = form.word("kind", KINDS, "region.kind")
    return Region(form.text("code"), form.words("title"), kind, form.words_or_none("note"), form.spot)


def source(node: Node) -> Source:
    form = Form(node, _SOURCE, "source")
    return Source(
        id=form.text("id"),
        title=form.words("title"),
        read=form.word("read", READ, "source.read"),
        issuer=form.words_or_none("issuer"),
        number=form.text_or("number"),
        issued=form.text_or("issued"),
        note=form.words_or_none("note"),
        spot=form.spot,
    )
