"""A region with its offices, two firms of two counties, two providers; and what a person does in a browser."""

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from hashlib import sha256
from uuid import UUID

from django.test import Client
from django.urls import reverse

from kechuang.casework.act import Outcome
from kechuang.casework.due import sweep
from kechuang.casework.models import Case
from kechuang.config.demo.cast import credit_code
from kechuang.ledger.logs import open_log
from kechuang.mechanisms.sharing.voucher import actions, queries
from kechuang.mechanisms.sharing.voucher.rules import requests as asked
from kechuang.mechanisms.sharing.voucher.rules.report import sketch
from kechuang.web import clock
from kechuang.web.accounts.models import Body, Grant, Person
from kechuang.web.permissions import Actor, read_actor

CITY, COUNTY, OTHER_COUNTY = "330100", "330106", "330110"
FIRST = date(2020, 1, 1)
LETTERS = str.maketrans("0123456789", "ghijklmnop")
TODAY = date(2026, 6, 1)
FIRM_CODE, NEIGHBOUR_CODE = credit_code(COUNTY, 901), credit_code(OTHER_COUNTY, 902)


def moment(on: date) -> datetime:
    return datetime(on.year, on.month, on.day, 1, 0, tzinfo=UTC)


@dataclass
class World:
    """Bodies and persons by name; ``on`` is the day of the next act.

    ``mark`` and the first ``count`` keep the names and numbers of several regions on one node apart.
    """

    bodies: dict[str, Body] = field(default_factory=dict)
    persons: dict[str, Person] = field(default_factory=dict)
    on: date = TODAY
    count: int = 0
    city: str = CITY
    county: str = COUNTY
    other_county: str = OTHER_COUNTY
    mark: str = ""

    def body(self, name: str, kind: str, place: str, authority: str = "", code: str = "") -> Body:
        made = Body.objects.create(
            code=code or f"{self.mark}{name}",
            name=f"{self.mark}{name}",
            kind=kind,
            place=place,
            authority=authority,
            valid_from=FIRST,
        )
        self.bodies[name] = made
        return made

    def person(self, name: str, role: str, body: str) -> Person:
        made = Person.objects.create_user(f"{self.mark}{name}", name=f"Person {self.mark}{name}")
        Grant.objects.create(person=made, role=role, body=self.bodies[body], valid_from=FIRST)
        self.persons[name] = made
        return made

    def actor(self, name: str) -> Actor:
        return read_actor(self.persons[name])

    def client(self, name: str = "") -> Client:
        client = Client()
        if name:
            client.force_login(self.persons[name])
        return client

    def at(self):
        return clock.fixed(moment(self.on))

    def pass_days(self, days: int) -> None:
        self.on += timedelta(days=days)
        with self.at():
            sweep(self.on)

    def key(self) -> str:
        self.count += 1
        return f"world:{self.count}"

    # --- acts without pages, to bring a case where a page test begins

    def budget(self, amount: int = 1_000_000) -> UUID:
        office = self.bodies["city office"]
        with self.at():
            plan = asked.PlanBudget(
                authority=self.city,
                place=self.city,
                office=office.pk,
                year=self.on.year,
                amount_yuan=Decimal(amount),
                title="City vouchers",
            )
            case = done(actions.plan_budget(plan, by=self.actor("keeper1"), key=self.key())).case
            key = queries.budget_key(case)
            approve = asked.ApproveBudget(budget=key, document="Doc 1")
            done(actions.approve_budget(approve, by=self.actor("keeper2"), key=self.key()))
            done(actions.open_budget(asked.ChangeBudget(budget=key), by=self.actor("keeper2"), key=self.key()))
        return case

    def listed(self, name: str = "provider", regions: tuple[str, ...] = ("YRD",)) -> UUID:
        body = self.bodies[name]
        with self.at():
            apply = asked.ApplyProvider(
                authority=self.city, body=body.pk, place=body.place, services=("testing", "rd_design"), regions=regions
            )
            case = done(actions.apply_as_provider(apply, by=self.actor(f"{name} clerk"), key=self.key())).case
            done(actions.check_provider(asked.CheckProvider(provider=case), by=self.actor("city1"), key=self.key()))
            enter = asked.ListProvider(
                provider=case,
                services=("testing", "rd_design"),
                regions=regions,
                listed_from=self.on,
                listed_until=self.on + timedelta(days=365),
            )
            done(actions.list_provider(enter, by=self.actor("city2"), key=self.key()))
        return case

    def applied(self, budget: UUID, firm: str = "firm") -> UUID:
        body = self.bodies[firm]
        with self.at():
            request = asked.ApplyRight(
                budget=queries.budget_key(budget), holder=body.pk, place=body.place, year=self.on.year
            )
            return done(actions.apply_for_right(request, by=self.actor(f"{firm} clerk"), key=self.key())).case

    def checked(self, right: UUID) -> UUID:
        county = "county" if Case.objects.get(pk=right).place == self.county else "other county"
        with self.at():
            request = asked.CheckRight(right=queries.right_key(right))
            done(actions.check_right(request, by=self.actor(county), key=self.key()))
        return right

    def granted(self, budget: UUID, firm: str = "firm") -> UUID:
        right = self.checked(self.applied(budget, firm))
        with self.at():
            request = asked.GrantRight(right=queries.right_key(right))
            done(actions.grant_right(request, by=self.actor("city1"), key=self.key()))
        return right

    def reserved(
        self, right: UUID, provider: UUID, amount: int = 40_000, firm: str = "firm", contract_sha256: str = ""
    ) -> UUID:
        self.count += 1
        with self.at():
            request = asked.ReserveRequest(
                right=queries.right_key(right),
                provider=provider,
                category="testing",
                contract_no=f"HT-{self.count:04d}",
                contract_on=self.on,
                contract_yuan=Decimal(amount),
                eligible_yuan=Decimal(amount),
                contract_sha256=contract_sha256,
            )
            return done(actions.reserve(request, by=self.actor(f"{firm} clerk"), key=self.key())).case

    def delivered(self, order: UUID, by: str = "provider clerk") -> UUID:
        text = "".join(sha256(f"{order} {part}".encode()).hexdigest().translate(LETTERS) for part in range(20))
        with self.at():
            request = asked.DeliverRequest(
                order=queries.order_key(order), delivered_on=self.on, report_sha256=order.hex * 2, sketch=sketch(text)
            )
            done(actions.deliver(request, by=self.actor(by), key=self.key()))
        return order

    def claimed(self, order: UUID, by: str = "firm clerk", *, confirm: bool = True) -> UUID:
        row = queries.order(order)
        self.count += 1
        with self.at():
            request = asked.ClaimRequest(
                order=queries.order_key(order),
                invoice_no=f"26332000{self.count:012d}",
                invoice_on=self.on,
                invoice_yuan=row.contract_yuan,
                invoice_tax_no=row.holder.code,
                payment_ref=f"BANK{self.count}",
                payment_sha256="a" * 64,
            )
            done(actions.claim(request, by=self.actor(by), key=self.key()))
            if confirm:
                answer = asked.AnswerClaim(order=queries.order_key(order))
                done(actions.confirm(answer, by=self.actor("provider clerk"), key=self.key()))
        return order

    def in_audit(self, order: UUID) -> UUID:
        with self.at():
            request = asked.CheckClaim(order=queries.order_key(order))
            done(actions.check_claim(request, by=self.actor("city1"), key=self.key()))
        return order

    def drawn(self) -> UUID:
        with self.at():
            request = asked.CommitAudit(authority=self.city, place=self.city, office=self.bodies["audit office"].pk)
            case = done(actions.commit_audit(request, by=self.actor("auditor"), key=self.key())).case
            done(actions.draw_audit(asked.DrawAudit(audit=case), by=self.actor("auditor"), key=self.key()))
        return case

    def noticed(self, order: UUID) -> UUID:
        with self.at():
            request = asked.PassAudit(order=queries.order_key(order), finding="in order")
            done(actions.pass_audit(request, by=self.actor("auditor"), key=self.key()))
        return order

    def payable(self, *orders: UUID) -> tuple[UUID, ...]:
        for order in orders:
            self.in_audit(self.claimed(self.delivered(order)))
        self.drawn()
        for order in orders:
            self.noticed(order)
        self.pass_days(8)
        return orders

    def batch(self, *orders: UUID) -> UUID:
        with self.at():
            request = asked.PrepareBatch(
                authority=self.city, place=self.city, office=self.bodies["finance office"].pk, orders=orders
            )
            return done(actions.prepare_batch(request, by=self.actor("finance1"), key=self.key())).case

    def exported(self, batch: UUID) -> UUID:
        with self.at():
            done(actions.check_batch(asked.ChangeBatch(batch=batch), by=self.actor("finance2"), key=self.key()))
            done(actions.export_batch(batch, by=self.actor("finance1"), key=self.key()))
        return batch

    def paid(self, batch: UUID) -> UUID:
        with self.at():
            request = asked.RecordPayment(batch=batch, authority=self.city, paid_on=self.on, bank_ref="BANK-1")
            done(actions.record_payment(request, by=self.actor("finance3"), key=self.key()))
        return batch


