"""Webhooks: what is sent, how it is signed, tried again and given up, and where the node does not go."""

import ipaddress
import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from kechuang.casework.act import act
from kechuang.casework.notices import channel_views, delivering, hooks, reaching, signing
from kechuang.casework.notices.models import Delivery, Hook, Notice
from kechuang.casework.notices.sending import send
from kechuang.kernel.refusal import Refusal
from kechuang.web import chance, clock
from tests.casework import lending
from tests.casework.lending import LEND, Lend
from tests.casework.notices import loopback
from tests.casework.notices.conftest import NOW, TODAY, person

MINUTE = timedelta(minutes=1)


@pytest.fixture
def receiver(settings):
    settings.KECHUANG_HOOK_NETWORKS = "127.0.0.0/8"
    with loopback.web() as (url, taken):
        yield url, taken


def hook(town, url, *events, body=None):
    return Hook.objects.create(
        body=body or town.firm,
        url=url,
        secret=signing.secret_of(b"s" * 32),
        events=list(events),
        made_at=NOW - timedelta(days=1),
    )


def lend(town, holder):
    """A loan to a body: its fact has public and parties' groups, and a personal one that no hook may see."""
    lending.register()
    from kechuang.casework.models import Account
    from kechuang.web.permissions import PLACE, read_actor, register_role

    register_role("tests.clerk", PLACE, ["loan:lend", "loan:read"])
    Account.objects.get_or_create(code="330100/fund", defaults={"authority": "330100", "balance": Decimal(1000)})
    from kechuang.web.accounts.models import Person

    known = Person.objects.filter(username="lender").first()
    lender = known or person("lender", "tests.clerk", town.city)
    request = Lend(chance.uuid7(), town.city.pk, holder.pk, Decimal(10), place="330100")
    return act(LEND, request, by=read_actor(lender), key=f"lend:{holder.code}", on=TODAY)


def test_a_fact_of_an_own_case_is_sent_once_signed_and_without_personal_values(town, receiver):
    url, taken = receiver
    row = hook(town, url, "tests.loan.lent")
    fact = lend(town, town.firm).facts[0]

    hooks.gather(clock.now())
    hooks.gather(clock.now())
    delivering.deliver(clock.real_now())
    delivering.deliver(clock.real_now() + timedelta(days=3))

    [(path, headers, body)] = taken
    sent = json.loads(body)
    assert (path, sent["type"], sent["data"]["id"]) == ("/hook", "tests.loan.lent", fact)
    assert sorted(sent["data"]["groups"]) == ["parties", "public"]
    assert "林越" not in body.decode()
    assert signing.verify(row.secret, headers, body, clock.real_now())
    assert {name.lower() for name in headers} >= {"webhook-id", "webhook-timestamp", "webhook-signature"}


def test_another_bodys_facts_and_other_types_are_not_sent(town, receiver):
    url, taken = receiver
    hook(town, url, "tests.loan.moved")
    hook(town, url, "tests.loan.lent", body=town.other)
    lend(town, town.firm)

    hooks.gather(clock.now())
    delivering.deliver(clock.real_now())

    assert (taken, Delivery.objects.count()) == ([], 0)


def test_a_notice_that_waits_is_an_event(town, receiver, settings):
    settings.KECHUANG_URL = "https://node.example"
    url, taken = receiver
    hook(town, url, hooks.NOTICE)
    notice = send("casework.notice", to_body=town.firm.pk, on=TODAY, key="k")

    hooks.gather(clock.now())
    hooks.gather(clock.now())
    delivering.deliver(clock.real_now())

    [(_path, _headers, body)] = taken
    assert json.loads(body)["data"]["url"] == f"https://node.example/notices/{notice.pk}/"


def test_a_failed_try_comes_again_later_and_later_under_the_same_id_then_is_given_up(town, receiver):
    url, taken = receiver
    taken.status = 500
    hook(town, url, "tests.loan.lent")
    lend(town, town.firm)
    hooks.gather(clock.now())
    pauses, ids = [], set()

    for _try in range(12):
        row = Delivery.objects.get()
        if row.next_at is None:
            break
        moment = row.next_at
        delivering.deliver(moment)
        row.refresh_from_db()
        pauses.append(row.next_at - moment if row.next_at else None)
    ids = {headers["webhook-id"] for _path, headers, _body in taken}

    assert pauses == [*delivering.PAUSES, None]
    assert (row.state, row.attempts, row.answer, ids) == ("dead", 9, "500 ok", {str(row.pk)})


