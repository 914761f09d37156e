"""What becomes of an entry: renewed, suspended, lifted, revoked, expired, forgotten. Pure."""

from kechuang.casework.decision import DueAt, Scene
from kechuang.kernel.days import ONE_DAY
from kechuang.kernel.refusal import Refusal
from kechuang.mechanisms.market.broker import facts
from kechuang.mechanisms.market.broker.rules import law
from kechuang.mechanisms.market.broker.rules.entering import (
    EXPIRE,
    certificate_columns,
    expired,
    known,
    not_clean,
    unfit_certificate,
)
from kechuang.mechanisms.market.broker.rules.law import Ruled
from kechuang.mechanisms.market.broker.rules.requests import (
    REVOKED_FOR,
    SUSPENDED_FOR,
    Ask,
    Loaded,
    Put,
    Seen,
    Step,
    Tick,
)

GROUNDS = {"suspend": SUSPENDED_FOR, "revoke": REVOKED_FOR}


def ask(scene: Scene[Loaded], request: Ask) -> Ruled:
    """The unit asks for renewal: the new certificate must last longer than the one that stands."""
    case, seen, one = scene.cases[request.entry], scene.rows.entries[request.entry], request.certificate
    refusal = unfit_certificate(scene.on, seen.kind, one) or known(scene, one.number, case.id)
    if refusal:
        return refusal
    if one.valid_until <= seen.valid_until:
        return Refusal("broker.not_longer", {"until": seen.valid_until}, place="valid_until")
    fact = facts.BrokerRenewalAsked(
        place=case.place, level=one.level, valid_until=one.valid_until, certificate=one.number.strip()
    )
    wish = {name: str(value) for name, value in certificate_columns(one).items()}
    return law.said(
        case.id,
        fact,
        states={case.id: case.state},
        subject=law.subject(case.id),
        rows=Put(case=case.id, values={"wish": wish, "asked_on": scene.on}),
    )


def renew(scene: Scene[Loaded], request: Step) -> Ruled:
    """The office renews on the certificate that was handed in."""
    case, seen = scene.cases[request.entry], scene.rows.entries[request.entry]
    one = seen.wish
    if one is None:
        return Refusal("broker.nothing_asked")
    refusal = expired(scene.on, one.valid_until) or not_clean(scene, case.place, seen.checked)
    if refusal:
        return refusal
    return law.said(
        case.id,
        facts.BrokerRenewed(place=case.place, level=one.level, valid_until=one.valid_until),
        states={case.id: "ACTIVE"},
        changes={case.id: {"due_on": one.valid_until}},
        due=(DueAt(case.id, EXPIRE, one.valid_until + ONE_DAY),),
        cancels=((case.id, EXPIRE),),
        rows=Put(case=case.id, values={**certificate_columns(one), "wish": {}, "asked_on": None, "since": scene.on}),
    )


def turn_down(scene: Scene[Loaded], request: Step) -> Ruled:
    """The office does not renew, with the reason; the entry stands as it stood."""
    case, seen, text = scene.cases[request.entry], scene.rows.entries[request.entry], request.text.strip()
    if seen.wish is None:
        return Refusal("broker.nothing_asked")
    if not text:
        return Refusal("broker.no_words", place="text")
    return law.said(
        case.id,
        facts.BrokerRenewalTurnedDown(place=case.place, text=text),
        states={case.id: case.state},
        rows=Put(case=case.id, values={"wish": {}, "asked_on": None, "reason": text}),
    )


def _grounded(request: Step) -> Refusal | None:
    known = GROUNDS[request.move]
    if request.ground not in known:
        codes = ", ".join(f"market.broker.ground.{code}" for code in known)
        return Refusal("broker.ground_unknown", {"known_codes": codes}, place="ground")
    return None if request.text.strip() else Refusal("broker.no_words", place="text")


def suspend(scene: Scene[Loaded], request: Step) -> Ruled:
    """The entry rests: no new deal may be claimed on it."""
    case, seen, refusal = scene.cases[request.entry], scene.rows.entries[request.entry], _grounded(request)
    if refusal:
        return refusal
    values = {
        "ground": request.ground,
        "reason": request.text.strip(),
        "since": scene.on,
        "spans": [*spans_of(seen), [scene.on.isoformat(), ""]],
    }
    return law.said(
        case.id,
        facts.BrokerSuspended(place=case.place, ground=request.ground, text=request.text.strip()),
        states={case.id: "SUSPENDED"},
        changes={case.id: {"due_on": None}},
        cancels=((case.id, EXPIRE),),
        rows=Put(case=case.id, values=values),
    )


def spans_of(seen: Seen) -> list[list[str]]:
    """Write the days of suspension as the table keeps them."""
    return [[first.isoformat(), last.isoformat() if last else ""] for first, last in seen.spans]


def lift(scene: Scene[Loaded], request: Step) -> Ruled:
    """The suspension ends; a certificate that ended meanwhile makes the entry an expired one."""
    case, seen, text = scene.cases[request.entry], scene.rows.entries[request.entry], request.text.strip()
    if not text:
        return Refusal("broker.no_words", place="text")
    alive = seen.valid_until >= scene.on
    state = "ACTIVE" if alive else "EXPIRED"
    spans = [*spans_of(seen)[:-1], [seen.spans[-1][0].isoformat(), scene.on.isoformat()]] if seen.spans else []
    return law.said(
        case.id,
        facts.BrokerLifted(place=case.place, state=state, text=text),
        states={case.id: state},
        changes={case.id: {"due_on": seen.valid_until if alive else None}},
        due=(DueAt(case.id, EXPIRE, seen.valid_until + ONE_DAY),) if alive else (),
        rows=Put(case=case.id, values={"ground": "", "reason": text, "since": scene.on, "spans": spans}),
    )


def revoke(scene: Scene[Loaded], request: Step) -> Ruled:
    """The entry is taken from the register."""
    case, refusal = scene.cases[request.entry], _grounded(request)
    if refusal:
        return refusal
    values = {
        "ground": request.ground,
        "reason": request.text.strip(),
        "since": scene.on,
        "wish": {},
        "asked_on": None,
        "living": False,
    }
    return law.said(
        case.id,
        facts.BrokerRevoked(place=case.place, ground=request.ground, text=request.text.strip()),
        states={case.id: "REVOKED"},
        changes={case.id: {"due_on": None}},
        cancels=((case.id, EXPIRE),),
        rows=Put(case=case.id, values=values),
    )


def expire(scene: Scene[Loaded], request: Tick) -> Ruled:
    """The certificate ended."""
    case, seen = scene.cases[request.entry], scene.rows.entries[request.entry]
    return law.said(
        case.id,
        facts.BrokerExpired(place=case.place, valid_until=seen.valid_until),
        states={case.id: "EXPIRED"},
        changes={case.id: {"due_on": None}},
        rows=Put(case=case.id, values={"since": scene.on}),
    )


def forget(scene: Scene[Loaded], request: Step) -> Ruled:
    """Name and certificate of an entry that is over are erased, in the tables and in the ledger."""
    case, seen, text = scene.cases[request.entry], scene.rows.entries[request.entry], request.text.strip()
    if seen.forgotten:
        return Refusal("broker.forgotten_already")
    if not text:
        return Refusal("broker.no_words", place="text")
    return law.said(
        case.id,
        facts.BrokerForgotten(place=case.place, text=text),
        states={case.id: case.state},
        rows=Put(case=case.id, forget=True),
    )
