"""Reads that only pages need, each with a fixed number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import Count, QuerySet, Sum

from kechuang.casework.models import Account, Case
from kechuang.ledger import read as ledger
from kechuang.mechanisms.sharing.voucher import queries
from kechuang.mechanisms.sharing.voucher.acts import read
from kechuang.mechanisms.sharing.voucher.models import (
    VoucherAudit,
    VoucherBatch,
    VoucherBudget,
    VoucherOrder,
    VoucherRight,
)
from kechuang.mechanisms.sharing.voucher.rules import accounts, audit, checklist, sample
from kechuang.mechanisms.sharing.voucher.rules.entitlement import Line
from kechuang.mechanisms.sharing.voucher.rules.right import quota_answers, quota_cap
from kechuang.rulebook import load as rulebook
from kechuang.rulebook.resolve import Answer, Law
from kechuang.web.accounts.models import Body
from kechuang.web.permissions import prefix

MOST_LINES = 500
NOTHING = Decimal(0)


def authorities() -> list[str]:
    """The payers of this node (one query)."""
    rows = Body.objects.exclude(authority="").filter(valid_to__isnull=True)
    return list(rows.order_by("authority").values_list("authority", flat=True).distinct())


def payer_of(place: str) -> str:
    """The authority of the narrowest region in which a place lies; the place's own city where none does."""
    found = [code for code in authorities() if place.startswith(prefix(code))]
    return max(found, key=lambda code: (len(prefix(code)), code), default=f"{place[:4]}00")


def usable_rights(holders: Iterable[UUID]) -> list[VoucherRight]:
    """Rights in force that orders can stand on, of some holders, the longest valid first (one query)."""
    rows = VoucherRight.objects.filter(holder__in=list(holders), case__state="GRANTED")
    return list(rows.select_related("case", "holder", "budget__case").order_by("-valid_to", "-pk")[:20])


def left_of(rights: Iterable[VoucherRight]) -> dict[UUID, Decimal]:
    """What each right has left (one query)."""
    codes = {row.pk: accounts.right_available(row.authority, row.pk) for row in rights}
    held = queries.balances(codes.values()) if codes else {}
    return {pk: held.get(code, NOTHING) for pk, code in codes.items()}


def grantable(case: Case, on: date) -> Answer | None:
    """The rule that binds the quota of an application; None where no rule speaks."""
    law, holder = Law(rulebook.current()), case.holder
    if holder is None:
        return None
    return quota_cap(quota_answers(law, read.body_row(holder), case.place, on))


def granted_by_default(case: Case, cap: Answer) -> Decimal:
    """What a grant without an amount of its own grants."""
    limit = cap.value if isinstance(cap.value, Decimal) else NOTHING
    return limit if case.amount is None else min(case.amount, limit)


def payable(authority: str) -> list[VoucherOrder]:
    """The payable orders of a payer, the longest waiting first, as many as a batch may hold (one query)."""
    rows = VoucherOrder.objects.filter(authority=authority, case__state="PAYABLE")
    return list(rows.select_related("case", "holder", "provider").order_by("payable_on", "pk")[:MOST_LINES])


def lines_of(batch: UUID) -> list[VoucherOrder]:
    """The orders in a batch by number (one query)."""
    rows = VoucherOrder.objects.filter(batch=batch).select_related("case", "holder", "provider")
    return list(rows.order_by("case__number"))


@dataclass(frozen=True, slots=True)
class Funds:
    """Where the money of a budget is, in yuan: the pieces add up to the appropriation."""

    appropriation: Decimal = NOTHING
    available: Decimal = NOTHING
    reserved: Decimal = NOTHING
    paid: Decimal = NOTHING

    @property
    def granted(self) -> Decimal:
        """Granted to firms, in all."""
        return self.appropriation - self.available

    @property
    def unreserved(self) -> Decimal:
        """Granted to firms and not yet frozen for an order."""
        return self.granted - self.reserved - self.paid


def funds(rows: Iterable[VoucherBudget]) -> dict[UUID, Funds]:
    """Appropriation and what is still free of several budgets (one query); reserved and paid stay nought."""
    known = list(rows)
    held = dict(
        Account.objects.filter(
            pk__in=[
                code
                for row in known
                for code in (
                    accounts.appropriation(row.authority, row.pk),
                    accounts.budget_available(row.authority, row.pk),
                )
            ]
        ).values_list("pk", "balance")
    )
    return {
        row.pk: Funds(
            -held.get(accounts.appropriation(row.authority, row.pk), NOTHING),
            held.get(accounts.budget_available(row.authority, row.pk), NOTHING),
        )
        for row in known
    }


