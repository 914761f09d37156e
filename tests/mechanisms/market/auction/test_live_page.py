"""The live page by keyboard alone, and what a screen reader hears of it: against the server as an operator starts it."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import expect, sync_playwright

from tests.mechanisms.market.auction.exchange import Exchange
from tests.mechanisms.market.auction.test_processes import go, ready, told
from tests.web.test_browser import FLAGS

pytestmark = pytest.mark.browser
PATIENCE = 60_000
NOBODY = "尚无人出价。"  # said when the page opens, before or after the test begins to listen
HEARD = """() => {
  window.heard = [];
  const note = (each) => { const text = each.textContent.trim(); if (text) window.heard.push(text); };
  for (const each of document.querySelectorAll("[aria-live=polite], [role=alert]"))
    new MutationObserver(() => note(each)).observe(each, { childList: true, characterData: true, subtree: true });
}"""


@pytest.fixture
def exchange(stores, tmp_path):
    node = Exchange(tmp_path, stores.on_sqlite(tmp_path))
    with node.served():
        yield node, json.loads(Path(tmp_path / "browser.json").read_text())


def focused(page) -> str:
    return page.evaluate("document.activeElement.name || document.activeElement.textContent.trim()")


def test_a_bidder_bids_by_keys_alone_and_hears_that_it_leads_and_that_it_is_beaten(exchange, chromium):
    node, held = exchange
    rival = ready(node.start("bid", "5" if held["paddle"] != held["last"] else "4", "1"))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        context, home = browser.new_context(locale="zh-CN"), f"http://localhost:{node.port}"
        context.set_default_timeout(PATIENCE)
        context.add_cookies([{"name": held["cookie"], "value": held["secret"], "url": home}])
        page = context.new_page()
        page.goto(f"{home}/market/auctions/lots/{held['lot']}/")
        page.evaluate(HEARD)
        alert, said = page.locator("[data-live=answer]"), page.locator("[data-live=said]")

        for _tab in range(80):
            page.keyboard.press("Tab")
            if focused(page) == "amount":
                break
        label = page.evaluate("document.activeElement.labels[0].textContent")
        page.keyboard.press("Control+A")
        page.keyboard.type("1000")
        page.keyboard.press("Enter")
        expect(alert).not_to_be_empty(timeout=PATIENCE)
        refused = alert.text_content()
        page.keyboard.press("Control+A")
        page.keyboard.type("100000")
        page.keyboard.press("Tab")
        button = focused(page)
        page.keyboard.press("Enter")
        expect(alert).to_contain_text("您的出价100,000元有效", timeout=PATIENCE)
        expect(said).to_contain_text("领先", timeout=PATIENCE)
        kept, leads, taken = focused(page), said.text_content(), alert.text_content()
        go(rival)
        expect(page.locator("[data-live=standing]")).not_to_have_text(leads, timeout=PATIENCE)
        expect(page.locator("#live")).to_have_attribute("data-standing", "beaten", timeout=PATIENCE)
        expect(said).not_to_have_text(leads, timeout=PATIENCE)
        beaten, heard = said.text_content(), page.evaluate("window.heard")
        clock = page.locator("[data-live=clock]").get_attribute("aria-live")
        browser.close()

    assert (label, button, kept) == ("您的出价（元）", "按此价出价", "按此价出价")
    assert "1,000" in refused
    assert [line.split()[0] for line in told(rival)] == ["seq"]
    assert [line for line in heard if not line.endswith(NOBODY)] == [refused, taken, leads, beaten]
    assert clock == "off"
