"""Forms: plain fields that take what people type, refusals as values, one way of saying what is wrong.

A wrong form comes back with status 422, its values kept, an error summary on top that links to each field, the same
words beside the field, and “Error:” in the window's title.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from kechuang.kernel.identify.credit import read_credit_code
from kechuang.kernel.refusal import Refusal
from kechuang.web import conflict, drafts, written
from kechuang.web.drafts import Shown
from kechuang.web.page import page
from kechuang.web.parts import Source
from kechuang.web.refusals import sentence
from kechuang.web.slots import Words
from kechuang.web.typed import TypedError, read_day, read_money


class KitRenderer(DjangoTemplates):
    """Renders forms and fields with the page kit's templates."""

    form_template_name = "web/form.html"
    field_template_name = "web/field.html"


RENDERER = KitRenderer()
UNTIL = date(2029, 1, 1)  # D: every form of the product is renewed or given up by then


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A value that the platform knows already; it is shown with where it comes from, and may be corrected."""

    value: object
    source: Source


class KitForm(forms.Form):
    """The base of all forms. ``known`` fills fields with values that the platform holds.

    Every field that a person sees names its data element in ``elements`` (a subclass adds to its parents' ones), and
    ``confirms`` the fields that only show what is known to be confirmed. ``about`` is the kind of case or the register
    that the form writes, ``owner`` the role that answers for asking, ``renew_by`` the day from which the form must be
    renewed or given up. A test holds all forms against the dictionary (``casework/elements``).

    What is typed is kept as a draft (``drafts.py``), except with ``drafts = False`` and in the fields ``not_kept``.
    """

    default_renderer = RENDERER
    use_required_attribute = False
    short: ClassVar[frozenset[str]] = frozenset()
    elements: ClassVar[Mapping[str, str]] = {}
    confirms: ClassVar[frozenset[str]] = frozenset()
    about: ClassVar[str] = ""
    owner: ClassVar[str] = ""
    renew_by: ClassVar[date | None] = None
    drafts: ClassVar[bool] = True
    not_kept: ClassVar[frozenset[str]] = frozenset()

    def __init_subclass__(cls, **kwargs: Any) -> None:  # noqa: ANN401 - handed on
        super().__init_subclass__(**kwargs)
        merged: dict[str, str] = {}
        for parent in reversed(cls.__mro__):
            merged |= parent.__dict__.get("elements", {})
        cls.elements = merged

    def __init__(self, *args: Any, known: Mapping[str, Known] | None = None, **kwargs: Any) -> None:  # noqa: ANN401
        known = known or {}
        kwargs["initial"] = {**{name: each.value for name, each in known.items()}, **(kwargs.get("initial") or {})}
        super().__init__(*args, label_suffix="", **kwargs)
        for field in self.fields.values():
            if field.error_messages.get("required") == forms.Field.default_error_messages["required"]:
                field.error_messages["required"] = _("Please fill in “%(label)s”.") % {"label": field.label}
        for name, each in known.items():
            self.fields[name].known = each.source  # type: ignore[attr-defined]  # read by web/field.html
        self.refusal: Refusal | None = None
        self.draft: Shown | None = None
        self.carried: dict[str, str] = {}

    def refuse(self, refusal: Refusal) -> None:
        """Take the gateway's refusal: beside the field that it names, else above the form."""
        if refusal.place in self.fields:
            self.add_error(refusal.place, sentence(refusal))
        else:
            self.refusal = refusal

    @property
    def wrong(self) -> bool:
        """Whether the form must go back to its reader."""
        return self.is_bound and (bool(self.errors) or self.refusal is not None)


class _TypedField[T](forms.CharField):
    """A plain text field whose text is read into a value; wrong text is answered by a refusal's sentence."""

    read: ClassVar[Callable[[str], Any]]
    write: ClassVar[Callable[[Any], str]]
    size = "short"
    unit: Words = ""

    def to_python(self, value: object) -> Any:  # noqa: ANN401 - Django's own signature
        if value is None or value == "" or not isinstance(value, str):
            return None if value == "" else value
        text = value.strip()
        if not text:
            return None
        try:
            return type(self).read(text)
        except TypedError as error:
            raise ValidationError(sentence(error.refusal), code=error.refusal.code) from None

    def prepare_value(self, value: object) -> object:
        return value if value is None or isinstance(value, str) else type(self).write(value)

    def has_changed(self, initial: object, data: object) -> bool:
        try:
            return self.to_python(initial) != self.to_python(data)
        except ValidationError:
            return True

    def widget_attrs(self, widget: forms.Widget) -> dict[str, str]:
        return {**super().widget_attrs(widget), "class": self.size, "autocomplete": "off"}


class YuanField(_TypedField[Decimal]):
    """An amount in yuan: 1200, 1,200.50, full-width digits; gives Decimal with two places."""

    read = staticmethod(read_money)
    write = staticmethod(written.money)
    unit = _("yuan")

    def widget_attrs(self, widget: forms.Widget) -> dict[str, str]:
        return {**super().widget_attrs(widget), "inputmode": "decimal"}


class DayField(_TypedField[date]):
    """A day: 2026-11-21, 2026/11/21, 20261121 or 2026年11月21日; gives a date."""

    read = staticmethod(read_day)
    write = staticmethod(written.day)

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(**{"help_text": _("For example 2026-11-21"), **kwargs})


def _credit_code(raw: str) -> str:
    reading = read_credit_code(raw)
    if reading.fault is not None or reading.value is None:
        raise TypedError(reading.fault.code if reading.fault else "typed.credit_code", **_fault_values(reading))
    return reading.value.text


def _fault_values(reading: Any) -> dict[str, str]:  # noqa: ANN401 - a kernel Reading
    return dict(reading.fault.values) if reading.fault else {}


class CreditCodeField(_TypedField[str]):
    """A unified social credit code; blanks, full width and lower case are taken, wrong check digits explained."""

    read = staticmethod(_credit_code)
    write = staticmethod(str)
    size = "medium"

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(**{"help_text": _("18 characters; blanks do not matter"), **kwargs})


def form_page(
    request: HttpRequest,
    form: KitForm,
    *,
    title: Words,
    submit: Words,
    template: str = "web/form_page.html",
    context: Mapping[str, Any] | None = None,
    cancel_url: str = "",
    lead: Words = "",
    now: conflict.Now | None = None,
    **words: Any,  # noqa: ANN401 - handed to page()
) -> HttpResponse:
    """Show a form on a page of its own; a wrong one with status 422 and its summary of errors.

    What a signed-in person types is kept as a draft and comes back with the form. ``now`` is the record as it stands,
    where the form changes one: the form carries it, so that a change in between is seen (``conflict.py``).
    """
    form.draft = drafts.attach(request, form, str(title))
    if now is not None:
        form.carried |= conflict.carried(request, form, now)
    shown = {**(context or {}), "form": form, "submit": submit, "cancel_url": cancel_url, "lead": lead}
    status = 422 if form.wrong else 200
    return page(request, template, shown, title=title, failed=form.wrong, status=status, **words)
