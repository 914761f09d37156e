"""From a price that was agreed on to the signed contract, through the pages alone; anybody objects; the bundle is checked."""

import io
import json
import zipfile
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from kechuang.casework import due
from kechuang.casework.files.bytes import path_of
from kechuang.casework.models import Case
from kechuang.ledger import sign
from kechuang.ledger.verify import verify
from kechuang.mechanisms.market.notice import command, snapshots
from kechuang.mechanisms.market.notice.rules import bundle
from kechuang.web import clock
from tests.mechanisms.market.notice.world import BEGIN, moment, peopled


@pytest.fixture
def world(db, settings, tmp_path):
    settings.KECHUANG_HOME = tmp_path
    return peopled()


def terms(world, **more):
    firm = world.bodies["firm"]
    return {
        "key": "open",
        "title": "一种热伸长补偿方法",
        "mode": "transfer",
        "summary": "一项发明专利,用于主轴热伸长补偿。",
        "sold_title_0": "一种热伸长补偿方法",
        "sold_number_0": "202110123456.7",
        "buyer_name_0": "",
        "buyer_code_0": firm.code,
        "buyer_relation_0": "completer_firm",
        "form": "lump",
        "amount": "300",
        "course": "fixed",
        **more,
    }


def posted(browser, world, case, move, **data):
    case.refresh_from_db()
    with world.at():
        answer = browser.post(
            reverse(f"market_notice:{move}", args=[case.pk]),
            {"version": case.version, "key": f"k{case.version}", **data},
        )
    assert answer.status_code == 302, answer.content.decode()[:4000]
    case.refresh_from_db()
    return case.state


def get(browser, world, url):
    with world.at():
        return browser.get(url)


def run_until(world, day):
    while world.on < day:
        with world.at():
            snapshots.run(moment(world.on))
        world.on = date.fromordinal(world.on.toordinal() + 1)
        with world.at():
            due.sweep(world.on)


def opened(world):
    seller = world.client("transfer office")
    with world.at():
        answer = seller.post(
            reverse("market_notice:open"), {"holder": str(world.bodies["university"].pk), **terms(world)}
        )
    assert answer.status_code == 302, answer.content.decode()[:4000]
    return seller, Case.objects.get(kind="market.notice")


FILED = {"start": "2026-03-10", "end": "2026-03-25", "places": ["unit", "market"], "unit_place": "行政楼公告栏"}


def test_a_price_is_agreed_published_objected_to_signed_and_its_evidence_checked(world, capsys, tmp_path):
    seller, case = opened(world)
    public = reverse("market_notice:published-one", args=[case.pk])
    hidden = get(world.client(), world, public).status_code
    picture = SimpleUploadedFile("board.txt", "公示照片说明".encode())
    states = [posted(seller, world, case, "file", **FILED, file=picture, declared="on")]
    shown = get(world.client(), world, public).content.decode()
    assert (hidden, states) == (404, ["NOTICE_RUNNING"])
    assert [words in shown for words in ("3,000,000", "完成人有利益关系的企业", "行政楼公告栏", "2026-03-25")] == [
        True
    ] * 4
    run_until(world, date(2026, 3, 14))

    objecting = reverse("standard:objection", args=[case.pk])
    with world.at():
        nameless = world.client().post(objecting, {"key": "o", "reason": "价格偏低", "name": "", "contact": ""})
        raised = world.client().post(objecting, {"key": "o", "reason": "价格偏低", "name": "王某", "contact": ""})
    run_until(world, date(2026, 3, 18))
    case.refresh_from_db()
    officer = world.client("market officer")
    with world.at():
        decided = officer.post(
            f"/cases/{case.pk}/decide-objection/",
            {"version": case.version, "key": "d", "upheld": "no", "reason": "评估依据充分,异议不成立。"},
        )
    case.refresh_from_db()
    case.price_notice.refresh_from_db()
    assert (nameless.status_code, raised.status_code, decided.status_code) == (422, 302, 302), decided.content.decode()
    assert (case.state, case.hold, case.price_notice.end) == ("NOTICE_RUNNING", "", date(2026, 3, 29))

    run_until(world, date(2026, 3, 30))
    case.refresh_from_db()
    early = seller.post(
        reverse("market_notice:sign", args=[case.pk]),
        {"version": case.version, "key": "early", "number": "HT-1", "signed_on": "2026-03-29", **terms(world)},
    )
    signed = posted(seller, world, case, "sign", **{**terms(world), "number": "HT-1", "signed_on": "2026-03-30"})
    done = posted(seller, world, case, "register", number="2026330100000001", registered_on="2026-03-30")

    assert (early.status_code, signed, done, verify().ok) == (422, "SIGNED", "REGISTERED", True)
    with world.at():
        sign.checkpoint("330100", made_at=clock.now())
        answer = seller.get(reverse("market_notice:bundle", args=[case.pk]))
    data = answer.content
    checked = bundle.check(data)
    assert (checked.findings, checked.rounds, checked.start, checked.end) == ((), 1, "2026-03-10", "2026-03-29")
    assert (checked.snapshots, checked.days_without) == (20, ())
    file = tmp_path / "bundle.zip"
    file.write_bytes(data)
    assert _command(file) == (3, True)


