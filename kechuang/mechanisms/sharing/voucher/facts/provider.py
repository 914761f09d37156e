"""Facts of the provider list. What is on the list is public; applications are not.

A body is named by ``body/<uuid>``; no fact names a person.
"""

from dataclasses import dataclass
from datetime import date

from kechuang.kernel.fact import Fact, authority, fact_type, parties, public


@fact_type("sharing.voucher.provider_applied")
@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderApplied(Fact):
    """A body asked its region to list it as a provider."""

    provider: str = parties()
    services: tuple[str, ...] = parties()
    regions: tuple[str, ...] = parties()


@fact_type("sharing.voucher.provider_checked")
@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderChecked(Fact):
    """The office checked a provider's application."""

    provider: str = parties()
    note: str = authority()


@fact_type("sharing.voucher.provider_listed")
@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderListed(Fact):
    """A region listed a provider, or renewed its listing: for which services and regions, from and to which day."""

    provider: str = public()
    provider_name: str = public()
    place: str = public()
    services: tuple[str, ...] = public()
    regions: tuple[str, ...] = public()
    listed_from: date = public()
    listed_until: date = public()
    renewed: bool = public()


@fact_type("sharing.voucher.provider_suspended")
@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderSuspended(Fact):
    """A provider was suspended; contracts signed from this day on are not paid by voucher."""

    provider: str = public()
    provider_name: str = public()
    since: date = public()
    reason: str = authority()


@fact_type("sharing.voucher.provider_reinstated")
@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderReinstated(Fact):
    """A suspended provider was put back on the list."""

    provider: str = public()
    provider_name: str = public()
    since: date = public()


@fact_type("sharing.voucher.provider_removed")
@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderRemoved(Fact):
    """A provider left the list: refused, expired, or removed and perhaps barred until a day."""

    provider: str = public()
    provider_name: str = public()
    since: date = public()
    barred_until: date | None = public()
    was_listed: bool = public()
    reason: str = authority()
