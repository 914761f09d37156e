"""``kechuang user``: offices, persons and duties from the command line, for a node's first days."""

import argparse
import getpass
import os
from datetime import date
from typing import TextIO

import django


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take a person, a role and a body."""
    parser.add_argument("username")
    parser.add_argument("--name", default="", help="the person's name")
    parser.add_argument("--role", required=True, help="role code, such as county_checker")
    parser.add_argument("--body", required=True, help="code of the body that grants the role")
    parser.add_argument("--body-name", default="", help="makes the body under this name if it is not there")
    parser.add_argument("--body-kind", default="office", help="kind of a body made here (office)")
    parser.add_argument("--place", default="", help="division code of a body made here")
    parser.add_argument("--authority", default="", help="authority of a body made here")


def run(arguments: argparse.Namespace, out: TextIO) -> int:
    """Add what is missing and say what is there now."""
    django.setup()
    from kechuang.web.accounts.models import Body, Grant, Person  # noqa: PLC0415 - needs loaded apps
    from kechuang.web.permissions import ROLES  # noqa: PLC0415 - needs loaded apps

    if arguments.role not in ROLES:
        print(f"there is no role {arguments.role}; there are: {', '.join(sorted(ROLES))}", file=out)
        return 2
    body = Body.objects.filter(code=arguments.body).first()
    if body is None:
        if not (arguments.body_name and arguments.place):
            print(f"there is no body {arguments.body}; give --body-name and --place to make it", file=out)
            return 2
        body = Body.objects.create(
            code=arguments.body,
            name=arguments.body_name,
            kind=arguments.body_kind,
            place=arguments.place,
            authority=arguments.authority,
            valid_from=date(2020, 1, 1),
        )
    person = Person.objects.filter(username=arguments.username).first()
    if person is None:
        password = os.environ.get("KECHUANG_PASSWORD") or getpass.getpass(f"password for {arguments.username}: ")
        person = Person.objects.create_user(arguments.username, password, name=arguments.name or arguments.username)
    Grant.objects.get_or_create(
        person=person, role=arguments.role, body=body, defaults={"valid_from": date(2020, 1, 1)}
    )
    print(f"{person.username} is {arguments.role} at {body.name} ({body.place})", file=out)
    return 0
