"""What everybody may see, without signing in: the calendar by month and city, its feed, one event; and signing up."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kechuang.casework import words
from kechuang.casework.standard import publishing, stepping
from kechuang.mechanisms.market.roadshow import actions, calendar, lists, queries, showing, wording
from kechuang.mechanisms.market.roadshow.forms import JoinForm, LeaveForm
from kechuang.mechanisms.market.roadshow.models import Event
from kechuang.mechanisms.market.roadshow.rules import ical
from kechuang.mechanisms.market.roadshow.rules.moves import HOLD, JOIN
from kechuang.mechanisms.market.roadshow.views import GET_POST
from kechuang.web import clock, divisions, exports
from kechuang.web.exports import Export
from kechuang.web.forms import form_page
from kechuang.web.listing import list_page
from kechuang.web.page import Action, Crumb, page
from kechuang.web.permissions import actor_of, may, public, requires, scope

# What a feed tells: what was, for whoever looks back, and what is to come.
BACK, AHEAD = 92, 400


def _crumbs() -> list[Crumb]:
    return [Crumb(_("Market calendar"), reverse("market_roadshow:calendar"))]


def _asked(request: HttpRequest) -> tuple[str, str]:
    """Read place and kind of the address; what is neither is left out."""
    place, kind = request.GET.get("place", ""), request.GET.get("kind", "")
    if len(place) != 6 or not (place.isascii() and place.isdigit()):
        place = ""
    return place, kind if kind in wording.CALENDAR_KINDS else ""


@public
@require_safe
def month(request: HttpRequest) -> HttpResponseBase:
    """The calendar of a month: events, sales and last days of listings, of one city or of all."""
    place, kind = _asked(request)
    year, number = wording.month_of(request.GET.get("month", ""), clock.today())
    start = date(year, number, 1)
    end = date(year + number // 12, number % 12 + 1, 1) - wording.DAY
    found = calendar.entries(start, end, place=place, kind=kind)
    if (file := request.GET.get("file", "")) in {"csv", "xlsx"}:
        return _file(file, found, f"{start:%Y-%m}", place)
    kept = {"place": place, "kind": kind}
    base = reverse("market_roadshow:calendar")

    def at(by: int) -> str:
        return f"{base}?{urlencode({'month': wording.shifted(year, number, by), **_filled(kept)})}"

    query = urlencode({"month": f"{start:%Y-%m}", **_filled(kept)})
    feed = reverse("market_roadshow:feed")
    context = {
        "days": _days(found, start, end),
        "weeks": _weeks(found, start, end),
        "month": f"{start:%Y-%m}",
        "previous": at(-1),
        "next": at(1),
        "place": place,
        "kind": kind,
        "places": _places(place),
        "kinds": [(code, str(word)) for code, word in wording.CALENDAR_KINDS.items()],
        "feed": f"{feed}?{urlencode(_filled(kept))}" if any(kept.values()) else feed,
        "weekdays": [str(word) for word in wording.WEEKDAYS],
    }
    buttons = [
        Action(label="CSV", url=f"{base}?{query}&file=csv", download=True),
        Action(label="Excel", url=f"{base}?{query}&file=xlsx", download=True),
        Action(label=_("All events"), url=reverse("market_roadshow:all")),
    ]
    if may(actor_of(request), HOLD, on=clock.today()):
        buttons.append(Action(label=_("Plan an event"), url=reverse("market_roadshow:plan"), primary=True))
    title = _("Market calendar, %(year)d-%(month)02d") % {"year": year, "month": number}
    return page(
        request,
        "market_roadshow/calendar.html",
        context,
        title=title,
        facts=[divisions.name(place) if place else _("all cities")],
        actions=buttons,
    )


def _filled(values: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in values.items() if value}


def _places(chosen: str) -> list[tuple[str, str]]:
    """Give the cities and provinces in which something takes or took place (three queries at most)."""
    found = calendar.places()
    codes = {f"{code[:4]}00" for code in found} | {f"{code[:2]}0000" for code in found}
    codes |= {chosen} if chosen else set()
    # A city under the State has no division of its own between province and district: its code names nothing.
    return [(code, name) for code in sorted(codes) if (name := divisions.name(code)) != code]


def _shown(each: calendar.Entry) -> dict[str, Any]:
    return {
        "entry": each,
        "kind": wording.kind(each.kind),
        "place": divisions.name(each.place),
        "when": each.when or _("all day"),
    }


def _days(found: list[calendar.Entry], start: date, end: date) -> list[dict[str, Any]]:
    """Give the days on which something takes place, each with its entries; one over several days stands on each."""
    days: dict[date, list[dict[str, Any]]] = {}
    for each in found:
        day = max(each.day, start)
        while day <= min(each.last_day, end):
            days.setdefault(day, []).append(_shown(each))
            day += wording.DAY
    return [{"day": day, "rows": rows} for day, rows in sorted(days.items())]


def _weeks(found: list[calendar.Entry], start: date, end: date) -> list[list[dict[str, Any]]]:
    """Give the month in weeks from Monday: each day with the number of its entries; days of other months are empty."""
    counts: dict[date, int] = {}
    for each in found:
        day = max(each.day, start)
        while day <= min(each.last_day, end):
            counts[day] = counts.get(day, 0) + 1
            day += wording.DAY
    day, weeks = start - wording.DAY * start.weekday(), []
    while day <= end:
        week = []
        for _at in range(7):
            inside = start <= day <= end
            week.append({"day": day if inside else None, "count": counts.get(day, 0) if inside else 0})
            day += wording.DAY
        weeks.append(week)
    return weeks


def _file(kind: str, found: list[calendar.Entry], month_: str, place: str) -> HttpResponseBase:
    rows = [
        [
            *(each.day, each.last_day, each.when, wording.kind(each.kind), each.title, each.number),
            *(divisions.name(each.place), each.venue, each.market, each.origin),
            _("cancelled") if each.cancelled else "",
        ]
        for each in found
    ]
    heads = [
        _("First day"), _("Last day"), _("Time"), _("Kind of event"), _("Title"), _("Number"), _("Place"),
        _("Address and room"), _("Market"), _("Comes from"), _("State"),
    ]  # fmt: skip
    made = Export(
        title=_("Market calendar"),
        heads=heads,
        rows=iter(rows),
        filters={"month": month_, "place": place},
        kinds=("day", "day", "text", "text", "text", "code", "text", "text", "text", "text", "text"),
    )
    return exports.respond(made, kind)


@public
@require_safe
def everything(request: HttpRequest) -> HttpResponseBase:
    """All published events as a list that can be narrowed and taken away."""
    return list_page(
        lists.PUBLIC, request, lists.public(request), title=_("Roadshows and events"), crumbs=_crumbs(), facts=[]
    )


def _calendar_file(request: HttpRequest, found: list[calendar.Entry], name: str, file: str) -> HttpResponse:
    base = f"{request.scheme}://{request.get_host()}"
    text = ical.calendar(name, calendar.items(found, base))
    answer = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = f'inline; filename="{file}.ics"'
    return answer


@public
@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """The calendar as a feed to subscribe to (RFC 5545): three months back, thirteen ahead."""
    place, kind = _asked(request)
    today = clock.today()
    found = calendar.entries(today - wording.DAY * BACK, today + wording.DAY * AHEAD, place=place, kind=kind)
    name = " · ".join(part for part in (_("Market calendar"), divisions.name(place) if place else "") if part)
    return _calendar_file(request, found, name, "market")


def event_or_404(identifier: UUID) -> Event:
    """Give an event that everybody may read. Raises Http404."""
    return get_object_or_404(queries.public(), pk=identifier)


@public
@require_safe
def one_file(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """One event as a calendar file."""
    row = event_or_404(identifier)
    day = row.starts_at.astimezone(clock.CHINA).date()
    found = calendar.entries(day, day, kind=row.kind)
    mine = [each for each in found if each.uid.startswith(str(row.pk))]
    return _calendar_file(request, mine, row.case.title, row.case.number or "event")


@public
@require_safe
def one(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """One event: time, place, what is shown, seats; who signed up is not told."""
    row = event_or_404(identifier)
    actor, today = actor_of(request), clock.today()
    mine = set(row.signups.filter(body__in=scope(actor, JOIN, today).bodies).values_list("waiting", flat=True))
    buttons = [Action(label=_("Take into my calendar"), url=reverse("market_roadshow:one-file", args=[row.pk]))]
    buttons += publishing.own(request, row.case)
    over = today > (row.signup_until or row.starts_at.astimezone(clock.CHINA).date())
    open_now = row.case.state == "PUBLISHED" and not row.origin and not over
    if open_now and may(actor, JOIN, on=today):
        if mine:
            url = reverse("market_roadshow:leave", args=[row.pk])
            buttons.append(Action(label=_("Take the sign-up back"), url=url))
        else:
            url = reverse("market_roadshow:join", args=[row.pk])
            buttons.append(Action(label=_("Sign up"), url=url, primary=True))
    context = {
        "row": row,
        "state": words.state_of(row.case),
        "facts": showing.public_facts(row, queries.seats(row)),
        "items": showing.item_rows(row),
        "mine": bool(mine),
        "waiting": mine == {True},
        "open_now": open_now,
        "signed_in": actor.person is not None,
    }
    return page(
        request,
        "market_roadshow/event.html",
        context,
        title=row.case.title,
        facts=[row.case.number, wording.span(row.starts_at, row.ends_at)],
        crumbs=_crumbs(),
        actions=buttons,
    )


@requires(JOIN)
@require_http_methods(GET_POST)
def join(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """A body signs up."""
    row = event_or_404(identifier)
    actor = actor_of(request)
    stepped = stepping.opening(
        request,
        "event.join",
        form=lambda data: JoinForm(data, actor=actor, on=clock.today()),
        act=lambda form, key: actions.take("join", form.request(row.pk), by=actor, key=key),
        said=lambda form: _seated(row, form.cleaned_data["body"]),
        back=lambda case: redirect("market_roadshow:one", case),
    )
    if isinstance(stepped, HttpResponse):
        return stepped
    return _signing(request, stepped.form, row, _("Sign up"), _("Send the sign-up"))


def _seated(row: Event, body: str) -> str:
    """Say whether the body that was just signed up has a seat."""
    if row.signups.filter(body=body, waiting=True).exists():
        return _("No seat is left; you wait, and are told as soon as one is free.")
    return _("You are signed up. You are told if time or place change.")


@requires(JOIN)
@require_http_methods(GET_POST)
def leave(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """A body takes its sign-up back."""
    row = event_or_404(identifier)
    actor = actor_of(request)
    stepped = stepping.opening(
        request,
        "event.leave",
        form=lambda data: LeaveForm(data, actor=actor, on=clock.today(), row=row),
        act=lambda form, key: actions.take("leave", form.request(row.pk), by=actor, key=key),
        said=_("Your sign-up was taken back."),
        back=lambda case: redirect("market_roadshow:one", case),
    )
    if isinstance(stepped, HttpResponse):
        return stepped
    return _signing(request, stepped.form, row, _("Take the sign-up back"), _("Take the sign-up back"))


def _signing(request: HttpRequest, form: Any, row: Event, title: str, submit: str) -> HttpResponse:  # noqa: ANN401 - one of two forms
    return form_page(
        request,
        form,
        title=title,
        submit=submit,
        lead=_("Only the office that holds the event reads who signed up."),
        cancel_url=queries.public_url(row.pk),
        crumbs=[*_crumbs(), Crumb(row.case.title, queries.public_url(row.pk))],
        facts=[row.case.title, wording.span(row.starts_at, row.ends_at), wording.where(row)],
    )
