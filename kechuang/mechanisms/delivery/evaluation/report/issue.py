"""Making a report and keeping it: its inputs, the Word file and the PDF/A, each under the SHA-256 of its bytes.

``issue`` makes and keeps; ``again`` makes the files of an issued report anew from the kept inputs and compares them
byte for byte; ``recomputed`` gathers the inputs anew as of the same vintage day and says what differs.
"""

from dataclasses import dataclass
from hashlib import sha256

from kechuang.casework.files import bytes as kept
from kechuang.kernel.refusal import Refusal
from kechuang.mechanisms.delivery.evaluation.models import Evaluation, IssuedReport
from kechuang.mechanisms.delivery.evaluation.report import compose, gather, inputs
from kechuang.mechanisms.delivery.evaluation.report.inputs import Difference, Inputs
from kechuang.web.documents import pdf, word
from kechuang.web.documents.paper import PaperError
from kechuang.web.permissions import Actor

APPROVED = "APPROVED"


@dataclass(frozen=True, slots=True)
class Issued:
    """What was kept: SHA-256 digests (hex) of the inputs, the Word file and the PDF/A."""

    inputs: str
    word: str
    pdf: str


@dataclass(frozen=True, slots=True)
class Again:
    """A report made again from its kept inputs: whether each file came out byte for byte as it was issued."""

    word: bytes
    pdf: bytes
    word_same: bool
    pdf_same: bool

    @property
    def identical(self) -> bool:
        """Whether both files are as they were issued."""
        return self.word_same and self.pdf_same


def issue(evaluation: Evaluation, by: Actor, key: str) -> Issued | Refusal:
    """Make the report of an evaluation as it stands and keep it; an approved one becomes the final report.

    Nothing is recorded: whoever calls names the digests in an act. ``by`` and ``key`` are those of that act; the same
    evaluation gives the same bytes, so that an act sent twice names the same files.
    """
    del by, key  # the same for everybody; the act that follows records who
    made = gather.gather(evaluation, final=evaluation.case.state == APPROVED)
    try:
        drawn = documents(made)
    except PaperError as error:
        return Refusal(error.code, {name: str(value)[:80] for name, value in error.values.items()})
    return Issued(kept.keep(inputs.canonical(made)), kept.keep(drawn[0]), kept.keep(drawn[1]))


def documents(made: Inputs) -> tuple[bytes, bytes]:
    """Give Word file and PDF/A of a report. Raises PaperError for one that cannot be a paper."""
    paper = compose.paper(made)
    return word.write(paper), pdf.write(paper)


def read(report: IssuedReport) -> Inputs:
    """Give the kept inputs of an issued report. Raises kept.MissingFileError if they are gone or damaged."""
    return inputs.read(kept.read(report.inputs))


def again(report: IssuedReport) -> Again:
    """Make the files of an issued report anew. Raises kept.MissingFileError if its inputs are gone."""
    text, page = documents(read(report))
    same = [sha256(text).hexdigest() == report.word, sha256(page).hexdigest() == report.pdf]
    return Again(text, page, *same)


def recomputed(report: IssuedReport) -> list[Difference]:
    """Gather the inputs anew as of the vintage and give every value that differs; none if all is as it was.

    Targets and tasks are asked as of the vintage day. What came to the evaluation after this report was made (comments,
    checks) is named as a difference too.
    """
    before = read(report)
    return inputs.differences(before, gather.gather(report.evaluation, final=before.final))
