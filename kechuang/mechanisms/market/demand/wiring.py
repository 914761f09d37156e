"""What this package lays on shared pages."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kechuang.casework.models import Case
from kechuang.casework.posts import estates
from kechuang.mechanisms.market.demand import cases, finding, importing, panel, preparing
from kechuang.mechanisms.market.demand.models import DemandAnswer, DemandTalk
from kechuang.mechanisms.market.demand.rules.moves import DEMAND, READ
from kechuang.web import interface, slots


def _of_demand(row: DemandAnswer | DemandTalk) -> str:
    """Name a row by its demand's number."""
    return str(Case.objects.values_list("number", flat=True).get(pk=row.demand_id))


def register() -> None:
    """Register the case, the table, menu entries, the panel, the search and the interface for programs."""
    cases.register()
    importing.register_all()
    preparing.register()
    for code, label, model in (
        ("demand_answers", _("Answers to technology demands"), DemandAnswer),
        ("demand_talks", _("Talks about technology demands"), DemandTalk),
    ):
        estates.register(estates.rows(code, label, model, "body", Q(), _of_demand))
    rows = (
        slots.Row(_("Technology demands"), "market_demand:list", READ, 24),
        slots.Row(_("Published demands"), "market_demand:published", slots.PUBLIC, 24),
    )
    slots.add_rows("market", rows)
    slots.add_panel(
        f"case:{DEMAND.kind}", slots.Panel(template="market_demand/case_panel.html", context=panel.panel, order=1)
    )
    slots.add_source(slots.PaletteSource(name="demands", find=finding.find_demands, order=40))
    slots.add_link("market.demands", lambda: reverse("market_demand:published"))
    interface.register("demands", "kechuang.mechanisms.market.demand.api:router")
