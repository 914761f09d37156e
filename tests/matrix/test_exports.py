"""Files of lists, the search page and the palette: nothing planted leaks, and everything planted is found by its readers."""

import pytest
from django.urls import reverse

from tests.matrix.filled import EVERYBODY, NEIGHBOUR, NOBODY, OWN, REGIONS
from tests.matrix.routes import OPERATIONS, PAGES, addresses
from tests.matrix.walk import EVERYTHING, holds, leaks, seen, text_of

ASKERS = [NOBODY, (OWN, "city1"), (OWN, "county"), (OWN, "firm clerk"), (NEIGHBOUR, "finance1"), (NEIGHBOUR, "planner")]
DESKS = {
    *("/notices/", "/notices/sent/", "/notices/channels/", "/matters/", "/prepared/", "/lists/views/", "/drafts/"),
    *("/tasks/", "/imports/", "/inbox/all/"),
}
KINDS = ("csv", "xlsx")
PEOPLE = list(EVERYBODY) if EVERYTHING else ASKERS


def is_list(client, address: str) -> bool:
    response = client.get(address)
    said = text_of(response) if response.status_code == 200 else ""
    return "export=csv" in said


@pytest.mark.parametrize("person", PEOPLE, ids=str)
def test_no_file_of_a_list_holds_what_its_asker_may_not_read(filled, person):
    """The kinds of file turn with the lists; the whole grid takes both kinds of each."""
    told, files, client = [], 0, filled.client(person)
    lists = [route.path for route in PAGES if "{" not in route.path and holds(person, route.permission)]

    for number, path in enumerate(path for path in lists if is_list(client, path)):
        for kind in KINDS if EVERYTHING else [KINDS[(number + PEOPLE.index(person)) % len(KINDS)]]:
            response = client.get(path, {"export": kind})
            assert response.status_code == 200, path
            files += 1
            told += [(path, kind, text) for text in leaks(filled, person, text_of(response))]

    assert told == []
    assert files > 8  # the five public registers and the desks: the walk did find lists


def test_no_search_finds_what_its_asker_may_not_read(filled):
    """Asked for all but the last sign of a planted text, so that the page's own echo of the question is not a find.

    Who asks turns with the text; the whole grid asks for each as everybody.
    """
    told = []
    words = [text for text in filled.secrets if not text.replace(".", "").isdigit() or len(text) > 12]
    clients = {person: filled.client(person) for person in PEOPLE}

    for number, text in enumerate(words):
        for person in PEOPLE if EVERYTHING else {PEOPLE[number % len(PEOPLE)], PEOPLE[number // 2 % len(PEOPLE)]}:
            said = text_of(clients[person].get(reverse("web:search"), {"q": text[:-1]}))
            told += [(person, text, each) for each in leaks(filled, person, said)]

    assert told == []
    assert len(words) > 30


def test_every_planted_text_is_read_by_somebody_who_may(filled):
    """A text that nobody can find would make the walk for leaks say nothing."""
    read = set()
    pages = {
        "/policy/import/{identifier}/",
        "/files/{identifier}/",
    }

    for region in REGIONS:
        for name in ("city1", "auditor", "finance1", "firm clerk", "neighbour clerk", "planner"):
            person, client = (region, name), filled.client((region, name))
            for route in (*PAGES, *OPERATIONS):
                if route.path not in pages or route.method != "get" or not holds(person, route.permission):
                    continue
                for address, thing in addresses(route, filled, region):
                    if thing is None or thing.readers is None or person in thing.readers:
                        read |= seen(filled, person, text_of(client.get(address)))

    for thing in {thing for things in filled.things.values() for thing in things if thing.readers}:
        unread = [readers for text, readers in filled.secrets.items() if text not in read]
        for person in (one for one in sorted(thing.readers) if any(one in readers for readers in unread)):
            # most kinds of thing are cases
            read |= seen(filled, person, text_of(filled.client(person).get(f"/cases/{thing.id}/")))

    for person in EVERYBODY:
        client = filled.client(person)
        for route in PAGES:
            if route.path in DESKS and holds(person, route.permission):
                read |= seen(filled, person, text_of(client.get(route.path)))

    assert read == set(filled.secrets)
