"""The commands of an operator's first day, and of the day when somebody asks to be forgotten."""

import argparse
import io
from datetime import date

import pytest

from kechuang.config import cli
from kechuang.config.commands import erase, init, user
from kechuang.ledger.models import Log
from kechuang.web.accounts.models import Body, Grant, Person
from kechuang.web.permissions import ROLES


def run(module, *words: str) -> tuple[int, str]:
    parser, out = argparse.ArgumentParser(), io.StringIO()
    module.add_arguments(parser)
    return module.run(parser.parse_args(words), out), out.getvalue()


@pytest.fixture
def authority(db):
    init.open_authority("330100-kj", "Office", "330100")


def test_an_authority_gets_its_office_and_its_log_once(authority):
    init.open_authority("330100-kj", "Office", "330100")

    assert list(Body.objects.values_list("code", "authority", "place")) == [("330100-kj", "330100-kj", "330100")]
    assert list(Log.objects.values_list("code", flat=True)) == ["330100-kj"]


def test_a_person_is_added_with_a_duty(authority, monkeypatch):
    monkeypatch.setenv("KECHUANG_PASSWORD", "long enough for anybody")

    status, said = run(user, "clerk", "--role", "county_checker", "--body", "330100-kj", "--name", "A clerk")

    assert (status, said) == (0, "clerk is county_checker at Office (330100)\n")
    assert Person.objects.get(username="clerk").check_password("long enough for anybody")
    assert list(Grant.objects.values_list("role", "valid_from")) == [("county_checker", date(2020, 1, 1))]


def test_an_unknown_role_is_answered_with_the_known_ones(authority):
    status, said = run(user, "clerk", "--role", "king", "--body", "330100-kj")

    assert status == 2
    assert said == f"there is no role king; there are: {', '.join(sorted(ROLES))}\n"


def test_an_unknown_body_asks_for_what_makes_one(authority):
    assert run(user, "clerk", "--role", "auditor", "--body", "nowhere") == (
        2,
        "there is no body nowhere; give --body-name and --place to make it\n",
    )


def test_erasing_asks_first(authority):
    Person.objects.create_user("gone", name="Somebody")

    status, said = run(erase, "gone")

    assert (status, Person.objects.get(username="gone").name) == (0, "Somebody")
    assert "Nothing was erased" in said


def test_erasing_nobody_says_so(db):
    assert run(erase, "nobody") == (2, "there is no person with the user name nobody\n")


def test_an_erased_person_has_no_name_left(committed_db):
    Person.objects.create_user("gone", name="Somebody", email="somebody@example.org")

    status, _said = run(erase, "gone", "--yes")

    person = Person.objects.get()
    assert (status, person.name, person.email, person.is_active) == (0, "—", "", False)


def test_the_command_without_words_lists_what_there_is(capsys):
    assert cli.main([]) == 0
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines() if line.startswith("  ")] == list(
        cli.COMMANDS
    )


def test_an_unknown_command_is_an_error(capsys):
    assert cli.main(["dance"]) == 2
    assert "there is no command 'dance'" in capsys.readouterr().err
