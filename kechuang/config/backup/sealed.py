"""Encrypting a stream with a passphrase: scrypt for the key, AES-256-GCM over chunks of one megabyte. Pure.

The stream begins with a line that names the format, then 16 bytes of salt. Each chunk has its number and, for the last,
a mark in its nonce, so that chunks can be neither exchanged nor left out, and a cut-off file is seen.
"""

import struct
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

MAGIC = b"kechuang-sealed/1\n"
CHUNK = 1 << 20
TAG = 16
SALT = 16
# 2^15 · 8 · 128 bytes = 32 MiB of memory for one guess (RFC 7914; OWASP's least for scrypt is 2^17 with r = 8, p = 1).
COST = 1 << 17


class SealError(ValueError):
    """A sealed stream that cannot be opened: wrong passphrase, altered, or cut off."""


def _key(passphrase: str, salt: bytes) -> AESGCM:
    return AESGCM(Scrypt(salt=salt, length=32, n=COST, r=8, p=1).derive(passphrase.encode()))


def _nonce(number: int, last: bool) -> bytes:
    return struct.pack(">xxxIxxxxB", number, 1 if last else 0)


class Sealing:
    """A file to write to; what is written comes out sealed. Call ``close`` at the end."""

    def __init__(self, out: BinaryIO, passphrase: str, salt: bytes) -> None:
        self.out, self.key, self.held, self.number = out, _key(passphrase, salt), bytearray(), 0
        out.write(MAGIC + salt)

    def write(self, data: bytes) -> int:
        """Take bytes."""
        self.held += data
        while len(self.held) > CHUNK:
            self._put(bytes(self.held[:CHUNK]), last=False)
            del self.held[:CHUNK]
        return len(data)

    def _put(self, piece: bytes, *, last: bool) -> None:
        self.out.write(self.key.encrypt(_nonce(self.number, last), piece, MAGIC))
        self.number += 1

    def close(self) -> None:
        """Write the last chunk."""
        self._put(bytes(self.held), last=True)
        self.held.clear()


class Opening:
    """A file to read from, over a sealed stream whose format line was read already. Raises SealError while reading."""

    def __init__(self, source: BinaryIO, passphrase: str) -> None:
        salt = source.read(SALT)
        if len(salt) != SALT:
            raise SealError("the file ends within its first bytes")
        self.source, self.key = source, _key(passphrase, salt)
        self.plain, self.number, self.done = bytearray(), 0, False
        self.ahead = source.read(CHUNK + TAG)

    def read(self, size: int = -1) -> bytes:
        """Give up to ``size`` bytes, fewer only at the end."""
        while not self.done and (size < 0 or len(self.plain) < size):
            self._next()
        wanted = len(self.plain) if size < 0 else size
        data = bytes(self.plain[:wanted])
        del self.plain[:wanted]
        return data

    def _next(self) -> None:
        piece, self.ahead = self.ahead, self.source.read(CHUNK + TAG)
        last = not self.ahead
        try:
            self.plain += self.key.decrypt(_nonce(self.number, last), piece, MAGIC)
        except InvalidTag:
            why = "wrong passphrase, or its beginning was altered" if self.number == 0 else "it was altered or cut off"
            raise SealError(f"the backup cannot be opened: {why}") from None
        self.number += 1
        self.done = last
