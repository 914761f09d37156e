"""Whether an achievement may stand as it was described: refusals, each for one fault, and warnings. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from typing import Any
from uuid import UUID

from kechuang.casework.decision import Scene
from kechuang.kernel.identify.classify import read_discipline, read_industry, read_ipc
from kechuang.kernel.identify.ip import read_ip_number
from kechuang.kernel.identify.text import compact
from kechuang.kernel.reading import Reading
from kechuang.kernel.refusal import Refusal
from kechuang.kernel.shares import WHOLE, total, write_share
from kechuang.mechanisms.market.result.rules import values as told
from kechuang.mechanisms.market.result.rules.moves import OVER
from kechuang.mechanisms.market.result.rules.requests import Loaded, Same
from kechuang.mechanisms.market.result.rules.values import Ip, Values, Warned, key_of
from kechuang.rulebook.value import Table

LONGEST_NAME, LONGEST_TEXT = 120, 4000
MOST_IPS, MOST_COMPLETERS = 60, 60
# Two names of one unit that are as alike as this probably mean one achievement; our design.
ALIKE = Fraction(4, 5)
# A price over this is probably yuan typed as ten thousand yuan; our design.
LARGE_YUAN = Decimal(1_000_000_000)
CLOSED_LISTS = (
    ("kind", told.KINDS),
    ("mode", told.MODES),
    ("funding", told.FUNDING),
    ("security", told.SECURITY),
    ("export", told.EXPORT),
    ("ethics", told.ETHICS),
)


def faults(
    scene: Scene[Loaded], values: Values, case: UUID, place: str, unit: tuple[UUID | None, str, str]
) -> Refusal | None:
    """Give the first fault of an achievement, or None. ``unit`` is (body, name, credit code) of the completing unit."""
    checks = (
        _texts(values),
        _lists(scene, values, place),
        _codes(values),
        _readiness(values),
        _completers(values),
        _terms(values, scene.on),
        _rights(values, scene.on, unit[1], unit[2]),
        _duplicate(scene.rows, values, case, unit[0]),
        licensed(scene.rows, values),
    )
    return next((each for each in checks if each is not None), None)


def _texts(values: Values) -> Refusal | None:
    if not values.name.strip():
        return Refusal("result.no_name", place="name")
    if len(values.name) > LONGEST_NAME:
        return Refusal("result.name_too_long", {"length": len(values.name), "limit": LONGEST_NAME}, "name")
    if not values.abstract.strip():
        return Refusal("result.no_abstract", place="abstract")
    if len(values.abstract) > LONGEST_TEXT:
        return Refusal("result.abstract_too_long", {"length": len(values.abstract), "limit": LONGEST_TEXT}, "abstract")
    if values.security == told.STATE_SECRET:
        return Refusal("result.state_secret", place="security")
    return None


def _lists(scene: Scene[Loaded], values: Values, place: str) -> Refusal | None:
    for name, codes in CLOSED_LISTS:
        if getattr(values, name) not in codes:
            return Refusal("result.not_in_list", {"given": str(getattr(values, name)), "known": ", ".join(codes)}, name)
    for name, key in (("kind", "transfer.achievement_kinds"), ("mode", "transfer.modes")):
        answer = scene.law.ask(key, place=place, on=scene.on)
        known = [str(row["code"]) for row in answer.value.rows] if isinstance(answer.value, Table) else []
        if known and getattr(values, name) not in known:
            given = {
                "given": str(getattr(values, name)),
                "known": ", ".join(known),
                "key": key,
                "clause": answer.clause,
            }
            return Refusal("result.not_in_statute", given, name)
    return None


def _codes(values: Values) -> Refusal | None:
    readings: list[tuple[str, Reading[Any]]] = [("discipline", read_discipline(values.discipline))]
    readings += [("industry", read_industry(values.industry))] if values.industry else []
    readings += [("ipc", read_ipc(values.ipc))] if values.ipc else []
    for name, reading in readings:
        if reading.fault is not None:
            return Refusal(reading.fault.code, dict(reading.fault.values), name)
    return None


def _readiness(values: Values) -> Refusal | None:
    if not 1 <= values.trl <= told.LAST_TRL:
        return Refusal("identify.readiness.level", {"raw": str(values.trl), "found": str(values.trl)}, "trl")
    for each in values.evidence:
        if not 1 <= each.level <= told.LAST_TRL:
            return Refusal("identify.readiness.level", {"raw": str(each.level), "found": str(each.level)}, "trl")
        if each.level > values.trl:
            return Refusal("result.evidence_above_level", {"level": each.level, "trl": values.trl}, "trl")
    if values.trl >= told.PRODUCT_TRL and not values.product.strip():
        return Refusal("result.no_product", {"trl": values.trl}, "product")
    return None


def _completers(values: Values) -> Refusal | None:
    rows = values.completers
    if not rows:
        return Refusal("result.no_completers", place="completers")
    if len(rows) > MOST_COMPLETERS:
        return Refusal("result.too_many_completers", {"count": len(rows), "limit": MOST_COMPLETERS}, "completers")
    if sorted(each.rank for each in rows) != list(range(1, len(rows) + 1)):
        given = ", ".join(str(each.rank) for each in rows)
        return Refusal("result.ranks_wrong", {"ranks": given, "count": len(rows)}, "completers")
    if any(not each.name.strip() for each in rows):
        return Refusal("result.completer_unnamed", place="completers")
    added = total(each.share for each in rows)
    if added != WHOLE:
        return Refusal("result.shares_not_whole", {"sum": write_share(added), "count": len(rows)}, "completers")
    names = [(compact(each.name), compact(each.unit)) for each in rows]
    twice = next((each for at, each in enumerate(names) if each in names[:at]), None)
    return Refusal("result.completer_twice", {"name": twice[0]}, "completers") if twice else None


def _terms(values: Values, on: date) -> Refusal | None:
    if values.price is not None and values.price < 0:
        return Refusal("result.price_negative", {"price_yuan": values.price}, "price")
    if values.valid_until is not None and values.valid_until < on:
        return Refusal("result.validity_over", {"day": values.valid_until}, "valid_until")
    if values.funding == "fiscal" and not values.project.strip():
        return Refusal("result.no_project", place="project")
    if values.ethics == told.APPROVED and not values.ethics_number.strip():
        return Refusal("result.no_ethics_number", place="ethics_number")
    return None


def _rights(values: Values, on: date, unit: str, code: str) -> Refusal | None:
    if len(values.ips) > MOST_IPS:
        return Refusal("result.too_many_rights", {"count": len(values.ips), "limit": MOST_IPS}, "ips")
    if values.kind in told.NUMBERED and not any(ip.kind == values.kind for ip in values.ips):
        return Refusal("result.no_number", {"kind_code": f"market.result.kind.{values.kind}"}, "ips")
    for ip in values.ips:
        refused = _number(ip, on) or dead(ip, on)
        if refused is None and ip.patentee and not is_patentee(ip, unit, code) and not values.ground.strip():
            given = {"number": ip.number, "patentee": ip.patentee, "unit": unit}
            refused = Refusal("result.not_the_patentee", given, "ips")
        if refused is not None:
            return refused
    twice = next((number for number in values.numbers if values.numbers.count(number) > 1), None)
    return Refusal("result.number_twice", {"number": twice}, "ips") if twice else None


def _number(ip: Ip, on: date) -> Refusal | None:
    if ip.kind not in told.NUMBERED:
        return Refusal("result.not_in_list", {"given": ip.kind, "known": ", ".join(sorted(told.NUMBERED))}, "ips")
    if ip.state not in told.IP_STATES:
        return Refusal("result.not_in_list", {"given": ip.state, "known": ", ".join(told.IP_STATES)}, "ips")
    fault = read_ip_number(ip.kind, ip.number, on).fault
    if fault is not None:
        return Refusal(fault.code, dict(fault.values), "ips")
    if ip.granted_on is not None and ip.applied_on is not None and ip.granted_on < ip.applied_on:
        return Refusal("result.granted_before", {"number": ip.number, "day": ip.granted_on}, "ips")
    if ip.granted_on is not None and ip.granted_on > on:
        return Refusal("result.granted_later", {"number": ip.number, "day": ip.granted_on}, "ips")
    return None


def dead(ip: Ip, on: date) -> Refusal | None:
    """Refuse a right that is no more: lapsed, invalid, or its annual fee not paid."""
    if ip.state in told.DEAD:
        return Refusal("result.right_dead", {"number": ip.number, "state_code": f"market.ip.{ip.state}"}, "ips")
    if ip.kind == "patent" and ip.state == "granted" and ip.fee_until is not None and ip.fee_until < on:
        return Refusal("result.fee_unpaid", {"number": ip.number, "day": ip.fee_until}, "ips")
    return None


def is_patentee(ip: Ip, unit: str, code: str) -> bool:
    """Whether the unit is among those whom the certificate names, by name or code."""
    named = compact(ip.patentee)
    return compact(unit) in named or bool(code and code in named)


def _duplicate(rows: Loaded, values: Values, case: UUID, unit: UUID | None) -> Refusal | None:
    for number in values.numbers:
        if (other := _live(rows.by_number.get(number, ()), case)) is not None:
            return Refusal("result.number_known", {"right": number, "number": other.number, "name": other.name}, "ips")
    other = _live(rows.by_text.get(key_of(values.abstract), ()), case)
    if other is not None and key_of(other.name) != key_of(values.name):
        return Refusal("result.two_names", {"number": other.number, "name": other.name}, "abstract")
    same = [each for each in rows.by_name.get(key_of(values.name), ()) if each.unit == unit]
    other = _live(same, case)
    return Refusal("result.name_known", {"number": other.number, "name": other.name}, "name") if other else None


def _live(found: Iterable[Same], case: UUID) -> Same | None:
    return next((each for each in found if each.case != case and each.state not in OVER | {"TRANSFERRED"}), None)


def licensed(rows: Loaded, values: Values) -> Refusal | None:
    """An exclusive licence in force leaves nothing to be licensed, and only a transfer with that burden."""
    for ip in values.ips:
        if (ip.exclusive or ip.number in rows.licensed) and values.mode == "licence":
            return Refusal(
                "result.licensed_already", {"number": ip.number, "who": rows.licensed.get(ip.number, "—")}, "ips"
            )
    return None


def unsold(values: Values, on: date) -> Refusal | None:
    """Refuse to offer what may not be offered: a dead right, ethics not cleared, an offer that has run out."""
    for ip in values.ips:
        if (refused := dead(ip, on)) is not None:
            return refused
    if values.ethics == told.PENDING:
        return Refusal("result.ethics_pending", place="ethics")
    if values.security == told.INTERNAL:
        return Refusal("result.internal", place="security")
    return None


# --- warnings


def warnings(
    scene: Scene[Loaded], values: Values, case: UUID, place: str, unit: tuple[UUID | None, str, str]
) -> tuple[Warned, ...]:
    """Give what is doubtful about an achievement; each is shown to the unit and to the office that checks."""
    return (
        *_jumps(scene, values, place),
        *_burdens(values, scene.on),
        *_strangers(values, unit[1], unit[2]),
        *_alike(scene.rows, values, case, unit[0]),
        *_odd(values),
    )


def _jumps(scene: Scene[Loaded], values: Values, place: str) -> Iterator[Warned]:
    """More levels between two that have evidence, up to the one that is claimed, than the rule lets pass."""
    answer = scene.law.ask("readiness.jump_levels", place=place, on=scene.on)
    most = answer.value if isinstance(answer.value, int) else told.LAST_TRL
    shown = sorted({each.level for each in values.evidence if each.text.strip()} | {values.trl})
    steps = [0, *shown] if not any(each.text.strip() for each in values.evidence) else shown
    for lower, upper in pairwise(steps):
        if upper - lower > most:
            yield Warned("result.warn.jump", {"lower": str(lower), "upper": str(upper), "levels": str(most)})


def _burdens(values: Values, on: date) -> Iterator[Warned]:
    for ip in values.ips:
        if ip.pledged:
            yield Warned("result.warn.pledged", {"number": ip.number})
        if ip.exclusive:
            yield Warned("result.warn.exclusive", {"number": ip.number})
        if ip.kind == "patent" and ip.state == "granted" and ip.fee_until is None:
            yield Warned("result.warn.fee_unknown", {"number": ip.number})
        elif ip.fee_until is not None and on <= ip.fee_until <= on + timedelta(days=60):
            yield Warned("result.warn.fee_soon", {"number": ip.number, "day": ip.fee_until.isoformat()})
        for warned in read_ip_number(ip.kind, ip.number, on).warnings:
            yield Warned(warned.code, dict(warned.values))


def _strangers(values: Values, unit: str, code: str) -> Iterator[Warned]:
    for ip in values.ips:
        if ip.patentee and not is_patentee(ip, unit, code):
            yield Warned("result.warn.not_the_patentee", {"number": ip.number, "patentee": ip.patentee})
        if not ip.patentee:
            yield Warned("result.warn.patentee_unknown", {"number": ip.number})


def _alike(rows: Loaded, values: Values, case: UUID, unit: UUID | None) -> Iterator[Warned]:
    known: Sequence[Same] = [each for found in rows.by_name.values() for each in found if each.unit == unit]
    for each in known:
        if each.case == case or each.state in OVER or key_of(each.name) == key_of(values.name):
            continue
        if likeness(each.name, values.name) >= ALIKE:
            yield Warned("result.warn.alike", {"number": each.number, "name": each.name})


@lru_cache(maxsize=20_000)
def _pairs(name: str) -> frozenset[str]:
    text = compact(name)
    return frozenset(text[at : at + 2] for at in range(len(text) - 1))


def likeness(one: str, other: str) -> Fraction:
    """Give how many pairs of neighbouring characters two names share, from 0 to 1 (Dice's coefficient)."""
    mine, theirs = _pairs(one), _pairs(other)
    every = len(mine) + len(theirs)
    return Fraction(2 * len(mine & theirs), every) if every else Fraction(0)


def _odd(values: Values) -> Iterator[Warned]:
    if values.price is not None and values.price > LARGE_YUAN:
        yield Warned("result.warn.large_price", {"price": f"{values.price:f}"})
    if values.export != told.NONE:
        yield Warned("result.warn.export", {"flag_code": f"market.result.export.{values.export}"})
    if values.ethics == told.PENDING:
        yield Warned("result.warn.ethics", {})
