"""Anybody objects on the page of a public notice, without an account; the office sees it and decides it."""

import pytest
from django.core.cache import cache
from django.urls import reverse

from kechuang.casework.models import Case, DueMove
from kechuang.casework.standard import objecting
from kechuang.casework.standard.models import ObjectionRaised
from kechuang.ledger.erase import erase
from kechuang.ledger.models import Entry, PersonalGroup
from kechuang.mechanisms.sharing.voucher.models import VoucherOrder
from tests.pages.voucher.world import Reader, moment

REASON = "The firm and the provider are the same people."
TYPED = {"reason": REASON, "name": "Somebody Unknown", "contact": "13000000000"}


@pytest.fixture
def order(world):
    budget, provider = world.budget(), world.listed()
    order = world.reserved(world.granted(budget), provider)
    world.in_audit(world.claimed(world.delivered(order)))
    world.drawn()
    world.noticed(order)
    cache.clear()
    return Case.objects.get(pk=order)


def objected(world, order):
    answer = Reader(world).send("standard:objection", order.pk, **TYPED)
    assert answer.status_code == 302, answer.content.decode()[:2000]
    order.refresh_from_db()
    return answer


def decided(world, order, upheld):
    answer = Reader(world, "city1").send("standard:decide-objection", order.pk, upheld=upheld, reason="Looked into.")
    assert answer.status_code == 302, answer.content.decode()[:3000]
    order.refresh_from_db()


def test_the_notice_leads_anybody_to_the_form_and_the_case_is_held(world, order):
    before = DueMove.objects.filter(case=order, done_at=None).get()

    page = Reader(world).text("voucher:notice", order.pk)
    answer = objected(world, order)

    assert reverse("standard:objection", args=[order.pk]) in page
    assert answer.url == reverse("voucher:notice", args=[order.pk])
    assert (order.state, order.hold) == ("PUBLIC_NOTICE", "objection")
    row = ObjectionRaised.objects.get()
    assert (row.reason, row.named, row.body) == (REASON, True, None)
    world.pass_days(30)
    order.refresh_from_db()
    assert (order.state, DueMove.objects.get(pk=before.pk).done_at) == ("PUBLIC_NOTICE", None)


def test_who_objected_stands_in_an_erasable_group_alone(world, order):
    objected(world, order)

    facts = Entry.objects.filter(type__in=["casework.objected", "casework.objector"])
    held = PersonalGroup.objects.filter(entry__in=[fact.pk for fact in facts])
    assert len(facts) == 2
    assert all("Somebody Unknown" not in str(vars(fact)) for fact in facts)
    assert ["Somebody Unknown" in str(vars(group)) for group in held] == [True]


def test_who_objected_is_read_by_a_reader_of_personal_values_until_it_is_erased(world, order):
    objected(world, order)
    said = Entry.objects.get(type="casework.objector")
    auditor, checker = Reader(world, "auditor"), Reader(world, "city1")

    shown = [reader.text("casework:case", order.pk) for reader in (auditor, checker)]
    erase(entries=[said.pk], erased_at=moment(world.on))
    left = auditor.text("casework:case", order.pk)

    assert [TYPED["name"] in page for page in (*shown, left)] == [True, False, False]
    assert [TYPED["contact"] in page for page in (*shown, left)] == [True, False, False]


def test_the_office_reads_the_reason_and_the_parties_and_the_public_do_not(world, order):
    objected(world, order)

    office = Reader(world, "city1").text("casework:case", order.pk)
    firm = Reader(world, "firm clerk").text("casework:case", order.pk)
    outside = Reader(world).text("voucher:notice", order.pk)

    assert (REASON in office, REASON in firm, REASON in outside) == (True, False, False)
    assert all("Somebody Unknown" not in text for text in (firm, outside))
    assert order.number in Reader(world, "city1").text("casework:inbox", "mine")


def test_upheld_the_order_is_audited_again_and_the_old_notice_never_ends_it(world, order):
    objected(world, order)

    decided(world, order, "yes")
    world.pass_days(30)

    order.refresh_from_db()
    row = VoucherOrder.objects.get(pk=order.pk)
    assert (order.state, order.hold, row.selected_by, row.notice_until) == ("AUDIT", "", "objection", None)
    assert DueMove.objects.filter(case=order, done_at=None).count() == 0


def test_rejected_the_notice_goes_on_by_the_days_that_it_stood_still(world, order):
    before = VoucherOrder.objects.get(pk=order.pk).notice_until
    objected(world, order)
    world.pass_days(3)

    decided(world, order, "no")

    row = VoucherOrder.objects.get(pk=order.pk)
    assert ((row.notice_until - before).days, order.due_on, order.hold) == (3, row.notice_until, "")


def test_a_second_one_waits_and_an_empty_one_says_what_is_missing(world, order):
    empty = Reader(world).send("standard:objection", order.pk, reason="")
    objected(world, order)
    second = Reader(world).get("standard:objection", order.pk)

    assert empty.status_code == 422
    assert ('name="reason"' in second.content.decode(), ObjectionRaised.objects.count()) == (False, 1)


def test_one_address_hands_in_only_so_many_within_the_hour(world, order):
    reader = Reader(world)
    for _each in range(objecting.PER_HOUR):
        objecting.limits.hit("objection:127.0.0.1", objecting.HOUR)

    answer = reader.send("standard:objection", order.pk, **TYPED)

    assert (answer.status_code, REASON in answer.content.decode()) == (422, True)
    assert ObjectionRaised.objects.count() == 0


def test_there_is_no_form_for_a_case_that_stands_in_no_public_notice(world):
    right = world.checked(world.applied(world.budget()))

    assert Reader(world).get("standard:objection", right).status_code == 404
