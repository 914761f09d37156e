"""What goes wrong between regions: other rules, double post, late changes, silence, and money taken back too late."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kechuang.casework.due import sweep
from kechuang.casework.models import DueMove
from kechuang.ledger import read as ledger
from kechuang.mechanisms.sharing.settlement import actions, loading, queries, reading
from kechuang.mechanisms.sharing.settlement.models import Movement, PairWord, Statement, StatementLine
from kechuang.mechanisms.sharing.settlement.rules.clearing import agreed_debts
from kechuang.mechanisms.sharing.settlement.rules.corrections import Correction, adopt
from kechuang.mechanisms.sharing.settlement.rules.reconcile import reconcile
from kechuang.mechanisms.sharing.settlement.rules.requests import RecordPayment
from kechuang.mechanisms.sharing.settlement.rules.rows import Agreed
from tests.mechanisms.sharing.settlement.regions import ALL, HANGZHOU, HEFEI, SHANGHAI, all_done, done

H1, H2 = "2026H1", "2026H2"
MARCH, JUNE, CLOSED = date(2026, 3, 5), date(2026, 6, 29), date(2026, 6, 30)
JULY, AUGUST, NEXT, JANUARY = date(2026, 7, 10), date(2026, 8, 3), date(2026, 12, 31), date(2027, 1, 12)


@pytest.fixture
def half(delta):
    """An open half-year."""
    delta.open(date(2026, 1, 5))
    return delta


def sent(delta, sender, receiver):
    """The message that a region sent."""
    reading.catch_up()
    word = queries.waiting_word(delta.statement(receiver, sender, H1))
    return queries.message_of(word.entry)


def differences(delta, code, other):
    statement = delta.statement(code, other, H1)
    sheet = loading.sheets([statement])[statement.pk]
    return reconcile(sheet.ours, sheet.theirs, last=CLOSED, same_edition=sheet.same_edition)


def correct(delta, code, other, *corrections, name=H1, on=JULY):
    statement = delta.statement(code, other, name)
    return actions.correct(statement.pk, corrections, by=delta[code].preparer, key=f"x{code}{other}{on}", on=on)


def send_again(delta, code, other, on=JULY):
    """Check and send the corrected version, and let the other side take it in."""
    case, region = delta.statement(code, other, H1).pk, delta[code]
    done(actions.check(case, by=region.checker, key=f"c2{code}{other}", on=on))
    done(actions.send(case, by=region.checker, key=f"s2{code}{other}", on=on))
    theirs = delta.statement(other, code, H1).pk
    all_done(actions.receive_waiting([theirs], by=delta[other].preparer, on=on))


# --- another edition of the rules


def test_a_statement_under_an_older_edition_is_taken_in_and_named(half):
    order = half.pay(HANGZHOU, HEFEI, "1000.00", MARCH)
    done(half.lay_out(HEFEI, order, "900.00", MARCH))
    half.close(CLOSED)
    half.state_all(HANGZHOU, H1, JULY)
    half.state_all(HEFEI, H1, JULY)
    behind = replace(sent(half, HEFEI, HANGZHOU), edition="an older edition")

    outcome = actions.receive(HANGZHOU, behind.as_json(), by=half[HANGZHOU].preparer, on=JULY)

    assert outcome.refusal is None
    statement = half.statement(HANGZHOU, HEFEI, H1)
    assert (statement.their_edition, statement.case.state) == ("an older edition", "EXCHANGED")
    fact = ledger.readable(ledger.entry(outcome.facts[0]), {"public"})
    assert fact["same_edition"] is False
    assert [each.hints for each in differences(half, HANGZHOU, HEFEI)] == [("rule_version",)]


def test_a_region_whose_rule_ends_the_period_earlier_is_refused_with_both_periods(half):
    half.close(CLOSED)
    half.state_all(HEFEI, H1, JULY)
    message = sent(half, HEFEI, HANGZHOU)
    quarter = replace(message, period=replace(message.period, last=date(2026, 3, 31)))

    outcome = actions.receive(HANGZHOU, quarter.as_json(), by=half[HANGZHOU].preparer, on=JULY)

    assert outcome.refusal.code == "settlement.period_differs"
    assert (outcome.refusal.values["last"], outcome.refusal.values["our_last"]) == (date(2026, 3, 31), CLOSED)


# --- the post


def test_a_statement_received_twice_counts_once(half):
    half.order(HANGZHOU, SHANGHAI, "100.00", MARCH)
    half.close(CLOSED)
    half.state_all(SHANGHAI, H1, JULY)
    message, by = sent(half, SHANGHAI, HANGZHOU), half[HANGZHOU].preparer

    first = actions.receive(HANGZHOU, message.as_json(), by=by, on=JULY)
    second = actions.receive(HANGZHOU, message.as_json(), by=by, on=AUGUST)

    assert (first.repeated, second.repeated, second.facts) == (False, True, first.facts)
    theirs = StatementLine.objects.filter(statement__authority=HANGZHOU, side="theirs")
    assert list(theirs.values_list("amount", flat=True)) == [Decimal("100.00")]


def test_another_text_under_a_known_version_and_an_older_version_are_refused(half):
    half.close(CLOSED)
    half.state_all(SHANGHAI, H1, JULY)
    message, by = sent(half, SHANGHAI, HANGZHOU), half[HANGZHOU].preparer
    second = replace(message, version=2)
    done(actions.receive(HANGZHOU, second.as_json(), by=by, on=JULY))

    other = actions.receive(HANGZHOU, replace(second, log_size=99).as_json(), by=by, on=JULY)
    older = actions.receive(HANGZHOU, message.as_json(), by=by, on=JULY)

    assert (other.refusal.code, older.refusal.code) == (
        "settlement.statement_contradicts",
        "settlement.statement_older",
    )


def test_a_statement_for_somebody_else_or_no_period_of_ours_is_refused(half):
    half.close(CLOSED)
    half.state_all(SHANGHAI, H1, JULY)
    message, by = sent(half, SHANGHAI, HANGZHOU), half[HANGZHOU].preparer
    past = replace(message, period=replace(message.period, first=date(2020, 1, 1), last=date(2020, 6, 30)))

    astray = actions.receive(HANGZHOU, replace(message, receiver=HEFEI).as_json(), by=by, on=JULY)
    unknown = actions.receive(HANGZHOU, past.as_json(), by=by, on=JULY)
    altered = actions.receive(HANGZHOU, {**message.as_json(), "version": 5}, by=by, on=JULY)

    assert astray.refusal.code == "settlement.not_for_us"
    assert unknown.refusal.code == "settlement.not_expected"
    assert altered.refusal.code == "settlement.message_altered"


# --- differences


def test_an_amount_that_differs_is_corrected_by_one_side_and_then_agreed(half):
    order = half.pay(HANGZHOU, SHANGHAI, "1000.00", MARCH)
    done(half.lay_out(SHANGHAI, order, "990.00", MARCH))
    half.close(CLOSED)
    half.exchange(H1, JULY)
    half.reconcile_all(H1, JULY)
    assert half.states(H1) == {HANGZHOU: "STATEMENTS_EXCHANGED", SHANGHAI: "STATEMENTS_EXCHANGED", HEFEI: "RECONCILED"}
    assert half.statement(HANGZHOU, SHANGHAI, H1).differences == 1

    found = differences(half, SHANGHAI, HANGZHOU)[0]
    done(correct(half, SHANGHAI, HANGZHOU, adopt(found.ours, found.theirs, "amount_mistaken")))
    assert half.states(H1)[SHANGHAI] == "PERIOD_CLOSED"
    send_again(half, SHANGHAI, HANGZHOU)
    for code, other in ((SHANGHAI, HANGZHOU), (HANGZHOU, SHANGHAI)):
        case = half.statement(code, other, H1).pk
        done(actions.reconcile(case, by=half[code].checker, key=f"again{code}", on=JULY))

    assert half.states(H1) == dict.fromkeys(ALL, "RECONCILED")
    half.net_all(H1, AUGUST)
    assert half.period(SHANGHAI, H1).position == Decimal("1000.00")


def test_a_line_recorded_by_one_side_after_the_end_is_deferred_and_comes_again(half):
    half.order(HANGZHOU, SHANGHAI, "70.00", MARCH)
    late = half.pay(HANGZHOU, SHANGHAI, "300.00", JUNE)
    half.close(CLOSED)
    half.exchange(H1, JULY)
    sweep(date(2026, 7, 1))
    done(half.lay_out(SHANGHAI, late, "300.00", JULY))
    half.reconcile_all(H1, JULY)
    found = differences(half, HANGZHOU, SHANGHAI)[0]
    assert (found.what, found.hints) == ("missing_there", ("period_boundary",))

    deferral = Correction(order=late, kind="paid", change="defer", reason="recorded_late")
    done(correct(half, HANGZHOU, SHANGHAI, deferral))
    send_again(half, HANGZHOU, SHANGHAI)
    for code, other in ((SHANGHAI, HANGZHOU), (HANGZHOU, SHANGHAI)):
        done(actions.reconcile(half.statement(code, other, H1).pk, by=half[code].checker, key=f"a{code}", on=JULY))
    half.net_all(H1, AUGUST)
    half.close(NEXT)
    half.exchange(H2, JANUARY)
    half.reconcile_all(H2, JANUARY)

    assert half.period(SHANGHAI, H1).position == Decimal("70.00")
    assert half.states(H2) == dict.fromkeys(ALL, "RECONCILED")
    assert half.statement(HANGZHOU, SHANGHAI, H2).owed == Decimal("300.00")


def test_a_line_withdrawn_at_its_origin_after_the_exchange_opens_the_agreement_again(half):
    half.order(HANGZHOU, SHANGHAI, "70.00", MARCH)
    wrong = half.order(HANGZHOU, SHANGHAI, "300.00", MARCH)
    half.close(CLOSED)
    half.exchange(H1, JULY)
    half.reconcile_all(H1, JULY)
    assert half.states(H1) == dict.fromkeys(ALL, "RECONCILED")

    drop = Correction(order=wrong, kind="paid", change="drop", reason="withdrawn_at_origin")
    done(correct(half, HANGZHOU, SHANGHAI, drop))
    assert half.states(H1) == {HANGZHOU: "PERIOD_CLOSED", SHANGHAI: "RECONCILED", HEFEI: "RECONCILED"}
    send_again(half, HANGZHOU, SHANGHAI)
    assert half.states(H1)[SHANGHAI] == "STATEMENTS_EXCHANGED"
    early = actions.net_period(half.period(HEFEI, H1).pk, by=half[HEFEI].checker, key="early", on=JULY)
    assert (early.refusal.code, early.refusal.values["region_places"]) == (
        "settlement.others_not_reconciled",
        f"{SHANGHAI}, {HANGZHOU}",
    )

    done(correct(half, SHANGHAI, HANGZHOU, drop))
    send_again(half, SHANGHAI, HANGZHOU)
    for code, other in ((SHANGHAI, HANGZHOU), (HANGZHOU, SHANGHAI)):
        done(actions.reconcile(half.statement(code, other, H1).pk, by=half[code].checker, key=f"a{code}", on=JULY))
    half.net_all(H1, AUGUST)

    assert half.period(SHANGHAI, H1).position == Decimal("70.00")
    half.claw_back(wrong, "300.00", AUGUST)
    sweep(NEXT)
    half.exchange(H2, JANUARY)
    assert StatementLine.objects.filter(statement__period__code=H2).count() == 0


def test_once_a_region_has_netted_nobody_changes_the_period(half):
    half.order(HANGZHOU, SHANGHAI, "70.00", MARCH)
    half.close(CLOSED)
    half.exchange(H1, JULY)
    half.reconcile_all(H1, JULY)
    done(actions.net_period(half.period(HEFEI, H1).pk, by=half[HEFEI].checker, key="n", on=JULY))
    line = StatementLine.objects.filter(statement__authority=HANGZHOU, side="ours").get()

    drop = Correction(order=line.order, kind="paid", change="drop", reason="withdrawn_at_origin")
    late = correct(half, HANGZHOU, SHANGHAI, drop)

    assert (late.refusal.code, dict(late.refusal.values)) == (
        "settlement.others_netted",
        {"period": H1, "region_places": HEFEI},
    )


def test_a_statement_is_drawn_up_again_before_it_is_sent_and_must_be_checked_again(half):
    half.order(HANGZHOU, SHANGHAI, "70.00", MARCH)
    half.close(CLOSED)
    case, region = half.statement(HANGZHOU, SHANGHAI, H1).pk, half[HANGZHOU]
    done(actions.prepare(case, by=region.preparer, key="p", on=JULY))
    done(actions.check(case, by=region.checker, key="c", on=JULY))
    half.pay(HANGZHOU, SHANGHAI, "30.00", JUNE)

    again = done(actions.redraw(case, by=region.preparer, key="r", on=JULY))
    early = actions.send(case, by=region.checker, key="s", on=JULY)

    assert again.states == {case: "PREPARED"}
    assert early.refusal.code == "case.move_not_open"
    assert sum(line.amount for line in half.statement(HANGZHOU, SHANGHAI, H1).lines.all()) == Decimal("100.00")


# --- silence


def test_a_missing_statement_keeps_the_period_open_and_is_named_on_the_day(half):
    half.order(HANGZHOU, SHANGHAI, "70.00", MARCH)
    half.close(CLOSED)
    half.state_all(HANGZHOU, H1, JULY)
    half.state_all(HEFEI, H1, JULY)
    all_done(half.receive_all(HANGZHOU, H1, JULY))
    assert DueMove.objects.filter(move="remind", on=date(2026, 7, 30)).count() == 3

    sweep(date(2026, 7, 30))

    reminded = ledger.entries(HANGZHOU, types=["sharing.settlement.exchange_reminded"])
    assert [ledger.readable(entry, {"public"}) for entry in reminded] == [
        {"region": HANGZHOU, "period": H1, "not_sent": [], "not_received": [SHANGHAI]}
    ]
    assert half.states(H1) == dict.fromkeys(ALL, "PERIOD_CLOSED")
    refused = actions.net_period(half.period(HANGZHOU, H1).pk, by=half[HANGZHOU].checker, key="n", on=AUGUST)
    assert refused.refusal.code == "case.move_not_open"


def test_no_reminder_when_all_is_exchanged(half):
    half.close(CLOSED)
    half.exchange(H1, JULY)

    sweep(date(2026, 7, 30))

    reminders = DueMove.objects.filter(move="remind")
    assert set(reminders.values_list("refused", flat=True)) == {"moot"}
    assert ledger.entries(HANGZHOU, types=["sharing.settlement.exchange_reminded"]) == []


# --- money taken back after the end


def test_a_claw_back_after_the_end_lowers_the_next_half_year(half):
    order = half.order(HANGZHOU, SHANGHAI, "300.00", MARCH)
    half.close(CLOSED)
    half.exchange(H1, JULY)
    half.reconcile_all(H1, JULY)
    half.net_all(H1, JULY)
    sweep(date(2026, 7, 1))
    half.claw_back(order, "300.00", AUGUST)
    done(half.lay_out(SHANGHAI, order, "300.00", AUGUST, kind="clawed_back"))

    half.close(NEXT)
    half.exchange(H2, JANUARY)
    half.reconcile_all(H2, JANUARY)
    half.net_all(H2, JANUARY)

    assert half.period(HANGZHOU, H1).position == Decimal("-300.00")
    assert half.period(HANGZHOU, H2).position == Decimal("300.00")
    planned = half.period(HANGZHOU, H2).transfers.get()
    assert (planned.payer, planned.payee, planned.amount) == (SHANGHAI, HANGZHOU, Decimal("300.00"))


def test_facts_that_a_closed_statement_dealt_with_are_not_looked_at_again(half):
    half.order(HANGZHOU, SHANGHAI, "300.00", MARCH)
    half.close(CLOSED)
    half.exchange(H1, JULY)
    half.reconcile_all(H1, JULY)

    half.net_all(H1, JULY)

    assert set(Movement.objects.values_list("done", flat=True)) == {True}


# --- acts that cannot be


def test_a_period_is_opened_once_and_only_when_the_last_is_over(half):
    again = actions.open_period(
        half[HANGZHOU].office, half.participants, on=JULY, by=half[HANGZHOU].preparer, key="again"
    )
    early = actions.open_period(
        half[HANGZHOU].office, half.participants, on=MARCH, by=half[HANGZHOU].preparer, key="early"
    )
    alone = actions.open_period(half[HANGZHOU].office, [], on=date(2027, 1, 1), by=half[HANGZHOU].preparer, key="alone")

    assert again.refusal is None
    assert early.refusal.code == "settlement.period_runs"
    assert alone.refusal.code == "settlement.nobody"


def test_outlays_are_recorded_once_for_regions_that_take_part_and_never_more_taken_back(half):
    order = half.pay(HANGZHOU, SHANGHAI, "300.00", MARCH)
    done(half.lay_out(SHANGHAI, order, "300.00", MARCH))

    refused = [
        half.lay_out(SHANGHAI, order, "200.00", MARCH),
        half.lay_out(SHANGHAI, order, "300.01", MARCH, kind="clawed_back"),
        half.lay_out(SHANGHAI, "999900/case/x", "1.00", MARCH),
        half.lay_out(SHANGHAI, f"{HANGZHOU}/case/y", "0.00", MARCH),
        actions.record_outlays(half.period(SHANGHAI).pk, [], by=half[SHANGHAI].preparer, key="none", on=MARCH),
    ]

    assert [outcome.refusal.code for outcome in refused] == [
        "settlement.outlay_known",
        "settlement.more_than_laid_out",
        "settlement.not_a_participant",
        "settlement.amount_unfit",
        "settlement.no_outlays",
    ]


def test_a_payment_must_be_the_netted_one_once_and_with_a_fresh_reference(half):
    half.order(HANGZHOU, SHANGHAI, "100.00", MARCH)
    half.order(HANGZHOU, HEFEI, "50.00", MARCH)
    half.close(CLOSED)
    half.exchange(H1, JULY)
    half.reconcile_all(H1, JULY)
    half.net_all(H1, JULY)
    request = RecordPayment(
        period=half.period(HANGZHOU, H1).pk,
        authority=HANGZHOU,
        payer=HANGZHOU,
        payee=SHANGHAI,
        amount=Decimal("100.00"),
        paid_on=AUGUST,
        bank_ref="B-1",
    )

    def pay(by=half[HANGZHOU].payer, **changed):
        outcome = actions.record_payment(replace(request, **changed), by=by, key=f"pay{changed}{by.person}", on=AUGUST)
        return outcome.refusal.code if outcome.refusal else ""

    assert pay(by=half[HANGZHOU].checker) == "case.same_person"
    assert pay(payee=HANGZHOU) == "settlement.no_such_transfer"
    assert pay(amount=Decimal("99.00")) == "settlement.payment_amount"
    assert pay(paid_on=date(2026, 8, 4)) == "settlement.day_in_future"
    assert pay(bank_ref=" ") == "settlement.bank_ref_missing"
    assert pay() == ""
    assert pay(bank_ref="B-2") == "settlement.paid_already"
    assert pay(payee=HEFEI, amount=Decimal("50.00")) == "settlement.bank_ref_used"
    assert half.states(H1)[HANGZHOU] == "NETTED"


def test_debts_need_the_word_of_both_sides_and_both_words_must_agree():
    def word(region, counterpart, owed, due, stands=True):
        return Agreed(region, counterpart, Decimal(owed), Decimal(due), stands)

    silent = agreed_debts(H1, [HANGZHOU, SHANGHAI], [word(HANGZHOU, SHANGHAI, 5, 2)])
    taken_back = agreed_debts(
        H1, [HANGZHOU, SHANGHAI], [word(HANGZHOU, SHANGHAI, 5, 2), word(SHANGHAI, HANGZHOU, 2, 5, stands=False)]
    )
    differing = agreed_debts(H1, [HANGZHOU, SHANGHAI], [word(HANGZHOU, SHANGHAI, 5, 2), word(SHANGHAI, HANGZHOU, 2, 4)])

    assert (silent.code, silent.values["region_places"]) == ("settlement.others_not_reconciled", SHANGHAI)
    assert taken_back == silent
    assert (differing.code, differing.values["one_place"]) == ("settlement.totals_disagree", HANGZHOU)


# --- reading


def test_reading_the_logs_again_from_the_start_gives_the_same_rows(half):
    half.order(HANGZHOU, SHANGHAI, "300.00", MARCH)
    half.close(CLOSED)
    half.exchange(H1, JULY)
    half.reconcile_all(H1, JULY)
    reading.catch_up()
    before = [sorted(table.objects.values_list()) for table in (Movement, PairWord)]

    Movement.objects.all().delete()
    for code in ALL:
        ledger.rewind(reading.CURSOR, code)
    reading.catch_up()

    assert [
        [row[1:] if table is PairWord else row for row in rows]
        for table, rows in zip((Movement, PairWord), before, strict=True)
    ] == [
        [row[1:] if table is PairWord else row for row in sorted(table.objects.values_list())]
        for table in (Movement, PairWord)
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_preparing_takes_as_many_statements_for_three_orders_as_for_one(half, count):
    for _ in range(count):
        half.order(HANGZHOU, SHANGHAI, "10.00", MARCH)
    half.close(CLOSED)
    reading.catch_up()
    case = half.statement(HANGZHOU, SHANGHAI, H1).pk

    with CaptureQueriesContext(connection) as queried:
        done(actions.prepare(case, by=half[HANGZHOU].preparer, key="p", on=JULY))

    assert Statement.objects.get(pk=case).version == 1
    assert len(queried) == 29
