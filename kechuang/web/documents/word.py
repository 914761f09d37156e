"""Writes a paper as Word (.docx) with named styles, so that an office can go on writing in it.

Styles name 仿宋_GB2312, 黑体, 楷体_GB2312 and 小标宋, which an office's machines have; where one is missing, the font
table leads Word to FangSong, SimHei, KaiTi and SimSun.
"""

import zipfile
from collections.abc import Mapping
from datetime import datetime
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_LINE_SPACING, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from kechuang.web.documents import measures, pdf, word_styles
from kechuang.web.documents import word_tables as tables
from kechuang.web.documents.composed import Block, Composed, compose
from kechuang.web.documents.figures import Drawing
from kechuang.web.documents.paper import DOCUMENT, ENGLISH, LETTER, Paper

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_LAST_FONT = b"</w:fonts>"
SUBSTITUTES = {
    "仿宋_GB2312": "FangSong",
    "楷体_GB2312": "KaiTi",
    "方正小标宋简体": "SimSun",
    "黑体": "SimHei",
    "宋体": "SimSun",
}
_ALIGN = tables.ALIGN
_MADE = datetime(2000, 1, 1)  # noqa: DTZ001 - python-docx wants a naive moment; fixed, so that the same paper gives the same bytes


def write(paper: Paper) -> bytes:
    """Give the paper as .docx; the same paper gives the same bytes."""
    composed = compose(paper)
    document = Document()
    _properties(document, composed)
    word_styles.add_styles(document)
    _page(document, composed)
    _top(document, composed)
    drawn = _pictures(composed)
    _body(document, composed, drawn)
    _end(document, composed, drawn)
    out = BytesIO()
    document.save(out)
    return _settled(out.getvalue())


def _pictures(composed: Composed) -> Mapping[Drawing, bytes]:
    """Draw all figures at once."""
    every = (*composed.blocks, *(block for sheet in composed.sheets for block in sheet.blocks))
    drawings = list(dict.fromkeys(block.drawing for block in every if block.drawing))
    return dict(zip(drawings, pdf.pictures(drawings), strict=True))


def _settled(data: bytes) -> bytes:
    """Give the same package with fixed moments in its directory."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as read, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as written:
        for name in read.namelist():
            entry = zipfile.ZipInfo(name, (2000, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            data = read.read(name)
            written.writestr(entry, data.replace(_LAST_FONT, _substitutes()) if name == "word/fontTable.xml" else data)
    return out.getvalue()


def _substitutes() -> bytes:
    """Give the font table's lines that name another font for each Chinese one."""
    entry = '<w:font w:name="{}"><w:altName w:val="{}"/><w:charset w:val="86"/></w:font>'
    return "".join(entry.format(*pair) for pair in SUBSTITUTES.items()).encode() + _LAST_FONT


def _properties(document: Any, composed: Composed) -> None:  # noqa: ANN401 - python-docx has no types
    core = document.core_properties
    core.title, core.author = composed.title, "、".join(composed.signers) or composed.issuer
    core.language = {"en": "en-GB", "zh-hant": "zh-TW"}.get(composed.language, "zh-CN")
    core.comments, core.last_modified_by, core.revision = " ".join(composed.small[:2]), "", 1
    core.created = core.modified = _MADE


# --- the sheet


def _page(document: Any, composed: Composed) -> None:  # noqa: ANN401 - python-docx has no types
    section = document.sections[0]
    _sized(section, landscape=composed.landscape)
    section.different_first_page_header_footer = composed.form == LETTER
    section.start_type = WD_SECTION.NEW_PAGE
    document.settings.odd_and_even_pages_header_footer = True
    _grid(section)
    _linked(section, composed, landscape=composed.landscape)
    _foot(section.footer, "right")
    _foot(section.even_page_footer, "left")


