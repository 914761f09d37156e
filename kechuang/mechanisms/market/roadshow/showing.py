"""Events for pages: what everybody reads, what the office reads of sign-ups and meetings."""

from typing import Any

from django.utils.translation import gettext as _

from kechuang.mechanisms.market.roadshow import queries, wording
from kechuang.mechanisms.market.roadshow.models import Event, Meeting
from kechuang.web.parts import Fact


def _kept(rows: list[Fact]) -> list[Fact]:
    return [each for each in rows if each.value not in {"", None}]


def public_facts(row: Event, seats: dict[str, int]) -> list[Fact]:
    """Give what everybody may read of an event."""
    office = row.case.office.name if row.case.office else ""
    room = ""
    if row.capacity is not None and not row.origin:
        free = max(row.capacity - seats["seated"], 0)
        room = _("%(seats)d, of which %(free)d are free") % {"seats": row.capacity, "free": free}
    return _kept(
        [
            Fact(term=_("Kind of event"), value=wording.kind(row.kind)),
            Fact(term=_("Time"), value=wording.span(row.starts_at, row.ends_at)),
            Fact(term=_("Place"), value=wording.where(row)),
            Fact(term=_("On the web"), value=row.online, url=row.online),
            Fact(term=_("Host"), value=row.host),
            Fact(term=_("Seats"), value=room),
            Fact(term=_("Waiting for a seat"), value=seats["waiting"] or ""),
            Fact(term=_("Sign-up until"), value=row.signup_until),
            Fact(term=_("Came"), value=row.came_persons or ""),
            Fact(term=_("Comes from"), value=row.origin, url=row.origin_url),
            Fact(term=_("On this node by"), value=office),
        ]
    )


def item_rows(row: Event) -> list[dict[str, Any]]:
    """Give what is shown (one query)."""
    return [
        {
            "number": each.number,
            "title": each.title,
            "kind": each.kind,
            "url": queries.item_url(each),
            "ref": each.ref_id,
        }
        for each in row.items.order_by("pk")
    ]


def meeting_rows(row: Event) -> list[dict[str, Any]]:
    """Give who met whom (one query)."""
    rows = row.meetings.select_related("first", "second", "item", "link").order_by("pk")
    return [
        {
            "on": each.on,
            "first": wording.side(each, "first"),
            "second": wording.side(each, "second"),
            "about": each.about,
            "item": each.item.title if each.item else "",
            "outcome": str(wording.OUTCOMES.get(each.outcome, "")),
            "number": each.number,
            "link": each.link_id,
            "text": each.text,
        }
        for each in rows
    ]


def counted(rows: list[Meeting]) -> dict[str, int]:
    """Count meetings by what came of them."""
    found: dict[str, int] = {}
    for each in rows:
        found[each.outcome] = found.get(each.outcome, 0) + 1
    return found
