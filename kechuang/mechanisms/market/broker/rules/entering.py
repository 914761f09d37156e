"""An entry comes in, is checked, and is made or refused. Pure."""

from datetime import date
from typing import Any
from uuid import UUID

from kechuang.casework.decision import DueAt, NewCase, Scene
from kechuang.kernel.days import ONE_DAY
from kechuang.kernel.refusal import Refusal
from kechuang.mechanisms.market.broker import facts
from kechuang.mechanisms.market.broker.rules import law
from kechuang.mechanisms.market.broker.rules.law import Ruled
from kechuang.mechanisms.market.broker.rules.requests import (
    ADVERSE,
    BODY,
    CLEAN,
    FIELDS,
    FINDINGS,
    LEVELS,
    TITLES,
    Amend,
    Certificate,
    Check,
    Checked,
    Loaded,
    Open,
    Put,
    Step,
    Terms,
)
from kechuang.rulebook.quoting import cited, whole

EXPIRE = "expire"
LONGEST_NAME, LONGEST_NUMBER, LONGEST = 60, 60, 2000


def apply(scene: Scene[Loaded], request: Open) -> Ruled:
    """A unit applies for an entry."""
    refusal = unfit(scene.on, request.terms) or known(scene, request.terms.certificate.number, request.case)
    if refusal:
        return refusal
    if not request.terms.declared:
        return Refusal("broker.not_declared", place="declared")
    fact = facts.BrokerApplied(**_entered(request.place, request.holder, request.terms))
    due_on = law.term(scene, "broker.entry_days", request.place)
    return _opened(scene, request, fact, "APPLIED", due_on)


def take_in(scene: Scene[Loaded], request: Open) -> Ruled:
    """An office takes a certified manager in from a list; with a clean and fresh check the entry is active at once."""
    refusal = unfit(scene.on, request.terms) or known(scene, request.terms.certificate.number, request.case)
    if refusal:
        return refusal
    checked = request.checked
    if checked is not None:
        refusal = _unfit_check(scene.on, checked) or not_clean(scene, request.place, checked)
    if refusal:
        return refusal
    fact = facts.BrokerTakenIn(
        **_entered(request.place, request.holder, request.terms),
        active=checked is not None,
        check_source=checked.source.strip() if checked else "",
        checked_on=checked.on if checked else None,
    )
    if checked is None:
        return _opened(scene, request, fact, "APPLIED", law.term(scene, "broker.entry_days", request.place))
    return _opened(scene, request, fact, "ACTIVE", request.terms.certificate.valid_until)


def _opened(scene: Scene[Loaded], request: Open, fact: Any, state: str, due_on: date | None) -> Ruled:  # noqa: ANN401 - one of two facts
    case = NewCase(
        id=request.case,
        kind="market.broker",
        authority=request.authority,
        state=state,
        place=request.place,
        title=request.title,
        office=request.office,
        holder=request.holder,
        due_on=due_on,
        number_series=f"{request.authority}-JJR",
    )
    values = {**columns(request.terms), "since": scene.on}
    if request.checked is not None:
        values |= check_columns(request.checked)
    until = request.terms.certificate.valid_until
    return law.said(
        request.case,
        fact,
        opens=(case,),
        due=(DueAt(request.case, EXPIRE, until + ONE_DAY),) if state == "ACTIVE" else (),
        subject=law.subject(request.case),
        rows=Put(case=request.case, values=values, new=True),
    )


def _entered(place: str, unit: UUID | None, terms: Terms) -> dict[str, Any]:
    return {
        "place": place,
        "kind": terms.kind,
        "level": terms.certificate.level,
        "specialities": terms.specialities,
        "unit": law.body(unit),
        "valid_until": terms.certificate.valid_until,
        "name": terms.name.strip(),
        "certificate": terms.certificate.number.strip(),
        "issuer": terms.certificate.issuer.strip(),
    }


def columns(terms: Terms) -> dict[str, object]:
    """Give the columns of an entry's row."""
    return {
        "kind": terms.kind,
        "name": terms.name.strip(),
        "title": terms.title,
        "specialities": "、".join(terms.specialities),
        "services": terms.services.strip(),
        "open_name": terms.open_name or terms.kind == BODY,
        "person_id": terms.account,
        **certificate_columns(terms.certificate),
    }


def certificate_columns(one: Certificate) -> dict[str, object]:
    """Give the columns that a certificate fills."""
    return {
        "certificate": one.number.strip(),
        "issuer": one.issuer.strip(),
        "valid_from": one.valid_from,
        "valid_until": one.valid_until,
        "level": one.level,
    }


def check_columns(checked: Checked) -> dict[str, object]:
    """Give the columns that an integrity check fills."""
    return {
        "checked_on": checked.on,
        "check_source": checked.source.strip(),
        "check_finding": checked.finding,
        "check_note": checked.note.strip(),
    }


def unfit(on: date, terms: Terms) -> Refusal | None:
    """Refuse what makes no entry."""
    if terms.kind not in LEVELS:
        return Refusal("broker.kind_unknown", {"kind": terms.kind}, place="kind")
    if not 1 < len(terms.name.strip()) <= LONGEST_NAME:
        return Refusal("broker.no_name", {"limit": LONGEST_NAME}, place="name")
    if terms.title not in TITLES:
        return Refusal("broker.title_unknown", {"title": terms.title}, place="title")
    if not terms.specialities or set(terms.specialities) - set(FIELDS):
        return Refusal("broker.no_speciality", place="specialities")
    if len(terms.services) > LONGEST:
        return Refusal("broker.text_too_long", {"limit": LONGEST}, place="services")
    return unfit_certificate(on, terms.kind, terms.certificate)


