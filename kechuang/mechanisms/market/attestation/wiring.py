"""What this package lays on shared pages."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kechuang.mechanisms.market.attestation import (
    actions,  # noqa: F401 - importing it registers the acts
    bundling,
    cases,
    finding,
    from_auction,
    from_listing,
    from_notice,
    panel,
    papers,
)
from kechuang.mechanisms.market.attestation.rules.moves import ATTESTATION, READ
from kechuang.web import interface, slots

CHECKED = ("market_attestation:check", "market_attestation:certificate")


def register() -> None:
    """Register the case, papers, the ways of finding a price, menu entries, the panel and the interface."""
    cases.register()
    papers.register_all()
    bundling.register()
    from_notice.register_source()
    from_auction.register_source()
    from_listing.register_source()
    rows = (
        slots.Row(_("Attestations of deals"), "market_attestation:list", READ, 44),
        slots.Row(_("Certificates of deals"), "market_attestation:published", slots.PUBLIC, 44),
        slots.Row(_("Check a certificate of a deal"), "market_attestation:check", slots.PUBLIC, 45, match=CHECKED),
    )
    slots.add_rows("market", rows)
    slots.add_panel(
        f"case:{ATTESTATION.kind}",
        slots.Panel(template="market_attestation/case_panel.html", context=panel.panel, order=1),
    )
    slots.add_source(slots.PaletteSource(name="certificates", find=finding.find_certificates, order=48))
    slots.add_link("market.attestations", lambda: reverse("market_attestation:published"))
    interface.register("attestations", "kechuang.mechanisms.market.attestation.api:router")
