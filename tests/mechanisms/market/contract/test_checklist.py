"""The check list: what is flagged, under which clause, and what a confirmation is worth."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest

from kechuang.mechanisms.market.contract.rules import checklist as checks
from kechuang.mechanisms.market.contract.rules.checklist import Around, Line
from kechuang.mechanisms.market.contract.rules.content import Contract, Deduction, Right, Royalty
from kechuang.mechanisms.market.contract.rules.requests import Sibling
from tests.mechanisms.market.contract.scenes import BUYER, SIGNED, TODAY, contract, rules

ALONE = Around(today=TODAY)
FIRST, SECOND = UUID(int=1), UUID(int=2)
SERVICE = {"type": "service", "subtype": "problem"}


def lines(content: Contract, around: Around = ALONE, on: date = TODAY) -> dict[str, Line]:
    return {line.code: line for line in checks.checklist(content, rules(content, on=on), around)}


def open_codes(content: Contract, around: Around = ALONE) -> dict[str, str]:
    return {line.code: line.why for line in lines(content, around).values() if line.verdict != checks.OK}


def sibling(**changes: object) -> Sibling:
    one = contract()
    values = {
        "case": FIRST, "number": "2026330106000001", "title": one.title, "subject": "另一标的", "contract_no": "KF-2026-017",
        "signed_on": SIGNED, "buyer": BUYER.key, "total_yuan": Decimal(600_000), "fingerprint": "other", "live": True,
        "place": "330106",
    }  # fmt: skip
    return Sibling(**{**values, **changes})


def goods(yuan: int) -> Deduction:
    return Deduction(kind="equipment", name="喷涂设备", yuan=Decimal(yuan))


def test_a_fine_contract_has_a_clean_list_and_every_line_names_its_rule():
    found = lines(contract())

    assert {line.verdict for line in found.values()} == {checks.OK}
    assert all(line.rule["source"] for line in found.values())
    assert set(found) == set(checks.LINES) - {"royalty", "trade"}


DOUBTS = {
    "the original was not seen": (contract(original_seen=False), ALONE, {"original": "contract.check.original.unseen"}),
    "a purchase by share of goods": (
        contract(deductions=(goods(300_000),)),
        ALONE,
        {"purchase": "contract.check.purchase.share"},
    ),
    "a purchase by words": (contract(title="检测系统采购合同"), ALONE, {"purchase": "contract.check.purchase.word"}),
    "total is technology with equipment in the text": (
        contract(subject="研制并提供喷涂设备3台及控制方法"),
        ALONE,
        {"equipment": "contract.check.equipment.undeducted"},
    ),
    "works dressed as service": (
        contract(**SERVICE, subject="厂房装修及工艺改造"),
        ALONE,
        {"works": "contract.check.works.word"},
    ),
    "buyer and seller of one group": (
        contract(),
        replace(ALONE, relation="common_parent"),
        {"parties": "contract.check.parties.group"},
    ),
    "publicly known technology by words": (
        contract(subject="利用公知技术改进涂层"),
        ALONE,
        {"known": "contract.check.known.word"},
    ),
    "a patent past its term": (
        contract(type="transfer", subtype="patent", rights=(Right(kind="invention", number="200310100002.X"),)),
        ALONE,
        {"known": "contract.check.known.over"},
    ),
    "vague acceptance": (contract(acceptance="双方协商"), ALONE, {"acceptance": "contract.check.acceptance.vague"}),
    "a term that is over": (contract(ends_on=date(2026, 5, 31)), ALONE, {"term": "contract.check.term.over"}),
    "a mixed contract": (contract(mixed=True), ALONE, {"type": "contract.check.type.mixed"}),
    "ten times the seller's sales": (
        contract(),
        replace(ALONE, sales=Decimal(60_000)),
        {"unit": "contract.check.unit.sales"},
    ),
    "a thousand times the usual contract": (
        contract(),
        replace(
            ALONE,
            siblings=tuple(
                sibling(case=UUID(int=9 + at), title=f"{at}" * 8, buyer="x", total_yuan=Decimal(600)) for at in range(3)
            ),
        ),
        {"unit": "contract.check.unit.usual"},
    ),
    "an estimate counted as total": (
        contract(payment="entry_royalty", royalty=Royalty(base="sales", rate="3%", estimate_yuan=Decimal(600_000))),
        ALONE,
        {"royalty": "contract.check.royalty.counted"},
    ),
    "nearly the same contract": (
        contract(),
        replace(ALONE, siblings=(sibling(),)),
        {"once": "contract.check.once.near"},
    ),
    "the same contract whose registration ended": (
        contract(),
        replace(ALONE, siblings=(sibling(live=False, fingerprint=contract().fingerprint),)),
        {"once": "contract.check.once.before"},
    ),
    "a large contract nobody reviewed": (
        contract(total_yuan=Decimal(5_000_000)),
        ALONE,
        {"large": "contract.check.large.unreviewed"},
    ),
}


@pytest.mark.parametrize("name", DOUBTS)
def test_what_looks_wrong_is_flagged_with_its_own_code(name):
    content, around, expected = DOUBTS[name]

    assert open_codes(content, around) == expected


def test_every_reason_of_the_list_is_tried_here():
    tried = {
        why.removeprefix("contract.check.") for _content, _around, found in DOUBTS.values() for why in found.values()
    }

    assert tried == set(checks.WHYS)


def test_a_contract_of_another_year_or_buyer_is_no_duplicate():
    far = replace(ALONE, siblings=(sibling(signed_on=date(2026, 1, 5)),))
    other = replace(ALONE, siblings=(sibling(title="完全不同的名称与内容", buyer="someone"),))

    assert (open_codes(contract(), far), open_codes(contract(), other)) == ({}, {})


def test_one_fen_below_the_threshold_is_not_large():
    assert open_codes(contract(total_yuan=Decimal("4999999.99"))) == {}


def test_a_large_contract_is_so_by_its_technology_amount():
    assert open_codes(contract(total_yuan=Decimal(6_000_000), deductions=(goods(1_000_001),))) == {}
    assert open_codes(contract(total_yuan=Decimal(6_000_000)), replace(ALONE, reviewed=True)) == {}


def test_a_confirmation_holds_only_while_the_line_looked_at_the_same():
    first, second = (checks.checklist(each, rules(each), ALONE) for each in (
        contract(deductions=(goods(300_000),)), contract(deductions=(goods(310_000),))
    ))  # fmt: skip
    confirmed = {line.code: line.digest for line in first if line.verdict == checks.DOUBT}

    assert checks.open_lines(first, confirmed) == ()
    assert [line.code for line in checks.open_lines(second, confirmed)] == ["purchase"]


def test_a_failing_line_cannot_be_confirmed_away():
    found = checks.checklist(big := contract(total_yuan=Decimal(5_000_000)), rules(big), ALONE)
    confirmed = {line.code: line.digest for line in found}

    assert [line.code for line in checks.open_lines(found, confirmed)] == ["large"]


def test_a_line_goes_through_json_with_its_amounts_and_days():
    found = [line for content, around, _expected in DOUBTS.values() for line in lines(content, around).values()]

    assert [Line.of(line.plain) for line in found] == found
