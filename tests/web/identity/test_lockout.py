"""Locks after failed sign-ins: per name and address, per name anywhere, per address; and what the person is told."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user
from django.test import Client
from lxml import html

from kechuang.web import clock, limits
from kechuang.web.identity.models import FailedTry
from tests.web.identity.conftest import RIGHT, WRONG

ENTER = "/sign-in/"


def said(response) -> str:
    return html.fromstring(response.content.decode()).find_class("refusal")[0].findtext("p")


@pytest.fixture
def door(kit, shared, person):
    kit.KECHUANG_LOCK_AFTER, kit.KECHUANG_LOCK_NAME_AFTER, kit.KECHUANG_LOCK_ADDRESS_AFTER = 2, 4, 6
    return Client()


def test_a_name_is_locked_at_its_address_then_everywhere(door):
    tries = [door.post(ENTER, WRONG, REMOTE_ADDR=f"10.0.0.{at}") for at in (1, 1, 2, 2)]

    here, elsewhere = (door.post(ENTER, RIGHT, REMOTE_ADDR=f"10.0.0.{at}") for at in (1, 3))

    assert [each.status_code for each in (*tries, here, elsewhere)] == [422] * 6
    assert said(here) == "尝试次数过多，该用户名在此地址已暂停登录。请 15 分钟后再试，或联系本单位管理员。"
    assert said(elsewhere).startswith("该用户名在各处共失败 4 次，已在所有地址暂停登录。")


def test_an_address_that_tries_many_names_is_locked(door):
    for number in range(6):
        door.post(ENTER, {"username": f"nobody{number}", "password": "x"})

    assert said(door.post(ENTER, RIGHT)).startswith("此地址共失败 6 次，已暂停登录。")
    assert door.post(ENTER, RIGHT, REMOTE_ADDR="10.0.0.2").status_code == 302


def test_a_lock_ends_after_its_time(door, monkeypatch):
    for _ in range(2):
        door.post(ENTER, WRONG)
    locked = door.post(ENTER, RIGHT).status_code
    later = clock.real_now() + timedelta(minutes=15, seconds=1)
    monkeypatch.setattr(clock, "real_now", lambda: later)

    assert (locked, door.post(ENTER, RIGHT).status_code) == (422, 302)


def test_a_proxy_is_believed_only_where_it_is_named(kit, rf):
    told = {"REMOTE_ADDR": "10.0.0.1", "HTTP_X_FORWARDED_FOR": "198.51.100.7, 203.0.113.9"}
    stranger = limits.address(rf.get("/", **told))
    kit.KECHUANG_PROXIES = frozenset({"10.0.0.1"})

    assert (stranger, limits.address(rf.get("/", **told))) == ("10.0.0.1", "203.0.113.9")
    assert limits.address(rf.get("/", REMOTE_ADDR="192.0.2.1", HTTP_X_FORWARDED_FOR="203.0.113.9")) == "192.0.2.1"


def test_failed_tries_are_shown_to_the_person_alone(door, person):
    agent = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/120.0 Safari/537.36"
    door.post(ENTER, WRONG, REMOTE_ADDR="203.0.113.9", headers={"user-agent": agent})
    door.post(ENTER, {**WRONG, "username": "nobody"})
    door.post(ENTER, RIGHT)

    page = html.fromstring(door.get("/account/").content.decode())

    [line] = page.xpath("//section[@id='sessions']//li")
    assert get_user(door) == person
    assert line.text_content().split(" · ", 2)[1:] == ["密码不正确", "Chrome · Windows · 203.0.113.*"]


def test_only_the_newest_tries_are_kept(door, person, kit):
    kit.KECHUANG_LOCK_AFTER = kit.KECHUANG_LOCK_NAME_AFTER = kit.KECHUANG_LOCK_ADDRESS_AFTER = 100
    for _ in range(22):
        door.post(ENTER, WRONG)

    assert FailedTry.objects.filter(person=person).count() == 20
