"""A firm's clerk freezes a voucher for a contract: by keys alone, and without any script."""

import pytest
from playwright.sync_api import expect

from kechuang.casework.models import Case
from kechuang.mechanisms.sharing.voucher.models import VoucherOrder
from tests.matrix.filled import OWN, TODAY

pytestmark = pytest.mark.browser

CLERK = (OWN, "firm clerk")
FORM = "/vouchers/orders/reserve/"
TYPED = {"contract_on": TODAY.isoformat(), "contract_yuan": "1200", "eligible_yuan": "1200"}
MOST_TABS = 120


def provider(filled) -> str:
    return filled.things[OWN, "listed"][0].id


def reach(page, name: str) -> None:
    """Press Tab until the field of a name (or the form's button) has the focus."""
    test = f"matches('{name}')" if name.startswith("button") else f"name === '{name}'"
    for _ in range(MOST_TABS):
        if page.evaluate(f"document.activeElement.{test}"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"no Tab leads to {name}")


def choose(page, name: str, value: str) -> None:
    """Choose an option by its keys: a list by its arrows, one of several marks by the space bar."""
    reach(page, name)
    kind = page.evaluate("document.activeElement.tagName + ':' + document.activeElement.type")
    for _ in range(MOST_TABS):
        if page.evaluate("document.activeElement.value") == value:
            break
        page.keyboard.press("ArrowDown")
    if kind.endswith("checkbox") or (kind.endswith("radio") and not page.evaluate("document.activeElement.checked")):
        page.keyboard.press("Space")
    assert page.evaluate("document.activeElement.value") == value


def orders() -> int:
    return VoucherOrder.objects.count()


def test_an_order_is_filled_and_sent_by_keys_alone(enter, filled, server):
    page, before = enter(CLERK), orders()
    page.goto(f"{server}{FORM}?provider={provider(filled)}")

    for name, value in {"provider": provider(filled), "category": "testing"}.items():
        choose(page, name, value)
    for name, value in {"contract_no": "HT-KEYS-1", **TYPED}.items():
        reach(page, name)
        page.keyboard.press("Control+a")
        page.keyboard.type(value)
    reach(page, "button.primary:not([name])")
    page.keyboard.press("Enter")
    page.wait_for_url("**/cases/**")

    expect(page.locator("main")).to_contain_text("HT-KEYS-1")
    assert (orders() - before, page.complaints) == (1, [])


def test_an_order_is_filled_and_sent_without_any_script(enter, filled, server):
    page, before = enter(CLERK, java_script_enabled=False), orders()
    page.goto(f"{server}{FORM}?provider={provider(filled)}")

    page.locator("[name=category]").select_option("testing")
    page.locator("[name=contract_no]").fill("HT-PLAIN-1")
    for name, value in TYPED.items():
        page.locator(f"[name={name}]").fill(value)
    page.locator("main form button.primary").click()

    expect(page.locator("main")).to_contain_text("HT-PLAIN-1")
    assert orders() - before == 1
    assert Case.objects.get(pk=page.url.rstrip("/").rpartition("/")[2]).state == "RESERVED"


def test_a_wrong_order_comes_back_without_script_with_everything_typed(enter, filled, server):
    page, before = enter(CLERK, java_script_enabled=False), orders()
    page.goto(f"{server}{FORM}?provider={provider(filled)}")

    page.locator("[name=contract_no]").fill("HT-WRONG-1")
    page.locator("[name=contract_yuan]").fill("twelve")
    page.locator("main form button.primary").click()

    expect(page.locator(".errors a")).not_to_have_count(0)
    expect(page.locator("[name=contract_no]")).to_have_value("HT-WRONG-1")
    expect(page.locator("[name=contract_yuan]")).to_have_value("twelve")
    assert orders() == before
