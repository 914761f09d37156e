"""Making proofs from the database; checking them needs none (``proof.py``)."""

import base64
import json
from collections.abc import Collection
from typing import Any

from kechuang.ledger import proof, sign, tree
from kechuang.ledger.hashes import source
from kechuang.ledger.leaf import is_personal
from kechuang.ledger.models import Checkpoint, Entry, Log, PersonalGroup

CONSISTENCY = "kechuang-consistency/1"


def prove(entry: Entry, groups: Collection[str], checkpoint: Checkpoint | None = None) -> dict[str, Any] | None:
    """Give the proof bundle of an entry with the groups named, under the newest checkpoint or the one given.

    None where no checkpoint covers the entry yet. The caller decides which groups the asker may read; ``personal``
    stands for every personal group of the entry, and erased ones are left out.
    """
    checkpoint = checkpoint or sign.covering(entry.log, entry.seq)
    if checkpoint is None or checkpoint.size < entry.seq:
        return None
    log = Log.objects.get(code=entry.log)
    path = tree.inclusion_proof(entry.seq - 1, checkpoint.size, source(log), tree.ALGORITHMS[log.algorithm])
    opened = {label: group for label, group in entry.groups.items() if label in groups}
    if any(is_personal(label) for label in groups):
        opened |= _personal(entry, groups)
    return proof.bundle(entry.leaf, opened, entry.seq - 1, path, checkpoint.note, sign.rotations(entry.log))


def _personal(entry: Entry, groups: Collection[str]) -> dict[str, Any]:
    rows = list(PersonalGroup.objects.filter(entry=entry.id, values__isnull=False))
    entry.subjects = {row.subject for row in rows}  # type: ignore[attr-defined]  # of whom it speaks, for who notes it
    return {
        row.label: {"salt": bytes(row.salt).hex(), "values": json.loads(row.values)}
        for row in rows
        if row.label in groups or "personal" in groups
    }


def consistency(first: Checkpoint, second: Checkpoint) -> dict[str, Any]:
    """Give the proof that the log of the second checkpoint begins with that of the first, both of one log.

    Raises ValueError where the first is empty or greater than the second.
    """
    log = Log.objects.get(code=first.log)
    path = tree.consistency_proof(first.size, second.size, source(log), tree.ALGORITHMS[log.algorithm])
    return {
        "format": CONSISTENCY,
        "hash": log.algorithm,
        "first": first.note,
        "second": second.note,
        "path": [base64.b64encode(node).decode() for node in path],
    }
