"""The pages of an office: each is reached, acts, and shows nobody what is not theirs."""

import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from kechuang.casework.disclosures.models import Disclosure
from kechuang.casework.erasure import subject_of
from kechuang.casework.models import Case
from kechuang.casework.posts import staffing
from kechuang.casework.posts.models import Handover, Invitation
from kechuang.web.accounts.models import Body, Delegation, Filling, Grant, Person, Post
from tests.casework.posts.conftest import TODAY
from tests.casework.posts.test_handing import assigned


@pytest.fixture
def at(office):
    """Sign in as somebody, and give get and post that follow to a page's text."""

    def sign_in(name):
        client = Client()
        client.force_login(office.people[name] if name in office.people else Person.objects.get(username=name))

        def ask(view, *args, **values):
            address = reverse(f"posts:{view}", args=args) if ":" not in view else reverse(view, args=args)
            if values:
                return client.post(address, values, follow=True)
            return client.get(address)

        return ask

    return sign_in


def said(response):
    return unescape(response.content.decode())


def test_a_keeper_makes_a_post_and_fills_it(office, at):
    ask = at("keeper")

    ask("new-post", key="k1", title="Deputy", roles=["tests.clerk"], since="2026-01-05", until="")
    post = Post.objects.get(title="Deputy")
    page = ask("fill-post", post.pk, key="k2", person=str(office.people["Wen"].pk), since="2026-01-05")

    assert page.status_code == 200
    assert "Wen" in said(page)
    assert Filling.objects.get(post=post).person == office.people["Wen"]


def test_the_history_of_a_post_and_of_a_person_holds_what_concerns_them_alone(office, at):
    ask = at("keeper")
    for key, title, name in (("a", "Deputy", "Wen"), ("b", "Archivist", "Lu")):
        ask("new-post", key=key, title=title, roles=["tests.clerk"], since="2026-01-05", until="")
        post = Post.objects.get(title=title)
        ask("fill-post", post.pk, key=f"{key}2", person=str(office.people[name].pk), since="2026-01-05")

    of_post = ask("post", Post.objects.get(title="Deputy").pk).context["history"]
    of_person = ask("person", office.people["Lu"].pk).context["history"]

    told = [[str(event.what).partition(" · ")[2] for event in history] for history in (of_post, of_person)]
    assert [told[0][0], told[0][-1], told[1][0]] == ["Wen", "", "Archivist"]
    assert not {"Lu", "Archivist"} & {name for each in told[0] for name in each.split(" · ")}
    assert not {"Wen", "Deputy"} & {name for each in told[1] for name in each.split(" · ")}


def test_an_empty_form_is_told_what_it_lacks(office, at):
    ask = at("keeper")

    codes = [
        ask(view, *args, key="k").status_code
        for view, args in (
            ("new-post", ()),
            ("invite", ()),
            ("fill-post", (office.post("Vacant"),)),
            ("give-role", (office.people["Wen"].pk,)),
            ("delegate", ()),
        )
    ]

    assert codes == [422] * 5


def test_somebody_is_invited_by_a_link_shown_once_and_joins(office, at, client):
    page = said(
        at("keeper")("invite", key="k", body=str(office.body.pk), name="林越", email="", duty="role:tests.staff")
    )
    [secret] = re.findall(r"/join/([0-9a-f]{32})/", page)
    again = said(
        at("keeper")("invite", key="k", body=str(office.body.pk), name="林越", email="", duty="role:tests.staff")
    )

    form = client.get(reverse("posts:join", args=[secret]))
    values = {"username": "linyue", "name": "林越", "password": "a long enough secret", "again": "a long enough secret"}
    done = client.post(reverse("posts:join", args=[secret]), values)

    assert form.status_code == 200
    assert "/join/" not in again
    assert done.status_code == 302
    assert Grant.objects.get(person__username="linyue").body == office.body
    assert client.get(reverse("posts:join", args=[secret])).status_code == 404


