"""Handover: prepared requests and opinions owed are listed, go to who follows, and none is left with nobody."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kechuang.casework.posts.items import NOBODY, Target, open_items
from kechuang.casework.standard import declare, opened, preparing
from kechuang.casework.standard.models import Opinion, Prepared
from kechuang.casework.standard.requests import Ask
from kechuang.web import chance, clock
from tests.casework.standard.conftest import BEGIN, moment


@pytest.fixture(autouse=True)
def day():
    with clock.fixed(moment(BEGIN)):
        yield


def kept(town, by, state):
    return Prepared.objects.create(
        code="matter",
        body=town.bodies["firm"],
        title="Proof",
        state=state,
        by_id=town.actors[by].person,
        made_on=BEGIN,
    )


def listed(person, kind):
    return {item.id for item in open_items(person, []) if item.kind == kind}


def hand_over(town, before, after):
    given_up, taker = town.actors[before].person, town.actors[after].person
    rows = opened.list_prepared(given_up, None)
    opened.move_prepared(rows, Target(post=chance.uuid7(), person=taker, before=given_up, on=BEGIN))


STATES = (preparing.WAITING, preparing.RETURNED, preparing.SUBMITTED, preparing.DROPPED)


@settings(deadline=None, max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(states=st.lists(st.sampled_from(STATES), max_size=6))
def test_whatever_was_prepared_every_open_one_is_with_the_taker_and_none_is_lost(town, states):
    Prepared.objects.all().delete()
    rows = [kept(town, "clerk", state) for state in states]
    open_ones = {str(row.pk) for row in rows if row.state in preparing.OPEN}

    hand_over(town, "clerk", "other clerk")

    assert listed(town.actors["clerk"].person, opened.PREPARED) == set()
    assert listed(town.actors["other clerk"].person, opened.PREPARED) == open_ones
    assert Prepared.objects.count() == len(states)


def test_an_opinion_owed_is_listed_with_those_who_give_opinions_for_the_body_until_it_is_given(town):
    case = town.accepted()
    town.take(case, declare.ASK, Ask(case=case.pk, bodies=(town.bodies["court"].pk,), question="Well?"), "county1")
    owed = {str(Opinion.objects.get().pk)}
    judge = town.actors["judge"].person

    before = (listed(judge, opened.OPINIONS), listed(town.actors["clerk"].person, opened.OPINIONS))
    opened.move_opinions([], Target(post=NOBODY, person=judge, before=None, on=BEGIN))
    follower = town.person("second judge", "finance", "court").person

    assert before == (owed, set())
    assert listed(follower, opened.OPINIONS) == owed
    assert listed(NOBODY, opened.OPINIONS) == set()
