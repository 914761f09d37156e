"""Deals on an achievement: one lock for whoever finds a price for it, by whichever way. Pure.

The mechanisms above (agreed price, listing, auction, trial, contract) open a deal and close it with an outcome. While a
deal is open that would give the whole right or an exclusive use away, no other deal is opened; ordinary licences are
dealt in side by side.
"""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from kechuang.casework.decision import Decision, DueAt, Scene
from kechuang.kernel.refusal import Refusal, Value
from kechuang.mechanisms.market.result import facts
from kechuang.mechanisms.market.result.rules import checking, standing
from kechuang.mechanisms.market.result.rules import values as told
from kechuang.mechanisms.market.result.rules.recording import END_OFFER, GO_DORMANT, idle_later
from kechuang.mechanisms.market.result.rules.requests import CloseDeal, DealSeen, Loaded, OpenDeal, Put, Seen, Step

TRANSFER, EXCLUSIVE, SOLE, ORDINARY = "transfer", "exclusive", "sole", "ordinary"
SHARES, COOPERATION = "shares", "cooperation"
DEALS = (TRANSFER, EXCLUSIVE, SOLE, ORDINARY, SHARES, COOPERATION)
# A deal in these leaves room for others of their kind.
SHARED = frozenset({ORDINARY, COOPERATION})
PATHS = ("notice", "listing", "auction", "trial", "open_licence", "direct")
DONE, FAILED = "done", "failed"
RESULT_OF = {
    TRANSFER: "TRANSFERRED",
    SHARES: "INVESTED",
    COOPERATION: "IMPLEMENTED",
    EXCLUSIVE: "LICENSED",
    SOLE: "LICENSED",
    ORDINARY: "LICENSED",
}


def open_deal(scene: Scene[Loaded], request: OpenDeal) -> Decision | Refusal:
    """Lock the achievement for a deal."""
    case, seen = scene.cases[request.case], scene.rows.seen[request.case]
    refused = _form(request) or _free(seen, request) or _unburdened(scene, seen, request) or _abroad(seen, request)
    if refused is not None:
        return refused
    fact = facts.DealOpened(
        place=case.place,
        kind=seen.values.kind,
        text="",
        deal=f"deal/{request.deal}",
        mode=request.mode,
        path=request.path,
        foreign=request.foreign,
        party=party_ref(request),
        ref=request.ref,
    )
    deal = {
        "id": request.deal,
        "mode": request.mode,
        "path": request.path,
        "ref": request.ref,
        "party": request.party,
        "party_code": request.party_code,
        "party_body_id": request.party_body,
        "foreign": request.foreign,
        "places": list(request.places),
        "since": request.since,
        "until": request.until,
        "opened_on": scene.on,
        "exclusive": request.mode not in SHARED,
    }
    columns: dict[str, object] = {"state": "IN_DEAL"}
    if case.state != "IN_DEAL":
        columns["settled"] = case.state
    return Decision(
        facts=((case.id, fact),),
        states={case.id: "IN_DEAL"},
        rows=Put(case=case.id, columns=columns, deal=deal),
    )


def party_ref(request: OpenDeal | CloseDeal) -> str:
    """Say who is on the other side without a name."""
    return (
        f"body/{request.party_body}"
        if request.party_body
        else f"code/{request.party_code}"
        if request.party_code
        else ""
    )


def _form(request: OpenDeal) -> Refusal | None:
    if request.mode not in DEALS:
        return Refusal("result.not_in_list", {"given": request.mode, "known": ", ".join(DEALS)}, "mode")
    if request.path not in PATHS:
        return Refusal("result.not_in_list", {"given": request.path, "known": ", ".join(PATHS)}, "path")
    if request.until is not None and request.since is not None and request.until <= request.since:
        return Refusal("right.term_reversed", {"since": request.since, "until": request.until}, "until")
    return None


def _free(seen: Seen, request: OpenDeal) -> Refusal | None:
    running = [each for each in seen.deals if each.open]
    if any(each.id == request.deal for each in seen.deals):
        return Refusal("result.deal_known", {"deal": str(request.deal)})
    blocking = next((each for each in running if each.mode not in SHARED or request.mode not in SHARED), None)
    if blocking is None:
        return None
    given = {
        "mode_code": f"market.deal.{blocking.mode}",
        "path_code": f"market.path.{blocking.path}",
        "ref": blocking.ref or "—",
    }
    return Refusal("result.deal_running", given)


def _unburdened(scene: Scene[Loaded], seen: Seen, request: OpenDeal) -> Refusal | None:
    refused = checking.unsold(seen.values, scene.on)
    if refused is not None:
        return refused
    if request.mode in standing.LICENCES:
        beside = standing.conflict(given(seen), request.mode, request.since or scene.on, request.until, request.places)
        if beside is not None:
            return licensed_already(beside, request.mode)
    pledged = seen.standing.on(scene.on).pledges if seen.standing else ()
    burdened = bool(pledged) or any(ip.pledged for ip in seen.values.ips)
    if burdened and request.mode in {TRANSFER, SHARES} and not request.consent.strip():
        return Refusal("result.pledged", {"who": pledged[0].party.name if pledged else "—"}, "consent")
    return None


