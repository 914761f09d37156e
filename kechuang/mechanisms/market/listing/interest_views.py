"""Registrations of interest: the buyer's own page, the operator's list, the steps on one."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kechuang.casework import words
from kechuang.casework.standard import stepping
from kechuang.mechanisms.market.listing import actions, lists, showing, wording
from kechuang.mechanisms.market.listing.interest_forms import INTEREST_FORMS, RegisterForm
from kechuang.mechanisms.market.listing.models import Interest
from kechuang.mechanisms.market.listing.public_views import listing_or_404
from kechuang.mechanisms.market.listing.rules.moves import CHECK, INTEREST, INTEREST_READ, REGISTER
from kechuang.mechanisms.market.listing.views import GET_POST
from kechuang.web import clock
from kechuang.web.forms import form_page
from kechuang.web.listing import list_page
from kechuang.web.page import Crumb
from kechuang.web.parts import Fact
from kechuang.web.permissions import View, actor_of, requires

PERMISSIONS = {code: REGISTER if code == "pull_out" else CHECK for code in INTEREST_FORMS}
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
    row, actor = listing_or_404(identifier), actor_of(request)
    stepped = stepping.opening(
        request,
        "interest.register",
        form=lambda data: RegisterForm(*stepping.with_files(request, data), actor=actor, on=clock.today(), listing=row),
        act=lambda form, key: actions.register_interest(form.request(), by=actor, key=key),
        said=_("Your interest is registered in confidence. The operator checks it next."),
    )
    if isinstance(stepped, HttpResponse):
        return stepped
    public = reverse("market_listing:published-one", args=[row.pk])
    return form_page(
        request,
        stepped.form,
        title=_("Register interest"),
        submit=_("Register interest"),
        template="market_listing/step.html",
        context={"state": words.state_of(row.case), "about": showing.public_facts(row)},
        cancel_url=public,
        crumbs=[Crumb(row.case.title, public)],
        facts=[row.case.number],
    )


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
        case = stepping.case_or_404(request, identifier, INTEREST.kind)
        actor, row = actor_of(request), Interest.objects.select_related("listing__case", "body").get(pk=case.pk)
        given = {"case": case, "move": move, "actor": actor, "on": clock.today()}
        stepped = stepping.step(
            request,
            case,
            move,
            form=lambda data: INTEREST_FORMS[move](*stepping.with_files(request, data), **given),
            act=lambda form, key: actions.take_interest(move, form.request(), by=actor, key=key),
        )
        if isinstance(stepped, HttpResponse):
            return stepped
        return stepping.shown(
            request,
            case,
            move,
            stepped,
            crumbs=stepping.way(_("Registrations of interest"), "market_listing:interests", case),
            template="market_listing/step.html",
            context={"about": facts(row)},
            danger=DANGER,
        )

    return view
