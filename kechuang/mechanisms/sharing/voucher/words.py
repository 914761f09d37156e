"""The voucher's words on pages: states, services, uses, rules and clauses, lines of what a firm may have."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language, gettext

from kechuang.casework.words import state
from kechuang.mechanisms.sharing.voucher.models import VoucherOrder, VoucherRight
from kechuang.mechanisms.sharing.voucher.rules import moves
from kechuang.mechanisms.sharing.voucher.rules.entitlement import Line
from kechuang.mechanisms.sharing.voucher.rules.signs import ALL as ALL_SIGNS
from kechuang.rulebook import load as rulebook
from kechuang.rulebook.resolve import Answer
from kechuang.rulebook.speak import Speaker
from kechuang.rulebook.value import Table, Text
from kechuang.web import divisions, slots, written
from kechuang.web.parts import DONE, GOING, IDLE, RISK, VOID, State

type Options = list[tuple[str, str]]

TONES: dict[str, dict[str, str]] = {
    moves.BUDGET.kind: {"PLANNED": IDLE, "EXHAUSTED": RISK, "CLOSED": VOID},
    moves.PROVIDER.kind: {"APPLIED": IDLE, "LISTED": DONE, "SUSPENDED": RISK, "REMOVED": VOID},
    moves.RIGHT.kind: {"APPLIED": IDLE, "GRANTED": DONE, "REFUSED": VOID, "LAPSED": VOID},
    moves.ORDER.kind: {"RESERVED": IDLE, "PAID": DONE, "RELEASED": VOID, "REJECTED": VOID, "CLAWED_BACK": VOID},
    moves.AUDIT.kind: {"COMMITTED": GOING, "DRAWN": DONE},
    moves.BATCH.kind: {"PREPARED": IDLE, "PAID": DONE, "VOID": VOID},
}
UNIONS = ("YRD",)


def word(code: str) -> str:
    """The word for a stored code."""
    return gettext(code)


def speaker() -> Speaker:
    """Says rules in the reader's language."""
    language = get_language() or ""
    book = rulebook.current()
    return Speaker(book, language, divisions.traditional) if language == "zh-hant" else Speaker(book, language)


def place(code: str) -> str:
    """The name of a division or union."""
    return divisions.name(code)


def state_of(case: Any) -> State:  # noqa: ANN401 - a case row
    """The state of a case with its tone."""
    return state(case.kind, case.state)


def service(code: str) -> str:
    """The word for a service category."""
    return word(f"voucher.services.{code}") if code else ""


def sign(code: str) -> str:
    """The word for a sign of risk."""
    return word(f"voucher.sign.{code}")


def signs(codes: Iterable[str]) -> list[str]:
    """The words for signs of risk that are known."""
    return [sign(code) for code in codes if code in ALL_SIGNS]


def coded(prefix: str, codes: Iterable[str]) -> Options:
    """Codes as options, under the messages ``<prefix>.<code>``."""
    return [(code, word(f"{prefix}.{code}")) for code in codes]


def all_services() -> Options:
    """Every service that some place's rules know."""
    found = {
        str(row["code"]): None
        for entry in rulebook.current().entries
        if entry.key == "voucher.services" and isinstance(entry.value, Table)
        for row in entry.value.rows
    }
    return [(code, service(code)) for code in found]


def services(place_code: str, on: date) -> Options:
    """The services that vouchers buy at a place on a day."""
    return _rows("voucher.services", place_code, on)


def excluded(place_code: str, on: date) -> Options:
    """The uses that are excluded at a place on a day."""
    return _rows("voucher.excluded", place_code, on)


def _rows(key: str, place_code: str, on: date) -> Options:
    value = rulebook.current().ask(key, place=place_code, on=on).value
    rows = value.rows if isinstance(value, Table) else ()
    return [(str(row["code"]), word(f"{key}.{row['code']}")) for row in rows]


