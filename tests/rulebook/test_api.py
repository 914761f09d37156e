"""The rulebook for programs: the same answers as pages and command line, wrong questions as problem documents."""

import pytest

from kechuang.rulebook import command, queries
from kechuang.rulebook.load import current
from tests.rulebook.test_pages import ON

pytestmark = pytest.mark.django_db
BASE = "/api/v1/rules"


def get(client, address):
    response = client.get(f"{BASE}{address}", headers={"accept-language": "en"})
    return response.status_code, response.json()


def test_an_answer_is_what_the_command_line_prints(client):
    answer = current().ask("voucher.services", place="330421", on=ON)

    assert get(client, "/answer?key=voucher.services&place=330421&on=2026-04-01") == (
        200,
        command.as_record(current(), answer),
    )


def test_a_subject_may_be_named(client):
    address = "/answer?key=transfer.reward.min_ratio.licence&place=330106&on=2021-12-31&subject="

    found = [
        get(client, address + subject)[1]["value"] for subject in ("", "enterprise", "gov_research_unit%2Bcentral")
    ]

    assert found == ["0.7", "0.5", "0.5"]


@pytest.mark.parametrize(
    ("address", "status", "code"),
    [
        ("/answer?key=voucher.services&place=330104&on=2026-04-01", 422, "place.expired"),
        ("/answer?key=voucher.services&place=330106&on=soon", 422, "typed.day"),
        ("/answer?key=voucher.services&place=330106&subject=ship", 422, "rulebook.unknown_subject"),
        ("/answer?key=voucher.nothing&place=330106", 404, "rulebook.unknown_key"),
        ("/history/voucher.nothing", 404, "rulebook.unknown_key"),
    ],
)
def test_a_wrong_question_is_a_problem_with_a_stable_code(client, address, status, code):
    found, problem = get(client, address)

    assert (found, problem["code"]) == (status, code)


def test_all_values_of_a_place_are_bases(client):
    wanted = queries.Wanted(domain="voucher")
    lines = queries.values(current(), place="330106", on=ON, wanted=wanted)

    status, found = get(client, "/values?place=330106&on=2026-04-01&domain=voucher")

    assert (status, found["edition"], found["place"], found["on"]) == (200, current().edition, "330106", "2026-04-01")
    assert found["values"] == [line.answer.basis() for line in lines]


def test_the_history_of_a_key_holds_every_place(client):
    _, found = get(client, "/history/transfer.reward.min_ratio.licence")

    assert [(entry["place"], entry["value"], entry["meaning"]) for entry in found["entries"]] == [
        ("000000", "0.5", "floor"),
        ("000000", "0.5", "default"),
        ("310000", "0.7", "permission"),
        ("330000", "0.7", "floor"),
        ("330900", "0.85", "floor"),
    ]


def test_what_is_not_verified_and_which_keys_there_are(client):
    _, unverified = get(client, "/unverified?on=2026-04-01&mark=D")
    _, keys = get(client, "/keys?domain=voucher&q=notice")

    assert len(unverified["entries"]) == len(queries.unverified(current(), on=ON, mark="D"))
    assert {entry["source"] for entry in unverified["entries"]} == {"kechuang-design"}
    assert [key["key"] for key in keys] == ["voucher.notice.days"]
