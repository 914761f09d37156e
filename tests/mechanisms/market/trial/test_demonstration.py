"""The demonstration's trials stand at every stage, and nothing in its story is refused."""

from collections import Counter

import pytest

from kechuang.casework.models import Case
from kechuang.config.demo import achieving, areas, cast, trialling, troupe
from kechuang.config.demo.day import LAST_DAY, moment_on
from kechuang.config.demo.stage import Stage
from kechuang.kernel import place
from kechuang.ledger.logs import open_log
from kechuang.mechanisms.market.trial import queries
from kechuang.mechanisms.market.trial.models import Trial
from kechuang.web import clock


@pytest.fixture
def played(db, settings, tmp_path):
    settings.KECHUANG_HOME = tmp_path
    areas.write()
    found = troupe.Troupe()
    for authority in cast.AUTHORITIES:
        open_log(authority.code, authority.city)
        firms = [one for one in cast.firms() if one.authority == authority.code]
        found.firms += firms[:12] + [one for one in firms[12:] if one.place == trialling.MOUNTAIN]
    with clock.fixed(moment_on(achieving.ROUNDS[0])):
        troupe._offices(found)
        roles = {"city_checker", "registrar"}
        people = [one for one in cast.officers() if one.role in roles]
        troupe._persons(found, [(one.username, one.name, one.role, one.body) for one in people])
        troupe._organisations(found)
        clerks = [(f"clerk.{one.code}", f"办事员{at}", "firm_clerk", one.code) for at, one in enumerate(found.firms)]
        troupe._persons(found, [each for each in clerks if each[0] not in found.actors])
        stage = Stage()
        achieving.Achieving(found, stage).set_out()
        trialling.Trialling(found, stage).set_out()
    while stage.scenes:
        stage.play(min(stage.scenes))
    stage.play(LAST_DAY)
    yield stage
    place.own_areas(None)


def states(kind):
    return dict(Counter(Case.objects.filter(kind=kind).values_list("state", flat=True)))


def test_trials_and_open_licences_stand_at_every_stage(played):
    assert dict(played.refusals) == {}
    assert states("market.trial") == {
        "CONVERTED": 2,
        "ENDED_NO_FEE": 2,
        "TRIAL": 2,
        "SATISFIED": 1,
        "TERMS_AGREED": 1,
        "REQUESTED": 1,
    }
    assert states("market.open_licence") == {"PUBLISHED": 1, "WITHDRAWN": 1}
    assert states("market.open_use") == {"FILED": 1, "NOTIFIED": 1}
    assert Trial.objects.filter(expired_on__isnull=False).count() == 1
    assert [line.converted for line in queries.gains() if line.mountain] == [2]
    names = Trial.objects.values_list("case__holder__name", flat=True)
    assert [cast.MARK in name for name in names] == [True] * len(names)
