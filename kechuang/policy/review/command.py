"""`kechuang annotations [DOCUMENT …] [--out FOLDER]`: judged findings as gold annotations, with their texts.

Without a document: every document of which anything was judged, as JSON Lines. With ``--out``: a file
``NAME.gold.json`` and the text ``NAME.txt`` for each, as a scorer of readers takes them. Exit codes: 0 written; 1 a
document is not there.
"""

import argparse
import json
from pathlib import Path
from typing import TextIO
from uuid import UUID

MISSING = 1


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the documents and the folder."""
    parser.add_argument("documents", nargs="*", type=UUID, help="ids of documents; default: all that were judged")
    parser.add_argument("--out", type=Path, help="a folder to write NAME.gold.json and NAME.txt into")


def run(arguments: argparse.Namespace, out: TextIO) -> int:
    """Print the annotations, or write them with their texts."""
    import django  # noqa: PLC0415 - settings are read when the command runs

    django.setup()
    from kechuang.policy import queries as register  # noqa: PLC0415 - needs loaded apps
    from kechuang.policy.review import annotation  # noqa: PLC0415 - needs loaded apps

    asked = [register.document(identifier) for identifier in arguments.documents]
    missing = [str(given) for given, found in zip(arguments.documents, asked, strict=True) if found is None]
    if missing:
        print(f"kechuang annotations: not in the register: {', '.join(missing)}", file=out)
        return MISSING
    found = [each for each in asked if each is not None] or list(annotation.judged())
    for document in found:
        name, text = document.case.number, register.text_of(document)
        plain = annotation.annotation(document, name=f"{name}.txt")
        if arguments.out is None:
            print(json.dumps(plain, ensure_ascii=False), file=out)
            continue
        arguments.out.mkdir(parents=True, exist_ok=True)
        (arguments.out / f"{name}.txt").write_bytes(text.encode())
        whole = json.dumps(plain, ensure_ascii=False, indent=1) + "\n"
        (arguments.out / f"{name}.gold.json").write_text(whole, "utf-8")
        print(f"{name}.gold.json  {document.title}", file=out)
    return 0
