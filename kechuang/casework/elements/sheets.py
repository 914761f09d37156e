"""All forms of the node as sheets of the register of forms."""

from collections.abc import Iterator

from django import forms

from kechuang.casework.elements.dictionary import Asked, Sheet
from kechuang.web.forms import KitForm

PACKAGE = "kechuang."


def all_sheets() -> list[Sheet]:
    """Give every form class that asks something of its own, by code; forms are known once the addresses are loaded."""
    from django.urls import get_resolver  # noqa: PLC0415 - needs settings

    _ = get_resolver().url_patterns
    classes = {each for each in _below(KitForm) if each.__module__.startswith(PACKAGE)}
    return sorted((sheet_of(each) for each in classes if _asks(each)), key=lambda sheet: sheet.code)


def _below(parent: type[KitForm]) -> Iterator[type[KitForm]]:
    for each in parent.__subclasses__():
        yield each
        yield from _below(each)


def _asks(form: type[KitForm]) -> bool:
    """Whether a form is filled by people itself: it is not only a base of others, and shows at least one field."""
    base = form.__name__.startswith("_") or (bool(form.__subclasses__()) and not form.about)
    return not base and any(not field.widget.is_hidden for field in form.base_fields.values())


def sheet_of(form: type[KitForm]) -> Sheet:
    """Give a form class as a sheet."""
    shown = [name for name, field in form.base_fields.items() if not _is_hidden(field)]
    fields = tuple(Asked(name, form.elements.get(name, ""), name in form.confirms) for name in shown)
    return Sheet(
        f"{form.__module__.removeprefix(PACKAGE)}.{form.__name__}", form.about, form.owner, form.renew_by, fields
    )


def _is_hidden(field: forms.Field) -> bool:
    return bool(field.widget.is_hidden)
