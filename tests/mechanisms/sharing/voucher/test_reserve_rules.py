"""Reserving: every condition of B1, refused with its own code and the values that the sentence quotes."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest

from kechuang.kernel.fact import Posting
from kechuang.kernel.refusal import Refusal
from kechuang.mechanisms.sharing.voucher.rules import accounts, order
from kechuang.mechanisms.sharing.voucher.rules.rows import Deals, Suspension
from tests.mechanisms.sharing.voucher import law, scenes
from tests.mechanisms.sharing.voucher.scenes import deal, reserve_request, scene

CITED = {"since": law.SINCE, "place": "000000", "clause": "9", "source": "test-measure"}
LISTED = {"provider": "乙丑检测中心（演示）", "number": "310000-S000001"}


def reserve(request=reserve_request, **changes):
    return order.reserve(scene(**changes), request)


def with_listing(**changes):
    return {"providers": {scenes.LISTING: replace(scenes.listing, **changes)}}


def with_right(**changes):
    return {"rights": {scenes.RIGHT: replace(scenes.right, **changes)}}


def deals(*found):
    return {"deals": Deals(found)}


def test_a_reservation_freezes_the_amount_and_opens_a_case():
    decision = reserve()

    (case,) = decision.opens
    assert (case.state, case.amount, case.number) == ("RESERVED", Decimal("50000.00"), "330100-2026-V000001-01")
    assert (case.holder, case.counterpart, case.place) == (scenes.FIRM, scenes.PROVIDER, "330106")
    ((_case, fact),) = decision.facts
    assert fact.postings == (
        Posting(accounts.right_available("330100", scenes.RIGHT), -5_000_000),
        Posting(accounts.order_reserved("330100", scenes.OTHER), 5_000_000),
    )
    assert (fact.cross_region, fact.provider_region, fact.industry) == (True, "310000", "C")


def test_the_second_order_of_a_right_has_the_next_number():
    decision = reserve(**with_right(orders=1))

    assert decision.opens[0].number == "330100-2026-V000001-02"


def test_a_provider_of_the_payers_own_region_is_not_across_regions():
    decision = reserve(**with_listing(authority="330100"))

    assert decision.facts[0][1].cross_region is False


def test_a_key_that_does_not_fit_the_right_is_refused():
    forged = replace(reserve_request, right=replace(scenes.right_key, budget=UUID(int=99)))

    assert reserve(forged) == Refusal("voucher.wrong_reference", {"kind": "sharing.voucher.right"})


def test_an_unknown_provider_is_refused():
    assert reserve(replace(reserve_request, provider=UUID(int=99))) == Refusal(
        "voucher.wrong_reference", {"kind": "sharing.voucher.provider"}, "provider"
    )


@pytest.mark.parametrize(
    ("state", "code"), [("LAPSED", "voucher.right_lapsed"), ("CITY_CHECK", "voucher.right_not_granted")]
)
def test_a_right_that_is_not_in_force_is_refused(state, code):
    values = {
        "number": "330100-2026-V000001",
        "state": f"sharing.voucher.right.{state}",
        "until": date(2027, 1, 12),
    }

    assert reserve(**with_right(state=state)) == Refusal(code, values, "right")


@pytest.mark.parametrize("day", [date(2026, 1, 11), date(2027, 1, 13)])
def test_a_contract_outside_the_validity_of_the_right_is_refused(day):
    refused = reserve(replace(reserve_request, contract_on=day), on=date(2027, 2, 1))

    values = {"contract_on": day, "from": date(2026, 1, 12), "until": date(2027, 1, 12)}
    assert refused == Refusal(
        "voucher.contract_outside_validity", {**values, "number": "330100-2026-V000001"}, "contract_on"
    )


@pytest.mark.parametrize("day", [date(2026, 1, 12), date(2026, 3, 16)])
def test_the_first_day_of_validity_and_today_are_in_time(day):
    assert reserve(replace(reserve_request, contract_on=day)).states == {}


def test_a_contract_of_tomorrow_is_refused():
    refused = reserve(replace(reserve_request, contract_on=date(2026, 3, 17)))

    values = {"field_code": "voucher.field.contract_on", "day": date(2026, 3, 17), "today": date(2026, 3, 16)}
    assert refused == Refusal("voucher.day_in_future", values, "contract_on")


def test_a_contract_without_a_number_is_refused():
    assert reserve(replace(reserve_request, contract_no=" - ")) == Refusal(
        "voucher.contract_no_missing", {"field_code": "voucher.field.contract_no"}, "contract_no"
    )


def test_an_eligible_amount_above_the_contract_is_refused():
    refused = reserve(replace(reserve_request, eligible_yuan=Decimal(120_001)))

    values = {"eligible": Decimal(120_001), "contract": Decimal(120_000), "over": Decimal(1)}
    assert refused == Refusal("voucher.eligible_over_contract", values, "eligible_yuan")


@pytest.mark.parametrize("field", ["contract_yuan", "eligible_yuan", "asked_yuan"])
def test_amounts_of_nothing_are_refused(field):
    nothing = {"contract_yuan": Decimal(120_000), "eligible_yuan": Decimal(0)} if field != "asked_yuan" else {}
    if field == "contract_yuan":
        nothing = {"contract_yuan": Decimal(0), "eligible_yuan": Decimal(0)}
    refused = reserve(replace(reserve_request, **{**nothing, field: Decimal(0)}))

    values = {"field_code": f"voucher.field.{field}", "amount": Decimal(0)}
    assert refused == Refusal("voucher.amount_not_positive", values, field)


@pytest.mark.parametrize(
    ("changes", "code", "more"),
    [
        ({"listed_from": date(2026, 3, 3)}, "voucher.provider_not_listed", {"from": date(2026, 3, 3)}),
        ({"listed_from": None, "listed_until": None}, "voucher.provider_not_listed", {"from": None}),
        ({"listed_until": date(2026, 3, 1)}, "voucher.provider_expired", {"until": date(2026, 3, 1)}),
        ({"removed_on": date(2026, 3, 2)}, "voucher.provider_removed", {"since": date(2026, 3, 2)}),
        (
            {"suspensions": (Suspension(date(2026, 3, 2), None),)},
            "voucher.provider_suspended",
            {"since": date(2026, 3, 2)},
        ),
    ],
)
def test_a_provider_that_was_not_listed_on_the_contract_date_is_refused(changes, code, more):
    refused = reserve(**with_listing(**changes))

    assert refused == Refusal(code, {**LISTED, "on": date(2026, 3, 2), **more}, "provider")


@pytest.mark.parametrize(
    "changes",
    [
        {"listed_from": date(2026, 3, 2)},
        {"listed_until": date(2026, 3, 2)},
        {"removed_on": date(2026, 3, 3), "state": "REMOVED"},
        {"suspensions": (Suspension(date(2026, 2, 1), date(2026, 3, 2)),)},
        {"suspensions": (Suspension(date(2026, 3, 3), None),), "state": "SUSPENDED"},
    ],
)
def test_what_counts_is_the_contract_date_and_not_today(changes):
    assert reserve(**with_listing(**changes)).opens[0].state == "RESERVED"


def test_where_the_providers_region_wants_it_the_listing_counts_today_instead():
    wants = law.entry("voucher.provider.listed_on", "delivered", place="310000")
    gone = with_listing(removed_on=date(2026, 3, 10))

    assert reserve(**gone).opens[0].state == "RESERVED"
    assert reserve(book=law.book(wants), **gone).code == "voucher.provider_removed"


def test_a_provider_listed_for_other_regions_is_refused():
    refused = reserve(**with_listing(regions=("340000", "320500")))

    values = {**LISTED, "holder_place": "330106", "served_places": "340000, 320500"}
    assert refused == Refusal("voucher.provider_not_for_region", values, "provider")


@pytest.mark.parametrize(
    ("territory", "place", "refused"),
    [
        ("county", "330106", False),
        ("county", "330110", True),
        ("city", "330110", False),
        ("city", "330206", True),
        ("province", "330206", False),
        ("province", "310115", True),
        ("delta", "340104", False),
        ("delta", "440106", True),
        ("nation", "440106", False),
    ],
)
def test_the_provider_must_lie_in_the_territory_of_the_payer(territory, place, refused):
    book = law.book(law.entry("voucher.territory", territory, place="330000"))
    seller = with_listing(body=replace(scenes.provider, place=place))

    decided = reserve(book=book, **seller)

    assert isinstance(decided, Refusal) is refused
    if refused:
        reach = {"territory_code": f"voucher.territory.{territory}", "provider_place": place}
        cited = {**CITED, "place": "330000", "key": "voucher.territory"}
        assert decided == Refusal("voucher.outside_territory", {**LISTED, **reach, **cited}, "provider")


def test_a_service_that_vouchers_do_not_buy_here_is_refused():
    refused = reserve(replace(reserve_request, category="training"))

    allowed = "voucher.services.testing, voucher.services.rd_design, voucher.services.consulting"
    values = {"category_code": "voucher.services.training", "allowed_codes": allowed, "key": "voucher.services"}
    assert refused == Refusal("voucher.category_not_eligible", {**values, **CITED}, "category")


def test_a_service_that_the_provider_is_not_listed_for_is_refused():
    refused = reserve(replace(reserve_request, category="consulting"))

    values = {
        "category_code": "voucher.services.consulting",
        "provider": "乙丑检测中心（演示）",
        "listed_codes": "voucher.services.testing, voucher.services.rd_design",
    }
    assert refused == Refusal("voucher.category_not_listed", values, "category")


@pytest.mark.parametrize("use", ["compulsory_test", "mass_inspection", "affiliated"])
def test_an_excluded_use_is_refused(use):
    refused = reserve(replace(reserve_request, uses=(use,)))

    values = {"use_code": f"voucher.excluded.{use}", "key": "voucher.excluded", **CITED}
    assert refused == Refusal("voucher.use_excluded", values, "uses")


@pytest.mark.parametrize(
    "relation", ["same_body", "parent", "common_parent", "controller", "common_controller", "shareholder"]
)
def test_related_parties_are_refused(relation):
    pair = frozenset({scenes.FIRM, scenes.PROVIDER})

    refused = reserve(relations={pair: relation})

    values = {
        "holder": "甲子精密装备（演示）",
        "provider": "乙丑检测中心（演示）",
        "relation_code": f"organisation.relation.{relation}",
    }
    assert refused == Refusal("voucher.related_parties", values, "provider")


def test_a_common_shareholder_is_a_sign_and_no_refusal():
    decision = reserve(relations={frozenset({scenes.FIRM, scenes.PROVIDER}): "common_shareholder"})

    assert decision.facts[0][1].signs == ("related",)


def test_nobody_buys_from_itself():
    refused = reserve(**with_listing(body=replace(scenes.provider, id=scenes.FIRM)))

    assert (refused.code, refused.values["relation_code"]) == (
        "voucher.related_parties",
        "organisation.relation.same_body",
    )


@pytest.mark.parametrize("typed", ["HT-2026-018", "ｈｔ２０２６０１８", "HT 2026 018"])
def test_one_contract_gets_one_subsidy(typed):
    other = deal(contract_no=typed, holder=UUID(int=77), contract_on=date(2026, 2, 20))

    refused = reserve(**deals(other))

    values = {"contract": "HT-2026-018", "number": "330100-2026-V000001-01", "since": date(2026, 2, 20)}
    assert refused == Refusal("voucher.contract_used", values, "contract_no")


def test_a_released_order_frees_its_contract_and_a_rejected_one_does_not():
    used = deal(contract_no="HT-2026-018", contract_on=date(2025, 6, 1))

    assert reserve(**deals(replace(used, state="RELEASED"))).opens[0].state == "RESERVED"
    assert reserve(**deals(replace(used, state="REJECTED"))).code == "voucher.contract_used"


def test_another_providers_contract_of_the_same_number_is_another_contract():
    other = deal(contract_no="HT-2026-018", provider=UUID(int=78), contract_on=date(2025, 6, 1))

    assert reserve(**deals(other)).opens[0].state == "RESERVED"


def test_where_a_place_allows_it_a_contract_may_be_used_again():
    book = law.book(law.entry("voucher.one_subsidy_per_contract", False, place="330100"))
    other = deal(contract_no="HT-2026-018", contract_on=date(2025, 6, 1))

    decision = reserve(book=book, **deals(other))

    assert decision.rows[0].values["contract_key"] is None


def test_a_contract_split_under_the_cap_is_refused():
    others = deals(
        deal(amount_yuan=Decimal(40_000), contract_on=date(2026, 2, 1)),
        deal(order=UUID(int=55), amount_yuan=Decimal("10000.01"), contract_on=date(2026, 3, 31)),
    )

    refused = reserve(on=date(2026, 4, 1), **others)

    values = {
        "others": 2,
        "provider": "乙丑检测中心（演示）",
        "days": 30,
        "total": Decimal("100000.01"),
        "limit": Decimal(100_000),
        "over": Decimal("0.01"),
        "key": "voucher.order.cap_yuan",
        **CITED,
    }
    assert refused == Refusal("voucher.contract_split", values, "contract_no")


@pytest.mark.parametrize(
    "other",
    [
        deal(amount_yuan=Decimal(50_000), contract_on=date(2026, 2, 1)),  # together just the cap
        deal(amount_yuan=Decimal(90_000), contract_on=date(2026, 1, 30)),  # 31 days before
        deal(amount_yuan=Decimal(90_000), state="RELEASED"),
        deal(amount_yuan=Decimal(90_000), provider=UUID(int=78)),
        deal(amount_yuan=Decimal(90_000), holder=UUID(int=79)),
    ],
)
def test_what_is_no_splitting(other):
    assert reserve(**deals(other)).opens[0].state == "RESERVED"


def test_several_contracts_with_one_provider_in_the_window_are_a_sign():
    decision = reserve(**deals(deal(contract_on=date(2026, 2, 10))))

    assert decision.facts[0][1].signs == ("split",)


def test_a_circular_deal_is_refused():
    back = deal(holder=scenes.PROVIDER, provider=scenes.FIRM, contract_on=date(2025, 3, 2))

    refused = reserve(**deals(back))

    values = {
        "provider": "乙丑检测中心（演示）",
        "number": "330100-2026-V000001-01",
        "contract_on": date(2025, 3, 2),
        "days": 365,
        "key": "voucher.circular.window_days",
        **CITED,
    }
    assert refused == Refusal("voucher.circular_deal", values, "provider")


def test_a_deal_back_outside_the_window_is_a_sign():
    back = deal(holder=scenes.PROVIDER, provider=scenes.FIRM, contract_on=date(2025, 3, 1))

    assert reserve(**deals(back)).facts[0][1].signs == ("circular",)


def test_a_deal_back_that_was_released_is_nothing():
    back = deal(holder=scenes.PROVIDER, provider=scenes.FIRM, state="RELEASED")

    assert reserve(**deals(back)).facts[0][1].signs == ()


def test_the_quota_left_is_the_balance_of_the_right():
    account = accounts.right_available("330100", scenes.RIGHT)

    decision = reserve(balances={account: Decimal(20_000)})

    assert decision.opens[0].amount == Decimal(20_000)


def test_signs_of_a_young_provider_without_profile_and_of_a_suspect_unit():
    young = replace(scenes.listing, listed_from=date(2025, 9, 1), body=replace(scenes.provider, registered=False))
    tiny = replace(reserve_request, contract_yuan=Decimal(50), eligible_yuan=Decimal(50))

    decision = reserve(tiny, providers={scenes.LISTING: young})

    assert decision.facts[0][1].signs == ("unit_suspect", "no_profile", "new_provider")


def test_the_decision_names_every_rule_that_it_stood_on():
    held = scene()

    order.reserve(held, reserve_request)

    assert sorted({answer.key for answer in held.law.asked}) == [
        "voucher.circular.window_days",
        "voucher.excluded",
        "voucher.one_subsidy_per_contract",
        "voucher.order.cap_yuan",
        "voucher.order.max_share",
        "voucher.provider.listed_on",
        "voucher.services",
        "voucher.split.window_days",
        "voucher.territory",
        "voucher.test.min_share",
    ]
