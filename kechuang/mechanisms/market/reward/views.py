"""Pages of sheets, empowerments and reports: the lists, the opening forms, the step of each move, the batch."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kechuang.casework import standing
from kechuang.casework.models import Case
from kechuang.casework.standard import stepping
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
from kechuang.web import clock
from kechuang.web.excel import workbook
from kechuang.web.exports import file_name
from kechuang.web.forms import form_page
from kechuang.web.listing import list_page
from kechuang.web.page import Action, Crumb
from kechuang.web.permissions import View, actor_of, may, requires

GET_POST = ("GET", "HEAD", "POST")
DANGER = frozenset({"stop", "refuse", "terminate", "forget", "conclude"})
BESIDE = {EMPOWERMENT.kind: "empowerment", DISTRIBUTION.kind: "distribution", REPORT.kind: "transfer_report"}
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
    return stepping.way(_(label), view, case)


def opening(kind: str) -> View:
    """The page that opens a case of a kind."""
    made, permission, label = OPENING[kind]

    @requires(permission)
    @require_http_methods(GET_POST)
    def view(request: HttpRequest) -> HttpResponse:
        actor = actor_of(request)
        stepped = stepping.opening(
            request,
            f"reward.{kind}",
            form=lambda data: made(data, actor=actor, on=clock.today()),
            act=lambda form, key: actions.begin(kind, form.request(), by=actor, key=key),
            said=_("Done: %(what)s") % {"what": _(label)},
        )
        if isinstance(stepped, HttpResponse):
            return stepped
        return form_page(
            request,
            stepped.form,
            title=_(label),
            submit=_(label),
            template=_template(stepped.form),
            cancel_url=reverse(HOMES[kind][0]),
            crumbs=crumbs(kind),
        )

    return view


def _template(form: Any) -> str:  # noqa: ANN401 - a form of this package
    whole = {SheetForm: "market_reward/sheet.html", ApplyForm: "market_reward/apply.html"}
    return whole.get(type(form), "market_reward/step.html")


def case_or_404(request: HttpRequest, identifier: UUID, kind: str) -> Case:
    """Give a case of a kind that the reader may see. Raises Http404."""
    return stepping.case_or_404(request, identifier, kind, BESIDE[kind])


def step_page(kind: str, move: str) -> View:
    """The page of a move."""

    @requires(MOVES[kind].by_code[move].permission)
    @require_http_methods(GET_POST)
    def view(request: HttpRequest, identifier: UUID) -> HttpResponse:
        return _walk(request, case_or_404(request, identifier, kind), kind, move)

    return view


def _walk(request: HttpRequest, case: Case, kind: str, move: str) -> HttpResponse:
    actor, made = actor_of(request), STEPS[kind][move]
    given: dict[str, Any] = {"case": case, "actor": actor, "on": clock.today()}
    if made is not SheetForm:
        given["move"] = move
    stepped = stepping.step(
        request,
        case,
        move,
        form=lambda data: made(*stepping.with_files(request, data), **given),
        act=lambda form, key: actions.take(kind, move, form.request(), by=actor, key=key),
    )
    if isinstance(stepped, HttpResponse):
        return stepped
    return stepping.shown(
        request,
        case,
        move,
        stepped,
        crumbs=crumbs(kind, case),
        template=_template(stepped.form),
        danger=DANGER,
    )


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
