"""The offer: applied for, checked, published, changed with permission, offered again at a lower price. Pure."""

from dataclasses import replace
from datetime import date
from uuid import UUID

from kechuang.casework.decision import CaseView, Decision, DueAt, NewCase, Scene
from kechuang.kernel.days import ONE_DAY
from kechuang.kernel.refusal import Refusal, Value
from kechuang.mechanisms.market.listing import facts
from kechuang.mechanisms.market.listing.rules.law import END_PERIOD, Ruled, body, floors, last_day
from kechuang.mechanisms.market.listing.rules.requests import Amend, Loaded, Open, Publish, Put, Relist, Restart, Step
from kechuang.mechanisms.market.listing.rules.terms import Item, Terms, unfit
from kechuang.rulebook.quoting import cited

# A licence that leaves room for others of its kind.
SHARED = frozenset({"licence_ordinary"})
OUTCOMES = {"accept": "MATERIAL_CHECK", "refuse": "REFUSED"}
NEEDS_WORDS = frozenset({"refuse", "send_back"})


def open_(scene: Scene[Loaded], request: Open) -> Ruled:
    """A seller applies."""
    terms = request.terms
    refused = _unfit(scene, request.place, request.seller_kind, terms, None)
    if refused is not None:
        return refused
    case = NewCase(
        id=request.case,
        kind="market.listing",
        authority=request.authority,
        state="APPLIED",
        place=request.place,
        title=terms.title.strip(),
        office=request.office,
        holder=request.seller,
        amount=terms.base,
        number_series=f"{request.authority}-GP",
    )
    values = {**columns(terms), "seller_kind": request.seller_kind, "files": [str(each.id) for each in request.files]}
    put = Put(case=request.case, values=values, new=True, adds=item_rows(terms))
    fact = _applied(request.place, request.seller, terms, tuple(each.commitment for each in request.files))
    return Decision(facts=((request.case, fact),), opens=(case,), rows=put)


def _applied(place: str, seller: UUID | None, terms: Terms, files: tuple[str, ...]) -> facts.ListingApplied:
    return facts.ListingApplied(
        place=place, mode=terms.mode, seller=body(seller), title=terms.title.strip(), base_yuan=terms.base, files=files
    )


def _unfit(scene: Scene[Loaded], place: str, kind: str, terms: Terms, own: UUID | None) -> Refusal | None:
    asked = floors(scene.law, place, scene.on, terms.base, kind)
    usual = next((scene.rows.usual[each.ref] for each in terms.items if each.ref in scene.rows.usual), None)
    return unfit(terms, asked, usual) or _elsewhere(scene, terms, own)


def _elsewhere(scene: Scene[Loaded], terms: Terms, own: UUID | None) -> Refusal | None:
    """What one listing offers whole or exclusively cannot stand in another; a registered one its register keeps."""
    if terms.mode in SHARED:
        return None
    for each in terms.items:
        number = "" if each.ref else each.ip_number.strip()
        taken = scene.rows.busy.get(number) if number else None
        if taken and taken[0] != own:
            values: dict[str, Value] = {"ip_number": number, "number": taken[1]}
            return Refusal("listing.item_elsewhere", values, place="item_number_0")
    return None


def columns(terms: Terms) -> dict[str, object]:
    """Give the columns of a listing's row."""
    return {
        "mode": terms.mode,
        "base": terms.base,
        "appraisal": terms.appraisal,
        "deposit": terms.deposit,
        "commitment": terms.commitment,
        "terms": terms.plain(),
    }


def item_rows(terms: Terms) -> tuple[tuple[str, dict[str, object]], ...]:
    """Give the rows of what is sold."""
    return tuple(
        ("item", {"order": at, "title": each.title.strip(), "ip_number": each.ip_number.strip(), "ref": each.ref})
        for at, each in enumerate(terms.items)
    )


def amend(scene: Scene[Loaded], request: Amend) -> Ruled:
    """Other terms while nothing is checked yet."""
    case, row = scene.cases[request.listing], scene.rows.listings[request.listing]
    refused = _unfit(scene, case.place, row.seller_kind, request.terms, case.id)
    if refused is not None:
        return refused
    fact = _applied(case.place, case.holder, request.terms, tuple(each.commitment for each in request.files))
    values = columns(request.terms)
    if request.files:
        values["files"] = [str(each.id) for each in request.files]
    return Decision(
        facts=((case.id, fact),),
        states={case.id: "APPLIED"},
        changes={case.id: {"title": request.terms.title.strip(), "amount": request.terms.base}},
        rows=Put(case=case.id, values=values, adds=item_rows(request.terms), empties=("item",)),
    )


def check(scene: Scene[Loaded], request: Step) -> Ruled:
    """The operator takes the materials in, sends them back, or refuses them."""
    case, text = scene.cases[request.listing], request.text.strip()
    if request.move in NEEDS_WORDS and not text:
        return Refusal("listing.no_reason", place="text")
    target = OUTCOMES.get(request.move) or ("DELISTED" if case.state == "RELISTED" else "APPLIED")
    fact = facts.ListingChecked(place=case.place, outcome=target, text=text)
    return Decision(facts=((case.id, fact),), states={case.id: target}, rows=Put(case=case.id, values={"reason": text}))


