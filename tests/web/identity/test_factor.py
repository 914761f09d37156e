"""The second factor: set up, asked at sign-in, each code once, recovery codes, demanded by a role, switched off."""

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.auth import get_user
from django.test import Client
from lxml import html

from kechuang.web.identity import factor
from tests.web.identity.conftest import PASSWORD, RIGHT

SET_UP, SECOND, OFF, CODES = (
    "/account/second-factor/",
    "/sign-in/second-factor/",
    "/account/second-factor/off/",
    "/account/second-factor/codes/",
)


def shown(response):
    return html.fromstring(response.content.decode())


def code(secret: str, ahead: int = 0) -> str:
    """Give the code of this period, or of one a little ahead, which is taken as well."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + ahead))


def set_up(client) -> tuple[str, list[str]]:
    """Switch it on; give the secret and the recovery codes."""
    secret = "".join(shown(client.get(SET_UP)).xpath("//p[@class='code']")[0].text_content().split())
    page = shown(client.post(SET_UP, {"code": code(secret)}))
    return secret, [item.text for item in page.xpath("//li[@class='code']")]


@pytest.fixture
def protected(kit, shared, person):
    """A person with a second factor, not signed in; the secret and the recovery codes."""
    browser = Client()
    browser.force_login(person)
    return set_up(browser)


def begin(after: str = "") -> Client:
    """Pass the first factor."""
    browser = Client()
    answer = browser.post("/sign-in/", {**RIGHT, "next": after})
    assert answer["Location"] == SECOND
    return browser


def test_setting_up_needs_a_right_code_and_shows_ten_recovery_codes(kit, shared, person, client):
    client.force_login(person)
    secret = "".join(shown(client.get(SET_UP)).xpath("//p[@class='code']")[0].text_content().split())
    wrong = client.post(SET_UP, {"code": "000000" if code(secret) != "000000" else "111111"})
    before = factor.has(person)

    again, codes = set_up(client)

    assert (wrong.status_code, before, factor.has(person)) == (422, False, True)
    assert again == secret
    assert (len(codes), len(set(codes))) == (10, 10)


def test_secrets_stand_encrypted_in_the_database(protected, person):
    secret, codes = protected

    kept = str(list(Authenticator.objects.values()))
    assert Authenticator.objects.count() == 2
    assert [word for word in (secret, *codes) if word in kept] == []


def test_the_password_alone_no_longer_opens_anything(protected, person):
    browser = begin("/help/")
    page = browser.get("/account/")
    entered = browser.post(SECOND, {"code": code(protected[0], 1)})

    assert (page.status_code, page["Location"]) == (302, "/sign-in/?next=/account/")
    assert (entered["Location"], get_user(browser)) == ("/help/", person)


def test_a_code_counts_once(protected, person):
    first, second = begin(), begin()
    right = code(protected[0], 1)

    assert (first.post(SECOND, {"code": right}).status_code, get_user(first)) == (302, person)
    assert (second.post(SECOND, {"code": right}).status_code, get_user(second).is_authenticated) == (422, False)


def test_the_code_of_the_set_up_does_not_sign_in(kit, shared, person):
    browser = Client()
    browser.force_login(person)
    secret = "".join(shown(browser.get(SET_UP)).xpath("//p[@class='code']")[0].text_content().split())
    used = code(secret)
    browser.post(SET_UP, {"code": used})

    assert begin().post(SECOND, {"code": used}).status_code == 422


def test_a_recovery_code_opens_once(protected, person):
    recovery = protected[1][3]

    opened = begin().post(SECOND, {"code": recovery}).status_code
    again = begin().post(SECOND, {"code": recovery}).status_code

    assert (opened, again, factor.left(factor.of(person))) == (302, 422, 9)


def test_wrong_codes_lock_like_wrong_passwords(protected, kit, person):
    kit.KECHUANG_LOCK_AFTER = 2
    browser = begin()
    for _ in range(2):
        browser.post(SECOND, {"code": "x"})

    locked = browser.post(SECOND, {"code": code(protected[0], 1)})

    assert (locked.status_code, get_user(browser).is_authenticated) == (422, False)


def test_waiting_too_long_begins_again(protected, monkeypatch):
    from datetime import timedelta

    from kechuang.web import clock

    browser, later = begin(), clock.real_now() + timedelta(minutes=11)
    monkeypatch.setattr(clock, "real_now", lambda: later)

    page = browser.post(SECOND, {"code": protected[1][0]})

    assert (page.status_code, get_user(browser).is_authenticated) == (200, False)
    assert shown(page).xpath("//form[@method='post']//input[@name='code']") == []


def test_new_recovery_codes_void_the_old(protected, person):
    browser = begin()
    browser.post(SECOND, {"code": protected[1][0]})

    page = shown(browser.post(CODES, {"old": PASSWORD, "code": protected[1][1]}))
    fresh = [item.text for item in page.xpath("//li[@class='code']")]

    assert (len(fresh), set(fresh) & set(protected[1])) == (10, set())
    assert begin().post(SECOND, {"code": protected[1][5]}).status_code == 422
    assert begin().post(SECOND, {"code": fresh[5]}).status_code == 302


@pytest.mark.parametrize(
    ("password", "right", "status", "still"),
    [(PASSWORD, True, 302, False), ("x", True, 422, True), (PASSWORD, False, 422, True)],
)
def test_switching_off_takes_password_and_code(protected, person, password, right, status, still):
    browser = begin()
    browser.post(SECOND, {"code": protected[1][0]})

    answer = browser.post(OFF, {"old": password, "code": protected[1][1] if right else "x"})

    assert (answer.status_code, factor.has(person)) == (status, still)


def test_another_secret_of_the_node_opens_nothing_and_breaks_nothing(protected, settings):
    browser = begin()
    settings.SECRET_KEY = "another"
    browser = begin()

    assert browser.post(SECOND, {"code": code(protected[0], 1)}).status_code == 422


def test_a_role_that_demands_it_is_led_to_set_it_up_before_anything_else(kit, shared, person, client):
    kit.KECHUANG_SECOND_FACTOR_ROLES = frozenset({"county_checker"})
    client.post("/sign-in/", RIGHT)

    away = client.get("/account/")
    program = client.get("/api/v1/account/tokens")
    left = client.get("/help/").status_code
    set_up(client)

    assert (away.status_code, away["Location"], left) == (302, SET_UP, 200)
    assert (program.status_code, program["Content-Type"]) == (403, "application/problem+json")
    assert client.get("/account/").status_code == 200


def test_a_role_that_demands_it_shows_it_in_every_session(protected, kit, person):
    kit.KECHUANG_SECOND_FACTOR_ROLES = frozenset({"county_checker"})
    browser = Client()
    browser.force_login(person)

    away = browser.get("/account/")
    browser.post(SECOND, {"code": protected[1][0]})

    assert (away.status_code, away["Location"]) == (302, SECOND)
    assert browser.get("/account/").status_code == 200


def test_other_roles_are_left_alone(kit, shared, person, client):
    kit.KECHUANG_SECOND_FACTOR_ROLES = frozenset({"auditor"})
    client.post("/sign-in/", RIGHT)

    assert client.get("/account/").status_code == 200


def test_a_token_waits_for_the_second_factor_that_a_role_demands(kit, shared, roles, person, client):
    from kechuang.web.identity import tokens
    from kechuang.web.permissions import read_actor

    _row, text = tokens.make(read_actor(person), name="x", scopes=["county:wish"], days=1)
    kit.KECHUANG_SECOND_FACTOR_ROLES = frozenset({"county_checker"})
    call = {"headers": {"authorization": f"Bearer {text}"}}

    refused = client.get("/api/v1/bodies/", **call)
    browser = Client()
    browser.force_login(person)
    set_up(browser)

    assert (refused.status_code, refused.json()["code"]) == (403, "token.second_factor")
    assert client.get("/api/v1/bodies/", **call).status_code == 200


def test_one_click_on_a_demonstration_asks_for_no_code(demo, shared, person, client):
    from kechuang.web.accounts.models import Grant

    client.force_login(person)
    set_up(client)
    other = Client()

    other.post("/sign-in/demonstration/", {"grant": Grant.objects.get().pk})

    assert get_user(other) == person
