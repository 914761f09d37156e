"""The packaged rules: complete in both languages, sourced, true to the table of places, and known to the code."""

import ast
import re
from datetime import date
from pathlib import Path

import pytest

from kechuang.kernel import place
from kechuang.rulebook.load import current, packaged_root
from kechuang.rulebook.value import Table, Text

ROOT = Path(__file__).parents[2]
WANTED = [
    "000000",
    "310000",
    "320000",
    "330000",
    "340000",
    "YRD",
    "YRD-DEMO",
    "330900",
    "330100",
    "340100",
    "330421",
    "330127",
]


@pytest.fixture(scope="module")
def book():
    return current()


def texts(book):
    """Everything that pages show of the rules, with where it stands."""
    for key in book.keys.values():
        yield key.name, key.title
        yield from ((f"{key.name} {code}", words) for code, words in key.choices)
        yield from ((f"{key.name} {column.name}", column.title) for column in key.columns)
        if key.note:
            yield key.name, key.note
    for entry in book.entries:
        cells = (
            [cell for row in entry.value.rows for cell in row.values()]
            if isinstance(entry.value, Table)
            else [entry.value]
        )
        yield from ((f"{entry.key} {entry.place}", cell) for cell in (*cells, entry.note) if isinstance(cell, Text))
    for group in (book.sources, book.regions, book.groups):
        yield from ((name, record.title) for name, record in group.items())


def test_every_jurisdiction_of_the_issue_is_there_and_speaks(book):
    speaking = {entry.place for entry in book.entries}

    assert [code for code in WANTED if code not in book.regions or code not in speaking] == []


def test_every_text_has_chinese_and_english(book):
    chinese = re.compile(r"[\u4e00-\u9fff]")
    wrong = [(where, words) for where, words in texts(book) if chinese.search(words.en) or not words.zh]

    assert wrong == []


def test_chinese_texts_are_chinese(book):
    without = [(where, words.zh) for where, words in texts(book) if not re.search(r"[\u4e00-\u9fff]", words.zh)]

    assert without == []


def test_every_value_has_a_source_that_supports_its_confidence(book):
    supported = {"full": "SsG", "part": "SsG", "title": "SsG", "secondary": "sG", "none": "G", "own": "D"}

    assert [entry for entry in book.entries if entry.confidence not in supported[book.sources[entry.source].read]] == []
    assert [entry for entry in book.entries if entry.confidence == "S" and not entry.clause] == []


def test_every_source_is_used_or_says_why_it_is_kept(book):
    used = {entry.source for entry in book.entries}

    assert [name for name, source in book.sources.items() if name not in used and source.note is None] == []


def test_every_key_is_answered_by_somebody(book):
    assert set(book.keys) - {entry.key for entry in book.entries} == set()


def test_names_of_keys_end_with_their_unit(book):
    endings = {
        "yuan": "_yuan",
        "days": "days",
        "months": "months",
        "years": "years",
        "hours": "hours",
        "minutes": "minutes",
    }
    wrong = [
        name
        for name, key in book.keys.items()
        if key.type in endings and not name.endswith(endings[key.type]) and not name.endswith("days_min")
    ]

    assert wrong == []


def test_regions_bear_the_names_of_the_table_of_places(book):
    on = date(2026, 4, 1)
    named = {code: place.division(code, on).name_zh for code in book.regions if code != "000000"}

    assert named == {code: region.title.zh for code, region in book.regions.items() if code != "000000"}


def test_a_region_stands_in_a_folder_that_begins_with_its_code(book):
    assert sorted(book.regions) == sorted(
        re.search(r"^code: \"?([\w-]+)\"?$", path.read_text(), re.MULTILINE)[1]
        for path in packaged_root().glob("*/region.yaml")
    )
    assert [
        path.parent.name
        for path in packaged_root().glob("*/region.yaml")
        if not path.parent.name.startswith(re.search(r"^code: \"?([\w-]+)\"?$", path.read_text(), re.MULTILINE)[1])
    ] == []


def test_real_counties_carry_sourced_or_marked_rules_and_no_restriction(book):
    counties = [code for code, region in book.regions.items() if region.kind == "county"]
    rules = [entry for entry in book.entries if entry.place in counties]

    assert sorted({entry.place for entry in rules}) == ["330127", "330421"]
    assert {entry.confidence for entry in rules} == {"S", "D"}


