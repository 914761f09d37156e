"""Pages of agreed prices: the list, the terms, the step of each move, the evidence bundle."""

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
from kechuang.casework.files import archiving
from kechuang.casework.files import bytes as kept
from kechuang.casework.models import Case, Step
from kechuang.casework.standard.views import since
from kechuang.mechanisms.market.notice import actions, bundling, lists, showing, snapshots
from kechuang.mechanisms.market.notice.forms import FORMS, SignForm, TermsForm
from kechuang.mechanisms.market.notice.models import PriceNotice
from kechuang.mechanisms.market.notice.rules.moves import FILE, NOTICE, OVERSEE, READ
from kechuang.mechanisms.market.result import offering
from kechuang.web import chance, clock
from kechuang.web.exports import file_name
from kechuang.web.forms import form_page
from kechuang.web.listing import list_page
from kechuang.web.page import Action, Crumb
from kechuang.web.permissions import Actor, View, actor_of, may, requires

GET_POST = ("GET", "HEAD", "POST")
PERMISSIONS = {
    **dict.fromkeys(("file", "change", "report_gap", "sign", "register"), FILE),
    "interrupt": OVERSEE,
}
TEMPLATES = {"change": "market_notice/terms.html", "sign": "market_notice/terms.html"}
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
    steps = [Crumb(_("Agreed prices"), reverse("market_notice:list"))]
    if case is not None:
        steps.append(Crumb(case.number or case.title, reverse("casework:case", args=[case.pk])))
    return steps


def _key(actor: Actor, move: str, drawn: str) -> str:
    return f"{actor.person.hex if actor.person else 'nobody'}:notice.{move}:{drawn or chance.random_id()}"[:110]


def _first(key: str) -> UUID | None:
    return Step.objects.filter(key=key).values_list("case_id", flat=True).first()


@requires(FILE)
@require_http_methods(GET_POST)
def open_page(request: HttpRequest) -> HttpResponse:
    """Lay down what was agreed."""
    actor, sent = actor_of(request), request.method == "POST"
    data = (request.POST, request.FILES) if sent else ()
    result = offering.offered(request.GET.get("result", ""))
    form = TermsForm(*data, actor=actor, on=clock.today(), result=result)
    if sent and form.is_valid():
        key = _key(actor, "open", form.cleaned_data["key"])
        if done := _first(key):
            return redirect("casework:case", done)
        outcome = actions.open_notice(form.request(), by=actor, key=key)
        if outcome.refusal is None:
            messages.success(request, _("The price is laid down. Nothing is public yet; publish the notice next."))
            return redirect("casework:case", outcome.case)
        form.refuse(outcome.refusal)
    return _terms(request, form, _("Lay down an agreed price"), reverse("market_notice:list"), None)


def _terms(
    request: HttpRequest,
    form: TermsForm | SignForm,
    title: str,
    cancel_url: str,
    case: Case | None,
    changed: Any = (),  # noqa: ANN401 - steps in between
) -> HttpResponse:
    context = {
        "sold": form.sold_lines() if isinstance(form, TermsForm) else [],
        "buyers": form.buyer_lines(),
        "parts": form.part_lines(),
        "first": form.head_fields(),
        "price": form.price_fields_shown(),
        "changed": changed,
        "signing": isinstance(form, SignForm),
    }
    return form_page(
        request,
        form,
        title=title,
        submit=title,
        template="market_notice/terms.html",
        context=context,
        cancel_url=cancel_url,
        crumbs=crumbs(case),
        facts=[case.title, case.number] if case else [],
    )


def notice_or_404(request: HttpRequest, identifier: UUID) -> Case:
    """Give a notice that the reader may see. Raises Http404."""
    rows = Case.objects.select_related("office", "holder", "counterpart", "price_notice")
    case = rows.filter(pk=identifier, kind=NOTICE.kind).first()
    if case is None or not standing.may_read(case, actor_of(request), clock.today()):
        raise Http404
    return case


def step_page(move: str) -> View:
    """The page of a move on an agreed price."""

    @requires(PERMISSIONS[move])
    @require_http_methods(GET_POST)
    def view(request: HttpRequest, identifier: UUID) -> HttpResponse:
        return _walk(request, notice_or_404(request, identifier), move)

    return view


def _form(request: HttpRequest, data: Any, case: Case, move: str) -> Any:  # noqa: ANN401 - each move has its own form
    given = {"case": case, "move": move, "actor": actor_of(request), "on": clock.today()}
    if data is None:
        return FORMS[move](**given)
    files = () if move in {"report_gap", "interrupt", "register"} else (request.FILES,)
    return FORMS[move](data, *files, **given)


def _walk(request: HttpRequest, case: Case, move: str) -> HttpResponse:
    actor, sent = actor_of(request), request.method == "POST"
    if not sent and move not in {entry.move.code for entry in standing.open_moves(case, actor, clock.today())}:
        messages.warning(request, _("This step is not open to you now; this is where the case stands."))
        return redirect("casework:case", case.pk)
    form = _form(request, request.POST if sent else None, case, move)
    changed: list[Any] = []
    if sent and form.is_valid():
        key = _key(actor, move, form.cleaned_data["key"])
        if _first(key):
            return redirect("casework:case", case.pk)
        version = form.cleaned_data["version"]
        with expecting(case.pk, case.version if version is None else version):
            outcome = actions.take(move, form.request(), by=actor, key=key)
        if outcome.refusal is None:
            return _done(request, case, move)
        if outcome.refusal.code == "case.changed":
            changed = since(case, version)
            again = request.POST.copy()
            again["version"], again["key"] = str(case.version), chance.random_id()
            form = _form(request, again, case, move)
            form.is_valid()
        form.refuse(outcome.refusal)
    word = words.move_word(case.kind, move)
    back = reverse("casework:case", args=[case.pk])
    if move in TEMPLATES:
        return _terms(request, form, word, back, case, changed)
    row = case.price_notice
    context = {
        "changed": changed,
        "danger": move in DANGER,
        "row": row,
        "state": words.state_of(case),
        "case": case,
        "about": showing.public_facts(row),
    }
    return form_page(
        request,
        form,
        title=word,
        submit=word,
        template="market_notice/step.html",
        context=context,
        cancel_url=back,
        crumbs=crumbs(case),
        facts=[case.title, case.number],
    )


def _done(request: HttpRequest, case: Case, move: str) -> HttpResponse:
    if move == "file":
        row = PriceNotice.objects.select_related("case__holder", "case__office").get(pk=case.pk)
        if row.start == clock.today():
            snapshots.take(row, clock.now(), clock.today())
    word = words.move_word(case.kind, move)
    messages.success(request, _("Done: %(move)s (%(number)s)") % {"move": word, "number": case.number})
    return redirect("casework:case", case.pk)


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
