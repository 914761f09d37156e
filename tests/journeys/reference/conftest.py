"""One node, one browser and a served copy for all reference journeys; what a journey does is undone after it."""

import os
from dataclasses import dataclass

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import override_settings
from django.utils import translation
from playwright.sync_api import sync_playwright
from pytest_django.live_server_helper import LiveServer

from kechuang.web import chance, clock
from tests.browser.conftest import FLAGS
from tests.journeys.reference import stage as setting
from tests.journeys.reference.hand import Effort, Hand
from tests.pages.voucher.world import moment

TOLD: list[tuple[str, str, Effort]] = []


@pytest.fixture(scope="module")
def browser(chromium):
    """Start one browser; its loop runs in this thread, so Django must be told that this is no accident."""
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=chromium, args=FLAGS)
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="module")
def stage(browser, django_db_setup, django_db_blocker, tmp_path_factory):
    """Build the node inside a transaction that is rolled back afterwards."""
    held = transaction.atomic()
    held._from_testcase = True  # what Django's own TestCase sets, so that durable blocks work inside
    home = tmp_path_factory.mktemp("node")
    with django_db_blocker.unblock(), override_settings(KECHUANG_HOME=home), translation.override("zh-hans"), held:
        try:
            with chance.seeded("journeys"):
                built = setting.build()
            clock.stop_at(moment(setting.TODAY))
            yield built
        finally:
            clock.stop_at(None)
            transaction.set_rollback(True)


@pytest.fixture(scope="module")
def server(browser, stage):
    """Serve the node; the browser goes first, since its open connections keep the server's threads waiting."""
    live = LiveServer("localhost")
    live.thread.httpd.daemon_threads = False
    yield live.url
    browser.close()
    live.stop()


@dataclass
class Hands:
    """Gives a person's hand; all hands of one journey are weighed together."""

    browser: object
    address: str
    effort: Effort
    contexts: list

    def of(self, name: str = "", password: str = "") -> Hand:
        context = self.browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN")
        self.contexts.append(context)
        hand = Hand(context.new_page(), self.address)
        hand.effort = self.effort
        if name:
            hand.sign_in(name, password or setting.PASSWORD)
        return hand


@pytest.fixture
def hands(browser, server, stage, db, request):
    """Give the hands of one journey; its cost is told at the end (``make journeys`` prints it)."""
    cache.clear()
    found = Hands(browser, server, Effort(), [])
    yield found
    for context in found.contexts:
        context.close()
    TOLD.append((request.node.name, request.function.__doc__ or "", found.effort))


def pytest_terminal_summary(terminalreporter):
    """Print what each journey cost."""
    write = terminalreporter.write_line
    if not TOLD:
        return
    write("")
    write("journey                                    clicks  keys  pages  fields  known  person min  machine s")
    for name, _doc, effort in TOLD:
        known = f"{effort.known * 100 // effort.fields}%" if effort.fields else "-"
        write(
            f"{name.removeprefix('test_'):<42} {effort.clicks:>6} {effort.keys:>5} {effort.pages:>6} {effort.fields:>7}"
            f" {known:>6} {effort.seconds / 60:>11.1f} {effort.machine_seconds:>10.1f}"
        )