def given(seen: Seen) -> tuple[standing.Licence, ...]:
    """Give the licences in force: those on the register, and those of deals that are not on it yet."""
    on_register = seen.standing.licences if seen.standing else ()
    return (*on_register, *seen.licences)


def licensed_already(beside: standing.Licence, wanted: str) -> Refusal:
    """Say which licence stands in the way."""
    values: dict[str, Value] = {
        "kind_code": f"market.deal.{beside.kind}",
        "wanted_code": f"market.deal.{wanted}",
        "who": beside.party.name or "—",
        "since": beside.since,
        "until": beside.until,
    }
    return Refusal("right.licence_beside", values, "places")


def _abroad(seen: Seen, request: OpenDeal) -> Refusal | None:
    if not request.foreign or seen.values.export == told.NONE:
        return None
    if seen.values.export == told.PROHIBITED:
        return Refusal("result.export_prohibited", place="foreign")
    return None if request.export_permit.strip() else Refusal("result.export_restricted", place="export_permit")


def close_deal(scene: Scene[Loaded], request: CloseDeal) -> Decision | Refusal:
    """End a deal: the outcome says where the achievement stands now; others that run keep it in deal."""
    case, seen = scene.cases[request.case], scene.rows.seen[request.case]
    deal = next((each for each in seen.deals if each.id == request.deal and each.open), None)
    if deal is None:
        return Refusal("result.no_such_deal", {"deal": str(request.deal)})
    if request.outcome not in (DONE, FAILED):
        return Refusal("result.not_in_list", {"given": request.outcome, "known": f"{DONE}, {FAILED}"}, "outcome")
    done = request.outcome == DONE
    if done and request.price is None and deal.mode in {TRANSFER, *standing.LICENCES}:
        return Refusal("result.no_price", place="price")
    if done and request.price is not None and request.price < 0:
        return Refusal("result.price_negative", {"price_yuan": request.price}, "price")
    agreed = _agreed(deal, request)
    if done and deal.mode in standing.LICENCES:
        since = agreed.since or scene.on
        beside = standing.conflict(given(seen), deal.mode, since, agreed.until, agreed.places)
        if beside is not None:
            return licensed_already(beside, deal.mode)
    others = any(each.open and each.id != deal.id for each in seen.deals)
    settled = RESULT_OF[deal.mode] if done else seen.settled
    target = "IN_DEAL" if others else settled
    licences = sum(1 for each in seen.deals if each.done and each.mode in standing.LICENCES)
    licences += 1 if done and deal.mode in standing.LICENCES else 0
    fact = facts.DealClosed(
        place=case.place,
        kind=seen.values.kind,
        text=request.text.strip(),
        deal=f"deal/{deal.id}",
        mode=deal.mode,
        path=deal.path,
        outcome=request.outcome,
        price_yuan=request.price,
        contract=request.contract,
        party=party_ref(request),
        licences=licences,
    )
    close: dict[str, object] = {
        "id": deal.id,
        "outcome": request.outcome,
        "closed_on": scene.on,
        "contract": request.contract,
        "price": request.price,
        "since": agreed.since or (scene.on if done else None),
        "until": agreed.until,
        "places": list(agreed.places),
        "text": request.text.strip(),
    }
    if request.party:
        close |= {"party": request.party, "party_code": request.party_code, "party_body_id": request.party_body}
    columns = {"state": target, "settled": settled if others else "", "licences": licences}
    decided = Decision(
        facts=((case.id, fact),), states={case.id: target}, rows=Put(case=case.id, columns=columns, close=close)
    )
    return replace(decided, due=_again(scene, seen, request, target), cancels=_over(case.id, target))


def _agreed(deal: DealSeen, request: CloseDeal) -> DealSeen:
    return replace(
        deal,
        places=deal.places if request.places is None else request.places,
        since=request.since or deal.since,
        until=request.until or deal.until,
    )


def _again(scene: Scene[Loaded], seen: Seen, request: CloseDeal, target: str) -> tuple[DueAt, ...]:
    """What fell due while the deal ran falls due the next day: the end of the offer, the end of the year."""
    if target != "LISTED":
        return ()
    due = idle_later(scene, Step(case=request.case, move="close_deal"))
    if seen.values.valid_until is not None:
        day = max(seen.values.valid_until, scene.on) + timedelta(days=1)
        due = (*due, DueAt(request.case, END_OFFER, day))
    return due


def _over(case: UUID, target: str) -> tuple[tuple[UUID, str], ...]:
    return () if target == "IN_DEAL" else ((case, END_OFFER), (case, GO_DORMANT))
