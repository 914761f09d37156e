"""What the register of organisations records. Natural persons appear as hashes only; their names never enter a fact."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kechuang.kernel.fact import Fact, authority, fact_type, parties, public


@fact_type("resources.organisation.registered")
@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationRegistered(Fact):
    """An office entered an organisation in the register: who it is, where, since when, in which industry.

    ``body`` is the organisation's reference; ``shareholders`` and ``controllers`` list {party, share} objects with the
    share from 0 to 1, or null where it is not known. ``sales`` is yuan in the year ``sales_year``.
    """

    body: str = public()
    version: int = public()
    credit_code: str = public()
    name: str = public()
    name_en: str = public()
    kind: str = public()
    place: str = public()
    industry: str = public()
    founded_on: date | None = public()
    staff: int | None = parties()
    sales: Decimal | None = parties()
    sales_year: int | None = parties()
    shareholders: tuple[dict[str, object], ...] = parties()
    controllers: tuple[dict[str, object], ...] = parties()


@fact_type("resources.organisation.revised")
@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationRevised(Fact):
    """The record of an organisation was brought up to date; all values of the new version, and which of them changed.

    ``declared`` says that the organisation did it itself; otherwise an office did, with its ``reason``.
    """

    body: str = public()
    version: int = public()
    credit_code: str = public()
    name: str = public()
    name_en: str = public()
    kind: str = public()
    place: str = public()
    industry: str = public()
    founded_on: date | None = public()
    changed: tuple[str, ...] = public()
    declared: bool = public()
    staff: int | None = parties()
    sales: Decimal | None = parties()
    sales_year: int | None = parties()
    shareholders: tuple[dict[str, object], ...] = parties()
    controllers: tuple[dict[str, object], ...] = parties()
    reason: str = authority()


@fact_type("resources.organisation.withdrawn")
@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationWithdrawn(Fact):
    """An organisation left the register: it was dissolved, merged into another, or entered twice or by mistake.

    ``successor`` is the reference of the organisation that takes its place, or empty.
    """

    body: str = public()
    version: int = public()
    reason: str = public()
    successor: str = public()
