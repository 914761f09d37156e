"""Two real processes ask for the same last thing in the same moment: exactly one gets it, on both databases."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.mechanisms.sharing.voucher.racer import ROUNDS

ROOT = Path(__file__).parents[4]
EXPECTED = [["voucher.quota_exceeded", "won"], ["voucher.contract_used", "won"], ["voucher.invoice_reused", "won"]]


def start(environment: dict[str, str], number: int) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-W", "error", "-m", "tests.mechanisms.sharing.voucher.racer", str(number)],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def say(process: subprocess.Popen, line: str = "") -> None:
    process.stdin.write(f"{line}\n")
    process.stdin.flush()


@pytest.fixture
def racers(store, tmp_path):
    """Start two processes; the first makes the node and says what there is to race for."""
    environment = {**os.environ, "KECHUANG_HOME": str(tmp_path), "DATABASE_URL": store}
    started = [start(environment, number) for number in (0, 1)]
    held = started[0].stdout.readline()
    for racer in started:
        say(racer, held.strip())
    yield started
    for racer in started:
        racer.kill()
        racer.communicate()


def round_of(racers: list[subprocess.Popen]) -> list[str]:
    for racer in racers:
        say(racer)
    return sorted(racer.stdout.readline().strip() for racer in racers)


def test_of_two_who_race_for_the_same_exactly_one_wins(racers):
    assert [racer.stdout.readline() for racer in racers] == ["ready\n", "ready\n"]

    rounds = [round_of(racers) for _ in range(3 * ROUNDS + 1)]
    say(racers[0])

    assert rounds == EXPECTED * ROUNDS + [["voucher.budget_short", "won"]]
    assert json.loads(racers[0].stdout.readline()) == {
        "orders": 2 * ROUNDS + 2 * ROUNDS,
        "claimed": ROUNDS,
        "granted": 3 * ROUNDS + 2,
        "sum": "0.00",
        "errors": [],
    }
