"""Real processes against one database: a race for the last money, and death at any moment."""

import json
import subprocess

import pytest

from tests.ledger.node import Node


class Lenders(Node):
    """Processes that lend from one fund."""

    module = "tests.casework.lender"

    def total(self) -> dict:
        return json.loads(self.call("sum"))


@pytest.fixture
def node(store, tmp_path):
    return Lenders(tmp_path, store)


def release(process: subprocess.Popen) -> None:
    assert process.stdout.readline() == "ready\n"
    process.stdin.write("\n")
    process.stdin.flush()


def test_of_many_who_race_for_the_last_money_exactly_as_many_win_as_it_covers(node):
    racers = [node.start("lend", f"r{number}", "10", "60") for number in range(4)]
    for racer in racers:
        assert racer.stdout.readline() == "ready\n"
    for racer in racers:
        racer.stdin.write("\n")
        racer.stdin.flush()

    results = [line for racer in racers for line in racer.communicate(timeout=120)[0].split()]

    assert sorted(set(results)) == ["lent", "tests.fund_short"]
    assert results.count("lent") == 16
    assert node.total() == {
        "cases": 16,
        "steps": 16,
        "size": 16,
        "gaps": False,
        "entries": 16,
        "tally": 16,
        "fund": "40.00",
        "pockets": "960.00",
    }


def test_a_process_killed_at_any_moment_leaves_whole_acts_or_none(node):
    for round_, seen in enumerate((2, 9)):
        process = node.start("lend", f"k{round_}", "1000", "1")
        release(process)
        for _ in range(seen):
            assert process.stdout.readline() == "lent\n"
        process.kill()
        process.communicate()

    total = node.total()

    count = total["cases"]
    assert count >= 11
    assert total == {
        "cases": count,
        "steps": count,
        "size": count,
        "gaps": False,
        "entries": count,
        "tally": count,
        "fund": f"{1000 - count}.00",
        "pockets": f"{count}.00",
    }
