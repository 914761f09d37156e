"""The audit and the payment: risk named sign by sign, the drawn sample, notice, objection, fraud, batches, recovery."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest

from kechuang.casework.decision import DueAt
from kechuang.kernel.fact import Posting
from kechuang.kernel.refusal import Refusal
from kechuang.mechanisms.sharing.voucher.rules import accounts, audit, batch, sample
from kechuang.mechanisms.sharing.voucher.rules.requests import (
    ChangeBatch,
    CheckClaim,
    ClawBack,
    CommitAudit,
    DrawAudit,
    EndNotice,
    ExportBatch,
    ObjectToOrder,
    PassAudit,
    PrepareBatch,
    RecordPayment,
    RejectOrder,
)
from kechuang.mechanisms.sharing.voucher.rules.rows import AuditRow, BatchRow
from tests.mechanisms.sharing.voucher import law, scenes
from tests.mechanisms.sharing.voucher.scenes import BUDGET, ORDER, OTHER, RIGHT, order_key, scene, view

NUMBER = "330100-2026-V000001-01"
ROUND, BATCH, SECOND = UUID(int=20), UUID(int=21), UUID(int=22)
SEED = "5a" * 32
RESERVED, PAID = accounts.order_reserved("330100", ORDER), accounts.order_paid("330100", ORDER)
AVAILABLE, SOURCE = accounts.budget_available("330100", BUDGET), accounts.appropriation("330100", BUDGET)
POCKET = accounts.right_available("330100", RIGHT)
KIND = "sharing.voucher.order"

audit_round = AuditRow(
    case=ROUND,
    number="330100-2026-A000001",
    authority="330100",
    state="COMMITTED",
    place="330100",
    commitment=sample.commitment(SEED),
    seed=SEED,
)
payment = BatchRow(
    case=BATCH,
    number="330100-2026-P000001",
    authority="330100",
    state="EXPORTED",
    place="330100",
    total_yuan=Decimal(50_000),
    orders=frozenset({ORDER}),
    exported_on=date(2026, 3, 12),
)


def order(state, **changes):
    return {"orders": {ORDER: replace(scenes.order, state=state, **changes)}}


def two_orders(state, **changes):
    one = replace(scenes.order, state=state, invoice_key="A")
    other = replace(scenes.order, case=SECOND, number="X-02", state=state, invoice_key="B", **changes)
    return {"orders": {ORDER: one, SECOND: other}, "cases": (view(ORDER, KIND, state), view(SECOND, KIND, state))}


def check(**changes):
    claimed = order("CLAIMED", claimed_on=date(2026, 3, 14), **changes)
    return audit.check(scene(**claimed), CheckClaim(order=order_key))


def test_a_claim_without_signs_waits_for_the_draw():
    decision = check()

    assert decision.states == {ORDER: "AUDIT"}
    fact = decision.facts[0][1]
    assert (fact.signs, fact.score, fact.threshold, fact.by_risk) == ((), 0, 60, False)
    assert decision.rows[0].values["selected_by"] == ""


def test_signs_that_reach_the_threshold_make_the_audit_certain():
    decision = check(signs=("split", "no_profile"))

    fact = decision.facts[0][1]
    assert (fact.signs, fact.score, fact.by_risk) == (("split", "no_profile"), 60, True)
    assert decision.rows[0].values["selected_by"] == "risk"


def test_an_amount_just_under_the_cap_is_a_sign_of_the_formal_check():
    assert check(amount_yuan=Decimal(95_000)).facts[0][1].signs == ("near_cap",)


def test_where_no_threshold_is_set_only_the_sample_audits():
    claimed = order("CLAIMED", claimed_on=date(2026, 3, 14), signs=("related", "split"))
    book = law.book(without=("voucher.audit.risk_score",))

    decision = audit.check(scene(book=book, **claimed), CheckClaim(order=order_key))

    assert decision.facts[0][1].by_risk is False


def test_a_round_publishes_the_hash_of_its_seed():
    asked = CommitAudit(authority="330100", place="330100", office=None, seed=SEED, case=OTHER)

    decision = audit.commit(scene(), asked)

    assert decision.facts[0][1].commitment == sample.commitment(SEED)
    refused = audit.commit(scene(audits={ROUND: audit_round}), asked)
    assert refused == Refusal("voucher.audit_open", {"number": "330100-2026-A000001"})


def test_the_draw_publishes_seed_population_and_drawn_and_can_be_made_again():
    waiting = [UUID(int=number) for number in range(100, 125)]

    decision = audit.draw(scene(audits={ROUND: audit_round}, population={"330100": waiting}), DrawAudit(audit=ROUND))

    fact = decision.facts[0][1]
    assert set(fact.population) == {sample.mark(found) for found in waiting}
    assert set(fact.drawn) == set(sample.draw(fact.seed, fact.population, fact.share))
    assert sample.commitment(fact.seed) == fact.commitment
    chosen = {put.case for put in decision.rows if put.values.get("selected_by") == "sample"}
    assert {sample.mark(found) for found in chosen} == set(fact.drawn)
    assert len(chosen) == 3


def test_there_must_be_something_to_draw_from():
    refused = audit.draw(scene(audits={ROUND: audit_round}), DrawAudit(audit=ROUND))

    assert refused == Refusal("voucher.nothing_to_draw", {"number": "330100-2026-A000001"})


def test_an_order_that_was_not_drawn_passes_into_the_notice():
    decision = audit.pass_audit(scene(**order("AUDIT", selected_by="not_drawn")), PassAudit(order=order_key))

    assert decision.states == {ORDER: "PUBLIC_NOTICE"}
    assert decision.due == (DueAt(ORDER, "end_notice", date(2026, 3, 24)),)
    fact = decision.facts[0][1]
    assert (fact.holder_name, fact.provider_name, fact.amount_yuan, fact.ends_on) == (
        "甲子精密装备（演示）",
        "乙丑检测中心（演示）",
        Decimal(50_000),
        date(2026, 3, 23),
    )


def test_before_the_draw_nothing_passes():
    refused = audit.pass_audit(scene(**order("AUDIT")), PassAudit(order=order_key))

    assert refused == Refusal("voucher.not_drawn_yet", {"number": NUMBER})


@pytest.mark.parametrize("selected_by", ["risk", "sample", "objection"])
def test_what_was_selected_passes_with_a_finding_only(selected_by):
    held = scene(**order("AUDIT", selected_by=selected_by))

    refused = audit.pass_audit(held, PassAudit(order=order_key))
    passed = audit.pass_audit(held, PassAudit(order=order_key, finding="现场核查属实"))

    values = {"number": NUMBER, "selected_code": f"voucher.selected_by.{selected_by}"}
    assert refused == Refusal("voucher.finding_missing", values, "finding")
    assert passed.states == {ORDER: "PUBLIC_NOTICE"}


def test_an_objection_stops_the_notice():
    decision = audit.object_(
        scene(**order("PUBLIC_NOTICE", selected_by="not_drawn")), ObjectToOrder(order=order_key, reason="服务未完成")
    )

    assert decision.states == {ORDER: "AUDIT"}
    assert decision.cancels == ((ORDER, "end_notice"),)
    assert decision.rows[0].values["selected_by"] == "objection"


def test_an_undisturbed_notice_makes_the_order_payable():
    decision = audit.end_notice(scene(**order("PUBLIC_NOTICE")), EndNotice(order=order_key))

    assert (decision.states, decision.rows[0].values) == ({ORDER: "PAYABLE"}, {"payable_on": scenes.TODAY})


def reject(request, **rows):
    return audit.reject(scene(**{**order("AUDIT", selected_by="risk"), **rows}), request)


fraud = RejectOrder(order=order_key, reason="fake_service", fraud=True, finding="机构无检测记录")


def test_fraud_sends_the_money_to_the_budget_and_the_matter_to_the_integrity_office():
    decision = reject(fraud)

    assert decision.states == {ORDER: "REJECTED"}
    assert [fact.TYPE for _case, fact in decision.facts] == [
        "sharing.voucher.order_rejected",
        "sharing.voucher.order_referred",
    ]
    assert decision.facts[0][1].postings == (Posting(RESERVED, -5_000_000), Posting(AVAILABLE, 5_000_000))
    assert decision.rows[0].values == {"rejected_for": "fake_service", "referred": True}


def test_fraud_opens_an_exhausted_budget_and_passes_a_closed_one_by():
    exhausted = reject(fraud, budgets={BUDGET: replace(scenes.budget, state="EXHAUSTED")})
    closed = reject(fraud, budgets={BUDGET: replace(scenes.budget, state="CLOSED")})

    assert exhausted.states == {ORDER: "REJECTED", BUDGET: "OPEN"}
    assert closed.facts[0][1].postings[1] == Posting(SOURCE, 5_000_000)


def test_what_is_only_not_eligible_goes_back_to_the_right():
    decision = reject(RejectOrder(order=order_key, reason="not_eligible", fraud=False, finding="不在目录内"))

    assert decision.facts[0][1].postings == (Posting(RESERVED, -5_000_000), Posting(POCKET, 5_000_000))
    assert len(decision.facts) == 1


def test_a_rejection_names_a_reason_of_its_list_and_a_finding():
    wrong = reject(replace(fraud, reason="not_eligible"))

    known = ["fake_contract", "fake_invoice", "fake_service", "copied_report", "resold", "collusion"]
    codes = ", ".join(f"voucher.reason.{code}" for code in known)
    assert wrong == Refusal("voucher.reason_unknown", {"reason": "not_eligible", "known_codes": codes}, "reason")
    assert reject(replace(fraud, finding="")).code == "voucher.finding_missing"


prepare = PrepareBatch(authority="330100", place="330100", office=None, orders=(ORDER, SECOND), case=BATCH)


def test_a_batch_adds_up_its_lines_and_takes_the_orders_in():
    decision = batch.prepare(scene(**two_orders("PAYABLE", amount_yuan=Decimal("0.01"))), prepare)

    assert (decision.opens[0].state, decision.opens[0].amount) == ("PREPARED", Decimal("50000.01"))
    assert decision.states == {ORDER: "BATCHED", SECOND: "BATCHED"}
    assert (decision.facts[0][1].lines, decision.facts[0][1].total_yuan) == (2, Decimal("50000.01"))


@pytest.mark.parametrize(
    ("orders", "refusal"),
    [
        ((), Refusal("voucher.batch_empty", {})),
        ((ORDER, ORDER), Refusal("voucher.batch_line_twice", {"lines": 2, "different": 1})),
        (
            tuple(UUID(int=number) for number in range(501)),
            Refusal("voucher.batch_too_large", {"lines": 501, "limit": 500}),
        ),
    ],
)
def test_a_batch_holds_one_to_five_hundred_different_orders(orders, refusal):
    assert batch.prepare(scene(), replace(prepare, orders=orders)) == refusal


@pytest.mark.parametrize("place", ["330106", "310000"])
def test_who_holds_a_county_or_another_region_does_not_act_for_the_payer(place):
    expected = Refusal("voucher.outside_authority", {"place": place, "authority_place": "330100"})
    commit = CommitAudit(authority="330100", place=place, office=None, seed=SEED, case=OTHER)

    assert batch.prepare(scene(**two_orders("PAYABLE")), replace(prepare, place=place)) == expected
    assert audit.commit(scene(), commit) == expected


def test_a_batch_holds_payable_orders_only():
    refused = batch.prepare(scene(**two_orders("PUBLIC_NOTICE")), prepare)

    assert refused == Refusal("voucher.batch_not_payable", {"number": NUMBER, "state": f"{KIND}.PUBLIC_NOTICE"})


def test_a_batch_holds_one_payers_orders_only():
    refused = batch.prepare(scene(**two_orders("PAYABLE", authority="330900")), prepare)

    values = {"number": "X-02", "payer_place": "330900", "batch_place": "330100"}
    assert refused == Refusal("voucher.batch_other_payer", values)


def test_one_invoice_stands_once_in_a_batch():
    held = two_orders("PAYABLE")
    held["orders"][SECOND] = replace(held["orders"][SECOND], invoice_key="A")

    refused = batch.prepare(scene(**held), prepare)

    assert refused == Refusal("voucher.invoice_reused", {"invoice": "A", "number": NUMBER})


def test_an_export_keeps_the_digest_of_the_file():
    held = scene(batches={BATCH: payment})

    assert batch.export(held, ExportBatch(batch=BATCH, sha256="c" * 64)).states == {BATCH: "EXPORTED"}
    assert batch.export(held, ExportBatch(batch=BATCH, sha256="")).code == "voucher.file_missing"


record = RecordPayment(
    batch=BATCH, authority="330100", paid_on=date(2026, 3, 16), bank_ref="ICBC-1", orders=(ORDER, SECOND)
)


def paid(request=record, **changes):
    held = two_orders("BATCHED", amount_yuan=Decimal("0.01"), claimed_on=date(2026, 2, 14))
    lines = replace(payment, orders=frozenset({ORDER, SECOND}), **changes)
    return batch.record_payment(scene(**held, batches={BATCH: lines}), request)


def test_paid_lines_are_final_and_failed_ones_payable_again():
    decision = paid(replace(record, failed={ORDER: "账号不符"}))

    assert decision.states == {BATCH: "PAID", SECOND: "PAID", ORDER: "PAYABLE"}
    total, line, failed = (fact for _case, fact in decision.facts)
    assert (total.lines_paid, total.lines_failed, total.paid_yuan) == (1, 1, Decimal("0.01"))
    assert (line.days_to_payment, line.amount_yuan) == (30, Decimal("0.01"))
    assert failed.reason == "账号不符"


def test_a_paid_line_moves_its_money_and_says_publicly_who_got_what():
    single = replace(record, orders=(ORDER,))
    held = order("BATCHED", claimed_on=date(2026, 3, 1))

    decision = batch.record_payment(scene(**held, batches={BATCH: payment}), single)

    fact = decision.facts[1][1]
    assert fact.postings == (Posting(RESERVED, -5_000_000), Posting(PAID, 5_000_000))
    assert (fact.holder_name, fact.industry, fact.cross_region) == ("甲子精密装备（演示）", "C", True)


def test_the_payment_names_the_payer_of_the_batch():
    assert paid(replace(record, authority="310000")) == Refusal(
        "voucher.wrong_reference", {"kind": "sharing.voucher.batch"}
    )


def test_the_lines_must_be_those_of_the_batch():
    refused = paid(replace(record, orders=(ORDER,)))

    values = {"number": "330100-2026-P000001", "lines": 2, "sent": 1}
    assert refused == Refusal("voucher.batch_changed", values)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        (
            {"bank_ref": ""},
            Refusal("voucher.payment_ref_missing", {"field_code": "voucher.field.bank_ref"}, "bank_ref"),
        ),
        (
            {"paid_on": date(2026, 3, 11)},
            Refusal(
                "voucher.paid_before_export",
                {"paid_on": date(2026, 3, 11), "exported_on": date(2026, 3, 12)},
                "paid_on",
            ),
        ),
        (
            {"paid_on": date(2026, 3, 17)},
            Refusal(
                "voucher.day_in_future",
                {"field_code": "voucher.field.paid_on", "day": date(2026, 3, 17), "today": date(2026, 3, 16)},
                "paid_on",
            ),
        ),
        (
            {"failed": {UUID(int=99): "x"}},
            Refusal("voucher.batch_changed", {"number": "330100-2026-P000001", "lines": 2, "sent": 1}),
        ),
    ],
)
def test_a_payment_needs_a_reference_and_a_day_after_the_export(changes, refusal):
    assert paid(replace(record, **changes)) == refusal


def test_a_void_batch_gives_its_orders_back():
    held = scene(**order("BATCHED"), batches={BATCH: payment})

    decision = batch.void(held, ChangeBatch(batch=BATCH, orders=(ORDER,), reason="账户变更"))

    assert decision.states == {BATCH: "VOID", ORDER: "PAYABLE"}
    assert batch.void(held, ChangeBatch(batch=BATCH, orders=(ORDER,))).code == "voucher.reason_missing"
    assert batch.void(held, ChangeBatch(batch=BATCH, reason="x")).code == "voucher.batch_changed"


claw = ClawBack(order=order_key, reason="fake_invoice", receipt_ref="R-1")


def test_recovered_money_goes_back_to_the_budget_and_the_matter_is_referred():
    decision = batch.claw_back(scene(**order("PAID")), claw)

    assert decision.states == {ORDER: "CLAWED_BACK"}
    assert decision.facts[0][1].postings == (Posting(PAID, -5_000_000), Posting(AVAILABLE, 5_000_000))
    assert decision.facts[1][1].TYPE == "sharing.voucher.order_referred"


def test_a_recovery_names_the_fraud_and_the_repayment():
    held = scene(**order("PAID"))

    assert batch.claw_back(held, replace(claw, reason="not_eligible")).code == "voucher.reason_unknown"
    assert batch.claw_back(held, replace(claw, receipt_ref=" ")).code == "voucher.payment_ref_missing"
