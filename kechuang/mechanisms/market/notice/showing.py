"""An agreed price for pages: what everybody reads, and what its parties and the office read besides."""

from typing import Any

from django.utils.translation import gettext as _

from kechuang.mechanisms.market.notice import queries, wording
from kechuang.mechanisms.market.notice.models import PriceNotice
from kechuang.mechanisms.market.notice.rules.noticing import unproved
from kechuang.mechanisms.market.notice.rules.price import price_of
from kechuang.web import clock
from kechuang.web.parts import Fact


def _kept(rows: list[Fact]) -> list[Fact]:
    return [each for each in rows if each.value not in {"", None}]


def public_facts(row: PriceNotice) -> list[Fact]:
    """Give what everybody reads of a notice."""
    case = row.case
    rows = [
        Fact(term=_("Number"), value=case.number),
        Fact(term=_("Seller"), value=case.holder.name if case.holder else ""),
        Fact(term=_("Mode of the transfer"), value=wording.mode(row.mode)),
        Fact(term=_("Intended price"), value=wording.price(price_of(row.price))),
        Fact(term=_("Notice from"), value=row.start),
        Fact(term=_("Notice until"), value=row.end),
        Fact(term=_("Where it is published"), value=wording.places(row.places)),
        Fact(term=_("Where in the unit"), value=row.unit_place),
        Fact(term=_("Round of the notice"), value=row.round or ""),
        Fact(term=_("Office that decides objections"), value=case.office.name if case.office else ""),
        Fact(term=_("Contract signed on"), value=row.signed_on),
        Fact(term=_("Registered under"), value=row.registration_number),
    ]
    return _kept(rows)


def public_context(row: PriceNotice) -> dict[str, Any]:
    """Give everything that the public page and its snapshot show (three queries)."""
    return {
        "title": row.case.title,
        "facts": public_facts(row),
        "summary": row.summary,
        "achievements": list(row.achievements.order_by("order")),
        "buyers": [(each, wording.relation(each.relation)) for each in row.buyers.order_by("order")],
        "rounds": [(each, str(wording.ENDED.get(each.ended, each.ended))) for each in row.rounds.order_by("round")],
    }


def snapshot_rows(row: PriceNotice) -> list[dict[str, Any]]:
    """Give the snapshots of a notice, each with its digest."""
    return [
        {"round": each.round, "on": each.on, "taken_at": each.taken_at, "sha256": each.sha256, "size": each.size}
        for each in queries.snapshots(row.pk)
    ]


def missing_days(row: PriceNotice) -> list[Any]:
    """Give the days of the present round that have passed without a snapshot."""
    if row.start is None or row.end is None:
        return []
    found = queries.seen(row.pk)
    today = clock.today()
    return [day for day in unproved(found, row.end) if day < today]
