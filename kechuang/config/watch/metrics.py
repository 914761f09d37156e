"""What the node counts for Prometheus: requests by route, and what the tables say when they are asked. No persons.

Several serving processes write their counts into files of ``KECHUANG_HOME/metrics`` (``PROMETHEUS_MULTIPROC_DIR``), so
that whichever process is asked gives the sum.
"""

import json
import os
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db.models import Max, Sum
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector

from kechuang.casework.models import Case, DueMove, RefusalCount, Step
from kechuang.config.home import PULSE
from kechuang.ledger.models import Log
from kechuang.web import clock

MULTIPROCESS = "PROMETHEUS_MULTIPROC_DIR"
BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
OWN = CollectorRegistry()
REQUESTS = Counter(
    "kechuang_requests", "Requests answered, by route and status", ("route", "method", "status"), registry=OWN
)
SECONDS = Histogram(
    "kechuang_request_seconds", "Seconds until the answer, by route", ("route",), registry=OWN, buckets=BUCKETS
)


def prepare(home: Path) -> None:
    """Before processes are started: have them count into files of their own, beginning at nothing."""
    folder = home / "metrics"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    os.environ[MULTIPROCESS] = str(folder)


def count(route: str, method: str, status: int, seconds: float) -> None:
    """Count one request."""
    REQUESTS.labels(route, method, str(status)).inc()
    SECONDS.labels(route).observe(seconds)


class Tables:
    """Asks the tables when the metrics are asked for: a few statements, none over a large table."""

    def collect(self) -> Iterator[Metric]:
        """Give the gauges."""
        logs = GaugeMetricFamily("kechuang_log_entries", "Entries of each log", labels=["log"])
        for code, size in Log.objects.values_list("code", "size").order_by("code"):
            logs.add_metric([code], size)
        yield logs
        refused = GaugeMetricFamily("kechuang_refusals", "Acts refused since the beginning, by code", labels=["code"])
        for code, total in RefusalCount.objects.values_list("code").annotate(total=Sum("count")).order_by("code"):
            refused.add_metric([code], total)
        yield refused
        steps = Step.objects.aggregate(last=Max("pk"))["last"] or 0
        yield GaugeMetricFamily("kechuang_steps", "Steps that acts have taken on cases (highest number given)", steps)
        today = clock.today()
        waiting = DueMove.objects.filter(done_at__isnull=True, on__lt=today).order_by("on")
        first = waiting.values_list("on", flat=True).first()
        yield GaugeMetricFamily("kechuang_due_moves_late", "Due moves of past days that wait", waiting.count())
        lag = (today - first).days if first else 0
        yield GaugeMetricFamily("kechuang_sweep_lag_days", "Days that the oldest due move waits", lag)
        yield GaugeMetricFamily("kechuang_round_age_seconds", "Seconds since the last round of chores", _round_age())
        late = Case.objects.filter(finished=False, due_on__lt=today).count()
        yield GaugeMetricFamily("kechuang_cases_late", "Open cases whose day has passed", late)
        yield GaugeMetricFamily("kechuang_tasks_waiting", "Background tasks that wait", _tasks())
        usage = shutil.disk_usage(settings.KECHUANG_HOME)
        yield GaugeMetricFamily("kechuang_disk_free_bytes", "Free bytes where KECHUANG_HOME lies", usage.free)


def _round_age() -> float:
    path = Path(settings.KECHUANG_HOME) / PULSE
    if not path.exists():
        return float("nan")
    moment = datetime.fromisoformat(json.loads(path.read_text())["at"])
    return round((clock.real_now() - moment).total_seconds(), 1)


def _tasks() -> int:
    from django_tasks_db.models import DBTaskResult  # noqa: PLC0415 - beside its one use

    return int(DBTaskResult.objects.filter(status="READY").count())


def text() -> bytes:
    """Give everything in Prometheus's text form."""
    tables = CollectorRegistry()
    tables.register(Tables())
    if os.environ.get(MULTIPROCESS):
        counted = CollectorRegistry()
        MultiProcessCollector(counted)
        return generate_latest(counted) + generate_latest(tables)
    return generate_latest(OWN) + generate_latest(tables)
