"""The ways of finding a price that attestation knows: a registry that each way fills from its own side.

A source gives the completed path of a deal as :class:`PricePath`. Sources of packages below (agreed notice, auction)
are registered by this package's own wiring; one that must stay a stranger registers from ``config``:

    sources.register(Source(kind="listing", find=…, completed=…, evidence=…, url=…))
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from kechuang.casework.files.archiving import Part
from kechuang.mechanisms.market.attestation.rules.requests import PathKey
from kechuang.mechanisms.market.path import PricePath


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """A completed path that a body takes part in, as a form offers it."""

    case: UUID
    number: str
    title: str
    seller: UUID | None
    buyer: UUID | None
    contract_number: str = ""


def _nothing(_case: UUID) -> Iterable[Part]:
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One way of finding a price.

    ``find`` gives the completed path of a case, None before it is complete. Where the contract is not part of the path
    (an auction ends with the confirmation letter), ``find`` leaves ``contract_number`` empty and gives ``signed_on`` as
    the first day on which it could be signed; the registered contract then gives both. ``completed`` lists the newest
    completed paths of some bodies (None: of a place's office, by place), at most so many. ``evidence`` gives the
    documents for the evidence bundle, ``url`` the public page ('' for none).
    """

    kind: str
    find: Callable[[UUID], PricePath | None]
    completed: Callable[[Iterable[UUID] | None, str, int], list[Ready]]
    evidence: Callable[[UUID], Iterable[Part]] = _nothing
    url: Callable[[UUID], str] = lambda _case: ""


SOURCES: dict[str, Source] = {}


def register(source: Source) -> None:
    """Make a way of finding a price known; the same kind again replaces it."""
    SOURCES[source.kind] = source


def find(key: PathKey) -> PricePath | None:
    """Give the completed path of a price; None where it is not complete or nobody knows its kind."""
    source = SOURCES.get(key.kind)
    return source.find(key.case) if source else None


def paths(keys: Iterable[PathKey]) -> Mapping[PathKey, PricePath | None]:
    """Give the paths of some keys."""
    return {key: find(key) for key in dict.fromkeys(keys)}
