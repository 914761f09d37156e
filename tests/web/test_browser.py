"""Pages as a browser meets them: accessible, narrow, dark, printed, by keyboard, with and without scripts."""

import os

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from kechuang.web.models import ListView

pytestmark = pytest.mark.browser

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
LIST = "/style/list/"
PAGES = ["/", "/style/", LIST, f"{LIST}?kind=ship", "/style/form/", "/search/?q=x", "/help/", "/sign-in/", "/nowhere/"]
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
SMALL = """() => [...document.querySelectorAll("a,button,input:not([type=hidden]),select,textarea,summary")]
  .map(each => [each, (each.closest("label") || each).getBoundingClientRect()])
  .filter(([each, box]) => box.width && !each.closest(".away, svg") && (box.height < 24 || box.width < 24))
  .map(([each, box]) => `${each.tagName} ${Math.round(box.width)}x${Math.round(box.height)} ${each.textContent}`)"""


@pytest.fixture(scope="module")
def browser(chromium):
    """Start one browser, closed by whoever serves it; its loop runs in this thread, so Django must be told that this is no accident."""
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield started
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="module")
def live_server(browser, django_db_setup):
    """Serve from this process; made after the test database, so that its threads share the connection in memory.

    Stopping waits for every thread, since each puts down the connection that all share; the browser goes first, whose
    open connections would keep them waiting.
    """
    server = LiveServer("localhost")
    server.thread.httpd.daemon_threads = False
    yield server
    browser.close()
    server.stop()


@pytest.fixture
def visit(browser, demo, committed_db, live_server, bodies):
    """Open pages over thirty bodies; what the browser complains about fails the test."""
    bodies(30)
    contexts, complaints = [], []

    def open_page(path, *, width=1440, language="zh-hans", quiet=True, **options):
        context = browser.new_context(viewport={"width": width, "height": 900}, **options)
        contexts.append(context)
        context.add_cookies([{"name": "django_language", "value": language, "url": live_server.url}])
        page = context.new_page()
        if quiet:
            page.on("console", lambda message: complaints.append(f"{message.type}: {message.text}"))
            page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(f"{live_server.url}{path}")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


VARIANTS = {
    "light": {},
    "dark": {"color_scheme": "dark"},
    "narrow": {"width": 390},
    "english": {"language": "en"},
    "traditional dark": {"language": "zh-hant", "color_scheme": "dark"},
}


@pytest.mark.parametrize(
    ("path", "variant"),
    [
        *(("/style/", variant) for variant in VARIANTS),
        (f"{LIST}?kind=firm", "dark"),
        (LIST, "narrow"),
        ("/sign-in/", "light"),
    ],
)
def test_axe_finds_nothing(visit, path, variant):
    page = visit(path, **VARIANTS[variant])

    found = Axe().run(page).response["violations"]

    assert [(each["id"], [node["html"][:120] for node in each["nodes"]]) for each in found] == []


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
def test_no_page_is_wider_than_320_pixels(visit, language):
    page = visit("/", width=320, language=language, quiet=False)
    wide = {}

    for path in PAGES:
        page.goto(page.url.partition("/")[0] + "//" + page.url.split("/")[2] + path)
        wide[path] = page.evaluate(WIDER)

    assert wide == dict.fromkeys(PAGES, 0)


def test_large_text_stays_inside_narrow_pages(visit, live_server):
    page = visit("/style/", width=390, language="en", quiet=False)
    page.context.add_cookies([{"name": "kechuang_text", "value": "large", "url": live_server.url}])

    page.reload()

    assert page.evaluate(WIDER) == 0
    assert page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)") == pytest.approx(
        17.5, abs=0.1
    )


@pytest.mark.parametrize("width", [390, 1440])
def test_targets_are_large_enough(visit, width):
    page = visit("/style/", width=width)
    style = page.evaluate(SMALL)

    page.goto(page.url.replace("/style/", LIST))

    assert (style, page.evaluate(SMALL)) == ([], [])


def test_typing_a_filter_updates_rows_address_and_announcement_and_keeps_the_focus(visit):
    page = visit(LIST)
    field = page.get_by_label("名称或代码")

    field.press_sequentially("B02")
    expect(page.locator("tbody tr")).to_have_count(10)

    expect(field).to_be_focused()
    expect(page.locator("#announce")).to_have_text("10 项")
    assert page.url.endswith("?q=B02&kind=&place=&since_from=&since_to=")


