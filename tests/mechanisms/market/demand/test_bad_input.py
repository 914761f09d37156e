"""What is no demand is refused by name, with what shows it; what only looks odd is told to the office."""

from dataclasses import replace
from decimal import Decimal

import pytest

from kechuang.casework.models import Case
from kechuang.mechanisms.market.demand.models import Demand
from kechuang.mechanisms.market.demand.rules import requests as asked
from kechuang.resources.organisations.models import Organisation
from kechuang.web import chance
from tests.mechanisms.market.demand.world import TARGET, done

FLYER = "我公司专业提供热处理加工,质量可靠,欢迎来电咨询 13800001111。"


@pytest.mark.parametrize(
    ("more", "code", "place"),
    [
        ({"title": " "}, "demand.no_title", "title"),
        ({"background": " "}, "demand.no_background", "background"),
        ({"targets": ()}, "demand.no_target", "indicator_0"),
        ({"targets": (replace(TARGET, method=" "),)}, "demand.target_without_method", "method_0"),
        ({"targets": (replace(TARGET, unit=""),)}, "demand.target_without_unit", "unit_0"),
        ({"targets": (replace(TARGET, current=Decimal(2)),)}, "demand.target_met_already", "target_0"),
        ({"list_type": ""}, "demand.list_needed", "list_type"),
        ({"field": ""}, "demand.no_field", "field"),
        ({"field": "9"}, "identify.field.unknown", "field"),
        ({"ipc": ("Z99",)}, "identify.ipc.section", "ipc"),
        ({"budget": Decimal(0)}, "demand.no_budget", "budget"),
        ({"budget": Decimal(8_000_000_000)}, "demand.budget_doubted", "budget"),
        ({"scene": asked.Scene(location=" ")}, "demand.scene_without_location", "scene_location"),
        ({"behalf_code": "91330100799655058B"}, "demand.behalf_incomplete", "behalf_name"),
        ({"background": FLYER}, "demand.advertisement", "background"),
    ],
)
def test_what_is_no_demand_is_refused_by_name(world, more, code, place):
    outcome = world.submit(**more)

    assert outcome.refusal is not None
    assert (outcome.refusal.code, outcome.refusal.place) == (code, place)
    assert Case.objects.filter(kind="market.demand").count() == 0


def test_yuan_in_a_field_of_ten_thousand_yuan_are_found_beside_the_sales(world):
    body = world.bodies["firm"]
    record = Case.objects.create(
        authority="330100", kind="tests", state="X", place=body.place, city="3301", title="record",
        opened_on=world.on, changed_at="2026-06-01T00:00:00Z",
    )  # fmt: skip
    Organisation.objects.create(
        body=body, case=record, name=body.name, kind="enterprise", place=body.place,
        sales=Decimal(20_000_000), revised_on=world.on,
    )  # fmt: skip

    typed = world.submit(budget=Decimal(8_000_000_000))
    insisted = world.submit(budget=Decimal(8_000_000_000), budget_insisted=True)

    assert typed.refusal is not None
    assert (typed.refusal.code, typed.refusal.values["meant_yuan"]) == ("demand.budget_above_sales", Decimal(800_000))
    assert Demand.objects.get(pk=done(insisted).case).flags == ["budget_insisted"]


def test_a_consultancy_names_the_firm_that_entrusted_it(world):
    posing = world.submit(firm="西湖企业咨询有限公司", by="consultant")
    honest = world.submit(
        firm="西湖企业咨询有限公司", by="consultant", behalf_code="91330100799655058B", behalf_name="委托企业"
    )

    assert posing.refusal is not None
    assert posing.refusal.code == "demand.consultancy_as_owner"
    assert Demand.objects.get(pk=done(honest).case).flags == ["on_behalf:委托企业"]


