"""What a judgement on a finding records. Everything in it is public: the document is, and so is what was read in it."""

from dataclasses import dataclass

from kechuang.kernel.fact import Fact, fact_type, public


@fact_type("policy.finding.judged")
@dataclass(frozen=True, slots=True, kw_only=True)
class FindingJudged(Fact):
    """A person accepted, corrected, rejected, added or reopened a finding of a policy document.

    ``finding_code`` is its code in this version of the document, ``finding_kind`` what it is. ``before_digest`` and
    ``after_digest`` are SHA-256 of the finding as it stood and as it stands, empty where it did not stand. ``was`` and
    ``now`` are the values that differ from what was read (``was`` as read); of an added finding ``now`` holds all.
    ``span`` is its place in the text (code points) where a person set it. ``ground`` is the reason as a code.
    """

    document: str = public()
    version: int = public()
    place: str = public()
    finding_code: str = public()
    finding_kind: str = public()
    clause: str = public()
    verdict: str = public()
    before_digest: str = public()
    after_digest: str = public()
    was: dict[str, str] = public()
    now: dict[str, str] = public()
    span: tuple[int, ...] = public()
    ground: str = public()
    reason: str = public()
