"""From a document to the ledger of tasks: choose the document, choose the lines, one step."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from kechuang.casework.models import Step
from kechuang.mechanisms.delivery.task import actions, bodies, choosing, counting, queries, views
from kechuang.mechanisms.delivery.task.forms import ChooseForm
from kechuang.mechanisms.delivery.task.rules.moves import PLAN, READ
from kechuang.policy import queries as policy
from kechuang.policy.models import Document
from kechuang.web import clock
from kechuang.web.forms import form_page
from kechuang.web.page import Crumb, page
from kechuang.web.permissions import actor_of, may, requires

MOST = 100


@requires(PLAN)
@require_safe
def documents(request: HttpRequest) -> HttpResponse:
    """Show the documents of the register, with how many of their findings are tasks already."""
    rows = list(policy.documents().filter(withdrawn=False).order_by("-imported_on", "-pk")[:MOST])
    known = choosing.in_ledger(rows)
    context = {
        "rows": [(row, known.get(str(row.pk), 0), reverse("delivery_task:choose", args=[row.pk])) for row in rows]
    }
    title = _("Make tasks from a document")
    return page(request, "delivery_task/documents.html", context, title=title, crumbs=views.crumbs())


@requires(PLAN)
@require_http_methods(("GET", "HEAD", "POST"))
def choose(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """Show what was found, everything chosen; one step makes the tasks."""
    document = policy.document(identifier)
    if document is None or document.withdrawn:
        raise Http404
    actor, today = actor_of(request), clock.today()
    lines = choosing.lines(document, today)
    data = request.POST if request.method == "POST" else None
    form = ChooseForm(data, lines=lines, document=document, actor=actor, on=today)
    if form.is_bound and form.is_valid():
        key = f"{actor.person.hex if actor.person else 'nobody'}:delivery.choose:{form.cleaned_data['key']}"[:90]
        if Step.objects.filter(key__startswith=f"{key}:").exists():
            return redirect(f"{reverse('delivery_task:list')}?flag=open")
        rows = [(f"{key}:{at}", each) for at, each in enumerate(form.requests())]
        outcomes = actions.make_many(rows, by=actor)
        refused = next((outcome.refusal for outcome in outcomes if outcome.refusal), None)
        if refused is None:
            count = len(outcomes)
            said = ngettext("%(n)d task stands in the ledger.", "%(n)d tasks stand in the ledger.", count)
            messages.success(request, said % {"n": count})
            return redirect(f"{reverse('delivery_task:list')}?flag=open")
        form.refuse(refused)
    return form_page(
        request,
        form,
        title=_("Choose what becomes a task"),
        submit=_("Make the tasks"),
        template="delivery_task/choose.html",
        context={
            "document": document,
            "document_url": policy.document_url(document),
            "bodies": bodies.candidates(),
            "unjudged": sum(line.unjudged for line in lines),
            "review_url": reverse("policy_review:document", args=[document.pk]),
        },
        cancel_url=reverse("delivery_task:documents"),
        crumbs=[*views.crumbs(), Crumb(_("Make tasks from a document"), reverse("delivery_task:documents"))],
        facts=[document.title, document.number],
    )


def panel(request: HttpRequest, document: Document) -> dict[str, Any] | None:
    """Give what a document's own page shows of its tasks."""
    actor, today = actor_of(request), clock.today()
    rows = (
        queries.tasks(actor, today).filter(delivery_task__document=str(document.pk))
        if may(actor, READ, on=today)
        else None
    )
    plans = may(actor, PLAN, on=today)
    if rows is None or (not plans and not rows.exists()):
        return None
    found = counting.counts(rows, today, flags=())
    return {
        "every": found.every,
        "late": found["late"],
        "done": found["done"],
        "url": f"{reverse('delivery_task:list')}?document={document.pk}",
        "choose": reverse("delivery_task:choose", args=[document.pk]) if plans else "",
    }
