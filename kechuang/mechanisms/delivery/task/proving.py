"""Tasks that the platform's own facts prove: a reader of the ledger by cursor, and a reading of the past for new rules.

A rule names a fact type, a place, a first day and a count. Facts whose public group bears a place below that of the
rule count towards it. Nothing of other families is imported: only their public facts are read.
"""

from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext

from kechuang.casework import queue
from kechuang.kernel.fact import REGISTRY
from kechuang.ledger import read
from kechuang.ledger.models import Entry, Log
from kechuang.mechanisms.delivery.task import actions
from kechuang.mechanisms.delivery.task.models import DeliveryTask, TaskProof
from kechuang.mechanisms.delivery.task.rules.moves import UNDER_WAY
from kechuang.mechanisms.delivery.task.rules.requests import Proof, proof_of
from kechuang.web import clock
from kechuang.web.permissions import below

CURSOR = "delivery.proofs"
OBSERVED = "statistic.observed"
OWN = "delivery."
FINAL = "final"
MOST_SHOWN = 500


def provable() -> list[tuple[str, str]]:
    """Give the fact types that may prove a task, with their words: those that say in public where they happened."""
    types = sorted({code for code, _version in REGISTRY if not code.startswith((OWN, "casework.", "policy."))})
    return [(code, gettext(code)) for code in types if "place" in public_fields(code)]


def public_fields(code: str) -> frozenset[str]:
    """Give the names of the public fields of the newest version of a fact type."""
    newest = max(version for each, version in REGISTRY if each == code)
    return frozenset(each.name for each in fields(REGISTRY[code, newest]) if each.metadata.get("group") == "public")


def run(moment: datetime) -> int:
    """Read on in every log, read the past for new rules, mark what is proved; give how many entries counted."""
    open_rules = _open_rules()
    counted = sum(_look_back(task, proof) for task, proof in open_rules if not task.proof_read)
    for log in Log.objects.order_by("code").values_list("code", flat=True):
        counted += _follow(log)
    _mark(moment)
    return counted


def _open_rules() -> list[tuple[DeliveryTask, Proof]]:
    rows = DeliveryTask.objects.filter(case__state__in=UNDER_WAY.split()).exclude(proof={}).select_related("case")
    return [(row, proof) for row in rows if (proof := proof_of(row.proof)) is not None]


def _look_back(task: DeliveryTask, proof: Proof) -> int:
    rows = Entry.objects.filter(type=proof.type, on__gte=proof.since).order_by("log", "seq")
    with queue.writer():
        found = _keep([(task, proof)], rows.iterator(chunk_size=1000))
        DeliveryTask.objects.filter(pk=task.pk).update(proof_read=True)
    return found


def _follow(log: str) -> int:
    rules = _open_rules()
    types = sorted({proof.type for _task, proof in rules})
    counted = 0

    def handle(entries: list[Entry]) -> None:
        nonlocal counted
        counted += _keep(rules, entries)

    with queue.writer():
        while read.follow(CURSOR, log, handle, limit=500, types=types or ("-",)):
            pass
    return counted


def _keep(rules: Sequence[tuple[DeliveryTask, Proof]], entries: Iterable[Entry]) -> int:
    rows = [
        TaskProof(task=task, entry=str(entry.id), type=entry.type, on=entry.on)
        for entry in entries
        for task, proof in rules
        if proves(proof, entry)
    ]
    TaskProof.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def proves(proof: Proof, entry: Any) -> bool:  # noqa: ANN401 - an entry of the ledger
    """Say whether one entry counts towards a rule."""
    if entry.type != proof.type or entry.on < proof.since:
        return False
    said = entry.groups.get("public", {}).get("values", {})
    if not below(str(said.get("place", "")), proof.place):
        return False
    return not proof.indicator or _reaches(said, proof)


def _reaches(said: dict[str, Any], proof: Proof) -> bool:
    if said.get("indicator") != proof.indicator or said.get("status") != FINAL:
        return False
    try:
        return Decimal(str(said.get("value") or "")) >= proof.count
    except InvalidOperation:
        return False


def wanted(proof: Proof) -> int:
    """Give how many facts prove a rule: its count, or one observation."""
    return 1 if proof.indicator else int(proof.count)


def _mark(moment: datetime) -> None:
    counts = dict(TaskProof.objects.values_list("task").annotate(found=Count("pk")).order_by())
    for task, proof in _open_rules():
        if counts.get(task.pk, 0) >= wanted(proof) and not task.case.hold:
            rows = TaskProof.objects.filter(task=task).order_by("on", "entry").values_list("entry", flat=True)
            entries = list(rows[:MOST_SHOWN])
            key = f"delivery.prove:{task.pk}:{task.case.version}"
            actions.prove(task.pk, entries, key=key, on=moment.astimezone(clock.CHINA).date())
