"""What is on screen is in the interface for programs: every list shows one person the same rows in the same order."""

import pytest

from tests.matrix.filled import NOBODY, OWN
from tests.matrix.routes import OPERATIONS, PAGES, schema
from tests.matrix.walk import holds

PEOPLE = [NOBODY, *((OWN, name) for name in ("city1", "county", "firm clerk", "finance1", "planner", "node keeper"))]
COMPARED = 25
ONLY_HERE = {"/style/", "/style/list/"}  # the living style page's invented rows
LISTS = [route for route in PAGES if "{" not in route.path and route.path not in ONLY_HERE]


def served() -> dict[str, list[str]]:
    """Give the paths under which the interface serves each list, by the list's key."""
    found: dict[str, list[str]] = {}
    for route in OPERATIONS:
        operation = schema()["paths"][route.path][route.method]
        key = operation["summary"].removeprefix("List ")
        if route.method == "get" and operation["summary"].startswith("List "):
            found.setdefault(key, []).append(route.path)
    return found


def on_screen(client, address):
    """Give the list that a page shows, or None."""
    response = client.get(address)
    shown = response.context and response.context.get("list")
    response.close()
    return shown if response.status_code == 200 and hasattr(shown, "declared") else None


def rows_of(client, address):
    answer = client.get(address).json()
    return [row["id"] for row in answer["items"]][:COMPARED]


@pytest.mark.parametrize("person", PEOPLE, ids=str)
def test_every_list_shows_the_same_rows_on_screen_and_to_programs(filled, person):
    client, paths, compared = filled.client(person), served(), []

    for route in LISTS:
        if not holds(person, route.permission):
            continue
        listing = on_screen(client, route.path)
        if listing is None:
            continue
        key, shown = listing.declared.key, [str(row.pk) for row in listing.slice.rows][:COMPARED]
        assert key in paths, f"no operation serves the list {key} of {route.path}"
        open_to = [path for path in paths[key] if "{" not in path and client.get(path).status_code == 200]
        assert shown in [rows_of(client, path) for path in open_to], route.path
        compared.append(route.path)

    assert len(compared) >= 8, compared
