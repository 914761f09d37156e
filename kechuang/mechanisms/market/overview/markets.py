"""The markets of the node beside each other: what each holds, and its newest public records.

Every record keeps its owner, the market and log that it came from, and the right by which it is shown. A market is an
authority with a log of its own, on this node or, later, on one of its own.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kechuang.casework.models import Case
from kechuang.ledger.models import Log
from kechuang.mechanisms.market.attestation import queries as attestations
from kechuang.mechanisms.market.attestation.rules.moves import ATTESTATION, ISSUED
from kechuang.mechanisms.market.auction.models import Lot
from kechuang.mechanisms.market.auction.rules.moves import LOT
from kechuang.mechanisms.market.contract.models import TechContract
from kechuang.mechanisms.market.contract.rules.moves import CERTIFIED, CONTRACT
from kechuang.mechanisms.market.demand import queries as demands
from kechuang.mechanisms.market.demand import wording as demand_words
from kechuang.mechanisms.market.demand.rules.moves import DEMAND
from kechuang.mechanisms.market.demand.rules.moves import SHOWN as DEMANDS_SHOWN
from kechuang.mechanisms.market.listing import queries as listings
from kechuang.mechanisms.market.listing.rules.moves import LISTING
from kechuang.mechanisms.market.listing.rules.moves import SHOWN as LISTINGS_SHOWN
from kechuang.mechanisms.market.notice import queries as notices
from kechuang.mechanisms.market.notice.rules.moves import NOTICE
from kechuang.mechanisms.market.notice.rules.moves import SHOWN as NOTICES_SHOWN
from kechuang.mechanisms.market.result import queries as results
from kechuang.mechanisms.market.trial import queries as trials
from kechuang.mechanisms.market.trial.rules.moves import OFFER
from kechuang.web.accounts.models import Body
from kechuang.web.slots import Words

NEWEST = 10
KINDS: dict[str, Words] = {
    "result": gettext_lazy("Achievements"),
    "demand": gettext_lazy("Technology demands"),
    "notice": gettext_lazy("Agreed prices"),
    "listing": gettext_lazy("Listings"),
    "lot": gettext_lazy("Lots of sales"),
    "trial": gettext_lazy("Results to try first"),
    "contract": gettext_lazy("Technology contracts"),
    "attestation": gettext_lazy("Deal certificates"),
}


@dataclass(frozen=True, slots=True)
class Market:
    """A market or registering body, the log in which it writes, and how many public records it holds of each kind."""

    id: UUID
    name: str
    place: str
    log: str
    log_name: str
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Record:
    """A public record: what it is, whose it is, where it comes from, and what of it everybody may read."""

    kind: str
    number: str
    title: str
    url: str
    market: str
    owner: str
    origin: str
    right: str
    on: date | None


def markets() -> list[Market]:
    """Give every body that holds public records of the market (eleven queries, however many records there are)."""
    held = [_counted(kind) for kind in KINDS]
    wanted = {each for counts in held for each in counts}
    names = logs()
    rows = [
        Market(
            body.pk,
            body.name,
            body.place,
            body.authority,
            names.get(body.authority, body.authority),
            tuple(counts[body.pk] for counts in held),
        )
        for body in Body.objects.filter(pk__in=wanted)
    ]
    return sorted(rows, key=lambda row: (row.log, -sum(row.counts), row.name))


def logs() -> dict[str, str]:
    """Give the names of the logs by their codes (one query)."""
    return dict(Log.objects.values_list("code", "name"))


def _counted(kind: str) -> Counter[UUID]:
    if kind == "result":
        return Counter({UUID(value): count for value, count in results.tally("market")})
    states: Any = {
        "demand": (DEMAND, DEMANDS_SHOWN),
        "notice": (NOTICE, NOTICES_SHOWN),
        "listing": (LISTING, LISTINGS_SHOWN),
        "trial": (OFFER, ("OFFERED",)),
        "contract": (CONTRACT, CERTIFIED),
        "attestation": (ATTESTATION, ISSUED),
    }
    if kind == "lot":
        rows = Case.objects.filter(kind=LOT.kind, pk__in=Lot.objects.exclude(rules={}).values("pk"))
    else:
        moves, shown = states[kind]
        rows = Case.objects.filter(kind=moves.kind, state__in=shown)
        rows = rows.filter(hold="") if kind == "demand" else rows
    found = rows.exclude(office=None).order_by().values_list("office").annotate(n=Count("pk"))
    return Counter(dict(found))


def newest(market: UUID | None, kind: str) -> list[Record]:
    """Give the newest public records of a kind, of one market or of all (two queries)."""
    names = logs()
    return [each for row in _ROWS[kind](market) for each in _SHOWN[kind](row, names)]


def _results(market: UUID | None) -> Any:  # noqa: ANN401 - a sliced queryset
    rows = results.public().select_related("case__office", "unit").order_by("-published_on", "-case")
    return (rows.filter(case__office=market) if market else rows)[:NEWEST]


def _demands(market: UUID | None) -> Any:  # noqa: ANN401 - a sliced queryset
    rows = demands.public().order_by("-published_on", "-pk")
    return (rows.filter(case__office=market) if market else rows)[:NEWEST]


def _notices(market: UUID | None) -> Any:  # noqa: ANN401 - a sliced queryset
    rows = notices.public().order_by("-case__opened_on", "-pk")
    return (rows.filter(case__office=market) if market else rows)[:NEWEST]


def _listings(market: UUID | None) -> Any:  # noqa: ANN401 - a sliced queryset
    rows = listings.public().order_by("-start", "-case")
    return (rows.filter(case__office=market) if market else rows)[:NEWEST]


def _trials(market: UUID | None) -> Any:  # noqa: ANN401 - a sliced queryset
    rows = trials.pool().order_by("-offered_on", "-case")
    return (rows.filter(case__office=market) if market else rows)[:NEWEST]


def _attestations(market: UUID | None) -> Any:  # noqa: ANN401 - a sliced queryset
    rows = attestations.public().order_by("-issued_on", "-case")
    return (rows.filter(case__office=market) if market else rows)[:NEWEST]


def _lots(market: UUID | None) -> Any:  # noqa: ANN401 - a sliced queryset
    rows = Lot.objects.exclude(rules={}).select_related("case__office", "case__holder").order_by("-starts_at", "-pk")
    return (rows.filter(case__office=market) if market else rows)[:NEWEST]


def _contracts(market: UUID | None) -> Any:  # noqa: ANN401 - a sliced queryset
    rows = TechContract.objects.filter(case__state__in=CERTIFIED).select_related("case__office")
    return (rows.filter(case__office=market) if market else rows).order_by("-registered_on", "-case")[:NEWEST]


def _record(kind: str, case: Case, names: dict[str, str], **more: Any) -> Record:  # noqa: ANN401 - the record's own values
    market = case.office.name if case.office else ""
    return Record(kind=kind, market=market, origin=names.get(case.authority, case.authority), **more)


def _of_result(row: Any, names: dict[str, str]) -> Iterator[Record]:  # noqa: ANN401 - an achievement
    yield _record(
        "result", row.case, names, number=row.case.number, title=row.name, url=results.public_url(row.pk),
        owner=row.unit.name, right=_("by statute: name, unit, field, rights, price if stated; contact masked"),
        on=row.published_on,
    )  # fmt: skip


def _of_demand(row: Any, names: dict[str, str]) -> Iterator[Record]:  # noqa: ANN401 - a demand
    said = _("by its owner: title, field, targets, band of the budget")
    masked = _("by its owner: title, field, targets, band of the budget; the owner stays unnamed")
    yield _record(
        "demand", row.case, names, number=row.case.number, title=row.case.title, url=demands.public_url(row.pk),
        owner=str(demand_words.owner_shown(row)), right=masked if row.masked else said, on=row.published_on,
    )  # fmt: skip


def _of_notice(row: Any, names: dict[str, str]) -> Iterator[Record]:  # noqa: ANN401 - a notice
    yield _record(
        "notice", row.case, names, number=row.case.number, title=row.case.title, url=notices.public_url(row.pk),
        owner=row.case.holder.name if row.case.holder else "",
        right=_("by statute: the whole notice; evidence for the parties"), on=row.case.opened_on,
    )  # fmt: skip


def _of_listing(row: Any, names: dict[str, str]) -> Iterator[Record]:  # noqa: ANN401 - a listing
    yield _record(
        "listing", row.case, names, number=row.case.number, title=row.case.title, url=listings.public_url(row.pk),
        owner=row.case.holder.name if row.case.holder else "",
        right=_("by the listing's rules: offer, base price, result; buyer once closed, others who asked never"),
        on=row.start,
    )  # fmt: skip


def _of_trial(row: Any, names: dict[str, str]) -> Iterator[Record]:  # noqa: ANN401 - an offer
    yield _record(
        "trial", row.case, names, number=row.case.number, title=row.case.title, url=trials.pool_url(row.pk),
        owner=row.case.holder.name if row.case.holder else "",
        right=_("by its owner: terms and price formula; firms that try stay unnamed"), on=row.offered_on,
    )  # fmt: skip


def _of_attestation(row: Any, names: dict[str, str]) -> Iterator[Record]:  # noqa: ANN401 - an attestation
    yield _record(
        "attestation", row.case, names, number=row.number,
        title=_("Certificate of a deal %(number)s") % {"number": row.number},
        url=reverse("market_attestation:certificate", args=[row.number]),
        owner=_("(parties are not public)"),
        right=_("certificate only: number, achievements, path, days; names and price are the parties' to show"),
        on=row.issued_on,
    )  # fmt: skip


def _of_lot(row: Any, names: dict[str, str]) -> Iterator[Record]:  # noqa: ANN401 - a lot
    yield _record(
        "lot", row.case, names, number=row.code, title=row.case.title,
        url=reverse("market_auction:lot", args=[row.pk]), owner=row.case.holder.name if row.case.holder else "",
        right=_("by the sale's rules: terms, prices, paddles; bidders sealed"),
        on=row.starts_at.date() if row.starts_at else None,
    )  # fmt: skip


def _of_contract(row: Any, names: dict[str, str]) -> Iterator[Record]:  # noqa: ANN401 - a contract
    yield _record(
        "contract", row.case, names, number=row.number, title=_("Contract %(number)s") % {"number": row.number},
        url=reverse("market_contract:certificate", args=[row.pk]), owner=_("(parties are not public)"),
        right=_("certificate only: type, place, day; no party and no amount"), on=row.registered_on,
    )  # fmt: skip


_ROWS: dict[str, Callable[[UUID | None], Any]] = {
    "result": _results,
    "demand": _demands,
    "notice": _notices,
    "listing": _listings,
    "lot": _lots,
    "trial": _trials,
    "contract": _contracts,
    "attestation": _attestations,
}
_SHOWN: dict[str, Callable[[Any, dict[str, str]], Iterator[Record]]] = {
    "result": _of_result,
    "demand": _of_demand,
    "notice": _of_notice,
    "listing": _of_listing,
    "lot": _of_lot,
    "trial": _of_trial,
    "contract": _of_contract,
    "attestation": _of_attestation,
}
