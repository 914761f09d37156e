"""The page of a weighted purchase: its weights, how values come about, and the offers in the order of these values."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kechuang.mechanisms.market.auction import weighing
from kechuang.mechanisms.market.auction.engine.rules import Rules
from kechuang.mechanisms.market.auction.engine.rules_text import read_rules
from kechuang.mechanisms.market.auction.public_views import crumbs_of, lot_or_404
from kechuang.mechanisms.market.auction.running import store
from kechuang.web import written
from kechuang.web.page import Crumb, page
from kechuang.web.parts import Fact
from kechuang.web.permissions import public


@public
@require_safe
def criteria(request: HttpRequest, identifier: UUID) -> HttpResponse:
    """Show the weights of a lot, and once offers may be known their order."""
    row = lot_or_404(identifier)
    rules = read_rules(row.rules)
    if not isinstance(rules, Rules):
        raise Http404
    facts = _weights(rules)
    offers = weighing.weigh(rules, store.lines(row.pk)) if facts else []
    return page(
        request,
        "market_auction/criteria.html",
        {"row": row, "facts": facts, "offers": offers, "sealed": rules.sealed},
        title=_("Weights and order of the offers"),
        facts=[row.code, row.case.title],
        crumbs=[*crumbs_of(row.sale), Crumb(row.case.title, reverse("market_auction:lot", args=[row.pk]))],
    )


def _weights(rules: Rules) -> list[Fact]:
    """Say how offers are weighed; nothing where the price alone decides."""
    if rules.criterion is None:
        return []
    how = (
        _("100 × (ceiling − offer) ÷ ceiling")
        if rules.criterion.formula == "start_linear"
        else _("100 × lowest offer ÷ this offer")
    )
    return [
        Fact(term=_("Weight of the price"), value=written.share(rules.criterion.price_weight)),
        Fact(term=_("Weight of the quality"), value=written.share(rules.criterion.quality_weight)),
        Fact(term=_("Price value"), value=how),
        Fact(term=_("Quality value"), value=_("0 to 100, by the panel, before any price can be known")),
        Fact(term=_("Weighted value"), value=_("price value × its weight + quality value × its weight")),
        Fact(term=_("Equal values"), value=_("The lower price stands before, then the earlier offer.")),
    ]
