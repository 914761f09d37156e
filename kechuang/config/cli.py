"""The ``kechuang`` command. Each subcommand lives in its package's ``command.py`` and is imported only when called."""

import argparse
import importlib
import os
import sys
from collections.abc import Sequence

COMMANDS: dict[str, tuple[str, str]] = {
    "init": ("kechuang.config.commands.init", "make an own node under KECHUANG_HOME"),
    "serve": ("kechuang.config.commands.serve", "serve the node"),
    "demo": ("kechuang.config.commands.demo", "build the demonstration node and serve it"),
    "sweep": ("kechuang.config.commands.sweep", "carry out the moves that are due"),
    "user": ("kechuang.config.commands.user", "add a person, a role or an office"),
    "erase": ("kechuang.config.commands.erase", "erase a person for good"),
    "backup": ("kechuang.config.commands.backup", "write everything that the node needs to live again into one file"),
    "restore": ("kechuang.config.commands.restore", "bring a node back from a backup and prove it"),
    "upgrade": ("kechuang.config.commands.upgrade", "bring the tables to this program's version, with a backup first"),
    "doctor": ("kechuang.config.commands.doctor", "say what is broken on this node and what to do"),
    "archive": ("kechuang.casework.files.command", "check or write the archive package of a closed case"),
    "read": ("kechuang.policy.read.command", "read a policy document"),
    "annotations": ("kechuang.policy.review.command", "export judged findings as annotations for scorers of readers"),
    "rule": ("kechuang.rulebook.command", "look a rule up, with its trail"),
    "cases": ("kechuang.rulebook.cases_command", "run worked cases"),
    "ledger": ("kechuang.ledger.command", "verify the ledger, write and check proofs"),
    "indicators": ("kechuang.indicators.command", "bring the data set of the indicators up to date and print them"),
    "notice": ("kechuang.mechanisms.market.notice.command", "check the evidence bundle of an agreed price"),
    "attestation": ("kechuang.mechanisms.market.attestation.command", "check the certificate of a deal"),
    "auction": ("kechuang.config.commands.auction", "replay the log of a sale and print its result"),
    "messages": ("kechuang.web.messages", "complete and compile the catalogues"),
    "api-schema": ("kechuang.web.api_schema", "print the schema of the interface for programs"),
    "manage": ("kechuang.config.commands.manage", "run a Django management command"),
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run one subcommand and give its exit code; a message on the error stream says what went wrong."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kechuang.config.settings")
    if not arguments or arguments[0] not in COMMANDS:
        return _usage(arguments)
    name = arguments[0]
    module = importlib.import_module(COMMANDS[name][0])
    parser = argparse.ArgumentParser(prog=f"kechuang {name}", description=COMMANDS[name][1])
    module.add_arguments(parser)
    try:
        return int(module.run(parser.parse_args(arguments[1:]), sys.stdout))
    except BrokenPipeError:  # the reader of our output (head, less) has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _usage(arguments: Sequence[str]) -> int:
    asked = not arguments or arguments[0] in {"-h", "--help", "help"}
    out = sys.stdout if asked else sys.stderr
    if not asked:
        print(f"kechuang: there is no command {arguments[0]!r}", file=out)
    print("usage: kechuang COMMAND [...]\n", file=out)
    for name, (_module, summary) in COMMANDS.items():
        print(f"  {name:<12} {summary}", file=out)
    print("\nkechuang COMMAND --help says more.", file=out)
    return 0 if asked else 2
