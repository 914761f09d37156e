"""Which lines a statement has: each fact once, late ones next time, and never more taken back than was settled."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from kechuang.mechanisms.sharing.settlement.rules.corrections import (
    ADD,
    AMOUNT,
    DEFER,
    DROP,
    Correction,
    adopt,
    apply,
    correct,
)
from kechuang.mechanisms.sharing.settlement.rules.lines import (
    CLAWED_BACK,
    PAID,
    Before,
    Key,
    Movement,
    build,
    owed,
)
from kechuang.mechanisms.sharing.settlement.rules.reconcile import mirrored, reconcile

LAST = date(2026, 6, 30)


def movement(entry, order="o1", kind=PAID, amount="100", on=LAST, payer="330100", provider="310000"):
    return Movement(entry=entry, order=order, kind=kind, payer=payer, provider=provider, amount=Decimal(amount), on=on)


def shown(lines):
    return [(line.order, line.kind, line.amount) for line in lines]


def test_facts_of_one_order_are_one_line_and_a_fact_handed_in_twice_counts_once():
    facts = [movement("a"), movement("b", amount="20"), movement("a")]

    assert shown(build(facts, LAST, Before())) == [("o1", PAID, Decimal(120))]


def test_a_fact_after_the_period_waits_and_a_late_one_of_an_earlier_period_comes_along():
    facts = [movement("a", on=LAST + timedelta(days=1)), movement("b", order="o2", on=date(2025, 12, 31))]

    assert shown(build(facts, LAST, Before())) == [("o2", PAID, Decimal(100))]


def test_what_was_settled_is_not_stated_again():
    before = Before(settled={Key("o1", PAID): Decimal(60)})

    assert shown(build([movement("a")], LAST, before)) == [("o1", PAID, Decimal(40))]


def test_a_claw_back_after_the_period_lowers_the_next_one():
    facts = [movement("a"), movement("b", kind=CLAWED_BACK, on=LAST + timedelta(days=5))]

    first = build(facts, LAST, Before())
    second = build(facts, date(2026, 12, 31), Before(settled={Key("o1", PAID): Decimal(100)}))

    assert (shown(first), owed(first, "330100")) == ([("o1", PAID, Decimal(100))], Decimal(100))
    assert (shown(second), owed(second, "330100")) == ([("o1", CLAWED_BACK, Decimal(100))], Decimal(-100))


def test_nothing_is_taken_back_for_an_order_that_was_never_settled():
    written_off = Before(written_off={Key("o1", PAID): Decimal(100)})

    assert build([movement("a"), movement("b", kind=CLAWED_BACK)], LAST, written_off) == ()


movements = st.lists(
    st.builds(
        lambda serial, order, kind, fen, days: movement(
            f"e{serial}", f"o{order}", kind, str(Decimal(fen).scaleb(-2)), LAST + timedelta(days=days)
        ),
        st.integers(0, 30),
        st.integers(0, 4),
        st.sampled_from([PAID, PAID, CLAWED_BACK]),
        st.integers(1, 10**6),
        st.integers(-400, 400),
    ),
    max_size=20,
    unique_by=lambda one: one.entry,
)


@settings(max_examples=120, deadline=None)
@given(movements, st.randoms(use_true_random=False))
def test_the_order_of_facts_does_not_matter(facts, chance):
    shuffled = list(facts)
    chance.shuffle(shuffled)

    assert build(shuffled, LAST, Before()) == build(facts, LAST, Before())


@settings(max_examples=120, deadline=None)
@given(movements)
def test_over_all_periods_each_fact_is_settled_once(facts):
    settled: dict[Key, Decimal] = {}
    for year, month, day in ((2025, 6, 30), (2025, 12, 31), (2026, 6, 30), (2026, 12, 31), (2027, 12, 31)):
        for line in build(facts, date(year, month, day), Before(settled=settled)):
            settled[line.key] = settled.get(line.key, Decimal(0)) + line.amount

    for order in {fact.order for fact in facts}:
        paid, back = total(facts, order, PAID), total(facts, order, CLAWED_BACK)
        assert settled.get(Key(order, PAID), Decimal(0)) == paid
        assert settled.get(Key(order, CLAWED_BACK), Decimal(0)) == min(paid, back)


def total(facts, order, kind):
    return sum((fact.amount for fact in facts if (fact.order, fact.kind) == (order, kind)), Decimal(0))


# --- the two sides


@settings(max_examples=120, deadline=None)
@given(movements, movements)
def test_differences_are_mirrored_and_a_statement_agrees_with_itself(one, other):
    ours, theirs = build(one, LAST, Before()), build(other, LAST, Before())

    found = reconcile(ours, theirs, last=LAST)

    assert tuple(mirrored(difference) for difference in found) == reconcile(theirs, ours, last=LAST)
    assert reconcile(tuple(reversed(ours)), theirs, last=LAST) == found
    assert reconcile(ours, ours, last=LAST) == ()


@settings(max_examples=120, deadline=None)
@given(movements, movements)
def test_taking_over_what_the_other_side_says_leaves_no_difference(one, other):
    ours, theirs = build(one, LAST, Before()), build(other, LAST, Before())
    found = reconcile(ours, theirs, last=LAST)

    wanted = [adopt(difference.ours, difference.theirs, "amount_mistaken") for difference in found]
    done = correct(ours, theirs, wanted) if wanted else ()

    assert reconcile(apply(ours, done), theirs, last=LAST) == ()


def test_each_kind_of_difference_is_named_with_what_may_be_behind_it():
    ours = build([movement("a"), movement("b", "o2", on=date(2026, 2, 1)), movement("c", "o3")], LAST, Before())
    theirs = build(
        [movement("x", amount="99.50"), movement("y", "o4", on=date(2026, 3, 1)), movement("z", "o3", amount="300")],
        LAST,
        Before(),
    )

    found = reconcile(ours, theirs, last=LAST, same_edition=False)

    assert [(each.key.order, each.what, each.gap, each.hints) for each in found] == [
        ("o1", "amount_differs", Decimal("0.50"), ("rounding", "rule_version")),
        ("o2", "missing_there", Decimal(100), ()),
        ("o3", "amount_differs", Decimal(-200), ("rule_version",)),
        ("o4", "missing_here", Decimal(-100), ()),
    ]
    boundary = reconcile(build([movement("a")], LAST, Before()), (), last=LAST)
    assert boundary[0].hints == ("period_boundary",)


def change(change, order="o1", kind=PAID, reason="recorded_late", **values):
    return Correction(order=order, kind=kind, change=change, reason=reason, **values)


def test_corrections_change_our_side_and_say_what_is_never_to_be_settled():
    ours = build([movement("a"), movement("b", "o2"), movement("c", "o3")], LAST, Before())
    theirs = build([movement("x", "o4")], LAST, Before())

    done = correct(
        ours,
        theirs,
        [
            change(AMOUNT, amount=Decimal(70)),
            change(DROP, "o2", reason="withdrawn_at_origin"),
            change(DEFER, "o3"),
            change(ADD, "o4"),
        ],
    )

    assert shown(apply(ours, done)) == [("o1", PAID, Decimal(70)), ("o4", PAID, Decimal(100))]
    assert [entry.written_off for entry in done] == [Decimal(30), Decimal(100), Decimal(0), Decimal(0)]


def test_a_correction_that_cannot_be_is_refused_by_name():
    ours = build([movement("a")], LAST, Before())
    theirs = build([movement("a"), movement("x", "o4")], LAST, Before())

    cases = {
        "settlement.nothing_corrected": [],
        "settlement.change_unknown": [change("erase")],
        "settlement.reason_unknown": [change(DROP, reason="because")],
        "settlement.note_missing": [change(DROP, reason="other")],
        "settlement.line_not_ours": [change(DROP, "o9")],
        "settlement.line_already_ours": [change(ADD)],
        "settlement.line_not_theirs": [change(ADD, "o9")],
        "settlement.amount_same": [change(AMOUNT, amount=Decimal(100))],
        "settlement.amount_unfit": [change(AMOUNT, amount=Decimal("0.001"))],
    }

    assert {code: correct(ours, theirs, wanted).code for code, wanted in cases.items()} == {
        code: code for code in cases
    }
