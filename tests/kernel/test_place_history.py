"""Places through time: successors, predecessors, and how much of a territory went where."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kechuang.kernel import place
from kechuang.kernel.place import PlaceError, Share
from tests.kernel.properties import quick

TABLE = place.packaged()
THEN, NOW = date(2010, 1, 1), date(2024, 1, 1)


@pytest.mark.parametrize(
    ("code", "on", "successors"),
    [
        ("330103", date(2022, 1, 1), ("330105",)),
        ("330104", date(2022, 1, 1), ("330102", "330114")),
        ("330106", date(2022, 1, 1), ("330106",)),
        ("341422", date(2015, 1, 1), ("340225",)),
        ("341422", date(2022, 1, 1), ("340281",)),
        ("341400", date(2022, 1, 1), ("340100", "340200", "340500")),
        ("320584", date(2022, 1, 1), ("320509",)),
        ("310103", date(2022, 1, 1), ("310101",)),
    ],
)
def test_a_withdrawn_code_leads_to_those_that_hold_its_territory(code, on, successors):
    assert place.successors(code, on) == successors


@pytest.mark.parametrize(
    ("code", "on", "predecessors"),
    [
        ("330105", date(2020, 1, 1), ("330103", "330105")),
        ("330114", date(2020, 1, 1), ("330104", "330109")),
        ("330383", date(2018, 1, 1), ("330327",)),
        ("340281", date(2010, 6, 1), ("341422",)),
        ("320508", date(2012, 1, 1), ("320502", "320503", "320504")),
        ("330106", date(2012, 1, 1), ("330106",)),
    ],
)
def test_a_code_leads_back_to_those_that_held_its_territory(code, on, predecessors):
    assert place.predecessors(code, on) == predecessors


def test_a_divided_county_keeps_a_part_and_gives_a_part():
    assert place.moved("330110", date(2020, 1, 1), date(2022, 1, 1)) == (
        Share("330110", "part"),
        Share("330113", "part"),
    )
    assert place.successors("330110", date(2022, 1, 1), since=date(2020, 1, 1)) == ("330110", "330113")
    assert place.successors("330110", date(2022, 1, 1)) == ("330110",)


def test_a_merged_county_passes_on_whole():
    assert place.moved("330103", date(2020, 1, 1), date(2022, 1, 1)) == (Share("330105", "whole"),)
    assert place.moved("330105", date(2020, 1, 1), date(2022, 1, 1)) == (Share("330105", "whole"),)


def test_a_new_name_under_the_same_code_is_the_same_territory():
    assert place.moved("320803", THEN, NOW) == (Share("320803", "whole"),)
    assert place.division("320803", date(2011, 6, 1)).name_zh == "楚州区"
    assert place.division("320803", date(2012, 6, 1)).name_zh == "淮安区"


def test_what_never_was_has_no_history():
    for ask in (place.successors, place.predecessors):
        with pytest.raises(PlaceError) as caught:
            ask("339999", NOW)
        assert caught.value.code == "place.unknown"


@given(st.sampled_from(TABLE.codes), st.integers(0, 5500), st.integers(0, 5500))
@quick
def test_no_territory_is_lost_on_the_way(code, first, second):
    then, now = sorted(THEN + timedelta(days=offset) for offset in (first, second))
    if not TABLE.exists(code, then):
        return

    shares = place.moved(code, then, now)

    assert shares
    assert all(TABLE.exists(share.code, now) for share in shares)
    assert len(shares) == 1 or all(share.extent == "part" for share in shares)


@given(st.sampled_from([code for code in TABLE.codes if code.isdecimal()]), st.integers(0, 5500))
@quick
def test_the_successors_of_a_county_count_it_among_their_predecessors(code, offset):
    then = THEN + timedelta(days=offset)
    if not TABLE.exists(code, then):
        return

    for successor in place.successors(code, date(2030, 1, 1), since=then):
        assert code in place.predecessors(successor, then)
