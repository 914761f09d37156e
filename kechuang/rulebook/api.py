"""Rules for programs: a value with its trail, all values of a place, the history of a rule, what is not verified."""

from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from kechuang.kernel.refusal import Refusal
from kechuang.rulebook import asked, load, queries
from kechuang.rulebook.book import Entry
from kechuang.rulebook.command import as_record, entry_record
from kechuang.rulebook.queries import Wanted
from kechuang.rulebook.resolve import Rulebook, UnknownKey
from kechuang.web.api import Needs, RefusedError
from kechuang.web.typed import TypedError

router = Router()


class KeyOut(Schema):
    """A question that the rulebook can be asked."""

    key: str
    domain: str
    title: dict[str, str]
    type: str
    applies_on: str
    whose: str
    transition: str


class ValuesOut(Schema):
    """All values of a place on a day, each as a basis would keep it."""

    edition: str
    place: str
    on: str
    values: list[dict[str, Any]]


class EntriesOut(Schema):
    """Dated values as their places made them."""

    edition: str
    entries: list[dict[str, Any]]


@router.get("/keys", auth=Needs("public"), response=list[KeyOut], summary="All rule keys", operation_id="rule_keys")
def keys(request: HttpRequest, q: str = "", domain: str = "") -> list[KeyOut]:  # noqa: ARG001 - ninja's signature
    """Give the keys whose name or title holds all the words."""
    return [
        KeyOut(
            key=key.name,
            domain=key.domain,
            title={"zh": key.title.zh, "en": key.title.en},
            type=key.type,
            applies_on=key.applies_on,
            whose=key.whose,
            transition=key.transition,
        )
        for key in queries.keys(load.current(), q, domain)
    ]


@router.get(
    "/answer",
    auth=Needs("public"),
    response=dict[str, Any],
    summary="One value with its trail",
    operation_id="rule_answer",
)
def answer(
    request: HttpRequest,  # noqa: ARG001 - ninja's signature
    key: str,
    place: str,
    on: str = "",
    subject: str = "",
) -> dict[str, Any]:
    """Give the value in force and every rule that might have answered."""
    book = load.current()
    _must_be_declared(book, key)
    params = {"place": place, "on": on, "subject": subject}
    try:
        day = asked.day(params)
        where, who = asked.place(book, params, day), asked.subject(book, params)
    except TypedError as error:
        raise RefusedError(error.refusal, status=422) from None
    return as_record(book, book.ask(key, place=where, on=day, subject=who))


@router.get(
    "/values", auth=Needs("public"), response=ValuesOut, summary="All values of a place", operation_id="rule_values"
)
def values(
    request: HttpRequest,  # noqa: ARG001 - ninja's signature
    place: str,
    on: str = "",
    q: str = "",
    domain: str = "",
    confidence: str = "",
) -> ValuesOut:
    """Give every value that holds for a place on a day."""
    book = load.current()
    params = {"place": place, "on": on}
    try:
        day = asked.day(params)
        where = asked.place(book, params, day)
    except TypedError as error:
        raise RefusedError(error.refusal, status=422) from None
    lines = queries.values(book, place=where, on=day, wanted=Wanted(q, domain, confidence))
    found = [line.answer.basis() for line in lines]
    return ValuesOut(edition=book.edition, place=where, on=day.isoformat(), values=found)


@router.get(
    "/history/{key}",
    auth=Needs("public"),
    response=EntriesOut,
    summary="What every place has said",
    operation_id="rule_history",
)
def history(request: HttpRequest, key: str) -> EntriesOut:  # noqa: ARG001 - ninja's signature
    """Give all dated values of a key."""
    book = load.current()
    _must_be_declared(book, key)
    return _entries(book.edition, queries.history(book, key))


@router.get(
    "/unverified",
    auth=Needs("public"),
    response=EntriesOut,
    summary="Values in use that are not S",
    operation_id="rule_unverified",
)
def unverified(
    request: HttpRequest,  # noqa: ARG001 - ninja's signature
    on: str = "",
    mark: str = "",
    place: str = "",
    domain: str = "",
) -> EntriesOut:
    """Give the values in force on a day that were not read in the text of their source."""
    book = load.current()
    try:
        day = asked.day({"on": on})
    except TypedError as error:
        raise RefusedError(error.refusal, status=422) from None
    return _entries(book.edition, queries.unverified(book, on=day, mark=mark, place=place, domain=domain))


def _entries(edition: str, entries: list[Entry]) -> EntriesOut:
    return EntriesOut(edition=edition, entries=[{"key": entry.key, **entry_record(entry)} for entry in entries])


def _must_be_declared(book: Rulebook, key: str) -> None:
    try:
        book.key(key)
    except UnknownKey as unknown:
        near = ", ".join(unknown.near) or "—"
        raise RefusedError(Refusal("rulebook.unknown_key", {"key": key, "near": near}), status=404) from None