def _sized(section: Any, *, landscape: bool) -> None:  # noqa: ANN401 - python-docx has no types
    sheet = measures.sheet(landscape=landscape)
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(sheet.width), Mm(sheet.height)
    section.top_margin, section.bottom_margin = Mm(sheet.top), Mm(sheet.bottom)
    section.left_margin, section.right_margin = Mm(sheet.left), Mm(sheet.right)
    section.header_distance, section.footer_distance = Mm(12), Mm(sheet.bottom - measures.PAGE_NUMBER_MM - 5)


def _linked(section: Any, composed: Composed, *, landscape: bool) -> None:  # noqa: ANN401 - python-docx has no types
    """Write the marks at the head of a section's pages; the foot goes on as before."""
    for header in (section.header, section.even_page_header, *_first(section.first_page_header, composed)):
        _marks(header, composed, landscape=landscape)


def _first(part: Any, composed: Composed) -> list[Any]:  # noqa: ANN401 - python-docx has no types
    return [part] if composed.form == LETTER else []


def _grid(section: Any) -> None:  # noqa: ANN401 - python-docx has no types
    """Lay the grid of 22 lines of 28 characters: pitch in twentieths, what a character lacks in 4096ths of a point."""
    known = section._sectPr.find(qn("w:docGrid"))  # noqa: SLF001 - python-docx has no interface for the grid
    grid = known if known is not None else OxmlElement("w:docGrid")
    grid.set(qn("w:type"), "linesAndChars")
    grid.set(qn("w:linePitch"), str(round(measures.PITCH * 20)))
    grid.set(qn("w:charSpace"), str(round(measures.TRACKING * 4096)))
    if known is None:
        section._sectPr.append(grid)  # noqa: SLF001 - python-docx has no interface for the grid


def _marks(header: Any, composed: Composed, *, landscape: bool) -> None:  # noqa: ANN401 - python-docx has no types
    header.is_linked_to_previous = False
    line = header.paragraphs[0]
    line.style = "Paper Small"
    line.paragraph_format.line_spacing = Pt(20)
    block = measures.sheet(landscape=landscape).block
    line.paragraph_format.tab_stops.add_tab_stop(Mm(block), WD_TAB_ALIGNMENT.RIGHT)
    if composed.demonstration:
        line.add_run(composed.demonstration).font.size = Pt(10.5)
    if composed.draft:
        line.add_run("\t")
        mark = line.add_run(composed.draft)
        mark.font.size = Pt(measures.SIZE_FOUR)
        _boxed(mark)


def _boxed(run: Any) -> None:  # noqa: ANN401 - python-docx has no types
    border = OxmlElement("w:bdr")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "0"), ("color", "5A5A5A")):
        border.set(qn(f"w:{name}"), value)
    run._r.get_or_add_rPr().append(border)  # noqa: SLF001 - python-docx has no interface for a run's border


def _foot(footer: Any, side: str) -> None:  # noqa: ANN401 - python-docx has no types
    footer.is_linked_to_previous = False
    line = footer.paragraphs[0]
    line.style, line.alignment = "Paper Foot", _ALIGN[side]
    indent = line.paragraph_format
    indent.left_indent = indent.right_indent = Pt(measures.SIZE_FOUR)
    line.add_run("— ")
    _field(line, "PAGE")
    line.add_run(" —")


def _field(line: Any, code: str) -> None:  # noqa: ANN401 - python-docx has no types
    for kind, text in (("begin", ""), ("", code), ("end", "")):
        run = line.add_run()._r  # noqa: SLF001 - python-docx has no interface for fields
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = text
        run.append(element)


# --- head, text, end


