"""The inbox as a board: cases in the columns of their states, with the moves open to the reader and no others."""

import pytest
from django.urls import reverse
from lxml import html

from kechuang.casework import standing
from kechuang.casework.models import Case
from kechuang.web import clock
from tests.casework import lending
from tests.casework.test_pages import form_for_moves, lend, sign_in

__all__ = ["form_for_moves"]  # a fixture that every test here uses by itself


def board(client, kind=lending.MOVES.kind):
    page = client.get(reverse("casework:board", args=["office"]), {"kind": kind})
    return html.fromstring(page.content.decode())


def test_a_case_stands_in_the_column_of_its_state_with_its_moves(library, client):
    case = lend(library, "k1")

    tree = board(sign_in(client, library.clerk))

    state = Case.objects.get(pk=case).state
    [card] = tree.xpath("//li[@data-card]")
    assert card.getparent().getparent().get("data-lane") == state
    open_moves = standing.open_moves(Case.objects.get(pk=case), library.clerk, clock.today())
    assert len(card.xpath(".//a[@data-way]")) == len(open_moves)


def test_without_a_kind_the_board_opens_with_the_first_that_people_move(library, client):
    lend(library, "k1")

    response = sign_in(client, library.clerk).get(reverse("casework:board", args=["office"]))

    assert response["Location"].endswith(f"?kind={lending.MOVES.kind}")


@pytest.mark.parametrize("count", [1, 3])
def test_moves_of_many_cases_take_one_query_at_most(library, count, django_assert_max_num_queries):
    for number in range(count):
        lend(library, f"k{number}")
    cases = list(Case.objects.filter(kind=lending.MOVES.kind).select_related("holder"))

    with django_assert_max_num_queries(1):
        found = standing.own_moves_of_many(cases, library.clerk, clock.today())

    alone = {case.pk: standing.open_moves(case, library.clerk, clock.today()) for case in cases}
    assert found == alone
