"""The pages of settlements: what each shows, to whom, and what its buttons do."""

import csv
import io
import json
import re
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kechuang.mechanisms.sharing.settlement.models import Movement, PlannedTransfer, SettlementPeriod, Statement
from tests.mechanisms.sharing.settlement.regions import ALL, HANGZHOU, HEFEI, SHANGHAI, done

H1 = "2026H1"
MARCH, CLOSED, JULY = date(2026, 3, 5), date(2026, 6, 30), date(2026, 7, 10)


@pytest.fixture
def half(delta):
    delta.open(date(2026, 1, 5))
    delta.order(HANGZHOU, SHANGHAI, "120000.00", MARCH)
    delta.order(SHANGHAI, HANGZHOU, "45000.50", MARCH)
    return delta


@pytest.fixture
def ended(half):
    half.close(CLOSED)
    return half


def body(response) -> str:
    return response.content.decode()


def case_page(delta, code):
    return f"/cases/{delta.period(code, H1).pk}/"


def form_key(page: str) -> str:
    return re.search(r'name="key" value="(\w+)"', page).group(1)


def button(page: str, step: str) -> tuple[str, str]:
    found = re.search(rf'action="([^"]+/all/{step}/)".*?name="key" value="(\w+)"', page, re.DOTALL)
    return found.group(1), found.group(2)


def test_the_list_shows_the_periods_of_the_readers_region_alone(ended, reader):
    page = body(reader(f"preparer.{HANGZHOU}").get("/settlement/"))

    assert page.count("row-link") == 1
    assert "2026H1" in page
    assert "杭州市" in page
    assert "上海市" not in page.split("<main")[1].split("</main>")[0]


def test_a_stranger_and_another_region_see_no_case(ended, reader):
    assert Client().get("/settlement/").status_code in {302, 403}
    assert reader(f"preparer.{SHANGHAI}").get(case_page(ended, HANGZHOU)).status_code == 404
    statement = ended.statement(HANGZHOU, SHANGHAI, H1).pk
    assert reader(f"preparer.{SHANGHAI}").get(f"/settlement/statements/{statement}/").status_code == 404


def test_the_period_page_says_what_is_missing_and_takes_steps_on_all_statements(ended, reader):
    preparer, checker = reader(f"preparer.{HANGZHOU}"), reader(f"checker.{HANGZHOU}")
    page = body(preparer.get(case_page(ended, HANGZHOU)))
    assert "尚未发给上海市、合肥市。" in page

    url, key = button(page, "prepare")
    answer = preparer.post(url, {"key": key}, follow=True)
    assert "已办理 2 份对账单" in body(answer)
    assert "/all/check/" not in body(answer)

    for step in ("check", "send"):
        url, key = button(body(checker.get(case_page(ended, HANGZHOU))), step)
        assert "已办理 2 份对账单" in body(checker.post(url, {"key": key}, follow=True))

    assert set(Statement.objects.filter(authority=HANGZHOU).values_list("case__state", flat=True)) == {"SENT"}


def test_statements_of_the_other_regions_are_taken_in_and_compared_by_one_button_each(ended, reader):
    for code in ALL:
        ended.state_all(code, H1, JULY)
    preparer, checker = reader(f"preparer.{HANGZHOU}"), reader(f"checker.{HANGZHOU}")

    page = body(preparer.get(case_page(ended, HANGZHOU)))
    assert page.count("第 1 版待接收") == 2
    url, key = button(page, "receive")
    preparer.post(url, {"key": key})
    url, key = button(body(checker.get(case_page(ended, HANGZHOU))), "reconcile")
    checker.post(url, {"key": key})

    page = body(checker.get(case_page(ended, HANGZHOU)))
    assert "已核对一致" in page
    assert "120,000" in page


@pytest.mark.parametrize("step", ["prepare", "check", "send", "reconcile"])
def test_each_step_asks_first_and_a_refusal_explains_itself(ended, reader, step):
    statement = ended.statement(HANGZHOU, SHANGHAI, H1)
    client = reader(f"checker.{HANGZHOU}")

    asked = client.get(f"/settlement/statements/{statement.pk}/{step}/")
    answer = client.post(f"/settlement/statements/{statement.pk}/{step}/", {"key": form_key(body(asked))})

    assert asked.status_code == 200
    assert answer.status_code == 409
    assert 'class="refusal"' in body(answer)


