"""What was agreed: the terms that may stand in a notice. Pure."""

from uuid import UUID

from kechuang.casework.decision import Decision, NewCase, Scene
from kechuang.kernel.identify.credit import read_credit_code
from kechuang.kernel.identify.patent import read_patent_number
from kechuang.kernel.refusal import Refusal
from kechuang.mechanisms.market.notice import facts
from kechuang.mechanisms.market.notice.rules import price as pricing
from kechuang.mechanisms.market.notice.rules.law import (
    EXCLUDING,
    LONGEST,
    LONGEST_TITLE,
    MOST_ACHIEVEMENTS,
    MOST_BUYERS,
    Ruled,
    body,
)
from kechuang.mechanisms.market.notice.rules.requests import (
    MODES,
    RELATIONS,
    Achievement,
    Buyer,
    Loaded,
    Open,
    Put,
    Terms,
)
from kechuang.rulebook.quoting import cited


def unfit(scene: Scene[Loaded], place: str, seller: UUID | None, terms: Terms, own: UUID | None) -> Refusal | None:
    """Refuse terms that cannot stand in a notice."""
    if not terms.title.strip() or len(terms.title.strip()) > LONGEST_TITLE:
        return Refusal("notice.no_title", {"limit": LONGEST_TITLE}, place="title")
    if not terms.summary.strip() or len(terms.summary) > LONGEST:
        return Refusal("notice.no_summary", {"limit": LONGEST}, place="summary")
    if terms.mode not in MODES:
        return Refusal("notice.mode_unknown", {"mode": terms.mode}, place="mode")
    return (
        _unfit_achievements(scene, terms, own)
        or _unfit_buyers(scene, place, seller, terms.buyers)
        or pricing.unfit(terms.price)
    )


def _unfit_achievements(scene: Scene[Loaded], terms: Terms, own: UUID | None) -> Refusal | None:
    if not 0 < len(terms.achievements) <= MOST_ACHIEVEMENTS:
        return Refusal("notice.no_achievement", {"limit": MOST_ACHIEVEMENTS}, place="achievements")
    for each in terms.achievements:
        if not each.title.strip():
            return Refusal("notice.no_achievement", {"limit": MOST_ACHIEVEMENTS}, place="achievements")
        # 2025SR0123456 is the number of a software copyright, which begins as an application number does.
        patent = "SR" not in each.ip_number.upper()
        if patent and each.ip_number and each.ip_number[:2].upper() in {"ZL", "CN"} | {"19", "20"}:
            reading = read_patent_number(each.ip_number)
            if reading.fault:
                return Refusal(reading.fault.code, dict(reading.fault.values), place="achievements")
        taken = scene.rows.busy.get(each.ip_number.strip()) if each.ip_number.strip() else None
        if taken and taken[0] != own and terms.mode in EXCLUDING:
            values = {"ip_number": each.ip_number, "number": taken[1]}
            return Refusal("notice.achievement_elsewhere", values, place="achievements")
    return None


def _unfit_buyers(scene: Scene[Loaded], place: str, seller: UUID | None, buyers: tuple[Buyer, ...]) -> Refusal | None:
    if not 0 < len(buyers) <= MOST_BUYERS:
        return Refusal("notice.no_buyer", {"limit": MOST_BUYERS}, place="buyers")
    marked = scene.law.ask("transfer.price_notice.related_marked", place=place, on=scene.on)
    for each in buyers:
        if not each.name.strip():
            return Refusal("notice.no_buyer", {"limit": MOST_BUYERS}, place="buyers")
        if each.code and (reading := read_credit_code(each.code)).fault:
            return Refusal(reading.fault.code, dict(reading.fault.values), place="buyers")
        if each.relation and each.relation not in RELATIONS:
            return Refusal("notice.relation_unknown", {"relation": each.relation}, place="buyers")
        if each.body is not None and each.body == seller:
            return Refusal("notice.buyer_is_seller", place="buyers")
        known = scene.rows.relations.get((seller, each.body), "") if seller and each.body else ""
        if known and not each.related and marked.value is True:
            values = {"name": each.name, "relation_code": f"organisation.relation.{known}", **cited(marked)}
            return Refusal("notice.related_unmarked", values, place="buyers")
    return None


def open_(scene: Scene[Loaded], request: Open) -> Ruled:
    """A unit lays down what it agreed on."""
    terms = request.terms
    refusal = unfit(scene, request.place, request.seller, terms, None)
    if refusal:
        return refusal
    fact = facts.PriceAgreed(
        place=request.place,
        mode=terms.mode,
        seller=body(request.seller),
        title=terms.title.strip(),
        achievements=achievement_lines(terms.achievements),
        buyers=tuple(each.words() for each in terms.buyers),
        price=terms.price.formula(),
        amount_yuan=terms.price.known_yuan,
    )
    case = NewCase(
        id=request.case,
        kind="market.notice",
        authority=request.authority,
        state="NEGOTIATED",
        place=request.place,
        title=terms.title.strip(),
        office=request.office,
        holder=request.seller,
        counterpart=counterpart(terms.buyers),
        amount=terms.price.known_yuan,
        number_series=f"{request.authority}-DJ",
    )
    put = Put(case=request.case, values=columns(terms), new=True, adds=party_rows(terms))
    return Decision(facts=((request.case, fact),), opens=(case,), rows=put)


def counterpart(buyers: tuple[Buyer, ...]) -> UUID | None:
    return next((each.body for each in buyers if each.body), None)


def achievement_lines(achievements: tuple[Achievement, ...]) -> tuple[str, ...]:
    """Write achievements as facts do: title and number."""
    return tuple(f"{each.title.strip()} {each.ip_number.strip()}".strip() for each in achievements)


def columns(terms: Terms) -> dict[str, object]:
    """Give the columns of a notice's row."""
    return {
        "summary": terms.summary.strip(),
        "mode": terms.mode,
        "price": terms.price.plain(),
        "known_yuan": terms.price.known_yuan,
    }


def party_rows(terms: Terms) -> tuple[tuple[str, dict[str, object]], ...]:
    """Give the rows of achievements and buyers."""
    sold = tuple(
        (
            "achievement",
            {"order": at, "title": each.title.strip(), "ip_number": each.ip_number.strip(), "ref": each.ref},
        )
        for at, each in enumerate(terms.achievements)
    )
    bought = tuple(
        (
            "buyer",
            {
                "order": at,
                "name": each.name.strip(),
                "code": each.code,
                "body_id": each.body,
                "relation": each.relation,
            },
        )
        for at, each in enumerate(terms.buyers)
    )
    return (*sold, *bought)
