"""Measuring many promises: ``python benchmarks/promises.py [promises] [years]``, 200 targets of 10 years by default.

Pure measuring and projection alone, then the same with the observations as facts in a node of its own, read by one
statement. Prints milliseconds of processor time, and of the clock; no page is involved. The addresses of the node are
loaded before (a node that serves has them).
"""

import os
import sys
import tempfile
import time
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

COUNT = int(sys.argv[1]) if len(sys.argv) > 1 else 200
YEARS = int(sys.argv[2]) if len(sys.argv) > 2 else 10
os.environ["KECHUANG_HOME"] = tempfile.mkdtemp(prefix="kechuang-bench-")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kechuang.config.settings")
PLACE, LAST = "330100", 2025
FORMS = ("level", "increment", "annual", "growth", "share", "range", "rank")


def terms(number):
    from kechuang.indicators.promises.terms import Terms

    form = FORMS[number % len(FORMS)]
    return Terms(
        form=form,
        due_on=date(2027, 12, 31),
        target=Decimal(12) if form == "growth" else Decimal(400 + number),
        indicator=f"bench.{number}",
        place=PLACE,
        sense="at_most" if form == "rank" else "at_least",
        series="flow" if form in {"annual", "growth"} else "stock",
        base=Decimal(100),
        base_on=date(LAST - YEARS, 12, 31),
    )


def value(number, year):
    return Decimal(100 + number) + Decimal((year - LAST + YEARS) * 13) + Decimal((year * number) % 7)


def fill():
    from django.db import transaction

    from kechuang.ledger.append import Record, append
    from kechuang.ledger.logs import open_log
    from kechuang.mechanisms.delivery.statistic.facts import Observed

    open_log(PLACE, PLACE)
    basis = {"edition": "e1", "values": []}
    for number in range(COUNT):
        facts = [
            Observed(
                indicator=f"bench.{number}",
                indicator_version=1,
                place=PLACE,
                code_list=date(2025, 1, 1),
                period=str(year),
                value=str(value(number, year)),
                unit="",
                status="final",
                source="benchmark",
                vintage=date(year + 1, 6, 30),
                dataset="d",
                batch="b",
                flags=(),
                reason="",
            )
            for year in range(LAST - YEARS + 1, LAST + 1)
        ]
        case = f"{PLACE}/case/{number}"
        records = [Record(fact=fact, case=case, act="", on=date(2026, 6, 30), basis=basis) for fact in facts]
        with transaction.atomic():
            append(PLACE, records, recorded_at=datetime(2026, 6, 30, tzinfo=UTC))


def timed(words, work):
    began, used = time.perf_counter(), time.process_time()
    found = work()
    spent, waited = 1000 * (time.process_time() - used), 1000 * (time.perf_counter() - began)
    print(f"{words}: {spent:.0f} ms of processor time, {waited:.0f} ms by the clock")
    return found


def main():
    import django

    django.setup()
    from django.core.management import call_command
    from django.urls import reverse

    from kechuang.indicators import store
    from kechuang.indicators.promises import queries, sources
    from kechuang.indicators.promises.measure import Asking, Given
    from kechuang.indicators.promises.measuring import measure
    from kechuang.indicators.promises.observed import Observed

    kept = [(UUID(int=number), terms(number)) for number in range(COUNT)]
    asked = []
    for number, (_pk, wanted) in enumerate(kept):
        own = [Observed(period=str(year), value=value(number, year)) for year in range(LAST - YEARS + 1, LAST + 1)]
        asked.append(Asking(terms=wanted, given=Given(own=own), on=date(2026, 11, 22)))
    print(f"{COUNT} promises, {YEARS} years each")
    timed("measured, pure", lambda: [measure(each) for each in asked])
    timed("projected and back-tested, pure", lambda: [queries.projected(each) for each in asked])
    call_command("migrate", verbosity=0)
    fill()
    store.follow_all()
    held = queries.records(date(2026, 11, 22))
    reverse("promises:plans")

    def whole():
        return [each.projection for each in queries.assess(kept, held).values()]

    timed("read, measured, projected", whole)
    timed("again, observations kept", whole)
    timed("measured alone, observations kept", lambda: queries.assess(kept, held))
    sources.forget()
    print(f"states: {dict(queries.counts(queries.assess(kept, held).values()))}")


if __name__ == "__main__":
    main()
