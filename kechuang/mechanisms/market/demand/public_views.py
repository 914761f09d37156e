"""What everybody may see of demands, without signing in; and how a body answers one."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kechuang.casework import words
from kechuang.casework.standard import publishing, stepping
from kechuang.mechanisms.market.demand import actions, lists, offering, queries, showing
from kechuang.mechanisms.market.demand.rules.moves import ANSWER, OUT, SUBMIT
from kechuang.mechanisms.market.demand.step_forms import AnswerForm
from kechuang.mechanisms.market.demand.views import GET_POST, public_or_404
from kechuang.web import clock
from kechuang.web.forms import form_page
from kechuang.web.listing import list_page
from kechuang.web.page import Action, Crumb
from kechuang.web.parts import Figure
from kechuang.web.permissions import actor_of, may, public, requires


def _crumbs() -> list[Crumb]:
    return [Crumb(_("Published demands"), reverse("market_demand:published"))]


@public
@require_safe
def published(request: HttpRequest) -> HttpResponseBase:
    """All demands that everybody may read."""
    found = queries.tally()
    figures = [
        Figure(label=words.state("market.demand", code).word, value=found.get(code, 0), filters={"state": code})
        for code in ("PUBLISHED", "TALKING", "CONTRACTED", "CLOSED_SOLVED")
    ]
    figures.append(Figure(label=_("Application scenes"), value=found["scene"], filters={"scene": "yes"}))
    actions_ = []
    if may(actor_of(request), SUBMIT, on=clock.today()):
        actions_ = [Action(label=_("Set a demand"), url=reverse("market_demand:post"), primary=True)]
    return list_page(
        lists.PUBLISHED,
        request,
        lists.published(request),
        figures=figures,
        title=_("Published technology demands"),
        crumbs=[],
        facts=[_("Questions that firms set, with targets that can be measured. Whoever can solve one may answer.")],
        actions=actions_,
    )


@public
@require_safe
def one(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """One published demand: title, field, targets, day, band; the owner's name only where it may be read."""
    row = public_or_404(identifier)
    actor, today = actor_of(request), clock.today()
    buttons = publishing.own(request, row.case)
    open_now = row.case.state in OUT.split()
    if open_now and may(actor, ANSWER, on=today):
        url = reverse("market_demand:answer", args=[row.pk])
        buttons.append(Action(label=_("Answer this demand"), url=url, primary=True))
    context = {
        "row": row,
        "facts": showing.public_facts(row),
        "targets": showing.target_rows(row),
        "solved": row.case.state == "CLOSED_SOLVED",
        "open_now": open_now,
        "matches": showing.matched(queries.profile(row)) if open_now else [],
        "wired": bool(offering.SOURCES),
        "answers": row.answers.count(),
    }
    return publishing.one(request, row.case, "market_demand/published.html", context, crumbs=_crumbs(), actions=buttons)


@requires(ANSWER)
@require_http_methods(GET_POST)
def answer(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """A body says that it can solve a demand; only the owner and the office read it."""
    row, actor = public_or_404(identifier), actor_of(request)
    if row.case.state not in OUT.split():
        messages.warning(request, _("This demand takes no answers any more."))
        return redirect("market_demand:published-one", row.pk)
    stepped = stepping.opening(
        request,
        "demand.answer",
        form=lambda data: AnswerForm(data, actor=actor, on=clock.today()),
        act=lambda form, key: actions.take("answer", form.request(row.pk), by=actor, key=key),
        said=_("Your answer has reached the owner. The platform tells you when it wants to talk with you."),
        back=lambda case: redirect("market_demand:published-one", case),
    )
    if isinstance(stepped, HttpResponse):
        return stepped
    return form_page(
        request,
        stepped.form,
        title=_("Answer this demand"),
        submit=_("Send the answer"),
        lead=_("Only the owner of the demand and the office read your answer."),
        cancel_url=queries.public_url(row.pk),
        crumbs=[*_crumbs(), Crumb(row.case.title, queries.public_url(row.pk))],
        facts=[row.case.title, row.case.number],
    )
