"""Texts of a report that know what they stand on: on paper plain words, on the page a link to fact or target."""

from collections.abc import Sequence
from typing import Self


class Cited(str):
    """A text with the facts behind it, and the target or task that it names."""

    facts: tuple[str, ...]
    target: str
    task: str

    __slots__ = ("facts", "target", "task")

    def __new__(cls, text: str, facts: Sequence[str] = (), *, target: str = "", task: str = "") -> Self:
        """Make a text that stands on facts."""
        made = super().__new__(cls, text)
        made.facts, made.target, made.task = tuple(facts), target, task
        return made
