"""Invoices as typed, amounts in the wrong unit, the random sample, signs of risk, the payment file."""

import hashlib
from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kechuang.mechanisms.sharing.voucher.rules import sample, signs
from kechuang.mechanisms.sharing.voucher.rules.batch import payment_file
from kechuang.mechanisms.sharing.voucher.rules.invoice import Invoice, read_invoice
from kechuang.mechanisms.sharing.voucher.rules.subsidy import subsidy
from kechuang.mechanisms.sharing.voucher.rules.units import off_by_wan, unit_suspect
from kechuang.rulebook.resolve import Law
from tests.mechanisms.sharing.voucher import law


@pytest.mark.parametrize(
    ("code", "number", "expected"),
    [
        ("033002600111", "12345678", Invoice("033002600111", "12345678")),
        ("3300254130", "00012345", Invoice("3300254130", "00012345")),
        (" ０３３００２６００１１１ ", "１２３４ ５６７８", Invoice("033002600111", "12345678")),
        ("", "26332000000012345678", Invoice("", "26332000000012345678")),
        ("", "2633-2000-0000-1234-5678", Invoice("", "26332000000012345678")),
        ("", "12345678", None),
        ("033002600111", "1234567", None),
        ("0330026001", "26332000000012345678", None),
        ("03300260011A", "12345678", None),
        ("", "", None),
    ],
)
def test_an_invoice_is_read_as_people_type_it(code, number, expected):
    assert read_invoice(code, number) == expected


def test_the_same_invoice_typed_in_two_ways_has_one_key():
    assert read_invoice("033002600111", "12345678").key == read_invoice("０３３００２６００１１１", "1234-5678").key


def test_an_invoice_with_a_code_never_has_the_key_of_one_without():
    assert read_invoice("033002600111", "12345678").key == "033002600111-12345678"
    assert read_invoice("", "03300260011112345678").key == "03300260011112345678"


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("25", "250000", True),
        ("250000", "25", True),
        ("25", "120000", False),
        ("25", "125000", True),
        ("25", "500000", True),
        ("25", "500001", False),
        ("100", "100", False),
        ("0", "100", False),
    ],
)
def test_amounts_that_differ_by_about_ten_thousand_are_suspect(one, other, expected):
    assert off_by_wan(Decimal(one), Decimal(other)) is expected


@pytest.mark.parametrize(
    ("contract", "eligible", "sales", "cap", "expected"),
    [
        ("120000", "100000", "20000000", "100000", False),
        ("120000", "12", "20000000", "100000", True),  # the eligible part in units of 10,000
        ("30000000", "30000000", "20000000", "100000", True),  # above a year's sales
        ("99", "99", "20000000", "100000", True),  # below a thousandth of the cap
        ("100", "100", "20000000", "100000", False),
        ("99", "99", None, None, False),
        ("30000000", "30000000", "0", "100000", False),  # sales of nothing say nothing
    ],
)
def test_the_unit_of_a_contract_is_suspect(contract, eligible, sales, cap, expected):
    known = {"sales_yuan": sales and Decimal(sales), "cap_yuan": cap and Decimal(cap)}

    assert unit_suspect(Decimal(contract), Decimal(eligible), **known) is expected


SEED = "11" * 32
MARKS = [sample.mark(UUID(int=number)) for number in range(1, 41)]


def test_the_commitment_is_the_hash_of_the_seed():
    assert sample.commitment(SEED) == hashlib.sha256(bytes.fromhex(SEED)).hexdigest()


def test_a_seed_of_another_length_is_refused():
    with pytest.raises(ValueError, match="32 bytes, not 1"):
        sample.commitment("11")


@pytest.mark.parametrize(
    ("population", "share", "drawn"),
    [(40, "0.1", 4), (41, "0.1", 5), (1, "0.1", 1), (0, "0.1", 0), (3, "1", 3), (3, "0", 0)],
)
def test_the_share_is_rounded_up(population, share, drawn):
    assert sample.size(population, Decimal(share)) == drawn


def test_the_draw_can_be_made_again_by_anybody():
    expected = sorted(MARKS, key=lambda mark: hashlib.sha256(bytes.fromhex(SEED + mark)).digest())[:4]

    assert sample.draw(SEED, MARKS, Decimal("0.1")) == tuple(expected)


def test_another_seed_draws_others():
    assert set(sample.draw("22" * 32, MARKS, Decimal("0.1"))) != set(sample.draw(SEED, MARKS, Decimal("0.1")))


@settings(max_examples=40, deadline=None)
@given(st.permutations(MARKS))
def test_the_order_of_the_population_does_not_matter(marks):
    assert sample.draw(SEED, marks, Decimal("0.1")) == sample.draw(SEED, MARKS, Decimal("0.1"))


def test_signs_keep_their_order_and_count_once():
    assert signs.together(["split", "no_profile"], ["split", "near_cap"]) == ("split", "no_profile", "near_cap")


def test_the_score_adds_the_points_of_the_place_once_for_each_sign():
    assert signs.score(["split", "split", "near_cap", "unknown"], {"split": 40, "near_cap": 30}) == 70


@pytest.mark.parametrize(
    ("amount", "cap", "share", "expected"),
    [
        ("95000", "100000", "0.95", True),
        ("94999.99", "100000", "0.95", False),
        ("99999.99", "100000", "0.95", True),
        ("100000", "100000", "0.95", False),  # at the cap the cap itself has bound the amount
        ("95000", None, "0.95", False),
        ("95000", "100000", None, False),
    ],
)
def test_just_under_the_cap(amount, cap, share, expected):
    assert signs.near_cap(Decimal(amount), cap and Decimal(cap), share and Decimal(share)) is expected


def test_the_payment_file_has_heading_lines_and_total():
    content = payment_file(
        "330100-2026-P000001",
        [("1", "V-01", "甲（演示）", "C", "乙（演示）", "testing", "1-2", "50.00")],
        Decimal("50.00"),
    )

    assert content.decode("utf-8-sig").splitlines() == [
        "line,order,holder,credit_code,provider,category,invoice,amount_yuan",
        "1,V-01,甲（演示）,C,乙（演示）,testing,1-2,50.00",
        "330100-2026-P000001,,,,,,total,50.00",
    ]


@pytest.mark.parametrize("name", ["=HYPERLINK(1)", "+1", "-1", "@x", "\tx"])
def test_no_cell_of_the_payment_file_can_run_as_a_formula(name):
    content = payment_file("P", [("1", "V", name, "", "", "", "", "1.00")], Decimal("1.00")).decode("utf-8-sig")

    assert f"'{name}" in content.replace('"', "")


def test_the_subsidy_is_a_share_of_what_was_used_and_the_staffs_part_a_share_of_that():
    book = law.book(
        law.entry("voucher.provider_subsidy.share", Decimal("0.2"), "share", "330000"),
        law.entry("voucher.staff_share", Decimal("0.15"), "share", "330000"),
    )

    found = subsidy(Law(book), "330106", date(2026, 3, 16), Decimal("1234.56"))

    assert (found.subsidy_yuan, found.staff_yuan) == (Decimal("246.91"), Decimal("37.04"))
    assert subsidy(Law(book), "310115", date(2026, 3, 16), Decimal(100)) is None
