"""Fields that forms of sales share: moments, bodies by name or code, the hidden key."""

import re
import unicodedata
from datetime import datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.web.accounts.models import Body
from kechuang.web.clock import CHINA

_MOMENT = re.compile(r"(\d{4})[-/.年]\s*(\d{1,2})[-/.月]\s*(\d{1,2})日?[ T]*(\d{1,2})[:时](\d{1,2})分?(?::(\d{1,2}))?")


class MomentField(forms.CharField):
    """A moment in China's time: 2026-11-21 14:00, also with seconds, with 年月日时分, in full width."""

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(**{"help_text": _("For example 2026-11-21 14:00, in China's time"), **kwargs})

    def clean(self, value: Any) -> Any:  # noqa: ANN401 - Django's own signature
        """Read it."""
        text = unicodedata.normalize("NFKC", super().clean(value)).strip()
        if not text:
            return None
        found = _MOMENT.fullmatch(text)
        numbers = [int(part or 0) for part in found.groups()] if found else [0]
        try:
            return datetime(*numbers, tzinfo=CHINA)  # type: ignore[arg-type, misc]  # six numbers, or a year 0
        except (TypeError, ValueError):
            raise forms.ValidationError(
                gettext("“%(raw)s” is no moment. Write day and time, for example 2026-11-21 14:00.") % {"raw": value}
            ) from None

    def prepare_value(self, value: Any) -> Any:  # noqa: ANN401 - Django's own signature
        """Write it."""
        return value.astimezone(CHINA).strftime("%Y-%m-%d %H:%M:%S") if isinstance(value, datetime) else value


class BodyField(forms.CharField):
    """A body by name or code; its cleaned value is the Body, or None."""

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        kwargs.setdefault("help_text", _("Name or unified social credit code"))
        super().__init__(max_length=200, **kwargs)

    def clean(self, value: Any) -> Any:  # noqa: ANN401 - Django's own signature
        """Find the body."""
        text = super().clean(value).strip()
        if not text:
            return None
        found = list(Body.objects.filter(Q(name=text) | Q(code=text.upper()) | Q(code=text))[:2])
        if len(found) != 1:
            raise forms.ValidationError(
                gettext("No body, or more than one, bears the name or code “%(name)s”.") % {"name": text}
            )
        return found[0]


class PercentField(forms.CharField):
    """A percentage as typed: 3, 2.5, 40 %; its cleaned value is the share, 0.025 for 2.5."""

    def clean(self, value: Any) -> Any:  # noqa: ANN401 - Django's own signature
        """Read it."""
        text = unicodedata.normalize("NFKC", super().clean(value)).strip().rstrip("%").strip()
        if not text:
            return None
        try:
            share = Decimal(text) / 100
        except ArithmeticError:
            share = Decimal(-1)
        if not 0 <= share <= 1:
            raise forms.ValidationError(gettext("“%(raw)s” is no percentage from 0 to 100.") % {"raw": value})
        return share

    def prepare_value(self, value: Any) -> Any:  # noqa: ANN401 - Django's own signature
        """Write it."""
        return f"{(value * 100).normalize():f}" if isinstance(value, Decimal) else value
