"""A node of its own for measurements: a budget, providers, and as many firms with a claim right as asked for.

Everything passes the gateway. The database is SQLite in a scratch folder, or the one that ``DATABASE_URL`` names (it is
emptied first).
"""

import os
import sys
import tempfile
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from uuid import UUID

TODAY = date(2026, 3, 10)
AUTHORITY = "330100"
PLACE = "330106"


def start() -> None:
    """Set Django up on a fresh database."""
    os.environ.setdefault("KECHUANG_HOME", tempfile.mkdtemp(prefix="kechuang-bench-"))
    os.environ.setdefault("KECHUANG_SECRET_KEY", "measurements protect nothing")
    os.environ["DJANGO_SETTINGS_MODULE"] = "kechuang.config.settings"
    sys.path.insert(0, str(Path(__file__).parents[1]))
    import django

    django.setup()


def serve() -> None:
    """Bring this process to where a server stands when it answers (``kechuang/config/wsgi.py``)."""
    import gc

    from django.urls import get_resolver

    get_resolver().url_patterns  # noqa: B018 - reads the routes, as the server does
    gc.collect()
    gc.freeze()


def fresh() -> None:
    """Make the tables, or empty them."""
    from django.core.management import call_command

    from kechuang.ledger import triggers
    from kechuang.ledger.models import Log

    call_command("migrate", verbosity=0, interactive=False)
    if Log.objects.exists():
        triggers.remove()
        call_command("flush", verbosity=0, interactive=False)


@dataclass
class Firm:
    """A firm with its clerk and its granted right."""

    clerk: object
    right: object


@dataclass
class Node:
    """What the measurements work with."""

    firms: list[Firm]
    providers: list[UUID]


def person(username: str, role: str, body: UUID, kind: str, place: str, authority: str = ""):
    """Make a person with one duty and give the actor."""
    from kechuang.web.accounts.models import Grant, Person
    from kechuang.web.permissions import Actor, Held

    someone = Person.objects.create(username=username, name=username, password="!")
    Grant.objects.create(person=someone, role=role, body_id=body, valid_from=date(2020, 1, 1))
    held = Held(role, body, kind, place, authority, date(2020, 1, 1), None)
    return Actor(person=someone.pk, name=username, grants=(held,))


def build(firms: int, providers: int = 8) -> Node:
    """Build the node; takes some ten milliseconds a firm."""
    from kechuang.casework.act import Item
    from kechuang.config.demo.cast import credit_code
    from kechuang.config.demo.day import moment_on
    from kechuang.ledger.logs import open_log
    from kechuang.mechanisms.sharing.voucher import actions
    from kechuang.mechanisms.sharing.voucher.acts import order, provider, right
    from kechuang.mechanisms.sharing.voucher.rules import requests as asked
    from kechuang.resources.organisations import actions as register
    from kechuang.resources.organisations.rules import Values
    from kechuang.web import chance, clock
    from kechuang.web.accounts.models import Body

    del order
    with clock.fixed(moment_on(TODAY)):
        open_log(AUTHORITY, "benchmark")
        office = Body.objects.create(
            code="bench-office",
            name="office",
            kind="department",
            place=AUTHORITY,
            authority=AUTHORITY,
            valid_from=date(2020, 1, 1),
        )
        offices = {
            role: person(role, role.rstrip("12"), office.pk, "department", AUTHORITY, AUTHORITY)
            for role in ("city_checker1", "city_checker2", "county_checker", "budget_keeper1", "budget_keeper2")
        }
        codes = [credit_code(PLACE, number) for number in range(1, firms + providers + 1)]
        items = [
            Item(
                register.registration(
                    Values(
                        name=f"bench {code}",
                        kind="enterprise" if at < firms else "service_provider",
                        place=PLACE,
                        credit_code=code,
                        industry="C39",
                    ),
                    office=office,
                ),
                f"bench:{code}",
            )
            for at, code in enumerate(codes)
        ]
        outcomes = register.register_many(items, by=offices["city_checker1"])
        assert all(outcomes), next(outcome.refusal for outcome in outcomes if not outcome)
        bodies = dict(Body.objects.filter(code__in=codes).values_list("code", "pk"))
        fund = chance.uuid7()
        key = asked.BudgetKey(case=fund, authority=AUTHORITY)
        plan = asked.PlanBudget(
            authority=AUTHORITY,
            place=AUTHORITY,
            office=office.pk,
            year=TODAY.year,
            amount_yuan=Decimal(200_000) * firms,
            case=fund,
        )
        assert actions.plan_budget(plan, by=offices["budget_keeper1"], key="plan")
        assert actions.approve_budget(
            asked.ApproveBudget(budget=key, document="bench"), by=offices["budget_keeper2"], key="approve"
        )
        assert actions.open_budget(asked.ChangeBudget(budget=key), by=offices["budget_keeper2"], key="open")
        sellers = []
        for code in codes[firms:]:
            case = chance.uuid7()
            clerk = person(f"p{code}", "provider_clerk", bodies[code], "service_provider", PLACE)
            apply = asked.ApplyProvider(
                authority=AUTHORITY, body=bodies[code], place=PLACE, services=("testing",), regions=("YRD",), case=case
            )
            assert actions.apply_as_provider(apply, by=clerk, key=f"a{code}")
            assert actions.check_provider(
                asked.CheckProvider(provider=case), by=offices["city_checker1"], key=f"c{code}"
            )
            enter = asked.ListProvider(
                provider=case, services=("testing",), regions=("YRD",), listed_from=TODAY, listed_until=date(2028, 1, 1)
            )
            assert actions.list_provider(enter, by=offices["city_checker2"], key=f"l{code}")
            sellers.append(case)
        del provider
        rows, keys, clerks = [], [], []
        for code in codes[:firms]:
            clerks.append(person(f"f{code}", "firm_clerk", bodies[code], "enterprise", PLACE))
            case = chance.uuid7()
            keys.append(asked.RightKey(case=case, authority=AUTHORITY, budget=fund, holder=bodies[code], place=PLACE))
            request = asked.ApplyRight(budget=key, holder=bodies[code], place=PLACE, year=TODAY.year, case=case)
            outcome = actions.apply_for_right(request, by=clerks[-1], key=f"r{code}")
            assert outcome, outcome.refusal
        rows = [(f"x{at}", asked.CheckRight(right=one)) for at, one in enumerate(keys)]
        assert all(actions.many(right.CHECK_COUNTY, rows, by=offices["county_checker"]))
        rows = [(f"g{at}", asked.GrantRight(right=one)) for at, one in enumerate(keys)]
        assert all(actions.many(right.CHECK_CITY, rows, by=offices["city_checker1"]))
    return Node([Firm(clerk, one) for clerk, one in zip(clerks, keys, strict=True)], sellers)


def reservation(node: Node, number: int):
    """Give the request of one order: each firm in turn, each time with another provider."""
    from kechuang.mechanisms.sharing.voucher.rules import requests as asked
    from kechuang.web import chance

    firm = node.firms[number % len(node.firms)]
    turn = number // len(node.firms)
    return firm, asked.ReserveRequest(
        right=firm.right,
        provider=node.providers[turn % len(node.providers)],
        category="testing",
        contract_no=f"B-{number}",
        contract_on=TODAY,
        contract_yuan=Decimal(20000),
        eligible_yuan=Decimal(20000),
        asked_yuan=Decimal(2000),
        case=chance.uuid7(),
    )
