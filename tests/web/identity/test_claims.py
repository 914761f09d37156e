"""What claims may mean: exactly what the mapping says, and a mapping with a fault says nothing at all."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kechuang.web.identity import portals
from kechuang.web.identity.claims import MappingError, Said, read_mapping, said, value

ROLES = frozenset({"county_checker", "firm_clerk", "node_keeper"})
MAPPING = {
    "subject": "sub",
    "name": "profile.name",
    "body": "orgs",
    "codes": {"GO_1": "11330100002489559X"},
    "roles": [
        {"role": "county_checker", "where": {"duty": ["check", "review"]}, "bodies": ["11330100002489559X"]},
        {"role": "firm_clerk", "where": {"kind": "legal", "duty": "agent"}},
    ],
}
READ = read_mapping(MAPPING, ROLES)


@pytest.mark.parametrize(
    ("claims", "grants"),
    [
        ({"orgs": "GO_1", "duty": "check"}, {("county_checker", "11330100002489559X")}),
        ({"orgs": ["GO_1", "GO_2"], "duty": ["x", "review"]}, {("county_checker", "11330100002489559X")}),
        ({"orgs": "GO_2", "duty": "check"}, set()),
        ({"orgs": "GO_1", "duty": "chec"}, set()),
        ({"orgs": "GO_1", "duty": {"check": True}}, set()),
        ({"orgs": "F", "kind": "legal", "duty": "agent"}, {("firm_clerk", "F")}),
        ({"orgs": "F", "kind": "legal"}, set()),
        ({"orgs": "GO_1", "role": "node_keeper", "roles": ["node_keeper"]}, set()),
        ({"duty": "check"}, set()),
    ],
)
def test_a_role_is_given_only_where_a_line_gives_it(claims, grants):
    assert said({"sub": "u1", **claims}, READ).grants == grants


def test_claims_are_read_by_dotted_paths():
    claims = {"sub": 7, "profile": {"name": "林越"}, "orgs": ["GO_1", "F"]}

    assert said(claims, READ) == Said("7", "林越", ("11330100002489559X", "F"), frozenset())
    assert value(claims, "profile.name.deeper") is None


@pytest.mark.parametrize("subject", [None, "", True, ["u1"], {"id": 1}, "u" * 192])
def test_claims_without_a_usable_subject_name_nobody(subject):
    assert said({"sub": subject, "orgs": "GO_1", "duty": "check"}, READ) is None


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=6),
    lambda deeper: st.lists(deeper, max_size=3) | st.dictionaries(st.text(max_size=4), deeper, max_size=3),
    max_leaves=8,
)


@settings(max_examples=100, deadline=None)
@given(st.dictionaries(st.sampled_from(["sub", "profile", "orgs", "duty", "kind"]), JSON))
def test_no_claims_give_a_role_that_the_mapping_does_not_name(claims):
    found = said(claims, READ)

    assert found is None or {role for role, _body in found.grants} <= {"county_checker", "firm_clerk"}


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"subject": ""}, "mapping.subject must name a claim"),
        ({"codes": ["x"]}, "mapping.codes must translate"),
        ({"roles": []}, "mapping.roles must be a list"),
        ({"roles": [{"role": "emperor", "where": {"a": "b"}}]}, "mapping.roles[1]: there is no role 'emperor'"),
        ({"roles": [{"role": "firm_clerk"}]}, "mapping.roles[1]: a role needs a condition"),
        ({"roles": [{"role": "firm_clerk", "when": {}}]}, "mapping.roles[1] may hold"),
        ({"roles": [{"role": "firm_clerk", "where": ["a"]}]}, "mapping.roles[1]: where must be a mapping"),
    ],
)
def test_a_fault_in_a_mapping_is_named(change, says):
    with pytest.raises(MappingError) as raised:
        read_mapping({**MAPPING, **change}, ROLES)

    assert str(raised.value).startswith(says)


SERVICE = {
    "kind": "oidc",
    "title": "示例平台",
    "server": "https://id.example.org",
    "client_id": "kechuang",
    "secret_env": "TEST_SECRET",
    "mapping": {**MAPPING, "roles": [{"role": "county_checker", "where": {"duty": "check"}}]},
}


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"kind": "ldap"}, "services.one: kind must be one of oidc, signed_code, ticket"),
        ({"server": "http://id.example.org"}, "services.one: http://id.example.org must begin with https://"),
        ({"client_id": 7}, "services.one: client_id must be a text"),
        ({"paths": {"token": "/x"}}, "services.one: paths: token is not known for oidc"),
        ({"mapping": None}, "services.one: mapping must name subject, name, body and roles"),
    ],
)
def test_a_declaration_with_a_fault_offers_no_service(roles, declare, change, says):
    declare(one={**SERVICE, **change}, two=SERVICE)

    assert (portals.declared(), [fault[: len(says)] for fault in portals.faults()]) == ({}, [says])


def test_a_file_that_is_no_yaml_or_too_large_offers_no_service(roles, declare):
    path = declare(one=SERVICE)
    before = list(portals.declared())
    path.write_text("services: [", encoding="utf-8")
    broken = portals.declared()
    path.write_text("#" * 300_000, encoding="utf-8")

    assert (before, broken, portals.declared(), len(portals.faults())) == (["one"], {}, {}, 1)
    path.unlink()
    assert (portals.declared(), portals.faults()) == ({}, ())


def test_the_secret_comes_from_the_environment(roles, declare, monkeypatch):
    declare(one=SERVICE)
    monkeypatch.setenv("TEST_SECRET", "hush")

    service = portals.declared()["one"]

    assert (service.secret, "hush" in str(service)) == ("hush", False)