def build() -> World:
    """The whole cast; nothing has happened yet."""
    return peopled(World(), FIRM_CODE, NEIGHBOUR_CODE)


def peopled(world: World, firm_code: str, neighbour_code: str) -> World:
    """Give a region its log, its offices, two firms of two counties and two providers."""
    open_log(world.city, world.city)
    for name, kind, place in (
        ("city office", "department", world.city),
        ("finance office", "finance", world.city),
        ("audit office", "audit", world.city),
        ("county office", "county_office", world.county),
        ("other county office", "county_office", world.other_county),
    ):
        world.body(name, kind, place, world.city)
    world.body("firm", "enterprise", world.county, code=firm_code)
    world.body("neighbour", "enterprise", world.other_county, code=neighbour_code)
    world.body("provider", "service_provider", world.county)
    world.body("other provider", "service_provider", world.other_county)
    for name, role, body in (
        ("keeper1", "budget_keeper", "city office"),
        ("keeper2", "budget_keeper", "city office"),
        ("city1", "city_checker", "city office"),
        ("city2", "city_checker", "city office"),
        ("county", "county_checker", "county office"),
        ("other county", "county_checker", "other county office"),
        ("finance1", "finance", "finance office"),
        ("finance2", "finance", "finance office"),
        ("finance3", "finance", "finance office"),
        ("auditor", "auditor", "audit office"),
        ("firm clerk", "firm_clerk", "firm"),
        ("neighbour clerk", "firm_clerk", "neighbour"),
        ("provider clerk", "provider_clerk", "provider"),
        ("other provider clerk", "provider_clerk", "other provider"),
    ):
        world.person(name, role, body)
    return world


