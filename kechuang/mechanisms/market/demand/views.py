"""Pages of demands: the list, setting one in three steps, and the step of each move."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kechuang.casework.models import Case
from kechuang.casework.standard import stepping
from kechuang.mechanisms.market.demand import actions, lists, offering, queries, showing, wording
from kechuang.mechanisms.market.demand.forms import STEPS, DemandForm
from kechuang.mechanisms.market.demand.models import Demand
from kechuang.mechanisms.market.demand.rules.moves import CHECK, DEMAND, READ, REFINE, SUBMIT
from kechuang.mechanisms.market.demand.step_forms import FORMS, ConfirmForm, MoveForm
from kechuang.web import clock, drafts
from kechuang.web import parts as kit
from kechuang.web.forms import form_page
from kechuang.web.listing import list_page
from kechuang.web.page import Action, Crumb
from kechuang.web.permissions import View, actor_of, may, requires

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


def crumbs(case: Case | None = None) -> list[Crumb]:
    """Give the way to a page of demands."""
    return stepping.way(_("Technology demands"), "market_demand:list", case)


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
    form.is_valid()
    _keep_draft(request)
    if go == "back":
        form.errors.clear()
        return _step(request, form, max(step - 1, 1))
    if go == "next" and step < len(STEPS):
        form.up_to(step)
        return _step(request, form, step if form.errors else step + 1)
    stepped = stepping.opening(
        request,
        "demand.submit",
        form=lambda _data: form,
        act=lambda form, key: actions.submit(form.request(), by=actor, key=key),
        said=_("Your demand is with the office. You see here how it goes on."),
    )
    return stepped if isinstance(stepped, HttpResponse) else _step(request, form, form.first_wrong())


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
    return stepping.case_or_404(request, identifier, DEMAND.kind, "market_demand")


def step_page(move: str) -> View:
    """The page of a move on a demand."""

    @requires(PERMISSIONS[move])
    @require_http_methods(GET_POST)
    def view(request: HttpRequest, identifier: UUID) -> HttpResponse:
        return _walk(request, demand_or_404(request, identifier), move)

    return view


def _walk(request: HttpRequest, case: Case, move: str) -> HttpResponse:
    actor = actor_of(request)
    stepped = stepping.step(
        request,
        case,
        move,
        form=lambda data: FORMS[move](data, case=case, move=move, actor=actor, on=clock.today()),
        act=lambda form, key: actions.take(move, form.request(), by=actor, key=key),  # type: ignore[attr-defined]  # each form has it
    )
    if isinstance(stepped, HttpResponse):
        return stepped
    return stepping.shown(
        request,
        case,
        move,
        stepped,
        crumbs=crumbs(case),
        template="market_demand/refine.html" if move == "refine" else "market_demand/step.html",
        context=_around(case, move, stepped.form),
        danger=DANGER,
    )


def _around(case: Case, move: str, form: MoveForm) -> dict[str, Any]:
    """What stands beside the form of a move."""
    row = case.market_demand
    proposed = showing.proposed(row)
    context: dict[str, Any] = {
        "row": row,
        "targets": showing.target_rows(row) if move != "refine" else [],
        "flags": [wording.flag(each) for each in row.flags] if case.state == "SUBMITTED" else [],
        "lines": form.lines() if hasattr(form, "lines") else [],
        "hidden": form.hidden_fields(),
    }
    if isinstance(form, ConfirmForm) and proposed:
        context["changes"] = showing.changes(form.seen, proposed)
    return context


def public_or_404(identifier: UUID) -> Demand:
    """Give a demand that everybody may read. Raises Http404."""
    return get_object_or_404(queries.public(), pk=identifier)
