"""Fields of the forms of rewards: shares in percent or as fractions, rows of amounts."""

import re
import unicodedata
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.web.refusals import sentence
from kechuang.web.typed import TypedError, read_money

_PARTS = re.compile(r"[\s;；、，\n]+")
_FINEST = 8


def plain(raw: str) -> str:
    """Give text in half width without blanks."""
    return "".join(unicodedata.normalize("NFKC", raw).split())


def read_share(raw: str) -> Fraction:
    """Read 70, 70%, 12.5 % as percent, and 1/3 as a fraction. Raises ValidationError."""
    text = plain(raw).replace("％", "%")
    try:
        if "/" in text:
            top, _slash, bottom = text.partition("/")
            return Fraction(int(top), int(bottom))
        value = Decimal(text.removesuffix("%"))
    except (InvalidOperation, ValueError, ZeroDivisionError):
        value = Decimal("NaN")
    if not value.is_finite() or -value.as_tuple().exponent > _FINEST:  # type: ignore[operator]  # finite: a number
        raise forms.ValidationError(gettext("“%(raw)s” is no share. Write 70, 12.5% or 1/3.") % {"raw": raw})
    return Fraction(value) / 100


class ShareField(forms.CharField):
    """A share: percent or a fraction; gives a Fraction of one, None where empty."""

    unit = _("percent")

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(max_length=40, **kwargs)

    def clean(self, value: Any) -> Any:  # noqa: ANN401 - Django's own signature
        """Read the share."""
        text = super().clean(value)
        return read_share(text) if text else None


class RateField(ShareField):
    """A share that is a rate of money: percent with a finite number of digits; gives a Decimal of one."""

    def clean(self, value: Any) -> Any:  # noqa: ANN401 - Django's own signature
        """Read the rate."""
        text = forms.CharField.clean(self, value)
        if not text:
            return None
        if "/" in text:
            raise forms.ValidationError(gettext("Write this share in percent, for example 70."))
        found = read_share(text)
        return Decimal(found.numerator) / Decimal(found.denominator)


class AmountsField(forms.CharField):
    """Amounts in yuan with blanks or semicolons between them; gives a tuple of Decimals. Losses are negative."""

    def clean(self, value: Any) -> Any:  # noqa: ANN401 - Django's own signature
        """Read each amount."""
        text = super().clean(value)
        found = []
        for part in _PARTS.split(unicodedata.normalize("NFKC", text)):
            if part:
                try:
                    found.append(read_money(part))
                except TypedError as error:
                    raise forms.ValidationError(sentence(error.refusal)) from None
        return tuple(found)


def percent(value: Fraction | Decimal | None) -> str:
    """Write a share as the forms take it: 70, or 1/3 where percent would not be exact."""
    if value is None:
        return ""
    exact = Fraction(value) * 100
    bottom = exact.denominator
    for prime in (2, 5):
        while bottom % prime == 0:
            bottom //= prime
    if bottom != 1:
        found = Fraction(value)
        return f"{found.numerator}/{found.denominator}"
    text = f"{Decimal(exact.numerator) / Decimal(exact.denominator):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
