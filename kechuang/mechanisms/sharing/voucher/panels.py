"""What the voucher lays on the case page and on a signed-in person's day. One function a panel, few queries each."""

from typing import Any

from django.db.models import F
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from kechuang.casework import queries as casework
from kechuang.casework import standing
from kechuang.casework.models import Case
from kechuang.casework.words import kind_word
from kechuang.mechanisms.sharing.voucher import overview, queries, showing, words
from kechuang.mechanisms.sharing.voucher.forms.base import Subject, grants
from kechuang.web import clock
from kechuang.web.parts import Fact
from kechuang.web.permissions import actor_of

SHOWN = 8


def waiting(request: HttpRequest) -> dict[str, Any] | None:
    """The cases that wait for the reader, those with the nearest day first; and for firms what is left of the quota."""
    actor, today = actor_of(request), clock.today()
    if actor.person is None:
        return None
    rows = casework.waiting_for(actor, today).order_by(F("due_on").asc(nulls_last=True), "pk")[: SHOWN + 1]
    found = list(rows)
    return {
        "rows": [
            {
                "row": row,
                "url": reverse("casework:case", args=[row.pk]),
                "kind": kind_word(row.kind),
                "state": words.state_of(row),
            }
            for row in found[:SHOWN]
        ],
        "more": len(found) > SHOWN,
        "today": today,
    }


def my_rights(request: HttpRequest) -> dict[str, Any] | None:
    """A firm's claim rights with what is left of them, and the next step."""
    held = grants(Subject(actor_of(request), clock.today()), "order:reserve", own=True)
    if not held:
        return None
    rights = overview.usable_rights([each.body for each in held])
    left = overview.left_of(rights)
    return {"rights": [_right(row, left[row.pk]) for row in rights]}


def _right(row: Any, left: Any) -> dict[str, Any]:  # noqa: ANN401 - a claim right and an amount
    used = row.quota_yuan - left
    return {
        "row": row,
        "left": left,
        "used": used,
        "percent": int(100 * used / row.quota_yuan) if row.quota_yuan else 0,
        "url": reverse("casework:case", args=[row.pk]),
    }


def order(request: HttpRequest, case: Case) -> dict[str, Any]:
    """An order: where it stands, its contract, what was handed in, the check list, and for the authority the signs."""
    today, row = clock.today(), queries.order(case.pk)
    groups = standing.readable_groups(case, actor_of(request), today)
    authority = "authority" in groups
    checking = authority and case.state in {"CLAIMED", "AUDIT"}
    risk = overview.risk(row, today) if authority and row.signs else None
    return {
        "case": case,
        "row": row,
        "steps": showing.steps(case.state),
        "facts": showing.order_facts(row),
        "papers": showing.papers(row),
        "lines": showing.lines(overview.claim_lines(row, today)) if checking else [],
        "risk": risk,
        "signs": showing.signs(risk) if risk else [],
        "selected": row.selected_by if authority else "",
        "reason": row.rejected_for if case.state in {"REJECTED", "CLAWED_BACK"} else "",
        "printable": row.claimed_on is not None,
    }


def right(request: HttpRequest, case: Case) -> dict[str, Any]:
    """A claim right: its quota, its orders; for those who check it, the check list of the firm."""
    today, row = clock.today(), queries.right(case.pk)
    sums = overview.sums_of_right(case.pk)
    left = overview.left_of([row])[row.pk]
    authority = "authority" in standing.readable_groups(case, actor_of(request), today)
    checking = authority and case.state in {"APPLIED", "CITY_CHECK"}
    paid = sums.get("PAID", (0, overview.NOTHING))[1]
    frozen = sum((total for code, (_count, total) in sums.items() if code in queries.STANDING), overview.NOTHING) - paid
    return {
        "row": row,
        "granted": row.valid_to is not None,
        "left": left,
        "frozen": frozen,
        "paid": paid,
        "percent": int(100 * (row.quota_yuan - left) / row.quota_yuan) if row.quota_yuan else 0,
        "orders": [
            {"row": each, "state": words.state_of(each.case), "url": reverse("casework:case", args=[each.pk])}
            for each in overview.orders_of_right(case.pk)
        ],
        "lines": showing.lines(queries.entitlement(row.holder_id, today).lines) if checking else [],
    }


def provider(_request: HttpRequest, case: Case) -> dict[str, Any]:
    """A listing: services, regions, validity, suspensions."""
    row = case.voucher_provider
    facts = [
        Fact(term=_("Services"), value=words.service_list(row.services)),
        Fact(term=_("Serves the firms of"), value=words.places(row.regions)),
        Fact(term=_("Listed from"), value=row.listed_from),
        Fact(term=_("Listed until"), value=row.listed_until),
        Fact(term=_("Barred until"), value=row.blacklisted_until),
    ]
    return {
        "facts": [fact for fact in facts if fact.value not in {"", None}],
        "suspensions": row.suspensions,
        "public": reverse("voucher:provider", args=[row.pk]) if case.state == "LISTED" else "",
    }


def budget(_request: HttpRequest, case: Case) -> dict[str, Any]:
    """A budget: where its money is."""
    row = case.voucher_budget
    found = overview.funds_of(row)
    opened = case.state not in {"PLANNED", "APPROVED"}
    return {
        "chart": showing.funds_chart(found, clock.today()) if opened else None,
        "public": reverse("voucher:budget", args=[row.pk]),
    }


def round_(_request: HttpRequest, case: Case) -> dict[str, Any]:
    """An audit round: its commitment, how many wait, and the way to the public page."""
    row = case.voucher_audit
    return {
        "row": row,
        "waiting": overview.waiting_for_draw(row.authority) if case.state == "COMMITTED" else None,
        "undrawn": len(queries.undrawn(case.pk)) if case.state == "DRAWN" else 0,
        "url": reverse("voucher:round-pass-undrawn", args=[case.pk]),
        "public": reverse("voucher:round", args=[case.pk]),
    }


def batch(_request: HttpRequest, case: Case) -> dict[str, Any]:
    """A batch: its lines, its file, the list for print."""
    row = case.voucher_batch
    return {
        "case": case,
        "row": row,
        "lines": overview.lines_of(case.pk),
        "files": case.state in {"CHECKED", "EXPORTED"},
        "public": reverse("voucher:result", args=[case.pk]) if case.state == "PAID" else "",
    }
