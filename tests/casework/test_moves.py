import pytest

from kechuang.casework.moves import HOLDER, Moves, move
from kechuang.kernel.refusal import Refusal

LOAN = Moves(
    "tests.book",
    ("LENT", "BACK"),
    (move("lend", "", "LENT", "book:lend"), move("hand_back", "LENT", "BACK", "book:return", HOLDER)),
)


def test_a_move_that_leaves_the_state_is_allowed():
    assert LOAN.check("hand_back", "LENT") is None


def test_a_move_that_does_not_leave_the_state_names_the_open_ones():
    refusal = LOAN.check("hand_back", "BACK")

    assert refusal == Refusal(
        "case.move_not_open", {"move": "tests.book.hand_back", "state": "tests.book.BACK", "open": ""}
    )


def test_opening_needs_no_case_and_other_moves_do():
    assert LOAN.check("lend", None) is None
    assert LOAN.check("hand_back", None) == Refusal("case.missing", {"move": "tests.book.hand_back"})


def test_final_states_are_those_that_no_move_leaves():
    assert LOAN.final == frozenset({"BACK"})


@pytest.mark.parametrize(
    ("states", "table", "message"),
    [
        (("A",), (move("x", "", "A", "p"), move("x", "A", "A", "p")), "a move is listed twice"),
        (("A",), (move("x", "B", "A", "p"),), "unknown states"),
        (("A", "B"), (move("x", "", "A", "p"),), "no move leads to"),
        (("A",), (move("x", "", "A", "p", "office", "y"),), "excludes unknown moves"),
    ],
)
def test_a_table_that_contradicts_itself_is_refused(states, table, message):
    with pytest.raises(ValueError, match=message):
        Moves("tests.bad", states, table)


def test_a_move_for_an_unknown_side_is_refused():
    with pytest.raises(ValueError, match="no side is called moon"):
        move("x", "", "A", "p", "moon")