def test_a_difference_is_shown_first_and_corrected_from_its_own_line(ended, reader):
    ended.pay(HANGZHOU, SHANGHAI, "300.00", date(2026, 6, 29))
    ended.exchange(H1, JULY)
    ended.reconcile_all(H1, JULY)
    statement = ended.statement(HANGZHOU, SHANGHAI, H1)
    client = reader(f"preparer.{HANGZHOU}")

    page = body(client.get(f"/cases/{statement.pk}/"))
    link = (
        re.search(r'href="(/settlement/statements/[^"]+/correct/\?order=[^"]+)"', page).group(1).replace("&amp;", "&")
    )
    form = body(client.get(link))
    answer = client.post(
        link, {"key": form_key(form), "change": "defer", "reason": "recorded_late", "note": ""}, follow=True
    )

    assert "1 笔有差异" in page
    assert "临近期末" in page
    assert "Q330100-000002" in page
    assert "移到下一期" in form
    assert "已编制，待复核" in body(answer)
    assert ended.statement(HANGZHOU, SHANGHAI, H1).corrections.get().change == "defer"


def test_a_correction_without_a_note_for_other_comes_back_with_its_sentence(ended, reader):
    ended.pay(HANGZHOU, SHANGHAI, "300.00", date(2026, 6, 29))
    ended.exchange(H1, JULY)
    ended.reconcile_all(H1, JULY)
    statement = ended.statement(HANGZHOU, SHANGHAI, H1)
    client = reader(f"preparer.{HANGZHOU}")
    page = body(client.get(f"/cases/{statement.pk}/"))
    link = (
        re.search(r'href="(/settlement/statements/[^"]+/correct/\?order=[^"]+)"', page).group(1).replace("&amp;", "&")
    )

    answer = client.post(link, {"key": "k" * 16, "change": "drop", "reason": "other", "note": ""})

    assert answer.status_code == 422
    assert "须写明说明" in body(answer)


def test_both_sides_stand_beside_each_other_and_go_out_as_a_file(ended, reader):
    ended.exchange(H1, JULY)
    client = reader(f"preparer.{HANGZHOU}")
    address = f"/settlement/statements/{ended.statement(HANGZHOU, SHANGHAI, H1).pk}/"

    page = body(client.get(address))
    rows = list(csv.reader(io.StringIO(b"".join(client.get(f"{address}?export=csv")).decode("utf-8-sig"))))

    assert "双方对账单一致" in page
    assert sorted(row[5:7] for row in rows[1:]) == [["120000.00", "120000.00"], ["45000.50", "45000.50"]]
    assert len(rows[0]) == 8


def test_a_statement_travels_as_a_file_and_is_taken_in_once(ended, reader):
    ended.state_all(SHANGHAI, H1, JULY)
    there = reader(f"preparer.{SHANGHAI}")
    ours = ended.statement(HANGZHOU, SHANGHAI, H1)
    file = there.get(f"/settlement/statements/{ended.statement(SHANGHAI, HANGZHOU, H1).pk}/message.json")
    client, url = reader(f"preparer.{HANGZHOU}"), f"/settlement/statements/{ours.pk}/receive/"

    def upload(content: bytes, name: str = "s.json", **more):
        more = more or {"declared": "on"}
        given = io.BytesIO(content)
        given.name = name
        return client.post(url, {"key": "k" * 12, "file": given, **more})

    altered = upload(file.content.replace(b"120000.00", b"130000.00"))
    broken = upload(b"{")
    marked = upload(file.content.replace(b"{", '{"note": "机密★10年", '.encode(), 1))
    hidden = upload(file.content.replace(b"{", b'{"note": "\\u673a\\u5bc6\\u260510\\u5e74", ', 1))
    silent = upload(file.content, declared="")
    taken = upload(file.content)

    assert [each.status_code for each in (marked, hidden, silent)] == [422, 422, 422]
    assert ["“机密”密级标志" in body(each) for each in (marked, hidden, silent)] == [True, True, False]
    assert "须声明文件非涉密" in body(silent)
    assert (altered.status_code, broken.status_code, taken.status_code) == (422, 422, 302)
    assert "与其摘要不符" in body(altered)
    assert ended.statement(HANGZHOU, SHANGHAI, H1).their_version == 1


