"""Django merges all catalogues and keeps one: an id without a context has one Chinese and one English word, everywhere."""

from collections import defaultdict

import pytest

from kechuang.web import catalogues
from kechuang.web.catalogues import ENGLISH, HANS


@pytest.mark.parametrize("language", [HANS, ENGLISH])
def test_no_message_has_two_translations(language):
    found: dict[tuple[str, str], dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for folder in catalogues.folders():
        for entry in catalogues.read(folder, language):
            words = entry.msgstr or "|".join(entry.msgstr_plural.values())
            if words and not entry.obsolete:
                package = folder.relative_to(catalogues.ROOT).as_posix()
                found[entry.msgctxt or "", entry.msgid][words].append(package)

    assert {key: dict(words) for key, words in found.items() if len(words) > 1} == {}
