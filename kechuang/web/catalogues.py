"""Message catalogues on disk: where they are, how the traditional one is made, how they are compiled.

English message ids stand in code and templates. ``zh_Hans`` is written by hand and complete, ``zh_Hant`` is made from
it by OpenCC's s2tw (characters only, never words: legal wording stays), ``en`` holds only words for stored codes.
Compiled ``.mo`` files are not committed.
"""

import logging
import os
import re
from collections.abc import Iterator
from pathlib import Path

import polib

LOG = logging.getLogger(__name__)
ROOT = Path(__file__).resolve().parents[1]
HANS, HANT, ENGLISH = "zh_Hans", "zh_Hant", "en"
CODE = re.compile(r"[a-z0-9_]+(?:[.:_-][A-Za-z0-9_]+)*")  # states stand in capitals behind their kind
_PLURALS = {HANS: "nplurals=1; plural=0;", HANT: "nplurals=1; plural=0;", ENGLISH: "nplurals=2; plural=(n != 1);"}


def is_code(message: str) -> bool:
    """Say whether a message id is a stored code (``voucher.over_cap``, ``voucher:read``, ``paid``), not a sentence."""
    return CODE.fullmatch(message) is not None


def folders(root: Path = ROOT) -> list[Path]:
    """Give every package folder that has a ``locale`` folder."""
    return sorted(path.parent for path in root.rglob("locale") if path.is_dir())


def home_of(file: Path, root: Path = ROOT) -> Path:
    """Give the package folder whose catalogue holds the messages of a file."""
    above = [folder for folder in file.parents if folder != root and root in folder.parents]
    for mark in ("locale", "apps.py"):
        for folder in above:
            if (folder / mark).exists():
                return folder
    return above[-1] if above else root


def path_of(folder: Path, language: str) -> Path:
    """Give the path of a package's catalogue in a language."""
    return folder / "locale" / language / "LC_MESSAGES" / "django.po"


def read(folder: Path, language: str) -> polib.POFile:
    """Read a catalogue; an empty one where there is none yet."""
    path = path_of(folder, language)
    catalogue = polib.pofile(str(path), wrapwidth=110) if path.exists() else polib.POFile(wrapwidth=110)
    catalogue.metadata = {
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Language": language,
        "Plural-Forms": _PLURALS[language],
    }
    return catalogue


def write(folder: Path, language: str, catalogue: polib.POFile) -> bool:
    """Write a catalogue where its text changed; say whether it did. An empty one is not written."""
    path = path_of(folder, language)
    text = f"{catalogue}\n".rstrip("\n") + "\n"
    if not len(catalogue) or (path.exists() and path.read_text(encoding="utf-8") == text):
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return True


def traditional(folder: Path) -> polib.POFile:
    """Make the traditional catalogue from the simplified one."""
    from opencc import OpenCC  # noqa: PLC0415 - its dictionaries are only needed here

    convert = OpenCC("s2tw").convert
    made = polib.POFile(wrapwidth=110)
    made.metadata = read(folder, HANT).metadata
    for entry in read(folder, HANS):
        if entry.obsolete:
            continue
        plural = {number: convert(text) for number, text in entry.msgstr_plural.items()}
        made.append(
            polib.POEntry(
                msgid=entry.msgid,
                msgid_plural=entry.msgid_plural,
                msgctxt=entry.msgctxt,
                msgstr=convert(entry.msgstr),
                msgstr_plural=plural,
                flags=list(entry.flags),
            )
        )
    return made


def _sources(root: Path) -> Iterator[Path]:
    for folder in folders(root):
        yield from sorted((folder / "locale").glob("*/LC_MESSAGES/django.po"))


def compile_missing(root: Path = ROOT) -> int:
    """Compile every catalogue whose ``.mo`` is missing or older; give how many were compiled.

    Several processes may start at once, so each file is replaced in one step. Where the folder cannot be written the
    pages fall back to message ids, and the log says so.
    """
    done = 0
    for source in _sources(root):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        part = target.with_suffix(f".{os.getpid()}.part")
        try:
            polib.pofile(str(source)).save_as_mofile(str(part))
            part.replace(target)
        except OSError as error:
            LOG.warning("the catalogue %s could not be compiled: %s", source, error)
            continue
        done += 1
    return done
