"""Sheets, empowerments and yearly reports: what is refused by name, what time does, what stays hidden."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kechuang.casework.models import Case
from kechuang.ledger.models import Entry
from kechuang.mechanisms.market.reward import projecting
from kechuang.mechanisms.market.reward.models import Distribution, RewardLine
from kechuang.mechanisms.market.reward.rules import requests as asked
from kechuang.mechanisms.market.reward.rules.sheets import amounts
from tests.mechanisms.market.reward.world import BEGIN, RIGHT, SHEET, done, filed_report, registered


@pytest.mark.parametrize(
    ("more", "code", "place"),
    [
        ({"income_on": date(2026, 3, 11)}, "reward.before_income", "income_on"),
        ({"income_on": None}, "reward.before_income", "income_on"),
        ({"income_on": date(2026, 1, 4)}, "reward.income_before_contract", "income_on"),
        ({"cost": Decimal(2_999_000)}, "reward.net_negative", "cost"),
        ({"fiscal": Decimal(1)}, "reward.fiscal_cost", "fiscal"),
        ({"agreed": Decimal("0.6")}, "reward.below_floor", "agreed"),
        ({"title": " "}, "reward.no_title", "title"),
        ({"payees": ()}, "reward.no_person", "payees"),
        ({"way": "award", "patent": "invention", "award": Decimal(3999)}, "reward.award_short", "award"),
        ({"way": "award", "patent": "song"}, "reward.patent_unknown", "patent"),
    ],
)
def test_a_sheet_that_cannot_stand_is_refused_by_name(world, more, code, place):
    outcome = world.draw(**more)

    assert outcome.refusal is not None
    assert (outcome.refusal.code, outcome.refusal.place) == (code, place)


@pytest.mark.parametrize(
    ("shares", "code"),
    [
        ((("a", "main", Fraction(95, 100)), ("b", "staff", Fraction(4, 100))), "reward.shares_not_whole"),
        ((("a", "main", Fraction(2, 3)), ("b", "contributor", Fraction(1, 3))), "reward.main_short"),
        ((("a", "main", Fraction(96, 100)), ("b", "staff", Fraction(4, 100))), "reward.staff_short"),
        ((("a", "main", Fraction(95, 100)), ("a", "staff", Fraction(5, 100))), "reward.person_twice"),
        ((("a", "king", Fraction(1)),), "reward.role_unknown"),
        ((("a", "main", Fraction(0)), ("b", "staff", Fraction(1))), "reward.share_not_positive"),
        (((" ", "main", Fraction(1)),), "reward.no_person"),
    ],
)
def test_persons_whose_lines_do_not_stand_are_refused_by_name(world, shares, code):
    outcome = world.draw(payees=tuple(world.payee(name, role, share) for name, role, share in shares))

    assert outcome.refusal is not None
    assert (outcome.refusal.code, outcome.refusal.place) == (code, "payees")


@settings(max_examples=60, deadline=None)
@given(fen=st.integers(0, 10**15), weights=st.lists(st.integers(1, 10**6), min_size=1, max_size=12))
def test_amounts_add_up_exactly_and_stay_within_a_fen_of_the_share(fen, weights):
    pool, whole = Decimal(fen).scaleb(-2), sum(weights)
    payees = tuple(
        asked.Payee(id=None, name="x", role="main", basis="x", share=Fraction(each, whole))  # type: ignore[arg-type]  # no line is kept
        for each in weights
    )

    found = amounts(pool, payees, "yuan")

    assert sum(found) == pool
    assert all(
        abs(Fraction(part) - Fraction(pool) * each.share) < Fraction(1, 100)
        for part, each in zip(found, payees, strict=True)
    )


def test_a_sheet_goes_its_way_to_the_evidence_of_payment_and_a_late_one_is_warned_of(world):
    case = world.drawn()
    short = world.publish(SHEET, case, end=date(2026, 3, 24))
    done(world.publish(SHEET, case))
    world.pass_to(date(2026, 3, 26))
    states = [world.state(case)]
    done(world.take(SHEET, "hand_over", asked.HandOver(case=case)))
    pay = {"paid_on": date(2026, 8, 4), "reference": "PZ-1"}
    world.pass_to(date(2026, 8, 4))
    warned = Distribution.objects.get(pk=case).overdue_on
    differs = world.take(SHEET, "pay", asked.Pay(case=case, amount=Decimal(2_003_000), **pay), by="decider")

    done(world.take(SHEET, "pay", asked.Pay(case=case, amount=Decimal(2_003_400), **pay), by="decider"))

    row = Distribution.objects.get(pk=case)
    assert short.refusal is not None
    assert differs.refusal is not None
    assert (short.refusal.code, differs.refusal.code) == ("reward.notice_short", "reward.paid_differs")
    assert (states, world.state(case), row.pay_by, warned, row.late_days) == (
        ["NOTICE_PASSED"],
        "PAID",
        date(2026, 8, 2),
        date(2026, 8, 3),
        2,
    )


def test_a_leader_needs_open_publication(world):
    payees = (world.payee(leader=True), world.payee("周乙", "staff", Fraction(5, 100)))
    case = world.drawn(payees=payees)

    hidden = world.publish(SHEET, case)
    opened = world.publish(SHEET, case, openly=True)

    assert hidden.refusal is not None
    assert (hidden.refusal.code, hidden.refusal.place, opened.refusal) == ("reward.leader_unpublished", "openly", None)


def test_a_patent_award_where_nothing_is_regulated_is_due_in_three_months(world):
    case = world.drawn(way="award", patent="invention", payees=(world.payee(share=Fraction(1)),))

    row = Distribution.objects.get(pk=case)
    assert (row.pool, row.pay_by) == (Decimal(4000), date(2026, 5, 2))


def test_no_fact_holds_a_name_and_erasing_a_person_empties_the_line(world):
    someone = world.persons["inventor"]
    case = world.drawn(
        payees=(world.payee("林丙丙", person=someone.pk), world.payee("周乙", "staff", Fraction(5, 100)))
    )
    told = "".join(f"{entry.leaf}{entry.disclosed}" for entry in Entry.objects.all())

    emptied = projecting.forget_person(someone)

    kept = list(RewardLine.objects.filter(distribution=case).order_by("order").values_list("name", "masked", "hashed"))
    assert ("林丙丙" in told, "周乙" in told, emptied) == (False, False, 1)
    assert kept == [("—", "", ""), ("周乙", "330***12", "周乙")]


@pytest.mark.parametrize(
    ("more", "code", "place"),
    [
        ({"grounds": ("state_secret",)}, "empowerment.barred", "grounds"),
        ({"completers": ()}, "empowerment.no_completer", "completers"),
        ({"right": "gift"}, "empowerment.right_unknown", "right"),
        ({"plan": ""}, "empowerment.no_plan", "plan"),
    ],
)
def test_an_application_that_cannot_stand_is_refused_by_name(world, more, code, place):
    outcome = world.apply(**more)

    assert outcome.refusal is not None
    assert (outcome.refusal.code, outcome.refusal.place) == (code, place)


def test_shares_of_completers_make_one_and_one_of_them_speaks(world):
    ninety = world.apply(completers=(world.completer(1, Fraction(9, 10), representative=True),))
    silent = world.apply(completers=(world.completer(1, Fraction(1)),))

    assert ninety.refusal is not None
    assert silent.refusal is not None
    assert (ninety.refusal.code, ninety.refusal.values["missing"], silent.refusal.code) == (
        "empowerment.shares_not_whole",
        "1/10",
        "empowerment.one_representative",
    )


def test_a_right_to_use_lasts_ten_years_and_ends_by_itself(world):
    case = done(world.apply()).case
    done(world.take(RIGHT, "accept", asked.Stop(case=case, move="accept", reason="")))
    five = world.take(RIGHT, "agree", world.terms(case, end=date(2031, 3, 31)))
    done(world.take(RIGHT, "agree", world.terms(case)))
    done(world.publish(RIGHT, case))
    world.pass_to(date(2026, 3, 26))
    early = world.take(RIGHT, "sign", asked.Sign(case=case, number="FQ-1", signed_on=date(2026, 3, 25)))
    done(world.take(RIGHT, "sign", asked.Sign(case=case, number="FQ-1", signed_on=world.on)))
    done(world.take(RIGHT, "take_effect", asked.Effect(case=case, number="DJ-1", on=world.on)))
    yearly = asked.Yearly(case=case, year=2026, used="试制两台", income=Decimal(50_000))
    done(world.take(RIGHT, "report", yearly, by="inventor"))
    twice = world.take(RIGHT, "report", yearly, by="inventor")
    world.pass_to(date(2036, 4, 1))

    assert [each.refusal.code for each in (five, early, twice) if each.refusal] == [
        "empowerment.use_right_short",
        "empowerment.signed_in_notice",
        "empowerment.reported_already",
    ]
    assert five.refusal is not None
    assert (five.refusal.values["earliest"], five.refusal.values["years"], world.state(case)) == (
        date(2036, 3, 31),
        10,
        "ENDED",
    )


def test_who_applied_does_not_accept(world):
    from kechuang.web.accounts.models import Grant

    Grant.objects.create(
        person=world.persons["inventor"], role="transfer_office", body=world.bodies["university"], valid_from=BEGIN
    )
    case = done(world.apply()).case

    own = world.take(RIGHT, "accept", asked.Stop(case=case, move="accept", reason=""), by="inventor")

    assert own.refusal is not None
    assert (Case.objects.get(pk=case).state, own.refusal.code) == ("APPLIED", own.refusal.code)


def test_a_contract_of_the_register_must_be_the_units_own_and_cover_what_came_in(world):
    number = registered(world, "university", Decimal(2_000_000))
    other = registered(world, "other university", Decimal(4_900_000))

    more = world.draw(contract=number).refusal
    strange = world.draw(contract=other).refusal
    fine = world.draw(contract=number, paid=Decimal(1_900_000)).refusal

    assert (more.code, more.values["total_yuan"]) == ("reward.more_than_contract", Decimal(2_000_000))
    assert (strange.code, fine) == ("reward.contract_of_other", None)


def test_the_totals_of_a_year_are_open_to_everybody_and_name_no_unit(world):
    from kechuang.mechanisms.market.reward.totals import totals

    with world.at():
        for name, contracts in (("university", 3), ("other university", 4)):
            filed_report(world, name, contracts)
        found = totals()

    assert [(each.year, each.units, each.figures["contracts"]) for each in found] == [(2025, 2, Decimal(7))]
    said = world.client().get("/market/rewards/totals/").content.decode()
    assert "other university" not in said


def test_many_persons_come_in_as_lines(world):
    client = world.client("transfer office")
    page = "/market/rewards/draft/"
    lines = "".join(f"完成人{at}，other contributor，5，测试{at}\n" for at in range(5)) + "周乙\tstaff\t5\t转化服务\n"
    form = {
        "key": "k" * 32, "title": "多人收益", "way": "licence", "kind": "gov_research_unit", "in_force": "2026-01-05",
        "income_on": "2026-02-02", "paid": "3000000", "cost": "0", "tax": "0", "name_0": "陈甲", "role_0": "main",
        "basis_0": "核心", "share_0": "70", "more": lines,
    }  # fmt: skip

    with world.at():
        client.post("/preferences/", {"language": "en"})
        sent = client.post(page, {**form, "unit": str(world.bodies["university"].pk)})
        wrong = client.post(page, {**form, "unit": str(world.bodies["university"].pk), "more": "周乙，staff"})

    assert sent.status_code == 302, sent.content.decode()[:3000]
    assert RewardLine.objects.count() == 7
    assert (wrong.status_code, "Line 1: name, role, share" in wrong.content.decode()) == (422, True)
