"""Inbox and case page, through the lending mechanism."""

from decimal import Decimal

import pytest
from django.urls import reverse

from kechuang.casework import registry
from kechuang.casework.act import act
from kechuang.web import chance
from kechuang.web.accounts.models import Person
from tests.casework import lending
from tests.casework.lending import LEND, Lend


@pytest.fixture(autouse=True)
def form_for_moves(library):
    """The tests' mechanism has no forms: the case page itself stands for the address."""
    kind = registry.CaseKind(
        lending.MOVES, "loan:read", forms={"close": "casework:case", "hand_back": "casework:case"}, due=lending.KIND.due
    )
    registry.register_case(kind)
    yield
    registry.CASE_KINDS.pop(lending.MOVES.kind)


def lend(library, key):
    request = Lend(chance.uuid7(), library.office.pk, library.borrower.pk, Decimal(10))
    return act(LEND, request, by=library.clerk, key=key).case


def sign_in(client, actor):
    client.force_login(Person.objects.get(pk=actor.person))
    return client


@pytest.mark.parametrize(("count", "queries"), [(1, 11), (3, 11)])
def test_the_office_box_takes_the_same_queries_for_one_case_and_for_three(
    library, client, django_assert_num_queries, count, queries
):
    registry.register_case(registry.CaseKind(lending.MOVES, "loan:read"))
    for number in range(count):
        lend(library, f"k{number}")
    sign_in(client, library.clerk)

    with django_assert_num_queries(queries):
        response = client.get(reverse("casework:inbox", args=["office"]))

    assert response.content.decode().count("A loan") >= count


def test_a_case_page_shows_steps_and_what_time_will_do(library, client):
    case = lend(library, "k1")

    page = sign_in(client, library.clerk).get(reverse("casework:case", args=[case])).content.decode()

    assert "330106-2026-000001" in page
    assert "2026-03-01" in page
    assert "tests.loan.lend" in page


def test_a_neighbour_does_not_find_the_case(library, client):
    case = lend(library, "k1")

    assert sign_in(client, library.stranger).get(reverse("casework:case", args=[case])).status_code == 404
    assert (
        "330106-2026-000001"
        in sign_in(client, library.reader).get(reverse("casework:case", args=[case])).content.decode()
    )


def test_the_button_stands_only_where_the_move_is_open(library, client):
    case = lend(library, "k1")
    url = reverse("casework:case", args=[case])

    assert "tests.loan.hand_back</a>" in sign_in(client, library.reader).get(url).content.decode()
    assert "tests.loan.hand_back</a>" not in sign_in(client, library.clerk).get(url).content.decode()
