"""What an upload is, and why it is not taken: each reason with its own code."""

import io
import struct
import zipfile

import pytest

from kechuang.casework.files.look import marks
from kechuang.casework.files.look.faults import UnfitError
from kechuang.casework.files.look.look import look
from kechuang.casework.files.look.marks import Text
from tests.casework.files import made


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (made.pdf("合同书"), "合同.pdf", "pdf"),
        (made.docx("甲方：云岭公司"), "合同.docx", "docx"),
        (made.xlsx("项目", "金额"), "台账.xlsx", "xlsx"),
        (made.ofd("电子发票"), "发票.ofd", "ofd"),
        (made.picture(), "现场.png", "png"),
        (made.picture(form="JPEG"), "现场.JPG", "jpeg"),
        ("验收意见\n同意".encode("gb18030"), "意见.txt", "text"),
        (b"a,b\n1,2\n", "t.csv", "text"),
        (b"<?xml version='1.0'?><invoice/>", "发票.xml", "xml"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_file_is_known_by_its_content(data, name, kind):
    assert look(data, name).kind == kind


def lying(size: int) -> bytes:
    """A package whose directory names a small size for an entry that is large."""
    data = bytearray(made.zipped({"word/document.xml": b"0" * size}))
    place = data.rindex(b"PK\x01\x02")
    struct.pack_into("<I", data, place + 24, 10)
    return bytes(data)


def linked() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("word/document.xml", "<a/>")
        entry = zipfile.ZipInfo("word/link")
        entry.create_system, entry.external_attr = 3, 0o120777 << 16
        package.writestr(entry, "/etc/passwd")
    return out.getvalue()


def locked() -> bytes:
    data = bytearray(made.docx("x"))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.index(mark) + place
        data[at] |= 1
    return bytes(data)


SECRET_LINK = (
    '<Relationships><Relationship Type="x/attachedTemplate" TargetMode="External" Target="http://x/"/></Relationships>'
)


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"", "a.txt", "files.empty"),
        (b"\x00\x00\n", "a.txt", "files.empty"),
        (made.picture(), "a.pdf", "files.name_contradicts"),
        (made.docx("x"), "a.xlsx", "files.name_contradicts"),
        (b"\x7fELF\x02\x01\x01" + bytes(range(256)), "a.txt", "files.kind_unknown"),
        (made.zipped({"a.txt": "x"}), "a.zip", "files.archive"),
        (made.docx("x", more={"word/vbaProject.bin": b"x"}), "a.docx", "files.macros"),
        (made.docx("x", more={"word/_rels/settings.xml.rels": SECRET_LINK}), "a.docx", "files.active_content"),
        (made.docx("x", more={"../evil": b"x"}), "a.docx", "files.unsafe_names"),
        (linked(), "a.docx", "files.symbolic_names"),
        (locked(), "a.docx", "files.encrypted"),
        (made.zipped({"word/document.xml": b"0" * (300 << 20)}), "a.docx", "files.zip_expands"),
        (lying(20 << 20), "a.docx", "files.broken"),
        (
            made.docx("x", more={"word/e.xml": "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"}),
            "a.docx",
            "files.xml_entities",
        ),
        (made.picture() + made.zipped({"a": "b"}), "a.png", "files.polyglot"),
        (made.pdf("x") + made.docx("x"), "a.pdf", "files.polyglot"),
        (b"#!/bin/sh\n" + made.docx("x"), "a.docx", "files.polyglot"),
        (b"<html>%PDF-1.7", "a.html", "files.polyglot"),
        (made.pdf("x", extra=b"/OpenAction << /S /JavaScript /JS (app.alert(1)) >>"), "a.pdf", "files.active_content"),
        (b"%PDF-1.7\nbroken", "a.pdf", "files.broken"),
        (b"<html><script>x</script></html>", "a.html", "files.active_content"),
        (b"x", "a\u202etxt.exe", "files.name_unsafe"),
        (b"x", "..", "files.name_unsafe"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "_VBA_PROJECT".encode("utf-16-le"), "a.doc", "files.macros"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "a.doc", "files.encrypted"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_not_taken_says_why(data, name, code):
    with pytest.raises(UnfitError) as unfit:
        look(data, name)

    assert unfit.value.code == code


def test_a_picture_with_too_many_pixels_is_not_opened(monkeypatch):
    monkeypatch.setattr("kechuang.casework.files.look.look.MAX_PIXELS", 100)

    with pytest.raises(UnfitError) as unfit:
        look(made.picture(), "a.png")

    assert unfit.value.code == "files.too_many_pixels"


@pytest.mark.parametrize(
    ("data", "name", "level"),
    [
        (made.pdf("机密★10年\n关于某事的函"), "函.pdf", "机密"),
        (made.pdf("正文", "附件\n秘密"), "函.pdf", "秘密"),
        (made.docx("绝密★长期", "关于"), "函.docx", "绝密"),
        (made.docx("正文", header="机 密 ★ 5年"), "函.docx", "机密"),
        (made.docx(*["一段正文" * 400] * 3, "秘密★1年"), "函.docx", "秘密"),
        (made.xlsx("项目", header="秘密★6个月"), "表.xlsx", "秘密"),
        (made.xlsx("项目", sheet="机密"), "表.xlsx", "机密"),
        (made.ofd("秘", "密", "★", "3年"), "函.ofd", "秘密"),
        ("密级：机密\n正文".encode(), "函.txt", "机密"),
        ("機密★長期\n正文".encode(), "函.txt", "机密"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "机密★10年".encode("utf-16-le"), "函.doc", "机密"),
        ("正文".encode(), "【机密】方案.txt", "机密"),
        ("正文".encode(), "秘密★10年.txt", "秘密"),
    ],
)
def test_a_mark_of_secrecy_is_found_where_marks_stand(data, name, level):
    with pytest.raises(UnfitError) as unfit:
        look(data, name)

    assert (unfit.value.code, unfit.value.values["level"]) == ("files.secret_mark", level)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("关于保守国家秘密的通知\n应当保护商业秘密。", "保守国家秘密的通知.txt"),
        ("商业秘密保护办法\n不涉密", "商业秘密保护办法.txt"),
        ("本项目非涉密，机密性要求一般。", "说明.txt"),
        ("正文\n" * 2000 + "凡标注“机密★10年”字样的文件，不得上传。", "规定.txt"),
    ],
)
def test_words_that_only_speak_of_secrets_are_no_mark(text, name):
    assert look(text.encode(), name).kind == "text"


def test_internal_material_is_told_and_taken():
    looked = look("内部资料 注意保存\n正文".encode(), "汇编.txt")

    assert looked.notes == (("files.internal_mark", "内部资料"),)


def test_a_trade_secret_with_a_star_is_no_state_secret():
    text = Text("商业秘密★3年")

    assert (marks.level_in(text), marks.internal_in(text, "a")) == ("", "商业秘密★")
