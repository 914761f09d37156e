"""``kechuang serve``: one process group serves pages, the interface for programs, background tasks and due moves."""

import argparse
import logging
import multiprocessing
import os
import threading
from typing import TextIO

import django
from django.core.management import call_command

SWEEP_SECONDS = 600
FOLLOW_SECONDS = 15
ROUND_SECONDS = 30

log = logging.getLogger("kechuang.serve")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the address and the size."""
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (127.0.0.1)")
    parser.add_argument("--port", type=int, default=int(os.environ.get("KECHUANG_PORT", "8000")), help="port (8000)")
    parser.add_argument("--workers", type=int, default=1, help="processes that answer requests (1)")
    parser.add_argument("--threads", type=int, default=4, help="threads in each process (4)")


def run(arguments: argparse.Namespace, out: TextIO) -> int:
    """Bring the tables up to date, start the background threads, and serve until interrupted."""
    django.setup()
    from kechuang.casework import edition  # noqa: PLC0415 - needs loaded apps

    call_command("migrate", verbosity=0, interactive=False)
    edition.record()
    start_background()
    listen(arguments, out)
    return 0


def listen(arguments: argparse.Namespace, out: TextIO) -> None:
    """Serve until interrupted."""
    from django.conf import settings  # noqa: PLC0415 - beside the rest
    from granian import Granian  # noqa: PLC0415 - a slow import that other commands do not need

    from kechuang.config.watch import metrics  # noqa: PLC0415 - needs loaded apps

    metrics.prepare(settings.KECHUANG_HOME)
    print(f"http://{arguments.host}:{arguments.port}/", file=out, flush=True)
    # A worker forked while the background threads run may inherit a lock that one of them holds, and wait for ever.
    multiprocessing.set_start_method("spawn", force=True)
    Granian(
        "kechuang.config.wsgi:application",
        interface="wsgi",
        address=arguments.host,
        port=arguments.port,
        workers=arguments.workers,
        blocking_threads=arguments.threads,
        log_access=False,
    ).serve()


def start_background() -> None:
    """Start the threads: tasks, due moves, the indicators' data set, and the round of chores (notices, mail …)."""
    threading.Thread(target=_work, name="tasks", daemon=True).start()
    threading.Thread(target=_sweep, name="sweep", daemon=True).start()
    threading.Thread(target=_follow, name="indicators", daemon=True).start()
    threading.Thread(target=_rounds, name="rounds", daemon=True).start()
    threading.Thread(target=_sales, name="auctions", daemon=True).start()
    threading.Thread(target=_bidders, name="bidders of the demonstration", daemon=True).start()


def _bidders() -> None:
    """Let invented firms bid in the live sale of a demonstration, while somebody looks."""
    from django.conf import settings  # noqa: PLC0415 - beside the rest

    from kechuang.config.demo.live_sale import Bots  # noqa: PLC0415 - needs loaded apps

    if settings.KECHUANG_DEMO:
        _told()
        Bots().run(lambda: False, threading.Event().wait)


def _told() -> None:
    """Wait until the story of a demonstration is told: it holds its own sales, on their own days."""
    from django.conf import settings  # noqa: PLC0415 - beside the rest

    from kechuang.config.demo import progress  # noqa: PLC0415 - needs loaded apps

    pause = threading.Event()
    while settings.KECHUANG_DEMO and progress.percent() != progress.WHOLE:
        pause.wait(2)


def _sales() -> None:
    """Lead running lots: of all processes of the node, whichever holds a lot's lease."""
    from contextlib import AbstractContextManager, nullcontext  # noqa: PLC0415 - beside the rest
    from datetime import datetime  # noqa: PLC0415 - beside the rest

    from django.conf import settings  # noqa: PLC0415 - beside the rest

    from kechuang.config.demo import day  # noqa: PLC0415 - needs loaded apps
    from kechuang.mechanisms.market.auction.leading.worker import Worker  # noqa: PLC0415 - needs loaded apps
    from kechuang.web import clock  # noqa: PLC0415 - needs loaded apps

    _told()

    def around() -> AbstractContextManager[datetime | None]:
        return clock.fixed(day.moment_on(day.today())) if settings.KECHUANG_DEMO else nullcontext()

    pause = threading.Event()
    while True:
        try:
            Worker().run(lambda: False, around)
        except Exception:  # a sale must go on whatever went wrong
            log.exception("the worker of running lots failed; it begins again")
        pause.wait(1)


def _work() -> None:
    from django_tasks_db.management.commands.db_worker import Worker  # noqa: PLC0415 - needs loaded apps

    Worker(
        queue_names=["default"],
        interval=1,
        batch=False,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id="embedded",
        excluded_queue_names=[],
    ).run()


def _sweep() -> None:
    from kechuang.casework.due import sweep  # noqa: PLC0415 - needs loaded apps
    from kechuang.ledger.sign import checkpoint_all  # noqa: PLC0415 - needs loaded apps
    from kechuang.web import clock  # noqa: PLC0415 - needs loaded apps

    pause = threading.Event()
    while True:
        try:
            sweep()
            checkpoint_all(made_at=clock.now())
        except Exception:  # the next round must come whatever went wrong in this one
            log.exception("the sweep of due moves, or the signing after it, failed; it will be tried again")
        pause.wait(SWEEP_SECONDS)


def _follow() -> None:
    from kechuang.indicators.store import follow_all  # noqa: PLC0415 - needs loaded apps

    pause = threading.Event()
    while True:
        try:
            follow_all()
        except Exception:  # the next round must come whatever went wrong in this one
            log.exception("the data set of the indicators could not be brought up to date; it will be tried again")
        pause.wait(FOLLOW_SECONDS)


def _rounds() -> None:
    from django.conf import settings  # noqa: PLC0415 - beside the rest

    from kechuang.casework.rounds import go_round  # noqa: PLC0415 - needs loaded apps
    from kechuang.config.demo import day  # noqa: PLC0415 - needs loaded apps
    from kechuang.web import clock  # noqa: PLC0415 - needs loaded apps

    pause = threading.Event()
    while True:
        with clock.fixed(day.moment_on(day.today()) if settings.KECHUANG_DEMO else clock.now()):
            go_round(clock.now())
        pause.wait(ROUND_SECONDS)
