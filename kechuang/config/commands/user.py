"""``kechuang user``: offices, persons and duties from the command line, for a node's first days."""

import argparse
import getpass
import os
from datetime import date
from typing import TYPE_CHECKING, TextIO

import django

if TYPE_CHECKING:
    from kechuang.web.accounts.models import Body, Person


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
    parser.add_argument("--post", default="", help="title of a post that the person fills, made if need be")
    parser.add_argument("--invite", action="store_true", help="print a link that works once; asks no password")


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
    if ROLES[arguments.role].kinds and body.kind not in ROLES[arguments.role].kinds:
        kinds = ", ".join(sorted(ROLES[arguments.role].kinds))
        print(f"{body.name} is a {body.kind}; {arguments.role} may stand in: {kinds}", file=out)
        return 2
    if arguments.invite:
        return invite(body, arguments, out)
    person = Person.objects.filter(username=arguments.username).first()
    if person is None:
        password = os.environ.get("KECHUANG_PASSWORD") or getpass.getpass(f"password for {arguments.username}: ")
        person = Person.objects.create_user(arguments.username, password, name=arguments.name or arguments.username)
    if arguments.post:
        return fill(body, person, arguments, out)
    Grant.objects.get_or_create(
        person=person, role=arguments.role, body=body, defaults={"valid_from": date(2020, 1, 1)}
    )
    print(f"{person.username} is {arguments.role} at {body.name} ({body.place})", file=out)
    return 0


def invite(body: "Body", arguments: argparse.Namespace, out: TextIO) -> int:
    """Print the path of a link by which the person makes an account: nobody else learns the password."""
    from django.urls import reverse  # noqa: PLC0415 - needs loaded apps

    from kechuang.casework.posts import staffing  # noqa: PLC0415 - needs loaded apps
    from kechuang.web import chance  # noqa: PLC0415 - needs loaded apps
    from kechuang.web.permissions import SYSTEM  # noqa: PLC0415 - needs loaded apps
    from kechuang.web.refusals import sentence  # noqa: PLC0415 - needs loaded apps

    outcome, secret = staffing.invite(
        body.pk, name=arguments.name or arguments.username, role=arguments.role, by=SYSTEM, key=chance.random_id()
    )
    if outcome.refusal is not None:
        print(sentence(outcome.refusal), file=out)
        return 2
    path = reverse("posts:join", args=[secret])
    print(f"works once, for {staffing.INVITATION_DAYS} days, at this node's address: {path}", file=out)
    return 0


def fill(body: "Body", person: "Person", arguments: argparse.Namespace, out: TextIO) -> int:
    """Let the person fill a post of this title with the role, made here if it is not there and vacant."""
    from kechuang.casework.posts import staffing  # noqa: PLC0415 - needs loaded apps
    from kechuang.casework.posts.requests import FillPost, SetPost  # noqa: PLC0415 - needs loaded apps
    from kechuang.web import chance, clock  # noqa: PLC0415 - needs loaded apps
    from kechuang.web.accounts.models import Post  # noqa: PLC0415 - needs loaded apps
    from kechuang.web.permissions import SYSTEM  # noqa: PLC0415 - needs loaded apps
    from kechuang.web.refusals import sentence  # noqa: PLC0415 - needs loaded apps

    today = clock.today()
    known = Post.objects.filter(body=body, title=arguments.post).first()
    post = known.pk if known else chance.uuid7()
    roles = tuple(dict.fromkeys([*(known.roles if known else ()), arguments.role]))
    wanted = SetPost(
        body=body.pk,
        post=post,
        title=arguments.post,
        roles=roles,
        since=known.valid_from if known else today,
        until=known.valid_to if known else None,
    )
    filling = FillPost(body=body.pk, post=post, person=person.pk, since=today, newly=True)
    for act, request in ((staffing.set_post, wanted), (staffing.fill_post, filling)):
        outcome = act(request, by=SYSTEM, key=chance.random_id())  # type: ignore[operator]  # each act with its request
        if outcome.refusal is not None:
            print(sentence(outcome.refusal), file=out)
            return 2
    print(f"{person.username} fills {arguments.post} ({', '.join(roles)}) at {body.name}", file=out)
    return 0
