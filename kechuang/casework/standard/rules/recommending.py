"""Recommendation upwards: unit, county, city, province; each within its quota, each may give back to the one below."""

from uuid import UUID

from kechuang.casework.decision import CaseView, Decision, Scene
from kechuang.casework.standard.facts import Nominated, RecommendationRefused, RecommendationReturned, Recommended
from kechuang.casework.standard.requests import Decline, Nominate, Recommend, SendDown
from kechuang.casework.standard.rows import Chain, Loaded, Write
from kechuang.casework.standard.rules import asking
from kechuang.kernel.refusal import Refusal, Value

LEVELS = ("unit", "county", "city", "province")
NOMINATION, ENDORSEMENT = "nomination", "endorsement"


MUNICIPALITIES = ("11", "12", "31", "50")


def whose(level: str, place: str, holder: UUID | None) -> str:
    """Whose quota a level of a case is: the unit's id, or the code of the county, city or province."""
    if level == "unit":
        return str(holder)
    if level == "county":
        return place
    if level == "city" and place[:2] not in MUNICIPALITIES:
        return f"{place[:4]}00"
    return f"{place[:2]}0000"


def nominate(scene: Scene[Loaded], request: Nominate) -> Decision | Refusal:
    """Put a case into an open round of its authority, at the lowest level."""
    case, known = asking.known_of(scene, request.case)
    row = scene.rows.rounds.get(request.round)
    if known.chain is not None:
        return Refusal("casework.in_a_round", {"code": known.chain.code}, place="round")
    if row is None or row.kind != case.kind or row.authority != case.authority:
        return Refusal("casework.round_unknown", place="round")
    if scene.on < row.opens_on or (row.closes_on is not None and scene.on > row.closes_on):
        closed: dict[str, Value] = {"code": row.code, "since": row.opens_on, "until": row.closes_on}
        return Refusal("casework.round_closed", closed, place="round")
    fact = Nominated(place=case.place, round=row.code, level=row.levels[0])
    first = LEVELS.index(row.levels[0])
    values = {
        "case_id": case.id,
        "round_id": row.id,
        "at": 0,
        "level": row.levels[0],
        "current": first,
        "reached": first,
    }
    return Decision(
        facts=((case.id, fact),), states={case.id: case.state}, rows=(Write(table=NOMINATION, values=values),)
    )


def recommend(scene: Scene[Loaded], request: Recommend) -> Decision | Refusal:
    """A level recommends to the next one; a full quota is refused with its figure."""
    case, chain = _standing(scene, request.case)
    if isinstance(chain, Refusal):
        return chain
    if request.rank is not None and request.rank < 1:
        return Refusal("casework.rank_wrong", {"rank": request.rank}, place="rank")
    used = scene.rows.used.get((chain.round, chain.level, chain.whose), 0)
    if chain.quota is not None and used >= chain.quota:
        values: dict[str, Value] = {
            "level": f"casework.level.{chain.level}",
            "used": used,
            "quota": chain.quota,
            "code": chain.code,
        }
        return Refusal("casework.quota_full", values)
    fact = Recommended(
        place=case.place,
        round=chain.code,
        level=chain.level,
        body=_body(case, chain),
        rank=request.rank,
        opinion=request.opinion.strip(),
        used=used + 1,
        quota=chain.quota,
    )
    row = _row(scene, case, chain, "recommended", request.opinion, rank=request.rank, counts=True)
    return Decision(
        facts=((case.id, fact),), states={case.id: case.state}, rows=(row, _moved(case, chain, chain.at + 1))
    )


def send_down(scene: Scene[Loaded], request: SendDown) -> Decision | Refusal:
    """A level gives a case back to the level below, whose place in its quota is free again."""
    case, chain = _standing(scene, request.case, arrived=True)
    if isinstance(chain, Refusal):
        return chain
    refusal = asking.said(request.faults, "faults")
    if refusal:
        return refusal
    if chain.at == 0:
        return Refusal("casework.no_level_below", {"code": chain.code})
    below = chain.levels[chain.at - 1]
    fact = RecommendationReturned(
        place=case.place, round=chain.code, level=below, body=_body(case, chain), faults=request.faults.strip()
    )
    row = _row(scene, case, chain, "returned", request.faults)
    return Decision(
        facts=((case.id, fact),), states={case.id: case.state}, rows=(row, _moved(case, chain, chain.at - 1))
    )


def decline(scene: Scene[Loaded], request: Decline) -> Decision | Refusal:
    """A level does not recommend; the case ends there."""
    case, chain = _standing(scene, request.case)
    declared = scene.rows.standard.recommend
    if isinstance(chain, Refusal) or declared is None:
        return chain if isinstance(chain, Refusal) else Refusal("casework.not_declared", {"number": case.number})
    refusal = asking.said(request.reason, "reason")
    if refusal:
        return refusal
    fact = RecommendationRefused(
        place=case.place,
        round=chain.code,
        level=chain.level,
        body=_body(case, chain),
        reason=request.reason.strip(),
    )
    ended = Write(table=NOMINATION, values={"case_id": case.id, "ended": True})
    return Decision(
        facts=((case.id, fact),),
        states={case.id: declared.refused},
        changes={case.id: {"due_on": None}},
        rows=(_row(scene, case, chain, "refused", request.reason), ended),
    )


def _standing(scene: Scene[Loaded], identifier: UUID, *, arrived: bool = False) -> tuple[CaseView, Chain | Refusal]:
    case, known = asking.known_of(scene, identifier)
    chain = known.chain
    if chain is None:
        return case, Refusal("casework.not_in_a_round", {"number": case.number})
    if chain.arrived and not arrived:
        return case, Refusal("casework.chain_finished", {"code": chain.code})
    return case, chain


def _body(case: CaseView, chain: Chain) -> str:
    return f"body/{case.holder}" if chain.level == "unit" else f"place/{chain.whose}"


def _row(
    scene: Scene[Loaded],
    case: CaseView,
    chain: Chain,
    result: str,
    text: str,
    *,
    rank: int | None = None,
    counts: bool = False,
) -> Write:
    values = {
        "case_id": case.id,
        "round_id": chain.round,
        "level": chain.level or "round",
        "whose": chain.whose,
        "result": result,
        "rank": rank,
        "opinion": text.strip(),
        "on": scene.on,
        "counts": counts,
    }
    return Write(table=ENDORSEMENT, values=values)


def _moved(case: CaseView, chain: Chain, at: int) -> Write:
    last = LEVELS.index(chain.levels[-1])
    arrived = at >= len(chain.levels)
    current = last + 1 if arrived else LEVELS.index(chain.levels[at])
    values: dict[str, object] = {
        "case_id": case.id,
        "at": at,
        "level": "" if arrived else chain.levels[at],
        "current": current,
        "reached": current,
        "arrived": arrived,
    }
    if at < chain.at:
        values["frees"] = chain.levels[at]
    return Write(table=NOMINATION, values=values)
