"""From a registered achievement to a closed listing, through the pages alone; a stranger reads, a firm registers."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from kechuang.casework.models import Case
from kechuang.ledger.verify import verify
from kechuang.mechanisms.market.listing.models import Interest, Listing
from kechuang.mechanisms.market.result.models import RightEntry
from tests.mechanisms.market.listing.world import peopled


@pytest.fixture
def world(db, settings, tmp_path):
    settings.KECHUANG_HOME = tmp_path
    return peopled()


def fields(form, **more):
    """What a browser sends back of a form as it was shown."""
    values = {field.html_name: field.value() for field in form}
    return {name: value for name, value in {**values, **more}.items() if value not in (None, False)}


def send(world, browser, url, **more):
    with world.at():
        shown = browser.get(url)
        assert shown.status_code == 200, (url, shown.status_code, shown.headers.get("Location"))
        answer = browser.post(url, fields(shown.context["form"], **more))
    form = answer.context["form"] if answer.status_code != 302 else None
    assert form is None, (url, form.errors, form.refusal)
    return answer


def read(world, browser, url):
    with world.at():
        return browser.get(url).content.decode()


def step(case, move):
    return reverse(f"market_listing:step-{move}", args=[case.pk])


def judge(case, move):
    return reverse(f"market_listing:interest-{move}", args=[case.pk])


def test_an_achievement_is_offered_found_bought_paid_and_closed(world):
    result = world.listed()
    world.entered("first", result=result)
    seller, operator, buyer, anybody = (world.client(name) for name in ("office", "operator", "buyer", ""))
    page = read(world, seller, reverse("casework:case", args=[result]))
    offer = f"{reverse('market_listing:open')}?result={result}"
    assert offer in page

    conditions = "具有锂电池生产能力\n近三年无失信记录"
    filled = {
        "appraisal": "820000",
        "deposit": "80000",
        "refund": "未成交者五个工作日内退还",
        "conditions": conditions,
        "delivery": "全套工艺文件",
        "reserve": "900000",
        "phrase": "春天的第一场细雨",
    }
    send(world, seller, offer, **filled)
    case = Case.objects.get(kind="market.listing")
    assert (case.title, case.listing.items.get().ref) == (Case.objects.get(pk=result).title, str(result))
    public = reverse("market_listing:published-one", args=[case.pk])
    with world.at():
        hidden = anybody.get(public).status_code
    send(world, operator, step(case, "accept"))
    send(world, operator, step(case, "list"), checked="on")
    shown = read(world, anybody, public)
    assert (hidden, "800,000" in shown, "900,000" in shown, "保密，已公布封存值" in shown) == (404, True, False, True)

    world.pass_to(date(2026, 3, 9))
    licence = SimpleUploadedFile("licence.txt", "营业执照说明".encode())
    send(world, buyer, reverse("market_listing:register", args=[case.pk]), undertaken="on", file=licence, declared="on")
    interest = Case.objects.get(kind="market.interest")
    texts = [read(world, browser, reverse("casework:case", args=[case.pk])) for browser in (seller, operator)]
    assert [interest.number in text for text in texts] == [False, True]
    with world.at():
        refused = seller.get(reverse("casework:case", args=[interest.pk])).status_code
    assert refused == 404
    send(world, operator, judge(interest, "qualify"), met=conditions.splitlines())
    send(world, operator, judge(interest, "deposit"), payer="buyer")

    world.pass_to(date(2026, 3, 31))
    send(world, seller, step(case, "reveal"), amount="900000", phrase="春天的第一场细雨")
    send(world, operator, step(case, "confirm"), price="950000", agreed="on")
    shown = read(world, anybody, public)
    assert ("950,000" in shown, "buyer" in shown) == (True, False)
    world.pass_to(date(2026, 4, 9))
    send(world, seller, step(case, "sign"), number="HT-1")
    send(world, operator, step(case, "pay"), payer="buyer")
    send(world, operator, step(case, "close"), certificate="JZ-2026-1")

    shown = read(world, anybody, public)
    case.refresh_from_db()
    assert (case.state, "<dd>buyer</dd>" in shown.replace("\n", ""), verify().ok) == ("CLOSED", True, True)
    assert world.state(result) == "TRANSFERRED"
    assert sorted(RightEntry.objects.values_list("entry", "case__state")) == [
        ("first", "ENTERED"),
        ("transfer", "APPLIED"),
    ]
    assert Interest.objects.get().case.state == "WON"
    assert Listing.objects.get().paid == 870_000


def test_a_form_that_is_wrong_comes_back_with_what_was_typed(world):
    seller = world.client("office")
    url = reverse("market_listing:open")
    with world.at():
        empty = seller.post(url, {"key": "k"})
        form = seller.get(url).context["form"]
        typed = {
            **fields(form),
            "title": "我的成果",
            "mode": "transfer",
            "summary": "简介",
            "item_title_0": "我的成果",
            "base": "80",
            "appraisal": "800000",
            "delivery": "资料",
        }
        wrong = seller.post(url, typed)

    text = wrong.content.decode()
    assert (empty.status_code, wrong.status_code) == (422, 422)
    assert ("我的成果" in text, "相差约一万倍" in text) == (True, True)


PAPERS = ("listing_application", "listing_announcement", "listing_result", "listing_confirmation", "interest_receipt")


def test_papers_of_a_listing_are_drawn_up(world):
    pictures = []

    def draw(code, case, name):
        with world.at():
            answer = world.client(name).get(reverse("papers:preview", args=[case, f"market.{code}"]))
        pictures.append((code, answer.status_code, answer.content[:4]))

    draw(PAPERS[0], world.apply_for(by="office").case, "office")
    running = world.listing(by="office")
    interest = world.admitted(running)
    draw(PAPERS[1], running, "operator")
    settled = world.settled(by="office")
    for code in PAPERS[2:4]:
        draw(code, settled, "operator")
    draw(PAPERS[4], interest, "buyer")

    assert pictures == [(code, 200, b"\x89PNG") for code in PAPERS]


def test_the_interface_gives_what_is_public_and_no_more(world):
    case = world.at_result()
    anybody, seller, rival = world.client(), world.client("clerk"), world.client("rival")
    with world.at():
        shown = anybody.get(f"/api/v1/listings/published/{case}").json()
        listed = anybody.get("/api/v1/listings/published").content.decode()
        early = seller.get(f"/api/v1/listings/{case}/path").status_code
        other = rival.get(f"/api/v1/listings/{case}/path").status_code
        interests = [browser.get("/api/v1/listings/interests").json()["items"] for browser in (seller, rival)]

    assert (shown["price_yuan"], shown["buyer"], shown["way"]) == ("1200000.00", "", "agreement")
    assert ("buyer" in listed.replace('"buyer"', ""), early, other, interests) == (False, 404, 404, [[], []])
