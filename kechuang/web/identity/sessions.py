"""The browsers in which a person is signed in: begun, seen, listed and ended."""

from collections.abc import Iterable
from uuid import UUID

from django.contrib.sessions.models import Session
from django.http import HttpRequest

from kechuang.web import clock, limits
from kechuang.web.accounts.models import Person
from kechuang.web.identity.devices import device, shortened
from kechuang.web.identity.models import FailedTry, SignedIn

HOW = "identity.how"
SEEN = "identity.seen"
PASSWORD, DEMONSTRATION = "password", "demonstration"
KEPT_TRIES = 20


def where(request: HttpRequest) -> dict[str, str]:
    """Give what is kept of the device and the address of a request."""
    agent = str(request.META.get("HTTP_USER_AGENT", ""))
    return {"device": device(agent), "address": shortened(limits.address(request))}


def begin(request: HttpRequest, person: Person) -> SignedIn:
    """Note a sign-in; rows of this person whose session is gone are put away.

    A session keeps its key where the same person signs in once more within it: its row is then begun anew.
    """
    mine = SignedIn.objects.filter(person=person)
    live = Session.objects.filter(expire_date__gt=clock.real_now()).values("session_key")
    mine.exclude(session_key__in=live).delete()
    today = clock.real_today()
    request.session[SEEN] = today.isoformat()
    row, _made = SignedIn.objects.update_or_create(
        session_key=request.session.session_key,
        defaults={
            "person": person,
            "begun_at": clock.real_now(),
            "seen_on": today,
            "how": str(request.session.get(HOW, "")),
            **where(request),
        },
    )
    return row


def on_signed_in(sender: object, request: HttpRequest, user: Person, **_more: object) -> None:  # noqa: ARG001 - a signal's receiver
    """Receive Django's signal after a sign-in."""
    if getattr(request, "session", None) is not None and request.session.session_key:
        begin(request, user)


def on_signed_out(sender: object, request: HttpRequest, user: Person | None, **_more: object) -> None:  # noqa: ARG001 - a signal's receiver
    """Receive Django's signal before the session is emptied."""
    key = getattr(getattr(request, "session", None), "session_key", None)
    if key:
        SignedIn.objects.filter(session_key=key).delete()


def seen(request: HttpRequest) -> None:
    """Note once a day that a session is in use; the time of day is not kept."""
    today = clock.real_today().isoformat()
    if request.session.get(SEEN) != today:
        request.session[SEEN] = today
        SignedIn.objects.filter(session_key=request.session.session_key).update(seen_on=today)


def of(person: Person) -> list[SignedIn]:
    """Give the live sessions of a person, the newest first (one query)."""
    live = Session.objects.filter(expire_date__gt=clock.real_now()).values("session_key")
    return list(SignedIn.objects.filter(person=person, session_key__in=live).order_by("-begun_at", "-pk"))


def end(rows: Iterable[SignedIn]) -> int:
    """End sessions; give how many."""
    keys = [row.session_key for row in rows]
    Session.objects.filter(session_key__in=keys).delete()
    return SignedIn.objects.filter(session_key__in=keys).delete()[0]


def mine(person: Person, identifier: UUID) -> SignedIn | None:
    """Give one of a person's sessions, or None."""
    return SignedIn.objects.filter(person=person, pk=identifier).first()


def others(person: Person, request: HttpRequest) -> list[SignedIn]:
    """Give the sessions of a person but for the one that asks."""
    return [row for row in of(person) if row.session_key != request.session.session_key]


def renamed(before: str, after: str) -> None:
    """Follow a session that got a new key, as after a change of password."""
    SignedIn.objects.filter(session_key=before).update(session_key=after)


def failed(request: HttpRequest, username: str, what: str) -> None:
    """Note a failed try for the person of that name, if there is one; the newest ``KEPT_TRIES`` are kept."""
    person = Person.objects.filter(username=username).first()
    if person is None:
        return
    FailedTry.objects.create(person=person, at=clock.real_now(), what=what, **where(request))
    kept = FailedTry.objects.filter(person=person).order_by("-at", "-pk").values_list("pk", flat=True)
    FailedTry.objects.filter(person=person).exclude(pk__in=list(kept[:KEPT_TRIES])).delete()


def failures(person: Person, limit: int = 5) -> list[FailedTry]:
    """Give the newest failed tries of a person."""
    return list(FailedTry.objects.filter(person=person).order_by("-at", "-pk")[:limit])
