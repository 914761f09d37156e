"""Which relation two organisations have: the closest one, the same from both sides, and none where nothing is shared."""

from dataclasses import replace
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kechuang.resources.organisations.relation import RELATIONS, Profile, related

OWNER, STRANGER = "person/aa", "person/bb"


def profile(number: int, **values) -> Profile:
    base = Profile(UUID(int=number), f"code-{number}", f"Firm {number}", "enterprise", "330106", "C35", None, None)
    return replace(base, **values)


A, B = profile(1), profile(2)


@pytest.mark.parametrize(
    ("left", "right", "relation"),
    [
        (A, B, ""),
        (A, A, "same_body"),
        (A, replace(B, credit_code="code-1"), "same_body"),
        (A, replace(B, parents=frozenset({f"body/{A.body}"})), "parent"),
        (replace(A, parents=frozenset({"body/x"})), replace(B, parents=frozenset({"body/x"})), "common_parent"),
        (A, replace(B, controllers=frozenset({"code/code-1"})), "controller"),
        (replace(A, controllers=frozenset({OWNER})), replace(B, controllers=frozenset({OWNER})), "common_controller"),
        (A, replace(B, shareholders=frozenset({"code/code-1"})), "shareholder"),
        (A, replace(B, shareholders=frozenset({f"body/{A.body}"})), "shareholder"),
        (
            replace(A, shareholders=frozenset({OWNER})),
            replace(B, shareholders=frozenset({OWNER})),
            "common_shareholder",
        ),
        (replace(A, shareholders=frozenset({OWNER})), replace(B, shareholders=frozenset({STRANGER})), ""),
    ],
)
def test_the_closest_relation_is_named(left, right, relation):
    assert related(left, right) == relation


def test_two_organisations_without_credit_code_are_not_the_same():
    assert related(replace(A, credit_code=""), replace(B, credit_code="")) == ""


def test_a_known_holding_below_the_least_share_does_not_count_and_an_unknown_one_does():
    small = replace(A, shareholders=frozenset({OWNER}), shares=((OWNER, Decimal("0.04")),))
    unknown = replace(B, shareholders=frozenset({OWNER}))

    assert related(small, unknown, least_share=Decimal("0.05")) == ""
    assert related(small, unknown, least_share=Decimal("0.04")) == "common_shareholder"


names = st.frozensets(st.sampled_from(["person/a", "person/b", "code/code-1", "code/code-2"]), max_size=3)
profiles = st.builds(profile, st.integers(1, 3), shareholders=names, controllers=names, parents=names)


@settings(max_examples=80, deadline=None)
@given(profiles, profiles)
def test_a_relation_is_the_same_from_both_sides(left, right):
    assert related(left, right) == related(right, left)
    assert related(left, right) in {"", *RELATIONS}
    assert related(left, left) == "same_body"
