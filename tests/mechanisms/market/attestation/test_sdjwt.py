"""SD-JWT by RFC 9901: the public cases hold in both directions, and what was tampered with is refused by name."""

import base64
import hashlib
import itertools
import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kechuang.mechanisms.market.attestation.sdjwt.coding import SdJwtError, parse, text_of, write_json
from kechuang.mechanisms.market.attestation.sdjwt.issuing import Hidden, digest, issue
from kechuang.mechanisms.market.attestation.sdjwt.keys import PublicKey, SigningKey
from kechuang.mechanisms.market.attestation.sdjwt.presenting import bind, choose
from kechuang.mechanisms.market.attestation.sdjwt.verifying import Binding, verify
from tests.mechanisms.market.attestation.specification import names, needs_shared, read, shown

TESTS, EXAMPLES = "tests/testcases", "examples"
ISSUER, STRANGER, HOLDER = (SigningKey.of_seed(bytes([number]) * 32, kid=f"key-{number}") for number in (1, 2, 3))
NOW = 1_790_000_000
RECEIVER = Binding(nonce="n-0S6", audience="https://example.org/check")
CLAIMS = {
    "iss": "https://example.org",
    "vct": "market-attestation",
    "iat": NOW,
    "number": "JZ-2026-0001",
    "price_yuan": Hidden("3000000.00"),
    "parties": [Hidden("甲公司（演示）"), Hidden("乙公司（演示）")],
    "contract": Hidden({"number": Hidden("KF-018"), "signed_on": "2026-03-28"}),
}


def salts():
    counter = itertools.count()
    return lambda: hashlib.sha256(b"salt %d" % next(counter)).digest()[:16]


def trusted(_header, _payload):
    return ISSUER.public


def made(**more):
    return issue(CLAIMS, ISSUER, salt=salts(), typ="dc+sd-jwt", **more)


def code_of(token, **more):
    with pytest.raises(SdJwtError) as refused:
        verify(parse(token) if isinstance(token, str) else token, more.pop("find", trusted), **{"at": NOW, **more})
    return refused.value.code


@needs_shared
def test_the_public_material_is_all_there():
    assert (len(names(TESTS)), len(names(EXAMPLES))) == (17, 15)


@needs_shared
@pytest.mark.parametrize(
    ("group", "name"), [*((TESTS, name) for name in names(TESTS)), *((EXAMPLES, name) for name in names(EXAMPLES))]
)
def test_a_public_case_is_issued_presented_and_verified_as_specified(group, name):
    case = read(group, name)
    issuers = [SigningKey.read(jwk) for jwk in case["key_settings"]["issuer_keys"]]
    holder = SigningKey.read(case["key_settings"]["holder_key"]) if case.get("key_binding") else None
    about = {"iss": case["identifiers"]["issuer"], "iat": case["iat"], "exp": case["exp"]}
    by_kid = {key.kid: key.public for key in issuers}
    json_form = case.get("serialization_format") == "json"
    token = issue(
        {**about, **case["user_claims"]},
        issuers,
        salt=salts(),
        header=case.get("extra_header_parameters", {}),
        holder=holder.public if holder else None,
        decoys=3 if case.get("add_decoy_claims") else 0,
    )
    binding = Binding(nonce=case["key_binding_nonce"], audience=case["identifiers"]["verifier"]) if holder else None

    presented = choose(
        parse(json.dumps(token.json()) if json_form else token.compact()), case["holder_disclosed_claims"]
    )
    if holder and binding:
        presented = bind(presented, holder, nonce=binding.nonce, audience=binding.audience, at=case["iat"])
    received = parse(json.dumps(presented.json()) if json_form else presented.compact())
    one = issuers[0].public
    found = verify(
        received, lambda header, _claims: by_kid.get(header.get("kid"), one), at=case["iat"], binding=binding
    )

    expected = case.get("expect_verified_user_claims", shown(case["user_claims"], case["holder_disclosed_claims"]))
    key = {"cnf": {"jwk": holder.public.jwk()}} if holder else {}
    assert found.claims == {**about, **expected, **key}
    assert received == presented
    everything = verify(token, lambda header, _claims: by_kid.get(header.get("kid"), one), at=case["iat"]).claims
    assert everything == {**about, **_open(case["user_claims"]), **key}


