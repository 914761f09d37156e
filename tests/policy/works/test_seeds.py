"""The five published documents: two are one work, and one prints bodies that have other names today."""

from datetime import date
from pathlib import Path

import pytest

from kechuang.policy.works import keeping, regional, sametext
from kechuang.policy.works.models import Line, Paper, Work
from tests.policy import plans

SEEDS = Path(__file__).parents[4] / "shared" / "seeds"
pytestmark = pytest.mark.skipif(not SEEDS.is_dir(), reason="the published documents are not beside this checkout")


def seed(number):
    return next(SEEDS.glob(f"{number}_*.txt")).read_text("utf-8")


def test_press_reprint_and_official_issue_print_the_same_words():
    texts = [seed(number) for number in ("000", "001")]

    bodies = [keeping.body(text, plans.reading(text)) for text in texts]
    found = sametext.compare(*bodies)

    assert (found.verdict, found.share, found.differences, found.chars) == ("same_words", 1.0, (), (3596, 3596))


def test_press_reprint_and_official_issue_are_one_work_whose_lines_are_joined(desk):
    for number in ("000", "001"):
        desk.accept(seed(number), name=f"{number}.txt")

    assert Work.objects.count() == 1
    papers = Paper.objects.order_by("order").values_list("role", "verdict", "document__number")
    assert list(papers) == [("speaks", "same_text", "国科发区〔2022〕13号"), ("copy", "same_words", "")]
    assert list(Line.objects.order_by("order").values_list("value", "mentions_count")) == [
        ("12", 2),
        ("12", 2),
        ("12", 2),
        ("2", 2),
    ]


def test_parts_of_the_plan_hang_on_their_wholes(desk):
    desk.accept(seed("002"), name="002.txt")

    parts = Line.objects.exclude(whole=None).order_by("order").values_list("value", "whole__value", "whole__total")

    assert list(parts) == [
        ("150", "500", "remainder"),
        ("100", "300", "remainder"),
        ("150", "300", "remainder"),
        ("800", "1400", "remainder"),
    ]


def test_duties_of_2018_are_owed_by_todays_bodies():
    text = seed("004")
    units = {unit for task in plans.reading(text).tasks for unit in task.units}
    resolver = regional.resolver("330000")

    answers = {unit: resolver.resolve(unit, date(2018, 5, 15), date(2026, 11, 22)) for unit in units}

    renamed = {unit: answer.today[0][-1] for unit, answer in answers.items() if answer.status == "succeeded"}
    assert renamed == {
        "省经信委": "省经信厅",
        "省卫生计生委": "省卫生健康委",
        "省工商局": "省市场监管局",
        "省质监局": "省市场监管局",
        "省国土资源厅": "省自然资源厅",
        "省环保厅": "省生态环境厅",
        "省金融办": "省地方金融监管局",
        "省农业厅": "省农业农村厅",
        "省数据管理中心": "省大数据局",
        "浙江银监局": "浙江金融监管局",
        "浙江保监局": "浙江金融监管局",
        "人行杭州中心支行": "人民银行浙江省分行",
    }
    assert [unit for unit, answer in answers.items() if answer.status == "unknown"] == ["省外侨办"]
