"""``kechuang doctor``: what is in order on this node, what is not, and what to do about it."""

import argparse
import json
from typing import TextIO

import django


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the form of the answer."""
    parser.add_argument("--json", action="store_true", help="for programs")
    parser.add_argument("--language", default="", help="zh-hans, zh-hant or en; by default that of the node")


def run(arguments: argparse.Namespace, out: TextIO) -> int:
    """Look at everything. Exit 0 in order, 1 something is broken, 3 something should be looked at."""
    django.setup()
    from django.conf import settings  # noqa: PLC0415 - beside the rest
    from django.utils import translation  # noqa: PLC0415 - beside the rest

    from kechuang.config.health import checks, views  # noqa: PLC0415 - needs loaded apps

    with translation.override(arguments.language or settings.LANGUAGE_CODE):
        results = checks.examine()
        rows = views.shown(results)
        if arguments.json:
            said = [{**row, "state": row["state"].code} for row in rows]
            json.dump(said, out, ensure_ascii=False, indent=1)
            print(file=out)
        else:
            for row in rows:
                print(f"{row['state'].code:<5} {row['title']}: {row['sentence']}", file=out)
                if row["remedy"]:
                    print(f"      → {row['remedy']}", file=out)
    states = {result.state for result in results}
    return 1 if checks.BAD in states else 3 if checks.WARN in states else 0
