"""Acts per second through the gateway: single and in batches, on SQLite and on PostgreSQL with 1, 4 and 16 writers.

    python benchmarks/acts.py [--orders 600]

The act is the reservation of a voucher order: right, provider, pair and limits checked, money moved, fact appended. Set
KECHUANG_TEST_POSTGRES to measure PostgreSQL as well (its server keeps its own durability settings). A peer without our
checks stands beside each figure: the same database inserting one row in one committed transaction through Django.
"""

import argparse
import multiprocessing
import os
import pickle
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

sys.path.insert(0, str(Path(__file__).parent))
import node as bench


def measure(kind: str, orders: int) -> None:
    """Measure one database in this process and its children."""
    bench.start()
    from django.db import connection

    bench.fresh()
    stage = bench.build(max(orders // 4, 60))
    row("peer: one insert, one commit", peer(orders), kind)
    row("single acts, 1 writer", single(stage, range(orders)), kind)
    batch = orders * 2
    row("batch of one firm's clerk", batched(stage, orders, batch), kind)
    if kind == "postgresql":
        path = Path(tempfile.mkdtemp()) / "stage"
        path.write_bytes(pickle.dumps(stage))
        connection.close()
        for writers in (4, 16):
            row(f"single acts, {writers} writers", many(path, orders, writers, 10_000 * writers), kind)


def peer(count: int) -> float:
    """Insert rows of a table of ours without any check, each in a transaction of its own."""
    from kechuang.casework.models import Series

    started = time.perf_counter()
    for number in range(count):
        Series.objects.create(code=f"peer{number}-{time.perf_counter_ns()}", last=0)
    return count / (time.perf_counter() - started)


def single(stage, numbers) -> float:
    """Reserve one by one."""
    from kechuang.config.demo.day import moment_on
    from kechuang.mechanisms.sharing.voucher import actions
    from kechuang.web import clock

    with clock.fixed(moment_on(bench.TODAY)):
        started = time.perf_counter()
        for number in numbers:
            firm, request = bench.reservation(stage, number)
            outcome = actions.reserve(request, by=firm.clerk, key=f"s{number}", on=bench.TODAY)
            assert outcome, outcome.refusal
        return len(numbers) / (time.perf_counter() - started)


def batched(stage, first: int, count: int) -> float:
    """Deliver the reserved orders of one provider in chunks of 500: one actor, many requests."""
    from kechuang.config.demo.day import moment_on
    from kechuang.mechanisms.sharing.voucher import actions
    from kechuang.mechanisms.sharing.voucher.acts import order
    from kechuang.web import clock
    from kechuang.web.permissions import SYSTEM

    del first
    rows = []
    for number in range(50_000, 50_000 + count):
        _firm, request = bench.reservation(stage, number)
        rows.append((f"b{number}", request))
    with clock.fixed(moment_on(bench.TODAY)):
        started = time.perf_counter()
        outcomes = actions.many(order.RESERVE, rows, by=SYSTEM, on=bench.TODAY)
        spent = time.perf_counter() - started
    done = sum(1 for outcome in outcomes if outcome)
    return done / spent


def many(path: Path, orders: int, writers: int, offset: int) -> float:
    """Reserve from several processes at once."""
    each = max(orders // writers, 40)
    started = time.perf_counter()
    context = multiprocessing.get_context("spawn")
    ready, go = context.Barrier(writers + 1), context.Event()
    children = [
        context.Process(target=child, args=(path, range(offset + at * each, offset + (at + 1) * each), ready, go))
        for at in range(writers)
    ]
    for process in children:
        process.start()
    ready.wait()
    started = time.perf_counter()
    go.set()
    for process in children:
        process.join()
    assert all(process.exitcode == 0 for process in children)
    return each * writers / (time.perf_counter() - started)


def child(path: Path, numbers, ready, go) -> None:
    """One writer."""
    bench.start()
    stage = pickle.loads(path.read_bytes())
    single(stage, [numbers[0] + 900_000])  # rules, calendars and catalogues are read before the clock runs
    ready.wait()
    go.wait()
    single(stage, numbers)


def row(name: str, rate: float, kind: str) -> None:
    """Print one line."""
    print(f"{kind:<12} {name:<34} {rate:9.0f} /s", flush=True)


def main() -> None:
    """Measure SQLite, and PostgreSQL if a server is named."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--orders", type=int, default=600)
    parser.add_argument("--only", default="")
    arguments = parser.parse_args()
    if arguments.only:
        measure(arguments.only, arguments.orders)
        return
    server = os.environ.get("KECHUANG_TEST_POSTGRES", "")
    run = [sys.executable, __file__, "--orders", str(arguments.orders), "--only"]
    environment = {**os.environ, "KECHUANG_HOME": tempfile.mkdtemp(prefix="kechuang-bench-")}
    environment.pop("DATABASE_URL", None)
    subprocess.run([*run, "sqlite"], check=True, env=environment)
    if not server:
        print("postgresql   not measured: KECHUANG_TEST_POSTGRES names no server")
        return
    import psycopg

    name = f"bench_{os.getpid()}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    try:
        url = urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
        subprocess.run([*run, "postgresql"], check=True, env={**environment, "DATABASE_URL": url})
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


if __name__ == "__main__":
    main()
