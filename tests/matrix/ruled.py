"""A candidate rule of a document that its planner confirmed: public, and judged by planners of its place alone."""

from datetime import date

from kechuang.policy.filing import actions
from kechuang.policy.filing.models import RuleCandidate
from kechuang.policy.filing.ruling import Proposal
from tests.pages.voucher.world import done


def confirm(filled, region: str, document, among) -> None:
    """Confirm the document's one candidate under a key that the rulebook has."""
    world = filled.worlds[region]
    candidate = RuleCandidate.objects.select_related("document", "document__case").get(document=document)
    rule = Proposal(
        key="voucher.order.cap_yuan",
        type="yuan",
        meaning="fixed",
        value="20万",
        place=world.city,
        since=date(2026, 6, 1),
        clause="二(二)",
    )
    with world.at():
        done(actions.propose(candidate, rule, by=world.actor("planner"), key=world.key()))
    filled.add(region, "candidate rule", candidate.pk)
    filled.add(region, "candidate rule to judge", candidate.pk, among(region, "planner"))