def regions(authorities: Sequence[str]) -> Options:
    """The regions that a provider may serve: the payers of this node, their provinces, and the delta."""
    provinces = sorted({f"{code[:2]}0000" for code in authorities})
    codes = dict.fromkeys((*UNIONS, *provinces, *authorities))
    return [(code, place(code)) for code in codes]


def places(codes: Iterable[str]) -> str:
    """Several places in one line."""
    return _listed(place(code) for code in codes)


def service_list(codes: Iterable[str]) -> str:
    """Several services in one line."""
    return _listed(service(code) for code in codes)


def _listed(words: Iterable[str]) -> str:
    return (", " if (get_language() or "").startswith("en") else "、").join(words)


def budget_title(authority: str, year: int, title: str) -> str:
    """A budget by name; one without a name of its own is called after payer and year."""
    if title != f"{authority} {year}":
        return title
    return gettext("%(place)s voucher budget %(year)s") % {"place": place(authority), "year": year}


def right_line(row: VoucherRight, left: Decimal) -> str:
    """One claim right as an option."""
    values = {"number": row.case.number, "holder": row.holder.name, "left": written.money(left)}
    if row.valid_to:
        values["until"] = written.day(row.valid_to)
        return gettext("%(number)s, %(holder)s: %(left)s yuan left, until %(until)s") % values
    return gettext("%(number)s, %(holder)s: %(left)s yuan left") % values


def payable_line(row: VoucherOrder) -> str:
    """One order of a batch as an option."""
    return f"{row.case.number} · {row.holder.name} ← {row.provider.name} · {written.money(row.amount_yuan)}"


def rule_title(key: str) -> str:
    """The title of a rule."""
    return speaker().text(rulebook.current().keys[key].title)


def rule_value(answer: Answer) -> str:
    """What a rule says, in words; a table is written out."""
    value = answer.value
    if isinstance(value, Table):
        named = [row.get("title") for row in value.rows]
        return _listed(speaker().text(title) for title in named if isinstance(title, Text))
    return speaker().answer(answer)


def cite(answer: Answer | None) -> str:
    """Source and clause of a rule; our own design says so."""
    return speaker().cite(answer.source, answer.clause) if answer and answer.source else ""


def confidence(answer: Answer) -> str:
    """How sure the value is, in words."""
    return speaker().confidence(answer.confidence)


def rule_url(answer: Answer | None) -> str:
    """The page of a rule, '' where this node serves none."""
    return slots.link("rule", answer.key, place=answer.asked_place or answer.place, on=answer.on) if answer else ""


def measure(value: Decimal | int | None, unit: str) -> str:
    """One number of a line in its unit."""
    if value is None:
        return ""
    if unit == "share":
        return written.share(Decimal(value))
    if unit == "yuan":
        return gettext("%(n)s yuan") % {"n": written.money(Decimal(value))}
    number = written.number(value)
    words = {
        "days": gettext("%(n)s days"),
        "working_days": gettext("%(n)s working days"),
        "months": gettext("%(n)s months"),
    }
    return words.get(unit, "%(n)s") % {"n": number}


def met(line: Line) -> State | None:
    """Met, missed, or nothing where the rule only informs."""
    if line.met is None:
        return None
    return State(gettext("met"), DONE, "met") if line.met else State(gettext("not met"), RISK, "missed")


def gap(line: Line) -> str:
    """By how much a line is met or missed."""
    if line.gap is None or line.met is None:
        return ""
    size = measure(line.gap, line.unit)
    if line.code == "right":
        return (
            (gettext("%(gap)s left") if line.met else gettext("ended %(gap)s ago")) % {"gap": size}
            if line.about
            else ""
        )
    if not line.met and not line.gap:
        return ""
    return (gettext("%(gap)s free") if line.met else gettext("%(gap)s missing")) % {"gap": size}


def line_title(line: Line) -> str:
    """What a line is about."""
    title = word(f"voucher.entitlement.{line.code}")
    return f"{title} · {line.about}" if line.about else title
