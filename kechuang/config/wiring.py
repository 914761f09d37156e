"""What the node lays on shared pages: the demonstration's control."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from kechuang.casework import due, rounds
from kechuang.casework.elements import known
from kechuang.casework.files import archiving, keeping
from kechuang.casework.rounds import Chore
from kechuang.config import adjusting, competing, evaluating, inherited, kept, matching, measured, navigating, roles
from kechuang.config.demo import day, live_views, progress
from kechuang.config.health import checks
from kechuang.kernel import place
from kechuang.mechanisms.delivery.statistic import answers as statistics
from kechuang.mechanisms.sharing.voucher import answers as vouchers
from kechuang.resources.organisations import answers as organisations
from kechuang.web import slots


def register() -> None:
    """Register roles and, on a demonstration node, the control in its band."""
    roles.register()
    own_areas()
    kept.register(_("draft"))
    inherited.register()
    measured.register()
    adjusting.register()
    evaluating.register()
    matching.register()
    navigating.register()
    competing.register()
    rounds.register(Chore("files of unsent forms", lambda _moment: keeping.sweep_unsent(), order=800))
    rounds.register(Chore("archive packages", _archive, order=810))
    rounds.register(Chore("sign of life", checks.beat, order=900))
    slots.add_menu(
        slots.MenuEntry(
            group="mine", label=_("State of the node"), view="node:health", permission="node:keep", order=95
        )
    )
    for source in (organisations.SOURCE, vouchers.SOURCE, statistics.SOURCE):
        known.register(source)
    slots.add_panel("market.lot", slots.Panel(template="node/live_lot.html", context=live_views.lot_panel))
    slots.add_panel("market.auctions", slots.Panel(template="node/live_sale.html", context=live_views.sales_panel))
    slots.add_panel("demonstration", slots.Panel(template="node/day_control.html", context=day_control))


def own_areas() -> None:
    """Have the node's own functional areas known: ``KECHUANG_HOME/regions/functional_areas.csv`` where it is there."""
    file = settings.KECHUANG_HOME / "regions" / "functional_areas.csv"
    place.own_areas(file if file.is_file() else None)


def _archive(_moment: datetime) -> int:
    """Write archive packages, a few each round; a demonstration makes them when they are asked for."""
    return 0 if settings.KECHUANG_DEMO else archiving.sweep(50)


def day_control(request: HttpRequest) -> dict[str, Any] | None:
    """Give the day, how far the story is built, and the day to which one click leads."""
    if not settings.KECHUANG_DEMO:
        return None
    today, told = day.today(), progress.percent()
    following = due.next_day(today) if told == progress.WHOLE else None
    return {"today": today, "following": following, "here": request.get_full_path(), "told": told}
