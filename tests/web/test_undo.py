"""Taking a step back: once, in time, by its own person, and never over what changed since."""

from datetime import timedelta

import pytest
from django.urls import reverse

from kechuang.kernel.refusal import Refusal
from kechuang.web import clock, undo
from kechuang.web.accounts.models import Person
from kechuang.web.models import Undoable


@pytest.fixture
def restored(kit, monkeypatch):
    """Register a kind of step that remembers what was restored."""
    found = []

    def restore(payload, actor):
        if payload.get("changed"):
            return Refusal("undo.changed_since", {})
        found.append((payload["what"], actor.person))
        return None

    monkeypatch.setitem(undo._KINDS, "test.step", restore)
    return found


def step(person, **payload):
    until = clock.real_now() + timedelta(minutes=undo.MINUTES)
    return Undoable.objects.create(
        person=person, kind="test.step", says="视图已删除", payload={"what": "x", **payload}, until=until
    )


def take_back(client, made):
    return client.post(reverse("web:undo", args=[made.pk]), {"next": "/help/"}, follow=True).content.decode()


def test_a_step_is_taken_back_once(restored, client, person):
    client.force_login(person)
    made = step(person)

    first, second = take_back(client, made), take_back(client, made)

    assert restored == [("x", person.pk)]
    assert ("已撤销：视图已删除" in first, "这一步已经撤销过，无需再次撤销。" in second) == (True, True)


def test_too_late_is_said_with_the_term(restored, client, person):
    client.force_login(person)
    made = step(person)
    Undoable.objects.update(until=clock.real_now() - timedelta(seconds=1))

    said = take_back(client, made)

    assert (restored, "可撤销的时间为 10 分钟" in said) == ([], True)


def test_what_changed_since_is_not_overwritten_and_may_be_tried_again(restored, client, person):
    client.force_login(person)
    made = step(person, changed=True)

    said = take_back(client, made)

    made.refresh_from_db()
    assert ("未撤销：此后相关内容又有变动" in said, made.done_at) == (True, None)


def test_nobody_else_takes_it_back(restored, client, person):
    made = step(person)
    client.force_login(Person.objects.create_user("wu", name="吴桐（演示）"))

    response = client.post(reverse("web:undo", args=[made.pk]))

    assert (response.status_code, restored) == (404, [])


def test_a_kind_that_nobody_registered_cannot_be_offered(kit, rf, person):
    request = rf.get("/")
    request.user = person

    with pytest.raises(KeyError):
        undo.offer(request, "test.unknown", {}, "x")


def test_offers_are_forgotten(person):
    step(person)

    assert undo.purge(clock.real_now() + timedelta(minutes=11)) == 1
