"""Bodies sign up and leave, the event takes place, who met whom, what came of it. Pure."""

from kechuang.casework.decision import Scene
from kechuang.kernel.refusal import Refusal
from kechuang.mechanisms.market.roadshow import facts
from kechuang.mechanisms.market.roadshow.rules import seats
from kechuang.mechanisms.market.roadshow.rules.planning import LONGEST, Ruled, body, china_day, said
from kechuang.mechanisms.market.roadshow.rules.requests import (
    LINKED,
    OUTCOMES,
    Held,
    Join,
    Leave,
    Loaded,
    Meet,
    Outcome,
    Put,
    Signup,
    Step,
)

MOST_PERSONS, MOST_GUESTS = 10, 100_000


def join(scene: Scene[Loaded], request: Join) -> Ruled:
    """A body signs up; where no seat is left it waits."""
    case, seen = scene.cases[request.event], scene.rows.events[request.event]
    if seen.origin:
        return Refusal("event.of_another_market", {"origin": seen.origin})
    last = seen.signup_until or china_day(seen.starts_at)
    if scene.on > last:
        return Refusal("event.signup_over", {"until": last, "today": scene.on})
    answer = scene.law.ask("event.persons.max", place=case.place, on=scene.on)
    most = answer.value if isinstance(answer.value, int) and not isinstance(answer.value, bool) else MOST_PERSONS
    if not 1 <= request.persons <= most:
        return Refusal("event.persons_out_of_range", {"persons": request.persons, "limit": most}, place="persons")
    if any(each.body == request.body for each in seen.signups):
        return Refusal("event.joined_already", place="body")
    if len(request.wish) > LONGEST:
        return Refusal("event.text_too_long", {"limit": LONGEST}, place="wish")
    waiting = not seats.fits(seen.signups, request.persons, seen.capacity)
    fact = facts.EventJoined(
        place=case.place,
        waiting=waiting,
        persons=request.persons,
        body=body(request.body),
        wish=request.wish.strip(),
    )
    row = {
        "id": request.id,
        "body_id": request.body,
        "persons": request.persons,
        "wish": request.wish.strip(),
        "waiting": waiting,
        "on": scene.on,
    }
    return said(case.id, fact, states={case.id: case.state}, rows=Put(case=case.id, adds=(("signup", row),)))


def leave(scene: Scene[Loaded], request: Leave) -> Ruled:
    """A body takes its sign-up back; who waited may have a seat now."""
    case, seen = scene.cases[request.event], scene.rows.events[request.event]
    mine = next((each for each in seen.signups if each.body == request.body), None)
    if mine is None:
        return Refusal("event.not_joined", place="body")
    left = [each for each in seen.signups if each.id != mine.id]
    found = seats.promoted(left, seen.capacity)
    fact = facts.EventLeft(
        place=case.place,
        body=body(request.body),
        promoted=tuple(body(each.body) for each in left if each.id in found),
    )
    return said(
        case.id,
        fact,
        states={case.id: case.state},
        rows=Put(
            case=case.id,
            removes=(("signup", mine.id),),
            sets=tuple(("signup", each, {"waiting": False}) for each in found),
        ),
    )


def hold(scene: Scene[Loaded], request: Held) -> Ruled:
    """The event took place."""
    case, seen = scene.cases[request.event], scene.rows.events[request.event]
    begins = china_day(seen.starts_at)
    if scene.on < begins:
        return Refusal("event.not_yet", {"day": begins, "today": scene.on})
    known = {each.id: each for each in seen.signups}
    if request.came - set(known):
        return Refusal("event.signup_unknown", place="came")
    if not 0 <= request.guests <= MOST_GUESTS:
        return Refusal("event.guests_out_of_range", {"limit": MOST_GUESTS}, place="guests")
    came: list[Signup] = [known[each] for each in sorted(request.came, key=str)]
    persons = sum(each.persons for each in came) + request.guests
    fact = facts.EventHeld(
        place=case.place,
        kind=seen.kind,
        came_bodies=len(came),
        came_persons=persons,
        bodies=tuple(body(each.body) for each in came),
    )
    return said(
        case.id,
        fact,
        states={case.id: "HELD"},
        changes={case.id: {"due_on": None}},
        rows=Put(
            case=case.id,
            values={"held_on": scene.on, "guests": request.guests, "came_persons": persons},
            sets=tuple(("signup", each.id, {"came": each.id in request.came}) for each in seen.signups),
        ),
    )


def meet(scene: Scene[Loaded], request: Meet) -> Ruled:
    """Two sides met about something that was shown, or about something else."""
    case, seen = scene.cases[request.event], scene.rows.events[request.event]
    first = body(request.first) if request.first else request.first_name.strip()
    second = body(request.second) if request.second else request.second_name.strip()
    if not first or not second:
        return Refusal("event.side_missing", place="second_name" if first else "first_name")
    if first == second:
        return Refusal("event.one_side", place="second")
    if not request.about.strip():
        return Refusal("event.no_subject", place="about")
    if request.item is not None and request.item not in seen.items:
        return Refusal("event.item_unknown", place="item")
    item = scene.rows.items.get(request.item) if request.item else None
    fact = facts.SidesMet(
        place=case.place, item=item.kind if item else "", sides=(first, second), about=request.about.strip()
    )
    row = {
        "id": request.id,
        "first_id": request.first,
        "first_name": "" if request.first else request.first_name.strip(),
        "second_id": request.second,
        "second_name": "" if request.second else request.second_name.strip(),
        "about": request.about.strip(),
        "item_id": request.item,
        "on": scene.on,
    }
    return said(case.id, fact, states={case.id: case.state}, rows=Put(case=case.id, adds=(("meeting", row),)))


def outcome(scene: Scene[Loaded], request: Outcome) -> Ruled:
    """What came of a meeting; a contract or a demand stands under its number."""
    case, seen = scene.cases[request.event], scene.rows.events[request.event]
    if request.meeting not in seen.meetings:
        return Refusal("event.meeting_unknown", place="meeting")
    if request.outcome not in OUTCOMES:
        return Refusal("event.outcome_unknown", {"outcome": request.outcome}, place="outcome")
    if request.number.strip() and request.link is None:
        return Refusal("event.link_unknown", {"number": request.number}, place="number")
    if request.outcome in LINKED and request.link is None:
        return Refusal("event.link_needed", place="number")
    kind = scene.rows.links.get(request.link, "") if request.link else ""
    if request.outcome in LINKED and kind != f"market.{request.outcome}":
        return Refusal("event.link_of_another_kind", {"number": request.number}, place="number")
    fact = facts.MeetingFollowed(
        place=case.place,
        outcome=request.outcome,
        link=f"case/{request.link}" if request.link else "",
        text=request.text.strip(),
    )
    values = {
        "outcome": request.outcome,
        "link_id": request.link,
        "number": request.number.strip(),
        "text": request.text.strip(),
        "followed_on": scene.on,
    }
    return said(
        case.id,
        fact,
        states={case.id: case.state},
        rows=Put(case=case.id, sets=(("meeting", request.meeting, values),)),
    )


def close(scene: Scene[Loaded], request: Step) -> Ruled:
    """The event is summed up; what comes of its meetings may still be recorded."""
    case, seen, text = scene.cases[request.event], scene.rows.events[request.event], request.text.strip()
    if not text:
        return Refusal("event.no_summary", place="text")
    return said(
        case.id,
        facts.EventClosed(place=case.place, kind=seen.kind, summary=text),
        states={case.id: "CLOSED"},
        rows=Put(case=case.id, values={"summary": text}),
    )