def test_netting_payment_and_sheets(ended, reader):
    ended.exchange(H1, JULY)
    ended.reconcile_all(H1, JULY)
    for code in (SHANGHAI, HEFEI):
        from kechuang.mechanisms.sharing.settlement import actions

        done(actions.net_period(ended.period(code, H1).pk, by=ended[code].checker, key=f"n{code}", on=JULY))
    period = ended.period(HANGZHOU, H1)
    checker, payer = reader(f"checker.{HANGZHOU}"), reader(f"payer.{HANGZHOU}")

    asked = body(checker.get(f"/settlement/{period.pk}/net/"))
    checker.post(f"/settlement/{period.pk}/net/", {"key": form_key(asked)})
    wrong = payer.post(
        f"/settlement/{period.pk}/pay/",
        {"key": "a" * 12, "transfer": "330100-310000", "amount": "1", "paid_on": "2026-12-30", "bank_ref": "B1"},
    )
    right = payer.post(
        f"/settlement/{period.pk}/pay/",
        {
            "key": "b" * 12,
            "transfer": "330100-310000",
            "amount": "74,999.50",
            "paid_on": "2026-12-30",
            "bank_ref": "B1",
        },
    )

    assert SettlementPeriod.objects.get(pk=period.pk).position == Decimal("-74999.50")
    assert (wrong.status_code, right.status_code) == (422, 302)
    assert "应为 74,999.50 元" in body(wrong)
    assert ended.period(HANGZHOU, H1).case.state == "SETTLED"
    sheet = body(checker.get(f"/settlement/{period.pk}/sheet/"))
    assert "柒万肆仟玖佰玖拾玖元伍角" in sheet
    statement = body(checker.get(f"/settlement/statements/{ended.statement(HANGZHOU, SHANGHAI, H1).pk}/sheet/"))
    assert "杭州市应付 74,999.50 元" in statement
    rows = b"".join(checker.get(f"/settlement/{period.pk}/transfers/?export=csv")).decode("utf-8-sig").splitlines()
    assert rows[1].split(",")[1:5] == ["330100", "上海市", "310000", "74999.50"]


def test_orders_that_others_published_are_recorded_in_bulk(delta, reader):
    delta.open(date(2026, 1, 5))
    delta.pay(HANGZHOU, SHANGHAI, "10.00", MARCH)
    delta.pay(HANGZHOU, SHANGHAI, "20.00", MARCH)
    delta.pay(HANGZHOU, HEFEI, "30.00", MARCH)
    client = reader(f"preparer.{SHANGHAI}")

    page = body(client.get("/settlement/outlays/"))
    keys = re.findall(r'name="row" value="(\w+)"', page)
    answer = client.post("/settlement/outlays/confirm/", {"row": keys}, follow=True)

    assert len(keys) == 2
    assert "已登记 2 笔代付" in body(answer)
    assert 'name="row"' not in body(answer)


def test_an_outlay_typed_by_hand_with_a_wrong_amount_comes_back(delta, reader):
    delta.open(date(2026, 1, 5))
    client, period = reader(f"preparer.{SHANGHAI}"), delta.period(SHANGHAI).pk
    given = {"key": "c" * 12, "payer": HANGZHOU, "order": "330100/case/1", "kind": "paid", "on": "2026-03-05"}

    wrong = client.post(f"/settlement/{period}/record/", {**given, "amount": "0"})
    right = client.post(f"/settlement/{period}/record/", {**given, "amount": "12.50", "number": ""})

    assert wrong.status_code == 422
    assert "须大于零" in body(wrong)
    assert right.status_code == 302


def test_a_period_is_opened_from_a_form(delta, reader):
    client = reader(f"preparer.{HANGZHOU}")

    form = body(client.get("/settlement/open/"))
    answer = client.post(
        "/settlement/open/", {"key": form_key(form), "region": HANGZHOU, "participants": [SHANGHAI, HEFEI]}
    )

    assert answer.status_code == 302
    assert [row.code for row in delta.period(HANGZHOU).participants.order_by("code")] == [SHANGHAI, HEFEI]


