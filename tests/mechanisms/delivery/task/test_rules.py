"""What holds of tasks whatever happens: nobody is lost on the way, history stays, a meeting sees what changed."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from kechuang.casework.decision import CaseView, Decision, Scene
from kechuang.casework.notices import ladder
from kechuang.kernel.refusal import Refusal
from kechuang.mechanisms.delivery.task.rules import days, ending, money
from kechuang.mechanisms.delivery.task.rules.compare import OVER, compare
from kechuang.mechanisms.delivery.task.rules.moves import FINISHED, TASK
from kechuang.mechanisms.delivery.task.rules.requests import Carry, Loaded, StateMoney, TaskView

CASE, LEAD, OFFICE = UUID(int=1), UUID(int=2), UUID(int=3)
ON = date(2026, 5, 4)
states = st.sampled_from(TASK.states)
some_days = st.dates(date(2026, 1, 1), date(2027, 12, 31))
shots = st.dictionaries(
    st.sampled_from("abcdef"),
    st.fixed_dictionaries({"state": states, "percent": st.integers(0, 100), "late": st.booleans()}),
)
sums = st.decimals(Decimal(0), Decimal(10**9), places=2)


def scene(state="IN_PROGRESS", on=ON, **view) -> Scene[Loaded]:
    case = CaseView(CASE, TASK.kind, "330100", state, "330100", LEAD, None, OFFICE, None, ON, None)
    row = {"year": 2026, "due_on": None, "report_by": None, "percent": 0, "measures": 1, **view}
    return Scene(on, None, {CASE: case}, {}, Loaded(tasks={CASE: TaskView(**row)}))


def followers(state: str) -> set[str]:
    return {target for entry in TASK.table if state in entry.sources for target in entry.targets}


def reached(state: str) -> set[str]:
    found, fresh = {state}, {state}
    while fresh := {each for known in fresh for each in followers(known)} - found:
        found |= fresh
    return found


def test_no_task_is_orphaned_every_state_leads_to_an_end_and_is_led_to():
    ends = {state: bool(reached(state) & FINISHED) for state in TASK.states}

    assert ends == dict.fromkeys(TASK.states, True)
    assert reached("ITEM") == set(TASK.states)
    assert {state for state in TASK.states if not followers(state)} == FINISHED


@given(some_days, st.sampled_from([1, 3, 6, 12]))
def test_a_reporting_period_ends_on_the_last_of_a_month_in_the_same_year(on, months):
    end = days.period_end(on, months)

    assert (end >= on, end.year, (end + timedelta(days=1)).day, end.month % months) == (True, on.year, 1, 0)


@given(some_days, some_days, st.sampled_from([1, 3, 6, 12]))
def test_periods_run_on_with_the_days(first, second, months):
    early, late = sorted((first, second))

    assert days.period_end(early, months) <= days.period_end(late, months)


@given(some_days, some_days, states)
def test_a_task_is_late_from_the_day_after_its_own_and_not_before(due_on, on, state):
    found = days.running(scene(on=on), due_on, state)

    assert found == ("LATE" if on > due_on else state)
    assert [entry.on for entry in days.late_on(CASE, due_on)] == [due_on + timedelta(days=1)]


LADDER = ladder.steps(
    [
        {"code": code, "colour": code, "from_day": from_day, "tells": "handler", "title": code}
        for code, from_day in (("blue", -10), ("yellow", 1), ("red", 15))
    ]
)


@given(some_days, some_days, some_days)
def test_the_ladder_of_warnings_only_rises_until_the_day_is_moved(due_on, first, second):
    early, late = sorted((first, second))
    before, after = (ladder.step_on(LADDER, due_on, on) for on in (early, late))

    assert (before is None or after is not None, ladder.step_on(LADDER, None, late)) == (True, None)
    assert before is None or LADDER.index(before) <= LADDER.index(after)


@given(st.integers(2020, 2030), st.integers(2020, 2032), some_days, st.one_of(st.none(), some_days), states)
def test_carrying_over_keeps_what_stood_before(year, wanted, due_on, before, state):
    request = Carry(task=CASE, year=wanted, due_on=due_on, reason="Flood")

    found = ending.carry_over(scene(state, year=year, due_on=before), request)

    if wanted <= year:
        assert isinstance(found, Refusal)
        assert found.code == "delivery.year_not_later"
    elif due_on < ON or due_on.year != wanted:
        assert isinstance(found, Refusal)
        assert found.code == "delivery.due_past"
    else:
        assert isinstance(found, Decision)
        [(_case, fact)] = found.facts
        assert (fact.before, fact.due_on, fact.year) == (before, due_on, wanted)
        assert dict(found.rows.values) == {"year": wanted, "due_on": due_on}
        assert found.states[CASE] == ("IN_PROGRESS" if state == "LATE" else state)


@given(shots, shots)
def test_a_meeting_sees_what_changed_and_nothing_else(before, now):
    found = compare(before, now)

    both = before.keys() & now.keys()
    moved = {task for task, then, percent in found.moved}
    assert set(found.new) == now.keys() - before.keys()
    assert moved == {task for task in both if before[task]["percent"] != now[task]["percent"]}
    assert {*found.became_late, *found.no_longer_late} == {t for t in both if before[t]["late"] != now[t]["late"]}
    assert set(found.done) == {t for t in both if now[t]["state"] in OVER and before[t]["state"] not in OVER}
    assert {*found.blocked, *found.unblocked} == {
        task for task in both if (before[task]["state"] == "BLOCKED") != (now[task]["state"] == "BLOCKED")
    }


@given(shots)
def test_nothing_changed_between_a_meeting_and_itself(shot):
    assert bool(compare(shot, shot)) is False


keys = st.tuples(st.sampled_from(["planned", "arranged", "spent"]), st.integers(2024, 2028), st.sampled_from("ab"))


@given(st.dictionaries(keys, sums), st.sampled_from(["planned", "arranged"]), st.sampled_from("ab"), sums)
def test_the_planned_figures_together_are_the_money_of_the_case(known, kind, source, amount):
    request = StateMoney(task=CASE, move="fund", kind=kind, year=2026, source=source, amount=amount)

    found = money.state_money(scene(money=known), request)

    before = known.get((kind, 2026, source))
    if before == amount:
        assert found.code == "delivery.money_same"
        return
    after = {**known, (kind, 2026, source): amount}
    planned = sum((yuan for key, yuan in after.items() if key[0] == "planned"), Decimal(0))
    assert found.changes == ({CASE: {"amount": planned}} if kind == "planned" else {})
    assert found.facts[0][1].before_yuan == ("" if before is None else f"{before:f}")


def test_money_that_cannot_be_is_refused():
    good = {"task": CASE, "move": "spend", "kind": "spent", "year": 2026, "source": "Fund", "amount": Decimal(5)}
    wrong = (
        ({"amount": Decimal(-1)}, "delivery.money_wrong"),
        ({"amount": Decimal("0.001")}, "delivery.money_wrong"),
        ({"source": " "}, "delivery.money_no_source"),
        ({"year": 1999}, "delivery.year_unlikely"),
        ({"kind": "planned"}, "delivery.money_kind"),
    )

    found = [money.state_money(scene(), StateMoney(**{**good, **values})).code for values, _code in wrong]

    assert found == [code for _values, code in wrong]
