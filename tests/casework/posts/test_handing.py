"""Handover: everything open goes to somebody in one act, with a fact, or nothing is changed."""

from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from kechuang.casework.models import Case
from kechuang.casework.posts import assigning, handing, items, queries
from kechuang.casework.posts.items import OpenItem, OpenItems, open_items
from kechuang.casework.posts.models import Assignment, Handover
from kechuang.casework.posts.placing import Item, Leaving, place, spread
from kechuang.casework.posts.requests import HandOver
from kechuang.kernel.refusal import Refusal
from kechuang.ledger.models import Entry
from kechuang.web import chance
from kechuang.web.accounts.models import Delegation, Filling, Grant, Person
from tests.casework.posts.conftest import TODAY
from tests.casework.posts.test_duties import delegate

IDS = [UUID(int=number) for number in range(1, 7)]
posts = st.sampled_from(IDS)


def assigned(office, count=2, post="Chief"):
    cases = [office.loan(f"{post}{number}") for number in range(count)]
    for case in cases:
        outcome = assigning.assign(case, office.posts[post], by=office.library.clerk, key=f"assign:{case}")
        assert outcome, outcome.refusal
    return cases


def hand_over(office, by="Ding", key="h1", **how):
    request = HandOver(
        body=office.body.pk,
        handover=chance.uuid7(),
        person=office.people["Ding"].pk,
        left=(office.posts["Chief"],),
        by=office.people[by].pk,
        **how,
    )
    return handing.hand_over(request, by=office.actor(by), key=key)


def fact_of(outcome):
    return Entry.objects.get(pk=outcome.facts[-1])


def test_an_assigned_case_stands_in_the_box_of_the_post_alone(office):
    [first, second] = assigned(office)

    mine = {name: queries.my_posts_cases(office.actor(name), TODAY).count() for name in ("Ding", "Lu", "Wen")}

    assert mine == {"Ding": 2, "Lu": 0, "Wen": 0}
    assert {row.case_id for row in Assignment.objects.all()} == {first, second}


def test_assigning_is_refused_without_reach_without_a_duty_and_to_a_vacant_post(office):
    case = office.loan("one")
    vacant = office.post("Vacant")
    idle = office.post("Idle", "Wen", roles=("tests.staff",))

    codes = [
        assigning.assign(case, office.posts["Chief"], by=office.library.stranger, key="a").refusal.code,
        assigning.assign(case, vacant, by=office.library.clerk, key="b").refusal.code,
        assigning.assign(case, idle, by=office.library.clerk, key="c").refusal.code,
    ]

    assert codes == ["case.missing", "posts.target_vacant", "posts.cannot_work"]


def test_a_successor_takes_everything_and_the_fact_names_nobody(office):
    assigned(office)

    outcome = hand_over(office, successions={office.posts["Chief"]: office.people["Wen"].pk})

    assert outcome.refusal is None
    assert queries.my_posts_cases(office.actor("Wen"), TODAY).count() == 2
    assert queries.my_posts_cases(office.actor("Ding"), TODAY).count() == 0
    entry = fact_of(outcome)
    assert entry.type == "casework.handed_over"
    assert "Ding" not in str(entry.leaf) + str(entry.disclosed)
    assert Handover.objects.get().items.count() == 2


def test_without_a_successor_every_item_needs_a_place(office):
    [first, second] = assigned(office)

    nowhere = hand_over(office)
    half = hand_over(office, key="h2", placed={f"cases:{first}": office.posts["Clerk"]})
    vacant = hand_over(office, key="h3", rest=office.posts["Chief"])
    done = hand_over(office, key="h4", placed={f"cases:{first}": office.posts["Clerk"]}, rest=office.posts["Clerk"])

    assert [nowhere.refusal.code, half.refusal.code, vacant.refusal.code] == [
        "posts.unplaced",
        "posts.unplaced",
        "posts.target_vacant",
    ]
    assert (nowhere.refusal.values["count"], half.refusal.values["count"]) == (2, 1)
    assert done.refusal is None
    assert {row.post_id for row in Assignment.objects.filter(case__in=[first, second])} == {office.posts["Clerk"]}


def test_only_the_person_or_the_administrator_hands_over_and_only_the_latter_ends_access(office):
    codes = [
        hand_over(office, by="Lu", rest=office.posts["Clerk"]).refusal.code,
        hand_over(office, by="Ding", key="h2", rest=office.posts["Clerk"], access=True).refusal.code,
    ]

    assert codes == ["posts.not_your_post", "posts.not_your_post"]
    assert hand_over(office, by="keeper", key="h3", rest=office.posts["Clerk"], access=True)


def test_ending_access_ends_every_duty_and_moves_what_was_taken_for_others(office):
    delegate(office, post="Clerk", giver="Lu", taker="Ding")
    assigned(office)

    outcome = hand_over(office, by="keeper", access=True, successions={office.posts["Chief"]: office.people["Wen"].pk})

    assert outcome.refusal is None
    assert not Person.objects.get(pk=office.people["Ding"].pk).is_active
    assert [held.role for held in office.actor("Ding").grants if held.in_force(TODAY)] == []
    assert Delegation.objects.get().taker == office.people["Wen"]


