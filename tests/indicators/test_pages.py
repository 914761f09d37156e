"""The pages of indicators and promises, and that the interface for programs gives the same numbers."""

import csv
import io
import re
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from kechuang.config import roles
from kechuang.indicators import store
from kechuang.web.accounts.models import Body, Grant, Person
from tests.indicators.facts import HANGZHOU, SHANGHAI, opened, paid, reserved, write
from tests.pages.voucher.world import build

SECRET = "123,456.78"
FEB = date(2026, 2, 10)


@pytest.fixture
def filled(node):
    write(HANGZHOU, opened(), on=date(2026, 1, 5))
    write(HANGZHOU, paid("100.10", FEB), paid("50.00", FEB, across=True, industry="I"), reserved("123456.78"))
    write(SHANGHAI, reserved("1.00", place="310115"))
    store.follow_all()
    return node


def page(path: str, client: Client | None = None, status: int = 200) -> str:
    answer = (client or Client()).get(path)
    assert answer.status_code == status, path
    return answer.content.decode()


def client_of(role: str, place: str, kind: str = "office") -> Client:
    roles.register()
    body = Body.objects.create(code=f"b-{role}-{place}", name="某局（演示）", kind=kind, place=place, valid_from=FEB)
    person = Person.objects.create_user(f"{role}-{place}", name="某人（演示）")
    Grant.objects.create(person=person, role=role, body=body, valid_from=FEB)
    client = Client()
    client.force_login(person)
    return client


def test_from_any_number_the_facts_are_two_clicks_away_and_then_the_proof(filled):
    series = page("/indicators/voucher.paid_yuan/?every=quarter")
    facts = re.search(r'href="([^"]+)"><b>150\.10</b>', series)[1].replace("&amp;", "&")
    listed = page(facts)
    fact = re.search(r'class="row-link" href="([^"]+)"', listed)[1]

    assert (facts, listed.count('class="row-link"')) == (
        "/indicators/voucher.paid_yuan/facts/?every=quarter&period=2026-Q1",
        2,
    )
    assert "50" in page(fact)


def test_a_filter_in_the_address_narrows_series_and_facts(filled):
    series = page("/indicators/voucher.paid_yuan/?every=year&industry=I")
    listed = page("/indicators/voucher.paid_yuan/facts/?industry=I")

    assert re.findall(r"<b>([\d,.]+)</b></a>", series) == ["50", "50"]
    assert listed.count('class="row-link"') == 1


@pytest.mark.parametrize("query", ["place=x", "every=week", "logs=330100", "logs=330100:99", "on=yesterday"])
def test_an_address_that_cannot_be_read_is_refused_in_words(filled, query):
    said = page(f"/indicators/voucher.paid_yuan/?{query}", status=400)

    assert 'role="alert"' in said


def test_facts_of_no_period_and_of_no_page_are_refused_in_words(filled):
    for query in ("period=2026-13", "after=x"):
        assert 'role="alert"' in page(f"/indicators/voucher.paid_yuan/facts/?{query}", status=400)


def test_an_unknown_indicator_version_or_promise_is_not_found(filled):
    for path in ("/indicators/voucher.unknown/", "/indicators/voucher.paid_yuan/?version=99", "/promises/nothing/"):
        page(path, status=404)


def test_the_lasting_address_gives_the_same_numbers_after_new_facts(filled):
    again = re.search(r'href="([^"]+logs=[^"]+)"', page("/indicators/voucher.paid_yuan/"))[1].replace("&amp;", "&")
    write(HANGZHOU, paid("999.00", FEB))
    store.follow_all()

    numbers = [re.findall(r"<b>([\d,.]+)</b></a>", page(path)) for path in (again, "/indicators/voucher.paid_yuan/")]

    assert numbers == [["150.10", "150.10"], ["1,149.10", "1,149.10"]]


def test_numbers_of_offices_stay_with_offices_and_within_their_place(filled):
    path = "/indicators/voucher.reserved_yuan/"
    for suffix in ("", "facts/", "?export=csv", "?chart=series-voucher-reserved_yuan"):
        page(path + suffix, status=403)
    assert Client().get("/api/v1/indicators/voucher.reserved_yuan").status_code == 403
    firm, hangzhou, shanghai = (
        client_of("firm_clerk", "330106", "enterprise"),
        client_of("finance", "330100"),
        client_of("finance", "310000"),
    )

    page(path, firm, status=403)

    assert SECRET in page(path, hangzhou)
    assert SECRET not in page(path, shanghai)
    assert SECRET not in page(f"{path}?place=330100", shanghai)
    for public in ("/indicators/", "/indicators/voucher.orders_reserved/", "/promises/", "/"):
        assert "123,456" not in page(public)
    assert "voucher.reserved_yuan" not in page("/indicators/")


