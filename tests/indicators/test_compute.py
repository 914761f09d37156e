"""Numbers over small facts: sums, shares, distinct firms, ranks, stocks; gaps; and that they can be made again."""

from datetime import date
from decimal import Decimal

from kechuang.indicators import compute, register, store
from kechuang.indicators.asking import Slice
from kechuang.mechanisms.sharing.voucher.facts.audit import OrderReferred
from tests.indicators.facts import (
    HANGZHOU,
    SHANGHAI,
    TODAY,
    granted,
    listed,
    netted,
    opened,
    paid,
    refused,
    removed,
    reserved,
    series,
    suspended,
    values,
    write,
)

JAN, FEB, MARCH, MAY = date(2026, 1, 10), date(2026, 2, 10), date(2026, 3, 10), date(2026, 5, 10)


def some_payments() -> None:
    write(HANGZHOU, opened(), on=JAN)
    write(
        HANGZHOU,
        paid("100.10", FEB, firm="甲"),
        paid("0.20", FEB, firm="乙", across=True),
        paid("50.00", MAY, firm="甲", place="330108", industry="I", across=True),
    )
    write(SHANGHAI, opened(SHANGHAI), on=MARCH)
    write(SHANGHAI, paid("7.00", MAY, firm="丙", place="310115"))


def test_money_is_summed_to_the_fen_and_nought_only_where_the_records_speak(node):
    some_payments()

    assert values("voucher.paid_yuan") == {
        "2026-01": Decimal("0.00"),
        "2026-02": Decimal("100.30"),
        "2026-03": Decimal("0.00"),
        "2026-04": Decimal("0.00"),
        "2026-05": Decimal("57.00"),
        "2026-06": Decimal("0.00"),
    }
    assert values("voucher.paid_yuan", "quarter") == {"2026-Q1": Decimal("100.30"), "2026-Q2": Decimal("57.00")}
    assert values("voucher.paid_yuan", "half") == {"2026-H1": Decimal("157.30")}
    assert values("voucher.paid_yuan", "year") == {"2026": Decimal("157.30")}


def test_without_any_fact_there_is_no_number_at_all(node):
    assert (series("voucher.paid_yuan").points, series("voucher.paid_yuan").total.value) == ((), None)


def test_a_place_for_which_no_scheme_runs_has_no_data_not_nought(node):
    some_payments()

    assert series("voucher.paid_yuan", place="330200").total.value is None
    assert series("voucher.paid_yuan", place="330110").total.value == Decimal("0.00")


def test_a_place_counts_what_lies_below_it(node):
    some_payments()

    totals = {place: series("voucher.paid_yuan", place=place).total.value for place in ("330000", "330108", "310000")}

    assert totals == {"330000": Decimal("150.30"), "330108": Decimal("50.00"), "310000": Decimal("7.00")}


def test_a_share_has_gaps_where_nothing_was_paid(node):
    some_payments()

    assert values("voucher.cross_region_share") == {
        "2026-01": None,
        "2026-02": Decimal("0.0020"),
        "2026-03": None,
        "2026-04": None,
        "2026-05": Decimal("0.8772"),
        "2026-06": None,
    }
    assert series("voucher.cross_region_share").total.value == Decimal("0.3191")


def test_a_firm_counts_once_in_each_period_and_once_in_all(node):
    some_payments()

    found = series("voucher.firms_served", "quarter")

    assert [(point.code, point.value) for point in found.points] == [("2026-Q1", 2), ("2026-Q2", 2)]
    assert found.total.value == 3


def test_the_median_and_nine_in_ten_are_days_that_occurred(node):
    write(HANGZHOU, opened(), on=JAN)
    write(HANGZHOU, *(paid("1.00", FEB, days_to_payment=days) for days in (1, 2, 3, 4, 5, 6, 7, 8, 9, 100)))

    median = series("voucher.claim_to_payment_days").total
    most = series("voucher.claim_to_payment_days_p90").total

    assert ((median.value, median.count), (most.value, most.count)) == ((5, 10), (9, 10))


def test_a_share_of_decisions_counts_facts(node):
    write(HANGZHOU, opened(), granted(), granted(), refused(), on=FEB)

    assert series("voucher.right_refused_share").total.value == Decimal("0.3333")
    assert series("voucher.rights_granted").total.value == 2


def test_a_stock_is_what_is_in_at_the_end_of_each_period(node):
    write(HANGZHOU, opened(), on=JAN)
    write(HANGZHOU, listed("a"), on=JAN, case="330100/case/a")
    write(HANGZHOU, listed("b", "330108"), on=FEB, case="330100/case/b")
    write(HANGZHOU, suspended("a"), on=MARCH, case="330100/case/a")
    write(HANGZHOU, removed("b"), on=MAY, case="330100/case/b")
    write(HANGZHOU, removed("never listed"), on=MAY, case="330100/case/c")

    assert list(values("voucher.providers_listed").values()) == [1, 2, 1, 1, 0, 0]
    assert list(values("voucher.providers_listed", place="330108").values()) == [0, 1, 1, 1, 0, 0]


