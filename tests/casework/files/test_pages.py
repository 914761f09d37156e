"""Pages of files: who sees what, how bytes are served, and the form that keeps a file through a refusal."""

import json

import pytest
from django.urls import reverse

from kechuang.casework.files import actions, keeping
from kechuang.casework.files.models import StoredFile
from kechuang.web import clock
from tests.casework.files import made
from tests.casework.files.conftest import close, sign_in


@pytest.fixture
def evidence(library, loan):
    file = keeping.keep(
        made.upload(made.pdf("交货单"), "交货单.pdf"), by=library.reader, declared=True, on=clock.today()
    )
    assert actions.add(file, loan, by=library.reader, key="e1")
    file.refresh_from_db()
    return file


def test_parties_and_office_see_a_file_and_strangers_do_not(library, evidence, client):
    urls = [reverse(f"files:{name}", args=[evidence.pk]) for name in ("file", "content", "withdraw", "erase")]

    def statuses(actor):
        return [sign_in(client, actor).get(url).status_code for url in urls]

    assert statuses(library.reader) == [200, 200, 200, 404]
    assert statuses(library.clerk) == [200, 200, 200, 200]
    assert statuses(library.stranger) == [404, 404, 404, 404]


def test_bytes_come_as_an_attachment_that_no_browser_runs(library, evidence, client):
    response = sign_in(client, library.clerk).get(reverse("files:content", args=[evidence.pk]))

    assert b"".join(response) == made.pdf("交货单")
    assert response["Content-Type"] == "application/octet-stream"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Disposition"].startswith("attachment")
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"


def test_a_preview_is_a_picture_that_the_node_drew(library, evidence, client):
    url = reverse("files:preview", args=[evidence.pk, 0])

    response = sign_in(client, library.clerk).get(url)

    assert (response.status_code, response["Content-Type"], response.content[:4]) == (200, "image/png", b"\x89PNG")
    assert sign_in(client, library.clerk).get(reverse("files:preview", args=[evidence.pk, 1])).status_code == 404
    assert sign_in(client, library.stranger).get(url).status_code == 404


def test_the_case_page_lists_files_for_its_parties_only(library, loan, evidence, client):
    url = reverse("casework:case", args=[loan.pk])

    page = sign_in(client, library.reader).get(url).content.decode()

    assert "交货单.pdf" in page
    assert reverse("files:add", args=[loan.pk]) in page


def test_the_file_that_is_needed_is_not_called_optional(library, loan, client):
    page = sign_in(client, library.reader).get(reverse("files:add", args=[loan.pk])).content.decode()

    labels = {
        name: page.partition(f'<label for="id_{name}">')[2].partition("</label>")[0] for name in ("file", "title")
    }
    assert {name: "（选填）" in label for name, label in labels.items()} == {"file": False, "title": True}


def test_a_refused_form_keeps_what_was_chosen(library, loan, client):
    """The title is too long; the file is not asked for again."""
    url = reverse("files:add", args=[loan.pk])
    sign_in(client, library.reader)
    sent = {"file": made.upload(b"a note", "note.txt"), "declared": "on", "title": "x" * 200, "key": "k" * 32}

    refused = client.post(url, sent)
    kept = refused.context["form"].data["file_kept"]
    again = client.post(url, {"file_kept": kept, "declared": "on", "title": "short", "key": "k" * 32})

    file = StoredFile.objects.get()
    assert (refused.status_code, again.status_code) == (422, 302)
    assert (file.name, file.title, file.case_id, file.state) == ("note.txt", "short", loan.pk, "KEPT")


def test_a_kept_file_is_nobody_elses(library, loan, client):
    url = reverse("files:add", args=[loan.pk])
    first = sign_in(client, library.reader).post(
        url, {"file": made.upload(b"a note", "note.txt"), "declared": "on", "title": "x" * 200}
    )
    kept = first.context["form"].data["file_kept"]

    stolen = sign_in(client, library.clerk).post(url, {"file_kept": kept, "declared": "on", "title": "mine"})

    assert stolen.status_code == 422
    assert StoredFile.objects.get().case is None


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"file": ("机密★10年".encode(), "a.txt"), "declared": "on"}, "file"),
        ({"file": (b"plain", "a.txt")}, "declared"),
        ({"declared": "on"}, "file"),
        ({}, "file"),
    ],
)
def test_a_form_without_file_declaration_or_innocence_says_so_beside_the_field(library, loan, client, sent, field):
    if "file" in sent:
        sent = {**sent, "file": made.upload(*sent["file"])}

    response = sign_in(client, library.reader).post(reverse("files:add", args=[loan.pk]), sent)

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert StoredFile.objects.count() == 0


def test_a_new_version_keeps_the_old(library, evidence, client):
    url = reverse("files:add", args=[evidence.case_id]) + f"?replaces={evidence.pk}"

    sign_in(client, library.reader).post(url, {"file": made.upload(b"better", "v2.txt"), "declared": "on"})

    versions = StoredFile.objects.filter(series=evidence.series).order_by("version")
    assert list(versions.values_list("version", "name", "state")) == [(1, "交货单.pdf", "KEPT"), (2, "v2.txt", "KEPT")]


def test_pages_of_withdrawing_and_erasing_do_what_they_say(library, evidence, client):
    sign_in(client, library.clerk)
    empty = client.post(reverse("files:withdraw", args=[evidence.pk]), {})
    aside = client.post(reverse("files:withdraw", args=[evidence.pk]), {"reason": "not about this"})
    gone = client.post(reverse("files:erase", args=[evidence.pk]), {"cause": "personal"})

    evidence.refresh_from_db()
    page = client.get(reverse("files:file", args=[evidence.pk]))
    assert (empty.status_code, aside.status_code, gone.status_code) == (422, 302, 302)
    assert (evidence.state, evidence.name, page.status_code) == ("ERASED", "", 200)
    assert client.get(reverse("files:content", args=[evidence.pk])).status_code == 404


def test_nothing_is_added_to_a_closed_case(library, loan, client):
    close(library, loan)

    response = sign_in(client, library.reader).get(reverse("files:add", args=[loan.pk]))

    assert response.status_code == 302


def test_programs_hand_in_list_and_fetch(library, loan, client):
    sign_in(client, library.reader)
    sent = {"file": made.upload(b"by a program", "p.txt"), "declared": "true", "title": "log"}

    added = client.post(f"/api/v1/files/of/{loan.pk}", sent, headers={"Idempotency-Key": "12345678"})
    again = client.post(
        f"/api/v1/files/of/{loan.pk}",
        {**sent, "file": made.upload(b"by a program", "p.txt")},
        headers={"Idempotency-Key": "12345678"},
    )
    bare = client.post(
        f"/api/v1/files/of/{loan.pk}",
        {"file": made.upload(b"x", "p.txt"), "declared": "false"},
        headers={"Idempotency-Key": "abcdefgh"},
    )

    one = json.loads(added.content)
    assert (added.status_code, json.loads(again.content)["id"], bare.status_code) == (201, one["id"], 422)
    assert [each["name"] for each in json.loads(client.get(f"/api/v1/files/of/{loan.pk}").content)] == ["p.txt"]
    assert b"".join(client.get(f"/api/v1/files/{one['id']}/content")) == b"by a program"
    assert sign_in(client, library.stranger).get(f"/api/v1/files/{one['id']}").status_code == 404
