"""A university's own list comes in as a table: every bad row named, thousands at once."""

import html
from fractions import Fraction

import pytest
from django.test import Client

from kechuang.casework.imports.models import CellFault, Upload
from kechuang.mechanisms.market.result.models import Achievement
from tests.casework.imports.conftest import workbook
from tests.mechanisms.market.result.conftest import patent

pytestmark = pytest.mark.django_db
HEAD = [
    "成果名称",
    "成果类型",
    "成果简介",
    "学科代码",
    "技术成熟度",
    "转化方式",
    "意向价格（万元）",
    "专利号",
    "完成人",
    "联系人",
]


def row(serial, **more):
    given = {
        "name": f"成果{serial}号",
        "kind": "发明专利",
        "text": f"第{serial}号成果的简介。",
        "field": "430.40",
        "trl": "5级",
        "mode": "转让",
        "price": 80,
        "ips": f"ZL{patent(serial)}；university；2027-01-01",
        "completers": "林明；2/3；university | 周越；1/3",
        "contact": "陈老师",
    }
    return list({**given, **more}.values())


@pytest.fixture
def office(market):
    client = Client(headers={"accept-language": "zh-hans"})
    client.force_login(market.people["office"])
    with market.at():
        yield client


def sent(client, rows):
    file = workbook([HEAD, *rows])
    answer = client.post("/imports/tables/market-results/", {"file": file, "mode": "insert", "declared": "on"})
    assert answer.status_code == 302, html.unescape(answer.content.decode())[:2000]
    return answer["Location"]


def test_a_list_comes_in_whole_once_it_is_agreed(office):
    at = sent(office, [row(1)])
    office.post(f"{at}write/", {"digest": Upload.objects.get().digest})

    one = Achievement.objects.get()
    assert list(CellFault.objects.values_list("code", flat=True)) == []
    assert (one.name, one.kind, one.discipline, one.trl, one.mode, one.price, one.state) == (
        "成果1号",
        "patent",
        "43040",
        5,
        "transfer",
        800_000,
        "FORMAL_CHECK",
    )
    assert [(each.name, each.share) for each in one.completers.order_by("place_in_order")] == [
        ("林明", Fraction(2, 3)),
        ("周越", Fraction(1, 3)),
    ]


def test_every_bad_row_is_named_and_nothing_is_written(office):
    rows = [
        row(1),
        row(2, ips=patent(1)),
        row(3, completers="林明；50% | 周越；49%"),
        row(4, ips="202110123456.1"),
        row(5, trl="9"),
        row(6, field="999"),
        row(7, ips=f"{patent(7)}；某企业"),
        row(8, ips=f"{patent(8)}；university；2020-01-01"),
        row(9, text="第1号成果的简介。"),
        row(10, kind="歌曲"),
    ]

    sent(office, rows)

    found = {(each.number, each.code) for each in CellFault.objects.all()}
    assert Achievement.objects.count() == 0
    assert found == {
        (3, "result.number_known"),
        (4, "result.shares_not_whole"),
        (5, "identify.patent.check"),
        (6, "result.no_product"),
        (7, "identify.discipline.unknown"),
        (8, "result.not_the_patentee"),
        (9, "result.fee_unpaid"),
        (10, "result.two_names"),
        (11, "imports.choice"),
    }


def test_completers_without_shares_share_alike(office):
    at = sent(office, [row(1, completers="林明、周越、叶知行")])
    office.post(f"{at}write/", {"digest": Upload.objects.get().digest})

    assert [each.share for each in Achievement.objects.get().completers.all()] == [Fraction(1, 3)] * 3
