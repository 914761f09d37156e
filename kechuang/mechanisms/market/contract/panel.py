"""What the case page shows of a contract: its facts, its check list, its versions, what is asked."""

from typing import Any

from django.http import HttpRequest

from kechuang.casework import standing
from kechuang.casework.models import Case
from kechuang.mechanisms.market.contract import showing, words
from kechuang.mechanisms.market.contract.models import TechContract
from kechuang.mechanisms.market.contract.rules.moves import CERTIFIED, SUBMIT
from kechuang.web import clock
from kechuang.web.permissions import actor_of, holding


def panel(request: HttpRequest, case: Case) -> dict[str, Any] | None:
    """Give the contract beside its case; the check list is for the office."""
    row = TechContract.objects.filter(pk=case.pk).first()
    if row is None:
        return None
    actor, today = actor_of(request), clock.today()
    groups = standing.readable_groups(case, actor, today)
    mine = bool(holding(actor, SUBMIT, on=today, bodies=(case.holder_id,))) if case.holder_id else False
    return {
        "case": case,
        "row": row,
        "facts": showing.facts(row, case),
        "lines": showing.lines(row) if "authority" in groups else [],
        "experts": list(row.experts.order_by("pk")) if row.reviewed and "authority" in groups else [],
        "versions": list(row.versions.order_by("-version")) if row.version > 1 else [],
        "wish": showing.wish(row),
        "certified": case.state in CERTIFIED and bool(row.number),
        "ground": words.word("end" if row.number else "reject", row.ground) if row.ground else "",
        "enjoyed": [(words.word("policy", each["policy"]), each["yuan"]) for each in row.enjoyed],
        "may_amend": mine and case.hold == "correction",
    }