def _command(file):
    import argparse

    parser = argparse.ArgumentParser()
    command.add_arguments(parser)
    out = io.StringIO()
    code = command.run(parser.parse_args(["check", str(file)]), out)
    return code, "20 pages" in out.getvalue()


def test_a_bundle_whose_page_was_changed_is_found(world):
    seller, case = opened(world)
    posted(seller, world, case, "file", **FILED)
    run_until(world, date(2026, 3, 12))
    with world.at():
        sign.checkpoint("330100", made_at=clock.now())
        data = seller.get(reverse("market_notice:bundle", args=[case.pk])).content
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    page = next(name for name in parts if "snapshot" in name)
    parts[page] = parts[page].replace(b"3,000,000", b"2,000,000")
    again = io.BytesIO()
    with zipfile.ZipFile(again, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)

    checked = bundle.check(again.getvalue())

    assert [each.code for each in checked.findings] == ["archive.file_altered"]


def test_an_objection_that_is_upheld_makes_the_notice_void(world):
    seller, case = opened(world)
    posted(seller, world, case, "file", **FILED)
    run_until(world, date(2026, 3, 12))
    with world.at():
        world.client().post(
            reverse("standard:objection", args=[case.pk]), {"key": "o", "reason": "权属有争议", "name": "李某"}
        )
        case.refresh_from_db()
        world.client("market officer").post(
            f"/cases/{case.pk}/decide-objection/",
            {"version": case.version, "key": "d", "upheld": "yes", "reason": "权属未定。"},
        )
    run_until(world, date(2026, 4, 1))

    case.refresh_from_db()
    shown = get(world.client(), world, reverse("market_notice:published-one", args=[case.pk])).content.decode()
    assert (case.state, "公示作废" in shown, "王某" in shown or "李某" in shown) == ("VOID", True, False)


@pytest.mark.parametrize("count", [1, 3])
def test_the_public_list_costs_the_same_for_one_notice_and_three(world, django_assert_num_queries, count):
    for number in range(count):
        title = f"成果{number}"
        from kechuang.mechanisms.market.notice.rules.requests import Achievement

        world.running(title=title, achievements=(Achievement(title=title),))
    anybody = world.client()
    get(anybody, world, reverse("market_notice:published"))

    with django_assert_num_queries(5):
        shown = get(anybody, world, reverse("market_notice:published")).content.decode()

    assert shown.count("成果") >= count


def test_what_is_only_laid_down_is_not_public(world):
    secret = "尚未公示的报价说明"
    case = world.agreed(summary=secret)
    anybody, other = world.client(), world.client("other clerk")

    codes = [
        get(anybody, world, reverse("market_notice:published-one", args=[case])).status_code,
        get(other, world, reverse("casework:case", args=[case])).status_code,
        get(other, world, reverse("market_notice:bundle", args=[case])).status_code,
        get(anybody, world, f"/api/v1/price-notices/published/{case}").status_code,
    ]
    listed = get(anybody, world, "/api/v1/price-notices/published").content.decode()

    assert (codes, secret in listed, str(case) in json.dumps(listed)) == ([404, 404, 404, 404], False, False)
    assert path_of("0" * 64).exists() is False
    assert date(2026, 3, 10) == BEGIN
