"""Open pages of the register of forms and of the dictionary of elements."""

from collections import Counter

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kechuang.casework import words
from kechuang.casework.elements.dictionary import Asked, Sheet, elements
from kechuang.casework.elements.forms import word
from kechuang.casework.elements.sheets import all_sheets
from kechuang.web import clock
from kechuang.web.page import Action, Crumb, page
from kechuang.web.parts import Figure
from kechuang.web.permissions import public


@public
@require_safe
def sheets(request: HttpRequest) -> HttpResponse:
    """Show every form of the node: what it is about, who answers for it, until when, which elements it asks."""
    rows, today = all_sheets(), clock.today()
    context = {
        "rows": [(sheet, _title(sheet), _about(sheet), [_word(each) for each in sheet.fields]) for sheet in rows],
        "today": today,
        "figures": [
            Figure(label=_("Forms"), value=len(rows)),
            Figure(label=_("Fields"), value=sum(len(sheet.fields) for sheet in rows)),
            Figure(label=_("Of these only confirmed"), value=_confirmed(rows)),
            Figure(label=_("Elements in the dictionary"), value=len(elements())),
        ],
    }
    actions = [Action(label=_("The dictionary"), url=reverse("elements:dictionary"))]
    return page(request, "elements/sheets.html", context, title=_("Forms of this node"), actions=actions)


def _about(sheet: Sheet) -> str:
    return words.kind_word(sheet.about) if sheet.about else ""


def _title(sheet: Sheet) -> str:
    """Say in words which form it is: what it is about, else who answers for it; its code stands below."""
    return _("%(about)s: form") % {"about": _about(sheet) or (_(sheet.owner) if sheet.owner else "")}


def _word(field: Asked) -> str:
    """Give the element's name; a form of somebody's own package that names none shows the field."""
    element = elements().get(field.element)
    return word(element) if element else field.field


def _confirmed(rows: list[Sheet]) -> int:
    return sum(each.confirms for sheet in rows for each in sheet.fields)


@public
@require_safe
def dictionary(request: HttpRequest) -> HttpResponse:
    """Show every data element: its unit and standard, whose it is, and how many forms ask it."""
    asking = Counter(each.element for sheet in all_sheets() for each in sheet.fields)
    rows = [(each, word(each), asking[each.code]) for each in elements().values()]
    crumbs = [Crumb(_("Forms of this node"), reverse("elements:sheets"))]
    return page(
        request, "elements/dictionary.html", {"rows": rows}, title=_("The dictionary of elements"), crumbs=crumbs
    )
