"""What this package lays on shared pages: kinds of cases, menus, the interface for programs, known answers."""

from django.utils.translation import gettext_lazy as _

from kechuang.casework.elements import acts, known, queries
from kechuang.casework.elements.dictionary import elements
from kechuang.casework.elements.panel import panel
from kechuang.casework.elements.rules import ANSWER, COLLECTION, READ, REPLY, SEND
from kechuang.casework.registry import CaseKind, register_case
from kechuang.web import interface, slots
from kechuang.web.parts import DONE, VOID


def register() -> None:
    """Register everything; called once when the app is ready."""
    register_case(
        CaseKind(
            COLLECTION,
            SEND,
            forms={"close": "elements:close"},
            due={"expire": acts.expire},
            list_url="elements:collections",
            tones={"CLOSED": DONE},
        )
    )
    register_case(
        CaseKind(
            REPLY,
            READ,
            forms={"answer": "elements:answer"},
            due={"lapse": acts.lapse},
            list_url="elements:asked",
            tones={"ANSWERED": DONE, "LAPSED": VOID},
        )
    )
    for kind in (COLLECTION.kind, REPLY.kind):
        slots.add_panel(f"case:{kind}", slots.Panel(template="elements/panel.html", context=panel))
    askable = frozenset(each.code for each in elements().values() if each.askable)
    known.register(known.KnownSource("collections", askable, queries.earlier_answers, order=90))
    _menus()
    interface.register("forms", "kechuang.casework.elements.api:forms")
    interface.register("collections", "kechuang.casework.elements.api:collections")


def _menus() -> None:
    entries = (
        ("mine", _("Asked of us"), "elements:asked", ANSWER, 40),
        ("acts", _("One-off collections"), "elements:collections", SEND, 80),
        ("open", _("Forms of this node"), "elements:sheets", slots.PUBLIC, 60),
    )
    for group, label, view, permission, order in entries:
        slots.add_menu(slots.MenuEntry(group=group, label=label, view=view, permission=permission, order=order))
