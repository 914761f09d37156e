"""Sales and registered results: a lot names one, locks it while it is on sale, and settles the deal at its end."""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from kechuang.kernel.refusal import Refusal
from kechuang.mechanisms.market.auction.models import Lot
from kechuang.mechanisms.market.auction.rules.requests import SeenResult
from kechuang.mechanisms.market.result import actions as results
from kechuang.mechanisms.market.result.models import Achievement, Completer
from kechuang.mechanisms.market.result.rules.moves import RESULT
from kechuang.mechanisms.market.result.rules.requests import CloseDeal, OpenDeal
from kechuang.web.accounts.models import Body
from kechuang.web.permissions import SYSTEM

log = logging.getLogger("kechuang.auction")
# The phases of a lot after which its deal is over, and how.
ENDS = {"settled": "done", "default_settled": "failed", "unsold": "failed", "withdrawn": "failed", "aborted": "failed"}


@dataclass(frozen=True, slots=True)
class Known:
    """What the register says of a result: filled into a lot once."""

    title: str
    unit: Body
    abstract: str
    ip_number: str


def find(number: str) -> Achievement | None:
    """Give the registered result of a number (one query)."""
    rows = Achievement.objects.filter(case__number=number, case__kind=RESULT.kind)
    return rows.select_related("case", "unit").first() if number else None


def known(number: str) -> Known | None:
    """Give what the register says of a result (two queries)."""
    row = find(number)
    if row is None:
        return None
    ips = ", ".join(row.ips.order_by("order").values_list("number", flat=True))
    return Known(row.name, row.unit, row.abstract, ips[:64])


def seen(numbers: Iterable[str]) -> dict[str, SeenResult]:
    """Give results as decisions see them (one query, none without numbers)."""
    wanted = set(numbers)
    if not wanted:
        return {}
    rows = Achievement.objects.filter(case__number__in=wanted, case__kind=RESULT.kind).select_related("case")
    return {
        row.case.number: SeenResult(state=row.case.state, unit=row.unit_id, completers=row.count)
        for row in rows.annotate(count=Count("completers"))
    }


def completers_of(row: Lot) -> list[Completer]:
    """Give the completers of a lot's result where its rules give them a right: in their order (one query)."""
    if not row.result or row.rules.get("priority", "none") == "none":
        return []
    return completers(row.result)


def completers(number: str) -> list[Completer]:
    """Give the completers of a registered result in their order (one query)."""
    rows = Completer.objects.filter(achievement__case__number=number, achievement__case__kind=RESULT.kind)
    return list(rows.order_by("place_in_order"))


def lock(lots: Sequence[Lot]) -> Refusal | None:
    """Open the deal of each lot that names a result, inside the caller's transaction; give the first refusal."""
    for row in lots:
        result = find(row.result)
        if result is None:
            continue
        wanted = OpenDeal(case=result.pk, deal=row.pk, mode=row.grant, path="auction", ref=row.code)
        outcome = results.open_deal(wanted, by=SYSTEM, key=f"auction:{row.pk.hex}:open")
        if outcome.refusal is not None:
            return _explained(outcome.refusal, row)
    return None


def _explained(refusal: Refusal, row: Lot) -> Refusal:
    if refusal.code != "case.move_not_open":
        return refusal
    seen_now = seen([row.result])[row.result]
    code = {"WITHHELD": "auction.result_withheld", "FROZEN": "auction.result_frozen"}.get(seen_now.state)
    return Refusal(code or "auction.result_not_offered", {"number": row.result}, "result")


def settle(row: Lot, phase: str, *, on: date | None = None) -> None:
    """Close the deal of a lot whose log has come to its end: done with the buyer and the price, or failed."""
    result = find(row.result)
    if result is None or phase not in ENDS:
        return
    winner = row.winner if ENDS[phase] == "done" else None
    wanted = CloseDeal(
        case=result.pk,
        deal=row.pk,
        outcome="done" if winner else "failed",
        price=row.price if winner else None,
        text=row.code,
        party=winner.name if winner else "",
        party_code=winner.code if winner else "",
        party_body=winner.pk if winner else None,
    )
    outcome = results.close_deal(wanted, by=SYSTEM, key=f"auction:{row.pk.hex}:close", on=on)
    if outcome.refusal is not None:
        log.warning("the deal of lot %s could not be closed: %s", row.code, outcome.refusal.code)
