"""Long work with progress: begun by a person, stepped by whoever carries it out, watched on a page, stopped by a word.

::

    work = progress.begin("import", _("Import of 名单.xlsx"), by=actor.person, total=3000)
    progress.watch(request, work)                    # a line on every page says when it is done
    …
    if not progress.step(work.pk, 500, says="…"):    # False: somebody asked to stop
        progress.stopped(work.pk)
    progress.finish(work.pk, result_url="…", says="…")

Texts are stored as they are given: give them in the words of the person who waits. Finished work is forgotten after
``KEPT_DAYS`` (our design).
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import F, QuerySet
from django.http import HttpRequest
from django.urls import reverse

from kechuang.web import clock
from kechuang.web.models import LongWork

KEPT_DAYS = 30
WATCHED = "web.work"
WATCHED_MOST = 5


def begin(kind: str, title: str, *, by: UUID, total: int | None = None) -> LongWork:
    """Record work that is about to begin; ``total`` is the number of steps, None where nobody knows it."""
    return LongWork.objects.create(kind=kind, title=title[:200], by_id=by, total=total)


def watch(request: HttpRequest, work: LongWork) -> str:
    """Tell the person on the next page after the work has ended; give the address of the page that shows it."""
    ids = [*request.session.get(WATCHED, []), str(work.pk)]
    request.session[WATCHED] = ids[-WATCHED_MOST:]
    return address(work)


def address(work: LongWork) -> str:
    """Give the page of some work."""
    return reverse("web:work", args=[work.pk])


def step(identifier: UUID, done: int, *, says: str = "", total: int | None = None) -> bool:
    """Say how far the work is (the number of steps done since its beginning); False where it shall stop."""
    changes = {"done": done, "state": LongWork.RUNNING, "changed_at": clock.real_now(), "says": says[:500]}
    if total is not None:
        changes["total"] = total
    open_work = LongWork.objects.filter(pk=identifier).exclude(state__in=LongWork.ENDED)
    return bool(open_work.filter(stop_asked=False).update(**changes))


def finish(identifier: UUID, *, result_url: str = "", says: str = "") -> None:
    """Record that the work is done, and where its result stands."""
    _end(identifier, LongWork.DONE, says, result_url=result_url, total=F("done"))


def fail(identifier: UUID, *, says: str) -> None:
    """Record that the work failed; ``says`` tells why and what to do."""
    _end(identifier, LongWork.FAILED, says)


def stopped(identifier: UUID, *, says: str = "", result_url: str = "") -> None:
    """Record that the work ended because somebody asked; ``says`` tells what stands nevertheless."""
    _end(identifier, LongWork.STOPPED, says, result_url=result_url)


def _end(identifier: UUID, state: str, says: str, **more: object) -> None:
    open_work = LongWork.objects.filter(pk=identifier).exclude(state__in=LongWork.ENDED)
    open_work.update(state=state, says=says[:500], changed_at=clock.real_now(), **more)


def ask_to_stop(identifier: UUID) -> None:
    """Ask the work to stop at its next step; work that has not begun ends at once."""
    open_work = LongWork.objects.filter(pk=identifier).exclude(state__in=LongWork.ENDED)
    open_work.filter(state=LongWork.WAITING).update(state=LongWork.STOPPED, changed_at=clock.real_now())
    open_work.update(stop_asked=True)


def of(person: UUID | None) -> QuerySet[LongWork]:
    """Give a person's work."""
    return LongWork.objects.filter(by=person)


def ended_meanwhile(request: HttpRequest) -> list[LongWork]:
    """Give watched work that has ended since the last page, once; asks nothing where nothing is watched."""
    session = getattr(request, "session", None)
    ids = session.get(WATCHED, []) if session is not None else []
    user = getattr(request, "user", None)
    if not ids or user is None or not user.is_authenticated:
        return []
    ended = list(of(user.pk).filter(pk__in=ids, state__in=LongWork.ENDED))
    if ended:
        told = {str(work.pk) for work in ended}
        request.session[WATCHED] = [each for each in ids if each not in told]
    return ended


def purge(now: datetime) -> int:
    """Forget work that nobody has touched for ``KEPT_DAYS``; give how many."""
    return LongWork.objects.filter(changed_at__lt=now - timedelta(days=KEPT_DAYS)).delete()[0]
