"""Draw an OFD in a viewer that is not ours, beside the PDF of the same paper, for people to look at.

``npm install --prefix FOLDER ofd.js@0.2.6`` once (Apache-2.0, its open version, which runs in the browser), then
``python scripts/ofd_view.py FOLDER PAPER.ofd [PAPER.pdf] OUT``. Writes OUT/N.png, one a page: the PDF's page on the
left where one is given, the viewer's on the right. That viewer draws text with the fonts of the machine; so the fonts
that the OFD embeds are handed to the browser under the names under which the viewer asks for them, which also shows
that they load.
"""

import argparse
import base64
import io
import posixpath
import shutil
import sys
import zipfile
from pathlib import Path

import pypdfium2
from lxml import etree
from PIL import Image
from playwright.sync_api import sync_playwright

VIEWER = "node_modules/ofd.js/lib/ofd.umd.min.js"
OFD = "{http://www.ofdspec.org/2016}"
WIDTH = 777  # pixels of a page of 210 mm: the viewer draws 3.7 to the millimetre
LOAD = """async ([data, fonts]) => {
  for (const [name, file] of fonts) {
    const face = new FontFace(name, `url(data:font/otf;base64,${file})`);
    document.fonts.add(await face.load());
  }
  const bytes = Uint8Array.from(atob(data), each => each.charCodeAt(0)).buffer;
  const read = await new Promise((success, fail) => window.ofd.parseOfdDocument({ofd: bytes, success, fail}));
  const pages = window.ofd.renderOfd(794, read[0]);
  for (const page of pages) document.body.appendChild(page);
  return pages.length;
}"""


def fonts(data: bytes) -> list[tuple[str, str]]:
    """Give the name and the file (base64) of every font that an OFD embeds."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        resources = etree.fromstring(package.read("Doc_0/PublicRes.xml"))
        base = posixpath.join("Doc_0", resources.get("BaseLoc", ""))
        return [
            (
                font.get("FamilyName") or font.get("FontName"),
                base64.b64encode(package.read(posixpath.join(base, file.text))).decode(),
            )
            for font in resources.iter(f"{OFD}Font")
            for file in font.iter(f"{OFD}FontFile")
        ]


def drawn(viewer: Path, data: bytes) -> list[Image.Image]:
    """Give the pages of an OFD as the viewer draws them. Raises playwright's Error where it refuses the file."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": WIDTH, "height": 1100})
        page.set_content("<!doctype html><style>body{margin:0}</style><body></body>")
        page.add_script_tag(path=str(viewer / VIEWER))
        page.evaluate(LOAD, [base64.b64encode(data).decode(), fonts(data)])
        page.evaluate("document.fonts.ready")
        found = [Image.open(io.BytesIO(each.screenshot())).convert("RGB") for each in page.locator("body > div").all()]
        browser.close()
    return found


def beside(left: Image.Image | None, right: Image.Image) -> Image.Image:
    """Give two pictures in one."""
    if left is None:
        return right
    left = left.resize(right.size)
    both = Image.new("RGB", (left.width + right.width + 6, right.height), "grey")
    both.paste(left, (0, 0))
    both.paste(right, (left.width + 6, 0))
    return both


def main() -> None:
    """Write the pictures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("viewer", type=Path)
    parser.add_argument("ofd", type=Path)
    parser.add_argument("pdf", type=Path, nargs="?")
    parser.add_argument("out", type=Path)
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    document = pypdfium2.PdfDocument(given.pdf) if given.pdf else None
    for at, picture in enumerate(drawn(given.viewer, given.ofd.read_bytes())):
        left = document[at].render(scale=WIDTH / document[at].get_width()).to_pil().convert("RGB") if document else None
        beside(left, picture).save(given.out / f"{at + 1}.png")
        sys.stdout.write(f"{given.out / f'{at + 1}.png'}\n")
    if document:
        document.close()


if __name__ == "__main__":
    main()
