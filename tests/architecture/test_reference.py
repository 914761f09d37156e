"""Facts and rule keys: each is documented, has words in every language, and the lists in docs/ are those of the code."""

import importlib.util
from pathlib import Path

import pytest
from django.utils.translation import gettext, override

from kechuang.web import messages

ROOT = Path(__file__).parents[2]
SPEC = importlib.util.spec_from_file_location("reference", ROOT / "scripts" / "reference.py")
reference = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(reference)


def test_every_fact_type_says_what_it_means():
    silent = [name for name, _version, kind in reference.product_facts() if not reference.meaning(kind)]

    assert silent == []


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
def test_every_fact_type_has_words_for_its_reader(language):
    with override(language):
        silent = [name for name, _version, _kind in reference.product_facts() if gettext(name) == name]

    assert silent == []


@pytest.mark.parametrize("name", reference.MADE)
def test_the_committed_list_is_what_the_code_makes(name):
    difference = reference.difference(name)

    assert difference == [], "run: python scripts/reference.py"


def test_code_asks_only_for_rule_keys_that_regions_declare():
    assert reference.unknown_keys() == []


def test_a_key_that_nobody_declared_would_be_found(tmp_path):
    code = 'KEY = "voucher.nowhere"\nasked = law.ask(KEY, place=place)\nlaw.ask(f"voucher.{kind}.nowhere")\n'
    file = tmp_path / "rules.py"
    file.write_text(code)

    assert list(reference.asked(file)) == [(r"voucher\.nowhere", 2), (r"voucher\.[a-z0-9_.]+\.nowhere", 3)]


def test_no_catalogue_has_a_fault():
    found = {str(package.folder): faults for package in messages.collect() if (faults := messages.check(package))}

    assert found == {}
