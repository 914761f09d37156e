"""Preparing and approving are different persons, also where one acts on behalf of another."""

from django.db.models import Q
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kechuang.casework import queries, registry
from kechuang.casework.act import act
from kechuang.casework.models import Case, Step
from kechuang.casework.separation import duty
from kechuang.casework.standing import open_moves
from kechuang.web import chance
from kechuang.web.accounts.models import Delegation
from kechuang.web.permissions import Held
from tests.casework import lending
from tests.casework.posts.conftest import TODAY
from tests.casework.posts.test_duties import delegate


def handed_back(office, by):
    case = office.loan(f"loan:{chance.random_id()}", by)
    act(lending.HAND_BACK, lending.Change(case), by=office.library.reader, key=f"back:{case}")
    return case


def close(office, case, name):
    return act(lending.CLOSE, lending.Change(case), by=office.actor(name), key=f"close:{case}:{name}")


def test_a_step_says_on_whose_behalf_it_was_taken(office):
    delegate(office)
    case = handed_back(office, office.actor("Lu"))

    close(office, case, "Wen")

    step = Step.objects.get(case=case, move="close")
    assert (step.person, step.on_behalf_of, step.body) == (office.people["Wen"], office.people["Ding"], office.body)


def test_whoever_acts_for_the_preparer_may_not_approve(office):
    delegate(office)
    case = handed_back(office, office.actor("Ding"))

    assert close(office, case, "Wen").refusal.code == "case.same_person"
    assert close(office, case, "Lu").refusal is None


def test_the_person_acted_for_counts_as_having_prepared(office):
    delegate(office)
    case = handed_back(office, office.actor("Wen"))

    assert close(office, case, "Ding").refusal.code == "case.same_person"
    assert close(office, case, "Lu").refusal is None


def test_pages_offer_no_step_that_the_gateway_would_refuse(office):
    registry.register_case(registry.CaseKind(lending.MOVES, "loan:read", forms={"close": "casework:case"}))
    delegate(office)
    case = Case.objects.get(pk=handed_back(office, office.actor("Ding")))

    offered = {name: bool(open_moves(case, office.actor(name), TODAY)) for name in ("Ding", "Wen", "Lu")}

    assert offered == {"Ding": False, "Wen": False, "Lu": True}
    assert not queries.waiting_for(office.actor("Wen"), TODAY).filter(Q(pk=case.pk)).exists()


PERSONS = [chance.uuid7() for _ in range(4)]
persons = st.sampled_from(PERSONS)


def held(giver):
    return Held("r", PERSONS[0], "", "330106", "", TODAY, None, on_behalf_of=giver)


@given(actor=persons, givers=st.lists(st.none() | persons, max_size=4), took_part=st.sets(persons))
@settings(max_examples=200, deadline=None)
def test_no_duty_lets_a_person_act_who_took_part_or_for_one_who_did(actor, givers, took_part):
    chosen = duty([held(giver) for giver in givers], actor, took_part)

    fitting = [giver for giver in givers if giver not in took_part]
    assert (chosen is not None) == (actor not in took_part and bool(fitting))
    if chosen is not None:
        assert not {actor, chosen.on_behalf_of} & took_part


@given(
    delegated=st.lists(st.permutations(["Ding", "Lu", "Wen"]).map(lambda names: names[:2]), max_size=2), data=st.data()
)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_delegated_one_person_never_stands_on_both_sides(office, delegated, data):
    """Any web of delegations: the persons of the first step and those of the approval have nobody in common."""
    Delegation.objects.all().delete()
    if "Third" not in office.posts:
        office.post("Third", "Wen")
    posts = {"Ding": "Chief", "Lu": "Clerk", "Wen": "Third"}
    for giver, taker in delegated:
        delegate(office, post=posts[giver], giver=giver, taker=taker, key=chance.random_id())
    first, second = (data.draw(st.sampled_from(["Ding", "Lu", "Wen"])) for _ in range(2))
    case = handed_back(office, office.actor(first))

    outcome = close(office, case, second)

    steps = {step.move: {step.person_id, step.on_behalf_of_id} - {None} for step in Step.objects.filter(case=case)}
    if outcome:
        assert not steps["lend"] & steps["close"]
    else:
        assert outcome.refusal.code == "case.same_person"
        assert first == second or any(set(pair) == {first, second} for pair in delegated)
