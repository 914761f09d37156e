"""Checkpoints: signed statements of a log's size and root, in the C2SP formats. Pure over Ed25519.

* A *signed note* (c2sp.org/signed-note) is text, an empty line, and signature lines
  ``— name base64(key id ‖ signature)``.
* A *checkpoint* (c2sp.org/tlog-checkpoint) is a note whose text is origin, size and base64 root, one to a line.
* A *verifier key* is ``name+keyid+base64(type ‖ public key)``. The signer's form, kept in key files, is that of Go's
  ``sumdb/note`` and begins with ``PRIVATE+KEY+``.

So any tool that reads transparency logs can check ours. The key type is a byte (1: Ed25519); others can follow.
"""

import base64
import binascii
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from kechuang.ledger.tree import HASH_BYTES

ED25519 = 1
DASH = "— "
PRIVATE = "PRIVATE+KEY+"
ROTATION = "kechuang key rotation"
LONGEST = 100_000


class NoteError(ValueError):
    """A note, checkpoint or key that cannot be read; the message says what is wrong with it."""


def origin_of(log: str) -> str:
    """Give the origin line of a log's checkpoints; it is also the name of its keys."""
    return f"kechuang/{log}"


def _key_id(name: str, typed: bytes) -> bytes:
    return hashlib.sha256(name.encode() + b"\n" + typed).digest()[:4]


def unbase64(text: str, what: str) -> bytes:
    """Read base64 in its one canonical form, so that no two texts stand for the same bytes. Raises NoteError."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        data = b""
    if not text or base64.b64encode(data).decode() != text:
        raise NoteError(f"{what} is not base64: {text[:60]!r}")
    return data


def _name(text: str) -> str:
    if not text or "+" in text or any(ch.isspace() for ch in text):
        raise NoteError(f"{text!r} is no key name: a name is not empty and holds neither spaces nor +")
    return text


@dataclass(frozen=True, slots=True)
class Verifier:
    """A public key with its name."""

    name: str
    public: bytes

    @property
    def id(self) -> bytes:
        """The four bytes that a signature names the key by."""
        return _key_id(self.name, bytes((ED25519,)) + self.public)

    def __str__(self) -> str:
        return f"{self.name}+{self.id.hex()}+{base64.b64encode(bytes((ED25519,)) + self.public).decode()}"

    def holds(self, text: str, signature: bytes) -> bool:
        """Say whether a signature over the text is this key's."""
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, text.encode())
        except InvalidSignature:
            return False
        return True

    @classmethod
    def parse(cls, text: str) -> "Verifier":
        """Read a verifier key. Raises NoteError where it is not one, or its id does not fit its key."""
        parts = text.strip().split("+", 2)
        if len(parts) != 3:
            raise NoteError("a verifier key has the form name+keyid+base64")
        typed = unbase64(parts[2], "the public key")
        if len(typed) != 33 or typed[0] != ED25519:
            raise NoteError("the public key is not Ed25519 (one type byte, 01, and 32 bytes)")
        found = cls(_name(parts[0]), typed[1:])
        if found.id.hex() != parts[1]:
            raise NoteError(f"the key id {parts[1]!r} does not belong to this key; it should be {found.id.hex()}")
        return found


