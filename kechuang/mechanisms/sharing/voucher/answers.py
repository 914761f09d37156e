"""What the voucher's tables answer when an office is asked for figures: nobody types what the platform has counted."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, Sum
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kechuang.casework.elements.known import Answers, Held, KnownSource
from kechuang.mechanisms.sharing.voucher.models import VoucherOrder, VoucherRight
from kechuang.web import clock
from kechuang.web.accounts.models import Body
from kechuang.web.permissions import below

ELEMENTS = (
    *("voucher.rights_granted", "voucher.firms", "voucher.orders"),
    *("voucher.contracted_yuan", "voucher.paid_orders", "voucher.paid_yuan"),
)
_SUMS = {
    "orders": Count("pk"),
    "contracted": Sum("amount_yuan"),
    "paid_orders": Count("pk", filter=Q(paid_on__isnull=False)),
    "paid": Sum("amount_yuan", filter=Q(paid_on__isnull=False)),
}


def lookup(bodies: Sequence[UUID], codes: Collection[str], year: int) -> Answers:
    """Give the counts of orders begun in a year for the places of offices (four queries); other bodies get nothing."""
    offices = dict(Body.objects.filter(pk__in=bodies).exclude(authority="").values_list("pk", "place"))
    if not offices:
        return {}
    span = (date(year, 1, 1), date(year, 12, 31))
    orders = VoucherOrder.objects.filter(contract_on__range=span, released_on__isnull=True)
    sums = {row["place"]: row for row in orders.values("place").annotate(**_SUMS).order_by("place")}
    firms = defaultdict(set)
    for place, holder in orders.values_list("place", "holder").distinct():
        firms[place].add(holder)
    granted = VoucherRight.objects.filter(year=year, valid_from__isnull=False).values_list("case__place", flat=True)
    rights = Counter(granted)
    today = clock.today()
    return {
        body: {
            code: Held(value, _("Voucher orders on this platform"), today, reverse("voucher:orders"))
            for code, value in _figures(place, sums, firms, rights).items()
            if code in codes
        }
        for body, place in offices.items()
    }


def _figures(
    office: str, sums: dict[str, dict[str, Any]], firms: dict[str, set[UUID]], rights: Counter[str]
) -> dict[str, int | Decimal]:
    rows = [row for place, row in sums.items() if below(place, office)]
    return {
        "voucher.rights_granted": sum(count for place, count in rights.items() if below(place, office)),
        "voucher.firms": len(set().union(*(found for place, found in firms.items() if below(place, office)))),
        "voucher.orders": sum(row["orders"] for row in rows),
        "voucher.contracted_yuan": _yuan(row["contracted"] for row in rows),
        "voucher.paid_orders": sum(row["paid_orders"] for row in rows),
        "voucher.paid_yuan": _yuan(row["paid"] for row in rows),
    }


def _yuan(amounts: Iterable[Decimal | None]) -> Decimal:
    return sum((amount for amount in amounts if amount is not None), Decimal("0.00"))


SOURCE = KnownSource("vouchers", frozenset(ELEMENTS), lookup)
