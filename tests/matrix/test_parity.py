"""What is on screen is in the interface for programs: every list shows one person the same rows in the same order."""

from collections import Counter

import pytest
from ninja import Schema

from tests.matrix.filled import NOBODY, OWN
from tests.matrix.routes import OPERATIONS, PAGES, schema
from tests.matrix.walk import holds

PEOPLE = [NOBODY, *((OWN, name) for name in ("city1", "county", "firm clerk", "finance1", "planner", "node keeper"))]
COMPARED = 25
SAMPLES = "/style/"  # the living style page: invented rows
LISTS = [route for route in PAGES if "{" not in route.path and not route.path.startswith(SAMPLES)]


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


def shapes(parent=Schema):
    for each in parent.__subclasses__():
        yield each
        yield from shapes(each)


def test_no_two_shapes_of_the_interface_share_a_name():
    """The schema keeps one shape under a name: a second one would describe another operation's body."""
    written = {f"{each.__module__}.{each.__qualname__}": each.__name__ for each in shapes()}
    names = Counter(name for place, name in written.items() if place.startswith("kechuang."))

    assert {name: count for name, count in names.items() if count > 1} == {}
