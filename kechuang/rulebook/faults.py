"""What is wrong with a rule file: a stable code, the values that were met, and the file and line to look at."""

from collections.abc import Mapping, Sequence

from kechuang.rulebook.book import Spot
from kechuang.rulebook.value import Text
from kechuang.rulebook.wording import sentence

type Met = Mapping[str, str | int | Text | None]


class RulebookError(Exception):
    """A file that does not load. ``others`` holds the faults beyond the first, so that all can be mended."""

    def __init__(self, spot: Spot, code: str, values: Met, others: Sequence["RulebookError"] = ()) -> None:
        super().__init__(code)
        self.file = spot.file
        self.line = spot.line
        self.code = code
        self.values = dict(values)
        self.others = tuple(others)

    @property
    def all(self) -> tuple["RulebookError", ...]:
        return (self, *self.others)

    def say(self, language: str = "en") -> str:
        values = {name: _said(value, language) for name, value in self.values.items()}
        return f"{self.file}:{self.line}: {sentence(f'rulebook.fault.{self.code}', values, language)}"

    def __str__(self) -> str:
        return self.say()


def _said(value: str | int | Text | None, language: str) -> str | int | None:
    return value.say(language) if isinstance(value, Text) else value
