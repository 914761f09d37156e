"""The other page of every two in a browser (``every_page.py``)."""

import pytest

from tests.browser.every_page import ROUTES, english_messages, faults_at

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def english() -> list[str]:
    return english_messages()


@pytest.mark.parametrize("route", ROUTES[1::2], ids=str)
def test_a_page_is_whole_in_every_variant(enter, filled, server, english, route):
    assert faults_at(enter, filled, server, english, route) == {}