def _open(claims):
    if isinstance(claims, Hidden):
        return _open(claims.value)
    if isinstance(claims, dict):
        return {name: _open(value) for name, value in claims.items()}
    return [_open(value) for value in claims] if isinstance(claims, list) else claims


def test_only_what_the_holder_chose_is_shown_and_the_rest_is_not_in_the_text():
    presented = choose(made(), {"price_yuan": True, "parties": [False, True], "contract": {"number": False}})

    found = verify(parse(presented.compact()), trusted, at=NOW, typ="dc+sd-jwt")

    assert found.claims == {
        "iss": "https://example.org",
        "vct": "market-attestation",
        "iat": NOW,
        "number": "JZ-2026-0001",
        "price_yuan": "3000000.00",
        "parties": ["乙公司（演示）"],
        "contract": {"signed_on": "2026-03-28"},
    }
    assert len(presented.disclosures) == 3
    assert len(made().disclosures) == 5


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"find": lambda _header, _payload: None}, "key_unknown"),
        ({"find": lambda _header, _payload: STRANGER.public}, "signature"),
        ({"typ": "jwt"}, "type"),
        ({"at": NOW - 3600}, "not_yet"),
        ({"binding": RECEIVER}, "binding_missing"),
    ],
)
def test_a_token_that_a_receiver_must_not_accept_is_refused_by_name(more, code):
    assert code_of(made(), **more) == code


def test_an_expired_token_is_refused_after_a_minute_of_grace():
    token = issue({"exp": NOW}, ISSUER, salt=salts())

    assert verify(token, trusted, at=NOW + 59).claims == {"exp": NOW}
    assert code_of(token, at=NOW + 60) == "expired"


def test_no_header_chooses_the_algorithm():
    token = made()
    header = text_of(write_json({"alg": "none"}))
    unsigned = replace(token, signatures=(replace(token.signatures[0], protected=header),))

    assert code_of(unsigned) == "algorithm"


def test_a_disclosure_of_another_token_or_one_that_comes_twice_is_refused():
    token = made()
    foreign = issue({"secret": Hidden(1)}, ISSUER, salt=lambda: b"z" * 16).disclosures[0]

    assert code_of(replace(token, disclosures=(*token.disclosures, foreign))) == "disclosure_unknown"
    assert code_of(replace(token, disclosures=(*token.disclosures, token.disclosures[0]))) == "disclosure_twice"


def test_a_disclosure_whose_parent_stays_hidden_is_refused():
    token = made()
    inner = next(each for each in token.disclosures if "KF-018" in _opened(each))

    assert code_of(replace(token, disclosures=(inner,))) == "disclosure_unknown"


def _opened(disclosure):
    return base64.urlsafe_b64decode(disclosure + "=" * (-len(disclosure) % 4)).decode()


def signed(payload, disclosures=()):
    """Sign a payload as it stands, as only a careless or hostile issuer would."""
    token = issue({}, ISSUER, salt=salts())
    body = text_of(write_json(payload))
    signature = text_of(ISSUER.sign(f"{token.signatures[0].protected}.{body}".encode()))
    return replace(
        token,
        payload=body,
        signatures=(replace(token.signatures[0], signature=signature),),
        disclosures=tuple(disclosures),
    )


CLAIM, MEMBER, BAD = (text_of(write_json(parts)) for parts in (["s", "a", 1], ["s", 1], ["s", "_sd", ["x"]]))


