"""Signing in: the lock after failures, the demonstration's one click, languages, and never a way off this node."""

import pytest
from django.contrib.auth import get_user
from django.test import Client
from lxml import html

from kechuang.web import limits
from kechuang.web.accounts.models import Grant

ENTER = "/sign-in/"
RIGHT = {"username": "lin", "password": "correct horse battery"}
WRONG = {"username": "lin", "password": "mistyped-word"}


def sentence(response):
    return html.fromstring(response.content.decode()).find_class("refusal")[0].findtext("p")


def test_the_right_password_opens_the_day(kit, client, person):
    response = client.post(ENTER, RIGHT)

    assert (response.status_code, response["Location"], get_user(client)) == (302, "/", person)


def test_afterwards_one_comes_back_to_the_page_that_asked(kit, client, person):
    asked = client.get("/account/")

    response = client.post(asked["Location"], {**RIGHT, "next": "/account/"})

    assert (asked["Location"], response["Location"]) == ("/sign-in/?next=/account/", "/account/")


@pytest.mark.parametrize("after", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_nobody_is_led_off_this_node(kit, client, person, after):
    assert client.post(ENTER, {**RIGHT, "next": after})["Location"] == "/"
    assert client.post("/preferences/", {"text": "large", "next": after})["Location"] == "/"


def test_a_wrong_password_says_how_many_tries_are_left(kit, client, person):
    response = client.post(ENTER, WRONG)

    assert response.status_code == 422
    assert sentence(response) == "用户名或密码不正确，还可尝试 7 次。请核对大小写和输入法；忘记密码请联系本单位管理员。"
    assert b"mistyped-word" not in response.content


def test_an_unknown_name_gets_the_same_answer(kit, client, person):
    known = sentence(client.post(ENTER, WRONG))

    assert sentence(client.post(ENTER, {**WRONG, "username": "nobody"})) == known


def test_eight_failures_lock_the_name_at_that_address_even_for_the_right_password(kit, client, person):
    for _ in range(kit.KECHUANG_LOCK_AFTER):
        client.post(ENTER, WRONG)

    locked = client.post(ENTER, RIGHT)
    elsewhere = client.post(ENTER, RIGHT, REMOTE_ADDR="10.0.0.2")

    assert sentence(locked) == "尝试次数过多，该用户名在此地址已暂停登录。请 15 分钟后再试，或联系本单位管理员。"
    assert elsewhere.status_code == 302


def test_signing_in_forgets_earlier_failures(kit, client, person):
    for _ in range(kit.KECHUANG_LOCK_AFTER - 1):
        client.post(ENTER, WRONG)
    client.post(ENTER, RIGHT)

    assert "7" in sentence(client.post(ENTER, WRONG))


def test_many_names_from_one_address_lock_the_address(kit, client, person):
    for number in range(kit.KECHUANG_LOCK_ADDRESS_AFTER):
        limits.failed(type("Request", (), {"META": {"REMOTE_ADDR": "127.0.0.1"}}), f"n{number}")

    assert client.post(ENTER, RIGHT).status_code == 422


def test_the_demonstration_lists_persons_and_signs_in_with_one_click(demo, client, person, today):
    tree = html.fromstring(client.get(ENTER).content.decode())
    button = tree.xpath("//button[@name='grant']")[0]
    body = button.getnext()

    response = client.post("/sign-in/demonstration/", {"grant": button.get("value")})

    assert [each.text_content().strip() for each in (button, body)] == ["林越（演示）", "示例县科技局（演示）"]
    assert (response.status_code, get_user(client)) == (302, person)


def test_a_real_node_offers_no_click_and_takes_none(kit, client, person):
    grant = Grant.objects.get()

    tree = html.fromstring(client.get(ENTER).content.decode())
    response = client.post("/sign-in/demonstration/", {"grant": grant.pk})

    assert tree.xpath("//button[@name='grant']") == []
    assert (response.status_code, get_user(client).is_authenticated) == (404, False)


@pytest.mark.parametrize("grant", ["", "0", "x", "٣", "99999999999999999999"])
def test_a_click_on_nobody_is_refused(demo, client, person, grant):
    assert client.post("/sign-in/demonstration/", {"grant": grant}).status_code == 404


def test_signing_out_needs_a_post(kit, client, person):
    client.force_login(person)

    looked = client.get("/sign-out/")
    left = client.post("/sign-out/")

    assert (looked.status_code, left.status_code, get_user(client).is_authenticated) == (405, 302, False)


def test_the_account_page_shows_my_grants(kit, client, person):
    client.force_login(person)

    tree = html.fromstring(client.get("/account/").content.decode())

    cells = [cell.text_content() for cell in tree.xpath("//table[1]/tbody/tr[1]/td")[:4]]
    assert cells[1:] == ["示例县科技局（演示）", "2020-01-01", "—"]


@pytest.mark.parametrize(
    ("language", "html_language", "title"),
    [("zh-hans", "zh-Hans", "帮助与快捷键"), ("zh-hant", "zh-Hant", "幫助與快捷鍵"), ("en", "en", "Help and keys")],
)
def test_the_language_switch_works_without_a_script(kit, client, db, language, html_language, title):
    response = client.post("/preferences/", {"language": language, "next": "/help/"}, follow=True)

    tree = html.fromstring(response.content.decode())
    assert (tree.get("lang"), tree.findtext(".//h1")) == (html_language, title)


def test_the_chosen_language_follows_the_person_to_another_browser(kit, client, person):
    client.force_login(person)
    client.post("/preferences/", {"language": "en"})
    client.post("/sign-out/")
    client.cookies.clear()

    client.post(ENTER, RIGHT)

    assert html.fromstring(client.get("/help/").content.decode()).get("lang") == "en"


def test_theme_and_text_size_are_kept_and_taken_back(kit, client, db):
    client.post("/preferences/", {"theme": "dark"})
    client.post("/preferences/", {"text": "large"})
    chosen = html.fromstring(client.get("/help/").content.decode())
    client.post("/preferences/", {"theme": ""})
    client.post("/preferences/", {"text": "normal"})
    back = html.fromstring(client.get("/help/").content.decode())

    assert (chosen.get("data-theme"), chosen.get("data-text")) == ("dark", "large")
    assert (back.get("data-theme"), back.get("data-text")) == (None, None)


def test_an_unknown_preference_changes_nothing(kit, client, db):
    client.post("/preferences/", {"theme": "pink", "language": "xx"})

    tree = html.fromstring(client.get("/help/").content.decode())
    assert (tree.get("data-theme"), tree.get("lang")) == (None, "zh-Hans")


CHANGE = {"old": "correct horse battery", "new": "another long secret 7", "again": "another long secret 7"}


def test_a_password_is_changed_and_other_sessions_end(kit, client, person):
    other = Client()
    other.force_login(person)
    client.force_login(person)

    response = client.post("/account/password/", CHANGE, follow=True)

    person.refresh_from_db()
    assert person.check_password("another long secret 7")
    assert "密码已修改，其他登录已退出。" in response.content.decode()
    assert (get_user(client).is_authenticated, get_user(other).is_authenticated) == (True, False)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"old": "x"}, "当前密码：当前密码不正确。"),
        ({"again": "x"}, "再次输入新密码：两次输入的新密码不一致。"),
        ({"new": "short", "again": "short"}, "新密码：此密码太短，至少要包含 10 个字符。"),
    ],
)
def test_a_password_that_cannot_be_taken_is_explained_and_never_shown(kit, client, person, wrong, says):
    client.force_login(person)

    response = client.post("/account/password/", {**CHANGE, **wrong})

    tree = html.fromstring(response.content.decode())
    assert response.status_code == 422
    assert says in [link.text for link in tree.xpath("//section[@class='errors']//a")]
    assert tree.xpath("//input[@type='password']/@value") == []
    person.refresh_from_db()
    assert person.check_password("correct horse battery")
