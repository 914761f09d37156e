"""``kechuang sweep``: the moves that time itself makes, then the node's chores (notices, mail, webhooks …)."""

import argparse
from datetime import date
from typing import TextIO

import django


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the last day to carry out."""
    parser.add_argument("--until", type=date.fromisoformat, help="last day to carry out; today by default")


def run(arguments: argparse.Namespace, out: TextIO) -> int:
    """Carry out all due moves and all chores, and say how many."""
    django.setup()
    from kechuang.casework import rounds  # noqa: PLC0415 - needs loaded apps
    from kechuang.casework.due import sweep  # noqa: PLC0415 - needs loaded apps
    from kechuang.web import clock  # noqa: PLC0415 - needs loaded apps

    swept = sweep(arguments.until)
    print(f"{swept.moved} due moves carried out", file=out)
    for code, count in sorted(swept.refused.items()):
        print(f"{count} closed as {code}", file=out)
    for name, count in rounds.go_round(clock.now()).items():
        if count:
            print(f"{name}: {count}", file=out)
    return 0
