"""An event is planned, published, filled, moved, cancelled. Pure."""

from datetime import date, datetime, timedelta, timezone
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from kechuang.casework.decision import Decision, NewCase, Scene
from kechuang.kernel.refusal import Refusal
from kechuang.mechanisms.market.roadshow import facts
from kechuang.mechanisms.market.roadshow.rules import seats
from kechuang.mechanisms.market.roadshow.rules.requests import (
    KINDS,
    Amend,
    Loaded,
    Plan,
    Put,
    Seen,
    Shift,
    Show,
    Step,
    Terms,
    Unshow,
)

type Ruled = Decision | Refusal

CHINA = timezone(timedelta(hours=8))
LONGEST_TITLE, LONGEST, MOST_ITEMS, MOST_DAYS = 100, 4000, 60, 14


def china_day(moment: datetime) -> date:
    """Give the day on which a moment falls in China."""
    return moment.astimezone(CHINA).date()


def said(case: UUID, fact: Any, **more: Any) -> Decision:  # noqa: ANN401 - the fields of a decision
    """Give a decision with one fact."""
    return Decision(facts=((case, fact),), **more)


def body(identifier: UUID) -> str:
    """Write a body as facts do."""
    return f"body/{identifier}"


def plan(scene: Scene[Loaded], request: Plan) -> Ruled:
    """An office plans an event."""
    terms = request.terms
    refusal = unfit(scene.on, terms)
    if refusal:
        return refusal
    case = NewCase(
        id=request.case,
        kind="market.event",
        authority=request.authority,
        state="DRAFT",
        place=terms.place,
        title=terms.title.strip(),
        office=request.office,
        due_on=china_day(terms.starts_at),
        number_series=f"{request.authority}-HD",
    )
    return said(
        request.case,
        facts.EventPlanned(**_announced(terms)),
        opens=(case,),
        rows=Put(case=request.case, values=columns(terms), new=True),
    )


def amend(scene: Scene[Loaded], request: Amend) -> Ruled:
    """A draft says something else. The division stays: a case does not wander between offices."""
    case, terms = scene.cases[request.event], request.terms
    refusal = unfit(scene.on, terms)
    if refusal:
        return refusal
    if terms.place != case.place:
        return Refusal("event.elsewhere", {"place": case.place}, place="place")
    return said(
        case.id,
        facts.EventAmended(**_announced(terms)),
        states={case.id: "DRAFT"},
        changes={case.id: {"title": terms.title.strip(), "due_on": china_day(terms.starts_at)}},
        rows=Put(case=case.id, values=columns(terms)),
    )


def _announced(terms: Terms) -> dict[str, Any]:
    return {
        "place": terms.place,
        "kind": terms.kind,
        "event_on": china_day(terms.starts_at),
        "title": terms.title.strip(),
        "venue": terms.venue.strip(),
        "host": terms.host.strip(),
        "origin": terms.origin.strip(),
    }


def columns(terms: Terms) -> dict[str, object]:
    """Give the columns of an event's row."""
    return {
        "kind": terms.kind,
        "starts_at": terms.starts_at,
        "ends_at": terms.ends_at,
        "place": terms.place,
        "venue": terms.venue.strip(),
        "host": terms.host.strip(),
        "about": terms.about.strip(),
        "capacity": terms.capacity,
        "signup_until": terms.signup_until,
        "online": terms.online.strip(),
        "origin": terms.origin.strip(),
        "origin_url": terms.origin_url.strip(),
    }


def unfit(on: date, terms: Terms) -> Refusal | None:
    """Refuse what is no notice of an event."""
    if not 0 < len(terms.title.strip()) <= LONGEST_TITLE:
        return Refusal("event.no_title", {"limit": LONGEST_TITLE}, place="title")
    if terms.kind not in KINDS:
        return Refusal("event.kind_unknown", {"kind": terms.kind}, place="kind")
    if not terms.host.strip():
        return Refusal("event.no_host", place="host")
    if len(terms.about) > LONGEST:
        return Refusal("event.text_too_long", {"limit": LONGEST}, place="about")
    if bool(terms.origin_url.strip()) and not terms.origin.strip():
        return Refusal("event.origin_unnamed", place="origin")
    for name, address in (("online", terms.online), ("origin_url", terms.origin_url)):
        if address.strip() and not _address(address.strip()):
            return Refusal("event.no_address", {"address": address}, place=name)
    begins = china_day(terms.starts_at)
    if terms.signup_until is not None and terms.signup_until > begins:
        values = {"until": terms.signup_until, "event_on": begins}
        return Refusal("event.signup_after_start", values, place="signup_until")
    return unfit_time(on, terms.starts_at, terms.ends_at, terms.venue, terms.online, terms.capacity)


def _address(text: str) -> bool:
    parts = urlsplit(text)
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and not any(sign.isspace() for sign in text)


def unfit_time(
    on: date, starts_at: datetime, ends_at: datetime, venue: str, online: str, capacity: int | None
) -> Refusal | None:
    """Refuse a time, place or number of seats at which nobody can meet."""
    if ends_at <= starts_at:
        return Refusal("event.ends_before_start", place="ends_at")
    if (ends_at - starts_at).days > MOST_DAYS:
        return Refusal("event.too_long", {"limit": MOST_DAYS}, place="ends_at")
    if china_day(starts_at) < on:
        return Refusal("event.in_past", {"day": china_day(starts_at), "today": on}, place="starts_at")
    if not venue.strip() and not online.strip():
        return Refusal("event.no_venue", place="venue")
    if capacity is not None and capacity < 1:
        return Refusal("event.no_seats", {"seats": capacity}, place="capacity")
    return None


