"""A listing from application to closing: its periods, its parties, what is refused by name."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kechuang.ledger.models import Entry
from kechuang.ledger.read import readable
from kechuang.ledger.verify import verify
from kechuang.mechanisms.market.listing import queries
from kechuang.mechanisms.market.listing.models import Interest, Listing
from kechuang.mechanisms.market.listing.rules import requests as asked
from kechuang.mechanisms.market.listing.rules.terms import Item, Terms, commitment, read
from tests.mechanisms.market.listing.world import BEGIN, LAST
from tests.mechanisms.market.result.conftest import done


def code_of(outcome):
    return outcome.refusal.code if outcome.refusal else ""


def test_a_listing_with_one_buyer_goes_from_application_to_closing(world):
    case = world.listing()
    row = Listing.objects.get(pk=case)
    states = [world.state_of(case)]
    world.admitted(case)
    world.pass_to(LAST)
    states.append(world.state_of(case))
    world.pass_to(date(2026, 3, 31))
    states.append(world.state_of(case))
    done(world.confirm(case))
    ends = Listing.objects.get(pk=case).notice_end
    world.pass_to(ends)
    early = world.sign(case)
    world.pass_to(date(2026, 4, 9))
    done(world.sign(case))
    done(world.pay(case, 1_100_000))
    states.append(world.state_of(case))
    done(world.move("close", asked.Close(listing=case, certificate="JZ-1")))

    assert (row.start, row.end) == (BEGIN, LAST)
    assert states == ["LISTED", "LISTED", "AGREEMENT_DEAL", "SETTLED"]
    # Qingming rests on 4 to 6 April 2026: five working days from 31 March end on 8 April.
    assert (ends, code_of(early)) == (date(2026, 4, 8), "case.move_not_open")
    assert (world.state_of(case), verify().ok) == ("CLOSED", True)
    path = queries.price_path(case)
    assert (path.kind, path.known_yuan, path.buyers[0].split()[0], path.in_order, path.way) == (
        "listing",
        Decimal(1_200_000),
        "buyer",
        True,
        "agreement",
    )


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"title": " "}, "listing.no_title"),
        ({"summary": ""}, "listing.no_summary"),
        ({"mode": "gift"}, "listing.mode_unknown"),
        ({"delivery": ""}, "listing.no_delivery"),
        ({"items": ()}, "listing.no_item"),
        ({"items": (Item(title="x", ip_number="202110123456.1"),)}, "identify.patent.check"),
        ({"base": Decimal(0)}, "listing.no_base"),
        ({"base": Decimal(100)}, "listing.base_unit"),
        ({"deposit": Decimal(2_000_000)}, "listing.deposit_wrong"),
        ({"refund": ""}, "listing.no_refund_rule"),
        ({"appraisal": None}, "listing.no_price_ground"),
        ({"base": Decimal(900_000)}, "listing.consent_missing"),
        ({"payment": "barter"}, "listing.payment_unknown"),
        ({"payment": "instalments"}, "listing.no_first_share"),
        ({"payment": "instalments", "first_share": Decimal("0.29"), "rest_months": 12}, "listing.first_share_small"),
        ({"payment": "instalments", "first_share": Decimal("0.3")}, "listing.no_rest"),
        ({"payment": "instalments", "first_share": Decimal("0.3"), "rest_months": 13}, "listing.rest_late"),
        ({"period_days": 0}, "listing.no_period"),
        ({"period_days": 19}, "listing.period_short"),
        ({"extensions": 1}, "listing.no_extension_days"),
        ({"extensions": 1, "extension_days": 4}, "listing.extension_short"),
        ({"conditions": ("须为杭州某某科技有限公司",)}, "listing.condition_points"),
        ({"conditions": ("统一社会信用代码为 91330106MA2XXXXXXX",)}, "listing.condition_points"),
        ({"conditions": tuple(f"条件{at}" for at in range(11))}, "listing.conditions_many"),
    ],
)
def test_an_offer_that_cannot_be_listed_is_refused_by_name(world, more, code):
    assert code_of(world.apply_for(**more)) == code


def test_the_limits_themselves_are_allowed(world):
    shares = {"payment": "instalments", "first_share": Decimal("0.3"), "rest_months": 12}

    outcomes = [
        world.apply_for(base=Decimal(945_000), **shares, extensions=1, extension_days=5),
        world.apply_for(base=Decimal(900_000), consent="批复〔2026〕3号"),
    ]

    assert [code_of(each) for each in outcomes] == ["", ""]


def test_a_research_unit_is_not_bound_by_the_periods_of_the_property_code(world):
    short = {"period_days": 5, "base": Decimal(800_000), "by": "office"}

    outcome = world.apply_for(**short)
    without = world.apply_for(**short, appraisal=None)

    assert (code_of(outcome), code_of(without)) == ("", "listing.no_price_ground")


def test_the_operator_publishes_and_not_the_seller_and_not_in_the_past(world):
    case = done(world.apply_for()).case
    done(world.step(case, "accept"))
    publish = asked.Publish(listing=case, start=BEGIN, checked=True)

    outcomes = [
        world.publish(case, start=date(2026, 3, 1)),
        world.publish(case, checked=False),
        world.publish(case, newspaper="科技日报", newspaper_on=date(2026, 3, 1)),
        world.move("list", publish, by="clerk"),
        world.publish(case, newspaper="科技日报", newspaper_on=BEGIN),
    ]

    assert [code_of(each) for each in outcomes] == [
        "listing.backdated",
        "listing.conditions_unchecked",
        "listing.newspaper_first",
        "case.not_yours",
        "",
    ]


def test_nobody_qualifies_it_is_extended_as_announced_and_then_ends_by_itself(world):
    case = world.listing(extensions=1, extension_days=5)
    world.pass_to(date(2026, 3, 31))
    longer = (world.state_of(case), Listing.objects.get(pk=case).end)
    world.pass_to(date(2026, 4, 9))

    assert longer == ("EXTENDED", date(2026, 4, 7))
    assert world.state_of(case) == "DELISTED"
    assert [each.ended for each in Listing.objects.get(pk=case).rounds.all()] == ["delisted"]


def test_it_is_offered_again_at_a_lower_price_and_otherwise_as_it_was(world):
    case = world.listing()
    before = queries.seen(case).terms
    world.pass_to(date(2026, 3, 31))
    same = world.move("relist", asked.Relist(listing=case, base=before.base, consent="", reason="再挂"), "clerk")
    low = world.move("relist", asked.Relist(listing=case, base=Decimal(800_000), consent="", reason="降价"), "clerk")
    done(world.move("relist", asked.Relist(listing=case, base=Decimal(950_000), consent="", reason="降价"), "clerk"))
    done(world.publish(case))

    assert (code_of(same), code_of(low)) == ("listing.not_lower", "listing.consent_missing")
    assert queries.seen(case).terms == replace(before, base=Decimal(950_000))
    assert Listing.objects.get(pk=case).round == 2


def test_contents_stand_still_and_a_permitted_change_begins_the_period_anew(world):
    case = world.listing()
    world.pass_to(date(2026, 3, 9))
    terms = queries.seen(case).terms
    changed = replace(terms, delivery="全套工艺文件")
    amend = world.move("amend", asked.Amend(listing=case, terms=changed), "clerk")
    restart = asked.Restart(listing=case, terms=changed, start=world.on, reason="补充资料")

    outcomes = [
        world.move("restart", restart, "clerk"),
        world.move("restart", replace(restart, terms=terms)),
        world.move("restart", replace(restart, reason=" ")),
        world.move("restart", restart),
    ]

    assert code_of(amend) == "case.move_not_open"
    assert [code_of(each) for each in outcomes] == [
        "case.not_yours",
        "listing.nothing_changed",
        "listing.no_reason",
        "",
    ]
    row = Listing.objects.get(pk=case)
    assert (row.round, row.start, row.end) == (2, date(2026, 3, 9), date(2026, 4, 7))
    world.admitted(case)
    again = asked.Restart(listing=case, terms=terms, start=world.on, reason="改回")
    assert code_of(world.move("restart", again)) == "listing.frozen_for_admitted"


def test_who_may_not_buy_is_refused_by_name(world):
    case = world.listing()
    interest = done(world.register(case)).case

    outcomes = [
        world.register(case, "firm"),
        world.register(case, "market"),
        world.register(case),
        world.register(case, "rival", undertaken=False),
        world.register(case, "rival", relation="cousin"),
        world.interest(interest, "qualify", met=("具有锂电池生产能力",)),
        world.interest(interest, "refuse", text=" "),
    ]
    world.pass_to(date(2026, 4, 1))
    outcomes.append(world.register(case, "rival"))

    assert [code_of(each) for each in outcomes] == [
        "listing.buyer_is_seller",
        "listing.operator_barred",
        "listing.registered_already",
        "listing.not_undertaken",
        "listing.relation_unknown",
        "listing.condition_unmet",
        "listing.no_reason",
        "listing.period_over",
    ]


def test_an_affiliate_of_the_seller_is_marked(world):
    from tests.mechanisms.market.listing.ties import tie

    case = world.listing()
    tie(world, "rival", "firm")

    silent = world.register(case, "rival")
    marked = world.register(case, "rival", relation="subsidiary")

    assert (code_of(silent), code_of(marked)) == ("listing.affiliate_unmarked", "")
    assert silent.refusal.values["relation_code"] == "organisation.relation.shareholder"


def test_a_deposit_is_whole_and_from_the_partys_own_account(world):
    case = world.listing()
    interest = done(world.register(case)).case
    done(world.interest(interest, "qualify", met=queries.seen(case).terms.conditions))

    outcomes = [
        world.deposit(interest, payer="rival"),
        world.deposit(interest, amount=Decimal(99_999)),
        world.deposit(interest, paid_on=date(2026, 3, 3)),
        world.deposit(interest, payer=" Ｂuyer ".replace("Ｂ", "b")),
    ]

    assert [code_of(each) for each in outcomes] == [
        "listing.account_of_another",
        "listing.deposit_differs",
        "listing.day_ahead",
        "",
    ]


def test_registrations_that_wait_are_judged_before_anything_follows(world):
    case = world.listing()
    interest = done(world.register(case)).case
    world.pass_to(date(2026, 3, 31))
    waiting = world.state_of(case)
    early = world.step(case, "conclude")
    done(world.interest(interest, "refuse"))
    done(world.step(case, "conclude"))

    assert (waiting, code_of(early), world.state_of(case)) == ("QUALIFYING", "listing.still_pending", "DELISTED")


def test_a_secret_reserve_is_opened_by_the_seller_alone_and_binds(world):
    reserve, phrase = Decimal(1_150_000), "春天的第一场雨"
    case = world.listing(commitment=commitment(reserve, phrase))
    world.admitted(case)
    world.pass_to(date(2026, 3, 31))

    def reveal(amount, words):
        return world.move("reveal", asked.Reveal(listing=case, amount=amount, phrase=words), "clerk")

    outcomes = [
        world.confirm(case),
        reveal(Decimal(1), phrase),
        reveal(reserve, "另一句话另一句话"),
        reveal(reserve, phrase),
        world.confirm(case, Decimal(999_999)),
        world.confirm(case, Decimal(1_149_999)),
        world.confirm(case, Decimal(1_160_000)),
    ]

    assert [code_of(each) for each in outcomes] == [
        "listing.reserve_closed",
        "listing.reserve_differs",
        "listing.reserve_differs",
        "",
        "listing.below_base",
        "listing.below_reserve",
        "",
    ]
    public = [readable(entry, {"public"}) for entry in Entry.objects.all()]
    assert "1150000" not in str(public)
    assert "1150000" in str([readable(entry, {"public", "parties"}) for entry in Entry.objects.all()])


def test_the_contract_holds_to_the_result_and_the_price_comes_from_the_buyer(world):
    case = world.at_result()
    world.pass_to(date(2026, 4, 13))
    refused = [
        world.sign(case, number=" "),
        world.sign(case, signed_on=date(2026, 4, 8)),
        world.sign(case, signed_on=date(2026, 4, 14)),
        world.sign(case, price=Decimal(1_100_000)),
    ]
    done(world.sign(case))
    refused += [
        world.pay(case, 0),
        world.pay(case, 1_100_000, payer="rival"),
        world.pay(case, 1_200_000),
        world.pay(case, 500_000),
        world.pay(case, 1_100_000, paid_on=date(2026, 4, 14)),
        world.pay(case, 1_100_000, paid_on=date(2026, 4, 10)),
        world.pay(case, 1_100_000),
    ]
    refused.append(world.move("close", asked.Close(listing=case, certificate=" ")))

    assert [code_of(each) for each in refused] == [
        "listing.no_contract_number",
        "listing.signed_before_end",
        "listing.day_ahead",
        "listing.price_differs",
        "listing.no_amount",
        "listing.account_of_another",
        "listing.paid_over",
        "listing.not_whole",
        "listing.day_ahead",
        "listing.paid_before_contract",
        "",
        "listing.no_certificate",
    ]


def test_instalments_begin_with_the_share_that_was_listed(world):
    shares = {"payment": "instalments", "first_share": Decimal("0.3"), "rest_months": 12}
    case = world.at_result(**shares)
    world.pass_to(date(2026, 4, 13))
    done(world.sign(case))

    small = world.pay(case, Decimal("259999.99"))
    first = world.pay(case, 260_000)
    between = world.state_of(case)
    rest = world.pay(case, 840_000)

    assert [code_of(each) for each in (small, first, rest)] == ["listing.first_payment_small", "", ""]
    assert (between, world.state_of(case)) == ("SIGNED", "SETTLED")
    assert Listing.objects.get(pk=case).pay_until == date(2027, 4, 13)


def test_a_buyer_who_withdraws_from_the_deal_loses_the_deposit_and_does_not_come_back(world):
    case = world.at_result()
    world.pass_to(date(2026, 4, 13))
    parties = tuple(Interest.objects.filter(listing=case).values_list("pk", flat=True))
    done(world.move("default", asked.Default(listing=case, parties=parties, reason="拒绝签约")))
    done(world.move("relist", asked.Relist(listing=case, base=Decimal(960_000), consent="", reason="再挂"), "clerk"))
    done(world.publish(case))

    again, other = world.register(case), world.register(case, "rival")

    assert (world.state_of(parties[0]), code_of(again), code_of(other)) == (
        "FORFEITED",
        "listing.defaulter_barred",
        "",
    )


AMOUNTS = st.decimals(min_value=1, max_value=10**9, places=2)


@given(AMOUNTS, st.text(min_size=8, max_size=20), st.lists(st.text(min_size=1, max_size=20), max_size=5))
def test_terms_read_back_as_they_were_written(amount, phrase, conditions):
    terms = Terms(
        title="t",
        summary="s",
        mode="transfer",
        items=(),
        base=amount,
        period_days=20,
        commitment=commitment(amount, phrase),
        conditions=tuple(conditions),
        delivery="d",
        first_share=Decimal("0.3"),
        term_until=BEGIN,
    )

    again = read(
        terms.plain(), title="t", mode="transfer", items=(), base=amount, commitment=commitment(amount, phrase)
    )

    assert again == terms
