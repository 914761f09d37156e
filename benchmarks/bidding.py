"""Bids accepted per second on one lot and over 50, with 1 to 64 bidders; from the post to what 300 watchers see.

    python benchmarks/bidding.py [--seconds 4] [--watchers 300] [--only postgresql] [--lots 1,50] [--bidders 1,8,64]

Each bidder writes its bid into the intake and waits for the answer before the next; the worker is a process of its own,
as under ``kechuang serve``. Only accepted bids count. The peer is the usual way: one transaction a bid that locks the
lot's row and writes bid and price (no answers, no chained log, no rules). Watchers ask the served node for the lot's
board each half second over kept connections; the time runs from the bidder's post until a watcher's answer holds that
bid. Set KECHUANG_TEST_POSTGRES to measure PostgreSQL as well (its server keeps its own durability settings).
"""

import argparse
import asyncio
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import contextmanager
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

HERE = Path(__file__).resolve()
ROOT = HERE.parents[1]
sys.path.insert(0, str(ROOT))
HALVES = 0.5
PORT = 8791


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=4)
    parser.add_argument("--watchers", type=int, default=300)
    parser.add_argument("--bidders", default="1,8,64")
    parser.add_argument("--lots", default="1,50")
    parser.add_argument("--only", default="", help="sqlite or postgresql")
    given = parser.parse_args()
    print(f"{'what':<44}{'database':<12}{'bids/s':>10}{'p95 ms':>10}{'load':>8}", flush=True)
    for kind, address in databases():
        if given.only not in {"", kind}:
            continue
        with node(kind, address) as environment:
            for lots in (int(each) for each in given.lots.split(",") if each):
                call(environment, "make", str(lots), "4")
                for bidders in (int(each) for each in given.bidders.split(",")):
                    measure(kind, environment, lots, bidders, given.seconds)
                    if lots == 1:
                        measure(kind, environment, lots, bidders, given.seconds, way="lock")
            if given.watchers:
                watched(kind, environment, given.watchers, given.seconds)


def databases():
    yield "sqlite", ""
    server = os.environ.get("KECHUANG_TEST_POSTGRES", "")
    if server:
        yield "postgresql", server


@contextmanager
def node(kind: str, server: str):
    """Make a node with an empty database of its own."""
    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, "KECHUANG_HOME": home, "DATABASE_URL": "", "KECHUANG_DEMO": ""}
        name = f"bench_bidding_{os.getpid()}"
        if kind == "postgresql":
            tell(server, f"CREATE DATABASE {name}")
            environment["DATABASE_URL"] = urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
        try:
            subprocess.run(
                [sys.executable, "-m", "kechuang", "init"],
                cwd=ROOT,
                env=environment,
                check=True,
                stdout=subprocess.DEVNULL,
            )
            yield environment
        finally:
            if kind == "postgresql":
                tell(server, f"DROP DATABASE {name} WITH (FORCE)")


def tell(server: str, statement: str) -> None:
    import psycopg

    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(statement)


def start(environment: dict, *words: str) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, str(HERE), "--as", *words],
        cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip


def call(environment: dict, *words: str) -> str:
    process = start(environment, *words)
    out, _ = process.communicate(timeout=600)
    if process.returncode:
        raise RuntimeError(f"{words[0]} failed")
    return out