def test_netted_money_counts_what_is_received_once(node):
    write(HANGZHOU, netted(HANGZHOU, "300.00"))
    write(SHANGHAI, netted(SHANGHAI, "-300.00"))

    assert series("settlement.net_yuan").total.value == Decimal("300.00")
    assert series("settlement.netted_periods").total.value == 2


def test_a_payment_dated_ahead_waits_for_its_day(node):
    write(HANGZHOU, opened(), paid("5.00", date(2026, 7, 1)), on=JAN)

    assert series("voucher.paid_yuan").total.value == Decimal("0.00")


def test_numbers_come_by_dimension_place_and_city(node):
    some_payments()
    store.follow_all()
    definition, held = register.definition("voucher.paid_yuan"), compute.records(on=TODAY)

    found = {
        by: {point.code: str(point.value) for point in compute.groups(definition, held, Slice(), by)}
        for by in ("industry", "cross_region", "region", "place", "city")
    }

    assert found == {
        "industry": {"C": "107.30", "I": "50.00"},
        "cross_region": {"no": "107.10", "yes": "50.20"},
        "region": {"310000": "7.00", "330100": "150.30"},
        "place": {"310115": "7.00", "330106": "100.30", "330108": "50.00"},
        "city": {"310000": "7.00", "330100": "150.30"},
    }


def test_a_published_number_recomputes_to_the_same_value_after_the_log_has_grown(node):
    some_payments()
    before = series("voucher.paid_yuan", "quarter")
    write(HANGZHOU, paid("999.00", FEB), edition="edition-2")
    store.follow_all()
    compute.forget()

    now = series("voucher.paid_yuan", "quarter")
    again = compute.series(before.definition, before.records, Slice(), "quarter")

    assert again == before
    assert (before.records.sizes, before.editions) == ({HANGZHOU: 4, SHANGHAI: 2}, ("edition-1",))
    assert (now.total.value, now.editions) == (Decimal("1156.30"), ("edition-1", "edition-2"))


def test_a_number_recomputes_after_its_files_were_written_anew(node):
    some_payments()
    before = series("voucher.firms_served")
    write(HANGZHOU, paid("1.00", FEB, firm="丁"))
    store.rebuild()
    compute.forget()

    assert compute.series(before.definition, before.records, Slice(), "month") == before


def test_the_facts_behind_a_number_add_up_to_it_and_page_without_loss(node):
    write(HANGZHOU, opened(), on=JAN)
    ids = write(HANGZHOU, *(paid("1.00", FEB, firm=str(number)) for number in range(5)), paid("9.00", MAY))
    store.follow_all()
    definition, held = register.definition("voucher.paid_yuan"), compute.records(on=TODAY)
    cut = Slice(first=date(2026, 2, 1), last=date(2026, 2, 28))

    first = compute.facts_behind(definition, held, cut, limit=3)
    rest = compute.facts_behind(definition, held, cut, limit=3, after=first[-1].mark)

    assert [one.id for one in (*first, *rest)] == ids[4::-1]
    assert sum(one.value for one in (*first, *rest)) == 500


def test_a_public_number_is_not_moved_by_what_is_not_public(node):
    write(HANGZHOU, opened(), on=JAN)
    write(HANGZHOU, reserved("123456.78"))
    published = series("voucher.orders_reserved")

    assert published.total.value == 1
    assert [name for each in register.current() if each.public for name in each.columns if name[:7] != "public."] == []
    assert series("voucher.reserved_yuan").total.value == Decimal("123456.78")


def test_a_fact_without_a_public_group_is_not_even_counted(node):
    write(HANGZHOU, OrderReferred(holder="body/h", provider="body/p", reason="r"))
    store.follow_all()

    assert compute.acts(["sharing.voucher.order"], compute.records()) == []


def test_acts_are_counted_by_the_kind_of_case_they_touch(node):
    some_payments()
    store.follow_all()

    found = compute.acts(["sharing.voucher.order", "sharing.voucher.budget"], compute.records())

    assert [(name, count) for name, count, _newest in found] == [
        ("sharing.voucher.budget_opened", 2),
        ("sharing.voucher.order_paid", 4),
    ]


def test_facts_added_in_memory_give_what_facts_read_anew_give(node):
    some_payments()
    first = series("voucher.firms_served")
    write(HANGZHOU, paid("1.00", MAY, firm="丁"))
    write("340100", opened("340100"), paid("2.00", MAY, firm="戊", place="340104"))
    grown = series("voucher.firms_served")
    compute.forget()

    assert series("voucher.firms_served") == grown
    assert (first.total.value, grown.total.value) == (3, 5)
