"""A person who came through a service: found by its name for them, with the grants that its mapping gives."""

import hashlib
from datetime import date

from allauth.socialaccount.models import SocialAccount
from django.db import transaction
from django.db.models import Q

from kechuang.kernel.refusal import Refusal
from kechuang.web import clock
from kechuang.web.accounts.models import Body, Grant, Person
from kechuang.web.identity.claims import Said, said
from kechuang.web.identity.gateways import Claims
from kechuang.web.identity.models import ServiceGrant
from kechuang.web.identity.portals import Service


def enter(service: Service, claims: Claims) -> Person | Refusal:
    """Give the person behind claims, with grants brought up to what the mapping gives today, or a refusal.

    A person is known by service and subject alone: neither name nor e-mail joins a sign-in to somebody else's account.
    """
    found = said(claims, service.mapping)
    if found is None:
        return Refusal("signin.service_answer", {"service": service.title})
    today = clock.today()
    known = Q(valid_to__isnull=True) | Q(valid_to__gt=today)
    bodies = {body.code: body for body in Body.objects.filter(known, code__in=found.bodies, valid_from__lte=today)}
    wanted = {(role, bodies[code]) for role, code in found.grants if code in bodies}
    if not wanted:
        _withdraw(service, found, today)
    if not bodies:
        return Refusal("signin.body_unknown", {"service": service.title, "body": "、".join(found.bodies) or "—"})
    if not wanted:
        return Refusal("signin.no_role", {"service": service.title, "body": "、".join(b.name for b in bodies.values())})
    with transaction.atomic():
        person = _person(service, found)
        if not person.is_active:
            return Refusal("signin.closed", {"service": service.title})
        _give(service, person, wanted, today)
    return person


def _withdraw(service: Service, found: Said, today: date) -> None:
    """End what the service gave to somebody to whom its mapping gives nothing any more."""
    account = SocialAccount.objects.select_related("user").filter(provider=service.code, uid=found.subject).first()
    if account is not None:
        with transaction.atomic():
            _give(service, account.user, set(), today)


def _person(service: Service, found: Said) -> Person:
    account = SocialAccount.objects.select_related("user").filter(provider=service.code, uid=found.subject).first()
    if account is not None:
        person: Person = account.user
        if found.name and person.is_active and person.name != found.name:
            person.name = found.name
            person.save(update_fields=["name"])
        return person
    digest = hashlib.sha256(f"{service.code}\0{found.subject}".encode()).hexdigest()[:12]
    username = f"{service.code}-{digest}"
    person = Person.objects.create_user(username, name=found.name or username)
    SocialAccount.objects.create(user=person, provider=service.code, uid=found.subject, extra_data={})
    return person


def _give(service: Service, person: Person, wanted: set[tuple[str, Body]], today: date) -> None:
    """End what this service gave and gives no more; give what is new. Grants from elsewhere are left alone."""
    open_ones = Grant.objects.filter(person=person).filter(Q(valid_to__isnull=True) | Q(valid_to__gt=today))
    own = set(ServiceGrant.objects.filter(grant__in=open_ones, service=service.code).values_list("grant_id", flat=True))
    held = {(grant.role, grant.body_id) for grant in open_ones}
    keys = {(role, body.pk) for role, body in wanted}
    for grant in open_ones:
        if grant.pk in own and (grant.role, grant.body_id) not in keys:
            _end(grant, today)
    for role, body in sorted(wanted, key=lambda pair: (pair[0], pair[1].code)):
        if (role, body.pk) not in held:
            grant, _made = Grant.objects.update_or_create(
                person=person, role=role, body=body, valid_from=today, defaults={"valid_to": None}
            )
            ServiceGrant.objects.get_or_create(grant=grant, defaults={"service": service.code})


def _end(grant: Grant, today: date) -> None:
    if grant.valid_from < today:
        grant.valid_to = today
        grant.save(update_fields=["valid_to"])
    else:
        grant.delete()
