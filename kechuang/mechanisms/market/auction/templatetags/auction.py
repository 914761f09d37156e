"""Filters for boards and logs, whose amounts and moments are text."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django import template

from kechuang.web import written
from kechuang.web.clock import CHINA

register = template.Library()


@register.filter
def yuan_of(text: Any) -> str:  # noqa: ANN401 - JSON
    """Write an amount that a board gives as text."""
    return written.money(Decimal(text)) if text else "—"


@register.filter
def moment_of(text: Any) -> str:  # noqa: ANN401 - JSON
    """Write a moment that a board gives as text, in China's time to the second."""
    return datetime.fromisoformat(text).astimezone(CHINA).strftime("%Y-%m-%d %H:%M:%S") if text else ""
