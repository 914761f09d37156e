"""What the kernel hands back when it reads what a person typed: a value, or a fault that explains itself.

A fault is a value: a stable code and typed values. Its sentences (zh-Hans and English) stand in ``faults.py`` under
the code, and say what is wrong, where, why, and what to do.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from kechuang.kernel.faults import SENTENCES

type Language = Literal["zh", "en"]


MOST_SHOWN = 80
_TYPED = frozenset({"raw", "part", "name", "code"})


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: ``code`` is stable (``identify.credit_code.check``), ``values`` fill its sentence.

    What was typed is quoted up to 80 characters; whoever read it still holds the whole.
    """

    code: str
    values: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Shorten what was typed, so that a pasted page does not come back as a sentence."""
        short = {name: _shown(value) if name in _TYPED else value for name, value in self.values.items()}
        object.__setattr__(self, "values", short)

    def sentence(self, language: Language = "en") -> str:
        """The sentence of this fault in simplified Chinese (``zh``) or English (``en``)."""
        chinese, english = SENTENCES[self.code]
        return (chinese if language == "zh" else english).format_map(self.values)


def _shown(text: str) -> str:
    return text if len(text) <= MOST_SHOWN else text[: MOST_SHOWN - 1] + "…"


class FaultError(ValueError):
    """Raised where a caller asked for a value and there is none; carries the fault's code and values."""

    def __init__(self, fault: Fault) -> None:
        """Carry ``fault``; the text of the exception is its English sentence."""
        super().__init__(fault.sentence("en"))
        self.fault = fault

    @property
    def code(self) -> str:
        """The stable code of the fault."""
        return self.fault.code

    @property
    def values(self) -> Mapping[str, str]:
        """The values that fill the sentence."""
        return self.fault.values


@dataclass(frozen=True, slots=True)
class Reading[T]:
    """The outcome of reading ``raw``: exactly one of ``value`` and ``fault`` is set.

    ``warnings`` never refuse. ``suggestions`` are texts that would be read without a fault: "did you mean …?".
    """

    raw: str
    value: T | None = None
    fault: Fault | None = None
    warnings: tuple[Fault, ...] = ()
    suggestions: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether a value was read."""
        return self.fault is None

    def require(self) -> T:
        """The value; raises :class:`FaultError` with the fault where there is none."""
        if self.fault is not None:
            raise FaultError(self.fault)
        if self.value is None:
            message = "a reading holds a value or a fault"
            raise TypeError(message)
        return self.value


class MoneyError(FaultError):
    """An amount that cannot be taken; ``code`` and ``values`` say what, where, why and the remedy."""


class DayError(FaultError):
    """A day, span or calendar that cannot be taken."""


class PlaceError(FaultError):
    """A division code, name or table that cannot be taken."""
