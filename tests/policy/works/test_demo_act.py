"""The demonstration's act of four invented districts is one work."""

from types import SimpleNamespace

import pytest

from kechuang.config.demo.joining import DISTRICTS, TAKEN_ON, Joining
from kechuang.config.demo.stage import Stage
from kechuang.policy.works.models import Line, Work

pytestmark = pytest.mark.django_db


def test_the_four_papers_of_the_demonstration_are_one_act_with_one_line_for_each_figure(desk):
    stage = Stage()
    joining = Joining(SimpleNamespace(officer=lambda *_said: desk.planner), stage)

    joining._adopted()  # the scene itself, without the days before it

    assert TAKEN_ON.year == 2025
    assert dict(stage.counts) == {"policy.document.import": len(DISTRICTS), "policy.adoption.record": len(DISTRICTS)}
    assert Work.objects.values_list("papers", "regions", "level").get() == (4, 4, "union")
    assert sorted(Line.objects.values_list("value", "mentions_count")) == [("10", 3), ("1200", 4), ("8", 1)]
