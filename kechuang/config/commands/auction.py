"""`kechuang auction replay FILE [--json] [--english]`: the result of a sale from its log alone, without a database.

Exit codes: 0 the log was replayed; 1 a line cannot stand (its number and the reason are printed); 2 no such file.
"""

import argparse
import json
import sys
from pathlib import Path
from typing import TextIO

from kechuang.config.commands.auction_words import Words, lot_lines, sale_lines, to_plain
from kechuang.mechanisms.market.auction.engine.folding import LogError
from kechuang.mechanisms.market.auction.engine.sale import Sale, replay
from kechuang.mechanisms.market.auction.engine.speaking import sentence

REPLAYED, REFUSED, MISSING = 0, 1, 2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `kechuang auction`."""
    verbs = parser.add_subparsers(dest="verb", required=True)
    verb = verbs.add_parser("replay", help="replay a log of events (JSON Lines, docs/auction-log.md)")
    verb.add_argument("file", help="the log; “-” reads the standard input")
    verb.add_argument("--json", action="store_true", help="print the result as JSON")
    verb.add_argument("--english", action="store_true", help="print the result in English")


def run(arguments: argparse.Namespace, out: TextIO) -> int:
    """Replay one log and print its result; what cannot stand goes to the error stream with its line."""
    try:
        if arguments.file == "-":
            sale = replay(sys.stdin.buffer)
        else:
            with Path(arguments.file).open("rb") as lines:
                sale = replay(lines)
    except OSError as error:
        print(f"kechuang auction: {arguments.file}: {error.strerror}", file=sys.stderr)
        return MISSING
    except LogError as error:
        return _refused(arguments, error, out)
    _print(sale, arguments, out)
    return REPLAYED


def _refused(arguments: argparse.Namespace, error: LogError, out: TextIO) -> int:
    words = sentence(error.refusal, english=arguments.english)
    if arguments.json:
        values = {name: str(value) for name, value in error.refusal.values.items()}
        answer = {"line": error.line, "refusal": {"code": error.refusal.code, "values": values}}
        print(json.dumps(answer, ensure_ascii=False, sort_keys=True), file=out)
    field = f" ({error.refusal.place})" if error.refusal.place else ""
    where = f"line {error.line}" if arguments.english else f"第{error.line}行"
    print(f"{arguments.file}: {where}{field}: {words} [{error.refusal.code}]", file=sys.stderr)
    return REFUSED


def _print(sale: Sale, arguments: argparse.Namespace, out: TextIO) -> None:
    if arguments.json:
        print(json.dumps(to_plain(sale), ensure_ascii=False, sort_keys=True, indent=1), file=out)
        return
    words = Words(english=arguments.english)
    for state in sale.lots:
        print(*lot_lines(state, words), sep="\n", end="\n\n", file=out)
    print(*sale_lines(sale, words), sep="\n", file=out)
