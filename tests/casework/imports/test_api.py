"""The same way for programs: upload, report, faults, corrections, agreement."""

import json

from kechuang.casework.imports import running
from kechuang.resources.organisations.models import Organisation
from tests.casework.imports.conftest import HEADS, firms, workbook

BASE = "/api/v1/imports/"


def sent(client, method, path, data):
    return getattr(client, method)(f"{BASE}{path}", data=json.dumps(data), content_type="application/json")


def test_a_program_takes_a_table_in_corrects_it_and_agrees(officer):
    rows = [HEADS, *firms(3)]
    rows[2][4] = "去年"
    answer = officer.post(f"{BASE}tables/organisations", {"file": workbook(rows), "mode": "insert", "declared": "true"})
    report = answer.json()
    [fault] = officer.get(f"{BASE}{report['id']}/faults").json()["items"]

    cell = {"row": 3, "column": "founded_on", "value": "2020-02-02"}
    better = sent(officer, "patch", f"{report['id']}/cells", {"edition": report["edition"], "cells": [cell]}).json()
    late = sent(officer, "post", f"{report['id']}/agree", {"digest": report["digest"]})
    done = sent(officer, "post", f"{report['id']}/agree", {"digest": better["digest"]}).json()

    assert (answer.status_code, report["rows"]) == (201, {"READY": 2, "FAULTY": 1})
    assert (fault["row"], fault["column"], fault["value"], fault["code"]) == (
        3,
        "founded_on",
        "去年",
        "dates.unreadable",
    )
    assert (late.status_code, late.json()["code"]) == (409, "imports.changed_since")
    assert (done["state"], done["rows"], Organisation.objects.count()) == ("WRITTEN", {"DONE": 3}, 3)


def test_a_program_must_declare_that_nothing_is_secret(officer):
    answer = officer.post(f"{BASE}tables/organisations", {"file": workbook([HEADS]), "mode": "insert"})

    assert (answer.status_code, answer.json()["code"]) == (422, "imports.not_declared")


def test_tables_and_uploads_are_listed_with_their_columns(officer):
    officer.post(f"{BASE}tables/organisations", {"file": workbook([HEADS, *firms(1)]), "declared": "true"})

    [table] = officer.get(f"{BASE}tables").json()
    [row] = officer.get(BASE).json()["items"]

    assert (table["code"], table["modes"]) == ("organisations", ["insert", "update", "upsert"])
    assert [column["code"] for column in table["columns"] if column["needed"]] == ["name", "kind", "place"]
    assert (row["name"], row["state"]["code"]) == ("t.xlsx", "CHECKED")


def test_a_long_table_is_worked_on_in_the_background(officer, monkeypatch):
    monkeypatch.setattr(running, "AT_ONCE", 0)

    answer = officer.post(f"{BASE}tables/organisations", {"file": workbook([HEADS, *firms(2)]), "declared": "true"})

    assert answer.json()["state"] == "CHECKED"
