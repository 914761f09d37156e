"""Downloads are noted: an office that opens a file stands on the list of the firm whose case it is."""

import pytest
from django.urls import reverse

from kechuang.casework.disclosures.models import Disclosure
from kechuang.casework.files import actions, keeping
from kechuang.ledger import sign
from kechuang.web import clock
from kechuang.web.accounts.models import Grant
from kechuang.web.permissions import OWN_BODY, register_role
from tests.casework.files import made
from tests.casework.files.conftest import close, sign_in

LIST = "/account/disclosures/"


@pytest.fixture
def evidence(library, loan):
    register_role("tests.keeper", OWN_BODY, ["disclosure:read"])
    Grant.objects.create(
        person_id=library.reader.person, role="tests.keeper", body=library.borrower, valid_from=clock.today()
    )
    file = keeping.keep(
        made.upload(made.pdf("交货单"), "交货单.pdf"), by=library.reader, declared=True, on=clock.today()
    )
    assert actions.add(file, loan, by=library.reader, key="e1")
    file.refresh_from_db()
    return file


def noted() -> list[tuple]:
    return [(row.way, row.record, row.groups) for row in Disclosure.objects.order_by("pk")]


@pytest.mark.parametrize("address", ["files:content", "files:file", "/api/v1/files/{}/content"])
def test_an_officers_download_stands_on_the_firms_list(library, loan, evidence, client, address):
    url = reverse(address, args=[evidence.pk]) if ":" in address else address.format(evidence.pk)

    assert sign_in(client, library.clerk).get(url).status_code == 200
    told = sign_in(client, library.reader).get(LIST).content.decode()

    assert noted() == [("file", f"case/{loan.pk}", "authority")]
    assert loan.number in told
    assert Disclosure.objects.get().by.name in told


def test_what_the_parties_read_and_what_is_refused_is_not_noted(library, evidence, client):
    url = reverse("files:content", args=[evidence.pk])

    assert sign_in(client, library.reader).get(url).status_code == 200
    assert sign_in(client, library.stranger).get(url).status_code == 404

    assert noted() == []


def test_an_archive_taken_away_is_noted(library, loan, evidence, client):
    close(library, loan)
    sign.checkpoint(loan.authority, made_at=clock.now())

    answer = sign_in(client, library.clerk).get(reverse("files:archive", args=[loan.pk]))

    assert answer.status_code == 200
    assert noted() == [("file", f"case/{loan.pk}", "authority")]
