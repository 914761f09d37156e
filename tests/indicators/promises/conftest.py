"""A planner's office with the invented plan in the register, and statistics as facts."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.test import Client

from kechuang.config import roles
from kechuang.indicators import compute, store
from kechuang.indicators.promises import actions, corrected, queries, rules, sources
from kechuang.indicators.promises.models import Promise
from kechuang.indicators.promises.terms import Terms
from kechuang.ledger.logs import open_log
from kechuang.policy.models import Document, Target
from kechuang.web import chance, clock
from kechuang.web.accounts.models import Body, Grant, Person
from kechuang.web.permissions import Actor, read_actor
from tests.indicators.facts import AT, write
from tests.policy import plans

PLACE = "330000"
NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
TODAY = date(2026, 11, 21)
LABS = "labs.provincial"


@dataclass
class Office:
    """What the tests act with: a planner and his document."""

    office: Body
    planner: Actor
    client: Client
    document: Document

    def target(self, number: int = 0) -> Target:
        return self.document.targets.order_by("start")[number]

    def bind(self, number: int = 0, *, reason: str = "按年度监测口径", **more) -> Promise:
        outcome = self.bound(number, reason=reason, **more)
        assert outcome.refusal is None, outcome.refusal
        return Promise.objects.select_related("document", "case").get(pk=outcome.case)

    def bound(self, number: int = 0, *, reason: str = "按年度监测口径", **more):
        target = self.target(number)
        request = rules.Bind(
            case=chance.uuid7(),
            authority=PLACE,
            office=self.office.pk,
            document=self.document.pk,
            target=target.code,
            clause=target.clause.path if target.clause else "",
            title=target.indicator,
            quote=target.quote,
            terms=level(**more),
            reason=reason,
            said=corrected.said_of(target),
        )
        return actions.bind(request, by=self.planner, key=chance.random_id())


def level(**more) -> Terms:
    values = {
        "form": "level",
        "due_on": date(2027, 12, 31),
        "target": Decimal(20),
        "unit": "家",
        "indicator": LABS,
        "place": PLACE,
        "base": Decimal(8),
        "base_on": date(2024, 12, 31),
        "base_source": "年度公报（演示）",
    }
    return Terms(**{**values, **more})


def observe(
    *pairs: tuple[str, str],
    indicator: str = LABS,
    place: str = PLACE,
    vintage: str = "2026-03-01",
    at: datetime = AT,
    **more,
):
    """Record observations as the statistics do (``at``: when), and have the data set follow."""
    from kechuang.mechanisms.delivery.statistic.facts import Observed

    values = {
        "status": "final",
        "unit": "家",
        "source": "科技统计年鉴（演示）",
        "dataset": "d",
        "batch": "b",
        "reason": "",
    }
    facts = [
        Observed(
            indicator=indicator,
            indicator_version=1,
            place=place,
            code_list=date(2025, 1, 1),
            period=period,
            value=value,
            vintage=date.fromisoformat(vintage),
            flags=(),
            **{**values, **more},
        )
        for period, value in pairs
    ]
    written = write(PLACE, *facts, on=TODAY, at=at)
    store.follow_all()
    return written


@pytest.fixture
def office(db, settings, tmp_path) -> Iterator[Office]:
    settings.KECHUANG_HOME = tmp_path
    roles.register()
    open_log(PLACE, "the province")
    body = Body.objects.create(
        code="330000-kc",
        name="省级科技主管部门（演示）",
        kind="office",
        place=PLACE,
        authority=PLACE,
        valid_from=date(2020, 1, 1),
    )
    person = Person.objects.create_user("planner", name="林越")
    Grant.objects.create(person=person, role="planner", body=body, valid_from=date(2020, 1, 1))
    client = Client()
    client.force_login(person)
    with clock.fixed(NOW):
        yield Office(body, read_actor(person), client, _imported(read_actor(person)))
    compute.forget()
    queries.forget()
    sources.forget()


def _imported(planner: Actor) -> Document:
    from kechuang.policy import actions as policy
    from kechuang.policy.rules import as_read

    reading = plans.reading()
    draft = policy.preview(reading, plans.TEXT, plans.TEXT.encode(), by=planner)
    outcome = policy.accept(draft, as_read(reading), by=planner)
    return Document.objects.get(pk=outcome.case)
