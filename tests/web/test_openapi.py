"""The committed schema of the interface is the one that the node serves: a change is looked at before it is shipped."""

import argparse
import io
import json
from pathlib import Path

from kechuang.web import api_schema

COMMITTED = Path(__file__).parents[2] / "docs" / "openapi.json"


def run(*arguments):
    parser = argparse.ArgumentParser()
    api_schema.add_arguments(parser)
    out = io.StringIO()
    return api_schema.run(parser.parse_args(arguments), out), out.getvalue()


def test_the_committed_schema_is_current():
    status, difference = run("--check", str(COMMITTED))

    assert (status, difference) == (0, "")


def test_every_operation_says_which_permission_it_needs():
    schema = json.loads(COMMITTED.read_text(encoding="utf-8"))

    silent = [
        f"{method} {path}"
        for path, methods in schema["paths"].items()
        for method, operation in methods.items()
        if not operation.get("x-permission")
    ]

    assert silent == []


def test_a_difference_is_shown_line_by_line(tmp_path, capsys):
    old = tmp_path / "openapi.json"
    run("--write", str(old))
    old.write_text(
        old.read_text(encoding="utf-8").replace('"version": "1.0.0"', '"version": "0.9.0"'), encoding="utf-8"
    )

    status, difference = run("--check", str(old))

    assert status == 1
    assert [line.strip() for line in difference.splitlines() if line[:2] in {"- ", "+ "}] == [
        '-  "version": "0.9.0"',
        '+  "version": "1.0.0"',
    ]
    assert "write it with --write" in capsys.readouterr().err


def test_without_options_the_schema_is_printed():
    status, text = run()

    assert status == 0
    assert json.loads(text)["openapi"] == "3.1.0"
