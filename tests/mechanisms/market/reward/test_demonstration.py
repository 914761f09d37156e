"""The demonstration's rewards stand at every stage; the only late one is an invented university's."""

from collections import Counter

import pytest

from kechuang.casework.models import Case
from kechuang.config.demo import achieving, areas, cast, houses, rewarding, troupe
from kechuang.config.demo.day import LAST_DAY, moment_on
from kechuang.config.demo.stage import Stage
from kechuang.kernel import place
from kechuang.ledger.logs import open_log
from kechuang.mechanisms.market.reward.models import Distribution
from kechuang.web import clock
from kechuang.web.accounts.models import Body

FIRMS = 4


@pytest.fixture
def played(db, settings, tmp_path):
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
        rewarding.Rewarding(found, stage).set_out()
    while stage.scenes:
        stage.play(min(stage.scenes))
    stage.play(LAST_DAY)
    yield stage
    place.own_areas(None)


def states(kind):
    return dict(Counter(Case.objects.filter(kind=kind).values_list("state", flat=True)))


def test_rewards_stand_at_every_stage(played):
    assert dict(played.refusals) == {}
    assert states("market.distribution") == {"PAID": 8, "NOTICE_PASSED": 2, "NOTICE_RUNNING": 2}
    assert states("market.empowerment") == {"EFFECTIVE": 5, "NOTICE_RUNNING": 1}
    assert states("market.transfer_report") == {"FILED": 3}
    late = Distribution.objects.filter(late_days__gt=0).values_list("case__holder__name", flat=True)
    assert [cast.MARK in name for name in late] == [True] * len(late)
    assert [row.name for row in Body.objects.filter(kind="university") if cast.MARK not in row.name] == []