def test_two_passwords_that_differ_make_no_account(office, client):
    _outcome, secret = staffing.invite(office.body.pk, name="x", role="tests.staff", by=office.actor("keeper"), key="i")
    values = {"username": "x", "name": "x", "password": "a long enough secret", "again": "another one altogether"}

    assert client.post(reverse("posts:join", args=[secret]), values).status_code == 422
    assert Invitation.objects.get().used_on is None


def test_a_person_hands_over_the_own_post_and_prints_the_list(office, at):
    cases = assigned(office)
    ask = at("Ding")
    form = said(ask("hand-over", office.posts["Chief"]))

    successor = f"successor_{office.posts['Chief'].hex}"
    page = said(ask("hand-over", office.posts["Chief"], key="k", rest="", **{successor: str(office.people["Wen"].pk)}))

    assert form.count("A loan") >= len(cases)
    assert page.count("A loan") == len(cases)
    assert Handover.objects.get().items.count() == len(cases)
    assert said(at("Wen")("handover", Handover.objects.get().pk)).count("A loan") == len(cases)
    assert at("Lu")("handover", Handover.objects.get().pk).status_code == 404


def test_a_handover_that_leaves_something_is_refused_and_keeps_what_was_filled_in(office, at):
    assigned(office)

    page = at("Ding")("hand-over", office.posts["Chief"], key="k", rest="")

    assert page.status_code == 422
    assert Filling.objects.filter(post=office.posts["Chief"], valid_to=None).exists()


def test_access_ends_with_a_forced_handover(office, at):
    assigned(office)
    ask = at("keeper")

    refused = ask("end-access", office.people["Ding"].pk, key="k", rest="")
    done = ask("end-access", office.people["Ding"].pk, key="k2", rest=str(office.posts["Clerk"]))

    assert refused.status_code == 422
    assert done.status_code == 200
    assert not Person.objects.get(pk=office.people["Ding"].pk).is_active


def test_a_delegation_is_made_and_ended_on_its_pages(office, at):
    ask = at("Ding")
    values = {"post": str(office.posts["Chief"]), "taker": str(office.people["Wen"].pk), "reason": "leave"}

    ask("delegate", key="k", since="2026-01-05", until="2026-01-20", **values)
    row = Delegation.objects.get()
    listed = said(at("Wen")("delegations"))
    at("Wen")("delegation", row.pk, key="k2", sure="on")

    assert "Wen" in listed
    assert at("Lu")("delegation", row.pk).status_code == 404
    assert Delegation.objects.get().valid_to == TODAY


def test_who_fills_no_post_is_told_so_and_has_no_empty_choice(office, at):
    page = at("Wen")("delegate")

    assert page.status_code == 200
    assert "您目前没有任职的岗位可以委托。请联系本单位管理员。" in said(page)
    assert "<select" not in said(page)


def test_the_holder_of_a_post_is_no_taker_of_it(office, at):
    form = at("Ding")("delegate").context["form"]

    takers = {value for value, _name in form.fields["taker"].choices}

    assert (str(office.people["Ding"].pk) in takers, str(office.people["Wen"].pk) in takers) == (False, True)


def test_names_are_masked_for_who_does_not_administer_and_is_not_of_the_body(office, at):
    office.add("outsider", Body.objects.get(code="far"), role="tests.clerk")
    Body.objects.filter(code="far").update(place="330100")
    office.people["Ding"].name = "Dingmulin"
    office.people["Ding"].save()

    outside, inside = said(at("outsider")("people")), said(at("keeper")("people"))

    assert "Dingmulin" not in outside
    assert "D**" in outside
    assert "Dingmulin" in inside
    assert "Dingmulin" not in said(at("outsider")("posts"))

    client = Client()
    client.force_login(office.people["outsider"])
    rows = {row["number"]: row for row in client.get("/api/v1/office/people").json()["items"]}
    row = rows[str(office.people["Ding"].pk)[-8:]]
    assert (row["shown"], row["email"], row["url"]) == ("D**", "", "")