def funds_of(row: VoucherBudget) -> Funds:
    """Where the money of one budget is (two queries)."""
    whole = funds([row])[row.pk]
    sums = dict(
        VoucherOrder.objects.filter(right__budget=row.pk, case__state__in=queries.STANDING)
        .values_list("case__state")
        .annotate(total=Sum("amount_yuan"))
    )
    paid = Decimal(sums.pop("PAID", None) or 0)
    reserved = sum((Decimal(value or 0) for value in sums.values()), NOTHING)
    return Funds(whole.appropriation, whole.available, reserved, paid)


def budgets() -> QuerySet[VoucherBudget]:
    """All budgets: they are public."""
    return VoucherBudget.objects.select_related("case", "case__office")


def paid_batches() -> QuerySet[VoucherBatch]:
    """Batches whose result was recorded: public."""
    return VoucherBatch.objects.filter(case__state="PAID").select_related("case")


def paid_lines(batch: UUID) -> QuerySet[VoucherOrder]:
    """What a batch paid, to which firm for whose service: public."""
    rows = VoucherOrder.objects.filter(batch=batch, paid_on__isnull=False)
    return rows.select_related("case", "holder", "provider")


def rounds() -> QuerySet[VoucherAudit]:
    """Rounds of the audit: what is shown of them is public; the seed only after the draw."""
    return VoucherAudit.objects.select_related("case")


@dataclass(frozen=True, slots=True)
class Draw:
    """A published draw, drawn again by this node from what the fact says."""

    fact: str
    commitment: str
    seed: str
    share: Decimal
    population: tuple[str, ...]
    drawn: tuple[str, ...]
    again: tuple[str, ...] = field(default=())

    @property
    def kept(self) -> bool:
        """Whether the seed is the one that was committed to."""
        return sample.commitment(self.seed) == self.commitment

    @property
    def same(self) -> bool:
        """Whether drawing again gives the same sample."""
        return self.again == self.drawn


def draw_of(row: VoucherAudit) -> Draw | None:
    """What the public fact of a draw says, and the draw made anew (one query); None before the draw."""
    for entry in ledger.of_case(f"{row.authority}/case/{row.pk}"):
        if entry.type == "sharing.voucher.audit_drawn":
            said = ledger.readable(entry, {"public"})
            population, share = tuple(said["population"]), Decimal(said["share"])
            again = tuple(sorted(sample.draw(said["seed"], population, share)))
            return Draw(entry.id, said["commitment"], said["seed"], share, population, tuple(said["drawn"]), again)
    return None


def fact_of(case_ref: str, fact_type: str) -> str:
    """The id of the last fact of a type about a case, '' if there is none (one query)."""
    found = [entry.id for entry in ledger.of_case(case_ref) if entry.type == fact_type]
    return found[-1] if found else ""


def claim_lines(row: VoucherOrder, on: date) -> tuple[Line, ...]:
    """The check list of a claim by rule."""
    papers = checklist.Papers(row.invoice_tax_no, row.report_sha256, row.payment_sha256)
    law = Law(rulebook.current())
    return checklist.claim_lines(law, read.order_row(row), papers, opened_on=row.case.opened_on, on=on)


@dataclass(frozen=True, slots=True)
class Risk:
    """The signs on an order with the points that its place gives them, their sum and the threshold."""

    signs: tuple[tuple[str, int], ...]
    score: int
    threshold: int | None


def risk(row: VoucherOrder, on: date) -> Risk:
    """What the audit weighs."""
    points, threshold = checklist.weights(Law(rulebook.current()), row.place, row.claimed_on or on)
    found = tuple((code, points.get(code, 0)) for code in row.signs)
    return Risk(found, sum(number for _code, number in found), threshold)


def waiting_for_draw(authority: str) -> int:
    """How many claims of a payer wait for a draw (one query)."""
    rows = VoucherOrder.objects.filter(authority=authority, selected_by="", checked_on__isnull=False)
    return min(rows.filter(case__state="AUDIT").count(), audit.MOST_DRAWN)


def orders_of_right(right: UUID) -> list[VoucherOrder]:
    """The orders under a right, the newest first (one query)."""
    rows = VoucherOrder.objects.filter(right=right).select_related("case", "provider")
    return list(rows.order_by("-pk")[:50])


def sums_of_right(right: UUID) -> dict[str, tuple[int, Decimal]]:
    """Numbers and amounts of a right's orders by state (one query)."""
    rows = VoucherOrder.objects.filter(right=right).values_list("case__state")
    return {
        code: (count, Decimal(total or 0)) for code, count, total in rows.annotate(n=Count("pk"), t=Sum("amount_yuan"))
    }


def open_notices(on: date) -> int:
    """How many public notices are running (one query)."""
    return queries.notices(on).count()
