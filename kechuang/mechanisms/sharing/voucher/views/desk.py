"""The lists of officers and parties."""

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kechuang.mechanisms.sharing.voucher import lists
from kechuang.mechanisms.sharing.voucher.rules import moves
from kechuang.web import clock
from kechuang.web.listing import list_page
from kechuang.web.page import Action
from kechuang.web.permissions import actor_of, may, requires

DESK = "sharing/voucher/desk.html"


def _may(request: HttpRequest, permission: str) -> bool:
    return may(actor_of(request), permission, on=clock.today())


@requires("voucher:read")
@require_safe
def rights(request: HttpRequest) -> HttpResponseBase:
    """Claim rights: a firm's own, or those of an officer's places; with the queue of the county and of the city."""
    actions = []
    if _may(request, "right:apply"):
        actions = [
            Action(label=_("What may I have"), url=reverse("voucher:entitlement")),
            Action(label=_("Apply for a claim right"), url=reverse("voucher:right-apply"), primary=True),
        ]
    strip = lists.figures(request, moves.RIGHT.kind, ("APPLIED", "CITY_CHECK", "GRANTED", "REFUSED"))
    rows = lists.rows(moves.RIGHT.kind, request)
    return list_page(
        lists.RIGHTS, request, rows, figures=strip, template=DESK, title=_("Claim rights"), actions=actions
    )


@requires("voucher:read")
@require_safe
def orders(request: HttpRequest) -> HttpResponseBase:
    """Orders: one's own as firm or provider, or those of an officer's places; with the queues of check and audit."""
    actions = []
    if _may(request, "order:reserve"):
        actions.append(Action(label=_("Place an order"), url=reverse("voucher:order-reserve"), primary=True))
    if _may(request, "batch:prepare"):
        actions.append(Action(label=_("Prepare a payment batch"), url=reverse("voucher:batch-prepare"), primary=True))
    if _may(request, "order:audit"):
        actions.append(Action(label=_("Audit rounds"), url=reverse("voucher:rounds")))
    shown = ("RESERVED", "DELIVERED", "CLAIMED", "AUDIT", "PUBLIC_NOTICE", "PAYABLE", "PAID")
    strip = lists.figures(request, moves.ORDER.kind, shown)
    rows = lists.rows(moves.ORDER.kind, request)
    actions.sort(key=lambda action: action.primary)
    return list_page(
        lists.ORDERS, request, rows, figures=strip, template=DESK, title=_("Voucher orders"), actions=actions
    )


@requires("voucher:read")
@require_safe
def listings(request: HttpRequest) -> HttpResponseBase:
    """Applications and listings of providers."""
    actions = []
    if _may(request, "provider:apply"):
        actions = [Action(label=_("Ask to be listed"), url=reverse("voucher:provider-apply"), primary=True)]
    strip = lists.figures(request, moves.PROVIDER.kind, ("APPLIED", "CHECKED", "LISTED", "SUSPENDED"))
    rows = lists.rows(moves.PROVIDER.kind, request)
    return list_page(
        lists.LISTINGS, request, rows, figures=strip, template=DESK, title=_("Providers' listings"), actions=actions
    )


@requires("batch:prepare")
@require_safe
def batches(request: HttpRequest) -> HttpResponseBase:
    """Payment batches."""
    actions = [
        Action(label=_("Payable orders"), url=f"{reverse('voucher:orders')}?state=PAYABLE"),
        Action(label=_("Prepare a payment batch"), url=reverse("voucher:batch-prepare"), primary=True),
    ]
    strip = lists.figures(request, moves.BATCH.kind, ("PREPARED", "CHECKED", "EXPORTED", "PAID"))
    rows = lists.rows(moves.BATCH.kind, request)
    return list_page(
        lists.BATCHES, request, rows, figures=strip, template=DESK, title=_("Payment batches"), actions=actions
    )
