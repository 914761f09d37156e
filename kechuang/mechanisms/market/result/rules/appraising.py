"""The level of readiness that a final evaluation found enters the record, with its evidence. Pure."""

from dataclasses import replace

from kechuang.casework.decision import Decision, Scene
from kechuang.kernel.refusal import Refusal
from kechuang.mechanisms.market.result import facts
from kechuang.mechanisms.market.result.rules import checking
from kechuang.mechanisms.market.result.rules import values as told
from kechuang.mechanisms.market.result.rules.requests import Appraise, Loaded, Put


def appraise(scene: Scene[Loaded], request: Appraise) -> Decision | Refusal:
    """The level of an evaluation stands in the record; evidence of levels that it does not name is kept."""
    case, seen = scene.cases[request.case], scene.rows.seen[request.case]
    if not 1 <= request.level <= told.LAST_TRL:
        values = {"raw": str(request.level), "found": str(request.level)}
        return Refusal("identify.readiness.level", values, "level")
    if request.level not in {each.level for each in request.evidence if each.text.strip()}:
        return Refusal("result.level_unproved", {"level": request.level}, "level")
    named = {each.level for each in request.evidence}
    kept = tuple(each for each in seen.values.evidence if each.level not in named and each.level <= request.level)
    evidence = tuple(sorted((*kept, *request.evidence), key=lambda each: each.level))
    values_ = replace(seen.values, trl=request.level, evidence=evidence)
    unit = (case.holder, seen.unit_name, seen.unit_code)
    warned = checking.warnings(scene, values_, case.id, case.place, unit)
    fact = facts.Appraised(
        place=case.place,
        kind=seen.values.kind,
        trl=request.level,
        trl_before=seen.values.trl,
        evidence=tuple(f"{each.level}:{each.on.isoformat() if each.on else ''}" for each in evidence),
        evaluation=request.ref,
    )
    return Decision(
        facts=((case.id, fact),),
        states={case.id: case.state},
        rows=Put(case=case.id, values=values_, warnings=warned),
    )
