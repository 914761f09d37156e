"""Makes the registers known to casework and lays them on shared pages; called once when the app is ready."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kechuang.casework.imports import registry as tables
from kechuang.casework.registry import CaseKind, register_case
from kechuang.resources.organisations import importing, queries, views
from kechuang.resources.organisations.lists import READ
from kechuang.resources.organisations.rules import MOVES
from kechuang.web import clock, interface, slots
from kechuang.web.parts import DONE, VOID
from kechuang.web.permissions import actor_of

FORMS = {"revise": "organisations:revise", "declare": "organisations:declare", "withdraw": "organisations:withdraw"}


def register() -> None:
    """Register the kind of case, panel, menu, palette and the interface for programs."""
    register_case(
        CaseKind(
            MOVES,
            READ,
            forms=FORMS,
            list_url="organisations:list",
            tones={"REGISTERED": DONE, "WITHDRAWN": VOID},
        )
    )
    slots.add_panel(f"case:{MOVES.kind}", slots.Panel(template="organisations/panel.html", context=views.panel))
    slots.add_menu(
        slots.MenuEntry(
            group="acts",
            label=_("Organisations"),
            view="organisations:list",
            permission=READ,
            order=60,
            match=("organisations:",),
        )
    )
    slots.add_source(slots.PaletteSource(name="organisations", find=find, order=30, permission=READ))
    interface.register("organisations", "kechuang.resources.organisations.api:router")
    tables.register(importing.ORGANISATIONS)


def find(request: HttpRequest, words: str, limit: int) -> list[slots.Hit]:
    """Find organisations by the beginning of name or credit code."""
    return [
        slots.Hit(
            title=row.name,
            kind=_("organisation"),
            url=reverse("casework:case", args=[row.case_id]),
            note=row.credit_code,
        )
        for row in queries.find(actor_of(request), clock.today(), words, limit)
    ]
