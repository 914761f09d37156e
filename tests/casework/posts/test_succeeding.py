"""Bodies are renamed, merged and split with dates; what they held and owed goes to the successor in one act."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from kechuang.casework.due import sweep
from kechuang.casework.models import Account, Case
from kechuang.casework.posts import assigning, estates, queries, succeeding
from kechuang.casework.posts.models import Assignment
from kechuang.casework.posts.requests import Succeed
from kechuang.ledger.models import Entry
from kechuang.web import chance, clock
from kechuang.web.accounts import names
from kechuang.web.accounts.models import Body, Grant, Post, Succession
from tests.casework.posts.conftest import TODAY

LATER = date(2026, 2, 1)


def at(day):
    return clock.fixed(datetime(day.year, day.month, day.day, 2, tzinfo=UTC))


def body(code, kind="office"):
    return Body.objects.create(code=code, name=code, kind=kind, place="330106", valid_from=date(2020, 1, 1))


def succeed(office, kind, key="s1", day=TODAY, by="node", **how):
    successors = tuple(each.pk for each in how.pop("into", ()))
    request = Succeed(body=office.body.pk, succession=chance.uuid7(), kind=kind, day=day, successors=successors, **how)
    return succeeding.succeed(request, by=office.actor(by), key=key)


def owned(office, successor):
    return {
        "cases": Case.objects.filter(office=successor).exclude(kind="casework.body").count(),
        "accounts": Account.objects.filter(holder=successor).count(),
        "posts": Post.objects.filter(body=successor).count(),
        "grants": Grant.objects.filter(body=successor, valid_to=None).count(),
    }


def test_a_renamed_body_keeps_its_name_of_then_on_what_was_written_before(office):
    outcome = succeed(office, "rename", day=LATER, name="City library")
    assert outcome.refusal is None
    assert Body.objects.get(pk=office.body.pk).name == "Library"

    with at(LATER):
        swept = sweep()

    renamed = Body.objects.get(pk=office.body.pk)
    assert (swept.moved, swept.refused) == (1, {})
    assert renamed.name == "City library"
    assert [names.name_on(renamed, day) for day in (TODAY, date(2026, 1, 31), LATER)] == [
        "Library",
        "Library",
        "City library",
    ]
    assert Entry.objects.filter(type="casework.body_renamed").count() == 1


def test_a_merged_body_leaves_everything_to_its_successor_and_ends(office):
    heir = body("heir")
    Account.objects.create(code="330100/lib", authority="330100", holder=office.body, balance=Decimal(5))
    case = office.loan("one")
    assigning.assign(case, office.posts["Chief"], by=office.library.clerk, key="a")
    held = len(estates.held_by(office.body.pk, TODAY))

    outcome = succeed(office, "merge", into=[heir])

    assert outcome.refusal is None
    assert estates.held_by(office.body.pk, TODAY) == []
    assert len(estates.held_by(heir.pk, TODAY)) == held
    assert owned(office, heir) == {"cases": 1, "accounts": 1, "posts": 2, "grants": 7}
    assert Body.objects.get(pk=office.body.pk).valid_to == TODAY
    assert Assignment.objects.get(case=case).post_id == office.posts["Chief"]
    assert queries.my_posts_cases(office.actor("Ding"), TODAY).get().pk == case


def test_a_body_that_has_ended_takes_no_more_acts(office):
    succeed(office, "merge", into=[body("heir")])

    assert succeed(office, "rename", key="s2", name="Again").refusal.code == "case.move_not_open"


def test_a_merger_on_a_later_day_moves_what_has_come_until_then(office):
    heir = body("heir")
    succeed(office, "merge", into=[heir], day=LATER)
    case = office.loan("late")
    assert Case.objects.get(pk=case).office == office.body

    with at(LATER):
        sweep()

    assert Case.objects.get(pk=case).office == heir
    assert Succession.objects.get().done


def test_a_split_cannot_finish_with_an_item_unplaced(office):
    first, second = body("first"), body("second")
    case = office.loan("one")

    nowhere = succeed(office, "split", into=[first, second])
    half = succeed(office, "split", key="s2", into=[first, second], placed={"posts:*": first.pk})
    later = succeed(office, "split", key="s3", into=[first, second], day=LATER, placed={"posts:*": first.pk})
    elsewhere = succeed(office, "split", key="s4", into=[first, second], rest=office.library.borrower.pk)
    done = succeed(
        office,
        "split",
        key="s5",
        into=[first, second],
        placed={"posts:*": first.pk, f"posts:{office.posts['Clerk']}": second.pk, "cases:*": second.pk},
        rest=first.pk,
    )

    codes = [each.refusal.code for each in (nowhere, half, later, elsewhere)]
    assert codes == ["posts.unplaced", "posts.unplaced", "posts.rest_needed", "posts.no_successor"]
    assert done.refusal is None
    assert Post.objects.get(pk=office.posts["Chief"]).body == first
    assert Post.objects.get(pk=office.posts["Clerk"]).body == second
    assert Case.objects.get(pk=case).office == second


def test_a_case_parted_from_its_post_goes_back_to_its_office(office):
    first, second = body("first"), body("second")
    case = office.loan("one")
    assigning.assign(case, office.posts["Chief"], by=office.library.clerk, key="a")

    succeed(office, "split", into=[first, second], placed={"cases:*": second.pk}, rest=first.pk)

    assert not Assignment.objects.filter(case=case).exists()


@pytest.mark.parametrize("by", ["keeper", "Ding"])
def test_only_the_keeper_of_the_node_reshapes_bodies(office, by):
    assert succeed(office, "merge", into=[body("heir")], by=by).refusal.code == "case.not_yours"


def test_impossible_successions_are_refused(office):
    heir = body("heir")

    codes = [
        succeed(office, "merge", key="a", into=[office.body]).refusal.code,
        succeed(office, "merge", key="b").refusal.code,
        succeed(office, "split", key="c", into=[heir], rest=heir.pk).refusal.code,
        succeed(office, "rename", key="d").refusal.code,
        succeed(office, "rename", key="e", name="Older", day=date(2025, 1, 1)).refusal.code,
    ]

    assert codes == [
        "posts.no_such_successor",
        "posts.no_such_successor",
        "posts.split_in_two",
        "posts.no_name",
        "posts.in_the_past",
    ]


def test_what_other_packages_owe_goes_along(office):
    """An opinion that the ended body was asked for is owed by its successor."""
    from kechuang.casework.standard.models import Opinion

    heir = body("heir")
    case = office.loan("one")
    Opinion.objects.create(case_id=case, body=office.body, question="Agreed?", asked_on=TODAY)

    succeed(office, "merge", into=[heir])

    assert Opinion.objects.get().body == heir
