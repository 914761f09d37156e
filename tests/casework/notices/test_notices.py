"""Formal notices: sent once, read, confirmed, answered, reminded, taken back; every step but the reading is a fact."""

import json
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from kechuang.casework.models import Case
from kechuang.casework.notices import actions, receiving
from kechuang.casework.notices.models import Notice
from kechuang.casework.notices.rules import Change
from kechuang.casework.notices.sending import send
from kechuang.ledger.models import Entry
from tests.casework.notices.conftest import TODAY

KIND = "casework.notice"


def formal(town, key="k", to=None, reply_by=None):
    return send(KIND, to_body=(to or town.firm).pk, on=TODAY, receipt=True, key=key, reply_by=reply_by)


def types():
    return list(Entry.objects.order_by("seq").values_list("type", flat=True))


def signed_in(town, name):
    client = Client()
    client.force_login(town.persons[name])
    return client


def test_the_same_key_sends_one_notice(town):
    first = formal(town)

    second = formal(town)

    assert (second.pk, Notice.objects.count(), types()) == (first.pk, 1, ["casework.notice_sent"])


def test_a_notice_names_one_receiver(town):
    with pytest.raises(ValueError, match="one body or to one person"):
        send(KIND, on=TODAY, key="k")


def test_whoever_holds_the_duty_in_the_body_sees_it_and_nobody_else(town):
    notice = formal(town)

    seen = {name for name in town.persons if receiving.is_mine(notice, town.actor(name), TODAY)}

    assert seen == {"clerk", "second"}


def test_first_reader_and_confirmer_stand_in_the_fact_of_the_receipt(town):
    notice = formal(town)
    signed_in(town, "clerk").get(reverse("notices:notice", args=[notice.pk]))
    notice.refresh_from_db()

    outcome = actions.confirm(notice, by=town.actor("second"), key="confirm", on=TODAY)

    entry = Entry.objects.get(type="casework.notice_received")
    values = entry.groups["authority"]["values"]
    assert outcome.states == {notice.pk: "CONFIRMED"}
    assert (values["first_reader"], values["confirmer"]) == (
        str(town.persons["clerk"].pk),
        str(town.persons["second"].pk),
    )
    assert entry.groups["parties"]["values"]["receiver"] == f"body/{town.firm.pk}"


def test_reading_a_notice_leaves_no_fact(town):
    notice = formal(town)

    signed_in(town, "clerk").get(reverse("notices:notice", args=[notice.pk]))

    assert types() == ["casework.notice_sent"]
    assert Notice.objects.get().read_by == town.persons["clerk"]


def test_the_sender_reading_does_not_count_as_the_receivers(town):
    notice = Notice.objects.filter(pk=formal(town).pk)
    notice.update(sender=town.city)

    answer = signed_in(town, "officer").get(reverse("notices:notice", args=[notice.get().pk]))

    assert (answer.status_code, notice.get().read_at) == (200, None)


@pytest.mark.parametrize("name", ["neighbour", "stranger", "county"])
def test_others_do_not_find_it(town, name):
    notice = formal(town)

    answer = signed_in(town, name).get(reverse("notices:notice", args=[notice.pk]))

    assert answer.status_code == 404 if name != "county" else answer.status_code in {200, 404}


def test_another_firm_cannot_confirm(town):
    notice = formal(town)

    outcome = actions.confirm(notice, by=town.actor("neighbour"), key="confirm", on=TODAY)

    assert outcome.refusal.code == "case.not_yours"


def test_an_office_confirms_what_was_sent_to_it_although_its_duty_reaches_a_place(town):
    notice = formal(town, to=town.county)

    outcome = actions.confirm(notice, by=town.actor("county"), key="confirm", on=TODAY)

    assert outcome.states == {notice.pk: "CONFIRMED"}


def asking(town, asks, reply_by=None):
    """A notice of the city office that asks for an answer."""
    from kechuang.casework.act import act
    from kechuang.casework.notices.rules import Sent
    from kechuang.web import chance

    request = Sent(
        id=chance.uuid7(),
        key=f"asks:{asks}",
        kind=KIND,
        authority="330100",
        place="330100",
        receiver=town.firm.pk,
        sender=town.city.pk,
        asks=asks,
        title="Quarter",
        text="Please tell us.",
        reply_by=reply_by,
    )
    act(actions.SEND, request, by=town.actor("officer"), key=request.key, on=TODAY)
    return Notice.objects.get(pk=request.id)


