"""Where money or a decision moves, who approves is not who prepared: every kind of case in the registry."""

from dataclasses import fields

import pytest

from kechuang.casework.moves import OFFICE
from kechuang.casework.registry import ACT_KINDS, CASE_KINDS
from kechuang.kernel.fact import REGISTRY

# Kinds that neither move money nor decide what anybody may have; each says why one person may take all of its steps.
# A new kind either declares who is excluded from its approving move, or is written down here.
ONE_PERSON_MAY = {
    "casework.answer": "a body answers what it was asked",
    "casework.body": "posts and people: the keeper of the node stands above the body's administrator",
    "casework.collection": "asks for values and decides nothing",
    "casework.evidence": "files are kept and erased by rule",
    "casework.notice": "a notice tells what was decided elsewhere",
    "casework.paper": "the paper of a decision that was taken in its own case",
    "delivery.dispatch": "keeps what a meeting looked at",
    "policy.adoption": "keeps a register of which region adopted an act, by its number and day",
    "policy.alignment": "says which promise serves which; it moves and grants nothing, and anybody of the place may turn it over",
    "policy.pilot": "keeps a register of what is tried",
    "policy.rule": "proposes a rule; a node's keeper lays it over the rules in force",
    "policy.work_statement": "keeps a register of what is so",
    "promises.promise": "says how a promise is measured; every change keeps the former path",
    "statistic.indicator": "keeps the dictionary; figures keep the version that they were counted by",
    "statistic.series": "records what was counted; a revision is a further figure",
    "casework.year": "closes books in which everything was approved before",
    "market.appraisal": "three bodies take turns: holder, third party, office; a team judges, no money moves, nothing depends on it",
    "market.bidder": "admits by name and whole deposit; who wins is decided by the log, which nobody of the operator writes",
    "market.lot": "a lot is reviewed with its sale by another person; its log alone decides, and orders are facts",
    "market.broker": "repeats what a certifying body certified; an officer records where integrity was looked up, and no money moves",
    "market.event": "invites to a meeting and keeps who came; it decides nothing, and no money moves",
    "market.demand": "publishes a firm's own question; what it says is the owner's, and no money moves",
    "market.notice": "publishes what a unit agreed on; the unit answers for it, and anybody may object",
    "market.open_use": "two bodies take turns, licensee and patentee; the fee is the declared one, and no money moves here",
    "market.trial": "two bodies take turns, unit and firm; the price was fixed before, and its contract is registered elsewhere",
    "market.trial_offer": "a unit binds itself; anybody may read the terms, and a firm that asked keeps those under which it asked",
    "market.right": "keeps a register; every entry was decided in the case of its application",
    "matters.request": "answers a question",
    "policy.document": "takes a published document into the register",
    "resources.organisation": "keeps a register of what is so",
    "rulebook.edition": "the node itself",
    "sharing.voucher.audit": "draws a sample by a public seed; findings are decided on the orders",
}
APPROVING = ("approve", "grant", "list", "check_city", "pass_audit", "pay", "record_payment")


def kinds() -> list[str]:
    return sorted(kind for kind in CASE_KINDS if not kind.startswith("tests."))


def exclusions(kind: str) -> dict[str, frozenset[str]]:
    return {entry.code: entry.excludes for entry in CASE_KINDS[kind].moves.table if entry.excludes}


def money_types() -> list[str]:
    types = {name for (name, _version), fact in REGISTRY.items() if "postings" in {each.name for each in fields(fact)}}
    return sorted(name for name in types if not name.startswith("tests."))


def kind_of(fact_type: str) -> list[str]:
    """The kinds whose name the fact's begins with; else every kind of its family."""
    named = [kind for kind in kinds() if fact_type.startswith((f"{kind}_", f"{kind}."))]
    family = fact_type.rpartition(".")[0]
    return named or [kind for kind in kinds() if kind.rpartition(".")[0] == family]


def test_every_kind_excludes_somebody_or_says_why_not():
    assert {kind for kind in kinds() if not exclusions(kind)} == set(ONE_PERSON_MAY) & set(kinds())
    assert set(ONE_PERSON_MAY) <= set(kinds())


def test_no_kind_whose_facts_carry_postings_is_without_an_exclusion():
    moved = {kind for fact_type in money_types() for kind in kind_of(fact_type)}

    assert len(moved) >= 4  # budgets, rights, orders, settlements: the walk did find them
    assert [kind for kind in sorted(moved) if not exclusions(kind)] == []


@pytest.mark.parametrize("code", APPROVING)
def test_an_approving_move_excludes_who_prepared(code):
    approving = [
        (kind, entry)
        for kind in kinds()
        for entry in CASE_KINDS[kind].moves.table
        if entry.code == code and entry.side == OFFICE
    ]

    assert approving
    assert [kind for kind, entry in approving if not entry.excludes] == []


def test_an_exclusion_names_moves_that_acts_take():
    """An exclusion of a move that no act takes would never hold."""
    codes = {(act.moves.kind, act.move) for act in ACT_KINDS.values()}
    missing = [
        (kind, move, other)
        for kind in kinds()
        for move, others in exclusions(kind).items()
        for other in others
        if (kind, other) not in codes
    ]

    assert missing == []


def test_who_hands_a_self_report_in_neither_takes_nor_returns_it():
    """A figure of a series is one step, whoever enters it; a body's own figures are taken by somebody else."""
    steps = {move.code for move in CASE_KINDS["statistic.series"].moves.table if not move.code.startswith("standard.")}

    assert steps == {"begin", "observe"}
    assert exclusions("delivery.self_report") == {"take": frozenset({"submit"}), "return": frozenset({"submit"})}
