"""Every public field of every fact, and every group, has a word in Chinese and in English."""

from dataclasses import fields

from django.utils.translation import override

from kechuang.kernel.fact import GROUPS, REGISTRY
from kechuang.ledger import showing


def without_word(names, word) -> list[str]:
    missing = []
    for language in ("zh-hans", "zh-hant", "en"):
        with override(language):
            missing += [f"{name} ({language})" for name in sorted(names) if word(name) == name]
    return missing


def test_public_fields_of_facts_have_words():
    types = [cls for (name, _), cls in REGISTRY.items() if not name.startswith("tests.")]
    names = {field.name for cls in types for field in fields(cls) if field.metadata["group"] == "public"}

    # In English some fields are called what they are called in the code.
    missing = [name for name in without_word(names, showing.field_word) if not name.endswith("(en)")]

    assert missing == []


def test_groups_have_words():
    assert without_word(GROUPS, showing.group_word) == []
