"""Reserving: a holder freezes a part of the quota for a contract with a listed provider."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from kechuang.casework.decision import Decision, NewAccount, NewCase, Scene
from kechuang.kernel.refusal import Refusal, Value
from kechuang.mechanisms.sharing.voucher.facts.order import OrderReserved
from kechuang.mechanisms.sharing.voucher.rules import (
    accounts,
    asking,
    budget,
    change,
    deals,
    limits,
    provider,
    right,
    signs,
)
from kechuang.mechanisms.sharing.voucher.rules.change import Put
from kechuang.mechanisms.sharing.voucher.rules.moves import ORDER, RIGHT
from kechuang.mechanisms.sharing.voucher.rules.places import seat, within
from kechuang.mechanisms.sharing.voucher.rules.requests import ReserveRequest
from kechuang.mechanisms.sharing.voucher.rules.rows import Deal, Loaded, ProviderRow, RightRow
from kechuang.mechanisms.sharing.voucher.rules.units import unit_suspect
from kechuang.rulebook.quoting import cited

DELTA = "YRD"
NEW_PROVIDER_DAYS = 365


def reserve(scene: Scene[Loaded], request: ReserveRequest) -> Decision | Refusal:
    """Check the right, the provider, the service, the contract and the pair; then freeze min(left, share, cap)."""
    row = right.held(scene, request.right)
    if isinstance(row, Refusal):
        return row
    seller = scene.rows.providers.get(request.provider)
    if seller is None:
        return Refusal("voucher.wrong_reference", {"kind": "sharing.voucher.provider"}, place="provider")
    refusal = (
        _right_open(row, request.contract_on)
        or _amounts(scene, request)
        or _listed(scene, row, seller, request)
        or _service(scene, row, seller, request)
        or _pair(scene, row, seller, request)
    )
    if refusal:
        return refusal
    bounds = limits.limits(scene.law, row.place, scene.on, row.holder.kind, request.category)
    if isinstance(bounds, Refusal):
        return bounds
    left = scene.balances.get(accounts.right_available(row.authority, row.case), Decimal(0))
    amount = limits.amount(bounds, request.eligible_yuan, left, request.asked_yuan)
    if isinstance(amount, Refusal):
        return amount
    refusal = budget.positive(amount, "asked_yuan") or deals.split(
        scene.law,
        scene.on,
        scene.rows.deals,
        holder=row.holder,
        provider=seller.body,
        contract_on=request.contract_on,
        amount_yuan=amount,
        bounds=bounds,
    )
    return refusal or _reserved(scene, request, row, seller, bounds, amount)


def _right_open(row: RightRow, contract_on: date) -> Refusal | None:
    if row.state != "GRANTED" or row.valid_from is None or row.valid_to is None:
        code = "voucher.right_lapsed" if row.state == "LAPSED" else "voucher.right_not_granted"
        return Refusal(
            code, {"number": row.number, "state": f"{RIGHT.kind}.{row.state}", "until": row.valid_to}, place="right"
        )
    if row.valid_from <= contract_on <= row.valid_to:
        return None
    values: dict[str, Value] = {"contract_on": contract_on, "from": row.valid_from, "until": row.valid_to}
    return Refusal("voucher.contract_outside_validity", {**values, "number": row.number}, place="contract_on")


def _amounts(scene: Scene[Loaded], request: ReserveRequest) -> Refusal | None:
    if not deals.contract_key(request.contract_no):
        return Refusal("voucher.contract_no_missing", {"field_code": "voucher.field.contract_no"}, place="contract_no")
    if request.eligible_yuan > request.contract_yuan:
        values = {"eligible": request.eligible_yuan, "contract": request.contract_yuan}
        over = request.eligible_yuan - request.contract_yuan
        return Refusal("voucher.eligible_over_contract", {**values, "over": over}, place="eligible_yuan")
    asked = request.asked_yuan
    return (
        budget.positive(request.contract_yuan, "contract_yuan")
        or budget.positive(request.eligible_yuan, "eligible_yuan")
        or (None if asked is None else budget.positive(asked, "asked_yuan"))
        or asking.not_in_future(scene, request.contract_on, "contract_on")
    )


def _listed(scene: Scene[Loaded], row: RightRow, seller: ProviderRow, request: ReserveRequest) -> Refusal | None:
    """The provider must be listed on the contract date, for the payer's region, and lie in the payer's territory."""
    on = request.contract_on if provider.listed_on(scene, seller) == provider.CONTRACT_SIGNED else scene.on
    if refusal := provider.why_not_listed(seller, on):
        return refusal
    values: dict[str, Value] = {"provider": seller.body.name, "number": seller.number}
    if not provider.serves(seller, row.place, on):
        served = ", ".join(seller.regions)
        return Refusal(
            "voucher.provider_not_for_region",
            {**values, "holder_place": row.place, "served_places": served},
            "provider",
        )
    territory = asking.answer_of(scene.law, "voucher.territory", row.place, scene.on)
    if not _in_territory(asking.choice_of(territory, "nation"), row.place, seller.body.place, on):
        reach = {"territory_code": f"voucher.territory.{territory.value}", "provider_place": seller.body.place}
        return Refusal("voucher.outside_territory", {**values, **reach, **cited(territory)}, place="provider")
    return None


def _in_territory(territory: str, payer: str, provider_place: str, on: date) -> bool:
    """Whether a provider's place lies in the payer's own county, city or province, in the delta, or anywhere."""
    if territory == "nation":
        return True
    if territory == "delta":
        return within(provider_place, DELTA, on)
    ending = {"county": "", "city": "00", "province": "0000"}[territory]
    return within(provider_place, seat(payer, ending, on), on)


def _service(scene: Scene[Loaded], row: RightRow, seller: ProviderRow, request: ReserveRequest) -> Refusal | None:
    """The category must be one that vouchers buy here and that the provider is listed for; no use may be excluded."""
    services = asking.answer_of(scene.law, "voucher.services", row.place, scene.on)
    allowed = asking.codes_of(services)
    if services.value is not None and request.category not in allowed:
        known = ", ".join(f"voucher.services.{code}" for code in allowed)
        values: dict[str, Value] = {"category_code": f"voucher.services.{request.category}", "allowed_codes": known}
        return Refusal("voucher.category_not_eligible", {**values, **cited(services)}, place="category")
    if request.category not in seller.services:
        known = ", ".join(f"voucher.services.{code}" for code in seller.services)
        values = {
            "category_code": f"voucher.services.{request.category}",
            "provider": seller.body.name,
            "listed_codes": known,
        }
        return Refusal("voucher.category_not_listed", values, place="category")
    excluded = asking.answer_of(scene.law, "voucher.excluded", row.place, scene.on)
    for use in asking.codes_of(excluded):
        if use in request.uses:
            values = {"use_code": f"voucher.excluded.{use}", **cited(excluded)}
            return Refusal("voucher.use_excluded", values, place="uses")
    return None


def _pair(scene: Scene[Loaded], row: RightRow, seller: ProviderRow, request: ReserveRequest) -> Refusal | None:
    known = scene.rows.deals
    relation = scene.rows.relations.get(frozenset({row.holder.id, seller.body.id}), "")
    refusal = deals.between_related(relation, holder=row.holder, provider=seller.body)
    if refusal is None and _once(scene, row):
        refusal = deals.used_before(known, seller.body.id, request.contract_no)
    return refusal or deals.circular(
        scene.law, scene.on, known, holder=row.holder, provider=seller.body, contract_on=request.contract_on
    )


def _once(scene: Scene[Loaded], row: RightRow) -> bool:
    """Whether one contract may be subsidised once only; where no rule speaks, it may."""
    answer = asking.answer_of(scene.law, "voucher.one_subsidy_per_contract", row.place, scene.on)
    return asking.flag_of(answer, otherwise=True)


def _signs(
    scene: Scene[Loaded], row: RightRow, seller: ProviderRow, request: ReserveRequest, cap: Decimal | None
) -> tuple[str, ...]:
    """What the audit will want to know of this order; none of it refuses."""
    known, on = scene.rows.deals, request.contract_on
    pair = {"holder": row.holder, "provider": seller.body}
    window = asking.whole_of(asking.answer_of(scene.law, "voucher.split.window_days", row.place, scene.on))
    sales = row.holder.sales_yuan
    young = seller.listed_from is not None and (on - seller.listed_from).days < NEW_PROVIDER_DAYS
    raised = {
        signs.UNIT: unit_suspect(request.contract_yuan, request.eligible_yuan, sales_yuan=sales, cap_yuan=cap),
        signs.NO_PROFILE: not (row.holder.registered and seller.body.registered),
        signs.SPLIT: window is not None and bool(deals.near(known, contract_on=on, days=window, **pair)),
        signs.CIRCULAR: deals.ever_back(known, **pair),
        signs.RELATED: bool(scene.rows.relations.get(frozenset({row.holder.id, seller.body.id}))),
        signs.NEW_PROVIDER: young,
    }
    return tuple(code for code, found in raised.items() if found)


def _reserved(
    scene: Scene[Loaded],
    request: ReserveRequest,
    row: RightRow,
    seller: ProviderRow,
    bounds: limits.Limits,
    amount: Decimal,
) -> Decision:
    found = _signs(scene, row, seller, request, bounds.cap_yuan)
    source, target = (
        accounts.right_available(row.authority, row.case),
        accounts.order_reserved(row.authority, request.case),
    )
    cross = seller.authority != row.authority
    fact = OrderReserved(
        place=row.place,
        provider_place=seller.body.place,
        provider_region=seller.authority,
        cross_region=cross,
        category=request.category,
        industry=row.holder.section,
        holder=f"body/{row.holder.id}",
        provider=f"body/{seller.body.id}",
        right=f"{row.authority}/case/{row.case}",
        contract_no=request.contract_no.strip(),
        contract_on=request.contract_on,
        contract_yuan=request.contract_yuan,
        contract_sha256=request.contract_sha256,
        eligible_yuan=request.eligible_yuan,
        share=bounds.share_of_eligible,
        amount_yuan=amount,
        signs=found,
        postings=accounts.transfer(source, target, amount),
    )
    case = NewCase(
        id=request.case,
        kind=ORDER.kind,
        authority=row.authority,
        state="RESERVED",
        place=row.place,
        title=seller.body.name,
        office=row.office,
        holder=row.holder.id,
        counterpart=seller.body.id,
        amount=amount,
        due_on=row.valid_to,
        number=f"{row.number}-{row.orders + 1:02d}",
    )
    return Decision(
        facts=((request.case, fact),),
        opens=(case,),
        accounts=(NewAccount(code=target, authority=row.authority, holder=row.holder.id),),
        rows=(
            Put(
                change.ORDER,
                request.case,
                _columns(request, row, seller, bounds, amount, found, once=_once(scene, row)),
                new=True,
            ),
        ),
    )


def _columns(
    request: ReserveRequest,
    row: RightRow,
    seller: ProviderRow,
    bounds: limits.Limits,
    amount: Decimal,
    found: tuple[str, ...],
    *,
    once: bool,
) -> dict[str, object]:
    return {
        "authority": row.authority,
        "right_id": row.case,
        "holder_id": row.holder.id,
        "provider_id": seller.body.id,
        "listing_id": seller.case,
        "place": row.place,
        "provider_place": seller.body.place,
        "provider_region": seller.authority,
        "cross_region": seller.authority != row.authority,
        "industry": row.holder.section,
        "category": request.category,
        "contract_no": request.contract_no.strip(),
        "contract_on": request.contract_on,
        "contract_yuan": request.contract_yuan,
        "contract_sha256": request.contract_sha256,
        "eligible_yuan": request.eligible_yuan,
        "share": bounds.share_of_eligible,
        "cap_yuan": bounds.cap_yuan,
        "amount_yuan": amount,
        "signs": list(found),
        "contract_key": once_key(seller.body.id, request.contract_no) if once else None,
    }


def once_key(provider_body: UUID, contract_no: str) -> str:
    """What may be subsidised once: a provider's contract."""
    return f"{provider_body.hex}:{deals.contract_key(contract_no)}"


def one_more(row: RightRow) -> RightRow:
    """The right after another order was made under it."""
    return replace(row, orders=row.orders + 1)


def remember(rows: Loaded, request: ReserveRequest, decision: Decision) -> None:
    """Let the next request of the same chunk see this order: its number, its contract, its pair."""
    opened = decision.opens[0]
    row, seller = rows.rights[request.right.case], rows.providers[request.provider]
    rows.rights[row.case] = one_more(row)
    made = Deal(
        order=opened.id,
        number=opened.number,
        right=row.case,
        holder=row.holder.id,
        provider=seller.body.id,
        contract_no=request.contract_no,
        contract_on=request.contract_on,
        amount_yuan=opened.amount or Decimal(0),
        state="RESERVED",
    )
    rows.deals.add(made)
