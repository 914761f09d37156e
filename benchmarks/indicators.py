"""Following, and pages of indicators, over many facts: ``python benchmarks/indicators.py [facts] [home]``.

The facts are appended in bulk to a node of their own in a temporary folder; each page is asked for with new filters,
so that nothing of it is kept from before.
"""

import os
import statistics
import sys
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

COUNT = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
os.environ["KECHUANG_HOME"] = sys.argv[2] if len(sys.argv) > 2 else tempfile.mkdtemp(prefix="kechuang-bench-")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kechuang.config.settings")
LOGS = {"330100": ("330106", "330108", "330110"), "310000": ("310115", "310118"), "330900": ("330902",)}
FIRST = date(2024, 1, 1)
CHUNK = 2_000


def facts(log, start, count):
    from kechuang.ledger.append import Record
    from kechuang.mechanisms.sharing.voucher.facts.batch import OrderPaid

    places = LOGS[log]
    for number in range(start, start + count):
        on = FIRST + timedelta(days=number * 37 % 880)
        fact = OrderPaid(
            holder_name=f"企业 {number % 5000}（演示）",
            provider_name=f"机构 {number % 90}（演示）",
            amount_yuan=Decimal(number % 90_000) + Decimal("0.50"),
            category=("testing", "research", "ip", "consulting")[number % 4],
            place=places[number % len(places)],
            provider_place="310115",
            provider_region="310000",
            cross_region=number % 3 == 0,
            industry="ACIM"[number % 4],
            claimed_on=on - timedelta(days=number % 60),
            paid_on=on,
            days_to_payment=number % 60,
            holder=f"body/{number % 5000}",
            provider=f"body/p{number % 90}",
            batch="case/b",
            postings=(),
        )
        yield Record(fact=fact, case=f"{log}/case/{number}", act="", on=on, basis={"edition": "e1", "values": []})


def fill():
    from django.db import transaction

    from kechuang.ledger.append import append
    from kechuang.ledger.logs import open_log

    done = 0
    while done < COUNT:
        for log in LOGS:
            size = min(CHUNK, COUNT - done)
            if not size:
                return
            open_log(log, log)
            with transaction.atomic():
                append(log, list(facts(log, done, size)), recorded_at=datetime(2026, 6, 30, tzinfo=UTC))
            done += size


def timed(client, paths):
    spent = []
    for path in paths:
        started = time.perf_counter()
        answer = client.get(path, headers={"host": "localhost"})
        assert answer.status_code == 200, path
        spent.append((time.perf_counter() - started) * 1000)
    spent.sort()
    return statistics.median(spent), spent[int(len(spent) * 0.95)]


def main():
    import django

    django.setup()
    from django.core.management import call_command
    from django.test import Client

    call_command("migrate", verbosity=0)
    from kechuang.indicators import store

    fill()
    started = time.perf_counter()
    added = store.rebuild()
    seconds = time.perf_counter() - started
    print(f"follow        {added:>9,} entries  {seconds:7.1f} s  {added / seconds:>9,.0f} entries/s")
    client = Client()
    places = [place for below in LOGS.values() for place in below]
    filters = [f"place={place}&industry={letter}" for place in places for letter in "ACIM"]
    keys = ("voucher.paid_yuan", "voucher.cross_region_share", "voucher.firms_served", "voucher.claim_to_payment_days")
    pages = {
        "first page of each indicator (reads the files)": [f"/indicators/{key}/" for key in keys],
        "series, new filters": [f"/indicators/{key}/?{each}" for key in keys for each in filters],
        "series, seen before": [f"/indicators/{key}/?{each}" for key in keys for each in filters],
        "facts behind a number": [f"/indicators/{key}/facts/?{each}" for key in keys for each in filters],
        "promise": ["/promises/yrd-voucher-interconnection/"] * 20,
        "interface: series": [f"/api/v1/indicators/{key}?{each}&every=year" for key in keys for each in filters],
    }
    print(f"{'page':<48} {'p50 ms':>8} {'p95 ms':>8}")
    for name, paths in pages.items():
        middle, most = timed(client, paths)
        print(f"{name:<48} {middle:8.0f} {most:8.0f}")


if __name__ == "__main__":
    main()
