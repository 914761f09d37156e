"""What the register of policy documents records. The text itself is public, and kept as a file under its digest."""

from dataclasses import dataclass
from datetime import date

from kechuang.kernel.fact import Fact, fact_type, public


@fact_type("policy.document.imported")
@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentImported(Fact):
    """An office took a published policy document into its register, with what was found in it.

    ``text_digest`` and ``file_digest`` are SHA-256 of the text (UTF-8) and of the file as it came;
    ``findings_digest`` of the accepted findings. ``counts`` says how many clauses, targets, tasks and other findings
    there are. ``corrected`` names what a person typed otherwise than the document was read. ``same_work_as`` refers to
    another copy of the same work, if a person said so.
    """

    document: str = public()
    work: str = public()
    title: str = public()
    number: str = public()
    issuers: tuple[str, ...] = public()
    issued_on: date | None = public()
    place: str = public()
    file_kind: str = public()
    chars: int = public()
    file_digest: str = public()
    text_digest: str = public()
    findings_digest: str = public()
    counts: dict[str, int] = public()
    corrected: tuple[str, ...] = public()
    same_work_as: str = public()


@fact_type("policy.document.revised")
@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRevised(Fact):
    """An office put a better copy of a document in the place of the one it had, for a stated reason.

    The digests and counts are those of the new copy; ``replaced_text_digest`` names the text that stood there before,
    which is kept.
    """

    document: str = public()
    version: int = public()
    title: str = public()
    number: str = public()
    issuers: tuple[str, ...] = public()
    issued_on: date | None = public()
    file_kind: str = public()
    chars: int = public()
    file_digest: str = public()
    text_digest: str = public()
    findings_digest: str = public()
    counts: dict[str, int] = public()
    corrected: tuple[str, ...] = public()
    replaced_text_digest: str = public()
    reason: str = public()


@fact_type("policy.document.withdrawn")
@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentWithdrawn(Fact):
    """An office took a document out of its register, for a stated reason; what was recorded of it stays provable."""

    document: str = public()
    title: str = public()
    text_digest: str = public()
    reason: str = public()
