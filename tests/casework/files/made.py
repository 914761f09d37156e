"""Files of every sort, made here: sound ones, and ones that must not be taken."""

import io
import zipfile

from django.core.files.uploadedfile import SimpleUploadedFile

PARAGRAPH = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
# A template on the author's own disk: most documents of offices name one.
TEMPLATE = {
    "word/_rels/settings.xml.rels": (
        '<Relationships><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        'relationships/attachedTemplate" Target="file:///D:/model.dot" TargetMode="External"/></Relationships>'
    )
}


def upload(data: bytes, name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def zipped(parts: dict[str, bytes | str], **options) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", options.get("how", zipfile.ZIP_DEFLATED)) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return out.getvalue()


def docx(*paragraphs: str, header: str = "", more: dict | None = None) -> bytes:
    body = "".join(PARAGRAPH.format(text) for text in paragraphs)
    parts = {
        "[Content_Types].xml": "<Types/>",
        "word/document.xml": f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>',
    }
    if header:
        parts["word/header1.xml"] = f'<w:hdr xmlns:w="{WORD}">{PARAGRAPH.format(header)}</w:hdr>'
    return zipped(parts | (more or {}))


def xlsx(*cells: str, sheet: str = "Sheet1", header: str = "") -> bytes:
    strings = "".join(f"<si><t>{cell}</t></si>" for cell in cells)
    head = f"<headerFooter><oddHeader>&amp;C{header}</oddHeader></headerFooter>" if header else ""
    return zipped(
        {
            "[Content_Types].xml": "<Types/>",
            "xl/workbook.xml": f'<workbook><sheets><sheet name="{sheet}"/></sheets></workbook>',
            "xl/sharedStrings.xml": f"<sst>{strings}</sst>",
            "xl/worksheets/sheet1.xml": f"<worksheet>{head}</worksheet>",
        }
    )


def ofd(*runs: str) -> bytes:
    texts = "".join(f"<TextObject><TextCode>{run}</TextCode></TextObject>" for run in runs)
    return zipped(
        {
            "OFD.xml": "<OFD><DocBody><DocRoot>Doc_0/Document.xml</DocRoot></DocBody></OFD>",
            "Doc_0/Document.xml": '<Document><Pages><Page BaseLoc="Pages/Page_0/Content.xml"/></Pages></Document>',
            "Doc_0/Pages/Page_0/Content.xml": f"<Page><Content>{texts}</Content></Page>",
        }
    )


def pdf(*pages: str, extra: bytes = b"") -> bytes:
    """A PDF whose pages each hold lines of text in a font that pdfium maps by its ToUnicode table."""
    objects: list[bytes] = []
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    cmap = (
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def "
        b"1 begincodespacerange <0000> <ffff> endcodespacerange "
        b"1 beginbfrange <0000> <ffff> <0000> endbfrange endcmap end end"
    )
    objects.append(b"<< /Type /Catalog /Pages 2 0 R " + extra + b">>")
    objects.append(f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode())
    last = 4 + 2 * len(pages)
    objects.append(
        f"<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /DescendantFonts [{last} 0 R]"
        f" /ToUnicode {last + 1} 0 R >>".encode()
    )
    for number, text in enumerate(pages):
        lines = "".join(f"<{line.encode('utf-16-be').hex()}> Tj 0 -30 Td " for line in text.split("\n"))
        drawn = f"BT /F1 16 Tf 60 760 Td {lines} ET".encode()
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {5 + 2 * number} 0 R"
            f" /Resources << /Font << /F1 3 0 R >> >> >>".encode()
        )
        objects.append(b"<< /Length %d >> stream\n%s\nendstream" % (len(drawn), drawn))
    objects.append(
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /X /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity)"
        b" /Supplement 0 >> /DW 1000 >>"
    )
    objects.append(b"<< /Length %d >> stream\n%s\nendstream" % (len(cmap), cmap))
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, each in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)


def picture(wide: int = 40, high: int = 30, form: str = "PNG") -> bytes:
    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (wide, high), "navy").save(out, form)
    return out.getvalue()
