"""Draft is not submission: a clerk prepares, an authorised person looks and submits in their own name."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from kechuang.casework.files.models import StoredFile
from kechuang.casework.models import Case, Step
from kechuang.casework.standard.models import Prepared
from kechuang.web import clock
from kechuang.web.accounts.models import Person
from tests.casework.standard.conftest import BEGIN, moment

NEW = "/prepared/new/matter/"
TYPED = {"sort": "proof", "title": "Proof of staff", "text": "Please certify our staff.", "key": "k"}


@pytest.fixture(autouse=True)
def preparer(town):
    town.person("preparer", "firm_preparer", "firm")
    town.person("other preparer", "firm_preparer", "other firm")
    with clock.fixed(moment(BEGIN)):
        yield


def sign_in(client, town, name):
    client.force_login(Person.objects.get(pk=town.actors[name].person))
    return client


def prepared(client, town, **more):
    answer = sign_in(client, town, "preparer").post(NEW, {**TYPED, **more})
    assert answer.status_code == 302, answer.content.decode()[:2000]
    return Prepared.objects.get()


def test_what_a_clerk_prepares_is_no_case(town, client):
    row = prepared(client, town)

    assert (row.state, row.title, row.body.name, Case.objects.count()) == ("waiting", "Proof of staff", "firm", 0)
    assert ["事项内容", "Please certify our staff."] in row.shown or "Please certify our staff." in str(row.shown)


def test_the_clerk_alone_can_not_submit(town, client):
    row = prepared(client, town)

    answer = client.post(f"/prepared/{row.pk}/", {"do": "submit"})
    direct = client.get(reverse("matters:submit"))

    assert (answer.status_code, direct.status_code) == (422, 403)
    assert Case.objects.count() == 0


def test_the_authorised_person_sees_what_is_sent_and_the_step_is_theirs(town, client):
    row = prepared(client, town)
    chief = sign_in(client, town, "clerk")

    preview = chief.get(f"/prepared/{row.pk}/").content.decode()
    sent = chief.post(f"/prepared/{row.pk}/", {"do": "submit"})

    case = Case.objects.get()
    assert "Please certify our staff." in preview
    assert sent.url == reverse("casework:case", args=[case.pk])
    assert Step.objects.get().person_id == town.actors["clerk"].person
    row.refresh_from_db()
    assert (row.state, row.case_id, row.answered_by_id) == ("submitted", case.pk, town.actors["clerk"].person)


def test_it_is_submitted_once(town, client):
    row = prepared(client, town)
    chief = sign_in(client, town, "clerk")
    chief.post(f"/prepared/{row.pk}/", {"do": "submit"})

    again = chief.post(f"/prepared/{row.pk}/", {"do": "submit"})

    assert (again.status_code, Case.objects.count()) == (422, 1)


def test_given_back_with_a_remark_and_mended(town, client):
    row = prepared(client, town)
    chief = sign_in(client, town, "clerk")

    silent = chief.post(f"/prepared/{row.pk}/", {"do": "return"})
    chief.post(f"/prepared/{row.pk}/", {"do": "return", "remark": "Say how many."})
    row.refresh_from_db()
    clerk = sign_in(client, town, "preparer")
    form = clerk.get(f"/prepared/{row.pk}/edit/").content.decode()
    clerk.post(f"/prepared/{row.pk}/edit/", {**TYPED, "text": "All 42."})

    assert (silent.status_code, row.state, row.remark) == (422, "returned", "Say how many.")
    assert "Please certify our staff." in form
    row.refresh_from_db()
    assert (row.state, row.values["text"]) == ("waiting", ["All 42."])


def test_a_file_that_the_clerk_chose_is_handed_in_by_the_submitter(town, client):
    file = SimpleUploadedFile("staff.txt", "四十二人".encode(), content_type="text/plain")
    row = prepared(client, town, file=file, declared="on")
    chief = sign_in(client, town, "clerk")

    preview = chief.get(f"/prepared/{row.pk}/").content.decode()
    chief.post(f"/prepared/{row.pk}/", {"do": "submit"})

    kept = StoredFile.objects.get()
    assert "staff.txt" in preview
    assert (kept.case_id, kept.kept_by_id) == (Case.objects.get().pk, town.actors["clerk"].person)


def test_another_firm_finds_nothing(town, client):
    row = prepared(client, town)

    for name in ("other clerk", "other preparer", "county1"):
        assert sign_in(client, town, name).get(f"/prepared/{row.pk}/").status_code == 404
    assert "Proof of staff" not in sign_in(client, town, "other clerk").get("/prepared/").content.decode()
