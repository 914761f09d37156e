"""What does not load: each fault with its exact file and line, its code and its values."""

from datetime import date
from decimal import Decimal

import pytest

from kechuang.rulebook.faults import RulebookError
from kechuang.rulebook.load import load
from tests.rulebook.books import KEYS, RULE, SOURCES, TERMS, write

RULES = "000000-nation/rules/demo.yaml"
VALUE = "since: 2020-01-01, value: 50%, source: law, clause: '1', confidence: S"


def faults(root):
    with pytest.raises(RulebookError) as caught:
        load([root])
    return [(fault.file.removeprefix(f"{root}/"), fault.line, fault.code) for fault in caught.value.all]


def rule(values: str, *, key="demo.share", head="  meaning: floor\n") -> str:
    return f"- key: {key}\n{head}  values:\n  - {{{values}}}\n"


def test_the_small_base_loads(tmp_path):
    book = load([write(tmp_path)])

    answer = book.ask("demo.share", place="330421", on=date(2024, 1, 1))
    assert (answer.value, answer.place, answer.clause) == (Decimal("0.5"), "000000", "1")


# One line: the text of the rules file, the line of the fault, its code.
WRONG_RULES = {
    "a key that is not declared": (rule(VALUE, key="demo.shares"), 1, "key.unknown"),
    "a field that a rule does not have": (rule(VALUE, head="  meening: floor\n"), 2, "field.unknown"),
    "a field that a value does not have": (rule(VALUE + ", until_: 2021-01-01"), 4, "field.unknown"),
    "no meaning": (rule(VALUE, head=""), 1, "field.missing"),
    "no such meaning": (rule(VALUE, head="  meaning: minimum\n"), 2, "meaning.bad"),
    "a number of the wrong type": (rule(VALUE.replace("50%", "half")), 4, "value.type"),
    "a table for a share": (
        "- key: demo.share\n  meaning: floor\n  values:\n  - since: 2020-01-01\n    value: [1]\n    source: law\n    clause: '1'\n    confidence: S\n",
        5,
        "shape.text",
    ),
    "a day that is none": (rule(VALUE.replace("2020-01-01", "2020-02-30")), 4, "date.bad"),
    "a day in other words": (rule(VALUE.replace("2020-01-01", "2020/01/01")), 4, "date.bad"),
    "an end before the beginning": (rule(VALUE + ", until: 2020-01-01"), 4, "date.order"),
    "no source": (rule(VALUE.replace("source: law, ", "")), 4, "source.missing"),
    "a source that nobody declared": (rule(VALUE.replace("law", "lore")), 4, "source.unknown"),
    "S without a clause": (rule(VALUE.replace("clause: '1', ", "")), 4, "clause.missing"),
    "S from a secondary page": (rule(VALUE.replace("law", "page")), 4, "source.confidence"),
    "D from a law": (rule(VALUE.replace("confidence: S", "confidence: D")), 4, "source.confidence"),
    "S from our own design": (rule(VALUE.replace("law", "ours")), 4, "source.confidence"),
    "no such confidence": (rule(VALUE.replace("confidence: S", "confidence: A")), 4, "confidence.bad"),
    "a subject that nobody declared": (
        rule(VALUE, head="  meaning: floor\n  for: {kinds: [ship]}\n"),
        3,
        "subject.unknown",
    ),
    "days without calendar or working": (rule(VALUE.replace("50%", "15"), key="demo.days"), 4, "unit.missing"),
    "a unit that the key does not have": (
        rule(VALUE.replace("50%", "15, unit: month"), key="demo.days"),
        4,
        "unit.bad",
    ),
    "a choice that is none": (rule(VALUE.replace("50%", "city"), key="demo.reach"), 4, "value.choice"),
    "a floor on a flag": (rule(VALUE.replace("50%", "true"), key="demo.open"), 2, "meaning.type"),
    "a ban on a share": (rule(VALUE, head="  meaning: ban\n"), 2, "ban.type"),
    "a ban that permits": (
        rule(VALUE.replace("50%", "true"), key="demo.open", head="  meaning: ban\n"),
        4,
        "ban.value",
    ),
    "bars without a ban": (rule(VALUE, head="  meaning: floor\n  bars: [demo.reach]\n"), 3, "ban.bars"),
    "bars on a key that nothing tightens": (
        rule(VALUE.replace("50%", "false"), key="demo.open", head="  meaning: ban\n  bars: [demo.days]\n"),
        3,
        "ban.bars_key",
    ),
    "an empty list of values": ("- key: demo.share\n  meaning: floor\n  values: []\n", 1, "field.missing"),
    "a rule that is no map": ("- demo.share\n", 1, "shape.map"),
    "rules that are no list": ("key: demo.share\n", 1, "shape.list"),
    "two meanings of one key": (
        RULE
        + rule("since: 2021-01-01, value: 60%, source: law, clause: '1', confidence: S", head="  meaning: fixed\n"),
        8,
        "meaning.mixed",
    ),
    "the same day twice": (RULE + rule(VALUE), 8, "value.twice"),
    "a value inside another": (
        (
            "- key: demo.share\n  meaning: floor\n  values:\n"
            f"  - {{{VALUE}, until: 2022-01-01}}\n"
            f"  - {{{VALUE.replace('2020-01-01', '2021-01-01')}}}\n"
        ),
        5,
        "value.overlap",
    ),
    "floors in different units": (
        rule(VALUE.replace("50%", "15, unit: calendar_day"), key="demo.days")
        + rule(
            VALUE.replace("50%", "9, unit: working_day").replace("2020", "2021"),
            key="demo.days",
            head="  meaning: floor\n  for: {kinds: [unit]}\n",
        ),
        9,
        "unit.mixed",
    ),
    "an alias": ("- &a\n  key: demo.share\n", 1, "yaml.alias"),
    "a tag": ("- !!python/object:os.system x\n", 1, "yaml.tag"),
    "a name twice": ("- key: demo.share\n  key: demo.days\n", 2, "yaml.twice"),
    "no YAML": ("- key: [\n", 2, "yaml.syntax"),
    "a second document": ("[]\n---\n[]\n", 2, "yaml.second_document"),
    "too deep": ("- " * 20 + "x\n", 1, "yaml.too_deep"),
    "an unknown group": (rule(VALUE + ", parallel: four"), 4, "parallel.unknown"),
    "an unknown standing": (rule(VALUE + ", standing: planned"), 4, "standing.bad"),
}


