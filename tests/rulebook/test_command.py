"""``kechuang rule``: what it prints in both languages and as JSON, what it answers to a wrong question."""

import io
import json
import subprocess
import sys
from argparse import ArgumentParser

import pytest

from kechuang.rulebook import command, load
from tests.rulebook.books import write

KEY = "transfer.reward.min_ratio.licence"


def rule(*arguments: str, language="en") -> tuple[int, str]:
    parser = ArgumentParser()
    command.add_arguments(parser)
    out = io.StringIO()
    return command.run(parser.parse_args([*arguments, "--lang", language]), out), out.getvalue()


def test_value_and_trail_in_english():
    code, text = rule(KEY, "--place", "330902", "--on", "2020-03-01", "--for", "gov_research_unit")

    lines = text.splitlines()
    assert code == 0
    assert lines[:4] == [
        f"{KEY}  Reward, smallest share of net licence income",
        "Dinghai District 330902, on 2020-03-01, for government-established research unit or university",
        "",
        "  at least 85% · Zhoushan · since 2020-03-01 · Zhoushan S&T Innovation Regulation (2019), article not recorded · S read in the text",
    ]
    assert [line[2:] for line in lines if line.startswith(("  ✔", "  ✘", "  ·"))] == [
        "✔ Zhoushan 330900 · at least 85% · since 2020-03-01 · Zhoushan S&T Innovation Regulation (2019), article not recorded [S]",
        "✘ Zhejiang 330000 · at least 70% · since 2017-10-01 · Zhejiang Regulation on Promoting the Transformation of S&T Achievements (2021 text), Art. 37 [S]",
        "✘ the nation 000000 · at least 50% · since 2015-10-01 · Law on Promoting the Transformation of S&T Achievements (2015), Art. 45 [S]",
        "· the nation 000000 · 50% if nothing else is said · since 2015-10-01 · Law on Promoting the Transformation of S&T Achievements (2015), Art. 45 [S]",
    ]
    assert [line.strip() for line in lines if line.startswith("      ")] == [
        "the greatest of the floors",
        "below 85%",
        "below 85%",
        "binds only: other research unit, enterprise",
        "Applies only where the unit has neither a regulation nor an agreement.",
    ]
    assert lines[-1] == f"edition {load.current().edition[:16]}"


def test_value_and_trail_in_chinese():
    _, text = rule(KEY, "--place", "330902", "--on", "2019-12-31", language="zh")

    lines = text.splitlines()
    assert lines[1] == "定海区 330902，2019-12-31，主体：政府设立的研究开发机构和高等院校（未指明，按通常主体）"
    assert (
        lines[3]
        == "  不低于 70% · 浙江省 · 2017-10-01 起 · 《浙江省促进科技成果转化条例（2021年文本）》第三十七条 · S 已核对原文"
    )
    assert "      2020-03-01 起才施行" in lines


def test_a_table_is_printed_with_its_rows():
    _, text = rule("contract.types", "--place", "320500", "--on", "2018-01-01", language="zh")

    assert [line.strip() for line in text.splitlines() if " | " in line] == [
        "代码 | 类型",
        "development | 技术开发",
        "transfer | 技术转让",
        "consultation | 技术咨询",
        "service | 技术服务",
    ]


def test_what_a_permission_opens_is_said_beside_the_value():
    _, text = rule(KEY, "--place", "310115", "--on", "2018-01-01")

    assert "  Shanghai allows: 70%" in text.splitlines()


def test_json_holds_the_basis_and_the_trail():
    code, text = rule("voucher.local_restriction", "--place", "330421", "--on", "2026-04-01", "--json")

    found = json.loads(text)
    assert code == 0
    assert {
        name: found[name]
        for name in (
            "key",
            "value",
            "place",
            "asked_place",
            "on",
            "since",
            "clause",
            "source",
            "confidence",
            "meaning",
            "whose",
        )
    } == {
        "key": "voucher.local_restriction",
        "value": False,
        "place": "330000",
        "asked_place": "330421",
        "on": "2026-04-01",
        "since": "2017-10-01",
        "clause": "22",
        "source": "zj-transfer",
        "confidence": "S",
        "meaning": "ban",
        "whose": "payer",
    }
    assert [(item["place"], item["outcome"], item["reason"]) for item in found["trail"]] == [
        ("330000", "won", "won.ban")
    ]
    assert found["edition"] == load.current().edition


def test_where_nothing_speaks_the_exit_code_is_one():
    code, text = rule(KEY, "--place", "330902", "--on", "2015-09-30")

    assert code == 1
    assert "  No rule gives this value." in text.splitlines()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (
            ("vouchr.services", "--place", "330106", "--on", "2026-04-01"),
            "There is no rule key vouchr.services. Near it: voucher.services",
        ),
        ((KEY, "--place", "330104", "--on", "2024-01-01"), "The division code 330104 (江干区) ended on 2021-04-09"),
        (
            (KEY, "--place", "330106", "--on", "2024-01-01", "--for", "ship"),
            "there is no subject “ship”; allowed: enterprise",
        ),
        ((KEY, "--place", "330106", "--on", "2024-01-01", "--for", "enterprise+rich"), "there is no subject “rich”"),
    ],
    ids=["key", "place", "kind", "tag"],
)
def test_a_wrong_question_ends_with_two_and_says_the_remedy(capsys, arguments, words):
    code, _ = rule(*arguments)

    assert code == 2
    assert capsys.readouterr().err.startswith(words)


def test_rules_that_do_not_load_are_all_named(tmp_path, monkeypatch, capsys):
    own = "- key: voucher.territory\n  values:\n  - {since: 2026-01-01, value: city, source: kechuang-design, confidence: D}\n"
    write(tmp_path / "regions", {"330127-chunan/rules/own.yaml": own}, base=False)
    monkeypatch.setenv("KECHUANG_HOME", str(tmp_path))
    load.forget()
    try:
        code, _ = rule("voucher.territory", "--place", "330127", "--on", "2026-04-01", language="zh")
    finally:
        load.forget()

    assert code == 2
    assert capsys.readouterr().err.startswith(
        f"{tmp_path}/regions/330127-chunan/rules/own.yaml:3: 330127 的 voucher.territory 违反浙江省自 2017-10-01 起的禁止性规定"
    )


def test_rules_can_be_tried_before_they_are_put_in_force(tmp_path):
    tighter = "- key: voucher.notice.days\n  values:\n  - {since: 2026-01-01, value: 3, source: kechuang-design, confidence: D}\n"
    write(tmp_path, {"330106/rules/own.yaml": tighter}, base=False)
    question = ("voucher.notice.days", "--on", "2026-04-01", "--json", "--place")

    tried = rule(*question, "330106", "--rules", str(tmp_path))
    kept = rule(*question, "杭州市西湖区")

    assert [json.loads(text)["value"] for _, text in (tried, kept)] == [3, 7]


def test_the_command_needs_no_django():
    script = (
        "import sys, io; from argparse import ArgumentParser; from kechuang.rulebook import command, cases_command;"
        f"p = ArgumentParser(); command.add_arguments(p); o = io.StringIO();"
        f"c = command.run(p.parse_args(['{KEY}', '--place', '330902', '--on', '2020-03-01']), o);"
        "p = ArgumentParser(); cases_command.add_arguments(p); d = cases_command.run(p.parse_args([]), o);"
        "print(c, d, sorted(name for name in sys.modules if name.split('.')[0] in ('django', 'ninja')))"
    )

    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60)

    assert done.stdout.strip() == "0 0 []"
