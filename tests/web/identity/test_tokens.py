"""Tokens for programs: shown once, kept as a digest, within scopes and the person's present duties, limited, ended."""

from datetime import timedelta

import pytest
from django.test import Client
from lxml import html

from kechuang.web import clock
from kechuang.web.accounts.models import Person
from kechuang.web.identity import tokens
from kechuang.web.identity.models import Token
from kechuang.web.permissions import actor_of

WISH = "/api/v1/bodies/wish"


@pytest.fixture
def browser(kit, roles, person, client):
    client.force_login(person)
    return client


def made(browser, scopes=("county:wish",), days=30) -> str:
    answer = browser.post("/account/tokens/new/", {"name": "夜间导出", "scopes": list(scopes), "days": days})
    return html.fromstring(answer.content.decode()).get_element_by_id("token").text


def wish(text: str, number: int = 1, **more):
    headers = {"authorization": f"Bearer {text}", "idempotency-key": "0123456789"}
    return Client(enforce_csrf_checks=True).post(
        WISH, {"number": number}, content_type="application/json", headers=headers, **more
    )


def code(answer) -> tuple[int, str, str]:
    return answer.status_code, answer["Content-Type"], answer.json()["code"]


PROBLEM = "application/problem+json"


def test_a_token_acts_in_the_persons_name_without_a_session(browser):
    text = made(browser)

    assert (wish(text).status_code, wish(text).json()) == (200, {"number": 1})


def test_a_token_is_shown_once_and_kept_as_a_digest(browser):
    text = made(browser)
    account = browser.get("/account/").content.decode()
    listed = browser.get("/api/v1/account/tokens").json()

    kept = str(Token.objects.values())
    assert (len(text), text[:3]) == (46, "kc_")
    assert text not in account + str(listed) + kept
    assert Token.objects.get().digest == tokens.digest(text)
    assert [(row["name"], row["begins"], row["scopes"]) for row in listed] == [("夜间导出", text[:8], ["county:wish"])]


def test_a_token_may_not_do_what_its_scopes_leave_out(browser):
    text = made(browser, scopes=["order:check"])

    answer = wish(text)

    assert (*code(answer), answer.json()["permission"]) == (403, PROBLEM, "http.403", "county:wish")


def test_a_token_never_has_more_than_its_person(browser):
    forms = browser.post("/account/tokens/new/", {"name": "x", "scopes": ["personal:read"], "days": 30})
    wanted = {"name": "x", "scopes": ["county:wish", "personal:read"], "days": 30}
    asked = browser.post("/api/v1/account/tokens", wanted, content_type="application/json")

    assert (forms.status_code, code(asked)) == (422, (422, PROBLEM, "token.scopes"))
    assert Token.objects.count() == 0


def test_a_token_reaches_no_further_than_its_person_today(browser, person):
    text = made(browser)
    before = wish(text).status_code
    person.grants.update(valid_to=clock.today())

    assert (before, wish(text).status_code) == (200, 403)


@pytest.mark.parametrize("change", ["ended", "expired", "closed", "mistyped"])
def test_a_token_that_is_over_is_not_known(browser, person, change):
    text = made(browser)
    assert wish(text).status_code == 200
    if change == "ended":
        browser.post(f"/account/tokens/{Token.objects.get().pk}/end/")
    elif change == "expired":
        Token.objects.update(expires_on=clock.real_today())
    elif change == "closed":
        Person.objects.update(is_active=False)
    else:
        text = text[:-1]

    assert code(wish(text)) == (401, PROBLEM, "token.unknown")


def test_the_days_of_a_token_are_bounded_by_the_node(browser, kit):
    kit.KECHUANG_TOKEN_DAYS = 10
    refused = [
        browser.post("/account/tokens/new/", {"name": "x", "scopes": ["county:wish"], "days": days}).status_code
        for days in (0, 11)
    ]
    made(browser, days=10)

    assert refused == [422, 422]
    assert Token.objects.get().expires_on == clock.real_today() + timedelta(days=10)


def test_a_token_used_too_often_has_to_wait_and_another_has_not(browser, kit):
    kit.KECHUANG_TOKEN_REQUESTS_PER_MINUTE = 2
    first, second = made(browser), made(browser)

    answers = [wish(first).status_code for _ in range(2)]

    assert (answers, code(wish(first)), wish(second).status_code) == (
        [200, 200],
        (429, PROBLEM, "token.too_often"),
        200,
    )


def test_guessing_tokens_locks_the_address(browser, kit):
    kit.KECHUANG_LOCK_ADDRESS_AFTER = 2
    text = made(browser)
    guesses = [wish("kc_guess").status_code for _ in range(2)]

    assert (guesses, code(wish(text))) == ([401, 401], (429, PROBLEM, "token.locked"))
    assert wish(text, REMOTE_ADDR="10.0.0.2").status_code == 200


def test_a_wrong_token_is_refused_even_where_everybody_may_read(browser):
    anybody = Client().get("/api/v1/bodies/")
    wrong = Client().get("/api/v1/bodies/", headers={"authorization": "Bearer kc_x"})

    assert (anybody.status_code, code(wrong)) == (200, (401, PROBLEM, "token.unknown"))


def test_a_token_opens_no_page_and_makes_no_token(browser):
    headers = {"authorization": f"Bearer {made(browser)}"}
    wanted = {"name": "x", "scopes": ["county:wish"]}

    page = Client().get("/account/", headers=headers)
    more = Client().post("/api/v1/account/tokens", wanted, content_type="application/json", headers=headers)
    seen = Client().get("/api/v1/account/sessions", headers=headers)

    assert (page.status_code, page["Location"]) == (302, "/sign-in/?next=/account/")
    assert (code(more), code(seen)) == ((403, PROBLEM, "token.no_session"),) * 2


def test_nobody_sees_or_ends_the_token_of_another(browser):
    made(browser)
    row = Token.objects.get()
    stranger = Client()
    stranger.force_login(Person.objects.create_user("other", name="other"))

    answers = [
        stranger.get(f"/account/tokens/{row.pk}/end/"),
        stranger.post(f"/account/tokens/{row.pk}/end/"),
        stranger.post(f"/api/v1/account/tokens/{row.pk}/end"),
    ]

    assert [each.status_code for each in answers] == [404, 404, 404]
    assert "夜间导出" not in stranger.get("/account/").content.decode()
    assert Token.objects.count() == 1


def test_the_last_use_is_a_day(browser):
    text = made(browser)
    before = Token.objects.get().used_on
    wish(text)

    assert (before, Token.objects.get().used_on) == (None, clock.real_today())


def test_without_a_token_writing_still_demands_the_token_of_the_form(browser, person):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(person)

    answer = strict.post(WISH, {"number": 1}, content_type="application/json")

    assert answer.status_code == 403


def test_a_token_narrows_every_permission_check(browser, person, rf):
    text = made(browser, scopes=["order:check"])
    request = rf.get("/", headers={"authorization": f"Bearer {text}"})
    tokens.bearer(request, text)

    assert tokens.scopes_of(actor_of(request)) == ["order:check"]