def test_an_answer_in_words_closes_the_notice(town):
    notice = asking(town, "text", reply_by=TODAY)

    outcome = actions.answer(Change(notice=notice.pk, answer="Twelve"), by=town.actor("clerk"), key="a", on=TODAY)

    row = Notice.objects.get()
    assert outcome.states == {notice.pk: "ANSWERED"}
    assert (row.answer, row.answered_by, row.state) == ("Twelve", town.persons["clerk"], "ANSWERED")
    assert Case.objects.get(pk=notice.pk).finished
    assert Entry.objects.get(type="casework.notice_answered").groups["parties"]["values"]["in_time"] is True


def test_a_late_answer_is_taken_and_marked(town):
    notice = asking(town, "text", reply_by=date(2026, 5, 1))

    actions.answer(Change(notice=notice.pk, answer="Late"), by=town.actor("clerk"), key="a", on=TODAY)

    assert Entry.objects.get(type="casework.notice_answered").groups["parties"]["values"]["in_time"] is False


@pytest.mark.parametrize(
    ("asks", "change", "code"),
    [
        ("receipt", {"answer": "x"}, "notice.no_answer_asked"),
        ("text", {"answer": " "}, "notice.answer_empty"),
        ("evidence", {"answer": "x"}, "notice.evidence_missing"),
    ],
)
def test_an_answer_that_is_not_what_was_asked_is_refused(town, asks, change, code):
    notice = asking(town, asks)

    outcome = actions.answer(Change(notice=notice.pk, **change), by=town.actor("clerk"), key="a", on=TODAY)

    assert (outcome.refusal.code, types()) == (code, ["casework.notice_sent"])


def test_a_reminder_makes_it_unread_again_and_keeps_its_state(town):
    notice = asking(town, "text")
    signed_in(town, "clerk").get(reverse("notices:notice", args=[notice.pk]))

    [outcome] = actions.remind([notice.pk], by=town.actor("officer"), key="r", on=TODAY)

    row = Notice.objects.get()
    assert (outcome.refusal, row.reminded, row.reminded_on, row.read_at, row.state) == (None, 1, TODAY, None, "SENT")


def test_the_receiver_cannot_remind_or_take_back(town):
    notice = asking(town, "text")

    [reminded] = actions.remind([notice.pk], by=town.actor("clerk"), key="r", on=TODAY)
    taken = actions.withdraw(notice, "why", by=town.actor("clerk"), key="w", on=TODAY)

    assert (reminded.refusal.code, taken.refusal.code) == ("case.not_yours", "case.not_yours")


def test_words_of_an_answer_stand_in_no_fact(town):
    notice = asking(town, "text")
    actions.answer(Change(notice=notice.pk, answer="秘密七"), by=town.actor("clerk"), key="a", on=TODAY)

    disclosed = [json.dumps(entry.groups, ensure_ascii=False) for entry in Entry.objects.all()]

    assert [text for text in disclosed if "秘密七" in text] == []
    assert Notice.objects.filter(answer="秘密七").count() == 1


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_the_same_queries_for_one_and_for_three(town, django_assert_num_queries, count):
    for number in range(count):
        formal(town, key=f"k{number}")
    client = signed_in(town, "clerk")

    with django_assert_num_queries(LIST_QUERIES):
        page = client.get(reverse("notices:inbox")).content.decode()

    assert page.count('class="row-link"') == count


LIST_QUERIES = 13


def test_a_person_hears_of_what_is_sent_to_them(town):
    notice = send(KIND, to_person=town.persons["county"].pk, on=TODAY, key="p")

    seen = {name for name in town.persons if receiving.is_mine(notice, town.actor(name), TODAY)}

    assert (seen, notice.formal) == ({"county"}, False)


def test_the_step_bears_the_receiving_body(town):
    notice = formal(town, to=town.county)

    actions.confirm(notice, by=town.actor("county"), key="confirm", on=TODAY)

    assert [step.body for step in Case.objects.get(pk=notice.pk).steps.filter(move="confirm")] == [town.county]
