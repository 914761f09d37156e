"""A one-off collection from sending to its end: limits, what is known stands filled in, nobody is asked in vain."""

from dataclasses import replace
from datetime import date

import pytest

from kechuang.casework import due
from kechuang.casework.elements import acts, known, queries
from kechuang.casework.elements.models import Collection, CollectionAnswer
from kechuang.casework.elements.rules import End, GiveAnswer, Recipient, Send
from kechuang.casework.models import Case
from kechuang.ledger.models import Entry
from kechuang.web import chance
from tests.casework.elements.conftest import TODAY

ASKED = ("organisation.rnd_staff", "organisation.rnd_yuan")


def wanted(cast, **changes) -> Send:
    ask = Send(
        case=chance.uuid7(),
        office=cast.city.pk,
        authority="330100",
        place="330100",
        title="上半年创新券情况",
        basis="测试文件第3条",
        purpose="半年评估",
        elements=ASKED,
        year=2026,
        reply_by=date(2026, 7, 20),
        expires_on=date(2026, 8, 1),
        recipients=tuple(Recipient(chance.uuid7(), each.pk, each.place) for each in cast.counties),
        known=0,
        seconds=44,
    )
    return replace(ask, **changes)


def sent(cast, **changes) -> Send:
    request = wanted(cast, **changes)
    outcome = acts.send(request, by=cast.actor(cast.planner), key=f"send:{request.case}")
    assert outcome.refusal is None, outcome.refusal
    return request


def give(cast, request, number=0, values=("12", "3400.00"), confirmed=frozenset()):
    case = request.recipients[number].case
    answer = GiveAnswer(case, dict(zip(request.elements, values, strict=True)), confirmed)
    return acts.give_answer(answer, by=cast.actor(cast.reporters[number]), key=f"answer:{case}")


def state(case):
    return Case.objects.get(pk=case).state


def test_every_part_has_an_official_number_of_its_place(cast):
    request = sent(cast)

    numbers = Case.objects.filter(pk__in=[each.case for each in request.recipients]).values_list("place", "number")

    assert sorted(numbers) == sorted((each.place, f"TB{each.place}-{TODAY.year}-000001") for each in request.recipients)


def test_sending_opens_a_case_for_each_body_and_leaves_facts(cast):
    request = sent(cast)

    kinds = Case.objects.order_by("kind", "place").values_list("kind", "state", "place", "due_on")
    assert list(kinds) == [
        ("casework.answer", "ASKED", "330106", date(2026, 7, 20)),
        ("casework.answer", "ASKED", "330110", date(2026, 7, 20)),
        ("casework.collection", "SENT", "330100", date(2026, 8, 1)),
    ]
    types = Entry.objects.order_by("seq").values_list("type", flat=True)
    assert list(types) == ["casework.collection_sent", "casework.collection_asked", "casework.collection_asked"]
    row = Collection.objects.get(pk=request.case)
    assert (row.recipients, row.known, row.seconds, tuple(row.elements)) == (2, 0, 44, ASKED)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"elements": ()}, "collection.no_elements"),
        ({"elements": ("account.name",)}, "collection.not_askable"),
        ({"elements": ("contract.file",)}, "collection.not_askable"),
        ({"elements": ("no.such",)}, "collection.not_askable"),
        ({"recipients": ()}, "collection.recipients"),
        ({"reply_by": date(2026, 7, 8)}, "collection.too_soon"),
        ({"expires_on": date(2026, 7, 19)}, "collection.open_too_long"),
        ({"expires_on": date(2026, 12, 1)}, "collection.open_too_long"),
        ({"known": 4}, "collection.known_already"),
    ],
)
def test_a_collection_that_asks_too_much_or_in_vain_is_refused(cast, changes, code):
    request = wanted(cast, **changes)

    outcome = acts.send(request, by=cast.actor(cast.planner), key="send")

    assert (outcome.refusal.code, Case.objects.count(), Entry.objects.count()) == (code, 0, 0)


def test_an_office_next_door_cannot_ask_in_this_city(cast):
    outcome = acts.send(wanted(cast), by=cast.actor(cast.stranger), key="send")

    assert outcome.refusal.code == "case.not_yours"


def test_a_body_answers_every_element_once(cast):
    request = sent(cast)

    outcome = give(cast, request, confirmed=frozenset({"organisation.rnd_staff"}))

    row = CollectionAnswer.objects.get(pk=request.recipients[0].case)
    assert outcome.refusal is None
    assert row.values == {"organisation.rnd_staff": "12", "organisation.rnd_yuan": "3400.00"}
    assert (row.confirmed, row.answered_on, state(row.pk)) == (["organisation.rnd_staff"], TODAY, "ANSWERED")
    assert give(cast, request).repeated


def test_an_answer_that_lacks_a_value_names_what_is_missing(cast):
    outcome = give(cast, sent(cast), values=("12", "  "))

    assert (outcome.refusal.code, outcome.refusal.values) == (
        "collection.lacking",
        {"elements": "organisation.rnd_yuan"},
    )


def test_nobody_answers_for_another_body(cast):
    request = sent(cast)
    answer = GiveAnswer(request.recipients[1].case, dict(zip(ASKED, ("1", "2"), strict=True)))

    outcome = acts.give_answer(answer, by=cast.actor(cast.reporters[0]), key="not mine")

    assert outcome.refusal.code == "case.not_yours"


def test_what_was_answered_this_year_is_known_and_not_asked_again(cast):
    give(cast, sent(cast))
    county, other = (each.pk for each in cast.counties)

    held = known.known([county, other], ASKED, 2026)

    assert {code: each.value for code, each in held[county].items()} == {
        "organisation.rnd_staff": "12",
        "organisation.rnd_yuan": "3400.00",
    }
    assert held[other] == {}
    assert known.known([county], ASKED, 2025) == {county: {}}
    weight = queries.weigh([county, other], ASKED, 2026)
    assert (weight.cells, weight.known, weight.typed) == (4, 2, 2)


def test_looking_up_what_is_known_takes_the_same_queries_for_one_and_for_many(cast, django_assert_num_queries):
    give(cast, sent(cast))

    for bodies in ([cast.counties[0].pk], [each.pk for each in cast.counties]):
        with django_assert_num_queries(1):
            known.known(bodies, ASKED, 2026)


def test_ending_a_collection_frees_those_who_have_not_answered(cast):
    request = sent(cast)
    give(cast, request, 0)

    outcome = acts.close(End(request.case, "已从指标取得"), by=cast.actor(cast.planner), key="close")

    assert outcome.refusal is None
    assert [state(each) for each in (request.case, *(r.case for r in request.recipients))] == [
        "CLOSED",
        "ANSWERED",
        "LAPSED",
    ]
    assert due.sweep(date(2026, 9, 1)).moved == 0


def test_a_collection_closes_by_itself_on_its_day(cast):
    request = sent(cast)
    give(cast, request, 1)

    due.sweep(date(2026, 7, 31))
    before = [state(each) for each in (request.case, *(r.case for r in request.recipients))]
    due.sweep(date(2026, 8, 1))

    assert before == ["SENT", "ASKED", "ANSWERED"]
    assert [state(each) for each in (request.case, *(r.case for r in request.recipients))] == [
        "CLOSED",
        "LAPSED",
        "ANSWERED",
    ]
