"""A process of its own that makes facts or follows them, for tests of sudden death.

``python -m tests.casework.notices.follower make|follow|sum``. ``follow`` handles few facts at a time and says so after each.
"""

import json
import os
import sys
from decimal import Decimal

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
FACTS = 24


def make() -> None:
    from kechuang.casework.act import act
    from kechuang.web import chance
    from tests.casework.conftest import stock
    from tests.casework.lending import LEND, Lend

    library = stock()
    for number in range(FACTS):
        request = Lend(chance.uuid7(), library.office.pk, library.borrower.pk, Decimal(1))
        act(LEND, request, by=library.clerk, key=f"k{number}")


def follow() -> None:
    from kechuang.casework import queue
    from kechuang.casework.notices import following
    from kechuang.ledger import read
    from tests.casework import lending

    lending.register()
    following.on_fact("tests.loan.lent", following.to_parties("holder"))
    print("ready", flush=True)
    sys.stdin.readline()
    while True:
        with queue.writer():
            done = read.follow(following.CURSOR, "330100", following._handle, limit=2, types=["tests.loan.lent"])
        print(done, flush=True)
        if not done:
            return


def total() -> None:
    from kechuang.casework.notices.models import Notice
    from kechuang.ledger.models import Cursor

    keys = list(Notice.objects.values_list("key", flat=True))
    cursor = Cursor.objects.filter(name="notices").first()
    print(json.dumps({"notices": len(keys), "keys": len(set(keys)), "position": cursor.position if cursor else 0}))


if __name__ == "__main__":
    import django

    django.setup()
    {"make": make, "follow": follow, "sum": total}[sys.argv[1]]()
