"""The demonstration's achievements stand in every state of the register, and its rights hold every kind of entry."""

from collections import Counter

import pytest

from kechuang.casework.models import Case
from kechuang.config.demo import achieving, areas, cast, houses, troupe
from kechuang.config.demo.day import LAST_DAY, moment_on
from kechuang.config.demo.stage import Stage
from kechuang.kernel import place
from kechuang.ledger.logs import open_log
from kechuang.mechanisms.market.result.models import Contribution, Licence, Pledge
from kechuang.web import clock

FIRMS = 10


@pytest.fixture
def played(db, settings, tmp_path):
    """The offices, some firms of each city, and the days on which something is played."""
    settings.KECHUANG_HOME = tmp_path
    areas.write()
    found = troupe.Troupe()
    for authority in cast.AUTHORITIES:
        open_log(authority.code, authority.city)
        found.firms += [one for one in cast.firms() if one.authority == authority.code][:FIRMS]
    with clock.fixed(moment_on(houses.ROUNDS[0])):
        troupe._offices(found)
        people = [one for one in cast.officers() if one.role == "city_checker"]
        troupe._persons(found, [(one.username, one.name, one.role, one.body) for one in people])
        troupe._organisations(found)
        stage = Stage()
        achieving.Achieving(found, stage).set_out()
    while stage.scenes:
        stage.play(min(stage.scenes))
    stage.play(LAST_DAY)
    yield stage
    place.own_areas(None)


def states(kind):
    return dict(Counter(Case.objects.filter(kind=kind).values_list("state", flat=True)))


def test_achievements_and_rights_stand_in_every_state(played):
    assert dict(played.refusals) == {}
    assert states("market.result") == {
        "FORMAL_CHECK": 12,
        "REGISTERED": 12,
        "LISTED": 41,
        "TRANSFERRED": 4,
        "LICENSED": 12,
        "INVESTED": 4,
        "IMPLEMENTED": 4,
        "IN_DEAL": 4,
        "DORMANT": 17,
        "WITHHELD": 1,
        "FROZEN": 1,
    }
    assert states("market.right") == {"ACTIVE": 16}
    assert states("market.entry") == {"ENTERED": 36, "APPLIED": 4}
    assert (Licence.objects.count(), Pledge.objects.count(), Contribution.objects.count()) == (12, 4, 4)
    assert [row.title for row in Case.objects.filter(kind="market.result") if cast.MARK not in row.title] == []
