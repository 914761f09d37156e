"""Lists under a literal number of queries, and printed bodies beside today's."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kechuang.policy.works.models import Line
from tests.policy.works import plans

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/policy/works/", "/policy/lines/", "/policy/alignment/"])
def test_lists_ask_as_often_for_one_row_as_for_many(desk, path):
    desk.accept(plans.COUNTY, "1.txt")
    Client().get(path)
    with_few = counted(path)
    desk.accept(plans.PROVINCE, "2.txt")

    assert counted(path) == with_few
    assert Line.objects.count() > 3


def counted(path):
    with CaptureQueriesContext(connection) as queries:
        assert Client().get(path).status_code == 200
    return len(queries)


def test_the_list_of_tasks_shows_todays_body_beside_the_printed_one(desk):
    desk.accept(plans.PROVINCE.replace("云岭省科技创新规划", "浙江省科技创新规划"), "1.txt")

    shown = Client().get("/policy/tasks/").content.decode()

    assert "省经信委 → 省经信厅" in shown
    assert "省科技厅、省经信委" in shown
