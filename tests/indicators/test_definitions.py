"""Definitions: all that are packaged load and name real fields; a wrong file is refused with its line."""

from pathlib import Path

import pytest

from kechuang.indicators import register
from kechuang.indicators.definition import DefinitionError
from kechuang.indicators.reading import read_file
from kechuang.kernel.fact import REGISTRY
from kechuang.policy import catalogue

PACKAGED = Path(register.__file__).parent / "definitions"


def test_every_definition_counts_fact_types_and_fields_that_exist():
    for definition in register.current():
        classes = [REGISTRY[name, 1] for name in (*definition.facts, *definition.begins)]
        fields = {
            f"{spec.metadata['group']}.{spec.name}"
            for cls in classes[: len(definition.facts)]
            for spec in cls.__dataclass_fields__.values()
        }

        assert {name.partition(":")[0] for name in definition.columns} - fields == set(), definition.key


def test_every_promise_names_indicators_that_are_defined():
    named = {key for promise in catalogue.promises().values() for key in promise.indicators}

    assert named - set(register.definitions()) == set()


def changed(tmp_path: Path, before: str, after: str) -> Path:
    text = (PACKAGED / "voucher.paid_yuan.yaml").read_text(encoding="utf-8")
    assert text.count(before) == 1
    path = tmp_path / "voucher.paid_yuan.yaml"
    path.write_text(text.replace(before, after), encoding="utf-8")
    return path


def line_of(path: Path, words: str) -> int:
    return next(number for number, line in enumerate(path.read_text("utf-8").splitlines(), 1) if words in line)


@pytest.mark.parametrize(
    ("before", "after", "at", "what"),
    [
        (
            "sum: public.amount_yuan:fen",
            "sum: parties.amount_yuan:fen",
            "permission:",
            "a public number is made from public values alone, not from parties.amount_yuan:fen",
        ),
        ("unit: yuan", "unit: euro", "unit:", "'euro' is none of yuan, number, days, share"),
        ("unit: yuan", "unit: days", "unit:", "the unit yuan belongs to a sum of a column in fen, and to that alone"),
        ("direction: none", "drection: none", "drection", "'drection' is not known here"),
        ("    day: public.paid_on:day\n", "", "version: 1", "'day' is missing"),
        ("region: log", "county: log", "county:", "'county' is no dimension"),
        ("since: 2026-01-01", "since: 2026-02-30", "since:", "a day is written YYYY-MM-DD"),
        ("sum: public.amount_yuan:fen", "average: public.amount_yuan:fen", "average", "'average' is not known here"),
        ("sum: public.amount_yuan:fen", "sum: 'x; DROP TABLE y'", "DROP", "is no column that can stand here"),
    ],
)
def test_a_wrong_definition_is_refused_with_file_and_line(tmp_path, before, after, at, what):
    path = changed(tmp_path, before, after)

    with pytest.raises(DefinitionError) as caught:
        read_file(path)

    assert (caught.value.file, caught.value.line) == (path.name, line_of(path, at))
    assert what in caught.value.what


def test_a_new_version_stands_beside_the_old_one(tmp_path):
    text = (PACKAGED / "voucher.paid_yuan.yaml").read_text(encoding="utf-8")
    head, body = text.split("  - version: 1\n")
    later = body.replace("2026-01-01", "2027-01-01")
    path = tmp_path / "voucher.paid_yuan.yaml"
    path.write_text(f"{head}  - version: 1\n{body}  - version: 2\n{later}", encoding="utf-8")

    assert [(each.id, each.since.year) for each in read_file(path)] == [
        ("voucher.paid_yuan@1", 2026),
        ("voucher.paid_yuan@2", 2027),
    ]
