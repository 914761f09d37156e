"""Building the demonstration node, and saying what came of it."""

import hashlib
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.core.management import call_command
from django.db.models import Sum

from kechuang.casework.models import RefusalCount, Step
from kechuang.config.demo import day, progress
from kechuang.config.demo.story import FIRST_DAY, Story
from kechuang.config.demo.troupe import assemble
from kechuang.ledger import sign, triggers
from kechuang.ledger.models import Log
from kechuang.ledger.verify import verify
from kechuang.mechanisms.sharing.settlement.models import SettlementPeriod
from kechuang.web import chance, clock


def whole() -> bool:
    """Say whether the story has been told to its end."""
    return progress.percent() == progress.WHOLE and Log.objects.exists()


def clear() -> None:
    """Empty the node: a story that was cut off is told again from its first day."""
    triggers.remove()
    for log in Log.objects.values_list("code", flat=True):
        sign.file_of(log).unlink(missing_ok=True)
    call_command("flush", verbosity=0, interactive=False)
    day.set_today(day.LAST_DAY)


def prepare() -> None:
    """Mark the node as one whose story is still to be told."""
    progress.tell(0)


def tell(seed: str, told: Callable[[int], None] | None = None, until: date = day.LAST_DAY) -> Story:
    """Tell the story to a day, the same for the same seed on every machine and database."""
    with chance.seeded(seed):
        with clock.fixed(day.moment_on(FIRST_DAY)):
            troupe = assemble()
        story = Story(troupe)
        seen = -1

        def note(percent: int) -> None:
            nonlocal seen
            if percent > seen:
                seen = percent
                progress.tell(min(percent, progress.WHOLE - 1))
                if told:
                    told(percent)

        story.tell(note, until)
    _seal(until)
    progress.tell(progress.WHOLE)
    return story


def _seal(until: date) -> None:
    """Sign every log's head, so that the public record is sealed at once. Its keys are never drawn by the seed."""
    moment = day.moment_on(until)
    with clock.fixed(moment):
        sign.checkpoint_all(made_at=moment)


def summary() -> dict[str, Any]:
    """Give records, acts, refusals by code, log sizes and roots, the settlement, and what verification found."""
    report = verify()
    logs = {log.code: f"{log.size} {bytes(log.root).hex()}" for log in Log.objects.order_by("code")}
    settlement = _settlement()
    findings = [f"{finding.code} {dict(finding.values)}" for finding in report.findings if finding.error]
    return {
        "ok": report.ok and settlement["balanced"] == "yes",
        "records": _records(),
        "acts": _counts(Step.objects.values_list("case__kind", "move")),
        "refusals": _refusals(),
        "logs": logs,
        "root": hashlib.sha256("\n".join(f"{code} {text}" for code, text in logs.items()).encode()).hexdigest(),
        "settlement": settlement,
        "findings": findings,
    }


def _refusals() -> dict[str, int]:
    rows = RefusalCount.objects.values("code").annotate(total=Sum("count")).order_by("code")
    return dict(rows.values_list("code", "total"))


def _records() -> dict[str, int]:
    models = [model for model in apps.get_models() if model.__module__.startswith("kechuang.")]
    counts = {model._meta.label: model._default_manager.count() for model in models}  # noqa: SLF001 - Django's documented model API
    return {label: count for label, count in sorted(counts.items()) if count}


def _counts(pairs: Any) -> dict[str, int]:  # noqa: ANN401 - a queryset of pairs
    found: dict[str, int] = {}
    for kind, move in pairs.order_by("case__kind", "move"):
        found[f"{kind}.{move}"] = found.get(f"{kind}.{move}", 0) + 1
    return found


def _settlement() -> dict[str, str]:
    """Say how many periods are settled, and whether the netted positions of each half-year sum to zero."""
    rows = SettlementPeriod.objects.select_related("case")
    settled = rows.filter(case__state="SETTLED").count()
    sums: dict[str, Decimal] = {}
    for row in rows.exclude(position=None):
        sums[row.code] = sums.get(row.code, Decimal(0)) + row.position
    balanced = not any(sums.values())
    return {"periods": str(rows.count()), "settled": str(settled), "balanced": "yes" if balanced else f"no: {sums}"}
