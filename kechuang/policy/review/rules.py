"""Judging findings: accept, correct, reject, add, reopen. Pure.

One request judges any number of findings of one document; it is carried out whole or not at all.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from kechuang.casework.decision import Decision, Scene
from kechuang.kernel.refusal import Refusal
from kechuang.policy.overlay import ACCEPTED, ADDED, CORRECTED, OPEN, REJECTED, Stand
from kechuang.policy.review import locate, values
from kechuang.policy.review.facts import FindingJudged
from kechuang.policy.review.values import Found
from kechuang.policy.rules import IMPORTED

ACCEPT, CORRECT, REJECT, ADD, REOPEN = "accept", "correct", "reject", "add", "reopen"
WAYS = (ACCEPT, CORRECT, REJECT, ADD, REOPEN)
MOST = 500
LONGEST_REASON = 400
MISREAD, MISSED, TAKEN_BACK = "misread", "missed", "taken_back"
# Why a number in a text is no finding of its kind. The words of the field, so that an export teaches the reader.
GROUNDS = (
    MISREAD,
    *("history", "condition", "name_number", "slogan_number", "contract_term", "period"),
    *("publication_metadata", "repeated", "damaged"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a person says of one finding.

    ``values`` are the values as they shall be (of a correction those that are named; of an addition all). ``quote`` is
    its words as published: of an addition needed, of a correction only where the place changes; ``clause`` narrows the
    search to a clause. ``kind`` is needed for an addition alone, which has no code yet.
    """

    way: str
    code: str = ""
    kind: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    clause: str = ""
    quote: str = ""
    ground: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judge:
    """Judge findings of a document. With ``only_open`` what somebody judged meanwhile is passed over."""

    case: UUID
    verdicts: tuple[Verdict, ...]
    only_open: bool = False


@dataclass(slots=True)
class Sheet:
    """A document as its findings are judged: what was read, what was judged of it, its text where places are sought."""

    version: int
    found: Mapping[str, Found]
    stands: dict[str, Stand]
    text: str = ""
    soft: Sequence[tuple[int, int]] = ()
    clauses: Mapping[str, tuple[int, int]] = field(default_factory=dict)


type Sheets = dict[UUID, Sheet]


@dataclass(frozen=True, slots=True)
class Judgement:
    """How a finding stands after the act, with the digests that the fact holds."""

    stand: Stand
    before: str
    after: str
    on: date


def decide(scene: Scene[Sheets], request: Judge) -> Decision | Refusal:
    """Refuse what cannot be judged so; the first fault refuses the whole request."""
    sheet = scene.rows[request.case]
    if len(request.verdicts) > MOST:
        return Refusal("policy.review.too_many", {"count": len(request.verdicts), "most": MOST})
    facts, judged = [], dict[str, Judgement]()
    stands = dict(sheet.stands)
    for verdict in request.verdicts:
        if request.only_open and _standing(stands, verdict.code) != OPEN:
            continue
        done = _judge(sheet, stands, verdict, scene.on)
        if isinstance(done, Refusal):
            return done
        stands[done.stand.code] = done.stand
        judged[done.stand.code] = done
        facts.append((request.case, _fact(scene.cases[request.case].place, request.case, sheet, done)))
    if not facts:
        return Refusal("policy.review.nothing_open")
    return Decision(facts=tuple(facts), states={request.case: IMPORTED}, rows=judged)


def _standing(stands: Mapping[str, Stand], code: str) -> str:
    return stands[code].verdict if code in stands else OPEN


def _judge(sheet: Sheet, stands: Mapping[str, Stand], verdict: Verdict, on: date) -> Judgement | Refusal:
    if len(verdict.reason) > LONGEST_REASON:
        size = {"chars": len(verdict.reason), "most": LONGEST_REASON}
        return Refusal("policy.review.too_long", size, place="reason")
    if verdict.way == ADD:
        return _add(sheet, stands, verdict, on)
    found, earlier = sheet.found.get(verdict.code), stands.get(verdict.code)
    if (found is None and earlier is None) or verdict.way not in WAYS:
        return Refusal("policy.review.unknown_finding", {"finding": verdict.code})
    stand = _new_stand(sheet, found, earlier, verdict)
    if isinstance(stand, Refusal):
        return stand
    if earlier == stand or (earlier is None and stand.verdict == OPEN):
        return Refusal(
            "policy.review.already", {"finding": verdict.code, "verdict": f"policy.review.verdict.{stand.verdict}"}
        )
    return Judgement(stand, digest_of(found, earlier), digest_of(found, stand), on)


def _new_stand(sheet: Sheet, found: Found | None, earlier: Stand | None, verdict: Verdict) -> Stand | Refusal:
    kind = found.kind if found else earlier.kind if earlier else ""
    blank = Stand(code=verdict.code, kind=kind, verdict=OPEN, clause=found.clause if found else "")
    own = earlier if found is None else None
    if verdict.way in {ACCEPT, REOPEN} and own is not None:
        # What a person added was never read: accepting puts it back, reopening takes it away.
        back = verdict.way == ACCEPT
        state, ground = (ADDED, MISSED) if back else (REJECTED, TAKEN_BACK)
        return replace(own, verdict=state, ground=ground, reason=verdict.reason.strip())
    match verdict.way:
        case "accept":
            return replace(blank, verdict=ACCEPTED)
        case "reopen":
            return blank
        case "reject":
            ground = verdict.ground or MISREAD
            if ground not in GROUNDS:
                return Refusal("policy.review.no_such_choice", {"given": ground}, place="ground")
            ground = TAKEN_BACK if own else ground
            return replace(own or blank, verdict=REJECTED, ground=ground, reason=verdict.reason.strip())
        case _:
            return _correct(sheet, found, earlier, blank, verdict)


