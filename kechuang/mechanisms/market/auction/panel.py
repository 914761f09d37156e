"""What the case pages of sales, lots and registrations show."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from kechuang.casework import words
from kechuang.casework.models import Case
from kechuang.mechanisms.market.auction import preview, public_views
from kechuang.mechanisms.market.auction.models import Bidder, Lot, Sale
from kechuang.mechanisms.market.auction.rules.moves import CONDUCT, PREPARE
from kechuang.web import clock, written
from kechuang.web.parts import Fact
from kechuang.web.permissions import actor_of, may


def sale(request: HttpRequest, case: Case) -> dict[str, Any] | None:
    """Give a sale with its lots."""
    row = Sale.objects.select_related("case__office").filter(pk=case.pk).first()
    if row is None:
        return None
    lots = row.lots.select_related("case").order_by("order")
    links = []
    if case.state == "DRAFT" and may(actor_of(request), PREPARE, on=clock.today(), place=case.place):
        links.append({"label": _("Enter a lot"), "url": reverse("market_auction:enter", args=[case.pk])})
    if case.state in {"ANNOUNCED", "CLOSED"}:
        links.append({"label": _("Public page"), "url": reverse("market_auction:notice", args=[case.pk])})
    return {
        "title": _("The sale"),
        "facts": public_views.notice_facts(row),
        "lots": [
            {"row": each, "state": words.state_of(each.case), "url": reverse("casework:case", args=[each.pk])}
            for each in lots
        ],
        "links": links,
    }


def lot(request: HttpRequest, case: Case) -> dict[str, Any] | None:
    """Give a lot: its rules in plain words, how it stands, the desk."""
    row = Lot.objects.select_related("case__holder", "sale__case", "winner").filter(pk=case.pk).first()
    if row is None:
        return None
    links = [{"label": _("The sale"), "url": reverse("casework:case", args=[row.sale_id])}]
    if row.rules:
        links.append({"label": _("Public page"), "url": reverse("market_auction:lot", args=[row.pk])})
    if row.live and may(actor_of(request), CONDUCT, on=clock.today(), place=case.place):
        links.append({"label": _("Desk"), "url": reverse("market_auction:desk", args=[row.pk])})
    return {
        "title": _("The lot"),
        "facts": [*public_views.lot_facts(row), *_result(row)],
        "preview": preview.of(preview.terms_of(row), preview.offer_of(row), case.place),
        "links": links,
    }


def _result(row: Lot) -> list[Fact]:
    if row.winner is None:
        return []
    return [
        Fact(term=_("Buyer"), value=row.winner.name),
        Fact(term=_("Paddle"), value=row.paddle),
        Fact(term=_("Price (yuan)"), value=written.money(row.price) if row.price is not None else ""),
    ]


def bidder(_request: HttpRequest, case: Case) -> dict[str, Any] | None:
    """Give a registration; its paddle only after the lot has ended."""
    row = Bidder.objects.select_related("body", "lot__case").filter(pk=case.pk).first()
    if row is None:
        return None
    found = [
        Fact(term=_("Lot"), value=row.lot.code, url=reverse("market_auction:lot", args=[row.lot_id])),
        Fact(term=_("Body"), value=row.body.name),
        Fact(term=_("Authorised agent"), value=row.agent),
        Fact(term=_("Right of a completer, as claimed"), value=row.ground),
        Fact(term=_("Rank of the completer's right"), value=row.priority_order or ""),
        Fact(term=_("Deposit (yuan)"), value=written.money(row.deposit) if row.deposit else ""),
        Fact(term=_("Received on"), value=row.paid_on or ""),
        Fact(term=_("Paddle"), value=row.paddle),
    ]
    return {"title": _("The registration"), "facts": [each for each in found if each.value != ""], "links": []}
