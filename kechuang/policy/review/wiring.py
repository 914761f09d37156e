"""What this package lays on shared pages: the move on a document, the standing values, the proof, menu and API."""

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from kechuang.casework.registry import CASE_KINDS, register_case
from kechuang.ledger.checks import register_check
from kechuang.policy import beside
from kechuang.policy.review import actions, marks, queries
from kechuang.policy.review.proof_of_rows import JudgedRows
from kechuang.policy.rules import MOVES
from kechuang.web import interface, slots


def register() -> None:
    """Register everything; called once the tables are known."""
    kind = CASE_KINDS[MOVES.kind]
    register_case(replace(kind, forms={**kind.forms, "judge": "policy_review:document"}))
    beside.add_standing("policy.review", queries.in_force)
    beside.add_marks("policy.review", marks.marks_of)
    register_check("policy.findings", JudgedRows)
    slots.add_link("judgement", marks.fact_url)
    slots.add_menu(
        slots.MenuEntry(
            group="promises",
            label=_("Review of findings"),
            view="policy_review:documents",
            permission=actions.PERMISSION,
            order=25,
            match=("policy_review:",),
            under="policy:documents",
        )
    )
    interface.register("review", "kechuang.policy.review.api:router")
