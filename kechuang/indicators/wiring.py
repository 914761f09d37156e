"""What the package lays on shared pages: menu, palette, panels, links and the interface for programs."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from kechuang.indicators import asked, compute, promising, register, showing, wording
from kechuang.policy import queries
from kechuang.policy.likeness import folded
from kechuang.policy.wording import own
from kechuang.web import interface, slots
from kechuang.web.permissions import actor_of


def register_all() -> None:
    """Check the definitions, then register everything."""
    register.definitions()
    entries = (
        ("promises", _("Promises"), "indicators:promises", 10, ("indicators:promise",)),
        ("data", _("Indicators"), "indicators:register", 10, ("indicators:indicator", "indicators:facts")),
    )
    for group, label, view, order, match in entries:
        slots.add_menu(
            slots.MenuEntry(group=group, label=label, view=view, permission=slots.PUBLIC, order=order, match=match)
        )
    slots.add_source(slots.PaletteSource(name="promises", find=find_promises, order=5))
    slots.add_source(slots.PaletteSource(name="indicators", find=find_indicators, order=20))
    panel = slots.Panel(template="indicators/home_panel.html", context=measures_panel, order=60)
    slots.add_panel("home", panel)
    slots.add_panel("front", panel)
    interface.register("indicators", "kechuang.indicators.api:indicators")
    interface.register("promises", "kechuang.indicators.api:promises")
    slots.add_link("indicator", lambda key: reverse("indicators:indicator", args=[key]))
    slots.add_link("promise", lambda code: reverse("indicators:promise", args=[code]))
    slots.add_link("door.promises", lambda: reverse("indicators:promises"))


def measures_panel(_request: HttpRequest) -> dict[str, Any] | None:
    """Show the first promise's newest numbers; nothing where no fact is recorded yet."""
    held = compute.records()
    found = queries.promises()
    if not held.sizes or not found:
        return None
    series = promising.kept(found[0], held).series
    measures = [showing.measure(one.published) for one in series]
    return {"title": own(found[0].title), "url": slots.link("promise", found[0].code), "measures": measures}


def find_promises(_request: HttpRequest, words: str, limit: int) -> list[slots.Hit]:
    """Find promises by their titles and summaries."""
    wanted = folded(words)
    hits = []
    for promise in queries.promises():
        texts = (*(promise.title.zh, promise.title.en), *(promise.summary.zh, promise.summary.en), promise.work.title)
        if wanted and any(wanted in folded(text) for text in texts):
            url = slots.link("promise", promise.code)
            hits.append(slots.Hit(title=own(promise.title), kind=pgettext("palette", "promise"), url=url))
    return hits[:limit]


def find_indicators(request: HttpRequest, words: str, limit: int) -> list[slots.Hit]:
    """Find indicators by title or key, among those that the reader may see."""
    wanted, actor = folded(words), actor_of(request)
    hits = []
    for definition in register.current():
        texts = (definition.title.zh, definition.title.en, definition.key)
        if wanted and any(wanted in folded(text) for text in texts) and asked.allowed(definition, actor):
            url, note = showing.page_url(definition), definition.key
            kind = pgettext("palette", "indicator")
            hits.append(slots.Hit(title=wording.title(definition), kind=kind, url=url, note=note))
    return hits[:limit]
