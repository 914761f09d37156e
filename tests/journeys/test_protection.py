"""From what happened to a right to what came of it, through the pages alone; a dispute holds the achievement."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from kechuang.casework.models import Case
from kechuang.ledger.verify import verify
from kechuang.mechanisms.market.result.models import Achievement, IpRight
from tests.mechanisms.market.protection.world import peopled


@pytest.fixture
def world(db, settings, tmp_path):
    settings.KECHUANG_HOME = tmp_path
    return peopled()


def browser(world, name=""):
    client = Client()
    if name:
        client.force_login(world.people[name])
    return client


def posted(world, client, case, move, **data):
    case.refresh_from_db()
    url = reverse(f"market_protection:{move}", args=[case.pk])
    with world.at():
        shown = client.get(url)
        answer = client.post(url, {"version": case.version, "key": f"k{case.version}", **data})
    assert (shown.status_code, answer.status_code) == (200, 302), answer.content.decode()[:4000]
    case.refresh_from_db()
    return case.state


def reporting(world, number, **more):
    return {
        "key": "r",
        "reporter": str(world.bodies["firm"].pk),
        "kind": "ownership",
        "right": "patent",
        "number": number,
        "respondent": "university",
        "happened_at": world.place,
        "text": "专利申请权应归我方共有。",
        "contact_name": "王联系",
        "contact_phone": "13900001111",
        "declared": "on",
        **more,
    }


def test_a_dispute_is_reported_routed_sent_back_routed_anew_and_settled(world):
    result = world.listed()
    number = IpRight.objects.get(achievement=result).number
    firm, intake, mediator = (browser(world, name) for name in ("clerk", "intake officer", "mediator"))
    url = reverse("market_protection:report")
    file = SimpleUploadedFile("证据.txt", "取证记录".encode())
    with world.at():
        empty = firm.post(url, {})
        wrong = firm.post(url, reporting(world, "202110123456.1", file=file))
        file.seek(0)
        sent = firm.post(url, reporting(world, number, file=file))
    assert (empty.status_code, wrong.status_code, sent.status_code) == (422, 422, 302), sent.content.decode()[:4000]
    case = Case.objects.get(kind="market.protection")
    office = str(world.bodies["mediators"].pk)
    routing = {"complete": "on", "way": "mediation", "to": office, "text": "材料齐备"}

    states = [
        posted(world, intake, case, "route", **routing),
        posted(world, mediator, case, "send_back", reason="incomplete", text="请补充共有协议"),
        posted(world, intake, case, "route", **routing),
        posted(world, mediator, case, "accept", agreed="on"),
    ]
    held = Achievement.objects.get(pk=result).state
    with world.at():
        page = firm.get(reverse("casework:case", args=[case.pk])).content.decode()
    states.append(
        posted(world, mediator, case, "conclude", outcome="settled", ended_on=world.on.isoformat(), text="共有")
    )

    assert states == ["ROUTED", "REPORTED", "ROUTED", "ACCEPTED", "CONCLUDED"]
    assert (held, Achievement.objects.get(pk=result).state, verify().ok) == ("FROZEN", "LISTED", True)
    assert ("请补充共有协议" in page, "取证记录" in page) == (True, False)


def test_a_stranger_learns_the_ways_and_nothing_of_a_case(world):
    case = world.routed()
    stranger = browser(world)
    with world.at():
        front = stranger.get(reverse("market_protection:front"))
        codes = [
            stranger.get(reverse("casework:case", args=[case])).status_code,
            browser(world, "office").get(reverse("casework:case", args=[case])).status_code,
            browser(world, "office").get(reverse("market_protection:route", args=[case])).status_code,
        ]
        facts = stranger.get("/api/v1/facts/").content.decode()
    shown = front.content.decode()

    assert (front.status_code, "侵权纠纷" in shown, "某仿制企业" in shown, "某仿制企业" in facts) == (
        200,
        True,
        False,
        False,
    )
    assert [code in {302, 403, 404} for code in codes] == [True, True, True]
