"""Preparing, reviewing and announcing a sale with its lots. Pure."""

from collections.abc import Callable
from dataclasses import asdict
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any
from uuid import UUID

from kechuang.casework.decision import CaseView, Decision, NewCase, Scene
from kechuang.kernel.refusal import Refusal, Value
from kechuang.mechanisms.market.auction.engine.rules import Rules
from kechuang.mechanisms.market.auction.engine.rules_text import write_rules
from kechuang.mechanisms.market.auction.facts import (
    LotAnnounced,
    LotEntered,
    SaleAnnounced,
    SalePrepared,
    SaleReviewed,
)
from kechuang.mechanisms.market.auction.rules.requests import (
    About,
    Amend,
    Change,
    Enter,
    Loaded,
    Offer,
    Prepare,
    Put,
    SeenLot,
    Step,
    Wish,
)
from kechuang.mechanisms.market.auction.rules.terms import Terms, build, wrong_unit
from kechuang.mechanisms.market.auction.rules.terms_text import canonical, write_terms

CHINA = timezone(timedelta(hours=8))
LONGEST_TITLE = 120
DRAFT = "draft"
# Where a registered result stands when a price may be found for it.
OFFERED = frozenset({"LISTED", "LICENSED", "DORMANT", "IN_DEAL"})


def asking(scene: Scene[Any], place: str) -> Callable[[str], Any]:
    """Give a function that asks the rulebook and records the value asked."""
    return lambda key: scene.law.ask(key, place=place, on=scene.on).value


def prepare(_scene: Scene[Loaded], request: Prepare) -> Decision | Refusal:
    """A market operator prepares a sale."""
    refusal = _wrong_about(request.about)
    if refusal:
        return refusal
    about = request.about
    case = NewCase(
        id=request.case,
        kind="market.sale",
        authority=request.authority,
        state="DRAFT",
        place=request.place,
        title=about.title.strip(),
        office=request.office,
        number_series=f"{request.authority}-PM",
    )
    put = Put(table="sale", id=request.case, values=_about(about), new=True)
    fact = SalePrepared(place=request.place, title=about.title.strip(), mode=about.mode)
    return Decision(facts=((request.case, fact),), opens=(case,), rows=(put,))


def change(scene: Scene[Loaded], request: Change) -> Decision | Refusal:
    """Change what a sale says of itself."""
    refusal = _wrong_about(request.about)
    if refusal:
        return refusal
    case, about = scene.cases[request.sale], request.about
    fact = SalePrepared(place=case.place, title=about.title.strip(), mode=about.mode)
    return Decision(
        facts=((case.id, fact),),
        states={case.id: case.state},
        changes={case.id: {"title": about.title.strip()}},
        rows=(Put(table="sale", id=case.id, values=_about(about)),),
    )


def _about(about: About) -> dict[str, object]:
    values = asdict(about)
    values.pop("title")
    for name in ("seller_commission_share", "buyer_commission_share"):
        values[name] = f"{values[name]:f}"
    return values


def _wrong_about(about: About) -> Refusal | None:
    if not about.title.strip():
        return Refusal("auction.no_title", place="title")
    if len(about.title) > LONGEST_TITLE:
        return Refusal("auction.title_too_long", {"length": len(about.title), "limit": LONGEST_TITLE}, "title")
    first, last = about.exhibited_from, about.exhibited_until
    if first and last and last < first:
        return Refusal("auction.exhibition_backwards", {"first": first, "last": last}, "exhibited_until")
    return None


def enter(scene: Scene[Loaded], request: Enter) -> Decision | Refusal:
    """Enter a lot into a sale that is a draft."""
    sale = scene.cases[request.sale]
    if sale.kind != "market.sale" or sale.state != "DRAFT":
        return Refusal("auction.sale_not_draft", {"sale": sale.number})
    refusal = _wrong_offer(scene, request.offer, request.terms, request.place) or unsellable(scene.rows, request)
    if refusal:
        return refusal
    number = scene.rows.numbers.get(request.sale, 0) + 1
    case = NewCase(
        id=request.lot,
        kind="market.lot",
        authority=request.authority,
        state="DRAFT",
        place=request.place,
        title=request.offer.title.strip(),
        office=request.office,
        holder=request.seller,
        amount=request.terms.start,
        number=f"{sale.number}-{number:02d}",
    )
    values = {
        **_offer(request.offer, request.terms),
        "sale_id": request.sale,
        "order": number,
        "code": f"{sale.number}-{number:02d}",
        "resale_of_id": request.resale_of,
    }
    put = Put(table="lot", id=request.lot, values=values, new=True)
    facts = ((request.lot, _entered(request.place, request.offer, request.terms, request.seller)),)
    return Decision(facts=facts, opens=(case,), rows=(put,))