def unfit_certificate(on: date, kind: str, one: Certificate) -> Refusal | None:
    """Refuse a certificate that certifies nothing today."""
    if one.level not in LEVELS[kind]:
        codes = ", ".join(f"market.broker.level.{code}" for code in LEVELS[kind])
        return Refusal("broker.level_unknown", {"known_codes": codes}, place="level")
    if not 0 < len(one.number.strip()) <= LONGEST_NUMBER:
        return Refusal("broker.no_certificate", place="certificate")
    if not one.issuer.strip():
        return Refusal("broker.no_issuer", place="issuer")
    if one.valid_until < one.valid_from:
        values = {"since_day": one.valid_from, "until": one.valid_until}
        return Refusal("broker.certificate_reversed", values, place="valid_until")
    if one.valid_from > on:
        return Refusal("broker.certificate_not_begun", {"day": one.valid_from, "today": on}, place="valid_from")
    return expired(on, one.valid_until)


def expired(on: date, until: date) -> Refusal | None:
    if until < on:
        return Refusal("broker.certificate_expired", {"until": until, "today": on}, place="valid_until")
    return None


def known(scene: Scene[Loaded], number: str, case: UUID) -> Refusal | None:
    other = scene.rows.certificates.get(number.strip())
    return Refusal("broker.certificate_entered", place="certificate") if other not in {None, case} else None


def amend(scene: Scene[Loaded], request: Amend) -> Ruled:
    """A unit corrects its application; what was looked up before is looked up again."""
    case = scene.cases[request.entry]
    refusal = unfit(scene.on, request.terms) or known(scene, request.terms.certificate.number, case.id)
    if refusal:
        return refusal
    if not request.terms.declared:
        return Refusal("broker.not_declared", place="declared")
    fact = facts.BrokerAmended(**_entered(case.place, case.holder, request.terms))
    blank = {"checked_on": None, "check_source": "", "check_finding": "", "check_note": ""}
    return law.said(
        case.id,
        fact,
        states={case.id: case.state},
        subject=law.subject(case.id),
        rows=Put(case=case.id, values={**columns(request.terms), **blank}),
    )


def _unfit_check(on: date, checked: Checked) -> Refusal | None:
    if checked.finding not in FINDINGS:
        return Refusal("broker.finding_unknown", {"finding": checked.finding}, place="finding")
    if not checked.source.strip():
        return Refusal("broker.check_without_source", place="source")
    if checked.on > on:
        return Refusal("broker.check_in_future", {"day": checked.on, "today": on}, place="checked_on")
    if checked.finding == ADVERSE and not checked.note.strip():
        return Refusal("broker.check_needs_words", place="note")
    return None


def check(scene: Scene[Loaded], request: Check) -> Ruled:
    """An officer records where the integrity was looked up, when, and what was found."""
    case, checked = scene.cases[request.entry], request.checked
    refusal = _unfit_check(scene.on, checked)
    if refusal:
        return refusal
    fact = facts.BrokerChecked(
        place=case.place,
        source=checked.source.strip(),
        checked_on=checked.on,
        finding=checked.finding,
        note=checked.note.strip(),
    )
    return law.said(
        case.id,
        fact,
        states={case.id: case.state},
        subject=law.subject(case.id),
        rows=Put(case=case.id, values=check_columns(checked)),
    )


def not_clean(scene: Scene[Loaded], place: str, checked: Checked | None) -> Refusal | None:
    """Nobody stands in the register without a clean integrity check that is not too old."""
    answer = scene.law.ask("broker.check_valid_days", place=place, on=scene.on)
    if checked is None:
        return Refusal("broker.not_checked", cited(answer))
    if checked.finding != CLEAN:
        return Refusal("broker.check_adverse", {"day": checked.on, **cited(answer)})
    days = whole(answer, 0)
    if days and (scene.on - checked.on).days > days:
        return Refusal("broker.check_stale", {"day": checked.on, "days": days, **cited(answer)})
    return None


def activate(scene: Scene[Loaded], request: Step) -> Ruled:
    """The entry is made: the certificate stands, and the integrity was looked up."""
    case, seen = scene.cases[request.entry], scene.rows.entries[request.entry]
    refusal = expired(scene.on, seen.valid_until) or not_clean(scene, case.place, seen.checked)
    if refusal:
        return refusal
    fact = facts.BrokerActivated(place=case.place, kind=seen.kind, level=seen.level, valid_until=seen.valid_until)
    return law.said(
        case.id,
        fact,
        states={case.id: "ACTIVE"},
        changes={case.id: {"due_on": seen.valid_until}},
        due=(DueAt(case.id, EXPIRE, seen.valid_until + ONE_DAY),),
        rows=Put(case=case.id, values={"since": scene.on, "ground": "", "reason": ""}),
    )


def refuse(scene: Scene[Loaded], request: Step) -> Ruled:
    """The entry is not made, with the reason."""
    case, text = scene.cases[request.entry], request.text.strip()
    if not text:
        return Refusal("broker.no_words", place="text")
    return law.said(
        case.id,
        facts.BrokerRefused(place=case.place, text=text),
        states={case.id: "REFUSED"},
        changes={case.id: {"due_on": None}},
        rows=Put(case=case.id, values={"reason": text, "since": scene.on, "living": False}),
    )
