"""What the node lays on shared pages: the demonstration's control."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from kechuang.casework import due
from kechuang.casework.elements import known
from kechuang.config import roles
from kechuang.config.demo import day, progress
from kechuang.mechanisms.sharing.voucher import answers as vouchers
from kechuang.resources.organisations import answers as organisations
from kechuang.web import slots


def register() -> None:
    """Register roles and, on a demonstration node, the control in its band."""
    roles.register()
    for source in (organisations.SOURCE, vouchers.SOURCE):
        known.register(source)
    slots.add_panel("demonstration", slots.Panel(template="node/day_control.html", context=day_control))


def day_control(request: HttpRequest) -> dict[str, Any] | None:
    """Give the day, how far the story is built, and the day to which one click leads."""
    if not settings.KECHUANG_DEMO:
        return None
    today, told = day.today(), progress.percent()
    following = due.next_day(today) if told == progress.WHOLE else None
    return {"today": today, "following": following, "here": request.get_full_path(), "told": told}
