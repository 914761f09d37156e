"""Facts about papers. The bytes are named by salted digests alone, for the parties and the authority."""

from dataclasses import dataclass
from datetime import date

from kechuang.kernel.fact import Fact, fact_type, parties, public


@fact_type("casework.paper_issued")
@dataclass(frozen=True, slots=True, kw_only=True)
class PaperIssued(Fact):
    """An office issued a paper of a case under the official number that a person typed.

    ``draft_digest`` is the SHA-256 of the PDF that was made here; ``signed_digest`` the salted digest of the signed
    copy that was handed in, and ``signature`` what was found on it: signed, untrusted, altered, scan, unreadable, or
    nothing. ``stands_on`` is the fact of the case from which the paper was made.
    """

    of_case: str = public()
    kind: str = public()
    version: int = public()
    number: str = public()
    signed_on: date = public()
    stands_on: str = public()
    signature: str = parties()
    title: str = parties()
    draft_digest: str = parties()
    signed_digest: str = parties()


@fact_type("casework.paper_withdrawn")
@dataclass(frozen=True, slots=True, kw_only=True)
class PaperWithdrawn(Fact):
    """An office took back a paper that it had issued, for a stated reason; its number is not given again."""

    of_case: str = public()
    number: str = public()
    reason: str = parties()
