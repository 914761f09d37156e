"""The demonstration's live sale: begins when somebody opens it; invented firms bid through the intake like everybody.

The secrets of these firms stand in a file of the demonstration, as bidders' browsers would keep them. Lots run by the
machine's clock, moved to their day (``Sale.clock_shift_seconds``).
"""

import json
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import close_old_connections

from kechuang.config.demo import cast, day
from kechuang.config.demo.auctions import CITY, OFFICERS, TEN, Bench, admit, announce, enter, paddle_of
from kechuang.mechanisms.market.auction.models import Board, Lot, Sale
from kechuang.mechanisms.market.auction.rules.terms import Terms
from kechuang.mechanisms.market.auction.running import intake
from kechuang.web import chance, clock
from kechuang.web.accounts.models import Body, Person
from kechuang.web.permissions import read_actor

log = logging.getLogger("kechuang.demo")
TITLE = "春季科技成果拍卖会（演示·现场进行）"
THINGS = (
    ("柔性压力传感阵列（演示）", 200_000, "ascending"),
    ("港口无人集卡调度算法（演示）", 360_000, "ascending"),
    ("茶叶低氟加工工艺（演示）", 90_000, "ascending"),
    ("微流控早筛芯片（演示）", 520_000, "ascending"),
    ("碳纤维回收再利用方法（演示）", 150_000, "dutch"),
)
FIRST_IN, APART = timedelta(seconds=25), timedelta(seconds=150)
LASTS, WINDOW = 110, 15
BOTS_FILE, WATCHED_FILE = "demonstration-bidders.json", "demonstration-watched"
WATCHED_SECONDS, AT_MOST = 45, 4
GOING_ON = ("announced", "running", "suspended")


def looked() -> None:
    """Note that somebody has the live sale open, in a file of the demonstration."""
    (Path(settings.KECHUANG_HOME) / WATCHED_FILE).touch()


def watched() -> bool:
    """Say whether somebody has it open now."""
    path = Path(settings.KECHUANG_HOME) / WATCHED_FILE
    return path.exists() and clock.real_now().timestamp() - path.stat().st_mtime < WATCHED_SECONDS


def current() -> Sale | None:
    """Give the live sale that is running or about to, the newest one."""
    rows = Sale.objects.filter(case__title=TITLE, lots__phase__in=GOING_ON).select_related("case")
    return rows.order_by("-case__opened_on", "-pk").first()


def bench() -> Bench | None:
    """Give who takes part in the live sale, None on a node whose story is not told yet."""
    people = {
        row.username: row for row in Person.objects.filter(username__in=[f"{role}.{CITY}.1" for role in OFFICERS])
    }
    office, seller = (Body.objects.filter(code=code).first() for code in (cast.EXCHANGE, cast.THIRD_PARTY))
    if len(people) != len(OFFICERS) or office is None or seller is None:
        return None
    firms = [one for one in cast.firms() if one.authority == CITY and one.kind == "enterprise"]
    clerks = Person.objects.in_bulk([f"clerk.{one.code}" for one in firms[:12]], field_name="username")
    rows = Body.objects.in_bulk([one.code for one in firms[:12]], field_name="code")
    pairs = [(rows[one.code], read_actor(clerks[f"clerk.{one.code}"])) for one in firms[:12] if one.code in rows]
    operator, reviewer = (read_actor(people[f"{role}.{CITY}.1"]) for role in OFFICERS[:2])
    return Bench(office, operator, reviewer, seller.pk, pairs)


def prepare() -> Sale | None:
    """Prepare, announce and fill a live sale by the gateway; give it, ready to begin."""
    here = bench()
    if here is None:
        return None
    with clock.fixed(day.moment_on(day.today())):
        begins = datetime.combine(clock.today() + timedelta(days=8), TEN)
        terms = [_terms(form, Decimal(start), begins + at * APART) for at, (_n, start, form) in enumerate(THINGS)]
        key = f"demo:live:{chance.random_id()}"
        lots = announce(here, TITLE, terms, [each[0] for each in THINGS], key=key, begins=begins)
        some = Bench(here.office, here.operator, here.reviewer, here.seller, here.bidders[:AT_MOST])
        held = {str(lot): admit(some, lot, key=f"{key}:{at}") for at, lot in enumerate(lots)}
    _remember(held)
    sale = Sale.objects.get(lots=lots[0])
    shift = int((begins - FIRST_IN - clock.real_now()).total_seconds())
    Sale.objects.filter(pk=sale.pk).update(clock_shift_seconds=shift)
    return Sale.objects.select_related("case").get(pk=sale.pk)


