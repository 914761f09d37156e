"""Papers of the tests, and what is measured on the made PDF."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pypdfium2
import pypdfium2.raw as pdfium

from kechuang.web.documents.measures import MM
from kechuang.web.documents.paper import (
    Col,
    Heading,
    Origin,
    Paper,
    Paragraph,
    Points,
    Sheet,
    Signature,
    Sum,
    Table,
    Terms,
)

ISSUER = "甲市科学技术局（演示）"
DAY = date(2026, 11, 21)


def table(rows: int) -> Table:
    columns = (Col("序号", 1, "center"), Col("单位", 5), Col("金额（元）", 3, "right"))
    lines = tuple((str(at), f"第{at}家（演示）", f"{at * 1000:,}.00") for at in range(1, rows + 1))
    return Table(columns, lines, "明细表", ("", "合计", "0.00"))


def whole(**values) -> Paper:
    """A paper with everything that a paper may hold."""
    return Paper(
        **{
            "title": "关于准予申领资格的决定",
            "form": "document",
            "issuer": f"{ISSUER}文件",
            "numbered": True,
            "addressee": "乙企业（演示）",
            "parts": (
                Heading("事项"),
                Paragraph("经审核，决定如下。"),
                Heading("额度", 2),
                Sum("核定额度", Decimal(1_200_000)),
                Heading("期限", 3),
                Points(("自即日起", "至年底止")),
                Heading("说明", 4),
                Terms((("单位", "乙企业（演示）"), ("编号", "1"), ("地址", "甲市")), ("地址",)),
                table(3),
                Paragraph("特此决定。"),
            ),
            "sheets": (Sheet("清单", (table(2),)),),
            "signature": Signature((ISSUER,), DAY),
            "copies": ("丙局（演示）", "丁局（演示）"),
            "printed_by": ISSUER,
            "printed_on": DAY,
            "demonstration": True,
            "origin": Origin(case="330100-2026-V000001", fact="ab" * 16, address="http://127.0.0.1/facts/ab/"),
            **values,
        }
    )


@dataclass(frozen=True)
class Line:
    """A line of a page: its text, where its first character begins and its last ends, and its lower edge, in mm."""

    text: str
    left: float
    right: float
    bottom: float


def characters(data: bytes, page: int) -> list[tuple[str, float, float, float]]:
    """Each character with its left and right edge and its baseline, in millimetres from the upper left corner."""
    document = pypdfium2.PdfDocument(data)
    try:
        sheet = document[page - 1]
        height, text = sheet.get_height(), sheet.get_textpage()
        found = []
        for at in range(text.count_chars()):
            letter = chr(pdfium.FPDFText_GetUnicode(text, at))
            left, _low, right, _high = text.get_charbox(at, loose=True)
            x, y = pdfium.c_double(), pdfium.c_double()
            pdfium.FPDFText_GetCharOrigin(text, at, x, y)
            if letter.strip():
                found.append((letter, left / MM, right / MM, (height - y.value) / MM))
        return found
    finally:
        document.close()


def lines(data: bytes, page: int) -> list[Line]:
    """The lines of a page from top to bottom."""
    rows: dict[float, list[tuple[str, float, float]]] = {}
    for letter, left, right, base in characters(data, page):
        rows.setdefault(round(base, 1), []).append((letter, left, right))
    return [
        Line(
            "".join(each[0] for each in sorted(row, key=lambda each: each[1])),
            min(e[1] for e in row),
            max(e[2] for e in row),
            base,
        )
        for base, row in sorted(rows.items())
    ]


def text_of(data: bytes) -> str:
    document = pypdfium2.PdfDocument(data)
    try:
        return "\n".join(document[at].get_textpage().get_text_bounded() for at in range(len(document)))
    finally:
        document.close()
