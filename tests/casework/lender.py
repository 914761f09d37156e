"""A process of its own that lends from the fund, for tests of races and of sudden death.

``python -m tests.casework.lender make|lend PREFIX COUNT AMOUNT|sum``. It prints one line an act, unbuffered, so that a test may kill
it between any two system calls of the next one.
"""

import json
import os
import sys
from decimal import Decimal

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")


def make() -> None:
    from tests.casework.conftest import stock

    stock()


def lend(prefix: str, count: int, amount: str) -> None:
    from kechuang.casework.act import act
    from kechuang.web import chance
    from kechuang.web.accounts.models import Body, Person
    from kechuang.web.permissions import PLACE, read_actor, register_role
    from tests.casework import lending

    lending.register()
    register_role("tests.clerk", PLACE, ["loan:lend", "loan:read"])
    clerk = read_actor(Person.objects.get(username="clerk"))
    office, holder = Body.objects.get(code="lib").pk, Body.objects.get(code="firm").pk
    print("ready", flush=True)
    sys.stdin.readline()
    for number in range(count):
        request = lending.Lend(chance.uuid7(), office, holder, Decimal(amount))
        outcome = act(lending.LEND, request, by=clerk, key=f"{prefix}:{number}")
        print("lent" if outcome else outcome.refusal.code, flush=True)


def total() -> None:
    from kechuang.casework.models import Account, Case, Step, Tally
    from kechuang.ledger.models import Entry, Log

    sequences = list(Entry.objects.order_by("seq").values_list("seq", flat=True))
    print(
        json.dumps(
            {
                "cases": Case.objects.count(),
                "steps": Step.objects.count(),
                "size": Log.objects.get(code="330100").size,
                "gaps": sequences != list(range(1, len(sequences) + 1)),
                "entries": len(sequences),
                "tally": sum(Tally.objects.values_list("count", flat=True)),
                "fund": str(Account.objects.get(code="330100/fund").balance),
                "pockets": str(sum(Account.objects.exclude(code="330100/fund").values_list("balance", flat=True))),
            }
        )
    )


if __name__ == "__main__":
    import django

    django.setup()
    match sys.argv[1:]:
        case ["make"]:
            make()
        case ["lend", prefix, count, amount]:
            lend(prefix, int(count), amount)
        case ["sum"]:
            total()
