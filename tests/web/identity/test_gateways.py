"""Ways in through other services, against stand-ins of three shapes: what opens, what is refused, what is bounded."""

from datetime import date, timedelta
from urllib.parse import parse_qsl, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth import get_user
from django.test import Client
from lxml import html

from kechuang.web import clock
from kechuang.web.accounts.models import Body, Grant, Person
from tests.web.identity import standins
from tests.web.identity.conftest import grants
from tests.web.identity.standins import KEY, SECRET

OFFICE, FIRM = "11330100002489559X", "91330100799655058B"
SUBJECT = {"oidc": "sub", "signed_code": "accountId", "ticket": "userId"}
NAME = {"oidc": "name", "signed_code": "lastName", "ticket": "userName"}
BODY = {"oidc": "org", "signed_code": "organizationCode", "ticket": "creditCode"}
KINDS = tuple(SUBJECT)
PORTALS = ("signed_code", "ticket")


@pytest.fixture
def standin():
    with standins.serving() as served:
        yield served


@pytest.fixture(params=KINDS)
def kind(request):
    return request.param


@pytest.fixture
def service(kit, shared, roles, office, declare, standin, monkeypatch, kind):
    """One declared service of a kind, of which the stand-in is the other side."""
    monkeypatch.setenv("TEST_SECRET", SECRET)
    kit.SOCIALACCOUNT_REQUESTS_TIMEOUT = 2

    def declared(**more):
        row = {
            "kind": kind,
            "title": "示例平台",
            "server": standin.address,
            "client_id": KEY,
            "secret_env": "TEST_SECRET",
            "mapping": {
                "subject": SUBJECT[kind],
                "name": NAME[kind],
                "body": BODY[kind],
                "codes": {"GO_1": OFFICE},
                "roles": [
                    {"role": "county_checker", "where": {"duty": "check"}, "bodies": [OFFICE]},
                    {"role": "auditor", "where": {"duty": "audit"}},
                ],
            },
            **more,
        }
        declare(elsewhere=row)

    declared()
    return declared


def claims(kind: str, *, subject: str = "u1", body: str = "GO_1", duty: object = "check", name: str = "林越") -> dict:
    return {SUBJECT[kind]: subject, NAME[kind]: name, BODY[kind]: body, "duty": duty}


def start(browser, after: str = "") -> dict[str, str]:
    """Begin at our sign-in page; give the query with which the browser is sent out."""
    response = browser.post("/sign-in/via/elsewhere/", {"next": after})
    address = html.fromstring(response.content.decode()).xpath("//a[@rel='noreferrer']/@href")[0]
    assert (response.status_code, response["Refresh"]) == (200, f"0; url={address}")
    return dict(parse_qsl(urlsplit(address).query)) | {"path": urlsplit(address).path}


def agree(standin, kind: str, query: dict[str, str], said: dict, code: str = "c1") -> dict[str, str]:
    """Have the service agree; give the query with which it sends the browser back."""
    if kind == "oidc":
        standin.codes[code] = {"claims": said, "challenge": query["code_challenge"]}
    elif kind == "signed_code":
        standin.codes[code] = {"employeeCode": "GE_1", **{k: said[k] for k in ("accountId", "lastName")}}
        standin.directory["GE_1"] = {k: said[k] for k in ("organizationCode", "duty")}
    else:
        standin.codes[code] = {**said, "expiresAt": 4_000_000_000}
    return {"ticket" if kind == "ticket" else "code": code, "state": query["state"]}


def back(browser, query: dict[str, str]):
    return browser.get("/sign-in/via/elsewhere/callback/", query)


def enter(standin, kind: str, browser=None, after: str = "", code: str = "c1", **said):
    browser = browser or Client()
    return browser, back(browser, agree(standin, kind, start(browser, after), claims(kind, **said), code))


def refused(response) -> tuple[int, str]:
    return response.status_code, html.fromstring(response.content.decode()).find_class("refusal")[0].findtext("p")


