"""An achievement copied in bulk for measurements stands in the public register as one does that the gateway wrote."""

import sys
from datetime import date
from pathlib import Path

import pytest
from django.test import Client

from kechuang.config.demo.day import moment_on
from kechuang.mechanisms.market.result import queries
from kechuang.mechanisms.market.result.models import Achievement, IpRight
from kechuang.web import clock

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))

import achievements
import bulk

ON = date(2026, 3, 10)


@pytest.fixture
def copied(db):
    with clock.fixed(moment_on(ON)):
        template, units = achievements.first()
        achievements.grow(template, 1, 9, units)
        yield template


def test_copies_are_public_and_found_by_words_and_number(copied):
    copy = bulk.identifier(7)
    number = IpRight.objects.get(achievement=copy).number

    said = [Client().get("/market/results/public/", {"q": asked}).content.decode() for asked in ("甲子号", number)]

    assert [str(copy) in each and str(bulk.identifier(8)) not in each for each in said] == [True, True]


def test_copies_are_counted(copied):
    office = Achievement.objects.get(pk=copied).case.office_id

    assert queries.tally("all") == [("", 10)]
    assert queries.tally("market") == [(str(office), 10)]
