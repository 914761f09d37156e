"""Auction engine: bids decided, and a log of many events replayed from its file, by default 1,000,000.

    python benchmarks/auction.py [--events N] [--paddles N] [--lots N]

Bids go through ``deciding.advance`` as a worker would send them, and are written as the log; each replay then runs in a
process of its own, so that its memory is its own: the whole file, and only a hundredth of it for the base. Rates are
given by the wall clock and by the processor time of the process; the load average says how far the two may part.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

ROOT = Path(__file__).parents[1]
NOON = datetime(2026, 3, 18, 4, tzinfo=UTC)
REPLAY = """
import sys, time
from itertools import islice
from kechuang.mechanisms.market.auction.engine.sale import replay
most = int(sys.argv[2]) or None
wall, cpu = time.perf_counter(), time.process_time()
with open(sys.argv[1], "rb") as lines:
    sale = replay(islice(lines, most))
wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
# Not ru_maxrss: that keeps the peak of the process that started this one.
status = dict(line.split(":", 1) for line in open("/proc/self/status"))
after = int(status["VmHWM"].split()[0])
bids = sum(lot.bids for lot in sale.lots)
print(sale.events, bids, wall, cpu, after, sale.digest)
"""


def line(name: str, value: float, unit: str, note: str = "") -> None:
    print(f"{name:<58}{value:>14,.0f} {unit:<10}{note}", flush=True)


def load() -> str:
    return "load average " + " ".join(f"{each:.1f}" for each in os.getloadavg()) + f" on {os.cpu_count()} cores"


def rules_of(lot: str):
    from kechuang.mechanisms.market.auction.engine.rules import Rules, SoftClose, Step

    return Rules(
        lot=lot,
        form="ascending",
        start=Decimal("100000.00"),
        steps=(Step(Decimal(0), Decimal("0.10")),),
        deposit=Decimal("5000.00"),
        duration_seconds=86_400,
        soft_close=SoftClose(300, 300),
    )


def opened(rules, paddles: int):
    """Give the log of a lot up to its start, and the state."""
    from kechuang.mechanisms.market.auction.engine import events
    from kechuang.mechanisms.market.auction.engine.deciding import Admit, Start, advance
    from kechuang.mechanisms.market.auction.engine.state import begin

    state, log = begin(rules), []
    wishes = [events.Announced(0, NOON, rules)]
    for n in range(paddles):
        wishes.append(Admit(NOON, f"P{n:03}", f"h{n}", None, affiliate=False))
        wishes.append(events.DepositFrozen(0, NOON, f"P{n:03}", rules.deposit, f"h{n}"))
    for wish in [*wishes, Start(NOON)]:
        answer = advance(rules, state, wish)
        state = answer.state
        log += answer.events
    return log, state


def write(file: Path, count: int, paddles: int, lots: int) -> float:
    """Write a log of ``count`` events, bids going round the lots; give the seconds that deciding took."""
    from kechuang.mechanisms.market.auction.engine.deciding import advance
    from kechuang.mechanisms.market.auction.engine.events import Bid
    from kechuang.mechanisms.market.auction.engine.log import write_line

    states, written, spent = {}, 0, 0.0
    with file.open("w", encoding="utf-8") as out:
        for number in range(lots):
            rules = rules_of(f"L{number}")
            log, states[number] = opened(replace(rules), paddles)
            for event in log:
                out.write(write_line(rules.lot, event) + "\n")
            written += len(log)
        for n in range(count - written):
            lot, turn = n % lots, n // lots
            at = NOON + timedelta(microseconds=1000 * n % 80_000_000_000 if count < 80_000_000 else 0)
            wish = Bid(0, at, f"P{turn % paddles:03}", Decimal("100000.00") + Decimal(turn) / 10, "online")
            state = states[lot]
            start = time.process_time()
            answer = advance(state.rules, state, wish)
            spent += time.process_time() - start
            states[lot] = answer.state
            out.write(write_line(state.rules.lot, answer.events[0]) + "\n")
    return (count - written) / spent


def replayed(file: Path, most: int) -> list[str]:
    command = [sys.executable, "-c", REPLAY, str(file), str(most)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout.split()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--paddles", type=int, default=64)
    parser.add_argument("--lots", type=int, default=50)
    arguments = parser.parse_args()
    print(load())
    with tempfile.TemporaryDirectory() as folder:
        for lots in sorted({1, arguments.lots}):
            file = Path(folder) / f"{lots}.jsonl"
            rate = write(file, arguments.events, arguments.paddles, lots)
            line(f"{lots} lots: bids decided (processor time)", rate, "bids/s")
            _part, _bids, _wall, _cpu, base, _digest = replayed(file, arguments.events // 100)
            count, bids, wall, cpu, peak, digest = replayed(file, 0)
            line(f"{lots} lots: replay from the file (wall)", int(count) / float(wall), "events/s", load())
            line(f"{lots} lots: replay from the file (processor time)", int(count) / float(cpu), "events/s")
            line(f"{lots} lots: log", file.stat().st_size / 2**20, "MiB", f"{int(bids):,} bids, {digest[:12]}")
            line(f"{lots} lots: peak memory of the replaying process", int(peak) / 1024, "MiB")
            line(f"{lots} lots: peak memory over a hundredth of the log", int(peak) - int(base), "KiB")


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main()