def amend(scene: Scene[Loaded], request: Amend) -> Decision | Refusal:
    """Change a lot while it is a draft."""
    case = scene.cases[request.lot]
    refusal = _wrong_offer(scene, request.offer, request.terms, case.place) or unsellable(scene.rows, request)
    if refusal:
        return refusal
    return Decision(
        facts=((case.id, _entered(case.place, request.offer, request.terms, request.seller)),),
        states={case.id: "DRAFT"},
        changes={
            case.id: {
                "title": request.offer.title.strip(),
                "amount": request.terms.start,
                "holder": request.seller,
            }
        },
        rows=(Put(table="lot", id=case.id, values=_offer(request.offer, request.terms)),),
    )


def drop(scene: Scene[Loaded], request: Amend) -> Decision | Refusal:
    """Take a lot out of a draft."""
    case = scene.cases[request.lot]
    return Decision(
        facts=((case.id, _entered(case.place, request.offer, request.terms, request.seller)),),
        states={case.id: "WITHDRAWN"},
        rows=(Put(table="lot", id=case.id, values={"phase": "withdrawn"}),),
    )


def _entered(place: str, offer: Offer, terms: Terms, seller: UUID) -> LotEntered:
    return LotEntered(
        place=place,
        title=offer.title.strip(),
        form=terms.form,
        start_yuan=terms.start,
        result=offer.result,
        seller=f"body/{seller}",
    )


def _offer(offer: Offer, terms: Terms) -> dict[str, object]:
    return {
        "result": offer.result,
        "grant": offer.grant,
        "result_title": offer.result_title,
        "ip_number": offer.ip_number,
        "about": offer.about,
        "delivery": offer.delivery,
        "defects": offer.defects,
        "appraisal": offer.appraisal_yuan,
        "form": terms.form,
        "start": terms.start,
        "deposit": terms.deposit,
        "starts_at": terms.starts_at,
        "terms": write_terms(terms),
    }


def _wrong_offer(scene: Scene[Loaded], offer: Offer, terms: Terms, place: str) -> Refusal | None:
    if not offer.title.strip():
        return Refusal("auction.no_title", place="title")
    refusal = wrong_unit(terms.start, offer.appraisal_yuan)
    if refusal:
        return refusal
    if (
        terms.reserve == "secret"
        and scene.law.ask("auction.reserve_may_be_secret", place=place, on=scene.on).value is False
    ):
        return Refusal(
            "auction.secret_reserve_barred", {"key": "auction.reserve_may_be_secret", "place": place}, "reserve"
        )
    commitment = "0" * 64 if terms.reserve == "secret" else ""
    rules = build(asking(scene, place), DRAFT, terms, commitment=commitment)
    return rules if isinstance(rules, Refusal) else None


def unsellable(rows: Loaded, request: Enter | Amend) -> Refusal | None:
    """Say why a registered result cannot be offered: unknown, withheld, frozen, not on offer, or another unit's."""
    number = request.offer.result
    if not number:
        return None
    seen = rows.results.get(number)
    if seen is None:
        return Refusal("auction.result_unknown", {"number": number}, "result")
    if seen.state not in OFFERED:
        code = {"WITHHELD": "auction.result_withheld", "FROZEN": "auction.result_frozen"}.get(
            seen.state, "auction.result_not_offered"
        )
        return Refusal(code, {"number": number}, "result")
    if seen.unit != request.seller:
        return Refusal("auction.result_of_another", {"number": number}, "seller")
    return None


def review(scene: Scene[Loaded], request: Step) -> Decision | Refusal:
    """Accept a sale with its lots, send it back, or give it up."""
    case, text = scene.cases[request.sale], request.text.strip()
    lots = _lots(scene, request)
    if request.move == "accept" and not lots:
        return Refusal("auction.no_lots", {"sale": case.number})
    if request.move == "send_back" and not text:
        return Refusal("auction.reason_missing", {"event": "send_back"}, "text")
    target = {"accept": "ACCEPTED", "send_back": "DRAFT", "give_up": "WITHDRAWN"}[request.move]
    fact = SaleReviewed(place=case.place, outcome=target, count=len(lots), text=text)
    states = {case.id: target, **{lot.id: target for lot in lots}}
    return Decision(facts=((case.id, fact),), states=states)


def _lots(scene: Scene[Loaded], request: Step) -> list[SeenLot]:
    found = [scene.rows.lots[pk] for pk in request.lots if pk in scene.rows.lots]
    return [lot for lot in found if scene.cases[lot.id].state in {"DRAFT", "ACCEPTED"}]


