"""Asking one address as one person: which kind of answer came, and which planted texts it should not have held."""

import html
import io
import os
import re
import zipfile

from django.http import HttpResponseBase

from kechuang.web.permissions import ROLES as DUTIES
from tests.matrix.filled import ASKED, EVERYBODY, NOBODY, REGIONS, ROLES, Filled, Person, Thing
from tests.matrix.routes import ONLY_ON_DEMONSTRATION, Route

EVERYTHING = bool(os.environ.get("KECHUANG_TEST_ALL"))
OPEN, SIGN_IN, FORBIDDEN, ABSENT = "open", "sign in", "forbidden", "absent"
NOT_READ = "not read"  # an address that is only written to


def holds(person: Person, permission: str) -> bool:
    """Say whether a person's role carries a permission anywhere."""
    if permission == "public":
        return True
    if person == NOBODY:
        return False
    return permission == "signed_in" or permission in DUTIES[ROLES[person[1]]].permissions


def expected(route: Route, person: Person, thing: Thing | None) -> str:
    """Derive the answer from what the route declares and from who may read the thing."""
    if route.path in ONLY_ON_DEMONSTRATION:
        return ABSENT
    if not holds(person, route.permission):
        return SIGN_IN if person == NOBODY else FORBIDDEN
    if thing is None or thing.readers is None or person in thing.readers:
        return OPEN
    return ABSENT


def answered(response: HttpResponseBase) -> str:
    """Name the kind of answer; anything else is given as its status."""
    status = response.status_code
    if status in {302, 301}:
        return SIGN_IN if response["Location"].startswith("/sign-in/") else OPEN
    kinds = {200: OPEN, 204: OPEN, 405: NOT_READ, 401: SIGN_IN, 403: FORBIDDEN, 404: ABSENT}
    return kinds.get(status, str(status))


def text_of(response: HttpResponseBase) -> str:
    """Give all that an answer says: a workbook unpacked, references to signs read, commas between digits taken out."""
    data = b"".join(response) if response.streaming else response.content
    response.close()
    if data[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            data = b"\n".join(book.read(name) for name in book.namelist())
    said = html.unescape(data.decode("utf-8", errors="replace")) + response.headers.get("Location", "")
    return re.sub(r"(?<=\d),(?=\d{3})", "", said)


def spellings(text: str) -> tuple[str, ...]:
    """An amount is also written without its zeros and in fen."""
    if re.fullmatch(r"\d+\.\d\d", text):
        return tuple({text, text.removesuffix(".00"), text.replace(".", "")})
    return (text,)


def contains(said: str, text: str) -> bool:
    """Whether an answer holds a planted text, not as a part of another number or of an id."""
    near = [each for each in spellings(text) if each in said]
    whole = r"(?<![0-9A-Za-z.])" + "(?:" + "|".join(map(re.escape, near)) + r")(?![0-9a-z])"
    return bool(near) and re.search(whole, said) is not None


def leaks(filled: Filled, person: Person, said: str) -> list[str]:
    """Name the planted texts that an answer holds although the person may not read them."""
    return [text for text, readers in filled.secrets.items() if person not in readers and contains(said, text)]


def seen(filled: Filled, person: Person, said: str) -> set[str]:
    return {text for text, readers in filled.secrets.items() if person in readers and contains(said, text)}


def askers(route: Route, number: int) -> tuple[Person, ...]:
    """Choose who asks: everybody where the whole grid is walked, else one of each kind of answer.

    Region and person turn with the number: next to nobody, one who holds the permission and one who does not. The
    region turns after five routes, so that it goes with each of several things (``some``).
    """
    if EVERYTHING:
        return EVERYBODY
    region, turn = REGIONS[number // 5 % len(REGIONS)], number
    names = [name for name in ASKED if holds((region, name), route.permission)]
    others = [name for name in ASKED if name not in names]
    return (NOBODY, *((region, each[turn % len(each)]) for each in (names, others) if each))


def some[T](rows: list[T], number: int) -> list[T]:
    """Choose one of several things, turning by number; all of them where the whole grid is walked."""
    return rows if EVERYTHING or not rows else [rows[number % len(rows)]]
