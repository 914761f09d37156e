"""The moves of plain matters: an application is granted or refused, a request is answered. Codes are for ever."""

from kechuang.casework.moves import HOLDER, SYSTEM, Moves, move

READ, SUBMIT = "matter:read", "matter:submit"
TAKE_IN, ACCEPT, DECIDE = "matter:take_in", "matter:accept", "matter:decide"

_OPENING = (
    move("submit", "", "SUBMITTED", SUBMIT, HOLDER, main=True),
    move("take_in", "", "ACCEPTED", TAKE_IN),
    move("accept", "SUBMITTED", "ACCEPTED", ACCEPT, main=True),
    move("decline", "SUBMITTED", "REFUSED", ACCEPT),
)
_BESIDE = (
    move("standard.withdraw", "SUBMITTED ACCEPTED", "WITHDRAWN", SUBMIT, HOLDER),
    move("standard.lapse", "SUBMITTED", "LAPSED", SUBMIT, SYSTEM),
)

APPLICATION = Moves(
    "matters.application",
    ("SUBMITTED", "ACCEPTED", "GRANTED", "REFUSED", "CLOSED", "WITHDRAWN", "LAPSED"),
    (
        *_OPENING,
        move("grant", "ACCEPTED", "GRANTED", DECIDE, excludes="accept take_in", main=True),
        move("refuse", "ACCEPTED", "REFUSED", DECIDE, excludes="accept take_in"),
        move("close", "GRANTED REFUSED", "CLOSED", DECIDE),
        *_BESIDE,
    ),
)
REQUEST = Moves(
    "matters.request",
    ("SUBMITTED", "ACCEPTED", "ANSWERED", "REFUSED", "CLOSED", "WITHDRAWN", "LAPSED"),
    (
        *_OPENING,
        move("answer", "ACCEPTED", "ANSWERED", DECIDE, main=True),
        move("close", "ANSWERED REFUSED", "CLOSED", DECIDE),
        *_BESIDE,
    ),
)
ALL = (APPLICATION, REQUEST)
BY_KIND = {moves.kind: moves for moves in ALL}
