"""The pages of the review without a script: judging, correcting, adding, accepting many, files, the neighbour."""

import argparse
import io
import json
from datetime import date
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kechuang.policy.models import Document, Target
from kechuang.policy.review import actions, command, queries
from kechuang.policy.review.models import Judged
from kechuang.policy.review.rules import ACCEPT, CORRECT, REJECT, Verdict
from kechuang.web.accounts.models import Body, Grant, Person
from tests.policy.plans import TEXT


def url(name: str, document: Document, *more: str) -> str:
    return reverse(f"policy_review:{name}", args=[document.pk, *more])


def sent(desk, document, way, code, **more):
    values = {"key": f"k-{way}-{code}", "code": code, "way": way, **more}
    return desk.client.post(url("judge", document), values)


@pytest.fixture
def neighbour(db):
    office = Body.objects.create(
        code="310000-kc",
        name="邻省（演示）",
        kind="office",
        place="310000",
        authority="310000",
        valid_from=date(2020, 1, 1),
    )
    person = Person.objects.create_user("neighbour", name="邻")
    Grant.objects.create(person=person, role="planner", body=office, valid_from=date(2020, 1, 1))
    client = Client()
    client.force_login(person)
    return client


def test_the_page_shows_the_first_open_finding_in_its_sentence(desk):
    document = desk.accept()

    page = desk.client.get(url("document", document))

    assert page.status_code == 200
    assert page.context["current"].code == "T001"
    assert '<span class="m target">' in page.content.decode()
    assert "建成省级实验室20家" in page.content.decode()


def test_the_next_open_finding_follows_by_itself(desk):
    document = desk.accept()

    answer = sent(desk, document, "accept", "T001")
    page = desk.client.get(answer.url)

    assert Judged.objects.get().verdict == "accepted"
    assert (page.context["current"].code, page.context["judged_last"]) == ("T002", "T001")


def test_a_judgement_is_taken_back_from_the_next_page(desk):
    document = desk.accept()
    sent(desk, document, "reject", "T001", ground="history")

    sent(desk, document, "reopen", "T001")

    assert Judged.objects.get().verdict == "open"
    assert desk.client.get(url("document", document)).context["current"].code == "T001"


def test_a_refusal_stands_on_the_page_and_nothing_is_recorded(desk):
    document = desk.accept()
    sent(desk, document, "accept", "T001")

    answer = desk.client.post(url("judge", document), {"key": "again", "code": "T001", "way": "accept"})

    assert answer.status_code == 422
    assert "T001" in str(answer.context["form"].refusal.values)


@pytest.mark.parametrize("name", ["judge", "accept"])
def test_an_empty_post_is_refused(desk, name):
    assert desk.client.post(url(name, desk.accept()), {}).status_code == 422


def test_a_correction_is_prefilled_and_keeps_faults(desk):
    document = desk.accept()
    form = desk.client.get(url("correct", document, "T001")).context["form"]

    wrong = desk.client.post(url("correct", document, "T001"), {**form.initial, "value": "二十"})
    right = desk.client.post(url("correct", document, "T001"), {**form.initial, "value": "21"})

    assert (form.initial["value"], form.initial["quote"]) == (
        "20",
        TEXT[TEXT.index("建成省级") : TEXT.index("，新增高新")],
    )
    assert (wrong.status_code, list(wrong.context["form"].errors), wrong.context["form"]["value"].value()) == (
        *(422, ["value"]),
        "二十",
    )
    assert right.status_code == 302
    assert Target.objects.get(code="T001").value == "21"


def test_every_kind_has_its_form(desk):
    document = desk.accept()

    for each in queries.findings(document):
        page = desk.client.get(url("correct", document, each.code))
        form = page.context["form"]
        assert (page.status_code, form.finding_kind) == (200, each.kind)
        assert {name: form.initial[name] for name in each.values} == dict(each.values)


def test_what_was_missed_is_added(desk):
    document = desk.accept()
    values = {"indicator": "机制", "comparator": "eq", "value": "1", "unit": "个", "kind": "count"}

    lost = desk.client.post(url("add", document) + "?kind=target", {**values, "quote": "没有这句话"})
    found = desk.client.post(url("add", document) + "?kind=target", {**values, "quote": "建立工作协调机制"})

    assert (lost.status_code, list(lost.context["form"].errors)) == (422, ["quote"])
    assert found.status_code == 302
    assert desk.client.get(found.url).context["current"].code == "TN01"


def test_many_are_accepted_by_ticks(desk):
    document = desk.accept()
    page = desk.client.get(url("accept", document))
    codes = [each["line"].code for each in page.context["lines"]][:3]

    answer = desk.client.post(url("accept", document), {"row": codes, "key": "many"})

    assert answer.status_code == 302
    assert sorted(Judged.objects.values_list("code", "verdict")) == [(code, "accepted") for code in sorted(codes)]


def test_findings_are_narrowed_by_figure_kind_and_clause(desk):
    document = desk.accept()
    sent(desk, document, "accept", "T001")

    def codes(**params):
        return [row.code for row in desk.client.get(url("document", document), params).context["queue"]]

    assert codes(kind="target") == ["T002", "T003", "T004"]
    assert codes(show="judged") == ["T001"]
    assert codes(kind="target", clause="二(二)") == ["T004"]


def test_the_neighbours_planner_is_turned_away(desk, neighbour):
    document = desk.accept()

    asked = [neighbour.get(url(name, document)).status_code for name in ("document", "accept", "add", "annotation")]
    told = neighbour.post(url("judge", document), {"key": "k", "code": "T001", "way": "accept"}).status_code

    assert (asked, told, Judged.objects.count()) == ([404] * 4, 404, 0)
    assert str(document.pk) not in neighbour.get(reverse("policy_review:documents")).content.decode()


