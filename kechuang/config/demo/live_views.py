"""On a demonstration: the way into its live sale, for watching and for bidding."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kechuang.config.demo import live_sale
from kechuang.mechanisms.market.auction.masking import bearer
from kechuang.mechanisms.market.auction.models import Lot
from kechuang.web.permissions import public


def lot_panel(request: HttpRequest, row: Lot) -> dict[str, Any] | None:
    """Offer a visitor to take part, on a lot of the live sale; note that somebody looks."""
    if not settings.KECHUANG_DEMO or row.sale.case.title != live_sale.TITLE:
        return None
    live_sale.looked()
    following = row.sale.lots.filter(order=row.order + 1).first()
    return {
        "join": row.live and row.phase in {"announced", "running"} and not bearer.held(request, row.pk),
        "url": reverse("node:join-sale", args=[row.pk]),
        "following": following and reverse("market_auction:lot", args=[following.pk]),
    }


def sales_panel(_request: HttpRequest) -> dict[str, Any] | None:
    """Lead to the live sale; opening this page has it prepared if none is live."""
    if not settings.KECHUANG_DEMO:
        return None
    live_sale.looked()
    sale = live_sale.current()
    going_on = sale.lots.filter(phase__in=live_sale.GOING_ON).order_by("order") if sale else Lot.objects.none()
    row = going_on.first() if sale and sale.clock_shift_seconds else None
    return {"url": reverse("market_auction:lot", args=[row.pk]) if row else ""}


@public
@require_POST
def join(request: HttpRequest, lot: UUID) -> HttpResponse:
    """Take part as an invented firm; only on a demonstration node."""
    if not settings.KECHUANG_DEMO:
        raise Http404
    found = live_sale.join(lot)
    response = redirect("market_auction:lot", lot)
    if found is None:
        messages.info(request, _("Nobody can join this lot any more. Watch it, or take the next one."))
        return response
    body, secret = found
    messages.success(
        request,
        _("You bid as %(name)s. Your paddle is drawn in a moment; look at the page again.") % {"name": body.name},
    )
    bearer.hand_over(request, response, lot, secret)
    return response
