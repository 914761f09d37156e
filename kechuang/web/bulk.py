"""Doing something with many chosen rows: first a page that repeats what will happen, then the act.

::

    @requires("case:remind")
    def remind(request):
        return bulk.bulk_page(
            request, scoped_rows, CASES,
            ask=bulk.Asked(title=_("Remind these offices?"), effects=lambda rows: […], undo=_("…"), submit=_("Remind")),
            act=lambda rows: …,           # says itself what it did; returns a Refusal where nothing was done
            back=reverse("…"),
        )

The list names the address in ``BulkAction``. Only rows of the queryset given are taken: pass rows already scoped.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from kechuang.kernel.refusal import Refusal
from kechuang.web.forms import KitForm
from kechuang.web.page import page
from kechuang.web.slots import Words
from kechuang.web.tables import List

MOST = 500
COLUMNS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the page says before anything happens: the effects on the chosen rows, and how they can be undone."""

    title: Words
    effects: Callable[[list[Any]], Sequence[Words]]
    undo: Words
    submit: Words
    danger: bool = False


def chosen(request: HttpRequest, rows: QuerySet[Any]) -> list[Any]:
    """Give the chosen rows that lie in reach, at most ``MOST``; keys that are none are left out."""
    keys = []
    for text in request.POST.getlist("row")[:MOST]:
        try:
            keys.append(rows.model._meta.pk.to_python(text))  # noqa: SLF001 - Django's documented model API
        except (ValueError, ValidationError):
            continue
    return list(rows.filter(pk__in=keys).order_by("pk"))


def bulk_page(
    request: HttpRequest,
    rows: QuerySet[Any],
    declared: List,
    *,
    ask: Asked,
    act: Callable[[list[Any]], Refusal | None],
    back: str,
    form: KitForm | None = None,
) -> HttpResponse:
    """Ask, then act. Without a chosen row the page says so (422); a refusal stands on the page, nothing was done.

    ``form`` asks for what the act needs, such as a reason; bind it where ``agreed`` was sent. A wrong one comes back.
    """
    found = chosen(request, rows) if request.method == "POST" else []
    refused = None
    if found and request.POST.get("agreed") and (form is None or form.is_valid()):
        refused = act(found)
        if refused is None:
            return redirect(back)
    columns = list(declared.columns)[:COLUMNS]
    context = {
        "ask": ask,
        "effects": ask.effects(found) if found else [],
        "heads": columns,
        "rows": [(row.pk, [(column, column.cell(row)) for column in columns]) for row in found],
        "refused": refused,
        "form": form,
        "back": back,
    }
    wrong = form is not None and form.wrong
    status = 200 if request.method != "POST" or (found and refused is None and not wrong) else 422
    return page(request, "web/bulk.html", context, title=ask.title, failed=status == 422, status=status)
