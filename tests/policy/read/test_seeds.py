"""The five published documents beside the checkout, scored by the scorer that lies with them."""

import collections
import importlib.util
import json

import pytest

from kechuang.policy.read.document import to_json
from kechuang.policy.read.read import read_text


@pytest.fixture(scope="module")
def scored(shared):
    spec = importlib.util.spec_from_file_location("score_policy", shared / "gold" / "score_policy.py")
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    totals, sims, systems, traps = collections.defaultdict(collections.Counter), [], [0, 0], collections.Counter()
    readings = {}
    for path in sorted((shared / "gold" / "seeds").glob("*.gold.json")):
        gold = json.loads(path.read_text("utf-8"))
        raw = (shared / "seeds" / gold["source"]["file"]).read_bytes().decode("utf-8")
        reading = json.loads(json.dumps(to_json(read_text(raw))))
        readings[path.name[:3]] = (gold, reading)
        result, _ = scorer.score(gold, reading)
        for part in ("targets", "assignments", "sections", "cited"):
            totals[part].update({k: v for k, v in result[part].items() if isinstance(v, int)})
        sims += result["targets"]["sims"]
        traps += result["targets"]["traps"]
        systems = [a + b for a, b in zip(systems, result["systems_recall"], strict=True)]
    return scorer, totals, systems, traps, readings


def f1(scorer, totals, part, hits="tp"):
    t = totals[part]
    return scorer.prf(t[hits], t["fp"] + t["tp"] - t[hits], t["fn"] + t["tp"] - t[hits])["f1"]


def test_targets_with_year_name_and_place(scored):
    scorer, totals, _, _, _ = scored

    assert f1(scorer, totals, "targets", "full") >= 0.97


def test_responsible_units(scored):
    scorer, totals, _, _, _ = scored

    assert f1(scorer, totals, "assignments") >= 0.99
    assert totals["assignments"]["exact"] == totals["assignments"]["n"] == 37


def test_headings_and_cited_documents(scored):
    scorer, totals, _, _, _ = scored

    assert f1(scorer, totals, "sections") >= 0.97
    assert f1(scorer, totals, "cited") >= 0.97


def test_comparators_and_traps(scored):
    _, totals, _, traps, _ = scored

    assert totals["targets"]["cmp_ok"] >= 0.98 * totals["targets"]["cmp_n"]
    assert dict(traps) == {}


def test_named_systems(scored):
    _, _, systems, _, _ = scored

    assert systems[0] >= 0.9 * systems[1]


def test_a_plan_without_figures_promises_none(scored):
    *_, readings = scored

    assert readings["003"][1]["targets"] == []
    assert readings["003"][1]["incentives"] == []


def test_title_issuers_number_and_dates(scored):
    *_, readings = scored

    for gold, reading in readings.values():
        meta = gold["meta"]
        assert reading["meta"]["title"] == meta.get("title_raw", meta["title"])
        assert reading["meta"]["issuers"] == meta["issuers"]
        assert reading["meta"]["doc_number"] == meta["doc_number"]
        assert reading["meta"]["issue_date"] == meta["issue_date"]
        assert reading["meta"]["period"] == meta["period"]
        if "goal_years" in meta:
            assert reading["meta"]["goal_years"] == meta["goal_years"]


def test_the_damage_of_a_scan_is_reported(scored):
    *_, readings = scored
    gaps = collections.Counter(gap["code"] for gap in readings["004"][1]["gaps"])

    assert gaps["unit_missing"] == 2
    assert gaps["label_damaged"] == 2
    assert gaps["numbering_restart"] == 1
    assert gaps["numbering_hole"] == 2
    assert gaps["title_missing"] == 2
    assert gaps["item_without_body"] == 1
    assert gaps["doubled_words"] == 1
    assert gaps["sentence_cut"] == 1


def test_traditional_text_names_converted_vocabulary(scored):
    *_, readings = scored
    words = {gap["values"]["word"] for gap in readings["003"][1]["gaps"] if gap["code"] == "taiwan_vocabulary"}

    assert {"套用", "最佳化", "智慧財產權", "網際網路", "雷射", "電漿", "視窗", "檔案", "計畫"} <= words
