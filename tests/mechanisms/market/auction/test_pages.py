"""A sale made on the pages alone: operator, reviewer, firm; what everybody sees without an account."""

import hashlib
import json
import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from kechuang.config.cli import main
from kechuang.mechanisms.market.auction.models import Bidder, Lot, PaddleCard, Sale, Slip
from kechuang.web import clock
from kechuang.web.accounts.models import Person
from tests.mechanisms.market.auction.hall import START, ascending

SALE = {
    "title": "春季科技成果拍卖会",
    "mode": "online",
    "exhibited_from": "2026-03-09",
    "exhibited_until": "2026-03-11",
    "exhibited_at": "线上展厅",
    "register_until": "2026-03-17 17:00",
}
LOT = {
    "title": "高效电催化剂专利",
    "seller": "大学",
    "form": "ascending",
    "start": "100000",
    "reserve": "start",
    "raises": "grid",
    "closing": "clock",
    "starts_at": "2026-03-18 14:00",
    "duration": "60",
    "priority": "none",
}


def as_(username: str) -> Client:
    client = Client()
    client.force_login(Person.objects.get(username=username))
    return client


def sent(client, name, *args, data=None):
    answer = client.post(reverse(f"market_auction:{name}", args=args), {"key": f"{name}{args}", **(data or {})})
    assert answer.status_code == 302, re.findall(r'class="error[^>]*>([^<]+)', answer.content.decode())
    return answer


def test_a_sale_is_made_on_the_pages_and_everybody_reads_its_notice(hall):
    operator, reviewer = as_("operator"), as_("reviewer")

    sent(operator, "prepare", data={**SALE, "office": str(hall.operator.pk)})
    sale = Sale.objects.get()
    looked = operator.post(reverse("market_auction:enter", args=[sale.pk]), {**LOT, "look": "1"})
    sent(operator, "enter", sale.pk, data=LOT)
    lot = Lot.objects.get()
    sent(reviewer, "accept", sale.pk)
    sent(operator, "announce", sale.pk, data={"agreed": "on"})
    hall.turn()

    assert "起拍价" in looked.content.decode()
    public = Client()
    assert "高效电催化剂专利" in public.get(reverse("market_auction:notice", args=[sale.pk])).content.decode()
    page = public.get(reverse("market_auction:lot", args=[lot.pk])).content.decode()
    assert "一人有效出价即可成交" in page
    for name in ("auctions", "public-lots"):
        assert public.get(reverse(f"market_auction:{name}")).status_code == 200
    for name in ("list", "lots", "bidders"):
        assert operator.get(reverse(f"market_auction:{name}")).status_code == 200
    for pk in (sale.pk, lot.pk):
        assert operator.get(reverse("casework:case", args=[pk])).status_code == 200


def test_a_firm_registers_pays_and_collects_a_paddle_that_only_its_browser_can_use(hall):
    (lot,) = hall.announce(ascending())
    lot.refresh_from_db()
    firm, operator = as_("clerk0"), as_("operator")

    sent(firm, "register", lot.pk, data={"body": str(hall.firms[0].pk), "undertaken": "on"})
    case = Bidder.objects.get().pk
    sent(operator, "qualify", case)
    wrong = operator.post(
        reverse("market_auction:deposit", args=[case]),
        {"amount": str(lot.deposit), "payer": "别的公司", "paid_on": "2026-03-02"},
    )
    sent(operator, "deposit", case, data={"amount": str(lot.deposit), "payer": "科技公司0", "paid_on": "2026-03-02"})
    collected = firm.post(reverse("market_auction:collect", args=[case]), {"agreed": "on"})
    with hall.at(START + timedelta(seconds=1)):
        hall.turn()
        page = firm.get(reverse("market_auction:lot", args=[lot.pk])).content.decode()
        stranger = as_("clerk1").get(reverse("market_auction:lot", args=[lot.pk])).content.decode()

    assert wrong.status_code == 422
    assert "别的公司" in wrong.content.decode()
    assert collected.status_code == 200
    number = PaddleCard.objects.get().number
    assert f"您的号牌：<strong>{number}</strong>" in page
    assert "您的号牌" not in stranger
    assert Slip.objects.count() == 0
    assert firm.get(reverse("market_auction:mine")).status_code == 200


