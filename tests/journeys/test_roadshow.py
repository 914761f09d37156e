"""A roadshow from the plan to what came of it, through the pages alone; the calendar that everybody reads."""

from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse

from kechuang.casework.models import Case
from kechuang.casework.notices import following
from kechuang.casework.notices.models import Notice
from kechuang.ledger.verify import verify
from kechuang.mechanisms.market.roadshow.models import EventSignup, Meeting
from kechuang.web import clock
from kechuang.web.clock import CHINA
from tests.mechanisms.market.roadshow.world import TERMS, done, moment, peopled

PLANNED = {
    "key": "one",
    "title": "新材料成果路演（演示）",
    "kind": "roadshow",
    "starts_at": "2026-06-18 14:00",
    "ends_at": "2026-06-18 17:00",
    "place": "330106",
    "venue": "演示路演厅一号厅",
    "host": "演示主办单位",
    "capacity": "1",
    "about_text": "展示三项成果，欢迎企业对接。",
}


@pytest.fixture
def world(db, settings, tmp_path):
    settings.KECHUANG_HOME = tmp_path
    with clock.fixed(moment(date(2026, 6, 1))):
        yield peopled()


def read(browser, url):
    answer = browser.get(url)
    assert answer.status_code == 200, (url, answer.status_code)
    return answer.content.decode()


def posted(browser, case, move, **data):
    case.refresh_from_db()
    url = reverse(f"market_roadshow:{move}", args=[case.pk])
    opened = browser.get(url).status_code
    answer = browser.post(url, {"version": case.version, "key": f"k{case.version}", **data})
    assert (opened, answer.status_code) == (200, 302), answer.content.decode()[:3000]
    case.refresh_from_db()
    return case.state


def test_an_office_holds_a_roadshow_and_follows_up(world):
    office, firm, other, anybody = (world.client(name) for name in ("county officer", "firm clerk", "other clerk", ""))
    demand = Case.objects.get(pk=world.published())
    url = reverse("market_roadshow:plan")
    read(office, url)
    data = {**PLANNED, "office": str(world.bodies["county office"].pk)}
    empty, answer = office.post(url, {}), office.post(url, data)
    assert (empty.status_code, answer.status_code) == (422, 302), answer.content.decode()[:3000]
    case = Case.objects.get(kind="market.event")
    public = reverse("market_roadshow:one", args=[case.pk])
    assert anybody.get(public).status_code == 404
    states = [posted(office, case, "show", number=demand.number), posted(office, case, "publish", text="")]
    join = reverse("market_roadshow:join", args=[case.pk])
    read(firm, join)
    for browser, body in ((firm, "firm"), (other, "other firm")):
        sent = browser.post(join, {"key": body, "body": str(world.bodies[body].pk), "persons": "1", "wish": "想看样机"})
        assert sent.status_code == 302, sent.content.decode()[:2000]
    shown = read(anybody, public)
    case.refresh_from_db()
    moved = posted(office, case, "move", starts_at="2026-06-19 14:00", ends_at="2026-06-19 17:00",
                   venue="二号厅", capacity="2", text="改期一天")  # fmt: skip
    following.follow_all(clock.now())
    told = Notice.objects.filter(kind="market.event.moved").count()
    seated = Notice.objects.filter(kind="market.event.seated").count()

    assert (states, moved, told, seated) == (["DRAFT", "PUBLISHED"], "PUBLISHED", 2, 1)
    assert ("高速主轴" in shown, world.bodies["firm"].name + "<" in shown, "想看样机" in shown) == (True, False, False)
    with clock.fixed(moment(date(2026, 6, 19))):
        came = [str(each.pk) for each in EventSignup.objects.all()]
        held = posted(office, case, "hold", came=came, guests="5")
        meeting_ = {"first": str(world.bodies["firm"].pk), "second_name": "某研究院（演示）", "item": str(demand.pk)}
        posted(office, case, "meet", about_text="主轴热补偿样机试用", **meeting_)
        met = str(Meeting.objects.get().pk)
        posted(office, case, "outcome", meeting=met, outcome="demand", number=demand.number, text="另设需求")
        closed = posted(office, case, "close", text="到场七人，达成一项意向。")
        page = read(office, reverse("casework:case", args=[case.pk]))
        mine = firm.get(reverse("casework:case", args=[case.pk])).status_code
        shown = read(firm, public)
    assert (held, closed, verify().ok) == ("HELD", "CLOSED", True)
    assert ("某研究院" in page, demand.number in page, mine) == (True, True, 404)
    assert ("某研究院" in shown, world.bodies["other firm"].name in shown) == (False, False)


