"""Notices that an office writes: whom they reach, what they ask of them, sending once, reminding."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from kechuang.casework.notices import circulars
from kechuang.casework.notices.models import Circular, Notice
from kechuang.ledger.models import Entry
from tests.casework.notices.conftest import TODAY


def draft(town, **values):
    fields = {"sender": town.city, "title": "Quarter", "text": "Please tell us.", "asks": "text", **values}
    return Circular.objects.create(written_on=TODAY, **fields)


def reached(town, name="officer", **values):
    rows = circulars.receivers(draft(town, **values), town.actor(name), TODAY)
    return sorted(rows.values_list("code", flat=True))


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, ["county", "firm", "other"]),
        ({"kind": "enterprise"}, ["firm", "other"]),
        ({"place": "330106"}, ["county", "firm"]),
        ({"place": "330106", "kind": "enterprise"}, ["firm"]),
        ({"codes": ["other", "far"], "kind": "county_office"}, ["other"]),
    ],
)
def test_a_notice_reaches_bodies_by_place_kind_or_list_inside_the_senders_place(town, values, expected):
    assert reached(town, **values) == expected


def test_a_county_reaches_its_county(town):
    assert reached(town, "county", sender=town.county) == ["firm"]


def test_a_body_that_has_ended_receives_nothing(town):
    town.other.valid_to = date(2026, 1, 1)
    town.other.save()

    assert reached(town, kind="enterprise") == ["firm"]


def test_the_burden_is_receivers_times_what_is_asked(town):
    burden = circulars.burden("evidence", 120, place="330100", on=TODAY)

    assert (burden.items, burden.answers, burden.minutes_each, burden.hours, burden.confidence) == (
        3,
        360,
        60,
        120,
        "D",
    )


def test_sending_is_one_case_one_fact_and_one_notice_each(town):
    circular = draft(town, kind="enterprise")

    outcomes = circulars.send(circular, by=town.actor("officer"), on=TODAY)

    circular.refresh_from_db()
    assert [outcome.refusal for outcome in outcomes] == [None, None]
    assert (circular.recipients, circular.sent_on) == (2, TODAY)
    assert {row.body_id for row in Notice.objects.all()} == {town.firm.pk, town.other.pk}
    assert list(Entry.objects.values_list("type", flat=True)) == ["casework.notice_sent"] * 2


def test_sending_twice_sends_once(town):
    circular = draft(town, kind="enterprise")
    circulars.send(circular, by=town.actor("officer"), on=TODAY)

    circulars.send(circular, by=town.actor("colleague"), on=TODAY)

    assert (Notice.objects.count(), Entry.objects.count()) == (2, 2)


def test_nobody_sends_in_the_name_of_another_office(town):
    outcome = circulars.send(draft(town), by=town.actor("county"), on=TODAY)

    assert (outcome.code, Notice.objects.count()) == ("notice.not_your_office", 0)


def signed_in(town, name):
    client = Client()
    client.force_login(town.persons[name])
    return client


def form(town, **values):
    return {
        "sender": town.city.pk,
        "title": "Quarter",
        "text": "Tell us.",
        "asks": "text",
        "kind": "enterprise",
        **values,
    }


def test_a_notice_is_written_weighed_sent_and_followed_by_its_writer(town):
    client = signed_in(town, "officer")

    answer = client.post(reverse("notices:write"), form(town, reply_by="2026-06-20"))
    circular = Circular.objects.get()
    page = client.get(answer.url).content.decode()
    client.post(reverse("notices:send", args=[circular.pk]), {"key": "x" * 32})
    sent = client.get(answer.url).content.decode()

    assert "2 个单位 × 2 项 = 4 项" in page
    assert "合计占用他人 1 小时（D）" in page
    assert (Notice.objects.filter(reply_by=date(2026, 6, 20)).count(), sent.count("待签收")) == (2, 2)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"reply_by": "2026-05-01"}, "已过"),
        ({"codes": "firm far"}, "没有这些单位代码：far"),
        ({"title": ""}, "请填写"),
    ],
)
def test_a_wrong_form_comes_back_with_its_values(town, values, said):
    answer = signed_in(town, "officer").post(reverse("notices:write"), form(town, **values))

    assert (answer.status_code, Circular.objects.count()) == (422, 0)
    assert said in answer.content.decode()


def test_a_firm_writes_no_notice(town):
    assert signed_in(town, "clerk").get(reverse("notices:write")).status_code == 403


def test_another_office_does_not_find_the_draft(town):
    circular = draft(town)

    assert signed_in(town, "county").get(reverse("notices:circular", args=[circular.pk])).status_code == 404


def test_all_that_have_not_answered_are_reminded_in_one_step(town):
    circular = draft(town, kind="enterprise")
    circulars.send(circular, by=town.actor("officer"), on=TODAY)
    done = Notice.objects.get(body=town.other)
    Notice.objects.filter(pk=done.pk).update(state="ANSWERED")

    signed_in(town, "officer").post(reverse("notices:remind-all", args=[circular.pk]), {"key": "r" * 32})

    assert {row.body_id: row.reminded for row in Notice.objects.all()} == {town.firm.pk: 1, town.other.pk: 0}


def test_an_unsent_post_without_its_key_does_nothing(town):
    circular = draft(town, kind="enterprise")

    answer = signed_in(town, "officer").post(reverse("notices:send", args=[circular.pk]), {})

    assert (answer.status_code, Notice.objects.count()) == (422, 0)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_receivers_takes_the_same_queries_for_one_and_for_three(town, django_assert_num_queries, count):
    codes = ["firm", "other", "county"][:count]
    circular = draft(town, codes=codes)
    circulars.send(circular, by=town.actor("officer"), on=TODAY)
    client = signed_in(town, "officer")

    with django_assert_num_queries(RECEIVER_QUERIES):
        page = client.get(reverse("notices:circular", args=[circular.pk])).content.decode()

    assert page.count('class="row-link"') == count


RECEIVER_QUERIES = 13
