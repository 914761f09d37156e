"""Which rule answers, and what the trail says of the others: examples of every meaning, and what always holds."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kechuang.rulebook.book import Filter, Subject
from kechuang.rulebook.resolve import Law, UnknownKey
from tests.rulebook.books import CHAIN, DAY, SHARE, ask, book, entry

quick = settings(max_examples=60, deadline=None)
shares = st.decimals(min_value=0, max_value=1, places=2)
days = st.dates(min_value=date(2000, 1, 1), max_value=date(2030, 12, 31))
spans = st.tuples(days, st.none() | st.integers(1, 4000))


@st.composite
def entries(draw, meanings=("floor",)):
    since, length = draw(spans)
    meaning = draw(st.sampled_from(meanings))
    return entry(
        place=draw(st.sampled_from(CHAIN)),
        value=False if meaning == "ban" else str(draw(shares)),
        meaning=meaning,
        since=since,
        until=since + timedelta(days=length) if length else None,
        standing=draw(st.sampled_from(["in_force", "in_force", "draft"])),
    )


def outcomes(answer):
    return [(item.place, item.outcome, item.reason) for item in answer.trail]


# --- one example of every meaning


def test_the_greatest_floor_wins_and_the_trail_says_why_the_others_lost():
    answer = ask(book(entry(), entry("330000", "0.7"), entry("330900", "0.85")))

    assert (answer.value, answer.place, answer.meaning) == (Decimal("0.85"), "330900", "floor")
    assert outcomes(answer) == [
        ("330900", "won", "won.greatest"),
        ("330000", "lost", "lost.smaller"),
        ("000000", "lost", "lost.smaller"),
    ]
    assert [item.against for item in answer.trail[1:]] == [Decimal("0.85"), Decimal("0.85")]


def test_a_lower_floor_nearby_does_not_undercut_a_higher_one_above():
    answer = ask(book(entry(value="0.7"), entry("330900", "0.6")))

    assert (answer.value, answer.place) == (Decimal("0.7"), "000000")


def test_the_least_ceiling_wins():
    answer = ask(book(entry(value="0.3", meaning="ceiling"), entry("330000", "0.2", "ceiling")))

    assert (answer.value, answer.place) == (Decimal("0.2"), "330000")
    assert outcomes(answer) == [("330000", "won", "won.least"), ("000000", "lost", "lost.greater")]


def test_equal_floors_are_answered_by_the_nearest_place():
    answer = ask(book(entry(), entry("330000", "0.5")))

    assert answer.place == "330000"
    assert outcomes(answer)[1] == ("000000", "lost", "lost.same")


def test_fixed_is_answered_by_the_nearest_place():
    answer = ask(book(entry(value="0.9", meaning="fixed"), entry("330000", "0.1", "fixed")))

    assert (answer.value, answer.place) == (Decimal("0.1"), "330000")
    assert outcomes(answer) == [("330000", "won", "won.nearest"), ("000000", "lost", "lost.farther")]


def test_a_default_speaks_only_where_nothing_local_does():
    default = entry(value="0.9", meaning="default")

    assert ask(book(default)).value == Decimal("0.9")
    assert ask(book(default)).trail[0].reason == "won.default"
    answer = ask(book(default, entry("330000", "0.1", "fixed")))
    assert answer.value == Decimal("0.1")
    assert outcomes(answer)[1] == ("000000", "lost", "lost.default")


def test_a_default_of_a_nearer_place_stands_beside_a_floor_from_farther_away():
    floor, default = entry(value="0.5"), entry("330000", "0.6", "default")

    assert ask(book(floor, default)).value == Decimal("0.6")
    assert ask(book(entry(value="0.7"), default)).value == Decimal("0.7")


def test_a_permission_opens_a_range_and_never_answers():
    answer = ask(book(entry(), entry("330000", "0.7", "permission")))

    assert (answer.value, answer.place) == (Decimal("0.5"), "000000")
    assert [(item.place, item.value) for item in answer.permitted] == [("330000", Decimal("0.7"))]


def test_a_permission_alone_gives_no_value():
    answer = ask(book(entry("330000", "0.7", "permission")))

    assert (answer.value, answer.place, answer.since, answer.meaning) == (None, "", None, "")
    assert outcomes(answer) == [("330000", "opened", "opened.range")]


def test_a_ban_beats_permission_and_the_widest_ban_is_named():
    flag = replace(SHARE, type="flag", units=("",))
    answer = ask(
        book(
            entry(value=False, meaning="ban"),
            entry("330000", False, "ban"),
            entry("330900", True, "permission"),
            key=flag,
        )
    )

    assert (answer.value, answer.place) == (False, "000000")
    assert answer.permitted == ()
    assert outcomes(answer) == [
        ("330900", "lost", "lost.ban"),
        ("330000", "lost", "lost.ban"),
        ("000000", "won", "won.ban"),
    ]


def test_of_two_rules_of_one_place_the_narrower_circle_speaks():
    general = entry("330000", "0.1", "fixed")
    narrow = entry("330000", "0.2", "fixed", binds=Filter(kinds=("enterprise",)))

    assert ask(book(general, narrow), subject=Subject("enterprise.sme")).value == Decimal("0.2")
    assert ask(book(general, narrow), subject=Subject("unit")).value == Decimal("0.1")


def test_a_rule_for_others_does_not_apply_and_says_whom_it_binds():
    answer = ask(book(entry(binds=Filter(kinds=("enterprise",)))), subject=Subject("unit"))

    assert answer.value is None
    assert [(item.reason, item.against) for item in answer.trail] == [("off.subject", "enterprise")]


@pytest.mark.parametrize(
    ("subject", "value"),
    [
        (Subject("unit"), "0.7"),
        (Subject("unit", frozenset({"central"})), "0.5"),
        (Subject("unit", frozenset({"central", "follows_local"})), "0.7"),
    ],
    ids=["local unit", "unit of the centre", "unit of the centre that chose"],
)
def test_a_unit_of_the_centre_chooses_the_rule_of_its_seat(subject, value):
    answer = ask(book(entry(), entry("330000", "0.7", binds=Filter(central_by_choice=True))), subject=subject)

    assert answer.value == Decimal(value)


def test_tags_that_exclude_keep_a_rule_away():
    rule = entry(binds=Filter(tags=frozenset({"fiscal"}), without=frozenset({"central"})))

    assert ask(book(rule), subject=Subject("unit", frozenset({"fiscal"}))).value == Decimal("0.5")
    assert ask(book(rule), subject=Subject("unit", frozenset({"fiscal", "central"}))).value is None
    assert ask(book(rule), subject=Subject("unit")).value is None


@pytest.mark.parametrize("standing", ["draft", "example"])
def test_what_is_not_in_force_never_answers_but_is_shown(standing):
    answer = ask(book(entry(standing=standing)))

    assert answer.value is None
    assert outcomes(answer) == [("000000", "off", f"off.{standing}")]


def test_without_a_subject_the_usual_one_is_meant():
    rule = entry(binds=Filter(kinds=("unit",)))

    assert ask(book(rule, key=replace(SHARE, usual_subject=Subject("unit")))).value == Decimal("0.5")
    assert ask(book(rule)).value is None


# --- pending cases


@pytest.mark.parametrize(
    ("transition", "lenient", "expected"),
    [
        ("new_cases_only", "", "0.2"),
        ("pending_cases_too", "", "0.5"),
        ("lenient_of_two", "higher", "0.5"),
        ("lenient_of_two", "lower", "0.2"),
    ],
)
def test_a_change_reaches_pending_cases_as_the_key_says(transition, lenient, expected):
    key = replace(SHARE, transition=transition, lenient=lenient)
    old = entry(value="0.2", meaning="fixed", until=date(2024, 1, 1))
    new = entry(value="0.5", meaning="fixed", since=date(2024, 1, 1))

    answer = ask(book(old, new, key=key), on=date(2023, 12, 31), decided_on=date(2024, 3, 1))

    assert answer.value == Decimal(expected)


def test_where_one_of_two_versions_is_silent_the_other_is_taken():
    key = replace(SHARE, transition="lenient_of_two", lenient="higher")
    new = entry(value="0.5", meaning="fixed", since=date(2024, 1, 1))

    answer = ask(book(new, key=key), on=date(2023, 12, 31), decided_on=date(2024, 3, 1))

    assert answer.value == Decimal("0.5")


# --- what always holds


@quick
@given(st.lists(entries(), min_size=1, max_size=6), entries(), days)
def test_adding_a_floor_never_lowers_the_answer(rules, added, on):
    before = ask(book(*rules), on=on).value
    after = ask(book(*rules, added), on=on).value

    assert before is None or after >= before


@quick
@given(st.lists(entries(("ceiling",)), min_size=1, max_size=6), entries(("ceiling",)), days)
def test_adding_a_ceiling_never_raises_the_answer(rules, added, on):
    before = ask(book(*rules), on=on).value
    after = ask(book(*rules, added), on=on).value

    assert before is None or after <= before


@quick
@given(st.lists(entries(("floor", "default", "permission")), max_size=8), days)
def test_the_answer_is_among_the_candidates_and_every_candidate_has_a_verdict(rules, on):
    answer = ask(book(*rules), on=on)

    assert len(answer.trail) == len(rules)
    assert sorted(map(id, rules)) == sorted(id(item.entry) for item in answer.trail)
    winners = [item.entry for item in answer.trail if item.outcome == "won"]
    assert [(item.value, item.place, item.since) for item in winners] == (
        [] if answer.value is None else [(answer.value, answer.place, answer.since)]
    )
    assert all(
        item.entry.in_force(on) == (not item.reason.startswith("off.")) or item.reason == "off.draft"
        for item in answer.trail
    )


@quick
@given(st.lists(entries(("floor", "permission", "ban")), min_size=1, max_size=8), days)
def test_a_ban_in_force_always_wins(rules, on):
    answer = ask(book(*rules), on=on)
    bans = [rule for rule in rules if rule.meaning == "ban" and rule.standing == "in_force" and rule.in_force(on)]

    assert (answer.meaning == "ban") == bool(bans)
    assert not (bans and answer.permitted)


@quick
@given(spans)
def test_days_are_half_open(span):
    since, length = span
    rule = entry(since=since, until=since + timedelta(days=length) if length else None)

    assert ask(book(rule), on=since - timedelta(days=1)).trail[0].reason == "off.not_yet"
    assert ask(book(rule), on=since).value == Decimal("0.5")
    if rule.until:
        assert ask(book(rule), on=rule.until - timedelta(days=1)).value == Decimal("0.5")
        assert ask(book(rule), on=rule.until).trail[0].reason == "off.ended"


@quick
@given(st.permutations([entry(), entry("330000", "0.7"), entry("330900", "0.85"), entry("330902", "0.6", "default")]))
def test_the_order_of_the_rules_does_not_matter(rules):
    assert ask(book(*rules)).place == "330900"


@given(st.sampled_from(CHAIN))
@settings(max_examples=4, deadline=None)
def test_a_place_is_bound_by_what_lies_above_it_and_by_nothing_below(place):
    rules = [entry(code, f"0.{rank}") for rank, code in enumerate(reversed(CHAIN), start=1)]

    answer = ask(book(*rules), place=place)

    assert [item.place for item in answer.trail] == list(CHAIN[CHAIN.index(place) :])
    assert answer.place == place


# --- law and its basis


def test_the_law_remembers_what_it_was_asked_and_writes_a_basis():
    law = Law(book(entry(), entry("330000", "0.70")))

    law.ask("demo.share", place="330902", on=DAY)
    law.ask("demo.share", place="330902", on=DAY)
    law.ask("demo.share", place="000000", on=DAY)

    assert [(answer.place, answer.asked_place) for answer in law.asked] == [("330000", "330902"), ("000000", "000000")]
    assert law.basis() == {
        "edition": "test",
        "values": [
            {
                "key": "demo.share",
                "value": value,
                "unit": "share",
                "place": place,
                "on": "2024-06-01",
                "since": "2010-01-01",
                "clause": "1",
                "source": "law",
                "confidence": "S",
            }
            for value, place in (("0.7", "330000"), ("0.5", "000000"))
        ],
    }


def test_an_unknown_key_names_its_neighbours():
    with pytest.raises(UnknownKey) as caught:
        book(entry()).ask("demo.shares", place="330902", on=DAY)

    assert (caught.value.name, caught.value.near) == ("demo.shares", ("demo.share",))
