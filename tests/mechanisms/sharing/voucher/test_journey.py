"""One voucher from the budget to the payment through the gateway, and every side road that leads away from it."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from kechuang.casework.due import sweep
from kechuang.casework.models import Account, Case, DueMove
from kechuang.kernel.refusal import Refusal
from kechuang.ledger.verify import verify
from kechuang.mechanisms.sharing.voucher import actions, queries
from kechuang.mechanisms.sharing.voucher.acts.order import CLAIM, DELIVER, RESERVE
from kechuang.mechanisms.sharing.voucher.acts.right import APPLY
from kechuang.mechanisms.sharing.voucher.models import VoucherOrder, VoucherProvider, VoucherRight
from kechuang.mechanisms.sharing.voucher.rules import accounts
from kechuang.mechanisms.sharing.voucher.rules import requests as asked
from tests.mechanisms.sharing.voucher import node as world_of
from tests.mechanisms.sharing.voucher.node import (
    DAY,
    balance,
    claim_of,
    clerk_of,
    deliver_and_claim,
    delivery,
    done,
    grant_right,
    list_provider,
    open_budget,
    provider_clerk,
    reservation,
    reserve,
)


def state(case) -> str:
    return Case.objects.values_list("state", flat=True).get(pk=case)


def errors() -> list:
    """What the verification of the whole node finds; that no checkpoint was signed is only a notice."""
    return [finding for finding in verify().findings if finding.error]


def to_audit(node, order, number=1):
    deliver_and_claim(node, order, number)
    checker = node.regions[order.authority].people["city_checker"][0]
    done(actions.check_claim(asked.CheckClaim(order=order), by=checker, key=node.key()))


def to_payable(node, order, number=1):
    to_audit(node, order, number)
    auditor = node.regions[order.authority].people["auditor"][0]
    VoucherOrder.objects.filter(pk=order.case, selected_by="").update(selected_by="sample")
    passed = asked.PassAudit(order=order, finding="核查属实")
    done(actions.pass_audit(passed, by=auditor, key=node.key()))
    sweep(DAY + timedelta(days=8))


def export(node, orders, code="330100"):
    region = node.regions[code]
    preparer, checker, recorder = region.people["finance"]
    prepare = asked.PrepareBatch(authority=code, place=code, office=region.office.pk, orders=tuple(orders))
    on = DAY + timedelta(days=8)
    batch = done(actions.prepare_batch(prepare, by=preparer, key=node.key(), on=on)).case
    done(actions.check_batch(asked.ChangeBatch(batch=batch), by=checker, key=node.key(), on=on))
    done(actions.export_batch(batch, by=preparer, key=node.key(), on=on))
    return batch, on, recorder


def pay(node, orders, code="330100", **changes):
    batch, on, recorder = export(node, orders, code)
    record = asked.RecordPayment(batch=batch, authority=code, paid_on=on, bank_ref="ICBC-1", **changes)
    done(actions.record_payment(record, by=recorder, key=node.key(), on=on))
    return batch


@pytest.fixture
def firm(world):
    """A firm of Hangzhou with a right of 200,000 yuan, and a provider of Shanghai."""
    budget = open_budget(world)
    return grant_right(world, budget), list_provider(world)


def test_a_voucher_goes_from_the_budget_to_the_payment(world, firm):
    right, listing = firm
    order = reserve(world, right, listing)
    to_audit(world, order)
    region = world.regions["330100"]
    auditor = region.people["auditor"][0]
    commit = asked.CommitAudit(authority="330100", place="330100", office=region.office.pk)
    round_ = done(actions.commit_audit(commit, by=auditor, key=world.key())).case
    done(actions.draw_audit(asked.DrawAudit(audit=round_), by=auditor, key=world.key()))
    passed = asked.PassAudit(order=order, finding="核查属实")
    done(actions.pass_audit(passed, by=auditor, key=world.key()))
    noticed = state(order.case)
    sweep(DAY + timedelta(days=8))
    payable = state(order.case)

    pay(world, [order.case])

    assert (noticed, payable, state(order.case)) == ("PUBLIC_NOTICE", "PAYABLE", "PAID")
    assert balance(accounts.order_paid("330100", order.case)) == Decimal(40_000)
    assert balance(accounts.order_reserved("330100", order.case)) == 0
    assert balance(accounts.right_available("330100", right.case)) == Decimal(160_000)
    assert balance(accounts.budget_available("330100", right.budget)) == Decimal(800_000)
    assert sum(Account.objects.values_list("balance", flat=True)) == 0
    row = queries.order(order.case)
    assert (row.cross_region, row.provider_region, row.paid_on) == (True, "310000", DAY + timedelta(days=8))
    assert errors() == []


def test_numbers_follow_the_series_and_the_right(world, firm):
    right, listing = firm
    first = reserve(world, right, listing, 1, eligible_yuan=Decimal(10_000))
    second = reserve(world, right, listing, 2, eligible_yuan=Decimal(10_000))

    numbers = dict(Case.objects.values_list("pk", "number"))

    assert numbers[right.budget] == "330100-2026-B000001"
    assert numbers[right.case] == "330100-2026-V000001"
    assert (numbers[first.case], numbers[second.case]) == ("330100-2026-V000001-01", "330100-2026-V000001-02")
    assert numbers[listing] == "310000-S000001"


def test_planning_and_approving_are_different_persons(world):
    region = world.regions["330100"]
    planner = region.people["budget_keeper"][0]
    plan = asked.PlanBudget(authority="330100", place="330100", office=None, year=2026, amount_yuan=Decimal(1))
    case = done(actions.plan_budget(plan, by=planner, key=world.key())).case
    approval = asked.ApproveBudget(budget=asked.BudgetKey(case, "330100"), document="x")

    outcome = actions.approve_budget(approval, by=planner, key=world.key())

    assert outcome.refusal == Refusal("case.same_person", {"move": "sharing.voucher.budget.approve"})


def test_preparing_checking_and_recording_a_batch_are_different_persons(world, firm):
    right, listing = firm
    order = reserve(world, right, listing)
    to_payable(world, order)
    region = world.regions["330100"]
    preparer, checker, _third = region.people["finance"]
    on = DAY + timedelta(days=8)
    prepare = asked.PrepareBatch(authority="330100", place="330100", office=None, orders=(order.case,))
    batch = done(actions.prepare_batch(prepare, by=preparer, key=world.key(), on=on)).case
    change, record = (
        asked.ChangeBatch(batch=batch),
        asked.RecordPayment(batch=batch, authority="330100", paid_on=on, bank_ref="1"),
    )

    own_check = actions.check_batch(change, by=preparer, key=world.key(), on=on)
    done(actions.check_batch(change, by=checker, key=world.key(), on=on))
    done(actions.export_batch(batch, by=preparer, key=world.key(), on=on))
    by_preparer = actions.record_payment(record, by=preparer, key=world.key(), on=on)
    by_checker = actions.record_payment(record, by=checker, key=world.key(), on=on)

    assert [outcome.refusal.code for outcome in (own_check, by_preparer, by_checker)] == ["case.same_person"] * 3


def test_who_checked_a_claim_does_not_audit_it(world, firm):
    right, listing = firm
    order = reserve(world, right, listing)
    to_audit(world, order)
    checker = world.regions["330100"].people["city_checker"][0]
    (held,) = checker.grants
    actor = replace(checker, grants=(held, replace(held, role="auditor")))

    outcome = actions.pass_audit(asked.PassAudit(order=order, finding="x"), by=actor, key=world.key())

    assert outcome.refusal == Refusal("case.same_person", {"move": "sharing.voucher.order.pass_audit"})


def test_another_firm_may_not_use_the_right(world, firm):
    right, listing = firm
    stranger = world.regions["330100"].firms[1][1]

    outcome = actions.reserve(reservation(right, listing), by=stranger, key=world.key())

    assert outcome.refusal == Refusal("case.not_yours", {"move": "sharing.voucher.order.reserve"})


def test_another_county_may_not_check(world):
    budget = open_budget(world)
    body, clerk = world.regions["330100"].firms[0]
    apply = asked.ApplyRight(budget=budget, holder=body.pk, place=body.place, year=2026)
    case = done(actions.apply_for_right(apply, by=clerk, key=world.key())).case
    (stranger,) = world.regions["320500"].people["county_checker"]

    outcome = actions.check_right(asked.CheckRight(right=queries.right_key(case)), by=stranger, key=world.key())

    assert outcome.refusal == Refusal("case.not_yours", {"move": "sharing.voucher.right.check_county"})


def test_an_application_waits_at_the_county_then_at_the_city(world):
    budget = open_budget(world)
    region = world.regions["330100"]
    body, clerk = region.firms[0]
    apply = asked.ApplyRight(budget=budget, holder=body.pk, place=body.place, year=2026)

    right = queries.right_key(done(actions.apply_for_right(apply, by=clerk, key=world.key())).case)
    at_county = Case.objects.get(pk=right.case)
    (county,) = region.people["county_checker"]
    done(actions.check_right(asked.CheckRight(right=right), by=county, key=world.key()))
    at_city = Case.objects.get(pk=right.case)

    assert (at_county.state, at_county.office_id, at_county.due_on) == (
        "APPLIED",
        region.county_office.pk,
        date(2026, 3, 23),
    )
    assert (at_city.state, at_city.office_id, at_city.due_on) == ("CITY_CHECK", region.office.pk, date(2026, 3, 30))


def test_a_second_right_of_the_year_is_refused_and_a_refused_one_does_not_count(world, firm):
    budget = asked.BudgetKey(firm[0].budget, "330100")
    region = world.regions["330100"]
    body, clerk = region.firms[1]
    apply = asked.ApplyRight(budget=budget, holder=body.pk, place=body.place, year=2026)
    first = queries.right_key(done(actions.apply_for_right(apply, by=clerk, key=world.key())).case)

    second = actions.apply_for_right(apply, by=clerk, key=world.key())
    (county,) = region.people["county_checker"]
    refuse = asked.RefuseRight(right=first, reason="incomplete", note="缺章程")
    done(actions.refuse_right_county(refuse, by=county, key=world.key()))
    third = actions.apply_for_right(apply, by=clerk, key=world.key())

    assert second.refusal == Refusal("voucher.right_exists", {"number": "330100-2026-V000002", "year": "2026"})
    assert third.refusal is None


def test_the_last_of_a_budget_exhausts_it_and_what_lapses_opens_it_again(world):
    budget = open_budget(world, amount=200_000)
    right = grant_right(world, budget)
    exhausted = state(budget.case)

    swept = sweep(date(2027, 3, 17))

    assert (exhausted, state(budget.case), state(right.case)) == ("EXHAUSTED", "OPEN", "LAPSED")
    assert balance(accounts.budget_available("330100", budget.case)) == Decimal(200_000)
    assert (swept.moved, swept.refused) == (1, {})
    assert errors() == []


def test_a_lapsed_rights_reservations_expire_after_the_term_to_claim(world, firm):
    right, listing = firm
    order = reserve(world, right, listing)

    sweep(date(2027, 3, 17))
    held = state(order.case)
    sweep(date(2027, 6, 15))

    assert (held, state(order.case)) == ("RESERVED", "RELEASED")
    assert balance(accounts.right_available("330100", right.case)) == 0
    assert balance(accounts.budget_available("330100", right.budget)) == Decimal(1_000_000)
    assert not DueMove.objects.filter(done_at__isnull=True, on__lte=date(2027, 6, 15)).exists()


def test_a_delivery_that_is_never_claimed_expires(world, firm):
    right, listing = firm
    order = reserve(world, right, listing)
    done(actions.deliver(delivery(order, 1), by=provider_clerk(world, order), key=world.key()))

    sweep(date(2026, 6, 14))
    in_time = state(order.case)
    sweep(date(2026, 6, 15))

    assert (in_time, state(order.case)) == ("DELIVERED", "RELEASED")
    assert balance(accounts.right_available("330100", right.case)) == Decimal(200_000)


def test_a_cancelled_order_frees_its_contract(world, firm):
    right, listing = firm
    order = reserve(world, right, listing)

    done(actions.cancel(asked.ReleaseOrder(order=order), by=clerk_of(world, right), key=world.key()))
    again = reserve(world, right, listing)

    assert state(order.case) == "RELEASED"
    assert balance(accounts.right_available("330100", right.case)) == Decimal(160_000)
    assert Case.objects.get(pk=again.case).number == "330100-2026-V000001-02"


def test_a_declined_claim_may_be_made_again_with_the_same_invoice(world, firm):
    right, listing = firm
    order = reserve(world, right, listing)
    seller, holder = provider_clerk(world, order), clerk_of(world, right)
    done(actions.deliver(delivery(order, 1), by=seller, key=world.key()))
    done(actions.claim(claim_of(order, 1), by=holder, key=world.key()))

    done(actions.decline(asked.AnswerClaim(order=order, reason="未收到款"), by=seller, key=world.key()))
    done(actions.claim(claim_of(order, 1), by=holder, key=world.key()))
    done(actions.confirm(asked.AnswerClaim(order=order), by=seller, key=world.key()))

    assert state(order.case) == "CLAIMED"


def test_a_used_invoice_is_refused_across_orders_and_within_a_batch(world, firm):
    right, listing = firm
    orders = [reserve(world, right, listing, at, eligible_yuan=Decimal(20_000)) for at in (1, 2, 3)]
    seller, holder = provider_clerk(world, orders[0]), clerk_of(world, right)
    for at, order in enumerate(orders):
        done(actions.deliver(delivery(order, at), by=seller, key=world.key()))
    done(actions.claim(claim_of(orders[0], 7), by=holder, key=world.key()))
    outcomes = actions.many(
        CLAIM,
        [("b:1", claim_of(orders[1], 7)), ("b:2", claim_of(orders[1], 8)), ("b:3", claim_of(orders[2], 8))],
        by=holder,
    )

    assert [outcome.refusal and outcome.refusal.values["number"] for outcome in outcomes] == [
        "330100-2026-V000001-01",
        None,
        "330100-2026-V000001-02",
    ]


def test_a_copied_report_is_refused(world, firm):
    right, listing = firm
    first = reserve(world, right, listing, 1, eligible_yuan=Decimal(20_000))
    second = reserve(world, right, listing, 2, eligible_yuan=Decimal(20_000))
    seller = provider_clerk(world, first)
    done(actions.deliver(delivery(first, 1), by=seller, key=world.key()))
    text = world_of.report(1).replace("样品", "试样", 2)
    copy = asked.DeliverRequest(order=second, delivered_on=DAY, report_sha256="c" * 64, sketch=world_of.sketch(text))

    outcome = actions.deliver(copy, by=seller, key=world.key())

    assert (outcome.refusal.code, outcome.refusal.values["number"]) == (
        "voucher.report_copied",
        "330100-2026-V000001-01",
    )


def test_contracts_split_under_the_cap_are_refused(world, firm):
    right, listing = firm
    reserve(world, right, listing, 1, contract_yuan=Decimal(140_000), eligible_yuan=Decimal(140_000))

    request = reservation(right, listing, 2, contract_yuan=Decimal(80_000), eligible_yuan=Decimal(80_000))
    outcome = actions.reserve(request, by=clerk_of(world, right), key=world.key())

    assert (outcome.refusal.code, outcome.refusal.values["over"]) == ("voucher.contract_split", Decimal(10_000))


def test_fraud_found_before_payment_sends_the_money_to_the_budget(world, firm):
    right, listing = firm
    order = reserve(world, right, listing)
    to_audit(world, order)
    auditor = world.regions["330100"].people["auditor"][0]
    reject = asked.RejectOrder(order=order, reason="fake_service", fraud=True, finding="无检测记录")

    done(actions.reject(reject, by=auditor, key=world.key()))

    assert state(order.case) == "REJECTED"
    assert queries.order(order.case).referred is True
    assert balance(accounts.budget_available("330100", right.budget)) == Decimal(840_000)
    assert errors() == []


def test_fraud_found_after_payment_is_clawed_back(world, firm):
    right, listing = firm
    order = reserve(world, right, listing)
    to_payable(world, order)
    pay(world, [order.case])
    auditor = world.regions["330100"].people["auditor"][0]

    claw = asked.ClawBack(order=order, reason="fake_invoice", receipt_ref="R-1")
    done(actions.claw_back(claw, by=auditor, key=world.key()))

    assert state(order.case) == "CLAWED_BACK"
    assert balance(accounts.order_paid("330100", order.case)) == 0
    assert balance(accounts.budget_available("330100", right.budget)) == Decimal(840_000)


def test_an_objection_brings_the_order_back_to_the_audit(world, firm):
    right, listing = firm
    order = reserve(world, right, listing)
    to_audit(world, order)
    VoucherOrder.objects.filter(pk=order.case).update(selected_by="sample")
    people = world.regions["330100"].people
    passed = asked.PassAudit(order=order, finding="核查属实")
    done(actions.pass_audit(passed, by=people["auditor"][0], key=world.key()))

    objection = asked.ObjectToOrder(order=order, reason="服务未完成")
    done(actions.object_to(objection, by=people["city_checker"][1], key=world.key()))
    sweep(DAY + timedelta(days=30))

    assert state(order.case) == "AUDIT"


def test_a_failed_payment_line_goes_into_the_next_batch(world, firm):
    right, listing = firm
    orders = [reserve(world, right, listing, at, eligible_yuan=Decimal(20_000)) for at in (1, 2)]
    for at, order in enumerate(orders):
        to_payable(world, order, at + 1)
    batch = pay(world, [order.case for order in orders], failed={orders[0].case: "账号不符"})

    again = pay(world, [orders[0].case])

    assert [state(order.case) for order in orders] == ["PAID", "PAID"]
    paid = dict(VoucherOrder.objects.values_list("pk", "batch"))
    assert (paid[orders[0].case], paid[orders[1].case]) == (again, batch)
    assert queries.payable("330100") == ()


def test_a_void_batch_leaves_its_orders_payable(world, firm):
    right, listing = firm
    order = reserve(world, right, listing)
    to_payable(world, order)
    batch, on, recorder = export(world, [order.case])

    done(actions.void_batch(asked.ChangeBatch(batch=batch, reason="账户变更"), by=recorder, key=world.key(), on=on))

    assert (state(batch), state(order.case)) == ("VOID", "PAYABLE")
    assert queries.payable("330100") == (order.case,)


def test_the_payment_file_is_the_same_at_any_time(world, firm):
    right, listing = firm
    order = reserve(world, right, listing)
    to_payable(world, order)

    batch, _on, _recorder = export(world, [order.case])

    found = queries.payment_file(batch)
    assert Case.objects.get(pk=batch).voucher_batch.file_sha256 == found.sha256
    holder = world.regions["330100"].firms[0][0]
    assert found.content.decode("utf-8-sig").splitlines()[1:] == [
        f"1,330100-2026-V000001-01,{holder.name},{holder.code},机构 310115-1（演示）,testing,033002600111-00000001,40000.00",
        "330100-2026-P000001,,,,,,total,40000.00",
    ]


def test_a_provider_is_suspended_reinstated_and_expires(world):
    listing = list_provider(world)
    lister = world.regions["310000"].people["city_checker"][1]
    change = asked.ChangeProvider(provider=listing, reason="投诉核查")

    done(actions.suspend_provider(change, by=lister, key=world.key(), on=date(2026, 2, 1)))
    suspended = state(listing)
    done(actions.reinstate_provider(change, by=lister, key=world.key(), on=date(2026, 3, 1)))
    reinstated = state(listing)
    sweep(date(2028, 1, 1))

    assert (suspended, reinstated, state(listing)) == ("SUSPENDED", "LISTED", "REMOVED")
    row = VoucherProvider.objects.get(pk=listing)
    assert (row.suspensions, row.removed_on) == ([["2026-02-01", "2026-03-01"]], date(2028, 1, 1))


def test_a_renewed_listing_expires_on_its_new_day_only(world):
    listing = list_provider(world)
    lister = world.regions["310000"].people["city_checker"][1]
    renewal = asked.ListProvider(
        provider=listing,
        services=("testing",),
        regions=("YRD",),
        listed_from=DAY,
        listed_until=date(2029, 12, 31),
    )
    done(actions.renew_provider(renewal, by=lister, key=world.key()))

    sweep(date(2029, 12, 31))
    kept = state(listing)
    sweep(date(2030, 1, 1))

    assert (kept, state(listing)) == ("LISTED", "REMOVED")


def test_undrawn_orders_pass_together_and_drawn_ones_wait(world):
    budget = open_budget(world)
    listing = list_provider(world)
    right = grant_right(world, budget)
    orders = [
        reserve(world, right, listing, at, eligible_yuan=Decimal(2_000), contract_on=DAY - timedelta(days=0))
        for at in range(1, 4)
    ]
    for at, order in enumerate(orders):
        to_audit(world, order, at + 1)
    VoucherOrder.objects.update(selected_by="")
    region = world.regions["330100"]
    auditor = region.people["auditor"][0]
    commit = asked.CommitAudit(authority="330100", place="330100", office=region.office.pk)
    round_ = done(actions.commit_audit(commit, by=auditor, key=world.key())).case
    second = actions.commit_audit(commit, by=auditor, key=world.key())
    done(actions.draw_audit(asked.DrawAudit(audit=round_), by=auditor, key=world.key()))

    outcomes = actions.pass_undrawn(round_, by=auditor, key=world.key())

    assert second.refusal == Refusal("voucher.audit_open", {"number": "330100-2026-A000001"})
    assert [outcome.refusal for outcome in outcomes] == [None, None]
    assert sorted(VoucherOrder.objects.values_list("selected_by", "case__state")) == [
        ("not_drawn", "PUBLIC_NOTICE"),
        ("not_drawn", "PUBLIC_NOTICE"),
        ("sample", "AUDIT"),
    ]


def test_closing_a_budget_leaves_granted_rights_their_money(world, firm):
    right, listing = firm
    keeper = world.regions["330100"].people["budget_keeper"][1]
    budget = asked.BudgetKey(right.budget, "330100")

    done(actions.close_budget(asked.ChangeBudget(budget=budget), by=keeper, key=world.key()))
    reserve(world, right, listing)
    sweep(date(2027, 7, 1))

    assert state(budget.case) == "CLOSED"
    assert balance(accounts.budget_available("330100", budget.case)) == 0
    assert balance(accounts.appropriation("330100", budget.case)) == 0
    assert VoucherRight.objects.get().case.state == "LAPSED"
    assert errors() == []


def test_a_chunk_of_reservations_sees_its_own_rows(world, firm):
    right, listing = firm
    large = {"contract_yuan": Decimal(240_000), "eligible_yuan": Decimal(240_000)}
    rows = [
        ("b:1", reservation(right, listing, 1, eligible_yuan=Decimal(20_000))),
        ("b:2", reservation(right, listing, 1, eligible_yuan=Decimal(20_000))),
        ("b:3", reservation(right, listing, 2, eligible_yuan=Decimal(20_000))),
        ("b:4", reservation(right, listing, 3, **large)),
    ]

    outcomes = actions.many(RESERVE, rows, by=clerk_of(world, right))

    codes = [outcome.refusal and outcome.refusal.code for outcome in outcomes]
    assert codes == [None, "voucher.contract_used", None, "voucher.contract_split"]
    numbers = Case.objects.filter(kind="sharing.voucher.order").order_by("number").values_list("number", flat=True)
    assert list(numbers) == ["330100-2026-V000001-01", "330100-2026-V000001-02"]


def test_a_chunk_of_applications_sees_its_own_rows(world):
    budget = open_budget(world)
    body, clerk = world.regions["330100"].firms[0]
    apply = asked.ApplyRight(budget=budget, holder=body.pk, place=body.place, year=2026)

    outcomes = actions.many(APPLY, [("a:1", apply), ("a:2", apply)], by=clerk)

    assert [outcome.refusal and outcome.refusal.code for outcome in outcomes] == [None, "voucher.right_exists"]


def test_a_chunk_of_deliveries_sees_its_own_reports(world, firm):
    right, listing = firm
    keys = [reserve(world, right, listing, at, eligible_yuan=Decimal(20_000)) for at in (1, 2)]
    rows = [(f"d:{at}", delivery(key, 1)) for at, key in enumerate(keys)]

    outcomes = actions.many(DELIVER, rows, by=provider_clerk(world, keys[0]))

    assert [outcome.refusal and outcome.refusal.code for outcome in outcomes] == [None, "voucher.report_copied"]
