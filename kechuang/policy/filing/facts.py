"""What confirming or rejecting a candidate rule records. All of it is public: the document is."""

from dataclasses import dataclass
from datetime import date

from kechuang.kernel.fact import Fact, fact_type, public


@fact_type("policy.rule.proposed")
@dataclass(frozen=True, slots=True, kw_only=True)
class RuleProposed(Fact):
    """A person confirmed what an article of a policy document would be as a rule of a place.

    The rule is not in force by this: who keeps a node's rules lays the file out. ``value`` is written as the rulebook
    takes it, ``rule_place`` is the place that the rule is of, ``subject`` whom it binds (empty: everybody).
    """

    document: str = public()
    place: str = public()
    finding: str = public()
    text_digest: str = public()
    clause: str = public()
    quote: str = public()
    rule_place: str = public()
    rule_key: str = public()
    new_key: bool = public()
    meaning: str = public()
    value: str = public()
    unit: str = public()
    subject: str = public()
    since: date = public()
    until: date | None = public()
    confidence: str = public()
    standing: str = public()


@fact_type("policy.rule.rejected")
@dataclass(frozen=True, slots=True, kw_only=True)
class RuleRejected(Fact):
    """A person said that what the reader took for a rule is none, and why."""

    document: str = public()
    place: str = public()
    finding: str = public()
    text_digest: str = public()
    clause: str = public()
    quote: str = public()
    reason: str = public()
