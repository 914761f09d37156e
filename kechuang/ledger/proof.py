"""Proofs of single entries, as JSON that anyone can check without the database. Pure.

A bundle holds the entry's leaf (its exact canonical text), the groups that the asker may read with their salts, the
path from the leaf to the root, and a signed checkpoint with that root. ``docs/ledger.md`` describes every field.
"""

import base64
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from kechuang.ledger import leaf as leaves
from kechuang.ledger import tree
from kechuang.ledger.checkpoint import Note, NoteError, Statement, Verifier, origin_of, trusted, unbase64

FORMAT = "kechuang-proof/1"
LONGEST_PATH = 64
MOST_ROTATIONS = 100


class Verdict(StrEnum):
    """What checking a bundle came to."""

    AUTHENTIC = "authentic"
    CONSISTENT = "consistent"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class CheckResult:
    """The outcome of a check.

    ``faults`` are codes with their values, in the order found; ``closed`` names the groups that the leaf commits to
    and the bundle keeps back. ``key_id`` is the key that signed, in hexadecimal, once it is known to be trusted.
    """

    verdict: Verdict
    faults: tuple[tuple[str, str], ...] = ()
    leaf: Mapping[str, Any] | None = None
    opened: Mapping[str, Mapping[str, Any]] | None = None
    closed: tuple[str, ...] = ()
    log: str = ""
    seq: int = 0
    size: int = 0
    key_id: str = ""


class _Fault(Exception):  # noqa: N818 - a signal within this module
    """Ends a check: the bundle is broken."""

    def __init__(self, code: str, value: object = "") -> None:
        super().__init__(code)
        self.fault = (code, str(value))


def bundle(
    leaf: str,
    groups: Mapping[str, Mapping[str, Any]],
    index: int,
    path: Sequence[bytes],
    checkpoint: str,
    rotations: Sequence[str] = (),
) -> dict[str, Any]:
    """Put a bundle together. ``groups`` are label → {salt (hexadecimal), values}; ``index`` counts from 0."""
    return {
        "format": FORMAT,
        "leaf": leaf,
        "groups": {label: dict(group) for label, group in groups.items()},
        "index": index,
        "path": [base64.b64encode(node).decode() for node in path],
        "checkpoint": checkpoint,
        "rotations": list(rotations),
    }


def check(found: object, key: Verifier | None = None) -> CheckResult:
    """Check a bundle as read from JSON: leaf in the tree, groups as committed, checkpoint signed by a trusted key.

    Without a key the most that can be said is ``consistent``: whoever made the bundle may have made the log as well.
    Nothing is raised, whatever the bundle holds.
    """
    try:
        return _check(found, key)
    except _Fault as broken:
        return CheckResult(Verdict.BROKEN, (broken.fault,))
    except NoteError as broken:
        return CheckResult(Verdict.BROKEN, (("proof.bad_note", str(broken)),))


def _check(found: object, key: Verifier | None) -> CheckResult:
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise _Fault("proof.unknown_format", found.get("format") if isinstance(found, dict) else type(found).__name__)
    text = _typed(found, "leaf", str)
    leaf = _leaf(text)
    hasher = tree.ALGORITHMS.get(leaf["hash"])
    if hasher is None:
        raise _Fault("proof.unknown_hash", leaf["hash"])
    note = Note.parse(_typed(found, "checkpoint", str))
    stated = Statement.parse(note.text)
    if stated.origin != origin_of(leaf["log"]):
        raise _Fault("proof.other_log", stated.origin)
    index = _typed(found, "index", int)
    hashed = tree.leaf_hash(text.encode(), hasher)
    if not tree.verify_inclusion(index, stated.size, hashed, _path(found), stated.root, hasher):
        raise _Fault("proof.not_in_tree", f"{index + 1}/{stated.size}")
    opened = _opened(_typed(found, "groups", dict), leaf)
    signed = _signing_key(note, stated.size, key, _typed(found, "rotations", list)) if key else None
    return CheckResult(
        verdict=Verdict.AUTHENTIC if signed else Verdict.CONSISTENT,
        leaf=leaf,
        opened=opened,
        closed=tuple(sorted(set(leaf["groups"]) - set(opened))),
        log=leaf["log"],
        seq=index + 1,
        size=stated.size,
        key_id=signed.id.hex() if signed else "",
    )


def _typed[T](found: Mapping[str, Any], name: str, kind: type[T]) -> T:
    value = found.get(name)
    if not isinstance(value, kind) or isinstance(value, bool):
        raise _Fault("proof.bad_field", name)
    return value


LEAF_FIELDS = {
    "basis": dict,
    "groups": dict,
    "hash": str,
    "id": str,
    "log": str,
    "on": str,
    "type": str,
    "version": int,
}


def _leaf(text: str) -> dict[str, Any]:
    """Read a leaf and refuse one whose text is not the canonical form of what it says."""
    try:
        leaf = json.loads(text)
        again = leaves.canonical(leaves.clean(leaf))
    except (ValueError, RecursionError):
        raise _Fault("proof.bad_leaf") from None
    if not isinstance(leaf, dict) or again != text:
        raise _Fault("proof.bad_leaf")
    if leaf.get("format") != leaves.FORMAT:
        raise _Fault("proof.unknown_format", leaf.get("format"))
    for name, kind in LEAF_FIELDS.items():
        _typed(leaf, name, kind)
    return leaf


def _path(found: Mapping[str, Any]) -> list[bytes]:
    path = _typed(found, "path", list)
    if len(path) > LONGEST_PATH:
        raise _Fault("proof.bad_field", "path")
    try:
        return [unbase64(str(node), "path") for node in path]
    except NoteError:
        raise _Fault("proof.bad_field", "path") from None


def _opened(groups: Mapping[str, Any], leaf: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    opened = {}
    for label, group in groups.items():
        if not isinstance(group, dict) or not isinstance(group.get("values"), dict):
            raise _Fault("proof.bad_group", label)
        try:
            salt = bytes.fromhex(group.get("salt", ""))
            fits = salt.hex() == group["salt"] and leaves.opens(leaf, label, salt, leaves.clean(group["values"]))
        except (ValueError, TypeError, RecursionError):
            raise _Fault("proof.bad_group", label) from None
        if not fits:
            raise _Fault("proof.group_altered", label)
        opened[label] = group["values"]
    return opened


def _signing_key(note: Note, size: int, key: Verifier, rotations: Sequence[object]) -> Verifier:
    """Give the trusted key that signed the checkpoint: the one given, or one that follows from it."""
    if not all(isinstance(statement, str) for statement in rotations):
        raise _Fault("proof.bad_field", "rotations")
    if len(rotations) > MOST_ROTATIONS:
        raise _Fault("proof.bad_field", "rotations")
    for trust in trusted(key, [str(statement) for statement in rotations]):
        if trust.covers(note, size):
            return trust.key
    raise _Fault("proof.not_signed", str(key))
