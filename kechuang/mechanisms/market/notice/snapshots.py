"""The page of a notice, taken once a day as everybody can read it: bytes kept, digest and moment in the ledger.

Immunity of those who decide leans on the notice having been there (Zhejiang Art. 19), so the page is taken and not
described. A day on which the node was down leaves no snapshot, and the bundle says so.
"""

import hashlib
from datetime import date, datetime
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation

from kechuang.casework.files import bytes as kept
from kechuang.mechanisms.market.notice import actions, queries, showing
from kechuang.mechanisms.market.notice.models import NoticeSnapshot, PriceNotice
from kechuang.mechanisms.market.notice.rules.requests import Snap
from kechuang.web import clock

LANGUAGE = "zh-hans"


def page_bytes(row: PriceNotice, moment: datetime) -> bytes:
    """Give the page of a notice as bytes: no part of it depends on who reads."""
    with translation.override(LANGUAGE):
        context: dict[str, Any] = {**showing.public_context(row), "taken_at": moment.isoformat(), "row": row}
        return render_to_string("market_notice/snapshot.html", context).encode()


def take(row: PriceNotice, moment: datetime, on: date) -> bool:
    """Take the page of one notice; say whether it was not taken that day already."""
    data = page_bytes(row, moment)
    digest = kept.keep(data)
    if digest != hashlib.sha256(data).hexdigest():
        raise ValueError("the store keeps bytes under another digest than SHA-256")
    request = Snap(notice=row.pk, taken_at=moment, sha256=digest, size=len(data))
    return actions.snap(request, key=f"snap:{row.pk.hex}:{row.round}:{on.isoformat()}", on=on).refusal is None


def due(on: date) -> list[PriceNotice]:
    """Give the notices that run on a day and were not taken yet on it (two queries)."""
    taken = set(NoticeSnapshot.objects.filter(on=on).values_list("notice_id", "round"))
    rows = queries.public().filter(case__state="NOTICE_RUNNING", start__lte=on, end__gte=on).order_by("pk")
    return [row for row in rows if (row.pk, row.round) not in taken]


def run(moment: datetime) -> int:
    """Take every page that is due; give how many."""
    on = clock.today()
    return sum(take(row, moment, on) for row in due(on))
