"""Pages of sheets, empowerments and reports: the lists, the opening forms, the step of each move, the batch."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kechuang.casework import standing, words
from kechuang.casework.act import expecting
from kechuang.casework.files.fields import EvidenceForm
from kechuang.casework.models import Case, Step
from kechuang.casework.standard.views import since
from kechuang.mechanisms.market.reward import actions, lists, queries, wording
from kechuang.mechanisms.market.reward.calculating import XLSX, calculator_url
from kechuang.mechanisms.market.reward.models import Distribution
from kechuang.mechanisms.market.reward.panel import BATCH_STATES
from kechuang.mechanisms.market.reward.right_forms import STEPS, ApplyForm, ReportForm
from kechuang.mechanisms.market.reward.rules.moves import (
    APPLY,
    DISTRIBUTION,
    EMPOWERMENT,
    EMPOWERMENT_READ,
    FILE,
    PAY,
    READ,
    REPORT,
    REPORT_FILE,
    REPORT_READ,
)
from kechuang.mechanisms.market.reward.sheet_forms import SheetForm
from kechuang.web import chance, clock
from kechuang.web.excel import workbook
from kechuang.web.exports import file_name
from kechuang.web.forms import form_page
from kechuang.web.listing import list_page
from kechuang.web.page import Action, Crumb
from kechuang.web.permissions import Actor, View, actor_of, may, requires

GET_POST = ("GET", "HEAD", "POST")
DANGER = frozenset({"stop", "refuse", "terminate", "forget", "conclude"})
MOVES = {moves.kind: moves for moves in (EMPOWERMENT, DISTRIBUTION, REPORT)}
HOMES = {
    EMPOWERMENT.kind: ("market_reward:empowerments", "Empowerment of completers"),
    DISTRIBUTION.kind: ("market_reward:list", "Distributions of rewards"),
    REPORT.kind: ("market_reward:reports", "Yearly transfer reports"),
}
OPENING: dict[str, tuple[Callable[..., Any], str, str]] = {
    EMPOWERMENT.kind: (ApplyForm, APPLY, "Ask for a right"),
    DISTRIBUTION.kind: (SheetForm, FILE, "Draw up a sheet"),
    REPORT.kind: (ReportForm, REPORT_FILE, "File a yearly report"),
}


def _button(request: HttpRequest, kind: str, view: str) -> list[Action]:
    _form, permission, label = OPENING[kind]
    if not may(actor_of(request), permission, on=clock.today()):
        return []
    return [Action(label=_(label), url=reverse(view), primary=True)]


@requires(READ)
@require_safe
def sheets(request: HttpRequest) -> HttpResponseBase:
    """All sheets that the reader may see."""
    buttons = [
        Action(label=_("Reward calculator"), url=calculator_url()),
        Action(label=_("Notices in the unit"), url=reverse("market_reward:notices")),
        *_button(request, DISTRIBUTION.kind, "market_reward:draft"),
    ]
    title = _("Distributions of rewards")
    return list_page(lists.SHEETS, request, lists.sheets(request), title=title, crumbs=[], actions=buttons)


@requires(EMPOWERMENT_READ)
@require_safe
def empowerments(request: HttpRequest) -> HttpResponseBase:
    """All empowerments that the reader may see."""
    buttons = _button(request, EMPOWERMENT.kind, "market_reward:apply")
    title = _("Empowerment of completers")
    rows = lists.empowerments(request)
    return list_page(lists.EMPOWERMENTS, request, rows, title=title, crumbs=[], actions=buttons)


@requires(REPORT_READ)
@require_safe
def reports(request: HttpRequest) -> HttpResponseBase:
    """All yearly reports that the reader may see."""
    buttons = _button(request, REPORT.kind, "market_reward:report")
    title = _("Yearly transfer reports")
    return list_page(lists.REPORTS, request, lists.reports(request), title=title, crumbs=[], actions=buttons)


def crumbs(kind: str, case: Case | None = None) -> list[Crumb]:
    """Give the way to a page of this package."""
    view, label = HOMES[kind]
    steps = [Crumb(_(label), reverse(view))]
    if case is not None:
        steps.append(Crumb(case.number or case.title, reverse("casework:case", args=[case.pk])))
    return steps


def _key(actor: Actor, move: str, drawn: str) -> str:
    return f"{actor.person.hex if actor.person else 'nobody'}:reward.{move}:{drawn or chance.random_id()}"[:110]


def _first(key: str) -> UUID | None:
    return Step.objects.filter(key=key).values_list("case_id", flat=True).first()


def opening(kind: str) -> View:
    """The page that opens a case of a kind."""
    made, permission, label = OPENING[kind]

    @requires(permission)
    @require_http_methods(GET_POST)
    def view(request: HttpRequest) -> HttpResponse:
        actor, sent = actor_of(request), request.method == "POST"
        form = made(*([request.POST] if sent else []), actor=actor, on=clock.today())
        if sent and form.is_valid():
            key = _key(actor, kind, form.cleaned_data["key"])
            if done := _first(key):
                return redirect("casework:case", done)
            outcome = actions.begin(kind, form.request(), by=actor, key=key)
            if outcome.refusal is None:
                messages.success(request, _("Done: %(what)s") % {"what": _(label)})
                return redirect("casework:case", outcome.case)
            form.refuse(outcome.refusal)
        return _page(request, form, _(label), kind, None)

    return view


def _page(
    request: HttpRequest,
    form: Any,  # noqa: ANN401 - a form of this package
    title: str,
    kind: str,
    case: Case | None,
    changed: Any = (),  # noqa: ANN401 - steps in between
) -> HttpResponse:
    back = reverse("casework:case", args=[case.pk]) if case else reverse(HOMES[kind][0])
    template = {SheetForm: "market_reward/sheet.html", ApplyForm: "market_reward/apply.html"}.get(
        type(form), "market_reward/step.html"
    )
    return form_page(
        request,
        form,
        title=title,
        submit=title,
        template=template,
        context={
            "changed": changed,
            "danger": getattr(form, "move", "") in DANGER,
            "state": words.state_of(case) if case else None,
        },
        cancel_url=back,
        crumbs=crumbs(kind, case),
        facts=[case.title, case.number] if case else [],
    )


def case_or_404(request: HttpRequest, identifier: UUID, kind: str) -> Case:
    """Give a case of a kind that the reader may see. Raises Http404."""
    beside = {EMPOWERMENT.kind: "empowerment", DISTRIBUTION.kind: "distribution", REPORT.kind: "transfer_report"}[kind]
    rows = Case.objects.select_related("office", "holder", beside)
    case = rows.filter(pk=identifier, kind=kind).first()
    if case is None or not standing.may_read(case, actor_of(request), clock.today()):
        raise Http404
    return case


def step_page(kind: str, move: str) -> View:
    """The page of a move."""

    @requires(MOVES[kind].by_code[move].permission)
    @require_http_methods(GET_POST)
    def view(request: HttpRequest, identifier: UUID) -> HttpResponse:
        return _walk(request, case_or_404(request, identifier, kind), kind, move)

    return view


def _form(request: HttpRequest, data: Any, case: Case, kind: str, move: str) -> Any:  # noqa: ANN401 - each move has its own form
    made = STEPS[kind][move]
    given: dict[str, Any] = {"case": case, "actor": actor_of(request), "on": clock.today()}
    if made is not SheetForm:
        given["move"] = move
    if data is None:
        return made(**given)
    files = (request.FILES,) if issubclass(made, EvidenceForm) else ()
    return made(data, *files, **given)


def _walk(request: HttpRequest, case: Case, kind: str, move: str) -> HttpResponse:
    actor, sent = actor_of(request), request.method == "POST"
    if not sent and move not in {entry.move.code for entry in standing.open_moves(case, actor, clock.today())}:
        messages.warning(request, _("This step is not open to you now; this is where the case stands."))
        return redirect("casework:case", case.pk)
    form = _form(request, request.POST if sent else None, case, kind, move)
    changed: list[Any] = []
    if sent and form.is_valid():
        key = _key(actor, move, form.cleaned_data["key"])
        if _first(key):
            return redirect("casework:case", case.pk)
        version = form.cleaned_data["version"]
        with expecting(case.pk, case.version if version is None else version):
            outcome = actions.take(kind, move, form.request(), by=actor, key=key)
        if outcome.refusal is None:
            word = words.move_word(kind, move)
            messages.success(request, _("Done: %(move)s (%(number)s)") % {"move": word, "number": case.number})
            return redirect("casework:case", case.pk)
        if outcome.refusal.code == "case.changed":
            changed = since(case, version)
            again = request.POST.copy()
            again["version"], again["key"] = str(case.version), chance.random_id()
            form = _form(request, again, case, kind, move)
            form.is_valid()
        form.refuse(outcome.refusal)
    return _page(request, form, words.move_word(kind, move), kind, case, changed)


@requires(READ)
@require_safe
def batch(request: HttpRequest, identifier: UUID) -> HttpResponseBase:
    """Give the batch of payments as a workbook for the unit's finance; money is never moved here."""
    case = case_or_404(request, identifier, DISTRIBUTION.kind)
    actor, today = actor_of(request), clock.today()
    inside = (case.holder_id,)
    allowed = any(may(actor, each, on=today, bodies=inside) for each in (FILE, PAY))
    if case.state not in BATCH_STATES or not allowed:
        raise Http404
    row = Distribution.objects.get(pk=case.pk)
    standing.disclose(request, case, actor, today, way="export")
    heads = [_("Name of the person"), _("Identity number (masked)"), _("Role"), _("What the person did"), _("Amount")]
    heads += [_("Tax withheld (yuan)"), _("To be paid"), _("Item of the computation")]
    rows = [
        [
            line.name,
            line.masked,
            wording.role(line.role),
            line.basis,
            line.amount,
            line.tax,
            line.amount - line.tax if row.amount_unit == "yuan" else None,
            str(line.pk),
        ]
        for line in queries.lines(case.pk)
    ]
    title = f"{case.number}-{_('batch')}"
    about = [
        (_("Title"), case.title),
        (_("Number"), case.number),
        (_("Unit"), case.holder.name if case.holder else ""),
        (_("Unit of the amounts"), _("shares") if row.amount_unit == "shares" else _("yuan")),
    ]
    kinds = ("main", "code", "text", "text", "money", "money", "money", "code")
    file = workbook(title, heads, rows, about, kinds)
    return FileResponse(file, as_attachment=True, filename=file_name(title, "xlsx"), content_type=XLSX)
