"""The same documents, systems and acts for programs."""

import json

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kechuang.policy import catalogue, queries
from kechuang.policy.models import Document
from tests.policy.plans import TEXT, TITLE, reading

BASE = "/api/v1"
READ = reading()


def test_systems_are_paged_and_whole(db):
    found, after = [], ""
    while True:
        page = Client().get(f"{BASE}/systems/?after={after}").json()
        found += [row["number"] for row in page["items"]]
        after = page["next"]
        if not after:
            break

    assert found == list(catalogue.systems())


def test_one_system(db):
    answer = Client().get(f"{BASE}/systems/20").json()

    assert (answer["name"], answer["status"], answer["link"]) == (
        catalogue.systems()[20].name,
        "working",
        queries.link_of(catalogue.systems()[20]),
    )
    assert Client().get(f"{BASE}/systems/999").status_code == 404


def test_targets_and_tasks_as_on_the_pages(desk):
    desk.accept()

    targets = Client().get(f"{BASE}/policy/targets").json()["items"]
    tasks = Client().get(f"{BASE}/policy/tasks").json()["items"]

    assert [(row["code"], row["indicator"]) for row in targets] == [(t.code, t.indicator) for t in READ.targets]
    assert [(row["code"], row["units"]) for row in tasks] == [(t.code, "、".join(t.units)) for t in READ.tasks]


def test_a_document_with_findings_and_clauses(desk):
    document = desk.accept()

    whole = Client().get(f"{BASE}/policy/documents/{document.pk}").json()
    clauses = Client().get(f"{BASE}/policy/documents/{document.pk}/clauses").json()

    assert (whole["title"], whole["state"], whole["text_digest"]) == (TITLE, "IMPORTED", document.text_digest)
    assert whole["findings"] == document.reading
    assert [(row["path"], row["text"]) for row in clauses] == [
        (clause.path, TEXT[clause.start : clause.body_end]) for clause in READ.clauses
    ]


def test_promises(db):
    listed = Client().get(f"{BASE}/policy/promises").json()
    one = Client().get(f"{BASE}/policy/promises/{listed[0]['code']}").json()

    assert [row["code"] for row in listed] == list(catalogue.promises())
    assert one["published"] is None
    assert Client().get(f"{BASE}/policy/promises/nothing").status_code == 404


def test_a_program_imports_in_two_calls_and_withdraws(desk):
    preview = desk.client.post(
        f"{BASE}/policy/previews", {"file": SimpleUploadedFile("plan.txt", TEXT.encode()), "declared": "true"}
    ).json()
    done = desk.client.post(f"{BASE}/policy/previews/{preview['id']}/accept", "{}", content_type="application/json")
    document = Document.objects.get()
    gone = desk.client.post(
        f"{BASE}/policy/documents/{document.pk}/withdraw",
        json.dumps({"reason": "误传了征求意见稿"}),
        content_type="application/json",
        headers={"Idempotency-Key": "withdraw-0001"},
    )

    assert preview["already"] is None
    assert done.json() == {
        "document": str(document.pk),
        "state": "IMPORTED",
        "facts": done.json()["facts"],
        "repeated": False,
    }
    assert gone.json()["state"] == "WITHDRAWN"


def test_a_file_that_cannot_be_read_is_a_problem_in_words(desk):
    answer = desk.client.post(
        f"{BASE}/policy/previews", {"file": SimpleUploadedFile("empty.pdf", b" "), "declared": "true"}
    )

    assert answer.status_code == 422
    assert answer.json()["code"].startswith("reading.")
    assert "empty.pdf" in answer.json()["detail"]


def test_a_file_that_is_not_declared_or_bears_a_mark_is_a_problem_in_words(desk):
    plain, marked = TEXT.encode(), f"密级：机密\n{TEXT}".encode()
    sent = [(plain, {}), (plain, {"declared": "false"}), (marked, {"declared": "true"})]

    answers = [
        desk.client.post(f"{BASE}/policy/previews", {"file": SimpleUploadedFile("plan.txt", data), **more})
        for data, more in sent
    ]

    assert [(answer.status_code, answer.json()["code"]) for answer in answers] == [
        (422, "files.not_declared"),
        (422, "files.not_declared"),
        (422, "files.secret_mark"),
    ]


def test_the_same_text_twice_is_a_conflict_in_words(desk):
    draft = desk.draft()
    desk.accept()

    answer = desk.client.post(f"{BASE}/policy/previews/{draft.pk}/accept", "{}", content_type="application/json")

    assert (answer.status_code, answer.json()["code"]) == (409, "policy.already_imported")


def test_reading_is_open_and_importing_is_not(db):
    assert Client().get(f"{BASE}/policy/documents").status_code == 200
    assert Client().post(f"{BASE}/policy/previews").status_code == 401
