"""The demands' side of the patent landscape: who asks in which IPC class and field, and what nobody offers yet.

The register of achievements and the demands are strangers to each other; only public demands that are out are counted,
and an owner who asked not to be named is not named.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from kechuang.mechanisms.market.demand import queries, wording
from kechuang.mechanisms.market.demand.rules.moves import OUT
from kechuang.mechanisms.market.result import landscaping
from kechuang.mechanisms.market.result.landscaping import Side
from kechuang.web.charts.bars import Bar, bar_chart
from kechuang.web.charts.chart import About, Chart

SUBCLASS, MOST, MOST_NAMED = 4, 20, 3


def demanded(section: str, offered: Mapping[str, int], on: date) -> Side | None:
    """Give demands by IPC class and field beside what is offered; None where no demand is out (one query)."""
    rows = queries.public().filter(case__state__in=OUT.split()).order_by("-published_on")
    classes: Counter[str] = Counter()
    fields: Counter[str] = Counter()
    owners: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        found = {symbol[:SUBCLASS] for symbol in row.ipc if len(symbol) >= SUBCLASS and symbol.startswith(section)}
        if not found and section:
            continue
        fields[row.field.partition(".")[0]] += 1
        for code in found:
            classes[code] += 1
            name = wording.owner_shown(row)
            if name not in owners[code]:
                owners[code].append(name)
    if not fields:
        return None
    missing = {code: count for code, count in classes.items() if not offered.get(code)}
    charts = [_by_class(classes, offered, on), _gap(missing, on), _by_field(fields, on)]
    return Side(
        code="demands",
        title=_("Demands beside achievements"),
        lead=_lead(len(classes), len(missing)),
        charts=[chart for chart in charts if chart is not None],
        heads=[_("IPC class"), _("Demands out"), _("Achievements offered"), _("Who asks")],
        rows=[_row(code, count, offered, owners[code]) for code, count in classes.most_common(MOST)],
    )


def _lead(classes: int, missing: int) -> str:
    if not classes:
        return _("No demand that is out bears an IPC symbol; they are counted by field.")
    return _("Demands ask in %(classes)d IPC classes; in %(missing)d of them no public achievement is offered yet.") % {
        "classes": classes,
        "missing": missing,
    }


def _row(
    code: str, count: int, offered: Mapping[str, int], owners: list[str]
) -> tuple[str, str, tuple[object, object, object]]:
    shown = "、".join(owners[:MOST_NAMED])
    if len(owners) > MOST_NAMED:
        shown = _("%(names)s and %(more)d more") % {"names": shown, "more": len(owners) - MOST_NAMED}
    held = offered.get(code, 0)
    url = f"{reverse('market_result:public')}?ipc={code}" if held else ""
    return code, url, (count, held or _("none yet"), shown)


def _about(key: str, title: str, summary: str, on: date) -> About:
    return About(key=key, title=title, summary=summary, source=_("published demands and public register"), on=on)


def _by_class(classes: Counter[str], offered: Mapping[str, int], on: date) -> Chart | None:
    if not classes:
        return None
    code, count = classes.most_common(1)[0]
    summary = _("Most demands lie in %(code)s: %(count)d.") % {"code": code, "count": count}
    about = _about("demanded", _("Demands and achievements by IPC class"), summary, on)
    bars = [Bar(label=code, values=[count, offered.get(code, 0)]) for code, count in classes.most_common(MOST)]
    return bar_chart(about, bars, parts=(_("Demands out"), _("Achievements offered")))


def _gap(missing: Mapping[str, int], on: date) -> Chart | None:
    if not missing:
        return None
    ordered = sorted(missing.items(), key=lambda each: (-each[1], each[0]))[:MOST]
    summary = _("%(code)s is asked for most and offered by nobody.") % {"code": ordered[0][0]}
    about = _about("gap", _("Demanded but not offered"), summary, on)
    return bar_chart(about, [Bar(label=code, values=[count]) for code, count in ordered])


def _by_field(fields: Counter[str], on: date) -> Chart:
    url = reverse("market_demand:published")
    code, count = fields.most_common(1)[0]
    summary = _("Most demands lie in %(field)s: %(count)d.") % {"field": wording.field(code), "count": count}
    about = _about("fields", _("Demands by field of technology"), summary, on)
    bars = [
        Bar(label=wording.field(code), values=[count], url=f"{url}?field={code}")
        for code, count in fields.most_common()
    ]
    return bar_chart(about, bars)


def register() -> None:
    """Lay demands beside the patent landscape."""
    if demanded not in landscaping.BESIDE:
        landscaping.BESIDE.append(demanded)
