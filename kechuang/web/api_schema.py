"""``kechuang api-schema``: the API's schema, printed, written to a file, or compared with the committed one."""

import argparse
import difflib
import json
import sys
from pathlib import Path
from typing import TextIO

import django

COMMITTED = Path("docs/openapi.json")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's options."""
    parser.add_argument("--write", type=Path, metavar="FILE", help=f"write the schema, usually to {COMMITTED}")
    parser.add_argument("--check", type=Path, metavar="FILE", help="compare with a file; exit 1 where they differ")


def run(options: argparse.Namespace, out: TextIO) -> int:
    """Print, write or compare; 1 where the file differs."""
    django.setup()
    text = schema_text()
    if options.write:
        options.write.write_text(text, encoding="utf-8")
        return 0
    if options.check:
        old = options.check.read_text(encoding="utf-8") if options.check.exists() else ""
        lines = difflib.unified_diff(old.splitlines(), text.splitlines(), str(options.check), "now", lineterm="")
        changes = list(lines)
        out.writelines(f"{line}\n" for line in changes)
        if changes:
            sys.stderr.write("The API changed: look at the difference, then write it with --write.\n")
        return 1 if changes else 0
    out.write(text)
    return 0


def schema_text() -> str:
    """Give the node's schema as canonical text: sorted keys, English words."""
    from django.utils import translation  # noqa: PLC0415 - needs settings

    from kechuang.web.api import build  # noqa: PLC0415 - needs loaded apps

    with translation.override("en"):
        schema = build(namespace="api-schema").get_openapi_schema(path_prefix="/api/v1/")
    return json.dumps(schema, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
