"""Providers: their region checks and lists them, with services, regions, validity; suspends, removes, reinstates."""

from dataclasses import replace
from datetime import date, timedelta

from kechuang.casework.decision import Decision, DueAt, NewCase, Scene
from kechuang.kernel.refusal import Refusal, Value
from kechuang.mechanisms.sharing.voucher.facts.provider import (
    ProviderApplied,
    ProviderChecked,
    ProviderListed,
    ProviderReinstated,
    ProviderRemoved,
    ProviderSuspended,
)
from kechuang.mechanisms.sharing.voucher.rules import asking, change
from kechuang.mechanisms.sharing.voucher.rules.change import Put
from kechuang.mechanisms.sharing.voucher.rules.moves import PROVIDER
from kechuang.mechanisms.sharing.voucher.rules.places import within
from kechuang.mechanisms.sharing.voucher.rules.requests import (
    ApplyProvider,
    ChangeProvider,
    CheckProvider,
    ListProvider,
)
from kechuang.mechanisms.sharing.voucher.rules.rows import Loaded, ProviderRow, Suspension

ONE_DAY = timedelta(days=1)
CONTRACT_SIGNED, AT_DELIVERY = "contract_signed", "delivered"


def apply(scene: Scene[Loaded], request: ApplyProvider) -> Decision | Refusal:
    """A body applies once at a time, and not while it is barred."""
    body = scene.rows.bodies[request.body]
    if request.place != body.place or not within(body.place, request.authority, scene.on):
        return asking.not_of_authority(body.place, request.authority)
    if not request.services:
        return Refusal("voucher.services_missing", {"provider": body.name}, place="services")
    if not request.regions:
        return Refusal("voucher.regions_missing", {"provider": body.name}, place="regions")
    for row in scene.rows.providers.values():
        if row.body.id != request.body or row.authority != request.authority:
            continue
        if row.state != "REMOVED":
            return Refusal("voucher.provider_exists", {"number": row.number, "state": f"{PROVIDER.kind}.{row.state}"})
        if row.blacklisted_until is not None and scene.on <= row.blacklisted_until:
            return Refusal(
                "voucher.provider_barred",
                {"provider": body.name, "since": row.removed_on, "until": row.blacklisted_until},
            )
    case = NewCase(
        id=request.case,
        kind=PROVIDER.kind,
        authority=request.authority,
        state="APPLIED",
        place=request.place,
        title=body.name,
        holder=body.id,
        office=scene.rows.offices.get((request.authority, request.place)),
        number_series=f"{request.authority}-S",
    )
    fact = ProviderApplied(provider=f"body/{body.id}", services=request.services, regions=request.regions)
    values = {
        "authority": request.authority,
        "body_id": body.id,
        "services": list(request.services),
        "regions": list(request.regions),
    }
    put = Put(change.PROVIDER, request.case, values, new=True)
    return Decision(facts=((request.case, fact),), opens=(case,), rows=(put,))


def check(scene: Scene[Loaded], request: CheckProvider) -> Decision | Refusal:
    """The office has checked the application."""
    row = scene.rows.providers[request.provider]
    fact = ProviderChecked(provider=f"body/{row.body.id}", note=request.note)
    return Decision(facts=((row.case, fact),), states={row.case: "CHECKED"})


def list_(scene: Scene[Loaded], request: ListProvider) -> Decision | Refusal:
    """Another person than the checker lists the provider."""
    return _listed(scene, request, renewed=False)


def renew(scene: Scene[Loaded], request: ListProvider) -> Decision | Refusal:
    """A listing goes on, perhaps with other services and regions; its first day stays."""
    first = scene.rows.providers[request.provider].listed_from
    return _listed(scene, replace(request, listed_from=first or request.listed_from), renewed=True)


def _listed(scene: Scene[Loaded], request: ListProvider, *, renewed: bool) -> Decision | Refusal:
    row = scene.rows.providers[request.provider]
    if not request.services:
        return Refusal("voucher.services_missing", {"provider": row.body.name}, place="services")
    if not request.regions:
        return Refusal("voucher.regions_missing", {"provider": row.body.name}, place="regions")
    if request.listed_until < request.listed_from or request.listed_until < scene.on:
        days = {"from": request.listed_from, "until": request.listed_until, "today": scene.on}
        return Refusal("voucher.listing_reversed", days, place="listed_until")
    fact = ProviderListed(
        provider=f"body/{row.body.id}",
        provider_name=row.body.name,
        place=row.body.place,
        services=request.services,
        regions=request.regions,
        listed_from=request.listed_from,
        listed_until=request.listed_until,
        renewed=renewed,
    )
    values: dict[str, object] = {
        "services": list(request.services),
        "regions": list(request.regions),
        "listed_from": request.listed_from,
        "listed_until": request.listed_until,
    }
    return Decision(
        facts=((row.case, fact),),
        states={row.case: "LISTED"},
        changes={row.case: {"due_on": request.listed_until}},
        due=(DueAt(row.case, "expire", request.listed_until + ONE_DAY),),
        cancels=((row.case, "expire"),) if renewed else (),
        rows=(Put(change.PROVIDER, row.case, values),),
    )


