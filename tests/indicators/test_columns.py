"""Stored values become typed columns, by the value alone."""

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from kechuang.indicators.columns import type_of, typed


def test_every_kind_of_value_has_its_column():
    values = {"amount_yuan": "12.30", "paid_on": "2026-02-28", "days": 7, "across": False, "none": None, "many": ["b"]}

    assert typed("public", values) == {
        "public.amount_yuan": "12.30",
        "public.amount_yuan:fen": 1230,
        "public.paid_on": "2026-02-28",
        "public.paid_on:day": "2026-02-28",
        "public.days:whole": 7,
        "public.across:truth": False,
        "public.many:json": '["b"]',
    }


def test_what_only_looks_like_an_amount_or_a_day_stays_text():
    values = {"a_yuan": "1.234", "b_yuan": "NaN", "c_yuan": "much", "d_on": "2026-02-30", "name": "2026"}

    assert typed("public", values) == {f"public.{name}": value for name, value in values.items()}


@settings(max_examples=60)
@given(st.integers(-(10**16), 10**16))
def test_an_amount_becomes_its_fen_exactly(fen):
    text = format(Decimal(fen).scaleb(-2), "f")

    assert typed("parties", {"x_yuan": text})["parties.x_yuan:fen"] == fen


def test_columns_know_their_types():
    assert [type_of(name) for name in ("public.a", "public.a:fen", "public.a:day", "public.a:truth")] == [
        "VARCHAR",
        "BIGINT",
        "DATE",
        "BOOLEAN",
    ]
