"""What a process of these tests does: ``python -m tests.ledger.process WHAT …``."""

import json
import os
import sys

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.ledger.slim"


def main(what: str, *words: str) -> None:
    import django

    django.setup()
    WHAT[what](*words)


def make() -> None:
    from django.core.management import call_command

    from kechuang.ledger.logs import open_log
    from tests.ledger.facts import LOG

    call_command("migrate", verbosity=0)
    open_log(LOG)


def write(writer: str, transactions: str, size: str) -> None:
    """Wait for a line, then append; print the first sequence number of every transaction."""
    from tests.ledger import facts

    print("ready", flush=True)
    sys.stdin.readline()
    for number in range(int(transactions)):
        made = facts.write(*(facts.paid(f"{writer}-{number}-{at}") for at in range(int(size))))
        print(made[0].seq, flush=True)


def name(count: str, planted: str) -> None:
    from tests.ledger import facts

    for at in range(0, int(count), 20):
        facts.write(*(facts.named(f"N-{at}", f"{planted}{'·' * (at % 37)}") for _ in range(20)))


def erase(subject: str) -> None:
    from kechuang.ledger import erase as erasing
    from tests.ledger.facts import AT

    print(erasing.erase(subject=subject, erased_at=AT), erasing.scrub())


def checkpoint() -> None:
    from kechuang.ledger import sign
    from tests.ledger.facts import AT, LOG

    print(sign.checkpoint(LOG, made_at=AT).size)


def verify(processes: str) -> None:
    from kechuang.ledger import verify as verifying

    verifying.WORTH_SHARING = 4096
    print(json.dumps(verifying.verify(processes=int(processes)).as_json()))


def say(statement: str) -> None:
    """Run a statement with the triggers gone."""
    from django.db import connection

    from kechuang.ledger import triggers

    triggers.remove()
    with connection.cursor() as cursor:
        cursor.execute(statement)
    triggers.install()


WHAT = {one.__name__: one for one in (make, write, name, erase, checkpoint, verify, say)}

if __name__ == "__main__":
    main(*sys.argv[1:])
