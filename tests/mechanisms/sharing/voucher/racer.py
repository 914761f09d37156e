"""A process of its own that races others for the last of a quota, a budget, a contract, an invoice.

``python -m tests.mechanisms.sharing.voucher.racer 0|1``. Number 0 first makes the node and prints what there is to race
for. Both read that line back, wait for a line before every round, and print ``won`` or the code of a refusal after it.
"""

import json
import os
import sys
from contextlib import contextmanager
from decimal import Decimal

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

ROUNDS = 2


@contextmanager
def stage():
    from kechuang.rulebook import load
    from kechuang.web import clock
    from tests.mechanisms.sharing.voucher import law, node

    book = law.book()
    load.current = lambda: book
    with clock.fixed(node.NOW):
        yield


def make() -> None:
    """Give the first firms rights to race for, then pairs for contracts, one firm orders, and two a grant to wait for."""
    from kechuang.mechanisms.sharing.voucher import actions, queries
    from kechuang.mechanisms.sharing.voucher.rules import requests as asked
    from tests.mechanisms.sharing.voucher import node as world_of

    node = world_of.build(firms=3 * ROUNDS + 3)
    budget, listing = world_of.open_budget(node, amount=2_000_000), world_of.list_provider(node)
    rights = [world_of.grant_right(node, budget, firm, quota=150_000) for firm in range(3 * ROUNDS + 1)]
    orders = []
    for number in range(2 * ROUNDS):
        order = world_of.reserve(node, rights[-1], listing, 900 + number, eligible_yuan=Decimal(2_000))
        delivery = world_of.delivery(order, number)
        world_of.done(actions.deliver(delivery, by=world_of.provider_clerk(node, order), key=node.key()))
        orders.append(order.case)
    small = world_of.open_budget(node, amount=250_000)
    region, pending = node.regions["330100"], []
    for body, clerk in region.firms[3 * ROUNDS + 1 :]:
        apply = asked.ApplyRight(budget=small, holder=body.pk, place=body.place, year=2026)
        case = world_of.done(actions.apply_for_right(apply, by=clerk, key=node.key())).case
        (county,) = region.people["county_checker"]
        checked = asked.CheckRight(right=queries.right_key(case))
        world_of.done(actions.check_right(checked, by=county, key=node.key()))
        pending.append(case)
    found = {
        "rights": [str(right.case) for right in rights],
        "listing": str(listing),
        "orders": [str(order) for order in orders],
        "pending": [str(case) for case in pending],
    }
    print(json.dumps(found), flush=True)


def race(number: int, held: dict) -> None:
    from uuid import UUID

    from kechuang.mechanisms.sharing.voucher import actions, queries
    from kechuang.mechanisms.sharing.voucher.rules import requests as asked
    from kechuang.web.accounts.models import Person
    from kechuang.web.permissions import read_actor
    from tests.mechanisms.sharing.voucher.node import claim_of, reservation

    def actor(name: str):
        return read_actor(Person.objects.get(username=name))

    def firm(right) -> str:
        return actor(Person.objects.get(grants__body=right.holder).username)

    rights = [queries.right_key(UUID(case)) for case in held["rights"]]
    listing, orders = UUID(held["listing"]), [queries.order_key(UUID(case)) for case in held["orders"]]
    city = actor("city_checker-330100-1")
    acts = []
    for round_ in range(ROUNDS):
        last = reservation(
            rights[round_],
            listing,
            10 * round_ + number,
            contract_yuan=Decimal(300_000),
            eligible_yuan=Decimal(240_000),
            asked_yuan=Decimal(100_000),
        )
        acts.append((actions.reserve, last, firm(rights[round_])))
        mine = rights[ROUNDS + 2 * round_ + number]
        acts.append((actions.reserve, reservation(mine, listing, 500 + round_), firm(mine)))
        order = orders[2 * round_ + number]
        acts.append((actions.claim, claim_of(order, 700 + round_), firm(rights[-1])))
    grant = asked.GrantRight(right=queries.right_key(UUID(held["pending"][number])), quota_yuan=Decimal(150_000))
    acts.append((actions.grant_right, grant, city))
    print("ready", flush=True)
    for at, (action, request, by) in enumerate(acts):
        sys.stdin.readline()
        outcome = action(request, by=by, key=f"race:{number}:{at}")
        print("won" if outcome else outcome.refusal.code, flush=True)


def total() -> None:
    from django.db.models import Sum

    from kechuang.casework.models import Account, Case
    from kechuang.ledger.verify import verify
    from kechuang.mechanisms.sharing.voucher.models import VoucherOrder

    print(
        json.dumps(
            {
                "orders": VoucherOrder.objects.count(),
                "claimed": VoucherOrder.objects.filter(claimed_on__isnull=False).count(),
                "granted": Case.objects.filter(kind="sharing.voucher.right", state="GRANTED").count(),
                "sum": str(Account.objects.aggregate(sum=Sum("balance"))["sum"]),
                "errors": [finding.code for finding in verify().findings if finding.error],
            }
        )
    )


if __name__ == "__main__":
    import django

    django.setup()
    with stage():
        (number,) = map(int, sys.argv[1:])
        if number == 0:
            make()
        race(number, json.loads(sys.stdin.readline()))
        if number == 0:
            sys.stdin.readline()
            total()