def _top(document: Any, composed: Composed) -> None:  # noqa: ANN401 - python-docx has no types
    if composed.form in {DOCUMENT, LETTER}:
        letter = composed.form == LETTER
        mark = tables.styled(document.add_paragraph(composed.issuer), "Paper Mark")
        size = min(30.0 if letter else 36.0, measures.BLOCK_MM[0] * measures.MM / max(1, len(composed.issuer)))
        mark.runs[0].font.size = Pt(int(size))
        # The space above a page's first paragraph counts from the text block; a letter's mark stands at its edge.
        mark.paragraph_format.space_before = Pt(0 if letter else measures.MARK_MM * measures.MM)
        if letter:
            _ruled(mark, "thickThinSmallGap", 18)
        else:
            _lines(document, 2)
        if composed.number:
            number = tables.styled(document.add_paragraph(composed.number), "Paper Line")
            number.alignment = _ALIGN["right" if letter else "center"]
        if not letter:
            _ruled(document.paragraphs[-1], "single", 12)
        _lines(document, 1 if letter else 2)
    tables.styled(document.add_paragraph(composed.title), "Paper Title")
    if composed.form not in {DOCUMENT, LETTER} and composed.number:
        tables.styled(document.add_paragraph(composed.number), "Paper Line").alignment = _ALIGN["center"]
    _lines(document, 1)
    if composed.addressee:
        tables.styled(document.add_paragraph(composed.addressee), "Paper Line")


def _lines(document: Any, count: int) -> None:  # noqa: ANN401 - python-docx has no types
    for _ in range(count):
        tables.styled(document.add_paragraph(""), "Paper Line")


def _ruled(paragraph: Any, kind: str, eighths: int) -> None:  # noqa: ANN401 - python-docx has no types
    borders, line = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
    for name, value in (("val", kind), ("sz", str(eighths)), ("space", "4"), ("color", "C00000")):
        line.set(qn(f"w:{name}"), value)
    borders.append(line)
    paragraph._p.get_or_add_pPr().append(borders)  # noqa: SLF001 - python-docx has no interface for borders


def _body(document: Any, composed: Composed, drawn: Mapping[Drawing, bytes]) -> None:  # noqa: ANN401 - python-docx has no types
    width = measures.sheet(landscape=composed.landscape).block
    for block in composed.blocks:
        _block(document, block, width, composed, drawn)


def _block(document: Any, block: Block, width: float, composed: Composed, drawn: Mapping[Drawing, bytes]) -> None:  # noqa: ANN401 - python-docx has no types
    if block.kind.startswith("h"):
        tables.styled(document.add_paragraph(block.text), f"Paper Head {block.kind[-1]}")
    elif block.kind == "p":
        plain = not block.indent or composed.language == ENGLISH
        line = tables.styled(document.add_paragraph(block.text), "Paper Line" if plain else "Paper Body")
        if block.text.endswith(("：", ":")):
            line.paragraph_format.keep_with_next = True
        if block.ragged:
            line.alignment = _ALIGN["left"]
        if block.align:
            line.alignment = _ALIGN[block.align]
    elif block.kind == "table":
        tables.add(document, block, width)
    elif block.kind == "figure":
        _figure(document, block, drawn)
    else:
        tables.add_terms(document, block, width)


def _figure(document: Any, block: Block, drawn: Mapping[Drawing, bytes]) -> None:  # noqa: ANN401 - python-docx has no types
    """Add a picture with its caption below it; what it shows is told in words to who cannot see it."""
    if block.drawing is None:
        return
    line = tables.styled(document.add_paragraph(""), "Paper Cell Head")
    line.alignment = _ALIGN["center"]
    line.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
    line.paragraph_format.keep_with_next = bool(block.text)
    line.add_run().add_picture(BytesIO(drawn[block.drawing]), width=Mm(block.drawing.width))
    line._p.find(f".//{qn('wp:docPr')}").set("descr", block.says)  # noqa: SLF001 - python-docx has no interface for it
    if block.text:
        tables.styled(document.add_paragraph(block.text), "Paper Cell Head").alignment = _ALIGN["center"]


