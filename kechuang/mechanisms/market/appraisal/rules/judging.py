"""Findings, report, publication, end of an evaluation. Pure."""

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import pairwise
from uuid import UUID

from kechuang.casework.decision import Decision, DueAt, Scene
from kechuang.kernel.days import ONE_DAY
from kechuang.kernel.refusal import Refusal, Value
from kechuang.mechanisms.market.appraisal import facts
from kechuang.mechanisms.market.appraisal.rules import law
from kechuang.mechanisms.market.appraisal.rules.law import Ruled
from kechuang.mechanisms.market.appraisal.rules.requests import (
    GRADED,
    GRADES,
    LEVEL,
    NOT_APPLICABLE,
    PARTS,
    VALUES,
    Assess,
    Judged,
    LevelShown,
    Loaded,
    Publish,
    Put,
    ResultSeen,
    Sign,
    Step,
    Tick,
)
from kechuang.mechanisms.market.appraisal.rules.teams import LONGEST, standing
from kechuang.mechanisms.market.result.rules.values import LAST_TRL, PRODUCT_TRL
from kechuang.rulebook.quoting import cited

FINALISE = "finalise"


def assess(scene: Scene[Loaded], request: Assess) -> Ruled:
    """The team's findings: five values in words, and a level with a day and evidence of its own."""
    case, row = scene.cases[request.appraisal], scene.rows.appraisals[request.appraisal]
    result = scene.rows.results[row.result]
    refusal = (
        standing(result)
        or _unfit_values(request.judged)
        or unfit_levels(request.level, request.levels, result, scene.on)
        or _unfit_words(request.summary, "summary")
    )
    if refusal:
        return refusal
    warned = tuple(doubts(request.levels, law.jump(scene.law, case.place, scene.on)))
    number = row.round + 1
    fact = facts.Assessed(
        place=case.place,
        round=number,
        grades=tuple(f"{each.value}:{each.grade}" for each in request.judged),
        level=request.level,
        evidence=tuple(f"{each.level}:{each.on.isoformat()}" for each in request.levels if each.on),
        warnings=tuple(str(each["code"]) for each in warned),
        files=tuple(each.commitment for each in request.files),
    )
    values: dict[str, object] = {
        "round": number,
        "assessed_on": scene.on,
        "level": request.level,
        "summary": request.summary.strip(),
        "grades": {
            each.value: {"grade": each.grade, "text": each.text.strip(), "evidence": each.evidence.strip()}
            for each in request.judged
        },
        "warnings": list(warned),
        "files": [str(each.id) for each in request.files],
    }
    adds = tuple(("level", {"level": each.level, "on": each.on, "text": each.text.strip()}) for each in request.levels)
    return Decision(
        facts=((case.id, fact),),
        states={case.id: "ASSESSED"},
        changes={case.id: {"due_on": law.term(scene, "appraisal.sign_days", case.place)}},
        rows=Put(case=case.id, values=values, adds=adds, empties=("level",)),
    )


def _unfit_values(judged: tuple[Judged, ...]) -> Refusal | None:
    if tuple(each.value for each in judged) != VALUES:
        missing = [each for each in VALUES if each not in {one.value for one in judged}]
        codes = ", ".join(f"appraisal.value.{each}" for each in missing)
        return Refusal("appraisal.values_missing", {"missing_codes": codes}, place=f"grade_{(missing or VALUES)[0]}")
    for each in judged:
        value = {"value_code": f"appraisal.value.{each.value}"}
        if each.grade not in GRADES:
            return Refusal("appraisal.grade_unknown", {**value, "grade": each.grade}, place=f"grade_{each.value}")
        if not each.text.strip():
            return Refusal("appraisal.value_without_words", value, place=f"text_{each.value}")
        if each.grade != NOT_APPLICABLE and not each.evidence.strip():
            return Refusal("appraisal.value_without_evidence", value, place=f"evidence_{each.value}")
    return None


def _unfit_words(text: str, place: str) -> Refusal | None:
    if not text.strip():
        return Refusal("appraisal.no_words", place=place)
    return Refusal("appraisal.text_too_long", {"limit": LONGEST}, place=place) if len(text) > LONGEST else None


def unfit_levels(level: int, levels: tuple[LevelShown, ...], result: ResultSeen, on: date) -> Refusal | None:
    """Refuse a level that nothing shows, and evidence without a day, in the future, twice or above the level."""
    if not 1 <= level <= LAST_TRL:
        return Refusal("appraisal.level_unknown", {"level": level}, place="level")
    seen: set[int] = set()
    for at, each in enumerate(levels):
        if not 1 <= each.level <= LAST_TRL:
            return Refusal("appraisal.level_unknown", {"level": each.level}, place=f"level_{at}")
        if each.level in seen:
            return Refusal("appraisal.level_twice", {"level": each.level}, place=f"level_{at}")
        if each.level > level:
            return Refusal("appraisal.level_above", {"level": each.level, "found": level}, place=f"level_{at}")
        if not each.text.strip() or each.on is None:
            return Refusal("appraisal.level_without_evidence", {"level": each.level}, place=f"shown_{at}")
        if each.on > on:
            values: dict[str, Value] = {"level": each.level, "day": each.on, "today": on}
            return Refusal("appraisal.level_in_future", values, place=f"on_{at}")
        seen.add(each.level)
    if level not in seen:
        return Refusal("appraisal.level_without_evidence", {"level": level}, place="level")
    if level >= PRODUCT_TRL and not result.product:
        return Refusal("appraisal.no_product", {"level": level}, place="level")
    return None


