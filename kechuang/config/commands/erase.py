"""``kechuang erase``: a person's name and values go from every table, file and index; the log stays valid."""

import argparse
from typing import TextIO

import django


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the person, and the word that this is meant."""
    parser.add_argument("username")
    parser.add_argument("--yes", action="store_true", help="do it; without it the command only says what would happen")


def run(arguments: argparse.Namespace, out: TextIO) -> int:
    """Erase one person, or say what erasing would touch. Exit 2 for a user name that is not there."""
    django.setup()
    from kechuang.casework.erasure import erase_person, subject_of  # noqa: PLC0415 - needs loaded apps
    from kechuang.ledger.models import PersonalGroup  # noqa: PLC0415 - needs loaded apps
    from kechuang.web.accounts.models import Person  # noqa: PLC0415 - needs loaded apps

    person = Person.objects.filter(username=arguments.username).first()
    if person is None:
        print(f"there is no person with the user name {arguments.username}", file=out)
        return 2
    if not arguments.yes:
        groups = PersonalGroup.objects.filter(subject=subject_of(person.pk), values__isnull=False).count()
        print(f"{person.name} ({person.username}) holds {person.grants.count()} duties;", file=out)
        print(f"personal values stand in {groups} facts. Nothing was erased: say --yes to erase for good.", file=out)
        return 0
    erased = erase_person(person)
    print(f"erased: {erased.groups} personal groups, {erased.sessions} sessions ended", file=out)
    for name, count in erased.others.items():
        print(f"  {name}: {count}", file=out)
    print("Backups keep what they hold until they are overwritten: see docs/ledger.md.", file=out)
    return 0
