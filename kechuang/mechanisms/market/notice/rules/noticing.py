"""The notice: it goes out, terms change, it is interrupted, it ends, its page is taken. Pure."""

from datetime import date, timedelta

from kechuang.casework.decision import CaseView, Decision, DueAt, Scene
from kechuang.kernel.days import ONE_DAY
from kechuang.kernel.refusal import Refusal, Value
from kechuang.mechanisms.market.notice import facts
from kechuang.mechanisms.market.notice.rules.agreeing import achievement_lines, columns, counterpart, party_rows, unfit
from kechuang.mechanisms.market.notice.rules.law import END, Ruled, body, last_day, places_needed
from kechuang.mechanisms.market.notice.rules.requests import (
    MARKET,
    Change,
    File,
    Gap,
    Loaded,
    Put,
    Seen,
    Snap,
    Tick,
)
from kechuang.rulebook.quoting import cited


def file(scene: Scene[Loaded], request: File) -> Ruled:
    """The notice goes out, in the unit and on the market, for at least the days of the rules without a gap."""
    case, row = scene.cases[request.notice], scene.rows.notices[request.notice]
    terms = row.terms
    refusal = _unfit_days(scene, case, request) or unfit(scene, case.place, case.holder, terms, case.id)
    if refusal:
        return refusal
    number = row.round + 1
    fact = facts.NoticeBegun(
        place=case.place,
        round=number,
        title=terms.title,
        summary=terms.summary,
        mode=terms.mode,
        seller=body(case.holder),
        achievements=achievement_lines(terms.achievements),
        buyers=tuple(each.words() for each in terms.buyers),
        related=tuple(f"{each.name.strip()} {each.relation}" for each in terms.buyers if each.related),
        price=terms.price.formula(),
        places=tuple(sorted({*request.places, MARKET})),
        unit_place=request.unit_place.strip(),
        start=request.start,
        end=request.end,
        days=(request.end - request.start).days,
        files=tuple(each.commitment for each in request.files),
    )
    values = {
        "round": number,
        "start": request.start,
        "end": request.end,
        "places": sorted({*request.places, MARKET}),
        "unit_place": request.unit_place.strip(),
        "files": [str(each.id) for each in request.files],
        "passed_on": None,
    }
    stretch = {"round": number, "start": request.start, "end": request.end, "formula": terms.price.formula()}
    stretch |= {"buyers": "; ".join(each.words() for each in terms.buyers), "ended": ""}
    return Decision(
        facts=((case.id, fact),),
        states={case.id: "NOTICE_RUNNING"},
        changes={case.id: {"due_on": request.end}},
        due=(DueAt(case.id, END, request.end + ONE_DAY),),
        cancels=((case.id, END),),
        rows=Put(case=case.id, values=values, adds=(("round", stretch),)),
    )


def _unfit_days(scene: Scene[Loaded], case: CaseView, request: File) -> Refusal | None:
    if request.start < scene.on:
        return Refusal("notice.backdated", {"start": request.start, "today": scene.on}, place="start")
    needed, where = places_needed(scene.law, case.place, request.start)
    missing = [each for each in needed if each not in request.places]
    if missing:
        codes = ", ".join(f"notice.place.{each}" for each in missing)
        return Refusal("notice.place_missing", {"missing_codes": codes, **cited(where)}, place="places")
    if not request.unit_place.strip():
        return Refusal("notice.no_unit_place", place="unit_place")
    found = last_day(scene.law, scene.rows.calendars, case.place, request.start)
    if isinstance(found, Refusal):
        return found
    earliest, least, rule = found
    if request.end < earliest:
        values: dict[str, Value] = {"start": request.start, "end": request.end, "earliest": earliest, "least": least}
        return Refusal("notice.too_short", {**values, **cited(rule)}, place="end")
    for first, last in request.closed:
        if first <= request.end and last >= request.start:
            gap: dict[str, Value] = {"first": first, "last": last, "after": last + ONE_DAY}
            return Refusal("notice.holiday_gap", gap, place="closed_from")
    return None


