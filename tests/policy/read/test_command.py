"""`kechuang read`: what it prints and how it ends."""

import argparse
import io
import json

import pytest

from kechuang.policy.read import command
from tests.policy.read import files

PLAN = "云溪县科技创新规划\n一、主要目标\n到2025年，高新技术企业达到120家。（责任单位：县科技局）\n"


@pytest.fixture
def run(tmp_path, capsys):
    def call(data, *flags, name="plan.txt"):
        path = tmp_path / name
        path.write_bytes(data)
        parser = argparse.ArgumentParser()
        command.add_arguments(parser)
        out = io.StringIO()
        code = command.run(parser.parse_args([str(path), *flags]), out)
        return code, out.getvalue(), capsys.readouterr().err

    return call


def test_the_plain_page_names_title_goal_units_and_places(run):
    code, out, _ = run(PLAN.encode())

    assert code == command.READ
    assert "云溪县科技创新规划" in out
    at = PLAN.index("高新技术企业达到120家")
    assert f"  2025  高新技术企业  120家  [{at}–{at + 12}] 高新技术企业达到120家" in out
    assert "县科技局" in out


def test_json_is_the_whole_reading(run):
    code, out, _ = run(PLAN.encode(), "--json")

    reading = json.loads(out)
    assert code == command.READ
    assert reading["schema"] == "kechuang-policy-document/1"
    assert reading["targets"][0]["value"] == 120
    assert PLAN[reading["targets"][0]["start"] : reading["targets"][0]["end"]] == "高新技术企业达到120家"


def test_text_is_the_extraction_that_offsets_count_in(run):
    body = files.paragraph("云溪县科技创新规划") + files.paragraph("到2025年，高新技术企业达到120家。")

    _, out, _ = run(files.docx(body), "--text", name="plan.docx")

    assert out == "云溪县科技创新规划\n到2025年，高新技术企业达到120家。"


def test_a_refusal_says_why_and_what_to_do(run):
    code, out, err = run(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "--english", name="old.doc")

    assert code == command.REFUSED
    assert out == ""
    assert "save it as .docx" in err


def test_a_refusal_in_json_carries_its_code(run):
    code, out, _ = run(files.pdf([], image=True), "--json", name="scan.pdf")

    assert code == command.REFUSED
    assert json.loads(out)["refusal"]["code"] == "reading.scanned"


def test_a_missing_file_is_told_apart(tmp_path, capsys):
    parser = argparse.ArgumentParser()
    command.add_arguments(parser)

    code = command.run(parser.parse_args([str(tmp_path / "none.txt")]), io.StringIO())

    assert code == command.MISSING
    assert "none.txt" in capsys.readouterr().err
