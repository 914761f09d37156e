"""The Merkle tree of RFC 6962: hashing, growth by a frontier, proofs and their verification. Pure.

Leaves are counted from 0 inside the tree. The ledger's sequence numbers begin at 1, so that entry ``seq`` is leaf
``seq - 1`` and a log of size n holds the entries 1 to n.

A *node* is named ``(level, index)``: the perfect subtree over the leaves ``index * 2**level`` up to
``(index + 1) * 2**level``. Every function that hashes takes the hash function last, by default SHA-256, so that another
one of 32 bytes (SM3) can follow.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

HASH_BYTES = 32


class Hash(Protocol):
    """What a hash function gives back: an object with a digest."""

    def digest(self) -> bytes:
        """Give the digest's bytes."""


type Hasher = Callable[[bytes], Hash]
type Node = tuple[int, int]
type Source = Callable[[Sequence[Node]], Mapping[Node, bytes]]


def _sm3(data: bytes = b"") -> Hash:
    return hashlib.new("sm3", data)


ALGORITHMS: dict[str, Hasher] = {"sha256": hashlib.sha256}
if "sm3" in hashlib.algorithms_available:
    ALGORITHMS["sm3"] = _sm3


def leaf_hash(data: bytes, hasher: Hasher = hashlib.sha256) -> bytes:
    """Hash a leaf's bytes: H(0x00 ‖ data)."""
    return hasher(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes, hasher: Hasher = hashlib.sha256) -> bytes:
    """Hash two subtrees into one: H(0x01 ‖ left ‖ right)."""
    return hasher(b"\x01" + left + right).digest()


def _pairs(row: Sequence[bytes], hasher: Hasher) -> list[bytes]:
    """Hash an even row of nodes into the row above it, half as long."""
    return [hasher(b"\x01" + row[at] + row[at + 1]).digest() for at in range(0, len(row), 2)]


def perfect_root(row: Sequence[bytes], hasher: Hasher = hashlib.sha256) -> bytes:
    """Give the root over 1, 2, 4, 8 … nodes. Raises ValueError for another count."""
    if len(row).bit_count() != 1:
        raise ValueError(f"a perfect subtree has 1, 2, 4, 8 … nodes, not {len(row)}")
    while len(row) > 1:
        row = _pairs(row, hasher)
    return row[0]


def fold(nodes: Sequence[bytes], hasher: Hasher = hashlib.sha256) -> bytes:
    """Join perfect subtrees that stand side by side, greatest first, into the hash of their whole range."""
    if not nodes:
        return hasher(b"").digest()
    root = nodes[-1]
    for node in reversed(nodes[:-1]):
        root = node_hash(node, root, hasher)
    return root


@dataclass(frozen=True, slots=True)
class Frontier:
    """A tree reduced to what growth needs: its size, and its perfect subtrees from left to right, greatest first.

    There is one subtree for every bit that is set in ``size``; a tree of a million leaves has seven, and never more
    than 64.
    """

    size: int = 0
    nodes: tuple[bytes, ...] = ()

    def __post_init__(self) -> None:
        if self.size < 0 or self.size.bit_count() != len(self.nodes):
            raise ValueError(f"a tree of {self.size} leaves does not have {len(self.nodes)} perfect subtrees")

    def extend(self, leaf_hashes: Iterable[bytes], hasher: Hasher = hashlib.sha256) -> "Frontier":
        """Append leaves, given by their hashes, level by level: about one hash for each leaf."""
        row = list(leaf_hashes)
        size = self.size + len(row)
        old, new = list(self.nodes), list[bytes]()
        level = 0
        while row:
            if self.size >> level & 1:
                row.insert(0, old.pop())
            if len(row) & 1:
                new.append(row.pop())
            row = _pairs(row, hasher)
            level += 1
        return Frontier(size, (*old, *reversed(new)))

    def root(self, hasher: Hasher = hashlib.sha256) -> bytes:
        """Give the root; of the empty tree, the hash of nothing."""
        return fold(self.nodes, hasher)

    def named(self) -> dict[Node, bytes]:
        """Give the subtrees by their names."""
        return dict(zip(cover(0, self.size), self.nodes, strict=True))

    def to_bytes(self) -> bytes:
        """Give the subtrees' hashes one after another; the size is kept beside them."""
        return b"".join(self.nodes)

    @classmethod
    def from_bytes(cls, size: int, data: bytes) -> "Frontier":
        """Read what :meth:`to_bytes` gave. Raises ValueError where size and length do not belong together."""
        if len(data) % HASH_BYTES:
            raise ValueError(f"a frontier is a row of {HASH_BYTES}-byte hashes, not {len(data)} bytes")
        return cls(size, tuple(data[at : at + HASH_BYTES] for at in range(0, len(data), HASH_BYTES)))


