"""``kechuang demo``: a demonstration node with invented actors in real places, built through the gateway and served.

The first page stands at once; the story is told in the background while pages are read. ``--check`` tells it without
serving, proves the node, prints a summary and exits 1 if anything is off.
"""

import argparse
import json
import os
import sys
import threading
import time
from datetime import date
from typing import Any, TextIO

import django
from django.core.management import call_command

SEED = "kechuang demonstration, first edition"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the way of running and the address."""
    from kechuang.config.commands import serve  # noqa: PLC0415 - shared options

    serve.add_arguments(parser)
    parser.add_argument("--check", action="store_true", help="build and prove the node without serving it")
    parser.add_argument("--json", action="store_true", help="with --check: print the summary as JSON")
    parser.add_argument("--until", type=date.fromisoformat, help="with --check: tell the story only to this day")
    parser.add_argument("--again", action="store_true", help="tell the story again from its first day")


def run(arguments: argparse.Namespace, out: TextIO) -> int:
    """Build, and either check or serve."""
    os.environ["KECHUANG_DEMO"] = "1"
    os.environ.setdefault("KECHUANG_HOME", ".kechuang/demo")
    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    from kechuang.config.demo import build  # noqa: PLC0415 - needs loaded apps

    if arguments.again or not build.whole():
        build.clear()
    if arguments.check:
        return _check(arguments, out)
    from kechuang.config.commands import serve  # noqa: PLC0415 - needs loaded apps

    if not build.whole():
        build.prepare()
        threading.Thread(target=_tell, name="story", daemon=True).start()
    else:
        serve.start_background()
    serve.listen(arguments, out)
    return 0


def _tell() -> None:
    from kechuang.config.commands import serve  # noqa: PLC0415 - needs loaded apps
    from kechuang.config.demo import build  # noqa: PLC0415 - needs loaded apps
    from kechuang.indicators import store  # noqa: PLC0415 - needs loaded apps

    def follow(percent: int) -> None:
        if percent % 10 == 0:
            store.follow_all()

    build.tell(SEED, follow)
    serve.start_background()


def _check(arguments: argparse.Namespace, out: TextIO) -> int:
    from kechuang.config.demo import build, day  # noqa: PLC0415 - needs loaded apps

    started = time.perf_counter()
    if not build.whole():
        build.prepare()
        build.tell(SEED, _bar if sys.stderr.isatty() else None, arguments.until or day.LAST_DAY)
    summary: dict[str, Any] = build.summary()
    summary["seconds"] = round(time.perf_counter() - started, 1)
    if arguments.json:
        json.dump(summary, out, ensure_ascii=False, indent=2)
        print(file=out)
    else:
        _print(summary, out)
    return 0 if summary["ok"] else 1


def _bar(percent: int) -> None:
    print(f"\r{percent:3d} %", end="", file=sys.stderr, flush=True)


def _print(summary: dict[str, Any], out: TextIO) -> None:
    for title in ("records", "acts", "refusals", "logs", "settlement"):
        print(title, file=out)
        for name, value in summary[title].items():
            print(f"  {name:<44} {value}", file=out)
    print("findings", file=out)
    for finding in summary["findings"] or ["  none"]:
        print(f"  {finding}", file=out)
    print(f"root of all logs  {summary['root']}", file=out)
    print(f"{'ok' if summary['ok'] else 'NOT OK'} after {summary['seconds']} s", file=out)
