"""What the page of a task shows beside its case: the source quoted, measures, reports, parts, questions, proofs."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from kechuang.casework import words
from kechuang.casework.models import Case
from kechuang.casework.standard.panel import papers_of
from kechuang.mechanisms.delivery.task import lists, proving, queries, views
from kechuang.mechanisms.delivery.task.cases import task_of
from kechuang.mechanisms.delivery.task.models import DeliveryTask, Dispatch
from kechuang.mechanisms.delivery.task.rules.requests import ARRANGED, SPENT, proof_of
from kechuang.policy import kept
from kechuang.policy import queries as policy
from kechuang.web import divisions
from kechuang.web.parts import Clause, Fact
from kechuang.web.permissions import actor_of

MOST_PROOFS = 20


def panel(request: HttpRequest, case: Case) -> dict[str, Any] | None:
    """Give the task beside its case (ten queries, and one file where the source is a document of this node)."""
    task, actor = task_of(case), actor_of(request)
    if task is None:
        return None
    lines = list(task.lines.order_by("kind", "order"))
    helps = list(task.helps.select_related("body").order_by("asked_on", "pk"))
    reports = [
        {"row": row, "papers": papers_of(row.files), "facts": [(each[-8:], _fact(each)) for each in row.facts]}
        for row in task.reports.order_by("-pk")
    ]
    return {
        "task": task,
        "facts": _facts(task, case),
        "quote": quoted(task),
        "monies": _monies(task),
        "measures": [row for row in lines if row.kind == "measure"],
        "milestones": [row for row in lines if row.kind == "milestone"],
        "reports": reports,
        "helps": [
            (row, reverse("delivery_task:answer-help", args=[row.pk]) if views.may_answer(row, actor) else "")
            for row in helps
        ],
        "parts": [(row, words.state_of(row), queries.task_url(row.pk)) for row in queries.parts(task)],
        "parent": (task.parent.case, queries.task_url(task.parent.pk)) if task.parent else None,
        "share": reverse("delivery_task:share", args=[case.pk]) if views.may_share(case, actor) else "",
        "proof": _proof(task),
    }


def _fact(identifier: str) -> str:
    return reverse("ledger:fact", args=[identifier])


def _facts(task: DeliveryTask, case: Case) -> list[Fact]:
    supports = "、".join(row.body.name for row in task.supports.select_related("body"))
    lead = case.holder
    rows = [
        Fact(
            term=_("Leading body"),
            value=lead.name if lead else task.lead_words,
            url=reverse("delivery_task:body", args=[lead.pk]) if lead else "",
        ),
        Fact(term=_("Supporting bodies"), value=supports),
        Fact(term=_("Source"), value=lists.source_word(task.source)),
        Fact(term=_("Reference"), value=task.reference),
        Fact(term=_("Year"), value=_carried(task)),
        Fact(term=_("Day of the task"), value=task.due_on),
        Fact(term=_("First day of the task"), value=task.first_due_on if task.first_due_on != task.due_on else ""),
        Fact(term=_("Overdue since"), value=task.late_since if case.state == "LATE" else ""),
        Fact(term=_("Report due"), value=task.report_by),
        Fact(term=_("Reports missed"), value=task.missed or ""),
        Fact(term=_("Disputed because"), value=task.dispute),
        Fact(term=_("Blocked because"), value=task.block_reason),
        Fact(term=_("What was found"), value=task.verdict),
        Fact(term=_("Place"), value=divisions.name(case.place), url=reverse("delivery_task:place", args=[case.place])),
    ]
    return [row for row in rows if row.value not in {"", None}]


def _monies(task: DeliveryTask) -> dict[str, Any] | None:
    """Give what was stated of money, with sums by kind; more spent than arranged is said."""
    rows = list(task.monies.order_by("year", "kind", "source"))
    if not rows:
        return None
    sums = {kind: sum((row.amount for row in rows if row.kind == kind), Decimal(0)) for kind in lists.MONEY_WORDS}
    return {
        "rows": [(lists.MONEY_WORDS[row.kind], row) for row in rows],
        "sums": [(lists.MONEY_WORDS[kind], amount) for kind, amount in sums.items()],
        "over": sums[SPENT] > sums[ARRANGED] if any(row.kind == SPENT for row in rows) else False,
    }


def _carried(task: DeliveryTask) -> str:
    if task.year == task.first_year:
        return str(task.year)
    return _("%(year)d, carried over from %(first)d") % {"year": task.year, "first": task.first_year}


def quoted(task: DeliveryTask) -> Clause | None:
    """Give the source clause as published, where the document stands on this node; else what was kept of it."""
    if not task.document:
        return None
    document = policy.document(UUID(task.document))
    clause = document.clauses.filter(path=task.clause).first() if document and task.clause else None
    if document is None:
        return None
    if clause is not None:
        try:
            return policy.quoted(document, clause)
        except kept.MissingFileError:
            pass
    url = policy.document_url(document, task.clause)
    return Clause(text=task.text, document=document.title, place=task.clause, url=url)


def _proof(task: DeliveryTask) -> dict[str, Any] | None:
    proof = proof_of(task.proof)
    if proof is None:
        return None
    found = task.proofs.count()
    return {
        "type": dict(proving.provable()).get(proof.type, proof.type),
        "indicator": proof.indicator,
        "place": divisions.name(proof.place),
        "since": proof.since,
        "wanted": proving.wanted(proof),
        "threshold": proof.count if proof.indicator else None,
        "found": found,
        "proved_on": task.proved_on,
        "entries": [
            (row.on, row.entry[-8:], _fact(row.entry)) for row in task.proofs.order_by("-on", "-pk")[:MOST_PROOFS]
        ],
    }


def dispatch_panel(_request: HttpRequest, case: Case) -> dict[str, Any] | None:
    """Give what the case page shows of a dispatch."""
    row = Dispatch.objects.filter(pk=case.pk).first()
    if row is None:
        return None
    return {"row": row, "url": reverse("delivery_task:dispatch-of", args=[case.pk]), "count": len(row.snapshot)}
