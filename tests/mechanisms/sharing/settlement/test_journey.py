"""A half-year of three regions, from the first order to the last payment."""

from datetime import date
from decimal import Decimal

import pytest

from kechuang.casework.models import Account, Case
from kechuang.ledger import read as ledger
from kechuang.ledger.verify import verify
from kechuang.mechanisms.sharing.settlement import actions
from kechuang.mechanisms.sharing.settlement.models import PlannedTransfer, SettlementPeriod, Statement
from tests.mechanisms.sharing.settlement.regions import ALL, HANGZHOU, HEFEI, SHANGHAI, done

H1, H2 = "2026H1", "2026H2"
MARCH, CLOSED, JULY, AUGUST = date(2026, 3, 5), date(2026, 6, 30), date(2026, 7, 10), date(2026, 8, 3)


def orders(delta):
    delta.open(date(2026, 1, 5))
    delta.order(HANGZHOU, SHANGHAI, "120000.00", MARCH)
    delta.order(SHANGHAI, HANGZHOU, "45000.50", MARCH)
    delta.order(HANGZHOU, HEFEI, "30000.00", MARCH)
    delta.order(HEFEI, SHANGHAI, "18000.25", MARCH)


def facts_of(code, kind):
    return [ledger.readable(entry, {"public"}) for entry in ledger.entries(code, types=[kind])]


def test_a_half_year_is_opened_stated_agreed_netted_and_paid(delta):
    orders(delta)
    delta.close(CLOSED)
    assert delta.states(H1) == dict.fromkeys(ALL, "PERIOD_CLOSED")

    delta.exchange(H1, JULY)
    assert delta.states(H1) == dict.fromkeys(ALL, "STATEMENTS_EXCHANGED")

    delta.reconcile_all(H1, JULY)
    assert delta.states(H1) == dict.fromkeys(ALL, "RECONCILED")

    delta.net_all(H1, JULY)
    assert delta.states(H1) == dict.fromkeys(ALL, "NETTED")
    assert {row.authority: row.position for row in SettlementPeriod.objects.filter(code=H1)} == {
        HANGZHOU: Decimal("-104999.50"),
        SHANGHAI: Decimal("92999.75"),
        HEFEI: Decimal("11999.75"),
    }
    assert list(PlannedTransfer.objects.filter(period__authority=HANGZHOU).values_list("payee", "amount")) == [
        (SHANGHAI, Decimal("92999.75")),
        (HEFEI, Decimal("11999.75")),
    ]

    delta.pay_all(H1, AUGUST)
    assert delta.states(H1) == dict.fromkeys(ALL, "SETTLED")
    assert set(Account.objects.values_list("balance", flat=True)) == {Decimal("0.00")}
    assert set(Case.objects.filter(kind="sharing.settlement.statement").values_list("state", flat=True)) == {"CLOSED"}


def test_every_region_publishes_the_same_debts_and_transfers(delta):
    orders(delta)
    delta.close(CLOSED)
    delta.exchange(H1, JULY)
    delta.reconcile_all(H1, JULY)
    delta.net_all(H1, JULY)

    netted = [facts_of(code, "sharing.settlement.period_netted")[0] for code in ALL]

    assert len({(fact["digest"], str(fact["debts"]), str(fact["transfers"])) for fact in netted}) == 1
    assert netted[0]["transfers"] == [
        {"payer": HANGZHOU, "payee": SHANGHAI, "amount_yuan": "92999.75"},
        {"payer": HANGZHOU, "payee": HEFEI, "amount_yuan": "11999.75"},
    ]


def test_the_next_period_opens_by_itself_on_the_day_after(delta):
    delta.open(date(2026, 1, 5))

    delta.close(date(2026, 7, 1))

    period = delta.period(HANGZHOU)
    assert (period.code, period.first, period.case.state) == (H2, date(2026, 7, 1), "OPEN_PERIOD")
    assert [one.code for one in period.participants.order_by("code")] == [SHANGHAI, HEFEI]


def test_a_region_without_money_to_move_is_settled_by_the_netting(delta):
    delta.open(date(2026, 1, 5))
    delta.order(HANGZHOU, SHANGHAI, "100.00", MARCH)
    delta.close(CLOSED)
    delta.exchange(H1, JULY)
    delta.reconcile_all(H1, JULY)

    delta.net_all(H1, JULY)

    assert delta.states(H1) == {HANGZHOU: "NETTED", SHANGHAI: "NETTED", HEFEI: "SETTLED"}


def test_who_prepared_a_statement_may_not_check_it_and_who_netted_may_not_record_the_payment(delta):
    orders(delta)
    delta.close(CLOSED)
    statement = delta.statement(HANGZHOU, SHANGHAI, H1)
    done(actions.prepare(statement.pk, by=delta[HANGZHOU].preparer, key="p", on=JULY))

    own = actions.check(statement.pk, by=delta[HANGZHOU].preparer, key="c", on=JULY)
    elsewhere = actions.check(statement.pk, by=delta[SHANGHAI].checker, key="d", on=JULY)

    assert (own.refusal.code, elsewhere.refusal.code) == ("case.same_person", "case.not_yours")


def test_a_checker_sends_a_statement_back_with_a_reason(delta):
    delta.open(date(2026, 1, 5))
    delta.close(CLOSED)
    statement = delta.statement(HANGZHOU, SHANGHAI, H1)
    done(actions.prepare(statement.pk, by=delta[HANGZHOU].preparer, key="p", on=JULY))

    silent = actions.send_back(statement.pk, " ", by=delta[HANGZHOU].checker, key="s", on=JULY)
    back = actions.send_back(statement.pk, "Order 3 is not ours", by=delta[HANGZHOU].checker, key="t", on=JULY)

    assert silent.refusal.code == "settlement.reason_missing"
    assert back.states == {statement.pk: "EXPECTED"}


def wrong_rows(report):
    """What verification found; the tests' orders are facts alone, so the voucher's own check misses their rows."""
    return [finding for finding in report.findings if finding.error and finding.values.get("table") != "VoucherOrder"]


def test_all_rows_are_what_the_facts_say(delta):
    orders(delta)
    delta.close(CLOSED)
    delta.exchange(H1, JULY)
    delta.reconcile_all(H1, JULY)
    delta.net_all(H1, JULY)
    delta.pay_all(H1, AUGUST)

    report = verify(processes=1)

    assert wrong_rows(report) == []
    assert {"casework.cases", "casework.accounts", "sharing.settlement"} <= set(report.checks)


@pytest.mark.parametrize("column", ["position", "owed", "their_version", "amount", "paid_on"])
def test_a_row_that_was_altered_is_found(delta, column):
    orders(delta)
    delta.close(CLOSED)
    delta.exchange(H1, JULY)
    delta.reconcile_all(H1, JULY)
    delta.net_all(H1, JULY)
    table = {"position": SettlementPeriod, "amount": PlannedTransfer, "paid_on": PlannedTransfer}.get(column, Statement)
    changed = {"paid_on": JULY}.get(column, 7)

    table.objects.filter(pk=table.objects.order_by("pk").values_list("pk", flat=True)[0]).update(**{column: changed})

    found = wrong_rows(verify(processes=1))
    assert [(finding.code, finding.values["column"]) for finding in found] == [("ledger.row_differs", column)]
