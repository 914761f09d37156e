"""What this package lays on shared pages."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kechuang.mechanisms.market.trial import cases, finding, panel, papers
from kechuang.mechanisms.market.trial.rules.moves import OFFER, OPEN_LICENCE, OPEN_READ, OPEN_USE, READ, TRIAL
from kechuang.web import interface, slots


def register() -> None:
    """Register the cases, papers, menu entries, panels, the search, the interface for programs."""
    cases.register()
    papers.register_all()
    entries = (
        ("acts", _("Trials before transfer"), "market_trial:list", READ, 34, ("market_trial:",), ""),
        ("acts", _("Offers to use first"), "market_trial:offers", READ, 35, (), "market_trial:list"),
        ("acts", _("Open licences"), "market_trial:licences", OPEN_READ, 35, (), ""),
        ("open", _("Pool of results to try"), "market_trial:pool", slots.PUBLIC, 44, (), ""),
        ("open", _("Register of open licences"), "market_trial:register", slots.PUBLIC, 45, (), ""),
    )
    for group, label, view, permission, order, match, under in entries:
        slots.add_menu(
            slots.MenuEntry(
                group=group, label=label, view=view, permission=permission, order=order, match=match, under=under
            )
        )
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
