"""The plain model of voucher money: dictionaries and additions, written without a look at the rules' code.

It knows who may have how much, and where every fen lies. Amounts are fen.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

SHARE_DIVISOR, CAP, CLAIM_DAYS, NOTICE_DAYS = 2, 100_000_00, 90, 7
DAY = timedelta(days=1)


def half(fen: int) -> int:
    """Half of an amount, half a fen rounded up."""
    return (fen + 1) // SHARE_DIVISOR


@dataclass
class Budget:
    appropriation: int = 0
    available: int = 0
    closed: bool = False


@dataclass
class Right:
    budget: object
    valid_to: date
    available: int
    lapsed: bool = False
    swept: bool = True


@dataclass
class Order:
    right: object
    state: str
    contract: int
    eligible: int
    reserved: int
    paid: int = 0
    claim_by: date | None = None
    claimed: bool = False
    notice_until: date | None = None


@dataclass
class Model:
    budgets: dict = field(default_factory=dict)
    rights: dict = field(default_factory=dict)
    orders: dict = field(default_factory=dict)

    # what is asked

    def can_grant(self, budget, quota: int) -> bool:
        return not self.budgets[budget].closed and 0 < quota <= self.budgets[budget].available

    def would_reserve(self, right, eligible: int, asked: int | None, on: date) -> int | None:
        """What an order would draw, or None for a refusal."""
        held = self.rights[right]
        if held.lapsed or on > held.valid_to or held.available <= 0:
            return None
        most = min(held.available, half(eligible), CAP)
        if asked is None:
            return most
        return asked if 0 < asked <= most else None

    def in_state(self, *states: str) -> list:
        return [key for key, order in self.orders.items() if order.state in states]

    # what happens

    def open(self, budget, amount: int) -> None:
        self.budgets[budget] = Budget(-amount, amount)

    def close(self, budget) -> None:
        held = self.budgets[budget]
        held.appropriation += held.available
        held.available, held.closed = 0, True

    def grant(self, right, budget, quota: int, valid_to: date) -> None:
        self.budgets[budget].available -= quota
        self.rights[right] = Right(budget, valid_to, quota)

    def reserve(self, order, right, contract: int, eligible: int, amount: int) -> None:
        self.rights[right].available -= amount
        self.orders[order] = Order(right, "RESERVED", contract, eligible, amount)

    def release(self, order) -> None:
        held = self.orders[order]
        self.rights[held.right].available += held.reserved
        held.reserved, held.state = 0, "RELEASED"

    def claim(self, order, invoiced: int) -> int:
        held = self.orders[order]
        kept = min(held.reserved, half(min(held.eligible, invoiced)))
        self.rights[held.right].available += held.reserved - kept
        held.reserved, held.claimed, held.claim_by = kept, True, None
        return kept

    def to_budget(self, right, amount: int) -> None:
        budget = self.budgets[self.rights[right].budget]
        if budget.closed:
            budget.appropriation += amount
        else:
            budget.available += amount

    def reject(self, order, fraud: bool) -> None:
        held = self.orders[order]
        if fraud:
            self.to_budget(held.right, held.reserved)
        else:
            self.rights[held.right].available += held.reserved
        held.reserved, held.state = 0, "REJECTED"

    def pay(self, order) -> None:
        held = self.orders[order]
        held.paid, held.reserved, held.state = held.reserved, 0, "PAID"

    def claw_back(self, order) -> None:
        held = self.orders[order]
        self.to_budget(held.right, held.paid)
        held.paid, held.state = 0, "CLAWED_BACK"

    def sweep(self, on: date) -> None:
        """Time passes: notices end, unclaimed orders expire, rights lapse and give back what they hold."""
        for key, order in self.orders.items():
            right = self.rights[order.right]
            if order.state == "PUBLIC_NOTICE" and order.notice_until < on:
                order.state = "PAYABLE"
            late = order.claim_by is not None and order.claim_by < on
            over = right.valid_to + CLAIM_DAYS * DAY < on
            if order.state in {"RESERVED", "DELIVERED"} and not order.claimed and (late or over):
                self.release(key)
        for key, right in self.rights.items():
            if right.valid_to < on:
                self.to_budget(key, right.available)
                right.available, right.lapsed = 0, True

    # what must be

    def balances(self, code) -> dict[str, int]:
        """Every account that must exist, by the function that names it: ``code(kind, key, name)``."""
        found = {}
        for key, budget in self.budgets.items():
            found[code("budget", key, "appropriation")] = budget.appropriation
            found[code("budget", key, "available")] = budget.available
        for key, right in self.rights.items():
            found[code("right", key, "available")] = right.available
        for key, order in self.orders.items():
            found[code("order", key, "reserved")] = order.reserved
            if order.state in {"PAID", "CLAWED_BACK"}:
                found[code("order", key, "paid")] = order.paid
        return found
