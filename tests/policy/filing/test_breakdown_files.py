"""The breakdown of responsibilities as Word, PDF/A, Excel and in an office's own template, read back by other programs."""

import json
from io import BytesIO
from urllib.parse import unquote

import docx
import openpyxl
import pypdfium2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from lxml import etree

from kechuang.casework.papers import checking
from kechuang.casework.papers.models import OfficeTemplate
from kechuang.policy import kept
from kechuang.policy.filing import akn
from kechuang.policy.filing.views import TARGET
from tests.policy import plans

pytestmark = pytest.mark.django_db
HEADS = ["序号", "条款／重点任务", "具体内容", "目标", "牵头单位", "责任／配合单位", "完成时限", "备注"]
FIRST = "建设云岭科研仪器共享服务平台，推进创新券通用通兑。到2028年，建成开放共享平台5个。"


def download(client, url):
    answer = client.get(url)
    assert answer.status_code == 200
    return b"".join(answer.streaming_content), unquote(answer.headers["Content-Disposition"])


def test_the_page_of_a_document_leads_to_its_breakdown_and_from_there_to_three_kinds_of_files(desk, client):
    document = desk.accept()

    page = client.get(f"/policy/{document.pk}/").content.decode()
    filed = client.get(f"/policy/{document.pk}/breakdown/?which=duty").content.decode()

    assert f'href="/policy/{document.pk}/breakdown/"' in page
    for kind in ("docx", "pdf", "xlsx"):
        assert f"/policy/{document.pk}/breakdown/file/{kind}/?which=duty&amp;by=clause" in filed
    assert FIRST in filed
    assert "建立工作协调机制" not in filed


def test_word_lies_across_repeats_its_head_and_bears_the_chapters_as_bands(desk, client):
    document = desk.accept()

    data, name = download(client, f"/policy/{document.pk}/breakdown/file/docx/")

    word = docx.Document(BytesIO(data))
    table = word.tables[0]
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert word.sections[0].orientation == WD_ORIENT.LANDSCAPE
    assert table.rows[0]._tr.trPr.findall(qn("w:tblHeader")) != []
    assert rows[0] == HEADS
    assert [row[0] for row in rows[1:] if len(set(row)) == 1] == ["一、总体要求", "二、主要任务", "三、保障措施"]
    assert rows[4][1:] == [
        "（一）建设共享平台",
        FIRST,
        "开放共享平台 5 个（2028年）",
        "",
        "省科技厅、省财政厅",
        "2028年",
        "",
    ]
    assert word.styles["Paper Dense"].element.rPr.rFonts.get(qn("w:eastAsia")) == "仿宋_GB2312"
    assert word.styles["Paper Dense Head"].element.rPr.rFonts.get(qn("w:eastAsia")) == "黑体"
    assert "云岭省科技创新行动计划（演示）责任分解表" in name


def test_the_pdf_lies_across_and_says_the_same(desk, client):
    document = desk.accept()

    data, _name = download(client, f"/policy/{document.pk}/breakdown/file/pdf/")

    pdf = pypdfium2.PdfDocument(data)
    text = "".join(pdf[0].get_textpage().get_text_range().split())
    width, height = pdf[0].get_size()
    pdf.close()
    assert width > height
    assert all(head in text for head in HEADS)
    assert "二、主要任务" in text
    assert b"pdfaid:part" in data


def test_excel_has_merged_heads_widths_print_setup_and_text_that_stays_text(desk, client):
    document = desk.accept(plans.TEXT.replace("建立工作协调机制。", "=1+1建立机制。"))

    data, _name = download(client, f"/policy/{document.pk}/breakdown/file/xlsx/")

    sheet = openpyxl.load_workbook(BytesIO(data)).worksheets[0]
    assert [cell.value for cell in sheet[3]] == HEADS
    merged = sorted(str(each) for each in sheet.merged_cells.ranges)
    assert merged == ["A1:H1", "A2:H2", "A4:H4", "A6:H6", "A9:H9"]
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight, sheet.print_title_rows) == (
        *("landscape", 0),
        "$3:$3",
    )
    assert [sheet.cell(row, 1).value for row in (5, 7, 8, 10)] == [1, 2, 3, 4]
    assert sheet.column_dimensions["C"].width > sheet.column_dimensions["A"].width
    last = sheet.cell(10, 3)
    assert (last.value, last.data_type) == ("=1+1建立机制。", "s")


def test_the_offices_own_excel_template_is_filled_under_its_own_heads(desk):
    document = desk.accept()
    book = openpyxl.Workbook()
    book.active.append(["我局分解表"])
    book.active.append(["序号", "具体内容", "责任单位", "我局意见"])
    out = BytesIO()
    book.save(out)
    upload = SimpleUploadedFile("own.xlsx", out.getvalue())
    made = checking.take(upload, office=desk.office, target=TARGET, by=desk.planner)
    assert isinstance(made, OfficeTemplate), made

    choices = desk.client.get(f"/policy/{document.pk}/breakdown/own/?which=duty").content.decode()
    data, _name = download(desk.client, f"/policy/{document.pk}/breakdown/own/?which=duty&template={made.pk}")

    sheet = openpyxl.load_workbook(BytesIO(data)).worksheets[0]
    assert f"template={made.pk}" in choices
    assert [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3)] == [
        [1, FIRST, "省科技厅、省财政厅", None],
        [2, "每年培育科技型中小企业100家。对通过认定的企业，给予20万元一次性奖励。", "省科技厅", None],
    ]


def test_templates_of_an_office_are_for_its_people_alone(desk, client):
    document = desk.accept()

    assert client.get(f"/policy/{document.pk}/breakdown/own/").status_code == 302  # to the sign-in


def test_what_a_document_does_not_have_is_not_found(desk, client):
    document = desk.accept()

    for query in ("breakdown/?chapter=九", "breakdown/?body=某单位", "breakdown/file/odt/"):
        assert client.get(f"/policy/{document.pk}/{query}").status_code == 404


def test_json_holds_the_text_the_findings_with_their_places_and_the_particulars(desk, client):
    document = desk.accept()

    data, name = download(client, f"/policy/{document.pk}/document.json")

    whole = json.loads(data)
    target = whole["findings"]["targets"][0]
    assert whole["format"] == "kechuang.policy.document/1"
    assert whole["work"]["number"] == "云科发〔2026〕3号"
    assert whole["copy"]["sha256"]["text"] == document.text_digest
    assert whole["text"] == kept.read_text(document.text_digest)
    assert "20家" in whole["text"][target["start"] : target["end"]]
    assert whole["changed_in_review"] == []
    assert name.endswith('.json"') or ".json" in name


def test_akoma_ntoso_of_a_document_names_work_expression_and_manifestation(desk, client):
    document = desk.accept()

    data, _name = download(client, f"/policy/{document.pk}/akoma-ntoso.xml")

    tree = etree.fromstring(data)
    spaces = {"a": akn.SPACE}
    assert tree.xpath("//a:FRBRWork/a:FRBRname/@value", namespaces=spaces) == [plans.TITLE]
    assert tree.xpath("//a:FRBRExpression/a:FRBRlanguage/@language", namespaces=spaces) == ["zho"]
    assert tree.xpath("//a:FRBRManifestation/a:FRBRformat/@value", namespaces=spaces) == [akn.MEDIA_TYPE]
