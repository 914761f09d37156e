"""A lot's rules in plain words before anything is announced, with what a careful reviewer would ask about."""

from dataclasses import dataclass
from typing import Any

from kechuang.kernel.refusal import Refusal
from kechuang.mechanisms.market.auction import dealing, projecting, wording
from kechuang.mechanisms.market.auction.models import Lot, Sale
from kechuang.mechanisms.market.auction.rules.requests import Offer
from kechuang.mechanisms.market.auction.rules.terms import Terms, build, warnings, wrong_unit
from kechuang.mechanisms.market.auction.rules.terms_text import read_terms
from kechuang.rulebook import load as rulebook
from kechuang.web import clock
from kechuang.web.refusals import sentence


@dataclass(frozen=True, slots=True)
class Preview:
    """The rules as sentences, what is unusual about them, and why they cannot be announced, if so."""

    title: str
    rules: list[tuple[str, str]]
    unusual: list[str]
    refusal: Refusal | None = None


def of(terms: Terms, offer: Offer, place: str) -> Preview:
    """Give the preview of a lot."""
    book, day = rulebook.current(), clock.today()

    def ask(key: str) -> Any:  # noqa: ANN401 - a value of the rulebook
        return book.ask(key, place=place, on=day).value

    refusal = wrong_unit(terms.start, offer.appraisal_yuan)
    rules = build(ask, "preview", terms, commitment="0" * 64 if terms.reserve == "secret" else "")
    if refusal or isinstance(rules, Refusal):
        return Preview(offer.title, [], [], refusal or rules)  # type: ignore[arg-type]  # one of the two is a refusal
    unusual = [sentence(each) for each in warnings(ask, terms, offer.appraisal_yuan)]
    names = (
        [each.name for each in dealing.completers(offer.result)] if offer.result and terms.priority == "none" else []
    )
    if names:
        unusual.append(
            sentence(Refusal("auction.completers_not_asked", {"count": len(names), "names": "、".join(names)}))
        )
    return Preview(offer.title, wording.plain_rules(rules), unusual)


def of_sale(row: Sale) -> list[Preview]:
    """Give the previews of the lots of a draft."""
    rows = row.lots.filter(case__state__in=("DRAFT", "ACCEPTED")).select_related("case").order_by("order")
    return [of(terms_of(each), offer_of(each), each.case.place) for each in rows]


def offer_of(row: Lot) -> Offer:
    """Give what is sold in a lot."""
    return projecting.offer(row, row.case.title)


def terms_of(row: Lot) -> Terms:
    """Give the terms of a lot."""
    return read_terms(row.terms)
