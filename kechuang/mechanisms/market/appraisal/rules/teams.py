"""The commission and the team: nobody judges the own unit's work, the own work, or that of kin. Pure."""

from collections.abc import Iterator

from kechuang.casework.decision import Decision, NewCase, Scene
from kechuang.kernel.identify.text import compact
from kechuang.kernel.refusal import Refusal, Value
from kechuang.mechanisms.market.appraisal import facts
from kechuang.mechanisms.market.appraisal.rules import law
from kechuang.mechanisms.market.appraisal.rules.law import Ruled
from kechuang.mechanisms.market.appraisal.rules.moves import APPRAISAL
from kechuang.mechanisms.market.appraisal.rules.requests import (
    INDEPENDENT,
    TIES,
    Commission,
    Completer,
    Loaded,
    Member,
    Put,
    ResultSeen,
    SetTeam,
    Step,
)
from kechuang.mechanisms.market.result.rules.values import LAST_TRL
from kechuang.rulebook.quoting import cited

LONGEST, LONGEST_NAME, MOST_MEMBERS = 4000, 80, 15
GONE = frozenset({"WITHDRAWN", "REFUSED"})


def request(scene: Scene[Loaded], wanted: Commission) -> Ruled:
    """A holder commissions an evaluation of what it has on the register. Nothing in this node asks for one."""
    result = scene.rows.results.get(wanted.result)
    if result is None or result.unit != wanted.holder:
        return Refusal("appraisal.not_the_holder", place="result")
    refusal = standing(result) or _institution(scene, wanted)
    if refusal:
        return refusal
    if not wanted.purpose.strip():
        return Refusal("appraisal.no_words", place="purpose")
    if len(wanted.purpose) > LONGEST:
        return Refusal("appraisal.text_too_long", {"limit": LONGEST}, place="purpose")
    if wanted.claimed is not None and not 1 <= wanted.claimed <= LAST_TRL:
        return Refusal("appraisal.level_unknown", {"level": wanted.claimed}, place="claimed")
    fact = facts.AppraisalRequested(
        place=wanted.place,
        result=f"case/{wanted.result}",
        holder=law.body(wanted.holder),
        institution=law.body(wanted.institution),
        purpose=wanted.purpose.strip(),
        claimed_level=wanted.claimed,
    )
    case = NewCase(
        id=wanted.case,
        kind=APPRAISAL.kind,
        authority=wanted.authority,
        state="REQUESTED",
        place=wanted.place,
        title=result.name,
        office=wanted.office,
        holder=wanted.holder,
        counterpart=wanted.institution,
        due_on=law.term(scene, "appraisal.team_days", wanted.place),
        number_series=f"{wanted.authority}-PJ",
    )
    values = {"result_id": wanted.result, "purpose": wanted.purpose.strip(), "claimed": wanted.claimed}
    return Decision(facts=((wanted.case, fact),), opens=(case,), rows=Put(case=wanted.case, values=values, new=True))


def standing(result: ResultSeen) -> Refusal | None:
    """Refuse an achievement that is off the register, or whose ownership is in dispute."""
    if result.state in GONE:
        return Refusal(
            "appraisal.result_gone", {"name": result.name, "state": f"market.result.{result.state}"}, "result"
        )
    if result.state == "FROZEN":
        return Refusal("appraisal.result_frozen", {"name": result.name}, place="result")
    if result.secret:
        return Refusal("appraisal.result_secret", {"name": result.name}, place="result")
    return None


def _institution(scene: Scene[Loaded], wanted: Commission) -> Refusal | None:
    name = scene.rows.institutions.get(wanted.institution)
    if name is None:
        return Refusal("appraisal.institution_unknown", place="institution")
    if wanted.institution == wanted.holder:
        return Refusal("appraisal.institution_is_holder", {"name": name}, place="institution")
    relation = scene.rows.relations.get((wanted.holder, wanted.institution))
    if relation:
        values = {"name": name, "relation_code": f"organisation.relation.{relation}"}
        return Refusal("appraisal.institution_related", values, place="institution")
    number = scene.rows.running.get((wanted.result, wanted.institution))
    if number is not None:
        return Refusal("appraisal.under_way", {"number": number, "name": name}, place="institution")
    return None


def decline(scene: Scene[Loaded], wanted: Step) -> Ruled:
    """An institution does not take the commission, and says why."""
    case, text = scene.cases[wanted.appraisal], wanted.text.strip()
    if not text:
        return Refusal("appraisal.no_words", place="text")
    fact = facts.AppraisalDeclined(place=case.place, text=text)
    return Decision(
        facts=((case.id, fact),),
        states={case.id: "DECLINED"},
        changes={case.id: {"due_on": None}},
        rows=Put(case=case.id, values={"reason": text}),
    )


