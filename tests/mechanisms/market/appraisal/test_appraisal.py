"""An evaluation: who may judge, what a finding needs, who must sign, what becomes public, what the record gets."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kechuang.casework.standard import acts, declare
from kechuang.casework.standard import requests as standard
from kechuang.mechanisms.market.appraisal.models import Appraisal
from kechuang.mechanisms.market.appraisal.rules import judging, teams
from kechuang.mechanisms.market.appraisal.rules import requests as asked
from kechuang.mechanisms.market.result.models import TrlEvidence
from kechuang.web import chance
from kechuang.web.permissions import SYSTEM
from tests.mechanisms.market.appraisal.world import NAMES
from tests.mechanisms.market.result.conftest import done


def test_the_whole_way_ends_with_the_level_in_the_record_of_the_achievement(world):
    result = world.listed()
    case = world.published(result)
    before = world.trl(result)

    world.pass_to(world.on + timedelta(days=16))

    row = Appraisal.objects.get(pk=case)
    shown = list(TrlEvidence.objects.filter(achievement=result).order_by("level").values_list("level", "assessor"))
    house = "evaluation house"
    assert (before, world.trl(result), world.stands(case), row.final_on) == (5, 6, "FINAL", world.on)
    assert shown == [(2, house), (3, ""), (4, house), (5, ""), (6, house)]


def test_a_report_that_its_holder_keeps_is_final_without_being_public(world):
    result = world.listed()
    case = world.signed(result)

    done(world.step("conclude", asked.Step(appraisal=case, move="conclude", text="内部使用"), by="office"))

    assert (world.stands(case), world.trl(result), Appraisal.objects.get(pk=case).published_on) == ("FINAL", 6, None)


@pytest.mark.parametrize(
    ("more", "code", "place"),
    [
        ({"unit": "university"}, "appraisal.assessor_of_holder", "unit_0"),
        ({"name": "林明", "unit": "university "}, "appraisal.assessor_of_holder", "unit_0"),
        ({"tie": "kinship"}, "appraisal.assessor_tied", "tie_0"),
        ({"tie": "interest"}, "appraisal.assessor_tied", "tie_0"),
        ({"tie": ""}, "appraisal.not_declared", "tie_0"),
        ({"name": " "}, "appraisal.member_without_name", "name_0"),
        ({"unit": ""}, "appraisal.member_without_unit", "unit_0"),
        ({"lead": False}, "appraisal.one_lead", "lead"),
        ({"name": "钱二", "unit": "第1研究所"}, "appraisal.member_twice", "name_1"),
    ],
)
def test_a_member_who_cannot_judge_is_refused_by_name(world, more, code, place):
    case = world.commissioned()

    outcome = world.step("set_team", asked.SetTeam(appraisal=case, members=world.members(**more)))

    assert outcome.refusal is not None
    assert (outcome.refusal.code, outcome.refusal.place, world.stands(case)) == (code, place, "REQUESTED")


def test_a_co_completer_of_another_unit_and_that_units_people_are_refused(world):
    first, second = world.values().completers
    result = world.listed(completers=(first, replace(second, unit="第0研究所")))
    case = world.commissioned(result)

    wrong = [
        world.step("set_team", asked.SetTeam(appraisal=case, members=members)).refusal
        for members in (world.members(), world.members(name="周越"))
    ]

    assert [each.code for each in wrong] == ["appraisal.assessor_of_completer", "appraisal.assessor_is_completer"]


def test_a_namesake_of_a_completer_is_shown_and_not_refused(world):
    case = world.commissioned()

    done(world.step("set_team", asked.SetTeam(appraisal=case, members=world.members(name="林明"))))

    assert Appraisal.objects.get(pk=case).warnings == [{"code": "appraisal.warn.namesake", "values": {"name": "林明"}}]


def test_a_team_that_is_too_small_cites_the_rule(world):
    case = world.commissioned()

    refusal = world.step("set_team", asked.SetTeam(appraisal=case, members=world.members(4))).refusal

    assert (refusal.code, refusal.values["count"], refusal.values["least"]) == ("appraisal.team_too_small", 4, 5)


def test_only_the_commissioned_institution_conducts_and_its_holder_is_no_institution(world):
    result = world.listed()
    case = world.commissioned(result)
    team = asked.SetTeam(appraisal=case, members=world.members())

    stranger = world.step("set_team", team, by="other evaluator").refusal
    again = world.commission(result).refusal
    itself = world.commission(result, institution="university").refusal

    assert [each.code for each in (stranger, again, itself)] == [
        "case.not_yours",
        "appraisal.under_way",
        "appraisal.institution_unknown",
    ]


def test_an_achievement_that_is_off_the_register_or_in_dispute_is_not_evaluated(world):
    gone, disputed = world.registered(), world.listed()
    done(world.take(gone, "withdraw", "office"))
    done(world.take(disputed, "freeze", "operator"))

    codes = [world.commission(result).refusal.code for result in (gone, disputed)]

    assert codes == ["appraisal.result_gone", "appraisal.result_frozen"]


def test_a_dispute_that_begins_meanwhile_stops_the_findings(world):
    result = world.listed()
    case = world.teamed(result)
    done(world.take(result, "freeze", "operator"))

    assert world.step("assess", world.findings(case)).refusal.code == "appraisal.result_frozen"


@pytest.mark.parametrize(
    ("levels", "level", "code"),
    [
        (((2, {}), (4, {})), 6, "appraisal.level_without_evidence"),
        (((4, {}), (6, {"text": " "})), 6, "appraisal.level_without_evidence"),
        (((4, {}), (6, {"on": None})), 6, "appraisal.level_without_evidence"),
        (((6, {}), (7, {})), 6, "appraisal.level_above"),
        (((6, {}), (6, {})), 6, "appraisal.level_twice"),
        (((14, {}),), 14, "appraisal.level_unknown"),
        (((9, {}),), 9, "appraisal.no_product"),
    ],
)
def test_a_level_that_nothing_shows_is_refused(world, levels, level, code):
    case = world.teamed()
    shown = tuple(world.shown(each, **more) for each, more in levels)

    outcome = world.step("assess", world.findings(case, levels=shown, level=level))

    assert outcome.refusal.code == code


def test_a_level_reached_tomorrow_is_refused(world):
    case = world.teamed()
    tomorrow = world.shown(6, on=world.on + timedelta(days=1))

    assert world.step("assess", world.findings(case, levels=(tomorrow,))).refusal.code == "appraisal.level_in_future"


def test_a_jump_without_evidence_and_days_that_run_backwards_are_warnings(world):
    late = world.shown(1, on=world.on)
    case = world.assessed(levels=(late, world.shown(5)), level=5)

    codes = [each["code"] for each in Appraisal.objects.get(pk=case).warnings]

    assert codes == ["appraisal.warn.jump", "appraisal.warn.backwards"]


@pytest.mark.parametrize(
    ("at", "more", "code"),
    [
        (2, {"grade": "97"}, "appraisal.grade_unknown"),
        (0, {"text": ""}, "appraisal.value_without_words"),
        (4, {"evidence": " "}, "appraisal.value_without_evidence"),
    ],
)
def test_each_of_the_five_values_needs_a_grade_in_words_reasons_and_evidence(world, at, more, code):
    case = world.teamed()
    judged = list(world.findings(case).judged)
    judged[at] = replace(judged[at], **more)

    wrong = world.step("assess", world.findings(case, judged=tuple(judged))).refusal
    four = world.step("assess", world.findings(case, judged=tuple(judged[:4]))).refusal

    assert (wrong.code, four.code) == (code, "appraisal.values_missing")


@pytest.mark.parametrize(
    ("count", "more", "code"),
    [
        (3, {}, "appraisal.too_few_signed"),
        (4, {}, "appraisal.dissent_missing"),
        (5, {"number": " "}, "appraisal.no_report_number"),
        (5, {"signers": ()}, "appraisal.too_few_signed"),
    ],
)
def test_a_report_is_signed_by_as_many_as_the_rule_needs(world, count, more, code):
    case = world.assessed()

    assert world.step("sign", world.signing(case, count, **more)).refusal.code == code


def test_the_leader_must_sign_and_a_stranger_cannot(world):
    case = world.assessed()
    everybody = world.signing(case).signers

    without = world.step("sign", world.signing(case, signers=everybody[1:], dissent="出差")).refusal
    stranger = world.step("sign", world.signing(case, signers=(*everybody, chance.uuid7()))).refusal
    tomorrow = world.step("sign", world.signing(case, signed_on=world.on + timedelta(days=1))).refusal

    codes = [each.code for each in (without, stranger, tomorrow)]
    assert codes == ["appraisal.lead_not_signed", "appraisal.signer_unknown", "appraisal.signed_in_future"]


def test_an_upheld_challenge_stops_the_end_and_the_institution_assesses_anew_or_the_office_annuls(world):
    result = world.listed()
    kind, case = "market.appraisal", world.published(result)
    raised = standard.Object(case=case, reason="第6级证据不实", name="某甲")
    decided = standard.DecideObjection(case=case, upheld=True, reason="测试报告须重做")
    with world.at():
        done(acts.take(kind, declare.OBJECT, raised, by=SYSTEM, key="o"))
        done(acts.take(kind, declare.DECIDE_OBJECTION, decided, by=world.actor("operator"), key="d"))
    challenged = world.stands(case)
    world.pass_to(world.on + timedelta(days=30))

    done(world.step("assess", world.findings(case, level=4, levels=(world.shown(2), world.shown(4)))))
    done(world.step("sign", world.signing(case)))
    done(world.step("publish", asked.Publish(appraisal=case, parts=("level",)), by="office"))
    world.pass_to(world.on + timedelta(days=16))

    assert (challenged, world.stands(case), world.trl(result)) == ("CHALLENGED", "FINAL", 4)
    assert Appraisal.objects.get(pk=case).round == 2


LEVELS = st.lists(st.integers(1, 13), min_size=1, max_size=13, unique=True)


@given(LEVELS, st.integers(1, 12))
def test_a_jump_is_warned_of_exactly_where_more_levels_lie_between_than_the_rule_lets_pass(levels, most):
    shown = tuple(asked.LevelShown(level=each, on=None, text="x") for each in levels)

    warned = list(judging.doubts(shown, most))

    steps = [0, *sorted(levels)]
    assert len(warned) == sum(1 for lower, upper in pairwise(steps) if upper - lower > most)


@given(st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(["甲所", "乙院", "丙大学"])), min_size=1, max_size=6))
def test_nobody_of_the_holders_unit_ever_passes_the_check(pairs):
    result = asked.ResultSeen(
        name="x", state="LISTED", unit=chance.uuid7(), unit_name="丙 大学", trl=3, product=False, secret=False
    )
    members = tuple(asked.Member(id=chance.uuid7(), name=name, unit=unit, tie="none") for name, unit in pairs)

    refused = teams.conflict(result, members)

    assert (refused is not None) == any(unit == "丙大学" for _name, unit in pairs)
