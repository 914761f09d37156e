"""Confirming and rejecting candidate rules. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from kechuang.casework.decision import Decision, NewCase, Scene
from kechuang.casework.moves import Moves, move
from kechuang.kernel.refusal import Refusal
from kechuang.policy.filing.candidates import TYPES
from kechuang.policy.filing.facts import RuleProposed, RuleRejected
from kechuang.policy.filing.ruling import CONFIDENCES, KEY, MEANINGS, STANDINGS, Proposal

PERMISSION = "rule:propose"
OPEN, PROPOSED, REJECTED = "open", "PROPOSED", "REJECTED"
MOVES = Moves(
    "policy.rule",
    (PROPOSED, REJECTED),
    (
        move("propose", "", PROPOSED, PERMISSION, main=True),
        move("dismiss", "", REJECTED, PERMISSION),
        move("amend", "PROPOSED REJECTED", PROPOSED, PERMISSION),
        move("refuse", "PROPOSED", REJECTED, PERMISSION),
    ),
    rest=frozenset({PROPOSED, REJECTED}),
)
SHORTEST_REASON = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Judge:
    """Confirm a candidate as a rule (``proposal``) or reject it (``reason``)."""

    case: UUID
    authority: str
    office: UUID
    place: str
    proposal: Proposal | None = None
    reason: str = ""
    fault: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The candidate as it is listed; ``judged_with`` names another region's paper of the act with the figure."""

    document: str
    title: str
    code: str
    text_digest: str
    clause: str
    quote: str
    withdrawn: bool
    judged_with: str = ""


@dataclass(slots=True)
class Rows:
    """The candidates that a batch touches, by id."""

    found: Mapping[UUID, Found] = field(default_factory=dict)


def decide(scene: Scene[Rows], request: Judge, *, opening: bool) -> Decision | Refusal:
    """Refuse what is no rule, and a rejection without a reason."""
    found = scene.rows.found.get(request.case)
    if found is None or found.withdrawn:
        return Refusal("filing.no_candidate", {})
    if found.judged_with:
        return Refusal("filing.judged_with", {"title": found.judged_with})
    refusal = _wrong(request)
    if refusal:
        return refusal
    fact = _proposed(found, request, request.proposal) if request.proposal else _rejected(found, request)
    state = PROPOSED if request.proposal else REJECTED
    if not opening:
        return Decision(facts=((request.case, fact),), states={request.case: state}, rows=request)
    opened = NewCase(
        id=request.case,
        kind=MOVES.kind,
        authority=request.authority,
        state=state,
        place=request.place,
        office=request.office,
        title=f"{found.title[:150]} {found.clause} {found.code}",
        number_series=f"GZ-{request.authority}-",
    )
    return Decision(facts=((request.case, fact),), opens=(opened,), rows=request)


def _wrong(request: Judge) -> Refusal | None:
    rule = request.proposal
    if rule is None:
        short = len(request.reason.strip()) < SHORTEST_REASON
        return Refusal("filing.no_reason", {"least": SHORTEST_REASON}, place="reason") if short else None
    for name, value, allowed in (
        ("meaning", rule.meaning, MEANINGS),
        ("confidence", rule.confidence, CONFIDENCES),
        ("standing", rule.standing, STANDINGS),
        *((("type", rule.type, TYPES),) if rule.new_key else ()),
    ):
        if value not in allowed:
            return Refusal("filing.not_allowed", {"found": value, "allowed": ", ".join(allowed)}, place=name)
    if rule.new_key and not KEY.fullmatch(rule.key):
        return Refusal("filing.bad_key", {"found": rule.key}, place="key")
    if rule.until is not None and rule.until <= rule.since:
        return Refusal("filing.days_crossed", {"since": rule.since, "until": rule.until}, place="until")
    if request.fault:
        return Refusal("filing.rule_does_not_load", {"fault": request.fault})
    return None


def _proposed(found: Found, request: Judge, rule: Proposal) -> RuleProposed:
    return RuleProposed(
        document=found.document,
        place=request.place,
        finding=found.code,
        text_digest=found.text_digest,
        clause=rule.clause,
        quote=found.quote,
        rule_place=rule.place,
        rule_key=rule.key,
        new_key=rule.new_key,
        meaning=rule.meaning,
        value=rule.value,
        unit=rule.unit,
        subject=rule.kind,
        since=rule.since,
        until=rule.until,
        confidence=rule.confidence,
        standing=rule.standing,
    )


def _rejected(found: Found, request: Judge) -> RuleRejected:
    return RuleRejected(
        document=found.document,
        place=request.place,
        finding=found.code,
        text_digest=found.text_digest,
        clause=found.clause,
        quote=found.quote,
        reason=request.reason.strip(),
    )
