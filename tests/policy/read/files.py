"""Files of every kind, built in code: what the extraction tests feed in."""

import io
import zipfile
import zlib

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFD = "http://www.ofdspec.org/2016"


def pdf(*pages, image=False):
    """A PDF whose pages hold lines of text through a ToUnicode map (no font embedded), or one picture each."""
    letters = sorted({c for page in pages for line in page for c in line})
    code = {c: i + 1 for i, c in enumerate(letters)}
    rows = "\n".join(f"<{i:04X}> <{c.encode('utf-16-be').hex().upper()}>" for c, i in code.items())
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /T def /CMapType 2 def "
        "1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
        f"{len(code)} beginbfchar\n{rows}\nendbfchar endcmap end end"
    ).encode()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"",
        b"<</Type/Font/Subtype/Type0/BaseFont/Song/Encoding/Identity-H/DescendantFonts[4 0 R]/ToUnicode 6 0 R>>",
        (
            b"<</Type/Font/Subtype/CIDFontType2/BaseFont/Song/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
            b"/FontDescriptor 5 0 R/DW 1000>>"
        ),
        (
            b"<</Type/FontDescriptor/FontName/Song/Flags 4/FontBBox[0 -200 1000 900]/ItalicAngle 0/Ascent 800/Descent -200"
            b"/CapHeight 700/StemV 80>>"
        ),
        stream(cmap),
        stream(
            b"\x00" * 300, b"/Type/XObject/Subtype/Image/Width 10/Height 10/ColorSpace/DeviceRGB/BitsPerComponent 8"
        ),
    ]
    kids = []
    for page in pages:
        if image:
            content = b"q 500 0 0 700 40 60 cm /I Do Q"
        else:
            shown = [
                f"1 0 0 1 60 {780 - 22 * i} Tm <{''.join(f'{code[c]:04X}' for c in line)}> Tj"
                for i, line in enumerate(page)
            ]
            content = ("BT /F 12 Tf " + " ".join(shown) + " ET").encode()
        objects.append(stream(content))
        number = len(objects) + 1
        kids.append(f"{number} 0 R")
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 3 0 R>>/XObject<</I 7 0 R>>>>"
            f"/Contents {number - 1} 0 R>>".encode()
        )
    objects[1] = f"<</Type/Pages/Kids[{' '.join(kids)}]/Count {len(kids)}>>".encode()
    out = io.BytesIO(b"%PDF-1.5\n")
    out.seek(0, 2)
    offsets = []
    for i, body in enumerate(objects, 1):
        offsets.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (i, body))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.write(b"".join(b"%010d 00000 n \n" % o for o in offsets))
    out.write(b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start))
    return out.getvalue()


def stream(data, entries=b""):
    packed = zlib.compress(data)
    return b"<<" + entries + b"/Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (len(packed), packed)


def zipped(parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def docx(body, numbering=None):
    parts = {"word/document.xml": f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'}
    if numbering:
        parts["word/numbering.xml"] = f'<w:numbering xmlns:w="{W}">{numbering}</w:numbering>'
    return zipped(parts)


def paragraph(text, number=None):
    properties = (
        "" if number is None else f'<w:pPr><w:numPr><w:ilvl w:val="{number}"/><w:numId w:val="1"/></w:numPr></w:pPr>'
    )
    return f"<w:p>{properties}<w:r><w:t>{text}</w:t></w:r></w:p>"


def table(*rows):
    cells = ["".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) for row in rows]
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in cells) + "</w:tbl>"


def ofd(*pages):
    """Pages of (x, y, text) runs in millimetres."""
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    places = "".join(f'<ofd:Page ID="{i}" BaseLoc="Pages/Page_{i}/Content.xml"/>' for i in range(len(pages)))
    parts = {
        "OFD.xml": f'{head}<ofd:OFD xmlns:ofd="{OFD}"><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>',
        "Doc_0/Document.xml": f'{head}<ofd:Document xmlns:ofd="{OFD}"><ofd:Pages>{places}</ofd:Pages></ofd:Document>',
    }
    for i, runs in enumerate(pages):
        shown = "".join(
            f'<ofd:TextObject Boundary="{x} {y} 150 6" Size="5"><ofd:TextCode X="0" Y="4">{text}</ofd:TextCode></ofd:TextObject>'
            for x, y, text in runs
        )
        parts[f"Doc_0/Pages/Page_{i}/Content.xml"] = (
            f'{head}<ofd:Page xmlns:ofd="{OFD}"><ofd:Content><ofd:Layer>{shown}</ofd:Layer></ofd:Content></ofd:Page>'
        )
    return zipped(parts)
