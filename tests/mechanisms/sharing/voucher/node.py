"""A node for the voucher's database tests: Hangzhou, Shanghai and Suzhou with offices, people, firms and providers."""

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import count

from kechuang.casework.models import Account
from kechuang.config import roles
from kechuang.kernel.identify.credit import credit_check
from kechuang.ledger.logs import open_log
from kechuang.mechanisms.sharing.voucher import actions, queries
from kechuang.mechanisms.sharing.voucher.rules import requests as asked
from kechuang.mechanisms.sharing.voucher.rules.report import sketch
from kechuang.resources.organisations import actions as organisations
from kechuang.resources.organisations import rules as organisation_rules
from kechuang.web import clock
from kechuang.web.accounts.models import Body, Grant, Person
from kechuang.web.permissions import Actor, Held
from tests.mechanisms.sharing.voucher.test_reports import report

FIRST = date(2020, 1, 1)
FIRST_LISTED, LAST_LISTED = date(2024, 1, 1), date(2027, 12, 31)
DAY = date(2026, 3, 16)
NOW = datetime(2026, 3, 16, 1, 0, tzinfo=UTC)
REGIONS = {"330100": "330106", "310000": "310115", "320500": "320505"}
OFFICE_ROLES = ("budget_keeper", "city_checker", "finance", "auditor")


def credit_code(place: str, number: int) -> str:
    plain = f"91{place}MA{number:07d}"
    return plain + credit_check(plain)


class Staff:
    """Persons and their grants, gathered and stored together: a world of fifty persons costs four statements."""

    def __init__(self) -> None:
        self.bodies: list[Body] = []
        self.persons: list[Person] = []
        self.grants: list[Grant] = []

    def body(self, **values) -> Body:
        self.bodies.append(Body(valid_from=FIRST, **values))
        return self.bodies[-1]

    def person(self, name: str, role: str, body: Body) -> Actor:
        someone = Person(username=name, name=name, password="!")
        self.persons.append(someone)
        self.grants.append(Grant(person=someone, role=role, body=body, valid_from=FIRST))
        held = Held(role, body.pk, body.kind, body.place, body.authority, FIRST, None)
        return Actor(person=someone.pk, name=name, grants=(held,))

    def store(self) -> None:
        Body.objects.bulk_create(self.bodies)
        Person.objects.bulk_create(self.persons)
        Grant.objects.bulk_create(self.grants)


@dataclass
class Region:
    """One payer with its office, its county, and two persons for each duty."""

    code: str
    county: str
    office: Body
    county_office: Body
    people: dict[str, list[Actor]]
    firms: list[tuple[Body, Actor]] = field(default_factory=list)
    providers: list[tuple[Body, Actor]] = field(default_factory=list)


@dataclass
class Node:
    regions: dict[str, Region]
    keys: count = field(default_factory=lambda: count(1))

    def key(self) -> str:
        return f"t:{next(self.keys)}"


def _region(staff: Staff, code: str, county: str) -> Region:
    open_log(code, code)
    name = f"科技局 {code}（演示）"
    office = staff.body(code=f"office-{code}", name=name, kind="office", place=code, authority=code)
    local = staff.body(
        code=f"office-{county}",
        name=f"科技局 {county}（演示）",
        kind="office",
        place=county,
        authority=code,
        parent=office,
    )
    people = {role: [staff.person(f"{role}-{code}-{at}", role, office) for at in (1, 2, 3)] for role in OFFICE_ROLES}
    people["county_checker"] = [staff.person(f"county-{county}", "county_checker", local)]
    return Region(code, county, office, local, people)


def _firm(staff: Staff, region: Region, number: int) -> tuple[Body, Actor]:
    body = staff.body(
        code=credit_code(region.county, number),
        name=f"企业 {region.county}-{number}（演示）",
        kind="enterprise",
        place=region.county,
    )
    return body, staff.person(f"firm-{region.county}-{number}", "firm_clerk", body)


def _provider(staff: Staff, region: Region, number: int) -> tuple[Body, Actor]:
    body = staff.body(
        code=credit_code(region.county, 9000 + number),
        name=f"机构 {region.county}-{number}（演示）",
        kind="service_provider",
        place=region.county,
    )
    return body, staff.person(f"provider-{region.county}-{number}", "provider_clerk", body)


def build(firms: int = 2, providers: int = 2) -> Node:
    """Make the node: no budgets, no listings yet."""
    roles.register()
    staff = Staff()
    regions = {code: _region(staff, code, county) for code, county in REGIONS.items()}
    for region in regions.values():
        region.firms = [_firm(staff, region, number) for number in range(1, firms + 1)]
        region.providers = [_provider(staff, region, number) for number in range(1, providers + 1)]
    staff.store()
    return Node(regions)


def done(outcome):
    """The outcome of an act that must have been carried out."""
    assert outcome.refusal is None, outcome.refusal
    return outcome


def open_budget(node: Node, code: str = "330100", amount: int = 1_000_000) -> asked.BudgetKey:
    region = node.regions[code]
    planner, approver, _third = region.people["budget_keeper"]
    plan = asked.PlanBudget(authority=code, place=code, office=region.office.pk, year=2026, amount_yuan=Decimal(amount))
    budget = asked.BudgetKey(done(actions.plan_budget(plan, by=planner, key=node.key())).case, code)
    approval = asked.ApproveBudget(budget=budget, document="杭科计〔2026〕1号（演示）")
    done(actions.approve_budget(approval, by=approver, key=node.key()))
    done(actions.open_budget(asked.ChangeBudget(budget=budget), by=approver, key=node.key()))
    return budget