ASKING = {"ask", "answer_of", "term", "number", "looked_up", "_score"}


def asked_in(path: Path) -> set[str]:
    """Rule keys that stand in a file: first words of questions, and constants named …KEY or in capitals."""
    tree = ast.parse(path.read_text())
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) in ASKING:
            found |= {
                item.value for item in node.args if isinstance(item, ast.Constant) and isinstance(item.value, str)
            }
        if isinstance(node, ast.Assign) and all(
            isinstance(item, ast.Name) and item.id.endswith("_KEY") for item in node.targets
        ):
            found |= {
                item.value
                for item in ast.walk(node.value)
                if isinstance(item, ast.Constant) and isinstance(item.value, str)
            }
    return {text for text in found if re.fullmatch(r"[a-z_]+(\.[a-z_]+)+", text)}


def test_every_rule_key_used_in_code_exists(book):
    asked = {key: path.name for path in sorted((ROOT / "kechuang").rglob("*.py")) for key in asked_in(path)}

    assert len(asked) > 20
    assert {key: file for key, file in asked.items() if key not in book.keys} == {}


# --- golden values of the domain notes, one place each

GOLDEN = [
    ("transfer.reward.min_ratio.licence", "330106", "2021-12-31", "0.7", "S"),
    ("transfer.reward.min_ratio.shares", "330902", "2021-12-31", "0.85", "S"),
    ("transfer.price_notice.days", "330106", "2021-12-31", "15", "S"),
    ("transfer.reward.notice_days", "330106", "2021-12-31", "15", "S"),
    ("transfer.reward.payment_months", "330106", "2021-12-31", "6", "S"),
    ("patent.award.invention_yuan", "320500", "2024-06-01", "4000", "S"),
    ("patent.award.other_yuan", "320500", "2024-06-01", "1500", "S"),
    ("contract.registration.decision_days", "330106", "2024-06-01", "10", "S"),
    ("contract.registration.decision_days", "320500", "2024-06-01", "30", "s"),
    ("trade.free.registration_days", "330106", "2024-06-01", "3", "S"),
    ("auction.commission.max_share", "330106", "2024-06-01", "0.05", "S"),
    ("auction.judicial.start.min_share", "330106", "2024-06-01", "0.7", "S"),
    ("listing.first_period_days", "330106", "2024-06-01", "20", "S"),
    ("instrument.threshold_yuan", "330106", "2024-06-01", "300000", "s"),
    ("instrument.report_days", "310115", "2024-06-01", "15", "S"),
    ("credit.bad_record_years", "330106", "2024-06-01", "5", "S"),
    ("credit.objection_days", "330106", "2024-06-01", "5", "S"),
    ("credit.objection.extended_days", "330106", "2024-06-01", "20", "S"),
    ("sanction.no_register.ban_years", "330106", "2024-06-01", "3", "S"),
    ("voucher.settlement.period_months", "330106", "2024-06-01", "6", "S"),
    ("voucher.quota.enterprise.year_yuan", "310115", "2024-06-01", "300000", "s"),
    ("voucher.quota.enterprise.year_yuan", "330421", "2024-06-01", "300000", "G"),
    ("voucher.quota.enterprise.year_yuan", "330106", "2024-06-01", "100000", "D"),
    ("report.embargo.max_years", "330106", "2024-06-01", "5", "S"),
    ("genetic.decision_days", "330106", "2024-06-01", "20", "S"),
    ("joint.min_jurisdictions", "320500", "2024-06-01", "2", "S"),
    ("tax.transfer_income.exempt_yuan", "330106", "2024-06-01", "5000000", "S"),
    ("deduction.other_cost.max_share", "330106", "2024-06-01", "0.1", "G"),
]


@pytest.mark.parametrize(("key", "where", "on", "value", "confidence"), GOLDEN)
def test_golden_values(book, key, where, on, value, confidence):
    answer = book.ask(key, place=where, on=date.fromisoformat(on))

    assert (str(answer.basis()["value"]), answer.confidence) == (value, confidence)