@dataclass(frozen=True, slots=True)
class Signer:
    """A private key with its name. Its text form is a secret: it goes to a key file, never to the database or a log."""

    name: str
    seed: bytes

    def __repr__(self) -> str:
        return f"Signer({self.name!r})"

    @property
    def verifier(self) -> Verifier:
        """The public half."""
        return Verifier(self.name, Ed25519PrivateKey.from_private_bytes(self.seed).public_key().public_bytes_raw())

    def sign(self, text: str) -> str:
        """Give the signature line for a note's text."""
        signature = Ed25519PrivateKey.from_private_bytes(self.seed).sign(text.encode())
        return f"{DASH}{self.name} {base64.b64encode(self.verifier.id + signature).decode()}\n"

    def secret(self) -> str:
        """Give the text form that a key file holds."""
        body = base64.b64encode(bytes((ED25519,)) + self.seed).decode()
        return f"{PRIVATE}{self.name}+{self.verifier.id.hex()}+{body}"

    @classmethod
    def parse(cls, text: str) -> "Signer":
        """Read a key file's text. Raises NoteError, which never quotes the secret."""
        parts = text.strip().removeprefix(PRIVATE).split("+", 2)
        if not text.startswith(PRIVATE) or len(parts) != 3:
            raise NoteError(f"a private key has the form {PRIVATE}name+keyid+base64")
        try:
            typed = unbase64(parts[2], "")
        except NoteError:
            raise NoteError("the private key is not base64") from None
        if len(typed) != 33 or typed[0] != ED25519:
            raise NoteError("the private key is not Ed25519 (one type byte, 01, and 32 bytes)")
        found = cls(_name(parts[0]), typed[1:])
        if found.verifier.id.hex() != parts[1]:
            raise NoteError(f"the key id {parts[1]!r} does not belong to this private key")
        return found


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature line: who claims to have signed, by which key, and the signature."""

    name: str
    key_id: bytes
    value: bytes


@dataclass(frozen=True, slots=True)
class Note:
    """A signed note, taken apart and not yet checked. ``text`` ends with a line break."""

    text: str
    signatures: tuple[Signature, ...]

    def signed_by(self, key: Verifier) -> bool:
        """Say whether this key signed the note."""
        return any(
            one.name == key.name and one.key_id == key.id and key.holds(self.text, one.value) for one in self.signatures
        )

    @classmethod
    def parse(cls, note: str) -> "Note":
        """Take a note apart. Raises NoteError where the form is wrong; signatures are not checked here."""
        if len(note) > LONGEST:
            raise NoteError(f"a note longer than {LONGEST} characters is not read")
        if any("\ud800" <= ch <= "\udfff" for ch in note):
            raise NoteError("a note is UTF-8 text")
        head, split, tail = note.rpartition("\n\n")
        if not split or not tail.endswith("\n"):
            raise NoteError("a signed note is text, an empty line and signature lines")
        return cls(head + "\n", tuple(_signature(line) for line in tail[:-1].split("\n")))


def _signature(line: str) -> Signature:
    name, _, body = line.removeprefix(DASH).partition(" ")
    value = unbase64(body, "a signature")
    if not line.startswith(DASH) or len(value) < 5:
        raise NoteError(f"not a signature line: {line[:60]!r}")
    return Signature(_name(name), value[:4], value[4:])


SIZE = re.compile(r"0|[1-9][0-9]{0,17}")


def _size(text: str) -> int:
    if not SIZE.fullmatch(text):
        raise NoteError(f"the size of a log is a whole number, not {text[:40]!r}")
    return int(text)


@dataclass(frozen=True, slots=True)
class Statement:
    """What a checkpoint says: this log had this size and this root."""

    origin: str
    size: int
    root: bytes

    def text(self) -> str:
        """Give the text that is signed."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"

    def sign(self, *signers: Signer) -> str:
        """Give the checkpoint as a signed note."""
        text = self.text()
        return text + "\n" + "".join(signer.sign(text) for signer in signers)

    @classmethod
    def parse(cls, text: str) -> "Statement":
        """Read a checkpoint's text; further lines are left alone, as the format asks. Raises NoteError."""
        lines = text.split("\n")
        if len(lines) < 4 or not lines[0]:
            raise NoteError("a checkpoint has three lines: origin, size and root")
        size, root = _size(lines[1]), unbase64(lines[2], "the root")
        if len(root) != HASH_BYTES:
            raise NoteError(f"a root has {HASH_BYTES} bytes, not {len(root)}")
        return cls(lines[0], size, root)


def rotation(old: Signer, new: Signer, size: int) -> str:
    """Give the statement by which an old key hands over to a new one from a log size on; both sign it."""
    text = f"{ROTATION}\n{old.name}\n{old.verifier}\n{new.verifier}\n{size}\n"
    return text + "\n" + old.sign(text) + new.sign(text)


@dataclass(frozen=True, slots=True)
class Rotation:
    """What a rotation statement says."""

    old: Verifier
    new: Verifier
    size: int

    @classmethod
    def parse(cls, note: str) -> "Rotation":
        """Read a rotation statement and check both signatures. Raises NoteError."""
        read = Note.parse(note)
        lines = read.text.split("\n")
        if len(lines) != 6 or lines[0] != ROTATION:
            raise NoteError("a key rotation has five lines: its title, the origin, the old key, the new key, the size")
        old, new = Verifier.parse(lines[2]), Verifier.parse(lines[3])
        if not old.name == new.name == lines[1]:
            raise NoteError("a key rotation names one origin, and both keys bear its name")
        if not read.signed_by(old) or not read.signed_by(new):
            raise NoteError("a key rotation needs the signatures of the old and of the new key")
        return cls(old, new, _size(lines[4]))


@dataclass(frozen=True, slots=True)
class Trust:
    """A key, and the log sizes at which its signature counts: from ``first``, and up to ``last`` if there is one."""

    key: Verifier
    first: int = 0
    last: int | None = None

    def covers(self, note: Note, size: int) -> bool:
        """Say whether this key signed the note, and was in charge at that size."""
        return self.first <= size and (self.last is None or size <= self.last) and note.signed_by(self.key)


def trusted(key: Verifier, rotations: Sequence[str]) -> list[Trust]:
    """Give the keys that follow from trusting one: itself, those that it handed over to, and those that it took over.

    Both sign a hand-over, so trust runs both ways; but each key counts only up to the size at which it gave way, so
    that one stolen later signs nothing new. Statements about other keys are passed over. Raises NoteError for one that
    cannot be read.
    """
    known = {key: Trust(key)}
    steps = [Rotation.parse(note) for note in rotations]
    for _ in steps:
        for step in steps:
            old, new = known.get(step.old), known.get(step.new)
            if old or new:
                known[step.old] = Trust(step.old, old.first if old else 0, step.size)
                known[step.new] = Trust(step.new, step.size, new.last if new else None)
    return list(known.values())