def test_what_is_not_there_is_not_found(desk):
    document = desk.accept()

    assert desk.client.get(reverse("policy_review:document", args=[uuid4()])).status_code == 404
    assert desk.client.get(url("correct", document, "T999")).status_code == 404
    assert desk.client.get(url("fact", document, "T999")).status_code == 404


def test_the_document_page_shows_what_stands_and_leads_to_the_fact(desk):
    document = desk.accept()
    verdicts = [Verdict(way=CORRECT, code="T001", values={"value": "21"}), Verdict(way=REJECT, code="T002")]
    outcome = actions.judge(document.pk, verdicts, by=desk.planner, key="j1")

    page = Client().get(reverse("policy:document", args=[document.pk]))
    rows = {row.code: row for section in page.context["shown"].sections for row in section.rows}
    led = Client().get(rows["T001"].judged.url)

    assert ("21 家" in rows["T001"].note, rows["T001"].judged.state.code) == (True, "corrected")
    assert "T002" not in rows
    assert outcome.facts[0] in led.url


def test_the_register_marks_what_was_corrected(desk):
    document = desk.accept()
    actions.judge(document.pk, [Verdict(way=CORRECT, code="T001", values={"value": "21"})], by=desk.planner, key="j1")

    page = Client().get(reverse("policy:targets")).content.decode()

    assert url("fact", document, "T001") in page


def test_the_list_counts_what_is_open(desk):
    document = desk.accept()
    verdicts = [Verdict(way=ACCEPT, code="T001"), Verdict(way=REJECT, code="T002")]
    actions.judge(document.pk, verdicts, by=desk.planner, key="j1")

    page = desk.client.get(reverse("policy_review:documents"))
    row = page.context["list"].slice.rows[0]

    assert (row.open, row.accepted, row.rejected) == (document.findings_count - 2, 1, 1)
    assert [(each.kind, str(each.precision)) for each in page.context["precision"]] == [("target", "0.5")]


def counted(client, address) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def test_lists_and_pages_ask_as_often_for_one_row_as_for_three(desk):
    first = desk.accept()
    address = reverse("policy_review:documents")
    actions.judge(first.pk, [Verdict(way=ACCEPT, code="T001")], by=desk.planner, key="j1")
    counted(desk.client, address)
    one, page = counted(desk.client, address), counted(desk.client, url("document", first))
    for at in range(2):
        more = desk.accept(TEXT.replace("20家", f"2{at + 1}家"), f"{at}.txt")
        actions.judge(more.pk, [Verdict(way=ACCEPT, code="T001")], by=desk.planner, key=f"m{at}")
    verdicts = [Verdict(way=ACCEPT, code=code) for code in ("T002", "T003")]
    actions.judge(first.pk, verdicts, by=desk.planner, key="j2")

    assert (counted(desk.client, address), counted(desk.client, url("document", first))) == (one, page)


def test_the_annotation_is_a_file_and_all_of_them_lines(desk):
    document = desk.accept()
    actions.judge(document.pk, [Verdict(way=ACCEPT, code="T001")], by=desk.planner, key="j1")

    one = desk.client.get(url("annotation", document))
    lines = desk.client.get(reverse("policy_review:annotations")).content.decode().splitlines()

    assert "attachment" in one.headers["Content-Disposition"]
    assert [json.loads(line) for line in lines] == [json.loads(one.content)]


def test_programs_read_and_judge(desk):
    document = desk.accept()
    base = f"/api/v1/review/documents/{document.pk}"
    header = {"HTTP_IDEMPOTENCY_KEY": "0123456789abcdef"}
    asked = {"way": "correct", "values": {"value": "21"}}

    done = desk.client.post(f"{base}/findings/T001", asked, content_type="application/json", **header)
    many = {"judgements": [{"way": "accept", "code": "T002"}, {"way": "accept", "code": "T003"}]}
    header["HTTP_IDEMPOTENCY_KEY"] = "fedcba9876543210"
    both = desk.client.post(f"{base}/findings", many, content_type="application/json", **header)
    found = Client().get(f"{base}/findings").json()

    assert (done.status_code, both.status_code, len(both.json()["facts"])) == (200, 200, 2)
    row = next(each for each in found["findings"] if each["code"] == "T001")
    assert (row["values"]["value"], row["read"]["value"], row["fact"]) == ("21", "20", done.json()["facts"][0])
    assert (found["counts"]["corrected"], found["counts"]["accepted"]) == (1, 2)
    whole = Client().get(f"/api/v1/policy/documents/{document.pk}").json()
    assert (whole["judged"]["T001"]["verdict"], whole["in_force"]["targets"][0]["value"]) == ("corrected", "21")


def test_the_command_writes_annotations_and_their_texts(desk, tmp_path):
    document = desk.accept()
    actions.judge(document.pk, [Verdict(way=ACCEPT, code="T001")], by=desk.planner, key="j1")
    parser, out = argparse.ArgumentParser(), io.StringIO()
    command.add_arguments(parser)

    code = command.run(parser.parse_args(["--out", str(tmp_path)]), out)

    name = document.case.number
    plain = json.loads((tmp_path / f"{name}.gold.json").read_text("utf-8"))
    assert (code, plain["source"]["file"], out.getvalue()) == (
        0,
        f"{name}.txt",
        f"{name}.gold.json  {document.title}\n",
    )
    assert (tmp_path / f"{name}.txt").read_bytes().decode() == TEXT
    assert command.run(parser.parse_args([str(uuid4())]), io.StringIO()) == 1
