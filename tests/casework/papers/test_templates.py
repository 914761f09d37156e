"""An office's own template taken in: its marks checked, nothing that runs or reaches out, versions, filled for paper and list."""

import zipfile
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation
from docx import Document
from openpyxl import Workbook, load_workbook

from kechuang.casework.papers import checking
from kechuang.casework.papers.models import OfficeTemplate
from kechuang.kernel.refusal import Refusal
from tests.casework.papers.conftest import sign_in


def docx(*lines: str) -> bytes:
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def xlsx(*rows: list[str]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    out = BytesIO(data)
    with zipfile.ZipFile(out, "a") as package:
        package.writestr(name, content)
    return out.getvalue()


def take(library, data, name="own.docx", target="letter"):
    upload = SimpleUploadedFile(name, data)
    return checking.take(upload, office=library.office, target=target, by=library.clerk)


def own_url(draft, own) -> str:
    return f"{reverse('papers:own', args=[draft.pk])}?template={own.pk}"


def test_a_template_is_kept_with_its_marks_and_the_next_one_retires_it(library):
    take(library, docx("{{case.number}}"))

    second = take(library, docx("{{holder.name}} {{typed.title}}"))

    assert second.marks == ["{{holder.name}}", "{{typed.title}}"]
    rows = OfficeTemplate.objects.order_by("version").values_list("version", "retired_on")
    assert [(version, retired is None) for version, retired in rows] == [(1, False), (2, True)]


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (docx("{{holder.nmae}}"), "a.docx", "template.unknown_marks"),
        (docx("nothing"), "a.docx", "template.no_marks"),
        (with_part(docx("{{case.number}}"), "word/embeddings/a.bin", b"x"), "a.docx", "template.runs"),
        (
            with_part(docx("{{case.number}}"), "word/custom.xml", b"<!DOCTYPE a [<!ENTITY b 'c'>]><a/>"),
            "a.docx",
            "files.xml_entities",
        ),
        (
            with_part(
                docx("{{case.number}}"),
                "word/_rels/settings.xml.rels",
                b'<Relationships><Relationship Type="x/attachedTemplate" TargetMode="External" Target="http://127.0.0.1/"/></Relationships>',
            ),
            "a.docx",
            "files.active_content",
        ),
    ],
)
def test_what_is_wrong_in_a_template_is_said(library, data, name, code):
    refused = take(library, data, name)

    assert isinstance(refused, Refusal)
    assert refused.code == code
    assert not OfficeTemplate.objects.exists()


def test_a_macro_is_not_taken(library):
    refused = take(library, with_part(docx("{{case.number}}"), "word/vbaProject.bin", b"x" * 100))

    assert isinstance(refused, Refusal)
    assert not OfficeTemplate.objects.exists()


def test_an_unknown_mark_is_listed_with_the_nearest(library):
    refused = take(library, docx("{{holder.nmae}}"))

    assert "holder.name" in refused.values["marks"]


def test_a_paper_is_filled_into_the_own_template(library, client, draft):
    own = take(library, docx("致 {{holder.name}}：{{typed.title}}"))
    sign_in(client, library.clerk)

    page = client.get(reverse("papers:paper", args=[draft.pk])).content.decode()
    answer = client.get(own_url(draft, own))

    assert own_url(draft, own) in page
    document = Document(BytesIO(b"".join(answer.streaming_content)))
    assert document.paragraphs[0].text == "致 Firm：关于借阅的函"


def test_a_list_goes_into_the_own_template_under_its_own_heads(library, client, draft):
    client.cookies["django_language"] = "en"
    sign_in(client, library.clerk)
    with translation.override("en"):
        own = take(library, xlsx(["Our ledger"], ["Title", "Of the case", "Remarks"]), "own.xlsx", "list:papers")

    choose = client.get(reverse("papers:papers") + "?export=own").content.decode()
    answer = client.get(reverse("papers:papers") + f"?export=own&template={own.pk}")

    assert f"template={own.pk}" in choose
    sheet = load_workbook(BytesIO(b"".join(answer.streaming_content))).active
    assert [cell.value for cell in sheet[3]] == [draft.title, draft.case.number, None]


def test_another_offices_template_is_not_there(library, client, draft):
    own = take(library, docx("{{holder.name}}"))
    sign_in(client, library.stranger)

    pages = ("template", "template-file")
    assert [client.get(reverse(f"papers:{page}", args=[own.pk])).status_code for page in pages] == [404, 404]
    assert client.get(own_url(draft, own)).status_code == 404


def test_upload_by_form_says_what_is_unknown_and_keeps_nothing(library, client):
    sign_in(client, library.clerk)
    file = SimpleUploadedFile("a.docx", docx("{{holder.nmae}}"))

    answer = client.post(
        reverse("papers:template-new"), {"office": library.office.pk, "target": "letter", "file": file}
    )

    assert answer.status_code == 422
    assert "holder.name" in answer.content.decode()


def test_all_marks_are_shown(library, client):
    sign_in(client, library.clerk)

    shown = client.get(reverse("papers:marks")).content.decode()

    assert "{{holder.name}}" in shown
    assert "{{rows.digest}}" in shown