def _end(document: Any, composed: Composed, drawn: Mapping[Drawing, bytes]) -> None:  # noqa: ANN401 - python-docx has no types
    if composed.attachments:
        _lines(document, 1)
        for at, name in enumerate(composed.attachments):
            line = tables.styled(document.add_paragraph(name), "Paper Line")
            line.paragraph_format.left_indent = Pt((2 if at == 0 else 5) * measures.WIDTH)
    if composed.signers:
        _signature(document, composed)
    if composed.note:
        tables.styled(document.add_paragraph(composed.note), "Paper Body")
    _sheets(document, composed, drawn)
    _copies(document, composed)
    _small(document, composed)


def _sheets(document: Any, composed: Composed, drawn: Mapping[Drawing, bytes]) -> None:  # noqa: ANN401 - python-docx has no types
    """Add the attachments; where the page turns, a new section begins."""
    lying = composed.landscape
    for sheet in composed.sheets:
        turned, lying = sheet.landscape != lying, sheet.landscape
        if turned:
            section = document.add_section(WD_SECTION.NEW_PAGE)
            _sized(section, landscape=lying)
            _linked(section, composed, landscape=lying)
        first = tables.styled(document.add_paragraph(sheet.mark), "Paper Line")
        first.paragraph_format.page_break_before = not turned
        tables.styled(document.add_paragraph(sheet.title), "Paper Title")
        for block in sheet.blocks:
            _block(document, block, measures.sheet(landscape=lying).block, composed, drawn)


def _signature(document: Any, composed: Composed) -> None:  # noqa: ANN401 - python-docx has no types
    """Sign on the page of the last line of the text: every paragraph down to the day keeps to the next."""
    body = [each for each in document.paragraphs if each.text]
    last = body[-1].paragraph_format
    last.keep_with_next = True
    lines = [("", False)] * 2 + [(name, True) for name in composed.signers] + [(composed.signed_on, True)]
    for at, (text, signed) in enumerate(lines):
        line = tables.styled(document.add_paragraph(text), "Paper Signature")
        line.alignment = _ALIGN["right"]
        line.paragraph_format.right_indent = Pt((4 if signed and at == len(lines) - 1 else 2) * measures.WIDTH)
        line.paragraph_format.keep_with_next = at < len(lines) - 1 or bool(composed.seal)
    if composed.seal:
        line = tables.styled(document.add_paragraph(composed.seal), "Paper Small")
        line.alignment, line.paragraph_format.right_indent = _ALIGN["right"], Pt(4 * measures.WIDTH)


def _copies(document: Any, composed: Composed) -> None:  # noqa: ANN401 - python-docx has no types
    lines = [text for text in (composed.copies, "\t".join(composed.printed) if composed.printed[0] else "") if text]
    if not lines:
        return
    _lines(document, 1)
    table = document.add_table(len(lines), 1, "Table Grid")
    for row, text in zip(table.rows, lines, strict=True):
        tables.row_mark(row, "w:cantSplit")
        line = row.cells[0].paragraphs[0]
        line.style = "Paper Copies"
        line.paragraph_format.tab_stops.add_tab_stop(Mm(measures.BLOCK_MM[0] - 8), WD_TAB_ALIGNMENT.RIGHT)
        line.add_run(text)
    borders = OxmlElement("w:tblBorders")
    for side, kind in (("left", "nil"), ("right", "nil")):
        edge = OxmlElement(f"w:{side}")
        edge.set(qn("w:val"), kind)
        borders.append(edge)
    table._tbl.tblPr.append(borders)  # noqa: SLF001 - python-docx has no interface for borders


def _small(document: Any, composed: Composed) -> None:  # noqa: ANN401 - python-docx has no types
    if composed.address:
        picture = tables.styled(document.add_paragraph(""), "Paper Small")
        picture.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
        picture.paragraph_format.space_before = Pt(6)
        picture.add_run().add_picture(BytesIO(pdf.code(composed.address, "png")), width=Mm(15))
        drawn = picture._p.find(f".//{qn('wp:docPr')}")  # noqa: SLF001 - python-docx has no interface for the description
        drawn.set("descr", composed.address)
    for line in composed.small:
        tables.styled(document.add_paragraph(line), "Paper Small")
