"""Many processes write to one log at once, on SQLite and PostgreSQL; large logs are proved by several."""

import json

import pytest

from tests.ledger.node import Node

WRITERS, TRANSACTIONS, SIZE = 4, 12, 3


@pytest.fixture
def node(store, tmp_path):
    return Node(tmp_path, store)


def test_writers_at_once_lose_nothing_leave_no_gap_and_keep_order(node):
    writers = [node.start("write", f"w{number}", str(TRANSACTIONS), str(SIZE)) for number in range(WRITERS)]
    for writer in writers:
        assert writer.stdout.readline() == "ready\n"
    for writer in writers:
        writer.stdin.write("\n")
        writer.stdin.flush()

    firsts = [list(map(int, writer.communicate(timeout=120)[0].split())) for writer in writers]

    assert [len(own) for own in firsts] == [TRANSACTIONS] * WRITERS
    assert all(own == sorted(own) for own in firsts)
    # Every transaction's entries stand together, so the first numbers are 1, 4, 7 … whoever wrote them.
    total = WRITERS * TRANSACTIONS * SIZE
    assert sorted(first for own in firsts for first in own) == list(range(1, total + 1, SIZE))
    report = node.sealed()
    assert (report["ok"], report["findings"], report["logs"][0]["size"]) == (True, [], total)


def test_a_log_proved_by_two_processes_gives_the_same_report(node):
    whole, whole_shared, broken, broken_shared = json.loads(node.call("share"))

    assert whole == whole_shared
    assert (whole["ok"], whole["logs"][0]["checkpoints"]) == (True, 2)
    assert broken == broken_shared
    assert [(one["code"], one["values"]["log"]) for one in broken["findings"]] == [
        ("ledger.column_altered", "330100-kj"),
        ("ledger.gap", "330100-kj"),
        ("ledger.gap", "330100-kj"),
        ("ledger.column_altered", "330100-kj"),
        ("ledger.head_altered", "330100-kj"),
        ("ledger.head_altered", "330100-kj"),
        ("ledger.history_rewritten", "330100-kj"),
    ]
