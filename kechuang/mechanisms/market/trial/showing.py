"""Offers, trials and open licences for pages: terms and values in the order in which people ask for them."""

from typing import Any

from django.utils.translation import gettext as _

from kechuang.mechanisms.market.contract import showing as contracts
from kechuang.mechanisms.market.result import queries as results
from kechuang.mechanisms.market.trial import wording
from kechuang.mechanisms.market.trial.models import OpenLicence, OpenUse, Trial, TrialOffer
from kechuang.web.parts import Fact


def kept(rows: list[Fact]) -> list[Fact]:
    """Leave out what nothing is known of."""
    return [each for each in rows if each.value not in {"", None}]


def offer_facts(row: TrialOffer, *, inside: bool = False) -> list[Fact]:
    """Give the terms of an offer; the insurance policy is for its parties."""
    case = row.case
    fits = "、".join(wording.county(each.code) for each in row.counties.order_by("code"))
    return kept(
        [
            Fact(term=_("Number"), value=case.number),
            Fact(term=_("Unit"), value=case.holder.name if case.holder else ""),
            Fact(term=_("Field of the result"), value=wording.field(row.field)),
            Fact(term=_("Price of the later contract"), value=wording.price(row.price, row.cap)),
            Fact(term=_("Months of a trial"), value=row.months),
            Fact(term=_("Licence of the trial"), value=wording.licence(exclusive=row.exclusive)),
            Fact(term=_("For whom"), value=wording.named(wording.AUDIENCES, row.audience)),
            Fact(term=_("Counties for which it fits best"), value=fits),
            Fact(term=_("Insurance policy"), value=row.insurance if inside else ""),
            Fact(term=_("Offered on"), value=row.offered_on),
            Fact(term=_("Terms changed on"), value=row.amended_on),
            Fact(term=_("Ended on"), value=row.ended_on),
        ]
    )


def trial_facts(row: Trial) -> list[Fact]:
    """Give a trial as its parties and the office read it."""
    case, contract = row.case, row.contract
    rows = [
        Fact(term=_("Firm"), value=case.holder.name if case.holder else ""),
        Fact(term=_("Unit"), value=case.counterpart.name if case.counterpart else ""),
        Fact(term=_("County that gains"), value=wording.county(row.county)),
        Fact(term=_("Price of the later contract"), value=wording.price(row.price, row.cap)),
        Fact(term=_("Licence of the trial"), value=wording.licence(exclusive=row.exclusive)),
        Fact(term=_("Number of the trial agreement"), value=row.number),
        Fact(term=_("Trial from"), value=row.start),
        Fact(term=_("Trial until"), value=row.end),
        Fact(term=_("Signed on"), value=row.signed_on),
        Fact(term=_("Where it is tried"), value=row.site),
        Fact(term=_("Reminded on"), value=row.reminded_on),
        Fact(term=_("Reported on"), value=row.reported_on),
        Fact(term=_("What became of the know-how"), value=wording.named(wording.WAYS, row.way)),
        Fact(term=_("Returned on"), value=row.returned_on),
        Fact(term=_("Converted on"), value=row.converted_on),
    ]
    if contract is not None:
        rows.append(Fact(term=_("Technology contract"), value=contract.number, url=contracts.url(contract)))
        rows.append(Fact(term=_("Price of the contract (yuan)"), value=contracts.yuan(row.paid)))
    return kept(rows)


def licence_facts(row: OpenLicence) -> list[Fact]:
    """Give a declaration as everybody reads it."""
    case = row.case
    return kept(
        [
            Fact(term=_("Number of the declaration"), value=case.number),
            Fact(term=_("Patent number"), value=row.number),
            Fact(term=_("Patentee"), value=case.holder.name if case.holder else ""),
            Fact(term=_("Licence fee"), value=wording.price(row.fee)),
            Fact(term=_("How and when the fee is paid"), value=row.payment),
            Fact(term=_("Published on"), value=row.published_on),
            Fact(term=_("Open until"), value=row.until),
            Fact(term=_("Ended on"), value=row.ended_on),
        ]
    )


def use_facts(row: OpenUse) -> list[Fact]:
    """Give a use as its parties and the office read it."""
    case = row.case
    return kept(
        [
            Fact(term=_("Licensee"), value=case.holder.name if case.holder else ""),
            Fact(term=_("Patentee"), value=case.counterpart.name if case.counterpart else ""),
            Fact(term=_("Patent number"), value=row.licence.number),
            Fact(term=_("Licence fee"), value=wording.price(row.fee)),
            Fact(term=_("How and when the fee is paid"), value=row.licence.payment),
            Fact(term=_("Licence until"), value=row.until),
            Fact(term=_("Notice given on"), value=row.notified_on),
            Fact(term=_("Fee paid on"), value=row.paid_on),
            Fact(term=_("Reference of the payment"), value=row.reference),
            Fact(term=_("Licence in force since"), value=row.begun_on),
            Fact(term=_("Number of the filing"), value=row.filing),
            Fact(term=_("Filing recorded on"), value=row.filed_on),
        ]
    )


def result_link(row: Any) -> str:  # noqa: ANN401 - a row with its achievement
    """Give the address of the achievement's public page, where it has one."""
    return results.public_url(row.result_id) if row.result.public else ""
