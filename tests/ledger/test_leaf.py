"""Leaves: canonical JSON against RFC 8785, NFC, the envelope's text, and the digests of groups."""

import json
import unicodedata
from datetime import UTC, datetime, timedelta, timezone

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from kechuang.ledger import leaf as leaves

text = st.text(st.characters(exclude_categories=["Cs"]))
keys = st.text(st.characters(max_codepoint=127))
values = st.recursive(
    st.none() | st.booleans() | st.integers(-leaves.GREATEST, leaves.GREATEST) | text,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4),
    max_leaves=12,
)
ENVELOPE = leaves.Envelope(
    log="330100-kj",
    id="0b" * 16,
    type="sharing.voucher.redeemed",
    version=2,
    case='330100-kj/case/"x"',
    act="act\n1",
    on="2026-03-02",
    recorded_at="2026-03-02T01:30:00.000000Z",
)
SALT = bytes(range(32))


@given(values)
def test_canonical_json_is_that_of_rfc_8785(value):
    cleaned = leaves.clean(value)

    assert leaves.canonical(cleaned).encode() == rfc8785.dumps(cleaned)


@given(st.dictionaries(keys, st.integers(0, 9), min_size=2, max_size=6), st.randoms(use_true_random=False))
def test_the_order_of_keys_does_not_matter(value, chance):
    pairs = list(value.items())
    chance.shuffle(pairs)

    assert leaves.canonical(dict(pairs)) == leaves.canonical(value)


@given(text)
def test_text_is_brought_into_one_form(value):
    apart = unicodedata.normalize("NFD", value)

    assert leaves.clean([apart]) == leaves.clean([value]) == [unicodedata.normalize("NFC", value)]


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ({"a": [1, 2.5]}, "basis.a[1]: float has no canonical form; write it as text"),
        ({"a": {"b": 2**53}}, "basis.a.b: 9007199254740992 is beyond ±(2^53 − 1); write it as text"),
        ({"键": 1}, "basis: the key '键' is not ASCII text"),
        ({"a": ["ok", "\ud800"]}, "basis.a[1]: half of a surrogate pair is no text"),
        ([[float("nan")]], "basis[0][0]: float has no canonical form; write it as text"),
        ({1: "x"}, "basis: the key 1 is not ASCII text"),
    ],
)
def test_what_a_leaf_cannot_hold_is_named_with_its_place(value, message):
    with pytest.raises(leaves.NotCanonicalError) as refused:
        leaves.clean(value, "basis")

    assert str(refused.value) == message


@given(st.dictionaries(st.sampled_from(["public", "parties", "personal.x"]), st.just("ab" * 32)), st.lists(text))
def test_the_leaf_put_together_is_the_canonical_form_of_what_it_says(digests, causes):
    basis, causes = leaves.canonical({"edition": "e", "values": ["第十二条"]}), leaves.canonical(leaves.clean(causes))

    made = ENVELOPE.leaf(basis, causes, digests)

    assert made.encode() == rfc8785.dumps(json.loads(made))
    assert json.loads(made) == {
        "act": "act\n1",
        "basis": {"edition": "e", "values": ["第十二条"]},
        "case": '330100-kj/case/"x"',
        "causes": json.loads(causes),
        "format": "kechuang-leaf/1",
        "groups": digests,
        "hash": "sha256",
        "id": "0b" * 16,
        "log": "330100-kj",
        "on": "2026-03-02",
        "recorded_at": "2026-03-02T01:30:00.000000Z",
        "type": "sharing.voucher.redeemed",
        "version": 2,
    }


def test_a_moment_is_written_in_utc_to_the_microsecond():
    china = timezone(timedelta(hours=8))

    assert leaves.moment_text(datetime(2026, 1, 1, 7, 30, tzinfo=china)) == "2025-12-31T23:30:00.000000Z"
    assert leaves.moment_text(datetime(2026, 1, 1, 7, 30, 1, 42, tzinfo=UTC)) == "2026-01-01T07:30:01.000042Z"
    with pytest.raises(leaves.NotCanonicalError, match="recorded_at: a moment needs its time zone"):
        leaves.moment_text(datetime(2026, 1, 1))  # noqa: DTZ001 - the fault under test


def test_a_digest_is_the_hash_of_its_framed_parts():
    import hashlib

    framed = b""
    for part in (b"kechuang-group/1", b"public", b"0b" * 16, SALT, '{"a":"值"}'.encode()):
        framed += len(part).to_bytes(8, "big") + part

    digest = leaves.group_digest("public", "0b" * 16, SALT, '{"a":"值"}')

    assert digest == hashlib.sha256(framed).hexdigest()


parts = st.tuples(st.text(max_size=4), st.text(max_size=4), st.binary(min_size=32, max_size=32), st.text(max_size=4))


@given(parts, parts)
def test_different_parts_have_different_digests(one, other):
    assert (leaves.group_digest(*one) == leaves.group_digest(*other)) == (one == other)


@pytest.mark.parametrize("salt", [b"", bytes(31), bytes(33)])
def test_a_salt_of_another_length_is_refused(salt):
    with pytest.raises(ValueError, match="a salt has 32 bytes"):
        leaves.group_digest("public", "x", salt, "{}")


def test_a_disclosed_group_opens_only_what_was_committed_to():
    values = {"number": "N-1", "amount": "12.00"}
    digest = leaves.group_digest("public", ENVELOPE.id, SALT, leaves.canonical(values))
    leaf = json.loads(ENVELOPE.leaf("{}", "[]", {"public": digest}))

    assert leaves.opens(leaf, "public", SALT, values)
    assert not leaves.opens(leaf, "public", SALT, {**values, "amount": "12.01"})
    assert not leaves.opens(leaf, "public", bytes(32), values)
    assert not leaves.opens(leaf, "parties", SALT, values)
    assert not leaves.opens({**leaf, "id": "0c" * 16}, "public", SALT, values)


@pytest.mark.parametrize(
    ("group", "personal"),
    [("personal", True), ("personal.provider", True), ("personality", False), ("public", False)],
)
def test_personal_groups_are_known_by_name(group, personal):
    assert leaves.is_personal(group) == personal