def test_choosing_an_option_filters_at_once(visit):
    page = visit(LIST)

    page.locator("select[name=kind]").select_option("office")

    expect(page.locator(".foot [data-count]")).to_have_text("第 1–12 项，共 15 项")
    expect(page.locator(".figures a[aria-current]")).to_have_text("机关15")


def test_a_figure_filters_and_the_filter_shows_it(visit):
    page = visit(LIST)

    page.locator(".figures a", has_text="企业").click()

    expect(page.locator("select[name=kind]")).to_have_value("firm")
    expect(page.locator(".figures a", has_text="企业")).to_be_focused()


def test_sorting_and_paging_keep_the_focus_and_the_back_button_returns(visit):
    page = visit(LIST)

    page.locator("#sort-bodies-code").click()
    expect(page.locator("tbody tr").first).to_contain_text("B030")
    expect(page.locator("#sort-bodies-code")).to_be_focused()
    page.locator("#next-bodies").click()
    expect(page.locator("tbody tr").first).to_contain_text("B018")
    page.locator("#next-bodies").press("Enter")
    expect(page.locator("tbody tr").first).to_contain_text("B006")
    page.go_back()
    expect(page.locator("tbody tr").first).to_contain_text("B018")
    page.go_back()

    expect(page.locator("tbody tr").first).to_contain_text("B030")


def test_a_row_fills_the_panel_and_the_address(visit):
    page = visit(LIST)

    page.get_by_role("link", name="示例单位2（演示）", exact=True).click()

    expect(page.locator("#panel-bodies h2")).to_have_text("示例单位2（演示）")
    expect(page.locator("tr.chosen")).to_contain_text("B002")
    expect(page.locator("#announce")).to_have_text("示例单位2（演示）")
    assert "row=" in page.url


def test_on_a_narrow_screen_a_row_opens_its_own_page(visit):
    page = visit(LIST, width=390)

    with page.expect_navigation():
        page.get_by_role("link", name="示例单位2（演示）", exact=True).click()

    expect(page.locator("#panel-bodies h2")).to_have_text("示例单位2（演示）")


def test_on_a_narrow_screen_the_filters_fold_away_and_say_how_many_are_in_use(visit):
    page = visit(f"{LIST}?kind=firm&place=330421", width=390)
    field = page.get_by_label("名称或代码")
    expect(field).to_be_hidden()

    page.get_by_text("筛选列表 (2)").click()

    expect(field).to_be_visible()


def test_the_menu_of_a_narrow_screen_opens_and_closes_without_script(visit):
    page = visit(LIST, width=390, java_script_enabled=False)
    menu = page.locator("#menu")
    expect(menu).to_be_hidden()

    page.locator(".menu-open").click()
    expect(menu).to_be_visible()
    page.locator(".side-close").click()

    expect(menu).to_be_hidden()


def test_a_list_works_without_script(visit):
    page = visit(LIST, java_script_enabled=False)

    page.locator("select[name=kind]").select_option("firm")
    page.get_by_role("button", name="查询").click()
    page.get_by_role("link", name="下一页").click()

    expect(page.locator(".foot [data-count]")).to_have_text("第 13–15 项，共 15 项")


def test_the_palette_opens_by_keys_and_finds(visit):
    page = visit("/help/")

    page.keyboard.press("Control+k")
    expect(page.locator("dialog.palette")).to_be_visible()
    expect(page.locator("dialog input")).to_be_focused()
    expect(page.locator("dialog .hits a").first).to_have_text("查找页面")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")

    page.wait_for_url("**/search/")


def test_keys_walk_the_rows(visit):
    page = visit(LIST)

    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")

    expect(page.locator(".row-link").nth(1)).to_be_focused()
    page.keyboard.press("/")
    expect(page.get_by_label("名称或代码")).to_be_focused()


def test_a_wrong_form_takes_the_focus_to_its_summary_and_each_link_into_its_field(visit):
    page = visit("/style/form/", quiet=False)  # a 422 is an entry in the console, as it should be

    page.get_by_role("button", name="提交").click()
    expect(page.locator(".errors")).to_be_focused()
    page.locator(".errors a", has_text="合同金额").click()

    expect(page.get_by_label("合同金额")).to_be_focused()
    page.locator(".errors a", has_text="服务类型").click()
    expect(page.get_by_label("检验检测")).to_be_focused()


def test_the_reader_may_choose_dark_where_the_system_is_light(visit):
    page = visit("/help/")
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")

    page.get_by_role("button", name="深色").click()

    assert (light, page.evaluate("getComputedStyle(document.body).backgroundColor")) == (
        "rgb(246, 247, 249)",
        "rgb(15, 18, 23)",
    )


