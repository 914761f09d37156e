"""What time does to cases, through the lending mechanism: a loan falls overdue on 1 March 2026."""

from datetime import date
from decimal import Decimal

from kechuang.casework.act import act
from kechuang.casework.due import next_day, sweep
from kechuang.casework.models import Case, DueMove, Step
from kechuang.web import chance
from tests.casework.lending import HAND_BACK, LEND, Change, Lend

DUE = date(2026, 3, 1)


def lend(library, key="k"):
    request = Lend(chance.uuid7(), library.office.pk, library.borrower.pk, Decimal(10))
    return act(LEND, request, by=library.clerk, key=key).case


def test_nothing_happens_before_the_day(library):
    case = lend(library)

    assert sweep(date(2026, 2, 28)).moved == 0
    assert Case.objects.get(pk=case).state == "LENT"


def test_a_node_that_was_down_decides_on_the_due_day(library):
    case = lend(library)

    swept = sweep(date(2026, 4, 20))

    step = Step.objects.get(case=case, move="overdue")
    assert (swept.moved, swept.refused) == (1, {})
    assert (step.on, step.person_id, step.target) == (DUE, None, "OVERDUE")


def test_a_second_sweep_does_nothing(library):
    lend(library)
    sweep(DUE)

    assert sweep(DUE).moved == 0
    assert Step.objects.count() == 2


def test_a_move_that_the_case_has_left_behind_is_moot(library):
    case = lend(library)
    act(HAND_BACK, Change(case), by=library.reader, key="back")
    DueMove.objects.filter(case=case).update(done_at=None, refused="")

    swept = sweep(DUE)

    assert (swept.moved, swept.refused) == (0, {})
    assert DueMove.objects.get(case=case).refused == "moot"


def test_the_next_day_is_the_first_on_which_something_is_due(library):
    lend(library)

    assert (next_day(date(2026, 2, 1)), next_day(DUE)) == (DUE, None)
