"""Pages of agreed prices: the list, the terms, the step of each move, the evidence bundle."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kechuang.casework import standing
from kechuang.casework.files import archiving
from kechuang.casework.files import bytes as kept
from kechuang.casework.models import Case
from kechuang.casework.standard import stepping
from kechuang.mechanisms.market.notice import actions, bundling, lists, showing, snapshots
from kechuang.mechanisms.market.notice.forms import FORMS, SignForm, TermsForm
from kechuang.mechanisms.market.notice.models import PriceNotice
from kechuang.mechanisms.market.notice.rules.moves import FILE, NOTICE, OVERSEE, READ
from kechuang.mechanisms.market.result import offering
from kechuang.web import clock
from kechuang.web.exports import file_name
from kechuang.web.forms import form_page
from kechuang.web.listing import list_page
from kechuang.web.page import Action, Crumb
from kechuang.web.permissions import View, actor_of, may, requires

GET_POST = ("GET", "HEAD", "POST")
PERMISSIONS = {
    **dict.fromkeys(("file", "change", "report_gap", "sign", "register"), FILE),
    "interrupt": OVERSEE,
}
WHOLE, TERMS = frozenset({"change", "sign"}), "market_notice/terms.html"
DANGER = frozenset({"interrupt", "report_gap"})


@requires(READ)
@require_safe
def notices(request: HttpRequest) -> HttpResponseBase:
    """All agreed prices that the reader may see."""
    buttons = [Action(label=_("Notices everybody reads"), url=reverse("market_notice:published"))]
    if may(actor_of(request), FILE, on=clock.today()):
        url = reverse("market_notice:open")
        buttons.append(Action(label=_("Lay down an agreed price"), url=url, primary=True))
    return list_page(lists.NOTICES, request, lists.rows(request), title=_("Agreed prices"), crumbs=[], actions=buttons)


def crumbs(case: Case | None = None) -> list[Crumb]:
    """Give the way to a page of notices."""
    return stepping.way(_("Agreed prices"), "market_notice:list", case)


@requires(FILE)
@require_http_methods(GET_POST)
def open_page(request: HttpRequest) -> HttpResponse:
    """Lay down what was agreed."""
    actor, result = actor_of(request), offering.offered(request.GET.get("result", ""))
    stepped = stepping.opening(
        request,
        "notice.open",
        form=lambda data: TermsForm(*stepping.with_files(request, data), actor=actor, on=clock.today(), result=result),
        act=lambda form, key: actions.open_notice(form.request(), by=actor, key=key),
        said=_("The price is laid down. Nothing is public yet; publish the notice next."),
    )
    if isinstance(stepped, HttpResponse):
        return stepped
    title, form = _("Lay down an agreed price"), stepped.form
    return form_page(
        request,
        form,
        title=title,
        submit=title,
        template=TERMS,
        context=_terms(form),
        cancel_url=reverse("market_notice:list"),
        crumbs=crumbs(),
    )


def _terms(form: TermsForm | SignForm) -> dict[str, Any]:
    return {
        "sold": form.sold_lines() if isinstance(form, TermsForm) else [],
        "buyers": form.buyer_lines(),
        "parts": form.part_lines(),
        "first": form.head_fields(),
        "price": form.price_fields_shown(),
        "signing": isinstance(form, SignForm),
    }


def notice_or_404(request: HttpRequest, identifier: UUID) -> Case:
    """Give a notice that the reader may see. Raises Http404."""
    return stepping.case_or_404(request, identifier, NOTICE.kind, "price_notice")


def step_page(move: str) -> View:
    """The page of a move on an agreed price."""

    @requires(PERMISSIONS[move])
    @require_http_methods(GET_POST)
    def view(request: HttpRequest, identifier: UUID) -> HttpResponse:
        return _walk(request, notice_or_404(request, identifier), move)

    return view


def _walk(request: HttpRequest, case: Case, move: str) -> HttpResponse:
    actor, row = actor_of(request), case.price_notice
    given = {"case": case, "move": move, "actor": actor, "on": clock.today()}
    stepped = stepping.step(
        request,
        case,
        move,
        form=lambda data: FORMS[move](*stepping.with_files(request, data), **given),
        act=lambda form, key: actions.take(move, form.request(), by=actor, key=key),
        done=lambda _outcome: _photograph(case) if move == "file" else None,
    )
    if isinstance(stepped, HttpResponse):
        return stepped
    whole = move in WHOLE
    return stepping.shown(
        request,
        case,
        move,
        stepped,
        crumbs=crumbs(case),
        template=TERMS if whole else "market_notice/step.html",
        context=_terms(stepped.form) if whole else {"row": row, "about": showing.public_facts(row)},
        danger=DANGER,
    )


def _photograph(case: Case) -> None:
    """A notice that begins today has the picture of its page at once."""
    row = PriceNotice.objects.select_related("case__holder", "case__office").get(pk=case.pk)
    if row.start == clock.today():
        snapshots.take(row, clock.now(), clock.today())


@requires(READ)
@require_safe
def bundle(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """Give the evidence bundle of a notice, for its parties and the office."""
    case = notice_or_404(request, identifier)
    try:
        data = bundling.build(case)
    except archiving.NotSealedError:
        messages.warning(request, _("The last fact waits for its seal; the bundle can be had within ten minutes."))
        return redirect("casework:case", case.pk)
    except kept.MissingFileError:
        messages.warning(request, _("A page of this notice is missing on this node; tell whoever keeps the node."))
        return redirect("casework:case", case.pk)
    standing.disclose(request, case, actor_of(request), clock.today(), way="export")
    name = file_name(f"{case.number}-evidence", "zip")
    return HttpResponse(
        data,
        content_type="application/zip",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
