"""What people paste, made comparable: full width, blanks, hyphens, lower case; and the letters they mix up."""

import unicodedata
from collections.abc import Callable, Mapping
from itertools import product

_HYPHENS = "-‐‑‒–—―−－_·•"
_UNSEEN = "\u200b\u200c\u200d\u2060\ufeff\u00ad"

# Letters that GB 32100 leaves out, and what the hand meant.
LEFT_OUT: Mapping[str, str] = {"I": "1", "O": "0", "S": "5", "Z": "2", "V": "Y"}
LOOK_ALIKE: Mapping[str, str] = {
    "0": "OQD",
    "1": "IL",
    "2": "Z",
    "5": "S",
    "6": "G",
    "8": "B",
    "7": "1",
    "O": "0",
    "Q": "0",
    "D": "0",
    "I": "1",
    "L": "1",
    "Z": "2",
    "S": "5",
    "G": "6",
    "B": "8",
    "U": "V",
    "V": "UY",
}


def compact(raw: str, *, drop: str = _HYPHENS) -> str:
    """``raw`` in half width and upper case, without blanks, invisible characters and the characters of ``drop``."""
    text = unicodedata.normalize("NFKC", raw)
    return "".join(c for c in text if not c.isspace() and c not in _UNSEEN and c not in drop).upper()


def even_hyphens(text: str) -> str:
    """``text`` with every kind of dash written as ``-``."""
    return "".join("-" if character in _HYPHENS[:9] else character for character in text)


def replaced(text: str, index: int, character: str) -> str:
    """``text`` with ``character`` at ``index``."""
    return text[:index] + character + text[index + 1 :]


def suggestions(text: str, valid: Callable[[str], bool]) -> tuple[str, ...]:
    """The one valid text that is one slip away, or nothing: first a look-alike, then two neighbours swapped.

    Several candidates say nothing about which was meant. ``valid`` must be strict: a check over 11 values alone lets
    one guess in eleven pass.
    """
    alike = [
        replaced(text, index, other) for index, character in enumerate(text) for other in LOOK_ALIKE.get(character, "")
    ]
    swapped = [text[:i] + text[i + 1] + text[i] + text[i + 2 :] for i in range(len(text) - 1) if text[i] != text[i + 1]]
    for candidates in (alike, swapped):
        found = tuple(dict.fromkeys(candidate for candidate in candidates if valid(candidate)))
        if found:
            return found if len(found) == 1 else ()
    return ()


def without_left_out(text: str, most: int = 64) -> tuple[str, ...]:
    """``text`` with every letter that GB 32100 leaves out replaced by what was probably meant."""
    choices = [("U", "Y") if c == "V" else (LEFT_OUT.get(c, c),) for c in text]
    ways = 1
    for choice in choices:
        ways *= len(choice)
    return tuple("".join(way) for way in product(*choices)) if ways <= most else ()
