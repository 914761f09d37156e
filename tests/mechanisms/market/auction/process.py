"""What a process of the race tests does: ``python -m tests.mechanisms.market.auction.process WHAT …``."""

import json
import os
import sys
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")


def main(what: str, *words: str) -> None:
    import django

    django.setup()
    WHAT[what](*words)


def make() -> None:
    """Announce a lot weeks ago, admit six firms, draw, and leave it running."""
    from django.conf import settings

    from kechuang.mechanisms.market.auction.models import PaddleCard
    from kechuang.web import clock
    from tests.mechanisms.market.auction import hall as halls

    now = clock.real_now()
    halls.START, halls.MORNING = now, now - timedelta(days=16)
    made = None
    with clock.fixed(halls.MORNING):
        made = halls.open_hall(6)
        made.now = halls.MORNING
        (lot,) = made.announce(halls.ascending(starts_at=now, duration_seconds=7200), **halls.dates(now))
        lot.refresh_from_db()
        made.admit(lot, 6)
    made.turn()
    made.worker.end()
    keep = Path(settings.KECHUANG_HOME) / "browser.json"
    held = {"lot": str(lot.pk), "cookie": f"paddle-{lot.pk.hex[-12:]}", "secret": made.secrets[lot.pk, 0]}
    keep.write_text(
        json.dumps({**held, "paddle": made.paddle(lot, 0), "last": PaddleCard.objects.order_by("number").last().number})
    )


def bid(which: str, count: str) -> None:
    """Bid the next price so many times; print what became of each bid."""
    from kechuang.mechanisms.market.auction.models import Board, PaddleCard
    from kechuang.mechanisms.market.auction.running import intake

    card = PaddleCard.objects.order_by("number")[int(which)]
    print("ready", flush=True)
    sys.stdin.readline()
    for number in range(int(count)):
        board = json.loads(Board.objects.get(lot=card.lot_id).body)
        wanted = {"paddle": card.number, "amount": board["next"]}
        answered = intake.wait(intake.put(card.lot_id, "bid", wanted, key=f"{card.number}:{number}"), 90)
        print(
            answered.refusal.code if answered.refusal else f"seq {answered.seq}" if answered.done else "silence",
            flush=True,
        )


def work() -> None:
    """Work until the standard input is closed."""
    import threading

    from kechuang.mechanisms.market.auction.leading.worker import Worker

    ended = threading.Event()
    threading.Thread(target=lambda: (sys.stdin.read(), ended.set()), daemon=True).start()
    print("ready", flush=True)
    Worker().run(ended.is_set)


def watch() -> None:
    """Let sixty watchers look at the lot, each in a thread; print how many got the board, and who held a connection."""
    import threading

    from django.db import connection

    from kechuang.mechanisms.market.auction.live.gate import with_live_boards
    from kechuang.mechanisms.market.auction.models import Lot

    path = f"/market/live/{Lot.objects.get().pk}.json"
    connection.close()
    seen: list[str] = []
    held: list[bool] = []

    def beyond(_environ, start_response):
        start_response("500 the gate let a watcher through", [])
        return [b""]

    def look() -> None:
        gate = with_live_boards(beyond)
        for _time in range(20):
            gate({"PATH_INFO": path, "REQUEST_METHOD": "GET"}, lambda status, _headers: seen.append(status))
        held.append(connection.connection is not None)

    watchers = [threading.Thread(target=look) for _ in range(60)]
    for each in watchers:
        each.start()
    for each in watchers:
        each.join()
    print(json.dumps({"good": seen.count("200 OK"), "held": sum(held), "own": connection.connection is not None}))


def total() -> None:
    """Print what the log holds, and whether it replays and chains."""
    from kechuang.mechanisms.market.auction.engine.sale import replay
    from kechuang.mechanisms.market.auction.models import LogEntry, Lot, Waiting
    from kechuang.mechanisms.market.auction.running import store

    lot = Lot.objects.get()
    rows = list(LogEntry.objects.filter(lot=lot).order_by("seq").values_list("seq", "line", "hash"))
    head = store.GENESIS
    for _seq, line, told in rows:
        head = store.chain(head, line)
        assert head == told
    lines = [json.loads(line) for _seq, line, _hash in rows]
    prices = [Decimal(each["amount"]) for each in lines if each["type"] == "bid"]
    state = replay(line.encode() + b"\n" for _seq, line, _hash in rows).lots[0]
    print(
        json.dumps(
            {
                "bids": [each["seq"] for each in lines if each["type"] == "bid"],
                "steps": len(set(prices)),
                "rising": prices == sorted(prices),
                "gaps": [seq for seq, _line, _hash in rows] != list(range(1, len(rows) + 1)),
                "phase": state.phase,
                "waiting": Waiting.objects.filter(answered=False).count(),
                "suspended": sum(1 for each in lines if each["type"] == "suspended"),
            }
        )
    )


def age(seconds: str) -> None:
    """Make a killed worker's lease look as if its holder had been dead for so long."""
    from kechuang.mechanisms.market.auction.models import Lease
    from kechuang.web import clock

    then = clock.real_now() - timedelta(seconds=int(seconds))
    Lease.objects.update(until=then, renewed_at=then)


WHAT = {"make": make, "bid": bid, "work": work, "sum": total, "age": age, "watch": watch}
if __name__ == "__main__":
    main(*sys.argv[1:])
