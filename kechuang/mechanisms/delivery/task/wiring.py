"""What this package lays on shared pages."""

from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kechuang.casework import rounds
from kechuang.casework.models import Case
from kechuang.casework.posts import estates
from kechuang.casework.rounds import Chore
from kechuang.mechanisms.delivery.task import (
    briefing,
    cases,
    document_views,
    finding,
    importing,
    panel,
    papers,
    proving,
)
from kechuang.mechanisms.delivery.task.models import Support, TaskHelp
from kechuang.mechanisms.delivery.task.rules.moves import DISPATCH, READ, TASK
from kechuang.web import interface, slots


def _of_task(row: Any) -> str:  # noqa: ANN401 - a support or a question of a task
    """Name a row by its task's number: the keeper of a node places it without reading it."""
    return Case.objects.values_list("number", flat=True).get(pk=row.task_id)


def register() -> None:
    """Register cases, papers, tables, menu entries, panels, the reader of proofs and the interface for programs."""
    cases.register()
    papers.register_all()
    importing.register_all()
    briefing.register()
    estates.register(estates.rows("task_supports", _("Tasks that the body supports"), Support, "body", Q(), _of_task))
    estates.register(estates.rows("task_helps", _("Decisions asked"), TaskHelp, "body", Q(answered_on=None), _of_task))
    rounds.register(Chore("delivery.proofs", proving.run, order=80))
    slots.add_menu(
        slots.MenuEntry(
            group="promises",
            label=_("Task ledger"),
            view="delivery_task:list",
            permission=READ,
            order=40,
            match=("delivery_task:",),
        )
    )
    slots.add_menu(
        slots.MenuEntry(
            group="promises",
            label=_("Dispatch page"),
            view="delivery_task:dispatch",
            permission=READ,
            order=41,
            under="delivery_task:list",
        )
    )
    slots.add_panel(
        f"case:{TASK.kind}", slots.Panel(template="delivery_task/case_panel.html", context=panel.panel, order=1)
    )
    slots.add_panel(
        f"case:{DISPATCH.kind}",
        slots.Panel(template="delivery_task/dispatch_panel.html", context=panel.dispatch_panel, order=1),
    )
    slots.add_panel(
        "policy.document",
        slots.Panel(template="delivery_task/document_panel.html", context=document_views.panel, permission=READ),
    )
    slots.add_source(slots.PaletteSource(name="tasks", find=finding.find_tasks, order=35, permission=READ))
    slots.add_link("delivery.tasks", lambda: reverse("delivery_task:list"))
    interface.register("delivery", "kechuang.mechanisms.delivery.task.api:router")