def list_provider(
    node: Node, code: str = "310000", number: int = 0, *, since: date = FIRST_LISTED, until: date = LAST_LISTED
):
    """The case of a listing for the whole delta."""
    region = node.regions[code]
    body, clerk = region.providers[number]
    services = ("testing", "rd_design", "consulting")
    apply = asked.ApplyProvider(authority=code, body=body.pk, place=body.place, services=services, regions=("YRD",))
    case = done(actions.apply_as_provider(apply, by=clerk, key=node.key())).case
    checker, lister, _third = region.people["city_checker"]
    done(actions.check_provider(asked.CheckProvider(provider=case), by=checker, key=node.key()))
    listing = asked.ListProvider(
        provider=case, services=services, regions=("YRD",), listed_from=since, listed_until=until
    )
    done(actions.list_provider(listing, by=lister, key=node.key()))
    return case


def grant_right(node: Node, budget: asked.BudgetKey, firm: int = 0, quota: int | None = None) -> asked.RightKey:
    region = node.regions[budget.authority]
    body, clerk = region.firms[firm]
    apply = asked.ApplyRight(budget=budget, holder=body.pk, place=body.place, year=2026)
    case = done(actions.apply_for_right(apply, by=clerk, key=node.key())).case
    right = queries.right_key(case)
    (county,) = region.people["county_checker"]
    done(actions.check_right(asked.CheckRight(right=right), by=county, key=node.key()))
    amount = None if quota is None else Decimal(quota)
    grant = asked.GrantRight(right=right, quota_yuan=amount)
    done(actions.grant_right(grant, by=region.people["city_checker"][0], key=node.key()))
    return right


def reservation(right: asked.RightKey, listing, number: int = 1, **changes) -> asked.ReserveRequest:
    plain = {
        "right": right,
        "provider": listing,
        "category": "testing",
        "contract_no": f"HT-{number:04d}",
        "contract_on": DAY,
        "contract_yuan": Decimal(100_000),
        "eligible_yuan": Decimal(80_000),
    }
    return asked.ReserveRequest(**{**plain, **changes})


def clerk_of(node: Node, right: asked.RightKey) -> Actor:
    return next(actor for body, actor in node.regions[right.authority].firms if body.pk == right.holder)


def reserve(node: Node, right: asked.RightKey, listing, number: int = 1, **changes) -> asked.OrderKey:
    request = reservation(right, listing, number, **changes)
    case = done(actions.reserve(request, by=clerk_of(node, right), key=node.key())).case
    return queries.order_key(case)


def provider_clerk(node: Node, order: asked.OrderKey) -> Actor:
    seller = queries.order(order.case).provider_id
    return next(actor for region in node.regions.values() for body, actor in region.providers if body.pk == seller)


def delivery(order: asked.OrderKey, seed: int) -> asked.DeliverRequest:
    text = report(seed)
    digest = hashlib.sha256(text.encode()).hexdigest()
    return asked.DeliverRequest(order=order, delivered_on=clock.today(), report_sha256=digest, sketch=sketch(text))


def claim_of(order: asked.OrderKey, number: int, **changes) -> asked.ClaimRequest:
    row = queries.order(order.case)
    plain = {
        "order": order,
        "invoice_code": "033002600111",
        "invoice_no": f"{number:08d}",
        "invoice_on": row.contract_on,
        "invoice_yuan": row.contract_yuan,
        "invoice_tax_no": row.holder.code,
        "payment_ref": f"BANK-{number}",
        "payment_sha256": hashlib.sha256(str(number).encode()).hexdigest(),
    }
    return asked.ClaimRequest(**{**plain, **changes})


def deliver_and_claim(node: Node, order: asked.OrderKey, number: int = 1) -> None:
    seller = provider_clerk(node, order)
    holder = clerk_of(node, queries.right_key(order.right))
    done(actions.deliver(delivery(order, number), by=seller, key=node.key()))
    done(actions.claim(claim_of(order, number), by=holder, key=node.key()))
    done(actions.confirm(asked.AnswerClaim(order=order), by=seller, key=node.key()))


def balance(code: str) -> Decimal:
    return Account.objects.get(pk=code).balance


def _party(name: str) -> str:
    return name if name.startswith("body/") else organisations.person_party(name)


def register(node: Node, body: Body, code: str, *, controllers=(), shareholders=()) -> None:
    """Enter a body in the register of organisations, with parties that control it or hold its shares."""
    region = node.regions[code]
    (checker,) = region.people["county_checker"]
    values = organisation_rules.Values(
        name=body.name,
        kind=body.kind,
        place=body.place,
        credit_code=body.code,
        industry="C35",
        founded_on=date(2021, 5, 6),
        staff=40,
        sales=Decimal(20_000_000),
        sales_year=2025,
        controllers=tuple(organisation_rules.Held(_party(party)) for party in controllers),
        shareholders=tuple(organisation_rules.Held(_party(party)) for party in shareholders),
    )
    done(organisations.register(values, by=checker, key=node.key(), office=region.county_office, body=body.pk))
