"""The filled node of the matrix behind a live server, and one browser.

The server's threads share the connection of the test, inside one transaction that is rolled back, so the node is built
once for the whole folder.
"""

import os

import pytest
from django.conf import settings
from playwright.sync_api import sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests.matrix.conftest import filled  # noqa: F401 - the fixture
from tests.matrix.filled import NOBODY

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


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
def server(browser, filled):  # noqa: F811 - the fixture
    """Serve the node; stopping waits for every thread, since each puts down the connection that all share.

    The browser goes first: the connections that it keeps open would keep the server's threads waiting.
    """
    live = LiveServer("localhost")
    live.thread.httpd.daemon_threads = False
    yield live.url
    browser.close()
    live.stop()


@pytest.fixture
def enter(browser, filled, server, db):  # noqa: F811 - the fixture
    """Open a page as a person; what the browser complains about is kept in ``page.complaints``."""
    contexts = []

    def open_browser(person=NOBODY, *, width=1440, language="zh-hans", **options):
        context = browser.new_context(viewport={"width": width, "height": 900}, **options)
        contexts.append(context)
        cookies = [{"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": server}]
        if person != NOBODY:
            cookies.append({"name": settings.SESSION_COOKIE_NAME, "value": filled.sessions[person], "url": server})
        context.add_cookies(cookies)
        page = context.new_page()
        page.complaints = []
        page.on("console", lambda message: page.complaints.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        return page

    yield open_browser
    for context in contexts:
        context.close()
