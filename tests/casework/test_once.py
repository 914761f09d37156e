"""A form that is sent twice acts once."""

from uuid import UUID

from kechuang.casework import once
from kechuang.web.permissions import Actor

LIN, WU = UUID(int=1), UUID(int=2)


def test_the_key_of_a_drawn_form_is_its_persons_and_its_acts():
    keys = {
        once.key_of(Actor(LIN), "loans.open", "drawn"),
        once.key_of(Actor(WU), "loans.open", "drawn"),
        once.key_of(Actor(LIN), "loans.close", "drawn"),
        once.key_of(Actor(), "loans.open", "drawn"),
    }

    assert sorted(keys) == [
        f"{LIN.hex}:loans.close:drawn",
        f"{LIN.hex}:loans.open:drawn",
        f"{WU.hex}:loans.open:drawn",
        "nobody:loans.open:drawn",
    ]


def test_a_form_without_a_drawn_key_acts_each_time():
    first, second = (once.key_of(Actor(LIN), "loans.open", "") for _ in range(2))

    assert first != second


def test_long_keys_that_differ_at_their_end_stay_apart_and_fit_a_step():
    drawn = "x" * 64
    keys = [once.key_of(Actor(LIN), "loans.return_for_correction", f"{drawn}:{case:032x}") for case in range(50)]

    assert len(set(keys)) == 50
    assert {len(key) for key in keys} == {97}


def test_a_long_key_is_the_same_again():
    first, again = (once.key_of(Actor(LIN), "loans.open", "x" * 500) for _ in range(2))

    assert first == again


def test_a_form_that_was_never_sent_opened_no_case(db):
    assert once.case_of("nobody:loans.open:drawn") is None
