"""Delivery, claim, confirmation: dates in order, reports and invoices used once, the buyer's own tax number."""

import hashlib
from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest

from kechuang.casework.decision import DueAt
from kechuang.kernel.fact import Posting
from kechuang.kernel.refusal import Refusal
from kechuang.mechanisms.sharing.voucher.rules import accounts, claim, release
from kechuang.mechanisms.sharing.voucher.rules.report import sketch
from kechuang.mechanisms.sharing.voucher.rules.requests import AnswerClaim, CheckClaim, ReleaseOrder
from kechuang.mechanisms.sharing.voucher.rules.rows import KnownReport
from tests.mechanisms.sharing.voucher import law, scenes
from tests.mechanisms.sharing.voucher.scenes import ORDER, claim_request, deliver_request, scene
from tests.mechanisms.sharing.voucher.test_reports import report

CITED = {"since": law.SINCE, "place": "000000", "clause": "9", "source": "test-measure"}
NUMBER = "330100-2026-V000001-01"
TEXT = report(11)
OTHERS = UUID(int=66)


def order(**changes):
    return {"orders": {ORDER: replace(scenes.order, **changes)}}


DELIVERED = order(state="DELIVERED", delivered_on=date(2026, 3, 10))


def deliver(request=deliver_request, **changes):
    return claim.deliver(scene(**changes), request)


def make_claim(request=claim_request, **changes):
    return claim.claim(scene(**{**DELIVERED, **changes}), request)


def known(text, *, case=OTHERS):
    return KnownReport(
        order=case, number="X-09", sha256=hashlib.sha256(text.encode()).hexdigest(), sketch=sketch(text).bins
    )


def test_a_delivery_sets_the_last_day_to_claim():
    decision = deliver(replace(deliver_request, sketch=sketch(TEXT)))

    assert decision.states == {ORDER: "DELIVERED"}
    assert decision.changes == {ORDER: {"due_on": date(2026, 6, 14)}}
    assert decision.due == (DueAt(ORDER, "expire", date(2026, 6, 15)),)
    assert decision.facts[0][1].claim_by == date(2026, 6, 14)


def test_without_a_rule_a_claim_has_no_last_day():
    decision = deliver(book=law.book(without=("voucher.claim.after_delivery_days",)))

    assert (decision.due, decision.changes[ORDER]["due_on"]) == ((), None)


def test_a_delivery_before_the_contract_is_refused():
    refused = deliver(replace(deliver_request, delivered_on=date(2026, 2, 1)))

    values = {"delivered_on": date(2026, 2, 1), "contract_on": date(2026, 2, 2)}
    assert refused == Refusal("voucher.delivery_before_contract", values, "delivered_on")


def test_a_delivery_of_tomorrow_is_refused():
    refused = deliver(replace(deliver_request, delivered_on=date(2026, 3, 17)))

    values = {"field_code": "voucher.field.delivered_on", "day": date(2026, 3, 17), "today": date(2026, 3, 16)}
    assert refused == Refusal("voucher.day_in_future", values, "delivered_on")


@pytest.mark.parametrize("digest", ["", "a" * 63, "A" * 64, "g" * 64])
def test_a_delivery_without_a_report_is_refused(digest):
    refused = deliver(replace(deliver_request, report_sha256=digest))

    assert refused == Refusal("voucher.file_missing", {"field_code": "voucher.field.report_sha256"}, "report_sha256")


def test_the_very_file_of_an_earlier_report_is_refused():
    earlier = KnownReport(order=UUID(int=66), number="X-09", sha256="a" * 64, sketch=b"")

    refused = deliver(reports=[earlier])

    values = {"number": "X-09", "alike_share": Decimal(1), "limit_share": Decimal("0.95")}
    assert refused == Refusal(
        "voucher.report_copied", {**values, "key": "voucher.report.same_share", **CITED}, "report"
    )


def test_a_report_copied_with_another_name_is_refused():
    copy = TEXT.replace("样品", "试样", 1) + "委托单位丙寅"

    refused = deliver(replace(deliver_request, sketch=sketch(copy)), reports=[known(TEXT)])

    assert refused.code == "voucher.report_copied"
    assert refused.values["alike_share"] >= Decimal("0.95")


def test_a_report_that_is_rather_like_another_is_a_sign():
    like = TEXT[:1420] + report(12)[:80]

    decision = deliver(replace(deliver_request, sketch=sketch(like)), reports=[known(TEXT)])

    assert decision.facts[0][1].signs == ("report_copied",)


def test_an_own_report_delivered_again_is_no_copy():
    decision = deliver(replace(deliver_request, sketch=sketch(TEXT)), reports=[known(TEXT, case=ORDER)])

    assert decision.states == {ORDER: "DELIVERED"}


def test_a_report_without_text_on_the_day_of_the_contract_raises_two_signs():
    decision = deliver(replace(deliver_request, delivered_on=date(2026, 2, 2)))

    assert decision.facts[0][1].signs == ("report_without_text", "fast_delivery")


