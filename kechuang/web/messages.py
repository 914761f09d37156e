"""``kechuang messages``: collect the messages of all packages, complete the catalogues, check them, compile them."""

import argparse
import io
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

import polib
from django.utils.translation.template import templatize

from kechuang.kernel.faults import SENTENCES
from kechuang.web import catalogues
from kechuang.web.catalogues import ENGLISH, HANS, HANT, ROOT

_TEXT: dict[str, None] = dict.fromkeys(("_", "_lazy", "gettext", "gettext_lazy", "gettext_noop"))
_PLURAL = dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2))
_CONTEXT = dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2))
_CODES = dict.fromkeys(("Refusal", "TypedError"), (1,))
KEYWORDS = {**_TEXT, **_PLURAL, **_CONTEXT, **_CODES}
_PLACEHOLDER = re.compile(r"%\((\w+)\)|\{(\w+)\}")

type Key = tuple[str, str, str]  # context, message, plural


@dataclass(slots=True)
class Found:
    """The messages of one package: where each is used."""

    folder: Path
    uses: dict[Key, list[str]] = field(default_factory=lambda: defaultdict(list))


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's options."""
    parser.add_argument("packages", nargs="*", metavar="PACKAGE", help="only these, such as casework; default: all")
    parser.add_argument("--check", action="store_true", help="change nothing; exit 1 where a catalogue is incomplete")
    parser.add_argument("--compile", action="store_true", help="only compile what is missing or older than its source")


def run(options: argparse.Namespace, out: TextIO) -> int:
    """Check, or complete and compile."""
    if options.compile:
        out.write(f"{catalogues.compile_missing(ROOT)} compiled\n")
        return 0
    wanted = {ROOT / name.replace(".", "/") for name in options.packages}
    if unknown := [name for name in options.packages if not (ROOT / name.replace(".", "/")).is_dir()]:
        sys.stderr.write(f"there is no package {', '.join(unknown)} under {ROOT.name}/\n")
        return 2
    found = [package for package in collect(ROOT, wanted) if not wanted or package.folder in wanted]
    faults = []
    for package in found:
        if not options.check:
            complete(package)
        faults += check(package)
    out.writelines(f"{fault}\n" for fault in faults)
    if not options.check:
        catalogues.compile_missing(ROOT)
    messages = sum(len(package.uses) for package in found)
    out.write(f"{len(found)} packages, {messages} messages in use, {len(faults)} faults\n")
    return 1 if faults else 0


def collect(root: Path = ROOT, only: AbstractSet[Path] = frozenset()) -> list[Found]:
    """Find all messages, by package; ``only`` some of them saves reading the others.

    What the page kit says already is not asked of another package again, so the kit is always read.
    """
    packages: dict[Path, Found] = {folder: Found(folder) for folder in catalogues.folders(root)}
    for file in sorted(root.rglob("*")):
        if file.suffix not in {".py", ".html", ".txt"} or "migrations" in file.parts or "locale" in file.parts:
            continue
        if file.suffix != ".py" and "templates" not in file.parts:
            continue
        folder = catalogues.home_of(file, root)
        if only and folder not in {*only, root / "web"}:
            continue
        for key in extract(file):
            packages.setdefault(folder, Found(folder)).uses[key].append(file.relative_to(root.parent).as_posix())
    kit = packages.get(root / "web")
    for package in packages.values():
        if kit is not None and package is not kit:
            package.uses = {key: files for key, files in package.uses.items() if key not in kit.uses}
    return [package for _, package in sorted(packages.items()) if package.uses or (package.folder / "locale").exists()]


def extract(file: Path) -> Iterator[Key]:
    """Give the messages of one Python file or template."""
    from babel.messages.extract import extract as babel_extract  # noqa: PLC0415 - a tool for builders, not for nodes

    text = file.read_text(encoding="utf-8")
    if file.suffix != ".py":
        text = "\n".join(line.strip() for line in templatize(text, origin=str(file)).splitlines())
    for _line, message, _comments, context in babel_extract("python", io.BytesIO(text.encode()), KEYWORDS):
        single, plural = (message[0], message[1]) if isinstance(message, tuple) else (message, "")
        if single and single not in SENTENCES:
            yield context or "", single, plural


