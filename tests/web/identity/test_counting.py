"""Counts that all processes share: one statement a count, nothing lost between two writers, nothing kept for ever."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import timedelta

import pytest
from django.core.cache import cache

from kechuang.web import clock, limits
from kechuang.web.identity import counting
from kechuang.web.identity.models import Count


@pytest.fixture
def moment(monkeypatch):
    """A clock of the machine that the test moves on."""
    moved = [clock.real_now()]
    monkeypatch.setattr(clock, "real_now", lambda: moved[0])

    def later(seconds: int) -> None:
        moved[0] += timedelta(seconds=seconds)

    return later


def test_a_count_is_one_statement_and_begins_again_after_its_time(shared, moment, django_assert_num_queries):
    with django_assert_num_queries(3):
        counted = [limits.hit("door", 60) for _ in range(3)]
    moment(59)
    counted.append(limits.hit("door", 60))
    moment(1)
    counted.append(limits.hit("door", 60))

    assert counted == [1, 2, 3, 4, 1]


def test_values_stand_until_their_time(shared, moment):
    assert shared.add("once", {"a": [1]}, 30) is True
    assert shared.add("once", 2, 30) is False
    assert shared.get("once") == {"a": [1]}

    shared.touch("once", 60)
    moment(45)
    kept = shared.get("once")
    moment(30)

    assert (kept, shared.get("once", "gone"), shared.add("once", 2, 30)) == ({"a": [1]}, "gone", True)


def test_numbers_words_and_truth_come_back_as_they_were(shared):
    values = {"number": 7, "word": "七", "truth": True, "nothing": None, "list": [1, "二"]}
    shared.set_many(values, None)

    assert shared.get_many(values) == values
    assert (shared.incr("number", 3), shared.delete("word"), shared.get("word")) == (10, True, None)


def test_no_key_names_who_tried(shared, rf):
    limits.failed(rf.post("/sign-in/", REMOTE_ADDR="203.0.113.9"), "lin")

    kept = " ".join(Count.objects.values_list("key", flat=True))
    assert Count.objects.count() == 3
    assert "lin" not in kept
    assert "203" not in kept


def test_what_has_ended_is_put_away(shared, moment):
    shared.set("short", 1, 10)
    shared.set("long", 1, 100)
    moment(50)

    assert (counting.tidy(), list(Count.objects.values_list("key", flat=True))) == (1, [":1:long"])


def test_a_limit_is_met_exactly_where_it_is_small_and_in_steps_where_it_is_large(shared, django_assert_num_queries):
    small = [limits.within("small", 3, 60) for _ in range(5)]
    with django_assert_num_queries(21):
        large = [limits.within("large", 200, 60) for _ in range(210)]

    assert small == [True, True, True, False, False]
    assert (large[:200], large[200:]) == ([True] * 200, [False] * 10)


COUNTER = """
import sys, django
from django.apps import AppConfig
from django.conf import settings

class Identity(AppConfig):
    name, label, default_auto_field = "kechuang.web.identity", "identity", "django.db.models.BigAutoField"

shared = "kechuang.web.identity.counting.SharedCache"
database = {"ENGINE": "django.db.backends.sqlite3", "NAME": sys.argv[1], "OPTIONS": {"timeout": 60}}
apps = ["django.contrib.auth", "django.contrib.contenttypes", "kechuang.web.accounts", "__main__.Identity"]
settings.configure(
    INSTALLED_APPS=apps, AUTH_USER_MODEL="accounts.Person", CACHES={"default": {"BACKEND": shared}},
    DATABASES={"default": database}, USE_TZ=True,
)
django.setup()
from kechuang.web import limits
for _ in range(40):
    limits.hit("door", 600)
"""
TABLE = "CREATE TABLE identity_count (key varchar(255) PRIMARY KEY, number bigint, text text, ends_at bigint)"


def test_two_processes_count_together(tmp_path):
    """Two real processes on one database file: eighty counts are eighty."""
    path = tmp_path / "counts.sqlite3"
    with closing(sqlite3.connect(path)) as database:
        database.execute(TABLE)

    started = [subprocess.Popen([sys.executable, "-c", COUNTER, str(path)]) for _ in range(2)]
    ended = [process.wait(timeout=120) for process in started]

    with closing(sqlite3.connect(path)) as database:
        assert (ended, database.execute("SELECT number FROM identity_count").fetchall()) == ([0, 0], [(80,)])


def test_the_suites_own_cache_counts_the_same(db):
    cache.clear()

    assert [limits.hit("door", 60) for _ in range(3)] == [1, 2, 3]
    assert limits.tries("door") == 3
