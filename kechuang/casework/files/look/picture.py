"""Pictures of files: a page of a PDF, or an image drawn anew. Only pixels come out. Pure over bytes."""

from __future__ import annotations

import io

import pypdfium2  # type: ignore[import-untyped]  # the package ships no types
from PIL import Image, ImageOps

WIDEST = 1100
HIGHEST = 1600


def page_of(data: bytes, number: int) -> bytes:
    """A page of a PDF as PNG, at most 1100 by 1600 pixels. Raises IndexError for a page that is not there."""
    document = pypdfium2.PdfDocument(data)
    try:
        if not 0 <= number < len(document):
            raise IndexError(number)
        page = document[number]
        wide, high = page.get_size()
        scale = min(WIDEST / max(wide, 1), HIGHEST / max(high, 1))
        return _png(page.render(scale=scale, may_draw_forms=False).to_pil())
    finally:
        document.close()


def picture_of(data: bytes) -> bytes:
    """An image drawn anew, upright, at most 1100 by 1600 pixels; nothing but its first frame's pixels is taken over."""
    with Image.open(io.BytesIO(data)) as image:
        upright = ImageOps.exif_transpose(image)
        upright.thumbnail((WIDEST, HIGHEST))
        return _png(upright.convert("RGBA" if "A" in upright.getbands() else "RGB"))


def _png(image: Image.Image) -> bytes:
    out = io.BytesIO()
    clean = Image.new(image.mode, image.size)
    clean.paste(image)
    clean.save(out, "PNG")
    return out.getvalue()