def test_everybody_sees_the_flows_of_a_year_and_the_agreed_debts(ended, reader):
    page = body(Client(headers={"accept-language": "zh-hans"}).get("/settlement/flows/?year=2026"))
    english = body(Client(headers={"accept-language": "en"}).get("/settlement/flows/"))
    file = b"".join(Client().get("/settlement/flows/?chart=flows")).decode("utf-8-sig")

    assert "165,000.50" in page
    assert "Voucher money across regions, 2026" in english
    assert [line.split(",")[1] for line in file.splitlines()[1:]] == ["120000.00", "45000.50"]
    assert Client().get("/settlement/flows/?year=20x6").status_code == 404


def test_the_public_page_holds_no_order_firm_or_single_line(ended):
    page = body(Client().get("/settlement/flows/"))

    movement = Movement.objects.get(log=HANGZHOU, payer=HANGZHOU)
    assert movement.title.strip()
    assert movement.title not in page
    assert movement.order not in page


def test_the_interface_gives_and_takes_what_the_pages_do(ended, reader):
    ended.state_all(SHANGHAI, H1, JULY)
    client = reader(f"preparer.{HANGZHOU}")
    period = json.loads(client.get(f"/api/v1/settlement/periods/{ended.period(HANGZHOU, H1).pk}").content)
    sent = reader(f"preparer.{SHANGHAI}").get(
        f"/api/v1/settlement/statements/{ended.statement(SHANGHAI, HANGZHOU, H1).pk}/message"
    )

    first = client.post(
        f"/api/v1/settlement/regions/{HANGZHOU}/statements", sent.content, content_type="application/json"
    )
    second = client.post(
        f"/api/v1/settlement/regions/{HANGZHOU}/statements", sent.content, content_type="application/json"
    )
    altered = client.post(
        f"/api/v1/settlement/regions/{HANGZHOU}/statements",
        sent.content.replace(b"120000.00", b"1.00"),
        content_type="application/json",
    )
    statement = json.loads(
        client.get(f"/api/v1/settlement/statements/{ended.statement(HANGZHOU, SHANGHAI, H1).pk}").content
    )
    flows = json.loads(Client().get("/api/v1/settlement/flows/2026").content)

    assert [(row["counterpart"], row["state"]) for row in period["statements"]] == [
        (SHANGHAI, "EXPECTED"),
        (HEFEI, "EXPECTED"),
    ]
    assert (first.status_code, first.json()["repeated"], second.json()["repeated"]) == (200, False, True)
    assert (altered.status_code, altered.json()["code"]) == (409, "settlement.message_altered")
    assert [line["amount"] for line in statement["theirs"]] == ["45000.50", "120000.00"]
    assert flows == [
        {"payer": SHANGHAI, "provider": HANGZHOU, "orders": 1, "amount_yuan": "45000.50"},
        {"payer": HANGZHOU, "provider": SHANGHAI, "orders": 1, "amount_yuan": "120000.00"},
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_the_lines_of_a_statement_cost_the_same_for_one_and_three(delta, reader, count):
    delta.open(date(2026, 1, 5))
    for _ in range(count):
        delta.order(HANGZHOU, SHANGHAI, "10.00", MARCH)
    delta.close(CLOSED)
    delta.exchange(H1, JULY)
    client = reader(f"preparer.{HANGZHOU}")
    address = f"/settlement/statements/{delta.statement(HANGZHOU, SHANGHAI, H1).pk}/"

    with CaptureQueriesContext(connection) as queried:
        page = body(client.get(address))

    assert page.count("<tr") == count + 1
    assert len(queried) == 13


def test_planned_transfers_are_the_regions_own(ended):
    ended.exchange(H1, JULY)
    ended.reconcile_all(H1, JULY)
    ended.net_all(H1, JULY)

    assert sorted(PlannedTransfer.objects.values_list("period__authority", flat=True)) == [SHANGHAI, HANGZHOU]
