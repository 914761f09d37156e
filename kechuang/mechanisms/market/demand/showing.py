"""A demand for pages: what its parties read, and what everybody reads."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from kechuang.mechanisms.market.demand import offering, queries, wording
from kechuang.mechanisms.market.demand.models import Demand
from kechuang.mechanisms.market.demand.projecting import refined_of
from kechuang.mechanisms.market.demand.rules.matching import FIELD, Match, Reason
from kechuang.mechanisms.market.demand.rules.requests import Refined, Seen
from kechuang.web import divisions
from kechuang.web.parts import Fact


def _kept(rows: list[Fact]) -> list[Fact]:
    return [each for each in rows if each.value not in {"", None}]


def public_facts(row: Demand) -> list[Fact]:
    """Give what everybody may read."""
    case = row.case
    rows = [
        Fact(term=_("Owner"), value=wording.owner_shown(row)),
        Fact(term=_("Kind of list"), value=wording.list_word(row.list_type) if row.list_type else ""),
        Fact(term=_("Technical field"), value=wording.field(row.field)),
        Fact(term=_("IPC symbols"), value="、".join(row.ipc)),
        Fact(term=_("Budget"), value=wording.band_word(row.band)),
        Fact(term=_("Form of cooperation"), value=str(wording.MODES.get(row.mode, row.mode))),
        Fact(term=_("Rights in what is made"), value=str(wording.WISHES.get(row.wish, row.wish))),
        Fact(term=_("Readiness wanted at delivery (TRL)"), value=row.readiness),
        Fact(term=_("Where the partner should be"), value=divisions.name(row.region) if row.region else ""),
        Fact(term=_("Needed by"), value=row.needed_by),
        Fact(term=_("Published"), value=row.published_on),
        Fact(term=_("Valid until"), value=row.valid_until),
        Fact(term=_("Office"), value=case.office.name if case.office else ""),
    ]
    if row.is_scene:
        rows += [
            Fact(term=_("Where the scene is"), value=row.scene_location),
            Fact(term=_("Data that can be used"), value=row.scene_data),
            Fact(term=_("What the owner undertakes to buy"), value=row.scene_purchase),
        ]
    return _kept(rows)


def own_facts(row: Demand) -> list[Fact]:
    """Give what the parties and the office read besides."""
    rows = [
        Fact(term=_("Budget in yuan"), value=wording.money(row.budget)),
        Fact(term=_("How the owner would pay"), value=str(wording.PAYS.get(row.pays, row.pays))),
        Fact(term=_("Keywords"), value=row.keywords),
        Fact(term=_("How it came in"), value=str(wording.CHANNELS.get(row.channel, row.channel))),
        Fact(term=_("Set for"), value=f"{row.behalf_name} {row.behalf_code}".strip()),
        Fact(term=_("Name published"), value=_("no") if row.masked else _("yes")),
        Fact(term=_("Contract"), value=row.contract_number),
        Fact(
            term=_("Contract amount"),
            value=wording.money(row.contract_amount) if row.contract_amount is not None else "",
        ),
        Fact(term=_("Signed on"), value=row.contract_on),
        Fact(term=_("Partner"), value=row.partner.name if row.partner else row.partner_name),
    ]
    return _kept(rows)


def target_rows(row: Demand) -> list[dict[str, str]]:
    """Give the targets with what was reached of each (one query)."""
    reached = [*row.reached, *[""] * 20]
    return [
        {**wording.target_words(each), "reached": wording.number(reached[at]) if reached[at] else ""}
        for at, each in enumerate(queries.targets(row))
    ]


def changes(seen: Seen, refined: Refined) -> list[dict[str, Any]]:
    """Give what a proposal changes: name, before, after; and whether it is a target."""
    rows = [
        (_("The question in one sentence"), seen.title, refined.title),
        (_("Background"), seen.background, refined.background),
        (_("Conditions"), seen.constraints, refined.constraints),
        (_("Keywords"), "、".join(seen.keywords), "、".join(refined.keywords)),
        (_("IPC symbols"), "、".join(seen.ipc), "、".join(refined.ipc)),
    ]
    found = [
        {"name": name, "before": before, "after": after, "target": False}
        for name, before, after in rows
        if before.strip() != after.strip()
    ]
    for at in range(max(len(seen.targets), len(refined.targets))):
        before = seen.targets[at].words() if at < len(seen.targets) else ""
        after = refined.targets[at].words() if at < len(refined.targets) else ""
        if before != after:
            found.append({"name": _("Target %(n)d") % {"n": at + 1}, "before": before, "after": after, "target": True})
    return found


def proposed(row: Demand) -> Refined | None:
    """Give the proposal that waits for the owner."""
    return refined_of(row.refined)


def reason_words(reason: Reason) -> str:
    """Say a reason of a match in words."""
    shown = reason.shown
    if reason.code == FIELD:
        shown = wording.field(shown)
    elif reason.code in {"place", "region"}:
        shown = divisions.name(shown)
    word = str(wording.REASON_CODES[reason.code])
    return _("%(reason)s: %(shown)s") % {"reason": word, "shown": shown}


def match_rows(matches: list[Match]) -> list[dict[str, Any]]:
    """Give matches for a page, each with its reasons."""
    return [
        {
            "title": each.offer.title,
            "url": each.offer.url,
            "holder": each.offer.holder,
            "points": each.points,
            "reasons": [reason_words(reason) for reason in each.reasons],
        }
        for each in matches
    ]


def matched(profile: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - a profile of matching
    """Ask every register that is wired; an empty list means that none is."""
    return [{"label": str(found.source.label), "rows": match_rows(found.matches)} for found in offering.find(profile)]


def links(row: Demand) -> dict[str, str]:
    """Give where a demand is published and how it is answered."""
    return {
        "public": queries.public_url(row.pk),
        "answer": reverse("market_demand:answer", args=[row.pk]),
    }
