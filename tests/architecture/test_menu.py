"""The side column shows what its reader may open, and nothing else: every role, every entry."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.test import Client
from django.urls import resolve, reverse
from lxml import html

from kechuang.config import roles
from kechuang.ledger.logs import open_log
from kechuang.web import slots
from kechuang.web.accounts.models import Body, Grant, Person
from kechuang.web.permissions import OWN_BODY, ROLES, read_actor
from tests.architecture.asked import FIRST, asked

KINDS = {"firm_clerk": "enterprise", "provider_clerk": "service_provider"}


@pytest.fixture
def reader(db):
    """Give a way to sign in somebody who holds one role, or none."""
    roles.register()
    cache.clear()
    open_log("330100", "Hangzhou")

    def sign_in(role):
        kind = KINDS.get(role, "department")
        authority = "" if role in KINDS else "330100"
        body = Body.objects.create(
            code=f"b-{role}", name=role, kind=kind, place="330100", authority=authority, valid_from=FIRST
        )
        person = Person.objects.create_user(f"p-{role}", name=role)
        if role:
            Grant.objects.create(person=person, role=role, body=body, valid_from=FIRST)
        client = Client()
        client.force_login(person)
        return client, person

    return sign_in


def entries(person):
    shown = slots.menu_for(asked(person), whole=True)
    return [each.url for group in shown for entry in group.entries for each in (entry, *entry.below)]


def needed(view):
    callback = resolve(reverse(view)).func
    return getattr(callback, "permission", "")


@pytest.mark.parametrize("role", sorted(roles.ROLES))
def test_every_entry_that_a_role_sees_opens(reader, role):
    client, person = reader(role)
    client.get(reverse("web:home"))  # some roles enter a session by another door (slots.entrance)

    codes = {url: client.get(url).status_code for url in entries(person)}

    assert {url: code for url, code in codes.items() if code != 200} == {}
    assert len(codes) > 5


@pytest.mark.parametrize("role", ["", *sorted(roles.ROLES)])
def test_no_entry_is_seen_without_the_permission_that_its_page_needs(reader, role):
    _client, person = reader(role)
    held = ROLES[role].permissions if role else frozenset()
    may_open = {"public", "signed_in", *held}

    seen = set(entries(person))
    beyond = [
        entry.view
        for entry in slots.REGISTRY.menu
        if reverse(entry.view) in seen and needed(entry.view) not in may_open
    ]

    assert beyond == []


def test_an_entry_below_another_names_one_that_stands_in_a_group_of_its_own():
    known = {entry.view: entry for entry in slots.REGISTRY.menu}

    lost = [
        entry.view for entry in known.values() if entry.under and (entry.under not in known or known[entry.under].under)
    ]

    assert lost == []


MARKET = "技术市场"


def column(request, *, whole=False):
    return {str(group.label): group.entries for group in slots.menu_for(request, whole=whole)}


def test_the_market_is_one_line_for_a_stranger_until_entered(client, db):
    roles.register()
    stranger = asked(AnonymousUser())

    closed = column(stranger)[MARKET]
    opened = column(stranger, whole=True)[MARKET]

    assert [(entry.url, entry.below) for entry in closed] == [(reverse("market_overview:front"), [])]
    assert [client.get(each.url).status_code for entry in opened for each in entry.below] == [200] * 21


def test_every_public_page_of_the_market_has_a_door_on_its_front_page(client, db):
    roles.register()
    (front,) = column(asked(AnonymousUser()), whole=True)[MARKET]

    body = html.fromstring(client.get(front.url).content).xpath("//main")[0]

    assert {each.url for each in front.below} - set(body.xpath(".//a/@href")) == set()


@pytest.mark.parametrize(("role", "most"), [("firm_clerk", 11), ("provider_clerk", 4), ("market_operator", 10)])
def test_the_market_is_short_enough_to_be_read(reader, role, most):
    _client, person = reader(role)

    lines = [entry for entry in column(asked(person))[MARKET] for entry in (entry, *entry.below)]

    assert len(lines) == most


def test_somebody_without_a_duty_sees_nothing_of_an_office(reader):
    _client, person = reader("")

    seen = entries(person)

    assert not [url for url in seen if url.startswith("/office/")]
    assert reverse("casework:inbox") in seen


def test_who_fills_no_post_sees_neither_delegations_nor_a_box_of_posts(reader):
    _client, clerk = reader("firm_clerk")
    _client, keeper = reader("body_keeper")

    seen = {
        person.username: {url for url in entries(person) if url.startswith("/office/")} for person in (clerk, keeper)
    }

    assert seen["p-firm_clerk"] == set()
    assert reverse("posts:people") in seen["p-body_keeper"]
    assert reverse("posts:bodies") not in seen["p-body_keeper"]
    assert ROLES["body_keeper"].reach == OWN_BODY
    assert read_actor(keeper).grants
