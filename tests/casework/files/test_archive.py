"""The archive package: the same bytes each time, checked without a database, and every alteration named."""

import io
import json
import zipfile

import pytest
from django.urls import reverse

from kechuang.casework.files import actions, archive_check, archiving, command, keeping
from kechuang.casework.files import bytes as kept
from kechuang.casework.files.models import Archive
from kechuang.ledger import sign
from kechuang.ledger.checkpoint import Verifier
from kechuang.ledger.models import LogKey
from kechuang.web import clock
from tests.casework.files import made
from tests.casework.files.conftest import close, sign_in


@pytest.fixture
def closed(library, loan):
    file = keeping.keep(made.upload(b"a delivery note", "note.txt"), by=library.reader, declared=True, on=clock.today())
    assert actions.add(file, loan, by=library.reader, key="e1")
    close(library, loan)
    sign.checkpoint("330100", made_at=clock.now())
    return loan


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def packed(content: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, data in content.items():
            package.writestr(name, data)
    return out.getvalue()


def key() -> Verifier:
    return Verifier.parse(LogKey.objects.get(log="330100").verifier)


def test_a_package_holds_the_whole_record_but_no_personal_group(closed):
    content = parts(archiving.package(closed))

    catalogue = json.loads(content["catalogue.json"])
    assert [fact["type"] for fact in catalogue["facts"]] == [
        "tests.loan.lent",
        "casework.evidence_added",
        "tests.loan.moved",
        "tests.loan.moved",
    ]
    assert content[catalogue["evidence"][0]["path"]] == b"a delivery note"
    assert catalogue["case"]["retention"] == {"code": "30", "source": "", "confidence": "D"}
    assert "归档目录" in content["catalogue.html"].decode()
    assert "林越" not in archiving.package(closed).decode("utf-8", "replace")


def test_the_same_record_gives_the_same_bytes(library, closed):
    first = archiving.package(closed)
    sign.checkpoint("330100", made_at=clock.now())

    assert archiving.build(closed)[0] == first


def test_it_is_authentic_for_who_has_the_key_and_whole_for_everybody(closed):
    data = archiving.package(closed)

    alone, known = archive_check.check(data), archive_check.check(data, key())

    assert (alone.ok, alone.authentic, known.ok, known.authentic, known.facts) == (True, False, True, True, 4)


def altered(content, name, change):
    return packed({**content, name: change(content[name])})


@pytest.mark.parametrize(
    ("name", "change", "code"),
    [
        ("catalogue.html", lambda data: data + b" ", "archive.file_altered"),
        ("evidence/0001-v1-note.txt", lambda data: b"another note", "archive.file_altered"),
        ("catalogue.json", lambda data: data.replace(b"A loan", b"A gift"), "archive.catalogue_altered"),
        ("catalogue.sig", lambda data: b"nothing", "archive.not_signed"),
        ("catalogue.json", lambda data: b"[]", "archive.no_catalogue"),
        ("rules.json", None, "archive.file_missing"),
    ],
)
def test_every_alteration_is_named(closed, name, change, code):
    content = parts(archiving.package(closed))
    if change is None:
        data = packed({path: held for path, held in content.items() if path != name})
    else:
        data = altered(content, name, change)

    assert code in [finding.code for finding in archive_check.check(data).findings]


def test_evidence_exchanged_together_with_its_hash_still_differs_from_its_fact(closed):
    content = parts(archiving.package(closed))
    path = "evidence/0001-v1-note.txt"
    catalogue = json.loads(content["catalogue.json"])
    import hashlib

    content[path] = b"another note"
    for entry in catalogue["files"]:
        if entry["path"] == path:
            entry["sha256"] = hashlib.sha256(content[path]).hexdigest()
    content["catalogue.json"] = json.dumps(catalogue).encode()

    codes = [finding.code for finding in archive_check.check(packed(content)).findings]

    assert codes == ["archive.evidence_altered", "archive.catalogue_altered"]


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"no zip at all"])
def test_what_is_no_package_is_answered_and_not_raised(data):
    assert archive_check.check(data).findings[0].code == "archive.broken"


def test_the_sweep_writes_it_and_erasing_evidence_writes_it_anew(library, closed):
    assert archiving.sweep() == 1
    stored = Archive.objects.get()
    assert kept.read(stored.digest) == archiving.package(closed)

    from kechuang.casework.files.models import StoredFile

    actions.erase(StoredFile.objects.get(), "personal", by=library.clerk, key="x")
    assert (Archive.objects.count(), kept.held(stored.digest)) == (0, False)
    sign.checkpoint("330100", made_at=clock.now())
    assert archiving.sweep() == 1

    data = archiving.package(closed)
    assert b"a delivery note" not in data
    assert archive_check.check(data, key()).ok


def test_the_page_gives_it_to_those_who_may_read_the_files(library, closed, client):
    url = reverse("files:archive", args=[closed.pk])

    response = sign_in(client, library.clerk).get(url)

    assert response.headers["Content-Type"] == "application/zip"
    assert b"".join(response) == archiving.package(closed)
    assert sign_in(client, library.stranger).get(url).status_code == 404


def test_the_command_checks_without_a_database(closed, tmp_path, capsys):
    import argparse
    import sys

    file = tmp_path / "a.zip"
    file.write_bytes(archiving.package(closed))
    bad = tmp_path / "b.zip"
    bad.write_bytes(altered(parts(file.read_bytes()), "catalogue.html", lambda data: b""))
    parser = argparse.ArgumentParser()
    command.add_arguments(parser)

    def run(*words):
        return command.run(parser.parse_args(words), sys.stdout)

    assert [run("check", str(file), "--key", str(key())), run("check", str(file)), run("check", str(bad))] == [0, 3, 1]
    assert run("check", str(tmp_path / "none.zip")) == 2
    assert "catalogue.html" in capsys.readouterr().out
