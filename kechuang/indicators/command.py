"""``kechuang indicators``: bring the data set up to date, or write it anew, and print the newest numbers."""

import argparse
import time
from typing import TextIO


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the way of running."""
    parser.add_argument("--rebuild", action="store_true", help="delete the data set and write it anew from the ledger")


def run(arguments: argparse.Namespace, out: TextIO) -> int:
    """Follow the ledger and print every public number with the time that the following took."""
    import django  # noqa: PLC0415 - settings are read when the command runs

    django.setup()
    from kechuang.indicators import compute, register, store  # noqa: PLC0415 - needs loaded apps
    from kechuang.indicators.asking import Slice  # noqa: PLC0415 - needs loaded apps

    started = time.perf_counter()
    added = store.rebuild() if arguments.rebuild else store.follow_all()
    seconds = time.perf_counter() - started
    held = compute.records()
    print(
        f"{added} entries added in {seconds:.1f} s; {sum(held.sizes.values())} held of {len(held.sizes)} logs", file=out
    )
    for definition in register.current():
        if definition.public:
            latest = compute.series(definition, held, Slice(), definition.frequency).latest
            newest = f"{latest.code}  {latest.value}" if latest else "no data"
            print(f"  {definition.key:<42} {newest}", file=out)
    return 0
