"""What this package lays on shared pages."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from kechuang.ledger.verify import register_check
from kechuang.mechanisms.delivery.statistic import answers, briefing, cases, lists, moves, platform, tables_in, wording
from kechuang.mechanisms.delivery.statistic.models import Indicator, Version
from kechuang.mechanisms.delivery.statistic.proof_of_rows import ObservationRows
from kechuang.web import interface, slots


def register() -> None:
    """Register cases, menu entry, palette source, panels and the interface for programs."""
    cases.register()
    briefing.register()
    slots.add_menu(
        slots.MenuEntry(
            group="data",
            label=gettext_lazy("Statistics"),
            view="delivery_statistic:indicators",
            permission=slots.PUBLIC,
            order=20,
            match=("delivery_statistic:",),
        )
    )
    for kind in (moves.INDICATOR.kind, moves.SERIES.kind):
        panel = slots.Panel(template="delivery_statistic/case_panel.html", context=cases.panel, order=1)
        slots.add_panel(f"case:{kind}", panel)
    slots.add_source(slots.PaletteSource(name="statistics", find=find, order=25))
    slots.add_link("statistic", lambda code: reverse("delivery_statistic:indicator", args=[code]))
    platform.register_use("sums", sums)
    platform.register_use("forms", answers.uses)
    tables_in.register_all()
    register_check("statistic.observations", ObservationRows)
    interface.register("statistics", "kechuang.mechanisms.delivery.statistic.api:router")


def find(_request: HttpRequest, words: str, limit: int) -> list[slots.Hit]:
    """Find indicators by the beginning of their name or code (one query)."""
    wanted = words.strip()
    if not wanted:
        return []
    rows = Indicator.objects.filter(title__contains=wanted) | Indicator.objects.filter(code__startswith=wanted)
    kind = pgettext("palette", "statistical indicator")
    found = rows.order_by("title", "pk")[:limit]
    return [slots.Hit(title=wording.title(row), kind=kind, url=lists.page_of(row), note=row.code) for row in found]


def sums(code: str) -> list[platform.Used]:
    """Name the indicators that this one adds up to (one query)."""
    rows = Version.objects.select_related("indicator").order_by("indicator", "version")
    newest = {row.indicator_id: row for row in rows}
    return [
        platform.Used(_("Part of a sum"), wording.title(row), lists.page_of(row.indicator))
        for row in newest.values()
        if code in row.parts
    ]
