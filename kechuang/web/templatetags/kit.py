"""Template tags of the page kit: ``{% load kit %}``."""

import hashlib
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from django import template
from django.contrib.staticfiles import finders
from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from kechuang.kernel.refusal import Refusal
from kechuang.web import clock, divisions, parts, slots, undo, written
from kechuang.web.charts.chart import Chart
from kechuang.web.refusals import explain

register = template.Library()


@lru_cache(maxsize=64)
def _digest(path: str) -> str:
    found = finders.find(path)
    if not found:
        raise template.TemplateSyntaxError(f"no static file {path}")
    return hashlib.sha256(Path(str(found)).read_bytes()).hexdigest()[:10]


@register.simple_tag
def asset(path: str) -> str:
    """Give the address of a static file with the digest of its bytes, so that browsers may keep it."""
    return f"{static(path)}?v={_digest(path)}"


@register.simple_tag(takes_context=True)
def sheet(context: template.Context, name: str) -> SafeString:
    """Ask for a further style sheet (``charts``, ``board``) where a part that needs it stands; once on a page."""
    request = context.get("request")
    asked: set[str] = set() if request is None else request.__dict__.setdefault("_kechuang_sheets", set())
    if name in asked:
        return SafeString("")
    asked.add(name)
    return format_html('<link rel="stylesheet" href="{}">', asset(f"web/{name}.css"))


@register.filter
def whole(value: int) -> str:
    """12,345."""
    return written.whole(value)


@register.filter
def number(value: Decimal | int) -> str:
    """12,345.6."""
    return written.number(value)


@register.filter
def money(value: Decimal | None, unit: str = "") -> str:
    """Yuan with separators; ``|money:"wan"`` in ten thousands. Nothing for None."""
    return "" if value is None else written.money(value, unit=unit)


@register.filter
def share(value: Decimal | None) -> str:
    """30% for Decimal("0.3")."""
    return "" if value is None else written.share(value)


@register.filter
def day(value: date | datetime | None) -> str:
    """2026-11-21."""
    return "" if value is None else written.day(value)


@register.filter
def in_words(value: date | None) -> str:
    """2026 年 11 月 21 日, or 21 November 2026."""
    return "" if value is None else written.day_in_words(value)


@register.filter
def moment(value: datetime | None) -> str:
    """2026-11-21 09:40, in China's time."""
    return "" if value is None else written.moment(value)


@register.inclusion_tag("web/parts/state.html")
def state(word: Any, tone: str = "going") -> dict[str, Any]:  # noqa: ANN401 - a State or its word
    """Show a state: ``{% state row.state %}`` for a State, or ``{% state "paid" "done" %}``."""
    return {"state": word if isinstance(word, parts.State) else parts.State(word, tone)}


@register.inclusion_tag("web/parts/meter.html")
def meter(percent: Decimal | int, tone: str = "") -> dict[str, Any]:
    """Show progress as a bar and a number; ``percent`` is 0–100 and beyond (the bar stops, the number does not)."""
    return {"percent": percent, "shown": max(0, min(100, percent)), "tone": tone}


@register.inclusion_tag("web/parts/clause.html")
def clause(quote: parts.Clause) -> dict[str, Any]:
    """Quote a clause as published."""
    return {"clause": quote}


@register.inclusion_tag("web/parts/source.html")
def source(origin: parts.Source) -> dict[str, Any]:
    """Show where a value comes from."""
    return {"source": origin}


@register.inclusion_tag("web/parts/deadline.html")
def deadline(on: Any, done: bool = False, provisional: bool = False) -> dict[str, Any]:  # noqa: ANN401 - Deadline or day
    """Show a deadline with the days left."""
    if not isinstance(on, parts.Deadline):
        on = parts.Deadline(on=on, today=clock.today(), done=done, provisional=provisional)
    return {"deadline": on}


@register.inclusion_tag("web/parts/history.html")
def history(events: list[parts.Event]) -> dict[str, Any]:
    """Show what happened, newest first as given."""
    return {"events": events}


@register.inclusion_tag("web/parts/facts.html")
def facts(rows: list[parts.Fact], wide: bool = False) -> dict[str, Any]:
    """Show terms and values."""
    return {"facts": rows, "wide": wide}


@register.inclusion_tag("web/parts/figures.html")
def figures(strip: list[parts.Figure]) -> dict[str, Any]:
    """Show a strip of figures outside a list; each may be a link."""
    return {"figures": strip}


@register.inclusion_tag("web/parts/steps.html")
def stepper(steps: list[parts.Step]) -> dict[str, Any]:
    """Show where in a sequence of pages the reader stands."""
    return {"steps": steps}


@register.inclusion_tag("web/parts/empty.html", takes_context=True)
def empty(context: template.Context, said: parts.Empty) -> dict[str, Any]:
    """Say why nothing stands here and offer the next step."""
    return {"empty": said, "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("web/parts/confirm.html", takes_context=True)
def confirm(context: template.Context, confirmation: parts.Confirmation) -> dict[str, Any]:
    """Ask before something happens."""
    return {"confirm": confirmation, "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("web/parts/refusal.html")
def refusal(refused: Refusal) -> dict[str, Any]:
    """Explain a refusal of the gateway: sentence, remedy, and the rule it stands on."""
    return {"refusal": explain(refused)}


@register.simple_tag(takes_context=True)
def panels(context: template.Context, page: str, *args: object) -> SafeString:
    """Lay here what other packages registered for this page: ``{% panels "case" case %}``."""
    request: HttpRequest = context["request"]
    shown = slots.panels_for(page, request, *args)
    html = (render_to_string(panel.template, panel.context, request) for panel in shown)
    return SafeString("".join(html))


@register.inclusion_tag("web/parts/chart.html", takes_context=True)
def chart(context: template.Context, drawn: Chart) -> dict[str, Any]:
    """Show a chart with title, caption, table and CSV; the file is of what the address asks for (year, place …)."""
    request = context.get("request")
    asked = request.GET.copy() if request else QueryDict(mutable=True)
    asked["chart"] = drawn.about.key
    return {"chart": drawn, "request": request, "download_url": f"?{asked.urlencode()}"}


@register.inclusion_tag("web/parts/measure.html", takes_context=True)
def measure(context: template.Context, shown_measure: parts.Measure) -> dict[str, Any]:
    """Show one figure with its small line, its target and its state."""
    return {"measure": shown_measure, "request": context.get("request")}


@register.simple_tag
def undo_address(message: Any) -> str:  # noqa: ANN401 - a message of Django's framework
    """Give the address that takes back the step that a message tells of; empty where it cannot be taken back."""
    return undo.address_in(message.extra_tags)


@register.filter
def figure(value: object) -> object:
    """A number with the decimals it has; anything else as it is shown elsewhere."""
    return written.number(value) if isinstance(value, Decimal | int) and not isinstance(value, bool) else shown(value)


@register.filter
def place(code: str) -> str:
    """The name of a division in the reader's language; the code itself where nothing has it."""
    return divisions.name(code) if code else ""


@register.simple_tag
def code_word(code: str) -> str:
    """Give the word for a stored code (a role, a state, a permission) in the reader's language."""
    return gettext(code) if code else ""


@register.filter
def shown(value: object) -> object:
    """Show a value of unknown type as pages write it."""
    if isinstance(value, Decimal):
        return written.money(value)
    if isinstance(value, datetime):
        return written.moment(value)
    if isinstance(value, date):
        return written.day(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return written.whole(value)
    if isinstance(value, QuerySet):
        raise template.TemplateSyntaxError("a query is not a value to show")
    return "—" if value in {None, ""} else value
