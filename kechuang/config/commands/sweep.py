"""``kechuang sweep``: the moves that time itself makes."""

import argparse
from datetime import date
from typing import TextIO

import django


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the last day to carry out."""
    parser.add_argument("--until", type=date.fromisoformat, help="last day to carry out; today by default")


def run(arguments: argparse.Namespace, out: TextIO) -> int:
    """Carry out all due moves and say how many."""
    django.setup()
    from kechuang.casework.due import sweep  # noqa: PLC0415 - needs loaded apps

    swept = sweep(arguments.until)
    print(f"{swept.moved} due moves carried out", file=out)
    for code, count in sorted(swept.refused.items()):
        print(f"{count} closed as {code}", file=out)
    return 0
