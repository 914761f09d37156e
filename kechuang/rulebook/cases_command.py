"""``kechuang cases [PATH…]``: run worked cases, print a table, end with 1 if one misses. Without Django."""

import argparse
import sys
import unicodedata
from pathlib import Path
from typing import TextIO

from kechuang.rulebook import cases, load
from kechuang.rulebook.cases import Outcome
from kechuang.rulebook.command import WRONG, add_language, add_rules, book_of
from kechuang.rulebook.faults import RulebookError
from kechuang.rulebook.wording import sentence

MISSED = 1


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "paths", nargs="*", type=Path, metavar="PATH", help="case files or folders (default: all of the rulebook)"
    )
    parser.add_argument("--misses", action="store_true", help="print only the cases that miss")
    add_rules(parser)
    add_language(parser)


def run(args: argparse.Namespace, out: TextIO) -> int:
    """Run the cases. Exit code 0 if all hold, 1 if one misses, 2 if rules or cases cannot be read."""
    missing = [path for path in args.paths if not path.exists()]
    if missing:
        sys.stderr.write(sentence("rulebook.cases.no_file", {"path": missing[0]}, args.lang) + "\n")
        return WRONG
    try:
        book = book_of(args)
        outcomes = list(cases.run(book, cases.files(args.paths or (*load.roots(), *args.rules))))
    except RulebookError as error:
        sys.stderr.write("\n".join(fault.say(args.lang) for fault in error.all) + "\n")
        return WRONG
    if not outcomes:
        sys.stderr.write(sentence("rulebook.cases.none", {}, args.lang) + "\n")
        return WRONG
    missed = [outcome for outcome in outcomes if not outcome.holds]
    out.write(_table(missed if args.misses else outcomes, args.lang))
    summary = {
        "cases": len({(item.spot.file, item.case) for item in outcomes}),
        "checks": len(outcomes),
        "missed": len(missed),
    }
    out.write(sentence("rulebook.cases.summary", {**summary, "edition": book.edition[:16]}, args.lang) + "\n")
    return MISSED if missed else 0


def _table(outcomes: list[Outcome], language: str) -> str:
    names = ("state", "case", "asked", "place", "on", "expected", "found")
    heads = [sentence(f"rulebook.cases.{name}", None, language) for name in names]
    rows = [_row(outcome, language) for outcome in outcomes]
    widths = [max(_width(row[index]) for row in [heads, *rows]) for index in range(len(heads))]
    lines = [
        "  ".join(_padded(cell, width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in [heads, *rows]
    ]
    where = [f"{outcome.spot.file}:{outcome.spot.line}" for outcome in outcomes]
    told = [lines[0]]
    for outcome, line, spot in zip(outcomes, lines[1:], where, strict=True):
        told.append(line if outcome.holds else f"{line}\n    {spot}")
    return "\n".join(told) + "\n"


def _row(outcome: Outcome, language: str) -> list[str]:
    state = sentence("rulebook.cases.holds" if outcome.holds else "rulebook.cases.misses", None, language)
    found = "" if outcome.holds else outcome.found
    return [
        state,
        outcome.case.say(language),
        outcome.asked,
        outcome.place,
        outcome.on.isoformat(),
        outcome.expected,
        found,
    ]


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _width(text))
