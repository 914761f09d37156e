"""What notices lay on shared pages: menu, links, readers of the ledger, chores of the round, the interface."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kechuang.casework import rounds, urgency
from kechuang.casework.models import Case
from kechuang.casework.notices import (
    carrying,
    delivering,
    drafts_open,
    following,
    hooks,
    mailing,
    receiving,
    warnings,
    year_views,
    years,
)
from kechuang.casework.notices.rules import MOVES
from kechuang.casework.posts import items
from kechuang.casework.registry import Alongside, CaseKind, register_alongside, register_case
from kechuang.web import clock, interface, slots
from kechuang.web.parts import DONE, IDLE, VOID
from kechuang.web.permissions import actor_of

MOST = 100
INBOX = (
    "notices:notice",
    "notices:answer",
    "notices:circular",
    "notices:settings",
    "notices:write",
    "notices:channels",
    "notices:hook",
)
MENU = (
    ("mine", _("Notices"), "notices:inbox", slots.SIGNED_IN, 12, INBOX),
    ("mine", _("Calendar"), "notices:calendar", slots.SIGNED_IN, 14, ()),
    ("acts", _("Accounts of years"), "notices:years", year_views.READ, 90, ("notices:close-year",)),
    ("data", _("Deliveries"), "notices:undelivered", "node:keep", 90, ()),
)
CHORES: tuple[tuple[str, Callable[[datetime], int], int], ...] = (
    ("notices", following.follow_all, 10),
    ("warnings", warnings.go, 20),
    ("mail", mailing.gather, 30),
    ("webhooks", hooks.gather, 30),
    ("deliveries", delivering.deliver_now, 40),
)
TONES = {"SENT": IDLE, "CONFIRMED": DONE, "ANSWERED": DONE, "WITHDRAWN": VOID}


def unread(request: HttpRequest) -> int | None:
    """Count what the reader has not opened, up to a bound; nothing to show for nothing."""
    rows = receiving.mine(actor_of(request), clock.today()).filter(read_at__isnull=True).order_by()
    return rows[:MOST].count() or None


def register() -> None:
    """Register menu, panels, readers, chores, the interface for programs and the kinds of case."""
    register_case(CaseKind(MOVES, receiving.READ, tones=TONES, list_url="notices:inbox"))
    register_case(CaseKind(carrying.MOVES, receiving.SEND, list_url="notices:years"))
    register_alongside(
        Alongside(
            name="years",
            open_moves=lambda _case, _actor, _on: (),
            waiting=lambda _actor, _on: years.nothing(),
            answers=lambda _actor, _on: years.nothing(),
            reads=lambda _actor, _on: None,
            guard=years.guard,
        )
    )
    for group, label, view, permission, order, match in MENU:
        slots.add_menu(
            slots.MenuEntry(
                group=group,
                label=label,
                view=view,
                permission=permission,
                order=order,
                match=match,
                count=unread if view == "notices:inbox" else None,
            )
        )
    slots.add_panel("case", slots.Panel(template="notices/case_panel.html", context=case_panel, order=40))
    slots.add_link("notice", lambda identifier, **_kwargs: reverse("notices:notice", args=[identifier]))
    urgency.register(warnings.state_of)
    items.register(drafts_open.KIND)
    interface.register("notices", "kechuang.casework.notices.api:notices")
    interface.register("calendar", "kechuang.casework.notices.api:calendar")
    interface.register("webhooks", "kechuang.casework.notices.api:webhooks")
    for name, run, order in CHORES:
        rounds.register(rounds.Chore(name, run, order))


def case_panel(_request: HttpRequest, case: Case) -> dict[str, Any] | None:
    """Give the steps of warning of a case with their days, and the years in whose accounts it stands."""
    today = clock.today()
    here = warnings.step_of(case, today)
    ladder = warnings.ladder_at(case.place, today)
    open_ = case.due_on is not None and not case.finished
    steps = [
        {"state": warnings.shown(step), "on": on, "here": step == here}
        for step, on in (warnings.days_of(case, today) if open_ else ())
    ]
    accounts = years.of_case(case) if case.kind in years.YEARS else []
    if not steps and not accounts:
        return None
    return {"steps": steps, "design": ladder.confidence == "D", "accounts": accounts, "case": case}
