"""Files meant to hurt: each ends in a clear refusal, and only the child process pays for it."""

import io
import zipfile

import pytest

from kechuang.kernel.confined import Limits
from kechuang.policy.read.faults import REFUSALS, ReadingRefused
from kechuang.policy.read.isolated import read_isolated
from kechuang.policy.read.read import read_bytes
from tests.policy.read import files


def refused(data, name, reader=read_bytes, **more):
    with pytest.raises(ReadingRefused) as caught:
        reader(data, name, **more)
    assert caught.value.refusal.code in REFUSALS
    return caught.value.refusal


def test_a_zip_that_expands_without_end():
    data = files.zipped({"word/document.xml": b"<a>" + b" " * (80 << 20) + b"</a>"})

    refusal = refused(data, "bomb.docx")

    assert refusal.code == "reading.zip_expands"
    assert refusal.values["bytes"] > 64 << 20


def test_a_zip_whose_directory_lies_about_sizes():
    data = bytearray(files.zipped({"word/document.xml": b"<a>" + b" " * (80 << 20) + b"</a>"}))
    at = data.rfind(b"PK\x01\x02")
    data[at + 24 : at + 28] = (1000).to_bytes(4, "little")

    refusal = refused(bytes(data), "bomb.docx")

    assert refusal.code in {"reading.zip_expands", "reading.broken"}


def test_a_zip_with_too_many_parts():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for i in range(20_001):
            archive.writestr(str(i), b"")

    assert refused(out.getvalue(), "many.docx").code == "reading.zip_entries"


@pytest.mark.parametrize(
    "head",
    [
        '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>',
    ],
)
def test_entities_are_refused_before_parsing(head):
    data = files.zipped({"word/document.xml": f'<?xml version="1.0"?>{head}<a>&x;</a>'})

    assert refused(data, "xxe.docx").code == "reading.xml_entities"


def test_nesting_without_end():
    depth = 5000
    data = files.zipped({"word/document.xml": "<a>" * depth + "</a>" * depth})

    assert refused(data, "deep.docx").code == "reading.nested_too_deep"


@pytest.mark.parametrize("cut", [20, 200, 900])
def test_a_broken_pdf(cut):
    whole = files.pdf(["云溪县规划"])

    assert refused(whole[:cut], "cut.pdf").code == "reading.broken"


def test_a_truncated_zip():
    whole = files.docx(files.paragraph("云溪县规划"))

    assert refused(whole[: len(whole) // 2], "cut.docx").code == "reading.broken"


def test_xml_that_does_not_parse():
    assert refused(files.zipped({"word/document.xml": "<a><b></a>"}), "bad.docx").code == "reading.broken"


def test_the_child_reads_what_the_parent_would():
    data = "云溪县规划\n一、目标\n到2025年，高新技术企业达到120家。".encode()

    assert read_isolated(data, "plan.txt") == read_bytes(data, "plan.txt")


def test_the_child_hands_back_a_refusal_with_its_values():
    refusal = refused(files.pdf([], image=True), "scan.pdf", read_isolated)

    assert refusal.code == "reading.scanned"
    assert refusal.values["pages"] == 1


def test_a_line_that_takes_too_long_ends_only_the_child():
    data = ("到2025年，建成" * 1_500_000).encode()

    refusal = refused(data, "long.txt", read_isolated, limits=Limits(cpu_seconds=1, wall_seconds=60, megabytes=3072))

    assert refusal.code == "reading.timeout"


def test_a_file_that_takes_too_much_memory_ends_only_the_child():
    data = b"a" * 19_000_000

    refusal = refused(data, "wide.txt", read_isolated, limits=Limits(cpu_seconds=30, wall_seconds=60, megabytes=240))

    assert refusal.code == "reading.memory"


def test_too_many_bytes_are_refused_unread():
    assert refused(b"a" * ((64 << 20) + 1), "big.txt", read_isolated).code == "reading.too_large"
