"""What events refuse, each under its own code."""

from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest

from kechuang.casework.models import Case
from kechuang.mechanisms.market.roadshow.models import EventSignup, Meeting
from kechuang.mechanisms.market.roadshow.rules import requests as asked
from kechuang.web.clock import CHINA
from tests.mechanisms.market.roadshow.world import TERMS, done

PLANS = (
    ("event.no_title", {"title": " "}),
    ("event.kind_unknown", {"kind": "party"}),
    ("event.no_host", {"host": ""}),
    ("event.text_too_long", {"about": "长" * 4001}),
    ("event.origin_unnamed", {"origin_url": "https://example.org/"}),
    ("event.no_address", {"online": "javascript:alert(1)"}),
    ("event.signup_after_start", {"signup_until": date(2026, 6, 19)}),
    ("event.ends_before_start", {"ends_at": TERMS.starts_at}),
    ("event.too_long", {"ends_at": TERMS.starts_at + timedelta(days=15)}),
    (
        "event.in_past",
        {
            "starts_at": datetime(2026, 5, 31, 9, 0, tzinfo=CHINA),
            "ends_at": datetime(2026, 5, 31, 10, 0, tzinfo=CHINA),
        },
    ),
    ("event.no_venue", {"venue": ""}),
    ("event.no_seats", {"capacity": 0}),
)


@pytest.mark.parametrize(("code", "wrong"), PLANS, ids=[code for code, _ in PLANS])
def test_a_notice_that_nobody_can_follow_is_refused(world, code, wrong):
    assert world.plan(**wrong).refusal.code == code


def test_an_office_plans_nothing_elsewhere(world):
    assert world.plan(place="330110").refusal is not None


def test_only_what_everybody_may_read_is_shown_and_once(world):
    event = done(world.plan()).case
    hidden, out = world.submitted(), world.published(title="别的问题", background="全不相同的另一种情形。" * 6)
    codes = [world.step("show", asked.Show(event=event, ref=ref)).refusal for ref in (uuid4(), hidden, out, out)]

    assert [each and each.code for each in codes] == [
        "event.item_unknown",
        "event.item_not_public",
        None,
        "event.item_twice",
    ]
    assert world.step("unshow", asked.Unshow(event=event, ref=hidden)).refusal.code == "event.item_unknown"
    assert world.step("unshow", asked.Unshow(event=event, ref=out)).refusal is None


def test_signing_up_has_its_bounds(world):
    event = world.out()
    too_many = world.join(event, persons=11).refusal.code
    none = world.join(event, persons=0).refusal.code
    left = world.leave(event).refusal.code
    done(world.join(event))
    twice = world.join(event).refusal.code
    world.on = date(2026, 6, 19)

    assert (too_many, none, left, twice) == (
        "event.persons_out_of_range",
        "event.persons_out_of_range",
        "event.not_joined",
        "event.joined_already",
    )
    assert world.join(event, "other firm", "other clerk").refusal.code == "event.signup_over"


def test_nobody_signs_up_here_for_the_event_of_another_market(world):
    event = world.out(origin="沪上技术市场（演示）", origin_url="https://example.org/roadshow")

    assert world.join(event).refusal.code == "event.of_another_market"


def test_nobody_signs_another_body_up(world):
    assert world.join(world.out(), "other firm", "firm clerk").refusal is not None


def test_who_comes_too_late_waits_and_moves_up_when_a_seat_is_free(world):
    event = world.out(capacity=2)
    done(world.join(event, persons=2))
    done(world.join(event, "other firm", "other clerk"))
    waited = EventSignup.objects.get(body=world.bodies["other firm"]).waiting
    done(world.leave(event))

    assert (waited, EventSignup.objects.get(body=world.bodies["other firm"]).waiting) == (True, False)


def test_moving_an_event_keeps_everybody_seated_and_says_why(world):
    event = world.out(capacity=3)
    done(world.join(event, persons=2))
    done(world.join(event, "other firm", "other clerk", persons=2))
    codes = [
        world.shift(event).refusal.code,
        world.shift(event, venue="二号厅", text=" ").refusal.code,
        world.shift(event, capacity=1).refusal.code,
        world.shift(event, place="330110").refusal.code,
    ]
    done(world.shift(event, capacity=4))

    assert codes == [
        "event.nothing_moved",
        "event.no_words",
        "event.fewer_seats_than_taken",
        "event.elsewhere",
    ]
    assert EventSignup.objects.filter(event=event, waiting=True).count() == 0


def test_a_cancelled_event_says_why(world):
    event = world.out()

    assert world.walk(event, "cancel", " ").refusal.code == "event.no_words"
    assert (world.walk(event, "cancel").refusal, world.state(event)) == (None, "CANCELLED")


def test_an_event_is_held_on_its_day_by_those_who_signed_up(world):
    event = world.out()
    early = world.step("hold", asked.Held(event=event, came=frozenset())).refusal.code
    world.on = date(2026, 6, 18)
    unknown = world.step("hold", asked.Held(event=event, came=frozenset({uuid4()}))).refusal.code
    crowd = world.step("hold", asked.Held(event=event, came=frozenset(), guests=-1)).refusal.code

    assert (early, unknown, crowd) == ("event.not_yet", "event.signup_unknown", "event.guests_out_of_range")


def test_a_meeting_has_two_sides_a_subject_and_an_outcome_that_stands_in_a_register(world):
    event = world.held()
    firm, out = world.bodies["firm"].pk, world.published()
    codes = [
        world.meet(event, first=None).refusal.code,
        world.meet(event, second=firm, second_name="").refusal.code,
        world.meet(event, about=" ").refusal.code,
        world.meet(event, item=out).refusal.code,
    ]
    done(world.meet(event))
    meeting = Meeting.objects.get().pk
    number = Case.objects.get(pk=out).number

    def follow(**more):
        values = {"meeting": meeting, "outcome": "contract", **more}
        return world.step("outcome", asked.Outcome(event=event, **values)).refusal

    refused = [
        follow(meeting=uuid4()).code,
        follow(outcome="wonder").code,
        follow().code,
        follow(number="HT-0").code,
        follow(number=number, link=out).code,
    ]

    assert codes == ["event.side_missing", "event.one_side", "event.no_subject", "event.item_unknown"]
    assert refused == [
        "event.meeting_unknown",
        "event.outcome_unknown",
        "event.link_needed",
        "event.link_unknown",
        "event.link_of_another_kind",
    ]
    assert follow(outcome="demand", number=number, link=out) is None
    assert world.walk(event, "close", " ").refusal.code == "event.no_summary"
