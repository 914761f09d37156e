"""What the rulebook records: which edition a node began to apply."""

from dataclasses import dataclass

from kechuang.kernel.fact import Fact, fact_type, public
from kechuang.rulebook.resolve import Rulebook


@fact_type("rulebook.edition.loaded")
@dataclass(frozen=True, slots=True, kw_only=True)
class RulebookLoaded(Fact):
    """A node began to apply an edition of the rules; later bases name it.

    ``edition`` is the SHA-256 of the rules' content, ``keys`` and ``values`` count questions and dated values, and
    ``unverified`` the values that were not read in the text of their source.
    """

    edition: str = public()
    keys: int = public()
    values: int = public()
    unverified: int = public()
    places: tuple[str, ...] = public()


def loaded(book: Rulebook) -> RulebookLoaded:
    """The fact that says which edition this is."""
    return RulebookLoaded(
        edition=book.edition,
        keys=len(book.keys),
        values=len(book.entries),
        unverified=sum(entry.confidence != "S" for entry in book.entries),
        places=tuple(sorted(book.regions)),
    )
