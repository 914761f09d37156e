"""Pages of attestations: the list, asking, the step of each move, presenting, the certificate's PDF, the bundle."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kechuang.casework import standing
from kechuang.casework.files import archiving
from kechuang.casework.files import bytes as kept
from kechuang.casework.models import Case
from kechuang.casework.standard import stepping
from kechuang.mechanisms.market.attestation import actions, bundling, lists, papers, queries, showing, wording
from kechuang.mechanisms.market.attestation.forms import FORMS, AskForm, EvidenceLaid, PresentForm
from kechuang.mechanisms.market.attestation.presenting import present as presented
from kechuang.mechanisms.market.attestation.presenting import shown_claims
from kechuang.mechanisms.market.attestation.rules.moves import (
    ATTESTATION,
    EXAMINE,
    ISSUE,
    ISSUED,
    READ,
    REQUEST,
    STANDS,
)
from kechuang.web import clock
from kechuang.web.exports import file_name
from kechuang.web.forms import form_page
from kechuang.web.listing import list_page
from kechuang.web.page import Action, Crumb
from kechuang.web.permissions import View, actor_of, may, requires

GET_POST = ("GET", "HEAD", "POST")
PERMISSIONS = {
    **dict.fromkeys(("take_up", "examine", "refuse"), EXAMINE),
    **dict.fromkeys(("issue", "amend", "revoke"), ISSUE),
    "supplement": REQUEST,
}
EVIDENCE = "market_attestation/evidence.html"
DANGER = frozenset({"refuse", "revoke"})


@requires(READ)
@require_safe
def attestations(request: HttpRequest) -> HttpResponseBase:
    """All attestations that the reader may see."""
    actor, today = actor_of(request), clock.today()
    buttons = [Action(label=_("Check a certificate of a deal"), url=reverse("market_attestation:check"))]
    if may(actor, REQUEST, on=today):
        url = reverse("market_attestation:ask")
        buttons.append(Action(label=_("Ask for a certificate"), url=url, primary=True))
    elif may(actor, EXAMINE, on=today):
        buttons.append(Action(label=_("Open an attestation"), url=reverse("market_attestation:open"), primary=True))
    return list_page(
        lists.ATTESTATIONS,
        request,
        lists.rows(request),
        title=_("Attestations of deals"),
        crumbs=[],
        actions=buttons,
    )


def crumbs(case: Case | None = None) -> list[Crumb]:
    """Give the way to a page of attestations."""
    return stepping.way(_("Attestations of deals"), "market_attestation:list", case)


def site(request: HttpRequest) -> str:
    """Give the node's own address, without a slash at the end."""
    return request.build_absolute_uri("/").rstrip("/")


@requires(REQUEST)
@require_http_methods(GET_POST)
def ask_page(request: HttpRequest) -> HttpResponse:
    """A party asks for a certificate."""
    return _ask(request, operator=False)


@requires(EXAMINE)
@require_http_methods(GET_POST)
def open_page(request: HttpRequest) -> HttpResponse:
    """The operator opens the attestation of a deal by itself."""
    return _ask(request, operator=True)


def _ask(request: HttpRequest, *, operator: bool) -> HttpResponse:
    actor = actor_of(request)
    stepped = stepping.opening(
        request,
        "attestation.open" if operator else "attestation.ask",
        form=lambda data: AskForm(
            *stepping.with_files(request, data), actor=actor, on=clock.today(), operator=operator
        ),
        act=lambda form, key: actions.ask(form.request(), by=actor, key=key),
        said=_("The check list is open.") if operator else _("The operator of the market checks the evidence now."),
    )
    if isinstance(stepped, HttpResponse):
        return stepped
    title = _("Open an attestation") if operator else _("Ask for a certificate")
    return form_page(
        request,
        stepped.form,
        title=title,
        submit=title,
        template=EVIDENCE,
        context=_evidence(stepped.form),
        cancel_url=reverse("market_attestation:list"),
        crumbs=crumbs(),
    )


def _evidence(form: EvidenceLaid) -> dict[str, Any]:
    return {
        "first": form.head_fields(),
        "payments": form.payment_lines(),
        "payment_fields": form.payment_fields(),
        "more_payments": any(field.value() or field.errors for row in form.payment_lines()[2:] for field in row),
        "evidence": form.evidence_fields(),
        "last": form.last_fields(),
        "no_deals": isinstance(form, AskForm) and not form.deals,
    }


