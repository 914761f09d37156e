"""Response times of list, case, promise and public pages at 1,000, 100,000 and 1,000,000 orders, and how they grow.

    python benchmarks/pages.py [--sizes 1000,100000,1000000] [--times 30]

One process, Django's test client (no network): 50th and 95th percentile in milliseconds. Orders beyond the first are
copies made in bulk (benchmarks/bulk.py).
"""

import argparse
import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import node as bench

PLACES = ("330106", "330108", "330110", "330127")


def main() -> None:
    """Build, grow, measure."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--sizes", default="1000,100000,1000000")
    parser.add_argument("--times", type=int, default=30)
    arguments = parser.parse_args()
    bench.start()
    import bulk
    from django.conf import settings
    from django.db import connection

    settings.ALLOWED_HOSTS = ["*"]
    bench.fresh()
    stage = bench.build(40)
    from kechuang.config.demo.day import moment_on
    from kechuang.mechanisms.sharing.voucher import actions
    from kechuang.web import clock

    with clock.fixed(moment_on(bench.TODAY)):
        firm, request = bench.reservation(stage, 0)
        template = actions.reserve(request, by=firm.clerk, key="template").case
        holders = [one.right.holder for one in stage.firms] + more_firms(4960)
        there = 1
        for size in [int(text) for text in arguments.sizes.split(",")]:
            bulk.orders(template, there, size - there, holders, PLACES)
            there = size
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
            for name, spent in measure(template, arguments.times):
                ordered = sorted(spent)
                at95 = ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
                print(
                    f"{connection.vendor:<11} {size:>9,} orders  {name:<34} "
                    f"p50 {statistics.median(spent) * 1000:7.1f} ms   p95 {at95 * 1000:7.1f} ms",
                    flush=True,
                )


def more_firms(count: int) -> list:
    """Make bodies that hold orders, so that a firm has a firm's number of them."""
    from kechuang.web.accounts.models import Body

    rows = [
        Body(code=f"bulk-{at}", name=f"bulk {at}", kind="enterprise", place=PLACES[at % 4], valid_from=bench.TODAY)
        for at in range(count)
    ]
    return [body.pk for body in Body.objects.bulk_create(rows, batch_size=1000)]


def measure(template, times: int):
    """Yield each page's name with its times."""
    from django.test import Client
    from django.urls import reverse

    from kechuang.web.accounts.models import Person

    orders = reverse("voucher:orders")
    pages = [
        ("orders, city, first page", "city_checker1", orders),
        ("orders, city, by state", "city_checker1", f"{orders}?state=RESERVED"),
        ("orders, county", "county_checker", orders),
        ("orders, firm's own", None, orders),
        ("inbox of the city", "city_checker1", reverse("casework:inbox", args=["office"])),
        ("case", "city_checker1", reverse("casework:case", args=[template])),
        ("public: providers", "", reverse("voucher:providers")),
        ("public: rules of a place", "", reverse("rulebook:values")),
        ("public: promises", "", "/promises/"),
    ]
    firm = Person.objects.filter(grants__role="firm_clerk").order_by("pk").first()
    for name, username, url in pages:
        client = Client()
        if username is None:
            client.force_login(firm)
        elif username:
            client.force_login(Person.objects.get(username=username))
        client.get(url)
        spent = []
        for _ in range(times):
            started = time.perf_counter()
            response = client.get(url)
            spent.append(time.perf_counter() - started)
            assert response.status_code == 200, (url, response.status_code)
        yield name, spent


if __name__ == "__main__":
    main()
