"""The year's rhythm: days of a year from dated data; a work over New Year begins the year before."""

from datetime import date

from kechuang.casework.notices.rhythm import Season, seasons
from kechuang.rulebook import load as rulebook
from kechuang.rulebook.value import Text

ROWS = [
    {"code": "end", "title": Text("年末", "year's end"), "first": "12-15", "last": "01-10"},
    {"code": "mid", "title": Text("年中", "mid-year"), "first": "02-29", "last": "07-15"},
]


def test_the_work_of_a_year_stands_in_the_order_of_its_last_days():
    assert seasons(ROWS, 2026) == (
        Season("end", "年末", "year's end", date(2025, 12, 15), date(2026, 1, 10)),
        Season("mid", "年中", "mid-year", date(2026, 2, 28), date(2026, 7, 15)),
    )


def test_every_season_of_the_node_is_marked_as_our_design():
    answer = rulebook.current().ask("office.rhythm", place="330106", on=date(2026, 6, 1))

    codes = [season.code for season in seasons(answer.value.rows, 2026)]
    assert (answer.confidence, codes) == (
        "D",
        ["breakdown", "quarter_one", "mid_year", "quarter_three", "autumn", "year_end"],
    )
