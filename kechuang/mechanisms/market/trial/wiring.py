"""What this package lays on shared pages."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kechuang.mechanisms.market.trial import cases, finding, panel, papers
from kechuang.mechanisms.market.trial.rules.moves import OFFER, OPEN_LICENCE, OPEN_READ, OPEN_USE, READ, TRIAL
from kechuang.web import interface, slots

LICENCES = ("market_trial:licence", "market_trial:declare", "market_trial:use", "market_trial:open")
POOL = ("market_trial:pool", "market_trial:ask", "market_trial:gains")
TERMS = ("market_trial:register", "market_trial:take")


def register() -> None:
    """Register the cases, papers, menu entries, panels, the search, the interface for programs."""
    cases.register()
    papers.register_all()
    rows = (
        slots.Row(_("Trials before transfer"), "market_trial:list", READ, 56),
        slots.Row(_("Offers to use first"), "market_trial:offers", READ, 57, "market_trial:list"),
        slots.Row(_("Open licences"), "market_trial:licences", OPEN_READ, 58, "market_trial:list", LICENCES),
        slots.Row(_("Pool of results to try"), "market_trial:pool", slots.PUBLIC, 56, match=POOL),
        slots.Row(_("Register of open licences"), "market_trial:register", slots.PUBLIC, 57, match=TERMS),
    )
    slots.add_rows("market", rows)
    for moves, template, context in (
        (OFFER, "offer_panel", panel.offer),
        (TRIAL, "trial_panel", panel.trial),
        (OPEN_LICENCE, "licence_panel", panel.licence),
        (OPEN_USE, "use_panel", panel.use),
    ):
        slots.add_panel(
            f"case:{moves.kind}", slots.Panel(template=f"market_trial/{template}.html", context=context, order=1)
        )
    slots.add_source(slots.PaletteSource(name="trial pool", find=finding.find_offers, order=43))
    slots.add_source(slots.PaletteSource(name="open licences", find=finding.find_licences, order=44))
    slots.add_link("market.trials", lambda: reverse("market_trial:pool"))
    interface.register("trials", "kechuang.mechanisms.market.trial.api:router")
    interface.register("open-licences", "kechuang.mechanisms.market.trial.open_api:router")
