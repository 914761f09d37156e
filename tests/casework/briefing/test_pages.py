"""The leader's page by itself: tellers register, the day is read, what was seen is kept by the reader's own word."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client

from kechuang.casework import erasure
from kechuang.casework.briefing import registry
from kechuang.casework.briefing.models import Look
from kechuang.casework.briefing.registry import Brief, Grid, GridRow, Line, Row, Told
from kechuang.config import roles
from kechuang.ledger.logs import open_log
from kechuang.web import clock
from kechuang.web.accounts.models import Body, Grant, Person

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
ROW = Row(title="A late thing", url="/x/1/", who="A bureau", note="no report yet", on=date(2026, 11, 1))
GRID = Grid(
    caption="By body", first="Body", heads=["late"], rows=[GridRow(name="A bureau", url="/b/", cells=[(1, "/l/")])]
)
QUERIES = 7


@pytest.fixture
def node(db):
    roles.register()
    open_log("330100", "Hangzhou")
    city = Body.objects.create(
        code="city", name="City", kind="department", place="330100", authority="330100", valid_from=date(2020, 1, 1)
    )
    for name in ("leader", "auditor"):
        person = Person.objects.create_user(name, name=f"Person {name}")
        Grant.objects.create(person=person, role=name, body=city, valid_from=date(2020, 1, 1))
    with clock.fixed(NOW):
        yield city


@pytest.fixture
def alone(monkeypatch):
    """Tellers of this test alone."""
    monkeypatch.setattr(registry, "_BRIEFS", {})


def teller(count=1, **more):
    line = Line(code="x.late", label="Late things", value=count, url="/x/?flag=late", rows=[ROW] * count, before=2)
    values = {"name": "x", "part": registry.ALERTS, "tell": lambda _asked: Told(lines=[line], grid=GRID)} | more
    registry.register(Brief(**values))


def client(name="leader"):
    found = Client()
    found.force_login(Person.objects.get(username=name))
    return found


def test_a_leader_enters_by_the_page_once_and_then_finds_the_days_work(node):
    desk = client()

    first, second = desk.get("/"), desk.get("/")

    assert (first.status_code, first.headers.get("Location")) == (302, "/brief/")
    assert second.status_code == 200


def test_others_enter_by_the_days_work_and_may_not_open_the_page(node):
    desk = client("auditor")

    assert desk.get("/").status_code == 200
    assert desk.get("/brief/").status_code == 403


def test_a_figure_stands_with_its_list_its_rows_and_what_it_was(node, alone):
    teller()

    page = client().get("/brief/", {"since": "2026-11-01"}, headers={"accept-language": "en"}).content.decode()

    assert '<a href="/x/?flag=late"><b class="">1</b> Late things</a> <small class="quiet">then 2</small>' in page
    assert '<a href="/x/1/">A late thing</a>' in page
    assert '<a href="/l/">1</a>' in page


def test_the_same_stands_in_the_interface_and_in_the_file(node, alone):
    teller()
    desk = client()

    told = desk.get("/api/v1/brief/", {"since": "2026-11-01"}).json()
    file = b"".join(desk.get("/brief/", {"export": "csv"}).streaming_content).decode("utf-8-sig").splitlines()

    assert (told["place"], told["on"], told["since"]) == ("330100", "2026-11-20", "2026-11-01")
    [part] = told["parts"]
    [line] = part["lines"]
    assert (line["value"], line["before"], line["rows"][0]["on"]) == (1, 2, "2026-11-01")
    assert part["grid"][0]["cells"] == [{"head": "late", "value": 1, "url": "/l/"}]
    assert len(file) == 4


def test_a_teller_that_the_reader_may_not_hear_is_silent(node, alone):
    teller(permission="voucher:audit")

    assert client().get("/api/v1/brief/").json()["parts"] == []


def test_an_unknown_part_is_refused_when_it_is_registered(alone):
    with pytest.raises(ValueError, match="no part"):
        registry.register(Brief(name="x", part="wall", tell=lambda _asked: Told()))


def test_what_was_seen_is_the_day_compared_with_until_another_is_asked(node):
    desk = client()
    assert desk.get("/api/v1/brief/").json()["since"] == "2026-10-21"

    answer = desk.post("/brief/seen/", {"place": "330100"})

    assert (answer.status_code, answer.headers["Location"]) == (302, "/brief/?place=330100")
    assert desk.get("/api/v1/brief/").json()["since"] == "2026-11-20"
    assert desk.get("/api/v1/brief/", {"since": "2026-11-02"}).json()["since"] == "2026-11-02"
    assert desk.get("/api/v1/brief/", {"place": "330106"}).json()["since"] == "2026-10-21"


def test_a_day_that_is_none_is_said_and_never_guessed(node, alone):
    desk = client()

    page = desk.get("/brief/", {"since": "yesterday"})

    assert page.status_code == 200
    assert 'aria-invalid="true"' in page.content.decode()
    assert desk.get("/api/v1/brief/", {"since": "yesterday"}).status_code == 409


def test_places_to_choose_are_the_seat_and_what_lies_directly_below(node):
    page = client().get("/brief/", {"place": "330106"}).content.decode()

    assert '<option value="330100">' in page
    assert '<option value="330106" selected>' in page
    assert '<option value="330000">' not in page


def test_an_erased_person_leaves_no_look_behind(node):
    client().post("/brief/seen/", {})
    assert Look.objects.count() == 1

    gone = erasure.ERASERS["briefing"](Person.objects.get(username="leader"))

    assert (gone, Look.objects.count()) == (1, 0)


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_itself_costs_the_same_for_one_row_or_three(node, alone, django_assert_num_queries, count):
    teller(count)
    desk = client()
    desk.get("/brief/")

    with django_assert_num_queries(QUERIES):
        desk.get("/brief/")
