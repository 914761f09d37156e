"""Every bad contract of the dossier is refused with a code of its own, which names its field."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kechuang.mechanisms.market.contract.rules.content import (
    Contract,
    Deduction,
    Foreign,
    Instalment,
    Party,
    Right,
    Royalty,
    from_plain,
    likeness,
    plain,
    squeezed,
)
from kechuang.mechanisms.market.contract.rules.faults import faults, placeholder
from tests.mechanisms.market.contract.scenes import BUYER, SELLER, SIGNED, TODAY, contract, rules

ABROAD = Party(name="Example Coatings GmbH", country="DE")
GOODS = Deduction(kind="equipment", name="喷涂设备", yuan=Decimal(100_000))
ROYALTY = Royalty(base="sales", rate="3%", estimate_yuan=Decimal(900_000))
LICENCE = {"type": "licence", "subtype": "patent", "licence": "ordinary"}


def found(content: Contract, on: date = TODAY) -> list[tuple[str, str]]:
    return [(each.code, each.place) for each in faults(content, rules(content, on=on), today=on)]


def dollars(**changes: object) -> Foreign:
    fine = Foreign(currency="USD", amount=Decimal(1000), rate=Decimal("7.1"), rate_on=SIGNED)
    return replace(fine, **changes)


def export(**changes: object) -> Contract:
    return contract(**{"buyer": ABROAD, "trade": "export", "trade_list": "free", **changes})


def test_a_fine_contract_has_no_fault():
    assert found(contract()) == []


BAD = {
    "no title": ({"title": " "}, ("contract.no_title", "title")),
    "a title too long": ({"title": "长" * 161}, ("contract.title_too_long", "title")),
    "no subject": ({"subject": ""}, ("contract.no_subject", "subject")),
    "a subject too long": ({"subject": "长" * 4001}, ("contract.text_too_long", "subject")),
    "undefined acceptance": ({"acceptance": "　"}, ("contract.no_acceptance", "acceptance")),
    "not declared free of secrets": ({"declared": False}, ("contract.secret", "declared")),
    "a placeholder": ({"buyer": replace(BUYER, name="某公司")}, ("contract.placeholder_party", "buyer_name")),
    "a wrong credit code": (
        {"buyer": replace(BUYER, code="91330106MA2ABCDEX8")},
        ("contract.code_wrong", "buyer_code"),
    ),
    "no seat": ({"buyer": replace(BUYER, place="")}, ("contract.no_seat", "buyer_place")),
    "one party on both sides": ({"buyer": SELLER}, ("contract.same_party", "buyer_name")),
    "a subtype of another type": ({"subtype": "feasibility"}, ("contract.subtype_wrong", "subtype")),
    "an oral development": ({"form": "oral"}, ("contract.development_oral", "form")),
    "an oral service": (
        {"form": "oral", "type": "service", "subtype": "problem"},
        ("contract.oral", "form"),
    ),
    "shares as a service": (
        {"shares": True, "type": "service", "subtype": "problem"},
        ("contract.shares_not_transfer", "type"),
    ),
    "signed tomorrow": ({"signed_on": date(2026, 6, 2)}, ("contract.signed_later", "signed_on")),
    "effective before signing": (
        {"effective_on": date(2026, 5, 11)},
        ("contract.effective_before_signed", "effective_on"),
    ),
    "a term that ends first": ({"ends_on": date(2026, 5, 1)}, ("contract.ends_before_effective", "ends_on")),
    "brought too late": ({"signed_on": date(2025, 5, 1)}, ("contract.too_late", "signed_on")),
    "no price": ({"total_yuan": None}, ("contract.no_total", "total_yuan")),
    "a negative price": ({"total_yuan": Decimal(-1)}, ("contract.total_negative", "total_yuan")),
    "an absurd price": ({"total_yuan": Decimal(10) ** 12 + 1}, ("contract.total_unlikely", "total_yuan")),
    "nought as a lump sum": ({"total_yuan": Decimal(0)}, ("contract.total_nought", "total_yuan")),
    "free with a price": ({"payment": "free"}, ("contract.free_with_price", "total_yuan")),
    "a deduction of nought": (
        {"deductions": (replace(GOODS, yuan=Decimal(0)),)},
        ("contract.deduction_not_positive", "deductions"),
    ),
    "more deducted than there is": (
        {"deductions": (replace(GOODS, yuan=Decimal(600_001)),)},
        ("contract.deductions_over_total", "deductions"),
    ),
    "total smaller than technology": (
        {"technology_yuan": Decimal(600_001)},
        ("contract.technology_over_total", "technology_yuan"),
    ),
    "a negative technology amount": (
        {"technology_yuan": Decimal(-5)},
        ("contract.technology_negative", "technology_yuan"),
    ),
    "another technology amount than computed": (
        {"technology_yuan": Decimal(600_000), "deductions": (GOODS,)},
        ("contract.technology_differs", "technology_yuan"),
    ),
    "yuan typed as ten thousands": (
        {"technology_yuan": Decimal(6_000_000_000)},
        ("contract.unit_slip", "technology_yuan"),
    ),
    "ten thousands typed as yuan": ({"technology_yuan": Decimal(60)}, ("contract.unit_slip", "technology_yuan")),
    "instalments that do not add up": (
        {"payment": "instalments", "schedule": (Instalment(on=SIGNED, yuan=Decimal(1)),)},
        ("contract.schedule_differs", "schedule"),
    ),
    "a royalty on nothing": ({"payment": "royalty"}, ("contract.royalty_missing", "royalty_base")),
    "a royalty without rate": (
        {"payment": "royalty", "royalty": replace(ROYALTY, rate="")},
        ("contract.royalty_rate_missing", "royalty_rate"),
    ),
    "a negative estimate": (
        {"payment": "royalty", "royalty": replace(ROYALTY, estimate_yuan=Decimal(-1))},
        ("contract.estimate_negative", "estimate_yuan"),
    ),
    "a royalty beside a lump sum": ({"royalty": ROYALTY}, ("contract.royalty_without", "royalty_base")),
    "foreign currency without rate": ({"foreign": dollars(rate=None)}, ("contract.rate_missing", "rate")),
    "foreign currency without the day of the rate": (
        {"foreign": dollars(rate_on=None)},
        ("contract.rate_day_missing", "rate_on"),
    ),
    "a rate of last winter": (
        {"foreign": dollars(rate_on=date(2026, 1, 5))},
        ("contract.rate_day_far", "rate_on"),
    ),
    "a wrong conversion": ({"foreign": dollars()}, ("contract.conversion_differs", "total_yuan")),
    "a patent without number": (
        {**LICENCE, "rights": (Right(kind="invention"),)},
        ("contract.right_without_number", "rights"),
    ),
    "a wrong patent number": (
        {**LICENCE, "rights": (Right(kind="invention", number="202110123456.8"),)},
        ("contract.patent_number_wrong", "rights"),
    ),
    "a licence of no kind": ({**LICENCE, "licence": ""}, ("contract.licence_kind_missing", "licence")),
}


@pytest.mark.parametrize("name", BAD)
def test_each_bad_contract_is_refused_with_its_own_code(name):
    changes, fault = BAD[name]

    assert found(contract(**changes))[:1] == [fault]


def test_no_two_bad_contracts_share_a_code_by_chance():
    codes = [fault for _changes, fault in BAD.values()]
    twice = {code for code, _place in codes if sum(each == code for each, _place in codes) > 1}

    assert twice == {"contract.unit_slip"}


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (contract(buyer=ABROAD), ("contract.trade_differs", "trade")),
        (contract(seller=replace(ABROAD, name="Other Ltd"), buyer=ABROAD), ("contract.both_abroad", "buyer_country")),
        (export(trade_list=""), ("contract.trade_list_missing", "trade_list")),
        (export(trade_list="prohibited"), ("contract.trade_prohibited", "trade_list")),
        (export(trade_list="restricted"), ("contract.trade_licence_missing", "trade_licence")),
        (
            export(trade_list="restricted", trade_licence="X1", trade_licence_on=date(2026, 5, 20)),
            ("contract.valid_from_licence", "effective_on"),
        ),
    ],
)
def test_the_lists_of_technology_trade_are_held(content, fault):
    assert found(content)[:1] == [fault]


def test_a_restricted_export_is_valid_from_its_licence():
    day = date(2026, 5, 20)

    assert found(export(trade_list="restricted", trade_licence="X1", trade_licence_on=day, effective_on=day)) == []


def test_before_the_civil_code_there_was_no_licence_type():
    old = contract(**LICENCE, signed_on=date(2020, 6, 1))

    assert found(old, on=date(2020, 7, 1)) == [("contract.type_not_in_force", "type")]
    assert found(contract(**LICENCE)) == []


def test_shares_count_as_a_transfer():
    assert found(contract(shares=True, type="transfer", subtype="patent")) == []


@pytest.mark.parametrize(
    "name", ["某公司", "XX科技有限公司", "×××公司", "***", "甲方", "待定", "测试公司", "test", "？", "公", "______"]
)
def test_names_that_hold_the_place_of_one(name):
    assert placeholder(name)


@pytest.mark.parametrize(
    "name", ["西湖甲子精密装备（演示）", "山某矿业研究院", "Example Coatings GmbH", "无锡太湖学院"]
)
def test_real_names_are_no_placeholders(name):
    assert not placeholder(name)


MONEY = st.decimals(min_value=1, max_value=10**9, places=2)


@given(total=MONEY, parts=st.lists(st.tuples(MONEY, st.booleans()), max_size=4), said=st.none() | MONEY)
def test_the_technology_amount_lies_between_nought_and_the_total_or_is_refused(total, parts, said):
    deductions = tuple(replace(GOODS, yuan=yuan, carrier=carrier) for yuan, carrier in parts)
    content = contract(total_yuan=total, deductions=deductions, technology_yuan=said)

    wrong = found(content)

    assert bool(wrong) == (content.deducted > total or said not in {None, content.technology})
    if not wrong:
        assert 0 <= content.technology <= total
        assert content.technology + content.deducted == total


@given(rate=st.decimals(min_value="0.0001", max_value=1000, places=4), amount=MONEY)
def test_a_price_in_foreign_currency_is_converted_exactly_once(rate, amount):
    foreign = dollars(amount=amount, rate=rate)

    content = contract(foreign=foreign, total_yuan=foreign.yuan)

    assert found(content) == ([] if foreign.yuan else [("contract.total_nought", "total_yuan")])
    assert from_plain(plain(content)) == content


def test_a_contract_goes_through_json_without_loss():
    whole = contract(
        **LICENCE,
        rights=(Right(kind="invention", number="202110123456.7"),),
        deductions=(GOODS,),
        schedule=(Instalment(on=SIGNED, yuan=Decimal("600000.00")),),
        royalty=ROYALTY,
        foreign=dollars(),
        effective_on=SIGNED,
        trade_licence_on=SIGNED,
    )

    assert from_plain(plain(whole)) == whole


@given(st.text(max_size=12), st.text(max_size=12))
def test_likeness_is_symmetrical_and_of_oneself_whole(one, other):
    assert likeness(one, other) == likeness(other, one)
    assert likeness(one, one) == (1 if squeezed(one) else 0)
    assert 0 <= likeness(one, other) <= 1


def test_the_same_contract_has_the_same_fingerprint_however_it_is_written():
    again = contract(number="ｋｆ-2026-018 ", title="另一名称", buyer=replace(BUYER, name="别的写法"))

    assert again.fingerprint == contract().fingerprint
    assert contract(signed_on=date(2026, 5, 13)).fingerprint != contract().fingerprint
