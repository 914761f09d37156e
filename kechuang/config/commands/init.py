"""``kechuang init``: an own node, empty, with its first authority and its keeper."""

import argparse
import getpass
import os
from datetime import date
from typing import TextIO

import django
from django.core.management import call_command


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Ask for the first authority and the first person; without a person only the tables are made."""
    parser.add_argument("--authority", help="code of the first authority and its log, such as 330100-kj")
    parser.add_argument("--name", default="", help="name of the authority's office")
    parser.add_argument("--place", default="", help="its division code, such as 330100")
    parser.add_argument("--user", help="user name of the node's keeper; the password is asked for")


def run(arguments: argparse.Namespace, out: TextIO) -> int:
    """Make tables, triggers, the authority with its log and key, and the keeper. Safe to run again."""
    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    print("tables are ready", file=out)
    if arguments.authority:
        open_authority(arguments.authority, arguments.name or arguments.authority, arguments.place)
        print(f"authority {arguments.authority} has a log", file=out)
    if arguments.user:
        if not arguments.authority:
            print("--user needs --authority: a person holds a duty in an office", file=out)
            return 2
        password = os.environ.get("KECHUANG_PASSWORD") or getpass.getpass(f"password for {arguments.user}: ")
        add_keeper(arguments.user, password, arguments.authority)
        print(f"{arguments.user} keeps the node", file=out)
    return 0


def open_authority(code: str, name: str, place: str) -> None:
    """Make an authority's office and open its log, unless both are there."""
    from kechuang.ledger.logs import open_log  # noqa: PLC0415 - needs loaded apps
    from kechuang.web.accounts.models import Body  # noqa: PLC0415 - needs loaded apps

    open_log(code, name)
    Body.objects.get_or_create(
        code=code,
        defaults={
            "name": name,
            "kind": "department",
            "place": place,
            "authority": code,
            "valid_from": date(2020, 1, 1),
        },
    )


def add_keeper(username: str, password: str, authority: str) -> None:
    """Add the person who keeps the node; raises django.core.exceptions.ValidationError for a weak password."""
    from django.contrib.auth.password_validation import validate_password  # noqa: PLC0415 - needs loaded apps

    from kechuang.web.accounts.models import Body, Grant, Person  # noqa: PLC0415 - needs loaded apps

    validate_password(password)
    person = Person.objects.filter(username=username).first() or Person.objects.create_user(
        username, password, name=username
    )
    body = Body.objects.get(code=authority)
    Grant.objects.get_or_create(person=person, role="node_keeper", body=body, defaults={"valid_from": date(2020, 1, 1)})
