"""Response times of the public register of achievements at 1,000, 200,000 and 1,000,000 public results.

    python benchmarks/market_list.py [--sizes 1000,200000,1000000] [--times 30]

One process, Django's test client (no network): 50th and 95th percentile in milliseconds by the clock, and of the time
of the processor, which other work on the machine does not lengthen; the aim is p95 ≤ 150 ms.
Achievements beyond the first are copies made in bulk (benchmarks/achievements.py), with names, rights, fields, cities
and days of their own.
"""

import argparse
import os
import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import node as bench

AIM_MS = 150


def main() -> None:
    """Build, grow, measure."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--sizes", default="1000,200000,1000000")
    parser.add_argument("--times", type=int, default=30)
    arguments = parser.parse_args()
    bench.start()
    import achievements
    from django.conf import settings
    from django.db import connection

    settings.ALLOWED_HOSTS = ["*"]
    bench.fresh()
    from kechuang.config.demo.day import moment_on
    from kechuang.web import clock

    with clock.fixed(moment_on(bench.TODAY)):
        template, units = achievements.first()
        there = 1
        for size in [int(text) for text in arguments.sizes.split(",")]:
            begun = time.perf_counter()
            achievements.grow(template, there, size - there, units)
            there = size
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
            print(f"{size:,} public results made in {time.perf_counter() - begun:.0f} s", flush=True)
            for name, spent, used in measure(template, arguments.times):
                at95, load = at_95(spent), os.getloadavg()[0]
                print(
                    f"{connection.vendor:<11} {size:>9,} results  {name:<34} "
                    f"p50 {statistics.median(spent) * 1000:7.1f} ms   p95 {at95:7.1f} ms   "
                    f"CPU p95 {at_95(used):6.1f} ms   "
                    f"{'within' if at95 <= AIM_MS else 'over  '} {AIM_MS} ms   load {load:.1f}",
                    flush=True,
                )


def at_95(spent: list[float]) -> float:
    """Give the 95th percentile of seconds in milliseconds."""
    ordered = sorted(spent)
    return ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))] * 1000


def measure(template, times: int):
    """Yield each page's name with its times by the clock, and of the processor alone."""
    from django.test import Client
    from django.urls import reverse

    from kechuang.mechanisms.market.result.models import IpRight

    register = reverse("market_result:public")
    number = IpRight.objects.order_by("-pk").values_list("number", flat=True)[0]
    client = Client()
    pages = [
        ("first page", register),
        ("by kind", f"{register}?kind=patent"),
        ("by city", f"{register}?city=3301"),
        ("by kind, city and readiness", f"{register}?kind=software&city=3309&trl=6"),
        ("by state", f"{register}?state=LISTED"),
        ("by IPC class", f"{register}?ipc=H01M"),
        ("common word", f"{register}?q=装置"),
        ("two words", f"{register}?q=隔膜 涂覆"),
        ("rare word", f"{register}?q=甲子号"),
        ("word and field", f"{register}?q=涂覆&field=430"),
        ("patent number", f"{register}?q={number}"),
        ("one achievement", reverse("market_result:public-one", args=[template])),
        ("patent landscape", reverse("market_result:landscape")),
        ("front page of the market", reverse("market_overview:front")),
        ("markets beside each other", reverse("market_overview:markets")),
        ("register for programs", "/api/v1/results/published"),
    ]
    for name, url in pages:
        assert client.get(url).status_code == 200, url
        spent, used = [], []
        for _ in range(times):
            started, begun = time.perf_counter(), time.process_time()
            response = client.get(url)
            spent.append(time.perf_counter() - started)
            used.append(time.process_time() - begun)
            assert response.status_code == 200, (url, response.status_code)
        yield name, spent, used


if __name__ == "__main__":
    main()
