"""One calendar of due days: whose, which days are worked, and what a calendar program is told."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from kechuang.casework.act import act
from kechuang.casework.models import Case
from kechuang.casework.notices import agenda, ics
from kechuang.casework.notices.models import Feed
from kechuang.casework.notices.sending import send
from kechuang.web import chance
from kechuang.web.accounts.models import Person
from kechuang.web.permissions import PLACE, read_actor, register_role
from tests.casework import lending
from tests.casework.lending import LEND, Lend
from tests.casework.notices.conftest import TODAY, person

FIRST, LAST = date(2026, 3, 1), date(2026, 3, 31)
DUE = date(2026, 3, 1)


@pytest.fixture
def lender(town):
    from kechuang.casework.models import Account

    lending.register()
    register_role("tests.clerk", PLACE, ["loan:lend", "loan:read"])
    Account.objects.create(code="330100/fund", authority="330100", balance=Decimal(1000))
    return read_actor(person("lender", "tests.clerk", town.city))


def lend(town, lender, key="k"):
    """A loan that is due, and falls overdue by itself, on 1 March 2026."""
    request = Lend(chance.uuid7(), town.city.pk, town.firm.pk, Decimal(10), place="330100")
    return act(LEND, request, by=lender, key=key, on=date(2026, 1, 5)).case


def found(actor, whose, first=FIRST, last=LAST):
    return [(item.kind, item.on) for item in agenda.items(actor, first, last, whose, date(2026, 2, 1))]


def test_a_case_stands_on_its_day_with_the_move_that_time_will_make(town, lender):
    lend(town, lender)

    assert found(lender, agenda.OFFICE) == [("case", DUE), ("move", DUE)]


def test_a_held_case_keeps_its_old_day_without_a_colour(town, lender):
    case = lend(town, lender)
    Case.objects.filter(pk=case).update(hold="correction", held_on=date(2026, 2, 27))

    items = agenda.items(lender, FIRST, LAST, agenda.OFFICE, date(2026, 3, 2))

    assert [(item.on, item.state) for item in items if item.kind == "case"] == [(DUE, None)]


def test_my_work_is_what_waits_for_me(town, lender):
    lend(town, lender)

    assert found(lender, agenda.MINE) == []


def test_a_stranger_sees_nothing_of_it(town, lender):
    lend(town, lender)

    assert found(town.actor("stranger"), agenda.ALL) == []


def test_a_notice_to_answer_stands_on_the_day_of_the_reply(town):
    send("casework.notice", to_body=town.firm.pk, on=TODAY, receipt=True, reply_by=date(2026, 6, 9), key="k")

    items = agenda.items(town.actor("clerk"), date(2026, 6, 1), date(2026, 6, 30), agenda.MINE, TODAY)

    assert [(item.kind, item.on) for item in items] == [("notice", date(2026, 6, 9))]


def test_the_rhythm_of_the_year_stands_on_the_calendar_marked_as_ours(town):
    items = agenda.items(town.actor("clerk"), date(2026, 1, 1), date(2026, 1, 31), agenda.MINE, TODAY)

    assert [(item.kind, item.on, item.until, item.design) for item in items] == [
        ("season", date(2026, 1, 1), date(2026, 1, 31), True)
    ]


def test_rest_days_exchanged_days_and_unpublished_years_are_told_apart():
    new_year, exchanged, later = (
        agenda.day(on, [], today=TODAY) for on in (date(2026, 1, 1), date(2026, 1, 4), date(2035, 1, 1))
    )

    assert (new_year.working, new_year.rest != "", new_year.provisional) == (False, True, False)
    assert (exchanged.working, exchanged.make_up) == (True, True)
    assert later.provisional


def signed_in(town, name):
    client = Client()
    client.force_login(town.persons[name])
    return client


@pytest.mark.parametrize("view", ["month", "list"])
@pytest.mark.parametrize("whose", ["mine", "office", "all"])
def test_every_view_of_the_calendar_opens(town, view, whose):
    answer = signed_in(town, "officer").get(
        reverse("notices:calendar"), {"view": view, "whose": whose, "month": "2026-01"}
    )

    assert (answer.status_code, "年度目标任务分解" in answer.content.decode()) == (200, True)


@pytest.mark.parametrize("query", [{"view": "week"}, {"whose": "theirs"}, {"month": "2026-13"}, {"month": "1999-01"}])
def test_an_address_that_means_nothing_finds_nothing(town, query):
    assert signed_in(town, "officer").get(reverse("notices:calendar"), query).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_calendar_takes_the_same_queries_for_one_and_for_three(town, lender, django_assert_num_queries, count):
    for number in range(count):
        lend(town, lender, f"k{number}")
    client = Client()
    client.force_login(Person.objects.get(pk=lender.person))

    with django_assert_num_queries(CALENDAR_QUERIES):
        page = client.get(reverse("notices:calendar"), {"month": "2026-03", "whose": "all", "view": "list"})

    assert page.content.decode().count('class="row-link"') == 2 * count


CALENDAR_QUERIES = 8


def test_a_feed_says_kind_and_number_and_no_name(town, lender):
    lend(town, lender)
    items = agenda.items(lender, FIRST, LAST, agenda.OFFICE, TODAY)

    calendar = Calendar.from_ical(ics.write(items, name="x", host="node.example"))

    todos = [(str(each["summary"]), each["due"].dt, str(each["uid"])) for each in calendar.walk("VTODO")]
    assert [(summary, due) for summary, due, _uid in todos] == [
        ("tests.loan 330100-2026-000001", DUE),
        ("tests.loan.overdue 330100-2026-000001", DUE),
    ]
    assert {item.title for item in items} == {"A loan"}
    assert b"A loan" not in ics.write(items, name="x", host="node.example")


def test_a_season_is_an_event_that_ends_the_day_after():
    item = agenda.Item(key="s", kind=agenda.SEASON, on=date(2026, 1, 1), until=date(2026, 1, 31), what="w", plain="w")

    [event] = Calendar.from_ical(ics.write([item], name="x", host="h")).walk("VEVENT")

    assert (event["dtstart"].dt, event["dtend"].dt) == (date(2026, 1, 1), date(2026, 2, 1))


def test_the_same_items_give_the_same_bytes():
    item = agenda.Item(key="c", kind=agenda.CASE, on=DUE, what="w", plain="w", changed="2026-01-05T01:00:00+00:00")

    assert ics.write([item], name="x", host="h") == ics.write([item], name="x", host="h")


def test_a_person_makes_an_address_that_is_not_kept_and_ends_it(town):
    send("casework.notice", to_body=town.firm.pk, on=TODAY, receipt=True, reply_by=date(2026, 6, 9), key="k")
    client, program = signed_in(town, "clerk"), Client()
    client.post(reverse("notices:make-feed"))
    page = client.get(reverse("notices:settings"))
    address = page.context["feed_address"]

    first = program.get(address)
    second = program.get(address, headers={"if-none-match": first["ETag"]})
    client.post(reverse("notices:end-feed"))
    ended = program.get(address)

    secret = address.split("/")[-2]
    assert (first.status_code, first["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert first.content.count(b"BEGIN:VTODO") == 1
    assert (second.status_code, second.content, ended.status_code) == (304, b"", 404)
    assert (len(secret), Feed.objects.filter(digest=secret).count()) == (48, 0)


def test_a_new_address_ends_the_old_one(town):
    client = signed_in(town, "clerk")
    addresses = []
    for _time in range(2):
        client.post(reverse("notices:make-feed"))
        addresses.append(client.get(reverse("notices:settings")).context["feed_address"])

    assert [Client().get(address).status_code for address in addresses] == [404, 200]


def test_a_person_who_may_no_longer_sign_in_has_no_feed(town):
    client = signed_in(town, "clerk")
    client.post(reverse("notices:make-feed"))
    address = client.get(reverse("notices:settings")).context["feed_address"]
    Person.objects.filter(pk=town.persons["clerk"].pk).update(is_active=False)

    assert Client().get(address).status_code == 404


def test_the_choice_of_mail_is_kept(town):
    client = signed_in(town, "clerk")

    client.post(
        reverse("notices:settings"),
        {"email": "me@example.org", "rhythm": "weekly", "quiet_from": "22", "quiet_to": "7"},
    )

    from kechuang.casework.notices.models import Address

    row = Address.objects.get()
    assert (row.email, row.rhythm, row.quiet_from, row.quiet_to) == ("me@example.org", "weekly", 22, 7)


def test_half_of_the_quiet_hours_is_refused(town):
    answer = signed_in(town, "clerk").post(
        reverse("notices:settings"), {"email": "me@example.org", "rhythm": "daily", "quiet_from": "22"}
    )

    assert answer.status_code == 422
