"""From an incentive article to a rule in force: read, reviewed, laid into a node's regions/, resolved by the rulebook."""

import os
import subprocess
import sys
import zipfile
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from django.test import Client

from kechuang.ledger import read as ledger
from kechuang.rulebook import load
from kechuang.rulebook.book import Subject
from tests.policy.filing.test_rules import form_of
from tests.policy.filing.texts import MEASURE

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).parents[3]
PLACE, KEY, CAP = "330113", "incentive.rd.share", "incentive.rd.cap_yuan"


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A node whose own rules are read by this process, and by none after it."""
    monkeypatch.setenv("KECHUANG_HOME", str(tmp_path))
    load.forget()
    yield tmp_path
    monkeypatch.undo()
    load.forget()


def answer(on, place=PLACE, key=KEY, kind="enterprise"):
    return load.current().ask(key, place=place, on=on, subject=Subject(kind))


def test_an_article_becomes_a_rule_that_the_node_resolves(desk, home):
    document = desk.accept(MEASURE)
    share, cap, *_others = list(document.rule_candidates.order_by("start", "code"))
    assert KEY not in load.current().keys
    url = f"/policy/rule-candidates/{share.pk}/"
    read = (share.state, share.value, share.clause, share.who)
    unfiled = Client().get(f"/policy/{document.pk}/rules/overlay.zip").status_code

    confirmed = desk.client.post(f"{url}propose/", form_of(share, key="a" * 16))
    other = form_of(cap, key="b" * 16, rule_key=CAP, title_zh="研发补助上限", title_en="Cap of research costs paid",
                    type="yuan")  # fmt: skip
    second = desk.client.post(f"/policy/rule-candidates/{cap.pk}/propose/", other)
    archive = Client().get(f"/policy/{document.pk}/rules/overlay.zip")
    with zipfile.ZipFile(BytesIO(b"".join(archive.streaming_content))) as package:
        package.extractall(home / "regions")
    load.forget()

    assert read == ("open", "10%", "一", "年度研发费用500万元以上的企业")
    assert (unfiled, confirmed.status_code, second.status_code) == (404, 302, 302)
    first, last = answer(date(2026, 3, 1)), answer(date(2029, 2, 28))
    assert [str(each.value) for each in (first, last)] == ["0.1", "0.1"]
    assert answer(date(2026, 6, 1), key=CAP).value == 3_000_000
    silent = [answer(date(2026, 2, 28)), answer(date(2029, 3, 1)), answer(date(2026, 6, 1), place="330106"),
              answer(date(2026, 6, 1), kind="university")]  # fmt: skip
    assert [each.value for each in silent] == [None] * 4
    fact = ledger.of_case(f"330000/case/{share.pk}")[-1]
    assert (fact.type, fact.version) == ("policy.rule.proposed", 1)
    with_rule = Client().get(url).content.decode()
    assert "10%" in with_rule


def test_the_commands_of_the_product_take_the_file(desk, home):
    document = desk.accept(MEASURE)
    share = document.rule_candidates.order_by("start", "code").first()
    assert (
        desk.client.post(f"/policy/rule-candidates/{share.pk}/propose/", form_of(share, key="a" * 16)).status_code
        == 302
    )
    archive = Client().get(f"/policy/{document.pk}/rules/overlay.zip")
    with zipfile.ZipFile(BytesIO(b"".join(archive.streaming_content))) as package:
        package.extractall(home / "regions")

    told = subprocess.run(
        [sys.executable, "-m", "kechuang", "rule", KEY, "--place", PLACE, "--on", "2026-06-01", "--for", "enterprise"],
        cwd=ROOT, env={**os.environ, "KECHUANG_HOME": str(home)}, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip

    assert (told.returncode, told.stderr) == (0, "")
    assert "10%" in told.stdout


def test_a_rejected_article_never_becomes_a_file(desk, home):
    document = desk.accept(MEASURE)
    share = document.rule_candidates.order_by("start", "code").first()
    reason = {"reason": "只是举例，不是规定。", "key": "c" * 16}

    said = desk.client.post(f"/policy/rule-candidates/{share.pk}/reject/", reason)

    files = [f"/policy/rule-candidates/{share.pk}/rule.yaml", f"/policy/{document.pk}/rules/overlay.zip"]
    assert [said.status_code, *(Client().get(url).status_code for url in files)] == [302, 404, 404]