def done(outcome: Outcome) -> Outcome:
    assert outcome.refusal is None, outcome.refusal
    return outcome


_KEY = re.compile(r'name="key" value="([0-9a-f]{32})"')


class Reader:
    """A person at a browser: opens a form, sends it with its own hidden key, follows where it leads."""

    def __init__(self, world: World, name: str = "") -> None:
        self.world, self.browser = world, world.client(name)

    def get(self, view: str, *args: object, **query: object):
        with self.world.at():
            return self.browser.get(reverse(view, args=args), query)

    def api(self, path: str, **query: object):
        """What a program gets under ``/api/v1/vouchers/``."""
        with self.world.at():
            response = self.browser.get(f"/api/v1/vouchers/{path}", query)
        assert response.status_code == 200, (path, response.status_code)
        return response.json()

    def text(self, view: str, *args: object, **query: object) -> str:
        response = self.get(view, *args, **query)
        assert response.status_code == 200, (view, response.status_code)
        return "".join(part.decode() for part in response) if response.streaming else response.content.decode()

    def send(self, view: str, *args: object, query: str = "", **values: object):
        """Open the form, then send it as a browser would."""
        url = f"{reverse(view, args=args)}{query}"
        with self.world.at():
            page = self.browser.get(url)
            assert page.status_code == 200, (url, page.status_code)
            found = _KEY.search(page.content.decode())
            assert found, f"no form at {url}"
            return self.browser.post(url, {"key": found.group(1), **values})

    def do(self, view: str, *args: object, query: str = "", **values: object) -> UUID:
        """Send a form that must be accepted; give the case that it leads to."""
        response = self.send(view, *args, query=query, **values)
        assert response.status_code == 302, said(response)
        return UUID(response["Location"].rstrip("/").rpartition("/")[2])


def said(response) -> str:
    """What a refused form says, for the message of a failed assertion."""
    return " | ".join(
        re.findall(
            r'<p class="fault"[^>]*>(.*?)</p>|<section class="refusal".*?<p>(.*?)</p>',
            response.content.decode(),
            re.DOTALL,
        )
        .__str__()
        .split("\\n")
    )