def set_team(scene: Scene[Loaded], wanted: SetTeam) -> Ruled:
    """The institution names the team. Every member has declared what ties him or her, and none stands in conflict."""
    case, row = scene.cases[wanted.appraisal], scene.rows.appraisals[wanted.appraisal]
    result = scene.rows.results[row.result]
    least, rule = law.team_least(scene.law, case.place, scene.on)
    refusal = standing(result) or _unfit_team(wanted.members) or conflict(result, wanted.members)
    if refusal:
        return refusal
    if len(wanted.members) < least:
        short: dict[str, Value] = {"count": len(wanted.members), "least": least, **cited(rule)}
        return Refusal("appraisal.team_too_small", short, place="name_0")
    namesakes = tuple(namesake(result, wanted.members))
    fact = facts.TeamSet(
        place=case.place,
        members=tuple(
            f"assessor/{each.id} {each.unit.strip()}{' lead' if each.lead else ''}" for each in wanted.members
        ),
        namesakes=tuple(f"assessor/{each.id}" for each in namesakes),
    )
    adds = tuple(("member", _member(at, each)) for at, each in enumerate(wanted.members))
    warned = [{"code": "appraisal.warn.namesake", "values": {"name": each.name}} for each in namesakes]
    return Decision(
        facts=((case.id, fact),),
        states={case.id: "TEAM_SET"},
        changes={case.id: {"due_on": law.term(scene, "appraisal.assess_days", case.place)}},
        rows=Put(case=case.id, values={"team_on": scene.on, "warnings": warned}, adds=adds, empties=("member",)),
    )


def _member(at: int, each: Member) -> dict[str, object]:
    return {
        "id": each.id,
        "order": at,
        "name": each.name.strip(),
        "unit": each.unit.strip(),
        "title": each.title.strip(),
        "person_id": each.person,
        "lead": each.lead,
        "tie": each.tie,
        "named": each.named,
    }


def _unfit_team(members: tuple[Member, ...]) -> Refusal | None:
    if not members:
        return Refusal("appraisal.no_member", place="name_0")
    if len(members) > MOST_MEMBERS:
        return Refusal("appraisal.too_many_members", {"limit": MOST_MEMBERS}, place="name_0")
    if sum(each.lead for each in members) != 1:
        return Refusal("appraisal.one_lead", {"count": sum(each.lead for each in members)}, place="lead")
    seen: set[tuple[str, str]] = set()
    for at, each in enumerate(members):
        if not each.name.strip() or len(each.name) > LONGEST_NAME:
            return Refusal("appraisal.member_without_name", {"row": at + 1}, place=f"name_{at}")
        if not each.unit.strip():
            return Refusal("appraisal.member_without_unit", {"name": each.name}, place=f"unit_{at}")
        if each.tie not in TIES:
            return Refusal("appraisal.not_declared", {"name": each.name}, place=f"tie_{at}")
        key = (compact(each.name), compact(each.unit))
        if key in seen:
            return Refusal("appraisal.member_twice", {"name": each.name}, place=f"name_{at}")
        seen.add(key)
    return None


def conflict(result: ResultSeen, members: tuple[Member, ...]) -> Refusal | None:
    """Refuse the first member who is of the holder's unit, a completer, of a co-completer's unit, or declared a tie."""
    holder = compact(result.unit_name)
    units = {compact(each.unit) for each in result.completers if each.unit.strip()}
    for at, each in enumerate(members):
        unit = compact(each.unit)
        if unit == holder:
            return Refusal("appraisal.assessor_of_holder", {"name": each.name, "unit": each.unit}, place=f"unit_{at}")
        if any(_same(each, one) for one in result.completers):
            return Refusal("appraisal.assessor_is_completer", {"name": each.name}, place=f"name_{at}")
        if unit in units:
            return Refusal("appraisal.assessor_of_completer", {"name": each.name, "unit": each.unit}, f"unit_{at}")
        if each.tie != INDEPENDENT:
            values = {"name": each.name, "tie_code": f"appraisal.tie.{each.tie}"}
            return Refusal("appraisal.assessor_tied", values, place=f"tie_{at}")
    return None


def _same(member: Member, one: Completer) -> bool:
    """The same account, or the same name where the completer's unit is not known or is the member's."""
    if one.person is not None and one.person == member.person:
        return True
    same_unit = not one.unit.strip() or compact(one.unit) == compact(member.unit)
    return same_unit and compact(one.name) == compact(member.name)


def namesake(result: ResultSeen, members: tuple[Member, ...]) -> Iterator[Member]:
    """Give the members who bear a completer's name in another unit: to be looked at, not refused."""
    names = {compact(each.name) for each in result.completers}
    return (each for each in members if compact(each.name) in names)
