"""Pages of papers, clicked through: from the case to the draft, its files, the number, the signed copy."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from kechuang.casework.files import bytes as kept
from kechuang.casework.papers import issuing
from kechuang.casework.papers.models import CasePaper
from tests.casework.papers.conftest import LETTER, TODAY, sign_in, signed


def test_the_case_offers_the_papers_that_can_be_made(library, loan, client):
    sign_in(client, library.clerk)

    shown = client.get(reverse("casework:case", args=[loan.pk])).content.decode()

    assert [
        code for code in ("letter", "correction", "handover") if reverse("papers:make", args=[loan.pk, code]) in shown
    ] == [
        "letter",
        "correction",
        "handover",
    ]


def test_a_party_makes_no_papers_of_the_office(library, loan, client):
    sign_in(client, library.reader)

    assert (
        reverse("papers:make", args=[loan.pk, "letter"])
        not in client.get(reverse("casework:case", args=[loan.pk])).content.decode()
    )
    assert client.get(reverse("papers:make", args=[loan.pk, "letter"])).status_code == 404


def test_making_shows_the_data_and_a_picture_and_one_click_makes_the_draft(library, loan, client):
    sign_in(client, library.clerk)
    url = reverse("papers:make", args=[loan.pk, "letter"])

    shown = client.get(url).content.decode()
    picture = client.get(reverse("papers:preview", args=[loan.pk, "letter"]))
    answer = client.post(url, {**LETTER, "language": "zh-hans"}, follow=True)

    made = CasePaper.objects.get()
    assert loan.number in shown
    assert picture.content.startswith(b"\x89PNG")
    assert answer.redirect_chain[-1][0] == reverse("papers:paper", args=[made.pk])
    assert reverse("papers:page", args=[made.pk, 1]) in answer.content.decode()


def test_an_empty_form_comes_back(library, loan, client):
    sign_in(client, library.clerk)

    assert client.post(reverse("papers:make", args=[loan.pk, "letter"]), {}).status_code == 422
    assert not CasePaper.objects.exists()


@pytest.mark.parametrize(("ending", "magic"), [("pdf", b"%PDF"), ("docx", b"PK"), ("ofd", b"PK")])
def test_the_files_come_as_attachments(library, draft, client, ending, magic):
    sign_in(client, library.clerk)

    answer = client.get(reverse("papers:file", args=[draft.pk, ending]))

    assert b"".join(answer.streaming_content).startswith(magic)
    assert answer["Content-Disposition"].startswith("attachment")


def test_a_draft_is_the_offices_and_an_issued_paper_the_parties_too(library, draft, client):
    url = reverse("papers:paper", args=[draft.pk])
    sign_in(client, library.reader)
    before = client.get(url).status_code

    issuing.issue(draft, number="甲科〔2026〕1号", signed_on=TODAY, signed=None, by=library.chief, key="i")

    assert (before, client.get(url).status_code) == (404, 200)
    sign_in(client, library.stranger)
    assert client.get(url).status_code == 404


def test_number_and_signed_copy_are_recorded_by_form(library, draft, client, signer):
    sign_in(client, library.chief)
    url = reverse("papers:issue", args=[draft.pk])
    file = SimpleUploadedFile("signed.pdf", signed(kept.read(draft.pdf_digest), signer))
    key = re.search(r'name="key" value="([^"]+)"', client.get(url).content.decode())[1]

    answer = client.post(
        url,
        {"number": "甲科[2026]7号", "signed_on": "2026-01-05", "file": file, "declared": "on", "key": key},
        follow=True,
    )

    draft.refresh_from_db()
    assert answer.status_code == 200
    assert (draft.number, draft.signature) == ("甲科〔2026〕7号", "untrusted")
    assert draft.signed.case_id == draft.case_id
    assert "甲局（演示）" in answer.content.decode()


def test_a_wrong_number_comes_back_beside_its_field(library, draft, client):
    sign_in(client, library.chief)

    answer = client.post(reverse("papers:issue", args=[draft.pk]), {"number": "12", "signed_on": "2026-01-05"})

    draft.refresh_from_db()
    assert answer.status_code == 422
    assert "不是文号" in answer.content.decode()
    assert draft.state == "DRAFT"


def test_a_draft_is_thrown_away_and_an_issued_paper_is_not(library, loan, draft, client):
    sign_in(client, library.clerk)
    issuing.issue(draft, number="甲科〔2026〕1号", signed_on=TODAY, signed=None, by=library.chief, key="i")

    assert client.post(reverse("papers:throw", args=[draft.pk])).status_code == 404
    assert CasePaper.objects.count() == 1


def test_the_list_holds_the_papers_in_reach(library, draft, client):
    url = reverse("papers:papers")
    found = []
    for actor in (library.clerk, library.stranger, library.reader):
        sign_in(client, actor)
        found.append(reverse("papers:paper", args=[draft.pk]) in client.get(url).content.decode())

    assert found == [True, False, False]


def test_a_program_takes_the_files_that_the_page_gives(library, draft, client):
    sign_in(client, library.clerk)

    page = client.get(reverse("papers:file", args=[draft.pk, "ofd"]))
    given = client.get(f"/api/v1/papers/{draft.pk}/file/ofd")
    unknown = client.get(f"/api/v1/papers/{draft.pk}/file/exe")

    assert b"".join(given.streaming_content) == b"".join(page.streaming_content)
    assert given["Content-Disposition"] == page["Content-Disposition"]
    assert unknown.status_code == 404


def test_the_paper_and_its_case_offer_the_ofd(library, draft, client):
    sign_in(client, library.clerk)
    url = reverse("papers:file", args=[draft.pk, "ofd"])

    assert url in client.get(reverse("papers:paper", args=[draft.pk])).content.decode()
    assert url in client.get(reverse("casework:case", args=[draft.case_id])).content.decode()
