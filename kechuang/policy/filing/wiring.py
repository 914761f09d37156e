"""What this package lays on shared pages."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kechuang.casework.models import Case
from kechuang.casework.papers import offering
from kechuang.casework.registry import CaseKind, register_case
from kechuang.policy import beside, following
from kechuang.policy.filing import actions, table, views
from kechuang.policy.filing.rules import MOVES, PERMISSION, PROPOSED, REJECTED
from kechuang.policy.models import Document
from kechuang.web import interface, slots
from kechuang.web.parts import DONE, VOID


def register() -> None:
    """Register acts, cases, menu entries, panels and the interface for programs."""
    beside.add_buttons("filing", views.buttons)
    following.register("filing", actions.changed, order=1)
    offering.register_table(offering.OwnTable(views.TARGET, _("Breakdown of responsibilities"), table.marks))
    register_case(
        CaseKind(
            MOVES,
            read=PERMISSION,
            forms={"amend": "policy_filing:propose", "refuse": "policy_filing:reject"},
            list_url="policy_filing:candidates",
            tones={PROPOSED: DONE, REJECTED: VOID},
        )
    )
    slots.add_menu(
        slots.MenuEntry(
            group="promises",
            label=_("Candidate rules"),
            view="policy_filing:candidates",
            permission=slots.PUBLIC,
            order=60,
            match=("policy_filing:candidate", "policy_filing:propose", "policy_filing:reject", "policy_filing:rules"),
            under="policy:documents",
        )
    )
    slots.add_panel(
        "policy.document", slots.Panel(template="policy_filing/document_panel.html", context=panel, order=90)
    )
    slots.add_panel("case:policy.rule", slots.Panel(template="policy_filing/case_panel.html", context=case_panel))
    interface.register("filing", "kechuang.policy.filing.api:router")


def panel(_request: HttpRequest, document: Document) -> dict[str, object] | None:
    """Give the addresses of a document's files; nothing for one that was withdrawn."""
    if document.withdrawn:
        return None
    names = {"json": "json", "akn": "akn", "rules": "rules"}
    urls = {name: reverse(f"policy_filing:{view}", args=[document.pk]) for name, view in names.items()}
    for kind in ("docx", "xlsx"):
        urls[kind] = reverse("policy_filing:breakdown-file", args=[document.pk, kind])
    return {"urls": urls, "candidates": document.rule_candidates.filter(stale=False).count()}


def case_panel(_request: HttpRequest, case: Case) -> dict[str, str]:
    """Lead from the case to the candidate."""
    return {"url": reverse("policy_filing:candidate", args=[case.pk])}