def test_a_redirect_is_not_followed(town, receiver):
    url, taken = receiver
    taken.status = 302
    hook(town, url, "tests.loan.lent")
    lend(town, town.firm)
    hooks.gather(clock.now())

    delivering.deliver(clock.real_now())

    assert ([path for path, _headers, _body in taken], Delivery.objects.get().state) == (["/hook"], "waiting")


def test_a_hook_that_fails_too_often_pauses_and_its_body_is_told(town, receiver):
    url, taken = receiver
    taken.status = 500
    row = hook(town, url, "tests.loan.lent")
    Hook.objects.update(failures=delivering.PAUSE_HOOK_AFTER - 1)
    lend(town, town.firm)
    hooks.gather(clock.now())

    moment = clock.real_now()
    delivering.deliver(moment)
    taken.status = 200
    delivering.deliver(moment + 5 * MINUTE)
    while_paused = len(taken)
    Hook.objects.update(paused_at=None, failures=0)
    delivering.deliver(moment + 5 * MINUTE)

    row.refresh_from_db()
    assert (while_paused, len(taken), row.failures) == (1, 2, 0)
    assert [(each.kind, each.body_id) for each in Notice.objects.all()] == [("casework.webhook_paused", town.firm.pk)]


def test_two_rounds_at_once_send_once(town, receiver):
    url, taken = receiver
    hook(town, url, "tests.loan.lent")
    lend(town, town.firm)
    hooks.gather(clock.now())
    moment = clock.real_now()
    stale = list(delivering.due(moment))

    delivering.deliver(moment)

    assert [delivering._claim(row, moment) for row in stale] == [False]
    assert len(taken) == 1


def test_a_process_that_died_while_sending_leaves_the_delivery_to_be_tried_after_its_lease(town, receiver):
    url, taken = receiver
    hook(town, url, "tests.loan.lent")
    lend(town, town.firm)
    hooks.gather(clock.now())
    moment = clock.real_now()
    [row] = delivering.due(moment)
    delivering._claim(row, moment)

    delivering.deliver(moment + 9 * MINUTE)
    before = len(taken)
    delivering.deliver(moment + 10 * MINUTE)

    assert (before, len(taken), Delivery.objects.get().state) == (0, 1, "sent")


def test_again_sends_the_same_delivery_anew(town, receiver):
    url, taken = receiver
    hook(town, url, "tests.loan.lent")
    lend(town, town.firm)
    hooks.gather(clock.now())
    delivering.deliver(clock.real_now())
    row = Delivery.objects.get()
    client = Client()
    client.force_login(town.persons["clerk"])

    client.post(reverse("notices:again", args=[row.pk]))
    delivering.deliver(clock.real_now() + MINUTE)

    assert len({headers["webhook-id"] for _path, headers, _body in taken}) == 1
    assert len(taken) == 2


PUBLIC = ipaddress.ip_address("93.184.215.14")


@pytest.mark.parametrize(
    ("url", "addresses", "code"),
    [
        ("https://firm.example/in", ["10.0.0.4"], "hook.private_address"),
        ("https://firm.example/in", ["93.184.215.14", "127.0.0.1"], "hook.private_address"),
        ("https://firm.example/in", ["169.254.169.254"], "hook.private_address"),
        ("https://firm.example/in", ["100.64.0.1"], "hook.private_address"),
        ("https://firm.example/in", ["::1"], "hook.private_address"),
        ("https://firm.example/in", ["::ffff:10.0.0.4"], "hook.private_address"),
        ("https://firm.example/in", ["64:ff9b::a00:4"], "hook.private_address"),
        ("https://firm.example/in", ["2002:a00:4::"], "hook.private_address"),
        ("https://firm.example/in", ["224.0.0.1"], "hook.private_address"),
        ("https://firm.example/in", [], "hook.no_such_host"),
        ("http://firm.example/in", ["93.184.215.14"], "hook.not_https"),
        ("https://user:pw@firm.example/in", ["93.184.215.14"], "hook.bad_address"),
        ("ftp://firm.example/in", ["93.184.215.14"], "hook.bad_address"),
        ("https://firm.example:99999/in", ["93.184.215.14"], "hook.bad_address"),
        ("https:///in", ["93.184.215.14"], "hook.bad_address"),
    ],
)
def test_the_node_does_not_call_where_it_must_not(monkeypatch, url, addresses, code):
    monkeypatch.setattr(reaching, "resolve", lambda _host, _port: [ipaddress.ip_address(each) for each in addresses])

    found = reaching.pin(url)

    assert isinstance(found, Refusal)
    assert (found.code, found.place) == (code, "url")


