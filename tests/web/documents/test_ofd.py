"""The OFD of a paper: read back by our own reader, held against the PDF's places and the standard's order of elements."""

import io
import re
import unicodedata
import zipfile
from pathlib import PurePosixPath

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from fontTools.ttLib import TTFont
from lxml import etree

from kechuang.policy.read.extract import ofd as reader
from kechuang.policy.read.extract.packed import Package
from kechuang.web.documents import ofd, pdf
from kechuang.web.documents.measures import MM
from kechuang.web.documents.paper import Paper, Paragraph
from tests.web.documents.papers import text_of, whole

NAMED = {"o": ofd.NAMESPACE}


def squeezed(text: str) -> str:
    """A text without spaces and without the signs that only say where a line may break."""
    return "".join(each for each in text if each.strip() and unicodedata.category(each) != "Cf")


def plain(body: str, **values) -> Paper:
    return Paper(**{"title": "标题", "parts": (Paragraph(body),), "draft": False, **values})


@pytest.fixture(scope="module")
def page_file():
    return pdf.write(whole())


@pytest.fixture(scope="module")
def parts(page_file):
    with zipfile.ZipFile(io.BytesIO(ofd.from_pdf(page_file))) as package:
        return {name: package.read(name) for name in package.namelist()}


@pytest.fixture(scope="module")
def read(parts):
    return {name: etree.fromstring(data) for name, data in parts.items() if name.endswith(".xml")}


def test_our_reader_gives_the_papers_text(page_file):
    extracted = reader.extract(Package(ofd.from_pdf(page_file), "paper.ofd"))

    assert extracted.pages == pdf.pages(page_file) == 3
    assert sorted(squeezed(extracted.text)) == sorted(squeezed(text_of(page_file)))
    for words in ("关于准予申领资格的决定", "壹佰贰拾万元整", "1. 自即日起", "抄送：丙局（演示），丁局（演示）。"):
        assert words in extracted.text


def test_spaces_between_words_are_kept():
    made = ofd.write(plain("The county office of science pays within ten days.", language="en"))

    assert "The county office of science" in reader.extract(Package(made, "paper.ofd")).text


def test_every_character_stands_where_the_pdf_has_it(page_file, read):
    for at in range(3):
        made, wanted = list(origins(read[content(at)])), list(origins_of(page_file, at))

        assert [letter for letter, _x, _y in made] == [letter for letter, _x, _y in wanted]
        for (_, x, y), (_, wanted_x, wanted_y) in zip(made, wanted, strict=True):
            assert (x, y) == pytest.approx((wanted_x, wanted_y), abs=0.02)


def origins_of(data: bytes, at: int):
    """Each printed character of a PDF's page with the place of its origin, in millimetres, rounded like the OFD's."""
    document = pypdfium2.PdfDocument(data)
    try:
        height, text = document[at].get_height(), document[at].get_textpage()
        for index in range(text.count_chars()):
            letter = chr(pdfium.FPDFText_GetUnicode(text, index))
            x, y = pdfium.c_double(), pdfium.c_double()
            pdfium.FPDFText_GetCharOrigin(text, index, x, y)
            if squeezed(letter):
                yield letter, x.value / MM, (height - y.value) / MM
    finally:
        document.close()


def content(at: int) -> str:
    return f"Doc_0/Pages/Page_{at}/Content.xml"


def origins(page):
    """Each printed character with the place of its origin, in millimetres."""
    for item in page.iterfind(".//o:TextObject", NAMED):
        left, top = (float(each) for each in item.get("Boundary").split()[:2])
        code = item.find("o:TextCode", NAMED)
        x, y = left + float(code.get("X")), top + float(code.get("Y"))
        for letter, step in zip(code.text, [*map(float, code.get("DeltaX", "").split()), 0.0], strict=True):
            if letter.strip():
                yield letter, x, y
            x += step


