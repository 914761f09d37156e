"""By when the parts of an evaluation are due, as the rules of a place have it: what the form of a call begins with."""

from datetime import date, timedelta

from kechuang.mechanisms.delivery.evaluation.rules.requests import Days
from kechuang.rulebook import load as rulebook

KEYS = (
    "delivery.evaluation.report_within_days",
    "delivery.evaluation.check_within_days",
    "delivery.evaluation.comment_within_days",
    "delivery.evaluation.publish_within_days",
)


def days(place: str, on: date) -> Days:
    """Give the days of an evaluation that is called on a day, each counted from the one before."""
    book, at, found = rulebook.current(), on, []
    for key in KEYS:
        value = book.ask(key, place=place or "000000", on=on).value
        at += timedelta(days=value if isinstance(value, int) else 0)
        found.append(at)
    return Days(report_by=found[0], check_by=found[1], comment_by=found[2], publish_by=found[3])
