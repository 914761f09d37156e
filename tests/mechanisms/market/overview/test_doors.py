"""Every door of the front page leads somewhere, and its reader is told where to sign in."""

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from kechuang.mechanisms.market.overview import doors

VIEWS = sorted({door.view for _code, _title, members in (*doors.STAGES, *doors.FOR_PEOPLE) for door in members})
LABELS = {config.label for config in apps.get_app_configs()}
HERE = [view for view in VIEWS if view.partition(":")[0] in LABELS]


@pytest.mark.parametrize("view", HERE)
def test_a_door_of_a_package_of_the_node_has_an_address_with_a_declared_permission(view):
    assert doors.permission_of(reverse(view))


@pytest.mark.parametrize("code", [code for code, _title, _members in doors.STAGES])
def test_a_stage_is_read_without_signing_in(db, code):
    members = next(members for each, _title, members in doors.STAGES if each == code)
    found = doors.shown(Client().get("/market/").wsgi_request, members)

    assert [each.url for each in found if not each.open_now] == []
    assert len(found) >= 2


def test_a_stranger_finds_every_kind_of_person_and_the_two_ways_of_three_steps(db):
    said = Client().get("/market/").content.decode()

    for _code, title, _members in doors.FOR_PEOPLE:
        assert f">{title}</th>" in said
    assert 'action="/market/results/public/"' in said
    assert 'href="/market/demands/new/"' in said
