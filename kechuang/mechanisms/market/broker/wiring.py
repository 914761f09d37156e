"""What this package lays on shared pages."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kechuang.casework import erasure
from kechuang.casework.models import Case
from kechuang.casework.posts import estates
from kechuang.mechanisms.market.broker import cases, finding, importing, panel, papers, projecting
from kechuang.mechanisms.market.broker.models import BrokeredDeal
from kechuang.mechanisms.market.broker.rules.moves import BROKER, BROKERED, DEALS, READ
from kechuang.web import interface, slots

REGISTERED = ("market_broker:public", "market_broker:certificate", "market_broker:statistics")


def _of_deal(row: BrokeredDeal) -> str:
    """Name a row by its claim's number."""
    return str(Case.objects.values_list("number", flat=True).get(pk=row.pk))


def register() -> None:
    """Register the cases, the table, papers, what erasing a person empties, menu entries, panels, the interface."""
    cases.register()
    importing.register_all()
    papers.register_all()
    erasure.register_eraser("market brokers", projecting.forget_person)
    estates.register(estates.rows("brokered", _("Deals confirmed to brokers"), BrokeredDeal, "client", Q(), _of_deal))
    rows = (
        slots.Row(_("Register of brokers"), "market_broker:list", READ, 70),
        slots.Row(
            _("Brokered deals"), "market_broker:deals", DEALS, 71, "market_broker:list", ("market_broker:claim",)
        ),
        slots.Row(_("Brokers and technology managers"), "market_broker:public", slots.PUBLIC, 70, match=REGISTERED),
    )
    slots.add_rows("market", rows)
    for kind, template, context in ((BROKER, "entry_panel", panel.entry), (BROKERED, "deal_panel", panel.deal)):
        slots.add_panel(
            f"case:{kind.kind}", slots.Panel(template=f"market_broker/{template}.html", context=context, order=1)
        )
    slots.add_source(slots.PaletteSource(name="brokers", find=finding.find_brokers, order=48))
    slots.add_link("market.brokers", lambda: reverse("market_broker:public"))
    interface.register("brokers", "kechuang.mechanisms.market.broker.api:router")
