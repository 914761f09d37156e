"""Sentences of this package in Chinese or English, from its message catalogues, without Django.

The command line and a failed load speak from here; pages use the same catalogues. Values stand in braces.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import polib

_CATALOGUES = Path(__file__).parent / "locale"


def sentence(message: str, values: Mapping[str, object] | None = None, language: str = "en") -> str:
    """The sentence for a message id, filled in. An unknown id is shown as it is, so that nothing is hidden."""
    text = _catalogue("en" if language.startswith("en") else "zh_Hans").get(message) or message
    if values is None:
        return text
    return text.format_map({name: "" if value is None else value for name, value in values.items()})


@cache
def _catalogue(locale: str) -> dict[str, str]:
    path = _CATALOGUES / locale / "LC_MESSAGES" / "django.po"
    return {entry.msgid: entry.msgstr for entry in polib.pofile(str(path))} if path.exists() else {}
