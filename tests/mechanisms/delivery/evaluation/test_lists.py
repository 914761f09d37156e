"""Lists of evaluations cost the same for one row and for three."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from kechuang.casework.models import Case
from kechuang.mechanisms.delivery.evaluation.models import Comment, Evaluation, SelfReport, Statement
from kechuang.web import chance, clock
from tests.mechanisms.delivery.evaluation.conftest import AFTER, moment

LIST_QUERIES = {"list": 11, "reports": 10, "statements": 11, "comments": 10, "published": 9}


def copies(model, row, count, **own):
    """Write further rows like one; lists only read."""
    for at in range(1, count):
        values = {field.attname: getattr(row, field.attname) for field in model._meta.concrete_fields}
        yield at, model.objects.create(**{**values, **{name: make(at) for name, make in own.items()}})


def more_cases(case, count):
    own = {"id": lambda _at: chance.uuid7(), "number": lambda at: f"{case.number}-{at}"}
    return [row for _at, row in copies(Case, case, count, **own)]


def planted(city, count):
    """Plant as many published evaluations, self-reports, statements and comments."""
    case = city.commenting(public=True)
    city.remark(case)
    city.answer(case)
    for move, by, request in (
        ("submit", "planner", None),
        ("approve", "leader", None),
        ("publish", "planner", city.made(case)),
    ):
        assert city.take(case, move, by, request, AFTER).refusal is None, move
    row = Evaluation.objects.get(pk=case.pk)
    for at, other in enumerate(more_cases(case, count), 1):
        list(copies(Evaluation, row, 2, case_id=lambda _at, pk=other.pk: pk, last_year=lambda _at, at=at: 2026 + at))
    # Only the bureau's report and one statement of it are left as the one row.
    county = city.own(case, "county").pk
    Statement.objects.filter(report=county).delete()
    SelfReport.objects.filter(pk=county).delete()
    own = city.own(case, "bureau")
    Case.objects.filter(pk=county).update(kind="gone")
    told = SelfReport.objects.get(pk=own.pk)
    first = Statement.objects.filter(report=own.pk).order_by("order").first()
    Statement.objects.filter(report=own.pk).exclude(pk=first.pk).delete()
    bodies = [city.bodies["county"].pk, city.bodies["audit"].pk]
    for at, other in enumerate(more_cases(own, count), 1):
        list(
            copies(SelfReport, told, 2, case_id=lambda _at, pk=other.pk: pk, body_id=lambda _at, at=at: bodies[at - 1])
        )
    list(copies(Statement, first, count, id=lambda _at: chance.uuid7(), code=lambda at: f"X{at}"))
    list(copies(Comment, Comment.objects.get(), count, id=lambda _at: chance.uuid7()))


@pytest.mark.parametrize("count", [1, 3])
def test_every_list_asks_the_same_number_of_queries_for_one_row_and_for_three(city, django_assert_num_queries, count):
    planted(city, count)
    desk = Client()
    desk.force_login(city.people["planner"])

    with clock.fixed(moment(date(2026, 11, 24))):
        for name, queries in LIST_QUERIES.items():
            url = reverse(f"delivery_evaluation:{name}")
            desk.get(url)
            with django_assert_num_queries(queries):
                shown = desk.get(url)
            assert len(shown.context["list"].slice.rows) == count, name
