"""Every page of the voucher opens for whom it is meant, and a neighbour's data is nowhere on it."""

import csv
import io

import pytest
from django.urls import reverse

from kechuang.casework.models import Case
from tests.pages.voucher.world import Reader

PUBLIC = ("front", "rules", "budgets", "providers", "notices", "results", "rounds")
OFFICERS = ("keeper1", "city1", "county", "finance1", "auditor")
NEIGHBOUR = "neighbour"


@pytest.fixture
def two_firms(world):
    """A firm and its neighbour with an order each: what could leak is there."""
    budget, provider, other = world.budget(), world.listed(), world.listed("other provider")
    rights = {firm: world.granted(budget, firm) for firm in ("firm", NEIGHBOUR)}
    orders = {
        "firm": world.reserved(rights["firm"], provider),
        NEIGHBOUR: world.reserved(rights[NEIGHBOUR], other, 30_000, NEIGHBOUR),
    }
    world.cases = {"budget": budget, "provider": provider, "rights": rights, "orders": orders}
    return world


def main(page: str) -> str:
    return page.split("<main")[1].split("</main>", maxsplit=1)[0]


@pytest.mark.parametrize("name", PUBLIC)
def test_public_pages_open_without_signing_in(two_firms, name):
    assert Reader(two_firms).get(f"voucher:{name}").status_code == 200


def test_the_public_finds_budget_and_provider_on_pages_of_their_own(two_firms):
    public = Reader(two_firms)

    budget = main(public.text("voucher:budget", two_firms.cases["budget"]))
    provider = main(public.text("voucher:provider", two_firms.cases["provider"]))

    assert ["1,000,000" in budget, "800,000" in budget] == [True, True]
    assert ["检验检测" in provider, "长江三角洲" in provider] == [True, True]


def test_a_suspended_provider_is_on_no_public_page(two_firms):
    case = two_firms.cases["provider"]
    Reader(two_firms, "city2").do("voucher:provider-suspend", case, reason="under inspection")

    public = Reader(two_firms)

    assert public.get("voucher:provider", case).status_code == 404
    assert main(public.text("voucher:providers")).count("row-link") == 1


@pytest.mark.parametrize("name", ["rights", "orders", "listings"])
@pytest.mark.parametrize("who", ["firm clerk", "provider clerk", *OFFICERS])
def test_the_lists_open_for_everybody_who_may_read_vouchers(two_firms, name, who):
    assert Reader(two_firms, who).get(f"voucher:{name}").status_code == 200


@pytest.mark.parametrize("name", ["rights", "orders"])
@pytest.mark.parametrize("who", ["firm clerk", "county"])
def test_a_list_and_its_files_hold_ones_own_rows_alone(two_firms, name, who):
    reader = Reader(two_firms, who)

    page = main(reader.text(f"voucher:{name}"))
    rows = list(csv.reader(io.StringIO(reader.text(f"voucher:{name}", export="csv"))))
    answer = reader.api(name)

    assert page.count("row-link") == 2  # number and name of the one row
    assert NEIGHBOUR not in page
    assert [len(rows), NEIGHBOUR in str(rows)] == [2, False]
    assert [len(answer["items"]), NEIGHBOUR in str(answer)] == [1, False]


@pytest.mark.parametrize("what", ["rights", "orders"])
def test_a_neighbours_case_is_not_there(two_firms, what):
    case = two_firms.cases[what][NEIGHBOUR]

    assert [Reader(two_firms, who).get("casework:case", case).status_code for who in ("firm clerk", "county")] == [
        404,
        404,
    ]
    assert Reader(two_firms, "neighbour clerk").get("casework:case", case).status_code == 200


def test_what_may_i_have_is_about_ones_own_firm(two_firms):
    reader = Reader(two_firms, "firm clerk")

    page = main(reader.text("voucher:entitlement"))
    other = reader.get("voucher:entitlement", two_firms.bodies[NEIGHBOUR].pk)

    assert ["80,000" in page, "20,000" in page, "年度额度" in page] == [True, True, True]
    assert [NEIGHBOUR in page, other.status_code] == [False, 404]


def test_the_api_says_what_the_page_says(two_firms):
    answer = Reader(two_firms, "firm clerk").api("mine")

    assert [len(answer), answer[0]["left_yuan"], answer[0]["reserved_yuan"]] == [1, "80000.00", "20000.00"]


