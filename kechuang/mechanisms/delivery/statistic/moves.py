"""The moves of statistics: an indicator is defined, revised, retired; a series is opened and observed. Codes stay."""

from kechuang.casework.moves import Moves, move

READ, ENTER, DEFINE = "statistic:read", "statistic:enter", "statistic:define"

INDICATOR = Moves(
    "statistic.indicator",
    ("CURRENT", "RETIRED"),
    (
        move("define", "", "CURRENT", DEFINE),
        move("revise", "CURRENT", "CURRENT", DEFINE),
        move("retire", "CURRENT", "RETIRED", DEFINE),
    ),
)
SERIES = Moves(
    "statistic.series",
    ("KEPT",),
    (
        move("begin", "", "KEPT", ENTER),
        move("observe", "KEPT", "KEPT", ENTER),
    ),
)
