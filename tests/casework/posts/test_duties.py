"""A post carries duties to whoever fills it, and by dates to whoever is delegated."""

from datetime import date, timedelta

from kechuang.casework.posts import delegating
from kechuang.casework.posts.requests import Delegate
from kechuang.web import chance
from kechuang.web.accounts.models import Delegation, Filling
from kechuang.web.permissions import may, read_actor
from tests.casework.posts.conftest import TODAY


def delegate(office, taker="Wen", since=TODAY, until=date(2026, 1, 15), post="Chief", giver="Ding", by=None, key="d1"):
    request = Delegate(
        body=office.body.pk,
        delegation=chance.uuid7(),
        post=office.posts[post],
        giver=office.people[giver].pk,
        taker=office.people[taker].pk,
        since=since,
        until=until,
        reason="leave",
    )
    return delegating.delegate(request, by=office.actor(by or giver), key=key)


def lends(actor, on):
    return may(actor, "loan:lend", on=on, place="330106")


def test_all_duties_are_read_in_one_query(office, django_assert_num_queries):
    delegate(office)
    person = office.people["Wen"]

    with django_assert_num_queries(1):
        actor = read_actor(person)

    assert [(held.role, held.post, held.on_behalf_of) for held in actor.grants] == [
        ("tests.staff", None, None),
        ("tests.clerk", office.posts["Chief"], office.people["Ding"].pk),
    ]


def test_who_fills_a_post_has_its_duties_and_nobody_else(office):
    assert lends(office.actor("Ding"), TODAY)
    assert not lends(office.actor("Wen"), TODAY)


def test_a_duty_ends_with_the_filling(office):
    Filling.objects.filter(person=office.people["Ding"]).update(valid_to=TODAY + timedelta(days=3))

    assert lends(office.actor("Ding"), TODAY + timedelta(days=2))
    assert not lends(office.actor("Ding"), TODAY + timedelta(days=3))


def test_a_delegation_holds_from_its_first_day_until_before_its_last(office):
    delegate(office, since=date(2026, 1, 8), until=date(2026, 1, 10))

    held = [lends(office.actor("Wen"), date(2026, 1, day)) for day in (7, 8, 9, 10)]

    assert held == [False, True, True, False]


def test_a_delegation_never_reaches_further_than_the_giver(office):
    delegate(office)
    Filling.objects.filter(person=office.people["Ding"]).update(valid_to=date(2026, 1, 7))

    assert lends(office.actor("Wen"), date(2026, 1, 6))
    assert not lends(office.actor("Wen"), date(2026, 1, 7))


def test_a_delegation_cannot_be_passed_on(office):
    delegate(office)

    outcome = delegate(office, giver="Wen", taker="Lu", key="d2")

    assert outcome.refusal.code == "posts.not_your_post"
    assert Delegation.objects.count() == 1


def test_nobody_delegates_for_somebody_else(office):
    assert delegate(office, by="Lu").refusal.code == "posts.not_your_post"
    assert delegate(office, by="keeper", key="d3").refusal is None


def test_a_delegation_is_refused_where_it_makes_no_sense(office):
    office.add("outsider", office.library.borrower)

    codes = [
        delegate(office, taker="Ding", key="a").refusal.code,
        delegate(office, taker="outsider", key="b").refusal.code,
        delegate(office, since=date(2026, 1, 1), key="c").refusal.code,
        delegate(office, until=TODAY, key="d").refusal.code,
        delegate(office, until=date(2028, 1, 1), key="e").refusal.code,
    ]

    assert codes == [
        "posts.to_yourself",
        "posts.not_of_body",
        "posts.in_the_past",
        "posts.ends_before",
        "posts.too_long",
    ]


def test_giver_and_taker_end_a_delegation_by_hand_and_others_do_not(office):
    delegate(office)
    row = Delegation.objects.get()

    refused = delegating.end_delegation(row, by=office.actor("Lu"), key="e1")
    done = delegating.end_delegation(row, by=office.actor("Wen"), key="e2")

    assert (refused.refusal.code, done.refusal) == ("posts.not_your_post", None)
    assert not lends(office.actor("Wen"), TODAY)
