"""Compares the register of evidence with what the facts say."""

from collections.abc import Iterator, Sequence

from kechuang.casework.files import bytes as kept
from kechuang.casework.files.keeping import commitment_of
from kechuang.casework.files.models import ERASED, StoredFile
from kechuang.ledger.findings import Finding
from kechuang.ledger.sweep import Seen

TABLE = "files_storedfile"


class EvidenceRows:
    """Each file of evidence has the commitment that its fact holds, and its digest and bytes fit it."""

    def __init__(self) -> None:
        self.commitments: dict[str, tuple[str, int]] = {}

    def see(self, entries: Sequence[Seen]) -> None:
        """Keep what was added."""
        for entry in entries:
            if entry.type == "casework.evidence_added":
                commitment = entry.groups.get("parties", {}).get("commitment", "")
                self.commitments[entry.case_id] = (commitment, entry.seq)

    def merge(self, later: "EvidenceRows") -> None:
        """Take in what another process saw of later entries."""
        self.commitments |= later.commitments

    def finish(self) -> Iterator[Finding]:
        """Name every file whose row differs from its fact, or whose bytes are gone."""
        for file in StoredFile.objects.filter(evidence=True).iterator(2000):
            fact, seq = self.commitments.pop(str(file.pk), ("", 0))
            if fact != file.commitment:
                yield _differs(file, "commitment", file.commitment, fact, seq)
            elif file.state != ERASED and commitment_of(bytes(file.salt or b""), file.digest) != fact:
                yield _differs(file, "digest", file.digest, fact, seq)
            elif file.state != ERASED and not kept.held(file.digest):
                yield _differs(file, "bytes", "", file.digest, seq)
        for identifier, (fact, seq) in self.commitments.items():
            values = {"table": TABLE, "row": identifier, "column": "id", "held": "", "fact": fact, "seq": seq}
            yield Finding("ledger.row_differs", values)


def _differs(file: StoredFile, column: str, held: str, fact: str, seq: int) -> Finding:
    values = {"table": TABLE, "row": str(file.pk), "column": column, "held": held, "fact": fact, "seq": seq}
    return Finding("ledger.row_differs", values)