def test_papers_are_for_the_parties_and_the_authority(two_firms):
    order = two_firms.cases["orders"]["firm"]
    provider = Reader(two_firms, "provider clerk")
    provider.do(
        "voucher:order-deliver",
        order,
        delivered_on=two_firms.on.isoformat(),
        report_text="报告正文" * 30,
        declared="on",
    )

    answers = {
        who: Reader(two_firms, who).get("voucher:paper", order, "report")
        for who in ("firm clerk", "provider clerk", "city1", "neighbour clerk", "other county")
    }

    assert {who: answer.status_code for who, answer in answers.items()} == {
        "firm clerk": 200,
        "provider clerk": 200,
        "city1": 200,
        "neighbour clerk": 404,
        "other county": 404,
    }
    served = answers["firm clerk"]
    assert b"".join(served).decode() == "报告正文" * 30
    assert served["Content-Disposition"].startswith("attachment")
    assert Reader(two_firms).get("voucher:paper", order, "report").status_code == 302


def test_signs_of_risk_are_for_the_authority(two_firms):
    order = two_firms.cases["orders"]["firm"]
    word = "企业基本信息不全"

    shown = {
        who: word in main(Reader(two_firms, who).text("casework:case", order))
        for who in ("firm clerk", "provider clerk", "city1", "auditor")
    }

    assert shown == {"firm clerk": False, "provider clerk": False, "city1": True, "auditor": True}


def test_the_checkers_see_the_check_list_of_an_application(two_firms):
    budget = two_firms.cases["budget"]
    two_firms.body("third", "team", "330106")
    two_firms.person("third clerk", "firm_clerk", "third")
    right = two_firms.applied(budget, "third")

    page = main(Reader(two_firms, "county").text("casework:case", right))

    assert ["逐条核对" in page, "年度额度" in page] == [True, True]
    assert "逐条核对" not in main(Reader(two_firms, "third clerk").text("casework:case", right))


def test_home_says_what_waits_for_whom(two_firms):
    order = str(two_firms.cases["orders"]["firm"])

    waiting = {
        who: order in main(Reader(two_firms, who).text("web:home"))
        for who in ("provider clerk", "firm clerk", "county")
    }

    assert waiting == {"provider clerk": True, "firm clerk": False, "county": False}
    assert "80,000" in main(Reader(two_firms, "firm clerk").text("web:home"))


@pytest.mark.parametrize(("name", "queries"), [("rights", 10), ("orders", 10), ("listings", 10)])
def test_a_list_takes_the_same_queries_for_one_row_and_for_three(world, django_assert_num_queries, name, queries):
    budget = world.budget()
    for number in range(3):
        world.body(f"firm{number}", "enterprise", "330106")
        world.person(f"firm{number} clerk", "firm_clerk", f"firm{number}")
        world.body(f"house{number}", "service_provider", "330106")
        world.person(f"house{number} clerk", "provider_clerk", f"house{number}")
    counts = []
    for numbers in ((0,), (1, 2)):
        for number in numbers:
            world.reserved(world.granted(budget, f"firm{number}"), world.listed(f"house{number}"), firm=f"firm{number}")
        reader = Reader(world, "city1")
        with django_assert_num_queries(queries):
            counts.append(main(reader.text(f"voucher:{name}")).count("data-id="))

    assert counts == [1, 3]


@pytest.mark.parametrize(
    ("name", "queries"), [("providers", 4), ("budgets", 3), ("notices", 3), ("results", 3), ("rounds", 3)]
)
def test_a_public_list_takes_few_queries(two_firms, django_assert_num_queries, name, queries):
    with django_assert_num_queries(queries):
        Reader(two_firms).text(f"voucher:{name}")


def test_the_case_page_of_an_order_leads_to_every_open_move(two_firms):
    order = two_firms.cases["orders"]["firm"]

    moves = {}
    for who in ("firm clerk", "provider clerk", "city1", "auditor"):
        page = main(Reader(two_firms, who).text("casework:case", order))
        moves[who] = [
            move for move in ("cancel", "deliver", "release") if reverse(f"voucher:order-{move}", args=[order]) in page
        ]

    assert moves == {"firm clerk": ["cancel"], "provider clerk": ["deliver"], "city1": ["release"], "auditor": []}
    assert Case.objects.get(pk=order).state == "RESERVED"