def suspend(scene: Scene[Loaded], request: ChangeProvider) -> Decision | Refusal:
    """From this day on, new contracts with the provider are not paid by voucher."""
    row = scene.rows.providers[request.provider]
    if refusal := _needs_reason(request):
        return refusal
    fact = ProviderSuspended(
        provider=f"body/{row.body.id}", provider_name=row.body.name, since=scene.on, reason=request.reason
    )
    spans = (*row.suspensions, Suspension(scene.on, None))
    return Decision(facts=((row.case, fact),), states={row.case: "SUSPENDED"}, rows=(_spans(row, spans),))


def reinstate(scene: Scene[Loaded], request: ChangeProvider) -> Decision | Refusal:
    """The suspension ends; contracts signed during it stay out."""
    row = scene.rows.providers[request.provider]
    fact = ProviderReinstated(provider=f"body/{row.body.id}", provider_name=row.body.name, since=scene.on)
    spans = tuple(Suspension(span.since, span.until or scene.on) for span in row.suspensions)
    return Decision(facts=((row.case, fact),), states={row.case: "LISTED"}, rows=(_spans(row, spans),))


def refuse(scene: Scene[Loaded], request: ChangeProvider) -> Decision | Refusal:
    """An application is refused."""
    return _needs_reason(request) or _removed(scene, request, was_listed=False)


def remove(scene: Scene[Loaded], request: ChangeProvider) -> Decision | Refusal:
    """A provider is taken off the list, and may be barred until a day."""
    if refusal := _needs_reason(request):
        return refusal
    until = request.blacklisted_until
    if until is not None and until <= scene.on:
        return Refusal("voucher.bar_in_past", {"until": until, "today": scene.on}, place="blacklisted_until")
    return _removed(scene, request, was_listed=True)


def expire(scene: Scene[Loaded], request: ChangeProvider) -> Decision | Refusal:
    """The listing's last day has passed."""
    return _removed(scene, request, was_listed=True)


def _removed(scene: Scene[Loaded], request: ChangeProvider, *, was_listed: bool) -> Decision:
    row = scene.rows.providers[request.provider]
    fact = ProviderRemoved(
        provider=f"body/{row.body.id}",
        provider_name=row.body.name,
        since=scene.on,
        barred_until=request.blacklisted_until,
        was_listed=was_listed,
        reason=request.reason,
    )
    values = {"removed_on": scene.on, "blacklisted_until": request.blacklisted_until}
    return Decision(
        facts=((row.case, fact),),
        states={row.case: "REMOVED"},
        changes={row.case: {"due_on": None}},
        cancels=((row.case, "expire"),) if was_listed else (),
        rows=(Put(change.PROVIDER, row.case, values),),
    )


def _needs_reason(request: ChangeProvider) -> Refusal | None:
    if request.reason.strip():
        return None
    return Refusal("voucher.reason_missing", {"field_code": "voucher.field.reason"}, place="reason")


def _spans(row: ProviderRow, spans: tuple[Suspension, ...]) -> Put:
    stored = [[span.since.isoformat(), span.until.isoformat() if span.until else None] for span in spans]
    return Put(change.PROVIDER, row.case, {"suspensions": stored})


def listed_on(scene: Scene[Loaded], row: ProviderRow) -> str:
    """On which day the provider's region wants it to be listed: when the contract is signed, or at delivery."""
    answer = asking.answer_of(scene.law, "voucher.provider.listed_on", row.body.place, scene.on)
    return asking.choice_of(answer, CONTRACT_SIGNED)


def why_not_listed(row: ProviderRow, on: date) -> Refusal | None:
    """Refuse a provider that was not on the list on a day: not yet, no more, suspended, removed."""
    values: dict[str, Value] = {"provider": row.body.name, "number": row.number, "on": on}
    if row.listed_from is None or row.listed_until is None or on < row.listed_from:
        return Refusal("voucher.provider_not_listed", {**values, "from": row.listed_from}, place="provider")
    if row.removed_on is not None and on >= row.removed_on:
        return Refusal("voucher.provider_removed", {**values, "since": row.removed_on}, place="provider")
    if on > row.listed_until:
        return Refusal("voucher.provider_expired", {**values, "until": row.listed_until}, place="provider")
    for span in row.suspensions:
        if span.since <= on and (span.until is None or on < span.until):
            return Refusal("voucher.provider_suspended", {**values, "since": span.since}, place="provider")
    return None


def serves(row: ProviderRow, payer_place: str, on: date) -> bool:
    """Whether the provider is listed for the payer's division on a day: itself, what it lies in, or a union."""
    return any(within(payer_place, region, on) for region in row.regions)