STATE = "本次登录不是从本节点开始的，或已超过十分钟。请返回登录页，重新选择示例平台。"
REPLAY = "示例平台给出的凭证已用过一次，不能再用。请返回登录页重新登录。"
SILENT = "示例平台没有应答，未能登录。请稍后再试，或用本节点的密码登录。"
ANSWER = "示例平台的应答无法识别，未能登录。请稍后再试；如一再出现，请告知本节点管理员。"
REFUSED = "示例平台拒绝了本节点的请求，未能登录。请告知本节点管理员核对密钥和时间。"
OLD = "示例平台给出的凭证已过期。请返回登录页重新登录。"


def test_a_person_comes_in_with_exactly_the_mapped_role(service, standin, kind):
    browser, response = enter(standin, kind, after="/help/")

    person = get_user(browser)
    assert (response.status_code, response["Location"]) == (302, "/help/")
    assert (person.name, person.has_usable_password()) == ("林越", False)
    assert grants(person) == [("county_checker", OFFICE, True)]
    assert list(SocialAccount.objects.values_list("provider", "uid", "extra_data")) == [("elsewhere", "u1", {})]


def test_the_same_subject_is_the_same_person_and_another_is_not(service, standin, kind):
    first = get_user(enter(standin, kind, code="c1")[0])
    again = get_user(enter(standin, kind, code="c2", name="林越越")[0])
    other = get_user(enter(standin, kind, code="c3", subject="u2")[0])

    assert (first == again, again.name, first == other) == (True, "林越越", False)
    assert Person.objects.count() == 2


def test_a_name_or_user_name_that_exists_here_joins_nobody(service, standin, kind, person):
    browser, _response = enter(standin, kind, subject="lin", name=person.name)

    assert get_user(browser) != person
    assert Person.objects.count() == 2


def test_a_role_that_the_mapping_gives_no_more_ends(service, standin, kind):
    with clock.fixed(clock.real_now() - timedelta(days=2)):
        browser, _response = enter(standin, kind)
    person = get_user(browser)
    Grant.objects.create(person=person, role="auditor", body=Body.objects.get(), valid_from=date(2020, 1, 1))

    _browser, changed = enter(standin, kind, code="c2", duty="audit")
    both = grants(person)
    _browser, nothing = enter(standin, kind, code="c3", duty="none")

    assert (changed.status_code, nothing.status_code) == (302, 403)
    assert both == [("auditor", OFFICE, True), ("county_checker", OFFICE, False)]
    assert grants(person) == both  # the auditor's grant was given here and is not the mapping's to end


@pytest.mark.parametrize(
    ("said", "begins"),
    [
        ({"body": FIRM}, f"示例平台说您属于“{FIRM}”，本节点没有登记该单位"),
        ({"body": ""}, "示例平台说您属于“—”，本节点没有登记该单位"),
        ({"duty": "clean"}, "示例平台确认您属于示例科技局（演示），但本节点未给您的职务设定角色"),
        ({"duty": "node_keeper"}, "示例平台确认您属于示例科技局（演示），但本节点未给您的职务设定角色"),
        ({"subject": ""}, ANSWER),
    ],
)
def test_whoever_the_mapping_does_not_know_is_refused_in_words(service, standin, kind, said, begins):
    browser, response = enter(standin, kind, **said)

    status, sentence = refused(response)
    assert (status, sentence[: len(begins)], get_user(browser).is_authenticated) == (403, begins, False)
    assert Person.objects.count() == 0


def test_a_body_that_is_over_is_not_known(service, standin, kind):
    Body.objects.update(valid_to=clock.today())

    assert refused(enter(standin, kind)[1])[1].startswith("示例平台说您属于")


def test_a_closed_account_stays_closed(service, standin, kind):
    person = get_user(enter(standin, kind)[0])
    Person.objects.filter(pk=person.pk).update(is_active=False)

    browser, response = enter(standin, kind, code="c2")

    assert (refused(response)[1][:9], get_user(browser).is_authenticated) == ("此账户在本节点已停", False)


