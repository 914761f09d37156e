"""Tables and forms of a paper in Word: the head repeats, rows stay whole, equal cells are merged, bands run across."""

from collections.abc import Sequence
from typing import Any

from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm

from kechuang.web.documents.composed import Block

# Characters in one cell of a dense table above which its row may break.
BREAKS_ABOVE = 180
ALIGN = {"left": WD_ALIGN_PARAGRAPH.LEFT, "center": WD_ALIGN_PARAGRAPH.CENTER, "right": WD_ALIGN_PARAGRAPH.RIGHT}


def add(document: Any, block: Block, width: float) -> None:  # noqa: ANN401 - python-docx has no types
    """Add a table as wide as the text block (millimetres)."""
    cell_style, head_style = ("Paper Dense", "Paper Dense Head") if block.dense else ("Paper Cell", "Paper Cell Head")
    if block.text:
        caption = styled(document.add_paragraph(block.text), head_style)
        caption.alignment, caption.paragraph_format.keep_with_next = ALIGN["center"], True
    bands: dict[int, list[str]] = {}
    for at, text in block.bands:
        bands.setdefault(at, []).append(text)
    count = len(block.columns)
    height = 1 + len(block.bands) + len(block.rows) + bool(block.total)
    table = _ruled(document, height, [share for _head, share, _align in block.columns], width)
    cells = table._cells  # noqa: SLF001 - the public interface walks the whole table for every cell
    for at, (head, _share, _align) in enumerate(block.columns):
        _cell(cells[at], head, head_style, "center")
    row_mark(table.rows[0], "w:tblHeader")
    line = 1
    for number, row in enumerate(block.rows):
        if block.dense and any(len(value) > BREAKS_ABOVE for value in row):
            before = sum(at <= number for at, _text in block.bands)
            _may_break(table.rows[1 + number + before])
    for number, row in enumerate(block.rows):
        for band in bands.get(number, ()):
            _band(cells[line * count : line * count + count], band, head_style)
            line += 1
        for at, value in enumerate(row):
            reach = block.spans[number][at] if block.spans else 1
            _merged(cells[line * count + at], reach)
            _cell(cells[line * count + at], value if reach else "", cell_style, block.columns[at][2])
        line += 1
    for at, value in enumerate(block.total):
        _cell(cells[line * count + at], value, head_style, block.columns[at][2])


def add_terms(document: Any, block: Block, width: float) -> None:  # noqa: ANN401 - python-docx has no types
    """Add the cells of a form."""
    table = _ruled(document, len(block.pairs), [3, 5, 3, 5], width)
    for row, pairs in zip(table.rows, block.pairs, strict=True):
        cells = row.cells
        if len(pairs) == 1:
            cells[1].merge(cells[3])
        for at, (term, value) in enumerate(pairs):
            _cell(cells[2 * at], term, "Paper Cell Head", "center")
            _cell(cells[2 * at + 1], value, "Paper Cell", "left")


def _band(cells: Sequence[Any], text: str, style: str) -> None:
    """Write a head over the whole width, which keeps to the row below it."""
    properties = cells[0]._tc.get_or_add_tcPr()  # noqa: SLF001 - merging by hand: python-docx would join all texts
    span = OxmlElement("w:gridSpan")
    span.set(qn("w:val"), str(len(cells)))
    properties.append(span)
    for cell in cells[1:]:
        cell._tc.getparent().remove(cell._tc)  # noqa: SLF001 - merging by hand
    _cell(cells[0], text, style, "left")
    cells[0].paragraphs[0].paragraph_format.keep_with_next = True


def _merged(cell: Any, reach: int) -> None:  # noqa: ANN401 - python-docx has no types
    """Mark a cell that reaches down, or one that a cell above reaches over."""
    if reach == 1:
        return
    mark = OxmlElement("w:vMerge")
    if reach > 1:
        mark.set(qn("w:val"), "restart")
    cell._tc.get_or_add_tcPr().append(mark)  # noqa: SLF001 - merging by hand


def _ruled(document: Any, rows: int, shares: Sequence[int], width: float) -> Any:  # noqa: ANN401 - python-docx has no types
    table = document.add_table(rows, len(shares), "Table Grid")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    for column, share in zip(table.columns, shares, strict=True):
        column.width = Mm(width * share / sum(shares))
    for row in table.rows:
        row_mark(row, "w:cantSplit")
    return table


def _may_break(row: Any) -> None:  # noqa: ANN401 - python-docx has no types
    """Let a row run on to the next sheet: kept whole, it would leave half of a low sheet empty."""
    properties = row._tr.get_or_add_trPr()  # noqa: SLF001 - python-docx has no interface for these marks
    for mark in properties.findall(qn("w:cantSplit")):
        properties.remove(mark)


def row_mark(row: Any, name: str) -> None:  # noqa: ANN401 - python-docx has no types
    """Set a mark of a row that python-docx has no interface for."""
    row._tr.get_or_add_trPr().append(OxmlElement(name))  # noqa: SLF001 - python-docx has no interface for these marks


def _cell(cell: Any, text: str, style: str, align: str) -> None:  # noqa: ANN401 - python-docx has no types
    line = cell.paragraphs[0]
    styled(line, style)
    line.alignment = ALIGN[align]
    line.add_run(text)


def styled(line: Any, style: str) -> Any:  # noqa: ANN401 - python-docx has no types
    """Give a paragraph one of our styles by its id: by its name, python-docx walks through all styles every time."""
    line._p.get_or_add_pPr().style = style.replace(" ", "")  # noqa: SLF001 - the public interface takes names
    return line
