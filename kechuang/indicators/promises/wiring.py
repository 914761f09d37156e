"""What this package lays on shared pages."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from kechuang.casework.models import Case
from kechuang.casework.registry import CaseKind, register_case
from kechuang.indicators.promises import (
    actions,  # noqa: F401 - importing it registers the acts
    briefing,
    queries,
    wording,
)
from kechuang.indicators.promises.models import Promise
from kechuang.indicators.promises.moves import BOUND, PROMISE, READ, RELEASED
from kechuang.indicators.promises.proof_of_rows import PromiseRows
from kechuang.ledger.checks import register_check
from kechuang.policy import beside
from kechuang.policy.models import Document
from kechuang.web import interface, slots
from kechuang.web.page import Action
from kechuang.web.parts import DONE, VOID

MATCH = ("promises:promise", "promises:change", "promises:judge", "promises:release")


def register() -> None:
    """Register acts, cases, menu entries, panels and the interface for programs."""
    forms = {code: f"promises:{code}" for code in ("change", "judge", "release")}
    tones = {BOUND: DONE, RELEASED: VOID}
    briefing.register()
    register_case(CaseKind(PROMISE, READ, forms=forms, list_url="promises:list", tones=tones))
    entries = (
        (_("Plans and their progress"), "promises:plans", 12, ("promises:plan", "promises:bind")),
        (_("Measured promises"), "promises:list", 14, MATCH),
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
                under="indicators:promises",
            )
        )
    slots.add_panel(f"case:{PROMISE.kind}", slots.Panel(template="promises/case_panel.html", context=case_panel))
    slots.add_source(slots.PaletteSource(name="measured promises", find=find_promises, order=6))
    slots.add_link("measured", lambda pk: reverse("promises:promise", args=[pk]))
    slots.add_link("plans.progress", lambda: reverse("promises:plans"))
    slots.add_link("plan.progress", lambda pk: reverse("promises:plan", args=[pk]))
    beside.add_buttons("promises", plan_button)
    register_check("promises.promises", PromiseRows)
    interface.register("measured", "kechuang.indicators.promises.api:router")


def case_panel(_request: HttpRequest, case: Case) -> dict[str, Any]:
    """Lead from the case to the promise."""
    return {"url": reverse("promises:promise", args=[case.pk])}


def plan_button(_request: HttpRequest, document: Document) -> list[Action]:
    """Lead from a document with targets to its progress."""
    if not document.targets_count or document.withdrawn:
        return []
    return [Action(label=_("Progress"), url=reverse("promises:plan", args=[document.pk]))]


def find_promises(_request: HttpRequest, words: str, limit: int) -> list[slots.Hit]:
    """Find measured promises by words of their title or quote."""
    wanted = words.strip()
    if not wanted:
        return []
    found = queries.promises().filter(title__icontains=wanted).order_by("title", "pk")[:limit]
    kind = pgettext("palette", "promise")
    return [_hit(row, kind) for row in found]


def _hit(row: Promise, kind: str) -> slots.Hit:
    note = wording.promised(wording.terms_of(row))
    return slots.Hit(title=row.title, kind=kind, url=reverse("promises:promise", args=[row.pk]), note=note)
