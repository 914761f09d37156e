"""The rule time machine (dossier 1.1): one fixture on four days, four different answers, each explained with its source."""

from datetime import date

import pytest

from kechuang.rulebook.load import current
from kechuang.rulebook.speak import Speaker

KEYS = ("transfer.reward.min_ratio.licence", "contract.registration.decision_days", "contract.types", "violation.rules")
DAYS = (date(2016, 1, 1), date(2018, 1, 1), date(2021, 12, 31), date(2026, 4, 1))


def state_of_law(on: date):
    return [current().ask(key, place="330902", on=on).basis() for key in KEYS]


def test_the_same_case_on_four_days_has_four_different_answers():
    answers = [[(value["value"], value["place"], value["since"]) for value in state_of_law(on)] for on in DAYS]

    assert [answers.index(answer) for answer in answers] == [0, 1, 2, 3]


@pytest.mark.parametrize(
    ("place", "on", "value", "source"),
    [
        ("330902", "2019-12-31", "70%", "《浙江省促进科技成果转化条例（2021年文本）》第三十七条"),
        ("330902", "2020-03-01", "85%", "《舟山市科技创新促进条例（2019年通过）》（条款号未记录）"),
        ("330106", "2016-01-01", "50%", "《中华人民共和国促进科技成果转化法（2015年修正）》第四十五条"),
        ("310115", "2018-01-01", "50%", "《中华人民共和国促进科技成果转化法（2015年修正）》第四十五条"),
    ],
)
def test_the_examples_of_the_domain_notes(place, on, value, source):
    said = Speaker(current(), "zh")
    answer = current().ask(KEYS[0], place=place, on=date.fromisoformat(on))

    assert (said.answer(answer), said.cite(answer.source, answer.clause)) == (value, source)


def test_in_shanghai_a_unit_may_go_to_seventy_per_cent():
    answer = current().ask(KEYS[0], place="310115", on=date(2018, 1, 1))
    said = Speaker(current(), "en")

    key = current().keys[KEYS[0]]
    assert [(item.place, said.rule(key, item.entry)) for item in answer.permitted] == [("310000", "may be 70%")]


def test_every_rule_of_a_trail_is_explained_in_both_languages():
    for on in DAYS:
        for key in KEYS:
            answer = current().ask(key, place="330902", on=on)
            for language in ("zh", "en"):
                said = Speaker(current(), language)
                reasons = [said.reason(current().keys[key], item) for item in answer.trail]
                assert [reason for reason in reasons if not reason or "rulebook." in reason or "{" in reason] == []
