"""What a notice does to the achievements that it sells, and what follows from where it stands.

``follow`` may be called at any time and again: it does what is still to be done.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from django.db import transaction

from kechuang.casework.models import Case
from kechuang.mechanisms.market.notice.models import PriceNotice
from kechuang.mechanisms.market.result import offering
from kechuang.mechanisms.market.result.models import Deal
from kechuang.mechanisms.market.result.offering import Bought, Sold
from kechuang.web import clock

# A notice that must be published anew holds nothing: other terms may mean another achievement.
DEAD = frozenset({"NOTICE_RESTART", "VOID", "WITHDRAWN"})


def sold_of(row: PriceNotice, number: int | None = None) -> Sold:
    """Give what a notice sells, as the register of achievements knows it; its case must have been fetched."""
    return Sold(
        case=row.pk,
        number=row.case.number,
        path="notice",
        mode=row.mode,
        round=row.round if number is None else number,
        refs=[each.ref for each in row.achievements.order_by("order") if each.ref],
    )


def follow(case: UUID) -> int:
    """Do what follows from where a notice stands; give how many steps were taken."""
    row = PriceNotice.objects.select_related("case").get(pk=case)
    if row.case.state in DEAD:
        return offering.let_go(sold_of(row), row.reason)
    if row.case.state != "REGISTERED":
        return 0
    buyer = row.buyers.order_by("order").first()
    if buyer is None:
        return 0
    bought = Bought(
        price=row.known_yuan,
        contract=row.registration_number or row.contract_number,
        name=buyer.name,
        code=buyer.code,
        body=buyer.body_id,
        since=row.signed_on,
    )
    return offering.finish(sold_of(row), bought)


def after(cases: Sequence[UUID]) -> None:
    """Follow once the standard move that ended notices is committed."""
    for case in cases:
        transaction.on_commit(partial(follow, case))


def sweep(_moment: datetime) -> int:
    """Do what was left undone: deals of notices that are over, rights of registered contracts."""
    numbers = Deal.objects.filter(path="notice", closed_on__isnull=True).exclude(ref="").values("ref")
    rows = Case.objects.filter(kind="market.notice")
    left = rows.filter(number__in=numbers, state__in=DEAD | {"REGISTERED"})
    lately = rows.filter(state="REGISTERED", price_notice__registered_on__gte=clock.today() - timedelta(days=30))
    wanted = {*left.values_list("pk", flat=True), *lately.values_list("pk", flat=True)}
    return sum(follow(case) for case in sorted(wanted))