def complete(package: Found) -> None:
    """Add what is missing, put away what nobody uses any more, make the traditional catalogue."""
    for language in (HANS, ENGLISH):
        catalogue = catalogues.read(package.folder, language)
        known = {_key(entry): entry for entry in catalogue}
        for key, entry in known.items():
            entry.occurrences = []
            entry.obsolete = key not in package.uses and not catalogues.is_code(entry.msgid)
        missing = [key for key in sorted(package.uses) if key not in known and (language == HANS or _dotted(key[1]))]
        catalogue.extend(_entry(key) for key in missing)
        catalogue.sort(key=lambda entry: (entry.obsolete, not catalogues.is_code(entry.msgid), entry.msgid.casefold()))
        catalogues.write(package.folder, language, catalogue)
    catalogues.write(package.folder, HANT, catalogues.traditional(package.folder))


def check(package: Found) -> list[str]:
    """Give what is wrong with a package's catalogues, one line each."""
    name = package.folder.relative_to(ROOT.parent).as_posix()
    hans, english = (_living(catalogues.read(package.folder, language)) for language in (HANS, ENGLISH))
    faults = [
        f"{name}: not translated: {key[1]!r} ({package.uses[key][0]})"
        for key in sorted(package.uses)
        if not _translated(hans.get(key))
    ]
    for key, entry in sorted(hans.items()):
        if key not in package.uses and not catalogues.is_code(key[1]):
            faults.append(f"{name}: nobody says {key[1]!r} any more")
        if catalogues.is_code(key[1]) and (key not in package.uses or _dotted(key[1])):
            faults += _code_faults(name, entry, english.get(key))
        elif _translated(entry) and _names(entry.msgid + entry.msgid_plural) != _names(_words(entry)):
            faults.append(f"{name}: the placeholders of {key[1]!r} differ from its translation's")
    faults += [f"{name}: {key[1]!r} has English words but no Chinese" for key in sorted(english) if key not in hans]
    path = catalogues.path_of(package.folder, HANT)
    made = f"{catalogues.traditional(package.folder)}\n".rstrip("\n") + "\n"
    if hans and (not path.exists() or path.read_text(encoding="utf-8") != made):
        faults.append(f"{name}: zh_Hant is not what zh_Hans makes of it; run “kechuang messages”")
    return faults


def _code_faults(name: str, hans: polib.POEntry, english: polib.POEntry | None) -> list[str]:
    """A stored code needs words in both languages, with the same values in them."""
    if not _translated(hans):
        return [f"{name}: the code {hans.msgid!r} has no Chinese words"]
    if english is None or not _translated(english):
        hint = "" if _dotted(hans.msgid) else "; if it is no code, nobody says it any more: delete it"
        return [f"{name}: the code {hans.msgid!r} has no English words{hint}"]
    if _names(hans.msgstr) != _names(english.msgstr):
        return [f"{name}: the Chinese and the English words of {hans.msgid!r} name different values"]
    return []


def _entry(key: Key) -> polib.POEntry:
    context, message, plural = key
    forms = {0: ""} if plural else {}
    return polib.POEntry(msgid=message, msgid_plural=plural, msgstr_plural=forms, msgctxt=context or None)


def _dotted(message: str) -> bool:
    """A code with a dot or colon in it is never an English word that happens to be lower case."""
    return catalogues.is_code(message) and ("." in message or ":" in message)


def _key(entry: polib.POEntry) -> Key:
    return entry.msgctxt or "", entry.msgid, entry.msgid_plural


def _living(catalogue: polib.POFile) -> dict[Key, polib.POEntry]:
    return {_key(entry): entry for entry in catalogue if not entry.obsolete}


def _translated(entry: polib.POEntry | None) -> bool:
    return entry is not None and not entry.fuzzy and bool(_words(entry))


def _words(entry: polib.POEntry) -> str:
    return "".join(entry.msgstr_plural.values()) if entry.msgid_plural else entry.msgstr


def _names(text: str) -> set[str]:
    return {first or second for first, second in _PLACEHOLDER.findall(text)}
