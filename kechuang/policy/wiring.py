"""What the package lays on shared pages: its kind of case, menu, palette, links and API."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from kechuang.casework.files import bytes as kept
from kechuang.casework.models import Case
from kechuang.casework.registry import CaseKind, register_case
from kechuang.ledger.checks import register_check
from kechuang.policy import (
    actions,  # noqa: F401 - importing it registers the acts
    queries,
    searching,
    wording,
)
from kechuang.policy.catalogue import WORKING
from kechuang.policy.likeness import folded
from kechuang.policy.models import Document, Draft
from kechuang.policy.proof_of_rows import DocumentRows
from kechuang.policy.rules import IMPORTED, MOVES, WITHDRAWN
from kechuang.web import interface, slots
from kechuang.web.parts import DONE, VOID

DOCUMENTS = "policy:documents"
DOCUMENT_PAGES = ("policy:document", "policy:record", "policy:import", "policy:preview", "policy:cited", "policy:work")


def register() -> None:
    """Register everything; called once the tables are known."""
    kept.register_columns("policy.documents", Document.objects.all, "file_digest", "text_digest")
    drafts = ("reading__origin__file_digest", "reading__text_digest")
    kept.register_columns("policy.drafts", Draft.objects.all, *drafts)
    register_case(
        CaseKind(
            MOVES,
            read="policy:accept",
            forms={"revise": "policy:revise", "withdraw": "policy:withdraw"},
            list_url="policy:documents",
            tones={IMPORTED: DONE, WITHDRAWN: VOID},
        )
    )
    entries = (
        (
            _("Policy documents"),
            DOCUMENTS,
            20,
            ("policy:document", "policy:record", "policy:import", "policy:preview", "policy:cited", "policy:work"),
        ),
        (_("Targets"), "policy:targets", 30, ()),
        (_("Tasks"), "policy:tasks", 40, ()),
        (_("Documents and systems"), "policy:systems", 50, ("policy:system",)),
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
                under="" if view == DOCUMENTS else DOCUMENTS,
            )
        )
    register_check("policy.documents", DocumentRows)
    slots.add_panel("case:policy.document", slots.Panel(template="policy/case_panel.html", context=case_panel))
    sources = (
        ("systems", _("Documents and systems"), find_systems, 10),
        ("policy documents", _("Policy documents"), find_documents, 15),
    )
    for name, label, find, order in sources:
        slots.add_source(slots.PaletteSource(name=name, label=label, find=find, order=order))
    searching.register()
    interface.register("policy", "kechuang.policy.api:policy")
    interface.register("systems", "kechuang.policy.api:systems")
    slots.add_link("document", queries.document_url)
    slots.add_link("clause", queries.cited_url)
    slots.add_link("system", queries.system_url)
    slots.add_link("door.promises", lambda: reverse("policy:documents"))


def case_panel(_request: HttpRequest, case: Case) -> dict[str, str]:
    """Lead from the case to the document."""
    return {"url": queries.document_url(case.pk)}


def find_systems(_request: HttpRequest, words: str, limit: int) -> list[slots.Hit]:
    """Find systems by any wording that documents use for them."""
    return [
        slots.Hit(
            title=system.name,
            kind=pgettext("palette", "system"),
            url=queries.link_of(system) if system.status == WORKING else queries.system_url(system.number),
            note=str(wording.status(system.status)),
        )
        for system in queries.find_systems(words)[:limit]
    ]


def find_documents(_request: HttpRequest, words: str, limit: int) -> list[slots.Hit]:
    """Find documents by title, number or issuer."""
    wanted = folded(words)
    if not wanted:
        return []
    rows = queries.documents().filter(search__contains=wanted, withdrawn=False).order_by("-imported_on", "-pk")[:limit]
    return [
        slots.Hit(title=row.title, kind=pgettext("palette", "document"), url=queries.document_url(row), note=row.number)
        for row in rows
    ]
