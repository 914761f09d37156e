"""Budgets, providers and claim rights: the rules of who may have vouchers, from whom, out of what."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest

from kechuang.casework.decision import DueAt
from kechuang.kernel.fact import Posting
from kechuang.kernel.refusal import Refusal
from kechuang.mechanisms.sharing.voucher.rules import accounts, budget, provider, right
from kechuang.mechanisms.sharing.voucher.rules.requests import (
    ApplyProvider,
    ApplyRight,
    ApproveBudget,
    ChangeBudget,
    ChangeProvider,
    CheckRight,
    GrantRight,
    LapseRight,
    ListProvider,
    PlanBudget,
    RefuseRight,
)
from kechuang.mechanisms.sharing.voucher.rules.rows import Suspension
from tests.mechanisms.sharing.voucher import law, scenes
from tests.mechanisms.sharing.voucher.scenes import BUDGET, FIRM, LISTING, OTHER, PROVIDER, RIGHT, scene

CITED = {"since": law.SINCE, "place": "000000", "clause": "9", "source": "test-measure"}
AVAILABLE = accounts.budget_available("330100", BUDGET)
SOURCE = accounts.appropriation("330100", BUDGET)
POCKET = accounts.right_available("330100", RIGHT)

plan = PlanBudget(
    authority="330100", place="330100", office=scenes.OFFICE, year=2026, amount_yuan=Decimal(1_000_000), case=OTHER
)
apply_right = ApplyRight(budget=scenes.budget_key, holder=FIRM, place="330106", year=2026, case=OTHER)
apply_provider = ApplyProvider(
    authority="310000", body=PROVIDER, place="310115", services=("testing",), regions=("YRD",), case=OTHER
)
listing = ListProvider(
    provider=LISTING,
    services=("testing",),
    regions=("YRD",),
    listed_from=date(2026, 4, 1),
    listed_until=date(2027, 3, 31),
)


def fund(**changes):
    return {"budgets": {BUDGET: replace(scenes.budget, **changes)}}


def held_right(**changes):
    return {"rights": {RIGHT: replace(scenes.right, **changes)}}


def test_a_budget_is_planned_with_a_number_of_its_year():
    decision = budget.plan(scene(), plan)

    (case,) = decision.opens
    assert (case.state, case.amount, case.number_series) == ("PLANNED", Decimal(1_000_000), "330100-2026-B")


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        (
            {"amount_yuan": Decimal(0)},
            Refusal(
                "voucher.amount_not_positive",
                {"field_code": "voucher.field.amount_yuan", "amount": Decimal(0)},
                "amount_yuan",
            ),
        ),
        ({"year": 26}, Refusal("voucher.year_out_of_range", {"year": "26"}, "year")),
        (
            {"authority": "310000"},
            Refusal("voucher.outside_authority", {"place": "330100", "authority_place": "310000"}),
        ),
    ],
)
def test_a_plan_that_makes_no_sense_is_refused(changes, refusal):
    assert budget.plan(scene(), replace(plan, **changes)) == refusal


def test_an_approval_may_change_the_amount_and_names_a_document():
    asked = ApproveBudget(budget=scenes.budget_key, document="杭科计〔2026〕1号（演示）", amount_yuan=Decimal(900_000))

    decision = budget.approve(scene(**fund(state="PLANNED")), asked)

    assert decision.changes == {BUDGET: {"amount": Decimal(900_000)}}
    assert budget.approve(scene(), replace(asked, document=" ")).code == "voucher.document_missing"


def test_opening_brings_the_money_in():
    decision = budget.open_(scene(**fund(state="APPROVED")), ChangeBudget(budget=scenes.budget_key))

    assert decision.facts[0][1].postings == (Posting(SOURCE, -100_000_000), Posting(AVAILABLE, 100_000_000))
    assert [(account.code, account.floor) for account in decision.accounts] == [(SOURCE, None), (AVAILABLE, Decimal(0))]


def test_closing_returns_what_was_not_granted():
    decision = budget.close(scene(), ChangeBudget(budget=scenes.budget_key))

    assert decision.states == {BUDGET: "CLOSED"}
    assert decision.facts[0][1].postings == (Posting(AVAILABLE, -30_000_000), Posting(SOURCE, 30_000_000))


def test_money_comes_back_to_a_closed_budgets_appropriation():
    assert budget.home_of(scenes.budget) == AVAILABLE
    assert budget.home_of(replace(scenes.budget, state="CLOSED")) == SOURCE


def test_an_application_for_listing_is_opened_under_the_providers_region():
    decision = provider.apply(scene(providers={}), apply_provider)

    assert (decision.opens[0].authority, decision.opens[0].holder) == ("310000", PROVIDER)


@pytest.mark.parametrize("changes", [{"authority": "330100"}, {"place": "310118"}])
def test_a_provider_applies_in_its_own_region_only(changes):
    refused = provider.apply(scene(providers={}), replace(apply_provider, **changes))

    authority = changes.get("authority", "310000")
    assert refused == Refusal("voucher.outside_authority", {"place": "310115", "authority_place": authority})


def test_a_county_may_plan_a_budget_of_its_own_under_its_city():
    assert budget.plan(scene(), replace(plan, place="330106")).opens[0].place == "330106"


def test_a_listed_provider_does_not_apply_again():
    refused = provider.apply(scene(), apply_provider)

    values = {"number": "310000-S000001", "state": "sharing.voucher.provider.LISTED"}
    assert refused == Refusal("voucher.provider_exists", values)


@pytest.mark.parametrize(("until", "refused"), [(date(2026, 3, 16), True), (date(2026, 3, 15), False), (None, False)])
def test_a_barred_provider_applies_again_only_after_the_bar(until, refused):
    removed = replace(scenes.listing, state="REMOVED", removed_on=date(2025, 3, 1), blacklisted_until=until)

    decided = provider.apply(scene(providers={LISTING: removed}), apply_provider)

    assert isinstance(decided, Refusal) is refused
    if refused:
        values = {"provider": "乙丑检测中心（演示）", "since": date(2025, 3, 1), "until": until}
        assert decided == Refusal("voucher.provider_barred", values)


@pytest.mark.parametrize(
    ("field", "code"), [("services", "voucher.services_missing"), ("regions", "voucher.regions_missing")]
)
def test_a_listing_needs_services_and_regions(field, code):
    expected = Refusal(code, {"provider": "乙丑检测中心（演示）"}, field)

    assert provider.apply(scene(providers={}), replace(apply_provider, **{field: ()})) == expected
    assert provider.list_(scene(), replace(listing, **{field: ()})) == expected


def test_a_listing_ends_by_itself_after_its_last_day():
    decision = provider.list_(scene(), listing)

    assert decision.due == (DueAt(LISTING, "expire", date(2027, 4, 1)),)
    assert decision.facts[0][1].renewed is False


def test_a_renewed_listing_keeps_its_first_day():
    decision = provider.renew(scene(), listing)

    assert decision.rows[0].values["listed_from"] == date(2024, 6, 1)
    assert decision.cancels == ((LISTING, "expire"),)


@pytest.mark.parametrize("until", [date(2026, 3, 31), date(2026, 3, 1)])
def test_a_listing_that_ends_before_it_begins_is_refused(until):
    refused = provider.list_(scene(), replace(listing, listed_until=until))

    values = {"from": date(2026, 4, 1), "until": until, "today": scenes.TODAY}
    assert refused == Refusal("voucher.listing_reversed", values, "listed_until")


def test_a_suspension_is_a_span_that_reinstatement_closes():
    suspended = provider.suspend(scene(), ChangeProvider(provider=LISTING, reason="投诉核查"))
    held = replace(scenes.listing, state="SUSPENDED", suspensions=(Suspension(date(2026, 2, 1), None),))
    back = provider.reinstate(scene(providers={LISTING: held}), ChangeProvider(provider=LISTING))

    assert suspended.rows[0].values == {"suspensions": [["2026-03-16", None]]}
    assert back.rows[0].values == {"suspensions": [["2026-02-01", "2026-03-16"]]}


def test_a_removal_may_bar_until_a_day_to_come():
    gone = ChangeProvider(provider=LISTING, reason="虚开发票", blacklisted_until=date(2028, 3, 16))

    decision = provider.remove(scene(), gone)

    assert decision.rows[0].values == {"removed_on": scenes.TODAY, "blacklisted_until": date(2028, 3, 16)}
    assert decision.facts[0][1].barred_until == date(2028, 3, 16)
    refused = provider.remove(scene(), replace(gone, blacklisted_until=scenes.TODAY))
    assert refused == Refusal(
        "voucher.bar_in_past", {"until": scenes.TODAY, "today": scenes.TODAY}, "blacklisted_until"
    )


@pytest.mark.parametrize("decide", [provider.suspend, provider.remove, provider.refuse])
def test_taking_a_listing_away_needs_a_reason(decide):
    refused = decide(scene(), ChangeProvider(provider=LISTING))

    assert refused == Refusal("voucher.reason_missing", {"field_code": "voucher.field.reason"}, "reason")


def test_an_application_for_a_right_is_due_after_five_working_days():
    decision = right.apply(scene(), apply_right)

    (case,) = decision.opens
    assert (case.state, case.due_on) == ("APPLIED", date(2026, 3, 23))
    assert decision.rows[0].values["once"] == f"330100:2026:{FIRM.hex}"


def test_a_term_over_a_year_without_a_published_calendar_is_provisional():
    decision = right.apply(scene(on=date(2035, 3, 16), **fund(year=2035)), replace(apply_right, year=2035))

    assert decision.facts[0][1].due_provisional is True


@pytest.mark.parametrize(
    ("changes", "rows", "refusal"),
    [
        (
            {},
            fund(state="EXHAUSTED"),
            Refusal("voucher.budget_exhausted", {"number": "330100-2026-B000001", "year": "2026", "left": Decimal(0)}),
        ),
        (
            {},
            fund(state="APPROVED"),
            Refusal(
                "voucher.budget_not_open",
                {"number": "330100-2026-B000001", "state": "sharing.voucher.budget.APPROVED"},
            ),
        ),
        (
            {},
            {"bodies": {FIRM: replace(scenes.firm, kind="provider")}},
            Refusal("voucher.not_for_this_body", {"holder": "甲子精密装备（演示）", "kind": "provider"}),
        ),
        (
            {"place": "330206"},
            {"bodies": {FIRM: replace(scenes.firm, place="330206")}},
            Refusal(
                "voucher.outside_payer_region",
                {"holder": "甲子精密装备（演示）", "place": "330206", "payer_place": "330100"},
            ),
        ),
        (
            {"place": "330110"},
            {},
            Refusal(
                "voucher.outside_payer_region",
                {"holder": "甲子精密装备（演示）", "place": "330106", "payer_place": "330100"},
            ),
        ),
        ({"year": 2025}, {}, Refusal("voucher.wrong_year", {"year": "2025", "budget_year": "2026"}, "year")),
        (
            {},
            {"taken": {f"330100:2026:{FIRM.hex}": "330100-2026-V000009"}},
            Refusal("voucher.right_exists", {"number": "330100-2026-V000009", "year": "2026"}),
        ),
        (
            {"asked_yuan": Decimal(200_001)},
            {},
            Refusal(
                "voucher.over_year_quota",
                {
                    "asked": Decimal(200_001),
                    "limit": Decimal(200_000),
                    "over": Decimal(1),
                    "key": "voucher.quota.enterprise.year_yuan",
                    **CITED,
                },
                "quota_yuan",
            ),
        ),
    ],
)
def test_an_application_that_cannot_be_granted_is_refused_at_once(changes, rows, refusal):
    assert right.apply(scene(**rows), replace(apply_right, **changes)) == refusal


def test_without_a_quota_rule_nobody_applies():
    book = law.book(without=("voucher.quota.enterprise.year_yuan",))

    assert right.apply(scene(book=book), apply_right) == Refusal(
        "voucher.no_rule",
        {"key": "voucher.quota.enterprise.year_yuan", "place": "330106", "on": scenes.TODAY},
    )


@pytest.mark.parametrize("kind", ["team", "startup_team"])
def test_a_team_has_the_teams_quota(kind):
    team = {"bodies": {FIRM: replace(scenes.firm, kind=kind)}}

    refused = right.apply(scene(**team), replace(apply_right, asked_yuan=Decimal(50_001)))

    assert (refused.code, refused.values["limit"]) == ("voucher.over_year_quota", Decimal(50_000))


def test_the_limit_of_one_grant_binds_where_it_is_lower():
    once = law.entry("voucher.quota.once_yuan", Decimal(20_000), "yuan", "330100")

    refused = right.apply(scene(book=law.book(once)), replace(apply_right, asked_yuan=Decimal(20_001)))

    assert (refused.values["key"], refused.values["limit"]) == ("voucher.quota.once_yuan", Decimal(20_000))


def test_the_county_hands_on_and_the_citys_term_begins():
    decision = right.check_county(scene(**held_right(state="APPLIED")), CheckRight(right=scenes.right_key))

    assert decision.states == {RIGHT: "CITY_CHECK"}
    assert decision.changes == {RIGHT: {"due_on": date(2026, 3, 30), "office": scenes.OFFICE}}


def grant(request=None, **changes):
    pending = held_right(state="CITY_CHECK", valid_from=None, valid_to=None, quota_yuan=Decimal(0))
    return right.check_city(scene(**{**pending, **changes}), request or GrantRight(right=scenes.right_key))


def test_a_grant_moves_the_quota_and_sets_the_last_day():
    decision = grant()

    assert decision.states == {RIGHT: "GRANTED"}
    fact = decision.facts[0][1]
    assert (fact.quota_yuan, fact.valid_from, fact.valid_to) == (
        Decimal(200_000),
        scenes.TODAY,
        date(2027, 3, 16),
    )
    assert fact.postings == (Posting(AVAILABLE, -20_000_000), Posting(POCKET, 20_000_000))
    assert decision.due == (
        DueAt(RIGHT, "lapse", date(2027, 3, 17)),
        DueAt(RIGHT, "expire_orders", date(2027, 6, 15)),
    )


def test_a_grant_gives_what_was_asked_if_that_is_less():
    asked = held_right(state="CITY_CHECK", asked_yuan=Decimal(60_000), valid_from=None, valid_to=None)

    assert grant(**asked).facts[0][1].quota_yuan == Decimal(60_000)


def test_the_last_of_a_budget_exhausts_it():
    decision = grant(balances={AVAILABLE: Decimal(200_000)})

    assert decision.states == {RIGHT: "GRANTED", BUDGET: "EXHAUSTED"}
    assert [fact.TYPE for _case, fact in decision.facts] == [
        "sharing.voucher.right_granted",
        "sharing.voucher.budget_exhausted",
    ]


def test_a_grant_that_the_budget_cannot_bear_is_refused():
    refused = grant(balances={AVAILABLE: Decimal("199999.99")})

    values = {
        "number": "330100-2026-B000001",
        "year": "2026",
        "left": Decimal("199999.99"),
        "asked": Decimal(200_000),
        "short": Decimal("0.01"),
    }
    assert refused == Refusal("voucher.budget_short", values, "quota_yuan")


def test_a_grant_above_the_yearly_quota_is_refused():
    refused = grant(GrantRight(right=scenes.right_key, quota_yuan=Decimal(200_001)))

    assert (refused.code, refused.values["over"]) == ("voucher.over_year_quota", Decimal(1))


def test_a_refusal_frees_the_year():
    asked = RefuseRight(right=scenes.right_key, reason="incomplete", note="缺章程")

    decision = right.refuse(scene(**held_right(state="APPLIED")), asked)

    assert decision.rows[0].values == {"once": None, "reason": "incomplete"}
    unknown = right.refuse(scene(), replace(asked, reason="mood"))
    assert (unknown.code, unknown.values["reason"]) == ("voucher.reason_unknown", "mood")


def test_a_right_lapses_after_its_last_day_and_gives_the_rest_back():
    held = {"balances": {POCKET: Decimal("1234.56"), AVAILABLE: Decimal(0)}}

    decision = right.lapse(scene(on=date(2027, 1, 13), **held), LapseRight(right=scenes.right_key))

    assert decision.states == {RIGHT: "LAPSED"}
    assert decision.facts[0][1].postings == (Posting(POCKET, -123_456), Posting(AVAILABLE, 123_456))


def test_a_right_does_not_lapse_on_its_last_day():
    refused = right.lapse(scene(on=date(2027, 1, 12)), LapseRight(right=scenes.right_key))

    values = {"number": "330100-2026-V000001", "until": date(2027, 1, 12)}
    assert refused == Refusal("voucher.right_still_valid", values)


def test_money_that_comes_back_opens_an_exhausted_budget_again():
    decision = right.lapse(scene(on=date(2027, 1, 13), **fund(state="EXHAUSTED")), LapseRight(right=scenes.right_key))

    assert decision.states == {RIGHT: "LAPSED", BUDGET: "OPEN"}


def test_a_key_that_does_not_fit_the_right_is_refused():
    forged = replace(scenes.right_key, holder=UUID(int=99))

    assert right.check_county(scene(), CheckRight(right=forged)) == Refusal(
        "voucher.wrong_reference", {"kind": "sharing.voucher.right"}
    )
