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
    from kechuang.ledger.logs import open_log
    from tests.ledger.facts import LOG

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


def seal() -> None:
    """Sign the head, prove everything, and print the report."""
    from kechuang.ledger import sign
    from kechuang.ledger.verify import verify
    from tests.ledger.facts import AT, LOG

    sign.checkpoint(LOG, made_at=AT)
    print(json.dumps(verify().as_json()))


def share() -> None:
    """Write a log of two chunks, and prove it alone and with another process, untouched and tampered with."""
    from django.db import connection

    from kechuang.ledger import sign, triggers
    from kechuang.ledger import verify as verifying
    from tests.ledger import facts

    verifying.WORTH_SHARING = 1
    for count in (4000, 300):
        facts.write_many(count)
        sign.checkpoint(facts.LOG, made_at=facts.AT)
    reports = [verifying.verify(processes=processes).as_json() for processes in (1, 2)]
    triggers.remove()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_entry SET act = 'x' WHERE seq IN (3, 4299)")
        cursor.execute("DELETE FROM ledger_entry WHERE seq IN (4097, 4200)")
    triggers.install()
    reports += [verifying.verify(processes=processes).as_json() for processes in (1, 2)]
    print(json.dumps(reports))


WHAT = {one.__name__: one for one in (make, write, name, erase, seal, share)}

# A process that shares a pass begins by reading this module again, and must not do it all once more.
if __name__ == "__main__":
    main(*sys.argv[1:])
