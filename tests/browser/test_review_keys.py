"""A planner judges the findings of a document by keys alone."""

import pytest
from playwright.sync_api import expect

from kechuang.policy.review.models import Judged
from tests.matrix.filled import OWN

pytestmark = pytest.mark.browser

PLANNER = (OWN, "planner")


def verdicts(document) -> dict[str, str]:
    return dict(Judged.objects.filter(document=document).values_list("code", "verdict"))


def test_findings_are_accepted_corrected_rejected_and_taken_back_by_keys(enter, filled, server):
    page, document = enter(PLANNER), filled.things[OWN, "document to judge"][0].id
    page.goto(f"{server}/policy/{document}/review/")
    shown = page.locator(".doc-bar .code")
    first = shown.text_content()

    page.keyboard.press("a")
    expect(shown).not_to_have_text(first)
    second = shown.text_content()
    page.keyboard.press("r")
    expect(shown).not_to_have_text(second)
    third = shown.text_content()
    page.keyboard.press("c")
    page.wait_for_url(f"**/review/{third}/**")
    page.locator("[name=unit]").fill("项次")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**judged={third}**")
    fourth = shown.text_content()
    page.keyboard.press("n")
    expect(shown).not_to_have_text(fourth)
    page.keyboard.press("p")
    expect(shown).to_have_text(fourth)
    page.goto(f"{server}/policy/{document}/review/?judged={third}")
    page.keyboard.press("u")
    expect(shown).to_have_text(third)

    found = verdicts(document)
    assert (found[first], found[second], found[third]) == ("accepted", "rejected", "open")
    assert page.complaints == []


def test_every_key_has_a_button_that_does_the_same_without_script(enter, filled, server):
    page, document = enter(PLANNER, java_script_enabled=False), filled.things[OWN, "document to judge"][0].id
    page.goto(f"{server}/policy/{document}/review/?show=open")
    shown = page.locator(".doc-bar .code")
    first = shown.text_content()

    page.locator("[data-key=a]").click()
    second = shown.text_content()
    page.locator("[data-key=r]").click()
    third = shown.text_content()
    page.locator("[data-key=u]").click()
    again = shown.text_content()
    page.locator("[data-key=c]").click()
    corrects = page.url

    found = verdicts(document)
    assert (found[first], found[second], again) == ("accepted", "open", second)
    assert third not in (first, second)
    assert f"/review/{second}/" in corrects