@pytest.mark.parametrize(("text", "line", "code"), WRONG_RULES.values(), ids=WRONG_RULES)
def test_a_wrong_rule_is_refused_with_its_line(tmp_path, text, line, code):
    root = write(tmp_path, {RULES: text})

    assert faults(root) == [(RULES, line, code)]


SCORE = "- key: demo.score\n  meaning: fixed\n  values:\n  - since: 2020-01-01\n    source: law\n    clause: '1'\n    confidence: S\n    value:\n"
BANDS = {
    "a gap": (['"[0,5)"', '">5"'], "band.gap"),
    "an overlap": (['"[0,5]"', '">=5"'], "band.overlap"),
    "a late beginning": (['">0"'], "band.gap"),
    "an early beginning": (['">=-1"'], "band.overlap"),
    "an end": (['"[0,9]"'], "band.gap"),
    "no band": (['"five"'], "band.form"),
    "an empty band": (['"[5,0]"'], "band.empty"),
    "an empty cell": (["~"], "cell.empty"),
}


@pytest.mark.parametrize(("bands", "code"), BANDS.values(), ids=BANDS)
def test_a_table_of_bands_with_a_gap_or_an_overlap_is_refused(tmp_path, bands, code):
    rows = "".join(f"    - {{band: {band}, score: 1}}\n" for band in bands)
    root = write(tmp_path, {RULES: SCORE + rows})

    assert faults(root) == [(RULES, 9, code)]


def test_a_gap_of_the_source_is_written_as_an_empty_cell(tmp_path):
    rows = '    - {band: "[0,25)", score: 1}\n    - {band: "25", score: ~}\n    - {band: ">25", score: 2}\n'
    book = load([write(tmp_path, {RULES: SCORE + rows})])

    table = book.ask("demo.score", place="000000", on=date(2024, 1, 1)).value

    assert [table.lookup("band", number)["score"] for number in (24, 25, 26)] == [Decimal(1), None, Decimal(2)]


def test_an_empty_table_is_refused(tmp_path):
    assert faults(write(tmp_path, {RULES: SCORE.replace("value:\n", "value: []\n")})) == [(RULES, 8, "table.empty")]