def test_a_state_that_is_not_ours_is_refused_before_anything_is_asked(service, standin, kind):
    browser, stranger = Client(), Client()
    query = agree(standin, kind, start(browser), claims(kind))
    asked = list(standin.asked)

    answers = [back(browser, {**query, "state": "x"}), back(stranger, query), back(browser, {"code": "c1"})]

    assert [refused(each) for each in answers] == [(403, STATE)] * 3
    assert standin.asked == asked


def test_a_state_counts_once_and_a_code_counts_once(service, standin, kind):
    browser, _response = enter(standin, kind)
    other = Client()
    query = start(other)
    second = agree(standin, kind, query, claims(kind))

    assert refused(back(browser, second)) == (403, STATE)
    assert refused(back(other, second)) == (403, REPLAY)
    assert refused(back(other, {**second, "state": query["state"]})) == (403, STATE)
    assert not get_user(other).is_authenticated


def test_a_state_of_ten_minutes_ago_is_refused(service, standin, kind, monkeypatch):
    import time

    browser = Client()
    query = agree(standin, kind, start(browser), claims(kind))
    later = clock.real_now() + timedelta(seconds=601)
    monkeypatch.setattr(clock, "real_now", lambda: later)
    monkeypatch.setattr(time, "time", later.timestamp)

    assert refused(back(browser, query)) == (403, STATE)


def test_a_code_that_the_service_does_not_know_is_refused(service, standin, kind):
    browser = Client()
    query = agree(standin, kind, start(browser), claims(kind))
    standin.codes.clear()

    status, sentence = refused(back(browser, query))

    assert (status, sentence, get_user(browser).is_authenticated) == (403, ANSWER if kind == "oidc" else REFUSED, False)


def test_a_wrong_secret_is_refused_by_the_service(service, standin, kind, monkeypatch):
    monkeypatch.setenv("TEST_SECRET", "another")

    assert refused(enter(standin, kind)[1]) == (403, ANSWER if kind == "oidc" else REFUSED)


@pytest.mark.parametrize(
    ("mode", "sentence"),
    [("flood", ANSWER), ("garbage", ANSWER), ("list", ANSWER), ("broken", ANSWER), ("hang", SILENT)],
)
def test_a_service_that_misbehaves_is_bounded_and_explained(service, standin, kind, kit, mode, sentence):
    browser = Client()
    query = agree(standin, kind, start(browser), claims(kind))
    standin.mode, kit.SOCIALACCOUNT_REQUESTS_TIMEOUT = mode, 0.2 if mode == "hang" else 2

    assert refused(back(browser, query)) == (403, sentence)
    assert not get_user(browser).is_authenticated


def test_a_service_that_is_not_there_is_explained(service, standin, kind, declare):
    browser = Client()
    query = agree(standin, kind, start(browser), claims(kind))
    service(server="http://127.0.0.1:9")

    assert refused(back(browser, query)) == (403, SILENT)


def test_an_address_that_comes_back_too_often_has_to_wait(service, standin, kind):
    browser = Client()
    answers = [back(browser, {"state": "x"}) for _ in range(31)]

    assert refused(answers[29]) == (403, STATE)
    assert refused(answers[30])[1].startswith("此地址在一分钟内经示例平台登录过于频繁")


@pytest.mark.parametrize("after", ["https://evil.example/", "//evil.example/"])
def test_nobody_is_led_off_this_node_afterwards(service, standin, kind, after):
    assert enter(standin, kind, after=after)[1]["Location"] == "/"


def test_the_second_factor_of_this_node_is_asked_unless_the_service_asks_its_own(service, standin, kind):
    from tests.web.identity.test_factor import SECOND, set_up

    browser, _response = enter(standin, kind)
    set_up(browser)

    ours = enter(standin, kind, code="c2")[1]["Location"]
    service(second_factor=True)
    theirs = enter(standin, kind, code="c3")[1]["Location"]

    assert (ours, theirs) == (SECOND, "/")


