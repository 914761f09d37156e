"""Bad input of the dossier, each with its own refusal; forms of sale beside the ascending one; time and outage."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction

from kechuang.casework.models import Case
from kechuang.ledger import triggers
from kechuang.mechanisms.market.auction import actions
from kechuang.mechanisms.market.auction.engine.sealing import seal_bid
from kechuang.mechanisms.market.auction.models import Bidder, Lease, LogEntry
from kechuang.mechanisms.market.auction.rules import requests as asked
from kechuang.mechanisms.market.auction.rules.admitting import same_name
from kechuang.mechanisms.market.auction.rules.terms_text import read_terms, write_terms
from kechuang.mechanisms.market.auction.running import freezing, store
from kechuang.web import clock
from kechuang.web.accounts.models import Body
from tests.mechanisms.market.auction.hall import PLACE, START, ascending, must


def seconds(count: float) -> timedelta:
    return timedelta(seconds=count)


def registering(hall, lot, body, **more):
    values = {
        "case": uuid4(),
        "lot": lot.pk,
        "body": body.pk,
        "body_name": body.name,
        "authority": PLACE,
        "office": hall.operator.pk,
        "place": PLACE,
        "undertaken": True,
    }
    return asked.Register(**{**values, **more})


def test_a_firm_does_not_register_twice_nor_the_seller_nor_without_its_word(hall):
    (lot,) = hall.announce(ascending())
    firm, by = hall.firms[0], hall.clerks[0]
    must(actions.register(registering(hall, lot, firm), by=by, key="one"))
    system = hall.people["operator"]

    twice = actions.register(registering(hall, lot, firm), by=by, key="two")
    silent = actions.register(registering(hall, lot, hall.firms[1], undertaken=False), by=hall.clerks[1], key="three")
    foreign = actions.register(registering(hall, lot, hall.firms[2], payer="另一家公司"), by=hall.clerks[2], key="four")
    stranger = actions.register(registering(hall, lot, hall.seller), by=system, key="five")

    assert twice.refusal.code == "auction.registered_already"
    assert silent.refusal.code == "auction.not_undertaken"
    assert foreign.refusal.code == "auction.account_of_another"
    assert stranger.refusal.code == "case.not_yours"


@pytest.mark.parametrize(
    ("amount", "payer", "code"),
    [
        ("10000", "科技公司1", "auction.account_of_another"),
        ("9000", "科技公司0", "auction.deposit_short"),
        ("10500", "科技公司0", "auction.deposit_over"),
    ],
)
def test_a_deposit_of_another_or_of_another_amount_is_not_taken(hall, amount, payer, code):
    (lot,) = hall.announce(ascending())
    case = hall.register(lot, 0)
    must(actions.judge(asked.Judge(case=case, move="qualify"), by=hall.people["operator"], key="q"))
    paid = asked.TakeDeposit(case=case, amount=Decimal(amount), payer=payer, paid_on=hall.now.date())

    assert actions.deposit(paid, by=hall.people["operator"], key="d").refusal.code == code


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("杭州（西湖）科技有限公司", "杭州(西湖)科技有限公司", True),
        (" Acme  Ltd. ", "ACME Ltd", True),
        ("科技公司1", "科技公司10", False),
    ],
)
def test_names_of_accounts_differ_in_blanks_and_brackets_only(one, other, same):
    assert same_name(one, other) is same


def test_a_start_price_typed_in_ten_thousands_is_found_by_its_ratio(hall):
    (lot,) = hall.prepare(ascending())
    terms = ascending(start=Decimal("89.50"))
    offer = asked.Offer(title="专利", appraisal_yuan=Decimal(900000))
    wanted = asked.Enter(
        sale=lot.sale_id, lot=uuid4(), authority=PLACE, office=hall.operator.pk, place=PLACE, seller=hall.seller.pk,
        offer=offer, terms=terms,
    )  # fmt: skip

    assert actions.enter(wanted, by=hall.people["operator"], key="x").refusal.code == "auction.start_wrong_unit"


def test_who_prepared_a_sale_does_not_review_it(hall):
    (lot,) = hall.prepare(ascending())

    outcome = actions.step(lot.sale_id, "accept", by=hall.people["operator"], key="own")

    assert outcome.refusal.code == "case.not_yours"


def test_a_running_lot_is_not_withdrawn_and_an_announced_one_is(hall):
    first, second = hall.announce(ascending(), ascending(starts_at=START + timedelta(days=1)))
    hall.run([first], 1)

    with hall.at(START + seconds(5)):
        late = order(hall, first, "withdraw", "出让方要求")
        early = order(hall, second, "withdraw", "出让方要求")
        hall.turn()

    assert late.refusal.code == "case.move_not_open"
    assert early.refusal is None
    assert (hall.state(first), hall.state(second)) == ("RUNNING", "WITHDRAWN")


def order(hall, lot, move, reason="", by="operator", **payload):
    wanted = asked.Order(lot=lot.pk, move=move, reason=reason, payload=payload)
    return actions.order(wanted, by=hall.people[by], key=f"{move}:{uuid4()}")


def test_the_clock_case_of_the_dossier_ends_at_15_06_59(hall):
    (lot,) = hall.announce(ascending(starts_at=START, duration_seconds=3600))
    hall.run([lot], 2)
    for who, amount, minute, second in ((0, "100000", 54, 59), (1, "105000", 57, 0), (0, "110000", 61, 59)):
        assert hall.bid(lot, who, amount, timedelta(minutes=minute, seconds=second)).refusal is None
    with hall.at(START + timedelta(minutes=66, seconds=58)):
        hall.turn()
        running = hall.state(lot)
    with hall.at(START + timedelta(minutes=67)):
        hall.turn()

    lot.refresh_from_db()
    assert (running, hall.state(lot)) == ("RUNNING", "HAMMERED")
    assert lot.ended_at == START + timedelta(minutes=66, seconds=59)


def test_a_bid_that_reached_the_node_before_the_end_counts_although_it_is_decided_after_it(hall):
    from kechuang.mechanisms.market.auction.running import intake

    (lot,) = hall.announce(ascending())
    hall.run([lot], 1)
    with hall.at(START + seconds(3599.9)):
        number = intake.put(lot.pk, "bid", {"paddle": hall.paddle(lot, 0), "amount": "100000"}, key="last")
    with hall.at(START + seconds(3600.3)):
        hall.turn()
        late = hall.wish(lot, "bid", paddle=hall.paddle(lot, 0), amount="105000")

    assert intake.answer(number).refusal is None
    assert late.refusal.code in {"auction.own_bid_leading", "auction.after_the_clock"}


def test_a_hammer_sale_is_entered_as_the_same_events(hall):
    (lot,) = hall.announce(ascending(closing="calls", duration_seconds=None), mode="floor")
    hall.run([lot], 2)
    with hall.at(START + seconds(30)):
        hall.wish(lot, "bid", paddle=hall.paddle(lot, 0), amount="100000", channel="floor")
        early = hall.wish(lot, "hammer")
        for _call in range(3):
            must(order(hall, lot, "call", by="auctioneer"))
        must(order(hall, lot, "hammer", by="auctioneer"))
        hall.turn()

    assert early.refusal.code == "auction.calls_missing"
    assert hall.state(lot) == "HAMMERED"


def test_a_secret_reserve_stands_in_no_table_and_is_opened_after_the_end(hall):
    terms = ascending(reserve="secret", reserve_yuan=Decimal("123456.78"))
    (lot,) = hall.announce(terms)
    hall.run([lot], 1)
    hall.bid(lot, 0, "105000", seconds(5))
    before = "\n".join(store.lines(lot.pk)) + str(lot.terms) + str(lot.rules)
    with hall.at(START + seconds(3700)):
        hall.turn()

    lot.refresh_from_db()
    assert "123456" not in before
    assert hall.state(lot) == "UNSOLD"
    assert '"amount":"123456.78"' in next(line for line in store.lines(lot.pk) if "reserve_revealed" in line)


def test_sealed_bids_are_committed_revealed_and_the_highest_wins_the_second_price(hall):
    (lot,) = hall.announce(ascending(form="vickrey"))
    hall.run([lot], 3)
    nonces = ["a" * 64, "b" * 64, "c" * 64]
    amounts = ["120000.00", "150000.00", "130000.00"]
    with hall.at(START + seconds(60)):
        for who in range(3):
            paddle = hall.paddle(lot, who)
            sealed = seal_bid(lot.code, paddle, Decimal(amounts[who]), nonces[who])
            assert hall.wish(lot, "commit", paddle=paddle, commitment=sealed).refusal is None
    with hall.at(START + seconds(3700)):
        hall.turn()
        for who in range(3):
            wanted = {"paddle": hall.paddle(lot, who), "amount": amounts[who], "nonce": nonces[who]}
            assert hall.wish(lot, "reveal", **wanted).refusal is None

    lot.refresh_from_db()
    assert (lot.price, lot.winner) == (Decimal("130000.00"), hall.firms[1])


def test_a_falling_price_goes_to_the_first_taker(hall):
    terms = ascending(
        form="dutch", duration_seconds=None, reserve="none", floor=Decimal(50000), decrement=Decimal(5000),
        interval_seconds=60,
    )  # fmt: skip
    (lot,) = hall.announce(terms)
    hall.run([lot], 2)
    with hall.at(START + seconds(130)):
        answer = hall.wish(lot, "take", paddle=hall.paddle(lot, 1), amount="95000")

    lot.refresh_from_db()
    assert answer.refusal is None
    assert (lot.price, lot.winner) == (Decimal(90000), hall.firms[1])


def test_the_completer_is_asked_at_the_end_and_takes_the_lot_at_its_price(hall):
    (lot,) = hall.announce(ascending(priority="after", priority_seconds=600))
    hall.run([lot], 2, ranks={0: 1})
    hall.bid(lot, 1, "120000", seconds(10))
    with hall.at(START + seconds(3700)):
        hall.turn()
        waiting = hall.state(lot)
        hall.wish(lot, "answer_priority", paddle=hall.paddle(lot, 0), exercised=True)

    lot.refresh_from_db()
    assert (waiting, hall.state(lot), lot.winner) == ("CLOSING", "HAMMERED", hall.firms[0])


def test_a_winner_defaults_is_barred_from_the_resale_and_owes_the_shortfall(hall):
    (lot,) = hall.announce(ascending())
    hall.run([lot], 2)
    hall.bid(lot, 0, "120000", seconds(10))
    with hall.at(START + seconds(3700)):
        hall.turn()
        must(order(hall, lot, "default", "逾期未付款"))
        hall.turn()
        must(order(hall, lot, "liquidate", resale_price="100000.00", costs="1000.00", commission="500.00"))
        hall.turn()

    state = store.load([lot.pk])[0].state
    assert hall.state(lot) == "LIQUIDATED"
    assert dict(state.loss.claims)["shortfall"] == Decimal("20000.00")
    assert state.loss.owed == Decimal("11500.00")


def test_a_paid_lot_closes_its_sale_with_its_totals(hall):
    (lot,) = hall.announce(ascending())
    hall.run([lot], 2)
    hall.bid(lot, 0, "120000", seconds(10))
    with hall.at(START + seconds(3700)):
        hall.turn()
        must(order(hall, lot, "confirm"))
        hall.turn()
        must(order(hall, lot, "settle"))
        hall.turn()

    lot.refresh_from_db()
    assert (hall.state(lot), lot.live) == ("SETTLED", False)
    assert Case.objects.get(pk=lot.sale_id).state == "CLOSED"


def test_a_registration_can_be_refunded_once_the_lot_was_lost(hall):
    (lot,) = hall.announce(ascending())
    hall.run([lot], 2)
    hall.bid(lot, 0, "120000", seconds(10))
    with hall.at(START + seconds(3700)):
        hall.turn()
        loser = Bidder.objects.get(lot=lot, body=hall.firms[1])
        must(actions.refund(loser.pk, by=hall.people["operator"], key="refund"))

    assert Case.objects.get(pk=loser.pk).state == "REFUNDED"


def test_a_frozen_state_thaws_to_the_same_state(hall):
    (lot,) = hall.announce(ascending(form="sealed"))
    hall.run([lot], 2)
    with hall.at(START + seconds(60)):
        paddle = hall.paddle(lot, 0)
        hall.wish(lot, "commit", paddle=paddle, commitment=seal_bid(lot.code, paddle, Decimal(120000), "a" * 64))
    (led,) = store.load([lot.pk])

    assert freezing.thaw(led.rules, freezing.freeze(led.state)) == led.state


def test_terms_are_read_as_they_were_written():
    terms = replace(ascending(), steps=((Decimal(0), Decimal(500)),), quality_weight=Decimal("0.4"), most_extensions=3)

    assert read_terms(write_terms(terms)) == terms


def test_a_late_bidder_comes_in_where_the_rules_of_the_lot_let_it(hall):
    open_lot, closed_lot = hall.announce(ascending(late_admission=True), ascending())
    hall.run([open_lot, closed_lot], 1)
    with hall.at(START + seconds(30)):
        case = hall.register(open_lot, 1)
        must(actions.judge(asked.Judge(case=case, move="qualify"), by=hall.people["operator"], key="q"))
        open_lot.refresh_from_db()
        paid = asked.TakeDeposit(case=case, amount=open_lot.deposit, payer="科技公司1", paid_on=hall.now.date())
        must(actions.deposit(paid, by=hall.people["operator"], key="d"))
        hall.collect(open_lot, 1)
        hall.turn()
        refused = actions.register(registering(hall, closed_lot, hall.firms[1]), by=hall.clerks[1], key="late")

    assert hall.bid(open_lot, 1, "100000", seconds(40)).refusal is None
    assert refused.refusal.code == "auction.registration_over"


def test_the_database_refuses_to_change_a_line_of_the_log_or_to_take_it_away(hall):
    (lot,) = hall.announce(ascending())
    hall.run([lot], 1)
    rows = LogEntry.objects.filter(lot=lot)
    before = list(rows.order_by("seq").values_list("line", flat=True))

    for change in (lambda: rows.update(line="{}"), rows.delete):
        with pytest.raises(DatabaseError, match="the log of a lot is never changed"), transaction.atomic():
            change()

    assert list(rows.order_by("seq").values_list("line", flat=True)) == before


def test_a_line_changed_past_the_guard_is_found_when_the_lot_is_read(hall):
    (lot,) = hall.announce(ascending())
    hall.run([lot], 1)
    entry = LogEntry.objects.filter(lot=lot).order_by("seq").last()
    triggers.remove()

    LogEntry.objects.filter(pk=entry.pk).update(line=entry.line.replace("started", "resumed"))

    with pytest.raises(ValueError, match="broken at"):
        store.load([lot.pk])


def test_a_lot_whose_log_was_changed_is_set_aside_and_the_others_go_on(hall, caplog):
    broken, sound = hall.announce(ascending(), ascending())
    hall.run([broken, sound], 1)
    hall.worker.end()
    triggers.remove()
    entry = LogEntry.objects.filter(lot=broken).order_by("seq").last()
    LogEntry.objects.filter(pk=entry.pk).update(line=entry.line.replace("started", "resumed"))

    with clock.fixed(START + seconds(10)):
        hall.turn()

    assert set(hall.worker.lots) == {sound.pk}
    assert hall.bid(sound, 0, "100000", seconds(20)).refusal is None
    assert [record.levelname for record in caplog.records if record.name == "kechuang.auction"] == ["ERROR"]


def test_an_affiliate_of_the_seller_does_not_register(hall):
    (lot,) = hall.announce(ascending())
    Body.objects.filter(pk=hall.firms[0].pk).update(parent=hall.seller)
    Body.objects.filter(pk=hall.firms[1].pk).update(parent=hall.operator)

    own = actions.register(registering(hall, lot, hall.firms[0]), by=hall.clerks[0], key="affiliate")
    organisers = actions.register(registering(hall, lot, hall.firms[1]), by=hall.clerks[1], key="organisers")
    stranger = actions.register(registering(hall, lot, hall.firms[2]), by=hall.clerks[2], key="stranger")

    assert own.refusal.code == "auction.barred_affiliate"
    assert organisers.refusal.code == "auction.barred_organisers_affiliate"
    assert stranger.refusal is None


def test_a_worker_that_lost_one_lot_lets_go_of_all_and_leads_them_again_when_their_leases_ran_out(hall):
    lost, kept = hall.announce(ascending(), ascending())
    now = clock.real_now()
    Lease.objects.filter(pk=lost.pk).update(owner="another", until=now + timedelta(minutes=1))
    for lot in (lost, kept):
        actions.order(
            asked.Order(lot=lot.pk, move="withdraw", reason="撤回"), by=hall.people["operator"], key=str(lot.pk)
        )
    hall.worker._guarded()
    led = set(hall.worker.lots)
    Lease.objects.update(until=now - timedelta(minutes=1))
    hall.turn()

    assert led == set()
    assert (hall.state(lost), hall.state(kept)) == ("WITHDRAWN", "WITHDRAWN")