def test_the_parts_are_in_the_standards_namespace_and_order(read):
    tags = {str(node.tag) for root in read.values() for node in root.iter()}
    info = [etree.QName(node).localname for node in read["OFD.xml"].find(".//o:DocInfo", NAMED)]
    common = [etree.QName(node).localname for node in read["Doc_0/Document.xml"].find("o:CommonData", NAMED)]

    assert {tag[1 : tag.index("}")] for tag in tags} == {"http://www.ofdspec.org/2016"}
    assert read["OFD.xml"].attrib == {"Version": "1.0", "DocType": "OFD"}
    assert info == ["DocID", "Title", "Author", "Creator"]
    assert common == ["MaxUnitID", "PageArea", "PublicRes"]
    assert read["OFD.xml"].findtext(".//o:Title", None, NAMED) == "关于准予申领资格的决定"
    assert read["OFD.xml"].findtext(".//o:Creator", None, NAMED) == "Kechuang"


def test_every_part_that_is_named_is_there_and_no_other(parts, read):
    document = read["Doc_0/Document.xml"]
    resources = read["Doc_0/PublicRes.xml"]
    named = {read["OFD.xml"].findtext(".//o:DocRoot", None, NAMED)}
    named |= {f"Doc_0/{node.text}" for node in document.iterfind(".//o:PublicRes", NAMED)}
    named |= {f"Doc_0/{node.get('BaseLoc')}" for node in document.iterfind(".//o:Page", NAMED)}
    base = PurePosixPath("Doc_0") / resources.get("BaseLoc")
    named |= {str(base / node.text) for node in resources.iterfind(".//o:FontFile", NAMED)}

    assert named | {"OFD.xml"} == set(parts)


def test_numbers_are_given_once_and_every_font_named_is_held(read):
    numbers = [int(node.get("ID")) for root in read.values() for node in root.iter() if node.get("ID")]
    held = {node.get("ID") for node in read["Doc_0/PublicRes.xml"].iterfind(".//o:Font", NAMED)}
    used = {node.get("Font") for root in read.values() for node in root.iterfind(".//o:TextObject", NAMED)}

    assert len(numbers) == len(set(numbers))
    assert int(read["Doc_0/Document.xml"].findtext(".//o:MaxUnitID", None, NAMED)) == max(numbers)
    assert used == held


def test_the_fonts_hold_exactly_the_characters_of_their_text(parts, read):
    texts: dict[str, set[str]] = {}
    for root in read.values():
        for item in root.iterfind(".//o:TextObject", NAMED):
            texts.setdefault(item.get("Font"), set()).update(item.findtext("o:TextCode", None, NAMED))

    for number, used in texts.items():
        face = TTFont(io.BytesIO(parts[f"Doc_0/Res/font_{number}.otf"]))
        assert {chr(point) for point in face.getBestCmap()} == used


def test_tables_lines_and_the_code_are_paths(read):
    drawn = [node for at in range(3) for node in read[content(at)].iterfind(".//o:PathObject", NAMED)]
    data = [node.findtext("o:AbbreviatedData", None, NAMED) for node in drawn]
    red = read[content(0)].xpath(".//o:PathObject[o:StrokeColor/@Value='204 0 0']", namespaces=NAMED)

    assert len(drawn) == 36
    assert all(re.fullmatch(r"(?:(?:[ML](?: -?[\d.]+){2}|B(?: -?[\d.]+){6}|C) ?)+", each) for each in data)
    assert [node.get("LineWidth") for node in red] == ["0.423"]
    assert any(node.get("Fill") == "true" for node in drawn)
    assert any(node.get("DashPattern") for node in drawn)


def test_the_same_paper_gives_the_same_bytes(page_file):
    assert ofd.from_pdf(page_file) == ofd.write(whole())


@pytest.mark.parametrize("hostile", ["<ofd:Page/> & ]]>", "&amp; &#60; \"'", "</ofd:TextCode>"])
def test_text_is_never_read_as_markup(hostile):
    made = ofd.write(plain(hostile, title=hostile))

    text = squeezed(reader.extract(Package(made, "paper.ofd")).text)
    assert text.count(squeezed(hostile)) == 2