def announce(scene: Scene[Loaded], request: Step) -> Decision | Refusal:
    """Announce a sale: at least so many days before, exhibited at least so many, the rules of each lot fixed."""
    case, about = scene.cases[request.sale], scene.rows.sales[request.sale]
    lots = _lots(scene, request)
    refusal = (Refusal("auction.no_lots", {"sale": case.number}) if not lots else None) or _too_soon(
        scene, case, about, lots
    )
    if refusal:
        return refusal
    facts: list[tuple[UUID, Any]] = []
    puts: list[Put | Wish] = []
    for lot in lots:
        made = _announced(scene, lot, request)
        if isinstance(made, Refusal):
            return made
        fact, rows = made
        facts.append((lot.id, fact))
        puts += rows
    begins = _begins(lots)
    facts.append((case.id, _notice(case, about, len(lots), begins)))
    puts.append(Put(table="sale", id=case.id, values={"announced_on": scene.on, "begins_at": begins}))
    states = {case.id: "ANNOUNCED", **{lot.id: "ANNOUNCED" for lot in lots}}
    return Decision(facts=tuple(facts), states=states, rows=tuple(puts))


def _begins(lots: list[SeenLot]) -> datetime | None:
    return min((lot.terms.starts_at for lot in lots if lot.terms.starts_at), default=None)


def _notice(case: CaseView, about: About, count: int, begins: datetime | None) -> SaleAnnounced:
    return SaleAnnounced(
        place=case.place,
        title=about.title,
        mode=about.mode,
        count=count,
        begins_on=begins.astimezone(CHINA).date() if begins else None,
        exhibited_from=about.exhibited_from,
        exhibited_until=about.exhibited_until,
    )


def _too_soon(scene: Scene[Loaded], case: CaseView, about: About, lots: list[SeenLot]) -> Refusal | None:
    ask, begins = asking(scene, case.place), _begins(lots)
    if begins is None:
        return Refusal("auction.no_begin", {"sale": case.number}, "starts_at")
    day, least = begins.astimezone(CHINA).date(), int(ask("auction.notice_days") or 0)
    if (day - scene.on).days < least:
        values: dict[str, Value] = {
            "days": least,
            "begins_on": day,
            "earliest": scene.on + timedelta(days=least),
            "place": case.place,
        }
        return Refusal("auction.notice_too_short", {**values, "key": "auction.notice_days"})
    shown = _shown_days(about, day)
    wanted = int(ask("auction.exhibition_days") or 0)
    if shown < wanted:
        values = {"days": wanted, "shown": shown, "key": "auction.exhibition_days", "place": case.place}
        return Refusal("auction.exhibition_too_short", values)
    if about.register_until is None or about.register_until >= begins:
        return Refusal("auction.registration_after_begin", {"begins_on": day})
    return None


def _shown_days(about: About, begins: date) -> int:
    """Count the days of exhibition before the day of the sale."""
    if about.exhibited_from is None or about.exhibited_until is None:
        return 0
    last = min(about.exhibited_until, begins - timedelta(days=1))
    return max((last - about.exhibited_from).days + 1, 0)


def _announced(scene: Scene[Loaded], lot: SeenLot, request: Step) -> tuple[LotAnnounced, list[Put | Wish]] | Refusal:
    given, case = request.prepared[lot.id], scene.cases[lot.id]
    ask = asking(scene, case.place)
    rules = build(ask, lot.code, lot.terms, commitment=given.commitment, barred=given.barred)
    if isinstance(rules, Refusal):
        return rules
    plain = write_rules(rules)
    fact = LotAnnounced(
        place=case.place,
        title=lot.offer.title,
        result=lot.offer.result,
        form=rules.form,
        start_yuan=rules.start,
        deposit_yuan=rules.deposit,
        rules=canonical(plain),
        public_key=given.public_key,
        seller=f"body/{lot.seller}" if lot.seller else "",
    )
    values = {
        "rules": plain,
        "public_key": given.public_key,
        "deposit": rules.deposit,
        "live": True,
        "phase": "announced",
        "collect_until": _collect_until(ask, rules),
    }
    return fact, [Put(table="lot", id=lot.id, values=values), Wish(lot=lot.id, kind="announced", payload={})]


def _collect_until(ask: Callable[[str], Any], rules: Rules) -> datetime | None:
    if rules.starts_at is None:
        return None
    return rules.starts_at - timedelta(minutes=int(ask("auction.paddles_before_minutes") or 0))


def commission(price: Decimal, share: Decimal) -> Decimal:
    """Give a commission in yuan, rounded half up to the fen."""
    return (price * share).quantize(Decimal("0.01"), rounding="ROUND_HALF_UP")
