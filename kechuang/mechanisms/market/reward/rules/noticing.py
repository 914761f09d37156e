"""The notice in the unit: how long, and that it is not backdated. Pure."""

from datetime import date

from kechuang.kernel.days import Calendars, deadline
from kechuang.kernel.refusal import Refusal, Value
from kechuang.mechanisms.market.reward.rules.lawful import Asking, quoted
from kechuang.mechanisms.market.reward.rules.requests import Publish

REWARD_NOTICE, EMPOWERMENT_NOTICE = "transfer.reward.notice_days", "transfer.empowerment.notice_days"


def last_day(asking: Asking, calendars: Calendars, key: str, start: date) -> tuple[date, int]:
    """Give the earliest last day of a notice, and its least number of days; a day where no rule speaks."""
    answer = asking.ask(key, start)
    least = answer.value
    if not isinstance(least, int) or isinstance(least, bool):
        return start, 0
    return deadline(start, least, "calendar_day", calendars).day, least


def unfit(asking: Asking, calendars: Calendars, key: str, request: Publish, on: date) -> Refusal | None:
    """Refuse a notice that is backdated, nowhere, or shorter than the rules ask."""
    if request.start < on:
        return Refusal("reward.backdated", {"start": request.start, "today": on}, place="start")
    if not request.where.strip():
        return Refusal("reward.no_place", place="where")
    earliest, least = last_day(asking, calendars, key, request.start)
    if request.end < earliest:
        answer = asking.ask(key, request.start)
        values: dict[str, Value] = {"start": request.start, "end": request.end, "earliest": earliest, "least": least}
        return Refusal("reward.notice_short", {**values, **quoted(answer)}, place="end")
    return None