def test_everybody_reads_the_calendar_of_a_month_and_takes_it_away(world):
    event = world.out()
    world.out(origin="沪上技术市场（演示）", origin_url="https://example.org/x", title="转发活动（演示）")
    cancelled = world.out(title="取消的活动（演示）")
    done(world.join(cancelled))
    done(world.walk(cancelled, "cancel", "场地维修"))
    anybody, url = world.client(), reverse("market_roadshow:calendar")

    june, july = read(anybody, f"{url}?month=2026-06"), read(anybody, f"{url}?month=2026-07")
    elsewhere = read(anybody, f"{url}?month=2026-06&place=340100")
    csv = anybody.get(f"{url}?month=2026-06&file=csv")
    feed = anybody.get(reverse("market_roadshow:feed"))
    one = anybody.get(reverse("market_roadshow:one-file", args=[event]))
    listed = read(anybody, reverse("market_roadshow:all"))
    entries = anybody.get("/api/v1/events/calendar?first=2026-06-01&last=2026-06-30").json()
    wrong = anybody.get("/api/v1/events/calendar?first=2026-06-30&last=2026-06-01")

    assert ("新材料成果路演" in june, "沪上技术市场" in june, "<s>取消的活动" in june) == (True, True, True)
    assert ("新材料成果路演" in july, "新材料成果路演" in elsewhere, "新材料成果路演" in listed) == (False, False, True)
    assert [csv.status_code, wrong.status_code] == [200, 409]
    assert [feed["Content-Type"], one["Content-Type"]] == ["text/calendar; charset=utf-8"] * 2
    assert (feed.content.decode().count("BEGIN:VEVENT"), one.content.decode().count("BEGIN:VEVENT")) == (3, 1)
    assert "STATUS:CANCELLED" in feed.content.decode()
    assert sorted(each["origin"] for each in entries) == ["", "", "沪上技术市场（演示）"]


def test_an_event_over_midnight_and_over_the_end_of_a_month_stands_on_each_of_its_days(world):
    world.out(starts_at=datetime(2026, 6, 30, 9, 0, tzinfo=CHINA), ends_at=datetime(2026, 7, 2, 12, 0, tzinfo=CHINA))
    anybody, url = world.client(), reverse("market_roadshow:calendar")

    june, july = read(anybody, f"{url}?month=2026-06"), read(anybody, f"{url}?month=2026-07")

    assert (june.count("新材料成果路演"), july.count("新材料成果路演")) == (1, 2)


def test_a_month_that_is_none_is_the_month_of_today(world):
    world.out()

    for month in ("2026-13", "x", "99999-01", "2026-6-1"):
        assert "新材料成果路演" in read(world.client(), f"{reverse('market_roadshow:calendar')}?month={month}")


def test_a_body_takes_its_sign_up_back_through_the_page(world):
    event = world.out()
    done(world.join(event))
    firm = world.client("firm clerk")
    url = reverse("market_roadshow:leave", args=[event])
    shown = read(firm, url)

    answer = firm.post(url, {"key": "l", "body": str(world.bodies["firm"].pk)})

    assert (world.bodies["firm"].name in shown, answer.status_code) == (True, 302)
    assert EventSignup.objects.count() == 0


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_and_the_calendar_cost_the_same_for_one_event_and_three(world, django_assert_num_queries, count):
    for number in range(count):
        world.out(title=f"活动{number}", starts_at=TERMS.starts_at + timedelta(days=number),
                  ends_at=TERMS.ends_at + timedelta(days=number))  # fmt: skip
    anybody = world.client()
    for url in (reverse("market_roadshow:all"), reverse("market_roadshow:calendar")):
        anybody.get(url)

    with django_assert_num_queries(3):
        anybody.get(reverse("market_roadshow:all"))
    with django_assert_num_queries(6):
        anybody.get(f"{reverse('market_roadshow:calendar')}?month=2026-06")