def test_files_hold_the_numbers_of_the_page(filled):
    answer = Client().get("/indicators/voucher.paid_yuan/?every=half&export=csv")
    rows = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))

    assert rows[1][:2] == ["2026-H1", "150.10"]
    assert rows[1][-2:] == ["voucher.paid_yuan@1", "310000:1,330100:4"]
    book = Client().get("/indicators/voucher.paid_yuan/?export=xlsx")
    assert b"".join(book.streaming_content)[:2] == b"PK"
    book.close()


def test_the_interface_for_programs_gives_the_same_numbers(filled):
    client = Client()
    series = client.get("/api/v1/indicators/voucher.cross_region_share?every=half").json()
    facts = client.get("/api/v1/indicators/voucher.cross_region_share/facts?period=2026-H1").json()

    assert [(point["period"], point["value"], point["facts"]) for point in series["points"]] == [
        ("2026-H1", "0.3331", 2)
    ]
    assert (series["logs"], series["editions"]) == ({"310000": 1, "330100": 4}, ["edition-1"])
    assert [(item["type"], item["in_part"]) for item in facts["items"]] == [
        ("sharing.voucher.order_paid", True),
        ("sharing.voucher.order_paid", False),
    ]
    assert "33.31%" in page("/indicators/voucher.cross_region_share/?every=half")


def test_a_promise_without_a_number_says_so_and_shows_what_is_measured(filled):
    said = page("/promises/yrd-voucher-interconnection/")
    given = Client().get("/api/v1/promises/yrd-voucher-interconnection").json()

    assert "文件未设定数量目标" in said
    assert (given["state"], given["quantified"]) == ("progress.no_number", False)
    assert [one["indicator"]["key"] for one in given["series"]] == [
        "voucher.paid_yuan",
        "voucher.cross_region_share",
        "voucher.firms_served",
        "voucher.claim_to_payment_days",
    ]
    assert given["acts"] == {"sharing.voucher.order_paid": 2, "sharing.voucher.order_reserved": 2}
    assert "/indicators/voucher.paid_yuan/facts/?every=quarter&amp;period=2026-Q1" in said


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
def test_every_page_opens_in_every_language_without_bare_codes(filled, language):
    client = Client(headers={"accept-language": language})
    for name, args in (
        ("register", []),
        ("indicator", ["voucher.paid_yuan"]),
        ("indicator", ["voucher.order_steps"]),
        ("facts", ["voucher.cross_region_share"]),
        ("promises", []),
        ("promise", ["zj-voucher-everywhere"]),
    ):
        shown = page(reverse(f"indicators:{name}", args=args), client).split("<main")[1].split("</main>")[0]

        assert re.findall(r">\s*(?:progress|sharing|indicators)\.[a-z_.]+", shown) == []


def test_an_empty_node_has_pages_that_say_so(node):
    for path in (
        "/indicators/",
        "/indicators/voucher.paid_yuan/",
        "/indicators/voucher.paid_yuan/facts/",
        "/promises/",
    ):
        page(path)


def test_pages_cost_few_statements_however_many_facts(filled, django_assert_max_num_queries):
    for _round in range(2):
        for path, most in (("/indicators/voucher.paid_yuan/", 2), ("/indicators/voucher.paid_yuan/facts/", 4)):
            with django_assert_max_num_queries(most):
                page(path)
        write(HANGZHOU, *(paid("1.00", FEB) for _ in range(30)))
        store.follow_all()


def test_the_palette_finds_promises_and_indicators_and_no_office_numbers(filled):
    found = page("/search/?q=创新券")

    assert "/promises/yrd-voucher-interconnection/" in found
    assert "/indicators/voucher.paid_yuan/" in found
    assert "voucher.reserved_yuan" not in found


def test_an_order_paid_through_the_gateway_moves_the_number(db, settings, tmp_path):
    settings.KECHUANG_HOME = tmp_path
    world = build()
    with world.at():
        right, provider = world.granted(world.budget()), world.listed()
        (order,) = world.payable(world.reserved(right, provider))
        batch = world.paid(world.exported(world.batch(order)))
    assert batch
    store.follow_all()

    with world.at():
        total = Client().get("/api/v1/indicators/voucher.paid_yuan").json()["total"]
        listed = page("/indicators/voucher.paid_yuan/facts/")

    assert (Decimal(total["value"]) > 0, total["facts"]) == (True, 1)
    assert "/rules/" in listed.split("<main")[1]
