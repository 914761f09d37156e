"""The tree: growth, roots and proofs, as properties and against an independent implementation."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pymerkle import InmemoryTree

from kechuang.ledger import tree
from kechuang.ledger.tree import Frontier


def leaves(count: int, first: int = 0) -> list[bytes]:
    return [tree.leaf_hash(b"leaf %d" % number) for number in range(first, first + count)]


def naive_root(hashes: list[bytes]) -> bytes:
    """RFC 6962, 2.1, word for word."""
    if not hashes:
        return hashlib.sha256(b"").digest()
    if len(hashes) == 1:
        return hashes[0]
    middle = 1
    while middle * 2 < len(hashes):
        middle *= 2
    return tree.node_hash(naive_root(hashes[:middle]), naive_root(hashes[middle:]))


def source(hashes: list[bytes]) -> tree.Source:
    return lambda nodes: {(level, at): naive_root(hashes[at << level : (at + 1) << level]) for level, at in nodes}


def flipped(data: bytes, bit: int) -> bytes:
    changed = bytearray(data)
    changed[bit // 8 % len(changed)] ^= 1 << bit % 8
    return bytes(changed)


def test_the_empty_tree_has_the_hash_of_nothing():
    assert Frontier().root().hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@given(st.lists(st.integers(0, 70), max_size=6))
def test_leaves_appended_in_any_portions_give_the_same_tree(portions):
    hashes = leaves(sum(portions))
    frontier = Frontier()
    done = 0

    for portion in portions:
        frontier = frontier.extend(hashes[done : done + portion])
        done += portion

    assert frontier == Frontier().extend(hashes)
    assert frontier.root() == naive_root(hashes)


@given(st.integers(0, 300))
def test_a_frontier_survives_being_stored(size):
    frontier = Frontier().extend(leaves(size))

    assert Frontier.from_bytes(size, frontier.to_bytes()) == frontier


@pytest.mark.parametrize(("size", "data"), [(1, b""), (3, bytes(32)), (1, bytes(31)), (-1, b"")])
def test_a_frontier_of_another_size_is_refused(size, data):
    with pytest.raises(ValueError, match=r"frontier|subtrees"):
        Frontier.from_bytes(size, data)


@given(st.integers(0, 200).flatmap(lambda end: st.tuples(st.integers(0, end), st.just(end))))
def test_a_cover_names_adjoining_subtrees_from_start_to_end(span):
    start, end = span

    at = start
    for level, index in tree.cover(start, end):
        assert index << level == at
        at = (index + 1) << level

    assert at == end


sizes = st.integers(1, 130)


@given(sizes.flatmap(lambda size: st.tuples(st.just(size), st.integers(0, size - 1))), st.integers(0, 10_000))
def test_an_inclusion_proof_verifies_and_any_flipped_bit_fails(place, bit):
    size, index = place
    hashes = leaves(size)
    root = naive_root(hashes)

    path = tree.inclusion_proof(index, size, source(hashes))

    assert tree.verify_inclusion(index, size, hashes[index], path, root)
    assert not tree.verify_inclusion(index, size, flipped(hashes[index], bit), path, root)
    assert not tree.verify_inclusion(index, size, hashes[index], path, flipped(root, bit))
    if path:
        at = bit % len(path)
        broken = [*path[:at], flipped(path[at], bit), *path[at + 1 :]]
        assert not tree.verify_inclusion(index, size, hashes[index], broken, root)


@given(sizes.flatmap(lambda size: st.tuples(st.just(size), st.integers(0, size - 1), st.integers(0, size - 1))))
def test_a_leaf_is_not_proved_at_another_place(places):
    size, index, other = places
    hashes = leaves(size)

    path = tree.inclusion_proof(index, size, source(hashes))

    assert tree.verify_inclusion(other, size, hashes[index], path, naive_root(hashes)) == (other == index)


@given(sizes.flatmap(lambda second: st.tuples(st.integers(1, second), st.just(second))), st.integers(0, 10_000))
def test_a_consistency_proof_verifies_and_any_flipped_bit_fails(span, bit):
    first, second = span
    hashes = leaves(second)
    old, new = naive_root(hashes[:first]), naive_root(hashes)

    proof = tree.consistency_proof(first, second, source(hashes))

    assert tree.verify_consistency(first, second, old, new, proof)
    assert not tree.verify_consistency(first, second, flipped(old, bit), new, proof)
    assert not tree.verify_consistency(first, second, old, flipped(new, bit), proof)
    if proof:
        at = bit % len(proof)
        broken = [*proof[:at], flipped(proof[at], bit), *proof[at + 1 :]]
        assert not tree.verify_consistency(first, second, old, new, broken)


@given(sizes.flatmap(lambda second: st.tuples(st.integers(1, second), st.just(second))))
def test_a_changed_history_is_not_consistent(span):
    first, second = span
    hashes = leaves(second)
    rewritten = [*leaves(1, 10_000), *hashes[1:]]

    proof = tree.consistency_proof(first, second, source(rewritten))

    assert not tree.verify_consistency(first, second, naive_root(hashes[:first]), naive_root(rewritten), proof)


@pytest.mark.parametrize(("index", "size"), [(-1, 5), (5, 5), (0, 0)])
def test_a_proof_of_a_leaf_that_is_not_there_is_refused(index, size):
    with pytest.raises(ValueError, match="is not in a tree"):
        tree.inclusion_proof(index, size, source(leaves(5)))


@pytest.mark.parametrize(("first", "second"), [(0, 5), (6, 5), (0, 0)])
def test_a_proof_that_says_nothing_is_refused(first, second):
    with pytest.raises(ValueError, match="no provable prefix"):
        tree.consistency_proof(first, second, source(leaves(5)))


def test_hashes_of_another_length_verify_nothing():
    hashes = leaves(2)
    root = naive_root(hashes)

    assert not tree.verify_inclusion(0, 2, hashes[0], [hashes[1] + b"x"], root)
    assert not tree.verify_inclusion(0, 2, hashes[0][:31], [hashes[1]], root)


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8, 100])
def test_an_independent_implementation_agrees(size):
    peer = InmemoryTree(algorithm="sha256")
    for number in range(size):
        peer.append_entry(b"leaf %d" % number)

    ours = Frontier().extend(leaves(size))

    assert ours.root() == peer.get_root(size)


@pytest.mark.skipif("sm3" not in tree.ALGORITHMS, reason="this Python's OpenSSL has no SM3")
def test_another_hash_of_32_bytes_can_be_named():
    sm3 = tree.ALGORITHMS["sm3"]
    hashes = [tree.leaf_hash(b"leaf %d" % number, sm3) for number in range(5)]
    frontier = Frontier().extend(hashes, sm3)
    known = {(0, 4): hashes[4], (2, 0): frontier.nodes[0]}

    path = tree.inclusion_proof(4, 5, lambda nodes: {node: known[node] for node in nodes}, sm3)

    assert tree.verify_inclusion(4, 5, hashes[4], path, frontier.root(sm3), sm3)
    assert not tree.verify_inclusion(4, 5, hashes[4], path, frontier.root(sm3))
