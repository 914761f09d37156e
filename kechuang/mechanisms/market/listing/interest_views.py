"""Registrations of interest: the buyer's own page, the operator's list, the steps on one."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kechuang.casework import standing, words
from kechuang.casework.act import expecting
from kechuang.casework.models import Case
from kechuang.mechanisms.market.listing import actions, lists, showing, wording
from kechuang.mechanisms.market.listing.interest_forms import INTEREST_FORMS, RegisterForm
from kechuang.mechanisms.market.listing.models import Interest
from kechuang.mechanisms.market.listing.public_views import listing_or_404
from kechuang.mechanisms.market.listing.rules.moves import CHECK, INTEREST, INTEREST_READ, REGISTER
from kechuang.mechanisms.market.listing.views import GET_POST, closed, first, key_of
from kechuang.web import clock
from kechuang.web.forms import form_page
from kechuang.web.listing import list_page
from kechuang.web.page import Crumb
from kechuang.web.parts import Fact
from kechuang.web.permissions import View, actor_of, requires

PERMISSIONS = {code: REGISTER if code == "pull_out" else CHECK for code in INTEREST_FORMS}
WITH_FILES = frozenset({"deposit"})
DANGER = frozenset({"refuse", "pull_out"})


@requires(INTEREST_READ)
@require_safe
def interests(request: HttpRequest) -> HttpResponseBase:
    """The registrations that the reader may see: the operator all of the place, a firm its own."""
    return list_page(
        lists.INTERESTS,
        request,
        lists.interests(request),
        title=_("Registrations of interest"),
        crumbs=[],
        facts=[_("Confidential: neither the seller nor other buyers read them.")],
    )


@requires(REGISTER)
@require_http_methods(GET_POST)
def register(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """Register interest in a listing."""
    row, actor, sent = listing_or_404(identifier), actor_of(request), request.method == "POST"
    form = RegisterForm(*((request.POST, request.FILES) if sent else ()), actor=actor, on=clock.today(), listing=row)
    if sent and form.is_valid():
        key = key_of(actor, "interest.register", form.cleaned_data["key"])
        if done := first(key):
            return redirect("casework:case", done)
        outcome = actions.register_interest(form.request(), by=actor, key=key)
        if outcome.refusal is None:
            messages.success(request, _("Your interest is registered in confidence. The operator checks it next."))
            return redirect("casework:case", outcome.case)
        form.refuse(outcome.refusal)
    public = reverse("market_listing:published-one", args=[row.pk])
    return form_page(
        request,
        form,
        title=_("Register interest"),
        submit=_("Register interest"),
        template="market_listing/step.html",
        context={"state": words.state_of(row.case), "about": showing.public_facts(row)},
        cancel_url=public,
        crumbs=[Crumb(row.case.title, public)],
        facts=[row.case.number],
    )


def interest_or_404(request: HttpRequest, identifier: UUID) -> Case:
    """Give a registration that the reader may see. Raises Http404."""
    rows = Case.objects.select_related("office", "holder", "listing_interest__listing__case")
    case = rows.filter(pk=identifier, kind=INTEREST.kind).first()
    if case is None or not standing.may_read(case, actor_of(request), clock.today()):
        raise Http404
    return case


def facts(row: Interest) -> list[Fact]:
    """Give what the operator and the party itself read of a registration."""
    found = [
        Fact(term=_("Number of the listing"), value=row.listing.case.number),
        Fact(term=_("Interested party"), value=row.body.name),
        Fact(term=_("Authorised agent"), value=row.agent),
        Fact(term=_("Related to the seller as"), value=wording.relation(row.relation)),
        Fact(term=_("Right of a completer, if you claim one"), value=row.ground),
        Fact(term=_("Deposit asked"), value=wording.yuan(row.listing.deposit) if row.listing.deposit else ""),
        Fact(term=_("Deposit received"), value=wording.yuan(row.deposit) if row.deposit else ""),
        Fact(term=_("Name of the account"), value=row.payer),
        Fact(term=_("Received on"), value=row.paid_on),
        Fact(term=_("Conditions that are met"), value="；".join(row.met)),
        Fact(term=_("Note"), value=row.text),
    ]
    return [each for each in found if each.value not in {"", None}]


def step_page(move: str) -> View:
    """The page of a step on a registration."""

    @requires(PERMISSIONS[move])
    @require_http_methods(GET_POST)
    def view(request: HttpRequest, identifier: UUID) -> HttpResponse:
        case, actor, sent = interest_or_404(request, identifier), actor_of(request), request.method == "POST"
        if not sent and (back := closed(request, case, move)):
            return back
        given = {"case": case, "move": move, "actor": actor, "on": clock.today()}
        data = ((request.POST, request.FILES) if move in WITH_FILES else (request.POST,)) if sent else ()
        form = INTEREST_FORMS[move](*data, **given)
        if sent and form.is_valid():
            key = key_of(actor, f"interest.{move}", form.cleaned_data["key"])
            if first(key):
                return redirect("casework:case", case.pk)
            version = form.cleaned_data["version"]
            with expecting(case.pk, case.version if version is None else version):
                outcome = actions.take_interest(move, form.request(), by=actor, key=key)
            if outcome.refusal is None:
                word = words.move_word(case.kind, move)
                messages.success(request, _("Done: %(move)s (%(number)s)") % {"move": word, "number": case.number})
                return redirect("casework:case", case.pk)
            form.refuse(outcome.refusal)
        word = words.move_word(case.kind, move)
        return form_page(
            request,
            form,
            title=word,
            submit=word,
            template="market_listing/step.html",
            context={
                "danger": move in DANGER,
                "state": words.state_of(case),
                "about": facts(Interest.objects.select_related("listing__case", "body").get(pk=case.pk)),
            },
            cancel_url=reverse("casework:case", args=[case.pk]),
            crumbs=[
                Crumb(_("Registrations of interest"), reverse("market_listing:interests")),
                Crumb(case.number, reverse("casework:case", args=[case.pk])),
            ],
            facts=[case.title, case.number],
        )

    return view
