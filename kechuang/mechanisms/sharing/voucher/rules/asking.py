"""Asking the law for a value of a known type, and quoting the answer in a refusal."""

from datetime import date
from decimal import Decimal

from kechuang.casework.decision import Scene
from kechuang.kernel.refusal import Refusal
from kechuang.mechanisms.sharing.voucher.rules.places import standing
from kechuang.rulebook.resolve import Answer, Law, Subject
from kechuang.rulebook.value import Table


def yuan_of(answer: Answer) -> Decimal | None:
    """The amount or share that an answer gives; None where no rule speaks. Raises TypeError for another type."""
    return _typed(answer, Decimal)


def whole_of(answer: Answer) -> int | None:
    """The number of days, months or points that an answer gives; None where no rule speaks."""
    return _typed(answer, int)


def flag_of(answer: Answer, *, otherwise: bool) -> bool:
    """The yes or no that an answer gives, ``otherwise`` where no rule speaks."""
    value = _typed(answer, bool)
    return otherwise if value is None else value


def choice_of(answer: Answer, otherwise: str) -> str:
    """The code that an answer chooses, ``otherwise`` where no rule speaks."""
    return _typed(answer, str) or otherwise


def codes_of(answer: Answer) -> tuple[str, ...]:
    """The codes of the rows of a table; none where no rule speaks."""
    table = _typed(answer, Table)
    return () if table is None else tuple(str(cell) for cell in table.column("code"))


def points_of(answer: Answer) -> dict[str, int]:
    """The points of each code in a table of signs; none where no rule speaks."""
    table = _typed(answer, Table)
    if table is None:
        return {}
    return {str(row["code"]): points for row in table.rows if isinstance(points := row["points"], int)}


def _typed[T](answer: Answer, kind: type[T]) -> T | None:
    if answer.value is None:
        return None
    if not isinstance(answer.value, kind):
        raise TypeError(f"{answer.key} is {type(answer.value).__name__}, not {kind.__name__}")
    return answer.value


def silent(answer: Answer) -> Refusal:
    """Refuse because no rule of the place gives the value that is needed."""
    return Refusal("voucher.no_rule", {"key": answer.key, "place": answer.asked_place, "on": answer.on})


def unknown_reason(reason: str, known: tuple[str, ...]) -> Refusal:
    """Refuse a reason that is not on the list."""
    codes = ", ".join(f"voucher.reason.{code}" for code in known)
    return Refusal("voucher.reason_unknown", {"reason": reason, "known_codes": codes}, place="reason")


def not_of_authority(place: str, authority: str) -> Refusal:
    """Refuse an act in an authority's name from a place that it does not hold."""
    return Refusal("voucher.outside_authority", {"place": place, "authority_place": authority})


def not_in_future(scene: Scene[object], day: date, field: str) -> Refusal | None:
    """Refuse a day after the deciding day."""
    if day <= scene.on:
        return None
    return Refusal(
        "voucher.day_in_future", {"field_code": f"voucher.field.{field}", "day": day, "today": scene.on}, place=field
    )


# The register of organisations and the rulebook were named by different hands; a team is a team.
RULE_KINDS = {"startup_team": "team"}


def rule_kind(kind: str) -> str:
    """The kind by which the rulebook knows a kind of the register of organisations."""
    return RULE_KINDS.get(kind, kind)


def answer_of(law: Law, key: str, place: str, on: date, kind: str = "") -> Answer:
    """Ask for a place as it stands on that day, about a kind of body or, without one, about the key's usual subject."""
    return law.ask(key, place=standing(place, on), on=on, subject=Subject(rule_kind(kind)) if kind else None)
