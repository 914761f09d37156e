"""Puts the cast on the stage: offices, persons with one duty each, and the register of organisations."""

from dataclasses import dataclass, field, replace
from uuid import UUID

from kechuang.casework import edition
from kechuang.casework.act import Item
from kechuang.config.demo import areas, cast
from kechuang.kernel.identify.credit import read_credit_code
from kechuang.ledger.logs import open_log
from kechuang.resources.organisations import actions as register
from kechuang.resources.organisations.rules import Values
from kechuang.web.accounts.models import Body, Grant, Person
from kechuang.web.permissions import Actor, Held

OTHER = "enterprise"


@dataclass(slots=True)
class Troupe:
    """Everybody, by code or user name."""

    bodies: dict[str, UUID] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    authorities: dict[str, str] = field(default_factory=dict)
    firms: list[cast.Firm] = field(default_factory=list)
    providers: list[cast.Firm] = field(default_factory=list)
    actors: dict[str, Actor] = field(default_factory=dict)

    def officer(self, role: str, place: str, which: int = 1) -> Actor:
        """Give one of the persons who hold a duty at a place."""
        return self.actors[f"{role}.{place}.{which}"]

    def clerk(self, code: str) -> Actor:
        """Give the clerk of a firm or provider."""
        return self.actors[f"clerk.{code}"]


def assemble() -> Troupe:
    """Make areas, logs, offices, organisations and persons. The register of organisations passes the gateway."""
    areas.write()
    troupe = Troupe(firms=list(cast.firms()), providers=list(cast.providers()))
    for authority in cast.AUTHORITIES:
        open_log(authority.code, f"{authority.city}{cast.MARK}")
    edition.record()
    _offices(troupe)
    _persons(troupe, [(one.username, one.name, one.role, one.body) for one in cast.officers()])
    _organisations(troupe)
    clerks = [(f"clerk.{one.code}", one, "firm_clerk") for one in troupe.firms]
    clerks += [(f"clerk.{one.code}", one, "provider_clerk") for one in troupe.providers]
    names = cast.names(len(clerks))
    _persons(troupe, [(user, next(names), role, one.code) for user, one, role in clerks])
    _persons(troupe, [(one.username, one.name, one.role, one.body) for one in cast.preparers()])
    kept = [*cast.keepers(), *((f"clerk.{one.code}", one.code) for one in cast.self_kept())]
    also(troupe, "body_keeper", kept)
    also(troupe, "reporter", cast.answering())
    also(troupe, "evaluator", cast.checking())
    return troupe


def _offices(troupe: Troupe) -> None:
    rows, parents = [], dict[str, Body]()
    for code, name, name_en, kind, place, authority in cast.offices():
        body = Body(
            code=code,
            name=name,
            name_en=name_en,
            kind=kind,
            place=place,
            authority=authority,
            valid_from=cast.FIRST_DAY,
            parent=parents.get(authority),
        )
        parents.setdefault(authority, body)
        rows.append(body)
    Body.objects.bulk_create(rows)
    _know(troupe, rows)


def _know(troupe: Troupe, bodies: list[Body]) -> None:
    for body in bodies:
        troupe.bodies[body.code], troupe.places[body.code] = body.pk, body.place
        troupe.authorities[body.code] = body.authority


def _persons(troupe: Troupe, wanted: list[tuple[str, str, str, str]]) -> None:
    people = [Person(username=username, name=name, password="!") for username, name, _role, _body in wanted]  # noqa: S106 - unusable on purpose: the demonstration signs in by a click
    Person.objects.bulk_create(people)
    grants, kinds = [], dict(Body.objects.values_list("pk", "kind"))
    for person, (username, _name, role, code) in zip(people, wanted, strict=True):
        body = troupe.bodies[code]
        grants.append(Grant(person=person, role=role, body_id=body, valid_from=cast.FIRST_DAY))
        held = Held(role, body, kinds[body], troupe.places[code], troupe.authorities[code], cast.FIRST_DAY, None)
        troupe.actors[username] = Actor(person=person.pk, name=person.name, grants=(held,))
    Grant.objects.bulk_create(grants)


def also(troupe: Troupe, role: str, wanted: list[tuple[str, str]]) -> None:
    """Give persons a further duty in a body."""
    kinds = dict(Body.objects.values_list("pk", "kind"))
    grants = []
    for username, code in wanted:
        actor, body = troupe.actors[username], troupe.bodies[code]
        grants.append(Grant(person_id=actor.person, role=role, body_id=body, valid_from=cast.FIRST_DAY))
        held = Held(role, body, kinds[body], troupe.places[code], troupe.authorities[code], cast.FIRST_DAY, None)
        troupe.actors[username] = replace(actor, grants=(*actor.grants, held))
    Grant.objects.bulk_create(grants)


def _organisations(troupe: Troupe) -> None:
    offices = {body.code: body for body in Body.objects.filter(code__in=troupe.bodies)}
    for authority in cast.AUTHORITIES:
        office = offices[cast.office_code(authority.code)]
        members = [one for one in (*troupe.firms, *troupe.providers) if one.authority == authority.code]
        items = [
            Item(register.registration(_values(one), office=office, own_code=one.code), f"demo:register:{one.code}")
            for one in members
        ]
        outcomes = register.register_many(items, by=troupe.officer("city_checker", authority.code))
        refused = [outcome.refusal for outcome in outcomes if outcome.refusal]
        if refused:
            raise RuntimeError(f"the cast was refused: {refused[0]}")
    codes = [one.code for one in (*troupe.firms, *troupe.providers)]
    _know(troupe, list(Body.objects.filter(code__in=codes)))
    troupe.authorities |= {one.code: one.authority for one in (*troupe.firms, *troupe.providers)}


def _values(one: cast.Firm) -> Values:
    reading = read_credit_code(one.code)
    if reading.fault:
        raise RuntimeError(f"the made-up code {one.code} is not well-formed: {reading.fault}")
    team = one.kind == "startup_team"
    return Values(
        name=one.name,
        name_en=one.name_en,
        kind=one.kind,
        place=one.place,
        credit_code="" if team else one.code,
        industry=one.industry,
        founded_on=one.founded_on,
        staff=one.staff,
    )