def test_where_the_region_wants_it_the_provider_must_be_listed_at_delivery():
    wants = law.book(law.entry("voucher.provider.listed_on", "delivered", place="310000"))
    gone = order(listing=replace(scenes.listing, removed_on=date(2026, 3, 10)))

    assert deliver(**gone).states == {ORDER: "DELIVERED"}
    assert deliver(book=wants, **gone).code == "voucher.provider_removed"


def test_a_claim_keeps_the_amount_where_the_invoice_covers_it():
    decision = make_claim()

    assert decision.changes == {ORDER: {"amount": Decimal("50000.00"), "due_on": None}}
    assert decision.states == {ORDER: "DELIVERED"}
    assert decision.cancels == ((ORDER, "expire"),)
    assert decision.facts[0][1].postings == ()


def test_what_the_invoice_does_not_cover_goes_back_to_the_right():
    decision = make_claim(replace(claim_request, invoice_yuan=Decimal("80000.01")))

    assert decision.changes[ORDER]["amount"] == Decimal("40000.01")
    assert decision.facts[0][1].postings == (
        Posting(accounts.order_reserved("330100", ORDER), -999_999),
        Posting(accounts.right_available("330100", scenes.RIGHT), 999_999),
    )


def test_from_a_lapsed_right_it_goes_on_to_the_budget():
    smaller = replace(claim_request, invoice_yuan=Decimal(80_000))

    decision = make_claim(smaller, **order(state="DELIVERED", delivered_on=date(2026, 3, 10), right_state="LAPSED"))

    assert decision.due == (DueAt(scenes.RIGHT, "lapse", date(2026, 3, 16)),)


def test_a_reused_invoice_is_refused():
    refused = make_claim(invoices={"033002600111-12345678": (UUID(int=66), "X-09")})

    values = {"invoice": "033002600111-12345678", "number": "X-09"}
    assert refused == Refusal("voucher.invoice_reused", values, "invoice_no")


def test_the_next_claim_of_a_batch_sees_the_invoice_of_the_one_before():
    held = scene(**DELIVERED)

    claim.remember_invoice(held.rows, claim_request, None)

    assert held.rows.invoices == {"033002600111-12345678": (ORDER, NUMBER)}


def test_an_invoice_that_is_none_is_refused():
    refused = make_claim(replace(claim_request, invoice_no="123"))

    assert refused == Refusal("voucher.invoice_malformed", {"invoice": "033002600111 123"}, "invoice_no")


def test_an_invoice_above_the_contract_is_refused():
    refused = make_claim(replace(claim_request, invoice_yuan=Decimal("120000.01")))

    values = {"invoice": Decimal("120000.01"), "contract": Decimal(120_000), "over": Decimal("0.01")}
    assert refused == Refusal("voucher.invoice_over_contract", values, "invoice_yuan")


def test_an_invoice_before_the_contract_is_refused():
    refused = make_claim(replace(claim_request, invoice_on=date(2026, 2, 1)))

    values = {"invoice_on": date(2026, 2, 1), "contract_on": date(2026, 2, 2)}
    assert refused == Refusal("voucher.invoice_before_contract", values, "invoice_on")


def test_an_invoice_after_the_validity_is_refused():
    late = replace(claim_request, invoice_on=date(2027, 1, 13))

    refused = make_claim(late, on=date(2027, 1, 20))

    values = {"invoice_on": date(2027, 1, 13), "from": date(2026, 1, 12), "until": date(2027, 1, 12)}
    cited = {"key": "voucher.invoice.within_validity", **CITED}
    assert refused == Refusal("voucher.invoice_outside_validity", {**values, **cited}, "invoice_on")


def test_where_a_place_allows_it_the_invoice_may_come_after_the_validity():
    book = law.book(law.entry("voucher.invoice.within_validity", False, place="330000"))
    late = replace(claim_request, invoice_on=date(2027, 1, 13))

    assert make_claim(late, on=date(2027, 1, 20), book=book).states == {ORDER: "DELIVERED"}


def test_an_invoice_for_another_buyer_is_refused():
    refused = make_claim(replace(claim_request, invoice_tax_no="91310115MA1K00015K"))

    values = {
        "found": "91310115MA1K00015K",
        "expected": "91330106MA2ABCDEX7",
        "holder": "甲子精密装备（演示）",
    }
    assert refused == Refusal("voucher.invoice_other_buyer", values, "invoice_tax_no")


def test_the_tax_number_may_be_typed_in_full_width_and_lower_case():
    typed = replace(claim_request, invoice_tax_no="９１３３０１０６ ma2abcdex7")

    assert make_claim(typed).facts[0][1].invoice_tax_no == "91330106MA2ABCDEX7"


