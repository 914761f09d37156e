"""Promises and systems, with and without a copy of the document on the node."""

import pytest

from kechuang.policy import catalogue, kept, queries, wording
from kechuang.policy.models import System
from tests.policy.plans import TEXT

NUMERALS = "一二三四五六七八九"
# The title is a real plan's; its text here is invented.
PLAN = "浙江省科技创新发展“十四五”规划\n\n" + "\n\n".join(
    f"{number}、第{number}章（演示）\n\n（一）甲类事项。演示文字甲。\n\n（二）乙类事项。提升共享服务平台效能，推进创新券通用通兑，第{number}章。"
    for number in NUMERALS
)


def test_a_promise_without_its_document_has_no_text(db):
    promise = queries.promise("zj-voucher-everywhere")

    assert promise is not None
    assert queries.clause_text(promise) is None


def test_a_promise_quotes_its_clause_once_the_document_is_there(desk):
    document = desk.accept(PLAN)

    quote = queries.clause_text(queries.promise("zj-voucher-everywhere"))

    assert quote.text == "（二）乙类事项。提升共享服务平台效能，推进创新券通用通兑，第八章。"
    assert (quote.place, quote.lang) == ("八(二)", "zh-Hans")
    assert quote.url == f"/policy/{document.pk}/?clause=八(二)#c-八(二)"


def test_the_copy_with_an_official_number_is_quoted(desk):
    desk.accept(PLAN)
    official = desk.accept(PLAN.replace("\n\n一、", "\n\n演示发〔2021〕1号\n\n一、", 1), "official.txt")

    assert queries.copies_of_works()["zj-sti-plan-2021"] == official


def test_a_withdrawn_copy_is_not_quoted(desk):
    from kechuang.policy import actions

    document = desk.accept(PLAN)
    actions.withdraw(document.pk, "误传了征求意见稿", by=desk.planner, key="w1")

    assert queries.clause_text(queries.promise("zj-voucher-everywhere")) is None


def test_all_promises_are_listed_in_order(db):
    assert [each.code for each in queries.promises()] == ["yrd-voucher-interconnection", "zj-voucher-everywhere"]
    assert queries.promise("nothing") is None


@pytest.mark.parametrize(("seed", "code"), [("003", "yrd-voucher-interconnection"), ("002", "zj-voucher-everywhere")])
def test_real_clauses_are_quoted_as_published(desk, shared, seed, code):
    raw = next((shared / "seeds").glob(f"{seed}*")).read_bytes().decode()
    document = desk.accept(raw, f"{seed}.txt")
    promise = queries.promise(code)

    quote = queries.clause_text(promise)

    clause = queries.clause_in(document, promise.clause)
    published = raw[clause.start : clause.body_end]
    assert quote.text.replace("\n", "") == "".join(published.split("\n")).strip()
    assert quote.lang == ("zh-Hant" if seed == "003" else "zh-Hans")
    assert "券" in quote.text


def test_a_systems_sentence_is_quoted_where_the_document_names_it(desk):
    desk.accept(PLAN)

    (_delta, zhejiang) = queries.citations_quoted(catalogue.systems()[20])

    assert _delta.quote is None
    assert zhejiang.quote.text == "提升共享服务平台效能，推进创新券通用通兑，第八章。"


def test_the_table_of_systems_mirrors_the_data_file(db):
    rows = System.objects.order_by("number").values_list("number", "name", "status")

    assert list(rows) == [(each.number, each.name, each.status) for each in catalogue.systems().values()]


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        ("创新券通用通兑", [20]),
        ("創新券通用通兌", [20]),
        (" 通用 通兑 ", [20]),
        ("科技大脑", [1]),
        ("最多跑一次", [45]),
        ("153", [153]),
        ("没有这样的系统", []),
        ("", []),
    ],
)
def test_a_system_is_found_by_its_wording_in_any_script(typed, numbers):
    assert [each.number for each in queries.find_systems(typed)] == numbers


def test_every_system_is_found_by_each_of_its_names():
    lost = [
        (system.number, name)
        for system in catalogue.systems().values()
        for name in (system.name, *system.also)
        if system not in queries.find_systems(name)[:8]
    ]

    assert lost == []


def test_a_clause_that_nobody_can_tell_is_not_guessed(desk):
    document = desk.accept(TEXT)

    assert queries.clause_in(document, "(一)") is None
    assert queries.clause_in(document, "二(二)").title == "壮大创新主体"


def test_a_digest_is_never_a_path():
    with pytest.raises(ValueError, match="is no digest"):
        kept.read("../../etc/passwd")


@pytest.mark.parametrize(("language", "word"), [("zh-hans", "长三角"), ("zh-hant", "長三角"), ("en", "Delta")])
def test_our_own_words_follow_the_page(language, word):
    from django.utils.translation import override

    with override(language):
        assert wording.short(catalogue.works()["yrd-community-2022"]).startswith(word)
