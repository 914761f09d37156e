"""The node on which the reference journeys are walked: one city with everything at the point where a journey begins."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.contrib.auth.hashers import make_password

from kechuang.config.demo.cast import credit_code
from kechuang.mechanisms.sharing.settlement import actions as settling
from kechuang.mechanisms.sharing.settlement.rules.rows import Participant
from kechuang.web.accounts.models import Grant
from tests.pages.voucher.world import World, done, peopled

PASSWORD = "春江花月夜-2026"
BEGUN, TODAY = date(2026, 6, 1), date(2026, 6, 10)
CLAIMS, PAYABLE = 20, 3


@dataclass
class Stage:
    """The world, and what the journeys begin with."""

    world: World = field(default_factory=lambda: World(on=BEGUN))
    other: World = field(
        default_factory=lambda: World(
            mark="邻区", city="330900", county="330902", other_county="330903", on=BEGUN, count=5000
        )
    )
    budget: UUID | None = None
    provider: UUID | None = None
    right: UUID | None = None
    claims: list[UUID] = field(default_factory=list)
    payable: tuple[UUID, ...] = ()
    asked_right: UUID | None = None


def build() -> Stage:
    """Bring every case to where a journey begins."""
    stage = Stage()
    world = stage.world
    peopled(world, credit_code(world.county, 901), credit_code(world.other_county, 902))
    world.person("planner", "planner", "city office")
    world.person("node keeper", "node_keeper", "city office")
    world.person("reporter", "reporter", "county office")
    world.person("keeper of city", "body_keeper", "city office")
    world.person("newcomer", "city_checker", "city office")
    other = peopled(stage.other, credit_code("330902", 951), credit_code("330903", 952))
    offices = {each.city: each.bodies["finance office"] for each in (world, other)}
    both = [Participant(code, office.pk, code) for code, office in offices.items()]
    for each in (world, other):
        with each.at():
            opened = settling.open_period(
                offices[each.city], both, on=BEGUN, by=each.actor("finance1"), key=f"{each.city}:open"
            )
            done(opened)
    stage.budget, stage.provider = world.budget(8_000_000), world.listed()
    _many_firms(stage)
    stage.right = world.granted(stage.budget)
    stage.asked_right = world.applied(stage.budget, "neighbour")
    hashed = make_password(PASSWORD)
    for person in world.persons.values():
        person.password = hashed
        person.save(update_fields=["password"])
    return stage


def _many_firms(stage: Stage) -> None:
    world = stage.world
    orders = []
    for number in range(CLAIMS + PAYABLE):
        name = f"firm{number:02d}"
        world.body(name, "enterprise", world.county, code=credit_code(world.county, 100 + number))
        world.person(f"{name} clerk", "firm_clerk", name)
        right = world.granted(stage.budget, name)
        orders.append(world.reserved(right, stage.provider, firm=name, amount=30_000 + number))
    for number, order in enumerate(orders):
        world.claimed(world.delivered(order), by=f"firm{number:02d} clerk")
    stage.claims, waiting = orders[:CLAIMS], orders[CLAIMS:]
    for order in waiting:
        world.in_audit(order)
    world.drawn()
    for order in waiting:
        world.noticed(order)
    world.pass_days((TODAY - BEGUN).days)
    stage.payable = tuple(waiting)


def give(world: World, name: str, role: str, body: str) -> None:
    """Give a person one more role."""
    Grant.objects.create(person=world.persons[name], role=role, body=world.bodies[body], valid_from=date(2020, 1, 1))
