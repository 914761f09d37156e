"""What this package lays on shared pages."""

from importlib import import_module

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.casework.files import bytes as files
from kechuang.casework.registry import CaseKind, register_case
from kechuang.policy import beside, following
from kechuang.policy.models import Document
from kechuang.policy.works import joint, keeping, queries, searching, views, wording
from kechuang.policy.works.models import Alignment, Version
from kechuang.policy.works.moves import ADOPTION, ALIGNMENT, DECIDE, PILOT, STATEMENT
from kechuang.web import clock, interface, slots
from kechuang.web.page import Action
from kechuang.web.parts import DONE, GOING, VOID


def register() -> None:
    """Register acts, cases, menu entries, panels and the interface for programs."""
    import_module("kechuang.policy.works.actions")  # registers its acts
    files.register_columns("policy.works.versions", Version.objects.all, "text_digest")
    following.register("works", keeping.follow)
    register_case(CaseKind(STATEMENT, DECIDE, list_url="policy_works:works", tones={"STATED": DONE}))
    register_case(CaseKind(ADOPTION, DECIDE, list_url="policy_works:works", tones={"RECORDED": DONE}))
    overturn = "policy_works:decided"
    register_case(
        CaseKind(
            ALIGNMENT,
            DECIDE,
            forms={"take_back": overturn, "confirm_after_all": overturn},
            list_url="policy_works:alignment",
            tones={Alignment.CONFIRMED: DONE, Alignment.REJECTED: VOID},
        )
    )
    register_case(
        CaseKind(
            PILOT,
            DECIDE,
            forms={move: f"policy_works:pilot-{move}" for move in ("evaluate", "spread", "end")},
            list_url="policy_works:pilots",
            tones={"TRYING": GOING, "EVALUATED": GOING, "SPREAD": DONE, "ENDED": VOID},
        )
    )
    _menu()
    slots.add_panel(
        "policy.document", slots.Panel(template="policy_works/document_panel.html", context=panel, order=40)
    )
    slots.add_panel("policy.document", slots.Panel(template="policy_works/alike_panel.html", context=alike, order=10))
    beside.add_buttons("works", buttons)
    beside.add_notes("works", views.note_on_twin)
    beside.add_owners("works", queries.today_of)
    searching.register()
    interface.register("works", "kechuang.policy.works.api:router")


def _menu() -> None:
    entries = (
        (
            _("Works"),
            "policy_works:works",
            22,
            ("policy_works:work", "policy_works:state", "policy_works:adopt", "policy_works:compare"),
        ),
        (_("Register lines"), "policy_works:lines", 32, ("policy_works:line",)),
        (_("Targets of published plans"), "policy_works:published", 36, ()),
        (_("Who takes up what"), "policy_works:alignment", 34, ("policy_works:match", "policy_works:serve")),
        (_("Bodies through their reforms"), "policy_works:bodies", 42, ()),
        (_("Pilots"), "policy_works:pilots", 44, ("policy_works:pilot", "policy_works:new-pilot")),
    )
    for label, view, order, match in entries:
        slots.add_menu(
            slots.MenuEntry(
                group="promises",
                label=label,
                view=view,
                permission=slots.PUBLIC,
                order=order,
                match=match,
                under="policy:documents",
            )
        )


def buttons(_request: HttpRequest, document: Document) -> list[Action]:
    """Give the ways from a document to its work and its lines."""
    if document.withdrawn:
        return []
    return [Action(label=gettext("Work and versions"), url=reverse("policy_works:work", args=[document.pk]))]


def alike(request: HttpRequest, document: Document) -> dict[str, object] | None:
    """Give what other regions print with the same text, so that a person can say that it is one act."""
    found = [] if document.withdrawn else joint.twins(document)
    if not found:
        return None
    may = slots.allowed(request, DECIDE)
    return {"rows": [views.alike_row(document, each) for each in found], "may": may}


def panel(_request: HttpRequest, document: Document) -> dict[str, object] | None:
    """Give who answers today for bodies that the document names otherwise."""
    found = queries.owners_of(document, clock.today())
    rows = [
        (
            owner,
            wording.state(wording.STATUSES, owner.answer.status),
            [wording.BODY_DOUBTS[d] for d in owner.answer.doubts],
        )
        for owner in found
        if owner.answer.steps or owner.answer.doubts or owner.answer.status == "unknown"
    ]
    return {"rows": rows} if rows else None
