"""Judged findings of our own corpus, exported as annotation, are loaded and scored by the scorer of gold files."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from kechuang.policy.review import actions, queries
from kechuang.policy.review.annotation import annotation
from kechuang.policy.review.rules import ACCEPT, CORRECT, Verdict

SCORER = Path(__file__).parents[4] / "shared" / "gold" / "score_policy.py"
TEXT = Path(__file__).parents[1] / "read" / "corpus" / "county_plan.txt"
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not SCORER.is_file(), reason="the scorer of gold files is not beside this checkout"),
]


def scored(folder, *more):
    words = [sys.executable, str(SCORER), "--gold", str(folder), *more]
    done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_a_corrected_annotation_is_valid_gold_and_the_correction_counts_against_what_was_read(desk, tmp_path):
    text = TEXT.read_text("utf-8")
    document = desk.accept(text, TEXT.name)
    read = annotation(document, TEXT.name)
    targets = [each for each in queries.findings(document) if each.kind == "target"]
    verdicts = [Verdict(way=ACCEPT, code=each.code) for each in targets[1:]]
    wrong = Verdict(way=CORRECT, code=targets[0].code, values={"year": "2031"}, reason="年份读错")
    assert actions.judge(document.pk, [wrong, *verdicts], by=desk.planner, key="judge:corpus").refusal is None
    document.refresh_from_db()

    for folder, name, said in (("gold", "c.gold.json", annotation(document, TEXT.name)), ("pred", "c.pred.json", read)):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / name).write_text(json.dumps(said, ensure_ascii=False), "utf-8")
    (tmp_path / "text").mkdir()
    (tmp_path / "text" / TEXT.name).write_text(text, "utf-8")
    scored(tmp_path / "gold", "--text", str(tmp_path / "text"), "--verify")
    said = json.loads(scored(tmp_path / "gold", "--pred", str(tmp_path / "pred"), "--json"))

    assert (said["bad_spans"], said["missing_predictions"]) == (0, 0)
    assert (said["targets"]["tp"], said["targets_full"]["tp"]) == (len(targets), len(targets) - 1)