def change(scene: Scene[Loaded], request: Change) -> Ruled:
    """Other terms before the contract: what ran until now counts no longer."""
    case, row, terms = scene.cases[request.notice], scene.rows.notices[request.notice], request.terms
    if not request.reason.strip():
        return Refusal("notice.no_reason", place="reason")
    refusal = unfit(scene, case.place, case.holder, terms, case.id)
    if refusal:
        return refusal
    if terms == row.terms:
        return Refusal("notice.nothing_changed", place="title")
    ran = case.state != "NEGOTIATED"
    fact = facts.TermsChanged(
        place=case.place,
        restarts=ran,
        price_changed=terms.price != row.terms.price,
        buyers_changed=terms.buyers != row.terms.buyers,
        reason=request.reason.strip(),
        buyers=tuple(each.words() for each in terms.buyers),
        price=terms.price.formula(),
    )
    values = {**columns(terms), "reason": request.reason.strip(), "start": None, "end": None, "passed_on": None}
    return Decision(
        facts=((case.id, fact),),
        states={case.id: "NOTICE_RESTART" if ran else "NEGOTIATED"},
        changes={
            case.id: {
                "title": terms.title.strip(),
                "amount": terms.price.known_yuan,
                "counterpart": counterpart(terms.buyers),
                "due_on": None,
            }
        },
        cancels=((case.id, END),),
        rows=Put(
            case=case.id,
            values=values,
            adds=(*party_rows(terms), ("ended", {"round": row.round, "ended": "changed"})),
            empties=("achievement", "buyer"),
        ),
    )


def gap(scene: Scene[Loaded], request: Gap) -> Ruled:
    """The notice could not be read for some days: it begins anew where the rules say so."""
    case, row = scene.cases[request.notice], scene.rows.notices[request.notice]
    if not request.reason.strip():
        return Refusal("notice.no_reason", place="reason")
    if row.start is None or row.end is None or not row.start <= request.first <= request.last <= scene.on:
        values: dict[str, Value] = {"first": request.first, "last": request.last, "start": row.start}
        return Refusal("notice.gap_outside", values, place="first")
    answer = scene.law.ask("transfer.price_notice.restarts", place=case.place, on=row.start)
    restarts = answer.value is True
    fact = facts.NoticeInterrupted(
        place=case.place,
        where=request.where,
        first=request.first,
        last=request.last,
        restarts=restarts,
        reason=request.reason.strip(),
    )
    ended = (("ended", {"round": row.round, "ended": "interrupted"}),) if restarts else ()
    cleared = {"start": None, "end": None} if restarts else {}
    return Decision(
        facts=((case.id, fact),),
        states={case.id: "NOTICE_RESTART" if restarts else case.state},
        changes={case.id: {"due_on": None}} if restarts else {},
        cancels=((case.id, END),) if restarts else (),
        rows=Put(case=case.id, values={"reason": request.reason.strip(), **cleared}, adds=ended),
    )


def unproved(row: Seen, until: date) -> tuple[date, ...]:
    """Give the days of a round up to a day without a snapshot of the page."""
    if row.start is None or row.end is None:
        return ()
    last = min(row.end, until)
    days = ((row.start + timedelta(days=at)) for at in range((last - row.start).days + 1))
    return tuple(day for day in days if day not in row.snapped)


def end(scene: Scene[Loaded], request: Tick) -> Ruled:
    """The notice ran its whole time."""
    case, row = scene.cases[request.notice], scene.rows.notices[request.notice]
    if row.start is None or row.end is None:
        return Refusal("notice.not_running")
    fact = facts.NoticePassed(
        place=case.place, round=row.round, start=row.start, end=row.end, unproved=unproved(row, row.end)
    )
    return Decision(
        facts=((case.id, fact),),
        states={case.id: "NOTICE_PASSED"},
        changes={case.id: {"due_on": None}},
        rows=Put(
            case=case.id,
            values={"passed_on": scene.on},
            adds=(("ended", {"round": row.round, "ended": "passed"}),),
        ),
    )


def snap(scene: Scene[Loaded], request: Snap) -> Ruled:
    """The page was taken as everybody could read it, once a day."""
    case, row = scene.cases[request.notice], scene.rows.notices[request.notice]
    if scene.on in row.snapped:
        return Refusal("notice.snapped_already", {"on": scene.on})
    fact = facts.NoticeSnapped(
        place=case.place,
        round=row.round,
        day=scene.on,
        taken_at=request.taken_at,
        sha256=request.sha256,
        size=request.size,
    )
    taken = {
        "round": row.round,
        "on": scene.on,
        "taken_at": request.taken_at,
        "sha256": request.sha256,
        "size": request.size,
    }
    return Decision(
        facts=((case.id, fact),),
        states={case.id: case.state},
        rows=Put(case=case.id, adds=(("snapshot", taken),)),
    )
