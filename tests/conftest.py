"""What the whole suite shares: where the servers are, and the rule that nothing may be skipped for want of them."""

import os
import shutil
from pathlib import Path

import pytest
from django.test import override_settings
from django.utils import translation
from hypothesis import HealthCheck, settings

from tests.stores import Stores

# A property holds or it does not: how long an example takes says something about the machine only.
settings.register_profile("kechuang", deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True)
settings.load_profile("kechuang")

SHARED = Path(__file__).parents[2] / "shared"
POSTGRES = os.environ.get("KECHUANG_TEST_POSTGRES", "")
REQUIRED = os.environ.get("KECHUANG_REQUIRE", "").split()
CHROMIUM = os.environ.get("KECHUANG_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome") or ""

DATABASE = {"db", "transactional_db", "django_db_setup", "postgres"}

WANTING = {
    "postgres": "no PostgreSQL server: set KECHUANG_TEST_POSTGRES",
    "chromium": "no Chromium on the path: set KECHUANG_CHROMIUM",
}


@pytest.fixture(scope="session")
def shared() -> Path:
    """Give the folder of shared material beside the project, or skip."""
    if not SHARED.is_dir():
        pytest.skip("the shared material is not beside this checkout")
    return SHARED


@pytest.fixture(scope="session")
def postgres() -> str:
    """Give the address of a PostgreSQL server on which databases may be made, or skip."""
    if not POSTGRES:
        pytest.skip(WANTING["postgres"])
    return POSTGRES


@pytest.fixture(scope="session")
def chromium() -> str:
    """Give the path of a Chromium, or skip."""
    if not CHROMIUM:
        pytest.skip(WANTING["chromium"])
    return CHROMIUM


@pytest.fixture(scope="session")
def stores(tmp_path_factory):
    """Databases of their own for tests that start processes."""
    made = Stores(tmp_path_factory.mktemp("stores"))
    yield made
    made.end()


@pytest.fixture(params=["sqlite", "postgres"])
def store(request, stores, tmp_path):
    """Give the address of a database of its own, with all tables, on each of the two engines."""
    if request.param == "sqlite":
        yield stores.on_sqlite(tmp_path)
        return
    with stores.on_postgres(request.getfixturevalue("postgres")) as address:
        yield address


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup():
    """Begin in the node's language, before any fixture: a request in another one leaves it behind in the thread."""
    translation.deactivate()


@pytest.fixture(scope="session", autouse=True)
def home_of_its_own(tmp_path_factory):
    """Give each process of the suite a data folder of its own, so that nobody's files come and go in another's test."""
    with override_settings(KECHUANG_HOME=tmp_path_factory.mktemp("home")):
        yield


@pytest.fixture
def committed_db(transactional_db):
    """Give a database in which tests commit; the ledger's guards step aside only for the emptying afterwards.

    Emptying ends with Django's post-migrate signal, which puts the guards back.
    """
    from kechuang.ledger import triggers

    assert triggers.missing() == []
    yield
    triggers.remove()


def pytest_collection_modifyitems(config, items):
    """On the second database leave out what asks for none: it has run on the first and would say the same."""
    if not os.environ.get("DATABASE_URL", "").startswith("postgres"):
        return
    asking = [item for item in items if DATABASE & set(item.fixturenames) or item.get_closest_marker("django_db")]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(asking)])
    items[:] = asking


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    """Turn a skip for want of a required server into a failure."""
    report = (yield).get_result()
    if report.skipped and isinstance(report.longrepr, tuple):
        reason = report.longrepr[2]
        for name in REQUIRED:
            if WANTING[name] in reason:
                report.outcome = "failed"
                report.longrepr = f"{name} is required here: {reason}"


def pytest_terminal_summary(terminalreporter):
    """Print the policy reader's score on our own annotated texts after every run that tried the reader.

    It stands here and is computed by the process that reports: under xdist that process loads this file alone, and
    none of the folders below.
    """
    reports = (report for kind in ("passed", "failed") for report in terminalreporter.stats.get(kind, ()))
    if not any(report.nodeid.startswith("tests/policy/read/") for report in reports):
        return
    from tests.policy.read import measure

    terminalreporter.section("the policy reader on our own annotated texts")
    for part, (score, asked, texts) in measure.scores().items():
        kind = "recall" if part == "systems" else "F1"
        terminalreporter.write_line(f"{part:<12} {kind:<7} {score:.4f}  of {asked} findings in {texts} texts")