@pytest.mark.parametrize(
    ("payload", "disclosures", "code"),
    [
        ({"_sd": [digest(CLAIM), digest(CLAIM)]}, [CLAIM], "digest_twice"),
        ({"_sd": ["x"], "b": {"_sd": ["x"]}}, [], "digest_twice"),
        ({"_sd": [digest(CLAIM)], "a": 2}, [CLAIM], "claim_twice"),
        ({"_sd": [digest(MEMBER)]}, [MEMBER], "disclosure"),
        ({"a": [{"...": digest(CLAIM)}]}, [CLAIM], "disclosure"),
        ({"_sd": [digest(BAD)]}, [BAD], "disclosure"),
        ({"_sd": "x"}, [], "digest"),
        ({"_sd": [1]}, [], "digest"),
        ({"a": {"...": "x"}}, [], "digest"),
        ({"a": [{"...": "x", "b": 1}]}, [], "digest"),
        ({"_sd_alg": "md5", "_sd": []}, [], "digest_algorithm"),
        ({"exp": "soon"}, [], "time"),
        ({"exp": True}, [], "time"),
    ],
)
def test_a_payload_that_the_standard_forbids_is_refused_although_it_is_signed(payload, disclosures, code):
    assert code_of(signed(payload, disclosures)) == code


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"nonce": "other"}, "binding_receiver"),
        ({"audience": "https://example.org/other"}, "binding_receiver"),
        ({"at": NOW - 601}, "binding_age"),
        ({"at": NOW + 61}, "binding_age"),
        ({"key": STRANGER}, "binding_signature"),
    ],
)
def test_a_proof_of_the_holder_is_for_one_receiver_and_fresh(change, code):
    values = {"key": HOLDER, "nonce": RECEIVER.nonce, "audience": RECEIVER.audience, "at": NOW, **change}
    token = choose(made(holder=HOLDER.public), {"price_yuan": True})

    presented = bind(token, values.pop("key"), **values)

    assert code_of(presented.compact(), binding=RECEIVER) == code


def test_a_proof_of_the_holder_does_not_fit_other_disclosures():
    token = made(holder=HOLDER.public)
    proof = bind(choose(token, {}), HOLDER, nonce=RECEIVER.nonce, audience=RECEIVER.audience, at=NOW)

    widened = replace(proof, disclosures=token.disclosures)

    assert verify(proof, trusted, at=NOW, binding=RECEIVER).claims["number"] == "JZ-2026-0001"
    assert code_of(widened, binding=RECEIVER) == "binding_contents"
    assert code_of(proof) == "binding_unexpected"


@pytest.mark.parametrize("name", ["_sd", "...", "_sd_alg"])
def test_an_issuer_cannot_use_the_names_of_the_standard(name):
    with pytest.raises(SdJwtError, match="a claim cannot be named"):
        issue({"a": {name: 1}}, ISSUER, salt=salts())


def test_what_decides_whether_a_token_counts_stands_open():
    with pytest.raises(SdJwtError, match="'exp' must stand open"):
        issue({"exp": Hidden(NOW)}, ISSUER, salt=salts())


def test_a_key_says_nothing_of_its_secret_and_is_known_by_its_thumbprint():
    known = {"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}  # RFC 8037, appendix A

    key = PublicKey.read(known)

    assert key.thumbprint == "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"
    assert key.jwk() == known
    assert repr(ISSUER) == f"SigningKey({ISSUER.public.thumbprint})"


values = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.text("甲a~.", max_size=3),
    lambda inner: (
        st.lists(inner | inner.map(Hidden), max_size=3)
        | st.dictionaries(st.sampled_from("abc"), inner | inner.map(Hidden), max_size=3)
    ),
    max_leaves=8,
)
claims = st.dictionaries(st.sampled_from("abcd"), values | values.map(Hidden), max_size=4)


@settings(max_examples=60, deadline=None)
@given(claims, st.integers(0, 2))
def test_whatever_is_issued_is_read_back_whole_or_without_what_is_hidden(found, decoys):
    token = issue(found, ISSUER, salt=salts(), decoys=decoys)

    whole = verify(parse(token.compact()), trusted, at=NOW).claims
    least = verify(parse(choose(token, {}).compact()), trusted, at=NOW).claims

    assert whole == _open(found)
    assert least == shown(found, {})


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_a_changed_character_is_never_accepted_as_something_else(data):
    text = made().compact()
    at = data.draw(st.integers(0, len(text) - 1))
    other = data.draw(st.sampled_from("Aa0~._- "))

    try:
        found = verify(parse(text[:at] + other + text[at + 1 :]), trusted, at=NOW).claims
    except SdJwtError:
        return

    assert text[at] == other or found == _open(CLAIMS)
