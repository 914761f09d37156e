"""Entering, revising, declaring and withdrawing organisations through the gateway."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kechuang.casework.act import Item
from kechuang.casework.models import Case
from kechuang.ledger.models import Entry
from kechuang.resources.organisations import actions, queries, rules
from kechuang.resources.organisations.models import Organisation, OrganisationVersion, Tie
from kechuang.resources.organisations.relation import related
from kechuang.resources.organisations.rules import Held, Revise, Values, Withdraw
from kechuang.web.accounts.models import Body

OWNER = "person/0123456789abcdef0123456789abcdef"
ONE, TWO = f"person/{'1' * 32}", f"person/{'2' * 32}"
FIRM = Values(
    name="Xihu Sensors",
    kind="enterprise",
    place="330106",
    credit_code="91330106ma2abcdex7",
    industry="3562",
    founded_on=date(2018, 5, 4),
    staff=42,
    sales=Decimal("12000000.00"),
    sales_year=2025,
    shareholders=(Held(OWNER, Decimal("0.6")), Held("code/91310115MA1K00015K", Decimal("0.4"))),
    controllers=(Held(OWNER),),
)
TEAM = Values(name="Team Yuhang", kind="startup_team", place="330106")


def register(registry, values=FIRM, *, by=None, key="r1", body=None, names=None):
    return actions.register(values, by=by or registry.officer, key=key, office=registry.office, body=body, names=names)


def revise(registry, values, *, since=1, by=None, key="v2", act=actions.revise):
    case = Organisation.objects.get().case_id
    return act(Revise(case=case, values=values, since_version=since), by=by or registry.officer, key=key)


def test_registering_normalises_codes_and_leaves_profile_version_case_and_fact(registry):
    outcome = register(registry, body=registry.firm.pk)

    assert outcome.refusal is None
    row = Organisation.objects.get()
    assert (row.credit_code, row.industry, row.version) == ("91330106MA2ABCDEX7", "C3562", 1)
    assert (row.case.state, row.case.holder_id, row.case.place) == ("REGISTERED", registry.firm.pk, "330106")
    assert list(OrganisationVersion.objects.values_list("version", "on")) == [(1, date(2026, 3, 2))]
    values = json.loads(Entry.objects.get().disclosed)
    assert values["public"]["values"] == {
        "body": f"body/{registry.firm.pk}",
        "version": 1,
        "credit_code": "91330106MA2ABCDEX7",
        "name": "Xihu Sensors",
        "name_en": "",
        "kind": "enterprise",
        "place": "330106",
        "industry": "C3562",
        "founded_on": "2018-05-04",
    }
    assert values["parties"]["values"]["controllers"] == [{"party": OWNER, "share": None}]


def test_names_of_natural_persons_stand_in_the_table_and_in_no_fact(registry):
    register(registry, names={OWNER: "林越"})

    assert Tie.objects.get(role="controller").name == "林越"
    entry = Entry.objects.get()
    assert "林越" not in entry.leaf + entry.disclosed


def test_an_organisation_without_a_body_gets_one(registry):
    outcome = register(registry, TEAM)

    made = Body.objects.get(pk=Case.objects.get(pk=outcome.case).holder_id)
    assert (made.name, made.kind, made.place, made.code.startswith("own-")) == (
        "Team Yuhang",
        "startup_team",
        "330106",
        True,
    )


@pytest.mark.parametrize(
    ("values", "code", "place"),
    [
        (replace(FIRM, credit_code=""), "organisation.code_missing", "credit_code"),
        (replace(FIRM, credit_code="91330106MA2ABCDEX8"), "identify.credit_code.check", "credit_code"),
        (replace(FIRM, industry="A3562"), "identify.industry.letter", "industry"),
        (replace(FIRM, name="  "), "organisation.name_missing", "name"),
        (replace(FIRM, kind="firm"), "organisation.kind_unknown", "kind"),
        (replace(FIRM, founded_on=date(2026, 3, 3)), "organisation.founded_later", "founded_on"),
        (replace(FIRM, staff=-1), "organisation.below_zero", "staff"),
        (replace(FIRM, sales=Decimal(-1)), "organisation.below_zero", "sales"),
        (replace(FIRM, sales_year=None), "organisation.sales_need_year", "sales_year"),
        (replace(FIRM, sales_year=2027), "organisation.sales_year", "sales_year"),
        (
            replace(FIRM, shareholders=(Held(ONE, Decimal("0.7")), Held(TWO, Decimal("0.4")))),
            "organisation.shares_over_whole",
            "shareholders",
        ),
        (replace(FIRM, shareholders=(Held(ONE, Decimal(0)),)), "organisation.share_out_of_range", "shareholders"),
        (replace(FIRM, controllers=(Held(ONE), Held(ONE))), "organisation.party_twice", "controllers"),
        (replace(FIRM, controllers=(Held("林越"),)), "organisation.party_unknown", "controllers"),
        (replace(FIRM, controllers=(Held("code/91330106MA2ABCDEX7"),)), "organisation.own_party", "controllers"),
    ],
)
def test_a_value_that_cannot_stand_is_refused_with_its_field(registry, values, code, place):
    outcome = register(registry, values)

    assert (outcome.refusal.code, outcome.refusal.place) == (code, place)
    assert Organisation.objects.count() == 0


def test_a_division_that_no_longer_exists_is_refused_on_the_day_and_stood_before():
    then = rules.checked(replace(FIRM, place="330103", sales=None, sales_year=None), UUID(int=1), date(2021, 1, 4))
    now = rules.checked(replace(FIRM, place="330103"), UUID(int=1), date(2026, 3, 2))

    assert then.place == "330103"
    assert (now.code, now.place) == ("place.expired", "place")


def test_the_same_credit_code_is_entered_once_also_within_one_batch(registry):
    first, second = (actions.registration(FIRM, office=registry.office) for _ in range(2))

    outcomes = actions.register_many([Item(first, "a"), Item(second, "b")], by=registry.officer)

    assert [outcome.refusal and outcome.refusal.code for outcome in outcomes] == [None, "organisation.known"]


def test_an_officer_of_another_county_may_not_register(registry):
    assert register(registry, by=registry.elsewhere).refusal.code == "case.not_yours"


def test_a_revision_names_what_changed_and_keeps_the_old_version_and_the_names(registry):
    register(registry, names={OWNER: "林越"}, body=registry.firm.pk)

    outcome = revise(registry, replace(FIRM, name="Xihu Sensing", staff=50))

    assert outcome.refusal is None
    assert list(OrganisationVersion.objects.order_by("version").values_list("values__name", flat=True)) == [
        "Xihu Sensors",
        "Xihu Sensing",
    ]
    values = json.loads(Entry.objects.get(seq=2).disclosed)["public"]["values"]
    assert (values["changed"], values["declared"], values["version"]) == (["name", "staff"], False, 2)
    assert Body.objects.get(pk=registry.firm.pk).name == "Xihu Sensing"
    assert Case.objects.get().title == "Xihu Sensing"
    assert Tie.objects.get(role="controller").name == "林越"


def test_a_revision_of_a_version_that_somebody_else_changed_is_refused(registry):
    register(registry)
    revise(registry, replace(FIRM, staff=50))

    late = revise(registry, replace(FIRM, staff=60), since=1, key="v3")
    same = revise(registry, replace(FIRM, staff=50), since=2, key="v4")

    assert (late.refusal.code, dict(late.refusal.values)) == ("organisation.version_behind", {"seen": 1, "version": 2})
    assert same.refusal.code == "organisation.unchanged"


def test_an_organisation_declares_its_size_but_not_who_it_is(registry):
    register(registry, body=registry.firm.pk)

    size = revise(registry, replace(FIRM, staff=50), by=registry.clerk, act=actions.declare)
    name = revise(
        registry, replace(FIRM, staff=50, name="Other"), since=2, by=registry.clerk, act=actions.declare, key="v3"
    )
    office = revise(registry, replace(FIRM, staff=60), since=2, by=registry.clerk, key="v4")

    assert size.refusal is None
    assert (name.refusal.code, name.refusal.place) == ("organisation.not_declarable", "name")
    assert office.refusal.code == "case.not_yours"


def test_a_withdrawn_record_is_no_profile_frees_its_code_and_may_be_entered_again(registry):
    register(registry, body=registry.firm.pk)
    case = Organisation.objects.get().case_id

    withdrawn = actions.withdraw(Withdraw(case=case, reason="registered_by_mistake"), by=registry.officer, key="w")

    assert withdrawn.states == {case: "WITHDRAWN"}
    assert queries.profiles([registry.firm.pk]) == {}
    again = register(registry, key="r2", body=registry.firm.pk)
    assert again.refusal is None
    assert queries.profiles([registry.firm.pk])[registry.firm.pk].name == "Xihu Sensors"
    assert list(OrganisationVersion.objects.order_by("version").values_list("version", flat=True)) == [1, 2, 3]


def test_profiles_carry_what_relations_are_found_by(registry):
    register(registry, body=registry.firm.pk)
    other = register(registry, replace(TEAM, shareholders=(Held(OWNER, Decimal("0.1")),)), key="r2")
    team = Case.objects.get(pk=other.case).holder_id

    found = queries.profiles([registry.firm.pk, team])

    firm = found[registry.firm.pk]
    assert firm.controllers == frozenset({OWNER})
    assert firm.shareholders == frozenset({OWNER, "code/91310115MA1K00015K"})
    assert related(firm, found[team]) == "common_shareholder"
    assert related(firm, found[team], least_share=Decimal("0.2")) == ""


@pytest.mark.parametrize("count", [1, 3])
def test_profiles_need_two_queries_however_many_bodies(registry, count):
    for number in range(count):
        register(registry, replace(TEAM, name=f"Team {number}"), key=f"r{number}")
    bodies = list(Organisation.objects.values_list("pk", flat=True))

    with CaptureQueriesContext(
        connection,
    ) as queried:
        found = queries.profiles(bodies)

    assert (len(found), len(queried)) == (count, 2)
