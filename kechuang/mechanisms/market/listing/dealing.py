"""What a listing does to the achievements that it sells, and what follows from where it stands.

``follow`` may be called at any time and again: it does what is still to be done.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from django.db import transaction

from kechuang.casework.models import Case
from kechuang.mechanisms.market.listing import selling
from kechuang.mechanisms.market.listing.models import Interest, Listing
from kechuang.mechanisms.market.result import offering
from kechuang.mechanisms.market.result.models import Deal
from kechuang.mechanisms.market.result.offering import Bought
from kechuang.web import clock

DEAD = frozenset({"DELISTED", "RELISTED", "VOID", "WITHDRAWN", "REFUSED"})
PAID = frozenset({"SETTLED", "CLOSED"})


def follow(case: UUID) -> int:
    """Do what follows from where a listing stands; give how many steps were taken."""
    row = Listing.objects.select_related("case", "buyer").prefetch_related("items").get(pk=case)
    sold, state = selling.sold_of(row), row.case.state
    done = 0
    if state == "VOID":
        done += _free(row)
    if state in DEAD:
        return done + offering.let_go(sold, row.reason)
    if state in PAID and row.buyer is not None and row.price is not None:
        bought = Bought(
            price=row.price,
            contract=row.contract_number,
            name=row.buyer.name,
            code=row.buyer.code,
            body=row.buyer.pk,
            since=row.signed_on,
        )
        return done + offering.finish(sold, bought)
    return done


def _free(row: Listing) -> int:
    """An objection was upheld: whoever had won is free, and the deposit goes back."""
    held = Interest.objects.filter(listing=row, case__state__in=("WON", "ADMITTED")).values_list("pk", flat=True)
    return sum(bool(selling.free(pk, key=f"listing:free:{pk.hex}")) for pk in held)


def after(cases: Sequence[UUID]) -> None:
    """Follow once the standard move that ended listings is committed."""
    for case in cases:
        transaction.on_commit(partial(follow, case))


def sweep(_moment: datetime) -> int:
    """Do what was left undone: deals of listings that are over, paid prices that are not on the register yet."""
    numbers = Deal.objects.filter(path="listing", closed_on__isnull=True).exclude(ref="").values("ref")
    left = Case.objects.filter(kind="market.listing", number__in=numbers, state__in=DEAD | PAID)
    lately = clock.today() - timedelta(days=30)
    paid = Case.objects.filter(kind="market.listing", state__in=PAID, listing__settled_on__gte=lately)
    void = Interest.objects.filter(listing__case__state="VOID", case__state__in=("WON", "ADMITTED"))
    wanted = {*left.values_list("pk", flat=True), *paid.values_list("pk", flat=True)}
    wanted |= set(void.values_list("listing_id", flat=True))
    return sum(follow(case) for case in sorted(wanted))
