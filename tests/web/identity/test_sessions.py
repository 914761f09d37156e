"""Sessions that the person sees and ends, and what is kept of a device."""

import pytest
from django.contrib.auth import get_user
from django.test import Client, RequestFactory
from lxml import html

from kechuang.web.accounts.models import Person
from kechuang.web.identity import forgetting, sessions
from kechuang.web.identity.devices import device, shortened
from kechuang.web.identity.models import SignedIn
from tests.web.identity.conftest import RIGHT

PHONE = "Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 Chrome/114 Mobile Safari/537.36 DingTalk/7.0"


@pytest.fixture
def two(kit, person):
    """The same person in two browsers."""
    desk, phone = Client(), Client()
    desk.post("/sign-in/", RIGHT, REMOTE_ADDR="198.51.100.7")
    phone.post("/sign-in/", RIGHT, REMOTE_ADDR="203.0.113.9", headers={"user-agent": PHONE})
    return desk, phone


def rows(client) -> list[list[str]]:
    page = html.fromstring(client.get("/account/").content.decode())
    return [
        [cell.text_content().strip() for cell in row.xpath("td")] for row in page.xpath("//section[@id='sessions']//tr")
    ][1:]


def test_both_browsers_are_listed_with_device_and_half_an_address(two):
    shown = rows(two[0])

    assert [row[:2] for row in shown] == [["DingTalk · Android", "203.0.113.*"], ["未知设备", "198.51.100.*"]]
    assert shown[1][4] == "本次登录"
    assert shown[0][2].endswith("密码登录")


def test_the_same_person_signs_in_again_within_one_session(two, person):
    request = RequestFactory().get("/", REMOTE_ADDR="192.0.2.33")
    request.session = two[0].session
    before = SignedIn.objects.get(session_key=request.session.session_key)

    row = sessions.begin(request, person)

    assert (row.pk, row.address == before.address) == (before.pk, False)
    assert SignedIn.objects.filter(person=person).count() == 2


def test_one_is_ended_from_the_other(two, person):
    desk, phone = two
    row = SignedIn.objects.get(device="DingTalk · Android")

    answer = desk.post(f"/account/sessions/{row.pk}/end/", follow=True)

    assert "该处登录已退出。" in answer.content.decode()
    assert (get_user(desk), get_user(phone).is_authenticated, len(rows(desk))) == (person, False, 1)


def test_all_others_are_ended_at_once(two, person):
    desk, phone = two

    answer = desk.post("/account/sessions/end-others/", follow=True)

    assert "已退出其他 1 处登录。" in answer.content.decode()
    assert (get_user(desk), get_user(phone).is_authenticated) == (person, False)


def test_nobody_ends_the_session_of_another(two, person):
    stranger = Client()
    stranger.force_login(Person.objects.create_user("other", name="other"))
    row = SignedIn.objects.filter(person=person).first()

    answers = [
        stranger.post(f"/account/sessions/{row.pk}/end/"),
        stranger.post(f"/api/v1/account/sessions/{row.pk}/end"),
        Client().post(f"/account/sessions/{row.pk}/end/"),
    ]

    assert [each.status_code for each in answers] == [404, 404, 302]
    assert SignedIn.objects.filter(person=person).count() == 2


def test_programs_see_and_end_the_same(two):
    desk, phone = two

    listed = desk.get("/api/v1/account/sessions").json()
    ended = desk.post(f"/api/v1/account/sessions/{listed[0]['id']}/end")

    assert [(row["device"], row["address"], row["this_one"]) for row in listed] == [
        ("DingTalk · Android", "203.0.113.*", False),
        ("", "198.51.100.*", True),
    ]
    assert (ended.status_code, get_user(phone).is_authenticated) == (204, False)


def test_a_new_password_ends_the_others_and_keeps_this_one_listed(two):
    desk, phone = two
    new = "another long secret 7"

    desk.post("/account/password/", {"old": RIGHT["password"], "new": new, "again": new})

    assert (len(rows(desk)), rows(desk)[0][4], get_user(phone).is_authenticated) == (1, "本次登录", False)


def test_signing_out_takes_the_row_away(two):
    two[1].post("/sign-out/")

    assert len(rows(two[0])) == 1


def test_the_last_use_is_noted_once_a_day_and_costs_nothing_else(two, django_assert_num_queries):
    session = two[0].session
    session[sessions.SEEN] = "2020-01-01"
    session.save()
    SignedIn.objects.update(seen_on="2020-01-01")

    two[0].get("/help/")
    days = list(SignedIn.objects.order_by("pk").values_list("seen_on", flat=True))
    two[0].get("/help/")

    assert [day.isoformat() > "2020-01-01" for day in days] == [True, False]


def test_all_of_it_goes_with_the_person(two, person):
    assert SignedIn.objects.count() == 2

    forgetting.forget_person(person)

    assert SignedIn.objects.count() == 0


@pytest.mark.parametrize(
    ("agent", "kept"),
    [
        ("", ""),
        ("curl/8.5.0", ""),
        (PHONE, "DingTalk · Android"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", "Firefox · Linux"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/120.0 Safari/537.36 Edg/120.0", "Edge · Windows"),
    ],
)
def test_a_device_is_two_words(agent, kept):
    assert device(agent) == kept


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("203.0.113.9", "203.0.113.*"),
        ("2001:db8:1::7", "2001:db8:1:*"),
        ("::1", "0:0:0:*"),
        ("unix", ""),
        ("", ""),
    ],
)
def test_an_address_loses_its_last_part(address, kept):
    assert shortened(address) == kept
