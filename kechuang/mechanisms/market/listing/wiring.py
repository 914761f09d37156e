"""What this package lays on shared pages."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kechuang.casework import rounds
from kechuang.casework.models import Case
from kechuang.casework.posts import estates
from kechuang.casework.rounds import Chore
from kechuang.mechanisms.market.listing import cases, dealing, finding, panel, papers
from kechuang.mechanisms.market.listing.models import Interest
from kechuang.mechanisms.market.listing.rules.moves import APPLY, INTEREST, INTEREST_READ, LISTING, READ
from kechuang.mechanisms.market.result import offering
from kechuang.mechanisms.market.result.models import Achievement
from kechuang.web import clock, interface, slots
from kechuang.web.permissions import Actor, may


def _of_interest(row: Interest) -> str:
    """Name a row by its registration's number."""
    return str(Case.objects.values_list("number", flat=True).get(pk=row.pk))


def _url(_actor: Actor, row: Achievement) -> str:
    return f"{reverse('market_listing:open')}?result={row.pk}"


def _may(actor: Actor, row: Achievement) -> bool:
    return may(actor, APPLY, on=clock.today(), bodies=(row.unit_id,))


def register() -> None:
    """Register cases, papers, what follows from listings, menu entries, panels and the interface for programs."""
    cases.register()
    papers.register_all()
    estates.register(estates.rows("listing_interests", _("Interest in listings"), Interest, "body", Q(), _of_interest))
    rounds.register(Chore("market.listings", dealing.sweep, order=62))
    rows = (
        slots.Row(_("Listings"), "market_listing:list", READ, 30),
        slots.Row(_("Registrations of interest"), "market_listing:interests", INTEREST_READ, 31, "market_listing:list"),
        slots.Row(_("Achievements listed for sale"), "market_listing:published", slots.PUBLIC, 30),
    )
    slots.add_rows("market", rows)
    for kind, template, context in (
        (LISTING.kind, "case_panel.html", panel.listing_panel),
        (INTEREST.kind, "interest_panel.html", panel.interest_panel),
    ):
        slots.add_panel(f"case:{kind}", slots.Panel(template=f"market_listing/{template}", context=context, order=1))
    slots.add_source(slots.PaletteSource(name="listings", find=finding.find_listings, order=42))
    slots.add_link("market.listings", lambda: reverse("market_listing:published"))
    offering.register(
        offering.Way(
            code="listing",
            label=_("List it at a base price"),
            about=_("Published for its period; one buyer agrees, several compete."),
            url=_url,
            may=_may,
            order=2,
        )
    )
    interface.register("listings", "kechuang.mechanisms.market.listing.api:router")
