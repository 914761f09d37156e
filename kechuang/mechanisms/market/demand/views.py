"""Pages of demands: the list, setting one in three steps, and the step of each move."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kechuang.casework import standing, words
from kechuang.casework.act import expecting
from kechuang.casework.models import Case, Step
from kechuang.casework.standard.views import since
from kechuang.mechanisms.market.demand import actions, lists, offering, queries, showing, wording
from kechuang.mechanisms.market.demand.forms import STEPS, DemandForm
from kechuang.mechanisms.market.demand.models import Demand
from kechuang.mechanisms.market.demand.rules.moves import CHECK, DEMAND, READ, REFINE, SUBMIT
from kechuang.mechanisms.market.demand.step_forms import FORMS, ConfirmForm, MoveForm
from kechuang.web import chance, clock, drafts
from kechuang.web import parts as kit
from kechuang.web.forms import form_page
from kechuang.web.listing import list_page
from kechuang.web.page import Action, Crumb
from kechuang.web.permissions import Actor, View, actor_of, may, requires

GET_POST = ("GET", "HEAD", "POST")
PERMISSIONS = {
    **dict.fromkeys(("pass_on", "publish", "refuse"), CHECK),
    "refine": REFINE,
    **dict.fromkeys(("confirm", "send_back", "talk", "end_talks", "contract", "solve", "extend"), SUBMIT),
}
DANGER = frozenset({"refuse"})


@requires(READ)
@require_safe
def demands(request: HttpRequest) -> HttpResponseBase:
    """All demands that the reader may see."""
    actor, today = actor_of(request), clock.today()
    buttons = [Action(label=_("Published demands"), url=reverse("market_demand:published"))]
    if may(actor, CHECK, on=today) and may(actor, "imports:use", on=today):
        url = reverse("imports:upload", args=["market-demands"])
        buttons.append(Action(label=_("Take in a table"), url=url))
    if may(actor, SUBMIT, on=today):
        buttons.append(Action(label=_("Set a demand"), url=reverse("market_demand:post"), primary=True))
    return list_page(
        lists.DEMANDS, request, lists.rows(request), title=_("Technology demands"), crumbs=[], actions=buttons
    )


def key_of(actor: Actor, move: str, drawn: str) -> str:
    """Give the idempotency key of a form that was sent."""
    return f"{actor.person.hex if actor.person else 'nobody'}:demand.{move}:{drawn or chance.random_id()}"[:110]


def first(key: str) -> UUID | None:
    """Give the case of a form that was sent before."""
    return Step.objects.filter(key=key).values_list("case_id", flat=True).first()


def crumbs(case: Case | None = None) -> list[Crumb]:
    """Give the way to a page of demands."""
    steps = [Crumb(_("Technology demands"), reverse("market_demand:list"))]
    if case is not None:
        steps.append(Crumb(case.number or case.title, reverse("casework:case", args=[case.pk])))
    return steps


@requires(SUBMIT)
@require_http_methods(GET_POST)
def post(request: HttpRequest) -> HttpResponse:
    """Set a demand in three steps; going on and back loses nothing, and what is typed is kept as a draft."""
    actor, sent = actor_of(request), request.method == "POST"
    form = DemandForm(request.POST if sent else None, actor=actor, on=clock.today())
    if not sent:
        holder = next(iter(form.holders.values()), None)
        if holder is not None:
            last = Demand.objects.filter(case__holder=holder.pk).order_by("-pk").first()
            form.prefill(holder, last)
        return _step(request, form, 1)
    step, go = _whole(request.POST.get("step", "")), request.POST.get("go", "send")
    valid = form.is_valid()
    _keep_draft(request)
    if go == "back":
        form.errors.clear()
        return _step(request, form, max(step - 1, 1))
    if go == "next" and step < len(STEPS):
        form.up_to(step)
        return _step(request, form, step if form.errors else step + 1)
    if valid:
        key = key_of(actor, "submit", form.cleaned_data["key"])
        if done := first(key):
            return redirect("casework:case", done)
        outcome = actions.submit(form.request(), by=actor, key=key)
        if outcome.refusal is None:
            messages.success(request, _("Your demand is with the office. You see here how it goes on."))
            return redirect("casework:case", outcome.case)
        form.refuse(outcome.refusal)
    return _step(request, form, form.first_wrong())


def _whole(text: str) -> int:
    return int(text) if text in {"1", "2", "3"} else len(STEPS)


def _keep_draft(request: HttpRequest) -> None:
    """Going from step to step saves what is typed, also without script."""
    token = drafts.read(request.POST.get(drafts.FIELD, ""))
    if token is not None and token.person == actor_of(request).person:
        drafts.save(token, drafts.values_of(request.POST, token))


def _step(request: HttpRequest, form: DemandForm, step: int) -> HttpResponse:
    labels = (_("What is wanted"), _("Under which conditions"), _("Check and send"))
    steps = [kit.Step(label=label, current=at == step, done=at < step) for at, label in enumerate(labels, 1)]
    context: dict[str, Any] = {
        "steps": steps,
        "step": step,
        "last": step == len(STEPS),
        "fields": form.shown(step),
        "carried": form.carried_fields(step),
        "lines": form.lines() if step == 1 else [],
        "known": _known(form) if step == 1 else [],
    }
    if step == len(STEPS) and form.is_bound:
        context |= {
            "preview": _preview(form),
            "matches": showing.matched(form.profile()),
            "wired": bool(offering.SOURCES),
        }
    return form_page(
        request,
        form,
        title=_("Set a demand"),
        submit=_("Send the demand") if step == len(STEPS) else _("Continue"),
        template="market_demand/post.html",
        context=context,
        cancel_url=reverse("market_demand:list"),
        crumbs=crumbs(),
    )


def _known(form: DemandForm) -> list[kit.Fact]:
    """What the register holds of the owner, so that nobody types it again."""
    from kechuang.mechanisms.market.demand.projecting import owners  # noqa: PLC0415 - read only on the first step

    found = owners({body.pk for body in form.holders.values()})
    rows = []
    for body in form.holders.values():
        known = found[body.pk]
        value = " · ".join(each for each in (body.code, known.place and wording.divisions.name(known.place),
                                             known.industry) if each)  # fmt: skip
        rows.append(kit.Fact(term=known.name, value=value))
    return rows


def _preview(form: DemandForm) -> list[tuple[str, str]]:
    """What everybody will read, as it stands now."""
    values = form.cleaned_data
    law_band = wording.bands()
    rows = [
        (_("The question in one sentence"), values.get("title") or ""),
        (_("Kind of list"), form.lists.get(values.get("list_type") or "", "")),
        (_("Technical field"), wording.field(values.get("field") or "")),
        (_("Targets"), "\n".join(_target_line(each) for each in form.targets)),
        (_("Budget"), next(iter(_band(form, law_band)), wording.band_word(""))),
        (_("Needed by"), str(values.get("needed_by") or "")),
    ]
    return [(name, value) for name, value in rows if value]


def _band(form: DemandForm, words_of: dict[str, str]) -> list[str]:
    from kechuang.mechanisms.market.demand.rules import law  # noqa: PLC0415 - read only on the last step
    from kechuang.rulebook import load as rulebook  # noqa: PLC0415
    from kechuang.rulebook.resolve import Law  # noqa: PLC0415

    budget, body = form.cleaned_data.get("budget"), form.body
    if not budget or body is None:
        return []
    code = law.band(Law(rulebook.current()), body.place, form.on, budget)
    return [words_of.get(code, code)]


def _target_line(each: Any) -> str:  # noqa: ANN401 - a target as rules see it
    words_of = wording.target_words(each)
    return f"{words_of['indicator']} {words_of['target']} {words_of['unit']} ({words_of['method']})"


def demand_or_404(request: HttpRequest, identifier: UUID) -> Case:
    """Give a demand that the reader may see. Raises Http404."""
    rows = Case.objects.select_related("office", "holder", "counterpart", "market_demand")
    case = rows.filter(pk=identifier, kind=DEMAND.kind).first()
    if case is None or not standing.may_read(case, actor_of(request), clock.today()):
        raise Http404
    return case


def step_page(move: str) -> View:
    """The page of a move on a demand."""

    @requires(PERMISSIONS[move])
    @require_http_methods(GET_POST)
    def view(request: HttpRequest, identifier: UUID) -> HttpResponse:
        return _walk(request, demand_or_404(request, identifier), move)

    return view


def _walk(request: HttpRequest, case: Case, move: str) -> HttpResponse:
    actor, sent = actor_of(request), request.method == "POST"
    if not sent and move not in {entry.move.code for entry in standing.open_moves(case, actor, clock.today())}:
        messages.warning(request, _("This step is not open to you now; this is where the case stands."))
        return redirect("casework:case", case.pk)
    form = FORMS[move](request.POST if sent else None, case=case, move=move, actor=actor, on=clock.today())
    changed: list[Any] = []
    if sent and form.is_valid():
        key = key_of(actor, move, form.cleaned_data["key"])
        if first(key):
            return redirect("casework:case", case.pk)
        version = form.cleaned_data["version"]
        with expecting(case.pk, case.version if version is None else version):
            outcome = actions.take(move, form.request(), by=actor, key=key)  # type: ignore[attr-defined]  # each form has it
        if outcome.refusal is None:
            word = words.move_word(case.kind, move)
            messages.success(request, _("Done: %(move)s (%(number)s)") % {"move": word, "number": case.number})
            return redirect("casework:case", case.pk)
        if outcome.refusal.code == "case.changed":
            changed = since(case, version)
            again = request.POST.copy()
            again["version"], again["key"] = str(case.version), chance.random_id()
            form = FORMS[move](again, case=case, move=move, actor=actor, on=clock.today())
            form.is_valid()
        form.refuse(outcome.refusal)
    return _shown(request, form, case, move, changed)


def _shown(request: HttpRequest, form: MoveForm, case: Case, move: str, changed: list[Any]) -> HttpResponse:
    word, row = words.move_word(case.kind, move), case.market_demand
    proposed = showing.proposed(row)
    context: dict[str, Any] = {
        "case": case,
        "row": row,
        "state": words.state_of(case),
        "changed": changed,
        "danger": move in DANGER,
        "targets": showing.target_rows(row) if move != "refine" else [],
        "flags": [wording.flag(each) for each in row.flags] if case.state == "SUBMITTED" else [],
        "lines": form.lines() if hasattr(form, "lines") else [],
        "hidden": form.hidden_fields(),
    }
    if isinstance(form, ConfirmForm) and proposed:
        context["changes"] = showing.changes(form.seen, proposed)
    return form_page(
        request,
        form,
        title=word,
        submit=word,
        template="market_demand/refine.html" if move == "refine" else "market_demand/step.html",
        context=context,
        cancel_url=reverse("casework:case", args=[case.pk]),
        crumbs=crumbs(case),
        facts=[case.title, case.number],
    )


def public_or_404(identifier: UUID) -> Demand:
    """Give a demand that everybody may read. Raises Http404."""
    row = queries.public().filter(pk=identifier).first()
    if row is None:
        raise Http404
    return row
