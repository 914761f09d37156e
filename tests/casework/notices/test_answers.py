"""A notice answered on its page, in words and with evidence, by somebody of the body that received it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from kechuang.casework.files.models import StoredFile
from kechuang.casework.notices.models import Notice
from kechuang.casework.posts.items import open_items
from kechuang.ledger.models import Entry
from tests.casework.notices.test_circulars import draft
from tests.casework.notices.test_notices import asking

TEXT = b"Quarterly figures of the firm.\n" * 20


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.KECHUANG_HOME = tmp_path


def client(town, name="clerk"):
    made = Client()
    made.force_login(town.persons[name])
    return made


def upload():
    return SimpleUploadedFile("figures.txt", TEXT, content_type="text/plain")


def test_a_notice_is_answered_with_evidence(town):
    notice = asking(town, "evidence")
    values = {"key": "k" * 32, "answer": "See the file.", "file": upload(), "declared": "on"}

    answer = client(town).post(reverse("notices:answer", args=[notice.pk]), values)

    row, file = Notice.objects.get(), StoredFile.objects.get()
    assert (answer.status_code, row.state, row.files) == (302, "ANSWERED", [str(file.pk)])
    assert (file.case_id, file.state) == (notice.pk, "KEPT")
    fact = Entry.objects.get(type="casework.notice_answered").groups["parties"]["values"]
    assert fact["files"] == [file.commitment]
    page = client(town, "officer").get(reverse("notices:notice", args=[notice.pk])).content.decode()
    assert page.count("figures.txt") == 1


@pytest.mark.parametrize(
    ("asks", "values"),
    [
        ("text", {}),
        ("text", {"answer": " "}),
        ("evidence", {"answer": "no file"}),
    ],
)
def test_an_answer_that_lacks_something_comes_back(town, asks, values):
    notice = asking(town, asks)

    answer = client(town).post(reverse("notices:answer", args=[notice.pk]), {"key": "k" * 32, **values})

    assert (answer.status_code, Notice.objects.get().state) == (422, "SENT")


@pytest.mark.parametrize("name", ["neighbour", "officer"])
def test_nobody_else_answers(town, name):
    notice = asking(town, "text")
    values = {"key": "k" * 32, "answer": "Not mine."}

    assert client(town, name).post(reverse("notices:answer", args=[notice.pk]), values).status_code == 404


def test_the_receipt_is_confirmed_with_one_button(town):
    notice = asking(town, "receipt")
    firm = client(town)

    page = firm.get(reverse("notices:notice", args=[notice.pk])).content.decode()
    without = firm.post(reverse("notices:confirm", args=[notice.pk]), {})
    firm.post(reverse("notices:confirm", args=[notice.pk]), {"key": "k" * 32})
    firm.post(reverse("notices:confirm", args=[notice.pk]), {"key": "k" * 32})

    assert (page.count("签收</button>"), without.status_code) == (1, 422)
    assert (Notice.objects.get().state, Entry.objects.filter(type="casework.notice_received").count()) == (
        "CONFIRMED",
        1,
    )


def test_an_unsent_notice_is_an_open_item_of_its_writer(town):
    row = draft(town, written_by=town.persons["officer"])

    mine, others = (open_items(town.persons[name].pk, []) for name in ("officer", "colleague"))

    assert ([(item.kind, item.id) for item in mine if item.kind == "circular"], others) == (
        [("circular", str(row.pk))],
        [],
    )