def test_print_hides_what_one_cannot_press_and_keeps_the_head_row(visit):
    page = visit(LIST)

    page.emulate_media(media="print")

    for gone in (".side", ".top", ".filters", ".pages", ".foot-page", ".downloads"):
        expect(page.locator(gone).first).to_be_hidden()
    assert page.evaluate("getComputedStyle(document.querySelector('.grid thead')).display") == "table-header-group"
    assert page.evaluate("getComputedStyle(document.querySelector('.grid tbody tr')).breakInside") == "avoid"
    expect(page.locator(".printed")).to_contain_text("打印时间")


def test_motion_stops_for_those_who_ask(visit):
    page = visit("/style/", reduced_motion="reduce")

    assert page.evaluate("getComputedStyle(document.querySelector('.button')).transitionDuration") == "0s"


@pytest.fixture
def entered(visit, person, live_server):
    """Open pages as somebody who is signed in."""

    def open_page(path, **options):
        page = visit("/help/", **options)
        client = Client()
        client.force_login(person)
        page.context.add_cookies(
            [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
        )
        page.goto(f"{live_server.url}{path}")
        return page

    return open_page


@pytest.mark.parametrize("variant", ["light", "dark", "narrow", "english"])
def test_axe_finds_nothing_in_the_parts_of_daily_work(visit, variant):
    page = visit("/style/office/", **VARIANTS[variant])

    found = Axe().run(page).response["violations"]

    assert [(each["id"], [node["html"][:120] for node in each["nodes"]]) for each in found] == []
    assert page.evaluate(WIDER) == 0
    assert page.evaluate(SMALL) == []


def test_the_parts_of_daily_work_fit_320_pixels(visit):
    page = visit("/style/office/", width=320, language="en")

    assert page.evaluate(WIDER) == 0


def test_what_is_typed_is_kept_after_a_pause_and_is_there_after_a_reload(entered):
    page = entered("/style/form/")

    page.get_by_label("企业名称").fill("海宁示例厂（演示）")
    expect(page.locator("[data-draft-said]")).to_contain_text("草稿已于")
    page.reload()

    expect(page.get_by_label("企业名称")).to_have_value("海宁示例厂（演示）")
    expect(page.get_by_role("button", name="丢弃草稿")).to_be_visible()


def test_a_view_is_renamed_in_its_cell_by_keyboard(entered, person):
    ListView.objects.create(keeper=person, list_key="bodies", path=LIST, title="列表", name="机关")
    page = entered("/lists/views/")

    page.keyboard.press("j")
    page.keyboard.press("e")
    field = page.locator(".cell-form input[name=name]")
    expect(field).to_be_focused()
    field.fill("科室")
    field.press("Enter")

    expect(page.locator(".cell .row-link")).to_have_text("科室")
    expect(page.locator(".cell .edit")).to_be_focused()
    page.locator(".cell").get_by_role("button", name="撤销").click()
    expect(page.locator(".cell .row-link")).to_have_text("机关")


def test_escape_leaves_a_cell_as_it_was(entered, person):
    ListView.objects.create(keeper=person, list_key="bodies", path=LIST, title="列表", name="机关")
    page = entered("/lists/views/")

    page.locator(".cell .edit").click()
    page.locator(".cell-form input[name=name]").fill("别的")
    page.keyboard.press("Escape")

    expect(page.locator(".cell .row-link")).to_have_text("机关")


def test_help_stands_over_the_page_and_goes_again(visit):
    page = visit(LIST)

    page.keyboard.press("?")
    expect(page.locator("dialog.help")).to_contain_text("Ctrl K")
    page.keyboard.press("Escape")

    expect(page.locator("dialog.help")).to_be_hidden()


def test_the_palette_offers_the_actions_of_the_page(visit):
    page = visit("/style/")

    page.keyboard.press("Control+k")
    page.locator("dialog .hits a", has_text="日常办公部件").click()

    page.wait_for_url("**/style/office/")


def test_a_card_goes_to_another_column_by_keyboard_and_by_drag(visit):
    page = visit("/style/office/")
    card = page.locator("[data-lane=open] [data-card]").first

    card.locator(".row-link").focus()
    page.keyboard.press("m")
    expect(card.locator("[data-way~=going]")).to_be_focused()
    page.keyboard.press("Escape")
    card.drag_to(page.locator("[data-lane=going]"))

    page.wait_for_url("**/style/office/#board")