def _correct(
    sheet: Sheet, found: Found | None, earlier: Stand | None, blank: Stand, verdict: Verdict
) -> Stand | Refusal:
    read = found.values if found else {}
    now = {**read, **(earlier.values if earlier else {}), **values.tidy(blank.kind, verdict.values)}
    refusal = values.fault(blank.kind, now)
    if refusal is not None:
        return refusal
    base = earlier if found is None and earlier else blank
    ground = MISSED if found is None else verdict.ground or MISREAD
    if ground not in (*GROUNDS, MISSED):
        return Refusal("policy.review.no_such_choice", {"given": ground}, place="ground")
    stand = replace(
        base,
        verdict=CORRECTED if found else ADDED,
        values=values.differing(read, now),
        ground=ground,
        reason=verdict.reason.strip(),
    )
    if earlier is not None and verdict.quote == "":
        stand = replace(stand, start=earlier.start, end=earlier.end, clause=earlier.clause)
    if verdict.quote:
        place = _place(sheet, verdict, found)
        if isinstance(place, Refusal):
            return place
        if found is None or place != (found.clause, found.start, found.end):
            stand = replace(stand, clause=place[0], start=place[1], end=place[2])
    if found is not None and not stand.values and stand.start is None:
        return Refusal("policy.review.nothing_corrected", {"finding": verdict.code})
    return stand


def _add(sheet: Sheet, stands: Mapping[str, Stand], verdict: Verdict, on: date) -> Judgement | Refusal:
    if verdict.kind not in values.KINDS:
        return Refusal("policy.review.no_such_choice", {"given": verdict.kind}, place="kind")
    given = values.tidy(verdict.kind, verdict.values)
    place = _place(sheet, verdict, None)
    refusal = values.fault(verdict.kind, given)
    if refusal is not None:
        return refusal
    if isinstance(place, Refusal):
        return place
    for other in stands.values():
        if (other.verdict, other.kind, other.start, other.end, dict(other.values)) == (
            *(ADDED, verdict.kind, place[1], place[2]),
            {name: value for name, value in given.items() if value},
        ):
            words = {"finding": other.code, "verdict": f"policy.review.verdict.{ADDED}"}
            return Refusal("policy.review.already", words, place="quote")
    stand = Stand(
        code=_free_code(verdict.kind, stands),
        kind=verdict.kind,
        verdict=ADDED,
        values={name: value for name, value in given.items() if value},
        clause=place[0],
        start=place[1],
        end=place[2],
        ground=MISSED,
        reason=verdict.reason.strip(),
    )
    return Judgement(stand, "", digest_of(None, stand), on)


def _free_code(kind: str, stands: Mapping[str, Stand]) -> str:
    """Give the next code of what people added of a kind: TN01, TN02 …; a code is never used twice."""
    start = f"{values.LETTERS[kind]}N"
    used = [int(code[2:]) for code in stands if code.startswith(start)]
    return f"{start}{max(used, default=0) + 1:02d}"


def _place(sheet: Sheet, verdict: Verdict, found: Found | None) -> tuple[str, int, int] | Refusal:
    """Give clause and place of a quotation, which must stand in the text (or the clause named) exactly once."""
    start, end = 0, len(sheet.text)
    if verdict.clause:
        if verdict.clause not in sheet.clauses:
            return Refusal("policy.review.no_such_clause", {"clause": verdict.clause}, place="clause")
        start, end = sheet.clauses[verdict.clause]
    places = locate.places(sheet.text, sheet.soft, verdict.quote, start, end)
    if found is not None and len(places) > 1:
        nearest = min(places, key=lambda place: abs(place[0] - found.start))
        places = [nearest]
    if not places:
        return Refusal("policy.review.quote_missing", {"quote": verdict.quote[:60]}, place="quote")
    if len(places) > 1:
        return Refusal("policy.review.quote_again", {"quote": verdict.quote[:60], "times": len(places)}, place="quote")
    return clause_at(sheet.clauses, places[0][0]), *places[0]


def clause_at(clauses: Mapping[str, tuple[int, int]], place: int) -> str:
    """Give the path of the innermost clause in which a place lies; empty where it lies in none."""
    around = [(start, path) for path, (start, end) in clauses.items() if start <= place < end]
    return max(around)[1] if around else ""


def digest_of(found: Found | None, stand: Stand | None) -> str:
    """Give the digest of a finding as it stands: empty where it does not."""
    if (found is None and stand is None) or (stand is not None and stand.verdict == REJECTED):
        return ""
    merged = {**(found.values if found else {}), **(stand.values if stand else {})}
    kind = found.kind if found else stand.kind if stand else ""
    start, end = (found.start, found.end) if found else (0, 0)
    if stand is not None and stand.start is not None and stand.end is not None:
        start, end = stand.start, stand.end
    return values.digest(kind, merged, start, end)


def _fact(place: str, case: UUID, sheet: Sheet, done: Judgement) -> FindingJudged:
    stand, found = done.stand, sheet.found.get(done.stand.code)
    read = found.values if found else {}
    return FindingJudged(
        document=str(case),
        version=sheet.version,
        place=place,
        finding_code=stand.code,
        finding_kind=stand.kind,
        clause=stand.clause,
        verdict=stand.verdict,
        before_digest=done.before,
        after_digest=done.after,
        was={name: read.get(name, "") for name in stand.values},
        now=dict(stand.values),
        span=(stand.start, stand.end) if stand.start is not None and stand.end is not None else (),
        ground=stand.ground,
        reason=stand.reason,
    )
