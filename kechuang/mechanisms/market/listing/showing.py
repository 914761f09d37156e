"""A listing for pages: what everybody reads, and what its parties and the office read besides."""

from typing import Any

from django.utils.translation import gettext as _

from kechuang.mechanisms.market.listing import handing, projecting, wording
from kechuang.mechanisms.market.listing.models import Listing
from kechuang.mechanisms.market.listing.rules.moves import PRICED
from kechuang.web.parts import Fact


def _kept(rows: list[Fact]) -> list[Fact]:
    return [each for each in rows if each.value not in {"", None}]


def public_facts(row: Listing) -> list[Fact]:
    """Give what everybody reads of a listing: everything but a secret reserve and who is interested."""
    case, terms = row.case, projecting.terms_of(row, ())
    rows = [
        Fact(term=_("Number"), value=case.number),
        Fact(term=_("Seller"), value=case.holder.name if case.holder else ""),
        Fact(term=_("Mode of the transfer"), value=wording.mode(row.mode)),
        Fact(term=_("Licence until before"), value=terms.term_until),
        Fact(term=_("Base price"), value=wording.yuan(row.base)),
        Fact(term=_("Appraised value"), value=wording.yuan(row.appraisal)),
        Fact(term=_("Why the base price is reasonable"), value=terms.price_ground),
        Fact(term=_("Reserve price"), value=_("secret; its seal is published") if row.commitment else ""),
        Fact(term=_("Deposit"), value=wording.yuan(row.deposit) if row.deposit else ""),
        Fact(term=_("When a deposit goes back"), value=terms.refund),
        Fact(term=_("How the price is paid"), value=wording.payment(terms)),
        Fact(term=_("On offer from"), value=row.start),
        Fact(term=_("On offer until"), value=row.end),
        Fact(term=_("Period (working days)"), value=terms.period_days),
        Fact(term=_("If nobody qualifies"), value=wording.extension(terms)),
        Fact(term=_("Extended so far"), value=row.extended or ""),
        Fact(term=_("Newspaper"), value=_newspaper(row)),
        Fact(term=_("Where disputes are settled"), value=terms.forum),
        Fact(term=_("Operator"), value=case.office.name if case.office else ""),
    ]
    return _kept(rows)


def _newspaper(row: Listing) -> str:
    if not row.newspaper:
        return ""
    return f"{row.newspaper} {row.newspaper_on.isoformat()}" if row.newspaper_on else row.newspaper


def result_facts(row: Listing, *, buyer: bool) -> list[Fact]:
    """Give the result: the price from its notice on, the buyer only where a reader may know it."""
    if row.case.state not in PRICED or row.price is None:
        return []
    rows = [
        Fact(term=_("Price of the deal"), value=wording.yuan(row.price)),
        Fact(term=_("Above the base price by"), value=wording.premium(row.price, row.base)),
        Fact(term=_("How the price was found"), value=wording.way(row.way)),
        Fact(term=_("Lot"), value=row.lot_code),
        Fact(term=_("Notice of the result from"), value=row.notice_start),
        Fact(term=_("Notice of the result until"), value=row.notice_end),
        Fact(term=_("Contract signed on"), value=row.signed_on),
        Fact(term=_("Price settled on"), value=row.settled_on),
        Fact(term=_("Number of the attestation"), value=row.certificate),
        Fact(term=_("Buyer"), value=row.buyer.name if row.buyer and buyer else ""),
    ]
    return _kept(rows)


def public_context(row: Listing) -> dict[str, Any]:
    """Give everything that the public page shows (three queries)."""
    terms = projecting.terms_of(row, ())
    return {
        "facts": public_facts(row),
        "result": result_facts(row, buyer=row.case.state == "CLOSED"),
        "buyer_later": row.case.state in PRICED and row.case.state != "CLOSED",
        "summary": terms.summary,
        "delivery": terms.delivery,
        "transition": terms.transition,
        "conditions": terms.conditions,
        "commitment": row.commitment,
        "items": list(row.items.order_by("order")),
        "rounds": [(each, str(wording.ENDED.get(each.ended, each.ended))) for each in row.rounds.order_by("round")],
        "lot_url": lot_url(row),
    }


def lot_url(row: Listing) -> str:
    """Give the address of the lot in which the competitive round takes place."""
    house = handing.house()
    return house.url(row.lot_id) if house and row.lot_id else ""
