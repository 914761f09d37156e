"""The list of measured promises, declared once: page, files and API come from it."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kechuang.indicators.promises import queries, turning, wording
from kechuang.indicators.promises.measured import STATES
from kechuang.indicators.promises.models import Promise
from kechuang.indicators.promises.terms import FORMS
from kechuang.policy.models import Document
from kechuang.policy.wording import language_of
from kechuang.web import divisions
from kechuang.web.filters import Choice, Options, Place, Text
from kechuang.web.page import Action
from kechuang.web.parts import Empty, State
from kechuang.web.tables import Column, List


def promise_url(row: Promise) -> str:
    """Give the address of a promise's page."""
    return reverse("promises:promise", args=[row.pk])


def _title(row: Promise) -> SafeString:
    return format_html('<span lang="{}">{}</span>', language_of(row.document.script), row.title)


def _state(row: Any) -> State:  # noqa: ANN401 - a promise with its annotation
    return wording.state(row.state)


def _promised(row: Promise) -> str:
    return wording.promised(queries.found_of(row).terms)


def _value(row: Promise) -> str:
    return wording.value(queries.found_of(row))


def _late(row: Promise) -> str:
    late = queries.found_of(row).measured.late
    return f"{late[0]} / {late[1]}" if late else ""


def state_options(_request: HttpRequest) -> Options:
    """Give the states with their words."""
    return [(code, wording.state(code).word) for code in STATES]


def form_options(_request: HttpRequest) -> Options:
    """Give the forms with their words."""
    return [(code, wording.word("form", code)) for code in FORMS]


def plan_options(_request: HttpRequest) -> Options:
    """Give the documents that have measured promises."""
    rows = Document.objects.filter(measured_promises__released=False).distinct().order_by("title", "pk")
    return [(str(pk), title) for pk, title in rows.values_list("pk", "title")[:500]]


def year_options(_request: HttpRequest) -> Options:
    """Give the years in which promises fall due."""
    years = Promise.objects.filter(released=False).order_by("due_year").values_list("due_year", flat=True).distinct()
    return [(str(year), str(year)) for year in years]


def place_options(_request: HttpRequest) -> Options:
    """Give the places of promises."""
    rows = Promise.objects.filter(released=False).order_by("place").values_list("place", flat=True).distinct()
    return [(code, divisions.name(code)) for code in rows]


PROMISES = List(
    key="measured-promises",
    caption=_("Measured promises"),
    columns=(
        Column(name="title", label=_("Promise"), kind="main", link=True, html=_title, sort=("title",)),
        Column(name="promised", label=_("Promised"), value=_promised),
        Column(name="value", label=_("Measured"), value=_value),
        Column(name="state", label=_("State"), kind="state", value=_state),
        Column(name="due", label=_("By"), value="due_year", kind="year", sort=("due_year",), phone=False),
        Column(name="late", label=_("Figures of / asked"), value=_late, phone=False),
        Column(name="place", label=_("Place"), kind="place", phone=False),
        Column(
            name="form",
            label=pgettext_lazy("of a promise", "Form"),
            value=lambda row: wording.word("form", row.form),
            phone=False,
        ),
        Column(name="document", label=_("Document"), value="document__title", phone=False),
        Column(name="clause", label=_("Clause"), kind="code", phone=False),
        Column(name="bound", label=_("Measured since"), value="bound_on", kind="day", sort=("bound_on",), phone=False),
    ),
    filters=(
        Text("q", _("Words of the promise"), ("title__icontains", "quote__icontains", "indicator__startswith")),
        Choice("plan", _("Plan"), plan_options, column="document_id"),
        Choice("state", _("State"), state_options),
        Choice("form", pgettext_lazy("of a promise", "Form"), form_options),
        Choice("due", _("By"), year_options, column="due_year"),
        Place("place", _("Place"), place_options),
        turning.Turned("turned", _("State changed since")),
    ),
    order="due",
    row_url=promise_url,
    empty=Empty(
        sentence=_("No target is measured yet. A planner binds a target of a plan to an indicator."),
        action=Action(label=_("Plans and their progress"), url="/promises/plans/"),
    ),
)