def _terms(form: str, start: Decimal, starts_at: datetime) -> Terms:
    if form == "dutch":
        return Terms(
            form="dutch",
            start=start,
            reserve="none",
            starts_at=starts_at,
            floor=(start * Decimal("0.6")).quantize(Decimal("0.01")),
            decrement=(start * Decimal("0.04")).quantize(Decimal("0.01")),
            interval_seconds=8,
            late_admission=True,
        )
    return Terms(
        form="ascending",
        start=start,
        starts_at=starts_at,
        duration_seconds=LASTS,
        window_seconds=WINDOW,
        added_seconds=WINDOW,
        most_extensions=6,
        late_admission=True,
    )


def _remember(held: dict[str, list[str]]) -> None:
    path = Path(settings.KECHUANG_HOME) / BOTS_FILE
    known = json.loads(path.read_text()) if path.exists() else {}
    path.write_text(json.dumps({**known, **held}))


def _held() -> dict[str, list[str]]:
    path = Path(settings.KECHUANG_HOME) / BOTS_FILE
    return json.loads(path.read_text()) if path.exists() else {}


def join(lot: UUID) -> tuple[Body, str] | None:
    """Let a visitor take part as one of the invented firms that has not registered; give the firm and the secret."""
    here = bench()
    row = Lot.objects.filter(pk=lot, live=True, sale__case__title=TITLE).first()
    if here is None or row is None or row.phase not in {"announced", "running"}:
        return None
    taken = set(row.registrations.values_list("body_id", flat=True))
    free = next(((body, clerk) for body, clerk in here.bidders if body.pk not in taken), None)
    if free is None:
        return None
    with clock.fixed(day.moment_on(day.today())):
        return free[0], enter(here, lot, *free, key=f"demo:visitor:{chance.random_id()}")


@dataclass(slots=True)
class Bots:
    """The invented firms' bidding: each has a limit of its own, and somebody bids every few seconds."""

    paddles: dict[str, list[str]] = field(default_factory=dict)
    next_at: dict[str, float] = field(default_factory=dict)

    def run(self, stopped: Callable[[], bool], pause: Callable[[float], object]) -> None:
        """Bid until told to stop; begin a sale when somebody looks and none is live."""
        while not stopped():
            try:
                self.turn()
            except Exception:  # a demonstration goes on whatever went wrong in one turn
                log.exception("the bidders of the demonstration stumbled; they go on")
                close_old_connections()
            pause(0.7 if watched() else 3.0)

    def turn(self) -> None:
        """Look at every running lot of the live sale."""
        if not watched():
            return
        sale = current()
        if sale is None:
            prepare()
            return
        for row in Board.objects.filter(lot__sale=sale, lot__live=True).select_related("lot"):
            self._lot(row, json.loads(row.body))

    def _lot(self, row: Board, board: dict[str, Any]) -> None:
        key, now = str(row.lot_id), time.monotonic()
        if board.get("phase") != "running" or now < self.next_at.get(key, 0.0):
            return
        self.next_at[key] = now + 2.0 + _below(6)
        mine = self._paddles(key)
        willing = [
            each for at, each in enumerate(mine) if each and each != board.get("paddle") and self._wants(board, at)
        ]
        if not willing:
            return
        paddle = willing[_below(len(willing))]
        if board["form"] == "dutch":
            self._dutch(row, board, paddle)
            return
        wanted = {"paddle": paddle, "amount": board["next"]}
        intake.put(row.lot_id, "bid", wanted, key=f"bot:{chance.random_id()}", shift=board["shift"])

    def _dutch(self, row: Board, board: dict[str, Any], paddle: str) -> None:
        fall = board["falling"]
        now = clock.real_now() + timedelta(seconds=board["shift"])
        gone = (now - datetime.fromisoformat(fall["from"])).total_seconds() // fall["seconds"]
        if gone >= 7:
            wanted = {"paddle": paddle, "amount": board["start"]}
            intake.put(row.lot_id, "take", wanted, key=f"bot:{chance.random_id()}", shift=board["shift"])

    def _paddles(self, lot: str) -> list[str]:
        if not all(self.paddles.get(lot, [""])):
            self.paddles[lot] = [paddle_of(UUID(lot), secret) for secret in _held().get(lot, [])]
        return self.paddles.get(lot, [])

    @staticmethod
    def _wants(board: dict[str, Any], at: int) -> bool:
        """Say whether a bidder still wants to go on: each to a limit of its own between 1.1 and 1.7 times the start."""
        if board["next"] is None:
            return board["form"] == "dutch"
        limit = Decimal(board["start"]) * (Decimal("1.1") + Decimal("0.2") * at)
        return Decimal(board["next"]) <= limit


def _below(most: int) -> int:
    return int.from_bytes(chance.draw(2), "big") % most
