"""A refusal becomes a sentence in the reader's language, with its values written by type; none may be wordless."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation
from lxml import html

from kechuang.kernel.refusal import Refusal
from kechuang.web import slots
from kechuang.web.refusals import MissingSentenceError, explain, sentence, write_value
from kechuang.web.style import SAMPLE_REFUSAL

from .test_parts import render


def test_the_sentence_is_in_the_current_language_unless_another_is_named():
    with translation.override("zh-hant"):
        here = sentence(Refusal("typed.day", {"raw": "soon"}))
        there = sentence(Refusal("typed.day", {"raw": "soon"}), "en")

    assert here == "“soon”不是日期。請寫成 2026-11-21 或 2026年11月21日。"
    assert there == "“soon” is not a day. Write 2026-11-21 or 2026年11月21日."


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("cap_yuan", Decimal("100000.00"), "100,000"),
        ("support_share", Decimal("0.3"), "30%"),
        ("since", date(2021, 1, 1), "2021年1月1日"),
        ("count", 1200, "1,200"),
        ("place", "330421", "嘉善县"),
        ("payer_place", "330100", "杭州市"),
        ("place", "999999", "999999"),
        ("clause", "第十条", "第十条"),
        ("clause", None, "—"),
    ],
)
def test_values_are_written_by_type_and_name(today, name, value, said):
    assert write_value(name, value) == said


def test_the_kernels_own_faults_have_words_in_three_languages():
    refusal = Refusal("money.not_a_number", {"raw": "x"})

    said = [sentence(refusal, language) for language in ("zh-hans", "zh-hant", "en")]

    assert said == [
        "“x”不是金额。请只填写数字，例如 1200.50。",
        "“x”不是金額。請只填寫數字，例如 1200.50。",
        "“x” is not an amount. Enter digits only, such as 1200.50.",
    ]


def test_a_code_without_words_fails_where_words_are_demanded():
    with pytest.raises(MissingSentenceError, match=r"nobody\.said"):
        sentence(Refusal("nobody.said", {}))


def test_a_sentence_that_names_a_missing_value_fails_where_words_are_demanded():
    with pytest.raises(MissingSentenceError, match="raw"):
        sentence(Refusal("typed.day", {}))


def test_a_node_shows_code_and_values_rather_than_fail(settings):
    settings.KECHUANG_STRICT_WORDS = False

    assert sentence(Refusal("nobody.said", {"cap_yuan": Decimal(5), "x": "y"})) == "nobody.said（cap_yuan 5，x y）"
    assert sentence(Refusal("typed.day", {})) == "“{raw}”不是日期。请写成 2026-11-21 或 2026年11月21日。"


def test_the_rule_is_a_link_where_a_package_serves_rules(monkeypatch):
    monkeypatch.setattr(slots, "REGISTRY", slots.Registry())
    slots.add_link("rule", lambda key, place=None, on=None: f"/rules/{key}/?place={place}")
    refusal = Refusal(SAMPLE_REFUSAL.code, {**SAMPLE_REFUSAL.values, "place": "330421"})

    facts = {fact.term: (fact.value, fact.url) for fact in explain(refusal).facts}

    assert facts["规则"][1] == "/rules/voucher.quota.enterprise.year_yuan/?place=330421"
    assert facts["适用地区"] == ("嘉善县", "")
    assert list(facts) == ["规则", "施行日期", "适用地区", "条款", "咨询单位"]


def test_a_shown_refusal_takes_the_focus_and_names_its_code():
    part = html.fragment_fromstring(render("refusal refused", refused=SAMPLE_REFUSAL))

    assert (part.get("role"), part.get("tabindex"), part.findtext(".//code")) == ("alert", "-1", "style.sample_refusal")
