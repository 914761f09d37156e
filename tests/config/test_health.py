"""Health, metrics and logs: what a machine, Prometheus and the node's keeper are told, and whom nobody is told about."""

import json
import logging
from datetime import date, timedelta
from urllib.parse import quote

import pytest
from django.conf import settings as django_settings
from django.urls import reverse
from django.utils.translation import override

from kechuang.config import roles
from kechuang.config.health import checks, views
from kechuang.config.health.checks import BAD, OK, WARN, Result
from kechuang.config.watch import logs, metrics
from kechuang.ledger import triggers
from kechuang.web import clock
from kechuang.web.accounts.models import Body, Grant, Person


@pytest.fixture
def home(settings, tmp_path):
    settings.KECHUANG_HOME = tmp_path
    return tmp_path


@pytest.fixture
def keeper(db, client):
    roles.register()
    body = Body.objects.create(code="kj", name="Office", kind="office", place="330100", valid_from=date(2020, 1, 1))
    person = Person.objects.create_user("keeper", name="王保管")
    Grant.objects.create(person=person, role="node_keeper", body=body, valid_from=date(2020, 1, 1))
    client.force_login(person)
    return client


def state(name: str) -> str:
    return next(result.state for result in checks.examine() if result.name == name)


def test_every_check_has_words_in_all_languages():
    missing = []
    for language in ("zh-hans", "zh-hant", "en"):
        with override(language):
            for name in checks.NAMES:
                for part in ("", ".ok", ".bad", ".remedy"):
                    code = f"doctor.{name}{part}"
                    missing += [code] if views._(code) == code else []

    assert missing == []


@pytest.mark.django_db
def test_a_sound_database_is_in_order_and_every_check_can_be_said(home):
    results = checks.examine()

    with override("en"):
        rows = views.shown(results)
    assert len(rows) == len(checks.NAMES)
    assert [state(name) for name in ("database", "migrations", "triggers", "heads")] == [OK] * 4


@pytest.mark.django_db
def test_a_guard_that_is_gone_is_found(home):
    triggers.remove()

    assert state("triggers") == BAD


@pytest.mark.django_db
def test_the_age_of_the_last_backup_is_judged(home):
    def noted(hours: int, *, sealed: bool) -> str:
        at = (clock.real_now() - timedelta(hours=hours)).isoformat()
        (home / "last-backup.json").write_text(json.dumps({"at": at, "sealed": sealed}))
        return state("backup")

    assert state("backup") == BAD
    assert [noted(2, sealed=True), noted(2, sealed=False), noted(50, sealed=True)] == [OK, WARN, WARN]


@pytest.mark.django_db
def test_a_private_key_open_to_others_is_found(home):
    (home / "keys").mkdir(mode=0o700)
    key = home / "keys" / "x.key"
    key.write_text("secret")
    key.chmod(0o644)
    open_ = state("permissions")
    key.chmod(0o600)
    home.chmod(0o700)

    assert (open_, state("permissions")) == (BAD, OK)


@pytest.mark.django_db
def test_a_round_of_chores_leaves_a_sign_of_life(home):
    before = state("sweep")
    checks.beat(clock.now())

    assert (before, state("sweep")) == (WARN, OK)


def test_the_page_is_for_the_keeper_and_names_whom_to_ask(keeper, settings, client, home):
    settings.KECHUANG_CONTACT = "0571-0000"

    page = keeper.get(reverse("node:health"))
    keeper.logout()

    assert page.status_code == 200
    assert "0571-0000" in page.content.decode()
    assert client.get(reverse("node:health")).status_code == 302


@pytest.mark.django_db
def test_health_for_machines(client, home):
    live, ready = client.get("/health/live"), client.get("/health/ready")
    triggers.remove()
    broken = client.get("/health/ready")

    assert (live.content, ready.status_code, ready.content) == (b"ok\n", 200, b"ok\n")
    assert (broken.status_code, broken.content) == (503, b"triggers\n")


@pytest.mark.django_db
def test_metrics_are_for_this_machine_or_for_the_token(client, settings, home):
    settings.KECHUANG_METRICS_TOKEN = "a-token"

    asked = [
        client.get("/metrics").status_code,
        client.get("/metrics", REMOTE_ADDR="10.0.0.9").status_code,
        client.get("/metrics", headers={"X-Forwarded-For": "10.0.0.9"}).status_code,
        client.get("/metrics", REMOTE_ADDR="10.0.0.9", headers={"Authorization": "Bearer a-token"}).status_code,
        client.get("/metrics", REMOTE_ADDR="10.0.0.9", headers={"Authorization": "Bearer wrong"}).status_code,
    ]

    assert asked == [200, 404, 404, 200, 404]


