"""The named styles of a paper in Word, with the fonts and sizes of GB/T 9704-2012."""

from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

from kechuang.web.documents import measures

RED = RGBColor(0xC0, 0, 0)
# Name of the style → (Chinese font, Latin font, size in points, bold).
FONTS: dict[str, tuple[str, str, float]] = {
    "Paper Body": ("仿宋_GB2312", "Times New Roman", measures.SIZE_THREE),
    "Paper Title": ("方正小标宋简体", "Times New Roman", measures.SIZE_TWO),
    "Paper Head 1": ("黑体", "Times New Roman", measures.SIZE_THREE),
    "Paper Head 2": ("楷体_GB2312", "Times New Roman", measures.SIZE_THREE),
    "Paper Head 3": ("仿宋_GB2312", "Times New Roman", measures.SIZE_THREE),
    "Paper Head 4": ("仿宋_GB2312", "Times New Roman", measures.SIZE_THREE),
    "Paper Mark": ("方正小标宋简体", "Times New Roman", 36.0),
    "Paper Line": ("仿宋_GB2312", "Times New Roman", measures.SIZE_THREE),
    "Paper Signature": ("仿宋_GB2312", "Times New Roman", measures.SIZE_THREE),
    "Paper Cell": ("仿宋_GB2312", "Times New Roman", measures.SIZE_SMALL_FOUR),
    "Paper Cell Head": ("黑体", "Times New Roman", measures.SIZE_SMALL_FOUR),
    "Paper Dense": ("仿宋_GB2312", "Times New Roman", measures.SIZE_FIVE),
    "Paper Dense Head": ("黑体", "Times New Roman", measures.SIZE_FIVE),
    "Paper Foot": ("宋体", "Times New Roman", measures.SIZE_FOUR),
    "Paper Copies": ("仿宋_GB2312", "Times New Roman", measures.SIZE_FOUR),
    "Paper Small": ("黑体", "Arial", 7.5),
}


def add_styles(document: Any) -> None:  # noqa: ANN401 - python-docx has no types
    """Add the named styles of a paper to a document."""
    normal = document.styles["Normal"]
    _font(normal, *FONTS["Paper Body"])
    _tight(normal.paragraph_format)
    for name, font in FONTS.items():
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style, style.quick_style = normal, True
        _font(style, *font)
        _tight(style.paragraph_format)
    for name in ("Paper Body", "Paper Head 1", "Paper Head 2", "Paper Head 3", "Paper Head 4"):
        _first_line(document.styles[name])
    for level in range(1, 5):
        style = document.styles[f"Paper Head {level}"]
        style.paragraph_format.keep_with_next = True
        _outline(style, level)
    document.styles["Paper Body"].paragraph_format.widow_control = True
    _break_anywhere(document.styles["Paper Body"])
    document.styles["Paper Body"].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    for name in ("Paper Title", "Paper Mark"):
        document.styles[name].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
        document.styles[name].paragraph_format.keep_with_next = True
    document.styles["Paper Title"].paragraph_format.line_spacing = Pt(35)
    document.styles["Paper Mark"].paragraph_format.line_spacing = Pt(45)
    document.styles["Paper Mark"].font.color.rgb = RED
    for name in ("Paper Cell", "Paper Cell Head"):
        document.styles[name].paragraph_format.line_spacing = Pt(18.4)
    for name in ("Paper Dense", "Paper Dense Head"):
        document.styles[name].paragraph_format.line_spacing = Pt(15)
    document.styles["Paper Small"].paragraph_format.line_spacing = Pt(10.5)
    document.styles["Paper Copies"].paragraph_format.line_spacing = Pt(24)


def _font(style: Any, chinese: str, latin: str, size: float) -> None:  # noqa: ANN401 - python-docx has no types
    style.font.size, style.font.name, style.font.bold = Pt(size), latin, False
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), chinese)
    fonts.set(qn("w:hAnsi"), latin)


def _tight(layout: Any) -> None:  # noqa: ANN401 - python-docx has no types
    layout.space_before = layout.space_after = Pt(0)
    layout.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    layout.line_spacing = Pt(measures.PITCH)


def _first_line(style: Any) -> None:  # noqa: ANN401 - python-docx has no types
    """Set the first line in by two characters, in characters as Word counts them."""
    indent = style.element.get_or_add_pPr().get_or_add_ind()
    indent.set(qn("w:firstLineChars"), "200")
    indent.set(qn("w:firstLine"), str(round(2 * measures.WIDTH * 20)))


def _break_anywhere(style: Any) -> None:  # noqa: ANN401 - python-docx has no types
    """Let long numbers break anywhere at the end of a line, instead of tearing the line apart."""
    mark = OxmlElement("w:wordWrap")
    mark.set(qn("w:val"), "0")
    style.element.get_or_add_pPr().append(mark)


def _outline(style: Any, level: int) -> None:  # noqa: ANN401 - python-docx has no types
    mark = OxmlElement("w:outlineLvl")
    mark.set(qn("w:val"), str(level - 1))
    style.element.get_or_add_pPr().append(mark)
