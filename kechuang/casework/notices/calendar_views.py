"""The calendar of due days: month and list, the file, the feed under a secret address."""

from calendar import Calendar as Grid
from datetime import date, timedelta
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kechuang.casework.notices import agenda, ics
from kechuang.casework.notices.models import Feed
from kechuang.kernel.days import add_months
from kechuang.web import chance, clock
from kechuang.web.page import Action, Crumb, page
from kechuang.web.permissions import Actor, actor_of, public, read_actor, signed_in

AHEAD, BEHIND = timedelta(days=366), timedelta(days=31)
KEY_BYTES = 24


@signed_in
@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """Show a month, or the same days as a list; everything is in the address."""
    actor, today = actor_of(request), clock.today()
    month = _month(request.GET.get("month", ""), today)
    whose = request.GET.get("whose", agenda.MINE)
    view = request.GET.get("view", "month")
    if whose not in agenda.WHOSE or view not in {"month", "list"}:
        raise Http404
    weeks = Grid().monthdatescalendar(month.year, month.month)
    first, last = weeks[0][0], weeks[-1][-1]
    found = agenda.items(actor, first, last, whose, today)
    days = [[agenda.day(on, found, today=today, inside=on.month == month.month) for on in week] for week in weeks]
    context = {
        "weeks": days,
        "listed": _listed(found, month),
        "view": view,
        "whose": whose,
        "month": month,
        "choices": _choices(month, whose, view),
        "previous": _address(add_months(month, -1), whose, view),
        "next": _address(add_months(month, 1), whose, view),
        "now": _address(today.replace(day=1), whose, view),
        "provisional": any(each.provisional for week in days for each in week if each.inside),
        "design": any(item.design for item in found),
        "heads": _weekdays(),
    }
    return page(
        request,
        "notices/calendar.html",
        context,
        title=_("Calendar of due days"),
        facts=[f"{month.year}-{month.month:02d}"],
        crumbs=[Crumb(_("Notices"), reverse("notices:inbox"))],
        actions=[
            Action(label=_("My own calendar program"), url=reverse("notices:settings") + "#feed"),
            Action(label=_("Download (.ics)"), url=f"{reverse('notices:file')}?whose={whose}", download=True),
        ],
    )


def _weekdays() -> list[str]:
    working = [_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday")]
    return [*working, _("Saturday"), _("Sunday")]


def _month(raw: str, today: date) -> date:
    if not raw:
        return today.replace(day=1)
    try:
        found = date.fromisoformat(f"{raw}-01")
    except ValueError:
        raise Http404 from None
    if not 2000 <= found.year <= 2100:
        raise Http404
    return found


def _address(month: date, whose: str, view: str) -> str:
    return f"?{urlencode({'month': f'{month.year}-{month.month:02d}', 'whose': whose, 'view': view})}"


def _choices(month: date, whose: str, view: str) -> dict[str, list[dict[str, Any]]]:
    whose_words = {agenda.MINE: _("my work"), agenda.OFFICE: _("my office"), agenda.ALL: _("everything in reach")}
    view_words = {"month": _("month"), "list": _("list")}
    return {
        "whose": [
            {"word": word, "url": _address(month, code, view), "current": code == whose}
            for code, word in whose_words.items()
        ],
        "view": [
            {"word": word, "url": _address(month, whose, code), "current": code == view}
            for code, word in view_words.items()
        ],
    }


def _listed(found: list[agenda.Item], month: date) -> list[agenda.Item]:
    last = add_months(month, 1) - timedelta(days=1)
    return [item for item in found if item.on <= last and (item.until or item.on) >= month]


def _whole(actor: Actor, whose: str, today: date) -> list[agenda.Item]:
    return agenda.items(actor, today - BEHIND, today + AHEAD, whose, today)


def _answer(request: HttpRequest, items: list[agenda.Item]) -> HttpResponse:
    host = request.get_host().partition(":")[0]
    base = settings.KECHUANG_URL or f"{request.scheme}://{request.get_host()}"
    body = ics.write(items, name=_("Due days on Kechuang"), host=host, base=base)
    tag = ics.etag(body)
    if request.headers.get("If-None-Match") == tag:
        response: HttpResponse = HttpResponseNotModified()
    else:
        response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
        response["Content-Disposition"] = 'attachment; filename="kechuang.ics"'
    response["ETag"] = tag
    response["Cache-Control"] = "private, no-cache"
    return response


@signed_in
@require_safe
def file(request: HttpRequest) -> HttpResponse:
    """Give the reader's calendar as a file."""
    whose = request.GET.get("whose", agenda.MINE)
    if whose not in agenda.WHOSE:
        raise Http404
    actor, today = actor_of(request), clock.today()
    return _answer(request, _whole(actor, whose, today))


@public
@require_safe
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """Give a person's calendar to their calendar program, by the secret address that the person made."""
    found = Feed.objects.select_related("person").filter(digest=digest(secret), ended_at__isnull=True).first()
    if found is None or not found.person.is_active:
        raise Http404
    return _answer(request, _whole(read_actor(found.person), agenda.OFFICE, clock.today()))


def digest(secret: str) -> str:
    """Give what the node keeps of a secret address."""
    return sha256(secret.encode()).hexdigest()


@signed_in
@require_POST
def make_feed(request: HttpRequest) -> HttpResponse:
    """Make a new secret address; the old one ends. It is shown once."""
    secret = chance.draw(KEY_BYTES).hex()
    person = actor_of(request).person
    Feed.objects.filter(person=person, ended_at__isnull=True).update(ended_at=clock.now())
    Feed.objects.create(person_id=person, digest=digest(secret), made_at=clock.now())
    request.session["notices.feed"] = secret
    return redirect(reverse("notices:settings") + "#feed")


@signed_in
@require_POST
def end_feed(request: HttpRequest) -> HttpResponse:
    """End the secret address."""
    Feed.objects.filter(person=actor_of(request).person, ended_at__isnull=True).update(ended_at=clock.now())
    request.session.pop("notices.feed", None)
    messages.success(request, _("The address of your calendar has ended."))
    return redirect(reverse("notices:settings") + "#feed")