def measure(kind: str, environment: dict, lots: int, bidders: int, seconds: float, way: str = "intake") -> None:
    """Let bidders bid for some seconds: at most two processes, each with threads."""
    worker = start(environment, "work")
    worker.stdout.readline()
    processes = min(2, bidders)
    racers = [
        start(environment, "bid", str(bidders // processes), str(seconds), str(at), way) for at in range(processes)
    ]
    for racer in racers:
        racer.stdout.readline()
    for racer in racers:
        racer.stdin.write("\n")
        racer.stdin.flush()
    found = [json.loads(racer.communicate(timeout=600)[0]) for racer in racers]
    worker.communicate(timeout=60)
    accepted = sum(each["accepted"] for each in found)
    waits = sorted(wait for each in found for wait in each["waits"])
    what = f"{lots} lot{'s' if lots > 1 else ''}, {bidders} bidder{'s' if bidders > 1 else ''}"
    tell_row(what + (" (peer: row lock)" if way == "lock" else ""), kind, f"{accepted / seconds:.0f}", waits)


def tell_row(what: str, kind: str, rate: str, waits: list[float]) -> None:
    load = os.getloadavg()[0]
    print(f"{what:<44}{kind:<12}{rate:>10}{1000 * share(waits, 0.95):>10.0f}{load:>8.1f}", flush=True)


def share(values: list[float], part: float) -> float:
    return values[min(len(values) - 1, int(len(values) * part))] if values else 0.0


def watched(kind: str, environment: dict, watchers: int, seconds: float) -> None:
    """Serve the node, let watchers watch one lot and one bidder bid, and measure from post to visible."""
    lot = call(environment, "make", "1", "2").split()[0]
    server = subprocess.Popen(
        [sys.executable, "-m", "kechuang", "serve", "--port", str(PORT), "--threads", "8"],
        cwd=ROOT, env={**environment, "KECHUANG_WRITES_PER_MINUTE": "0"},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        bidder = start(environment, "post", lot, str(seconds))
        times = asyncio.run(watch(lot, watchers, bidder))
    finally:
        server.terminate()
        server.wait(timeout=30)
    what = f"post to visible, {watchers} watchers ({len(times)} seen)"
    tell_row(what, kind, "", sorted(times))


async def watch(lot: str, watchers: int, bidder: subprocess.Popen) -> list[float]:
    posted: dict[int, float] = {}
    seen: list[tuple[int, float]] = []
    ended, ready, there = asyncio.Event(), asyncio.Event(), [0]

    async def one(at: int) -> None:
        reader, writer = await connected()
        etag, known = "", 0
        await asyncio.sleep(at * HALVES / watchers)
        while not ended.is_set():
            writer.write(
                f"GET /market/live/{lot}.json HTTP/1.1\r\nHost: localhost\r\nIf-None-Match: {etag}\r\n\r\n".encode()
            )
            head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
            length = next(
                (int(line.split(":")[1]) for line in head.split("\r\n") if line.startswith("content-length")), 0
            )
            body = await reader.readexactly(length) if length else b""
            if " 200 " in head.split("\r\n")[0]:
                board = json.loads(body)
                etag = f'"{board["v"]}"'
                seen.extend((version, time.time()) for version in range(known + 1, board["v"] + 1) if known)
                there[0] += not known
                known = board["v"]
                if there[0] == watchers:
                    ready.set()
            await asyncio.sleep(HALVES)
        writer.close()

    async def connected():
        for _try in range(300):
            try:
                return await asyncio.open_connection("127.0.0.1", PORT)
            except OSError:
                await asyncio.sleep(0.3)
        raise RuntimeError("the node does not answer")

    async def post() -> None:
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(None, bidder.stdout.readline)
        await asyncio.wait_for(ready.wait(), 180)
        await asyncio.sleep(2)
        bidder.stdin.write("\n")
        bidder.stdin.flush()
        out = await loop.run_in_executor(None, lambda: bidder.communicate(timeout=600)[0])
        posted.update(dict(json.loads(out)))
        await asyncio.sleep(2)
        ended.set()

    await asyncio.gather(post(), *(one(at) for at in range(watchers)))
    return [at - posted[version] for version, at in seen if version in posted]


# --- what the processes do -----------------------------------------------------------------------------------------


def setup() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kechuang.config.settings")
    import django

    django.setup()


def make(lots: str, bidders: str) -> None:
    """Announce lots weeks ago, admit bidders, draw the paddles and leave the lots running; print their ids."""
    from django.db import connection

    from kechuang.config.demo import auctions
    from kechuang.ledger.logs import open_log
    from kechuang.ledger.models import Log
    from kechuang.mechanisms.market.auction.leading.worker import Worker
    from kechuang.mechanisms.market.auction.models import Lot
    from kechuang.mechanisms.market.auction.rules.terms import Terms
    from kechuang.web import chance, clock

    Lot.objects.update(live=False)
    if not Log.objects.filter(code=auctions.CITY).exists():
        open_log(auctions.CITY, "bench")
    now, mark = clock.real_now(), chance.random_id()[:6]
    office = body(f"exchange{mark}", "market_operator", auctions.CITY)
    seller = body(f"seller{mark}", "university", "")
    firms = [
        (row, person(f"c{mark}{at}", "firm_clerk", row))
        for at in range(int(bidders))
        for row in [body(f"f{mark}{at}", "enterprise", "")]
    ]
    bench = auctions.Bench(
        office,
        person(f"o{mark}", "market_operator", office),
        person(f"r{mark}", "market_reviewer", office),
        seller.pk,
        firms,
    )
    terms = [
        Terms(
            form="ascending",
            start=Decimal(1000),
            raises="free",
            steps=((Decimal("0.00"), Decimal("0.01")),),
            deposit=Decimal("0.00"),
            own_raise=True,
            starts_at=now,
            duration_seconds=86400,
        )
    ] * int(lots)
    with clock.fixed(now - timedelta(days=16)):
        made = auctions.announce(bench, f"bench {mark}", terms, ["lot"] * int(lots), key=mark, begins=now)
        for lot in made:
            auctions.admit(bench, lot, key=f"{mark}{lot}")
    worker = Worker()
    for _turn in range(3):
        worker.step(lead=True)
    worker.end()
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE IF NOT EXISTS peer_lot (id varchar(64) PRIMARY KEY, price bigint)")
        cursor.execute(
            "CREATE TABLE IF NOT EXISTS peer_bid (key varchar(64) PRIMARY KEY, lot text, paddle text, amount bigint)"
        )
        cursor.executemany("INSERT INTO peer_lot VALUES (%s, 0)", [[str(lot)] for lot in made])
    print(*made)


def body(code: str, kind: str, authority: str):
    from kechuang.web.accounts.models import Body

    return Body.objects.create(
        code=code, name=code, kind=kind, place="330100", authority=authority, valid_from=date(2020, 1, 1)
    )


def person(username: str, role: str, where):
    from kechuang.web.accounts.models import Grant, Person
    from kechuang.web.permissions import read_actor

    someone = Person.objects.create_user(username, name=username)
    Grant.objects.create(person=someone, role=role, body=where, valid_from=date(2020, 1, 1))
    return read_actor(someone)


def work() -> None:
    from kechuang.mechanisms.market.auction.leading.worker import Worker
    from kechuang.mechanisms.market.auction.models import Lease
    from kechuang.web import clock

    # The pause between two measurements is no outage of the sale.
    now = clock.real_now()
    Lease.objects.update(renewed_at=now, until=now - timedelta(seconds=1))
    ended = threading.Event()
    threading.Thread(target=lambda: (sys.stdin.read(), ended.set()), daemon=True).start()
    print("ready", flush=True)
    Worker().run(ended.is_set)


def cards():
    from kechuang.mechanisms.market.auction.models import PaddleCard

    return list(PaddleCard.objects.filter(lot__live=True).order_by("lot", "number").values_list("lot_id", "number"))


def rising() -> str:
    return f"{1000 + Decimal(time.time_ns() // 1000 % 10**13) / 100:.2f}"


def bid(threads: str, seconds: str, at: str, way: str) -> None:
    """Bid on the running lots from several threads; print how many were accepted and how long answers took."""
    from django.db import connection

    known, accepted, waits = cards(), [0], []
    go, once = threading.Event(), {"intake": by_intake, "lock": by_lock}[way]

    def one(number: int) -> None:
        connection.ensure_connection()
        go.wait()
        until, turn = time.perf_counter() + float(seconds), 0
        while time.perf_counter() < until:
            lot, paddle = known[(number * 7 + turn * 13) % len(known)]
            began = time.perf_counter()
            good = once(lot, paddle, f"{at}:{number}:{turn}:{time.time_ns()}")
            waits.append(time.perf_counter() - began)
            accepted[0] += good
            turn += 1
        connection.close()

    running = [threading.Thread(target=one, args=(int(at) * 100 + number,)) for number in range(int(threads))]
    for each in running:
        each.start()
    print("ready", flush=True)
    sys.stdin.readline()
    go.set()
    for each in running:
        each.join()
    print(json.dumps({"accepted": accepted[0], "waits": [round(each, 4) for each in waits]}))


def by_intake(lot, paddle: str, key: str) -> bool:
    from kechuang.mechanisms.market.auction.running import intake

    return intake.wait(intake.put(lot, "bid", {"paddle": paddle, "amount": rising()}, key=key), 20).seq is not None


def by_lock(lot, paddle: str, key: str) -> bool:
    from django.db import connection, transaction

    from kechuang.casework import queue

    locked = " FOR UPDATE" if connection.vendor == "postgresql" else ""
    with queue.writer(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SELECT price FROM peer_lot WHERE id = %s{locked}", [str(lot)])
        price = cursor.fetchone()[0] + 1
        cursor.execute("UPDATE peer_lot SET price = %s WHERE id = %s", [price, str(lot)])
        cursor.execute("INSERT INTO peer_bid VALUES (%s, %s, %s, %s)", [key, str(lot), paddle, price])
    return True


def post(lot: str, seconds: str) -> None:
    """Bid every 200 ms; print the number of each bid in the log and when it was sent."""
    from uuid import UUID

    from kechuang.mechanisms.market.auction.running import intake

    paddle = cards()[0][1]
    print("ready", flush=True)
    sys.stdin.readline()
    found, until = [], time.time() + float(seconds)
    while time.time() < until:
        began = time.time()
        answered = intake.wait(
            intake.put(UUID(lot), "bid", {"paddle": paddle, "amount": rising()}, key=str(time.time_ns())), 20
        )
        if answered.seq:
            found.append((answered.seq, began))
        time.sleep(0.2)
    print(json.dumps(found))


if __name__ == "__main__":
    if "--as" in sys.argv:
        setup()
        what, *words = sys.argv[sys.argv.index("--as") + 1 :]
        {"make": make, "work": work, "bid": bid, "post": post}[what](*words)
    else:
        main()