def test_the_copy_of_another_demand_is_refused_and_a_near_one_is_told(world):
    first = Case.objects.get(pk=world.submitted())

    copied = world.submit(firm="other firm", by="other clerk", title="高速主轴热变形的在线补偿")
    own = world.submit()
    near = world.submit(
        firm="other firm",
        by="other clerk",
        background="主轴在连续运转两小时后伸长十二微米,现有冷却办法只能降到八微米,另有导轨爬行需要一并改善并给出方案。",
        targets=(replace(TARGET, indicator="爬行量", method="激光干涉仪"),),
    )

    assert copied.refusal is not None
    assert own.refusal is not None
    assert (copied.refusal.code, copied.refusal.values["number"]) == ("demand.copy_of_other", first.number)
    assert own.refusal.code == "demand.copy_of_own"
    assert Demand.objects.get(pk=done(near).case).flags == [f"copy:{first.number}"]


def test_a_demand_that_ended_is_no_longer_copied(world):
    first = world.submitted()
    step = asked.Step(demand=first, move="refuse", text="请补充", reason="other")
    done(world.take("refuse", step, "county officer"))

    again = world.submit()

    assert again.refusal is None


def test_what_is_refined_changes_nothing_until_the_owner_agrees(world):
    looser = replace(TARGET, target=Decimal(8))
    case = world.refined(targets=(looser,))
    before = [each.target for each in Demand.objects.get(pk=case).targets.all()]

    silent = world.take("confirm", asked.Confirm(demand=case), "firm clerk")
    by_refiner = world.take("confirm", asked.Confirm(demand=case, targets_agreed=True), "broker clerk")
    between = [each.target for each in Demand.objects.get(pk=case).targets.all()]
    done(world.take("confirm", asked.Confirm(demand=case, targets_agreed=True), "firm clerk"))

    assert silent.refusal is not None
    assert by_refiner.refusal is not None
    assert (silent.refusal.code, by_refiner.refusal.code) == ("demand.target_change_unconfirmed", "case.not_yours")
    after = [each.target for each in Demand.objects.get(pk=case).targets.all()]
    assert (before, between, after) == (["3"], ["3"], ["8"])


def test_words_alone_are_agreed_to_without_a_word_on_targets(world):
    case = world.refined()

    outcome = world.take("confirm", asked.Confirm(demand=case), "firm clerk")

    assert (outcome.refusal, world.state(case), Case.objects.get(pk=case).title) == (
        None,
        "PUBLISHED",
        "主轴热伸长在线补偿",
    )


def test_who_may_refine_holds_the_duty_and_is_not_the_owner(world):
    case = world.submitted()

    nobody = world.take("pass_on", asked.PassOn(demand=case, refiner=world.bodies["institute"].pk), "county officer")
    far = world.take("pass_on", asked.PassOn(demand=case, refiner=world.bodies["broker"].pk), "far officer")

    assert nobody.refusal is not None
    assert far.refusal is not None
    assert (nobody.refusal.code, far.refusal.code) == ("demand.refiner_unknown", "case.not_yours")


def test_a_body_answers_once_for_itself_and_never_its_own_demand(world):
    case, institute = world.published(), world.bodies["institute"].pk

    def answer(body, by):
        return world.take("answer", asked.Answer(demand=case, id=chance.uuid7(), body=body, text="可以。"), by)

    outcomes = [
        answer(world.bodies["firm"].pk, "firm clerk"),
        answer(institute, "other clerk"),
        answer(institute, "researcher"),
        answer(institute, "researcher"),
    ]

    assert [each.refusal.code if each.refusal else "" for each in outcomes] == [
        "demand.own_demand",
        "case.not_yours",
        "",
        "demand.answered_already",
    ]


def test_a_contract_far_from_the_budget_is_asked_back(world):
    case = world.published()
    values = {"demand": case, "number": "HT-1", "signed_on": world.on, "name": "某研究院"}

    slip = world.take("contract", asked.Contract(amount=Decimal(75), **values), "firm clerk")
    meant = world.take("contract", asked.Contract(amount=Decimal(750_000), **values), "firm clerk")

    assert slip.refusal is not None
    assert (slip.refusal.code, meant.refusal) == ("demand.amount_beside_budget", None)
