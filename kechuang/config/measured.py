"""The platform's own indicators as the dictionary of statistics lists them: the two packages are strangers."""

from django.db.models import Q
from django.urls import reverse

from kechuang.indicators import register as definitions
from kechuang.indicators import showing, wording
from kechuang.indicators.promises.models import Promise
from kechuang.mechanisms.delivery.statistic import platform
from kechuang.policy import queries as policy
from kechuang.policy.wording import own


def listed() -> list[platform.Listed]:
    """Give the newest version of every definition whose numbers are public."""
    return [
        platform.Listed(
            code=each.key,
            title=wording.title(each),
            unit=str(wording.UNITS[each.unit]),
            frequency=str(wording.GRAINS[each.frequency]),
            direction=str(wording.DIRECTIONS[each.direction]),
            owner=own(each.owner),
            version=each.version,
            url=showing.page_url(each),
        )
        for each in definitions.current()
        if each.public
    ]


def promised(code: str) -> list[platform.Used]:
    """Give the promises that an indicator measures or stands beside, and the clauses they come from (one query)."""
    used = Q(indicator=code) | Q(terms__beside=code)
    rows = Promise.objects.filter(used, released=False).select_related("document").order_by("title", "pk")
    found = []
    for row in rows.defer("document__reading", "document__sample"):
        found.append(platform.Used(str(platform.PROMISE), row.title, reverse("promises:promise", args=[row.pk])))
        clause = f"{row.document.title} {row.clause}".strip()
        found.append(platform.Used(str(platform.TARGET), clause, policy.document_url(row.document_id, row.clause)))
    return found


def register() -> None:
    """Have them listed, and the promises named where their indicator stands."""
    platform.register_listing("measured", listed)
    platform.register_use("promises", promised)
