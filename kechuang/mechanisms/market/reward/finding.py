"""The calculator in the search of everything."""

from django.http import HttpRequest
from django.utils.translation import gettext, pgettext

from kechuang.mechanisms.market.reward.calculating import calculator_url
from kechuang.web import slots

WORDS = ("reward", "calculator", "奖励", "收益", "分配", "计算", "獎勵", "70%")


def find_calculator(_request: HttpRequest, words: str, limit: int) -> list[slots.Hit]:
    """Find the calculator by what people call it."""
    wanted = words.strip().lower()
    if not wanted or not limit or not any(each in wanted or wanted in each for each in WORDS):
        return []
    return [
        slots.Hit(
            title=gettext("Reward calculator"), kind=pgettext("palette", "calculator"), url=calculator_url(), note=""
        )
    ]
