"""Previews: pictures of pages, kept beside the files under the digest, made in a child process on first asking.

An Office file becomes a PDF where LibreOffice is present; else the page says that it is not.
"""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from django.conf import settings

from kechuang.casework.files import bytes as kept
from kechuang.casework.files.look import isolated, kinds, texts
from kechuang.casework.files.look.faults import UnfitError
from kechuang.casework.files.models import StoredFile

MOST_PAGES = 5
MOST_TEXT = 20_000
OFFICE_SECONDS = 90


def folder(digest: str) -> Path:
    """Give the folder of a digest's previews."""
    return Path(settings.KECHUANG_HOME) / "previews" / digest[:2] / digest[2:]


def drop(digest: str) -> None:
    """Remove the previews of a digest."""
    shutil.rmtree(folder(digest), ignore_errors=True)


def office() -> str:
    """Give the path of LibreOffice, or ''."""
    return shutil.which("soffice") or shutil.which("libreoffice") or ""


def count(file: StoredFile) -> int:
    """Give how many pages can be shown: at most five of a PDF, one of an image, none where there is no preview."""
    how = kinds.KINDS[file.kind].preview if file.kind in kinds.KINDS else ""
    if how == kinds.PAGES:
        return min(file.pages, MOST_PAGES)
    if how == kinds.IMAGE:
        return 1
    if how == kinds.OFFICE and office():
        return 1
    return 0


def png(file: StoredFile, number: int) -> bytes | None:
    """Give a page's picture, from the store or made now; None where there is none, or the file resists."""
    path = folder(file.digest) / f"{number}.png"
    if path.exists():
        return path.read_bytes()
    try:
        data = _made(file, number)
    except (UnfitError, kept.MissingFileError):
        return None
    if data is not None:
        _store(path, data)
    return data


def _made(file: StoredFile, number: int) -> bytes | None:
    how = kinds.KINDS[file.kind].preview
    if how == kinds.PAGES:
        return isolated.page_png(kept.read(file.digest), number)
    if how == kinds.IMAGE:
        return isolated.picture_png(kept.read(file.digest)) if number == 0 else None
    pdf = _office_pdf(file) if how == kinds.OFFICE and office() else None
    return isolated.page_png(pdf, number) if pdf else None


def _store(path: Path, data: bytes) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, aside = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "wb") as out:
        out.write(data)
    Path(aside).replace(path)


def _office_pdf(file: StoredFile) -> bytes | None:
    """Turn an Office file into a PDF with LibreOffice, in a folder of its own that is removed afterwards."""
    stored = folder(file.digest) / "office.pdf"
    if stored.exists():
        return stored.read_bytes()
    ending = kinds.ending_of(file.name) or kinds.KINDS[file.kind].endings[0]
    with tempfile.TemporaryDirectory(prefix="kechuang-office-") as work:
        given = Path(work) / f"file.{ending}"
        given.write_bytes(kept.read(file.digest))
        profile = f"-env:UserInstallation=file://{work}/profile"
        command = [office(), profile, "--headless", "--norestore", "--convert-to", "pdf", "--outdir", work, str(given)]
        try:
            subprocess.run(command, capture_output=True, timeout=OFFICE_SECONDS, check=False, env={"HOME": work})  # noqa: S603 - the program found on the path
        except subprocess.TimeoutExpired:
            return None
        made = Path(work) / "file.pdf"
        if not made.exists():
            return None
        data = made.read_bytes()
    _store(stored, data)
    return data


def text(file: StoredFile) -> str:
    """Give the beginning of a text file, or ''."""
    if kinds.KINDS.get(file.kind) is None or kinds.KINDS[file.kind].preview != kinds.TEXT:
        return ""
    try:
        return (texts.decoded(kept.read(file.digest)) or "")[:MOST_TEXT]
    except kept.MissingFileError:
        return ""