def test_services_stand_on_the_sign_in_page_and_start_by_a_form_alone(service, standin, kind):
    page = html.fromstring(Client().get("/sign-in/").content.decode())
    looked = Client().get("/sign-in/via/elsewhere/")
    unknown = Client().post("/sign-in/via/nobody/")

    assert [each.text for each in page.xpath("//form[contains(@action, '/via/')]/button")] == ["用示例平台登录"]
    assert (looked.status_code, unknown.status_code) == (405, 404)


# --- what is special to one shape


@pytest.mark.parametrize("kind", ["signed_code"], indirect=True)
def test_the_signed_code_shape_asks_like_oauth_and_calls_with_signatures(service, standin, kind):
    browser = Client()
    query = start(browser)
    callback = "http://testserver/sign-in/via/elsewhere/callback/"
    back(browser, agree(standin, kind, query, claims(kind)))

    wanted = {"path": "/oauth2/auth.htm", "response_type": "code", "scope": "get_user_info", "authType": "QRCODE"}
    assert query == {**wanted, "client_id": KEY, "redirect_uri": callback, "state": query["state"]}
    assert standin.asked == [
        "GET /gettoken.json",
        "POST /rpc/oauth2/getuserinfo.json",
        "POST /mozi/employee/getEmployeeByCode",
    ]


@pytest.mark.parametrize("kind", ["ticket"], indirect=True)
def test_the_ticket_shape_takes_a_firm_by_its_credit_code(service, standin, kind):
    Body.objects.create(code=FIRM, name="示例公司", kind="enterprise", place="330106", valid_from=date(2020, 1, 1))

    browser, _response = enter(standin, kind, body=FIRM, duty="audit")

    assert grants(get_user(browser)) == [("auditor", FIRM, True)]
    assert standin.asked == ["POST /sso/ticket/exchange"]


@pytest.mark.parametrize("kind", ["ticket"], indirect=True)
def test_a_ticket_that_says_it_is_over_is_refused(service, standin, kind):
    browser = Client()
    query = agree(standin, kind, start(browser), claims(kind))
    standin.codes["c1"]["expiresAt"] = 1

    assert refused(back(browser, query)) == (403, OLD)


@pytest.mark.parametrize("kind", PORTALS, indirect=True)
def test_a_portal_whose_clock_differs_refuses_us(service, standin, kind, monkeypatch):
    browser = Client()
    query = agree(standin, kind, start(browser), claims(kind))
    later = clock.real_now() + timedelta(seconds=400)
    monkeypatch.setattr(clock, "real_now", lambda: later)

    assert refused(back(browser, query)) == (403, REFUSED)


@pytest.mark.parametrize("kind", ["oidc"], indirect=True)
@pytest.mark.parametrize(
    "fault",
    [
        {"signs_with": standins.OTHER_RSA},
        {"issuer": "https://evil.example"},
        {"audience": "x"},
        {"lasts": -10},
        {"told_of": "u2"},
    ],
)
def test_an_identity_token_that_is_not_for_us_is_refused(service, standin, kind, fault):
    for name, given in fault.items():
        setattr(standin, name, given)

    browser, response = enter(standin, kind)

    assert (refused(response), get_user(browser).is_authenticated) == ((403, ANSWER), False)


@pytest.mark.parametrize("kind", ["oidc"], indirect=True)
def test_a_stolen_code_is_worth_nothing_without_the_verifier(service, standin, kind):
    """The code of one browser is put into the session of another."""
    thief, victim = Client(), Client()
    query = agree(standin, kind, start(victim), claims(kind))

    assert refused(back(thief, {**query, "state": start(thief)["state"]})) == (403, ANSWER)


@pytest.mark.parametrize("kind", ["oidc"], indirect=True)
def test_a_person_who_stops_at_the_service_is_told_so(service, standin, kind):
    browser = Client()
    query = start(browser)

    answer = back(browser, {"error": "access_denied", "state": query["state"]})

    assert refused(answer) == (403, "您在示例平台取消了登录，或示例平台未予同意。")
