"""What is said of a signed copy: sound, of an unknown root, changed afterwards, added to, a scan, unreadable."""

import pytest

from kechuang.casework.papers import signing
from kechuang.web.documents import pdf
from kechuang.web.documents.paper import Paper, Paragraph
from tests.casework.papers.conftest import signed


@pytest.fixture(scope="module")
def plain():
    return pdf.write(Paper(title="函", parts=(Paragraph("正文。"),)))


def test_a_signature_of_an_unknown_root_is_valid_and_said_to_be_unknown(plain, signer):
    report = signing.look(signed(plain, signer))

    [found] = report.findings
    assert report.verdict == "untrusted"
    assert (found.intact, found.valid, found.whole, found.trusted) == (True, True, True, False)


def test_a_root_that_the_node_trusts_makes_it_signed(plain, signer, home):
    (home / "trust").mkdir()
    (home / "trust" / "root.pem").write_bytes(signer[1])

    assert signing.look(signed(plain, signer)).verdict == "signed"


def test_a_byte_changed_after_signing_is_seen(plain, signer):
    data = bytearray(signed(plain, signer))
    at = data.index(b"/Contents") - 2_000
    data[at] ^= 1

    assert signing.look(bytes(data)).verdict in {"altered", "unreadable"}


def test_what_was_added_after_signing_is_seen(plain, signer):
    from io import BytesIO

    from pyhanko.pdf_utils import generic
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    writer = IncrementalPdfFileWriter(BytesIO(signed(plain, signer)))
    writer.root["/Added"] = generic.pdf_string("later")
    writer.update_root()
    out = BytesIO()
    writer.write(out)

    assert signing.look(out.getvalue()).verdict == "altered"


@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0 a scan"])
def test_a_picture_is_a_scan(data):
    assert signing.look(data) == signing.Report("scan")


def test_a_pdf_without_a_signature_is_a_scan(plain):
    assert signing.look(plain) == signing.Report("scan")


@pytest.mark.parametrize(
    "data", [b"%PDF-1.7\n", b"%PDF-1.7\n" + b"\x00" * 5_000, b"%PDF-1.7\nxref\n0 99999999\ntrailer<<>>"]
)
def test_a_broken_pdf_is_said_to_be_unreadable(data):
    assert signing.look(data).verdict == "unreadable"
