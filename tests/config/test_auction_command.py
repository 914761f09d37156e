"""`kechuang auction replay`: a sale's result from its log alone, in two languages; errors name the line."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from kechuang.config.cli import main

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "auction-log.md").read_text(encoding="utf-8")
WHOLE = re.findall(r"```jsonl\n(.+?\n)```", PAGE, re.DOTALL)[0]


@pytest.fixture
def log(tmp_path):
    file = tmp_path / "sale.jsonl"
    file.write_text(WHOLE, encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ([], ("方式  增价竞价", "成交号牌  P02", "成交价  101,000.00 元", "溢价率  1.00 %")),
        (["--english"], ("Form  ascending", "Won by paddle  P02", "Price  101,000.00 yuan", "Premium  1.00 %")),
    ],
)
def test_the_result_is_printed(log, capsys, language, words):
    assert main(["auction", "replay", str(log), *language]) == 0

    printed = [line.strip() for line in capsys.readouterr().out.splitlines()]
    assert [word for word in words if word in printed] == list(words)


def test_the_result_as_json(log, capsys):
    assert main(["auction", "replay", str(log), "--json"]) == 0

    answer = json.loads(capsys.readouterr().out)
    assert (answer["price_yuan"], answer["premium"], answer["events"]) == (
        "101000.00",
        "0.0100",
        len(WHOLE.splitlines()),
    )
    assert answer["lots"][0]["accounts"] == {
        "bidder/P01": "0.00",
        "bidder/P02": "-5000.00",
        "held": "0.00",
        "price": "5000.00",
    }


def test_an_error_names_file_line_and_reason(log, capsys):
    log.write_text(WHOLE.replace('"amount":"101000.00"', '"amount":"100500.00"'), encoding="utf-8")

    assert main(["auction", "replay", str(log), "--json", "--english"]) == 1

    said = capsys.readouterr()
    assert json.loads(said.out)["line"] == 8
    assert said.err == (
        f"{log}: line 8 (amount): 100,500.00 yuan is off the grid: steps of 1,000.00 yuan from 100,000.00 yuan. "
        "[auction.off_the_grid]\n"
    )


def test_a_file_that_is_not_there(tmp_path, capsys):
    assert main(["auction", "replay", str(tmp_path / "none.jsonl")]) == 2
    assert "none.jsonl" in capsys.readouterr().err


def test_a_replay_needs_neither_django_nor_a_database(log):
    script = (
        "import sys\nfrom kechuang.config.cli import main\n"
        f"assert main(['auction', 'replay', {str(log)!r}]) == 0\n"
        "assert 'django' not in sys.modules, 'django was loaded'\n"
    )

    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )

    assert (done.returncode, done.stderr) == (0, "")
