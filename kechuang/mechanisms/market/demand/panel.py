"""What the case page shows of a demand."""

from typing import Any

from django.http import HttpRequest

from kechuang.casework.models import Case
from kechuang.mechanisms.market.demand import offering, projecting, queries, showing, wording
from kechuang.mechanisms.market.demand.models import Demand
from kechuang.mechanisms.market.demand.rules.moves import OUT, SHOWN


def panel(_request: HttpRequest, case: Case) -> dict[str, Any] | None:
    """Give the demand beside its case."""
    row = Demand.objects.select_related("case__holder", "case__office", "partner").filter(pk=case.pk).first()
    if row is None:
        return None
    proposed = showing.proposed(row)
    seen = projecting.seen([case.pk])[case.pk] if proposed else None
    out = case.state in OUT.split()
    return {
        "row": row,
        "facts": [*showing.public_facts(row)[1:], *showing.own_facts(row)],
        "targets": showing.target_rows(row),
        "flags": [wording.flag(each) for each in row.flags] if case.state in {"SUBMITTED", "REFINING"} else [],
        "changes": showing.changes(seen, proposed) if seen and proposed else [],
        "answers": list(row.answers.select_related("body").order_by("on", "pk")),
        "talks": list(row.talks.select_related("body").order_by("pk")),
        "reason": wording.REASONS.get(row.reason, ""),
        "matches": showing.matched(queries.profile(row)) if out else [],
        "matching": out,
        "wired": bool(offering.SOURCES),
        "public_url": queries.public_url(row.pk) if case.state in SHOWN and not case.hold else "",
    }