def test_the_checked_address_is_the_one_that_is_called(monkeypatch):
    monkeypatch.setattr(reaching, "resolve", lambda _host, _port: [PUBLIC])

    found = reaching.pin("https://firm.example/in?x=1")

    assert found == reaching.Target("firm.example", 443, "93.184.215.14", "/in?x=1", tls=True)


def test_a_network_that_the_node_allows_is_called_even_without_encryption(monkeypatch):
    monkeypatch.setattr(reaching, "resolve", lambda _host, _port: [ipaddress.ip_address("10.1.2.3")])

    found = reaching.pin("http://inside.example/in", reaching.networks("10.1.0.0/16, 192.168.0.0/24"))

    assert found == reaching.Target("inside.example", 80, "10.1.2.3", "/in", tls=False)


SECRET = signing.secret_of(bytes(range(24)))
MOMENT = datetime(2026, 6, 1, 1, 0, tzinfo=UTC)


def test_the_signature_is_that_of_the_specification():
    """The example of the Standard Webhooks specification 1.0."""
    found = signing.signature(
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        "msg_p5jXN8AQM9LWM0D4loKWxJek",
        1614265330,
        b'{"test": 2432232314}',
    )

    assert found == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


@pytest.mark.parametrize(
    ("body", "moment", "secret", "expected"),
    [
        (b"{}", MOMENT, SECRET, True),
        (b"{}", MOMENT + timedelta(seconds=300), SECRET, True),
        (b"{}", MOMENT + timedelta(seconds=301), SECRET, False),
        (b"{}", MOMENT - timedelta(seconds=301), SECRET, False),
        (b"{ }", MOMENT, SECRET, False),
        (b"{}", MOMENT, signing.secret_of(b"x" * 24), False),
    ],
)
def test_only_the_signed_body_inside_five_minutes_is_taken(body, moment, secret, expected):
    headers = signing.headers(SECRET, "id", MOMENT, b"{}")

    assert signing.verify(secret, headers, body, moment) is expected


@pytest.mark.parametrize("missing", ["webhook-id", "webhook-timestamp", "webhook-signature"])
def test_a_delivery_without_its_headers_is_not_taken(missing):
    headers = {name: value for name, value in signing.headers(SECRET, "id", MOMENT, b"").items() if name != missing}

    assert signing.verify(SECRET, headers, b"", MOMENT) is False


def test_a_keeper_registers_and_sees_the_secret_once(town, receiver):
    url, _taken = receiver
    client = Client()
    client.force_login(town.persons["clerk"])
    values = {"body": town.firm.pk, "url": url, "events": [hooks.NOTICE]}

    answer = client.post(reverse("notices:hook-new"), values)
    row = Hook.objects.get()
    first, second = (client.get(answer.url).content.decode() for _time in range(2))

    assert (row.body, row.events) == (town.firm, [hooks.NOTICE])
    assert (first.count(row.secret), second.count(row.secret)) == (1, 0)


@pytest.mark.parametrize(
    ("name", "url", "events", "code"),
    [
        ("clerk", "http://127.0.0.1:1/x", ["no.such"], "hook.unknown_events"),
        ("neighbour", "http://127.0.0.1:1/x", [hooks.NOTICE], "hook.not_your_body"),
        ("clerk", "http://192.168.7.7/x", [hooks.NOTICE], "hook.private_address"),
    ],
)
def test_what_must_not_be_registered_is_refused(town, settings, name, url, events, code):
    settings.KECHUANG_HOOK_NETWORKS = "127.0.0.0/8"

    found = channel_views.register(town.firm.pk, url, events, by=town.actor(name))

    assert (found.code, Hook.objects.count()) == (code, 0)


def test_a_neighbour_does_not_find_the_hook(town, receiver):
    row = hook(town, receiver[0], hooks.NOTICE)
    client = Client()
    client.force_login(town.persons["neighbour"])

    assert client.get(reverse("notices:hook", args=[row.pk])).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_log_of_deliveries_takes_the_same_queries_for_one_and_for_three(town, django_assert_num_queries, count):
    row = hook(town, "https://firm.example/in", hooks.NOTICE)
    for number in range(count):
        Delivery.objects.create(key=f"k{number}", channel="hook", hook=row, event=hooks.NOTICE, made_at=NOW)
    client = Client()
    client.force_login(town.persons["clerk"])

    with django_assert_num_queries(LOG_QUERIES):
        page = client.get(reverse("notices:hook", args=[row.pk])).content.decode()

    assert page.count("正式通知</span>") == count


LOG_QUERIES = 13
