"""The check list of a claim: every rule met or missed, by how much, under which clause."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kechuang.mechanisms.sharing.voucher.rules.checklist import Papers, claim_lines, weights
from kechuang.rulebook.resolve import Law
from tests.mechanisms.sharing.voucher import law, scenes

PAPERS = Papers(scenes.firm.code, "a" * 64, "b" * 64)
CLAIMED = replace(
    scenes.order, invoice_on=date(2026, 3, 12), invoice_yuan=Decimal(120_000), delivered_on=date(2026, 3, 10)
)


def lines(row=CLAIMED, papers=PAPERS, **options):
    found = claim_lines(Law(law.book(**options)), row, papers, opened_on=scenes.TODAY, on=scenes.TODAY)
    return {line.code: line for line in found}


def test_a_claim_in_order_keeps_every_rule():
    assert {code: line.met for code, line in lines().items()} == dict.fromkeys(
        (
            "check_listed",
            "check_contract_day",
            "check_report",
            "check_invoice_amount",
            "check_invoice_day",
            "check_buyer",
            "check_payment",
            "check_share",
            "check_cap",
        ),
        True,
    )


@pytest.mark.parametrize(
    ("changes", "code", "gap"),
    [
        ({"invoice_yuan": Decimal(130_000)}, "check_invoice_amount", Decimal(10_000)),
        ({"invoice_on": date(2027, 1, 15)}, "check_invoice_day", 3),
        ({"invoice_on": date(2026, 2, 1)}, "check_invoice_day", 345),
        ({"contract_on": date(2027, 1, 15), "invoice_on": date(2027, 1, 15)}, "check_contract_day", 3),
        ({"amount_yuan": Decimal(60_000)}, "check_share", Decimal(10_000)),
        ({"cap_yuan": Decimal(40_000)}, "check_cap", Decimal(10_000)),
    ],
)
def test_a_rule_that_is_missed_says_by_how_much(changes, code, gap):
    line = lines(replace(CLAIMED, **changes))[code]

    assert (line.met, line.gap) == (False, gap)


@pytest.mark.parametrize(
    ("papers", "code"),
    [
        (replace(PAPERS, tax_no="91310115MA1K00015K"), "check_buyer"),
        (replace(PAPERS, report_sha256=""), "check_report"),
        (replace(PAPERS, payment_sha256=""), "check_payment"),
    ],
)
def test_a_missing_or_foreign_paper_is_missed(papers, code):
    assert [name for name, line in lines(papers=papers).items() if not line.met] == [code]


def test_before_the_claim_the_invoice_is_missing_and_share_counts_the_contract():
    found = lines(replace(scenes.order, amount_yuan=Decimal(50_000)))

    assert [found[code].met for code in ("check_invoice_amount", "check_invoice_day", "check_share")] == [
        False,
        False,
        True,
    ]


def test_a_provider_that_was_suspended_on_the_day_of_the_contract_is_not_listed():
    listing = replace(scenes.listing, listed_until=date(2026, 1, 31))

    assert lines(replace(CLAIMED, listing=listing))["check_listed"].met is False


def test_share_and_cap_quote_the_rule_of_the_day_of_the_order():
    found = lines()

    assert [found[code].answer.clause for code in ("check_share", "check_cap")] == [law.CLAUSE, law.CLAUSE]


def test_the_weights_of_signs_and_the_threshold_come_from_the_rules():
    points, threshold = weights(Law(law.book()), "330106", scenes.TODAY)

    assert (points["related"], threshold) == (60, 60)
    assert weights(
        Law(law.book(without=("voucher.audit.risk_signs", "voucher.audit.risk_score"))), "330106", scenes.TODAY
    ) == (
        {},
        None,
    )


@given(st.decimals(min_value=1, max_value=500_000, places=2), st.decimals(min_value=1, max_value=500_000, places=2))
def test_a_line_of_amounts_is_met_exactly_up_to_its_limit(invoice, amount):
    found = lines(replace(CLAIMED, invoice_yuan=invoice, amount_yuan=amount))

    for code in ("check_invoice_amount", "check_share", "check_cap"):
        line = found[code]
        assert line.met is (line.have <= line.limit)
        assert line.gap == abs(line.limit - line.have)