def cover(start: int, end: int) -> list[Node]:
    """Name the perfect subtrees that cover the leaves ``start`` to ``end`` (not included), from left to right."""
    nodes = []
    while start < end:
        level = (end - start).bit_length() - 1
        if start:
            level = min(level, (start & -start).bit_length() - 1)
        nodes.append((level, start >> level))
        start += 1 << level
    return nodes


type Span = tuple[int, int]


def inclusion_spans(index: int, size: int) -> list[Span]:
    """Give the leaf ranges whose hashes make the path of leaf ``index``, from the leaf up (RFC 6962, 2.1.1)."""
    if not 0 <= index < size:
        raise ValueError(f"leaf {index} is not in a tree of {size} leaves")
    spans, start, end = list[Span](), 0, size
    while end - start > 1:
        middle = start + (1 << (end - start - 1).bit_length() - 1)
        if index < middle:
            spans.append((middle, end))
            end = middle
        else:
            spans.append((start, middle))
            start = middle
    return spans[::-1]


def consistency_spans(first: int, second: int) -> list[Span]:
    """Give the leaf ranges that prove the tree of ``first`` leaves a prefix of that of ``second`` (RFC 6962, 2.1.2)."""
    if not 0 < first <= second:
        raise ValueError(f"a tree of {first} leaves is no provable prefix of one of {second}")
    spans, start, end, whole = list[Span](), 0, second, True
    while first != end:
        middle = start + (1 << (end - start - 1).bit_length() - 1)
        if first <= middle:
            spans.append((middle, end))
            end = middle
        else:
            spans.append((start, middle))
            start, whole = middle, False
    if not whole:
        spans.append((start, end))
    return spans[::-1]


def _prove(spans: Sequence[Span], source: Source, hasher: Hasher) -> list[bytes]:
    covers = [cover(start, end) for start, end in spans]
    found = source([node for nodes in covers for node in nodes])
    return [fold([found[node] for node in nodes], hasher) for nodes in covers]


def inclusion_proof(index: int, size: int, source: Source, hasher: Hasher = hashlib.sha256) -> list[bytes]:
    """Prove that leaf ``index`` stands in the tree of ``size`` leaves; ``source`` is asked once for all nodes."""
    return _prove(inclusion_spans(index, size), source, hasher)


def consistency_proof(first: int, second: int, source: Source, hasher: Hasher = hashlib.sha256) -> list[bytes]:
    """Prove that the tree of ``second`` leaves begins with that of ``first``; ``source`` is asked once."""
    return _prove(consistency_spans(first, second), source, hasher)


def _hashes(values: Iterable[bytes]) -> bool:
    return all(len(value) == HASH_BYTES for value in values)


def verify_inclusion(
    index: int, size: int, leaf: bytes, path: Sequence[bytes], root: bytes, hasher: Hasher = hashlib.sha256
) -> bool:
    """Say whether ``path`` proves that the leaf with hash ``leaf`` is leaf ``index`` of the tree with this root."""
    if not 0 <= index < size or not _hashes((leaf, root, *path)):
        return False
    spans = inclusion_spans(index, size)
    if len(spans) != len(path):
        return False
    value = leaf
    for (start, _), sibling in zip(spans, path, strict=True):
        value = node_hash(value, sibling, hasher) if start > index else node_hash(sibling, value, hasher)
    return value == root


def verify_consistency(
    first: int,
    second: int,
    first_root: bytes,
    second_root: bytes,
    proof: Sequence[bytes],
    hasher: Hasher = hashlib.sha256,
) -> bool:
    """Say whether ``proof`` shows that the second tree begins with the first.

    A first size of 0 is refused: every tree begins with the empty one, so such a proof says nothing, and a verifier
    that lets it pass would accept any root beside it.
    """
    if not 0 < first <= second:
        return False
    if first == second:
        return not proof and first_root == second_root
    if not _hashes((first_root, second_root, *proof)):
        return False
    spans = consistency_spans(first, second)
    if len(spans) != len(proof):
        return False
    hashes = list(proof)
    # Where the first tree is itself a perfect subtree of the second, its root is known and left out of the proof.
    known = first_root if first.bit_count() == 1 else hashes.pop(0)
    steps = spans if first.bit_count() == 1 else spans[1:]
    old = new = known
    for (start, _), sibling in zip(steps, hashes, strict=True):
        if start >= first:
            new = node_hash(new, sibling, hasher)
        else:
            old, new = node_hash(sibling, old, hasher), node_hash(sibling, new, hasher)
    return old == first_root and new == second_root
