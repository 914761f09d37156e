"""Whatever is done in whatever order: own state stays, days move by the days stopped, quotas hold, held cases refuse."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kechuang.casework.decision import CaseView, Decision, Scene
from kechuang.casework.matters.cases import standard_of
from kechuang.casework.matters.moves import ALL, APPLICATION
from kechuang.casework.moves import BESIDE, Moves
from kechuang.casework.registry import CASE_KINDS
from kechuang.casework.standard import acts, declare, requests
from kechuang.casework.standard.rows import Chain, Known, Loaded
from kechuang.casework.standard.rules import recommending
from kechuang.kernel.days import load_calendars
from kechuang.kernel.refusal import Refusal
from kechuang.rulebook import load as rulebook
from kechuang.rulebook.resolve import Law

CASE, OFFICE, FIRM, ROUND = (UUID(int=number) for number in (1, 2, 3, 4))
BEGIN = date(2026, 3, 2)
DUE = date(2026, 5, 1)
FAULT = (requests.Fault(where="", what="Not signed."),)
ASKED = {
    declare.RETURN: requests.Return(case=CASE, faults=FAULT, new_facts="New."),
    declare.RESUBMIT: requests.Resubmit(case=CASE, note="Mended."),
    declare.SUSPEND: requests.Suspend(case=CASE, reason="Lawsuit.", basis="Rule"),
    declare.RESUME: requests.Resume(case=CASE),
    declare.OBJECT: requests.Object(case=CASE, reason="No."),
    declare.DECIDE_OBJECTION: requests.DecideObjection(case=CASE, upheld=False, reason="Because."),
    declare.REMIND: requests.Remind(case=CASE),
}


def view(**changes) -> CaseView:
    values = {
        "id": CASE,
        "kind": APPLICATION.kind,
        "authority": "330100",
        "state": "SUBMITTED",
        "place": "330106",
        "holder": FIRM,
        "counterpart": None,
        "office": OFFICE,
        "amount": None,
        "opened_on": BEGIN,
        "due_on": DUE,
        "number": "M1",
    }
    return CaseView(**{**values, **changes})


def scene(case: CaseView, known: Known, on: date, used=None) -> Scene[Loaded]:
    rows = Loaded(
        own=APPLICATION,
        standard=standard_of(APPLICATION.kind),
        calendars=load_calendars(),
        cases={CASE: known},
        used=used if used is not None else {},
    )
    return Scene(on=on, law=Law(rulebook.current()), cases={CASE: case}, balances={}, rows=rows)


def after(case: CaseView, known: Known, decided: Decision) -> tuple[CaseView, Known]:
    """What the gateway and the tables make of a decision."""
    values = {name: getattr(case, name) for name in CaseView.__slots__}
    changed = dict(decided.changes.get(CASE, {}))
    later = CaseView(**{**values, **changed, "state": decided.states[CASE]})
    opened = {write.table for write in decided.rows if write.pk is None}
    closed = {write.table for write in decided.rows if write.pk is not None}
    for table, name in (("correction", "correction"), ("pause", "pause"), ("objection", "objection")):
        if table in opened:
            setattr(known, name, 1)
        elif table in closed:
            setattr(known, name, None)
    known.reminded = known.reminded or "reminder" in opened
    return later, known


MOVES = st.lists(st.tuples(st.sampled_from(sorted(ASKED)), st.integers(0, 40)), max_size=12)


@settings(deadline=None, max_examples=40)
@given(MOVES)
def test_no_sequence_loses_the_own_state_and_days_move_by_the_days_stopped(moves):
    case, known, on, stopped, began = view(), Known(last_on=BEGIN), BEGIN, 0, None

    for move, days in moves:
        on += timedelta(days=days)
        decided = acts.DECISIONS[move](scene(case, known, on), ASKED[move])
        if isinstance(decided, Refusal):
            continue
        before = case
        case, known = after(case, known, decided)
        assert case.state == "SUBMITTED"
        if case.hold and not before.hold:
            began = on
        if before.hold and not case.hold:
            stopped += (on - began).days
            assert decided.shifts == ((CASE, (on - began).days),)

    assert case.stopped_days == stopped
    assert case.due_on == DUE + timedelta(days=stopped)
    assert bool(case.hold) == (known.pause is not None)


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 5), st.lists(st.sampled_from(["recommend", "send_down"]), max_size=20))
def test_a_quota_is_never_exceeded(quota, steps):
    used: dict[tuple[UUID, str, str], int] = {}
    key = (ROUND, "county", "330106")

    for step in steps:
        at = 1 if step == "recommend" else 2
        chain = Chain(round=ROUND, code="R1", levels=("unit", "county"), at=at, whose="330106", quota=quota)
        known = Known(chain=chain)
        if step == "recommend":
            asked = requests.Recommend(case=CASE)
            decided = recommending.recommend(scene(view(), known, BEGIN, used), asked)
            used[key] = used.get(key, 0) + (0 if isinstance(decided, Refusal) else 1)
        elif used.get(key, 0):
            decided = recommending.send_down(
                scene(view(), known, BEGIN, used), requests.SendDown(case=CASE, faults="x")
            )
            [freed] = [write.values["frees"] for write in decided.rows if "frees" in write.values]
            assert freed == "county"
            used[key] -= 1
        assert used.get(key, 0) <= quota


@pytest.mark.parametrize("own", [*ALL], ids=lambda own: own.kind)
def test_standard_moves_never_lead_to_a_state_that_the_kind_has_not_or_leave_a_finished_one_by_accident(own):
    table = declare.table(own)
    declared = standard_of(own.kind)

    beside = [entry for entry in table.table if BESIDE in entry.code]
    leading = {entry.code for entry in beside if not entry.targets <= entry.sources}
    allowed = {declare.LAPSE, declare.WITHDRAW, declare.REOPEN, declare.DECLINE, declare.DECIDE_OBJECTION}
    assert leading <= allowed
    assert all(entry.targets <= set(own.states) for entry in beside)
    assert declared.reopen is not None


def test_every_kind_that_declares_has_a_table_that_holds_together():
    tables = {code: declare.table(CASE_KINDS[code].moves) for code in declare.DECLARED}

    assert all(isinstance(table, Moves) for table in tables.values())
    assert {"matters.application", "matters.request", "sharing.voucher.right"} <= set(tables)