def test_the_desk_gives_orders_and_the_record_shows_them(hall):
    (lot,) = hall.announce(ascending(closing="calls", duration_seconds=None), mode="both")
    hall.run([lot], 2)
    with hall.at(START + timedelta(seconds=60)):
        hall.wish(lot, "bid", paddle=hall.paddle(lot, 0), amount="100000")
        desk = as_("auctioneer").get(reverse("market_auction:desk", args=[lot.pk]))
        record = Client().get(reverse("market_auction:record", args=[lot.pk]))
        log = Client().get(reverse("market_auction:lot-log", args=[lot.pk]))

    assert desk.status_code == 200
    assert "报价一次" in desk.content.decode()
    assert record.status_code == 200
    assert b"".join(log.streaming_content).count(b"\n") == 7


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"exhibited_until": "2026-03-09"}, "展示1日"),
        ({"register_until": "2026-03-18 15:00"}, "报名截止时间须早于"),
    ],
)
def test_a_notice_that_breaks_a_rule_is_refused_in_words(hall, change, code):
    operator = as_("operator")
    sent(operator, "prepare", data={**SALE, **change, "office": str(hall.operator.pk)})
    sale = Sale.objects.get()
    sent(operator, "enter", sale.pk, data=LOT)
    sent(as_("reviewer"), "accept", sale.pk)

    answer = operator.post(reverse("market_auction:announce", args=[sale.pk]), {"agreed": "on"})

    assert answer.status_code == 422
    assert code in answer.content.decode()


def test_a_notice_six_days_before_is_one_day_short(hall):
    (lot,) = hall.prepare(ascending())
    with clock.fixed(START - timedelta(days=6)):
        sent(as_("reviewer"), "accept", lot.sale_id)
        answer = as_("operator").post(reverse("market_auction:announce", args=[lot.sale_id]), {"agreed": "on"})

    assert answer.status_code == 422
    assert "至少提前7日公告" in answer.content.decode()


def test_a_log_fetched_from_the_page_replays_to_the_same_result(hall, tmp_path, capsys):
    first, second = hall.announce(ascending(), ascending(starts_at=START + timedelta(hours=2)))
    hall.run([first, second], 2)
    hall.bid(first, 1, "120000", timedelta(seconds=5))
    with hall.at(START + timedelta(hours=2)):
        hall.turn()
    with hall.at(START + timedelta(hours=4)):
        hall.turn()
        address = reverse("market_auction:sale-log", args=[first.sale_id])
        body = b"".join(Client().get(address).streaming_content)
    file = tmp_path / "log.jsonl"
    file.write_bytes(body)

    assert main(["auction", "replay", str(file), "--json"]) == 0

    told = json.loads(capsys.readouterr().out)
    first.refresh_from_db()
    second.refresh_from_db()
    found = [(each["lot"], each["phase"], each["price_yuan"], each["winner"]) for each in told["lots"]]
    assert found == [
        (first.code, "sold", f"{first.price:.2f}", first.paddle),
        (second.code, "unsold", None, None),
    ]
    assert told["sha256"] == hashlib.sha256(body).hexdigest()


def test_what_sales_brought_is_a_page_an_export_and_a_list_for_programs(hall):
    lots = hall.announce(ascending(), ascending(start=Decimal(200000)))
    hall.run(lots, 2)
    hall.bid(lots[0], 1, "120000", timedelta(seconds=5))
    with hall.at(START + timedelta(hours=2)):
        hall.turn()

    address = reverse("market_auction:figures")
    page = Client().get(address).content.decode()
    export = Client().get(address, {"export": "csv"})
    told = Client().get("/api/v1/auctions/public/figures").json()

    text = export.content.decode() if not export.streaming else b"".join(export.streaming_content).decode()
    row = told["items"][0]
    assert (row["lots"], row["sold"], row["start"], row["price"]) == (2, 1, "100000.00", "120000.00")
    assert ">20%<" in page
    assert "120000" in text.replace(",", "")