def test_a_delegation_given_ends_with_the_post(office):
    delegate(office)

    hand_over(office, successions={office.posts["Chief"]: office.people["Lu"].pk})

    assert Delegation.objects.get().valid_to == TODAY
    assert not Filling.objects.filter(post=office.posts["Chief"], person=office.people["Ding"], valid_to=None).exists()


def test_the_last_administrator_stays(office):
    request = HandOver(
        body=office.body.pk,
        handover=chance.uuid7(),
        person=office.people["keeper"].pk,
        left=(),
        access=True,
        by=office.people["keeper"].pk,
    )

    assert handing.hand_over(request, by=office.actor("keeper"), key="k").refusal.code == "posts.last_keeper"
    Grant.objects.create(person=office.people["Wen"], role="body_keeper", body=office.body, valid_from=TODAY)
    assert handing.hand_over(request, by=office.actor("keeper"), key="k2").refusal is None


def test_what_a_package_registers_is_listed_and_moved(office):
    moved = []
    items.register(
        OpenItems(
            "tests.note",
            "Notes",
            lambda person, post: (
                [OpenItem(kind="tests.note", id="n1", title="A note")]
                if post is None and person == office.people["Ding"].pk
                else []
            ),
            lambda rows, target: moved.extend((row.id, target.person) for row in rows),
        )
    )
    Grant.objects.filter(person=office.people["Ding"]).delete()

    outcome = hand_over(office, successions={office.posts["Chief"]: office.people["Lu"].pk})
    items.KINDS.pop("tests.note")

    assert outcome.refusal is None
    assert moved == [("n1", office.people["Lu"].pk)]


@given(
    items_=st.lists(
        st.builds(Item, st.integers(0, 40).map(lambda n: f"k{n % 3}:{n}"), st.just("t"), st.none() | posts), max_size=12
    ),
    left=st.lists(posts, unique=True, max_size=3),
    filled=st.dictionaries(posts, posts, max_size=5),
    placed=st.dictionaries(st.integers(0, 40).map(lambda n: f"k{n % 3}:{n}"), posts, max_size=6),
    rest=st.none() | posts,
)
@settings(max_examples=150, deadline=None)
def test_no_item_is_ever_left_without_a_filled_post(items_, left, filled, placed, rest):
    targets = place(items_, Leaving(left=tuple(left), filled=filled, placed=placed, rest=rest))

    if isinstance(targets, Refusal):
        assert targets.code in {"posts.unplaced", "posts.target_vacant"}
    else:
        assert set(targets) == {item.key for item in items_}
        assert set(targets.values()) <= set(filled)


@given(
    items_=st.lists(st.builds(Item, st.integers(0, 40).map(lambda n: f"k{n % 3}:{n}"), st.just("t")), max_size=12),
    successors=st.lists(posts, unique=True, min_size=1, max_size=3),
    placed=st.dictionaries(st.sampled_from(["k0:*", "k1:*", "k0:3", "k1:1", "k2:5"]), posts, max_size=4),
    rest=st.none() | posts,
)
@settings(max_examples=150, deadline=None)
def test_no_thing_of_a_body_is_ever_left_without_a_successor(items_, successors, placed, rest):
    targets = spread(items_, successors, placed, rest)

    if isinstance(targets, Refusal):
        assert targets.code in {"posts.unplaced", "posts.no_successor"}
    else:
        assert set(targets) == {item.key for item in items_}
        assert set(targets.values()) <= set(successors)


@given(data=st.data())
@settings(max_examples=8, deadline=None)
def test_through_any_row_of_successions_every_case_stays_with_somebody(data, django_db_setup, django_db_blocker):
    """Random assignments, then random handovers: each open case lies in a post that somebody fills."""
    from django.db import transaction

    from tests.casework.posts import conftest

    with django_db_blocker.unblock(), transaction.atomic():
        with conftest.standing() as office:
            cases = [office.loan(f"c{number}") for number in range(3)]
            for case in cases:
                name = data.draw(st.sampled_from(["Chief", "Clerk"]))
                assigning.assign(case, office.posts[name], by=office.library.clerk, key=f"a:{case}")
            for turn in range(3):
                title = data.draw(st.sampled_from(["Chief", "Clerk"]))
                filler = Filling.objects.filter(post=office.posts[title], valid_to=None).first()
                if filler is None:
                    continue
                others = [name for name in ("Ding", "Lu", "Wen") if office.people[name].pk != filler.person_id]
                follows = data.draw(st.none() | st.sampled_from(others))
                rest = data.draw(st.none() | st.sampled_from(["Chief", "Clerk"]))
                handing.hand_over(
                    HandOver(
                        body=office.body.pk,
                        handover=chance.uuid7(),
                        person=filler.person_id,
                        left=(office.posts[title],),
                        successions={office.posts[title]: office.people[follows].pk} if follows else {},
                        rest=office.posts[rest] if rest else None,
                    ),
                    by=office.actor("keeper"),
                    key=f"turn:{turn}:{chance.random_id()}",
                )
            found = {row.case_id: row.post_id for row in Assignment.objects.all()}
            filled = set(Filling.objects.filter(valid_to=None).values_list("post", flat=True))
            assert set(found) == set(cases)
            assert set(found.values()) <= filled
            assert Case.objects.filter(pk__in=cases).count() == len(open_items(None, list(office.posts.values())))
        transaction.set_rollback(True)
