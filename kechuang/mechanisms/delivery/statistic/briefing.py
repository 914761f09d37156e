"""What statistics tell on the leader's first page: figures corrected, and figures kept against a check."""

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from kechuang.casework.briefing import registry
from kechuang.casework.briefing.registry import MOST, Asked, Brief, Line, Row, Told
from kechuang.mechanisms.delivery.statistic import lists, queries, wording
from kechuang.mechanisms.delivery.statistic.models import Observation
from kechuang.mechanisms.delivery.statistic.moves import READ
from kechuang.web import divisions
from kechuang.web.permissions import within
from kechuang.web.tables import address


def figures(asked: Asked) -> Told:
    """Tell which figures of the place were corrected or kept against a check since the day (five queries)."""
    rows = queries.visible(asked.actor).filter(within(asked.place, "place"), vintage__gte=asked.since)
    wanted = (
        ("corrected", _("Figures corrected"), rows.filter(queries.corrected()), ""),
        ("flagged", _("Figures kept against a check"), rows.exclude(flags=[]), "risk"),
    )
    lines = []
    for code, label, found, tone in wanted:
        count = found.count()
        if count:
            url = address(
                reverse("delivery_statistic:observations"),
                {"place": asked.place, "shown": code, "vintage_from": asked.since.isoformat()},
            )
            lines.append(
                Line(code=f"statistic.{code}", label=label, value=count, url=url, tone=tone, rows=_rows(found))
            )
    return Told(lines=lines)


def _rows(found: QuerySet[Observation]) -> list[Row]:
    first = list(found.order_by("-vintage", "-pk")[:MOST])
    older = Observation.objects.filter(series__in={row.series_id for row in first}, newest=False).order_by("vintage")
    before = {(row.series_id, row.period): row for row in older}
    return [_row(row, before.get((row.series_id, row.period))) for row in first]


def _row(row: Observation, old: Observation | None) -> Row:
    now = f"{wording.value(row)} {row.unit}"
    said = f"{wording.value(old)} → {now}" if old is not None and old.pk != row.pk else now
    checks = "; ".join(wording.flag(code) for code in row.flags)
    return Row(
        title=f"{wording.title(row.indicator)} {row.period}",
        url=lists.series_url(row),
        who=divisions.name(row.place),
        note=": ".join(part for part in (said, checks) if part),
        on=row.vintage,
    )


def register() -> None:
    """Register what statistics tell."""
    registry.register(Brief(name="statistics", part=registry.ALERTS, tell=figures, permission=READ, order=30))
