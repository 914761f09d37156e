"""A candidate beside the rule in force: the value, whose it is, since when, by which clause."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language

from kechuang.rulebook import load
from kechuang.rulebook.resolve import UnknownKey
from kechuang.rulebook.speak import Speaker
from kechuang.web import divisions, slots


@dataclass(frozen=True, slots=True, kw_only=True)
class InForce:
    """What the rulebook answers today for a key, place and day; ``value`` is empty where nothing speaks."""

    key: str
    title: str
    value: str
    place: str
    since: date | None
    cite: str
    url: str
    known: bool = True


def in_force(key: str, place: str, on: date) -> InForce:
    """Ask the rulebook for what holds at a place on a day."""
    book = load.current()
    language = get_language() or "zh-hans"
    said = Speaker(book, language, divisions.traditional if language == "zh-hant" else str)
    try:
        answer = book.ask(key, place=place, on=on)
    except (UnknownKey, ValueError):
        return InForce(key=key, title="", value="", place=place, since=None, cite="", url="", known=False)
    declared = book.keys[key]
    return InForce(
        key=key,
        title=said.text(declared.title),
        value="" if answer.value is None else said.said(declared, answer.value, answer.unit, answer.meaning),
        place=said.place(answer.place) if answer.place else "",
        since=answer.since,
        cite=said.cite(answer.source, answer.clause) if answer.source else "",
        url=slots.link("rule", key, place=place, on=on),
    )
