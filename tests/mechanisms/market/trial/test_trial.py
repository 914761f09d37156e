"""Trials: terms fixed before, side by side, converted at no more than they promised, ended by silence."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kechuang.casework.models import Case
from kechuang.ledger.models import Entry
from kechuang.ledger.read import readable, readable_many
from kechuang.ledger.verify import verify
from kechuang.mechanisms.market.contract.rules.content import Royalty
from kechuang.mechanisms.market.notice.rules.price import Price
from kechuang.mechanisms.market.result.models import Achievement, Deal
from kechuang.mechanisms.market.trial import queries
from kechuang.mechanisms.market.trial.models import Trial, TrialOffer
from kechuang.mechanisms.market.trial.rules import converting, trying
from kechuang.mechanisms.market.trial.rules import requests as asked
from kechuang.mechanisms.market.trial.rules.moves import OFFER
from kechuang.mechanisms.market.trial.rules.requests import Contract
from tests.mechanisms.market.trial.world import LUMP, MOUNTAIN, ROYALTY, code, done


def test_a_trial_becomes_a_contract_at_its_terms_and_counts_for_the_county(world):
    trial = world.satisfied(world.offered())

    done(world.step(trial, "convert", number=world.contracted()))

    row = Trial.objects.get(pk=trial)
    deal = Deal.objects.get(pk=row.deal)
    achievement = Achievement.objects.get(pk=row.result_id)
    assert (world.state_of(trial), deal.outcome, deal.mode, deal.price) == ("CONVERTED", "done", "ordinary", 200_000)
    assert (achievement.state, achievement.licences) == ("LICENSED", 1)
    [line] = queries.gains()
    assert (line.county, line.mountain, line.begun, line.converted) == (MOUNTAIN, True, 1, 1)
    public = readable(Entry.objects.get(type="market.trial.converted"), {"public"})
    assert (public["county"], public["mountain"], "total_yuan" in public) == (MOUNTAIN, True, False)
    assert verify().ok


def test_an_unsatisfied_firm_gives_the_know_how_back_and_owes_nothing(world):
    trial = world.running(world.offered())

    done(world.step(trial, "report", satisfied=False))
    before = code(world.step(trial, "give_back", declared=False))
    done(world.step(trial, "give_back"))

    row = Trial.objects.get(pk=trial)
    assert (before, world.state_of(trial)) == ("trial.not_declared", "ENDED_NO_FEE")
    assert (Deal.objects.get(pk=row.deal).outcome, Achievement.objects.get(pk=row.result_id).state) == (
        "failed",
        "LISTED",
    )


def test_silence_is_reminded_of_once_and_then_ends_the_trial(world):
    trial = world.running(world.offered())
    last = Trial.objects.get(pk=trial).end

    world.pass_to(last)
    at_the_end = (world.state_of(trial), Trial.objects.get(pk=trial).reminded_on)
    world.pass_to(last + timedelta(days=1))
    reminded = (world.state_of(trial), Trial.objects.get(pk=trial).reminded_on, Case.objects.get(pk=trial).due_on)
    world.pass_to(last + timedelta(days=16))
    waiting = world.state_of(trial)
    world.pass_to(last + timedelta(days=17))

    assert last == date(2027, 3, 1)
    assert at_the_end == ("TRIAL", None)
    assert reminded == ("TRIAL", last + timedelta(days=1), last + timedelta(days=16))
    assert (waiting, world.state_of(trial)) == ("TRIAL", "EXPIRED")
    done(world.step(trial, "give_back", way="destroyed"))
    assert world.state_of(trial) == "ENDED_NO_FEE"


def test_a_satisfied_trial_without_a_contract_ends_after_the_days_of_the_rule(world):
    trial = world.satisfied(world.offered())

    world.pass_to(world.on + timedelta(days=90))
    before = world.state_of(trial)
    world.pass_to(world.on + timedelta(days=1))

    fact = readable(Entry.objects.get(type="market.trial.expired"), {"public"})
    assert (before, world.state_of(trial), fact["after_satisfied"]) == ("SATISFIED", "EXPIRED", True)


def test_a_report_after_the_reminder_still_counts(world):
    trial = world.running(world.offered())
    world.pass_to(Trial.objects.get(pk=trial).end + timedelta(days=3))

    done(world.step(trial, "report"))

    assert world.state_of(trial) == "SATISFIED"


def test_several_trials_run_side_by_side_but_an_exclusive_one_alone(world):
    shared, alone = world.offered(), world.offered(exclusive=True)
    first, second = world.running(shared, "county"), world.running(shared, "firm")
    one = world.running(alone, "county")
    other = world.asked(alone, "firm")

    refused = world.step(other, "agree")

    assert (world.state_of(first), world.state_of(second), world.state_of(one)) == ("TRIAL", "TRIAL", "TRIAL")
    assert code(refused) == "trial.exclusive_runs"
    done(world.step(one, "report", satisfied=False))
    done(world.step(other, "agree"))
    done(world.step(other, "sign"))
    assert world.state_of(other) == "TRIAL"


def test_while_a_trial_runs_the_register_lets_no_exclusive_licence_go(world):
    trial = world.running(world.offered())
    result = Trial.objects.get(pk=trial).result_id

    refused = world.deal(result, "exclusive", party="bank")

    assert code(refused) == "result.deal_running"


def test_in_the_pool_the_mountain_counties_are_answered_first(world):
    offer = world.offered(audience="pool")
    city, county = world.asked(offer, "firm"), world.asked(offer, "county")

    refused = world.step(city, "agree")

    assert (code(refused), refused.refusal.values["count"]) == ("trial.counties_first", 1)
    done(world.step(county, "agree"))
    done(world.step(city, "agree"))
    assert world.state_of(city) == "TERMS_AGREED"


def test_a_contract_that_gives_more_than_the_trial_is_a_deal_of_its_own(world):
    trial = world.satisfied(world.offered())
    number = world.contracted(licence="exclusive")

    done(world.step(trial, "convert", number=number))

    row = Trial.objects.get(pk=trial)
    modes = sorted(Deal.objects.filter(achievement=row.result_id).values_list("mode", "outcome"))
    assert (modes, row.mode) == ([("exclusive", "done"), ("ordinary", "failed")], "exclusive")


def test_exclusive_contract_beside_another_trial_is_refused_and_writes_nothing(world):
    offer = world.offered()
    trial, _other = world.satisfied(offer, "county"), world.running(offer, "firm")
    number = world.contracted(licence="exclusive")

    refused = world.step(trial, "convert", number=number)

    assert (code(refused), world.state_of(trial)) == ("result.deal_running", "SATISFIED")
    assert Entry.objects.filter(type="market.trial.converted").count() == 0


def test_the_same_form_sent_twice_acts_once(world):
    offer = world.offered()
    trial = world.asked(offer)
    done(world.step(trial, "agree"))
    world.market.count = 500
    first = done(world.step(trial, "sign"))
    world.market.count = 500

    second = world.step(trial, "sign")

    assert (first.repeated, second.repeated, Deal.objects.count()) == (False, True, 1)


# --- bad input, each with its own refusal

HUGE = Price(form="royalty", base="sales", share=Decimal("0.03"))
OFFERS = (
    ("trial.no_months", {"months": 0}),
    ("trial.months_too_many", {"months": 37}),
    ("trial.nothing_delivered", {"delivers": " "}),
    ("trial.audience_unknown", {"audience": "friends"}),
    ("trial.no_cap", {"price": ROYALTY}),
    ("trial.no_cap", {"price": HUGE}),
    ("trial.cap_not_positive", {"cap": Decimal(0)}),
    ("trial.cap_below_price", {"cap": Decimal(150_000)}),
    ("trial.cap_unit", {"cap": Decimal(20)}),
    ("trial.no_instalments", {"price": Price(form="instalments", amount=Decimal(1))}),
    ("notice.no_price", {"price": Price(form="lump")}),
    ("trial.county_unknown", {"counties": ("330106",)}),
    ("trial.counties_without_pool", {"counties": (MOUNTAIN,), "audience": "all"}),
)


@pytest.mark.parametrize(("wanted", "more"), OFFERS)
def test_an_offer_that_is_none_is_refused_by_name(world, wanted, more):
    assert code(world.offer(**more)) == wanted


def test_results_that_may_not_be_offered(world):
    own = world.listed(government=False, funding="own")
    hidden = world.registered()
    taken = world.listed()
    licensed = world.listed(mode="licence")
    done(world.deal(licensed, "exclusive", party="bank"))
    done(world.close(licensed))
    world.offered(result=taken)

    codes = [
        code(world.offer(result=own)),
        code(world.offer(result=hidden)),
        code(world.offer(result=taken)),
        code(world.offer(result=licensed)),
        code(world.offer(by="clerk", unit="firm", result=hidden)),
    ]

    assert codes == [
        "trial.not_fiscal",
        "trial.result_not_listed",
        "trial.offered_already",
        "trial.licensed_already",
        "case.not_yours",
    ]


def test_firms_that_may_not_ask(world):
    offer, reserved = world.offered(), world.offered(audience="counties")
    first = world.asked(offer)

    codes = [
        code(world.ask(offer, "county")),
        code(world.ask(reserved, "firm")),
        code(world.ask(offer, "firm", declares_small=False)),
        code(world.ask(offer, "firm", purpose=" ")),
        code(world.ask(offer, "firm", criteria="")),
        code(world.ask(offer, "university", by="office")),
    ]

    assert first is not None
    assert codes == [
        "trial.asked_already",
        "trial.for_counties_only",
        "trial.size_unknown",
        "trial.no_purpose",
        "trial.no_criteria",
        "case.not_yours",
    ]


def test_steps_that_come_too_early_too_late_or_say_nothing(world):
    trial = world.asked(world.offered())
    early = [
        code(world.step(trial, "agree", number="")),
        code(world.step(trial, "agree", start=world.on - timedelta(days=1))),
        code(world.step(trial, "agree", months=40)),
        code(world.step(trial, "decline", text="")),
        code(world.step(trial, "agree", by="clerk")),
    ]
    done(world.step(trial, "agree"))
    done(world.step(trial, "sign"))
    late = [
        code(world.step(trial, "log", text="")),
        code(world.step(trial, "log", day=world.on + timedelta(days=1))),
        code(world.step(trial, "log", day=world.on - timedelta(days=1))),
        code(world.step(trial, "report", text="")),
        code(world.step(trial, "extend", end=world.on)),
        code(world.step(trial, "extend", end=world.on + timedelta(days=2000))),
        code(world.step(trial, "give_back")),
    ]

    assert early == [
        "trial.no_number",
        "trial.start_past",
        "trial.months_too_many",
        "trial.no_reason",
        "case.not_yours",
    ]
    assert late == [
        "trial.log_empty",
        "trial.log_in_future",
        "trial.log_outside",
        "trial.report_empty",
        "trial.end_not_later",
        "trial.extended_too_far",
        "case.move_not_open",
    ]


def test_an_extended_trial_is_reminded_of_at_its_new_end(world):
    trial = world.running(world.offered())
    new = date(2027, 9, 1)

    done(world.step(trial, "extend", end=new))
    world.pass_to(new)
    before = Trial.objects.get(pk=trial).reminded_on
    world.pass_to(new + timedelta(days=1))

    assert (before, Trial.objects.get(pk=trial).reminded_on) == (None, new + timedelta(days=1))


def test_contracts_that_are_not_what_the_trial_promised(world):
    trial = world.satisfied(world.offered())
    other = world.satisfied(world.offered(), "firm")
    used = world.contracted("firm")
    done(world.step(other, "convert", number=used))
    dear = world.contracted(total_yuan=Decimal(200_001))
    royal = world.contracted(payment="entry_royalty", royalty=Royalty(base="sales", rate="3%"))
    foreign = world.contracted("firm")

    codes = [
        code(world.step(trial, "convert", number=number))
        for number in ("", "2026330106999999", used, foreign, dear, royal)
    ]

    assert codes == [
        "trial.no_contract_number",
        "trial.contract_not_registered",
        "trial.contract_used",
        "trial.contract_of_others",
        "trial.price_above",
        "trial.royalty_above",
    ]
    assert world.state_of(trial) == "SATISFIED"


def _contract(**more):
    given = {
        "case": None,
        "number": "N",
        "type": "licence",
        "licence": "ordinary",
        "seller": "U",
        "buyer": "F",
        "signed_on": date(2026, 4, 1),
        "ends_on": None,
        "total": Decimal(50_000),
        "royalty_base": "sales",
        "royalty_rate": "3%",
        "estimate": None,
        "registered": True,
    }
    return Contract(**{**given, **more})


@pytest.mark.parametrize(
    ("more", "wanted"),
    [
        ({}, ""),
        ({"royalty_rate": "0.03"}, ""),
        ({"royalty_rate": "3.01%"}, "trial.royalty_above"),
        ({"royalty_rate": "逐年递增"}, "trial.rate_unreadable"),
        ({"royalty_base": "profit"}, "trial.base_differs"),
        ({"estimate": Decimal(150_001)}, "trial.cap_exceeded"),
        ({"estimate": Decimal(150_000)}, ""),
        ({"total": Decimal("50000.01")}, "trial.price_above"),
    ],
)
def test_a_contract_is_held_against_formula_and_cap(more, wanted):
    refused = converting.above(ROYALTY, Decimal(200_000), _contract(**more))

    assert (refused.code if refused else "") == wanted


@given(agreed=st.integers(1, 10**9), asked=st.integers(0, 10**9))
def test_never_more_than_the_lump_sum(agreed, asked):
    price = Price(form="lump", amount=Decimal(agreed))

    refused = converting.above(price, None, _contract(total=Decimal(asked), royalty_rate=""))

    assert (refused is None) == (asked <= agreed)


@given(start=st.dates(date(2020, 1, 1), date(2030, 1, 1)), months=st.integers(1, 36))
def test_a_trial_lasts_its_months(start, months):
    last = trying.last_day(start, months)

    assert start < last + timedelta(days=1) <= start + timedelta(days=31 * months)
    assert trying.last_day(date(2026, 3, 10), 12) == date(2027, 3, 9)


def test_a_contract_gives_the_right_that_its_type_says():
    kinds = [("transfer", ""), ("licence", "exclusive"), ("licence", ""), ("service", "")]

    found = [converting.mode_of(SimpleNamespace(type=kind, licence=licence)) for kind, licence in kinds]

    assert (found, Fraction(1), LUMP.amount) == (["transfer", "exclusive", "ordinary", ""], 1, Decimal(200_000))


# --- terms that change


def test_amended_terms_hold_for_firms_that_ask_afterwards_and_never_for_one_that_asked(world):
    offer = world.offered(price=LUMP, delivers="样品十卷", counties=(MOUNTAIN,))
    first = world.asked(offer)

    done(world.amend(offer, price=ROYALTY, cap=Decimal(300_000), months=6, delivers="样品二十卷", audience="all"))
    second = world.asked(offer, "neighbour")
    row = TrialOffer.objects.select_related("case").get(pk=offer)
    before, after = (Trial.objects.get(pk=case) for case in (first, second))

    assert (row.months, row.delivers, row.case.amount, row.case.state) == (6, "样品二十卷", Decimal(50_000), "OFFERED")
    assert (row.amended_on, row.reason, row.counties.count()) == (world.on, "样品产能已扩大", 0)
    assert [(each.price["form"], each.cap, each.months, each.delivers) for each in (before, after)] == [
        ("lump", None, 12, "样品十卷"),
        ("entry_royalty", Decimal(300_000), 6, "样品二十卷"),
    ]


def test_an_amendment_is_a_public_fact_with_what_changed_and_why(world):
    offer = world.offered()

    done(world.amend(offer, months=18))

    entry = Entry.objects.get(type="market.trial_offer.amended")
    told = readable_many([entry], {"public"})[0]
    assert (told["changed"], told["months"], told["text"]) == (["months"], 18, "样品产能已扩大")
    assert "delivers" not in told


AMENDED = (
    ("trial.nothing_amended", {}),
    ("trial.no_reason", {"text": " ", "months": 6}),
    ("trial.months_too_many", {"months": 37}),
    ("trial.no_cap", {"price": ROYALTY}),
    ("trial.county_unknown", {"counties": ("330106",)}),
    ("trial.nothing_delivered", {"delivers": " "}),
)


@pytest.mark.parametrize(("wanted", "more"), AMENDED)
def test_an_amendment_that_is_none_is_refused_by_name(world, wanted, more):
    assert code(world.amend(world.offered(), **more)) == wanted


def test_only_the_owner_amends_and_an_ended_offer_stays_as_it_ended(world):
    offer = world.offered()

    stranger = code(world.amend(offer, by="clerk", months=6))
    done(world.move(OFFER.kind, "end", asked.Said(case=offer, text="成果已整体转让"), "office"))
    late = code(world.amend(offer, months=6))

    assert (stranger, late) == ("case.not_yours", "case.move_not_open")
    assert TrialOffer.objects.get(pk=offer).months == 12
