"""Real processes against one database: bidders who race for each step, workers who race for the lot, sudden death."""

import json
import subprocess

import pytest

from tests.mechanisms.market.auction.exchange import Exchange


@pytest.fixture
def node(store, tmp_path):
    return Exchange(tmp_path, store)


def ready(process: subprocess.Popen) -> subprocess.Popen:
    assert process.stdout.readline() == "ready\n"
    return process


def go(process: subprocess.Popen) -> None:
    process.stdin.write("\n")
    process.stdin.flush()


def told(process: subprocess.Popen) -> list[str]:
    return process.communicate(timeout=120)[0].split("\n")[:-1]


def test_of_bidders_who_race_each_bid_stands_once_no_step_twice_and_watchers_hold_no_connection(node):
    workers = [ready(node.start("work")) for _ in range(2)]
    racers = [ready(node.start("bid", str(number), "12")) for number in range(4)]
    for racer in racers:
        go(racer)

    answers = [line for racer in racers for line in told(racer)]
    for worker in workers:
        worker.communicate(timeout=60)

    found = node.total()
    watched = json.loads(node.call("watch"))
    accepted = sorted(int(line.split()[1]) for line in answers if line.startswith("seq"))
    assert len(answers) == 48
    assert "silence" not in answers
    assert accepted == found["bids"]
    assert watched == {"good": 60 * 20, "held": 0, "own": False}
    assert (found["steps"], found["rising"], found["gaps"], found["waiting"]) == (len(accepted), True, False, 0)


def test_a_lot_whose_worker_was_killed_goes_on_by_its_log_and_a_long_outage_suspends_it(node):
    first = ready(node.start("work"))
    racer = ready(node.start("bid", "0", "2"))
    other = ready(node.start("bid", "1", "30"))
    go(racer)
    go(other)
    before = told(racer)
    first.kill()
    first.communicate()
    second = ready(node.start("work"))
    after = told(other)
    second.communicate(timeout=60)
    short = node.total()
    node.call("age", "600")
    third = ready(node.start("work"))
    late = ready(node.start("bid", "2", "1"))
    go(late)
    paused = told(late)
    third.communicate(timeout=60)

    found = node.total()
    accepted = [line for line in [*before, *after] if line.startswith("seq")]
    assert len(before) + len(after) == 32
    assert "silence" not in [*before, *after]
    assert sorted(int(line.split()[1]) for line in accepted) == short["bids"]
    assert (short["phase"], short["suspended"], short["gaps"], short["waiting"]) == ("running", 0, False, 0)
    assert paused == ["auction.paused"]
    assert (found["phase"], found["suspended"], found["bids"]) == ("suspended", 1, short["bids"])
