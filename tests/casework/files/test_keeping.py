"""Keeping an upload: what is refused leaves no byte, what is kept can be read again, and goes when nobody holds it."""

import hashlib
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test import RequestFactory

from kechuang.casework.files import bytes as kept
from kechuang.casework.files import incoming, keeping
from kechuang.casework.files.models import WAITING, StoredFile
from kechuang.kernel.refusal import Refusal
from kechuang.web import clock
from tests.casework.files import made

TODAY = date(2026, 1, 5)


def keep(library, data, name, **more):
    return keeping.keep(made.upload(data, name), by=library.clerk, on=TODAY, **{"declared": True, **more})


def everything_on_disk(*folders) -> bytes:
    return b"".join(path.read_bytes() for folder in folders for path in Path(folder).rglob("*") if path.is_file())


def everything_in_tables() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM files_storedfile")
        return repr(cursor.fetchall())


def test_a_kept_file_can_be_read_again_under_its_digest(library):
    data = made.pdf("交货单")

    file = keep(library, data, "交货单.pdf", title="五月")

    assert (file.name, file.kind, file.size, file.pages, file.declared) == ("交货单.pdf", "pdf", len(data), 1, True)
    assert kept.read(file.digest) == data
    assert file.commitment == keeping.commitment_of(bytes(file.salt), file.digest)


def test_without_the_declaration_nothing_is_kept(library, home):
    refused = keep(library, b"plain text", "a.txt", declared=False)

    assert isinstance(refused, Refusal)
    assert (refused.code, refused.place) == ("files.not_declared", "declared")
    assert b"plain text" not in everything_on_disk(home)


@pytest.mark.parametrize(
    ("make", "name"),
    [
        (lambda secret: f"机密★10年\n{secret}".encode(), "函.txt"),
        (lambda secret: made.docx(secret, header="绝密★长期"), "函.docx"),
        (lambda secret: made.pdf(f"秘密★5年\n{secret}"), "函.pdf"),
    ],
)
def test_no_byte_of_a_marked_file_stays_anywhere(library, home, tmp_path_factory, monkeypatch, make, name):
    """The body is large, so that Django's own handlers would have written it to a temporary file."""
    temporary = tmp_path_factory.mktemp("temporary")
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    secret = "潜艇坐标" + "".join(hashlib.sha256(str(n).encode()).hexdigest() for n in range(60_000))
    data = make(secret)
    client_sends = RequestFactory().post("/", {"file": made.upload(data, name)})
    upload = client_sends.FILES["file"]

    refused = keeping.keep(upload, by=library.clerk, declared=True, on=TODAY)
    upload.close()

    left = everything_on_disk(home, temporary)
    assert refused.code == "files.secret_mark"
    assert [data[-200:] in left, "潜艇坐标".encode() in left] == [False, False]
    assert StoredFile.objects.count() == 0
    assert "潜艇坐标" not in everything_in_tables()


def test_an_upload_waits_in_memory_and_not_in_a_file(settings):
    data = b"0" * (3 << 20)

    upload = RequestFactory().post("/", {"file": made.upload(data, "a.txt")}).FILES["file"]

    assert isinstance(upload, incoming.Incoming)
    assert not hasattr(upload, "temporary_file_path")
    assert upload.read() == data


def test_an_upload_beyond_the_bound_is_let_go_and_said(library, settings, home):
    settings.KECHUANG_FILE_MEGABYTES = 1
    upload = RequestFactory().post("/", {"file": made.upload(b"7" * (3 << 20), "a.txt")}).FILES["file"]

    refused = keeping.keep(upload, by=library.clerk, declared=True, on=TODAY)

    assert (refused.code, refused.values["limit"]) == ("files.too_large", 1 << 20)
    assert upload.read() == b""
    assert b"7777" not in everything_on_disk(home)


def test_the_files_of_forms_never_sent_go_after_a_week(library):
    young, old = keep(library, b"young one", "a.txt"), keep(library, b"old one", "b.txt")
    StoredFile.objects.filter(pk=old.pk).update(kept_at=clock.real_now() - timedelta(days=8))

    assert keeping.sweep_unsent() == 1

    assert [kept.held(young.digest), kept.held(old.digest)] == [True, False]
    assert list(StoredFile.objects.values_list("pk", flat=True)) == [young.pk]


def test_bytes_that_another_table_holds_stay_when_the_form_is_swept(library, monkeypatch):
    file = keep(library, b"both hold it", "a.txt")
    StoredFile.objects.update(kept_at=clock.real_now() - timedelta(days=8))
    monkeypatch.setitem(kept.HOLDERS, "tests", lambda digests: {file.digest} & set(digests))

    assert keeping.sweep_unsent() == 0

    assert kept.held(file.digest)
    assert StoredFile.objects.exclude(state=WAITING).count() == 1


def test_a_row_that_cannot_be_written_leaves_no_bytes(library, home, monkeypatch):
    def broken(**_values):
        raise RuntimeError("the table is full")

    monkeypatch.setattr(StoredFile.objects, "create", broken)

    with pytest.raises(RuntimeError):
        keep(library, b"left alone", "a.txt")

    assert b"left alone" not in everything_on_disk(home)


def test_damaged_bytes_are_never_given_out(library):
    file = keep(library, b"as it was", "a.txt")
    kept.path_of(file.digest).write_bytes(b"altered")

    with pytest.raises(kept.MissingFileError):
        kept.read(file.digest)


def test_a_path_in_a_name_is_no_path(library):
    upload = made.upload(b"text", "a.txt")
    upload._name = "C:\\secret\\..\\b.txt"

    assert keeping.keep(upload, by=library.clerk, declared=True, on=TODAY).name == "b.txt"
