"""Every page of achievements and rights opens for whom it is, and hides what is not theirs."""

from fractions import Fraction

import pytest
from django.test import Client
from django.urls import reverse

from kechuang.mechanisms.market.result.models import TechRight
from kechuang.mechanisms.market.result.rules.asking import Part
from tests.mechanisms.market.result.conftest import done

pytestmark = pytest.mark.django_db


def sign_in(market, name):
    browser = Client()
    browser.force_login(market.people[name])
    return browser


def read(market, browser, url, status=200):
    with market.at():
        answer = browser.get(url)
    assert answer.status_code == status, (url, answer.status_code, answer.headers.get("Location"))
    return answer.content.decode()


@pytest.mark.parametrize("name", ["list", "deals", "rights", "entries"])
def test_lists_open_for_the_unit_and_the_operator(market, name):
    market.listed()

    for person in ("office", "operator"):
        read(market, sign_in(market, person), reverse(f"market_result:{name}"))


@pytest.mark.parametrize("move", ["unlist", "withhold", "freeze", "open-deal", "revise"])
def test_the_form_of_each_move_opens_for_whom_it_is(market, move):
    case = market.listed()
    who = "office" if move in {"unlist", "revise"} else "operator"

    shown = read(market, sign_in(market, who), reverse(f"market_result:{move.replace('-', '_')}", args=[case]))

    assert "csrfmiddlewaretoken" in shown


def test_the_public_reads_a_listed_achievement_with_its_contact_masked(market):
    case, hidden = market.listed(), market.registered()
    anybody = Client()

    listed = read(market, anybody, reverse("market_result:public"))
    shown = read(market, anybody, reverse("market_result:public-one", args=[case]))
    read(market, anybody, reverse("market_result:public-one", args=[hidden]), 404)

    assert [text in shown for text in ("138****5678", "陈**", "林*", "13812345678", "陈老师", "林明")] == [
        *[True] * 3,
        *[False] * 3,
    ]
    assert str(case) in listed
    assert str(hidden) not in listed


def test_words_anywhere_in_a_name_find_it(market):
    case = market.listed(name="一种水性陶瓷涂覆隔膜")
    market.listed(name="深海传感器封装方法", abstract="另一项成果")
    anybody = Client()

    def found(words):
        return anybody.get(reverse("market_result:public"), {"q": words})

    with market.at():
        hits = [str(case) in found(words).content.decode() for words in ("陶瓷", "隔膜 水性", "传感器", "不存在的词")]

    assert hits == [True, True, False, False]


def test_the_landscape_counts_classes_and_units_and_gives_a_file(market):
    market.listed()
    market.listed(ipc="G06F 17/00", abstract="软件", name="排产算法")
    anybody = Client()

    shown = read(market, anybody, reverse("market_result:landscape"))
    with market.at():
        file = anybody.get(reverse("market_result:landscape"), {"chart": "ipc"})
    narrowed = read(market, anybody, f"{reverse('market_result:landscape')}?section=G")

    assert ("H01M" in shown, "G06F" in shown, "H01M" in narrowed) == (True, True, False)
    assert "G06F,1" in file.getvalue().decode()


def test_a_right_is_checked_by_its_number_and_on_a_day(market):
    right = market.entered("first")
    anybody, number = Client(), TechRight.objects.get(pk=right).case.number
    with market.at():
        sent = anybody.get(reverse("market_result:check"), {"number": number})
        wrong = anybody.get(reverse("market_result:check"), {"number": "X"})

    shown = read(market, anybody, sent.headers["Location"])
    before = read(market, anybody, f"{reverse('market_result:check-one', args=[right])}?on=2026-01-01")

    assert (sent.status_code, wrong.status_code, "university" in shown, "university</th>" in before) == (
        302,
        422,
        True,
        False,
    )


def test_a_natural_person_on_the_register_is_masked_for_the_public(market):
    from kechuang.mechanisms.market.result.rules.standing import Party
    from kechuang.web import chance

    person = Party(name="林知行", person=chance.uuid7())
    parts = (Part(market.party("university"), Fraction(3, 4)), Part(person, Fraction(1, 4)))
    right = market.entered("first", parts=parts)

    public = read(market, Client(), reverse("market_result:check-one", args=[right]))
    inside = read(market, sign_in(market, "registrar"), reverse("casework:case", args=[right]))

    assert ("林知行" in public, "林**" in public, "林知行" in inside) == (False, True, True)


def test_the_case_pages_show_what_they_stand_on(market):
    case = market.listed()
    right = market.entered("first", result=case, numbers=())
    entry = done(market.apply("pledge", right, taker=market.party("bank"), ground="G-1")).case

    for person, pk in (
        ("office", case),
        ("operator", case),
        ("registrar", right),
        ("office", entry),
        ("inventor", case),
    ):
        read(market, sign_in(market, person), reverse("casework:case", args=[pk]), 404 if person == "inventor" else 200)


def test_a_completer_has_no_say_beyond_the_own_share(market):
    from dataclasses import replace

    values = market.values()
    first = replace(values.completers[0], person=market.people["inventor"].pk)
    case = done(market.submit(values=replace(values, completers=(first, values.completers[1])))).case

    shown = read(market, sign_in(market, "inventor"), reverse("casework:case", args=[case]))

    offered = [reverse(f"standard:{name}", args=[case]) in shown for name in ("withdraw", "remind", "ask")]
    assert (offered, reverse("market_result:own", args=[case]) in shown) == ([False] * 3, True)
