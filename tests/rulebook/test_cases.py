"""Worked cases: all packaged ones hold, a miss is found, a wrong file is refused with its line."""

import io
from argparse import ArgumentParser

import pytest

from kechuang.kernel.refusal import Refusal
from kechuang.rulebook import cases, cases_command
from kechuang.rulebook.decide import DECISIONS, Bench, decision, inputs_of
from kechuang.rulebook.faults import RulebookError
from kechuang.rulebook.load import current, packaged_root

HOLDS = """\
- case: {zh: 舟山, en: Zhoushan}
  place: "330902"
  on: 2020-03-01
  subject: gov_research_unit
  checks:
  - {ask: transfer.reward.min_ratio.licence, expect: 85%, from: "330900", since: 2020-03-01, unit: share}
  - {on: 2020-02-29, ask: transfer.reward.min_ratio.licence, expect: 0.7}
- case: one decision
  place: "330106"
  on: 2021-12-31
  subject: gov_research_unit
  decide: transfer.reward.split
  inputs: {paid_yuan: 300万, cost_yuan: 120000, tax_yuan: 18000}
  expect: {pool_yuan: 2003400}
"""


def command(*arguments: str) -> tuple[int, str]:
    parser = ArgumentParser()
    cases_command.add_arguments(parser)
    out = io.StringIO()
    return cases_command.run(parser.parse_args([*arguments, "--lang", "en"]), out), out.getvalue()


@pytest.fixture
def elsewhere(tmp_path, monkeypatch):
    """A folder far from the project, and the process standing in it."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def outcomes(path):
    return [(item.asked, item.expected, item.found) for item in cases.run(current(), cases.files([path]))]


def test_every_packaged_case_holds():
    found = list(cases.run(current(), cases.files([packaged_root()])))

    assert [
        f"{item.spot.file}:{item.spot.line} {item.expected} ≠ {item.found}" for item in found if not item.holds
    ] == []
    assert len(found) > 100


def test_every_jurisdiction_with_rules_of_its_own_has_a_case_or_is_met_in_one():
    met = {
        item.found.split("from ")[1].split(";")[0]
        for item in cases.run(current(), cases.files([packaged_root()]))
        if "from " in item.found
    }

    assert {
        "000000",
        "310000",
        "320000",
        "330000",
        "340000",
        "330900",
        "330200",
        "330421",
        "340100",
        "YRD",
        "YRD-DEMO",
    } <= met


def test_cases_run_from_any_folder(elsewhere):
    (elsewhere / "mine.yaml").write_text(HOLDS, encoding="utf-8")

    code, text = command("mine.yaml")

    assert code == 0
    assert text.splitlines()[-1].startswith("2 cases, 3 checks, 0 missed; edition ")


def test_a_miss_ends_with_an_error_and_names_its_line(elsewhere):
    (elsewhere / "mine.yaml").write_text(HOLDS.replace("expect: 0.7", "expect: 0.6"), encoding="utf-8")

    code, text = command("mine.yaml", "--misses")

    assert code == 1
    assert text.splitlines()[1].split() == [
        "MISS", "Zhoushan", "transfer.reward.min_ratio.licence", "330902", "2020-02-29", "60%", "70%",
    ]  # fmt: skip
    assert text.splitlines()[2].strip() == "mine.yaml:7"


@pytest.mark.parametrize(
    ("old", "new", "expected", "found"),
    [
        (
            'from: "330900"',
            'from: "330000"',
            "85%; from 330000; since 2020-03-01; unit share",
            "85%; from 330900; since 2020-03-01; unit share",
        ),
        ("2003400}", "2003400, gift_yuan: 1}", "pool_yuan 2003400; gift_yuan 1", "pool_yuan 2003400; gift_yuan —"),
        (
            "expect: {pool_yuan: 2003400}",
            "refused: worked.net_negative",
            "refused worked.net_negative",
            "net_yuan 2862000; pool_yuan 2003400; main_yuan 1402380; staff_yuan 100170",
        ),
        ("paid_yuan: 300万", "paid_yuan: 1", "pool_yuan 2003400", "refused worked.net_negative"),
        ('place: "330106"', 'place: "320500"', "pool_yuan 2003400", "transfer.reward.main_share —"),
        ('place: "330106"', 'place: "330104"', "pool_yuan 2003400", None),
    ],
    ids=[
        "another place answers",
        "a result that is not given",
        "no refusal",
        "a refusal",
        "no rule",
        "a place that is gone",
    ],
)
def test_what_misses(tmp_path, old, new, expected, found):
    path = tmp_path / "mine.yaml"
    path.write_text(HOLDS.replace(old, new), encoding="utf-8")

    missed = [(wanted, met) for _asked, wanted, met in outcomes(path) if wanted != met]

    assert [wanted for wanted, _ in missed] == [expected]
    assert found is None or [met for _, met in missed] == [found]


@pytest.mark.parametrize(
    ("old", "new", "line", "code"),
    [
        (
            "ask: transfer.reward.min_ratio.licence, expect: 85%",
            "ask: transfer.reward.minimum, expect: 85%",
            6,
            "key.unknown",
        ),
        ("decide: transfer.reward.split", "decide: transfer.reward.divide", 12, "decision.unknown"),
        ("subject: gov_research_unit\n  checks", "subject: ship\n  checks", 4, "subject.unknown"),
        ("cost_yuan: 120000, ", "", 13, "field.missing"),
        ("paid_yuan: 300万", "paid_yuan: much", 13, "value.type"),
        ("expect: 85%", "expects: 85%", 6, "field.unknown"),
        ("on: 2021-12-31", "on: 31 December", 10, "date.bad"),
        ("- case: one decision\n", "- title: {zh: 无, en: none}\n", 8, "field.missing"),
    ],
)
def test_a_wrong_case_file_is_refused_with_its_line(tmp_path, old, new, line, code):
    path = tmp_path / "mine.yaml"
    assert old in HOLDS
    path.write_text(HOLDS.replace(old, new), encoding="utf-8")

    with pytest.raises(RulebookError) as caught:
        outcomes(path)

    assert (caught.value.file, caught.value.line, caught.value.code) == (str(path), line, code)


def test_a_wrong_file_or_none_ends_with_two(elsewhere, capsys):
    (elsewhere / "wrong.yaml").write_text("case: x\n", encoding="utf-8")
    (elsewhere / "empty").mkdir()

    codes = [command("wrong.yaml")[0], command("nowhere.yaml")[0], command("empty")[0]]

    assert codes == [2, 2, 2]
    assert capsys.readouterr().err.splitlines() == [
        "wrong.yaml:1: cases: a list is expected here (lines that begin with “- ”)",
        "There is no file or folder nowhere.yaml",
        "No cases are in these places",
    ]


def test_a_decision_declares_its_inputs_by_its_annotations():
    @decision("test.add")
    def add(bench: Bench, *, left: int, right: int = 1) -> dict[str, int] | Refusal:
        return {"sum": left + right}

    try:
        assert inputs_of(DECISIONS["test.add"]) == {"left": (int, True), "right": (int, False)}
        with pytest.raises(ValueError, match="registered twice"):
            decision("test.add")(add)
    finally:
        del DECISIONS["test.add"]
