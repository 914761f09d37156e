"""Each body is administered from inside: posts, roles, invitations."""

from datetime import date, timedelta

import pytest

from kechuang.casework.posts import staffing
from kechuang.casework.posts.models import Invitation
from kechuang.casework.posts.requests import EndRole, FillPost, GiveRole, OpenFile, SetPost, Withdraw
from kechuang.ledger.models import Entry
from kechuang.web import chance, clock
from kechuang.web.accounts.models import Body, Filling, Grant, Person
from kechuang.web.permissions import register_role
from tests.casework.posts.conftest import NOW, TODAY


def give(office, role, name="Wen", by="keeper", key="r1", until=None):
    request = GiveRole(body=office.body.pk, person=office.people[name].pk, role=role, since=TODAY, until=until)
    return staffing.give_role(request, by=office.actor(by), key=key)


def invite(office, key="i1", **how):
    return staffing.invite(office.body.pk, name="林越", by=office.actor("keeper"), key=key, **how)


def test_a_keeper_gives_and_ends_roles_inside_the_own_body_alone(office):
    assert give(office, "tests.clerk").refusal is None
    grant = Grant.objects.get(person=office.people["Wen"], role="tests.clerk")

    again = give(office, "tests.clerk", key="r2")
    by_nobody = give(office, "tests.clerk", name="Lu", by="Ding", key="r3")
    ended = staffing.end_role(EndRole(body=office.body.pk, grant=grant.pk), by=office.actor("keeper"), key="e")

    assert (again.refusal.code, by_nobody.refusal.code) == ("posts.has_role", "case.not_yours")
    assert ended.refusal is None
    assert not Grant.objects.filter(pk=grant.pk).exists()


def test_roles_that_reach_the_node_or_another_kind_of_body_cannot_be_given(office):
    register_role("tests.firm", "own_body", ["loan:return"], kinds=["enterprise"])

    codes = [give(office, role, key=role).refusal.code for role in ("node_keeper", "tests.firm", "no_such_role")]

    assert codes == ["posts.role_not_for_body"] * 3


def test_a_keeper_of_one_body_does_nothing_in_another(office):
    request = GiveRole(body=office.library.borrower.pk, person=office.people["Wen"].pk, role="tests.staff", since=TODAY)

    assert staffing.give_role(request, by=office.actor("keeper"), key="x").refusal.code == "case.not_yours"
    assert staffing.give_role(request, by=office.actor("node"), key="y").refusal.code == "posts.not_of_body"


def test_the_last_administrator_keeps_the_role(office):
    grant = Grant.objects.get(person=office.people["keeper"], role="body_keeper")

    outcome = staffing.end_role(EndRole(body=office.body.pk, grant=grant.pk), by=office.actor("keeper"), key="e")

    assert outcome.refusal.code == "posts.last_keeper"


def test_a_filled_post_is_not_filled_again_nor_ended(office):
    fill = FillPost(body=office.body.pk, post=office.posts["Chief"], person=office.people["Wen"].pk, since=TODAY)
    end = SetPost(
        body=office.body.pk,
        post=office.posts["Chief"],
        title="Chief",
        roles=("tests.clerk",),
        since=date(2025, 1, 1),
        until=TODAY,
    )

    codes = [
        staffing.fill_post(fill, by=office.actor("keeper"), key="a").refusal.code,
        staffing.set_post(end, by=office.actor("keeper"), key="b").refusal.code,
    ]

    assert codes == ["posts.still_filled", "posts.still_filled"]


def test_an_invitation_works_once_and_keeps_neither_secret_nor_name(office):
    vacant = office.post("Vacant")
    outcome, secret = invite(office, post=vacant)
    row = Invitation.objects.get()

    joined = staffing.join_newly(row, "linyue", "林越", "a long enough secret")
    again = staffing.join(row, office.people["Wen"])

    assert outcome.refusal is None
    assert len(secret) == 32 and row.digest == staffing.digest_of(secret)  # noqa: PT018 - one thing: only the digest
    assert joined.refusal is None
    assert Filling.objects.get(post=vacant).person == Person.objects.get(username="linyue")
    assert again.repeated or again.refusal.code == "posts.invitation_gone"
    assert Invitation.objects.get().name == ""
    told = [str(entry.leaf) + str(entry.disclosed) for entry in Entry.objects.all()]
    assert not [text for text in told if "林越" in text or "linyue" in text]


def test_a_repeated_invitation_gives_no_second_secret(office):
    invite(office, role="tests.staff")

    outcome, secret = invite(office, role="tests.staff")

    assert (outcome.repeated, secret, Invitation.objects.count()) == (True, "", 1)


def test_an_expired_or_withdrawn_invitation_makes_no_account(office):
    invite(office, role="tests.staff")
    row = Invitation.objects.get()

    with clock.fixed(NOW + timedelta(days=8)):
        expired = staffing.join_newly(row, "late", "late", "a long enough secret")
    staffing.withdraw_invitation(Withdraw(body=office.body.pk, invitation=row.pk), by=office.actor("keeper"), key="w")
    gone = staffing.join_newly(row, "gone", "gone", "a long enough secret")

    assert (expired.refusal.code, gone.refusal.code) == ("posts.invitation_expired", "posts.invitation_gone")
    assert not Person.objects.filter(username__in=["late", "gone"]).exists()


@pytest.mark.parametrize(("by", "code"), [("node", None), ("keeper", "case.not_yours")])
def test_only_the_keeper_of_the_node_makes_a_body(office, by, code):
    request = OpenFile(
        body=chance.uuid7(),
        authority="330100",
        place="330106",
        kind="enterprise",
        name="New firm",
        code="new",
        since=TODAY,
        made=True,
    )

    outcome = staffing.make_body(request, by=office.actor(by), key="m")

    assert (outcome.refusal.code if outcome.refusal else None) == code
    assert Body.objects.filter(pk=request.body).exists() == (code is None)
