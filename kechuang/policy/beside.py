"""What other packages lay beside a document: buttons on its page, rows of their own, the values in force after review.

The register knows none of them; each registers from its wiring.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.http import HttpRequest

from kechuang.policy.finding import Reading, from_json
from kechuang.policy.models import Document
from kechuang.web.page import Action
from kechuang.web.parts import State

type Buttons = Callable[[HttpRequest, Document], list[Action]]
type Follower = Callable[[Document, Reading, str], None]
type Standing = Callable[[Document, Reading], Reading]
type Owners = Callable[[Document, Sequence[str]], str]


@dataclass(frozen=True, slots=True)
class Mark:
    """What a person said of a finding, beside it on the document's page: the word, and where the fact is shown."""

    state: State
    url: str
    corrected: bool = False


type Marks = Callable[[Document], dict[str, Mark]]

type Notes = Callable[[Reading, Document], str]

_NOTES: dict[str, Notes] = {}
_BUTTONS: dict[str, Buttons] = {}
_FOLLOWERS: dict[str, Follower] = {}
_STANDING: dict[str, Standing] = {}
_OWNERS: dict[str, Owners] = {}
_MARKS: dict[str, Marks] = {}


def add_buttons(name: str, buttons: Buttons) -> None:
    """Lay buttons on the page of a document; a name registered again replaces the first."""
    _BUTTONS[name] = buttons


def buttons_of(request: HttpRequest, document: Document) -> list[Action]:
    """Give the buttons that others lay on a document's page."""
    return [action for buttons in _BUTTONS.values() for action in buttons(request, document)]


def add_notes(name: str, notes: Notes) -> None:
    """Have ``notes(reading, twin)`` say in a preview what else is to be known of a document that is like it."""
    _NOTES[name] = notes


def notes_on(reading: Reading, twin: Document) -> list[str]:
    """Give what others say in a preview of a document in the register that is like it."""
    return [said for notes in _NOTES.values() if (said := notes(reading, twin))]


def add_follower(name: str, follower: Follower) -> None:
    """Have ``follower(document, reading, text)`` write its own rows when a document's findings are written.

    It runs inside the act's transaction and may not fail for a document that was accepted.
    """
    _FOLLOWERS[name] = follower


def follow(document: Document, reading: Reading, text: str) -> None:
    """Let all followers write."""
    for follower in _FOLLOWERS.values():
        follower(document, reading, text)


def add_standing(name: str, standing: Standing) -> None:
    """Have ``standing(document, reading)`` put what a review corrected in the place of what was read."""
    _STANDING[name] = standing


def reading_in_force(document: Document) -> Reading:
    """Give a document's findings as they stand today: as read, with every correction that was recorded."""
    reading = from_json(document.reading)
    for standing in _STANDING.values():
        reading = standing(document, reading)
    return reading


def add_marks(name: str, marks: Marks) -> None:
    """Have ``marks(document)`` say by code how the findings of a document were judged."""
    _MARKS[name] = marks


def marks_of(document: Document) -> dict[str, Mark]:
    """Give by code what was said of a document's findings; nothing of those that nobody judged."""
    return {code: mark for marks in _MARKS.values() for code, mark in marks(document).items()}


def add_owners(name: str, owners: Owners) -> None:
    """Have ``owners(document, names)`` say who answers today for bodies that a document names; empty if the same."""
    _OWNERS[name] = owners


def owners_of(document: Document, names: Sequence[str]) -> str:
    """Give who answers today for bodies as a document prints them; empty where nothing changed."""
    return "；".join(said for owners in _OWNERS.values() if (said := owners(document, names)))
