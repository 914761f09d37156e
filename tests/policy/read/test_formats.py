"""Files in, raw text out: encodings, web pages, PDF, Word and OFD; and what is recognised but not read."""

import pytest

from kechuang.policy.read.faults import REFUSALS, ReadingRefused, sentence
from kechuang.policy.read.read import read_bytes
from tests.policy.read import files

PLAN = "云溪县科技创新规划\n一、主要目标\n到2025年，高新技术企业达到120家，科技型中小企业达到480家。（责任单位：县科技局）\n"
TRADITIONAL = "雲溪縣科技創新規劃\n一、主要目標\n到2025年，高新技術企業達到120家，這個縣的創新體系更加完善，為產業發展作出貢獻。\n"


def values(document):
    return [(t.indicator, int(t.value), t.year) for t in document.targets]


@pytest.mark.parametrize(
    ("encoding", "named"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-bom"),
        ("gb18030", "gb18030"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
    ],
)
def test_encodings_of_simplified_text(encoding, named):
    document = read_bytes(PLAN.encode(encoding), "plan.txt")

    assert document.origin.encoding == named
    assert values(document) == [("高新技术企业", 120, 2025), ("科技型中小企业", 480, 2025)]


@pytest.mark.parametrize(("encoding", "named"), [("big5", "big5"), ("utf-8", "utf-8")])
def test_encodings_of_traditional_text(encoding, named):
    document = read_bytes(TRADITIONAL.encode(encoding), "plan.txt")

    assert document.origin.encoding == named
    assert document.meta.script == "traditional"
    assert document.raw == TRADITIONAL
    assert values(document) == [("高新技術企業", 120, 2025)]


def test_newlines_and_the_byte_order_mark_stay_as_stored():
    document = read_bytes(b"\xef\xbb\xbf" + PLAN.replace("\n", "\r\n").encode(), "plan.txt")

    assert document.raw == "\ufeff" + PLAN.replace("\n", "\r\n")
    assert document.sections[0].quote == "一、主要目标"


def test_a_web_page_is_read_through_its_tags():
    page = (
        "<html><head><title>栏目</title><style>p{}</style></head><body><div>首页 &gt; 新闻</div><h1>云溪县科技创新规划</h1>"
        "<p>一、主要目标</p><p>到2025年，高新技术企业达到<b>120</b>家&nbsp;。</p><script>var a='达到999家';</script>"
        "<table><tr><td>任务</td><td>责任单位</td></tr><tr><td>培育企业</td><td>县科技局、县经信局</td></tr></table></body></html>"
    )

    document = read_bytes(page.encode(), "page.html")

    assert document.origin.kind == "html"
    assert values(document) == [("高新技术企业", 120, 2025)]
    assert document.targets[0].quote == "高新技术企业达到<b>120</b>家"
    assert [a.units for a in document.assignments] == [("县科技局", "县经信局")]


def test_markdown_with_html_inside():
    text = "---\ntitle: 转载\ndate: 2023-05-01\n---\n# 云溪县科技创新规划\n\n**一、主要目标**\n\n<p>到2025年，[高新技术企业](http://a.b/c)达到120家。</p><br/>\n"

    document = read_bytes(text.encode(), "plan.md")

    assert document.meta.title == "云溪县科技创新规划"
    assert str(document.meta.published_on) == "2023-05-01"
    assert values(document) == [("高新技术企业", 120, 2025)]


def test_a_pdf_is_read_across_its_pages():
    lines = [
        "到2025年，全社会研发经费支出占地区生产总值比重达到3.1%",
        "以上，高新技术企业达到1500家，技术合同成交额突破400亿元",
    ]
    more = [
        "，每万人口发明专利拥有量达到25件。要进一步强化企业创新主体",
        "地位，推动各类创新要素向企业集聚，加快建设创新型城市。本规",
    ]
    data = files.pdf(
        ["沿江市科技创新规划", "一、主要目标", *lines, "— 1 —"],
        [*more, *["划由市科技局负责实施并组织开展年度监测和中期评估工作，确保"] * 6, "— 2 —"],
    )

    document = read_bytes(data, "plan.pdf")

    assert (document.origin.kind, document.origin.pages) == ("pdf", 2)
    assert "\f" in document.raw
    assert [t.unit for t in document.targets] == ["%", "家", "亿元", "件"]
    assert [t.year for t in document.targets] == [2025] * 4


def test_a_scanned_pdf_is_answered_with_the_remedy():
    with pytest.raises(ReadingRefused) as caught:
        read_bytes(files.pdf([], [], image=True), "scan.pdf")

    refusal = caught.value.refusal
    assert refusal.code == "reading.scanned"
    assert dict(refusal.values) == {"name": "scan.pdf", "pages": 2, "chars": 0, "kind": "PDF"}
    assert "文字识别" in sentence(refusal.code, dict(refusal.values))


def test_a_word_file_with_automatic_numbers_and_a_table():
    levels = (
        '<w:abstractNum w:abstractNumId="7"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/>'
        '<w:lvlText w:val="%1、"/></w:lvl><w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/>'
        '<w:lvlText w:val="（%2）"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
    )
    body = (
        files.paragraph("云溪县科技创新规划")
        + files.paragraph("主要目标", 0)
        + files.paragraph("到2025年，高新技术企业达到120家。<w:t/>")
        + files.paragraph("重点任务", 0)
        + files.paragraph("培育企业。推进梯度培育。", 1)
        + files.paragraph("建设平台。推进平台建设。", 1)
        + "<w:p><w:del><w:r><w:delText>删去</w:delText></w:r></w:del><w:ins><w:r><w:t>加入</w:t></w:r></w:ins></w:p>"
        + files.table(["序号", "任务", "责任单位"], ["1", "培育企业", "县科技局、县经信局"])
    )

    document = read_bytes(files.docx(body.replace("<w:t/>", ""), levels), "plan.docx")

    assert document.raw.split("\n")[1] == "一、主要目标"
    assert [s.marker + s.title for s in document.sections] == [
        "一、主要目标",
        "二、重点任务",
        "（一）培育企业",
        "（二）建设平台",
    ]
    assert "加入" in document.raw
    assert "删去" not in document.raw
    assert values(document) == [("高新技术企业", 120, 2025)]
    assert [a.units for a in document.assignments] == [("县科技局", "县经信局")]


def test_an_ofd_is_read_in_line_order():
    data = files.ofd(
        [
            (20, 50, "到2025年，高新技术企业"),
            (20, 20, "云溪县科技创新规划"),
            (20, 35, "一、主要目标"),
            (76, 50, "达到120家。"),
        ]
    )

    document = read_bytes(data, "plan.ofd")

    assert document.raw == "云溪县科技创新规划\n一、主要目标\n到2025年，高新技术企业达到120家。"
    assert values(document) == [("高新技术企业", 120, 2025)]


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old.doc", "reading.doc_legacy"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old.wps", "reading.wps_legacy"),
        (b"{\\rtf1 hello}", "a.rtf", "reading.office_other"),
        (files.zipped({"xl/workbook.xml": "<a/>"}), "a.xlsx", "reading.office_other"),
        (b"\x89PNG\r\n\x1a\n" + b"\1" * 50, "a.png", "reading.image"),
        (b"", "a.txt", "reading.empty"),
        (bytes(range(128, 256)) * 40, "a.txt", "reading.binary"),
        (files.docx(""), "a.docx", "reading.no_text"),
    ],
)
def test_what_cannot_be_read_is_named_with_a_remedy_in_both_languages(data, name, code):
    with pytest.raises(ReadingRefused) as caught:
        read_bytes(data, name)

    refusal = caught.value.refusal
    assert refusal.code == code
    assert name in sentence(code, dict(refusal.values))
    assert name in sentence(code, dict(refusal.values), english=True)


def test_every_refusal_has_both_sentences():
    assert all(zh and en and zh != en for zh, en in REFUSALS.values())
