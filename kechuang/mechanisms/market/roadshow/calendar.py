"""One calendar of all that takes place on the market: events, sales by auction, last days of listings."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from django.urls import reverse

from kechuang.mechanisms.market.auction.models import Sale
from kechuang.mechanisms.market.roadshow import queries, wording
from kechuang.mechanisms.market.roadshow.rules import ical
from kechuang.web import clock, divisions
from kechuang.web.permissions import prefix

MOST = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry of the calendar. ``market`` is whose it is; ``origin`` another market from which it was passed on."""

    uid: str
    kind: str
    title: str
    starts: datetime | date
    ends: datetime | date
    place: str
    venue: str
    url: str
    market: str
    number: str = ""
    origin: str = ""
    about: str = ""
    cancelled: bool = False
    revision: int = 0

    @property
    def day(self) -> date:
        """The first day, in China."""
        return self.starts.astimezone(clock.CHINA).date() if isinstance(self.starts, datetime) else self.starts

    @property
    def last_day(self) -> date:
        """The last day, in China."""
        return self.ends.astimezone(clock.CHINA).date() if isinstance(self.ends, datetime) else self.ends

    @property
    def when(self) -> str:
        """The hours, empty for a whole day."""
        if isinstance(self.starts, datetime) and isinstance(self.ends, datetime):
            return wording.span(self.starts, self.ends)
        return ""


def _midnight(on: date) -> datetime:
    return datetime.combine(on, time(), clock.CHINA)


def entries(first: date, last: date, *, place: str = "", kind: str = "") -> list[Entry]:
    """Give what takes place between two days, the last included, in order (three queries at most)."""
    found: list[Entry] = []
    if kind in {"", *wording.KINDS}:
        found += _events(first, last, place, kind)
    if kind in {"", wording.SALE}:
        found += _sales(first, last, place)
    if kind in {"", wording.LISTING}:
        found += _listings(first, last, place)
    return sorted(found, key=lambda each: (each.day, each.when, each.title, each.uid))


def places() -> set[str]:
    """Give the divisions in which anything of the calendar takes or took place (three queries at most)."""
    found = set(queries.public().order_by().values_list("place", flat=True).distinct())
    sales = Sale.objects.filter(case__state__in=("ANNOUNCED", "CLOSED"), begins_at__isnull=False)
    found |= set(sales.order_by().values_list("case__place", flat=True).distinct())
    module = wording.listings()
    if module is not None:
        found |= set(module.public().order_by().values_list("case__place", flat=True).distinct())
    return {code for code in found if code}


def _events(first: date, last: date, place: str, kind: str) -> list[Entry]:
    rows = queries.public().filter(starts_at__lt=_midnight(last + wording.DAY), ends_at__gte=_midnight(first))
    if place:
        rows = rows.filter(place__startswith=prefix(place))
    if kind:
        rows = rows.filter(kind=kind)
    return [
        Entry(
            uid=f"{row.pk}@{row.case.authority}.market.event",
            kind=row.kind,
            title=row.case.title,
            starts=row.starts_at,
            ends=row.ends_at,
            place=row.place,
            venue=row.venue,
            url=queries.public_url(row.pk),
            market=row.case.office.name if row.case.office else row.case.authority,
            number=row.case.number,
            origin=row.origin,
            about=row.about,
            cancelled=row.case.state == "CANCELLED",
            revision=row.revision,
        )
        for row in rows.order_by("starts_at", "pk")[:MOST]
    ]


def _sales(first: date, last: date, place: str) -> list[Entry]:
    rows = Sale.objects.filter(
        case__state__in=("ANNOUNCED", "CLOSED"),
        begins_at__gte=_midnight(first),
        begins_at__lt=_midnight(last + wording.DAY),
    ).select_related("case__office")
    if place:
        rows = rows.filter(case__place__startswith=prefix(place))
    return [
        Entry(
            uid=f"{row.pk}@{row.case.authority}.market.sale",
            kind=wording.SALE,
            title=row.case.title,
            starts=row.begins_at,
            ends=row.begins_at,
            place=row.case.place,
            venue=row.venue,
            url=reverse("market_auction:notice", args=[row.pk]),
            market=row.case.office.name if row.case.office else row.case.authority,
            number=row.case.number,
        )
        for row in rows.order_by("begins_at", "pk")[:MOST]
        if row.begins_at is not None
    ]


def _listings(first: date, last: date, place: str) -> list[Entry]:
    module = wording.listings()
    if module is None:
        return []
    rows = module.public().filter(end__gte=first, end__lte=last)
    if place:
        rows = rows.filter(case__place__startswith=prefix(place))
    return [
        Entry(
            uid=f"{row.pk}@{row.case.authority}.market.listing",
            kind=wording.LISTING,
            title=row.case.title,
            starts=row.end,
            ends=row.end,
            place=row.case.place,
            venue="",
            url=module.public_url(row.pk),
            market=row.case.office.name if row.case.office else row.case.authority,
            number=row.case.number,
        )
        for row in rows.order_by("end", "pk")[:MOST]
    ]


def items(found: list[Entry], base: str) -> list[ical.Item]:
    """Give entries as a calendar file writes them; ``base`` is the address of the node, without a slash at its end."""
    stamp = clock.now().astimezone(UTC)
    return [
        ical.Item(
            uid=each.uid,
            stamp=stamp,
            start=each.starts,
            end=each.ends if each.ends != each.starts or not isinstance(each.ends, datetime) else _hour(each.ends),
            title=f"{each.title}（{each.origin}）" if each.origin else each.title,
            place=" ".join(part for part in (divisions.name(each.place), each.venue) if part),
            about=each.about,
            url=f"{base}{each.url}",
            organiser=each.origin or each.market,
            category=wording.kind(each.kind),
            sequence=each.revision,
            cancelled=each.cancelled,
        )
        for each in found
    ]


def _hour(at: datetime) -> datetime:
    """A sale tells when it begins; its lots tell when they end. A calendar wants an end: the hour after."""
    return at + wording.DAY / 24
