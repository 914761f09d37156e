"""Fields of the contract's form: lines of typed rows, rates, texts and choices."""

from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext

from kechuang.kernel.refusal import Refusal
from kechuang.web.refusals import sentence
from kechuang.web.slots import Words


def text_field(label: Words, longest: int = 200, *, rows: int = 0, required: bool = False, hint: Words = "") -> Any:  # noqa: ANN401 - a field
    widget = forms.Textarea(attrs={"rows": rows}) if rows else None
    return forms.CharField(label=label, max_length=longest, required=required, help_text=hint, widget=widget)


def choice_field(label: Words, *, required: bool = False, hint: Words = "") -> Any:  # noqa: ANN401 - a field
    return forms.ChoiceField(label=label, required=required, help_text=hint)


class LinesField(forms.CharField):
    """Items, one a line, read by a function that names the first line it cannot read."""

    def __init__(self, *, read: Any, write: Any, **kwargs: Any) -> None:  # noqa: ANN401 - two functions
        self.reader, self.writer = read, write
        super().__init__(required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3}), **kwargs)

    def to_python(self, value: Any) -> Any:  # noqa: ANN401 - Django's own signature
        """Read the lines. Raises ValidationError."""
        if not isinstance(value, str):
            return value
        found = self.reader(value)
        if isinstance(found, Refusal):
            raise ValidationError(sentence(found), code=found.code)
        return found

    def prepare_value(self, value: Any) -> Any:  # noqa: ANN401 - Django's own signature
        """Write items as they are typed."""
        return self.writer(value) if isinstance(value, tuple) else value

    def run_validators(self, value: Any) -> None:  # noqa: ANN401 - Django's own signature
        """What was read is no text any more; its length was looked at by the reader."""


class RateField(forms.CharField):
    """An exact decimal: a rate of exchange."""

    def to_python(self, value: Any) -> Decimal | None:  # noqa: ANN401 - Django's own signature
        """Read the number. Raises ValidationError."""
        if not value or isinstance(value, Decimal):
            return value or None
        try:
            found = Decimal(str(value).strip().replace(",", ""))
        except InvalidOperation:
            raise ValidationError(gettext("“%(raw)s” is no number.") % {"raw": value}) from None
        if not found.is_finite() or abs(found) >= Decimal(10) ** 9:
            raise ValidationError(gettext("“%(raw)s” is no number.") % {"raw": value})
        return found

    def run_validators(self, value: Any) -> None:  # noqa: ANN401 - Django's own signature
        """A number has no length."""