def doubts(levels: tuple[LevelShown, ...], most: int | None) -> Iterator[Mapping[str, object]]:
    """Warn of more levels between two with evidence than the rule lets pass, and of days that run backwards (D)."""
    ordered = sorted(levels, key=lambda each: each.level)
    steps = [0, *(each.level for each in ordered)]
    for lower, upper in pairwise(steps):
        if most is not None and upper - lower > most:
            values = {"lower": str(lower), "upper": str(upper), "levels": str(most)}
            yield {"code": "appraisal.warn.jump", "values": values}
    for one, other in pairwise(ordered):
        if one.on is not None and other.on is not None and other.on < one.on:
            yield {"code": "appraisal.warn.backwards", "values": {"lower": str(one.level), "upper": str(other.level)}}


def sign(scene: Scene[Loaded], request: Sign) -> Ruled:
    """The report is signed, by as many of the team as the rule needs; the lead is among them."""
    case, row = scene.cases[request.appraisal], scene.rows.appraisals[request.appraisal]
    if not request.number.strip():
        return Refusal("appraisal.no_report_number", place="number")
    if request.signed_on > scene.on:
        return Refusal("appraisal.signed_in_future", {"day": request.signed_on, "today": scene.on}, place="signed_on")
    known = {each.id for each in row.members}
    signers = set(request.signers)
    if not signers <= known:
        return Refusal("appraisal.signer_unknown", place="signers")
    needed, rule = law.signers_needed(scene.law, case.place, scene.on, len(known))
    if len(signers) < needed:
        few: dict[str, Value] = {"count": len(signers), "needed": needed, "members": len(known), **cited(rule)}
        return Refusal("appraisal.too_few_signed", few, place="signers")
    if not any(each.lead and each.id in signers for each in row.members):
        return Refusal("appraisal.lead_not_signed", place="signers")
    if signers != known and not request.dissent.strip():
        return Refusal("appraisal.dissent_missing", {"count": len(known - signers)}, place="dissent")
    ordered = tuple(each.id for each in row.members if each.id in signers)
    fact = facts.ReportSigned(
        place=case.place,
        report_number=request.number.strip(),
        signed_on=request.signed_on,
        signers=tuple(f"assessor/{each}" for each in ordered),
        members=len(known),
        dissent=request.dissent.strip(),
        files=tuple(each.commitment for each in request.files),
    )
    values_ = {
        "report_number": request.number.strip(),
        "signed_on": request.signed_on,
        "dissent": request.dissent.strip(),
        "report_files": [str(each.id) for each in request.files],
    }
    return Decision(
        facts=((case.id, fact),),
        states={case.id: "REPORT_SIGNED"},
        changes={case.id: {"due_on": None}},
        rows=Put(case=case.id, values=values_, signers=ordered),
    )


def publish(scene: Scene[Loaded], request: Publish) -> Ruled:
    """The holder agrees to publication, part by part; from then on anybody may challenge the report for a time (D)."""
    case, row = scene.cases[request.appraisal], scene.rows.appraisals[request.appraisal]
    result = scene.rows.results[row.result]
    if (refusal := standing(result)) is not None:
        return refusal
    if not request.parts or not set(request.parts) <= set(PARTS):
        return Refusal("appraisal.no_part", place="parts")
    until = law.term(scene, "appraisal.challenge_days", case.place)
    parts = tuple(each for each in PARTS if each in request.parts)
    fact = facts.AppraisalPublished(
        place=case.place,
        result=f"case/{row.result}",
        institution=law.body(case.counterpart),
        title=result.name,
        parts=parts,
        level=row.level if LEVEL in parts else None,
        grades=tuple(f"{value}:{grade}" for value, grade in row.grades.items()) if GRADED in parts else (),
        challenge_until=until,
    )
    return Decision(
        facts=((case.id, fact),),
        states={case.id: "PUBLISHED"},
        changes={case.id: {"due_on": until}},
        due=(DueAt(case.id, FINALISE, (until or scene.on) + ONE_DAY),),
        cancels=((case.id, FINALISE),),
        rows=Put(case=case.id, values={"published_on": scene.on, "parts": list(parts), "challenge_until": until}),
    )


def finalise(scene: Scene[Loaded], request: Tick) -> Ruled:
    """The time to challenge is over."""
    return _final(scene, request.appraisal)


def conclude(scene: Scene[Loaded], request: Step) -> Ruled:
    """The holder takes the report without having it published."""
    return _final(scene, request.appraisal)


def _final(scene: Scene[Loaded], appraisal: UUID) -> Ruled:
    case, row = scene.cases[appraisal], scene.rows.appraisals[appraisal]
    fact = facts.AppraisalFinal(place=case.place, level=row.level, was_published=case.state == "PUBLISHED")
    return Decision(
        facts=((case.id, fact),),
        states={case.id: "FINAL"},
        changes={case.id: {"due_on": None}},
        cancels=((case.id, FINALISE),),
        rows=Put(case=case.id, values={"final_on": scene.on}),
    )


def annul(scene: Scene[Loaded], request: Step) -> Ruled:
    """A challenge was upheld and the report cannot be mended: the office annuls it, with words."""
    case, text = scene.cases[request.appraisal], request.text.strip()
    if not text:
        return Refusal("appraisal.no_words", place="text")
    fact = facts.AppraisalAnnulled(place=case.place, text=text)
    return Decision(
        facts=((case.id, fact),),
        states={case.id: "ANNULLED"},
        changes={case.id: {"due_on": None}},
        cancels=((case.id, FINALISE),),
        rows=Put(case=case.id, values={"reason": text}),
    )
