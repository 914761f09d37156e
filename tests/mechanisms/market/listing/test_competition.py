"""Two or more are admitted: the listing is handed over to a sale, and the hammer's price and buyer come back."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from kechuang.casework.models import Case
from kechuang.ledger.logs import open_log
from kechuang.mechanisms.market.auction import actions as auctions
from kechuang.mechanisms.market.auction import preview
from kechuang.mechanisms.market.auction.models import Lot
from kechuang.mechanisms.market.auction.rules import requests as auctioned
from kechuang.mechanisms.market.listing import actions, handing, queries
from kechuang.mechanisms.market.listing.models import Listing
from kechuang.web import clock
from kechuang.web.accounts.models import Body, Grant, Person
from tests.mechanisms.market.auction.hall import PLACE, Hall, must, person
from tests.mechanisms.market.listing.test_listing import code_of
from tests.mechanisms.market.result.conftest import done

START = datetime(2026, 4, 20, 6, 0, tzinfo=UTC)


def hall_of(world) -> Hall:
    """The exchange of the same market, with the two firms that were admitted."""
    open_log(PLACE, "Hangzhou")
    someone = Person.objects.create_user("auctioneer", name="auctioneer")
    Grant.objects.create(person=someone, role="auctioneer", body=world.bodies["market"], valid_from=date(2020, 1, 1))
    world.people["auctioneer"] = someone
    people = {
        "operator": world.actor("operator"),
        "reviewer": world.actor("reviewer"),
        "auctioneer": world.actor("auctioneer"),
    }
    firms = [world.bodies["buyer"], world.bodies["rival"]]
    clerks = [world.actor("buyer"), world.actor("rival")]
    return Hall(world.bodies["market"], world.bodies["firm"], firms, people, clerks)


def draft(world) -> UUID:
    about = auctioned.About(
        title="春季拍卖会",
        exhibited_at="线上展厅",
        exhibited_from=date(2026, 4, 9),
        exhibited_until=date(2026, 4, 11),
        register_until=START - timedelta(hours=21),
    )
    office = world.bodies["market"]
    wanted = auctioned.Prepare(
        case=UUID(int=0x0190 << 112 | 7 << 76 | 8 << 60 | 5),
        authority=office.authority,
        office=office.pk,
        place=office.place,
        about=about,
    )
    with world.at():
        return must(auctions.prepare(wanted, by=world.actor("operator"), key="prepare")).case


def bidding(world) -> UUID:
    case = world.listing()
    for name in ("buyer", "rival"):
        world.admitted(case, name)
    world.pass_to(date(2026, 3, 31))
    return case


def test_a_listing_with_two_parties_is_decided_by_the_hammer(world):
    case = bidding(world)
    before = world.confirm(case, None)
    sale = draft(world)
    with world.at():
        choices = handing.house().sales(world.actor("operator"), world.on)
        done(actions.hand_over(case, sale, by=world.actor("operator"), key="hand"))
        twice = actions.hand_over(case, sale, by=world.actor("operator"), key="again")
    lot = Lot.objects.select_related("case").get()
    running = world.confirm(case, None)

    assert (code_of(before), code_of(twice), code_of(running)) == (
        "listing.not_handed_over",
        "listing.handed_over_already",
        "listing.round_not_over",
    )
    assert [each[0] for each in choices] == [str(sale)]
    assert (lot.start, lot.deposit, lot.case.holder_id, lot.code) == (
        Decimal(1_000_000),
        Decimal(100_000),
        world.bodies["firm"].pk,
        Listing.objects.get(pk=case).lot_code,
    )
    assert Lot.objects.count() == 1

    hammered(world, lot)
    done(world.confirm(case, None))

    row = Listing.objects.get(pk=case)
    states = sorted((each.body.name, each.case.state) for each in row.interests.all())
    assert (world.state_of(case), row.price, row.way, row.buyer.name) == (
        "RESULT_NOTICE",
        Decimal(1_050_000),
        "bidding",
        "rival",
    )
    assert states == [("buyer", "LOST"), ("rival", "WON")]
    assert Case.objects.get(pk=case).counterpart == world.bodies["rival"]
    world.pass_to(row.notice_end + timedelta(days=1))
    done(world.sign(case))
    assert queries.price_path(case).lot == lot.code


def hammered(world, lot) -> None:
    """Announce the sale, let both firms bid, and let the clock run out."""
    hall, sale = hall_of(world), lot.sale_id
    terms = replace(preview.terms_of(lot), starts_at=START, duration_seconds=3600)
    with world.at():
        wanted = auctioned.Amend(
            lot=lot.pk, sale=sale, seller=world.bodies["firm"].pk, offer=preview.offer_of(lot), terms=terms
        )
        must(auctions.amend(wanted, by=world.actor("operator"), key="amend"))
        must(auctions.step(sale, "accept", by=world.actor("reviewer"), key="accept"))
        must(auctions.announce(sale, by=world.actor("operator"), key="announce"))
        hall.worker.step(lead=True)
        lot.refresh_from_db()
        stranger = Body.objects.create(
            code="outsider", name="outsider", kind="enterprise", place="330106", valid_from=date(2020, 1, 1)
        )
        asked = auctioned.Register(
            case=UUID(int=0x0190 << 112 | 7 << 76 | 8 << 60 | 9),
            lot=lot.pk,
            body=stranger.pk,
            body_name=stranger.name,
            authority=PLACE,
            office=world.bodies["market"].pk,
            place=PLACE,
            undertaken=True,
        )
        outside = auctions.register(asked, by=person("outsider", "firm_clerk", stranger), key="outside")
        assert code_of(outside) == "auction.barred_outsider"
        hall.admit(lot, 2)
    with hall.at(START):
        hall.turn()
    step = Decimal(lot.rules["steps"][-1]["increment"]) if lot.rules.get("steps") else Decimal(10_000)
    assert step > 0
    for number, amount in ((0, "1000000.00"), (1, "1050000.00")):
        answered = hall.bid(lot, number, amount, timedelta(minutes=number + 1))
        assert answered.refusal is None, answered.refusal
    with hall.at(START + timedelta(hours=2)):
        hall.turn()
    world.on = date(2026, 4, 20)
    with clock.fixed(START + timedelta(hours=3)):
        hall.turn()


def test_a_round_that_nobody_won_is_handed_over_again_or_taken_down(world):
    case = bidding(world)
    sale = draft(world)
    with world.at():
        done(actions.hand_over(case, sale, by=world.actor("operator"), key="hand"))
        early = world.step(case, "delist")
        must(auctions.step(sale, "give_up", by=world.actor("operator"), key="up"))
        lot = Lot.objects.select_related("case").get()
    confirmed = world.confirm(case, None)
    done(world.step(case, "delist"))

    assert (code_of(early), lot.case.state) == ("listing.round_not_over", "WITHDRAWN")
    assert (code_of(confirmed), world.state_of(case)) == ("listing.round_unsold", "DELISTED")
    assert {each.case.state for each in Listing.objects.get(pk=case).interests.all()} == {"LOST"}