def case_or_404(request: HttpRequest, identifier: UUID) -> Case:
    """Give an attestation that the reader may see. Raises Http404."""
    return stepping.case_or_404(request, identifier, ATTESTATION.kind, "attestation")


def step_page(move: str) -> View:
    """The page of a move on an attestation."""

    @requires(PERMISSIONS[move])
    @require_http_methods(GET_POST)
    def view(request: HttpRequest, identifier: UUID) -> HttpResponse:
        return _walk(request, case_or_404(request, identifier), move)

    return view


def _walk(request: HttpRequest, case: Case, move: str) -> HttpResponse:
    actor = actor_of(request)
    given = {"case": case, "move": move, "actor": actor, "on": clock.today()}
    if move != "supplement":
        given["site"] = site(request)
    stepped = stepping.step(
        request,
        case,
        move,
        form=lambda data: FORMS[move](*stepping.with_files(request, data), **given),
        act=lambda form, key: actions.take(move, form.request(), by=actor, key=key),
    )
    if isinstance(stepped, HttpResponse):
        return stepped
    whole = isinstance(stepped.form, EvidenceLaid)
    return stepping.shown(
        request,
        case,
        move,
        stepped,
        crumbs=crumbs(case),
        template=EVIDENCE if whole else "market_attestation/step.html",
        context=_evidence(stepped.form)
        if whole
        else {"lines": showing.line_rows(queries.check_list(case.pk, clock.today()))},
        danger=DANGER,
    )


@requires(READ)
@require_http_methods(GET_POST)
def present(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """Choose what a bank, a tax office or anybody else is to see, and take the text for it."""
    case = case_or_404(request, identifier)
    if case.state not in STANDS:
        raise Http404
    version = queries.latest(case.pk)
    if version is None:
        raise Http404
    sent = request.method == "POST"
    usual = wording.RECEIVERS.get(request.GET.get("for", ""))
    initial = {"claims": list(usual[1])} if usual else {}
    form = PresentForm(*((request.POST,) if sent else ()), shown=shown_claims(version.said), initial=initial)
    text = ""
    if sent and form.is_valid():
        text = presented(version, form.cleaned_data["claims"])
        standing.disclose(request, case, actor_of(request), clock.today(), way="export")
        if "download" in request.POST:
            name = file_name(f"{case.attestation.number}-v{version.version}", "sd-jwt")
            return HttpResponse(
                text,
                content_type="application/dc+sd-jwt",
                headers={"Content-Disposition": f'attachment; filename="{name}"'},
            )
    return form_page(
        request,
        form,
        title=_("Show the certificate to somebody"),
        submit=_("Make the text"),
        template="market_attestation/present.html",
        context={"text": text, "receivers": [(code, word) for code, (word, _claims) in wording.RECEIVERS.items()]},
        cancel_url=reverse("casework:case", args=[case.pk]),
        crumbs=crumbs(case),
        facts=[case.title, case.attestation.number],
    )


@requires(READ)
@require_safe
def bundle(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """Give the evidence bundle of an attestation, for its parties and the office."""
    case = case_or_404(request, identifier)
    try:
        data = bundling.build(case)
    except archiving.NotSealedError:
        messages.warning(request, _("The last fact waits for its seal; the bundle can be had within ten minutes."))
        return redirect("casework:case", case.pk)
    except kept.MissingFileError:
        messages.warning(request, _("A file of this attestation is missing on this node; tell whoever keeps the node."))
        return redirect("casework:case", case.pk)
    return _download(request, case, data, "evidence", "zip", "application/zip")


@requires(READ)
@require_safe
def certificate_pdf(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """Give the certificate as PDF/A with its code, for its parties and the office."""
    case = case_or_404(request, identifier)
    if case.state not in ISSUED:
        raise Http404
    data = papers.certificate_pdf(case, site(request))
    return _download(request, case, data, f"v{case.attestation.version}", "pdf", "application/pdf")


def _download(request: HttpRequest, case: Case, data: bytes, name: str, ending: str, media_type: str) -> HttpResponse:
    standing.disclose(request, case, actor_of(request), clock.today(), way="export")
    shown = file_name(f"{case.attestation.number or case.number}-{name}", ending)
    return HttpResponse(
        data, content_type=media_type, headers={"Content-Disposition": f'attachment; filename="{shown}"'}
    )
