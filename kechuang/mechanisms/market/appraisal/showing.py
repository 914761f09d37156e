"""An evaluation for pages: what everybody reads, what its parties read, the way that it takes."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from kechuang.casework import words
from kechuang.mechanisms.market.appraisal import queries, wording
from kechuang.mechanisms.market.appraisal.models import Appraisal
from kechuang.mechanisms.market.appraisal.rules.moves import APPRAISAL
from kechuang.mechanisms.market.appraisal.rules.requests import EXPERTS, GRADED, LEVEL, TEXTS
from kechuang.mechanisms.market.result import queries as results
from kechuang.web.parts import Fact, Step

WAY = ("REQUESTED", "TEAM_SET", "ASSESSED", "REPORT_SIGNED", "PUBLISHED", "FINAL")


def way(row: Appraisal) -> list[Step]:
    """Give the steps of an evaluation, done and to come; nothing for one that ended elsewhere."""
    state = row.case.state
    at = {"CHALLENGED": "TEAM_SET"}.get(state, state)
    if at not in WAY:
        return []
    steps = [code for code in WAY if code != "PUBLISHED" or state != "FINAL" or row.published_on]
    here = steps.index(at)
    return [
        Step(label=words.state(APPRAISAL.kind, code).word, current=number == here, done=number < here)
        for number, code in enumerate(steps)
    ]


def facts(row: Appraisal) -> list[Fact]:
    """Give what stands on the face of an evaluation."""
    case = row.case
    found = [
        Fact(term=_("Number"), value=case.number),
        Fact(term=_("Achievement"), value=case.title),
        Fact(term=_("Holder of the achievement"), value=case.holder.name if case.holder else ""),
        Fact(term=_("Evaluating institution"), value=case.counterpart.name if case.counterpart else ""),
        Fact(term=_("Number of the report"), value=row.report_number),
        Fact(term=_("Report signed on"), value=row.signed_on),
        Fact(term=_("Published"), value=row.published_on),
        Fact(term=_("May be challenged until"), value=row.challenge_until if case.state == "PUBLISHED" else None),
        Fact(term=_("Office that decides challenges"), value=case.office.name if case.office else ""),
    ]
    return [each for each in found if each.value not in {"", None}]


def levels(row: Appraisal) -> list[dict[str, Any]]:
    """Give the levels with day and evidence (one query)."""
    return [
        {"level": wording.trl(each.level), "on": each.on, "text": each.text} for each in row.levels.order_by("level")
    ]


def public_context(row: Appraisal) -> dict[str, Any]:
    """Give what the holder agreed to, and nothing else."""
    parts, annulled = frozenset(row.parts), row.case.state == "ANNULLED"
    experts = []
    if EXPERTS in parts:
        experts = [each for each in row.members.order_by("order") if each.named]
    return {
        "row": row,
        "state": words.state_of(row.case),
        "facts": facts(row),
        "annulled": annulled,
        "reason": row.reason if annulled else "",
        "level": wording.trl(row.level) if LEVEL in parts and row.level else "",
        "levels": levels(row) if LEVEL in parts else [],
        "judged": wording.judged(row, texts=TEXTS in parts) if GRADED in parts else [],
        "summary": row.summary if TEXTS in parts else "",
        "experts": experts,
        "members": row.members.count(),
        "signed": row.members.filter(signed=True).count(),
        "result_url": results.public_url(row.result_id) if row.result.public else "",
    }


def own_context(row: Appraisal) -> dict[str, Any]:
    """Give everything, for those who may read the case."""
    members = list(row.members.order_by("order"))
    return {
        "row": row,
        "way": way(row),
        "facts": facts(row),
        "claimed": wording.trl(row.claimed) if row.claimed else "",
        "level": wording.trl(row.level) if row.level else "",
        "levels": levels(row),
        "judged": wording.judged(row),
        "members": [(each, wording.tie(each.tie)) for each in members],
        "warnings": wording.warned(row.warnings),
        "parts": [wording.PARTS_OF[each] for each in row.parts],
        "result_url": reverse("casework:case", args=[row.result_id]),
        "public_url": queries.public_url(row.pk) if row.published_on else "",
    }
