"""What is kept for a person is handed over, erased and forgotten."""

from datetime import date, timedelta

import pytest

from kechuang.casework import erasure
from kechuang.casework.posts import items
from kechuang.config import kept
from kechuang.web import chance, clock, progress
from kechuang.web.accounts.models import Person
from kechuang.web.models import Draft, ListView

FORM = {"form": "tests.Form", "path": "/orders/", "title": "下单", "values": {"name": ["x"]}}


@pytest.fixture
def two(db):
    return [Person.objects.create_user(name, name=f"{name}（演示）") for name in ("lin", "zhou")]


def hand_over(giver, taker):
    listed = items.KINDS[kept.CODE].listing(giver.pk, None)
    target = items.Target(post=chance.uuid7(), person=taker.pk, before=giver.pk, on=date(2026, 7, 1))
    items.KINDS[kept.CODE].move(listed, target)
    return [each.title for each in listed]


def test_drafts_are_open_items_and_nothing_stays_behind(two):
    giver, taker = two
    Draft.objects.create(person=giver, **FORM)

    listed = hand_over(giver, taker)

    assert (listed, items.KINDS[kept.CODE].listing(giver.pk, None)) == (["下单"], [])
    assert Draft.objects.get().person == taker


@pytest.mark.parametrize("hours", [-1, 1])
def test_of_two_drafts_of_one_form_the_later_stands(two, hours):
    giver, taker = two
    at = clock.real_now()
    Draft.objects.create(person=taker, saved_at=at, **FORM)
    Draft.objects.create(person=giver, saved_at=at + timedelta(hours=hours), **{**FORM, "values": {"name": ["y"]}})

    hand_over(giver, taker)

    assert [(row.person, row.values["name"]) for row in Draft.objects.all()] == [(taker, ["y" if hours > 0 else "x"])]


def test_a_post_has_no_drafts_of_its_own(two):
    Draft.objects.create(person=two[0], **FORM)

    assert items.KINDS[kept.CODE].listing(two[0].pk, chance.uuid7()) == []


def test_everything_kept_goes_with_its_person(two):
    giver, taker = two
    for person in two:
        Draft.objects.create(person=person, **FORM)
        ListView.objects.create(keeper=person, list_key="orders", name="x")
        progress.begin("import", "名单", by=person.pk)

    emptied = erasure.ERASERS["web.kept"](giver)

    assert emptied == 3
    assert {row.person for row in Draft.objects.all()} == {taker}


def test_old_drafts_are_forgotten_by_the_round(two):
    Draft.objects.create(person=two[0], saved_at=clock.real_now() - timedelta(days=91), **FORM)

    assert (kept.forget_old(clock.now()), Draft.objects.count()) == (1, 0)
