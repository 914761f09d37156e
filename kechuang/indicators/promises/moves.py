"""The moves of a measured promise. Codes are for ever."""

from kechuang.casework.moves import Moves, move

BOUND, RELEASED = "BOUND", "RELEASED"
BIND, JUDGE, READ = "promise:bind", "promise:judge", "promise:read"

PROMISE = Moves(
    "promises.promise",
    (BOUND, RELEASED),
    (
        move("bind", "", BOUND, BIND, main=True),
        move("change", BOUND, BOUND, BIND),
        move("judge", BOUND, BOUND, JUDGE),
        move("release", BOUND, RELEASED, BIND),
    ),
    rest=frozenset({BOUND}),
)