def test_a_team_without_a_credit_code_is_a_sign():
    team = replace(scenes.firm, code="team-07", kind="team")

    decision = make_claim(
        replace(claim_request, invoice_tax_no=""),
        **order(state="DELIVERED", delivered_on=date(2026, 3, 10), holder=team),
    )

    assert decision.facts[0][1].signs == ("buyer_without_tax_number",)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        (
            {"payment_ref": " "},
            Refusal("voucher.payment_ref_missing", {"field_code": "voucher.field.payment_ref"}, "payment_ref"),
        ),
        (
            {"payment_sha256": ""},
            Refusal("voucher.file_missing", {"field_code": "voucher.field.payment_sha256"}, "payment_sha256"),
        ),
        ({"rating": 6}, Refusal("voucher.rating_out_of_range", {"rating": 6}, "rating")),
        (
            {"invoice_yuan": Decimal(0)},
            Refusal(
                "voucher.amount_not_positive",
                {"field_code": "voucher.field.invoice_yuan", "amount": Decimal(0)},
                "invoice_yuan",
            ),
        ),
    ],
)
def test_a_claim_needs_proof_of_payment(changes, refusal):
    assert make_claim(replace(claim_request, **changes)) == refusal


def test_a_claim_after_the_last_day_is_refused():
    last = scenes.view(ORDER, "sharing.voucher.order", "DELIVERED", due_on=date(2026, 3, 15))

    refused = make_claim(cases=(last,))

    values = {"number": NUMBER, "until": date(2026, 3, 15), "today": date(2026, 3, 16)}
    assert refused == Refusal("voucher.claim_too_late", values)


def test_a_second_claim_is_refused():
    refused = make_claim(**order(state="DELIVERED", claimed_on=date(2026, 3, 14)))

    assert refused == Refusal("voucher.already_claimed", {"number": NUMBER, "since": date(2026, 3, 14)})


def test_an_invoice_before_delivery_and_in_another_unit_raises_two_signs():
    odd = replace(claim_request, invoice_on=date(2026, 3, 9), invoice_yuan=Decimal(12))

    assert make_claim(odd).facts[0][1].signs == ("unit_suspect", "invoice_before_delivery")


def test_the_provider_confirms_only_what_was_claimed():
    asked = AnswerClaim(order=scenes.order_key)

    assert claim.confirm(scene(**DELIVERED), asked) == Refusal("voucher.claim_missing", {"number": NUMBER})
    claimed = order(state="DELIVERED", claimed_on=date(2026, 3, 14))
    assert claim.confirm(scene(**claimed), asked).states == {ORDER: "CLAIMED"}


@pytest.mark.parametrize(
    ("decide", "request_", "by_provider"),
    [
        (claim.decline, AnswerClaim(order=scenes.order_key, reason="发票不是本单位开具"), True),
        (claim.send_back, CheckClaim(order=scenes.order_key, reason="发票照片不清"), False),
    ],
)
def test_a_returned_claim_frees_the_invoice_and_starts_the_term_anew(decide, request_, by_provider):
    claimed = order(state="CLAIMED", claimed_on=date(2026, 3, 14))

    decision = decide(scene(**claimed), request_)

    assert decision.states == {ORDER: "DELIVERED"}
    assert decision.due == (DueAt(ORDER, "expire", date(2026, 6, 15)),)
    assert decision.rows[0].values == {"claimed_on": None, "confirmed_on": None, "invoice_key": None}
    assert decision.facts[0][1].by_provider is by_provider


def test_a_return_needs_a_reason():
    claimed = order(state="CLAIMED", claimed_on=date(2026, 3, 14))

    refused = claim.send_back(scene(**claimed), CheckClaim(order=scenes.order_key))

    assert refused == Refusal("voucher.reason_missing", {"field_code": "voucher.field.reason"}, "reason")


def test_a_cancelled_order_gives_its_money_back_and_frees_its_contract():
    decision = release.cancel(scene(), ReleaseOrder(order=scenes.order_key))

    assert decision.states == {ORDER: "RELEASED"}
    assert decision.facts[0][1].postings == (
        Posting(accounts.order_reserved("330100", ORDER), -5_000_000),
        Posting(accounts.right_available("330100", scenes.RIGHT), 5_000_000),
    )
    assert decision.rows[0].values["contract_key"] is None
    assert decision.due == ()


def test_an_order_of_a_lapsed_right_passes_its_money_on():
    decision = release.expire(scene(**order(right_state="LAPSED")), ReleaseOrder(order=scenes.order_key))

    assert decision.due == (DueAt(scenes.RIGHT, "lapse", scenes.TODAY),)


def test_a_claimed_order_does_not_expire():
    claimed = order(state="DELIVERED", claimed_on=date(2026, 3, 14))

    refused = release.expire(scene(**claimed), ReleaseOrder(order=scenes.order_key))

    assert refused == Refusal("voucher.already_claimed", {"number": NUMBER, "since": date(2026, 3, 14)})


def test_the_office_releases_with_a_reason_only():
    assert release.release(scene(), ReleaseOrder(order=scenes.order_key)).code == "voucher.reason_missing"
    decision = release.release(scene(), ReleaseOrder(order=scenes.order_key, reason="机构停业"))
    assert decision.facts[0][1].reason == "机构停业"


def test_a_key_that_does_not_fit_the_order_is_refused():
    forged = replace(scenes.order_key, right=UUID(int=99))

    assert release.cancel(scene(), ReleaseOrder(order=forged)) == Refusal(
        "voucher.wrong_reference", {"kind": "sharing.voucher.order"}
    )