@pytest.mark.django_db
def test_requests_are_counted_by_route_and_never_by_address(client, home):
    client.get("/facts/?q=" + quote("林越"))
    client.get("/there-is-nothing/" + quote("林越"))

    said = client.get("/metrics").content.decode()

    assert 'kechuang_requests_total{method="GET",route="ledger:facts",status="200"}' in said
    assert 'route="none",status="404"' in said
    assert "kechuang_sweep_lag_days 0.0" in said
    assert ["林越" in said, quote("林越") in said] == [False, False]


def test_processes_that_serve_together_are_counted_together(tmp_path, monkeypatch):
    import subprocess
    import sys

    metrics_home = tmp_path / "home"
    metrics_home.mkdir()
    monkeypatch.setenv(metrics.MULTIPROCESS, "")
    metrics.prepare(metrics_home)
    code = (
        "from prometheus_client import Counter, CollectorRegistry, generate_latest\n"
        "from prometheus_client.multiprocess import MultiProcessCollector\n"
        "Counter('kechuang_requests', 'x', ('route',), registry=CollectorRegistry()).labels('a').inc()\n"
        "r = CollectorRegistry(); MultiProcessCollector(r); print(generate_latest(r).decode())\n"
    )
    said = [
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout for _ in "ab"
    ]

    assert [
        'kechuang_requests_total{route="a"} 1.0' in said[0],
        'kechuang_requests_total{route="a"} 2.0' in said[1],
    ] == [
        True,
        True,
    ]


@pytest.mark.django_db
def test_a_request_has_an_id_that_a_proxy_may_give(client):
    given = client.get("/health/live", headers={"X-Request-ID": "abcd-1234"})
    forged = client.get("/health/live", headers={"X-Request-ID": "林越 <script>"})

    assert given["X-Request-ID"] == "abcd-1234"
    assert len(forged["X-Request-ID"]) == 32


@pytest.fixture
def lines():
    """Everything that the node would write, in both forms, whatever the logger."""
    written: list[str] = []

    class Keep(logging.Handler):
        def emit(self, record):
            written.extend((logs.Json().format(record), logs.Plain().format(record)))

    handler = Keep()
    loggers = [logging.getLogger(name) for name in ("", "django", "django.request", "kechuang")]
    levels = [each.level for each in loggers]
    loggers[0].addHandler(handler)
    for each in loggers:
        each.setLevel(logging.DEBUG)
    yield written
    loggers[0].removeHandler(handler)
    for each, level in zip(loggers, levels, strict=True):
        each.setLevel(level)


@pytest.mark.django_db
def test_a_planted_name_is_in_no_line_of_the_log(client, lines, monkeypatch):
    name = "林越潜"
    person = Person.objects.create_user("lin", name=name, email="linyueqian@example.org")
    client.raise_request_exception = False

    def broken(*_args, **_kwargs):
        raise ValueError(f"cannot write {name} linyueqian@example.org")

    client.force_login(person)
    client.get(f"/{quote(name)}/?q={quote(name)}")
    client.post("/sign-in/", {"username": name, "password": name})
    monkeypatch.setattr("kechuang.casework.views.inbox_rows", broken)
    failed = client.get("/inbox/mine/")
    logging.getLogger("some.library").error("row %s refused", name)
    logging.getLogger("django.db.backends").debug("SELECT %s", name, extra={"sql": name})

    everything = "\n".join(lines)
    assert failed.status_code == 500
    assert "builtins.ValueError" in everything
    assert "kechuang/casework/views.py" in everything
    assert [name in everything, quote(name) in everything, "linyueqian" in everything] == [False, False, False]


def test_a_line_is_json_with_the_request_and_its_route(lines, client, db):
    client.get("/health/live", headers={"X-Request-ID": "abcd-1234"})

    said = [json.loads(line) for line in lines if line.startswith("{")]
    [answered] = [line for line in said if line["logger"] == "kechuang.request"]
    assert {name: answered[name] for name in ("route", "method", "status", "request", "event")} == {
        "route": "node:live",
        "method": "GET",
        "status": 200,
        "request": "abcd-1234",
        "event": "answered",
    }


def test_the_form_of_the_log_is_a_setting():
    assert logs.configuration("json", "INFO")["formatters"]["line"]["()"].endswith("Json")
    assert logs.configuration("text", "nonsense")["loggers"]["kechuang"]["level"] == "WARNING"
    assert django_settings.LOGGING["handlers"]["out"]["class"] == "logging.StreamHandler"


def test_what_cannot_be_looked_at_says_so():
    with override("en"):
        assert views.sentence_of(Result("mail", BAD, {"said": "OSError"})) == "This could not be looked at (OSError)."