def show(scene: Scene[Loaded], request: Show) -> Ruled:
    """Something that everybody may read is shown on the event."""
    case, seen, item = scene.cases[request.event], scene.rows.events[request.event], scene.rows.items.get(request.ref)
    if item is None:
        return Refusal("event.item_unknown", place="number")
    if not item.public:
        return Refusal("event.item_not_public", {"number": item.number}, place="number")
    if item.case in seen.items:
        return Refusal("event.item_twice", {"number": item.number}, place="number")
    if len(seen.items) >= MOST_ITEMS:
        return Refusal("event.too_many_items", {"limit": MOST_ITEMS}, place="number")
    row = {"ref_id": item.case, "kind": item.kind, "number": item.number, "title": item.title}
    return said(
        case.id,
        facts.EventShown(place=case.place, item=item.kind),
        states={case.id: case.state},
        rows=Put(case=case.id, adds=(("item", row),)),
    )


def unshow(scene: Scene[Loaded], request: Unshow) -> Ruled:
    """Something is shown no longer."""
    case, seen = scene.cases[request.event], scene.rows.events[request.event]
    if request.ref not in seen.items:
        return Refusal("event.item_unknown", place="item")
    item = scene.rows.items.get(request.ref)
    return said(
        case.id,
        facts.EventUnshown(place=case.place, item=item.kind if item else ""),
        states={case.id: case.state},
        rows=Put(case=case.id, removes=(("item", request.ref),)),
    )


def publish(scene: Scene[Loaded], request: Step) -> Ruled:
    """The event is published."""
    case, seen = scene.cases[request.event], scene.rows.events[request.event]
    begins = china_day(seen.starts_at)
    if begins < scene.on:
        return Refusal("event.in_past", {"day": begins, "today": scene.on})
    fact = facts.EventPublished(
        place=case.place, kind=seen.kind, event_on=begins, title=_title(scene, case.id), seats=seen.capacity
    )
    return said(
        case.id,
        fact,
        states={case.id: "PUBLISHED"},
        changes={case.id: {"due_on": begins}},
        rows=Put(case=case.id, values={"published_on": scene.on}),
    )


def _title(scene: Scene[Loaded], case: UUID) -> str:
    return scene.rows.links.get(case, "")


def _told(seen: Seen) -> tuple[str, ...]:
    return tuple(body(each.body) for each in seen.signups)


def shift(scene: Scene[Loaded], request: Shift) -> Ruled:
    """Time, place or seats change; everybody signed up is told, and who waited may have a seat."""
    case, seen, text = scene.cases[request.event], scene.rows.events[request.event], request.text.strip()
    refusal = unfit_time(scene.on, request.starts_at, request.ends_at, request.venue, "", request.capacity)
    if refusal:
        return refusal
    before = (seen.starts_at, seen.ends_at, seen.venue, seen.capacity, case.place)
    after = (request.starts_at, request.ends_at, request.venue.strip(), request.capacity, request.place)
    if before == after:
        return Refusal("event.nothing_moved", place="starts_at")
    if request.place != case.place:
        return Refusal("event.elsewhere", {"place": case.place}, place="place")
    if request.capacity is not None and request.capacity < seats.taken(seen.signups):
        values = {"seats": request.capacity, "taken": seats.taken(seen.signups)}
        return Refusal("event.fewer_seats_than_taken", values, place="capacity")
    if not text:
        return Refusal("event.no_words", place="text")
    found = seats.promoted(seen.signups, request.capacity)
    begins = china_day(request.starts_at)
    fact = facts.EventMoved(
        place=case.place,
        event_on=begins,
        reason=text,
        venue=request.venue.strip(),
        bodies=_told(seen),
        promoted=tuple(body(each.body) for each in seen.signups if each.id in found),
    )
    values_out: dict[str, object] = {
        "starts_at": request.starts_at,
        "ends_at": request.ends_at,
        "venue": request.venue.strip(),
        "capacity": request.capacity,
        "reason": text,
        "revision": seen.revision + 1,
    }
    if seen.signup_until is not None:
        values_out["signup_until"] = min(seen.signup_until, begins)
    return said(
        case.id,
        fact,
        states={case.id: "PUBLISHED"},
        changes={case.id: {"due_on": begins}},
        rows=Put(case=case.id, values=values_out, sets=tuple(("signup", each, {"waiting": False}) for each in found)),
    )


def cancel(scene: Scene[Loaded], request: Step) -> Ruled:
    """The event does not take place; everybody signed up is told why."""
    case, seen, text = scene.cases[request.event], scene.rows.events[request.event], request.text.strip()
    if not text:
        return Refusal("event.no_words", place="text")
    published = case.state == "PUBLISHED"
    return said(
        case.id,
        facts.EventCancelled(place=case.place, reason=text, bodies=_told(seen) if published else ()),
        states={case.id: "CANCELLED"},
        changes={case.id: {"due_on": None}},
        rows=Put(case=case.id, values={"reason": text, "revision": seen.revision + 1}),
    )
