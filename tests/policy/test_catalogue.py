"""Works, promises and systems: the data files hold together, and say what real plans say."""

from collections import Counter

import pytest

from kechuang.policy import catalogue, paths
from kechuang.policy.catalogue import EVERYWHERE
from kechuang.policy.likeness import folded
from tests.policy.plans import reading

SEEDS = {
    "000": "zj-common-prosperity-2022",
    "001": "zj-common-prosperity-2022",
    "002": "zj-sti-plan-2021",
    "003": "yrd-community-2022",
    "004": "zj-new-drivers-2018",
}


def test_every_row_is_there_once():
    systems = catalogue.systems()

    assert list(systems) == list(range(1, 154))
    names = Counter(system.name for system in systems.values())
    assert [name for name, count in names.items() if count > 1] == []


def test_statuses_are_counted_honestly():
    counts = Counter(system.status for system in catalogue.systems().values())

    assert counts == {"working": 1, "register": 11, "not_yet": 141}


def test_every_row_says_in_both_languages_what_it_must_do():
    bare = [s.number for s in catalogue.systems().values() if not (s.does.zh and s.does.en and s.name_en and s.where)]

    assert bare == []


def test_a_work_is_known_by_its_title_in_any_script():
    found = catalogue.work_of("三省一市共建長三角科技創新共同體行動方案(2022-2025年)")

    assert found is catalogue.works()["yrd-community-2022"]
    assert catalogue.work_of("云岭省科技创新行动计划（演示）") is None


def test_promises_stand_on_clauses_of_known_works():
    assert [(each.code, each.work.key, each.clause) for each in catalogue.promises().values()] == [
        ("yrd-voucher-interconnection", "yrd-community-2022", "四(三)"),
        ("zj-voucher-everywhere", "zj-sti-plan-2021", "八(二)"),
    ]


def test_promises_name_systems_that_their_clause_names():
    wrong = [
        (promise.code, number)
        for promise in catalogue.promises().values()
        for number in promise.systems
        if promise.clause not in catalogue.systems()[number].where.get(promise.work.key, ())
    ]

    assert wrong == []


@pytest.mark.parametrize("seed", sorted(SEEDS))
def test_every_system_is_named_in_every_clause_that_is_cited(shared, seed):
    raw = next((shared / "seeds").glob(f"{seed}*")).read_bytes().decode()
    read = reading(raw)
    clauses = {clause.path: folded(raw[clause.start : clause.body_end]) for clause in read.clauses}
    known = list(clauses)

    missing = []
    for system in catalogue.systems().values():
        wordings = [folded(name) for name in (system.name, *system.also)]
        for cited in system.where.get(SEEDS[seed], ()):
            text = folded(raw) if cited == EVERYWHERE else clauses.get(paths.resolve(cited, known), "")
            if not text or not (system.implied or any(wording in text for wording in wordings)):
                missing.append((system.number, cited))

    assert missing == []


@pytest.mark.parametrize("seed", sorted(SEEDS))
def test_a_real_plan_is_recognised_as_its_work(shared, seed):
    raw = next((shared / "seeds").glob(f"{seed}*")).read_bytes().decode()

    found = catalogue.work_of(reading(raw).title)

    assert found is not None
    assert found.key == SEEDS[seed]
