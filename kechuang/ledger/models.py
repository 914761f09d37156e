"""The ledger's tables. Nothing enters or leaves them by foreign key, and the database itself refuses changes.

What may happen to a row is held by triggers (``triggers.py``): entries, tiles, keys and checkpoints are only ever
added; a log's head only grows; a personal group may be erased and never changed. Only cursors are ordinary rows.
"""

import json
from typing import Any

from django.db import models

from kechuang.ledger.tree import Frontier


class Log(models.Model):
    """One log of one authority, and its head: size, frontier and root of the tree over all its entries."""

    code = models.CharField(max_length=64, primary_key=True)
    name = models.CharField(max_length=200, blank=True)
    algorithm = models.CharField(max_length=20, default="sha256")
    size = models.BigIntegerField(default=0)
    frontier = models.BinaryField(default=bytes)
    root = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.code}@{self.size}"

    @property
    def tree(self) -> Frontier:
        """The stored frontier."""
        return Frontier.from_bytes(self.size, bytes(self.frontier))


class LogKey(models.Model):
    """A public key of a log. Every key but the first comes with a statement that its predecessor signed."""

    log = models.CharField(max_length=64)
    key_id = models.CharField(max_length=8)
    verifier = models.CharField(max_length=200)
    since_size = models.BigIntegerField()
    statement = models.TextField(blank=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint("log", "key_id", name="ledger_key_once"),)

    def __str__(self) -> str:
        return self.verifier


class Entry(models.Model):
    """One fact as it was recorded. ``leaf`` is canonical JSON, ``disclosed`` {group: {salt, values}} likewise.

    ``seq`` counts from 1 without gaps, in the order of commit. The other columns repeat what the leaf says, so that
    they can be searched; ``verify`` compares them.
    """

    id = models.CharField(max_length=32, primary_key=True)
    log = models.CharField(max_length=64)
    seq = models.BigIntegerField()
    type = models.CharField(max_length=100)
    version = models.IntegerField()
    case = models.CharField(max_length=160, blank=True)
    act = models.CharField(max_length=160, blank=True)
    on = models.DateField()
    recorded_at = models.DateTimeField()
    leaf = models.TextField()
    leaf_hash = models.BinaryField()
    disclosed = models.TextField()

    class Meta:
        constraints = (models.UniqueConstraint("log", "seq", name="ledger_entry_place"),)
        indexes = (
            models.Index("case", "log", "seq", name="ledger_entry_case", condition=~models.Q(case="")),
            models.Index("log", "type", "seq", name="ledger_entry_type"),
            models.Index("recorded_at", "log", "seq", name="ledger_entry_recorded"),
            models.Index("type", "recorded_at", "log", "seq", name="ledger_entry_typed"),
        )

    def __str__(self) -> str:
        return f"{self.log}/{self.seq} {self.type}"

    @property
    def envelope(self) -> dict[str, Any]:
        """The leaf, read."""
        return json.loads(self.leaf)

    @property
    def groups(self) -> dict[str, dict[str, Any]]:
        """The groups that cannot be erased: label → {salt, values}."""
        return json.loads(self.disclosed)


class PersonalGroup(models.Model):
    """A personal group of an entry. ``subject`` is the pseudonymous ref of whom it speaks; erasing empties it."""

    entry = models.CharField(max_length=32)
    label = models.CharField(max_length=60)
    subject = models.CharField(max_length=160, blank=True)
    salt = models.BinaryField(null=True)
    values = models.TextField(null=True)  # noqa: DJ001 - null is what an erased group holds
    erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint("entry", "label", name="ledger_personal_once"),)
        indexes = (models.Index("subject", name="ledger_personal_subject", condition=~models.Q(subject="")),)

    def __str__(self) -> str:
        return f"{self.entry} {self.label}"


class Tile(models.Model):
    """256 neighbouring hashes of the tree, complete: level 0 holds leaf hashes, level 1 roots of level 0, and so on."""

    log = models.CharField(max_length=64)
    level = models.SmallIntegerField()
    index = models.BigIntegerField()
    root = models.BinaryField()
    hashes = models.BinaryField()

    class Meta:
        constraints = (models.UniqueConstraint("log", "level", "index", name="ledger_tile_place"),)

    def __str__(self) -> str:
        return f"{self.log} {self.level}/{self.index}"


class Checkpoint(models.Model):
    """A signed statement of a log's size and root (C2SP signed note); the same note is kept in a file as well."""

    log = models.CharField(max_length=64)
    size = models.BigIntegerField()
    root = models.BinaryField()
    key_id = models.CharField(max_length=8)
    note = models.TextField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint("log", "size", "key_id", name="ledger_checkpoint_once"),)

    def __str__(self) -> str:
        return f"{self.log}@{self.size}"


class Cursor(models.Model):
    """How far a reader of a log has come: the last sequence number it has dealt with."""

    name = models.CharField(max_length=100)
    log = models.CharField(max_length=64)
    position = models.BigIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint("name", "log", name="ledger_cursor_once"),)

    def __str__(self) -> str:
        return f"{self.name} {self.log}@{self.position}"
