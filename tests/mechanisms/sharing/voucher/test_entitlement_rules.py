"""What may I have: every voucher rule, met or missed, by how much, under which clause."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from kechuang.mechanisms.sharing.voucher.rules.entitlement import Claims, entitled
from kechuang.rulebook.resolve import Law
from tests.mechanisms.sharing.voucher import law, scenes
from tests.mechanisms.sharing.voucher.scenes import deal

full = Claims(
    right=scenes.right,
    left_yuan=Decimal(150_000),
    reserved_yuan=Decimal(50_000),
    deals=(deal(contract_on=date(2026, 3, 1)),),
    names={scenes.PROVIDER: "乙丑检测中心（演示）"},
    budgets=(("330100-2026-B000001", Decimal(300_000)),),
)


def lines(claims=full, *, body=scenes.firm, on=scenes.TODAY, **options):
    found = entitled(Law(law.book(**options)), body, claims, on)
    return {line.code: (line.met, line.limit, line.have, line.gap, line.unit, line.about) for line in found.lines}


def test_a_firm_with_a_right_meets_every_rule_that_decides():
    found = {code: line for code, line in lines().items() if line[0] is not None}

    assert found == {
        "kind": (True, None, None, None, "", ""),
        "profile": (True, None, None, None, "", ""),
        "quota": (True, Decimal(200_000), Decimal(200_000), Decimal(0), "yuan", ""),
        "budget": (True, None, Decimal(300_000), Decimal(300_000), "yuan", "330100-2026-B000001"),
        "right": (True, None, None, 302, "days", "330100-2026-V000001"),
        "left": (True, Decimal(200_000), Decimal(50_000), Decimal(150_000), "yuan", ""),
        "split": (True, Decimal(100_000), Decimal(50_000), Decimal(50_000), "yuan", "乙丑检测中心（演示）"),
    }


def test_the_rules_that_only_inform_carry_their_numbers():
    found = {code: line[1] for code, line in lines().items() if line[0] is None}

    assert found == {
        "share": Decimal("0.5"),
        "cap": Decimal(100_000),
        "services": None,
        "excluded": None,
        "territory": None,
        "one_contract": True,
        "invoice": True,
        "valid_months": 12,
        "county_days": 5,
        "city_days": 10,
        "claim_days": 90,
        "notice_days": 7,
    }


def test_each_rule_names_where_it_stands():
    found = entitled(Law(law.book()), scenes.firm, full, scenes.TODAY)

    clauses = {line.answer.clause for line in found.lines if line.answer}
    assert clauses == {"9"}


def test_a_firm_without_a_right_and_without_a_budget_misses_three_rules():
    found = entitled(Law(law.book()), scenes.firm, Claims(), scenes.TODAY)

    assert [line.code for line in found.missed] == ["budget", "right", "left"]
    assert found.most_yuan == Decimal(0)


def test_an_expired_right_says_by_how_many_days():
    assert lines(on=date(2027, 1, 15))["right"] == (False, None, None, 3, "days", "330100-2026-V000001")


def test_a_quota_above_the_rule_says_by_how_much():
    above = replace(full, right=replace(scenes.right, quota_yuan=Decimal(230_000)))

    assert lines(above)["quota"][:4] == (False, Decimal(200_000), Decimal(230_000), Decimal(30_000))


def test_a_body_that_holds_no_vouchers_is_told_so():
    found = lines(body=replace(scenes.firm, kind="provider", registered=False))

    assert (found["kind"][0], found["profile"][0], "quota" in found) == (False, False, False)


def test_contracts_with_one_provider_at_the_cap_leave_nothing():
    claims = replace(full, deals=(deal(amount_yuan=Decimal(100_000), contract_on=date(2026, 3, 1)),))

    assert lines(claims)["split"][:4] == (False, Decimal(100_000), Decimal(100_000), Decimal(0))


def test_one_order_can_draw_the_cap_or_what_is_left():
    rich = entitled(Law(law.book()), scenes.firm, full, scenes.TODAY)
    poor = entitled(Law(law.book()), scenes.firm, replace(full, left_yuan=Decimal(7)), scenes.TODAY)

    assert (rich.most_yuan, poor.most_yuan) == (Decimal(100_000), Decimal(7))


def test_the_cap_says_how_large_a_contract_uses_it_up():
    assert lines()["cap"][2] == Decimal(200_000)


def test_where_no_rule_gives_a_share_the_line_is_missed():
    assert lines(without=("voucher.order.max_share",))["share"][0] is False
