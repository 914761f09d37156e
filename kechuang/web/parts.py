"""The small pieces that stand on many pages, as values: states, figures, sources, deadlines, histories.

Each has a template under ``web/parts/``; the tags in ``templatetags/kit.py`` render them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from kechuang.web.page import Action
from kechuang.web.slots import Words

IDLE, GOING, RISK, LATE, DONE, VOID = "idle", "going", "risk", "late", "done", "void"
TONES = (IDLE, GOING, RISK, LATE, DONE, VOID)


@dataclass(frozen=True, slots=True)
class State:
    """A state: word, and a tone that picks shape and colour together.

    idle ○ not begun, going ● under way, risk ◆ at risk, late ▲ overdue, done ■ finished, void × ended without result.
    ``code`` is the stored code, which the API gives and never translates.
    """

    word: Words
    tone: str = GOING
    code: str = ""

    def __post_init__(self) -> None:
        if self.tone not in TONES:
            raise ValueError(f"a state's tone is one of {', '.join(TONES)}, not {self.tone!r}")

    def __str__(self) -> str:
        return str(self.word)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One figure of the strip above a list. ``filters`` are the list's parameters that the figure stands for."""

    label: Words
    value: int | Decimal | str
    unit: Words = ""
    filters: dict[str, str] | None = None
    url: str = ""
    tone: str = ""
    current: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a value comes from: ``how`` is automatic, typed, imported or rule."""

    how: str
    name: Words
    on: date | None = None
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """A clause as published: quoted in Song type, never edited. ``lang`` is the language of the quote."""

    text: str
    document: Words
    place: Words = ""
    url: str = ""
    lang: str = "zh-Hans"


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """A day by which something must happen, and how far away it is on ``today``.

    ``provisional`` says that the working-day calendar of that year is not yet published.
    """

    on: date
    today: date
    done: bool = False
    provisional: bool = False
    warn_days: int = 7

    @property
    def days(self) -> int:
        """Calendar days left; negative when past."""
        return (self.on - self.today).days

    @property
    def overdue(self) -> int:
        """Calendar days past the day; zero or less when not past."""
        return -self.days

    @property
    def tone(self) -> str:
        """``late`` when past, ``risk`` when near, empty otherwise."""
        if self.done:
            return ""
        return LATE if self.days < 0 else RISK if self.days <= self.warn_days else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One line of a history: when, what, who; ``before`` and ``after`` where a value changed."""

    at: date | datetime
    what: Words
    who: Words = ""
    before: Words = ""
    after: Words = ""
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Empty:
    """What an empty list says: one sentence, at most one next step."""

    sentence: Words
    action: Action | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One term and its value in a list of facts."""

    term: Words
    value: object
    url: str = ""
    source: Source | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of a stepper; exactly one is current."""

    label: Words
    current: bool = False
    done: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One indicator as a card: figure, unit, target, small line (``charts.line.sparkline``), state."""

    title: Words
    value: Decimal | int | str | None
    unit: Words = ""
    target: Decimal | int | None = None
    target_words: Words = ""
    picture: str = ""
    state: State | None = None
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmation:
    """Says again what will happen and how it can be undone, before it happens."""

    title: Words
    effects: Sequence[Words]
    undo: Words
    submit: Words
    url: str
    cancel_url: str
    values: dict[str, str] | None = None
    danger: bool = False