def publish(scene: Scene[Loaded], request: Publish) -> Ruled:
    """The listing goes out: the period of information begins."""
    case, row = scene.cases[request.listing], scene.rows.listings[request.listing]
    refused = _unfit(scene, case.place, row.seller_kind, row.terms, case.id) or _unfit_start(scene, request.start)
    if refused is not None:
        return refused
    if not request.checked:
        return Refusal("listing.conditions_unchecked", place="checked")
    if request.newspaper_on is not None and request.newspaper_on < request.start:
        values: dict[str, Value] = {"newspaper_on": request.newspaper_on, "start": request.start}
        return Refusal("listing.newspaper_first", values, place="newspaper_on")
    paper: dict[str, object] = {"newspaper": request.newspaper.strip(), "newspaper_on": request.newspaper_on}
    return _out(scene, case, row.terms, row.round + 1, request.start, "", paper)


def _unfit_start(scene: Scene[Loaded], start: date) -> Refusal | None:
    if start < scene.on:
        return Refusal("listing.backdated", {"start": start, "today": scene.on}, place="start")
    return None


def _out(
    scene: Scene[Loaded],
    case: CaseView,
    terms: Terms,
    number: int,
    start: date,
    reason: str,
    more: dict[str, object],
) -> Decision:
    end = last_day(start, terms.period_days, scene.rows.calendars)
    fact = facts.ListingPublished(
        place=case.place,
        round=number,
        title=terms.title.strip(),
        summary=terms.summary.strip(),
        mode=terms.mode,
        seller=body(case.holder),
        achievements=item_lines(terms.items),
        base_yuan=terms.base,
        deposit_yuan=terms.deposit,
        conditions=terms.conditions,
        payment=terms.payment,
        secret_reserve=bool(terms.commitment),
        commitment=terms.commitment,
        start=start,
        end=end,
        days=terms.period_days,
        extensions=terms.extensions,
        extension_days=terms.extension_days,
        reason=reason,
    )
    stretch = {"round": number, "start": start, "end": end, "base": terms.base, "ended": ""}
    values: dict[str, object] = {
        **more,
        "round": number,
        "start": start,
        "end": end,
        "extended": 0,
        "lot_id": None,
        "lot_code": "",
        "revealed": None,
        "price": None,
        "way": "",
        "reason": reason,
    }
    return Decision(
        facts=((case.id, fact),),
        states={case.id: "LISTED"},
        changes={case.id: {"due_on": end}},
        due=(DueAt(case.id, END_PERIOD, end + ONE_DAY),),
        cancels=((case.id, END_PERIOD),),
        rows=Put(case=case.id, values=values, adds=(("round", stretch),)),
    )


def item_lines(items: tuple[Item, ...]) -> tuple[str, ...]:
    """Write what is sold as facts do: title and number."""
    return tuple(f"{each.title.strip()} {each.ip_number.strip()}".strip() for each in items)


def restart(scene: Scene[Loaded], request: Restart) -> Ruled:
    """A permitted change: what was published so far counts no longer, the whole period begins anew."""
    case, row = scene.cases[request.listing], scene.rows.listings[request.listing]
    if not request.reason.strip():
        return Refusal("listing.no_reason", place="reason")
    if request.terms == row.terms:
        return Refusal("listing.nothing_changed", place="title")
    refused = _unfit(scene, case.place, row.seller_kind, request.terms, case.id) or _unfit_start(scene, request.start)
    if refused is not None:
        return refused
    if scene.rows.of(case.id, "ADMITTED"):
        frozen = scene.law.ask("listing.content_frozen", place=case.place, on=scene.on)
        return Refusal("listing.frozen_for_admitted", {**cited(frozen)}, place="reason")
    decided = _out(scene, case, request.terms, row.round + 1, request.start, request.reason.strip(), {})
    put = decided.rows
    if not isinstance(put, Put):
        raise TypeError("a listing is written by a Put")
    rows = replace(
        put,
        values={**put.values, **columns(request.terms)},
        adds=(*put.adds, *item_rows(request.terms), ("ended", {"round": row.round, "ended": "changed"})),
        empties=("item",),
    )
    changes = {
        case.id: {**decided.changes[case.id], "title": request.terms.title.strip(), "amount": request.terms.base}
    }
    return replace(decided, changes=changes, rows=rows)


def relist(scene: Scene[Loaded], request: Relist) -> Ruled:
    """Nobody bought: the seller offers it again, at a lower price and otherwise as it was."""
    case, row = scene.cases[request.listing], scene.rows.listings[request.listing]
    if not request.reason.strip():
        return Refusal("listing.no_reason", place="reason")
    if not 0 < request.base < row.terms.base:
        values: dict[str, Value] = {"base_yuan": request.base, "former_yuan": row.terms.base}
        return Refusal("listing.not_lower", values, place="base")
    terms = replace(row.terms, base=request.base, consent=request.consent or row.terms.consent)
    if terms.deposit > terms.base:
        terms = replace(terms, deposit=terms.base)
    refused = _unfit(scene, case.place, row.seller_kind, terms, case.id)
    if refused is not None:
        return refused
    fact = facts.ListingRelisted(
        place=case.place, base_yuan=request.base, former_yuan=row.terms.base, reason=request.reason.strip()
    )
    return Decision(
        facts=((case.id, fact),),
        states={case.id: "RELISTED"},
        changes={case.id: {"amount": request.base, "counterpart": None}},
        rows=Put(case=case.id, values={**columns(terms), "reason": request.reason.strip()}),
    )