WRONG_ELSEWHERE = {
    "a key without a Chinese title": (
        "keys/demo.yaml",
        KEYS.replace("{zh: 比例, en: Share}", "{en: Share}"),
        5,
        "title.language",
    ),
    "a key without an English title": (
        "keys/demo.yaml",
        KEYS.replace("{zh: 比例, en: Share}", "{zh: 比例}"),
        5,
        "title.language",
    ),
    "a key without a title": ("keys/demo.yaml", KEYS.replace(", title: {zh: 比例, en: Share}", ""), 5, "title.missing"),
    "a key of no type": ("keys/demo.yaml", KEYS.replace("type: share", "type: ratio"), 5, "key.type"),
    "a key on a date that no case has": (
        "keys/demo.yaml",
        KEYS.replace("applies_on: application", "applies_on: birth"),
        3,
        "date.unknown",
    ),
    "a key declared twice": (
        "keys/more.yaml",
        KEYS.replace("- {key: demo.days", "- {key: demo.extra"),
        5,
        "declared.twice",
    ),
    "a transition that is none": ("keys/demo.yaml", KEYS.replace("new_cases_only", "never"), 3, "key.transition"),
    "the more lenient without saying which": (
        "keys/demo.yaml",
        KEYS.replace("new_cases_only", "lenient_of_two"),
        3,
        "key.lenient_missing",
    ),
    "a source without a title": ("000000-nation/sources.yaml", "- {id: law, read: full}\n", 1, "title.missing"),
    "a source read in no known way": (
        "000000-nation/sources.yaml",
        SOURCES.replace("read: full", "read: twice"),
        1,
        "source.read",
    ),
    "a source declared twice": (
        "330000-zhejiang/sources.yaml",
        "- {id: law, read: full, title: {zh: 某法, en: A law}}\n",
        1,
        "declared.twice",
    ),
    "a region that is no place": (
        "330000-zhejiang/region.yaml",
        'code: "999999"\ntitle: {zh: 无, en: none}\nkind: province\n',
        1,
        "region.place",
    ),
    "a region of no kind": (
        "330000-zhejiang/region.yaml",
        'code: "330000"\ntitle: {zh: 浙江省, en: Zhejiang}\nkind: state\n',
        3,
        "region.kind",
    ),
    "terms without tags": ("terms.yaml", TERMS.split("tags:")[0], 1, "field.missing"),
    "no UTF-8": None,
}


@pytest.mark.parametrize("name", WRONG_ELSEWHERE)
def test_a_wrong_declaration_is_refused_with_its_line(tmp_path, name):
    root = write(tmp_path)
    if WRONG_ELSEWHERE[name] is None:
        file, line, code = RULES, 2, "yaml.encoding"
        (root / file).write_bytes("- key: demo.share\n  note: 中文\n".encode("gb18030"))
    else:
        file, text, line, code = WRONG_ELSEWHERE[name]
        write(root, {file: text}, base=False)

    assert (file, line, code) in faults(root)


def test_rules_in_a_folder_that_names_no_place_are_refused(tmp_path):
    root = write(tmp_path, {"atlantis/rules/demo.yaml": RULE})

    assert faults(root) == [("atlantis/rules/demo.yaml", 1, "region.unknown")]


def test_a_folder_that_begins_with_a_code_needs_no_region_file(tmp_path):
    book = load([write(tmp_path, {"310000/rules/demo.yaml": RULE.replace("50%", "60%")})])

    assert book.ask("demo.share", place="310115", on=date(2024, 1, 1)).place == "310000"
    assert (book.regions["310000"].title.zh, book.regions["310000"].kind) == ("上海市", "province")


def test_all_faults_come_at_once_in_the_order_of_files_and_lines(tmp_path):
    text = rule(VALUE.replace("law", "lore")) + rule(VALUE.replace("50%", "half"))
    root = write(tmp_path, {RULES: text, "330000-zhejiang/rules/demo.yaml": rule(VALUE, key="demo.none")})

    assert faults(root) == [
        (RULES, 4, "source.unknown"),
        (RULES, 8, "value.type"),
        ("330000-zhejiang/rules/demo.yaml", 1, "key.unknown"),
    ]


def test_a_fault_speaks_both_languages_and_names_what_was_met(tmp_path):
    root = write(tmp_path, {RULES: rule(VALUE.replace("50%", "half"))})

    with pytest.raises(RulebookError) as caught:
        load([root])

    assert caught.value.say("en") == f"{root}/{RULES}:4: demo.share takes share, which “half” is not"
    assert caught.value.say("zh") == f"{root}/{RULES}:4: demo.share 应为 share，“half”不是"


def test_a_huge_file_is_not_read(tmp_path):
    root = write(tmp_path, {RULES: RULE + "#" * 1_000_001})

    assert faults(root) == [(RULES, 1, "file.too_large")]


# --- overlays and editions


def test_an_overlay_adds_replaces_and_closes_values(tmp_path):
    base = write(tmp_path / "base")
    later = rule(VALUE.replace("2020-01-01", "2022-01-01").replace("50%", "60%"))
    same = rule(VALUE.replace("50%", "55%"))
    own = write(
        tmp_path / "own",
        {RULES: same + later.removeprefix("- key: demo.share\n  meaning: floor\n  values:\n")},
        base=False,
    )

    book = load([base, own])

    said = [
        (entry.since.year, entry.until and entry.until.year, entry.value) for entry in book.said("demo.share", "000000")
    ]
    assert said == [(2020, 2022, Decimal("0.55")), (2022, None, Decimal("0.6"))]


def test_the_edition_is_the_content_not_the_writing(tmp_path):
    first = load([write(tmp_path / "a")]).edition
    spaced = load([write(tmp_path / "b", {RULES: f"# a comment\n\n{RULE.replace('50%', '0.5')}"})]).edition
    changed = load([write(tmp_path / "c", {RULES: RULE.replace("50%", "51%")})]).edition

    assert (spaced == first, changed == first, len(first)) == (True, False, 64)