@pytest.mark.parametrize("view", ["people", "posts"])
def test_a_list_takes_the_same_queries_for_few_and_for_many(office, at, view, django_assert_max_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    ask = at("keeper")
    ask(view)
    with CaptureQueriesContext(connection) as few:
        ask(view)
    for number in range(3):
        office.add(f"more{number}")
        office.post(f"more{number}", f"more{number}")

    with django_assert_max_num_queries(len(few)):
        ask(view)


def test_a_case_is_assigned_from_its_page(office, at):
    case = office.loan("one")
    ask = at("clerk")

    page = said(ask("casework:case", case))
    done = said(ask("assign", case, key="k", post=str(office.posts["Chief"])))

    assert reverse("posts:assign", args=[case]) in page
    assert "Chief" in done
    assert "A loan" in said(at("Ding")("mine"))


def test_the_keeper_of_the_node_makes_a_body_with_its_first_administrator(office, at):
    values = {"name": "New firm", "code": "new", "kind": "enterprise", "place": "330106", "since": "2026-01-05"}

    page = said(at("node")("new-body", key="k", keeper="Zhou", **values))

    made = Body.objects.get(code="new")
    assert re.search(r"/join/[0-9a-f]{32}/", page)
    assert Invitation.objects.get().body == made
    assert at("node")("body", made.pk).status_code == 200
    assert at("keeper")("bodies").status_code == 403


def test_a_split_is_looked_at_before_it_is_done(office, at):
    heirs = [
        Body.objects.create(code=code, name=code, kind="office", place="330106", valid_from=TODAY)
        for code in ("first", "second")
    ]
    loan = Case.objects.get(pk=office.loan("one"))
    ask = at("node")
    into = {"successors": [str(heir.pk) for heir in heirs], "day": "2026-01-05"}

    unplaced = ask("split", office.body.pk, key="k", **into)
    shown = ask("split", office.body.pk, key="k", rest=str(heirs[0].pk), **into)
    assert Body.objects.get(pk=office.body.pk).valid_to is None
    done = ask("split", office.body.pk, key="k", rest=str(heirs[0].pk), confirmed="1", **into)

    assert [unplaced.status_code, shown.status_code, done.status_code] == [422, 200, 200]
    assert (loan.title in said(unplaced), loan.title in said(shown)) == (False, False)
    assert Body.objects.get(pk=office.body.pk).valid_to == TODAY


def test_a_body_is_renamed_and_merged_on_its_pages(office, at):
    ask = at("node")

    ask("rename", office.body.pk, key="k", name="City library", name_en="", day="2026-01-05", document="Doc 1")
    page = said(ask("body", office.body.pk))
    merged = ask("merge", office.body.pk, key="m", successors=str(Body.objects.get(code="far").pk), day="2026-01-05")

    assert "City library" in page
    assert "Library" in page
    assert merged.status_code == 200
    assert "City library" in said(ask("successions"))


def test_a_list_of_people_taken_away_as_a_file_is_noted_for_those_it_names(office, at):
    ask, address = at("keeper"), reverse("posts:people")
    client = Client()
    client.force_login(office.people["keeper"])

    looked = ask("people").status_code
    before = Disclosure.objects.count()
    names = b"".join(client.get(address, {"export": "csv"})).decode()
    told = Client()
    told.force_login(office.people["Wen"])
    page = said(told.get("/account/disclosures/"))

    rows = Disclosure.objects.filter(way="export")
    assert (looked, before) == (200, 0)
    assert "Wen" in names
    assert {(row.record, row.kind, row.groups) for row in rows} == {("list/people", "list.people", "personal")}
    assert subject_of(office.people["Wen"].pk) in set(rows.values_list("subject", flat=True))
    assert "人员名单" in page
