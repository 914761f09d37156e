"""A person confirms or rejects candidate rules; what holds today stands beside them; files for a node's rules."""

import zipfile
from io import BytesIO

import pytest
from django.test import Client

from kechuang.ledger import read as ledger
from kechuang.policy import actions as importing
from kechuang.policy.filing import actions
from kechuang.rulebook import load
from tests.policy.filing.texts import MEASURE

pytestmark = pytest.mark.django_db


@pytest.fixture
def document(desk):
    return desk.accept(MEASURE)


def rows(document):
    return list(document.rule_candidates.order_by("start", "code"))


def form_of(candidate, **changed):
    values = {
        "rule_key": "incentive.rd.share",
        "title_zh": "研发补助比例",
        "title_en": "Share of research costs paid",
        "type": "share",
        "meaning": "fixed",
        "value": candidate.value,
        "kind": "enterprise",
        "place": "330113",
        "since": "2026-03-01",
        "until": "2029-03-01",
        "clause": "一",
        "confidence": "S",
        "standing": "in_force",
    }
    return values | changed


def test_a_documents_articles_stand_as_candidates_with_the_rule_in_force_beside_them(desk, client, document):
    share, cap, order, term = rows(document)

    page = client.get(f"/policy/{document.pk}/rules/").content.decode()
    one = client.get(f"/policy/rule-candidates/{order.pk}/").content.decode()
    listed = client.get("/policy/rule-candidates/").content.decode()

    for row in (share, cap, order, term):
        assert f"/policy/rule-candidates/{row.pk}/" in page
        assert f"/policy/rule-candidates/{row.pk}/" in listed
    assert "voucher.order.max_share" in one
    assert "330113" in one


def test_confirming_leaves_a_fact_and_files_that_the_loader_takes(desk, client, document, tmp_path):
    share = rows(document)[0]

    answer = desk.client.post(f"/policy/rule-candidates/{share.pk}/propose/", form_of(share, key="a" * 16))

    assert answer.status_code == 302, answer.content.decode()[:2000]
    fact = ledger.of_case(f"330000/case/{share.pk}")[-1]
    assert fact.type == "policy.rule.proposed"
    archive = client.get(f"/policy/{document.pk}/rules/overlay.zip")
    with zipfile.ZipFile(BytesIO(b"".join(archive.streaming_content))) as package:
        package.extractall(tmp_path)
    book = load.load((load.packaged_root(), tmp_path))
    assert [(entry.place, str(entry.value)) for entry in book.entries if entry.key == "incentive.rd.share"] == [
        ("330113", "0.1")
    ]
    one = client.get(f"/policy/rule-candidates/{share.pk}/rule.yaml")
    assert b"- key: incentive.rd.share" in b"".join(one.streaming_content)
    shown = client.get(f"/policy/rule-candidates/{share.pk}/").content.decode()
    assert "$KECHUANG_HOME/regions" in shown


def test_a_value_that_the_rulebook_would_not_load_is_refused_in_words_and_leaves_nothing(desk, document):
    share = rows(document)[0]

    answer = desk.client.post(
        f"/policy/rule-candidates/{share.pk}/propose/", form_of(share, value="很多", key="b" * 16)
    )

    share.refresh_from_db()
    assert (answer.status_code, share.state) == (422, "open")
    assert "无法加载" in answer.content.decode()


def test_a_rejection_asks_for_a_reason_and_may_be_taken_back_by_confirming(desk, document):
    share = rows(document)[0]
    url = f"/policy/rule-candidates/{share.pk}/"

    silent = desk.client.post(f"{url}reject/", {"reason": "", "key": "c" * 16})
    said = desk.client.post(f"{url}reject/", {"reason": "只是举例，不是规定。", "key": "d" * 16})
    share.refresh_from_db()
    after_rejection = (share.state, share.reason)
    again = desk.client.post(f"{url}propose/", form_of(share, key="e" * 16))
    share.refresh_from_db()

    assert (silent.status_code, said.status_code, again.status_code) == (422, 302, 302)
    assert after_rejection == ("REJECTED", "只是举例，不是规定。")
    assert (share.state, share.reason, share.proposal["key"]) == ("PROPOSED", "", "incentive.rd.share")


def test_only_who_holds_the_duty_judges(desk, document):
    share = rows(document)[0]

    assert Client().post(f"/policy/rule-candidates/{share.pk}/reject/", {"reason": "无"}).status_code in {302, 403}
    assert rows(document)[0].state == "open"


def test_a_judgement_stays_while_its_words_do(desk, document):
    share, cap, *_others = rows(document)
    desk.client.post(f"/policy/rule-candidates/{share.pk}/reject/", {"reason": "只是举例，不是规定。", "key": "f" * 16})
    desk.client.post(f"/policy/rule-candidates/{cap.pk}/reject/", {"reason": "只是举例，不是规定。", "key": "g" * 16})

    actions.changed([document.pk])
    unchanged = [(row.state, row.stale) for row in rows(document)]
    text = MEASURE.replace("最高300万元", "最高500万元")
    draft = desk.draft(text)
    particulars = importing.rules.as_read(importing.from_json(draft.reading))
    outcome = importing.replace(draft, document.pk, particulars, "换上修订稿", by=desk.planner)

    assert outcome.refusal is None
    assert unchanged[:2] == [("REJECTED", False), ("REJECTED", False)]
    after = {(row.value, row.state, row.stale) for row in rows(document) if row.clause == "一"}
    assert after == {
        ("10%", "open", False),
        ("500万", "open", False),
        ("10%", "REJECTED", True),
        ("300万", "REJECTED", True),
    }


def test_the_interface_gives_candidates_and_takes_the_same_acts(desk, document):
    order = rows(document)[2]

    listed = desk.client.get("/api/v1/filing/rule-candidates").json()
    one = desk.client.get(f"/api/v1/filing/rule-candidates/{order.pk}").json()
    breakdown = desk.client.get(f"/api/v1/filing/{document.pk}/breakdown?which=measured").json()

    assert sorted(each["value"] for each in listed["items"]) == ["10%", "3", "300万", "40%"]
    assert one["place"] == "330113"
    assert [each["key"] for each in one["in_force"]][:1] == ["voucher.order.max_share"]
    assert breakdown["document"] == str(document.pk)
