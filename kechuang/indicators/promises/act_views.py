"""Forms by which a planner binds a target, changes its terms, judges by hand, or ends the measuring."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kechuang.casework import once, standing
from kechuang.casework.act import Outcome
from kechuang.indicators.promises import actions, corrected, proposing, queries, wording
from kechuang.indicators.promises.forms import JudgeForm, ReleaseForm, TermsForm
from kechuang.indicators.promises.lists import promise_url
from kechuang.indicators.promises.models import Promise
from kechuang.indicators.promises.moves import BIND, JUDGE
from kechuang.indicators.promises.rules import Bind, Change, Judge, Release
from kechuang.indicators.promises.terms import Terms
from kechuang.indicators.promises.views import clause_of, list_crumbs
from kechuang.policy import queries as policy
from kechuang.policy.models import Target
from kechuang.policy.wording import language_of
from kechuang.web import chance, clock, parts
from kechuang.web.forms import KitForm, form_page
from kechuang.web.page import Crumb
from kechuang.web.permissions import Actor, actor_of, requires

GET_POST = ("GET", "HEAD", "POST")


@requires(BIND)
@require_http_methods(GET_POST)
def bind(request: HttpRequest, document: UUID, code: str) -> HttpResponse:
    """Bind a target of a document to an indicator."""
    actor, today = actor_of(request), clock.today()
    target = policy.targets().filter(document=document, code=code).first()
    duty = actions.desk(actor, today)
    if target is None or duty is None:
        raise Http404
    known = Promise.objects.filter(document=document, target=code, released=False).first()
    if known is not None and request.method != "POST":
        messages.warning(request, _("This target is measured already; here its terms can be changed."))
        return redirect(promise_url(known))
    proposed = proposing.proposed(proposing.reading_of(_fields(target)), duty.place, today)
    form = TermsForm(request.POST if request.method == "POST" else None, terms=proposed)
    if form.is_bound and form.is_valid():
        key = once.key_of(actor, "promise.bind", form.cleaned_data["key"])
        if done := once.case_of(key):
            return redirect("promises:promise", done)
        outcome = actions.bind(binding(target, form.terms, form.cleaned_data["reason"], actor), by=actor, key=key)
        if outcome.refusal is None:
            messages.success(request, _("The target is measured from now on."))
            return redirect("promises:promise", outcome.case)
        form.refuse(outcome.refusal)
    quote = parts.Clause(
        text=target.quote,
        document=target.document.title,
        place=target.clause.path if target.clause else "",
        lang=language_of(target.document.script),
    )
    crumbs = [Crumb(_("Plans and their progress"), reverse("promises:plans"))]
    crumbs.append(Crumb(target.document.title[:30], reverse("promises:plan", args=[document])))
    return form_page(
        request,
        form,
        title=_("Bind a target to an indicator"),
        submit=_("Measure this target"),
        template="promises/form.html",
        context={"quote": quote},
        cancel_url=reverse("promises:plan", args=[document]),
        crumbs=crumbs,
    )


def _fields(target: Target) -> dict[str, object]:
    names = (
        "kind",
        "comparator",
        "value",
        "value_max",
        "unit",
        "year",
        "period_from",
        "period_to",
        "frequency",
        "quote",
    )
    return {name: getattr(target, name) for name in names}


def binding(target: Target, terms: Any, reason: str, actor: Actor) -> Bind:  # noqa: ANN401 - terms
    """Ask to bind a target of the register. Raises Http404 where the actor has no office that may."""
    duty = actions.desk(actor, clock.today())
    if duty is None:
        raise Http404
    return Bind(
        case=chance.uuid7(),
        authority=duty.authority,
        office=duty.body,
        document=target.document_id,
        target=target.code,
        clause=target.clause.path if target.clause else "",
        title=title_of(target),
        quote=target.quote,
        terms=terms,
        reason=reason,
        said=corrected.said_of(target),
    )


def changing(row: Promise, terms: Terms, reason: str) -> Change:
    """Ask for new terms, set in the knowledge of what the register says of the target now."""
    stands = corrected.registered([row])[row.pk]
    said = row.said if stands.gone else {**stands.values, "version": str(row.document.version)}
    return Change(case=row.pk, terms=terms, reason=reason, said=said)


def title_of(target: Target) -> str:
    """Give a promise its title: subject and indicator as they were read, else the beginning of the quote."""
    named = " ".join(filter(None, (target.subject, target.indicator)))
    return (named or target.quote)[:200]


def found_or_404(identifier: UUID, actor: Actor) -> Promise:
    """Give a promise in force whose case the actor may read."""
    row = queries.promise(identifier)
    if row is None or row.released or not standing.may_read(row.case, actor, clock.today()):
        raise Http404
    return row


@requires(BIND)
@require_http_methods(GET_POST)
def change(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """Change the terms; the old ones stay visible."""
    row = found_or_404(identifier, actor_of(request))
    form = TermsForm(request.POST if request.method == "POST" else None, terms=corrected.in_force([row])[row.pk].terms)
    return _step(
        request,
        row,
        form,
        "change",
        lambda key: actions.change(
            changing(row, form.terms, form.cleaned_data["reason"]), by=actor_of(request), key=key
        ),
    )


@requires(JUDGE)
@require_http_methods(GET_POST)
def judge(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """Judge by hand, beside the computed state."""
    row = found_or_404(identifier, actor_of(request))
    form = JudgeForm(request.POST if request.method == "POST" else None)
    computed = queries.one(row).measured.state

    def send(key: str) -> Outcome:
        values = form.cleaned_data
        wanted = Judge(case=row.pk, state=values["state"], computed=computed, reason=values["reason"])
        return actions.judge(wanted, by=actor_of(request), key=key)

    return _step(request, row, form, "judge", send, {"state": wording.state(computed)})


@requires(BIND)
@require_http_methods(GET_POST)
def release(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """End the measuring of a promise."""
    row = found_or_404(identifier, actor_of(request))
    form = ReleaseForm(request.POST if request.method == "POST" else None)
    return _step(
        request,
        row,
        form,
        "release",
        lambda key: actions.release(
            Release(case=row.pk, reason=form.cleaned_data["reason"]), by=actor_of(request), key=key
        ),
    )


def _step(
    request: HttpRequest,
    row: Promise,
    form: KitForm,
    move: str,
    send: Callable[[str], Outcome],
    more: dict[str, Any] | None = None,
) -> HttpResponse:
    titles = {
        "change": (_("Change the terms"), _("Record the change")),
        "judge": (_("Judge by hand"), _("Record the judgement")),
        "release": (_("End the measuring"), _("End it")),
    }
    title, submit = titles[move]
    if form.is_bound and form.is_valid():
        outcome = send(once.key_of(actor_of(request), f"promise.{move}", form.cleaned_data["key"]))
        if outcome.refusal is None:
            messages.success(request, _("Recorded."))
            return redirect(promise_url(row))
        form.refuse(outcome.refusal)
    return form_page(
        request,
        form,
        title=title,
        submit=submit,
        template="promises/form.html",
        context={"quote": clause_of(row), **(more or {})},
        cancel_url=promise_url(row),
        crumbs=list_crumbs(row),
    )
