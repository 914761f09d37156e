"""The notice of an agreed price: how its days are counted, what is refused by name, what begins it anew."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kechuang.casework.models import Case
from kechuang.kernel.days import load_calendars
from kechuang.kernel.refusal import Refusal
from kechuang.mechanisms.market.notice import queries
from kechuang.mechanisms.market.notice.models import PriceNotice
from kechuang.mechanisms.market.notice.rules import law as ruling
from kechuang.mechanisms.market.notice.rules import requests as asked
from kechuang.mechanisms.market.notice.rules.price import Instalment, Price, price_of, unfit
from kechuang.rulebook import load as rulebook
from kechuang.rulebook.resolve import Law
from tests.mechanisms.market.notice.world import BEGIN, LUMP, done

MARCH = date(2026, 3, 10)


class CountsFirstDay(Law):
    """The law of a place that counts the day of publication as day 1."""

    def ask(self, key, **about):
        answer = super().ask(key, **about)
        return replace(answer, value=True) if key.endswith("counts_start_day") else answer


@pytest.mark.parametrize(("law", "last"), [(Law, date(2026, 3, 25)), (CountsFirstDay, date(2026, 3, 24))])
def test_fifteen_days_from_10_march_end_by_the_rule_that_counts(db, law, last):
    found = ruling.last_day(law(rulebook.current()), load_calendars(), "330106", MARCH)

    assert not isinstance(found, Refusal)
    assert (found[0], found[1], found[2].place) == (last, 15, "330000")


def test_the_days_are_calendar_days_also_over_the_spring_festival(db):
    found = ruling.last_day(Law(rulebook.current()), load_calendars(), "330106", date(2026, 2, 10))

    assert not isinstance(found, Refusal)
    assert found[0] == date(2026, 2, 25)


@pytest.mark.parametrize(
    ("more", "code", "place"),
    [
        ({"end": BEGIN + timedelta(days=14)}, "notice.too_short", "end"),
        ({"places": ("unit",)}, "notice.place_missing", "places"),
        ({"places": ("market",)}, "notice.place_missing", "places"),
        ({"unit_place": " "}, "notice.no_unit_place", "unit_place"),
        ({"start": BEGIN - timedelta(days=1)}, "notice.backdated", "start"),
        ({"closed": ((date(2026, 3, 14), date(2026, 3, 16)),)}, "notice.holiday_gap", "closed_from"),
    ],
)
def test_a_notice_that_the_law_does_not_let_pass_is_refused_by_name(world, more, code, place):
    case = world.agreed()

    outcome = world.file(case, **more)

    assert outcome.refusal is not None
    assert (outcome.refusal.code, outcome.refusal.place, world.state(case)) == (code, place, "NEGOTIATED")


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"title": ""}, "notice.no_title"),
        ({"summary": " "}, "notice.no_summary"),
        ({"mode": "gift"}, "notice.mode_unknown"),
        ({"achievements": ()}, "notice.no_achievement"),
        ({"achievements": (asked.Achievement(title="x", ip_number="202110123456.1"),)}, "identify.patent.check"),
        ({"buyers": ()}, "notice.no_buyer"),
        ({"price": Price(form="lump")}, "notice.no_price"),
        ({"price": Price(form="royalty", base="sales", share=Decimal("1.2"))}, "notice.share_wrong"),
        ({"price": Price(form="royalty", share=Decimal("0.05"))}, "notice.no_base"),
        (
            {"price": Price(form="royalty", base="sales", share=Decimal("0.05"), course="rising")},
            "notice.no_steps",
        ),
    ],
)
def test_terms_that_cannot_stand_are_refused_by_name(world, more, code):
    outcome = world.agree(**more)

    assert outcome.refusal is not None
    assert outcome.refusal.code == code


def test_instalments_must_add_up_and_a_slip_of_the_unit_is_named():
    parts = (Instalment(Decimal(100_000), "签约"), Instalment(Decimal(200_000), "验收"))
    right = Price(form="instalments", amount=Decimal(300_000), instalments=parts)

    wrong = unfit(replace(right, amount=Decimal(310_000)))
    slip = unfit(replace(right, amount=Decimal(3_000_000_000)))

    assert unfit(right) is None
    assert wrong is not None
    assert slip is not None
    assert (wrong.code, slip.code, slip.values["meant"]) == ("notice.instalments_differ", "notice.price_unit", "300000")


AMOUNTS = st.decimals(min_value=1, max_value=10**9, places=2)


@given(st.lists(AMOUNTS, min_size=2, max_size=6), st.sampled_from(["product_price", "profit"]))
def test_a_price_reads_back_as_it_was_written(amounts, base):
    parts = tuple(Instalment(each, f"第{at}期") for at, each in enumerate(amounts))
    price = Price(form="instalments", amount=sum(amounts, Decimal(0)), instalments=parts)
    royalty = Price(form="entry_royalty", amount=amounts[0], base=base, share=Decimal("0.03"))

    assert (price_of(price.plain()).formula(), unfit(price)) == (price.formula(), None)
    assert (price_of(royalty.plain()).formula(), unfit(royalty)) == (royalty.formula(), None)


def test_the_same_patent_is_not_sold_under_two_notices(world):
    first = Case.objects.get(pk=world.running())

    again = world.agree(title="再次转让")
    ordinary = world.agree(title="普通许可", mode="licence_ordinary")

    assert again.refusal is not None
    assert (again.refusal.code, again.refusal.values["number"]) == ("notice.achievement_elsewhere", first.number)
    assert ordinary.refusal is None


def test_a_buyer_that_the_register_knows_as_related_is_marked(world):
    from kechuang.resources.organisations.models import Organisation, Tie

    for name in ("university", "firm"):
        body = world.bodies[name]
        record = Case.objects.create(
            authority="330100", kind="tests", state="X", place=body.place, city="3301", title="r",
            opened_on=world.on, changed_at="2026-03-01T00:00:00Z",
        )  # fmt: skip
        row = Organisation.objects.create(
            body=body, case=record, name=name, kind=body.kind, place=body.place, revised_on=world.on
        )
        if name == "firm":
            Tie.objects.create(organisation=row, role=Tie.SHAREHOLDER, party=f"body/{world.bodies['university'].pk}")

    silent = world.agree()
    marked = world.agree(buyers=(world.buyer(relation="subsidiary"),))

    assert silent.refusal is not None
    assert (silent.refusal.code, silent.refusal.values["clause"], marked.refusal) == (
        "notice.related_unmarked",
        "17",
        None,
    )


def test_the_contract_waits_for_the_end_and_holds_to_the_notice(world):
    case = world.passed()
    last = PriceNotice.objects.get(pk=case).end
    royalty = Price(form="lump", amount=Decimal(2_900_000))

    outcomes = [
        world.sign(case, signed_on=last),
        world.sign(case, price=royalty),
        world.sign(case, buyers=(world.buyer(), world.buyer("other firm"))),
        world.sign(case, buyers=(world.buyer("other firm"),)),
        world.sign(case),
        world.take("change", asked.Change(notice=case, terms=world.terms(price=royalty), reason="重新协商")),
    ]

    assert [each.refusal.code if each.refusal else "" for each in outcomes] == [
        "notice.signed_before_end",
        "notice.price_differs",
        "notice.buyer_added",
        "notice.buyer_added",
        "",
        "notice.changed_after_signing",
    ]


def test_another_price_begins_the_notice_anew(world):
    case = world.running()
    world.days_pass(10)
    cheaper = world.terms(price=Price(form="lump", amount=Decimal(2_500_000)))

    done(world.take("change", asked.Change(notice=case, terms=cheaper, reason="买方尽调后重新议价")))
    between = world.state(case)
    world.days_pass(6)
    waiting = world.state(case)
    done(world.file(case))
    world.days_pass(16)

    row = PriceNotice.objects.get(pk=case)
    rounds = [(each.round, each.ended) for each in row.rounds.order_by("round")]
    assert (between, waiting, world.state(case)) == ("NOTICE_RESTART", "NOTICE_RESTART", "NOTICE_PASSED")
    assert (rounds, row.end) == ([(1, "changed"), (2, "passed")], BEGIN + timedelta(days=31))


def test_an_interruption_begins_the_notice_anew(world):
    case = world.running()
    world.days_pass(5)
    first = world.on - timedelta(days=2)
    values = {"notice": case, "first": first, "last": first, "where": "unit", "reason": "公告栏施工"}

    outside = world.take("report_gap", asked.Gap(move="report_gap", **{**values, "first": BEGIN - timedelta(days=1)}))
    stranger = world.take("interrupt", asked.Gap(move="interrupt", **values))
    found = world.take("interrupt", asked.Gap(move="interrupt", **values), "market officer")

    assert outside.refusal is not None
    assert stranger.refusal is not None
    assert (outside.refusal.code, stranger.refusal.code, found.refusal) == (
        "notice.gap_outside",
        "case.not_yours",
        None,
    )
    assert world.state(case) == "NOTICE_RESTART"


def test_the_completed_path_is_what_attestation_asks_for(world):
    case = world.passed()
    before = queries.price_path(case)
    done(world.sign(case))

    path = queries.price_path(case)

    assert before is None
    assert path is not None
    assert (path.kind, path.price, path.days, path.rounds, path.in_order, path.unproved_days) == (
        "agreed_notice",
        LUMP.formula(),
        15,
        1,
        True,
        (),
    )
    assert (len(path.snapshots), path.places, path.known_yuan) == (16, ("market", "unit"), Decimal(3_000_000))
