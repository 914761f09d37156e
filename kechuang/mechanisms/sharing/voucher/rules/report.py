"""Near-duplicate service reports: MinHash over character shingles, by one-permutation hashing. Pure.

A report is normalised (NFKC, letters and digits of any script only, lower case, digits as 0), so that a changed number,
date or line break does not hide a copy. Its shingles of five characters are hashed once each and sorted into 128 bins;
the least hash of each bin is kept. Empty bins borrow from the next filled one (rotation). The share of equal bins of
two sketches estimates the Jaccard similarity of the shingle sets with a standard error below 0.045.
"""

import hashlib
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

SHINGLE = 5
BINS = 128
# Six bins a band, eight bands: two reports that are 90 % alike share a band with probability 0.998.
BANDS, BAND_BINS = 8, 6
LEAST_SHINGLES = 40


@dataclass(frozen=True, slots=True)
class Sketch:
    """128 values of two bytes each."""

    bins: bytes

    def __post_init__(self) -> None:
        if len(self.bins) != 2 * BINS:
            raise ValueError(f"a sketch has {2 * BINS} bytes, not {len(self.bins)}")

    @property
    def bands(self) -> tuple[int, ...]:
        """Eight numbers below 2^63; two alike reports share at least one of them almost surely."""
        width = 2 * BAND_BINS
        return tuple(
            _number(bytes([band]) + self.bins[band * width : (band + 1) * width]) >> 1 for band in range(BANDS)
        )


def normal(text: str) -> str:
    """The text as it is compared: no blanks, marks or case, every digit a zero."""
    kept = (character for character in unicodedata.normalize("NFKC", text).lower() if character.isalnum())
    return "".join("0" if character.isdecimal() else character for character in kept)


def sketch(text: str) -> Sketch | None:
    """The sketch of a report's text, or None where there is too little text to compare (under 44 characters)."""
    plain = normal(text)
    shingles = {plain[at : at + SHINGLE] for at in range(len(plain) - SHINGLE + 1)}
    if len(shingles) < LEAST_SHINGLES:
        return None
    least: list[int | None] = [None] * BINS
    for shingle in shingles:
        number = _number(shingle.encode())
        bin_, rest = number % BINS, number // BINS
        held = least[bin_]
        if held is None or rest < held:
            least[bin_] = rest
    return Sketch(b"".join(value.to_bytes(2, "big") for value in _filled(least)))


def similarity(a: Sketch, b: Sketch) -> Decimal:
    """The estimated share of shingles that two reports have in common, 0 to 1."""
    same = sum(a.bins[at : at + 2] == b.bins[at : at + 2] for at in range(0, 2 * BINS, 2))
    return Decimal(same) / BINS


def _number(data: bytes) -> int:
    return int.from_bytes(hashlib.blake2b(data, digest_size=8).digest(), "big")


def _filled(least: list[int | None]) -> list[int]:
    """Give two bytes of every bin; an empty one borrows the next filled one's, told apart by how far it lies."""
    filled = []
    for at in range(BINS):
        step = next(step for step in range(BINS) if least[(at + step) % BINS] is not None)
        value = least[(at + step) % BINS] or 0
        filled.append((value + step * 0x9E37) % 0x10000 if step else value % 0x10000)
    return filled
