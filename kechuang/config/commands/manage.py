"""``kechuang manage``: Django's own management commands, for operators who know them."""

import argparse
from typing import TextIO

from django.core.management import execute_from_command_line


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take everything that follows as it is."""
    parser.add_argument("rest", nargs=argparse.REMAINDER)


def run(arguments: argparse.Namespace, _out: TextIO) -> int:
    """Run the command."""
    execute_from_command_line(["kechuang manage", *arguments.rest])
    return 0
