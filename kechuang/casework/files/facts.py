"""Facts about evidence. Names stand in the erasable group; the file itself is named by a salted digest alone."""

from dataclasses import dataclass

from kechuang.kernel.fact import Fact, fact_type, parties, personal, public


@fact_type("casework.evidence_added")
@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceAdded(Fact):
    """A file was added to a case as evidence, declared to hold no state secret.

    ``commitment`` is SHA-256("kechuang-file/1" ‖ salt ‖ SHA-256 of the bytes); the salt goes when the file is erased.
    """

    of_case: str = public()
    version: int = public()
    declared: bool = public()
    retention: str = public()
    commitment: str = parties()
    file_kind: str = parties()
    bytes: int = parties()
    name: str = personal()
    title: str = personal()


@fact_type("casework.evidence_withdrawn")
@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceWithdrawn(Fact):
    """A file no longer counts as evidence; its bytes stay in the record."""

    of_case: str = public()
    reason: str = personal()


@fact_type("casework.evidence_erased")
@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceErased(Fact):
    """The bytes, the name and the salt of a file were erased; the commitment in the first fact stays."""

    of_case: str = public()
    cause: str = public()
