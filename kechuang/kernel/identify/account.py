"""Whether two spellings name one holder of an account."""

import re

# What banks and people write differently in one and the same name: blanks, brackets, full width.
_WIDE = str.maketrans("（）．，　", "().,\u0020")
_LOOSE = re.compile(r"[\s()\[\]【】〔〕·.,]")


def same_name(one: str, other: str) -> bool:
    """Whether two spellings name one account holder: width, brackets, blanks and case do not count."""
    return _core(one) == _core(other)


def _core(name: str) -> str:
    return _LOOSE.sub("", name.translate(_WIDE)).casefold()
